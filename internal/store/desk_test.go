package store_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/sheet"
)

// sheetCall is a call as it comes with a group's sheet: the group is its author.
func (c *club) sheetCall(t *testing.T, d call.Draft) call.Look {
	t.Helper()
	d.Group = c.id
	return c.h.askAs(t, party.OfGroup(c.id), d)
}

// edits changes the words of a call.
func (h *House) edits(v access.Viewer, l call.Look, words string) error {
	d := call.Draft{Body: words, Language: "en", Reach: "555 0177"}
	for _, p := range l.Parts {
		d.Parts = append(d.Parts, call.DraftPart{ID: p.ID, Title: p.Title, Quantity: p.Quantity})
	}
	return h.Spine.Edit(ctx, v, l.ID, d)
}

func TestWhoHostsTheDeskEditsClosesAndAnswersForTheGroup(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a := h.club(t, "Dock Street")
		host, sam := a.member(t, "Hana"), a.member(t, "Sam")
		a.mandate(t, host.face, party.Intake, h.Clock.Now().Add(30*day))
		l := a.sheetCall(t, call.Draft{Rule: call.AskerAgrees, Parts: []call.DraftPart{{Title: "Chairs", Quantity: 8}}})
		v := h.viewer(t, host)
		must0(t, h.edits(v, l, "Eight chairs for Sunday"))
		if got := must[call.Look](t)(h.Spine.Look(ctx, v, l.ID)); got.Body != "Eight chairs for Sunday" || !got.Ours || got.Yours || got.Detail.Reach != "555 0177" {
			t.Errorf("the host reads %q, ours %v, %q", got.Body, got.Ours, got.Detail.Reach)
		}
		if got := must[call.Look](t)(h.Spine.Look(ctx, h.viewer(t, sam), l.ID)); got.Ours || got.Detail != (call.Detail{}) {
			t.Errorf("another member reads %+v", got.Detail)
		}

		m, hv := h.answer(t, l.Parts[0].ID)
		if n := h.count(t, "SELECT count(*) FROM notice WHERE kind='desk_moved' AND party=$1", host.face); n != 1 || h.notices(t, "desk_moved") != 1 {
			t.Errorf("the host was told %d times, all %d", n, h.notices(t, "desk_moved"))
		}
		must0(t, h.Spine.Agree(ctx, v, m.ID))
		if p := h.stage(t, v, m.ID); p.Voice != call.Caller || p.State != call.Agreed || p.Detail.Reach != "ana@chat" {
			t.Errorf("the host reads %s as %s, %q", p.State, p.Voice, p.Detail.Reach)
		}
		if p := h.stage(t, hv, m.ID); p.Other != "Dock Street" || p.Detail.Reach != "555 0177" {
			t.Errorf("the helper reads %q, %q", p.Other, p.Detail.Reach)
		}
		desk, _, err := h.Spine.Desk(ctx, v, a.id, call.Cursor{})
		if err != nil || len(desk.Calls) != 1 || len(desk.Promises) != 1 || desk.Promises[0].Detail.Reach != "ana@chat" {
			t.Errorf("the desk shows %d calls and %+v, %v", len(desk.Calls), desk.Promises, err)
		}
		must0(t, h.Spine.Close(ctx, v, l.ID, call.Answered, 0))
		if desk, _, _ = h.Spine.Desk(ctx, v, a.id, call.Cursor{}); len(desk.Calls) != 1 {
			t.Errorf("what is still owed has gone from the desk: %d calls", len(desk.Calls))
		}
		must0(t, h.Spine.Say(ctx, v, m.ID, true))
		must0(t, h.Spine.Say(ctx, hv, m.ID, true))
		if p := h.stage(t, v, m.ID); p.State != call.Kept {
			t.Errorf("settled as %s", p.State)
		}
		must0(t, h.Spine.Lesson(ctx, v, m.ID, "Bring a rope.", "en"))
		if desk, _, _ = h.Spine.Desk(ctx, v, a.id, call.Cursor{}); len(desk.Calls) != 0 {
			t.Errorf("the desk still shows %d calls", len(desk.Calls))
		}
	})
}

