package decision

import (
	"context"
	"encoding/json"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/text"
)

// Edit is a new text for what is under way. Version is the one that the writer
// had before them; Data, when there is any, is what the decision would change
// from now on.
type Edit struct {
	Version int
	Title   string
	Text    string
	Tasks   string
	Review  time.Time
	Data    []byte
	Taken   []PostID // the concerns that it takes up
}

// Edit changes the text of a decision: whoever proposed it may, and who holds
// the mandate. It begins a new version, and whoever has spoken is asked again.
func (d *Desk) Edit(ctx context.Context, v access.Viewer, g party.GroupID, which ID, e Edit) error {
	const op = "decision.edit"
	err := d.Store.Update(ctx, func(tx Tx) error {
		dec, err := d.mine(tx, v, g, which)
		if err != nil {
			return err
		}
		if e.Version != dec.Version || !d.runs(dec) {
			return fault.New(op, fault.Stale, "")
		}
		dec.Title, dec.Text, dec.Tasks, dec.Review = e.Title, e.Text, e.Tasks, e.Review
		if e.Data != nil {
			dec.Effect.Data = e.Data
		}
		var f fault.Form
		dec.check(&f, d.today())
		if err := f.Err(op); err != nil {
			return err
		}
		if len(e.Data) > dataMost || e.Data != nil && (dec.Effect.Change == "" || !json.Valid(e.Data)) {
			return fault.New(op, fault.Unreadable, "")
		}
		dec.Version++
		if err := tx.TakeUp(dec.ID, e.Taken, dec.Version); err != nil {
			return err
		}
		return d.askAgain(tx, dec)
	})
	return fault.Wrap(op, err)
}

// askAgain saves a text that has changed. What was said to the one before it
// is void, and there is time to say it anew.
func (d *Desk) askAgain(tx Tx, dec Decision) error {
	now := d.Clock.Now()
	if dec.State == Open && dec.Closes.Before(now.Add(AgainFor)) {
		dec.Closes = now.Add(AgainFor)
	}
	if err := tx.SaveDecision(dec); err != nil || dec.State != Open {
		return err
	}
	spoken, err := tx.AnySpoken(dec.ID)
	if err != nil || !spoken {
		return err
	}
	if err := tx.Void(dec.ID); err != nil {
		return err
	}
	return tx.TellRoll(dec.ID, dec.Group, notice.AskedAgain, 0, now)
}

// mine is one for whoever proposed it, and for who holds the mandate to decide.
func (d *Desk) mine(tx Tx, v access.Viewer, g party.GroupID, which ID) (Decision, error) {
	dec, me, err := d.one(tx, v, g, which)
	if err != nil || dec.By == me.Face {
		return dec, err
	}
	leads, err := d.leads(tx, v, me)
	if err == nil && !leads {
		err = fault.New("decision.mine", fault.NotYours, "")
	}
	return dec, err
}

// runs reports whether a decision can still be spoken to and changed.
func (d *Desk) runs(dec Decision) bool {
	return dec.State != Closed && d.Clock.Now().Before(dec.Closes)
}

// Withdraw takes a proposal back: whoever proposed it may.
func (d *Desk) Withdraw(ctx context.Context, v access.Viewer, g party.GroupID, which ID) error {
	const op = "decision.withdraw"
	err := d.Store.Update(ctx, func(tx Tx) error {
		dec, me, err := d.one(tx, v, g, which)
		if err != nil {
			return err
		}
		if dec.By != me.Face {
			return fault.New(op, fault.NotYours, "")
		}
		if !d.runs(dec) {
			return nil
		}
		return d.end(tx, dec, Outcome{Result: Withdrawn})
	})
	return fault.Wrap(op, err)
}

// Saying is one question, answer or concern.
type Saying struct {
	Key   string
	Text  string
	Worry bool
}

