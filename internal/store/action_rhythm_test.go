package store_test

import (
	"fmt"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/mandate"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/recur"
	"alongside/internal/when"
)

func TestADailyHalfHourIsRightEverywhereThroughBothClockChanges(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		w.walk(t, "")
		s := recur.Series{Start: must[when.Day](t)(when.ParseDay("2026-12-01")), At: when.HM(15, 0), Minutes: 30, Zone: newYork(t),
			Rule: must[recur.Rule](t)(recur.Parse("FREQ=DAILY;UNTIL=20271130"))}
		must[action.Effect](t)(surely(w.acts, w.viewer(t, "Mina"), w.c, s))
		all := must[[]action.Feed](t)(w.acts.Feeds(ctx, access.Viewer{}, 0, h.Clock.Now()))
		if len(all) != 1 || len(all[0].Times) != 365 {
			t.Fatalf("%d actions", len(all))
		}
		for _, o := range all[0].Times {
			day := when.DayOf(o.Starts, newYork(t))
			summer := day >= must[when.Day](t)(when.ParseDay("2027-03-14")) && day < must[when.Day](t)(when.ParseDay("2027-11-07"))
			for zone, hour := range map[string][2]int{"America/New_York": {15, 15}, "America/Los_Angeles": {12, 12}, "Asia/Seoul": {5, 4}, "Asia/Amman": {23, 22}} {
				want := hour[0]
				if summer {
					want = hour[1]
				}
				if got := o.Starts.In(must[*time.Location](t)(when.Zone(zone))).Hour(); got != want {
					t.Fatalf("on %s it is %d o'clock in %s, want %d", day, got, zone, want)
				}
			}
		}
	})
}

func TestWhoComesToARhythmHasPlacesAFewWeeksAheadAndNoMore(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "FREQ=WEEKLY;COUNT=20")
		join := joining(l, l.RolesAt(l.Levels[0].ID)[0], "Sol")
		join.Times, join.Again, join.Every = []call.OccurrenceID{l.Times[0].ID}, true, 14
		j := must[action.Joined](t)(w.acts.Join(ctx, access.Viewer{}, party.Ref{}, join))
		sol := access.Guest(j.Keys.Guest)
		places := func() int { return len(must[map[call.OccurrenceID]call.Commitment](t)(w.acts.Places(ctx, sol, w.c))) }
		if n := places(); n != 2 { // in one week and in three; the next is in five
			t.Fatalf("%d places at first", n)
		}
		if n := h.notices(t, "still_fine"); n != 0 {
			t.Error("somebody who comes again and again is asked each time")
		}
		h.Clock.Move(14 * 24 * time.Hour)
		fine(t, w.acts.Sweep(ctx))
		fine(t, w.acts.Sweep(ctx))
		if n := places(); n != 3 {
			t.Errorf("%d places two weeks on", n)
		}
		own := must[map[call.OccurrenceID]call.Commitment](t)(w.acts.Places(ctx, sol, w.c))
		fine(t, w.acts.HandBack(ctx, sol, own[l.Times[4].ID].ID))
		fine(t, w.acts.Sweep(ctx))
		if n := places(); n != 2 {
			t.Errorf("what was handed back came again: %d places", n)
		}
		if o := w.own(t, sol, own[l.Times[2].ID].ID); !o.Habit {
			t.Error("the page does not say that they come again")
		}
		fine(t, w.acts.SetLevels(ctx, w.viewer(t, "Mina"), w.c, levelsOf("Police are near.")))
		h.Clock.Move(14 * 24 * time.Hour)
		fine(t, w.acts.Sweep(ctx))
		if n := places(); n != 2 {
			t.Errorf("somebody counts without having read the new words: %d places", n)
		}
		level := w.look(t).Levels[0]
		fine(t, w.acts.ReadAgain(ctx, sol, own[l.Times[2].ID].ID, level.Version))
		if n := places(); n != 3 {
			t.Errorf("read again, and there are %d places", n)
		}
		fine(t, w.acts.StopHabit(ctx, sol, own[l.Times[2].ID].ID))
		h.Clock.Move(14 * 24 * time.Hour)
		fine(t, w.acts.Sweep(ctx))
		for o, m := range must[map[call.OccurrenceID]call.Commitment](t)(w.acts.Places(ctx, sol, w.c)) {
			if m.Due.After(h.Clock.Now()) {
				t.Errorf("stopped, and still expected at %v", o)
			}
		}
	})
}

