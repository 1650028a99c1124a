package storetest

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/account"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/store"
	"alongside/internal/when"
)

func groups(t *testing.T, open func(*testing.T) *store.Store) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, *street)
	}{
		{"AGroupIsFoundedOnceForEachPage", aGroupIsFoundedOnce},
		{"TwoGroupsOfOneNameHaveTwoAddresses", twoGroupsOfOneName},
		{"ANewcomerJoinsHavingReadTheAgreements", aNewcomerJoins},
		{"AnInvitationLetsOnePersonIn", anInvitationLetsOneIn},
		{"OfManyWithOneInvitationOneComesIn", oneOfManyComesIn},
		{"AnInvitationEndsAfterSevenDays", anInvitationEnds},
		{"AnInvitationThatWasTakenBackLetsNobodyIn", aRevokedInvitation},
		{"AStandingLinkLetsManyInUntilItIsShut", aStandingLink},
		{"NothingTellsWhoInvitedWhom", nobodyInvited},
		{"TheThirdMemberMakesAGroupActive", theThirdMember},
		{"WhoLeavesBecomesSomeoneWhoLeft", whoLeaves},
		{"ADeletedAccountIsNoMember", aDeletedAccountIsNoMember},
		{"MembersAreForMembers", membersAreForMembers},
		{"MembersComePageByPage", membersByPage},
		{"AMemberChangesWhatThePageSays", aMemberChangesThePage},
		{"AgreementsKeepTheirVersions", agreementsKeepVersions},
		{"AGroupNamesItsOwnPlaces", aGroupNamesPlaces},
		{"ARestingGroupAsksNothing", aRestingGroup},
		{"AListHoldsWhatALookShows", aListHoldsWhatALookShows},
		{"ALongListComesPageByPage", aLongListByPage},
		{"GroupsAreFoundByTheirWords", groupsAreFound},
		{"ACommonWordFindsItsGroups", commonWords},
		{"NearestGroupsComeFirst", nearestFirst},
		{"ADirectoryIsSeenOnlyWhenItIsWhole", aDirectoryIsStaged},
		{"ADirectoryEntryChangesUntilItMovesIn", anEntryIsRestated},
		{"AViewerIsAllThatAnAccountMayActAs", aViewer},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, newStreet(open(t))) })
	}
}

// street is a board with people on it.
type street struct {
	*store.Store
	clock *when.Set
	desk  *group.Desk
}

func newStreet(s *store.Store) *street {
	st := &street{Store: s, clock: clock()}
	st.desk = &group.Desk{Store: s.Groups(), Clock: st.clock, Seed: []byte("0123456789abcdef0123456789abcdef")}
	return st
}

func (s *street) account(t *testing.T) party.AccountID { return newAccount(t, s.Store, "en") }

func (s *street) viewer(t *testing.T, who party.AccountID) access.Viewer {
	t.Helper()
	v, err := s.desk.Viewer(bg, who, false)
	must(t, err)
	return v
}

func draft(name string) group.Draft {
	return group.Draft{Key: id.NewSecret(16).Reveal(), Card: group.Card{Name: name, About: "We cook on Sundays.", Language: "en"},
		Agreements: "We help each other.", FaceName: "Sol"}
}

// found makes a group with one member.
func (s *street) found(t *testing.T, name string) (group.Group, party.AccountID) {
	t.Helper()
	who := s.account(t)
	g, _, err := s.desk.Found(bg, who, draft(name))
	must(t, err)
	return g, who
}

// join brings somebody in by a fresh invitation of a member.
func (s *street) join(t *testing.T, g group.Group, by party.AccountID, name string) party.AccountID {
	t.Helper()
	_, link, err := s.desk.Invite(bg, s.viewer(t, by), g.ID, "")
	must(t, err)
	who := s.account(t)
	_, _, err = s.desk.Join(bg, who, group.Joining{Link: link, Read: g.Agreed, Name: name})
	must(t, err)
	return who
}

func (s *street) look(t *testing.T, v access.Viewer, slug string) group.Look {
	t.Helper()
	l, err := s.desk.Look(bg, v, slug)
	must(t, err)
	return l
}

func wants(t *testing.T, kind fault.Kind, err error) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("got %v, want %v", err, kind)
	}
}

