package space

import (
	"context"
	"slices"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
)

// Telling is how a member says that something is not right.
type Telling struct {
	Key     string
	Kind    Kind
	Subject int64
	Reason  string // one of the caller's reasons
	Words   string
	Named   bool // say who told it to those who answer
}

// Tell hands a concern to those who answer and are not named in it. Who told it
// is kept only when they want.
func (d *Desk) Tell(ctx context.Context, v access.Viewer, g party.GroupID, t Telling) error {
	const op = "space.tell"
	var f fault.Form
	f.Check(t.Reason != "", "reason", "care.choose")
	t.Words = words(&f, "text", t.Words, WordsMost, false)
	err := d.Store.Update(ctx, func(tx Tx) error {
		me, err := within(tx, v, g)
		if err != nil {
			return err
		}
		c := Concern{ID: id.New[Concern](), Group: g, Kind: t.Kind, Subject: t.Subject, Reason: t.Reason, Words: t.Words, Made: d.today()}
		if c.Named, err = d.author(tx, v, c); err != nil {
			return err
		}
		if err := f.Err(op); err != nil {
			return err
		}
		if t.Named {
			c.Teller = me.Face
		}
		all, err := d.answerers(tx, g, c.Named)
		if err != nil {
			return err
		}
		if err := tx.AddConcern(c, id.SecretFrom("concern "+t.Key).Hash()); err != nil {
			return err
		}
		if _, there, err := tx.Concern(c.ID); err != nil || !there {
			return err // the page was sent before
		}
		for _, f := range all {
			if err := d.tell(tx, f, notice.Reported, g); err != nil {
				return err
			}
		}
		return nil
	})
	return fault.Wrap(op, err)
}

// author is whose thing a concern is about. What the viewer cannot see is not
// there, and what is on the board belongs to whoever looks after the board.
func (d *Desk) author(tx Tx, v access.Viewer, c Concern) (party.FaceID, error) {
	const op = "space.author"
	switch c.Kind {
	case Call:
		found, err := d.callOf(tx, c)
		if err == nil && !access.See(v, found.Access()) {
			err = missing(op)
		}
		if err != nil || found.Author.Kind != party.KindFace {
			return 0, err
		}
		return party.FaceID(found.Author.ID), nil
	case Member:
		m, in, err := tx.Member(party.FaceID(c.Subject))
		if err == nil && !(in && m.Group == c.Group) {
			err = missing(op)
		}
		return m.Face, err
	}
	return 0, missing(op)
}

// callOf is the call that a concern is about. What is for a circle is not told
// of outside of it, nor what is on the board: that is the host's.
func (d *Desk) callOf(tx Tx, c Concern) (call.Call, error) {
	found, err := tx.Call(call.ID(c.Subject))
	if err == nil && (found.Group != c.Group || found.Audience != call.InGroup || found.Circle != 0) {
		err = missing("space.call")
	}
	return found, err
}

// Waiting are the concerns of a group that the viewer may answer, newest first.
// What names them is not among them.
func (d *Desk) Waiting(ctx context.Context, v access.Viewer, g party.GroupID) (all []Concern, hidden []Tended, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		all, hidden = nil, nil
		me, err := d.trusted(tx, v, g)
		if err != nil {
			return err
		}
		found, err := tx.Concerns(g, waitMost)
		if err != nil {
			return err
		}
		for _, c := range found {
			may, err := d.may(tx, v, me, c)
			if err != nil {
				return err
			}
			if may {
				all = append(all, c)
			}
		}
		if hidden, err = tx.HiddenIn(g); err != nil {
			return err
		}
		kept := hidden[:0]
		for _, h := range hidden {
			may, err := d.may(tx, v, me, Concern{Group: g, Named: h.Face})
			if err != nil {
				return err
			}
			if may {
				kept = append(kept, h)
			}
		}
		hidden = kept
		return nil
	})
	return all, hidden, fault.Wrap("space.waiting", err)
}

// may asks the viewer and the rows: a task may have ended while a page was open.
func (d *Desk) may(tx Tx, v access.Viewer, me group.Member, c Concern) (bool, error) {
	if me.Face == c.Named {
		return false, nil
	}
	all, err := d.answerers(tx, c.Group, c.Named)
	if err != nil || !slices.Contains(all, me.Face) {
		return false, err
	}
	held, err := tx.Holders(c.Group, party.Reports, d.Clock.Now())
	if err != nil || !slices.Contains(held, me.Face) {
		return err == nil, err
	}
	_, holds := v.Holds(c.Group, party.Reports)
	return holds, nil
}

// Answer does one of the acts about a concern, with a reason that the author
// reads where something is asked of them or hidden. All that was told about the
// same thing is answered with it.
func (d *Desk) Answer(ctx context.Context, v access.Viewer, which ID, do Act, why string) error {
	const op = "space.answer"
	err := d.Store.Update(ctx, func(tx Tx) error {
		c, there, err := tx.Concern(which)
		if err != nil || !there {
			return orMissing(op, err)
		}
		me, err := d.trusted(tx, v, c.Group)
		if err != nil {
			return err
		}
		if may, err := d.may(tx, v, me, c); err != nil || !may {
			return orMissing(op, err)
		}
		var f fault.Form
		why := words(&f, "why-"+which.String(), why, ReasonMost, do != Keep)
		if err := f.Err(op); err != nil {
			return err
		}
		if err := d.do(tx, c, do, why); err != nil {
			return err
		}
		return d.answered(tx, c, me.Face, do, why)
	})
	return fault.Wrap(op, err)
}

func orMissing(op string, err error) error {
	if err != nil {
		return err
	}
	return missing(op)
}

