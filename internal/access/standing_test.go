package access

import (
	"slices"
	"testing"

	"alongside/internal/party"
)

func TestWhereSomebodyStandsOpensOnlyWhatItSays(t *testing.T) {
	signs := party.Mandate{ID: 7, Group: 1, Scope: party.Sign}
	v := Of([]party.Standing{
		{Face: 10, Group: 0, In: true, Through: true},
		{Face: 11, Group: 1, In: true, Through: true, Circles: []party.CircleID{5}, Mandates: []party.Mandate{signs}},
		{Face: 12, Group: 2, In: true, Circles: []party.CircleID{6}, Mandates: []party.Mandate{{ID: 8, Group: 2, Scope: party.Sign}}},
		{Face: 13, Group: 3, Through: true},
	}, false)
	if len(v.Parties) != 4 || !slices.Equal(v.Groups, []party.GroupID{1, 2}) || !slices.Equal(v.Through, []party.GroupID{1}) {
		t.Errorf("stands as %+v", v)
	}
	if !v.Shares(5) || v.Shares(6) || v.Shares(0) {
		t.Error("a circle is shared with somebody on trial, or not with a member")
	}
	for _, c := range []struct {
		name  string
		g     party.GroupID
		scope party.Scope
		want  bool
	}{
		{"its own act", 1, party.Sign, true},
		{"another act", 1, party.Promise, false},
		{"another group", 3, party.Sign, false},
		{"a group in which its holder is on trial", 2, party.Sign, false},
		{"no group", 0, party.Sign, false},
	} {
		if _, got := v.Holds(c.g, c.scope); got != c.want {
			t.Errorf("a mandate to sign for %s: %v", c.name, got)
		}
	}
}