func aGroupIsFoundedOnce(t *testing.T, s *street) {
	who := s.account(t)
	d := draft("Eastfield  Tenants")
	d.Area = place.Area{Name: "Eastfield", Cell: place.FineCellAt(41.9, -87.6)}
	d.Speaks, d.Meets, d.Links = "en ko", "Tuesdays at seven", []string{"eastfield.example", ""}
	first, face, err := s.desk.Found(bg, who, d)
	must(t, err)
	again, face2, err := s.desk.Found(bg, who, d)
	must(t, err)
	if again.ID != first.ID || face2 != face || face.Name != "Sol" || face.Group != first.ID {
		t.Errorf("sent twice: %v and %v, faces %v and %v", first.ID, again.ID, face, face2)
	}
	v := s.viewer(t, who)
	l := s.look(t, access.Viewer{}, "eastfield-tenants")
	want := first
	want.Card.Name, want.Area.Cell, want.Links = "Eastfield Tenants", place.CellAt(41.9, -87.6), []string{"https://eastfield.example"}
	if fmt.Sprint(l.Group) != fmt.Sprint(want) || l.Group.Status != group.Forming {
		t.Errorf("the page holds %+v,\nwant %+v", l.Group, want)
	}
	if l.Agreements.Text != "We help each other." || l.Agreements.Version != 1 || !l.Agreements.Since.Equal(day(0)) || l.Me.Face != 0 {
		t.Errorf("a stranger reads %+v, %+v", l.Agreements, l.Me)
	}
	if mine := s.look(t, v, "eastfield-tenants"); mine.Me.Face != face.ID || mine.Me.Read != 1 || !mine.Me.Since.Equal(day(0)) {
		t.Errorf("the founder is %+v", mine.Me)
	}
	lines, err := s.desk.Log(bg, v, first.ID, 0)
	must(t, err)
	if len(lines) != 1 || lines[0].Act != group.WasFounded || lines[0].Name != "Sol" || lines[0].N != 1 || !lines[0].Day.Equal(day(0)) {
		t.Errorf("the log holds %+v", lines)
	}
	_, _, err = s.desk.Found(bg, 0, draft("x"))
	wants(t, fault.SignIn, err)
	bare := draft("")
	bare.About, bare.Agreements, bare.Links = " ", "", []string{"javascript:x"}
	_, _, err = s.desk.Found(bg, who, bare)
	if got := fmt.Sprint(names(err)); got != "[name link0 what agreements]" {
		t.Errorf("the form is wrong in %s", got)
	}
}

func names(err error) (all []string) {
	for _, f := range fault.FieldsOf(err) {
		all = append(all, f.Name)
	}
	return all
}

func twoGroupsOfOneName(t *testing.T, s *street) {
	a, _ := s.found(t, "Food Not Bombs")
	d := draft("Food Not Bombs")
	d.Area.Name = "Albany, NY"
	b, _, err := s.desk.Found(bg, s.account(t), d)
	must(t, err)
	c, _, err := s.desk.Found(bg, s.account(t), d)
	must(t, err)
	if a.Slug != "food-not-bombs" || b.Slug != "food-not-bombs-albany-ny" || !strings.HasPrefix(c.Slug, "food-not-bombs-") || c.Slug == b.Slug {
		t.Errorf("addresses: %s, %s, %s", a.Slug, b.Slug, c.Slug)
	}
	n, _ := s.found(t, "New")
	if n.Slug == "new" {
		t.Error("a group took an address that pages need")
	}
	u, _ := s.found(t, "互助会")
	if !strings.HasPrefix(u.Slug, "group-") {
		t.Errorf("a name that nobody can romanise has the address %s", u.Slug)
	}
	if l := s.look(t, access.Viewer{}, u.Slug); l.Group.ID != u.ID {
		t.Error("the address leads elsewhere")
	}
}

func aNewcomerJoins(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	_, link, err := s.desk.Invite(bg, s.viewer(t, founder), g.ID, "")
	must(t, err)
	w, err := s.desk.Invited(bg, link)
	must(t, err)
	if w.Group.ID != g.ID || w.Agreements.Text == "" || !w.Until.Equal(start.Add(when.InvitationsFor)) {
		t.Errorf("the welcome is %+v", w)
	}
	who := s.account(t)
	must(t, s.desk.Rewrite(bg, s.viewer(t, founder), g.ID, 1, "We cook together."))
	join := group.Joining{Link: link, Read: w.Agreements.Version, Name: "Min"}
	_, _, err = s.desk.Join(bg, who, join)
	wants(t, fault.Stale, err)
	join.Read = 2
	_, _, err = s.desk.Join(bg, 0, join)
	wants(t, fault.SignIn, err)
	join.Name = "Sol"
	_, _, err = s.desk.Join(bg, who, join)
	wants(t, fault.Invalid, err)
	join.Name = ""
	_, _, err = s.desk.Join(bg, who, join)
	wants(t, fault.Invalid, err)
	must(t, s.Accounts().Update(bg, func(tx account.Tx) error {
		return tx.PutFace(party.Face{ID: id.New[party.Face](), Account: who, Name: "Min from the board"})
	}))
	_, face, err := s.desk.Join(bg, who, join)
	must(t, err)
	if face.Name != "Min from the board" || face.Account != who || face.Group != g.ID {
		t.Errorf("the face is %+v", face)
	}
	v := s.viewer(t, who)
	if l := s.look(t, v, g.Slug); l.Me.Face != face.ID || l.Me.Read != 2 {
		t.Errorf("the newcomer is %+v", l.Me)
	}
}