func (d *Desk) do(tx Tx, c Concern, do Act, why string) error {
	const op = "space.do"
	switch {
	case do == Keep, do == Talk && c.Teller != 0:
		return nil
	case do == PassOn && d.ToHost != nil:
		return d.ToHost(tx, c.Subject, why)
	case do == AskEdit && c.Kind != Member && c.Named != 0:
		return d.tended(tx, c, c.Named, do, why, notice.EditAsked)
	case do == Hide && c.Kind == Call:
		found, err := d.callOf(tx, c)
		if err != nil {
			return err
		}
		if found.State == call.Hidden {
			return fault.New(op, fault.Stale, "")
		}
		found.State = call.Hidden
		if err := tx.SaveCall(found); err != nil {
			return err
		}
		return d.tended(tx, c, c.Named, do, why, notice.WasHidden)
	}
	return missing(op)
}

func (d *Desk) tended(tx Tx, c Concern, face party.FaceID, do Act, why string, k notice.Kind) error {
	if err := tx.AddTended(Tended{id.New[Tended](), c.Group, c.Kind, c.Subject, face, do, why, d.today()}); err != nil || face == 0 {
		return err
	}
	return d.tell(tx, face, k, c.Group)
}

// lines are how the group's log says what was done.
var lines = map[Act]group.Act{Keep: group.KeptTold, AskEdit: group.AskedEdit, Hide: group.HidPost, Show: group.ShowedPost,
	PassOn: group.PassedOn, Talk: group.AdvisedTalk}

// answered tells whoever told it with their name, writes the line that all
// members read, and puts the concern away.
func (d *Desk) answered(tx Tx, c Concern, by party.FaceID, do Act, why string) error {
	all, err := tx.Concerns(c.Group, waitMost)
	if err != nil {
		return err
	}
	for _, o := range all {
		if o.Kind != c.Kind || o.Subject != c.Subject || o.Teller == 0 {
			continue
		}
		if err := d.tended(tx, c, o.Teller, ToldOf(do), why, notice.ToldBack); err != nil {
			return err
		}
	}
	if err := tx.DropConcerns(c.Kind, c.Subject); err != nil {
		return err
	}
	return tx.AddLine(group.Line{Group: c.Group, Day: d.today(), Act: lines[do], Face: by, Note: why})
}

// ToldOf marks what a teller reads of an act, so that it is not taken for
// something of theirs.
func ToldOf(do Act) Act { return "told_" + do }

// Again shows what was hidden once more, with a reason.
func (d *Desk) Again(ctx context.Context, v access.Viewer, which id.Of[Tended], why string) error {
	const op = "space.again"
	err := d.Store.Update(ctx, func(tx Tx) error {
		t, there, err := tx.Tended(which)
		if err != nil || !there || t.Act != Hide {
			return orMissing(op, err)
		}
		me, err := d.trusted(tx, v, t.Group)
		if err != nil {
			return err
		}
		c := Concern{Group: t.Group, Kind: t.Kind, Subject: t.Subject, Named: t.Face}
		if may, err := d.may(tx, v, me, c); err != nil || !may {
			return orMissing(op, err)
		}
		var f fault.Form
		why := words(&f, "why-"+which.String(), why, ReasonMost, true)
		if err := f.Err(op); err != nil {
			return err
		}
		if err := d.show(tx, c); err != nil {
			return err
		}
		if err := tx.DropTended(which); err != nil {
			return err
		}
		return tx.AddLine(group.Line{Group: t.Group, Day: d.today(), Act: group.ShowedPost, Face: me.Face, Note: why})
	})
	return fault.Wrap(op, err)
}

func (d *Desk) show(tx Tx, c Concern) error {
	found, err := d.callOf(tx, c)
	if err != nil || found.State != call.Hidden {
		return nil // it is gone, or shown again by other means
	}
	found.State = call.Open
	if !found.ClosedAt.IsZero() {
		found.State = call.Closed
	}
	return tx.SaveCall(found)
}

// Mine is what was done about the viewer's own things, and what was answered to
// what they told; and their pause, if there is one.
func (d *Desk) Mine(ctx context.Context, v access.Viewer, g party.GroupID) (all []Tended, p Paused, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		all, p = nil, Paused{}
		me, err := within(tx, v, g)
		if err != nil {
			return err
		}
		if all, err = tx.TendedFor(me.Face); err != nil || !me.Paused {
			return err
		}
		p, _, err = tx.PauseOf(me.Face)
		return err
	})
	return all, p, fault.Wrap("space.mine", err)
}

// Called is the name that a member goes by, for other members.
func (d *Desk) Called(ctx context.Context, v access.Viewer, g party.GroupID, f party.FaceID) (name string, err error) {
	const op = "space.called"
	err = d.Store.View(ctx, func(tx Tx) error {
		if _, err := within(tx, v, g); err != nil {
			return err
		}
		m, in, err := tx.Member(f)
		if err == nil && !(in && m.Group == g) {
			err = missing(op)
		}
		name = m.Name
		return err
	})
	return name, fault.Wrap(op, err)
}

// Sweep ends pauses whose time is over, and erases what is past its time.
func (d *Desk) Sweep(ctx context.Context) error {
	return fault.Wrap("space.sweep", d.Store.Update(ctx, func(tx Tx) error {
		over, err := tx.PausesOver(d.Clock.Now(), waitMost)
		for _, p := range over {
			if err == nil {
				err = d.lift(tx, p)
			}
		}
		if err != nil {
			return err
		}
		return tx.SweepSpace(d.Clock.Now().Add(-when.ConcernsFor))
	}))
}
