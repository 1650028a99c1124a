package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/circle"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/when"
)

// endings are all the ways in which a promise ends without being kept, and
// what becomes of it.
var endings = map[string]struct {
	draft call.Draft
	to    call.Stage // empty: the promise is gone too
	do    func(t *testing.T, p *pair) error
}{
	"declined": {call.Draft{Rule: call.AskerAgrees}, call.Declined, func(_ *testing.T, p *pair) error { return p.Spine.Decline(ctx, p.asker, p.m.ID) }},
	"taken back while offered": {call.Draft{Rule: call.AskerAgrees}, call.TakenBack,
		func(_ *testing.T, p *pair) error { return p.Spine.HandBack(ctx, p.helper, p.m.ID) }},
	"never answered": {call.Draft{Rule: call.AskerAgrees}, call.Lapsed, func(t *testing.T, p *pair) error { p.pass(t, when.OfferFor); return nil }},
	"handed back":    {call.Draft{}, call.Returned, func(_ *testing.T, p *pair) error { return p.Spine.HandBack(ctx, p.helper, p.m.ID) }},
	"let go":         {call.Draft{}, call.Released, func(_ *testing.T, p *pair) error { return p.Spine.LetGo(ctx, p.asker, p.m.ID) }},
	"the call closed": {call.Draft{}, call.Released,
		func(_ *testing.T, p *pair) error { return p.Spine.Close(ctx, p.asker, p.l.ID, call.NoLongerWanted, 0) }},
	"run out":  {call.Draft{}, call.Lapsed, func(t *testing.T, p *pair) error { p.pass(t, when.LeaseFor); return nil }},
	"not kept": {call.Draft{}, call.NotKept, func(_ *testing.T, p *pair) error { return p.Spine.Say(ctx, p.asker, p.m.ID, false) }},
	"nobody said": {call.Draft{Body: "Soup at five"}, call.Unknown, func(t *testing.T, p *pair) error {
		p.pass(t, 5*time.Hour)
		p.pass(t, when.SettleFor)
		return nil
	}},
	"handed over": {call.Draft{}, call.Passed, func(_ *testing.T, p *pair) error {
		link, err := p.Spine.StartHandOver(ctx, p.helper, p.m.ID, "Omar")
		if err == nil {
			_, err = p.Spine.Accept(ctx, party.Ref{}, link, "omar", "en", call.Reach{Name: "Omar", Reach: "omar@chat"})
		}
		return err
	}},
	"the helper took everything back": {call.Draft{}, call.Returned, func(_ *testing.T, p *pair) error {
		return p.Spine.TakeEverythingBack(ctx, party.GuestID(p.helper.Parties[0].ID))
	}},
	"the asker took everything back": {call.Draft{}, "", func(_ *testing.T, p *pair) error {
		return p.Spine.TakeEverythingBack(ctx, party.GuestID(p.asker.Parties[0].ID))
	}},
	"both became one person": {call.Draft{}, call.Returned, func(t *testing.T, p *pair) error {
		_, one := face()
		must0(t, p.Spine.Adopt(ctx, party.GuestID(p.helper.Parties[0].ID), one))
		return p.Spine.Adopt(ctx, party.GuestID(p.asker.Parties[0].ID), one)
	}},
	"the host removed the call": {call.Draft{}, "", func(_ *testing.T, p *pair) error {
		return p.Spine.Store.Update(ctx, func(tx call.Tx) error { return tx.EraseCall(p.l.ID) })
	}},
}

func TestNoWordOfAPromiseOutlivesItsEnd(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		for name, e := range endings {
			if e.to == call.Unknown { // it has a day, that passes
				e.draft.Starts = h.Clock.Now().Add(5 * time.Hour)
			}
			p := h.pair(t, e.draft)
			p.both(t)
			if h.lines(t, p.m.ID) != 2 {
				t.Fatalf("%s: nothing was written", name)
			}
			must0(t, e.do(t, p))
			if n := h.lines(t, p.m.ID); n != 0 {
				t.Errorf("%s: %d lines stayed", name, n)
			}
			stage := call.Stage("")
			err := h.Spine.Store.View(ctx, func(tx call.Tx) error {
				c, err := tx.Commitment(p.m.ID)
				stage = c.State
				return err
			})
			if stage != e.to || err != nil && e.to != "" {
				t.Errorf("%s: it is %q, %v", name, stage, err)
			}
			for _, v := range []access.Viewer{p.asker, p.helper} {
				if err := h.write(v, p.m.ID, "Too late"); !fault.Is(err, fault.Stale) && !fault.Is(err, fault.NotFound) {
					t.Errorf("%s: after it somebody writes: %v", name, err)
				}
			}
			if h.lines(t, p.m.ID) != 0 {
				t.Errorf("%s: after it somebody has written", name)
			}
		}
	})
}

