package store_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/mandate"
	"alongside/internal/party"
	"alongside/internal/recur"
	"alongside/internal/when"
)

// crew is a group that plans, and the desk it plans at.
type crew struct {
	*guild
	acts *action.Desk
	c    call.ID
}

func newCrew(t *testing.T, h *House) *crew {
	t.Helper()
	u := newGuild(t, h, "Mina", "Noor", "Ola")
	w := &crew{guild: u, acts: &action.Desk{Store: h.Store.Actions(), Spine: h.Spine, Clock: h.Clock}}
	h.Spine.Parted = func(tx call.Tx, m call.CommitmentID) error { return w.acts.Left(h.Store.Actions().Within(tx), m) }
	h.Spine.MovedUp = func(tx call.Tx, m call.Commitment) error { return w.acts.MovedUp(h.Store.Actions().Within(tx), m) }
	w.hands(t, party.Plan, 200, "Mina")
	return w
}

// hands gives somebody a task for so many days.
func (w *crew) hands(t *testing.T, s party.Scope, days int, name string) {
	t.Helper()
	w.mustGive(t, mandate.Given{Scope: s, Days: days}, name)
}

func newYork(t *testing.T) *time.Location {
	t.Helper()
	return must[*time.Location](t)(when.Zone("America/New_York"))
}

// walk plans and opens a walk in a week, at 16:00 in New York, for two hours.
func (w *crew) walk(t *testing.T, rule string) action.Look {
	t.Helper()
	v := w.viewer(t, "Mina")
	s := recur.Series{Start: when.DayOf(w.Clock.Now(), newYork(t)).Add(7), At: when.HM(16, 0), Minutes: 120, Zone: newYork(t)}
	if rule != "" {
		s.Rule = must[recur.Rule](t)(recur.Parse(rule))
	}
	var err error
	w.c, err = w.acts.Begin(ctx, v, w.id, action.Draft{Key: call.Key(fmt.Sprint("plan", keys.Add(1))), Template: action.Walk, Title: "Walk to the hearing", Language: "en", Zone: newYork(t)})
	fine(t, err)
	_, err = w.acts.SetTime(ctx, v, w.c, action.Placing{When: s})
	fine(t, err)
	fine(t, w.acts.SetLevels(ctx, v, w.c, levelsOf("Stay on the pavement.")))
	fine(t, w.acts.Open(ctx, v, w.c, call.OnBoard))
	return w.look(t)
}

// surely changes a time as a planner does who reads what it changes, and says so.
func surely(acts *action.Desk, v access.Viewer, c call.ID, s recur.Series) (action.Effect, error) {
	e, err := acts.SetTime(ctx, v, c, action.Placing{When: s})
	if err == nil || e.Plain() {
		return e, err
	}
	return acts.SetTime(ctx, v, c, action.Placing{When: s, Sure: e.Sum()})
}

func levelsOf(happens string) []action.Levelling {
	one := func(risk action.Risk, meet, happens string) action.Levelling {
		return action.Levelling{On: true, Level: action.Level{Risk: risk, Meet: meet, Happens: happens, Leave: "Go when you like."}}
	}
	return []action.Levelling{one(action.Lower, "By the clock", happens), one(action.Some, "At the gate", "Police may tell you to move."),
		{Level: action.Level{Risk: action.Higher}}}
}

func (w *crew) look(t *testing.T) action.Look {
	t.Helper()
	return must[action.Look](t)(w.acts.Look(ctx, access.Viewer{}, w.c, 0))
}

// want sets how many a role of a level wants.
func (w *crew) want(t *testing.T, kind action.Kind, wanted int64, needs action.Needs) action.Role {
	t.Helper()
	l := w.look(t)
	for i := range l.Roles {
		if r := &l.Roles[i]; r.Kind == kind && r.Level == l.Levels[0].ID {
			r.Wanted, r.Needs = wanted, needs
			fine(t, w.acts.SetRoles(ctx, w.viewer(t, "Mina"), w.c, l.Roles))
			return *r
		}
	}
	t.Fatal("no such role")
	return action.Role{}
}

