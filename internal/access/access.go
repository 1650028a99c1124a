// Package access is who may see and do what. It is pure: it looks at plain
// facts and answers.
//
// The law: what is not plainly allowed is refused, and a list never shows what
// a single look would not.
package access

import (
	"slices"

	"alongside/internal/party"
)

// Viewer is whoever asks: all the parties they may act as at this moment. The
// zero Viewer is a stranger.
type Viewer struct {
	Parties []party.Ref
	Groups  []party.GroupID // that one of the parties is a member of
	Host    bool            // looks after this board, under a mandate

	// Of Groups, those in which they are past their trial and not paused; and
	// what that opens to them.
	Through  []party.GroupID
	Circles  []party.CircleID
	Mandates []party.Mandate
}

// Of is the viewer that an account is, by where its faces stand. A face on the
// board itself stands in group zero and opens nothing.
func Of(stands []party.Standing, host bool) Viewer {
	v := Viewer{Host: host}
	for _, s := range stands {
		v.Parties = append(v.Parties, party.OfFace(s.Face))
		if s.Group == 0 || !s.In {
			continue
		}
		v.Groups = append(v.Groups, s.Group)
		if !s.Through {
			continue
		}
		v.Through = append(v.Through, s.Group)
		v.Circles = append(v.Circles, s.Circles...)
		v.Mandates = append(v.Mandates, s.Mandates...)
	}
	return v
}

// Guest is somebody who came by a private link or code.
func Guest(g party.GuestID) Viewer { return Viewer{Parties: []party.Ref{party.OfGuest(g)}} }

// Is reports whether the viewer acts as this party.
func (v Viewer) Is(r party.Ref) bool { return !r.Nobody() && slices.Contains(v.Parties, r) }

// In reports whether the viewer is a member of this group.
func (v Viewer) In(g party.GroupID) bool { return g != 0 && slices.Contains(v.Groups, g) }

// Trusted reports whether the viewer is a member of this group who is past
// their trial and not paused.
func (v Viewer) Trusted(g party.GroupID) bool { return g != 0 && slices.Contains(v.Through, g) }

// Shares reports whether the viewer is in this circle.
func (v Viewer) Shares(c party.CircleID) bool { return c != 0 && slices.Contains(v.Circles, c) }

// Holds is the viewer's mandate in a group for one scope. One scope never
// stands in for another.
func (v Viewer) Holds(g party.GroupID, s party.Scope) (m party.Mandate, holds bool) {
	at := slices.IndexFunc(v.Mandates, func(m party.Mandate) bool { return m.Group == g && m.Scope == s && g != 0 })
	if at < 0 || !v.Trusted(g) {
		return m, false
	}
	return v.Mandates[at], true
}

// Call is what matters about a call for the question who may see it.
type Call struct {
	Author party.Ref
	Group  party.GroupID
	Public bool // its audience is the board, not a group
	Shown  bool // open or closed; not waiting to be sorted, not hidden
}

// See reports whether the viewer may read a call.
func See(v Viewer, c Call) bool {
	switch {
	case v.Is(c.Author):
		return true
	case !c.Shown:
		return v.Trusted(c.Group)
	case c.Public:
		return true
	default:
		return v.In(c.Group)
	}
}

// Edit reports whether the viewer may change a call's ask: only its author.
// Nobody else, the host and the group included, edits what somebody asks for.
func Edit(v Viewer, c Call) bool { return v.Is(c.Author) }

// Sort reports whether the viewer may put a call from the tray onto the board.
func Sort(v Viewer, c Call) bool { return v.Trusted(c.Group) && !c.Shown }

// Answer reports whether the viewer may answer a call's parts: whoever sees it
// and did not make it.
func Answer(v Viewer, c Call) bool { return c.Shown && See(v, c) && !v.Is(c.Author) }

// Detail reports whether the viewer may read how to reach the other side:
// only the two sides, and only while a promise runs between them; and never
// before Known.
func Detail(v Viewer, c Call, answerer party.Ref, runs bool) bool {
	return runs && (v.Is(c.Author) || v.Is(answerer)) && Known(v, c)
}

// Known reports whether the group knows the viewer well enough for the details
// of its own calls: not while they are on trial or paused. They can give their
// own, and be reached. What is on the board, anybody may answer.
func Known(v Viewer, c Call) bool {
	return c.Public || c.Group == 0 || !v.In(c.Group) || v.Trusted(c.Group)
}

// Scope is what See means for a list.
type Scope struct {
	Groups []party.GroupID // whose own calls are in it, beside the board's
}

// Calls is the scope of the calls that the viewer may find in lists. Calls
// that are not shown are in no list but their own tray.
func Calls(v Viewer) Scope { return Scope{Groups: v.Groups} }

// Has reports whether a call is in the scope.
func (s Scope) Has(c Call) bool {
	return c.Shown && (c.Public || c.Group != 0 && slices.Contains(s.Groups, c.Group))
}
