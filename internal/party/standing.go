package party

import (
	"slices"
	"time"

	"alongside/internal/id"
)

// CircleID and MandateID name a compartment of a group and a mandate in it.
type (
	CircleID  = id.Of[circle]
	MandateID = id.Of[mandate]
)

type (
	circle  struct{}
	mandate struct{}
)

// Scope is one thing that acts for a group. A mandate opens its own scope and
// no other.
type Scope string

const (
	Promise   Scope = "promise"   // promise as the group
	Sign      Scope = "sign"      // sign for the group
	Speak     Scope = "speak"     // speak publicly
	Intake    Scope = "intake"    // host an intake desk
	Newcomers Scope = "newcomers" // look after newcomers
	Reports   Scope = "reports"   // answer reports
	Carry     Scope = "carry"     // carry a call from another group
	Wire      Scope = "wire"      // post to the wire
	Decide    Scope = "decide"    // call a decision
	Plan      Scope = "plan"      // plan an action, and run it
	Live      Scope = "live"      // post word while it runs
	Confirm   Scope = "confirm"   // confirm a training, or who somebody is
	Verify    Scope = "verify"    // look into alerts
)

// Scopes are all of them, in the order that pages list them.
var Scopes = []Scope{Promise, Sign, Speak, Intake, Newcomers, Reports, Carry, Wire, Decide, Plan, Live, Confirm, Verify}

// Known reports whether s is one of Scopes.
func (s Scope) Known() bool { return slices.Contains(Scopes, s) }

// Mandate is a mandate that runs now, as its holder carries it.
type Mandate struct {
	ID    MandateID
	Group GroupID
	Scope Scope
	Until time.Time
}

// Standing is where one face stands in its group at this moment. Who is on
// trial or paused is not through, and then shares no circle and holds no
// mandate, whatever the rows say.
type Standing struct {
	Face     FaceID
	Group    GroupID
	In       bool // is a member; a face may be left without
	Through  bool
	Circles  []CircleID
	Mandates []Mandate
}
