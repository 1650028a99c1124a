// Package call is the spine: a call, its parts, the commitments that answer
// them, and how they are kept.
//
// The law: a part never holds more than its quantity; silence releases; nobody
// is assigned, and only the two sides say whether it was kept.
package call

import (
	"time"

	"alongside/internal/access"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/place"
)

// The ids of the nouns. A call's is short, because people type it from paper.
type (
	ID           = id.Of[Call]
	PartID       = id.Of[Part]
	CommitmentID = id.Of[Commitment]
	BundleID     = id.Of[bundle]
	RoleID       = id.Of[role]
	OccurrenceID = id.Of[occurrence]
)

type (
	bundle     struct{}
	role       struct{}
	occurrence struct{}
)

// Kind is what a call is about.
type Kind string

const (
	Aid     Kind = "aid"
	Knowhow Kind = "knowhow"
	Action  Kind = "action" // people turn up together; its plan is the room action's
)

// Kinds are the kinds that calls can have today.
var Kinds = []Kind{Aid, Knowhow, Action}

// Sides are both sides that a call can be on.
var Sides = []Side{Ask, Offer}

// Side is which half of the ring the caller stands on.
type Side string

const (
	Ask   Side = "ask"
	Offer Side = "offer"
)

// Urgency is the caller's own word for how soon.
type Urgency string

const (
	Today    Urgency = "today"
	ThisWeek Urgency = "week"
	Whenever Urgency = "whenever"
)

// Urgencies in the order a form lists them.
var Urgencies = []Urgency{Today, ThisWeek, Whenever}

// Audience is who may read a call.
type Audience string

const (
	OnBoard  Audience = "board"
	InGroup  Audience = "group"
	InCircle Audience = "circle" // of the call's Circle
)

// Rule says when an offered commitment is agreed.
type Rule string

const (
	FirstCome   Rule = "first"
	AskerAgrees Rule = "asker"
)

// State of a call.
type State string

const (
	Staged  State = "staged"  // part of an import that is not finished
	ToSort  State = "tosort"  // came with a sheet and is neither ask nor offer yet
	Waiting State = "waiting" // a stranger posted it through a group whose members look first
	Drafted State = "draft"   // an action that a group is still planning
	Open    State = "open"
	Closed  State = "closed"
	Hidden  State = "hidden" // by the host, with a reason in the public log, or by its group, with one in the group's
)

// Reason is why a call is closed. None of them is a failure.
type Reason string

const (
	Answered       Reason = "answered"
	DoneByOthers   Reason = "done_by_others"
	NoLongerWanted Reason = "no_longer_wanted"
	Expired        Reason = "expired"
	Withdrawn      Reason = "withdrawn"
	DuplicateOf    Reason = "duplicate"
	NotForBoard    Reason = "not_for_this_board"
	SentOn         Reason = "sent_on"
)

// Reasons in the order a form lists those a caller can choose.
var Reasons = []Reason{Answered, DoneByOthers, NoLongerWanted, Withdrawn, DuplicateOf, NotForBoard, SentOn, Expired}

// Call is someone's ask or offer, in their own words.
type Call struct {
	ID       ID
	Kind     Kind
	Side     Side
	Title    string // at most 80 letters
	Body     string // at most 2,000 letters
	Language string // of the words above, a tag such as "ko"
	Area     place.Area
	Urgency  Urgency
	Closest  string // who is closest to it, in the caller's words, at most 120 letters
	Speaks   string // languages the caller speaks, tags separated by spaces
	Author   party.Ref
	Typist   party.Ref // who typed it in for the author; never shown
	Group    party.GroupID
	Audience Audience
	Circle   party.CircleID // whose people alone read it; 0: none
	Rule     Rule
	State    State
	Reason   Reason
	Other    ID // the call this one doubles, or was sent on as
	Opened   time.Time
	Closes   time.Time
	ClosedAt time.Time
	Parts    int      // how many parts it has
	Full     int      // how many of them hold their quantity
	Wanted   []string // the first few that do not
	Version  int64    // grows when its words, time or state change
	Bundle   BundleID
	Outside  []byte    // hash of its key in the sheet it came with
	Next     time.Time // when an action comes next; zero for everything else
}