// Post says something before all who may decide.
func (d *Desk) Post(ctx context.Context, v access.Viewer, g party.GroupID, which ID, s Saying) error {
	const op = "decision.post"
	var f fault.Form
	tidy(&f, "words", &s.Text, PostMost, text.CleanLines)
	f.Check(s.Text != "", "words", "decision.say_words")
	if err := f.Err(op); err != nil {
		return err
	}
	err := d.Store.Update(ctx, func(tx Tx) error {
		dec, me, err := d.one(tx, v, g, which)
		if err != nil {
			return err
		}
		if !d.runs(dec) {
			return fault.New(op, fault.Stale, "decision.over")
		}
		_, _, err = d.once(tx, "post", me.Face, s.Key, func() (int64, error) {
			p := Post{ID: id.New[Post](), Decision: dec.ID, Face: me.Face, Worry: s.Worry, Text: s.Text, Day: d.today()}
			return int64(p.ID), tx.AddPost(p)
		})
		return err
	})
	return fault.Wrap(op, err)
}

// Say is what somebody says to a proposal, or says anew.
type Say struct {
	Version int // the one that the page showed
	Stance  Stance
	Reason  string
	Key     string // the page's own
	Code    string // the key of a secret ballot, to change it
}

// Say puts down what a member on the roll says. In a secret ballot it answers
// the key under which the ballot lies, which is kept nowhere.
func (d *Desk) Say(ctx context.Context, v access.Viewer, g party.GroupID, which ID, s Say) (code string, err error) {
	const op = "decision.say"
	all := false
	err = d.Store.Update(ctx, func(tx Tx) error {
		code, all = "", false
		dec, me, err := d.one(tx, v, g, which)
		if err != nil {
			return err
		}
		if err := d.maySay(tx, dec, me, &s); err != nil {
			return err
		}
		if dec.Secret {
			code, err = d.sayInSecret(tx, dec, me, s)
		} else if err = tx.PutStance(dec.ID, me.Face, s.Stance, s.Reason); err == nil {
			err = tx.SetSpoken(dec.ID, me.Face)
		}
		if err != nil || dec.Method != group.Consent {
			return err
		}
		waits, err := tx.AnyWaits(dec.ID)
		all = !waits
		return err
	})
	if err != nil {
		return "", fault.Wrap(op, err)
	}
	if all { // and if that is interrupted, it closes at its time
		err = d.Close(ctx, which)
	}
	return code, fault.Wrap(op, err)
}

func (d *Desk) maySay(tx Tx, dec Decision, me group.Member, s *Say) error {
	const op = "decision.may_say"
	if dec.State != Open || !d.runs(dec) {
		return fault.New(op, fault.Stale, "decision.over")
	}
	if on, _, err := tx.OnRoll(dec.ID, me.Face); err != nil || !on {
		return orElse(err, fault.New(op, fault.NotYours, "decision.not_on_roll"))
	}
	if s.Version != dec.Version {
		return fault.New(op, fault.Stale, "decision.text_changed")
	}
	var f fault.Form
	tidy(&f, "reason", &s.Reason, ReasonMost, text.CleanLines)
	switch s.Stance {
	case Consent, Aside:
		s.Reason = ""
	case Concern:
	case Objection:
		f.Check(s.Reason != "" || dec.Method != group.Consent, "reason", "decision.say_reason")
	default:
		f.Add("stance", "decision.choose_stance")
	}
	return f.Err(op)
}

// sayInSecret adds a ballot the first time, and then changes the one that lies
// under the code.
func (d *Desk) sayInSecret(tx Tx, dec Decision, me group.Member, s Say) (string, error) {
	code := d.ballot(dec.ID, me.Face, s.Key)
	_, spoken, err := tx.OnRoll(dec.ID, me.Face)
	if err != nil {
		return "", err
	}
	if !spoken {
		if err := tx.AddBallot(dec.ID, sealed(dec.ID, code), s.Stance, s.Reason); err != nil {
			return "", err
		}
		return code, tx.SetSpoken(dec.ID, me.Face)
	}
	if typed, err := id.Parse[Decision](s.Code); err == nil && s.Code != "" {
		code = typed.String()
	}
	changed, err := tx.SaveBallot(dec.ID, sealed(dec.ID, code), s.Stance, s.Reason)
	if err == nil && !changed {
		var f fault.Form
		f.Add("code", "decision.no_such_code")
		err = f.Err("decision.say")
	}
	return code, err
}