// The rows are looked at again: the page was open while the mandate ended.
func TestNobodyButWhoHostsTheDeskSpeaksForTheGroupsCalls(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a, b := h.club(t, "Dock Street"), h.club(t, "Eastfield")
		now := h.Clock.Now()
		l := a.sheetCall(t, call.Draft{Rule: call.AskerAgrees, Parts: []call.DraftPart{{Title: "Chairs", Quantity: 8}}})
		m, _ := h.answer(t, l.Parts[0].ID)
		carries := h.carry()
		refused := func(who string, v access.Viewer, kind fault.Kind) {
			t.Helper()
			_, openAs := h.Spine.OpenAs(ctx, v, a.id, call.Draft{Body: "Bread", Group: a.id, Language: "en"})
			_, _, desk := h.Spine.Desk(ctx, v, a.id, call.Cursor{})
			_, promise := h.Spine.Promise(ctx, v, m.ID)
			for act, err := range map[string]error{
				"to edit": h.edits(v, l, "Stolen"), "to close": h.Spine.Close(ctx, v, l.ID, call.Withdrawn, 0),
				"to send on": h.Spine.SendOn(ctx, v, l.ID, b.id), "to agree": h.Spine.Agree(ctx, v, m.ID),
				"to decline": h.Spine.Decline(ctx, v, m.ID), "to let go": h.Spine.LetGo(ctx, v, m.ID),
				"to say it was kept": h.Spine.Say(ctx, v, m.ID, true), "to read the promise": promise,
				"to write a lesson": h.Spine.Lesson(ctx, v, m.ID, "No", "en"), "to ask": openAs, "to read the desk": desk,
			} {
				wants(t, who+", "+act, kind, err)
			}
			if err := carries.UseBy(ctx, v, l.ID, now.Add(day)); err == nil {
				t.Errorf("%s says until when others carry it", who)
			}
			if got, err := h.Spine.Look(ctx, v, l.ID); err != nil || got.Ours || got.Detail != (call.Detail{}) {
				t.Errorf("%s reads ours %v, %+v, %v", who, got.Ours, got.Detail, err)
			}
		}
		refused("a stranger", access.Viewer{}, fault.NotFound)
		refused("the host of the board", access.Viewer{Host: true}, fault.NotFound)
		refused("a member of another group", h.viewer(t, b.founder), fault.NotFound)
		refused("a member", h.viewer(t, a.founder), fault.NotYours)
		for _, s := range party.Scopes {
			if s != party.Intake {
				a.mandate(t, a.founder.face, s, now.Add(day))
			}
		}
		refused("a mandate for every other act", h.viewer(t, a.founder), fault.NotYours)
		b.mandate(t, b.founder.face, party.Intake, now.Add(day))
		refused("who hosts the desk of another group", h.viewer(t, b.founder), fault.NotFound)
		trial := a.add(t, party.AccountID(keys.Add(1)), "Noor", now.Add(14*day))
		a.mandate(t, trial.face, party.Intake, now.Add(day))
		refused("a holder on trial", h.viewer(t, trial), fault.NotYours)

		host := a.member(t, "Hana")
		holds := a.mandate(t, host.face, party.Intake, now.Add(40*day))
		page := h.viewer(t, host)
		h.sql(t, "UPDATE mandate SET ends=$2 WHERE id=$1", holds, now)
		refused("it ended", page, fault.NotYours)
		h.sql(t, "UPDATE mandate SET ends=$2 WHERE id=$1", holds, now.Add(day))
		h.sql(t, "UPDATE member SET paused=TRUE WHERE face=$1", host.face)
		refused("its holder is paused", page, fault.NotYours)
		h.sql(t, "UPDATE member SET paused=FALSE WHERE face=$1", host.face)
		h.sql(t, "DELETE FROM holder WHERE mandate=$1", holds)
		refused("it was recalled", page, fault.NotYours)
		if got := must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{}, l.ID)); got.Body == "Stolen" || got.State != call.Open {
			t.Errorf("it reads %q and is %s", got.Body, got.State)
		}
		if n := h.count(t, "SELECT count(*) FROM call"); n != 1 {
			t.Errorf("%d calls are there", n)
		}
	})
}

