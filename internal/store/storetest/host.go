package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/host"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/store"
	"alongside/internal/when"
)

func hosts(t *testing.T, open func(*testing.T) *store.Store) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, *street, *host.Desk)
	}{
		{"AHiddenGroupIsGoneFromTheBoardAndReadsWhy", aHiddenGroup},
		{"ARemovedGroupIsErasedAfterThirtyDays", aRemovedGroup},
		{"OnlyAFormingGroupIsRefused", onlyFormingIsRefused},
		{"AHiddenPostCanBeShownAgain", aHiddenPost},
		{"OnlyAHostActsAndOnlyWithAReason", onlyAHostActs},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStreet(open(t))
			c.run(t, s, &host.Desk{Store: s.Host(), Clock: s.clock})
		})
	}
}

var keeper = access.Viewer{Host: true}

func aHiddenGroup(t *testing.T, s *street, d *host.Desk) {
	g, founder := s.found(t, "Kitchen")
	v := s.viewer(t, founder)
	_, link, err := s.desk.Invite(bg, v, g.ID, "")
	must(t, err)
	must(t, d.Group(bg, keeper, g.ID, host.Hide, " It shows an address. "))
	wants(t, fault.Stale, d.Group(bg, keeper, g.ID, host.Hide, "Again."))
	_, err = s.desk.Look(bg, access.Viewer{}, g.Slug)
	wants(t, fault.NotFound, err)
	_, err = s.desk.Invited(bg, link)
	wants(t, fault.Gone, err)
	_, _, err = s.desk.Invite(bg, v, g.ID, "")
	wants(t, fault.Stale, err)
	l := s.look(t, v, g.Slug)
	if l.Group.Bar != group.Hidden || l.Reason != "It shows an address." || !l.Group.Barred.Equal(day(0)) {
		t.Errorf("its members read %+v, %q", l.Group, l.Reason)
	}
	lines, err := s.desk.Log(bg, v, g.ID, 0)
	must(t, err)
	if lines[0].Act != group.HostHid || lines[0].Note != "It shows an address." || lines[0].Face != 0 {
		t.Errorf("its log says %+v", lines[0])
	}
	must(t, d.Group(bg, keeper, g.ID, host.Show, "They took it out."))
	if l := s.look(t, access.Viewer{}, g.Slug); l.Group.Bar != group.NotBarred || !l.Group.Barred.IsZero() {
		t.Errorf("shown again it is %+v", l.Group)
	}
	if _, err := s.desk.Invited(bg, link); err != nil {
		t.Errorf("its link is gone: %v", err)
	}
	all, err := d.Log(bg, 0)
	must(t, err)
	want := fmt.Sprint([]host.Line{
		{N: 2, Day: day(0), Act: host.Show, Kind: host.Group, Subject: int64(g.ID), Reason: "They took it out."},
		{N: 1, Day: day(0), Act: host.Hide, Kind: host.Group, Subject: int64(g.ID), Reason: "It shows an address."}})
	if fmt.Sprint(all) != want {
		t.Errorf("everybody reads %v, want %v", all, want)
	}
	if rest, err := d.Log(bg, 2); err != nil || len(rest) != 1 {
		t.Errorf("the next page is %v (%v)", rest, err)
	}
}

func aRemovedGroup(t *testing.T, s *street, d *host.Desk) {
	g, founder := s.found(t, "Kitchen")
	kept, _ := s.found(t, "Elsewhere")
	must(t, d.Group(bg, keeper, g.ID, host.Remove, "It sells something."))
	must(t, d.Group(bg, keeper, kept.ID, host.Hide, "Under repair."))
	v := s.viewer(t, founder)
	s.clock.Move(when.RemovedFor - 24*time.Hour)
	must(t, s.desk.Sweep(bg))
	s.look(t, v, g.Slug)
	s.clock.Move(24 * time.Hour)
	must(t, s.desk.Sweep(bg))
	_, err := s.desk.Look(bg, v, g.Slug)
	wants(t, fault.NotFound, err)
	if _, err := s.desk.Look(bg, keeper, kept.Slug); err != nil {
		t.Errorf("a hidden group was erased: %v", err)
	}
	if v := s.viewer(t, founder); len(v.Parties) != 0 {
		t.Errorf("a face of an erased group still acts: %+v", v)
	}
	if line, found, err := d.Said(bg, host.Group, int64(g.ID)); err != nil || !found || line.Reason != "It sells something." {
		t.Errorf("the last word about it: %+v %v %v", line, found, err)
	}
}