func TestWordsOfAPromiseThatWasKeptAreReadForAWeek(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		for _, sides := range []int{2, 1} {
			p := h.pair(t, call.Draft{})
			p.both(t)
			for _, v := range []access.Viewer{p.asker, p.helper}[:sides] {
				must0(t, h.Spine.Say(ctx, v, p.m.ID, true))
			}
			if sides == 1 {
				h.pass(t, when.SettleFor)
			}
			until := h.Clock.Now().Add(when.DetailsFor)
			for _, v := range []access.Viewer{p.asker, p.helper} {
				got := h.stage(t, v, p.m.ID)
				if th := got.Thread; !got.State.IsKept() || !th.Reads || th.Writes || len(th.Lines) != 2 || !th.Until.Equal(until) {
					t.Errorf("%s: one of them reads %+v", got.State, th)
				}
				wants(t, "writing once it is kept", fault.Stale, h.write(v, p.m.ID, "Thank you"))
			}
			h.pass(t, when.DetailsFor-time.Minute)
			must0(t, h.Spine.Sweep(ctx))
			if h.lines(t, p.m.ID) != 2 {
				t.Error("the words went too early")
			}
			h.pass(t, time.Minute)
			must0(t, h.Spine.Sweep(ctx))
			if n := h.lines(t, p.m.ID); n != 0 {
				t.Errorf("%d lines stayed", n)
			}
			if th := h.stage(t, p.asker, p.m.ID).Thread; th.Reads {
				t.Errorf("the asker still reads %+v", th)
			}
		}
	})
}

func TestWhoTakesEverythingBackTakesTheWordsOfWhatWasKeptToo(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		for _, asks := range []bool{false, true} {
			p := h.pair(t, call.Draft{})
			p.both(t)
			for _, v := range []access.Viewer{p.asker, p.helper} {
				must0(t, h.Spine.Say(ctx, v, p.m.ID, true))
			}
			who := p.helper
			if asks {
				who = p.asker
			}
			must0(t, h.Spine.TakeEverythingBack(ctx, party.GuestID(who.Parties[0].ID)))
			if n := h.lines(t, p.m.ID); n != 0 {
				t.Errorf("the asker: %v; %d lines stayed", asks, n)
			}
		}
	})
}

func TestWhoeverTakesAPromiseOverBeginsWithAnEmptyPage(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		p := h.pair(t, call.Draft{})
		p.both(t)
		link, err := h.Spine.StartHandOver(ctx, p.helper, p.m.ID, "Omar")
		must0(t, err)
		held := must[call.HeldPlace](t)(h.Spine.Accept(ctx, party.Ref{}, link, "omar", "en", call.Reach{Name: "Omar", Reach: "omar@chat"}))
		omar, next := access.Guest(held.Keys.Guest), held.Commitment.ID
		_, err = h.Spine.Promise(ctx, omar, p.m.ID)
		wants(t, "the old promise", fault.NotFound, err)
		if th := h.stage(t, omar, next).Thread; !th.Writes || len(th.Lines) != 0 {
			t.Errorf("who takes it over reads %+v", th)
		}
		must0(t, h.write(omar, next, "I come in her place."))
		_, err = h.Spine.Promise(ctx, p.helper, next)
		wants(t, "who gave it", fault.NotFound, err)
		wants(t, "who gave it, writing", fault.NotFound, h.write(p.helper, next, "Hello?"))
		if th := h.stage(t, p.asker, next).Thread; len(th.Lines) != 1 || th.Lines[0].Body != "I come in her place." {
			t.Errorf("the asker reads %+v", th)
		}
	})
}

func TestAThreadGoesAlongIntoAnAccount(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		p := h.pair(t, call.Draft{})
		p.both(t)
		who, ref := face()
		must0(t, h.Spine.Adopt(ctx, party.GuestID(p.helper.Parties[0].ID), ref))
		must0(t, h.write(who, p.m.ID, "It is me still."))
		if th := h.stage(t, who, p.m.ID).Thread; len(th.Lines) != 3 || th.Voice != call.Answerer || th.Left != call.LinesMost-2 {
			t.Errorf("in the account it is %+v", th)
		}
		wants(t, "the guest's old link", fault.NotFound, h.write(p.helper, p.m.ID, "Hello?"))
		must0(t, h.Spine.Store.Update(ctx, func(tx call.Tx) error { return h.Spine.Forget(tx, ref) }))
		if n := h.lines(t, p.m.ID); n != 0 {
			t.Errorf("after the account was deleted %d lines stayed", n)
		}
	})
}