func TestAGroupAsksInItsOwnNameUnderItsMandate(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a, b := h.club(t, "Dock Street"), h.club(t, "Eastfield")
		host := a.member(t, "Hana")
		until := h.Clock.Now().Add(30 * day)
		a.mandate(t, host.face, party.Intake, until)
		v := h.viewer(t, host)
		d := call.Draft{Key: "once", Body: "Bread for Sunday", Group: a.id, Language: "en", Reach: "555 0100"}
		c := must[call.Call](t)(h.Spine.OpenAs(ctx, v, a.id, d))
		if again, err := h.Spine.OpenAs(ctx, v, a.id, d); err != nil || again.ID != c.ID {
			t.Errorf("sent twice: %v, %v", again.ID, err)
		}
		got := must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{}, c.ID))
		if got.Author != party.OfGroup(a.id) || !got.Typist.Nobody() || got.Voiced.By.Name != "Dock Street" || !got.Voiced.Until.Equal(until) {
			t.Errorf("everybody reads %+v of %+v", got.Voiced, got.Author)
		}
		if n := h.count(t, "SELECT count(*) FROM call WHERE author=$1 OR typist=$1", host.face); n != 0 {
			t.Error("who typed it in is kept")
		}
		_, err := h.Spine.OpenAs(ctx, v, a.id, call.Draft{Key: "other", Body: "Bread", Group: b.id})
		wants(t, "through another group", fault.NotFound, err)
		_, err = h.Spine.OpenAs(ctx, v, a.id, call.Draft{Key: "circle", Body: "Bread", Group: a.id, Circle: 5})
		wants(t, "in a circle", fault.NotFound, err)

		must0(t, h.Spine.SendOn(ctx, v, c.ID, b.id))
		desk, _, err := h.Spine.Desk(ctx, v, a.id, call.Cursor{})
		if err != nil || len(desk.Calls) != 1 || desk.Calls[0].State != call.Waiting {
			t.Errorf("after sending it on the desk shows %d calls, %v", len(desk.Calls), err)
		}
		sent := must[call.Look](t)(h.Spine.Look(ctx, v, desk.Calls[0].ID))
		if !sent.Voiced.Until.Equal(until) {
			t.Errorf("the copy comes as %+v", sent.Voiced)
		}
	})
}

func TestNobodySpeaksForBothSidesOfAGroupsCall(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a, b := h.club(t, "Dock Street"), h.club(t, "Eastfield")
		host, other := a.member(t, "Hana"), a.member(t, "Omar")
		a.mandate(t, host.face, party.Intake, h.Clock.Now().Add(day))
		a.mandate(t, other.face, party.Intake, h.Clock.Now().Add(day))
		l := a.sheetCall(t, call.Draft{Rule: call.AskerAgrees, Parts: []call.DraftPart{{Title: "Chairs", Quantity: 8}}})
		v := h.viewer(t, host)
		m := must[call.Commitment](t)(h.Spine.AnswerNow(ctx, v, party.OfFace(host.face), call.Answer{Part: l.Parts[0].ID}))
		wants(t, "a yes to one's own offer", fault.NotYours, h.Spine.Agree(ctx, v, m.ID))
		must0(t, h.Spine.Agree(ctx, h.viewer(t, other), m.ID))
		must0(t, h.Spine.Say(ctx, v, m.ID, true))
		if p := h.stage(t, v, m.ID); p.State != call.Due || len(p.Words) != 1 || p.Words[0].Voice != call.Answerer {
			t.Errorf("one person settled it alone: %s, %+v", p.State, p.Words)
		}
		if desk, _, err := h.Spine.Desk(ctx, v, a.id, call.Cursor{}); err != nil || len(desk.Promises) != 0 {
			t.Errorf("their own promise lies on the desk: %+v, %v", desk.Promises, err)
		}

		both := b.add(t, host.account, "Hana", time.Time{})
		b.mandate(t, both.face, party.Promise, h.Clock.Now().Add(day))
		v = h.viewer(t, host)
		p := must[call.Commitment](t)(h.Spine.Pledge(ctx, v, b.id, call.Answer{Part: l.Parts[0].ID, Quantity: 2}))
		wants(t, "a yes to what one's other group promised", fault.NotYours, h.Spine.Agree(ctx, v, p.ID))
		if desk, _, err := h.Spine.Desk(ctx, v, a.id, call.Cursor{}); err != nil || len(desk.Promises) != 0 {
			t.Errorf("what the host promised for another group lies on the desk: %v, %v", len(desk.Promises), err)
		}
		if desk, _, err := h.Spine.Desk(ctx, h.viewer(t, other), a.id, call.Cursor{}); err != nil || len(desk.Promises) != 2 {
			t.Errorf("the other host sees %d promises, %v", len(desk.Promises), err)
		}
	})
}