func onlyFormingIsRefused(t *testing.T, s *street, d *host.Desk) {
	g, founder := s.found(t, "Kitchen")
	must(t, d.Group(bg, keeper, g.ID, host.Refuse, "Not for this board."))
	if l := s.look(t, s.viewer(t, founder), g.Slug); l.Group.Bar != group.Refused {
		t.Errorf("it is %q", l.Group.Bar)
	}
	there := s.put(t, group.Group{Card: group.Card{Name: "Old"}, Status: group.Active}, group.Group{Card: group.Card{Name: "Coming"}, Status: group.Staged})
	wants(t, fault.Stale, d.Group(bg, keeper, there["Old"].ID, host.Refuse, "Too late."))
	wants(t, fault.Stale, d.Group(bg, keeper, there["Old"].ID, host.Show, "It is shown."))
	wants(t, fault.NotFound, d.Group(bg, keeper, there["Coming"].ID, host.Hide, "Early."))
	wants(t, fault.NotFound, d.Group(bg, keeper, 12345, host.Hide, "Where?"))
	if lines, err := d.Log(bg, 0); err != nil || len(lines) != 1 {
		t.Errorf("acts that did not happen are in the log: %v %v", lines, err)
	}
}

func aHiddenPost(t *testing.T, s *street, d *host.Desk) {
	post := func(audience call.Audience, state call.State) call.ID {
		c := call.Call{ID: id.Short[call.Call](), Kind: call.Aid, Side: call.Ask, Title: "Soup", Language: "en",
			Author: party.OfGuest(7), Audience: audience, Rule: call.FirstCome, State: state, Opened: start, Version: 1}
		if state == call.Closed {
			c.ClosedAt, c.Reason = start, call.Answered
		}
		must(t, s.Calls().Update(bg, func(tx call.Tx) error { return tx.AddCall(c, nil) }))
		return c.ID
	}
	state := func(c call.ID) (now call.State) {
		err := s.Calls().View(bg, func(tx call.Tx) error {
			found, err := tx.Call(c)
			now = found.State
			return err
		})
		if fault.Is(err, fault.NotFound) {
			return "erased"
		}
		must(t, err)
		return now
	}
	open, closed, inside, tray := post(call.OnBoard, call.Open), post(call.OnBoard, call.Closed), post(call.InGroup, call.Open), post(call.OnBoard, call.ToSort)
	for _, c := range []call.ID{open, closed} {
		was := state(c)
		must(t, d.Call(bg, keeper, c, host.Hide, "It shows a telephone number."))
		if now := state(c); now != call.Hidden {
			t.Errorf("hidden it is %s", now)
		}
		wants(t, fault.Stale, d.Call(bg, keeper, c, host.Hide, "Again."))
		must(t, d.Call(bg, keeper, c, host.Show, "They took it out."))
		if now := state(c); now != was {
			t.Errorf("shown again it is %s, was %s", now, was)
		}
		wants(t, fault.Stale, d.Call(bg, keeper, c, host.Refuse, "No."))
	}
	must(t, d.Call(bg, keeper, open, host.Remove, "It sells something."))
	if now := state(open); now != "erased" {
		t.Errorf("removed it is %s", now)
	}
	wants(t, fault.NotFound, d.Call(bg, keeper, open, host.Remove, "Again."))
	wants(t, fault.NotFound, d.Call(bg, keeper, inside, host.Hide, "A host cannot see this."))
	wants(t, fault.NotFound, d.Call(bg, keeper, tray, host.Hide, "Nor this."))
}

func onlyAHostActs(t *testing.T, s *street, d *host.Desk) {
	g, founder := s.found(t, "Kitchen")
	for name, v := range map[string]access.Viewer{"a stranger": {}, "a member": s.viewer(t, founder)} {
		if err := d.Group(bg, v, g.ID, host.Hide, "I can."); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
		if err := d.Call(bg, v, 1, host.Remove, "I can."); !fault.Is(err, fault.NotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	wants(t, fault.Invalid, d.Group(bg, keeper, g.ID, host.Hide, " \n"))
	wants(t, fault.Invalid, d.Group(bg, keeper, g.ID, host.Hide, strings.Repeat("x", host.ReasonMost+1)))
	if l := s.look(t, access.Viewer{}, g.Slug); l.Group.Bar != group.NotBarred {
		t.Error("it was hidden all the same")
	}
}
