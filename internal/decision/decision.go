// Package decision is how a group decides: a proposal, a roll that is frozen
// when it opens, what each one on the roll says, and one outcome.
//
// The law: what a decision changes is carried as data from the moment it is
// proposed and takes effect in the transaction that closes it, or not at all;
// nobody speaks who is not on the roll, and nobody twice.
package decision

import (
	"context"

	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
)

// ID names a decision.
type ID = id.Of[Decision]

// Decision is one decision of one group.
type Decision struct {
	Draft
	ID    ID
	Group party.GroupID
}

// Draft is what somebody proposes.
type Draft struct {
	Key    string // what the page carries, so that it may be sent twice
	Title  string // at most 120 letters
	Text   string // at most 6,000 letters
	Method group.Method
	Effect Effect       // what it changes; its zero value changes nothing
	About  party.FaceID // the person it reviews, or 0
}

// Change names one kind of change that a decision can make.
type Change string

// The changes that decisions can make. Who carries each out is told in app.
const (
	Agreements Change = "agreements" // a new version of the agreements, with their rules
	Mandate    Change = "mandate"    // gives a mandate
	Recall     Change = "recall"     // ends a mandate at once
	Tie        Change = "tie"        // stands with another group
	Untie      Change = "untie"      // does not any more
	Sign       Change = "sign"       // signs a statement
	Status     Change = "status"     // rests, wakes or closes the group
	Removal    Change = "removal"    // parts from a member
	Mending    Change = "mending"    // takes back a removal, on appeal
)

// Effect is one change, as data of the room that carries it out.
type Effect struct {
	Change Change
	Data   []byte // JSON, at most 16 kB
}

// CarryOut makes one kind of change, inside the transaction tx that closes the
// decision; see store.Door.Within. A fault that is Stale says that the group
// has moved on since it was proposed: the decision then closes without it.
type CarryOut func(ctx context.Context, tx any, g party.GroupID, by ID, data []byte) error
