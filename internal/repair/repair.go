// Package repair is what two do when something went wrong between them: they
// talk first, then with somebody to help, until both can say yes to one text;
// and what a group does when it parts from a member.
//
// The law: only those who sit in it ever learn that it is there; nobody speaks
// for a side but that side; each may end it at any time without a reason; and
// whoever is removed reads why, and may ask once to look again.
package repair

import (
	"context"
	"slices"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
)

// ID names a repair.
type ID = id.Of[Repair]

// Repair is one of them.
type Repair struct {
	ID      ID
	Group   party.GroupID // of whoever began it
	Other   party.GroupID // the other group, when it is between groups; else 0
	State   State
	Moved   time.Time // the day on which somebody last did something
	Text    string    // what both sides would agree to
	Edition int       // counts its versions
	Follow  time.Time // the day to look back
	Ended   time.Time
	Seats   []Seat
}

// State is how far it has come.
type State string

const (
	Talking     State = "talking"     // the two of them
	Seeking     State = "seeking"     // looking for somebody to help
	Facilitated State = "facilitated" // somebody helps
	Agreed      State = "agreed"      // both said yes to the same text
	FollowedUp  State = "followed"    // both looked back
	Ended       State = "ended"
)

// Part is why somebody sits in it.
type Part string

const (
	Side        Part = "side"
	Support     Part = "support"     // beside one of the sides
	Facilitator Part = "facilitator" // helps them talk; both sides chose them
)

// Stands is how far somebody has come in.
type Stands string

const (
	Named Stands = "named" // by one side; the other has not said yes, and they know of nothing
	Asked Stands = "asked" // they may say yes or no
	In    Stands = "in"
)

// Went is how it went, in a side's eyes.
type Went string

const (
	Unsaid  Went = ""
	Well    Went = "well"
	NotWell Went = "not_well"
)

// Seat is one place in a repair. A group's seat without a face is taken by
// whoever speaks for the group.
type Seat struct {
	Part   Part
	Side   int // 1 began it, 2 was asked; of a facilitator: the side that named them
	Face   party.FaceID
	Group  party.GroupID
	Stands Stands
	Said   int // the edition that a side said yes to
	Went   Went
	Name   string // filled in when read; empty for someone who left
}

// Line is something that was written.
type Line struct {
	N      int64
	Face   party.FaceID
	Day    time.Time
	Shared bool // everybody who sits in it reads it, not the two sides alone
	Body   string
}

// Round is a time to sit together.
type Round struct {
	At    time.Time
	Place string
}

// Limits.
const (
	WordsMost  = 1000 // letters of one line
	TextMost   = 3000 // of the text that both agree to
	PlaceMost  = 120
	linesMost  = 400
	roundsMost = 20
	openMost   = 10 // repairs that one person began and that have not ended
	followMost = 180 * 24 * time.Hour
)

// Between reports whether it is between two groups.
func (r Repair) Between() bool { return r.Other != 0 }

// Over reports whether it has ended.
func (r Repair) Over() bool { return !r.Ended.IsZero() }

// seat is the place of a part on one side; Facilitator sits on neither.
func (r *Repair) seat(p Part, side int) *Seat {
	for i := range r.Seats {
		if s := &r.Seats[i]; s.Part == p && (p == Facilitator || s.Side == side) {
			return s
		}
	}
	return nil
}

// Helped reports whether somebody helps them talk now.
func (r Repair) Helped() bool {
	s := r.seat(Facilitator, 0)
	return s != nil && s.Stands == In
}

func (r *Repair) drop(p Part, side int) {
	r.Seats = slices.DeleteFunc(r.Seats, func(s Seat) bool { return s.Part == p && (p == Facilitator || s.Side == side) })
}

// Desk is where people repair.
type Desk struct {
	Store Store
	Clock when.Clock
	// TakeOut takes a face out of its group, in the transaction it is given:
	// what it promised is handed back.
	TakeOut func(context.Context, Tx, party.Face) error
}

func (d *Desk) today() time.Time { return d.Clock.Now().UTC().Truncate(24 * time.Hour) }

// once runs act unless the same face did it under the same page's key.
func (d *Desk) once(tx Tx, name string, by party.FaceID, key string, act func() (int64, error)) (int64, error) {
	ref, _, err := group.Once(tx, d.Clock.Now(), "repair."+name, by, key, act)
	return ref, err
}

func missing(op string) error { return fault.New(op, fault.NotFound, "") }

