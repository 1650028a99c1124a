package store_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/host"
	"alongside/internal/mandate"
	"alongside/internal/party"
	"alongside/internal/space"
	"alongside/internal/when"
)

// opens are the names of those to whom a call opens, in order.
func (o *told) opens(t *testing.T, viewers map[string]access.Viewer, which call.ID) string {
	t.Helper()
	var names []string
	for name, v := range viewers {
		l, err := o.Spine.Look(ctx, v, which)
		if err == nil {
			names = append(names, name)
			continue
		}
		_, never := o.Spine.Look(ctx, v, which+1)
		if fault.KindOf(err) != fault.KindOf(never) || fault.SayOf(err) != fault.SayOf(never) || l.Title != "" {
			t.Errorf("%s can tell it from none: %v, %v, %q", name, err, never, l.Title)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func TestAHiddenCallOpensToItsAuthorWhoPromisedAndWhoAnswersAlone(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		for _, in := range []string{"the group", "a circle"} {
			o := newTold(t, h)
			d := o.draft()
			if in == "the group" {
				d.Circle, d.Audience = 0, call.InGroup
			}
			l := h.askAs(t, o.face("Ana"), d)
			m := o.answerAs(t, "Ben", l)
			viewers := o.viewers(t)
			viewers["who promised"] = o.viewer(t, "Ben")
			answers := map[string]string{"the group": "Sol", "a circle": "Mina"}[in]
			o.mustGive(t, mandate.Given{Scope: party.Reports, Days: 30}, answers)
			viewers["who answers"] = o.viewer(t, answers)
			must0(t, o.tell(o.viewer(t, "Ben"), space.Call, int64(l.ID), false))
			must0(t, o.desk.Answer(ctx, viewers["who answers"], o.one(t, answers), space.Hide, "Not here."))
			if got := o.opens(t, viewers, l.ID); got != "the author, who answers, who promised" {
				t.Errorf("in %s it opens to %s", in, got)
			}
			for list, read := range o.lists(t) {
				for name, v := range viewers {
					if own := list == "you" && (name == "the author" || name == "who promised"); !own && strings.Contains(read(v), secret) {
						t.Errorf("in %s, %s finds it in %q", in, name, list)
					}
				}
			}
			for name, v := range viewers {
				_, err := h.Spine.Hold(ctx, v, party.Ref{}, call.Answer{Part: l.Parts[0].ID})
				if want := fault.NotFound; name != "the author" && !fault.Is(err, want) {
					t.Errorf("in %s, %s says they can: %v", in, name, err)
				}
			}
			if p := h.stage(t, viewers["who promised"], m.ID); p.Detail.Reach != "555 0142" {
				t.Errorf("in %s, who promised reads %+v", in, p.Detail)
			}
			o.hold(t, in, l, m, viewers)
		}
	})
}

// hold is what becomes of a call while it is hidden.
func (o *told) hold(t *testing.T, in string, l call.Look, m call.Commitment, viewers map[string]access.Viewer) {
	t.Helper()
	told := o.notices(t, "reported")
	ana := viewers["the author"]
	must0(t, o.Spine.Edit(ctx, ana, l.ID, call.Draft{Body: secret + " for a walk", Language: "en", Parts: []call.DraftPart{{ID: l.Parts[0].ID, Title: "One", Quantity: 1}}, Reach: "555 0142"}))
	if n := o.notices(t, "reported"); n != told+1 {
		t.Errorf("in %s, its author changed it, and %d were told", in, n-told)
	}
	must0(t, o.Spine.Close(ctx, ana, l.ID, call.Withdrawn, 0))
	if got := o.opens(t, viewers, l.ID); got != "the author, who answers" { // what was promised is let go
		t.Errorf("in %s, closed while it is hidden it opens to %s", in, got)
	}
	if d := o.rows(t, "SELECT count(*) FROM detail WHERE call=$1 AND until IS NULL", l.ID); d != 0 {
		t.Errorf("in %s, how to reach its author is never erased", in)
	}
	answers := viewers["who answers"]
	_, hidden, err := o.desk.Waiting(ctx, answers, o.id)
	check(t, err)
	must0(t, o.desk.Again(ctx, answers, hidden[0].ID, "It was changed."))
	again, err := o.Spine.Look(ctx, viewers["who promised"], l.ID)
	if err != nil || again.State != call.Closed {
		t.Errorf("in %s, shown again it is %s, %v", in, again.State, err)
	}
}

func TestAHiddenCallRunsOutUnseen(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		o := newTold(t, h)
		d := o.draft()
		d.Circle, d.Audience = 0, call.InGroup
		l := h.askAs(t, o.face("Ana"), d)
		must0(t, o.tell(o.viewer(t, "Ben"), space.Call, int64(l.ID), false))
		must0(t, o.desk.Answer(ctx, o.viewer(t, "Sol"), o.one(t, "Sol"), space.Hide, "Not here."))
		h.pass(t, 40*day)
		if got := must[call.Look](t)(h.Spine.Look(ctx, o.viewer(t, "Ana"), l.ID)); got.State != call.Hidden || got.Reason != call.Expired || got.ClosedAt.IsZero() {
			t.Errorf("after its day it is %s, %s", got.State, got.Reason)
		}
		h.Clock.Move(when.CallsFor)
		must0(t, h.Spine.Sweep(ctx))
		if o.rows(t, "SELECT count(*) FROM call WHERE id=$1", l.ID) != 0 {
			t.Error("it is kept for ever")
		}
	})
}

