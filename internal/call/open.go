package call

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/text"
	"alongside/internal/when"
)

// Limits of a draft.
const (
	BodyMost    = 2000
	TitleMost   = 80
	PartMost    = 120
	PartsMost   = 12
	ReachMost   = 200
	NameMost    = 60
	ClosestMost = 120
	QtyMost     = 999
)

// Draft is what somebody fills in to ask or offer.
type Draft struct {
	Key      Key
	Kind     Kind
	Side     Side
	Title    string // empty: taken from the words
	Body     string
	Language string
	Parts    []DraftPart // none: one part, named as the call
	Area     place.Area
	Urgency  Urgency
	Starts   time.Time
	Ends     time.Time // by when; also when the call closes
	Closest  string
	Speaks   string
	Name     string // what to call them, for the other side
	Reach    string
	Spot     string
	Group    party.GroupID
	Audience Audience
	Circle   party.CircleID // for its people alone, whatever Audience says
	Rule     Rule
	Typist   party.Ref // set when somebody types it in for the asker
	Consent  bool      // the asker agreed that it is typed in for them
}

// DraftPart is one thing of several.
type DraftPart struct {
	ID       PartID // the part that Edit changes; 0 for a new one
	Title    string
	Quantity int64
	Unit     string
	Starts   time.Time
	Ends     time.Time
}

// Check tidies a draft and names every mistake by its form field.
func (d *Draft) Check(now time.Time) error {
	var f fault.Form
	tidy(&f, "text", &d.Body, BodyMost, true)
	f.Check(d.Body != "", "text", "ask.say_what")
	tidy(&f, "title", &d.Title, TitleMost, false)
	if d.Title == "" {
		d.Title = text.Title(d.Body)
	}
	tidy(&f, "name", &d.Name, NameMost, false)
	tidy(&f, "reach", &d.Reach, ReachMost, true)
	tidy(&f, "exact", &d.Spot, ReachMost, true)
	tidy(&f, "closest", &d.Closest, ClosestMost, false)
	tidy(&f, "place", &d.Area.Name, NameMost, false)
	f.Check(d.Audience != InCircle || d.Circle != 0, "audience", "ask.audience_gone")
	f.Check(d.Typist.Nobody() || d.Consent, "consent", "ask.need_consent")
	f.Check(d.Due().IsZero() || d.Due().After(now), "date", "ask.day_is_past")
	f.Check(d.Starts.IsZero() || d.Ends.IsZero() || !d.Ends.Before(d.Starts), "date", "ask.ends_before_start")
	d.checkParts(&f)
	d.defaults()
	return f.Err("call.check")
}

func (d *Draft) checkParts(f *fault.Form) {
	kept := d.Parts[:0]
	for i, p := range d.Parts {
		tidy(f, fmt.Sprintf("part.%d", i), &p.Title, PartMost, false)
		f.Check(p.Quantity >= 0 && p.Quantity <= QtyMost, fmt.Sprintf("part.%d", i), "ask.quantity", "most", QtyMost)
		if p.Title != "" {
			kept = append(kept, p)
		}
	}
	d.Parts = kept
	f.Check(len(d.Parts) <= PartsMost, "part.0", "ask.too_many_parts", "most", PartsMost)
	if len(d.Parts) == 0 {
		d.Parts = []DraftPart{{Title: d.Title, Quantity: 1}}
	}
	for i := range d.Parts {
		if p := &d.Parts[i]; p.Due().IsZero() {
			p.Starts, p.Ends = d.Starts, d.Ends
		}
	}
}

// Due is when all of it should have happened; zero when it has no time.
func (d *Draft) Due() time.Time { return DraftPart{Starts: d.Starts, Ends: d.Ends}.Due() }

// Due is when the part should have happened.
func (p DraftPart) Due() time.Time { return Part{Starts: p.Starts, Ends: p.Ends}.Due() }

func (d *Draft) defaults() {
	if d.Kind != Knowhow {
		d.Kind = Aid
	}
	if d.Side != Offer {
		d.Side = Ask
	}
	switch {
	case d.Circle != 0 || d.Audience == InCircle:
		d.Audience = InCircle
	case d.Audience != InGroup || d.Group == 0:
		d.Audience = OnBoard
	}
	if d.Rule != AskerAgrees {
		d.Rule = FirstCome
	}
	if d.Urgency != Today && d.Urgency != ThisWeek {
		d.Urgency = Whenever
	}
}

// tidy cleans one field in place and notes what cannot be cleaned.
func tidy(f *fault.Form, name string, s *string, most int, lines bool) {
	clean, err := text.Clean(*s, most)
	if lines {
		clean, err = text.CleanLines(*s, most)
	}
	if err != nil {
		f.Add(name, "fault.too_long", "most", most)
		return
	}
	*s = clean
}