func anInvitationLetsOneIn(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	v := s.viewer(t, founder)
	first, link, err := s.desk.Invite(bg, v, g.ID, "page one")
	must(t, err)
	again, same, err := s.desk.Invite(bg, v, g.ID, "page one")
	must(t, err)
	_, other, err := s.desk.Invite(bg, v, g.ID, "page two")
	must(t, err)
	if again.ID != first.ID || same.Reveal() != link.Reveal() || other.Reveal() == link.Reveal() {
		t.Error("a page sent twice does not show the same link twice")
	}
	who := s.account(t)
	join := group.Joining{Link: link, Read: 1, Name: "Min"}
	_, face, err := s.desk.Join(bg, who, join)
	must(t, err)
	if _, f2, err := s.desk.Join(bg, who, join); err != nil || f2 != face {
		t.Errorf("sent twice: %v %v", f2, err)
	}
	_, _, err = s.desk.Join(bg, s.account(t), join)
	wants(t, fault.Gone, err)
	_, err = s.desk.Invited(bg, link)
	wants(t, fault.Gone, err)
	_, _, err = s.desk.Invite(bg, v, g.ID, "page one")
	wants(t, fault.Gone, err)
	// Who is a member already does not use somebody else's link up.
	if _, f3, err := s.desk.Join(bg, who, group.Joining{Link: other, Read: 1, Name: "Min"}); err != nil || f3 != face {
		t.Errorf("a member with another link: %v %v", f3, err)
	}
	if _, err := s.desk.Invited(bg, other); err != nil {
		t.Errorf("a member used a link up: %v", err)
	}
	_, err = s.desk.Invited(bg, id.SecretFrom("never made"))
	wants(t, fault.Gone, err)
	_, _, err = s.desk.Invite(bg, access.Viewer{Host: true}, g.ID, "")
	wants(t, fault.NotFound, err)
}

func oneOfManyComesIn(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	_, link, err := s.desk.Invite(bg, s.viewer(t, founder), g.ID, "")
	must(t, err)
	people := make([]party.AccountID, 10)
	for i := range people {
		people[i] = s.account(t)
	}
	var wait sync.WaitGroup
	in := make(chan bool, len(people))
	for i, who := range people {
		wait.Go(func() {
			_, _, err := s.desk.Join(bg, who, group.Joining{Link: link, Read: 1, Name: fmt.Sprint("Min ", i)})
			if err != nil && !fault.Is(err, fault.Gone) {
				t.Error(err)
			}
			in <- err == nil
		})
	}
	wait.Wait()
	close(in)
	n := 0
	for ok := range in {
		if ok {
			n++
		}
	}
	all, _, err := s.desk.Members(bg, s.viewer(t, founder), g.ID, group.Member{})
	must(t, err)
	if n != 1 || len(all) != 2 {
		t.Errorf("%d came in by one link, %d are in the group", n, len(all))
	}
}

func anInvitationEnds(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	v := s.viewer(t, founder)
	_, link, err := s.desk.Invite(bg, v, g.ID, "")
	must(t, err)
	_, door, err := s.desk.OpenDoor(bg, v, g.ID, "")
	must(t, err)
	s.clock.Move(when.InvitationsFor - time.Second)
	if _, err := s.desk.Invited(bg, link); err != nil {
		t.Errorf("a second too early: %v", err)
	}
	s.clock.Move(time.Second)
	_, err = s.desk.Invited(bg, link)
	wants(t, fault.Gone, err)
	_, _, err = s.desk.Join(bg, s.account(t), group.Joining{Link: link, Read: 1, Name: "Min"})
	wants(t, fault.Gone, err)
	open, err := s.desk.Invitations(bg, v, g.ID)
	must(t, err)
	if len(open) != 1 || !open[0].Standing {
		t.Errorf("open are %+v", open)
	}
	must(t, s.desk.Sweep(bg))
	if n := s.invitations(t, g.ID); n != 1 {
		t.Errorf("%d rows stand after the sweep", n)
	}
	if _, err := s.desk.Invited(bg, door); err != nil {
		t.Errorf("the standing link was swept away: %v", err)
	}
}

