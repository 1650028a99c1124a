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
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/space"
)

// pair is a promise between an asker and a helper, both guests.
type pair struct {
	*House
	l             call.Look
	m             call.Commitment
	asker, helper access.Viewer
}

func (h *House) pair(t *testing.T, d call.Draft) *pair {
	t.Helper()
	p := &pair{House: h}
	if d.Reach == "" {
		d.Reach = "555 0142"
	}
	p.l, p.asker = h.ask(t, d)
	p.m, p.helper = h.answer(t, p.l.Parts[0].ID)
	return p
}

// write writes from a page of its own.
func (h *House) write(v access.Viewer, m call.CommitmentID, words string) error {
	return h.Spine.Write(ctx, v, m, call.Key(fmt.Sprint("write ", keys.Add(1))), words)
}

// both writes one line from each side.
func (p *pair) both(t *testing.T) {
	t.Helper()
	must0(t, p.write(p.asker, p.m.ID, "Is the lift broken?"))
	must0(t, p.write(p.helper, p.m.ID, "Yes, take the stairs."))
}

func (h *House) lines(t *testing.T, m call.CommitmentID) int {
	t.Helper()
	return h.count(t, "SELECT count(*) FROM threadline WHERE commitment=$1", m)
}

func TestTheTwoSidesOfAPromiseWriteToEachOtherAndNobodyElseReadsIt(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		p := h.pair(t, call.Draft{Parts: []call.DraftPart{{Title: "Heater", Quantity: 3}}})
		h.Clock.Move(90 * time.Second)
		p.both(t)
		for name, v := range map[string]access.Viewer{"the asker": p.asker, "the helper": p.helper} {
			th := h.stage(t, v, p.m.ID).Thread
			if !th.Reads || !th.Writes || th.Waits || th.Left != call.LinesMost-1 || !th.Until.IsZero() || len(th.Lines) != 2 {
				t.Fatalf("%s reads %+v", name, th)
			}
			first, last := th.Lines[0], th.Lines[1]
			if first.Voice != call.Caller || first.Body != "Is the lift broken?" || last.Voice != call.Answerer || last.N != 2 || last.At.Second() != 0 {
				t.Errorf("%s reads %+v, then %+v", name, first, last)
			}
			mine := must[call.Mine](t)(h.Spine.Mine(ctx, v))
			if got := mine.Promises[0].Thread; len(got.Lines) != 2 {
				t.Errorf("the page of %s has %+v", name, got)
			}
		}
		n, third := h.answer(t, p.l.Parts[0].ID)
		_, stranger := h.ask(t, call.Draft{})
		for name, v := range map[string]access.Viewer{"another who said yes": third, "another guest": stranger, "a stranger": {}, "the host": {Host: true}} {
			_, err := h.Spine.Promise(ctx, v, p.m.ID)
			wants(t, name+" reads", fault.NotFound, err)
			wants(t, name+" writes", fault.NotFound, h.write(v, p.m.ID, "Hello?"))
		}
		if th := h.stage(t, third, n.ID).Thread; len(th.Lines) != 0 || !th.Reads {
			t.Errorf("whoever else said yes to the same part reads %+v", th)
		}
		if th := h.stage(t, p.asker, n.ID).Thread; len(th.Lines) != 0 {
			t.Errorf("two promises share a thread: %+v", th)
		}
		wants(t, "to a promise that is not there", fault.NotFound, h.write(p.asker, p.m.ID+1, "Hello?"))
		if h.lines(t, p.m.ID) != 2 {
			t.Error("somebody else's words came in")
		}
	})
}

func TestWordsAreWrittenOnceSomebodySaidYesAndUntilItIsSettled(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, asker := h.ask(t, call.Draft{Rule: call.AskerAgrees, Reach: "555 0142"})
		m, helper, err := h.hold(l.Parts[0].ID)
		must0(t, err)
		may := func(stage call.Stage, want bool) {
			t.Helper()
			for name, v := range map[string]access.Viewer{"the asker": asker, "the helper": helper} {
				p := h.stage(t, v, m.ID)
				if p.State != stage || p.Thread.Writes != want {
					t.Errorf("%s, in %s (not %s), writes: %v", name, p.State, stage, p.Thread.Writes)
				}
				if err := h.write(v, m.ID, "In "+string(stage)); want && err != nil || !want && !fault.Is(err, fault.Stale) {
					t.Errorf("%s writes while %s: %v", name, stage, err)
				}
			}
		}
		may(call.Held, false)
		must[call.Commitment](t)(h.Spine.Offer(ctx, helper, m.ID, call.Reach{Reach: "ana@chat"}))
		may(call.Offered, true)
		if p := h.stage(t, helper, m.ID); p.Detail.Reach != "" || len(p.Thread.Lines) != 2 {
			t.Errorf("before the yes the helper reads %+v, %+v", p.Detail, p.Thread)
		}
		must0(t, h.Spine.Agree(ctx, asker, m.ID))
		may(call.Agreed, true)
		must0(t, h.Spine.Say(ctx, asker, m.ID, true))
		may(call.Due, true)
		must0(t, h.Spine.Say(ctx, helper, m.ID, true))
		may(call.Kept, false)
		if th := h.stage(t, helper, m.ID).Thread; len(th.Lines) != 6 || !th.Reads {
			t.Errorf("once it is kept the helper reads %+v", th)
		}
	})
}

