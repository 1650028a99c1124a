package access

import (
	"testing"

	"alongside/internal/party"
)

func TestWhoSeesAGroupFindsItInListsAndNobodyElseDoes(t *testing.T) {
	viewers := []Viewer{{}, {Groups: []party.GroupID{1}}, {Groups: []party.GroupID{2}}, {Host: true}, {Host: true, Groups: []party.GroupID{1}}, {Groups: []party.GroupID{0}}}
	groups := []Group{{}, {ID: 1}, {ID: 1, Public: true}, {ID: 1, Barred: true}, {ID: 2, Public: true}, {ID: 2, Barred: true}}
	for _, v := range viewers {
		for _, g := range groups {
			if see, has := SeeGroup(v, g), Groups(v).Has(g); see != has {
				t.Errorf("%+v, %+v: sees %v, finds %v", v, g, see, has)
			}
		}
	}
}

func TestBeingHostOpensNothingInsideAGroup(t *testing.T) {
	host, member := Viewer{Host: true}, Viewer{Groups: []party.GroupID{1}, Through: []party.GroupID{1}}
	open, barred := Group{ID: 1, Public: true}, Group{ID: 1, Barred: true}
	for _, c := range []struct {
		name string
		got  bool
		want bool
	}{
		{"a host inside", Belong(host, open), false},
		{"a host inside a barred group", Belong(host, barred), false},
		{"a host inviting", Invite(host, open), false},
		{"a host looking at a barred group", SeeGroup(host, barred), true},
		{"a stranger looking at a barred group", SeeGroup(Viewer{}, barred), false},
		{"a member inside", Belong(member, open), true},
		{"a member inside a barred group", Belong(member, barred), true},
		{"a member inviting", Invite(member, open), true},
		{"a member inviting into a barred group", Invite(member, barred), false},
		{"a member on trial inviting", Invite(Viewer{Groups: []party.GroupID{1}}, open), false},
		{"a member of another group inside", Belong(Viewer{Groups: []party.GroupID{2}}, open), false},
		{"a member acting as host", Host(member), false},
		{"anybody in no group", Belong(Viewer{Groups: []party.GroupID{0}}, Group{}), false},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v", c.name, c.got)
		}
	}
}