func (s *street) invitations(t *testing.T, g party.GroupID) (n int) {
	t.Helper()
	must(t, s.Groups().View(bg, func(tx group.Tx) error {
		all, err := tx.InvitationsOf(g)
		n = len(all)
		return err
	}))
	return n
}

func aRevokedInvitation(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	other := s.join(t, g, founder, "Min")
	i, link, err := s.desk.Invite(bg, s.viewer(t, founder), g.ID, "")
	must(t, err)
	must(t, s.desk.Revoke(bg, s.viewer(t, other), g.ID, i.ID)) // any member takes any back
	must(t, s.desk.Revoke(bg, s.viewer(t, other), g.ID, i.ID))
	_, err = s.desk.Invited(bg, link)
	wants(t, fault.Gone, err)
	stranger, foreign := s.found(t, "Elsewhere")
	j, _, err := s.desk.Invite(bg, s.viewer(t, founder), g.ID, "")
	must(t, err)
	wants(t, fault.NotFound, s.desk.Revoke(bg, s.viewer(t, foreign), g.ID, j.ID))
	must(t, s.desk.Revoke(bg, s.viewer(t, foreign), stranger.ID, j.ID))
	if n := s.invitations(t, g.ID); n != 1 {
		t.Errorf("a member of another group took it back: %d stand", n)
	}
	for range 49 {
		_, _, err = s.desk.Invite(bg, s.viewer(t, founder), g.ID, "")
		must(t, err)
	}
	_, _, err = s.desk.Invite(bg, s.viewer(t, founder), g.ID, "")
	wants(t, fault.Limited, err)
}

func aStandingLink(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	v := s.viewer(t, founder)
	_, old, err := s.desk.OpenDoor(bg, v, g.ID, "door")
	must(t, err)
	for i := range 3 {
		_, _, err := s.desk.Join(bg, s.account(t), group.Joining{Link: old, Read: 1, Name: fmt.Sprint("Min ", i)})
		must(t, err)
	}
	_, link, err := s.desk.OpenDoor(bg, v, g.ID, "new door")
	must(t, err)
	_, err = s.desk.Invited(bg, old)
	wants(t, fault.Gone, err)
	must(t, s.desk.ShutDoor(bg, v, g.ID))
	must(t, s.desk.ShutDoor(bg, v, g.ID))
	_, err = s.desk.Invited(bg, link)
	wants(t, fault.Gone, err)
	lines, err := s.desk.Log(bg, v, g.ID, 0)
	must(t, err)
	var acts []group.Act
	for _, l := range lines {
		acts = append(acts, l.Act)
	}
	if fmt.Sprint(acts) != "[door_shut door_open active door_open founded]" {
		t.Errorf("the log says %v", acts)
	}
	rest, err := s.desk.Log(bg, v, g.ID, lines[2].N)
	must(t, err)
	if len(rest) != 2 || rest[0].N != lines[3].N {
		t.Errorf("the next page holds %v", rest)
	}
}

// nobodyInvited keeps two boards alike but for who invited: their rows must
// not differ in more than random numbers.
func nobodyInvited(t *testing.T, s *street) {
	g, founder := s.found(t, "Kitchen")
	friend := s.join(t, g, founder, "Min")
	s.join(t, g, friend, "Ana")
	v := s.viewer(t, founder)
	_, _, err := s.desk.Invite(bg, v, g.ID, "")
	must(t, err)
	must(t, s.Groups().View(bg, func(tx group.Tx) error {
		all, err := tx.InvitationsOf(g.ID)
		for _, i := range all {
			if i.Sponsor == 0 || i.Sponsor == int64(s.look(t, v, g.Slug).Me.Face) {
				t.Errorf("who made it can be read: %d", i.Sponsor)
			}
			i.ID, i.Hash, i.Sponsor = 0, nil, 0
			if want := (group.Invitation{Group: g.ID, Until: start.Add(when.InvitationsFor)}); fmt.Sprint(i) != fmt.Sprint(want) {
				t.Errorf("an invitation holds %+v", i)
			}
		}
		return err
	}))
	lines, err := s.desk.Log(bg, v, g.ID, 0)
	must(t, err)
	for _, l := range lines {
		if l.Act != group.WasFounded && l.Face != 0 {
			t.Errorf("the log ties %q to %q", l.Name, l.Act)
		}
	}
}
