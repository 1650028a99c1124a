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
	"alongside/internal/party"
)

func TestABuddyAloneIsAskedToCallAndOnlyOnce(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		fine(t, w.acts.SetOutside(ctx, w.viewer(t, "Mina"), w.c, action.Outside{Homes: 60}))
		role := l.RolesAt(l.Levels[0].ID)[0]
		w.tick(t, l.Times[0].Starts.Add(-time.Hour).Sub(h.Clock.Now()))
		a, sol := w.joins(t, l, role, "Sol")
		b, ray := w.joins(t, l, role, "Ray")
		w.joins(t, l, role, "Lone")
		fine(t, w.acts.Seek(ctx, sol, a.First.ID))
		fine(t, w.acts.Seek(ctx, ray, b.First.ID))
		if o := w.own(t, sol, a.First.ID); len(o.Buddies) != 1 || o.Buddies[0].Name != "" || o.Agreed {
			t.Fatalf("they were not offered to each other without a name: %+v", o.Buddies)
		}
		fine(t, h.Spine.Store.Update(ctx, func(tx call.Tx) error {
			return tx.SetDetail(call.Detail{Call: w.c, Commitment: b.First.ID, Reach: "555 0142"})
		}))
		fine(t, w.acts.SayBuddy(ctx, sol, a.First.ID, true))
		if o := w.own(t, sol, a.First.ID); o.Buddies[0].Reach != "" {
			t.Error("a number is shown before both said yes")
		}
		fine(t, w.acts.SayBuddy(ctx, ray, b.First.ID, true))
		if o := w.own(t, sol, a.First.ID); !o.Agreed || o.Buddies[0].Reach != "555 0142" || o.Buddies[0].Name != "Ray" {
			t.Errorf("both said yes, and Sol reads %+v", o.Buddies)
		}
		w.tick(t, l.Times[0].Starts.Add(10*time.Minute).Sub(h.Clock.Now()))
		fine(t, w.acts.Say(ctx, sol, a.First.ID, action.Saying{Said: action.Here, Key: "k1"}))
		fine(t, w.acts.Say(ctx, ray, b.First.ID, action.Saying{Said: action.Here, Key: "k2"}))
		refused(t, fault.NotFound, w.acts.Say(ctx, ray, a.First.ID, action.Saying{Said: action.Safe, Key: "forged"}))
		fine(t, w.acts.Say(ctx, sol, a.First.ID, action.Saying{Said: action.Safe, Key: "k3"}))
		fine(t, w.acts.Say(ctx, sol, a.First.ID, action.Saying{Said: action.Here, Key: "k1"})) // what waited on a phone comes again
		if o := w.own(t, sol, a.First.ID); o.Mine.Said != action.Safe {
			t.Error("an old word came back and undid a newer one")
		}
		fine(t, w.acts.Say(ctx, ray, b.First.ID, action.Saying{Said: action.Staying, Key: "k4"}))
		w.tick(t, 3*time.Hour) // the hour by which all are home has passed; Ray stays longer
		if n := h.notices(t, "buddy_call"); n != 0 {
			t.Errorf("%d asked to call somebody who said they stay", n)
		}
		w.tick(t, 2*time.Hour)
		w.tick(t, time.Hour)
		if n := h.notices(t, "buddy_call"); n != 1 {
			t.Errorf("%d were asked to call", n)
		}
	})
}

func TestSilenceBeforeAnActionGivesThePlaceToTheNextOnTheList(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		w.walk(t, "")
		role := w.want(t, "marshal", 1, action.Nothing)
		l := w.look(t)
		a, sol := w.joins(t, l, role, "Sol")
		b, ray := w.joins(t, l, role, "Ray")
		c, kit := w.joins(t, l, l.RolesAt(l.Levels[0].ID)[0], "Kit")
		w.tick(t, l.Times[0].Starts.Add(-23*time.Hour).Sub(h.Clock.Now()))
		if h.notices(t, "still_fine") != 2 {
			t.Error("nobody was asked whether it is still fine")
		}
		w.tick(t, 20*time.Hour)
		if o := w.own(t, ray, b.First.ID); o.Promise.State != call.Agreed {
			t.Errorf("the next on the list is %s", o.Promise.State)
		}
		_, err := w.acts.Own(ctx, sol, a.First.ID)
		refused(t, fault.NotFound, err)
		if o := w.own(t, kit, c.First.ID); o.Promise.State != call.Agreed {
			t.Errorf("who takes nobody's place lost theirs by silence: %s", o.Promise.State)
		}
		if n := h.notices(t, "answered") + h.notices(t, "desk_moved"); n != 0 {
			t.Errorf("the group was told %d times who comes and goes", n)
		}
	})
}

