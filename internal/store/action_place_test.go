package store_test

import (
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/when"
)

// rows counts what a table holds.
func (w *crew) rows(t *testing.T, query string) (n int) {
	t.Helper()
	fine(t, w.DB.View(ctx, func(tx *db.Tx) error { return tx.Row("SELECT count(*) FROM "+query, nil, &n) }))
	return n
}

func TestATimeOrARoleThatIsDroppedTakesNobodysPageAway(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "FREQ=WEEKLY;COUNT=4")
		join := joining(l, l.RolesAt(l.Levels[0].ID)[0], "Xenia")
		join.Times, join.Reach = []call.OccurrenceID{l.Times[1].ID}, "xylophone"
		j := must[action.Joined](t)(w.acts.Join(ctx, access.Viewer{}, party.Ref{}, join))
		sol := access.Guest(j.Keys.Guest)
		v, s := w.viewer(t, "Mina"), l.Plan.When
		fine(t, w.acts.CallOff(ctx, v, w.c, l.Times[1].ID))
		s.Left = []when.Day{l.Times[1].Was}
		must[action.Effect](t)(surely(w.acts, v, w.c, s))
		must[call.Mine](t)(h.Spine.Mine(ctx, sol))
		if n := w.rows(t, "commitment") + w.rows(t, "detail"); n != 0 {
			t.Errorf("%d rows tell of a time that is not any more", n)
		}

		role := w.want(t, "marshal", 2, action.Nothing)
		back, ray := w.joins(t, w.look(t), role, "Ray")
		fine(t, w.acts.HandBack(ctx, ray, back.First.ID))
		l = w.look(t)
		var left []action.Role
		for _, r := range l.Roles {
			if r.ID != role.ID {
				left = append(left, r)
			}
		}
		fine(t, w.acts.SetRoles(ctx, v, w.c, left))
		must[call.Mine](t)(h.Spine.Mine(ctx, ray))
		w.tick(t, l.Times[0].Ends.Add(80*time.Hour).Sub(h.Clock.Now()))
		if n := w.rows(t, "commitment"); n != 0 {
			t.Errorf("%d rows of a role that was dropped are kept for good", n)
		}
	})
}

func TestAPageWithoutANamedTimeIsAboutTheNextOneAndWordAboutTheOneThatIsOn(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "FREQ=DAILY;COUNT=5")
		w.tick(t, l.Times[1].Starts.Add(time.Hour).Sub(h.Clock.Now()))
		if at, _ := w.look(t).At(0); at.ID != l.Times[1].ID {
			t.Errorf("while the second is on, the page is about %s", at.Starts)
		}
		w.tick(t, 2*time.Hour)
		now := w.look(t)
		if at, _ := now.At(0); at.ID != l.Times[2].ID {
			t.Errorf("on the evening of the second the page is about %s", at.Starts)
		}
		if on, _ := now.On(0); on.ID != l.Times[1].ID {
			t.Errorf("while people come home, word is about %s", on.Starts)
		}
		w.tick(t, l.Times[4].Ends.Add(time.Hour).Sub(h.Clock.Now()))
		if at, any := w.look(t).At(0); !any || at.ID != l.Times[4].ID {
			t.Error("after the last the page is about none")
		}
	})
}

