package decision

import (
	"context"
	"time"

	"alongside/internal/group"
	"alongside/internal/notice"
	"alongside/internal/party"
)

// Store keeps decisions. Both doors are all or nothing; see package db.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what this room needs inside one transaction. A look-up that finds
// nothing answers false, not an error.
type Tx interface {
	Hall
	Papers
	Roll
	Thread
	Signatures
}

// Hall is what it needs of the group's own rows.
type Hall interface {
	Group(party.GroupID) (group.Group, bool, error)
	Member(party.FaceID) (group.Member, bool, error)
	Agreements(g party.GroupID, version int) (group.Agreements, bool, error)
	Done(key []byte) (ref int64, done bool, err error)
	SetDone(key []byte, ref int64, at time.Time) error
	// CountThrough counts members past their trial and not paused, up to most.
	CountThrough(g party.GroupID, now time.Time, most int) (int, error)
	// HoldsNow reports whether the face holds a mandate that runs now.
	HoldsNow(g party.GroupID, f party.FaceID, s party.Scope, now time.Time) (bool, error)
	// AddWeek gives a mandate that no decision made to several.
	AddWeek(m party.Mandate, begins time.Time, holders ...party.FaceID) error
}

// Papers are decisions and their outcomes.
type Papers interface {
	AddDecision(Decision) error
	Decision(ID) (Decision, bool, error)
	SaveDecision(Decision) error
	// CloseDecision is false when it was closed already: of two who close one,
	// one is too late.
	CloseDecision(ID) (bool, error)
	CountOpen(g party.GroupID, most int) (int, error)
	Undecided(g party.GroupID, most int) ([]Decision, error) // called and open, soonest end first
	DueBy(now time.Time, most int) ([]ID, error)
	AddOutcome(Outcome) error
	Outcome(ID) (Outcome, bool, error)
	Outcomes(g party.GroupID, after Cursor, most int) ([]Outcome, error) // newest first
	// Unremind lets nobody be reminded of earlier outcomes of the same change.
	Unremind(g party.GroupID, c Change, but ID) error
	ReviewsBy(day time.Time, most int) ([]Outcome, error)
	SetReminded(ID) error
}

// Roll is who may speak, and what they have said. What was said in secret lies
// under a key of its own, with no face.
type Roll interface {
	// Freeze puts everybody on the roll who is through now; in a review of a
	// person not that person, nor whom they let in. It answers how many.
	Freeze(d ID, g party.GroupID, about party.FaceID, now time.Time) (int, error)
	OnRoll(ID, party.FaceID) (on, spoken bool, err error)
	SetSpoken(ID, party.FaceID) error
	AnyWaits(ID) (bool, error)  // somebody on the roll has not spoken
	AnySpoken(ID) (bool, error) // somebody has
	PutStance(ID, party.FaceID, Stance, string) error
	StanceOf(ID, party.FaceID) (s Stance, reason string, found bool, err error)
	AddBallot(d ID, hash []byte, s Stance, reason string) error
	SaveBallot(d ID, hash []byte, s Stance, reason string) (bool, error) // false when there is none
	Void(ID) error                                                       // nobody has said anything
	Tally(d ID, secret bool) (roll int, c Counts, err error)
	Reasons(d ID, secret bool, most int) ([]Reason, error)
	// LeaveRoll takes a face that leaves off the roll of what is open.
	LeaveRoll(party.FaceID) error
	// TellRoll tells everybody on the roll who is still in and does not rest.
	TellRoll(d ID, g party.GroupID, k notice.Kind, but party.FaceID, now time.Time) error
}

// Thread is what was said before all.
type Thread interface {
	AddPost(Post) error // gives it the next number
	Posts(d ID, most int) ([]Post, error)
	TakeUp(d ID, posts []PostID, version int) error
}

// Cursor is the last outcome of a page, after which the next begins.
type Cursor struct {
	Closed time.Time
	ID     ID
}
