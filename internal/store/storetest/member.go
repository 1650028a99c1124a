package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/account"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/place"
)

func theThirdMember(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	s.join(t, g, founder, "Min")
	if l := s.look(t, access.Viewer{}, g.Slug); l.Group.Status != group.Forming {
		t.Errorf("with two it is %s", l.Group.Status)
	}
	s.join(t, g, founder, "Ana")
	if l := s.look(t, access.Viewer{}, g.Slug); l.Group.Status != group.Active {
		t.Errorf("with three it is %s", l.Group.Status)
	}
}

func whoLeaves(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	who := s.join(t, g, founder, "Min")
	v := s.viewer(t, who)
	face := s.look(t, v, g.Slug).Me.Face
	var left []party.FaceID
	s.desk.Left = func(_ context.Context, _ group.Tx, f party.FaceID) error {
		left = append(left[:0], f)
		return nil
	}
	must(t, s.desk.Leave(bg, v, g.ID))
	if len(left) != 1 || left[0] != face {
		t.Errorf("told that %v left, want %v", left, face)
	}
	wants(t, fault.NotFound, s.desk.Leave(bg, v, g.ID)) // the page was still open
	must(t, s.Accounts().View(bg, func(tx account.Tx) error {
		f, found, err := tx.FaceBy(face)
		if !found || f != (party.Face{ID: face, Group: g.ID}) {
			t.Errorf("the face is %v", f)
		}
		return err
	}))
	if v := s.viewer(t, who); len(v.Groups) != 0 || len(v.Parties) != 0 {
		t.Errorf("still acting as %+v", v)
	}
	_, link, err := s.desk.Invite(bg, s.viewer(t, founder), g.ID, "")
	must(t, err)
	_, again, err := s.desk.Join(bg, who, group.Joining{Link: link, Read: 1, Name: "Min"})
	must(t, err)
	if again.ID == face {
		t.Error("whoever comes back is tied to who left")
	}
	_, door, err := s.desk.OpenDoor(bg, s.viewer(t, founder), g.ID, "")
	must(t, err)
	must(t, s.desk.Leave(bg, s.viewer(t, who), g.ID))
	must(t, s.desk.Leave(bg, s.viewer(t, founder), g.ID))
	if l := s.look(t, access.Viewer{}, g.Slug); l.Group.Status != group.Closed {
		t.Errorf("with nobody left it is %s", l.Group.Status)
	}
	_, err = s.desk.Invited(bg, door)
	wants(t, fault.Gone, err)
}

func aDeletedAccountIsNoMember(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	who := s.join(t, g, founder, "Min")
	v := s.viewer(t, who)
	accounts := s.Accounts()
	must(t, accounts.Update(bg, func(tx account.Tx) error {
		fs, err := tx.FacesOf(who)
		for _, f := range fs {
			if err == nil {
				err = s.desk.Forget(s.Groups().Within(tx), f)
			}
		}
		if err != nil {
			return err
		}
		return tx.DeleteAccount(who)
	}))
	_, _, err := s.desk.Members(bg, v, g.ID, group.Member{})
	wants(t, fault.NotFound, err)
	must(t, accounts.Update(bg, func(tx account.Tx) error { return tx.DeleteAccount(founder) })) // even when nobody asks the group
	must(t, s.Groups().View(bg, func(tx group.Tx) error {
		all, err := tx.Members(g.ID, group.Member{}, 10)
		if len(all) != 0 {
			t.Errorf("ghosts: %v", all)
		}
		return err
	}))
}