// Opened is what the person is shown at the end.
type Opened struct {
	Call Call
	Keys Keys // empty for somebody with an account
}

// Open puts a draft on the board. as is nobody for a stranger, who becomes a
// guest. The same key opens one call, however often it is sent.
func (s *Spine) Open(ctx context.Context, as party.Ref, d Draft) (o Opened, err error) {
	now := s.Clock.Now()
	if err := d.ready(now); err != nil {
		return o, err
	}
	err = s.Store.Update(ctx, func(tx Tx) error {
		author := who{ref: as}
		if as.Nobody() || !d.Typist.Nobody() {
			if author, err = s.guest(tx, d.Key, d.Name, d.Language, now); err != nil {
				return err
			}
		}
		o.Keys = author.Keys
		o.Call, err = s.open(tx, author.ref, as, d, now)
		return err
	})
	return o, fault.Wrap("call.open", err)
}

// ready checks a draft, and gives it a key where its page had none.
func (d *Draft) ready(now time.Time) error {
	if d.Key == "" {
		d.Key = Key(id.NewSecret(16).Reveal())
	}
	return d.Check(now)
}

// open puts a checked draft on the board, once for its key. by is who does it,
// for themselves, for somebody else, or for their group.
func (s *Spine) open(tx Tx, author, by party.Ref, d Draft, now time.Time) (Call, error) {
	done := d.Key.Hash("open")
	if ref, ok, err := tx.Done(done); err != nil {
		return Call{}, err
	} else if ok {
		return tx.Call(ID(ref))
	}
	c, parts := d.call(author, now)
	if err := through(tx, by, &c); err != nil {
		return c, err
	}
	if err := tx.AddCall(c, parts); err != nil {
		return c, err
	}
	if err := keepDetail(tx, Detail{Call: c.ID, Reach: d.Reach, Spot: d.Spot}); err != nil {
		return c, err
	}
	if err := stay(tx, author, c.Closes); err != nil {
		return c, err
	}
	return c, tx.SetDone(done, int64(c.ID), now)
}

func keepDetail(tx Tx, d Detail) error {
	if d.Reach == "" && d.Spot == "" {
		return nil
	}
	return tx.SetDetail(d)
}

// call makes the rows of a checked draft.
func (d *Draft) call(author party.Ref, now time.Time) (Call, []Part) {
	c := Call{ID: id.Short[Call](), Kind: d.Kind, Side: d.Side, Title: d.Title, Body: d.Body,
		Language: d.Language, Area: d.Area, Urgency: d.Urgency, Closest: d.Closest,
		Speaks: strings.TrimSpace(d.Speaks), Author: author, Typist: d.Typist, Group: d.Group,
		Audience: d.Audience, Circle: d.Circle, Rule: d.Rule, State: Open, Opened: now, Closes: d.closes(now), Version: 1}
	parts := make([]Part, len(d.Parts))
	for i, p := range d.Parts {
		parts[i] = Part{ID: id.New[Part](), Call: c.ID, Position: i, Title: p.Title, Quantity: p.Quantity,
			Unit: p.Unit, Starts: p.Starts, Ends: p.Ends}
	}
	c.Parts = len(parts)
	return c, parts
}

// closes is the last time of any of its parts, or a month from now.
func (d *Draft) closes(now time.Time) time.Time {
	if last := d.last(); !last.IsZero() {
		return last
	}
	return now.Add(when.OpenFor)
}

// last is the last time of any of its parts; zero when none has one.
func (d *Draft) last() time.Time {
	last := d.Ends
	for _, p := range d.Parts {
		if due := p.Due(); due.After(last) {
			last = due
		}
	}
	return last
}

