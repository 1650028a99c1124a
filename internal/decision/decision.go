// Package decision is how a group decides: a proposal, a roll that is frozen
// when it opens, what each one on the roll says, and one outcome.
//
// The law: what a decision changes is carried as data from the moment it is
// proposed and takes effect in the transaction that closes it, or not at all;
// nobody speaks who is not on the roll, and nobody twice.
package decision

import (
	"context"
	"time"

	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
)

// Limits of what people write here, in letters.
const (
	TitleMost  = 120
	TextMost   = 6000
	TasksMost  = 1000
	ReasonMost = 1000
	PostMost   = 1000
	dataMost   = 48 << 10 // bytes: the longest agreements in any script, and their rules
)

// How long a decision waits, and for whom.
const (
	CalledFor  = 14 * 24 * time.Hour // for a second member, where nobody holds the mandate
	MandateFor = 7 * 24 * time.Hour  // what both then hold
	AgainFor   = 2 * 24 * time.Hour  // at least, after its text has changed
)

// ID names a decision.
type ID = id.Of[Decision]

// PostID names one thing that was said about it.
type PostID = id.Of[Post]

// State is where a decision stands.
type State string

const (
	Called State = "called" // waits for a second member
	Open   State = "open"   // those on the roll say what they think
	Closed State = "closed" // has an outcome
)

// Decision is one decision of one group.
type Decision struct {
	Draft
	ID      ID
	Group   party.GroupID
	By      party.FaceID // who proposed it
	State   State
	Version int // of its text; whoever says something says it to one version
	Secret  bool
	Quorum  int // per cent of the roll that must speak
	Made    time.Time
	Opened  time.Time
	Closes  time.Time // when it closes by itself; while it is called, when it is dropped
}

// Draft is what somebody proposes.
type Draft struct {
	Key    string // what the page carries, so that it may be sent twice
	Title  string // at most 120 letters
	Text   string // at most 6,000 letters
	Tasks  string // who does what then, a line each; at most 1,000 letters
	Method group.Method
	Review time.Time    // the day to look at it again, or zero
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
	Unsign     Change = "unsign"     // takes the group's name off one
	Status     Change = "status"     // rests, wakes or closes the group
	Removal    Change = "removal"    // parts from a member
	Mending    Change = "mending"    // takes back a removal, on appeal
	Pause      Change = "pause"      // pauses a member for a time
	Lift       Change = "lift"       // ends a pause before its time
)

// Effect is one change, as data of the room that carries it out.
type Effect struct {
	Change Change
	Data   []byte // JSON, at most 48 kB
}

// CarryOut makes one kind of change, inside the transaction tx that closes the
// decision; see store.Door.Within. A fault that is Stale, Invalid, Taken, Gone
// or NotFound says that the group has moved on since it was proposed: all that
// it wrote is undone, and the decision closes without it.
type CarryOut func(ctx context.Context, tx any, g party.GroupID, by ID, data []byte) error

// Stance is what one member says to a proposal.
type Stance string

const (
	Consent   Stance = "consent"
	Concern   Stance = "concern" // consents, and says what worries them
	Aside     Stance = "aside"   // stands aside
	Objection Stance = "objection"
)

// Stances are all of them, in the order that pages list them.
var Stances = []Stance{Consent, Concern, Aside, Objection}

// Post is a question, an answer or a concern, said before all.
type Post struct {
	ID       PostID
	Decision ID
	N        int64
	Face     party.FaceID
	Name     string // filled in when read; empty for someone who left
	Worry    bool   // a concern; otherwise a question or an answer
	Text     string
	Day      time.Time
	Taken    int // the version that took it up, or 0
}

// Reason is the words that somebody gave with what they said.
type Reason struct {
	Stance Stance
	Words  string
	Face   party.FaceID // while it is open and ballots are not secret
	Name   string       // likewise
}

// Counts is how often each thing was said.
type Counts struct{ Consent, Concern, Aside, Objection int }

// Spoken is how many have said something.
func (c Counts) Spoken() int { return c.Consent + c.Concern + c.Aside + c.Objection }

// Result is how a decision ended.
type Result string

const (
	Carried    Result = "carried"
	NotCarried Result = "not_carried"
	TooFew     Result = "too_few"   // not enough have spoken
	Felt       Result = "felt"      // a temperature, which decides nothing
	Moved      Result = "moved"     // it could not be carried out: the group has moved on
	Withdrawn  Result = "withdrawn" // by whoever proposed it
	Unjoined   Result = "unjoined"  // nobody else wanted to decide it
)

// Outcome is the record of a decision that has closed. It never changes.
type Outcome struct {
	Decision  ID
	Group     party.GroupID
	Title     string
	Result    Result
	Statement string
	Tasks     string
	Review    time.Time // the day, or zero
	Change    Change
	Method    group.Method
	Version   int
	Secret    bool
	Roll      int
	Quorum    int // per cent
	Counts
	Closed time.Time
}
