package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/recur"
)

func TestAYesToAnEffectIsToThatEffectAlone(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "FREQ=WEEKLY;COUNT=4")
		v, s := w.viewer(t, "Mina"), l.Plan.When
		s.Rule = recur.Rule{}
		shown, err := w.acts.SetTime(ctx, v, w.c, action.Placing{When: s})
		refused(t, fault.Invalid, err)
		join := joining(l, l.RolesAt(l.Levels[0].ID)[0], "Sol")
		join.Times = []call.OccurrenceID{l.Times[2].ID}
		must[action.Joined](t)(w.acts.Join(ctx, access.Viewer{}, party.Ref{}, join))
		now, err := w.acts.SetTime(ctx, v, w.c, action.Placing{When: s, Sure: shown.Sum()})
		refused(t, fault.Invalid, err)
		if len(shown.Stays) != 0 || len(now.Stays) != 1 || len(w.look(t).Times) != 4 {
			t.Errorf("shown were %d that stay, now %d; left are %d times", len(shown.Stays), len(now.Stays), len(w.look(t).Times))
		}
		must[action.Effect](t)(w.acts.SetTime(ctx, v, w.c, action.Placing{When: s, Sure: now.Sum()}))
		if n := len(w.look(t).Times); n != 2 {
			t.Errorf("%d times are left", n)
		}
	})
}

func TestOfTwoWhoChangeOnePageOfAPlanAtOnceOneIsAskedAgain(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		v := w.viewer(t, "Mina")
		var done sync.WaitGroup
		errs := make([]error, 2)
		for i, happens := range []string{"We stand.", "We sit down."} {
			done.Go(func() {
				errs[i] = w.acts.Seeing(action.LevelPage, l.Sum(action.LevelPage)).SetLevels(ctx, v, w.c, levelsOf(happens))
			})
		}
		done.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("both the same: %v, %v", errs[0], errs[1])
		}
		now := w.look(t)
		if l.Sum(action.LevelPage) == now.Sum(action.LevelPage) || l.Sum(action.OutPage) != now.Sum(action.OutPage) {
			t.Error("the sum is not that of one page")
		}
		fine(t, w.acts.Seeing(action.OutPage, l.Sum(action.OutPage)).SetOutside(ctx, v, w.c, action.Outside{Bring: "Water"}))
		refused(t, fault.Invalid, w.acts.Seeing(action.RolePage, "").SetRoles(ctx, v, w.c, now.Roles))
		taken := now.Roles[0]
		taken.Level = 7
		refused(t, fault.Invalid, w.acts.SetRoles(ctx, v, w.c, append(now.Roles, taken)))
	})
}

func TestACallForHelpIsToldAtOnceAndNotAgainAndAgain(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		role := l.RolesAt(l.Levels[0].ID)[0]
		a, sol := w.joins(t, l, role, "Sol")
		b, ray := w.joins(t, l, role, "Ray")
		told := func(want int, why string) {
			t.Helper()
			if n := h.notices(t, "needs_help"); n != want {
				t.Errorf("%d were told, not %d: %s", n, want, why)
			}
		}
		// The clock's own three minutes begin as the action does.
		w.tick(t, l.Times[0].Starts.Sub(h.Clock.Now()))
		for range 9 {
			fine(t, w.acts.Say(ctx, sol, a.First.ID, action.Saying{Said: action.Help}))
			fine(t, w.acts.Say(ctx, sol, a.First.ID, action.Saying{Said: action.Safe}))
			fine(t, w.acts.Say(ctx, sol, a.First.ID, action.Saying{Said: action.Help}))
		}
		told(3, "one calls again and again, and says between that they are safe")
		for range 9 {
			fine(t, w.acts.Say(ctx, sol, a.First.ID, action.Saying{Said: action.Help}))
		}
		told(3, "one calls again and again")
		fine(t, w.acts.Say(ctx, ray, b.First.ID, action.Saying{Said: action.Help}))
		told(4, "another calls")
		fine(t, w.acts.HandBack(ctx, sol, a.First.ID))
		again := must[action.Joined](t)(w.acts.Join(ctx, sol, sol.Parties[0], joining(l, role, "")))
		fine(t, w.acts.Say(ctx, sol, again.First.ID, action.Saying{Said: action.Help}))
		told(4, "the same one has come anew")
		w.tick(t, 4*time.Minute)
		fine(t, w.acts.Say(ctx, sol, again.First.ID, action.Saying{Said: action.Help}))
		told(5, "they need help still")
		for n := range 30 {
			m, guest := w.joins(t, l, role, fmt.Sprint("Guest", n))
			fine(t, w.acts.Say(ctx, guest, m.First.ID, action.Saying{Said: action.Help}))
		}
		told(4+20, "a crowd calls")
		w.tick(t, 6*24*time.Hour)
		left := 0
		fine(t, h.DB.View(ctx, func(tx *db.Tx) error {
			return tx.Row("SELECT count(*) FROM done WHERE ref = $1", db.Args(l.Times[0].ID), &left)
		}))
		if left != 0 {
			t.Errorf("%d rows tell that somebody called for help", left)
		}
	})
}
