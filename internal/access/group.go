package access

import (
	"slices"

	"alongside/internal/party"
)

// Group is what matters about a group for the question who may see it.
type Group struct {
	ID     party.GroupID
	Public bool // on the board: its import is finished, and the host has not barred it
	Barred bool // hidden, refused or removed by the host
}

// SeeGroup reports whether the viewer may read what a group says of itself.
// The host may look again at what a host has barred, to lift the bar.
func SeeGroup(v Viewer, g Group) bool {
	return g.Public || v.In(g.ID) || v.Host && g.Barred
}

// Belong reports whether the viewer may read what is only for members, and
// change what members change. Being host does not help.
func Belong(v Viewer, g Group) bool { return v.In(g.ID) }

// Invite reports whether the viewer may bring people into a group: whoever is
// past their trial. Nobody brings anybody into a group that the host has barred.
func Invite(v Viewer, g Group) bool { return g.Public && v.In(g.ID) && v.Trusted(g.ID) }

// Host reports whether the viewer may refuse, hide and remove, under a mandate
// to look after the board. It opens nothing else.
func Host(v Viewer) bool { return v.Host }

// GroupScope is what SeeGroup means for a list.
type GroupScope struct {
	Own    []party.GroupID // in it even when barred
	Barred bool            // all that are barred are in it
}

// Groups is the scope of the groups that the viewer may find in lists.
func Groups(v Viewer) GroupScope { return GroupScope{Own: v.Groups, Barred: v.Host} }

// Has reports whether a group is in the scope.
func (s GroupScope) Has(g Group) bool {
	return g.Public || g.ID != 0 && slices.Contains(s.Own, g.ID) || s.Barred && g.Barred
}