func TestThreeDaysAfterTheEndNothingTellsWhoWasThere(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		role := l.RolesAt(l.Levels[0].ID)[0]
		w.tick(t, l.Times[0].Starts.Add(-time.Hour).Sub(h.Clock.Now()))
		join := joining(l, role, "Xenia")
		join.Reach, join.Care = "xylophone 555", true
		j := must[action.Joined](t)(w.acts.Join(ctx, access.Viewer{}, party.Ref{}, join))
		w.joins(t, l, role, "Ray")
		w.tick(t, l.Times[0].Starts.Add(time.Minute).Sub(h.Clock.Now()))
		fine(t, w.acts.Post(ctx, w.viewer(t, "Mina"), w.c, action.Post{Key: "u1", Occurrence: l.Times[0].ID, Words: "Quinquereme turns left"}))
		fine(t, w.acts.StandDown(ctx, w.viewer(t, "Mina"), w.c, l.Times[0].ID))
		count := func() map[string]int {
			n := map[string]int{}
			for _, table := range []string{"place", "live", "commitment", "part", "detail"} {
				var rows int
				fine(t, h.DB.View(ctx, func(tx *db.Tx) error { return tx.Row("SELECT count(*) FROM "+table, nil, &rows) }))
				n[table] = rows
			}
			return n
		}
		if n := count(); n["place"] != 2 || n["live"] != 2 || n["commitment"] != 2 || n["detail"] != 1 {
			t.Fatalf("while it is remembered: %v", n)
		}
		w.tick(t, 71*time.Hour)
		if h.notices(t, "how_are_you") != 1 {
			t.Error("nobody asked how they are")
		}
		w.tick(t, 2*time.Hour)
		for table, n := range count() {
			if n != 0 {
				t.Errorf("%d rows of %s tell who was there", n, table)
			}
		}
		_, err := w.acts.Own(ctx, access.Guest(j.Keys.Guest), j.First.ID)
		refused(t, fault.NotFound, err)
		if look := must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{}, w.c)); look.State != call.Closed || look.Entry.ID == 0 {
			t.Errorf("it is %s, and the record has %v", look.State, look.Entry.ID)
		}
	})
}

func TestWordIsPostedUnderAMandateThatRunsAndStandsOnce(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		w.hands(t, party.Live, 8, "Noor")
		noor := w.viewer(t, "Noor")
		post := action.Post{Key: "p1", Occurrence: l.Times[0].ID, Phrase: "set_off", Language: "en"}
		refused(t, fault.Stale, w.acts.Post(ctx, noor, w.c, post)) // a week before
		w.tick(t, l.Times[0].Starts.Sub(h.Clock.Now()))
		refused(t, fault.NotYours, w.acts.Post(ctx, w.viewer(t, "Ola"), w.c, post))
		refused(t, fault.NotFound, w.acts.Post(ctx, access.Viewer{}, w.c, post))
		fine(t, w.acts.Post(ctx, noor, w.c, post))
		fine(t, w.acts.Post(ctx, noor, w.c, post))
		post.Key, post.Risk, post.Words, post.At = "p2", action.Some, "Wait at the gate", h.Clock.Now().Add(-10*time.Minute)
		fine(t, w.acts.Post(ctx, noor, w.c, post))
		all := must[[]action.Update](t)(w.acts.Word(ctx, w.c, l.Times[0].ID, 0))
		if len(all) != 1 || all[0].Phrase != "set_off" {
			t.Errorf("all read %+v", all)
		}
		some, _ := l.Level(action.Some)
		atSome := must[[]action.Update](t)(w.acts.Word(ctx, w.c, l.Times[0].ID, some.ID))
		if len(atSome) != 2 || atSome[1].Words != "Wait at the gate" || !atSome[1].Said.Before(atSome[0].Said) {
			t.Errorf("the level reads %+v", atSome)
		}
		h.Clock.Move(16 * time.Hour) // the mandate has ended; the page is still open
		post.Key = "p3"
		refused(t, fault.NotYours, w.acts.Post(ctx, noor, w.c, post))
	})
}