func TestAPlaceHandedToSomebodyOnItsListIsTheirsAndTheGiversBuddiesAreNot(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		w.walk(t, "")
		role := w.want(t, "marshal", 2, action.Nothing)
		l := w.look(t)
		a, sol := w.joins(t, l, role, "Sol")
		b, ray := w.joins(t, l, role, "Ray")
		c, kit := w.joins(t, l, role, "Kit")
		fine(t, w.acts.Code(ctx, sol, a.First.ID))
		fine(t, w.acts.With(ctx, ray, b.First.ID, w.own(t, sol, a.First.ID).Mine.Pair.String()))
		if !w.own(t, sol, a.First.ID).Agreed {
			t.Fatal("letters read to a friend are no yes")
		}
		link, _, err := w.acts.HandOver(ctx, sol, a.First.ID)
		fine(t, err)
		take := joining(l, role, "Kit")
		take.Hand = link
		got := must[action.Joined](t)(w.acts.Join(ctx, kit, kit.Parties[0], take))
		if o := w.own(t, kit, got.First.ID); o.Promise.State != call.Agreed || len(o.Buddies) != 0 {
			t.Errorf("who stood on the list and was handed a place is %s with %d buddies", o.Promise.State, len(o.Buddies))
		}
		again := must[action.Joined](t)(w.acts.Join(ctx, kit, kit.Parties[0], take)) // its answer was lost
		if again.First.ID != got.First.ID {
			t.Error("sent again it gives another place")
		}
		if own := must[map[call.OccurrenceID]call.Commitment](t)(w.acts.Places(ctx, kit, w.c)); len(own) != 1 {
			t.Errorf("they have %d places, the one on the list was %s", len(own), c.First.ID)
		}
		if p, _ := w.look(t).Part(role.ID); p.Taken != 2 {
			t.Errorf("%d places are taken", p.Taken)
		}
		_, err = w.acts.Own(ctx, sol, a.First.ID)
		refused(t, fault.NotFound, err)
		if o := w.own(t, ray, b.First.ID); len(o.Buddies) != 0 || o.Mine.Pair != 0 {
			t.Error("somebody who is not there any more is still a buddy")
		}
		if h.notices(t, "buddy_gone") != 1 {
			t.Error("nobody told the buddy")
		}
		// whoever stands first in the room's list may have ended long ago
		v := w.viewer(t, "Mina")
		later := w.look(t).Plan.When
		later.At = when.HM(18, 0)
		must[action.Effect](t)(surely(w.acts, v, w.c, later))
		if n := h.notices(t, "plan_changed"); n != 2 {
			t.Errorf("%d of two were told of the new hour", n)
		}
	})
}

func TestWhoWouldTakeASecondRoleThatIsFullKeepsTheFirst(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		w.walk(t, "")
		role := w.want(t, "marshal", 1, action.Nothing)
		l := w.look(t)
		w.joins(t, l, role, "Ray")
		j, sol := w.joins(t, l, l.RolesAt(l.Levels[0].ID)[0], "Sol")
		_, err := w.acts.Join(ctx, sol, sol.Parties[0], joining(l, role, "Sol"))
		refused(t, fault.Taken, err)
		if o := w.own(t, sol, j.First.ID); o.Promise.State != call.Agreed {
			t.Errorf("the place they had is %s", o.Promise.State)
		}
	})
}

func TestTheSpinesOwnDoorsDoNotOpenAPlaceAtAnAction(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		j, sol := w.joins(t, l, l.RolesAt(l.Levels[0].ID)[0], "Sol")
		_, err := h.Spine.StartHandOver(ctx, sol, j.First.ID, "Kit")
		refused(t, fault.NotFound, err)
		refused(t, fault.Stale, h.Spine.Say(ctx, sol, j.First.ID, true))
		w.hands(t, party.Intake, 30, "Ola")
		ola := w.viewer(t, "Ola")
		_, err = h.Spine.Promise(ctx, ola, j.First.ID)
		refused(t, fault.NotFound, err)
		refused(t, fault.NotFound, h.Spine.LetGo(ctx, ola, j.First.ID))
		refused(t, fault.NotFound, h.Spine.Decline(ctx, ola, j.First.ID))
		refused(t, fault.NotFound, h.Spine.Write(ctx, ola, j.First.ID, "k", "Hello"))
	})
}

func TestNobodyOnAListIsLeftWaitingAtTheStart(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		w.walk(t, "")
		role := w.want(t, "marshal", 1, action.Nothing)
		l := w.look(t)
		w.tick(t, l.Times[0].Starts.Add(-time.Hour).Sub(h.Clock.Now()))
		w.joins(t, l, role, "Sol")
		w.joins(t, l, role, "Ray")
		w.tick(t, 61*time.Minute)
		if n := h.notices(t, "list_over"); n != 1 {
			t.Errorf("%d were told that no place came free", n)
		}
	})
}

func TestAGroupThatRestsOpensNoPlan(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		w.walk(t, "")
		v := w.viewer(t, "Mina")
		second := must[call.ID](t)(w.acts.Begin(ctx, v, w.id, action.Draft{Key: "second", Template: action.Walk, Title: "Walk", Language: "en", Zone: newYork(t)}))
		must[action.Effect](t)(w.acts.SetTime(ctx, v, second, action.Placing{When: w.look(t).Plan.When}))
		fine(t, w.acts.SetLevels(ctx, v, second, levelsOf("Stay on the pavement.")))
		fine(t, h.DB.Update(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE grp SET bar='paused'")
			return err
		}))
		refused(t, fault.Stale, w.acts.Open(ctx, v, second, call.OnBoard))
	})
}

