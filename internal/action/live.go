package action

import (
	"context"
	"slices"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// Phrase is a ready sentence that every language has.
type Phrase string

// Phrases in the order of a form.
var Phrases = []Phrase{"set_off", "arrived", "wait", "route", "calm", "way_out", "leave", "medic", "over"}

// Post is word for those at an action.
type Post struct {
	Key        call.Key
	Occurrence call.OccurrenceID
	Risk       Risk // 0: for all
	Phrase     Phrase
	Words      string
	Language   string
	At         time.Time // when it was written, where it waited without signal; zero: now
}

// lateMost is how old word may be that waited on a phone without signal.
const lateMost = 6 * time.Hour

// Post files word, under a mandate that is asked for again in the same
// transaction. Sent twice, it stands once; what waited keeps its time.
func (d *Desk) Post(ctx context.Context, v access.Viewer, which call.ID, p Post) error {
	const op = "action.post"
	var f fault.Form
	tidy(&f, "words", &p.Words, UpdateMost, true)
	f.Check(p.Words != "" || slices.Contains(Phrases, p.Phrase), "words", "action.say_update")
	if err := f.Err(op); err != nil {
		return err
	}
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		c, err := tx.Call(which)
		if err == nil && (c.Kind != call.Action || !access.See(v, c.Access())) {
			err = fault.New(op, fault.NotFound, "")
		}
		if err == nil {
			err = d.mayPost(tx, v, c)
		}
		if err != nil {
			return err
		}
		done := p.Key.Hash("live")
		if _, was, err := tx.Done(done); err != nil || was {
			return err
		}
		o, err := tx.Occurrence(p.Occurrence)
		now := d.Clock.Now()
		if err == nil && (o.Call != c.ID || !o.On(now)) {
			err = fault.New(op, fault.Stale, "action.not_on")
		}
		if err != nil {
			return err
		}
		u := Update{ID: id.New[Update](), Call: c.ID, Occurrence: o.ID, Phrase: p.Phrase, Words: p.Words, Language: p.Language, Said: said(p.At, now), Sent: now}
		if p.Words != "" {
			u.Phrase = ""
		}
		if u.Level, err = d.levelAt(tx, c.ID, p.Risk); err != nil {
			return err
		}
		if err := tx.AddUpdate(u); err != nil {
			return err
		}
		return tx.SetDone(done, int64(u.ID), now)
	}))
}

// said is when word was written: never in the future, and no older than phones
// wait.
func said(at, now time.Time) time.Time {
	if at.IsZero() || at.After(now) || now.Sub(at) > lateMost {
		return now
	}
	return at
}

func (d *Desk) levelAt(tx Tx, c call.ID, risk Risk) (LevelID, error) {
	if risk == 0 {
		return 0, nil
	}
	levels, err := tx.Levels(c)
	for _, l := range levels {
		if l.Risk == risk {
			return l.ID, err
		}
	}
	if err == nil {
		err = fault.New("action.level", fault.NotFound, "")
	}
	return 0, err
}

// mayPost is nil for whoever holds the mandate to post, or to plan, in one of
// the groups that run the action.
func (d *Desk) mayPost(tx Tx, v access.Viewer, c call.Call) error {
	groups, err := d.running(tx, c)
	if err != nil {
		return err
	}
	refused := fault.New("action.may_post", fault.NotFound, "")
	for _, g := range groups {
		for _, as := range []party.Scope{party.Live, party.Plan} {
			_, _, err := d.Spine.Under(tx, v, g, as)
			if err == nil {
				return nil
			}
			if !fault.Is(err, fault.NotYours) && !fault.Is(err, fault.NotFound) {
				return err
			}
			if fault.Is(err, fault.NotYours) && as == party.Live {
				refused = fault.New("action.may_post", fault.NotYours, "action.needs_live")
			}
		}
	}
	return refused
}

// running are the groups that run an action: its author, and those that said
// yes to plan it together.
func (d *Desk) running(tx Tx, c call.Call) ([]party.GroupID, error) {
	groups := []party.GroupID{party.GroupID(c.Author.ID)}
	all, err := tx.Together(c.ID)
	for _, t := range all {
		if t.Yes {
			groups = append(groups, t.Group)
		}
	}
	return groups, err
}

// StandDown ends a time: nobody is expected any more, word says so, and what is
// kept of who was there begins to run out.
func (d *Desk) StandDown(ctx context.Context, v access.Viewer, which call.ID, at call.OccurrenceID) error {
	const op = "action.stand_down"
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		c, err := tx.Call(which)
		if err == nil && (c.Kind != call.Action || !access.See(v, c.Access())) {
			err = fault.New(op, fault.NotFound, "")
		}
		if err == nil {
			err = d.mayPost(tx, v, c)
		}
		if err != nil {
			return err
		}
		o, err := tx.Occurrence(at)
		now := d.Clock.Now()
		switch {
		case err != nil:
			return err
		case o.Call != c.ID || o.Off || now.Before(o.Starts):
			return fault.New(op, fault.Stale, "action.not_on")
		case !o.Ended.IsZero():
			return nil
		}
		return d.end(tx, c, o, now)
	}))
}

// end writes that a time is over, and since when, and thanks everybody without a
// name. What is kept of who was there runs out from then on.
func (d *Desk) end(tx Tx, c call.Call, o Occurrence, since time.Time) error {
	now := d.Clock.Now()
	o.Ended = since
	if err := tx.AddUpdate(Update{ID: id.New[Update](), Call: c.ID, Occurrence: o.ID, Phrase: "over", Said: now, Sent: now}); err != nil {
		return err
	}
	if err := d.Spine.WasThere(tx, c); err != nil {
		return err
	}
	o.next(now)
	return tx.SaveOccurrence(o)
}

// Learned writes into the record what those who ran an action would tell the
// next group, once one of its times is over.
func (d *Desk) Learned(ctx context.Context, v access.Viewer, which call.ID, lesson, language string) error {
	const op = "action.learned"
	var f fault.Form
	tidy(&f, "lesson", &lesson, lessonMost, true)
	if err := f.Err(op); err != nil {
		return err
	}
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		c, err := tx.Call(which)
		if err == nil && (c.Kind != call.Action || !access.See(v, c.Access())) {
			err = fault.New(op, fault.NotFound, "")
		}
		if err == nil {
			err = d.mayPost(tx, v, c)
		}
		if err != nil {
			return err
		}
		e, there, err := tx.Entry(which)
		if err == nil && !there {
			err = fault.New(op, fault.Stale, "action.not_over")
		}
		if err != nil {
			return err
		}
		e.Lesson, e.Language = lesson, language
		return tx.SaveEntry(e)
	}))
}

const lessonMost = 500 // letters