func membersAreForMembers(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	s.join(t, g, founder, "Min")
	_, other := s.found(t, "Elsewhere")
	forged := access.Viewer{Groups: []party.GroupID{g.ID}, Parties: s.viewer(t, other).Parties}
	early := access.Viewer{Parties: s.viewer(t, founder).Parties}
	for name, v := range map[string]access.Viewer{"a stranger": {}, "somebody looked up before they joined": early, "a host": {Host: true}, "a member of another group": s.viewer(t, other),
		"somebody whose face is of another group": forged} {
		_, _, err := s.desk.Members(bg, v, g.ID, group.Member{})
		_, err2 := s.desk.Log(bg, v, g.ID, 0)
		_, err3 := s.desk.Invitations(bg, v, g.ID)
		_, _, err4 := s.desk.OpenDoor(bg, v, g.ID, "")
		for i, err := range []error{err, err2, err3, err4,
			s.desk.Change(bg, v, g.ID, group.Settings{Version: g.Version, Card: g.Card}), s.desk.Rewrite(bg, v, g.ID, 1, "Mine now."),
			s.desk.Live(bg, v, g.ID, rest), s.desk.Live(bg, v, g.ID, group.Life{Do: group.DoWake}), s.desk.Live(bg, v, g.ID, group.Life{Do: group.DoClose}), s.desk.Leave(bg, v, g.ID), s.desk.ShutDoor(bg, v, g.ID),
			s.desk.AddArea(bg, v, g.ID, place.Area{Name: "x"}), s.desk.DropArea(bg, v, g.ID, 1), s.desk.Read(bg, v, g.ID, 1),
			s.desk.Revoke(bg, v, g.ID, 1)} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s, act %d: %v", name, i, err)
			}
		}
	}
	all, more, err := s.desk.Members(bg, s.viewer(t, founder), g.ID, group.Member{})
	must(t, err)
	if more || len(all) != 2 || all[0].Name != "Min" || all[1].Name != "Sol" || all[0].Read != 0 || !all[0].Since.IsZero() || all[1].Read != 1 {
		t.Errorf("members: %+v", all)
	}
}

func membersByPage(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	must(t, s.Groups().Update(bg, func(tx group.Tx) error {
		for i := range 105 {
			f := party.Face{ID: id.New[party.Face](), Account: party.AccountID(1000 + i), Group: g.ID, Name: fmt.Sprint("Min ", i%7)}
			if err := tx.PutFace(f); err != nil {
				return err
			}
			if err := tx.AddMember(group.Member{Face: f.ID, Group: g.ID, Since: day(0), Read: 1}); err != nil {
				return err
			}
		}
		return nil
	}))
	v := s.viewer(t, founder)
	first, more, err := s.desk.Members(bg, v, g.ID, group.Member{})
	must(t, err)
	second, last, err := s.desk.Members(bg, v, g.ID, first[len(first)-1])
	must(t, err)
	seen := map[party.FaceID]bool{}
	for _, m := range append(first, second...) {
		seen[m.Face] = true
	}
	if !more || last || len(first) != 60 || len(seen) != 106 {
		t.Errorf("%d and %d, %d different, more %v and %v", len(first), len(second), len(seen), more, last)
	}
}

func aMemberChangesThePage(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	other := s.join(t, g, founder, "Min")
	card := g.Card
	card.Name, card.Links, card.Topic, card.Meets = "Harbour Kitchen", []string{"https://a.example/", "b.example"}, "food", "Sundays"
	card.Area = place.Area{Name: "Harbour", Cell: place.CellAt(41.9, -87.6)}
	must(t, s.desk.Change(bg, s.viewer(t, other), g.ID, group.Settings{Version: g.Version, Card: card, Review: true}))
	l := s.look(t, access.Viewer{}, g.Slug)
	card.Links[1] = "https://b.example"
	if fmt.Sprint(l.Group.Card) != fmt.Sprint(card) || !l.Group.Review || l.Group.Slug != "kitchen" || l.Group.Version != g.Version+1 {
		t.Errorf("it says %+v", l.Group)
	}
	wants(t, fault.Stale, s.desk.Change(bg, s.viewer(t, founder), g.ID, group.Settings{Version: g.Version, Card: g.Card}))
	must(t, s.desk.Change(bg, s.viewer(t, founder), g.ID, group.Settings{Version: g.Version + 1, Card: card}))
	lines, err := s.desk.Log(bg, s.viewer(t, founder), g.ID, 0)
	must(t, err)
	var said []string
	for _, line := range lines {
		said = append(said, string(line.Act)+" by "+line.Name)
	}
	if fmt.Sprint(said) != "[review_off by Sol card by Min review_on by Min founded by Sol]" {
		t.Errorf("the log says %v", said)
	}
	for query, want := range map[string]int{"harbour": 1, "kitchen": 1, "food": 1, "sundays": 0} {
		if p, err := s.desk.List(bg, access.Viewer{}, group.Filter{Query: query}); err != nil || len(p.Groups) != want {
			t.Errorf("%q finds %d (%v)", query, len(p.Groups), err)
		}
	}
	must(t, s.desk.Change(bg, s.viewer(t, founder), g.ID, group.Settings{Version: g.Version + 2, Card: g.Card}))
	if p, err := s.desk.List(bg, access.Viewer{}, group.Filter{Query: "harbour"}); err != nil || len(p.Groups) != 0 {
		t.Errorf("the old name still finds it (%v)", err)
	}
}

