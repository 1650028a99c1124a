package store_test

import (
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/carry"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
)

type groupTx = group.Tx

func (h *House) carry() *carry.Desk {
	d := &carry.Desk{Store: h.Store.Carries(), Clock: h.Clock}
	h.Spine.Changed = func(tx call.Tx, c call.Call) error { return d.SourceChanged(h.Store.Carries().Within(tx), c) }
	return d
}

func TestACarriedCallIsAPointerThatFollowsItsSource(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := h.carry()
		a, b := h.club(t, "Dock Street"), h.club(t, "Eastfield")
		a.mandate(t, a.founder.face, party.Carry, h.Clock.Now().Add(60*day))
		v, steward := h.viewer(t, a.founder), h.viewer(t, b.founder)
		l := h.many(t, b, 8)
		must0(t, d.TakeUp(ctx, v, a.id, l.ID, "Our friends ask."))
		shown := must[[]carry.Carried](t)(d.Shown(ctx, a.id))
		if len(shown) != 1 || shown[0].Call.Title != l.Title || shown[0].Words != "Our friends ask." || shown[0].From != "Eastfield" || !shown[0].Changed.IsZero() {
			t.Fatalf("everybody reads %+v", shown)
		}

		edit := call.Draft{Title: "Ten chairs", Body: "Ten chairs on Tuesday", Language: "en", Parts: []call.DraftPart{{ID: l.Parts[0].ID, Title: "Chairs", Quantity: 10}}}
		wants(t, "a carrier edits the source", fault.NotFound, h.Spine.Edit(ctx, v, l.ID, edit))
		wants(t, "a carrier closes the source", fault.NotFound, h.Spine.Close(ctx, v, l.ID, call.Withdrawn, 0))
		wants(t, "a carrier says until when", fault.NotFound, d.UseBy(ctx, v, l.ID, h.Clock.Now().Add(day)))
		wants(t, "the host says until when", fault.NotFound, d.UseBy(ctx, access.Viewer{Host: true}, l.ID, h.Clock.Now().Add(day)))

		must0(t, h.Spine.Edit(ctx, steward, l.ID, edit))
		shown = must[[]carry.Carried](t)(d.Shown(ctx, a.id))
		if shown[0].Call.Title != "Ten chairs" || shown[0].Changed.IsZero() || shown[0].Words != "Our friends ask." {
			t.Errorf("after a change at the source: %+v", shown[0])
		}
		if h.count(t, "SELECT count(*) FROM notice WHERE kind='source_changed' AND party=$1 AND call=$2", a.founder.face, a.id) != 1 {
			t.Error("the carrier's holder was not told")
		}

		h.become(t, l.ID, call.Hidden)
		if all := must[[]carry.Carried](t)(d.All(ctx, v, a.id)); len(all)+len(must[[]carry.Carried](t)(d.Shown(ctx, a.id))) != 0 {
			t.Errorf("what is hidden is carried on: %+v", all)
		}
		wants(t, "a hidden source's page", fault.NotFound, erred(d.One(ctx, v, a.id, l.ID)))
		h.become(t, l.ID, call.Open)

		must0(t, d.UseBy(ctx, steward, l.ID, h.Clock.Now().Add(2*day)))
		h.Clock.Move(3 * day)
		if shown := must[[]carry.Carried](t)(d.Shown(ctx, a.id)); len(shown) != 0 {
			t.Error("it is shown after the day that its steward set")
		}
		if all := must[[]carry.Carried](t)(d.All(ctx, v, a.id)); len(all) != 1 || all[0].Usable(h.Clock.Now()) {
			t.Errorf("members read %+v", all)
		}
		wants(t, "taken up after that day", fault.Stale, d.TakeUp(ctx, v, a.id, l.ID, ""))
		must0(t, d.UseBy(ctx, steward, l.ID, time.Time{}))
		must0(t, h.Spine.Close(ctx, steward, l.ID, call.NoLongerWanted, 0))
		if shown := must[[]carry.Carried](t)(d.Shown(ctx, a.id)); len(shown) != 0 {
			t.Error("it is shown after it closed")
		}
		must0(t, d.LayDown(ctx, v, a.id, l.ID))
		if all := must[[]carry.Carried](t)(d.All(ctx, v, a.id)); len(all) != 0 {
			t.Error("it is still carried")
		}
	})
}

func TestNobodyCarriesForAGroupWithoutItsMandate(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := h.carry()
		a, b := h.club(t, "Dock Street"), h.club(t, "Eastfield")
		l := h.many(t, b, 8)
		other := a.member(t, "Sam")
		holds := a.mandate(t, a.founder.face, party.Carry, h.Clock.Now().Add(60*day))
		a.mandate(t, other.face, party.Promise, h.Clock.Now().Add(60*day))
		page := h.viewer(t, a.founder)
		wants(t, "a mandate for another act", fault.NotYours, d.TakeUp(ctx, h.viewer(t, other), a.id, l.ID, ""))
		wants(t, "a member of another group", fault.NotFound, d.TakeUp(ctx, h.viewer(t, b.founder), a.id, l.ID, ""))
		wants(t, "the host", fault.NotFound, d.TakeUp(ctx, access.Viewer{Host: true}, a.id, l.ID, ""))
		own := h.many(t, a, 8)
		wants(t, "the group's own call", fault.Stale, d.TakeUp(ctx, page, a.id, own.ID, ""))
		inside := h.askAs(t, party.OfFace(b.founder.face), call.Draft{Group: b.id, Audience: call.InGroup})
		wants(t, "a call that is not public", fault.NotFound, d.TakeUp(ctx, page, a.id, inside.ID, ""))
		must0(t, d.TakeUp(ctx, page, a.id, l.ID, "Ours"))
		for why, q := range map[string]string{"it ended": "UPDATE mandate SET ends=begins WHERE id=$1", "it was recalled": "DELETE FROM holder WHERE mandate=$1"} {
			h.sql(t, q, holds)
			wants(t, why+", words", fault.NotYours, d.TakeUp(ctx, page, a.id, l.ID, "Changed"))
			wants(t, why+", down", fault.NotYours, d.LayDown(ctx, page, a.id, l.ID))
		}
		if all := must[[]carry.Carried](t)(d.All(ctx, page, a.id)); len(all) != 1 || all[0].Words != "Ours" {
			t.Errorf("carried: %+v", all)
		}
		_, err := d.One(ctx, h.viewer(t, b.founder), a.id, l.ID)
		wants(t, "a third group's look", fault.NotFound, err)
		must0(t, h.Store.Groups().Update(ctx, func(tx groupTx) error { return tx.EraseGroup(a.id) }))
		if h.count(t, "SELECT count(*) FROM carried") != 0 {
			t.Error("what a group carried outlives it")
		}
	})
}