func TestTheWordsOfAGroupsPromiseGoWithItsEnd(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		ends := map[string]func(a *club, p *club, m call.CommitmentID) error{
			"the group handed it back": func(a, _ *club, m call.CommitmentID) error { return h.Spine.HandBack(ctx, h.viewer(t, a.founder), m) },
			"the group closed": func(a, _ *club, _ call.CommitmentID) error {
				return h.groupDesk().Leave(ctx, h.viewer(t, a.founder), a.id)
			},
			"who asked is gone": func(_, b *club, _ call.CommitmentID) error {
				return h.Spine.Store.Update(ctx, func(tx call.Tx) error { return h.Spine.Forget(tx, party.OfFace(b.founder.face)) })
			},
		}
		for name, end := range ends {
			a, b := h.club(t, "Dock Street, "+name), h.club(t, "Eastfield, "+name)
			a.mandate(t, a.founder.face, party.Promise, h.Clock.Now().Add(day))
			l := h.many(t, b, 8)
			m := must[call.Commitment](t)(h.Spine.Pledge(ctx, h.viewer(t, a.founder), a.id, call.Answer{Part: l.Parts[0].ID, Quantity: 6}))
			must0(t, h.write(h.viewer(t, a.founder), m.ID, "We come at two."))
			must0(t, h.write(h.viewer(t, b.founder), m.ID, "Good."))
			must0(t, end(a, b, m.ID))
			if n := h.lines(t, m.ID); n != 0 {
				t.Errorf("%s: %d lines stayed", name, n)
			}
		}
	})
}

func TestTheWordsOfACirclesPromiseStayAmongItsPeopleAndGoWithIt(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		r := newRound(t, h)
		ask := func() (call.Look, call.CommitmentID) {
			l := h.askAs(t, r.face("Ana"), r.draft())
			m := r.answerAs(t, "Mina", l)
			must0(t, h.write(r.viewer(t, "Ana"), m.ID, secret+", at the back door"))
			return l, m.ID
		}
		_, m := ask()
		for name, v := range r.viewers(t) {
			if name == "the author" || name == "in the circle" {
				continue
			}
			wants(t, name, fault.NotFound, h.write(v, m, "Hello?"))
		}
		r.become(t, "Ana", time.Time{}, true)
		if th := h.stage(t, r.viewer(t, "Ana"), m).Thread; th.Reads {
			t.Errorf("a paused author reads %+v", th)
		}
		if th := h.stage(t, r.viewer(t, "Mina"), m).Thread; th.Waits {
			t.Error("Mina learns that Ana is paused")
		}
		r.become(t, "Ana", time.Time{}, false)
		must0(t, r.circles.Leave(ctx, r.viewer(t, "Mina"), r.id, r.circle))
		if n := h.lines(t, m); n != 0 {
			t.Errorf("after she left the circle %d lines stayed", n)
		}
		must0(t, r.circles.Add(ctx, r.viewer(t, "Ana"), r.id, r.circle, r.faces["Mina"]))
		_, m = ask()
		must0(t, r.circles.End(ctx, r.viewer(t, "Mina"), r.id, r.circle))
		if n := h.lines(t, m); n != 0 {
			t.Errorf("when the circle ended %d lines stayed", n)
		}
	})
}

// What the two write is in no list, no export and no record of anybody, not
// even of the two.
func TestNoListAndNoFileHoldsTheWordsOfAPromise(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		r := newRound(t, h)
		const words = "Quincunx"
		open := r.make(t, circle.Draft{Name: "Soup"})
		d := r.draft()
		d.Circle = open
		for _, draft := range []call.Draft{d, {Body: "Chairs for the hall", Group: r.id, Audience: call.InGroup}, {Body: "Soup for ten", Group: r.id}} {
			l := h.askAs(t, r.face("Ana"), draft)
			m := r.answerAs(t, "Mina", l)
			must0(t, h.write(r.viewer(t, "Ana"), m.ID, words+" one"))
			must0(t, h.write(r.viewer(t, "Mina"), m.ID, words+" two"))
		}
		viewers := r.viewers(t)
		for list, read := range r.lists(t) {
			for name, v := range viewers {
				both := list == "you" && (name == "the author" || name == "in the circle")
				if text := read(v); strings.Contains(text, words) != both {
					t.Errorf("%s finds the words in %q: %v", name, list, !both)
				}
			}
		}
		out, _ := (&union{House: h, id: r.id}).export(t, mover(t, h)) // as whoever runs the machine takes it: all of the group
		if text := unzipped(t, out, nil); strings.Contains(text, words) || !strings.Contains(text, "Soup for ten") {
			t.Error("the group's file holds the words of a promise")
		}
	})
}

func TestAMemberWhoLeavesTheirGroupTakesTheWordsAlong(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		g := newGuild(t, h, "Ana", "Bo")
		g.hall.Left = func(_ context.Context, tx group.Tx, f party.FaceID) error {
			return h.Spine.Forget(h.Store.Calls().Within(tx), party.OfFace(f))
		}
		for _, who := range []string{"Bo", "Ana"} {
			l := h.askAs(t, party.OfFace(g.faces["Ana"]), call.Draft{Group: g.id, Audience: call.InGroup})
			m := must[call.Commitment](t)(h.Spine.AnswerNow(ctx, g.viewer(t, "Bo"), party.OfFace(g.faces["Bo"]), call.Answer{Part: l.Parts[0].ID}))
			must0(t, h.write(g.viewer(t, "Bo"), m.ID, "I have it."))
			must0(t, g.hall.Leave(ctx, g.viewer(t, who), g.id))
			if n := h.lines(t, m.ID); n != 0 {
				t.Errorf("%s left, and %d lines stayed", who, n)
			}
			if who == "Bo" {
				g.add(t, "Bo", time.Time{})
			}
		}
	})
}