func joining(l action.Look, r action.Role, name string) action.Joining {
	level, _ := l.LevelOf(r.Level)
	return action.Joining{Key: call.Key(fmt.Sprint("join", name, keys.Add(1))), Call: l.ID, Risk: level.Risk, Seen: level.Version, Role: r.ID, Name: name, Language: "en"}
}

// joins comes as a stranger.
func (w *crew) joins(t *testing.T, l action.Look, r action.Role, name string) (action.Joined, access.Viewer) {
	t.Helper()
	j := must[action.Joined](t)(w.acts.Join(ctx, access.Viewer{}, party.Ref{}, joining(l, r, name)))
	return j, access.Guest(j.Keys.Guest)
}

func (w *crew) own(t *testing.T, v access.Viewer, m call.CommitmentID) action.Own {
	t.Helper()
	return must[action.Own](t)(w.acts.Own(ctx, v, m))
}

func (w *crew) tick(t *testing.T, by time.Duration) {
	t.Helper()
	w.pass(t, by)
	for {
		if more := must[bool](t)(w.acts.Tick(ctx)); !more {
			return
		}
	}
}

func TestOnlyWhoHoldsTheTaskPlansAndTheGroupAloneSeesWhatIsPlanned(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		draft := action.Draft{Key: "once", Template: action.Walk, Title: "Walk", Language: "en", Zone: newYork(t)}
		_, err := w.acts.Begin(ctx, w.viewer(t, "Noor"), w.id, draft)
		refused(t, fault.NotYours, err)
		_, err = w.acts.Begin(ctx, access.Viewer{}, w.id, draft)
		refused(t, fault.NotFound, err)
		first := must[call.ID](t)(w.acts.Begin(ctx, w.viewer(t, "Mina"), w.id, draft))
		if again := must[call.ID](t)(w.acts.Begin(ctx, w.viewer(t, "Mina"), w.id, draft)); again != first {
			t.Error("the page sent twice began two plans")
		}
		_, err = w.acts.Look(ctx, access.Viewer{}, first, 0)
		refused(t, fault.NotFound, err)
		if _, err = w.acts.Look(ctx, w.viewer(t, "Noor"), first, 0); err != nil {
			t.Errorf("a member does not see the plan: %v", err)
		}
		if err := w.acts.Open(ctx, w.viewer(t, "Mina"), first, call.OnBoard); !fault.Is(err, fault.Invalid) {
			t.Errorf("a plan without a time was opened: %v", err)
		}
		if page := must[call.Page](t)(h.Spine.Board(ctx, access.Viewer{}, call.Filter{})); len(page.Calls) != 0 {
			t.Error("the board shows a plan that is not open")
		}
		w.walk(t, "")
		if page := must[call.Page](t)(h.Spine.Board(ctx, access.Viewer{}, call.Filter{Kind: call.Action})); len(page.Calls) != 1 {
			t.Errorf("the board shows %d actions", len(page.Calls))
		}
	})
}

func TestNobodyCountsAtALevelWhoseWordsTheyHaveNotRead(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		role := l.RolesAt(l.Levels[0].ID)[0]
		unread := joining(l, role, "Sol")
		unread.Seen = 0
		_, err := w.acts.Join(ctx, access.Viewer{}, party.Ref{}, unread)
		refused(t, fault.Invalid, err)
		j, sol := w.joins(t, l, role, "Sol")
		if o := w.own(t, sol, j.First.ID); o.Stale() || o.Level.Risk != action.Lower {
			t.Errorf("joined, and stands as %+v", o.Mine)
		}
		fine(t, w.acts.SetLevels(ctx, w.viewer(t, "Mina"), w.c, levelsOf("Stay on the pavement. Police are near.")))
		if n := h.notices(t, "plan_changed"); n != 1 {
			t.Errorf("%d were told that their level reads differently", n)
		}
		o := w.own(t, sol, j.First.ID)
		if !o.Stale() {
			t.Error("they count without having read what changed")
		}
		refused(t, fault.Invalid, w.acts.ReadAgain(ctx, sol, j.First.ID, o.Level.Version-1))
		refused(t, fault.NotFound, w.acts.ReadAgain(ctx, access.Viewer{}, j.First.ID, o.Level.Version))
		fine(t, w.acts.ReadAgain(ctx, sol, j.First.ID, o.Level.Version))
		if w.own(t, sol, j.First.ID).Stale() {
			t.Error("read again, and still stale")
		}
		if err := w.acts.SetLevels(ctx, w.viewer(t, "Mina"), w.c, levelsOf("x")[1:]); err != nil {
			t.Errorf("a level that the page leaves out is left alone: %v", err)
		}
		off := levelsOf("x")
		off[0].On = false
		refused(t, fault.Invalid, w.acts.SetLevels(ctx, w.viewer(t, "Mina"), w.c, off))
	})
}