func TestAPrivateCalendarAddressOpensOnlyItsOwnersCalendarAndEnds(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		j, _ := w.joins(t, l, l.RolesAt(l.Levels[0].ID)[0], "Sol")
		o := notice.Owner{Guest: j.Keys.Guest}
		first := must[id.Secret](t)(w.acts.MakeFeed(ctx, o))
		if got := must[notice.Owner](t)(w.acts.FeedOwner(ctx, first)); got != o {
			t.Errorf("it opens %+v", got)
		}
		second := must[id.Secret](t)(w.acts.MakeFeed(ctx, o))
		if _, err := w.acts.FeedOwner(ctx, first); err == nil {
			t.Error("an address goes on after a new one was made")
		}
		fine(t, h.Spine.TakeEverythingBack(ctx, j.Keys.Guest))
		if _, err := w.acts.FeedOwner(ctx, second); err == nil {
			t.Error("an address goes on after its owner took everything back")
		}
	})
}

func TestOneTimeIsMovedAndTheOthersKeepTheRhythm(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "FREQ=WEEKLY;COUNT=4")
		join := joining(l, l.RolesAt(l.Levels[0].ID)[0], "Sol")
		join.Times = []call.OccurrenceID{l.Times[1].ID}
		must[action.Joined](t)(w.acts.Join(ctx, access.Viewer{}, party.Ref{}, join))
		v := w.viewer(t, "Mina")
		day := must[when.Day](t)(when.ParseDay("2026-12-08"))
		refused(t, fault.NotYours, w.acts.MoveOne(ctx, w.viewer(t, "Ola"), w.c, l.Times[1].ID, day, when.HM(10, 0)))
		refused(t, fault.Invalid, w.acts.MoveOne(ctx, v, w.c, l.Times[1].ID, must[when.Day](t)(when.ParseDay("2027-03-14")), when.HM(2, 30)))
		fine(t, w.acts.MoveOne(ctx, v, w.c, l.Times[1].ID, day, when.HM(10, 0)))
		now := w.look(t)
		if at := now.Times[1]; at.ID != l.Times[1].ID || at.Was != l.Times[1].Was || at.Starts.In(newYork(t)).Format("2006-01-02 15:04") != "2026-12-08 10:00" {
			t.Errorf("it was moved to %+v", at)
		}
		for _, i := range []int{0, 2, 3} {
			if !now.Times[i].Starts.Equal(l.Times[i].Starts) {
				t.Errorf("time %d moved along", i)
			}
		}
		if h.notices(t, "plan_changed") != 1 {
			t.Error("whoever comes was not told")
		}
		e := must[action.Effect](t)(w.acts.SetTime(ctx, v, w.c, action.Placing{When: now.Plan.When}))
		if !e.Plain() || len(e.Kept) != 4 {
			t.Errorf("the same rhythm again moves something: %+v", e.Changes)
		}
	})
}

func TestWhatWasLearnedGoesIntoTheRecordOnceATimeIsOver(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		v := w.viewer(t, "Mina")
		refused(t, fault.Stale, w.acts.Learned(ctx, v, w.c, "Bring more water.", "en"))
		w.tick(t, l.Times[0].Ends.Sub(h.Clock.Now()))
		fine(t, w.acts.StandDown(ctx, v, w.c, l.Times[0].ID))
		refused(t, fault.NotYours, w.acts.Learned(ctx, w.viewer(t, "Ola"), w.c, "x", "en"))
		fine(t, w.acts.Learned(ctx, v, w.c, "Bring more water.", "en"))
		w.tick(t, 80*time.Hour)
		all := must[[]call.Entry](t)(h.Spine.Record(ctx, access.Viewer{}, h.Clock.Now().AddDate(0, -1, 0), h.Clock.Now().AddDate(0, 0, 1), 10))
		if len(all) != 1 || all[0].Lesson != "Bring more water." || all[0].Kind != call.Action {
			t.Errorf("the record says %+v", all)
		}
	})
}

