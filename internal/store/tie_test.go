package store_test

import (
	"context"
	"encoding/json"
	"testing"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/tie"
)

func (h *House) ties() *tie.Desk {
	d := &tie.Desk{Store: h.Store.Ties(), Clock: h.Clock}
	h.Spine.Settled = func(tx call.Tx, m call.Met) error { return d.Remember(h.Store.Ties().Within(tx), m) }
	return d
}

// decides closes a decision of a group to stand with another in these words.
func decides(t *testing.T, d *tie.Desk, g, with party.GroupID, share, differ string) error {
	t.Helper()
	data, err := json.Marshal(tie.Proposal{Group: with, Words: tie.Words{Share: share, Differ: differ}})
	must0(t, err)
	return d.Store.Update(ctx, func(tx tie.Tx) error { return d.InForce(tx, g, data) })
}

func ends(t *testing.T, d *tie.Desk, g party.GroupID, which tie.ID) error {
	t.Helper()
	data, err := json.Marshal(tie.Ending{Tie: which})
	must0(t, err)
	return d.Store.Update(ctx, func(tx tie.Tx) error { return d.EndInForce(tx, g, data) })
}

func (h *House) only(t *testing.T, d *tie.Desk, c *club) tie.Look {
	t.Helper()
	all := must[[]tie.Look](t)(d.Ties(ctx, h.viewer(t, c.founder), c.id))
	if len(all) != 1 {
		t.Fatalf("%d ties", len(all))
	}
	return all[0]
}

func standsWith(t *testing.T, d *tie.Desk, g party.GroupID) (names string) {
	t.Helper()
	for _, w := range must[[]tie.Group](t)(d.StandsWith(context.Background(), g)) {
		names += w.Name
	}
	return names
}

func TestTwoGroupsStandWithEachOtherOnceBothDecidedOnTheSameWords(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := h.ties()
		a, b := h.club(t, "Dock Street"), h.club(t, "Eastfield")
		must0(t, decides(t, d, a.id, b.id, "Rent.", "Our boats."))
		if l := h.only(t, d, b); !l.Waits() || l.Stands() || l.Theirs.Share != "Rent." || standsWith(t, d, a.id) != "" {
			t.Errorf("asked: %+v", l)
		}
		if h.notices(t, "tie_asked") != 1 || h.count(t, "SELECT count(*) FROM notice WHERE kind='tie_asked' AND party=$1 AND call=$2", b.founder.face, b.id) != 1 {
			t.Error("the other group was not told")
		}
		must0(t, decides(t, d, b.id, a.id, "Rent.", "Our boats, and our hours."))
		if l := h.only(t, d, a); l.Stands() || !l.Waits() || !l.Asked() || standsWith(t, d, b.id) != "" {
			t.Errorf("other words make a tie: %+v", l)
		}
		must0(t, decides(t, d, a.id, b.id, " Rent. ", "Our boats, and our hours."))
		l := h.only(t, d, a)
		if !l.Stands() || l.Waits() || l.Asked() || l.Differ != "Our boats, and our hours." || standsWith(t, d, a.id) != "Eastfield" || standsWith(t, d, b.id) != "Dock Street" {
			t.Errorf("both said yes: %+v, %q", l, standsWith(t, d, a.id))
		}
		if h.notices(t, "tie_stands") != 2 {
			t.Error("the groups were not told that it stands")
		}

		must0(t, decides(t, d, b.id, a.id, "Rent and bread.", "Our hours."))
		if l := h.only(t, d, a); !l.Stands() || l.Share != "Rent." || !l.Waits() {
			t.Errorf("one side changed what stands: %+v", l)
		}
		must0(t, ends(t, d, b.id, l.ID))
		if l := h.only(t, d, a); l.Stands() || l.Ended.IsZero() || standsWith(t, d, a.id) != "" || h.notices(t, "tie_ended") != 1 {
			t.Errorf("ended: %+v", l)
		}
		wants(t, "ended twice", fault.Stale, ends(t, d, a.id, l.ID))
		must0(t, decides(t, d, a.id, b.id, "Rent.", "Our boats, and our hours."))
		if l := h.only(t, d, b); l.Stands() {
			t.Error("a yes from before the end counts")
		}
		must0(t, decides(t, d, b.id, a.id, "Rent.", "Our boats, and our hours."))
		if l := h.only(t, d, b); !l.Stands() {
			t.Errorf("begun again: %+v", l)
		}
	})
}