func TestAThreadIsSmallAndNeitherSideCanSilenceTheOther(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		p := h.pair(t, call.Draft{})
		for name, words := range map[string]string{"nothing": " \n\t", "what nobody sees": "\u200b\u2060", "too much": strings.Repeat("가", call.LineMost+1)} {
			wants(t, name, fault.Invalid, h.write(p.asker, p.m.ID, words))
		}
		must0(t, h.write(p.asker, p.m.ID, "  \u202eCome\u202c  \n\n\n\n by two \u0000\n"))
		if got := h.stage(t, p.helper, p.m.ID).Thread.Lines[0].Body; got != "Come\n\n by two" {
			t.Errorf("cleaned it is %q", got)
		}
		for range call.LinesMost - 1 {
			must0(t, h.write(p.asker, p.m.ID, strings.Repeat("가", call.LineMost)))
		}
		err := h.write(p.asker, p.m.ID, "One more")
		wants(t, "one more", fault.Invalid, err)
		if f := fault.FieldsOf(err); len(f) != 1 || f[0].Say != "thread.full" {
			t.Errorf("it is told %+v", f)
		}
		if th := h.stage(t, p.asker, p.m.ID).Thread; th.Left != 0 {
			t.Errorf("%d lines are left", th.Left)
		}
		must0(t, h.write(p.helper, p.m.ID, "I can still answer."))
	})
}

func TestManyWritersAtOnceStayWithinTheThreadAndInOrder(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		p := h.pair(t, call.Draft{})
		var wait sync.WaitGroup
		for i := range 30 {
			wait.Go(func() {
				v := p.asker
				if i%2 == 0 {
					v = p.helper
				}
				if err := h.write(v, p.m.ID, fmt.Sprint("Line ", i)); err != nil && !fault.Is(err, fault.Invalid) {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		th := h.stage(t, p.asker, p.m.ID).Thread
		if len(th.Lines) != 2*call.LinesMost {
			t.Fatalf("%d lines", len(th.Lines))
		}
		for i, l := range th.Lines {
			if l.N != int64(i+1) {
				t.Errorf("line %d has the number %d", i, l.N)
			}
		}
	})
}

func TestAPageSentTwiceWritesOnce(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		p := h.pair(t, call.Draft{Parts: []call.DraftPart{{Title: "Heater", Quantity: 2}}})
		other, third := h.answer(t, p.l.Parts[0].ID)
		send := func(v access.Viewer, m call.CommitmentID) {
			t.Helper()
			must0(t, h.Spine.Write(ctx, v, m, "one key", "I come at two."))
		}
		for range 3 {
			send(p.helper, p.m.ID)
		}
		if n := h.lines(t, p.m.ID); n != 1 {
			t.Errorf("%d lines", n)
		}
		send(p.asker, p.m.ID) // somebody else's key is no key of theirs
		send(third, other.ID)
		if n, m := h.lines(t, p.m.ID), h.lines(t, other.ID); n != 2 || m != 1 {
			t.Errorf("%d lines, and %d of another promise", n, m)
		}
		must0(t, h.Spine.Say(ctx, p.helper, p.m.ID, true))
		must0(t, h.Spine.Say(ctx, p.asker, p.m.ID, true))
		send(p.helper, p.m.ID) // what has come is no mistake, though it is over
		if n := h.lines(t, p.m.ID); n != 2 {
			t.Errorf("%d lines after it was kept", n)
		}
	})
}

