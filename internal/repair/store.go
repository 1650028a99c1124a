package repair

import (
	"context"
	"time"

	"alongside/internal/group"
	"alongside/internal/notice"
	"alongside/internal/party"
)

// Store keeps repairs. Both doors are all or nothing; see package db.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what this room needs inside one transaction. A look-up that finds
// nothing answers false, not an error.
type Tx interface {
	Talks
	Partings
	Circle
	Done(key []byte) (ref int64, done bool, err error)
	SetDone(key []byte, ref int64, at time.Time) error
}

// Talks are the repairs.
type Talks interface {
	SaveRepair(Repair) error                         // with its seats
	Repair(ID) (Repair, bool, error)                 // with its seats and their names
	SeatedIn(faces []party.FaceID) ([]ID, error)     // not those where a face is only named; newest first
	SeatsOf(groups []party.GroupID) ([]ID, error)    // open ones between groups, in which one of these is a side
	OpenBetween(a, b party.FaceID) (ID, bool, error) // of two people
	Begun(by party.FaceID) (int, error)              // how many that have not ended
	AddLine(ID, Line) error                          // gives it the next number
	Lines(which ID, sharedOnly bool) ([]Line, error) // the oldest first
	DropLines(ID, party.FaceID) error                // all that one face wrote
	SaveRound(ID, Round) error                       // one at each time
	Rounds(ID) ([]Round, error)                      // the soonest first
	Due(now time.Time, most int) ([]ID, error)       // agreed, with a day to look back that has come
	Quiet(since time.Time, most int) ([]ID, error)   // not moved since, and not waiting for a later day to look back
	EraseRepairs(endedBefore time.Time) error
	Blocked(by, whom party.FaceID) (bool, error)
	Tell(notice.Notice) error
}

// Circle is what it asks of groups.
type Circle interface {
	Group(party.GroupID) (group.Group, bool, error)
	GroupBySlug(string) (group.Group, bool, error)
	Member(party.FaceID) (group.Member, bool, error)
	Called(g party.GroupID, name string) (party.FaceID, bool, error) // the member of this name
	Holds(f party.FaceID, g party.GroupID, s party.Scope, now time.Time) (bool, error)
	Holders(g party.GroupID, s party.Scope, now time.Time) ([]party.FaceID, error)
}
