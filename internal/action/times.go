package action

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/recur"
	"alongside/internal/when"
)

// Effect is what a new time does to the times there are: a page says it before
// it happens.
type Effect struct {
	recur.Changes
	Stays   []Occurrence // not in the new rhythm, but somebody said yes to it
	Asked   []recur.Doubt
	Bounded bool // the rhythm goes on after the last of them
}

// Plain reports whether nobody need be asked first: nothing that exists goes
// away or moves.
func (e Effect) Plain() bool { return len(e.Gone) == 0 && len(e.Changed) == 0 && len(e.Stays) == 0 }

// Placing is where and when, as its page sends it.
type Placing struct {
	Area  place.Area
	When  recur.Series
	Sure  string // the Sum of the Effect that the planner has read; empty: of none
	Words Words
}

// Words are what a plan's first page asked, to be changed later.
type Words struct{ Title, Body, Closest string }

// SetTime writes where and when. It is fault.Invalid in the field "sure", and
// nothing changed, where a time that exists would go or move and the planner has
// not said that they know: of this effect, for somebody may have joined since
// they read it. What somebody said yes to never goes: it stays beside the new
// rhythm.
func (d *Desk) SetTime(ctx context.Context, v access.Viewer, which call.ID, pl Placing) (e Effect, err error) {
	const op = "action.set_time"
	var f fault.Form
	tidy(&f, "place", &pl.Area.Name, call.NameMost, false)
	f.Check(pl.When.Start != 0, "day", "action.say_when")
	f.Check(pl.When.Minutes >= 1, "till", "ask.ends_before_start")
	if err := f.Err(op); err != nil {
		return e, err
	}
	if err := pl.When.Check(); err != nil {
		return e, err
	}
	err = d.change(ctx, op, v, which, func(tx Tx, c *call.Call, p *Plan, _ party.FaceID) error {
		var err error
		if e, err = d.effect(tx, c.ID, pl.When); err != nil {
			return err
		}
		var f fault.Form
		f.Check(len(e.Asked) == 0, "doubt", "action.clocks_change")
		f.Check(len(e.Added)+len(e.Changed)+len(e.Kept) > 0, "day", "ask.day_is_past")
		f.Check(e.Plain() || pl.Sure == e.Sum(), "sure", "action.say_sure")
		if err := f.Err(op); err != nil {
			return err
		}
		c.Area = pl.Area
		p.When = pl.When
		return d.retime(tx, c, p, e)
	})
	return e, err
}

// effect compares what is to be with what is. What is over is no part of it.
func (d *Desk) effect(tx Tx, c call.ID, s recur.Series) (e Effect, err error) {
	now := d.Clock.Now()
	all, err := tx.Occurrences(c, time.UnixMilli(0), timesAll)
	if err != nil {
		return e, err
	}
	var old []Occurrence
	past := map[when.Day]bool{} // a day has its time once
	for _, o := range all {
		if past[o.Was] = !o.Ends.After(now); !past[o.Was] {
			old = append(old, o)
		}
	}
	joined, err := tx.Joined(c)
	if err != nil {
		return e, err
	}
	comes := map[call.OccurrenceID]bool{}
	for _, o := range joined {
		comes[o] = true
	}
	plan := s.Occurrences()
	e.Asked, e.Bounded = plan.Asked, plan.Bounded
	byDay := map[when.Day]Occurrence{}
	for _, o := range old {
		byDay[o.Was] = o
	}
	var to []recur.Occurrence
	for _, o := range plan.List {
		if o.Ends.After(now) && !past[o.Was] {
			to = append(to, o)
		}
	}
	e.Changes = recur.Diff(timesOf(old), to)
	gone := e.Gone[:0]
	for _, o := range e.Gone {
		if had := byDay[o.Was]; comes[had.ID] {
			e.Stays = append(e.Stays, had)
		} else {
			gone = append(gone, o)
		}
	}
	e.Gone = gone
	return e, nil
}

func timesOf(all []Occurrence) (list []recur.Occurrence) {
	for _, o := range all {
		list = append(list, recur.Occurrence{Was: o.Was, Starts: o.Starts, Ends: o.Ends})
	}
	return list
}

// retime carries an effect out.
func (d *Desk) retime(tx Tx, c *call.Call, p *Plan, e Effect) error {
	now := d.Clock.Now()
	old, err := tx.Occurrences(c.ID, now, timesAll)
	if err != nil {
		return err
	}
	byDay := map[when.Day]Occurrence{}
	for _, o := range old {
		byDay[o.Was] = o
	}
	for _, o := range e.Gone {
		if err := tx.DropOccurrence(byDay[o.Was].ID); err != nil {
			return err
		}
	}
	for _, o := range e.Added {
		next := Occurrence{ID: call.OccurrenceID(id.New[Occurrence]()), Call: c.ID, Was: o.Was, Starts: o.Starts, Ends: o.Ends, Version: 1}
		next.plan(p.Homes, now)
		if err := tx.AddOccurrence(next); err != nil {
			return err
		}
	}
	for _, ch := range e.Changed {
		o := byDay[ch.New.Was]
		o.Starts, o.Ends = ch.New.Starts, ch.New.Ends
		if err := d.moved(tx, *c, *p, o); err != nil {
			return err
		}
	}
	return d.closing(tx, c)
}