func TestWhatTheHostHasHiddenOpensToItsAuthorAndWhoPromised(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		o := newTold(t, h)
		l := h.askAs(t, o.face("Ana"), call.Draft{Body: secret + " for all", Group: o.id, Area: here, Parts: []call.DraftPart{{Title: "Tune", Quantity: 1}, {Title: "Song", Quantity: 2}}})
		m, guest := h.answer(t, l.Parts[0].ID)
		viewers := o.viewers(t)
		viewers["who promised"] = guest
		if got := o.opens(t, viewers, l.ID); got != strings.Join(slices.Sorted(maps.Keys(viewers)), ", ") {
			t.Fatalf("before, it opens to %s", got)
		}
		must0(t, h.Spine.Say(ctx, viewers["the author"], m.ID, true))
		must0(t, h.Spine.Say(ctx, guest, m.ID, true))
		lists := o.lists(t)
		if !strings.Contains(lists["record"](access.Viewer{}), "Tune") && !strings.Contains(lists["record"](access.Viewer{}), secret) {
			t.Fatal("what was kept has no line")
		}
		h.become(t, l.ID, call.Hidden)
		if got := o.opens(t, viewers, l.ID); got != "the author, who promised" {
			t.Errorf("hidden, it opens to %s", got)
		}
		for list, read := range lists {
			for name, v := range viewers {
				if own := list == "you" && (name == "the author" || name == "who promised"); !own && strings.Contains(read(v), secret) {
					t.Errorf("%s finds it in %q", name, list)
				}
			}
		}
	})
}

// become puts a call into a state, as a host does.
func (h *House) become(t *testing.T, which call.ID, s call.State) {
	t.Helper()
	must0(t, h.Spine.Store.Update(ctx, func(tx call.Tx) error {
		c, err := tx.Call(which)
		if err != nil {
			return err
		}
		c.State = s
		return tx.SaveCall(c)
	}))
}

// Shown again, it would have come onto the board past its group's look.
func TestAHostDoesNothingToACallThatWaitsForItsGroupsLook(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := &host.Desk{Store: h.Store.Host(), Clock: h.Clock}
		l, _ := h.ask(t, call.Draft{Body: "Two blankets", Area: here})
		h.become(t, l.ID, call.Waiting)
		for _, act := range []host.Act{host.Hide, host.Show, host.Remove} {
			wants(t, string(act), fault.NotFound, d.Call(ctx, access.Viewer{Host: true}, l.ID, act, "We cannot have this."))
		}
		h.become(t, l.ID, call.Open)
		must0(t, d.Call(ctx, access.Viewer{Host: true}, l.ID, host.Hide, "We cannot have this."))
	})
}