func TestWhoComesIsExpectedHomeAsThePlanSaysNow(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		j, sol := w.joins(t, l, l.RolesAt(l.Levels[0].ID)[0], "Sol")
		for _, minutes := range []int{60, 180, 0} {
			fine(t, w.acts.SetOutside(ctx, w.viewer(t, "Mina"), w.c, action.Outside{Homes: minutes}))
			want := l.Times[0].Ends.Add(time.Duration(minutes) * time.Minute)
			if minutes == 0 {
				want = time.Time{}
			}
			if o := w.own(t, sol, j.First.ID); !o.Mine.HomeBy.Equal(want) {
				t.Errorf("with %d minutes: home by %s, want %s", minutes, o.Mine.HomeBy, want)
			}
		}
	})
}

func TestAThirdReadsNothingOfTwoBuddiesBeforeBothSayYes(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		role := l.RolesAt(l.Levels[0].ID)[0]
		a, sol := w.joins(t, l, role, "Sol")
		b, ray := w.joins(t, l, role, "Ray")
		c, kit := w.joins(t, l, role, "Kit")
		fine(t, w.acts.SayReach(ctx, ray, b.First.ID, "555 0142"))
		fine(t, w.acts.Code(ctx, sol, a.First.ID))
		letters := w.own(t, sol, a.First.ID).Mine.Pair.String()
		fine(t, w.acts.With(ctx, ray, b.First.ID, letters))
		fine(t, w.acts.With(ctx, kit, c.First.ID, letters))
		blind := func() {
			t.Helper()
			o := w.own(t, kit, c.First.ID)
			if !o.Asks || o.Agreed {
				t.Errorf("Kit counts as one of them: %+v", o.Mine)
			}
			for _, one := range o.Buddies {
				if one.Name != "" || one.Reach != "" || one.Said != "" {
					t.Errorf("Kit reads %+v", one)
				}
			}
		}
		blind()
		fine(t, w.acts.SayBuddy(ctx, kit, c.First.ID, true)) // not theirs to say
		blind()
		if o := w.own(t, ray, b.First.ID); !o.Third || !o.Agreed {
			t.Errorf("Ray is not asked, or lost Sol meanwhile: %+v", o.Mine)
		}
		fine(t, w.acts.SayBuddy(ctx, sol, a.First.ID, true))
		blind()
		fine(t, w.acts.SayBuddy(ctx, ray, b.First.ID, false))
		if o := w.own(t, ray, b.First.ID); !o.Agreed || len(o.Buddies) != 1 {
			t.Error("a no to a third ended what the two had")
		}
		if h.notices(t, "buddy_gone") != 1 {
			t.Error("the third does not hear of the no, or others do")
		}
		fine(t, w.acts.With(ctx, kit, c.First.ID, letters))
		fine(t, w.acts.SayBuddy(ctx, sol, a.First.ID, true))
		fine(t, w.acts.SayBuddy(ctx, ray, b.First.ID, true))
		if o := w.own(t, kit, c.First.ID); !o.Agreed || len(o.Buddies) != 2 || o.Buddies[0].Reach+o.Buddies[1].Reach != "555 0142" {
			t.Errorf("both said yes, and Kit reads %+v", o.Buddies)
		}
		fine(t, w.acts.SayBuddy(ctx, ray, b.First.ID, false)) // no longer
		if o := w.own(t, kit, c.First.ID); !o.Agreed || len(o.Buddies) != 1 || o.Buddies[0].Name != "Sol" {
			t.Errorf("one of three left, and Kit has %+v", o.Buddies)
		}
	})
}

