package access

import (
	"slices"

	"alongside/internal/party"
)

// Call is what matters about a call for the question who may see it.
type Call struct {
	Author party.Ref
	Group  party.GroupID
	Circle party.CircleID // whose people alone read it, whatever else is said; 0: none
	Public bool           // its audience is the board, not a group
	Shown  bool           // open or closed; not waiting to be sorted, not hidden
	Hidden bool           // by the host or its own group, until it is shown again
}

// See reports whether the viewer may read a call. Its author always may: they
// wrote it, and can take it back even while they are paused. So may whoever
// hosts the desk of the group that is its author. What is hidden is gone for
// everybody else; the few to whom it still opens the spine knows.
func See(v Viewer, c Call) bool {
	switch {
	case Edit(v, c):
		return true
	case c.Hidden:
		return false
	case c.Circle != 0:
		return c.Shown && inCircle(v.Circles, v.Through, c)
	case !c.Shown:
		return v.Trusted(c.Group)
	case c.Public:
		return true
	default:
		return v.In(c.Group)
	}
}

// inCircle reports whether a circle's call is for somebody in these circles who
// is past their trial in these groups. Being in the group is not enough, and
// neither is a circle of a group they have left.
func inCircle(circles []party.CircleID, through []party.GroupID, c Call) bool {
	return c.Circle != 0 && c.Group != 0 && slices.Contains(circles, c.Circle) && slices.Contains(through, c.Group)
}

// Edit reports whether the viewer may change a call's ask: only its author.
// Nobody else, the host and the group included, edits what somebody asks for.
// Where the author is a group, whoever holds its mandate to host an intake desk
// does it in the group's name.
func Edit(v Viewer, c Call) bool { return v.Is(c.Author) || Desk(v, c) }

// Desk reports whether the viewer hosts the desk of the group that is a call's
// author. To promise for a group is another mandate, and asks for nothing.
func Desk(v Viewer, c Call) bool {
	if c.Author.Kind != party.KindGroup || c.Circle != 0 {
		return false
	}
	_, holds := v.Holds(party.GroupID(c.Author.ID), party.Intake)
	return holds
}

// Sort reports whether the viewer may put a call from the tray onto the board.
// What is for a circle never waits there, and what is hidden does not.
func Sort(v Viewer, c Call) bool {
	return c.Circle == 0 && v.Trusted(c.Group) && !c.Shown && !c.Hidden
}

// Would reports whether the viewer could read a call if it were not hidden.
func Would(v Viewer, c Call) bool {
	c.Hidden, c.Shown = false, true
	return See(v, c)
}

// Answer reports whether the viewer may answer a call's parts: whoever sees it
// and did not make it.
func Answer(v Viewer, c Call) bool { return c.Shown && See(v, c) && !v.Is(c.Author) }

// Detail reports whether the viewer may read how to reach the other side:
// only the two sides, and only while a promise runs between them; and never
// before Known.
func Detail(v Viewer, c Call, answerer party.Ref, runs bool) bool {
	return runs && (Edit(v, c) || v.Is(answerer)) && Known(v, c)
}

// Known reports whether the group knows the viewer well enough for the details
// of its own calls: not while they are on trial or paused. They can give their
// own, and be reached. What is on the board, anybody may answer. The details
// of a circle's call stay among those who are in it.
func Known(v Viewer, c Call) bool {
	if c.Circle != 0 {
		return inCircle(v.Circles, v.Through, c)
	}
	return c.Public || c.Group == 0 || !v.In(c.Group) || v.Trusted(c.Group)
}

// Scope is what See means for a list.
type Scope struct {
	Groups  []party.GroupID  // whose own calls are in it, beside the board's
	Circles []party.CircleID // whose calls are in it, where their group is one of Through
	Through []party.GroupID
}

// Calls is the scope of the calls that the viewer may find in lists. Calls
// that are not shown are in no list but their own tray.
func Calls(v Viewer) Scope { return Scope{Groups: v.Groups, Circles: v.Circles, Through: v.Through} }

// Has reports whether a call is in the scope.
func (s Scope) Has(c Call) bool {
	switch {
	case !c.Shown:
		return false
	case c.Circle != 0:
		return inCircle(s.Circles, s.Through, c)
	}
	return c.Public || c.Group != 0 && slices.Contains(s.Groups, c.Group)
}