func TestAnotherGroupRunsAnActionOnlyByItsOwnYes(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		other := newGuild(t, h, "Bea", "Cem")
		other.mustGive(t, mandate.Given{Scope: party.Plan, Days: 60}, "Bea")
		l := w.walk(t, "")
		w.tick(t, l.Times[0].Starts.Sub(h.Clock.Now()))
		post := action.Post{Key: "p", Occurrence: l.Times[0].ID, Phrase: "wait", Language: "en"}
		refused(t, fault.NotFound, w.acts.Answer(ctx, other.viewer(t, "Bea"), w.c, other.id, true))
		refused(t, fault.NotYours, w.acts.Ask(ctx, w.viewer(t, "Ola"), w.c, other.id))
		fine(t, w.acts.Ask(ctx, w.viewer(t, "Mina"), w.c, other.id))
		if h.notices(t, "plan_asked") != 1 {
			t.Error("whoever plans for the other group was not asked")
		}
		if err := w.acts.Post(ctx, other.viewer(t, "Bea"), w.c, post); err == nil {
			t.Error("a group that has not said yes posts word")
		}
		refused(t, fault.NotYours, w.acts.Answer(ctx, other.viewer(t, "Cem"), w.c, other.id, true))
		fine(t, w.acts.Answer(ctx, other.viewer(t, "Bea"), w.c, other.id, true))
		fine(t, w.acts.Post(ctx, other.viewer(t, "Bea"), w.c, post))
		if err := w.acts.SetLevels(ctx, other.viewer(t, "Bea"), w.c, levelsOf("x")); err == nil {
			t.Error("who runs it together changes the first group's plan")
		}
		fine(t, w.acts.Answer(ctx, other.viewer(t, "Bea"), w.c, other.id, false))
		if together := w.look(t).Together; len(together) != 0 {
			t.Errorf("after its no it still stands there: %+v", together)
		}
	})
}

func TestAHabitAtAGroupsOwnActionIsFilledAndOneThatFailsStopsNoOther(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		v := w.viewer(t, "Mina")
		l := w.walk(t, "FREQ=WEEKLY;COUNT=20")
		fine(t, h.DB.Update(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE call SET audience='group'")
			return err
		}))
		join := joining(l, l.RolesAt(l.Levels[0].ID)[0], "")
		join.Again, join.Every = true, 7
		noor, ola := w.viewer(t, "Noor"), w.viewer(t, "Ola")
		gone := must[action.Joined](t)(w.acts.Join(ctx, noor, noor.Parties[0], join))
		join.Key = "ola"
		must[action.Joined](t)(w.acts.Join(ctx, ola, ola.Parties[0], join))
		places := func(v access.Viewer) int {
			return len(must[map[call.OccurrenceID]call.Commitment](t)(w.acts.Places(ctx, v, w.c)))
		}
		if n := places(ola); n != 3 {
			t.Fatalf("%d places in four weeks", n)
		}
		// a habit whose person cannot be found
		fine(t, h.DB.Update(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE habit SET party_kind='guest', party=77 WHERE party=$1", gone.First.Party.ID)
			if err == nil {
				_, err = tx.Exec("UPDATE call SET audience='board'")
			}
			return err
		}))
		h.Clock.Move(7 * 24 * time.Hour)
		if err := w.acts.Sweep(ctx); err == nil {
			t.Error("nobody hears of what failed")
		}
		if n := places(ola); n != 4 {
			t.Errorf("one habit that fails stopped another: %d places", n)
		}
		fine(t, w.acts.End(ctx, v, w.c))
		if n := w.rows(t, "habit"); n != 0 {
			t.Errorf("%d habits outlive their action", n)
		}
	})
}

func TestWhoLeavesTheirGroupHasNoHabitLeft(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "FREQ=WEEKLY;COUNT=20")
		join := joining(l, l.RolesAt(l.Levels[0].ID)[0], "")
		join.Again = true
		noor := w.viewer(t, "Noor")
		must[action.Joined](t)(w.acts.Join(ctx, noor, noor.Parties[0], join))
		fine(t, w.acts.Store.Update(ctx, func(tx action.Tx) error { return w.acts.Forget(tx, noor.Parties[0]) }))
		if n := w.rows(t, "habit"); n != 0 {
			t.Errorf("%d habits are left", n)
		}
	})
}

func TestAnHourOfADayWhoseTimeIsOverIsLeftAlone(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "FREQ=DAILY;COUNT=3")
		w.tick(t, l.Times[0].Ends.Add(time.Minute).Sub(h.Clock.Now()))
		s := l.Plan.When
		s.At = when.HM(22, 0)
		e := must[action.Effect](t)(surely(w.acts, w.viewer(t, "Mina"), w.c, s))
		if len(e.Added) != 0 || len(e.Changed) != 2 {
			t.Errorf("%d are added and %d change", len(e.Added), len(e.Changed))
		}
	})
}