func TestWhoSaysNoIsOfferedTheOthersAndNobodyIsOfferedForEver(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		role := l.RolesAt(l.Levels[0].ID)[0]
		a, sol := w.joins(t, l, role, "Sol")
		b, ray := w.joins(t, l, role, "Ray")
		c, kit := w.joins(t, l, role, "Kit")
		fine(t, w.acts.Seek(ctx, sol, a.First.ID))
		fine(t, w.acts.Seek(ctx, ray, b.First.ID))
		fine(t, w.acts.Seek(ctx, kit, c.First.ID))
		fine(t, w.acts.SayBuddy(ctx, sol, a.First.ID, false))
		if x, y := w.own(t, ray, b.First.ID), w.own(t, kit, c.First.ID); x.Mine.Pair == 0 || x.Mine.Pair != y.Mine.Pair {
			t.Error("two who are left look for somebody and were not offered to each other")
		}
		fine(t, w.acts.SayBuddy(ctx, ray, b.First.ID, false))
		for range 10 {
			fine(t, w.acts.Seek(ctx, sol, a.First.ID))
			fine(t, w.acts.SayBuddy(ctx, sol, a.First.ID, false))
		}
		if n := h.notices(t, "buddy_asked"); n > 12 {
			t.Errorf("%d notices from one who says no again and again", n)
		}
	})
}

func TestWhoNeedsHelpReachesWhoeverRunsItAndReadsWhenThereIsNobody(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		j, sol := w.joins(t, l, l.RolesAt(l.Levels[0].ID)[0], "Sol")
		w.tick(t, l.Times[0].Starts.Sub(h.Clock.Now()))
		fine(t, w.acts.Say(ctx, sol, j.First.ID, action.Saying{Said: action.Help, Key: "k1"}))
		fine(t, w.acts.Say(ctx, sol, j.First.ID, action.Saying{Said: action.Help, Key: "k2"}))
		if n := h.notices(t, "needs_help"); n != 1 || w.own(t, sol, j.First.ID).Unheard {
			t.Errorf("nobody holds the task to post word, and %d who plan were told", n)
		}
		fine(t, h.DB.Update(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("DELETE FROM mandate")
			return err
		}))
		if !w.own(t, sol, j.First.ID).Unheard {
			t.Error("the page says that somebody was told, and nobody was")
		}
	})
}

func TestHomeSafeByMistakeIsTakenBackByTheNextWord(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		fine(t, w.acts.SetOutside(ctx, w.viewer(t, "Mina"), w.c, action.Outside{Homes: 60}))
		role := l.RolesAt(l.Levels[0].ID)[0]
		w.tick(t, l.Times[0].Starts.Add(-time.Hour).Sub(h.Clock.Now()))
		a, sol := w.joins(t, l, role, "Sol")
		b, ray := w.joins(t, l, role, "Ray")
		fine(t, w.acts.Code(ctx, sol, a.First.ID))
		fine(t, w.acts.With(ctx, ray, b.First.ID, w.own(t, sol, a.First.ID).Mine.Pair.String()))
		fine(t, w.acts.Say(ctx, ray, b.First.ID, action.Saying{Said: action.Safe, Key: "k1"}))
		fine(t, w.acts.Say(ctx, sol, a.First.ID, action.Saying{Said: action.Safe, Key: "k2"}))
		fine(t, w.acts.Say(ctx, sol, a.First.ID, action.Saying{Said: action.Here, Key: "k3"}))
		w.tick(t, 6*time.Hour)
		if n := h.notices(t, "buddy_call"); n != 1 {
			t.Errorf("%d were asked to call somebody who is not home", n)
		}
	})
}

func TestWhatNobodyStandsDownIsForgottenThreeDaysAfterItsEndAsWell(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		join := joining(l, l.RolesAt(l.Levels[0].ID)[0], "Xenia")
		join.Care, join.Again = true, true
		must[action.Joined](t)(w.acts.Join(ctx, access.Viewer{}, party.Ref{}, join))
		w.tick(t, l.Times[0].Ends.Add(71*time.Hour).Sub(h.Clock.Now()))
		if h.notices(t, "how_are_you") != 1 {
			t.Error("nobody asked how they are")
		}
		if n := w.rows(t, "notice WHERE kind='how_are_you' AND (call <> 0 OR commitment <> 0)"); n != 0 {
			t.Error("the question how they are says where they were")
		}
		w.tick(t, time.Hour)
		for _, table := range []string{"place", "live", "commitment", "part", "habit", "detail WHERE reach <> ''"} {
			if n := w.rows(t, table); n != 0 {
				t.Errorf("%d rows of %s are kept", n, table)
			}
		}
		if n := w.rows(t, "notice WHERE commitment <> 0"); n != 0 {
			t.Errorf("%d notices say who was told of it", n)
		}
	})
}