// Words are what a call is found by.
func (c Call) Words() string { return c.Title + "\n" + c.Body + "\n" + c.Area.Name }

// Gate is as much of a call as says who may come to it: a crowd that comes at
// once waits for no more to be read.
type Gate struct {
	ID       ID
	Kind     Kind
	Author   party.Ref
	Group    party.GroupID
	Circle   party.CircleID
	Audience Audience
	State    State
}

// Gate is that of this call.
func (c Call) Gate() Gate {
	return Gate{c.ID, c.Kind, c.Author, c.Group, c.Circle, c.Audience, c.State}
}

// Access is what access wants to know about a call.
func (c Call) Access() access.Call { return c.Gate().Access() }

// Access is what access wants to know.
func (g Gate) Access() access.Call {
	return access.Call{Author: g.Author, Group: g.Group, Circle: g.Circle, Public: g.Audience == OnBoard,
		Shown: g.State == Open || g.State == Closed, Hidden: g.State == Hidden}
}

// Stands reports whether the call has not closed: it is open, or would be if
// nobody had hidden it.
func (c Call) Stands() bool { return c.State == Open || c.State == Hidden && c.ClosedAt.IsZero() }

// over reports whether it has closed, in sight or while it is hidden.
func (c Call) over() bool { return c.State == Closed || c.State == Hidden && !c.ClosedAt.IsZero() }

// Part is one thing wanted or given.
type Part struct {
	ID       PartID
	Call     ID
	Position int
	Title    string // at most 120 letters
	Quantity int64  // 0: as many as come
	Unit     string
	Starts   time.Time
	Ends     time.Time
	Taken    int64 // how much of the quantity commitments hold now

	Role       RoleID       // at an action: what is done,
	Occurrence OccurrenceID // and at which of its times
	Asks       bool         // somebody confirms who comes
}

// IsFull reports whether nobody more can answer.
func (p Part) IsFull() bool { return p.Quantity > 0 && p.Taken >= p.Quantity }

// Left is how much can still be taken, 0 when full; at most 99 when unlimited.
func (p Part) Left() int64 {
	if p.Quantity == 0 {
		return 99
	}
	return max(0, p.Quantity-p.Taken)
}

// Due is when a part's promise should have happened; zero when it has no time.
func (p Part) Due() time.Time {
	if !p.Ends.IsZero() {
		return p.Ends
	}
	return p.Starts
}

// Commitment is one party's answer to one part.
type Commitment struct {
	ID       CommitmentID
	Part     PartID
	Call     ID
	Party    party.Ref
	Quantity int64
	State    Stage
	Made     time.Time
	Changed  time.Time
	Due      time.Time
	Nudge    time.Time // when to ask "still fine?"
	Until    time.Time // when silence ends the present stage
	Before   CommitmentID
	Key      []byte // hash of what its page carried; empty when it carried nothing
}

// Voice is which side of a promise speaks.
type Voice string

const (
	Caller   Voice = "caller"
	Answerer Voice = "answerer"
)

// Word is what one side said about one promise.
type Word struct {
	Voice Voice
	Kept  bool
	At    time.Time
}

// Detail is what only the two sides of a promise read.
type Detail struct {
	Call       ID
	Commitment CommitmentID // 0: the caller's own
	Reach      string       // how to reach me, at most 200 letters
	Spot       string       // the exact place, at most 200 letters
	Until      time.Time    // erased then; zero while a promise runs
}

// Entry is one line of the record.
type Entry struct {
	ID       id.Of[Entry]
	Call     ID
	Part     PartID
	Kind     Kind
	Side     Side
	Title    string
	Area     string
	Group    party.GroupID
	Audience Audience
	Asked    time.Time // the day
	Kept     time.Time // the day
	Lesson   string    // what to tell the next group, at most 500 letters
	Language string
}
