package store_test

import (
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/when"
)

// sent is a call with one thing kept and one still wanted, sent on to a group.
type sent struct {
	*House
	l      call.Look
	asker  access.Viewer
	group  party.GroupID
	member access.Viewer
}

func (h *House) sendOn(t *testing.T) sent {
	t.Helper()
	l, asker := h.ask(t, call.Draft{Reach: "555 0142", Parts: []call.DraftPart{{Title: "Beds", Quantity: 3}, {Title: "Soup", Quantity: 1}}})
	for i := range l.Parts {
		m, helper := h.answer(t, l.Parts[i].ID)
		for _, v := range []access.Viewer{asker, helper} {
			if i == 1 {
				break // it only runs
			}
			if err := h.Spine.Say(ctx, v, m.ID, true); err != nil {
				t.Fatal(err)
			}
		}
	}
	g, face := h.group(t, "Harbour Kitchen")
	s := sent{h, l, asker, g, access.Viewer{Parties: []party.Ref{face}, Groups: []party.GroupID{g}, Through: []party.GroupID{g}}}
	if err := h.Spine.SendOn(ctx, s.member, l.ID, g); !fault.Is(err, fault.NotFound) {
		t.Errorf("somebody else sent it on: %v", err)
	}
	if err := h.Spine.SendOn(ctx, asker, l.ID, 12345); !fault.Is(err, fault.Invalid) {
		t.Errorf("to no group: %v", err)
	}
	for range 2 {
		if err := h.Spine.SendOn(ctx, asker, l.ID, g); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// waits is the copy that the group looks at.
func (s sent) waits(t *testing.T) call.Look {
	t.Helper()
	all := must[[]call.Look](t)(s.Spine.Waiting(ctx, s.member, s.group))
	if len(all) != 1 {
		t.Fatalf("%d wait for the group", len(all))
	}
	return all[0]
}

func (s sent) now(t *testing.T) call.Look {
	t.Helper()
	return must[call.Look](t)(s.Spine.Look(ctx, s.asker, s.l.ID))
}

func TestWhatIsSentOnWaitsForTheOtherGroup(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		s := h.sendOn(t)
		if l := s.now(t); l.State != call.Closed || l.Reason != call.SentOn || l.Sent.Answer != call.NoReply || l.SentTo != "Harbour Kitchen" {
			t.Errorf("%s, %s, %+v", l.State, l.Reason, l.Sent)
		}
		if h.notices(t, "call_closed") != 1 {
			t.Error("whose promise ran was not told")
		}
		w := s.waits(t)
		if len(w.Parts) != 2 || w.Parts[0].Quantity != 2 || w.Parts[0].Taken != 0 || w.Parts[1].Quantity != 1 {
			t.Errorf("still wanted: %+v", w.Parts)
		}
		if _, err := h.Spine.Look(ctx, access.Viewer{}, w.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a stranger sees it already: %v", err)
		}
		if err := h.Spine.LetOn(ctx, s.member, w.ID); err != nil {
			t.Fatal(err)
		}
		on := must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{}, w.ID))
		if on.State != call.Open || on.Group != s.group || !on.Closes.Equal(s.l.Closes) {
			t.Errorf("%s, closes %s", on.State, on.Closes)
		}
		if l := s.now(t); l.Sent.Answer != call.TookOn || l.Other != w.ID || l.State != call.Closed {
			t.Errorf("%+v", l.Sent)
		}
		m, helper := h.answer(t, on.Parts[0].ID)
		if p := h.stage(t, helper, m.ID); p.Detail.Reach != "555 0142" {
			t.Error("how to reach the asker did not go along")
		}
		if h.notices(t, "let_on") != 1 {
			t.Error("the asker was not told")
		}
	})
}

func TestWhatTheOtherGroupCannotTakeOnComesBackWithAReason(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		s := h.sendOn(t)
		w := s.waits(t)
		if err := h.Spine.TurnAway(ctx, s.member, w.ID, " "); !fault.Is(err, fault.Invalid) {
			t.Errorf("without a reason: %v", err)
		}
		if err := h.Spine.TurnAway(ctx, s.member, w.ID, "Our van is broken"); err != nil {
			t.Fatal(err)
		}
		l := s.now(t)
		if l.State != call.Open || l.Reason != "" || l.Sent.Answer != call.Refused || l.Sent.Why != "Our van is broken" || !l.Detail.Until.IsZero() {
			t.Errorf("%s, %+v, details until %s", l.State, l.Sent, l.Detail.Until)
		}
		if l.Parts[0].Taken != 1 || l.Parts[1].Taken != 0 {
			t.Errorf("taken %d and %d", l.Parts[0].Taken, l.Parts[1].Taken)
		}
		if page := must[call.Page](t)(h.Spine.Board(ctx, access.Viewer{}, call.Filter{Query: "heaters"})); len(page.Calls) != 1 {
			t.Errorf("search finds %d", len(page.Calls))
		}
		if h.notices(t, "came_back") != 1 || len(must[call.Mine](t)(h.Spine.Mine(ctx, s.asker)).Calls) != 1 {
			t.Error("the asker was not told, or has it twice")
		}
		if err := h.Spine.SendOn(ctx, s.asker, s.l.ID, s.group); err != nil {
			t.Errorf("once more: %v", err)
		}
	})
}

func TestWhatTheOtherGroupNeverLooksAtComesBack(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		s := h.sendOn(t)
		h.pass(t, when.SentFor-time.Hour)
		s.waits(t)
		h.pass(t, time.Hour)
		if l := s.now(t); l.State != call.Open || l.Sent.Answer != call.Silent {
			t.Errorf("%s, %+v", l.State, l.Sent)
		}
		if h.notices(t, "came_back") != 1 {
			t.Error("the asker was not told")
		}
	})
}

func TestWhatTheAuthorTakesBackFromTheOtherGroupStaysClosed(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		s := h.sendOn(t)
		if err := h.Spine.Close(ctx, s.asker, s.waits(t).ID, call.Withdrawn, 0); err != nil {
			t.Fatal(err)
		}
		if l := s.now(t); l.State != call.Closed || l.Sent.Answer != call.CalledIn {
			t.Errorf("%s, %+v", l.State, l.Sent)
		}
		if err := h.Spine.TakeEverythingBack(ctx, party.GuestID(s.asker.Parties[0].ID)); err != nil {
			t.Fatal(err)
		}
	})
}

func TestWhoWaitsForAGroupIsToldHowItWent(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		g, face := h.group(t, "Harbour Kitchen")
		member := access.Viewer{Parties: []party.Ref{face}, Groups: []party.GroupID{g}, Through: []party.GroupID{g}}
		err := h.DB.Update(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE grp SET review = $2 WHERE id = $1", g, true)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		one, _ := h.ask(t, call.Draft{Group: g})
		two, _ := h.ask(t, call.Draft{Group: g})
		h.ask(t, call.Draft{Group: g})
		if err := h.Spine.LetOn(ctx, member, one.ID); err != nil {
			t.Fatal(err)
		}
		if err := h.Spine.TurnAway(ctx, member, two.ID, ""); err != nil {
			t.Fatal(err)
		}
		h.pass(t, when.OpenFor)
		for kind, want := range map[string]int{"let_on": 1, "turned_away": 2} {
			if n := h.notices(t, kind); n != want {
				t.Errorf("%s: %d, want %d", kind, n, want)
			}
		}
	})
}
