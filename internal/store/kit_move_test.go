package store_test

import (
	"testing"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/kit"
	"alongside/internal/move"
	"alongside/test/blank"
)

func TestAKitMovesWithItsGroupAndTakesNobodysAddress(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := unionOn(t, h)
		desk := func(h *House) *kit.Desk { return &kit.Desk{Store: h.Store.Kits(), Clock: h.Clock} }
		at := must[kit.Kit](t)(desk(h).Write(ctx, u.ana, u.calls[0], chat("Lend us a heater."))).Slug
		file, _ := u.export(t, mover(t, h))

		free := house(t, db.Config{Dir: blank.SQLite(t)}, h.Clock)
		must[group.Group](t)(mover(t, free).Import(ctx, parcel(t, file), move.Arrival{}))
		if l := must[kit.Look](t)(desk(free).At(ctx, access.Viewer{}, at)); l.Renderings[0].Words != "Lend us a heater." {
			t.Errorf("where nobody has its address it is %+v", l)
		}

		taken := house(t, db.Config{Dir: blank.SQLite(t)}, h.Clock)
		first, v := taken.ask(t, call.Draft{}) // in the same words
		if got := must[kit.Kit](t)(desk(taken).Write(ctx, v, first.ID, chat("Ours."))).Slug; got != at {
			t.Fatalf("the other one is at %s, not %s", got, at)
		}
		must[group.Group](t)(mover(t, taken).Import(ctx, parcel(t, file), move.Arrival{}))
		if l := must[kit.Look](t)(desk(taken).At(ctx, access.Viewer{}, at)); l.Renderings[0].Words != "Ours." {
			t.Errorf("it took another's address: %+v", l)
		}
		if l := must[kit.Look](t)(desk(taken).At(ctx, access.Viewer{}, u.calls[0].String())); l.Renderings[0].Words != "Lend us a heater." {
			t.Errorf("it came as %+v", l)
		}

		gone := house(t, db.Config{Dir: blank.SQLite(t)}, h.Clock)
		first, v = gone.ask(t, call.Draft{})
		must[kit.Kit](t)(desk(gone).Write(ctx, v, first.ID, chat("Ours.")))
		fine(t, gone.Spine.Store.Update(ctx, func(tx call.Tx) error { return tx.EraseCall(first.ID) }))
		must[group.Group](t)(mover(t, gone).Import(ctx, parcel(t, file), move.Arrival{}))
		_, err := desk(gone).At(ctx, access.Viewer{}, at)
		refused(t, fault.Gone, err)
	})
}