func TestTheOtherSideIsToldOnceUntilTheyHaveLooked(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		p := h.pair(t, call.Draft{Parts: []call.DraftPart{{Title: "Heater", Quantity: 2}}})
		desk := &notice.Desk{Store: h.Store.Notices(), Clock: h.Clock}
		told := func(v access.Viewer) (n int) {
			for _, one := range must[[]notice.Notice](t)(desk.News(ctx, v.Parties)) {
				if one.Kind == notice.Written {
					n++
				}
			}
			return n
		}
		for i := range 3 {
			must0(t, h.write(p.helper, p.m.ID, fmt.Sprint("Line ", i)))
		}
		if told(p.asker) != 1 || told(p.helper) != 0 {
			t.Errorf("the asker is told %d times, the one who wrote %d", told(p.asker), told(p.helper))
		}
		other, third := h.answer(t, p.l.Parts[0].ID)
		must0(t, h.write(third, other.ID, "Me too"))
		if told(p.asker) != 2 {
			t.Errorf("of two promises the asker is told %d times", told(p.asker))
		}
		must0(t, desk.Seen(ctx, p.asker.Parties))
		must0(t, h.write(p.helper, p.m.ID, "And more"))
		if told(p.asker) != 3 {
			t.Errorf("once they have looked they are told %d times", told(p.asker))
		}
		must0(t, h.write(p.asker, p.m.ID, "Thank you"))
		if told(p.helper) != 1 {
			t.Errorf("the helper is told %d times", told(p.helper))
		}
	})
}

func TestWhoIsBlockedReachesNobodyAndWhoBlockedIsToldSo(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		g := newGuild(t, h, "Ana", "Bo")
		l := h.askAs(t, party.OfFace(g.faces["Ana"]), call.Draft{Group: g.id, Audience: call.InGroup})
		ana, bo := g.viewer(t, "Ana"), g.viewer(t, "Bo")
		m := must[call.Commitment](t)(h.Spine.AnswerNow(ctx, bo, party.OfFace(g.faces["Bo"]), call.Answer{Part: l.Parts[0].ID}))
		must0(t, h.write(bo, m.ID, "Before"))
		tends := &space.Desk{Store: h.Store.Space(), Clock: h.Clock}
		must0(t, tends.Block(ctx, ana, g.accounts["Ana"], g.id, g.faces["Bo"]))
		for who, say := range map[string]string{"Ana": "repair.you_blocked", "Bo": "thread.not_now"} {
			err := h.write(g.viewer(t, who), m.ID, "After")
			wants(t, who, fault.Invalid, err)
			if f := fault.FieldsOf(err); len(f) != 1 || f[0].Say != say {
				t.Errorf("%s is told %+v", who, f)
			}
		}
		if h.lines(t, m.ID) != 1 || h.notices(t, "written") != 1 {
			t.Error("words came through a block")
		}
		must0(t, tends.Unblock(ctx, g.accounts["Ana"], g.faces["Bo"]))
		must0(t, h.write(bo, m.ID, "Again"))
	})
}

// As with how to reach somebody: who is on trial, or paused, does not read yet
// what is said about the group's own calls.
func TestWhoAGroupDoesNotKnowYetReadsNoWordsOfItsOwnCalls(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		g := newGuild(t, h, "Ana", "Noor")
		l := h.askAs(t, party.OfFace(g.faces["Ana"]), call.Draft{Group: g.id, Audience: call.InGroup})
		until := h.Clock.Now().Add(14 * day)
		for name, stand := range map[string]struct {
			trial  time.Time
			paused bool
		}{"on trial": {trial: until}, "paused": {paused: true}} {
			g.become(t, "Noor", time.Time{}, false)
			m := must[call.Commitment](t)(h.Spine.AnswerNow(ctx, g.viewer(t, "Noor"), party.OfFace(g.faces["Noor"]), call.Answer{Part: l.Parts[0].ID}))
			must0(t, h.write(g.viewer(t, "Noor"), m.ID, "I bring it."))
			g.become(t, "Noor", stand.trial, stand.paused)
			noor, ana := g.viewer(t, "Noor"), g.viewer(t, "Ana")
			must0(t, h.write(ana, m.ID, "Flat 4, the second bell."))
			if th := h.stage(t, noor, m.ID).Thread; th.Reads || th.Writes || len(th.Lines) != 0 {
				t.Errorf("%s reads %+v", name, th)
			}
			wants(t, name, fault.NotYours, h.write(noor, m.ID, "Hello?"))
			if th := h.stage(t, ana, m.ID).Thread; th.Waits || len(th.Lines) != 2 {
				t.Errorf("while the other is %s the asker reads %+v", name, th)
			}
			g.become(t, "Noor", time.Time{}, false)
			if th := h.stage(t, g.viewer(t, "Noor"), m.ID).Thread; len(th.Lines) != 2 {
				t.Errorf("no longer %s she reads %+v", name, th)
			}
			must0(t, h.Spine.HandBack(ctx, g.viewer(t, "Noor"), m.ID))
		}
	})
}