func TestNobodyComesPastTheWordsOfALevelByAnotherDoor(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		role := l.RolesAt(l.Levels[0].ID)[0]
		j, sol := w.joins(t, l, role, "Sol")
		part := w.own(t, sol, j.First.ID).Part
		_, _, err := h.hold(part.ID)
		refused(t, fault.NotFound, err)
		_, err = h.Spine.AnswerNow(ctx, sol, sol.Parties[0], call.Answer{Part: part.ID})
		refused(t, fault.NotFound, err)
		w.hands(t, party.Intake, 30, "Ola")
		refused(t, fault.NotFound, h.Spine.Edit(ctx, w.viewer(t, "Ola"), w.c, call.Draft{Body: "Something else"}))
		refused(t, fault.NotFound, h.Spine.Close(ctx, w.viewer(t, "Ola"), w.c, call.Withdrawn, 0))
		if m, _, err := h.Spine.Desk(ctx, w.viewer(t, "Ola"), w.id, call.Cursor{}); err != nil || len(m.Calls)+len(m.Promises) != 0 {
			t.Errorf("the desk shows who comes to an action: %v, %v", m, err)
		}
	})
}

func TestAPlaceIsHandedToOnePersonWhoReadsTheLevelFirst(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		w.walk(t, "")
		role := w.want(t, "marshal", 1, action.Nothing)
		l := w.look(t)
		a, sol := w.joins(t, l, role, "Sol")
		waiting, ray := w.joins(t, l, role, "Ray")
		link, _, err := w.acts.HandOver(ctx, sol, a.First.ID)
		fine(t, err)
		take := joining(l, role, "Kit")
		take.Hand = link
		take.Seen--
		_, err = w.acts.Join(ctx, access.Viewer{}, party.Ref{}, take)
		refused(t, fault.Invalid, err)
		take.Seen++
		kit := must[action.Joined](t)(w.acts.Join(ctx, access.Viewer{}, party.Ref{}, take))
		if kit.Waits {
			t.Error("whoever was handed a place stands on the list")
		}
		if o := w.own(t, ray, waiting.First.ID); o.Promise.State != call.Queued {
			t.Error("the list moved up, though the place was handed over")
		}
		take.Key = "again"
		_, err = w.acts.Join(ctx, access.Viewer{}, party.Ref{}, take)
		refused(t, fault.Taken, err)
	})
}

