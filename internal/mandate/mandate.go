// Package mandate is what a group lets some of its members do in its name:
// one task, until one day.
//
// The law: whatever acts for a group needs a mandate for just that; none lasts
// longer than a year or past the decision that ends it; nobody need do
// anything for it to end; and nobody takes one over who has not said yes.
package mandate

import (
	"context"
	"slices"
	"time"

	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
)

// Mandate is one task of a group, for a time.
type Mandate struct {
	ID       party.MandateID
	Group    party.GroupID
	Scope    party.Scope
	Words    string // what it is for, as the decision said
	Begins   time.Time
	Ends     time.Time
	Note     string // what whoever takes it over should know; for holders and shadows
	Decision int64  // that made it; 0: two members did, for a week
	Reminded bool
}

// Runs reports whether it is in force at that moment.
func (m Mandate) Runs(now time.Time) bool { return !now.Before(m.Begins) && now.Before(m.Ends) }

// Part is how somebody stands to a mandate.
type Part string

const (
	Holds   Part = "holds"   // acts under it
	Shadows Part = "shadows" // walks beside whoever does, and learns
	Asked   Part = "asked"   // is asked to take it over, and nothing else yet
)

// Holder is somebody who has to do with a mandate.
type Holder struct {
	Mandate party.MandateID
	Face    party.FaceID
	Name    string // theirs, filled in when read
	Part    Part
	Stead   party.FaceID // the holder whose place they are asked to take
}

// Limits of a mandate.
const (
	WordsMost   = 400  // letters
	NoteMost    = 2000 // letters
	DaysMost    = 365
	HoldersMost = 12
)

// RemindAhead is how long before its end the holders of a mandate are told.
const RemindAhead = 14 * 24 * time.Hour

// Store keeps mandates. Both doors are all or nothing; see package db.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what this room needs inside one transaction.
type Tx interface {
	group.Rows
	Members(g party.GroupID, after group.Member, most int) ([]group.Member, error) // by name, then face
	MemberNamed(g party.GroupID, name string) (group.Member, bool, error)
	AddMandate(Mandate) error
	Mandate(party.MandateID) (Mandate, bool, error)
	SaveMandate(Mandate) error                               // its end, its note, and whether it was told of
	MandatesOf(g party.GroupID, most int) ([]Mandate, error) // the last to end first
	MandatesIn(party.FaceID) ([]party.MandateID, error)      // in which somebody has a part
	Holders(party.MandateID) ([]Holder, error)               // by name, then face
	PutHolder(Holder) error
	// DropHolder is false when they were gone already: of two who take one
	// place, one is too late.
	DropHolder(party.MandateID, party.FaceID) (bool, error)
	EndingBefore(t time.Time, most int) ([]Mandate, error) // of which nobody has been told
	ForgetNotes(before time.Time) error                    // of mandates that ended then or sooner
	Tell(notice.Notice) error
}

// Desk is where mandates are given, handed over and laid down.
type Desk struct {
	Store Store
	Clock when.Clock
}

// Held is a mandate with those who have to do with it, as a member sees it.
type Held struct {
	Mandate
	Holders []Holder
	Me      Part         // the reader's own; empty for none
	Offer   party.FaceID // the holder who asks the reader to take their place
	Open    party.FaceID // whom the reader has asked, as its holder
	Now     bool         // it runs
}

// EndsSoon reports whether its holders have been told that it ends, and those
// who would like it to go on have to say so now.
func (h Held) EndsSoon(now time.Time) bool {
	return h.Runs(now) && h.Ends.Sub(now) <= RemindAhead && h.Ends.Sub(h.Begins) > RemindAhead
}

// Names are those who hold it.
func (h Held) Names() (all []string) {
	for _, x := range h.Holders {
		if x.Part == Holds {
			all = append(all, x.Name)
		}
	}
	return all
}

// Beside are those who shadow it.
func (h Held) Beside() (all []string) {
	for _, x := range h.Holders {
		if x.Part == Shadows {
			all = append(all, x.Name)
		}
	}
	return all
}

// mine is somebody's own part in a mandate, and everybody's.
func mine(tx Tx, m party.MandateID, f party.FaceID) (own Holder, all []Holder, err error) {
	all, err = tx.Holders(m)
	for _, h := range all {
		if h.Face == f {
			own = h
		}
	}
	return own, all, err
}

// tell files a notice about one mandate in the same transaction.
func (d *Desk) tell(tx Tx, to party.FaceID, kind notice.Kind, m Mandate) error {
	now := d.Clock.Now()
	return tx.Tell(notice.Notice{ID: id.New[notice.Notice](), To: party.OfFace(to), Kind: kind,
		Call: int64(m.Group), Commitment: int64(m.ID), Made: now, Due: now})
}

// HeldBy reports whether a face holds it.
func (h Held) HeldBy(f party.FaceID) bool {
	return slices.ContainsFunc(h.Holders, func(x Holder) bool { return x.Face == f && x.Part == Holds })
}