func TestForAGroupWhoeverHoldsItsMandateReadsAndWrites(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a, b := h.club(t, "Dock Street"), h.club(t, "Eastfield")
		sam, kim, bea := a.member(t, "Sam"), a.member(t, "Kim"), b.member(t, "Bea")
		a.mandate(t, a.founder.face, party.Promise, h.Clock.Now().Add(40*day))
		mandate := a.mandate(t, kim.face, party.Promise, h.Clock.Now().Add(40*day))
		a.mandate(t, sam.face, party.Speak, h.Clock.Now().Add(40*day))
		b.mandate(t, bea.face, party.Promise, h.Clock.Now().Add(40*day))
		l := h.many(t, b, 8)
		m := must[call.Commitment](t)(h.Spine.Pledge(ctx, h.viewer(t, a.founder), a.id, call.Answer{Part: l.Parts[0].ID, Quantity: 6}))
		must0(t, h.Spine.TakeOn(ctx, h.viewer(t, sam), a.id, m.ID, 1))
		thread := func(p person, from party.GroupID) call.Thread {
			t.Helper()
			return must[call.Pledged](t)(h.Spine.Pledged(ctx, h.viewer(t, p), from, m.ID)).Thread
		}
		must0(t, h.write(h.viewer(t, a.founder), m.ID, "We bring six chairs."))
		must0(t, h.write(h.viewer(t, kim), m.ID, "In a red van."))
		must0(t, h.write(h.viewer(t, b.founder), m.ID, "Park at the back."))

		for name, th := range map[string]call.Thread{"who promised": thread(a.founder, a.id), "another holder": thread(kim, a.id)} {
			if !th.Writes || th.Voice != call.Answerer || len(th.Lines) != 3 || th.Left != call.LinesMost-2 {
				t.Errorf("%s reads %+v", name, th)
			}
		}
		own := h.stage(t, h.viewer(t, b.founder), m.ID).Thread
		if looked := thread(b.founder, b.id); own.Voice != call.Caller || len(own.Lines) != 3 || len(looked.Lines) != 3 || looked.Voice != call.Caller {
			t.Errorf("the one who asked reads %+v, and from their group %+v", own, looked)
		}
		for name, th := range map[string]call.Thread{"who fills it and speaks for the group": thread(sam, a.id), "who promises for the group that asked": thread(bea, b.id)} {
			if th.Reads || len(th.Lines) != 0 {
				t.Errorf("%s reads %+v", name, th)
			}
		}
		wants(t, "a member without the mandate", fault.NotYours, h.write(h.viewer(t, sam), m.ID, "Me too"))
		wants(t, "another of the group that asked", fault.NotFound, h.write(h.viewer(t, bea), m.ID, "Me too"))
		told := func(p person) int {
			return h.count(t, "SELECT count(*) FROM notice WHERE kind IN ('group_moved', 'written') AND party=$1", p.face)
		}
		if told(a.founder) != 1 || told(kim) != 1 || told(sam) != 0 || told(bea) != 0 || told(b.founder) != 1 {
			t.Errorf("told: %d and %d who hold it, %d who fills it, %d of the other group, %d who asked", told(a.founder), told(kim), told(sam), told(bea), told(b.founder))
		}

		open := h.viewer(t, kim) // a page that stays open
		h.sql(t, "DELETE FROM holder WHERE mandate=$1", mandate)
		wants(t, "whose mandate was recalled", fault.NotYours, h.write(open, m.ID, "Still me"))
		if th := must[call.Pledged](t)(h.Spine.Pledged(ctx, open, a.id, m.ID)).Thread; th.Reads {
			t.Errorf("whose mandate was recalled reads %+v", th)
		}
		h.sql(t, "DELETE FROM holder WHERE face=$1", a.founder.face)
		if th := h.stage(t, h.viewer(t, b.founder), m.ID).Thread; !th.Waits || !th.Writes {
			t.Errorf("while nobody holds the mandate the one who asked reads %+v", th)
		}
		must0(t, h.write(h.viewer(t, b.founder), m.ID, "Are you there?"))
	})
}

// Whoever answers a call that came with a group's sheet has nobody in the group
// to read it: nothing is offered that nobody would read.
func TestAPersonsPromiseToASheetsCallHasNoThread(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		p := h.pair(t, call.Draft{})
		b := h.club(t, "Eastfield")
		h.sql(t, "UPDATE call SET author_kind='group', author=$2, grp=$2 WHERE id=$1", p.l.ID, b.id)
		if th := h.stage(t, p.helper, p.m.ID).Thread; th.Reads || th.Writes {
			t.Errorf("the helper reads %+v", th)
		}
		wants(t, "the helper", fault.Stale, h.write(p.helper, p.m.ID, "Hello?"))
	})
}
