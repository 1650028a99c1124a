package store_test

import (
	"testing"

	"alongside/internal/access"
	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/carry"
	"alongside/internal/fault"
	"alongside/internal/kit"
	"alongside/internal/mandate"
	"alongside/internal/party"
	"alongside/internal/when"
)

// press is a walk whose message is passed on, and a group that carries it.
type press struct {
	*crew
	l       action.Look
	kits    *kit.Desk
	carries *carry.Desk
	other   *guild
}

func newPress(t *testing.T, h *House) *press {
	t.Helper()
	w := newCrew(t, h)
	p := &press{crew: w, l: w.walk(t, ""), carries: h.carry(), other: newGuild(t, h, "Bea")}
	told := func(tx call.Tx, c call.Call) error { return p.carries.SourceChanged(h.Store.Carries().Within(tx), c) }
	p.kits = &kit.Desk{Store: h.Store.Kits(), Clock: h.Clock, Changed: func(tx kit.Tx, c call.Call) error {
		return p.carries.SourceChanged(h.Store.Carries().Within(tx), c)
	}}
	h.Spine.Changed = func(tx call.Tx, c call.Call) error {
		if err := p.kits.CallChanged(h.Store.Kits().Within(tx), c); err != nil {
			return err
		}
		return told(tx, c)
	}
	p.other.mustGive(t, mandate.Given{Scope: party.Carry, Days: 60}, "Bea")
	fine(t, p.carries.TakeUp(ctx, p.other.viewer(t, "Bea"), p.other.id, p.l.ID, "We carry it."))
	return p
}

func chat(words string) kit.Draft {
	return kit.Draft{Rendering: kit.Rendering{Channel: kit.Chat, Length: kit.Short, Language: "en", Words: words}, Renders: true}
}

func (p *press) writes(t *testing.T, dr kit.Draft) kit.Kit {
	t.Helper()
	return must[kit.Kit](t)(p.kits.Write(ctx, p.viewer(t, "Mina"), p.l.ID, dr))
}

func (p *press) reads(t *testing.T, slug string) kit.Look {
	t.Helper()
	return must[kit.Look](t)(p.kits.At(ctx, access.Viewer{}, slug))
}

func TestOnlyItsStewardWritesACallsMessage(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		p := newPress(t, h)
		_, err := p.kits.Write(ctx, p.viewer(t, "Ola"), p.l.ID, chat("Mine."))
		refused(t, fault.NotYours, err) // a member without the task
		_, err = p.kits.Write(ctx, p.other.viewer(t, "Bea"), p.l.ID, chat("Mine."))
		refused(t, fault.NotFound, err) // who carries it
		_, err = p.kits.Write(ctx, access.Viewer{Host: true}, p.l.ID, chat("Mine."))
		refused(t, fault.NotFound, err)
		k := p.writes(t, chat("Walk with us."))
		if k.Slug != "walk-to-the-hearing" || k.What != kit.Words {
			t.Errorf("%+v", k)
		}

		page := p.viewer(t, "Mina") // her page is open while her task ends
		h.sql(t, "UPDATE mandate SET ends=begins WHERE grp=$1", p.id)
		_, err = p.kits.Write(ctx, page, p.l.ID, chat("Still mine."))
		refused(t, fault.NotYours, err)
		refused(t, fault.NotYours, p.carries.UseBy(ctx, page, p.l.ID, h.Clock.Now().Add(day)))
		if l := p.reads(t, k.Slug); len(l.Renderings) != 1 || l.Renderings[0].Words != "Walk with us." {
			t.Errorf("everybody reads %+v", l.Renderings)
		}

		own, guest := h.ask(t, call.Draft{Body: "A ladder"}) // who has no account is a steward, too
		_, err = p.kits.Write(ctx, access.Viewer{}, own.ID, chat("Ours."))
		refused(t, fault.NotFound, err)
		if k := must[kit.Kit](t)(p.kits.Write(ctx, guest, own.ID, chat("A ladder, please."))); k.Slug != "a-ladder" {
			t.Errorf("%+v", k)
		}
		fine(t, h.Spine.Close(ctx, guest, own.ID, call.Withdrawn, 0))
		_, err = p.kits.Write(ctx, guest, own.ID, chat("Still a ladder."))
		refused(t, fault.Stale, err) // it has closed, and stays to be read
		if l := p.reads(t, "a-ladder"); !l.Over(h.Clock.Now()) || l.Renderings[0].Words != "A ladder, please." {
			t.Errorf("of a closed call everybody reads %+v", l)
		}
	})
}

