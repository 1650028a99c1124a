package store_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/alert"
	"alongside/internal/fault"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/place"
)

// Two processes, each with its own pool, press and tick at the same moment.
func TestTwoAtOnceConfirmOnceAndAskEverybodyOnce(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		n := networkOf(t, h, 30)
		for i := range 24 {
			n.willing(t, fmt.Sprint("Bo ", i), nil)
		}
		which := n.reported(t, n.sit(t, "Ana", 0), "")
		second := &alert.Desk{Store: h.Second(t).Store.Alerts(), Clock: h.Clock, Seed: h.Spine.Seed}
		desks := []*alert.Desk{n.desk, second}
		viewers := []access.Viewer{n.vera.v(t), n.wen.v(t)}
		both := func(act func(d *alert.Desk, v access.Viewer) error) (errs [2]error) {
			var done sync.WaitGroup
			for i := range desks {
				done.Go(func() { errs[i] = act(desks[i], viewers[i]) })
			}
			done.Wait()
			return errs
		}
		errs := both(func(d *alert.Desk, v access.Viewer) error {
			return d.Find(context.Background(), v, n.in, which, alert.Finding{Do: alert.Confirm, Words: "It is so."})
		})
		if (errs[0] == nil) == (errs[1] == nil) || !fault.Is(errs[0], fault.Stale) && !fault.Is(errs[1], fault.Stale) {
			t.Errorf("two confirm: %v", errs)
		}
		for range 3 {
			for _, err := range both(func(d *alert.Desk, _ access.Viewer) error { _, err := d.Tick(context.Background()); return err }) {
				do(t, err)
			}
		}
		if rows, told, times := h.count(t, "SELECT count(*) FROM alertasked"), h.notices(t, "alert_asked"), h.count(t, "SELECT count(*) FROM watch WHERE times=1"); rows != 24 || told != 24 || times != 24 {
			t.Errorf("%d were asked, %d told, %d counted", rows, told, times)
		}
		if n := h.count(t, "SELECT count(*) FROM alertstep"); n != 1 {
			t.Errorf("%d steps", n)
		}
	})
}

func TestTwentyReportsAtOnceAreOneAlertAndAFloodAtOnceIsHeldBack(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		n := networkOf(t, h, 1)
		do(t, n.desk.SetDoors(ctx, n.vera.v(t), alert.Doors{Group: n.in, Report: true}))
		second := &alert.Desk{Store: h.Second(t).Store.Alerts(), Clock: h.Clock, Seed: h.Spine.Seed}
		all := func(who func(i int) access.Viewer, where func(i int) place.Area) (held int) {
			var done sync.WaitGroup
			errs := make([]error, 20)
			for i := range errs {
				s, v, d := n.seen(""), who(i), []*alert.Desk{n.desk, second}[i%2]
				s.Area = where(i)
				done.Go(func() { errs[i] = d.Report(context.Background(), v, n.in, s) })
			}
			done.Wait()
			for _, err := range errs {
				if fault.Is(err, fault.Limited) {
					held++
				} else if err != nil {
					t.Error(err)
				}
			}
			return held
		}
		members := make([]access.Viewer, 20)
		for i := range members {
			members[i] = n.sit(t, fmt.Sprint("Ana ", i), 0).v(t)
		}
		held := all(func(i int) access.Viewer { return members[i] }, func(int) place.Area { return mill })
		if alerts, reports := h.count(t, "SELECT count(*) FROM alert"), h.count(t, "SELECT count(*) FROM alertreport"); held != 0 || alerts != 1 || reports != 20 || h.notices(t, "alert_reported") != 2 {
			t.Errorf("%d alerts, %d reports, %d held back, told %d times", alerts, reports, held, h.notices(t, "alert_reported"))
		}
		held = all(func(int) access.Viewer { return access.Viewer{} }, func(i int) place.Area { return place.Area{Name: fmt.Sprint("Quarter ", i)} })
		if fresh := h.count(t, "SELECT count(*) FROM alertreport WHERE is_new"); fresh != alert.NewMost || held != 20-alert.NewMost {
			t.Errorf("%d came through, %d were held back", fresh, held)
		}
	})
}

func TestBeingAskedToComeWaitsForNoOtherNews(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d, g := h.desk(t), h.guest(t)
		d.reached(t, g)
		for n := range 2 {
			h.tell(t, party.OfGuest(g), notice.AlertAsked)
			if d.work(t); len(d.mail.letters) != n+1 {
				t.Errorf("%d letters at once, want %d", len(d.mail.letters), n+1)
			}
			h.Clock.Move(time.Minute)
		}
	})
}