func TestTwoHundredPressForTenPlacesAndTheOthersStandInOrder(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		w.walk(t, "")
		role := w.want(t, "marshal", 10, action.Nothing)
		l := w.look(t)
		const people = 200
		got := make([]action.Joined, people)
		var all sync.WaitGroup
		for i := range people {
			all.Go(func() {
				var err error
				got[i], err = w.acts.Join(ctx, access.Viewer{}, party.Ref{}, joining(l, role, "P"))
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		var placed, line []action.Joined
		for _, j := range got {
			if j.Waits {
				line = append(line, j)
			} else {
				placed = append(placed, j)
			}
		}
		if len(placed) != 10 || len(line) != people-10 {
			t.Fatalf("%d have a place and %d wait", len(placed), len(line))
		}
		slices.SortFunc(line, func(a, b action.Joined) int { return a.First.Made.Compare(b.First.Made) })
		for i := range line {
			if i > 0 && !line[i].First.Made.After(line[i-1].First.Made) {
				t.Fatal("two came to the line at once")
			}
		}
		if o := w.own(t, access.Guest(line[3].Keys.Guest), line[3].First.ID); o.Ahead != 3 {
			t.Errorf("the fourth has %d before them", o.Ahead)
		}
		fine(t, w.acts.HandBack(ctx, access.Guest(placed[0].Keys.Guest), placed[0].First.ID))
		if o := w.own(t, access.Guest(line[0].Keys.Guest), line[0].First.ID); o.Promise.State != call.Agreed {
			t.Errorf("the first on the line is %s", o.Promise.State)
		}
		if o := w.own(t, access.Guest(line[1].Keys.Guest), line[1].First.ID); o.Promise.State != call.Queued || o.Ahead != 0 {
			t.Errorf("the second on the line is %s with %d before", o.Promise.State, o.Ahead)
		}
		if n := h.notices(t, "place_free"); n != 1 {
			t.Errorf("%d were told that a place is theirs", n)
		}
		w.want(t, "marshal", 12, action.Nothing)
		if o := w.own(t, access.Guest(line[2].Keys.Guest), line[2].First.ID); o.Promise.State != call.Agreed {
			t.Error("the line did not move up when two more were wanted")
		}
		if p, _ := w.look(t).Part(role.ID); p.Taken != 12 {
			t.Errorf("%d places are taken", p.Taken)
		}
		var f action.Look = w.look(t)
		for i := range f.Roles {
			if f.Roles[i].ID == role.ID {
				f.Roles[i].Wanted = 5
			}
		}
		refused(t, fault.Invalid, w.acts.SetRoles(ctx, w.viewer(t, "Mina"), w.c, f.Roles))
	})
}

func TestWhoTakesASecondRoleAtOneTimeMoves(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		lower, some := l.RolesAt(l.Levels[0].ID), l.RolesAt(l.Levels[1].ID)
		j, sol := w.joins(t, l, lower[0], "Sol")
		again := must[action.Joined](t)(w.acts.Join(ctx, sol, sol.Parties[0], joining(l, lower[0], "Sol")))
		if again.First.ID != j.First.ID {
			t.Error("the same place was taken twice")
		}
		next := must[action.Joined](t)(w.acts.Join(ctx, sol, sol.Parties[0], joining(l, some[0], "Sol")))
		own := must[map[call.OccurrenceID]call.Commitment](t)(w.acts.Places(ctx, sol, w.c))
		if len(own) != 1 || own[l.Times[0].ID].ID != next.First.ID {
			t.Errorf("they stand at %v", own)
		}
	})
}

func TestARoleThatNeedsAYesWaitsForWhoeverHoldsThatTask(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		w.walk(t, "")
		role := w.want(t, "medic", 1, action.Training)
		w.hands(t, party.Confirm, 30, "Noor")
		j, sol := w.joins(t, w.look(t), role, "Sol")
		if j.First.State != call.Offered || h.notices(t, "confirm_asked") != 1 {
			t.Fatalf("a role that needs training is %s at once", j.First.State)
		}
		refused(t, fault.NotYours, w.acts.Confirm(ctx, w.viewer(t, "Ola"), j.First.ID, true))
		refused(t, fault.NotYours, w.acts.Confirm(ctx, w.viewer(t, "Mina"), j.First.ID, true))
		refused(t, fault.NotFound, w.acts.Confirm(ctx, sol, j.First.ID, true))
		team := must[action.Team](t)(w.acts.Team(ctx, w.viewer(t, "Noor"), w.look(t), 0))
		if len(team.Waits) != 1 || team.Waits[0].Name != "Sol" {
			t.Errorf("who confirms reads %+v", team)
		}
		if team := must[action.Team](t)(w.acts.Team(ctx, w.viewer(t, "Ola"), w.look(t), 0)); len(team.Waits) != 0 {
			t.Error("a member without the task reads who waits")
		}
		fine(t, w.acts.Confirm(ctx, w.viewer(t, "Noor"), j.First.ID, true))
		if o := w.own(t, sol, j.First.ID); o.Promise.State != call.Agreed {
			t.Errorf("confirmed, and is %s", o.Promise.State)
		}
		second, other := w.joins(t, w.look(t), role, "Ray")
		if !second.Waits {
			t.Fatal("two have one place")
		}
		fine(t, w.acts.HandBack(ctx, sol, j.First.ID))
		if o := w.own(t, other, second.First.ID); o.Promise.State != call.Offered {
			t.Errorf("who moves up to a role that needs a yes is %s", o.Promise.State)
		}
		if asked, free := h.notices(t, "confirm_asked"), h.notices(t, "place_free"); asked != 2 || free != 0 {
			t.Errorf("whoever confirms was asked %d times, and %d were told of a place that is not theirs yet", asked, free)
		}
		fine(t, w.acts.Confirm(ctx, w.viewer(t, "Noor"), second.First.ID, false))
		if p, _ := w.look(t).Part(role.ID); p.Taken != 0 {
			t.Error("a no keeps the place")
		}
		noor := w.viewer(t, "Noor")
		own := must[action.Joined](t)(w.acts.Join(ctx, noor, noor.Parties[0], joining(w.look(t), role, "Noor")))
		refused(t, fault.NotYours, w.acts.Confirm(ctx, noor, own.First.ID, true))
	})
}