func TestTwoWhoHostTheDeskCloseACallOnce(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a := h.club(t, "Dock Street")
		var views []access.Viewer
		for i := range 8 {
			p := a.member(t, fmt.Sprint("Host ", i))
			a.mandate(t, p.face, party.Intake, h.Clock.Now().Add(day))
			views = append(views, h.viewer(t, p))
		}
		l := a.sheetCall(t, call.Draft{Parts: []call.DraftPart{{Title: "Chairs", Quantity: 8}}})
		h.answer(t, l.Parts[0].ID)
		var wait sync.WaitGroup
		for i, v := range views {
			wait.Go(func() {
				var err error
				switch i % 2 {
				case 0:
					err = h.Spine.Close(ctx, v, l.ID, call.NoLongerWanted, 0)
				default:
					err = h.edits(v, l, fmt.Sprint("Chairs, as host ", i, " says"))
				}
				if err != nil && !fault.Is(err, fault.Stale) {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if n := h.count(t, "SELECT count(*) FROM notice WHERE kind='call_closed'"); n != 1 {
			t.Errorf("the helper was told %d times that it closed", n)
		}
		if p := h.part(t, l.Parts[0].ID, l.ID); p.Taken != 0 {
			t.Errorf("%d are still taken", p.Taken)
		}
	})
}

func TestADeskReadsOnePageAtATime(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a := h.club(t, "Dock Street")
		a.mandate(t, a.founder.face, party.Intake, h.Clock.Now().Add(day))
		for i := range 45 {
			a.sheetCall(t, call.Draft{Body: fmt.Sprint("Call ", i)})
			if i%3 == 0 {
				h.Clock.Move(time.Second) // some came at the same moment
			}
		}
		v, seen := h.viewer(t, a.founder), map[call.ID]bool{}
		var after call.Cursor
		for page := 0; ; page++ {
			m, next, err := h.Spine.Desk(ctx, v, a.id, after)
			if err != nil || len(m.Calls) > 20 || page > 3 {
				t.Fatalf("page %d: %d calls, %v", page, len(m.Calls), err)
			}
			for i, l := range m.Calls {
				if i > 0 && l.Opened.After(m.Calls[i-1].Opened) || seen[l.ID] {
					t.Errorf("page %d shows %q out of its order or twice", page, l.Title)
				}
				seen[l.ID] = true
			}
			if after = next; next.ID == 0 {
				break
			}
		}
		if len(seen) != 45 {
			t.Errorf("%d of 45 calls were shown", len(seen))
		}
	})
}

func TestWhatTheGroupMendedStaysUntilItsRowChanges(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := bringer(t, h)
		bring(t, d, text(t, sheet.AsAsks, few))
		group := access.Viewer{Parties: []party.Ref{party.OfGroup(eastfield)}}
		c := board(t, h, ana, call.Filter{Query: "bread"})[0]
		l, err := h.Spine.Look(ctx, group, c.ID)
		check(t, err)
		check(t, h.edits(group, l, "Bread, milk and cheese"))
		if b := bring(t, d, text(t, sheet.AsAsks, few)); b.Report.Updated != 0 || len(board(t, h, ana, call.Filter{Query: "cheese"})) != 1 {
			t.Errorf("the same sheet took what was mended: %d updated", b.Report.Updated)
		}
		newer := strings.Replace(few, "bread and milk", "bread and eggs", 1)
		if b := bring(t, d, text(t, sheet.AsAsks, newer)); b.Report.Updated != 1 || len(board(t, h, ana, call.Filter{Query: "eggs"})) != 1 {
			t.Errorf("a row that changed is not here: %d updated", b.Report.Updated)
		}
	})
}