func TestWhatWasEndedBeforehandIsNotInTheRecord(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		j, sol := w.joins(t, l, l.RolesAt(l.Levels[0].ID)[0], "Sol")
		fine(t, w.acts.End(ctx, w.viewer(t, "Mina"), w.c))
		if h.notices(t, "call_closed") != 1 {
			t.Error("who would have come was not told")
		}
		w.tick(t, l.Times[0].Starts.Add(time.Hour).Sub(h.Clock.Now()))
		refused(t, fault.Stale, w.acts.Post(ctx, w.viewer(t, "Mina"), w.c, action.Post{Key: "p", Occurrence: l.Times[0].ID, Phrase: "wait"}))
		w.tick(t, 20*time.Hour)
		if look := must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{}, w.c)); look.Entry.ID != 0 {
			t.Error("the record says that it took place")
		}
		w.tick(t, 80*time.Hour)
		if n := w.rows(t, "commitment"); n != 0 {
			t.Errorf("%d rows tell who would have come to %v of %v", n, j.First.ID, sol.Parties)
		}
	})
}

func TestTheBoardSaysWhichRolesLackPeopleAtTheNextTimeAndNoMoreWhenTheLastOneComes(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		w.walk(t, "FREQ=WEEKLY;COUNT=4")
		marshal := w.want(t, "marshal", 2, action.Nothing)
		l := w.look(t)
		full := func(want int) {
			t.Helper()
			if l := w.look(t); l.Full != want {
				t.Errorf("the board says that %d roles are full, want %d", l.Full, want)
			}
		}
		w.joins(t, l, marshal, "Sol")
		full(0)
		last, v := w.joins(t, l, marshal, "Ivo")
		full(1)
		w.joins(t, l, marshal, "Una") // on the list
		fine(t, w.acts.HandBack(ctx, v, last.First.ID))
		full(1)
		later := joining(l, marshal, "Tam")
		later.Times = []call.OccurrenceID{l.Times[1].ID}
		must[action.Joined](t)(w.acts.Join(ctx, access.Viewer{}, party.Ref{}, later))
		later.Again, later.Every, later.Key = true, 1, "again"
		must[action.Joined](t)(w.acts.Join(ctx, access.Viewer{}, party.Ref{}, later))
		full(1)
		w.tick(t, l.Times[0].Ends.Sub(w.Clock.Now())+5*time.Hour)
		full(1) // at the next time, where Tam and whoever comes each week are two
		w.tick(t, 7*24*time.Hour)
		full(0)
	})
}

func TestWhoBringsAGuestsPlacesIntoAnAccountIsAtOneTimeOnce(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		w.walk(t, "FREQ=WEEKLY;COUNT=3")
		role := w.want(t, "marshal", 1, action.Nothing)
		l := w.look(t)
		mina := w.viewer(t, "Mina")
		held, guest := w.joins(t, l, role, "Sol")
		waits := must[action.Joined](t)(w.acts.Join(ctx, mina, mina.Parties[0], joining(l, role, "")))
		other := joining(l, l.RolesAt(l.Levels[0].ID)[0], "")
		other.Times = []call.OccurrenceID{l.Times[1].ID}
		must[action.Joined](t)(w.acts.Join(ctx, mina, mina.Parties[0], other))
		must[action.Joined](t)(w.acts.Join(ctx, guest, guest.Parties[0], other))
		if !waits.Waits {
			t.Fatal("there was room for two")
		}
		fine(t, w.Spine.Adopt(ctx, party.GuestID(guest.Parties[0].ID), mina.Parties[0]))
		places := must[map[call.OccurrenceID]call.Commitment](t)(w.acts.Places(ctx, mina, w.c))
		if len(places) != 2 || places[l.Times[0].ID].ID != held.First.ID {
			t.Errorf("they have %+v, want the place that was held and one at the next time", places)
		}
		if n := w.rows(t, "commitment WHERE state IN ('held','offered','agreed','due','queued')"); n != 2 {
			t.Errorf("%d promises run, want 2", n)
		}
	})
}