func TestTheLastTapStandsWhicheverArrivesLast(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		fine(t, w.acts.SetOutside(ctx, w.viewer(t, "Mina"), w.c, action.Outside{Homes: 60}))
		j, sol := w.joins(t, l, l.RolesAt(l.Levels[0].ID)[0], "Sol")
		w.tick(t, l.Times[0].Starts.Add(90*time.Minute).Sub(h.Clock.Now()))
		n := 0
		says := func(said action.Said, ago time.Duration) {
			t.Helper()
			n++
			fine(t, w.acts.Say(ctx, sol, j.First.ID, action.Saying{Said: said, Key: call.Key(fmt.Sprint("tap", n)), At: h.Clock.Now().Add(-ago)}))
		}
		stands := func(said action.Said, at time.Time, helps int) {
			t.Helper()
			if o := w.own(t, sol, j.First.ID); o.Mine.Said != said || o.Mine.At.Sub(at).Abs() > time.Second {
				t.Errorf("%q of %s stands, want %q of %s", o.Mine.Said, o.Mine.At, said, at)
			}
			if got := h.notices(t, "needs_help"); got != helps {
				t.Errorf("%d were told of help, want %d", got, helps)
			}
		}
		home := h.Clock.Now()
		says(action.Safe, 0)
		w.tick(t, 30*time.Minute)
		says(action.Help, 2*time.Hour) // from before they were home
		stands(action.Safe, home, 0)
		help := h.Clock.Now().Add(-10 * time.Minute)
		says(action.Help, 10*time.Minute)
		stands(action.Help, help, 1)
		says(action.Safe, 20*time.Minute) // from before they needed help
		stands(action.Help, help, 1)
		says(action.Safe, 1000*time.Hour) // a clock that jumped silences nobody
		stands(action.Help, help, 1)
		if o := w.own(t, sol, j.First.ID); o.Mine.HomeBy.IsZero() {
			t.Error("nobody watches over somebody who needs help")
		}
		says(action.Safe, -time.Hour) // a clock that is fast counts as now
		stands(action.Safe, h.Clock.Now(), 1)
		w.tick(t, 5*time.Minute)
		says(action.Help, 1000*time.Hour)
		stands(action.Help, h.Clock.Now(), 2)
	})
}

func TestToStayLongerThatComesTooLateAsksNoBuddyTwice(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		fine(t, w.acts.SetOutside(ctx, w.viewer(t, "Mina"), w.c, action.Outside{Homes: 60}))
		role := l.RolesAt(l.Levels[0].ID)[0]
		w.tick(t, l.Times[0].Starts.Add(-time.Hour).Sub(h.Clock.Now()))
		a, sol := w.joins(t, l, role, "Sol")
		b, ray := w.joins(t, l, role, "Ray")
		fine(t, w.acts.Code(ctx, sol, a.First.ID))
		fine(t, w.acts.With(ctx, ray, b.First.ID, w.own(t, sol, a.First.ID).Mine.Pair.String()))
		fine(t, w.acts.Say(ctx, ray, b.First.ID, action.Saying{Said: action.Safe, Key: "k1"}))
		w.tick(t, l.Times[0].Ends.Add(2*time.Hour+time.Minute).Sub(h.Clock.Now()))
		before := h.notices(t, "buddy_call")
		fine(t, w.acts.Say(ctx, sol, a.First.ID, action.Saying{Said: action.Staying, Key: "k2", At: h.Clock.Now().Add(-2 * time.Hour)}))
		w.tick(t, 3*time.Hour)
		if n := h.notices(t, "buddy_call"); before != 1 || n != 1 {
			t.Errorf("their buddy was asked %d times to call, and then %d", before, n)
		}
	})
}

func TestATapIsNoOlderThanWhatCouldBeTapped(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		j, sol := w.joins(t, l, l.RolesAt(l.Levels[0].ID)[0], "Sol")
		first := l.Times[0].Starts.Add(-2 * time.Hour)
		w.tick(t, l.Times[0].Starts.Sub(h.Clock.Now()))
		fine(t, w.acts.Say(ctx, sol, j.First.ID, action.Saying{Said: action.Here, Key: "k1", At: h.Clock.Now().Add(-1000 * time.Hour)}))
		if o := w.own(t, sol, j.First.ID); o.Mine.Said != action.Here || o.Mine.At.Sub(first).Abs() > time.Second {
			t.Errorf("%q of %s stands, want that of %s", o.Mine.Said, o.Mine.At, first)
		}
	})
}