// moved takes one time, and all who said yes to it, to its new hour.
func (d *Desk) moved(tx Tx, c call.Call, p Plan, o Occurrence) error {
	now := d.Clock.Now()
	o.Version++
	o.plan(p.Homes, now)
	if err := tx.SaveOccurrence(o); err != nil {
		return err
	}
	parts, err := tx.PartsAt(o.ID)
	for _, part := range parts {
		part.Starts, part.Ends = o.Starts, o.Ends
		if err == nil {
			err = tx.SavePart(part)
		}
	}
	if err != nil {
		return err
	}
	places, err := tx.PlacesAt(o.ID)
	if err != nil {
		return err
	}
	for _, pl := range places {
		m, err := tx.Commitment(pl.Commitment)
		if err != nil {
			return err
		}
		if !m.State.Runs() {
			continue
		}
		if err := d.Spine.Retime(tx, m, o.Starts); err != nil {
			return err
		}
		if !pl.HomeBy.IsZero() {
			pl.HomeBy = o.homeBy()
			if err := tx.SavePlace(pl); err != nil {
				return err
			}
		}
		if err := call.Tell(tx, m.Party, notice.PlanChanged, m, now); err != nil {
			return err
		}
	}
	return nil
}

// closing lets the call run until its last time, and half a day more for those
// who come home late.
func (d *Desk) closing(tx Tx, c *call.Call) error {
	all, err := tx.Occurrences(c.ID, d.Clock.Now(), timesAll)
	for _, o := range all {
		if last := o.Ends.Add(lateFor); last.After(c.Closes) || c.State == call.Drafted {
			c.Closes = last
		}
	}
	return err
}

const lateFor = 24 * time.Hour

// CallOff says that one time will not be. It stays in calendars as called off,
// and everybody who said yes is told.
func (d *Desk) CallOff(ctx context.Context, v access.Viewer, which call.ID, at call.OccurrenceID) error {
	const op = "action.call_off"
	return d.change(ctx, op, v, which, func(tx Tx, c *call.Call, p *Plan, _ party.FaceID) error {
		o, err := tx.Occurrence(at)
		if err == nil && o.Call != c.ID {
			err = fault.New(op, fault.NotFound, "")
		}
		if err != nil || o.Off {
			return err
		}
		if o.Over(d.Clock.Now()) {
			return fault.New(op, fault.Stale, "action.over")
		}
		if err := tx.SaveOccurrence(o.off()); err != nil {
			return err
		}
		places, err := tx.PlacesAt(o.ID)
		for _, pl := range places {
			if err == nil {
				err = d.Spine.CallOff(tx, pl.Commitment)
			}
		}
		return err
	})
}

// off is a time that will not be: all that is left is to forget.
func (o Occurrence) off() Occurrence {
	o.Off, o.Version = true, o.Version+1
	o.Step, o.Due = beforeForgetting, o.Ends.Add(when.LiveFor)
	return o
}

// timesAll is more than a rhythm has, also with those that stay beside it.
const timesAll = 2000

// MoveOne takes one time to another day and hour; the others keep the rhythm.
// Whoever comes is told. Where clocks show that hour never or twice it is
// fault.Invalid in the field "from".
func (d *Desk) MoveOne(ctx context.Context, v access.Viewer, which call.ID, at call.OccurrenceID, day when.Day, hour when.TimeOfDay) error {
	const op = "action.move_one"
	return d.change(ctx, op, v, which, func(tx Tx, c *call.Call, p *Plan, _ party.FaceID) error {
		o, err := tx.Occurrence(at)
		now := d.Clock.Now()
		switch {
		case err != nil:
			return err
		case o.Call != c.ID:
			return fault.New(op, fault.NotFound, "")
		case o.Off || o.Over(now):
			return fault.New(op, fault.Stale, "action.over")
		}
		starts, kind := when.Local(day, hour, p.When.Zone)
		var f fault.Form
		f.Check(kind == when.Once, "from", "action.clocks_change")
		f.Check(kind != when.Once || starts.After(now), "day", "ask.day_is_past")
		if err := f.Err(op); err != nil {
			return err
		}
		if p.When.Moved == nil {
			p.When.Moved = map[when.Day]recur.Move{}
		}
		p.When.Moved[o.Was] = recur.Move{Day: day, At: hour}
		o.Ends = starts.Add(o.Ends.Sub(o.Starts))
		o.Starts = starts
		if err := d.moved(tx, *c, *p, o); err != nil {
			return err
		}
		return d.closing(tx, c)
	})
}
