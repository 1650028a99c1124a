package app

import (
	"context"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/alert"
	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/mandate"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/when"
	"alongside/test/blank"
)

// warned is a house with a group of one in which an alert runs and asks them.
func warned(t *testing.T) (h *House, g group.Group, look func() access.Viewer) {
	t.Helper()
	h, err := Open(t.Context(), Config{Database: db.Config{Dir: blank.SQLite(t)}, Clock: when.At(time.Date(2026, 5, 7, 12, 0, 0, 0, time.UTC))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Stop() })
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx, who := t.Context(), party.AccountID(7)
	g, face, err := h.Groups.Found(ctx, who, group.Draft{Card: group.Card{Name: "Dock Street", About: "Meals."}, Agreements: "We ask first.", FaceName: "Ana"})
	check(err)
	look = func() access.Viewer {
		v, err := h.Groups.Viewer(ctx, who, false)
		check(err)
		return v
	}
	given := mandate.Given{Scope: party.Verify, Words: "Alerts", Holders: []party.FaceID{face.ID}, Days: 90}
	check(h.Mandates.Store.Update(ctx, func(tx mandate.Tx) error { return h.Mandates.InForce(ctx, tx, g.ID, 7, given.Data()) }))
	here := place.Area{Name: "Dock Street"}
	check(h.Alerts.SetKind(ctx, look(), alert.Kind{Group: g.ID, Name: "Fire", Enough: 2, Hours: 1}))
	w, err := h.Alerts.Ways(ctx, look(), g.ID)
	check(err)
	check(h.Alerts.SetDoors(ctx, look(), alert.Doors{Group: g.ID, Report: true}))
	check(h.Alerts.SetMine(ctx, look(), alert.Watch{Group: g.ID, Kinds: []alert.KindID{w.Kinds[0].ID}, Area: here, Days: alert.AllDays, Most: 2, Zone: "UTC"}))
	check(h.Alerts.Report(ctx, access.Viewer{}, g.ID, alert.Seen{Key: "page", Kind: w.Kinds[0].ID, Area: here}))
	_, all, err := h.Alerts.List(ctx, look(), g.ID)
	check(err)
	check(h.Alerts.Find(ctx, look(), g.ID, all[0].ID, alert.Finding{Do: alert.Confirm, Words: "Smoke."}))
	h.due(ctx)
	if n := h.rows(t, "alertasked"); n != 1 {
		t.Fatalf("%d were asked", n)
	}
	return h, g, look
}

func (h *House) rows(t *testing.T, table string) (n int) {
	t.Helper()
	err := h.DB.View(context.Background(), func(tx *db.Tx) error { return tx.Row("SELECT count(*) FROM "+table, nil, &n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWhoLeavesTakesAlongWhatTheyWantedToBeAsked(t *testing.T) {
	h, g, look := warned(t)
	v := look()
	err := h.Groups.Store.Update(t.Context(), func(tx group.Tx) error { return h.leftGroup(t.Context(), tx, party.FaceID(v.Parties[0].ID)) })
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"watch", "watchkind", "alertasked"} {
		if n := h.rows(t, table); n != 0 {
			t.Errorf("%d rows of %s are left in %s", n, table, g.Slug)
		}
	}
}

func TestAGroupThatClosesWarnsOfNothingAnyMore(t *testing.T) {
	h, g, look := warned(t)
	if err := h.Groups.Live(t.Context(), look(), g.ID, group.Life{Do: group.DoClose}); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"alert", "alertreport", "alertstep", "alertasked", "alertkind", "alertdoor", "watch", "watchkind"} {
		if n := h.rows(t, table); n != 0 {
			t.Errorf("%d rows of %s are left", n, table)
		}
	}
}

func TestTheHouseErasesAlertsAsItSweeps(t *testing.T) {
	h, _, _ := warned(t)
	clock := h.config.Clock.(*when.Set)
	clock.Move(time.Hour)
	h.due(t.Context())
	clock.Move(when.LiveFor)
	h.sweep(t.Context())
	if n := h.rows(t, "alert") + h.rows(t, "alertasked"); n != 0 {
		t.Errorf("%d rows are left", n)
	}
}
