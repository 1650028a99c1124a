package store_test

import (
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/carry"
	"alongside/internal/fault"
	"alongside/internal/kit"
	"alongside/internal/mandate"
	"alongside/internal/party"
)

func TestOnlyItsStewardWritesACallsMessageAndCarriersAreTold(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		carries := &carry.Desk{Store: h.Store.Carries(), Clock: h.Clock}
		kits := &kit.Desk{Store: h.Store.Kits(), Clock: h.Clock, Changed: func(tx kit.Tx, c call.Call) error { return carries.SourceChanged(h.Store.Carries().Within(tx), c) }}
		other := newGuild(t, h, "Bea")
		other.mustGive(t, mandate.Given{Scope: party.Carry, Days: 60}, "Bea")
		fine(t, carries.TakeUp(ctx, other.viewer(t, "Bea"), other.id, l.ID, "We carry it."))
		draft := kit.Draft{Kit: kit.Kit{Avoid: "No names."}, Rendering: kit.Rendering{Channel: kit.Chat, Language: "en", Words: "Walk with us."}, Renders: true}
		_, err := kits.Write(ctx, w.viewer(t, "Ola"), l.ID, draft)
		refused(t, fault.NotYours, err)
		_, err = kits.Write(ctx, other.viewer(t, "Bea"), l.ID, draft)
		refused(t, fault.NotFound, err)
		_, err = kits.Write(ctx, access.Viewer{Host: true}, l.ID, draft)
		refused(t, fault.NotFound, err)
		k := must[kit.Kit](t)(kits.Write(ctx, w.viewer(t, "Mina"), l.ID, draft))
		if k.Slug != "walk-to-the-hearing" || k.What != kit.Words {
			t.Errorf("%+v", k)
		}
		if n := h.notices(t, "source_changed"); n != 1 {
			t.Errorf("%d of those who carry it were told", n)
		}
		must[kit.Kit](t)(kits.Write(ctx, w.viewer(t, "Mina"), l.ID, draft))
		if n := h.notices(t, "source_changed"); n != 1 {
			t.Error("they were told again, and nothing had changed")
		}
		look := must[kit.Look](t)(kits.At(ctx, access.Viewer{}, k.Slug))
		if len(look.Renderings) != 1 || look.Avoid != "No names." || look.Over(h.Clock.Now()) {
			t.Errorf("everybody reads %+v", look)
		}
		until := h.Clock.Now().Add(48 * time.Hour)
		err = h.Store.Carries().Update(ctx, func(tx carry.Tx) error { return tx.SaveSource(carry.Source{Call: l.ID, UseBy: until}) })
		fine(t, err)
		h.Clock.Move(72 * time.Hour)
		if look = must[kit.Look](t)(kits.At(ctx, access.Viewer{}, k.Slug)); !look.Over(h.Clock.Now()) {
			t.Error("after its day it may still be used")
		}
		draft.Words = ""
		must[kit.Kit](t)(kits.Write(ctx, w.viewer(t, "Mina"), l.ID, draft))
		if look = must[kit.Look](t)(kits.At(ctx, access.Viewer{}, k.Slug)); len(look.Renderings) != 0 {
			t.Error("empty words leave the old ones")
		}
		fine(t, h.Spine.Store.Update(ctx, func(tx call.Tx) error { return tx.EraseCall(l.ID) }))
		_, err = kits.At(ctx, access.Viewer{}, k.Slug)
		refused(t, fault.NotFound, err)
	})
}