func TestAnEditNeverDropsATimeThatSomebodyJoined(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "FREQ=WEEKLY;COUNT=4")
		if len(l.Times) != 4 {
			t.Fatalf("%d times", len(l.Times))
		}
		join := joining(l, l.RolesAt(l.Levels[0].ID)[0], "Sol")
		join.Times = []call.OccurrenceID{l.Times[1].ID}
		j := must[action.Joined](t)(w.acts.Join(ctx, access.Viewer{}, party.Ref{}, join))
		v, s := w.viewer(t, "Mina"), l.Plan.When
		s.Rule = must[recur.Rule](t)(recur.Parse("FREQ=WEEKLY;INTERVAL=2;COUNT=2"))
		e, err := w.acts.SetTime(ctx, v, w.c, action.Placing{When: s})
		refused(t, fault.Invalid, err)
		if len(e.Gone) != 1 || len(e.Stays) != 1 || len(e.Kept) != 2 {
			t.Errorf("it says before: %d go, %d stay, %d are kept", len(e.Gone), len(e.Stays), len(e.Kept))
		}
		if len(w.look(t).Times) != 4 {
			t.Error("it happened before the planner was sure")
		}
		must[action.Effect](t)(surely(w.acts, v, w.c, s))
		if times := w.look(t).Times; len(times) != 3 || times[1].ID != l.Times[1].ID {
			t.Errorf("left are %d times", len(times))
		}
		s.At = when.HM(17, 0)
		must[action.Effect](t)(surely(w.acts, v, w.c, s))
		sol := access.Guest(j.Keys.Guest)
		if o := w.own(t, sol, j.First.ID); !o.At.Starts.Equal(l.Times[1].Starts) {
			t.Error("a time that stays beside the rhythm moved with it")
		}
		fine(t, w.acts.CallOff(ctx, v, w.c, l.Times[1].ID))
		if h.notices(t, "called_off") != 1 {
			t.Error("nobody was told that it is called off")
		}
		if m := must[call.Promise](t)(h.Spine.Promise(ctx, sol, j.First.ID)); m.State != call.Released {
			t.Errorf("called off, the place is %s", m.State)
		}
	})
}

func TestATimeThatClocksShowNeverOrTwiceIsAskedAbout(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		w := newCrew(t, h)
		l := w.walk(t, "")
		s := l.Plan.When
		s.Start, s.At = must[when.Day](t)(when.ParseDay("2027-03-14")), when.HM(2, 30)
		e, err := surely(w.acts, w.viewer(t, "Mina"), w.c, s)
		refused(t, fault.Invalid, err)
		if len(e.Asked) != 1 || e.Asked[0].Kind != when.Never {
			t.Errorf("asked about %+v", e.Asked)
		}
	})
}