func TestALevelThatSomebodyComesToAgainAndAgainStaysAndTheyHearOnceOfNewWords(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		w.walk(t, "FREQ=WEEKLY;COUNT=20")
		role := w.want(t, "marshal", 9, action.Nothing)
		l := w.look(t)
		join := joining(l, role, "Sol")
		join.Again = true
		j := must[action.Joined](t)(w.acts.Join(ctx, access.Viewer{}, party.Ref{}, join))
		sol, v := access.Guest(j.Keys.Guest), w.viewer(t, "Mina")
		fine(t, w.acts.SetLevels(ctx, v, w.c, levelsOf("Police are near.")))
		if n := h.notices(t, "plan_changed"); n != 1 {
			t.Errorf("one person was told %d times", n)
		}
		for _, m := range must[map[call.OccurrenceID]call.Commitment](t)(w.acts.Places(ctx, sol, w.c)) {
			fine(t, w.acts.HandBack(ctx, sol, m.ID))
		}
		off := levelsOf("x")
		off[0].On = false
		refused(t, fault.Invalid, w.acts.SetLevels(ctx, v, w.c, off))
		var left []action.Role
		for _, r := range w.look(t).Roles {
			if r.ID != role.ID {
				left = append(left, r)
			}
		}
		refused(t, fault.Invalid, w.acts.SetRoles(ctx, v, w.c, left))
		fine(t, w.acts.SetLevels(ctx, v, w.c, levelsOf("Police are gone.")))
		if n := h.notices(t, "plan_changed"); n != 2 {
			t.Errorf("who has a rhythm and no place just now was not told: %d", n)
		}
	})
}

func TestWhatIsForOneLevelHidesNothingThatIsForAll(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		v := w.viewer(t, "Mina")
		w.tick(t, l.Times[0].Starts.Sub(h.Clock.Now()))
		post := action.Post{Key: "first", Occurrence: l.Times[0].ID, Phrase: "wait"}
		fine(t, w.acts.Post(ctx, v, w.c, post))
		for range 5 * action.UpdatesKept {
			h.Clock.Move(time.Second)
			fine(t, w.acts.Post(ctx, v, w.c, action.Post{Key: call.Key(fmt.Sprint("k", keys.Add(1))), Occurrence: l.Times[0].ID, Risk: action.Some, Words: "To the gate"}))
		}
		if all := must[[]action.Update](t)(w.acts.Word(ctx, w.c, l.Times[0].ID, 0)); len(all) != 1 {
			t.Errorf("all read %d", len(all))
		}
	})
}

func TestWhatComesDailyHidesNothingElseInACalendar(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		for range 2 {
			w.walk(t, "FREQ=DAILY;COUNT=60")
		}
		v, from := w.viewer(t, "Mina"), h.Clock.Now()
		all := must[[]action.Date](t)(w.acts.Calendar(ctx, v, 0, from, from.AddDate(0, 1, 0)))
		each := map[call.ID]int{}
		for _, d := range all {
			each[d.ID]++
		}
		if len(each) != 2 || each[w.c] != 8 {
			t.Errorf("the month shows %v", each)
		}
	})
}

func TestAGroupThatClosesTellsWhoeverCountedOnItsActions(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		w.joins(t, l, l.RolesAt(l.Levels[0].ID)[0], "Sol")
		fine(t, h.Spine.Store.Update(ctx, func(tx call.Tx) error { return h.Spine.ForgetGroup(tx, w.id) }))
		if n := w.rows(t, "notice WHERE kind='call_closed' AND call=0"); n != 1 {
			t.Errorf("%d were told that it will not be", n)
		}
	})
}

func TestARhythmWithLongPausesHasAPlaceAtItsNextTimeAndNoFurther(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "FREQ=MONTHLY;COUNT=5")
		join := joining(l, l.RolesAt(l.Levels[0].ID)[0], "Sol")
		join.Again = true
		j := must[action.Joined](t)(w.acts.Join(ctx, access.Viewer{}, party.Ref{}, join))
		sol := access.Guest(j.Keys.Guest)
		places := func() int { return len(must[map[call.OccurrenceID]call.Commitment](t)(w.acts.Places(ctx, sol, w.c))) }
		sweep := func() { fine(t, w.acts.Sweep(ctx)) }
		sweep()
		sweep()
		if n := places(); n != 1 {
			t.Errorf("they have %d places, want that of the next time", n)
		}
		w.tick(t, l.Times[0].Starts.Add(time.Hour).Sub(h.Clock.Now()))
		sweep()
		sweep()
		if _, there := must[map[call.OccurrenceID]call.Commitment](t)(w.acts.Places(ctx, sol, w.c))[l.Times[1].ID]; !there {
			t.Error("a month ahead they have none")
		}
	})
}
