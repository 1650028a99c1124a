package access

import (
	"slices"
	"testing"

	"alongside/internal/party"
)

// The group 1 has the circles 5 and 6; the viewer of each name stands so.
func circleViewers() map[string]Viewer {
	face := func(f party.FaceID, s party.Standing) Viewer { s.Face = f; return Of([]party.Standing{s}, false) }
	in := []party.CircleID{5}
	forged := face(16, party.Standing{Group: 2, In: true, Through: true, Circles: in})
	return map[string]Viewer{
		"a stranger":              {},
		"a guest":                 Guest(3),
		"the host":                {Host: true},
		"the author":              face(10, party.Standing{Group: 1, In: true, Through: true, Circles: in}),
		"the author, paused":      face(10, party.Standing{Group: 1, In: true, Circles: in}),
		"in the circle":           face(11, party.Standing{Group: 1, In: true, Through: true, Circles: in}),
		"in another circle":       face(12, party.Standing{Group: 1, In: true, Through: true, Circles: []party.CircleID{6}}),
		"a member outside":        face(13, party.Standing{Group: 1, In: true, Through: true}),
		"on trial, with a row":    face(14, party.Standing{Group: 1, In: true, Circles: in}),
		"left, with a row":        face(15, party.Standing{Group: 1, Through: true, Circles: in}),
		"another group's":         forged,
		"on trial, with a forged": {Groups: []party.GroupID{1}, Circles: in},
		"host and member outside": {Host: true, Groups: []party.GroupID{1}, Through: []party.GroupID{1}},
	}
}

func TestACirclesCallIsReadByItsAuthorAndThoseInTheCircleAlone(t *testing.T) {
	reads := []string{"the author", "the author, paused", "in the circle"}
	for _, public := range []bool{false, true} { // with both said, the narrower holds
		c := Call{Author: party.OfFace(10), Group: 1, Circle: 5, Public: public, Shown: true}
		for name, v := range circleViewers() {
			if got, want := See(v, c), slices.Contains(reads, name); got != want {
				t.Errorf("%s, public %v: sees %v", name, public, got)
			}
			if got, want := Answer(v, c), name == "in the circle"; got != want {
				t.Errorf("%s, public %v: answers %v", name, public, got)
			}
			if got, want := Known(v, c), name == "in the circle" || name == "the author"; got != want {
				t.Errorf("%s, public %v: reads details %v", name, public, got)
			}
			if Sort(v, c) || Sort(v, Call{Author: c.Author, Group: 1, Circle: 5, Public: public}) {
				t.Errorf("%s sorts it", name)
			}
			if got := See(v, Call{Author: c.Author, Group: 1, Circle: 5, Public: public}); got != v.Is(c.Author) {
				t.Errorf("%s, public %v: sees it while it is not shown: %v", name, public, got)
			}
		}
	}
}

func TestListsHoldWhatASingleLookWouldShow(t *testing.T) {
	for name, v := range circleViewers() {
		for _, group := range []party.GroupID{0, 1, 2} {
			for _, circle := range []party.CircleID{0, 5, 6} {
				for _, public := range []bool{false, true} {
					for _, shown := range []bool{false, true} {
						c := Call{Author: party.OfFace(99), Group: group, Circle: circle, Public: public, Shown: shown}
						if has, sees := Calls(v).Has(c), See(v, c); has != (sees && shown) {
							t.Errorf("%s, %+v: lists %v, sees %v", name, c, has, sees)
						}
					}
				}
			}
		}
	}
}
