package demo

import (
	"context"
	"slices"
	"testing"
	"time"

	"alongside/internal/app"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/web"
	"alongside/internal/when"
	"alongside/test/blank"
)

// filled is a demo board of its own, lived up to now.
func filled(t *testing.T, now time.Time) (*app.House, Guide) {
	t.Helper()
	zone, err := when.Zone(Zone)
	if err != nil {
		t.Fatal(err)
	}
	c := NewClock(now)
	h, err := app.Open(t.Context(), app.Config{Database: db.Config{Dir: blank.SQLite(t)}, Clock: c, Web: web.Settings{Zone: zone}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Stop() })
	g, err := Fill(t.Context(), h, c)
	if err != nil {
		t.Fatal(err)
	}
	return h, g
}

func texts(t *testing.T, d *db.DB, query string) (all []string) {
	t.Helper()
	err := d.View(context.Background(), func(tx *db.Tx) error {
		return tx.Each(query, nil, func(scan func(...any) error) error {
			var s string
			err := scan(&s)
			all = append(all, s)
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTheDemoCanBeLivedAtAnyHour(t *testing.T) {
	for _, now := range []time.Time{
		time.Date(2026, 11, 20, 8, 0, 1, 0, time.UTC),  // a second after midnight over there
		time.Date(2026, 11, 21, 7, 59, 0, 0, time.UTC), // a minute before it
		time.Date(2026, 3, 8, 18, 0, 0, 0, time.UTC),   // the clocks went forward
		time.Date(2026, 11, 1, 18, 0, 0, 0, time.UTC),  // and back
		time.Date(2026, 7, 1, 20, 0, 0, 0, time.UTC),
	} {
		filled(t, now)
	}
}

func TestTheDemoShowsEveryStageThatPeopleMeet(t *testing.T) {
	h, g := filled(t, time.Date(2026, 11, 20, 19, 0, 0, 0, time.UTC))
	d := h.DB
	stages := texts(t, d, "SELECT DISTINCT state FROM commitment")
	for _, want := range call.Stages {
		if !slices.Contains(stages, string(want)) && want != call.Gone && want != call.TakenBack {
			t.Errorf("no promise is %s", want)
		}
	}
	reasons := texts(t, d, "SELECT DISTINCT reason FROM call")
	for _, want := range call.Reasons {
		if !slices.Contains(reasons, string(want)) {
			t.Errorf("no call is closed as %s", want)
		}
	}
	if lines := texts(t, d, "SELECT side FROM threadline ORDER BY n"); !slices.Equal(lines, []string{"answerer", "caller"}) {
		t.Errorf("the two sides of a promise wrote %v", lines)
	}
	for _, want := range []string{"en", "es", "ko", "ar"} {
		if !slices.Contains(texts(t, d, "SELECT DISTINCT language FROM call WHERE state = 'open'"), want) {
			t.Errorf("no open call is in %s", want)
		}
	}
	if n := len(texts(t, d, "SELECT lesson FROM record WHERE lesson <> ''")); n < 5 {
		t.Errorf("only %d lessons were learned", n)
	}
	if missing := texts(t, d, "SELECT title FROM call WHERE area <> '' AND cell IS NULL"); len(missing) > 0 {
		t.Errorf("no place in the gazetteer for %q", missing)
	}
	if n := len(texts(t, d, "SELECT slug FROM grp WHERE status = 'active'")); n != 4 {
		t.Errorf("%d groups are active, want 4", n)
	}
	for _, slug := range []string{eastfield, harbour, nightbus, riverside} {
		if n := len(texts(t, d, "SELECT title FROM call JOIN grp ON grp.id = call.grp WHERE slug = '"+slug+"'")); n < 2 {
			t.Errorf("%d calls came through %s", n, slug)
		}
	}
	for _, link := range []struct {
		who string
		of  func() error
	}{
		{"asker", func() error { _, err := h.Spine.By(t.Context(), g.Asker); return err }},
		{"answerer", func() error { _, err := h.Spine.By(t.Context(), g.Answerer); return err }},
	} {
		if err := link.of(); err != nil {
			t.Errorf("the %s's private link opens nothing: %v", link.who, err)
		}
	}
}
