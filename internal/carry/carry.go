// Package carry is a group that passes another group's call on, on its own
// page: a pointer to it, with the group's own words beside it.
//
// The law: what is carried is never copied and never changed by who carries
// it; only its steward edits it and says until when it may be used; and what
// changes there reaches every carrier.
package carry

import (
	"context"
	"slices"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/text"
	"alongside/internal/when"
)

// WordsMost is how many letters a carrier's own words have at most.
const WordsMost = 500

// Source is what a call's steward says to whoever carries it.
type Source struct {
	Call    call.ID
	UseBy   time.Time // not to be used after it; zero: the call's own end
	Changed time.Time // the day on which it last changed; zero: never since somebody carries it
}

// Carried is a call that a group carries.
type Carried struct {
	Group party.GroupID
	Call  call.Call
	Words string    // the group's own, beside it
	Since time.Time // the day
	Until time.Time // the end of the mandate under which it was taken up
	Source
	From, FromAt string // the group that the call came through, and its address; empty for none
}

// Usable reports whether the call may still be shown where it is carried.
func (c Carried) Usable(now time.Time) bool { return usable(c.Call, c.Source, now) }

func usable(c call.Call, s Source, now time.Time) bool {
	return c.State == call.Open && c.Audience == call.OnBoard && now.Before(end(c, s))
}

// End is when the call is not to be used any more.
func (c Carried) End() time.Time { return end(c.Call, c.Source) }

func end(c call.Call, s Source) time.Time {
	if s.UseBy.IsZero() || !c.Closes.IsZero() && c.Closes.Before(s.UseBy) {
		return c.Closes
	}
	return s.UseBy
}

// Store keeps what is carried. Both doors are all or nothing; see package db.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what this room needs inside one transaction.
type Tx interface {
	Call(call.ID) (call.Call, error)
	Source(call.ID) (Source, error) // the zero one when its steward said nothing
	SaveSource(Source) error
	// Put writes a group's pointer to a call, or its words anew.
	Put(Carried) error
	Drop(party.GroupID, call.ID) error
	One(party.GroupID, call.ID) (Carried, bool, error)
	By(g party.GroupID, most int) ([]Carried, error) // the newest first
	Carriers(call.ID) ([]party.GroupID, error)
	Awake(party.GroupID) (bool, error)
	group.Mandates
	Holders(g party.GroupID, s party.Scope, now time.Time) ([]party.FaceID, error)
	Tell(notice.Notice) error
}

// Desk is where groups take calls up and lay them down.
type Desk struct {
	Store Store
	Clock when.Clock
}

func (d *Desk) today() time.Time { return d.Clock.Now().UTC().Truncate(24 * time.Hour) }

// mandate is the one under which the viewer carries for a group, or hosts its
// desk.
func (d *Desk) mandate(tx Tx, v access.Viewer, g party.GroupID, as party.Scope) (party.Mandate, error) {
	m, _, err := group.Under(tx, v, g, as, d.Clock.Now())
	return m, err
}

// TakeUp lets a group carry a call that everybody can read, with words of its
// own beside it. Taken up again, the new words stand.
func (d *Desk) TakeUp(ctx context.Context, v access.Viewer, g party.GroupID, which call.ID, words string) error {
	const op = "carry.take_up"
	var f fault.Form
	clean, err := text.CleanLines(words, WordsMost)
	f.Check(err == nil, "words", "fault.too_long", "most", WordsMost)
	if err := f.Err(op); err != nil {
		return err
	}
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		m, err := d.mandate(tx, v, g, party.Carry)
		if err != nil {
			return err
		}
		c, err := tx.Call(which)
		if err == nil && (c.Audience != call.OnBoard || !access.See(v, c.Access())) {
			err = fault.New(op, fault.NotFound, "")
		}
		if err != nil {
			return err
		}
		s, err := tx.Source(which)
		if err != nil {
			return err
		}
		awake, err := tx.Awake(g)
		switch {
		case err != nil:
			return err
		case !awake:
			return fault.New(op, fault.Stale, "ask.group_rests")
		case c.Group == g || c.Author == party.OfGroup(g):
			return fault.New(op, fault.Stale, "carry.own")
		case !usable(c, s, d.Clock.Now()):
			return fault.New(op, fault.Stale, "carry.over")
		}
		return tx.Put(Carried{Group: g, Call: c, Words: clean, Since: d.today(), Until: m.Until})
	}))
}

