package store_test

import (
	"encoding/json"
	"testing"
	"time"

	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
)

func TestAnActiveGroupRestsWakesAndClosesByDecisionAlone(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		g := gather(h)
		in, us := g.found(t, group.Rules{}, "Ana", "Ben", "Cho")
		v := g.viewer(t, us[0])
		until := h.Clock.Now().Add(20 * day).Format(time.DateOnly)
		refused(t, fault.NotYours, g.desk.Live(ctx, v, in.ID, group.Life{Do: group.DoRest, Until: until}))
		refused(t, fault.NotYours, g.desk.SetRules(ctx, v, in.ID, in.Agreed, group.Usual))
		do := func(l group.Life) error {
			data, err := json.Marshal(l)
			if err != nil {
				t.Fatal(err)
			}
			return g.desk.Store.Update(ctx, func(tx group.Tx) error { return g.desk.StatusInForce(ctx, tx, in.ID, data) })
		}
		refused(t, fault.Stale, do(group.Life{Do: group.DoRest, Until: "2026-01-01"}))
		fine(t, do(group.Life{Do: group.DoRest, Until: until}))
		if now := g.look(t, us[0], in).Group; now.Status != group.Resting || now.Rests.Format(time.DateOnly) != until {
			t.Errorf("it rests: %+v", now)
		}
		refused(t, fault.NotYours, g.desk.Live(ctx, v, in.ID, group.Life{Do: group.DoWake}))
		h.Clock.Move(19 * day)
		fine(t, g.desk.Sweep(ctx))
		if now := g.look(t, us[0], in).Group; now.Status != group.Resting {
			t.Errorf("a day too early it is %s", now.Status)
		}
		h.Clock.Move(day)
		fine(t, g.desk.Sweep(ctx))
		if now := g.look(t, us[0], in).Group; now.Status != group.Active || !now.Rests.IsZero() {
			t.Errorf("on its day it is %+v", now)
		}

		fine(t, h.DB.Update(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO mandate (id, grp, scope, words, begins, ends, note, decision, reminded) VALUES (7, $1, 'sign', '', $2, $3, '', 0, FALSE)",
				in.ID, h.Clock.Now().Add(-day), h.Clock.Now().Add(30*day))
			return err
		}))
		fine(t, do(group.Life{Do: group.DoClose}))
		if now := g.look(t, us[0], in).Group; now.Status != group.Closed {
			t.Errorf("it is %s", now.Status)
		}
		if n := g.count(t, "SELECT count(*) FROM mandate WHERE ends > $1", h.Clock.Now()); n != 0 {
			t.Error("a mandate outlives its group")
		}
		refused(t, fault.Stale, do(group.Life{Do: group.DoWake}))
		if all, _, err := g.desk.Members(ctx, g.viewer(t, us[2]), in.ID, group.Member{}); err != nil || len(all) != 3 {
			t.Errorf("its members read %v, %v", all, err)
		}
	})
}

func TestWhoStaysAwayIsAskedOnceAndThenLeftInPeace(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		g := gather(h)
		in, us := g.found(t, group.Rules{}, "Ana", "Ben", "Cho", "Dee")
		came := func(who party.AccountID) {
			t.Helper()
			fine(t, g.desk.Came(ctx, g.viewer(t, who), g.look(t, who, in).Me))
		}
		sweep := func() string {
			t.Helper()
			fine(t, g.desk.Sweep(ctx))
			return g.heard()
		}
		came(us[1])
		if seen := g.look(t, us[1], in).Me.Seen; seen.Day() != 1 {
			t.Errorf("we know that they came before %v", seen)
		}
		h.Clock.Move(100 * day)
		came(us[0])
		sweep()
		h.Clock.Move(90 * day) // past the end of the month, 180 days ago
		if got := sweep(); got != "Ben still_in, Cho still_in, Dee still_in" {
			t.Errorf("told: %s", got)
		}
		if got := sweep(); got != "" {
			t.Errorf("asked again: %s", got)
		}
		came(us[1]) // and that is an answer
		fine(t, g.desk.LetMeRest(ctx, g.viewer(t, us[3]), in.ID))
		h.Clock.Move(when.AskedFor)
		if got := sweep(); got != "" {
			t.Errorf("told: %s", got)
		}
		for i, want := range []bool{false, false, true, true} {
			if me := g.look(t, us[i], in).Me; !me.Rests.IsZero() != want || !me.Asked.IsZero() {
				t.Errorf("%s rests: %+v", me.Name, me)
			}
		}
		// Nothing from inside reaches who rests; what concerns their promises does.
		news := func(who party.AccountID, kind notice.Kind) {
			t.Helper()
			fine(t, g.desk.Store.Update(ctx, func(tx group.Tx) error {
				return h.Store.Calls().Within(tx).Tell(notice.Notice{ID: id.New[notice.Notice](), To: party.OfFace(g.face(t, who, in)), Kind: kind,
					Made: h.Clock.Now(), Due: h.Clock.Now()})
			}))
		}
		for _, who := range us[1:3] {
			news(who, notice.Deciding)
			news(who, notice.HandedBack)
		}
		if n := g.count(t, "SELECT count(*) FROM notice WHERE kind='deciding'"); n != 1 {
			t.Errorf("%d of two were told of a decision", n)
		}
		if n := g.count(t, "SELECT count(*) FROM notice WHERE kind='handed_back'"); n != 2 {
			t.Errorf("%d of two were told of a promise", n)
		}
		fine(t, g.desk.Back(ctx, g.viewer(t, us[2]), in.ID))
		if me := g.look(t, us[2], in).Me; !me.Rests.IsZero() {
			t.Errorf("they are back: %+v", me)
		}
	})
}