func agreementsKeepVersions(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	other := s.join(t, g, founder, "Min")
	s.clock.Move(48 * time.Hour)
	must(t, s.desk.Rewrite(bg, s.viewer(t, founder), g.ID, 1, "We cook together."))
	wants(t, fault.Stale, s.desk.Rewrite(bg, s.viewer(t, other), g.ID, 1, "We cook apart."))
	wants(t, fault.Invalid, s.desk.Rewrite(bg, s.viewer(t, other), g.ID, 2, " \n "))
	l := s.look(t, s.viewer(t, other), g.Slug)
	if l.Agreements.Text != "We cook together." || l.Agreements.Version != 2 || !l.Agreements.Since.Equal(day(2)) || l.Me.Read != 1 {
		t.Errorf("in force is %+v, read %d", l.Agreements, l.Me.Read)
	}
	must(t, s.desk.Read(bg, s.viewer(t, other), g.ID, 3)) // there is no third
	must(t, s.desk.Read(bg, s.viewer(t, other), g.ID, 2))
	must(t, s.desk.Read(bg, s.viewer(t, other), g.ID, 1))
	if l := s.look(t, s.viewer(t, other), g.Slug); l.Me.Read != 2 {
		t.Errorf("they read version %d", l.Me.Read)
	}
	old, err := s.desk.Agreements(bg, access.Viewer{}, g.ID, 1)
	must(t, err)
	if old.Text != "We help each other." {
		t.Errorf("the first version is %+v", old)
	}
	_, err = s.desk.Agreements(bg, access.Viewer{}, g.ID, 3)
	wants(t, fault.NotFound, err)
}

func aGroupNamesPlaces(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	v := s.viewer(t, founder)
	fine := place.FineCellAt(41.9, -87.6)
	must(t, s.desk.AddArea(bg, v, g.ID, place.Area{Name: "The back yard", Cell: fine}))
	must(t, s.desk.AddArea(bg, v, g.ID, place.Area{Name: "Anywhere"}))
	wants(t, fault.Invalid, s.desk.AddArea(bg, v, g.ID, place.Area{Name: " The back  yard "}))
	wants(t, fault.Invalid, s.desk.AddArea(bg, v, g.ID, place.Area{}))
	areas := s.look(t, access.Viewer{}, g.Slug).Areas
	if len(areas) != 2 || areas[0].Name != "Anywhere" || areas[0].Cell != 0 || areas[1].Cell != fine {
		t.Fatalf("places: %+v", areas)
	}
	must(t, s.desk.DropArea(bg, v, g.ID, areas[1].ID))
	if areas := s.look(t, access.Viewer{}, g.Slug).Areas; len(areas) != 1 {
		t.Errorf("places: %+v", areas)
	}
}

// rest is for ten days.
var rest = group.Life{Do: group.DoRest, Until: "2026-05-17"}

func aRestingGroup(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	v := s.viewer(t, founder)
	_, link, err := s.desk.Invite(bg, v, g.ID, "")
	must(t, err)
	must(t, s.desk.Live(bg, v, g.ID, rest))
	must(t, s.desk.Live(bg, v, g.ID, rest))
	_, _, err = s.desk.Invite(bg, v, g.ID, "")
	wants(t, fault.Stale, err)
	_, err = s.desk.Invited(bg, link)
	wants(t, fault.Gone, err)
	must(t, s.desk.Live(bg, v, g.ID, group.Life{Do: group.DoWake}))
	if l := s.look(t, v, g.Slug); l.Group.Status != group.Forming {
		t.Errorf("it woke up as %s", l.Group.Status)
	}
	if _, err := s.desk.Invited(bg, link); err != nil {
		t.Errorf("after the rest the link is gone: %v", err)
	}
}