// Edit changes the words of a call that has not closed, its place and time, and
// how to reach its author. Parts keep their answers: a part is only added, renamed, moved to
// another day, or given another quantity that is not below what is taken.
// Whoever has answered is told.
func (s *Spine) Edit(ctx context.Context, v access.Viewer, call ID, d Draft) error {
	now := s.Clock.Now()
	if err := d.Check(now); err != nil {
		return err
	}
	return fault.Wrap("call.edit", s.Store.Update(ctx, func(tx Tx) error {
		if d.Key != "" {
			if _, done, err := tx.Done(d.Key.Hash("edit")); err != nil || done {
				return err
			}
		}
		c, err := s.mine(tx, v, call)
		if err == nil {
			err = belongs(tx, c.Author, c.Gate(), now)
		}
		if err != nil {
			return err
		}
		c.Title, c.Body, c.Language, c.Area = d.Title, d.Body, d.Language, d.Area
		c.Urgency, c.Closest = d.Urgency, d.Closest
		if err := editParts(tx, &c, d, now); err != nil {
			return err
		}
		if err := tx.SaveCall(c); err != nil {
			return err
		}
		if err := stay(tx, c.Author, c.Closes); err != nil {
			return err
		}
		if err := tx.EraseDetail(c.ID, 0); err != nil {
			return err
		}
		if err := keepDetail(tx, Detail{Call: c.ID, Reach: d.Reach, Spot: d.Spot}); err != nil {
			return err
		}
		if d.Key != "" {
			if err := tx.SetDone(d.Key.Hash("edit"), int64(c.ID), now); err != nil {
				return err
			}
		}
		if err := s.changed(tx, c); err != nil {
			return err
		}
		if c.State == Hidden && c.Audience != OnBoard && s.Mended != nil {
			if err := s.Mended(tx, c); err != nil {
				return err
			}
		}
		return tellRunning(tx, c, notice.CallEdited, now)
	}))
}

// editParts writes the parts of a draft over those of a call. What a draft
// leaves out goes, unless somebody has answered it.
func editParts(tx Tx, c *Call, d Draft, now time.Time) error {
	old, err := tx.Parts(c.ID)
	if err != nil {
		return err
	}
	answers, err := tx.CommitmentsOf(c.ID)
	if err != nil {
		return err
	}
	var f fault.Form
	timed := false
	left := map[PartID]Part{}
	for _, p := range old {
		left[p.ID], timed = p, timed || !p.Due().IsZero()
	}
	for i, dp := range d.Parts {
		p, there := left[dp.ID]
		delete(left, dp.ID)
		if !there {
			p = Part{ID: id.New[Part](), Call: c.ID}
		}
		f.Check(dp.Quantity == 0 || dp.Quantity >= p.Taken, fmt.Sprintf("part.%d", i), "ask.below_taken", "taken", p.Taken)
		moved := !p.Due().Equal(dp.Due())
		f.Check(!moved || dp.Due().IsZero() || dp.Due().After(now), "date", "ask.day_is_past")
		p.Position, p.Title, p.Quantity, p.Unit, p.Starts, p.Ends = i, dp.Title, dp.Quantity, dp.Unit, dp.Starts, dp.Ends
		switch {
		case f.Err("") != nil:
		case !there:
			err = tx.AddPart(p)
		case moved:
			err = errors.Join(tx.SavePart(p), retime(tx, p, answers, now))
		default:
			err = tx.SavePart(p)
		}
		if err != nil {
			return err
		}
	}
	for _, p := range left {
		answered := slices.ContainsFunc(answers, func(m Commitment) bool { return m.Part == p.ID })
		f.Check(!answered, "part.0", "ask.part_is_taken")
		if !answered {
			if err := tx.DropPart(p.ID); err != nil {
				return err
			}
		}
	}
	c.Parts = len(d.Parts)
	if last := d.last(); !last.IsZero() {
		c.Closes = last
	} else if timed { // it had a day, and has none now
		c.Closes = now.Add(when.OpenFor)
	}
	return f.Err("call.edit")
}

// retime takes the promises of a part along to its new day.
func retime(tx Tx, p Part, answers []Commitment, now time.Time) error {
	for _, m := range answers {
		if m.Part != p.ID || !m.State.Runs() || m.State == Due {
			continue
		}
		m.Due = p.Due()
		if m.State == Agreed {
			m.lease(now, true)
		}
		if err := tx.SaveCommitment(m); err != nil {
			return err
		}
		if err := stay(tx, m.Party, later(m.Due, m.Until)); err != nil {
			return err
		}
	}
	return nil
}

// mine fetches an open call that the viewer may edit; one that is hidden too, so
// that its author can mend what it was hidden for.
func (s *Spine) mine(tx Tx, v access.Viewer, call ID) (Call, error) {
	c, err := s.own(tx, v, call)
	if err == nil && !c.Stands() {
		err = fault.New("call.mine", fault.Stale, "call.is_closed")
	}
	return c, err
}

// own fetches a call that the viewer may edit: their own, or their group's under
// its mandate, which the rows are asked for again.
func (s *Spine) own(tx Tx, v access.Viewer, call ID) (Call, error) {
	c, err := seen(tx, v, call)
	if err == nil {
		err = s.acts(tx, v, c.Author, party.Intake)
	}
	if err == nil && (!access.Edit(v, c.Access()) || c.Kind == Action) { // an action is changed by its plan
		err = fault.New("call.own", fault.NotFound, "")
	}
	return c, err
}