func TestWhoCarriesACallIsToldOfEachChangeOfItsMessageOnce(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		p, told := newPress(t, h), 0
		tells := func(why string, want int) {
			t.Helper()
			if told += want; h.notices(t, "source_changed") != told {
				t.Errorf("%s: told %d times in all, want %d", why, h.notices(t, "source_changed"), told)
				told = h.notices(t, "source_changed")
			}
		}
		slug := p.writes(t, chat("Walk with us.")).Slug
		tells("it is new", 1)
		p.writes(t, chat("Walk with us."))
		tells("the same again", 0)
		h.Clock.Move(2 * day)
		p.writes(t, chat("Walk with all of us."))
		tells("other words in the same place", 1)
		today := h.Clock.Now().Truncate(day)
		if l := p.reads(t, slug); !l.Changed.Equal(today) || !l.Renderings[0].Changed.Equal(today) || l.What != kit.Words {
			t.Errorf("it changed on %s: %+v", today, l)
		}
		long := chat("Walk with us, all the way.")
		long.Length = kit.Long
		p.writes(t, long)
		tells("a longer one", 1)
		p.writes(t, kit.Draft{Kit: kit.Kit{Avoid: "No names.", Picture: "A bridge."}, Sheets: true})
		tells("the sheet", 1)
		if l := p.reads(t, slug); l.What != kit.Facts || l.Avoid != "No names." || len(l.Renderings) != 2 {
			t.Errorf("everybody reads %+v", l)
		}
		p.writes(t, chat("")) // its words are taken out, and the sheet stays
		tells("taken out", 1)
		p.writes(t, chat(""))
		tells("taken out twice", 0)
		if l := p.reads(t, slug); len(l.Renderings) != 1 || l.Avoid != "No names." {
			t.Errorf("everybody reads %+v", l)
		}

		s := p.plan(t).When
		s.At = when.HM(17, 0)
		_, err := surely(p.acts, p.viewer(t, "Mina"), p.l.ID, s)
		fine(t, err)
		tells("another hour", 1)
		if l := p.reads(t, slug); l.What != kit.Asked {
			t.Errorf("what changed last is %s", l.What)
		}
		_, err = surely(p.acts, p.viewer(t, "Mina"), p.l.ID, s)
		fine(t, err)
		tells("the same hour", 0)

		until := h.Clock.Now().Add(2 * day)
		fine(t, p.carries.UseBy(ctx, p.viewer(t, "Mina"), p.l.ID, until))
		tells("until when", 1)
		if l := p.reads(t, slug); !l.Until().Equal(until) || l.Over(h.Clock.Now()) {
			t.Errorf("until %s: %+v", until, l)
		}
		h.Clock.Move(3 * day)
		if l := p.reads(t, slug); !l.Over(h.Clock.Now()) {
			t.Error("after its day it may still be used")
		}
	})
}

func (p *press) plan(t *testing.T) action.Plan {
	t.Helper()
	return must[action.Look](t)(p.acts.Look(ctx, access.Viewer{}, p.l.ID, 0)).Plan
}

func TestAKitsAddressLeadsToNoOtherCallEver(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		p := newPress(t, h)
		first, v := h.ask(t, call.Draft{Body: "Twelve chairs"})
		second, w := h.ask(t, call.Draft{Body: "Twelve chairs"})
		third, x := h.ask(t, call.Draft{Body: "Twelve chairs"})
		symbols, y := h.ask(t, call.Draft{Body: "☎ ☎ ☎"})
		kitOf := func(v access.Viewer, l call.Look) string {
			t.Helper()
			return must[kit.Kit](t)(p.kits.Write(ctx, v, l.ID, chat("Words."))).Slug
		}
		if got := kitOf(v, first); got != "twelve-chairs" {
			t.Errorf("the first is at %s", got)
		}
		if got := kitOf(w, second); got != second.ID.String() {
			t.Errorf("the second is at %s", got)
		}
		if got := kitOf(y, symbols); got != symbols.ID.String() {
			t.Errorf("one without letters is at %s", got)
		}
		fine(t, h.Spine.Edit(ctx, v, first.ID, call.Draft{Title: "Ten chairs", Body: "Ten chairs", Language: "en", Parts: []call.DraftPart{{ID: first.Parts[0].ID, Title: "Ten chairs", Quantity: 1}}}))
		if l := p.reads(t, "twelve-chairs"); l.Call.Title != "Ten chairs" || l.What != kit.Asked {
			t.Errorf("after another title: %+v", l)
		}
		h.become(t, first.ID, call.Hidden)
		_, err := p.kits.At(ctx, access.Viewer{}, "twelve-chairs")
		refused(t, fault.NotFound, err)
		fine(t, h.Spine.Store.Update(ctx, func(tx call.Tx) error { return tx.EraseCall(first.ID) }))
		_, err = p.kits.At(ctx, access.Viewer{}, "twelve-chairs")
		refused(t, fault.Gone, err)
		_, err = p.kits.At(ctx, access.Viewer{}, "invented")
		refused(t, fault.NotFound, err)
		if n := h.count(t, "SELECT (SELECT count(*) FROM kit WHERE call=$1) + (SELECT count(*) FROM rendering WHERE call=$1)", first.ID); n != 0 {
			t.Errorf("%d rows of it outlive the call", n)
		}
		if got := kitOf(x, third); got != third.ID.String() {
			t.Errorf("an address on old posters leads to %s, too", got)
		}
	})
}