func TestATieNeedsBothTextsAndAnotherGroupThatIsHere(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := h.ties()
		a, b, c := h.club(t, "Dock Street"), h.club(t, "Eastfield"), h.club(t, "Harbour")
		wants(t, "without what differs", fault.Invalid, decides(t, d, a.id, b.id, "Rent.", " "))
		wants(t, "without what is shared", fault.Invalid, decides(t, d, a.id, b.id, "", "Boats."))
		wants(t, "with itself", fault.Stale, decides(t, d, a.id, a.id, "Rent.", "Boats."))
		wants(t, "with nobody", fault.Stale, decides(t, d, a.id, 12345, "Rent.", "Boats."))
		h.sql(t, "UPDATE grp SET bar='hidden' WHERE id=$1", b.id)
		wants(t, "with a group that is barred", fault.Stale, decides(t, d, a.id, b.id, "Rent.", "Boats."))
		h.sql(t, "UPDATE grp SET bar='' WHERE id=$1", b.id)
		_, _, err := d.Propose(ctx, h.viewer(t, a.founder), a.id, "eastfield", tie.Words{Share: "Rent."})
		wants(t, "proposed without what differs", fault.Invalid, err)
		_, _, err = d.Propose(ctx, h.viewer(t, c.founder), a.id, "eastfield", tie.Words{Share: "Rent.", Differ: "Boats."})
		wants(t, "proposed by a third group", fault.NotFound, err)

		must0(t, decides(t, d, a.id, b.id, "Rent.", "Boats."))
		which := h.only(t, d, a).ID
		wants(t, "ended by a third group", fault.Stale, ends(t, d, c.id, which))
		for _, g := range []party.GroupID{a.id, b.id, c.id} {
			_, err := d.Look(ctx, h.viewer(t, c.founder), g, which)
			wants(t, "looked at by a third group", fault.NotFound, err)
		}
		_, err = d.Look(ctx, access.Viewer{Host: true}, a.id, which)
		wants(t, "looked at by the host", fault.NotFound, err)
		_, err = d.Ties(ctx, h.viewer(t, c.founder), a.id)
		wants(t, "listed for a third group", fault.NotFound, err)
	})
}

func TestATieRemembersWhatWasAskedAndKeptForTheTwoGroupsAlone(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := h.ties()
		a, b, c := h.club(t, "Dock Street"), h.club(t, "Eastfield"), h.club(t, "Harbour")
		a.mandate(t, a.founder.face, party.Promise, h.Clock.Now().Add(200*day))
		keeps := func(yes bool) {
			t.Helper()
			l := h.many(t, b, 8)
			m := must[call.Commitment](t)(h.Spine.Pledge(ctx, h.viewer(t, a.founder), a.id, call.Answer{Part: l.Parts[0].ID, Quantity: 6}))
			must0(t, h.Spine.Say(ctx, h.viewer(t, a.founder), m.ID, yes))
			must0(t, h.Spine.Say(ctx, h.viewer(t, b.founder), m.ID, yes))
		}
		keeps(true) // before there was a tie
		must0(t, decides(t, d, a.id, b.id, "Rent.", "Boats."))
		must0(t, decides(t, d, b.id, a.id, "Rent.", "Boats."))
		if err := func() error { keeps(true); return nil }(); err != nil {
			t.Fatal(err)
		}
		which := h.only(t, d, a).ID
		for _, g := range []*club{a, b} {
			l := must[tie.Look](t)(d.Look(ctx, h.viewer(t, g.founder), g.id, which))
			if len(l.Kept) != 1 || l.Kept[0].Title != "Chairs" || l.Kept[0].By != a.id || l.Kept[0].For != b.id || l.Kept[0].Kept.IsZero() {
				t.Errorf("a group of the two remembers %+v", l.Kept)
			}
		}
		_, err := d.Look(ctx, h.viewer(t, c.founder), c.id, which)
		wants(t, "a third group", fault.NotFound, err)

		must0(t, h.Store.Groups().Update(ctx, func(tx groupTx) error { return tx.EraseGroup(b.id) }))
		for _, table := range []string{"tie", "tieyes", "tiememory"} {
			if n := h.count(t, "SELECT count(*) FROM "+table); n != 0 {
				t.Errorf("%d rows of %s outlive a group", n, table)
			}
		}
	})
}

func TestAGroupThatClosesEndsItsTies(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := h.ties()
		a, b := h.club(t, "Dock Street"), h.club(t, "Eastfield")
		must0(t, decides(t, d, a.id, b.id, "Rent.", "Boats."))
		must0(t, decides(t, d, b.id, a.id, "Rent.", "Boats."))
		must0(t, d.Store.Update(ctx, func(tx tie.Tx) error { return d.GroupEnded(tx, b.id) }))
		if l := h.only(t, d, a); l.Stands() || h.count(t, "SELECT count(*) FROM notice WHERE kind='tie_ended' AND party=$1", a.founder.face) != 1 {
			t.Errorf("after its other side closed: %+v", l)
		}
	})
}
