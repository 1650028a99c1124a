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