// LayDown lets a group carry a call no longer.
func (d *Desk) LayDown(ctx context.Context, v access.Viewer, g party.GroupID, which call.ID) error {
	return fault.Wrap("carry.lay_down", d.Store.Update(ctx, func(tx Tx) error {
		if _, err := d.mandate(tx, v, g, party.Carry); err != nil {
			return err
		}
		return tx.Drop(g, which)
	}))
}

// UseBy lets a call's steward say until when others may carry it: nobody else.
// The zero time is the call's own end.
func (d *Desk) UseBy(ctx context.Context, v access.Viewer, which call.ID, until time.Time) error {
	const op = "carry.use_by"
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		c, err := tx.Call(which)
		if err == nil && !access.See(v, c.Access()) {
			err = fault.New(op, fault.NotFound, "")
		}
		if err == nil {
			err = call.Steward(tx, v, c, d.Clock.Now())
		}
		if err != nil {
			return err
		}
		s, err := tx.Source(which)
		if err != nil || s.UseBy.Equal(until) {
			return err
		}
		s.Call, s.UseBy = which, until
		if err := tx.SaveSource(s); err != nil {
			return err
		}
		return d.SourceChanged(tx, c)
	}))
}

// SourceChanged tells every carrier's holders that a call reads differently
// now, or has closed, inside the transaction that changes it.
func (d *Desk) SourceChanged(tx Tx, c call.Call) error {
	carriers, err := tx.Carriers(c.ID)
	if err != nil || len(carriers) == 0 {
		return err
	}
	s, err := tx.Source(c.ID)
	if err != nil {
		return err
	}
	s.Call, s.Changed = c.ID, d.today()
	if err := tx.SaveSource(s); err != nil {
		return err
	}
	now := d.Clock.Now()
	for _, g := range carriers {
		faces, err := tx.Holders(g, party.Carry, now)
		if err != nil {
			return err
		}
		for _, f := range faces {
			if err := tx.Tell(notice.Notice{ID: id.New[notice.Notice](), To: party.OfFace(f), Kind: notice.SourceChanged,
				Call: int64(g), Commitment: int64(c.ID), Made: now, Due: now}); err != nil {
				return err
			}
		}
	}
	return nil
}

// carriedMost bounds what one group carries on its page.
const carriedMost = 50

// Shown is what a group carries, for everybody: what may still be used.
func (d *Desk) Shown(ctx context.Context, g party.GroupID) (all []Carried, err error) {
	now := d.Clock.Now()
	err = d.Store.View(ctx, func(tx Tx) error {
		found, err := tx.By(g, carriedMost)
		all = nil
		for _, c := range found {
			if c.Usable(now) {
				all = append(all, c)
			}
		}
		return err
	})
	return all, fault.Wrap("carry.shown", err)
}

// All is what a group carries, with what is over: for its members.
func (d *Desk) All(ctx context.Context, v access.Viewer, g party.GroupID) (all []Carried, err error) {
	const op = "carry.all"
	if !v.In(g) {
		return nil, fault.New(op, fault.NotFound, "group.only_members")
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		all, err = tx.By(g, carriedMost)
		all = slices.DeleteFunc(all, func(c Carried) bool { return !access.See(v, c.Call.Access()) }) // it is hidden
		return err
	})
	return all, fault.Wrap(op, err)
}

// One is one call that a group carries: for its members.
func (d *Desk) One(ctx context.Context, v access.Viewer, g party.GroupID, which call.ID) (c Carried, err error) {
	const op = "carry.one"
	err = d.Store.View(ctx, func(tx Tx) error {
		var found bool
		c, found, err = tx.One(g, which)
		if err == nil && (!found || !v.In(g) || !access.See(v, c.Call.Access())) {
			err = fault.New(op, fault.NotFound, "")
		}
		return err
	})
	return c, fault.Wrap(op, err)
}

// SourceOf is what a call's steward said to whoever carries it.
func (d *Desk) SourceOf(ctx context.Context, which call.ID) (s Source, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		s, err = tx.Source(which)
		return err
	})
	return s, fault.Wrap("carry.source_of", err)
}

// GroupEnded lets go of all that a group carries, as it closes.
func (d *Desk) GroupEnded(tx Tx, g party.GroupID) error {
	all, err := tx.By(g, carriedMost)
	for len(all) > 0 && err == nil {
		for _, c := range all {
			if err := tx.Drop(g, c.Call.ID); err != nil {
				return err
			}
		}
		all, err = tx.By(g, carriedMost)
	}
	return err
}