// found is where the viewer sits. To everybody else there is no such repair:
// to whoever was only named, and to whoever has left the group, as well.
func (d *Desk) found(tx Tx, v access.Viewer, which ID) (r Repair, me Seat, err error) {
	const op = "repair.found"
	r, there, err := tx.Repair(which)
	if err != nil || !there {
		return r, me, orMissing(op, err)
	}
	for _, s := range r.Seats {
		if s.Face == 0 || s.Stands == Named || !v.Is(party.OfFace(s.Face)) || !v.In(s.Group) {
			continue
		}
		m, in, err := tx.Member(s.Face)
		if err != nil || !in || m.Group != s.Group {
			return r, me, orMissing(op, err)
		}
		if r.Between() && s.Part == Side && !d.speaks(tx, v, s.Group, s.Face, &err) {
			if err == nil {
				err = fault.New(op, fault.NotYours, "repair.needs_speak")
			}
			return r, me, err
		}
		return r, s, nil
	}
	if me, err = d.empty(tx, v, r); err == nil && me.Part == "" {
		err = missing(op)
	}
	return r, me, err
}

func orMissing(op string, err error) error {
	if err != nil {
		return err
	}
	return missing(op)
}

// empty is the seat of a group that the viewer may take: they speak for it now,
// and nobody who does sits there.
func (d *Desk) empty(tx Tx, v access.Viewer, r Repair) (Seat, error) {
	for _, s := range r.Seats {
		if !r.Between() || s.Part != Side {
			continue
		}
		face, err := d.speaker(tx, v, s.Group)
		if err != nil {
			return Seat{}, err
		}
		if face == 0 {
			continue
		}
		if s.Face != 0 {
			if held, err := tx.Holds(s.Face, s.Group, party.Speak, d.Clock.Now()); err != nil || held {
				return Seat{}, err
			}
		}
		s.Face, s.Stands = face, Asked
		return s, nil
	}
	return Seat{}, nil
}

// speaker is the viewer's face in a group for which they speak, or none.
func (d *Desk) speaker(tx Tx, v access.Viewer, g party.GroupID) (party.FaceID, error) {
	for _, p := range v.Parties {
		if p.Kind != party.KindFace {
			continue
		}
		var err error
		if d.speaks(tx, v, g, party.FaceID(p.ID), &err) || err != nil {
			return party.FaceID(p.ID), err
		}
	}
	return 0, nil
}

// speaks asks the viewer and the rows: a mandate may have run out while a page
// was open.
func (d *Desk) speaks(tx Tx, v access.Viewer, g party.GroupID, f party.FaceID, err *error) (held bool) {
	if _, holds := v.Holds(g, party.Speak); !holds {
		return false
	}
	held, *err = tx.Holds(f, g, party.Speak, d.Clock.Now())
	return held && *err == nil
}

// tell tells everybody who sits in it but one that there is something new. Who
// was only named learns of nothing.
func (d *Desk) tell(tx Tx, r Repair, but party.FaceID, only func(Seat) bool) error {
	for _, s := range r.Seats {
		if s.Face == 0 || s.Face == but || s.Stands == Named || only != nil && !only(s) {
			continue
		}
		kind := notice.RepairMoved
		if s.Stands == Asked {
			kind = notice.RepairAsked
		}
		if err := d.tellOne(tx, s, r.ID, kind); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) tellOne(tx Tx, s Seat, which ID, kind notice.Kind) error {
	now := d.Clock.Now()
	return tx.Tell(notice.Notice{ID: id.New[notice.Notice](), To: party.OfFace(s.Face), Kind: kind,
		Call: int64(s.Group), Commitment: int64(which), Made: now, Due: now})
}

// act runs an act of somebody who sits in a repair that has not ended, and
// saves what it made of it.
func (d *Desk) act(ctx context.Context, op string, v access.Viewer, which ID, do func(Tx, *Repair, Seat) error) error {
	err := d.Store.Update(ctx, func(tx Tx) error {
		r, me, err := d.found(tx, v, which)
		if err != nil {
			return err
		}
		if r.Over() {
			return fault.New(op, fault.Gone, "repair.is_over")
		}
		if err := do(tx, &r, me); err != nil {
			return err
		}
		r.Moved = d.today()
		return tx.SaveRepair(r)
	})
	return fault.Wrap(op, err)
}

// sides is act for the two sides alone. To the others in it, it says so.
func (d *Desk) sides(ctx context.Context, op string, v access.Viewer, which ID, do func(Tx, *Repair, *Seat) error) error {
	return d.act(ctx, op, v, which, func(tx Tx, r *Repair, me Seat) error {
		if me.Part != Side || me.Stands != In {
			return fault.New(op, fault.NotYours, "repair.sides_alone")
		}
		return do(tx, r, r.seat(Side, me.Side))
	})
}
