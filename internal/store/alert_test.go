package store_test

import (
	"fmt"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/alert"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/when"
)

var (
	mill = place.Area{Name: "Mill Lane", Cell: place.CellAt(40.71, -74.00)}
	farm = place.Area{Name: "Hill Farm", Cell: place.CellAt(40.90, -74.00)} // some 20 km from there
)

// network is a group that warns itself of one thing.
type network struct {
	*table
	desk *alert.Desk
	kind alert.KindID
	vera *guestAt // who looks into it,
	wen  *guestAt // and another
}

func networkOf(t *testing.T, h *House, enough int) *network {
	t.Helper()
	n := &network{table: tableOf(h), desk: &alert.Desk{Store: h.Store.Alerts(), Clock: h.Clock, Seed: h.Spine.Seed}}
	n.vera, n.wen = n.sit(t, "Vera", 0), n.sit(t, "Wen", 0)
	n.vera.mandate(t, party.Verify, 90*day)
	n.wen.mandate(t, party.Verify, 90*day)
	do(t, n.desk.SetKind(ctx, n.vera.v(t), alert.Kind{Group: n.in, Name: "Men at the door", Do: "Stand by.", Enough: enough, Hours: 3}))
	n.kind = n.ways(t, n.vera).Kinds[0].ID
	return n
}

func (n *network) ways(t *testing.T, g *guestAt) alert.Ways {
	t.Helper()
	return must[alert.Ways](t)(n.desk.Ways(ctx, g.v(t), n.in))
}

func (n *network) seen(words string) alert.Seen {
	return alert.Seen{Key: fmt.Sprint(keys.Add(1)), Kind: n.kind, Area: mill, Words: words}
}

func (n *network) list(t *testing.T, v access.Viewer) []alert.Look {
	t.Helper()
	_, all, err := n.desk.List(ctx, v, n.in)
	if err != nil && !fault.Is(err, fault.NotFound) {
		t.Fatal(err)
	}
	return all
}

// reported is the alert on Mill Lane, after somebody has reported it.
func (n *network) reported(t *testing.T, by *guestAt, words string) alert.ID {
	t.Helper()
	do(t, n.desk.Report(ctx, by.v(t), n.in, n.seen(words)))
	return n.on(t, mill)
}

func (n *network) on(t *testing.T, where place.Area) alert.ID {
	t.Helper()
	for _, a := range n.list(t, n.vera.v(t)) {
		if a.Area == where {
			return a.ID
		}
	}
	t.Fatalf("nothing on %s", where.Name)
	return 0
}

func (n *network) finds(t *testing.T, by *guestAt, a alert.ID, what alert.Act) error {
	t.Helper()
	return n.desk.Find(ctx, by.v(t), n.in, a, alert.Finding{Do: what, Words: "Three men with crowbars."})
}

func (n *network) look(t *testing.T, g *guestAt, a alert.ID) alert.Look {
	t.Helper()
	return must[alert.Look](t)(n.desk.Look(ctx, g.v(t), n.in, a))
}

// willing lets somebody in who wants to be asked.
func (n *network) willing(t *testing.T, name string, change func(*alert.Watch)) *guestAt {
	t.Helper()
	g := n.sit(t, name, 0)
	w := alert.Watch{Group: n.in, Kinds: []alert.KindID{n.kind}, Area: mill, KM: 10, Days: alert.AllDays, Zone: "UTC", Most: 2}
	if change != nil {
		change(&w)
	}
	do(t, n.desk.SetMine(ctx, g.v(t), w))
	return g
}

func (n *network) tick(t *testing.T, after time.Duration) {
	t.Helper()
	n.Clock.Move(after)
	must[bool](t)(n.desk.Tick(ctx))
}

func (n *network) told(t *testing.T, g *guestAt, k notice.Kind) int {
	t.Helper()
	return n.count(t, "SELECT count(*) FROM notice WHERE kind=$1 AND party=$2", k, g.face.ID)
}

func TestWhatIsReportedIsReadByVerifiersAloneUntilItIsConfirmed(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		n := networkOf(t, h, 2)
		ana, asked := n.sit(t, "Ana", 0), n.willing(t, "Bo", nil)
		which := n.reported(t, ana, "A van and a ladder.")
		readers := map[string]access.Viewer{"the reporter": ana.v(t), "who wants to be asked": asked.v(t), "a stranger": {}, "the host": {Host: true}}
		reads := func(when string, want ...string) {
			t.Helper()
			for name, v := range readers {
				_, err := n.desk.Look(ctx, v, n.in, which)
				may := false
				for _, w := range want {
					may = may || w == name
				}
				if (err == nil) != may || (len(n.list(t, v)) == 1) != may {
					t.Errorf("%s, %s: %v, and %d in the list", when, name, err, len(n.list(t, v)))
				}
			}
		}
		reads("reported")
		if n.told(t, n.vera, notice.AlertReported) != 1 || n.told(t, n.wen, notice.AlertReported) != 1 || h.notices(t, "alert_reported") != 2 {
			t.Error("those who look into it are not told, or others are")
		}
		n.tick(t, time.Minute)
		do(t, n.finds(t, n.vera, which, alert.Check))
		if l := n.look(t, n.wen, which); l.HandOf != "Vera" || l.Mine || l.State != alert.Checking || l.Reports[0].Words != "A van and a ladder." {
			t.Errorf("the other one reads %+v", l)
		}
		reads("being checked")
		n.tick(t, time.Minute)
		if h.notices(t, "alert_asked") != 0 {
			t.Error("somebody was asked before it was confirmed")
		}
		do(t, n.finds(t, n.wen, which, alert.Confirm))
		n.tick(t, 0)
		reads("confirmed", "the reporter", "who wants to be asked")
		if l := n.look(t, asked, which); len(l.Reports)+len(l.Steps) != 0 || l.Words != "Three men with crowbars." {
			t.Errorf("who is asked reads %+v", l)
		}
		do(t, n.desk.SetDoors(ctx, n.vera.v(t), alert.Doors{Group: n.in, Read: true}))
		reads("with the door open", "the reporter", "who wants to be asked", "a stranger", "the host")
		do(t, n.finds(t, n.vera, which, alert.Clear))
		reads("cleared", "who wants to be asked")
		fails(t, fault.NotYours, n.finds(t, ana, which, alert.Stand))
		fails(t, fault.NotFound, n.desk.Find(ctx, n.vera.v(t), 7, which, alert.Finding{Do: alert.Stand}))
		fails(t, fault.NotFound, n.desk.Find(ctx, access.Viewer{Host: true}, n.in, which, alert.Finding{Do: alert.Stand}))
	})
}

func TestNobodyConfirmsAloneWhatTheyReported(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		n := networkOf(t, h, 2)
		fresh, ana := n.sit(t, "Fresh", soon), n.sit(t, "Ana", 0)
		which := n.reported(t, n.vera, "I see it from my window.")
		own := func(says string) {
			t.Helper()
			if err := n.finds(t, n.vera, which, alert.Confirm); fault.SayOf(err) != "alert.your_own" || !n.look(t, n.vera, which).Own {
				t.Errorf("%s, alone: %v", says, err)
			}
		}
		own("who reported it")
		do(t, n.desk.Report(ctx, fresh.v(t), n.in, n.seen("")))
		own("with somebody on trial")
		do(t, n.desk.Report(ctx, n.vera.v(t), n.in, n.seen(""))) // from another page
		if l := n.look(t, n.wen, which); len(l.Reports) != 2 || l.Own || l.News != 1 {
			t.Errorf("the same one counts twice: %+v", l.Reports)
		}
		own("who reports it twice")
		do(t, n.desk.Report(ctx, ana.v(t), n.in, n.seen("")))
		do(t, n.finds(t, n.vera, which, alert.Confirm)) // two have seen it: a group with one verifier can live by that
		other := n.seen("")
		other.Area = farm
		do(t, n.desk.Report(ctx, n.vera.v(t), n.in, other))
		do(t, n.finds(t, n.wen, n.on(t, farm), alert.Confirm))
	})
}

func TestAFloodOfFalseReportsByNewcomersDrownsNobody(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		n := networkOf(t, h, 2)
		fresh, ana := n.sit(t, "Fresh", soon), n.sit(t, "Ana", 0)
		fails(t, fault.NotFound, n.desk.Report(ctx, access.Viewer{}, n.in, n.seen(""))) // the door is shut
		do(t, n.desk.SetDoors(ctx, n.vera.v(t), alert.Doors{Group: n.in, Report: true}))
		for i := range alert.NewMost {
			s := n.seen("Fire!")
			v := fresh.v(t)
			if i%2 == 0 {
				v = access.Viewer{}
			}
			if i > 1 { // elsewhere; the first two join each other
				s.Area.Name = fmt.Sprint("Quarter ", i)
			}
			do(t, n.desk.Report(ctx, v, n.in, s))
		}
		braked := n.seen("Fire!")
		for name, v := range map[string]access.Viewer{"a newcomer": fresh.v(t), "a stranger": {}} {
			if err := n.desk.Report(ctx, v, n.in, braked); fault.SayOf(err) != "alert.many_wait" || !fault.Is(err, fault.Limited) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if told := n.told(t, n.vera, notice.AlertReported); told != alert.NewMost-1 {
			t.Errorf("those who look into it were told %d times", told)
		}
		do(t, n.desk.Report(ctx, ana.v(t), n.in, n.seen("It is so."))) // joins the first, and wakes them: now it counts
		all := n.list(t, n.vera.v(t))
		if len(all) != alert.NewMost-1 || n.told(t, n.vera, notice.AlertReported) != alert.NewMost || h.notices(t, "alert_asked") != 0 {
			t.Errorf("%d alerts wait, told %d times", len(all), n.told(t, n.vera, notice.AlertReported))
		}
		do(t, n.finds(t, n.vera, n.on(t, mill), alert.Clear)) // makes room again
		do(t, n.desk.Report(ctx, fresh.v(t), n.in, braked))
		door := n.seen("")
		door.Area = place.Area{Name: "12 Mill Lane"}
		says(t, n.desk.Report(ctx, ana.v(t), n.in, door), "alert.no_address")
		h.sql(t, "DELETE FROM holder")
		if err := n.desk.Report(ctx, ana.v(t), n.in, n.seen("")); fault.SayOf(err) != "alert.nobody_looks" || n.ways(t, ana).Looked {
			t.Errorf("while nobody looks: %v", err)
		}
	})
}

func TestThoseWhoAreNearAndWereNotAskedForLongestAreAskedFirstUntilEnoughCome(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		n := networkOf(t, h, 1)
		near := n.willing(t, "Near", nil)
		lately := n.willing(t, "Lately", nil)
		off := n.willing(t, "Farther", func(w *alert.Watch) { w.Area, w.KM = farm, 50 })
		later := n.willing(t, "Later", func(w *alert.Watch) { w.Area, w.KM = farm, 0 })
		never := []*guestAt{
			n.willing(t, "Too far", func(w *alert.Watch) { w.Area = farm }),
			n.willing(t, "At night", func(w *alert.Watch) { w.Hours = when.Night }),
			n.willing(t, "On Mondays", func(w *alert.Watch) { w.Days = 1 << time.Monday }),
			n.willing(t, "Enough this week", nil), n.willing(t, "Rests", nil), n.willing(t, "Paused", nil), n.sit(t, "Silent", 0), n.vera,
		}
		h.sql(t, "UPDATE watch SET asked=$2 WHERE face=$1", lately.face.ID, when.DayOf(Began, time.UTC)-9)
		h.sql(t, "UPDATE watch SET asked=$2 WHERE face=$1", later.face.ID, when.DayOf(Began, time.UTC)-8)
		h.sql(t, "UPDATE watch SET asked=$2, times=2 WHERE face=$1", never[3].face.ID, when.DayOf(Began, time.UTC)-1)
		h.sql(t, "UPDATE member SET rests=$2 WHERE face=$1", never[4].face.ID, Began)
		h.sql(t, "UPDATE member SET paused=TRUE WHERE face=$1", never[5].face.ID)
		which := n.reported(t, n.wen, "")
		do(t, n.finds(t, n.vera, which, alert.Confirm))
		asked := func(says string, want ...*guestAt) {
			t.Helper()
			for _, g := range append(append([]*guestAt{near, lately, off, later}, never...), n.wen) {
				is := 0
				for _, w := range want {
					if w == g {
						is = 1
					}
				}
				if got := n.told(t, g, notice.AlertAsked); got != is {
					t.Errorf("%s: %s was asked %d times", says, g.face.Name, got)
				}
			}
		}
		n.tick(t, 0)
		asked("the first wave", near, lately)
		n.tick(t, when.WaveEvery-time.Second)
		asked("before the next", near, lately)
		do(t, n.desk.Say(ctx, near.v(t), n.in, which, alert.Coming))
		n.tick(t, time.Hour)
		asked("once enough come", near, lately)
		do(t, n.desk.Say(ctx, near.v(t), n.in, which, alert.NotNow)) // after all
		n.tick(t, 0)
		asked("when it is not enough any more", near, lately, off, later)
		do(t, n.desk.Say(ctx, n.wen.v(t), n.in, which, alert.Coming)) // was not asked, and comes
		if l := n.look(t, lately, which); l.Coming != 1 || l.Answer != alert.Silent || !l.Asked {
			t.Errorf("who was asked reads %+v", l)
		}
		n.tick(t, time.Hour)
		asked("at the end", near, lately, off, later)
	})
}

func TestACorrectionReachesEverybodyWhoWasAskedOnceEach(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		n := networkOf(t, h, 3)
		bo, cy, idle := n.willing(t, "Bo", nil), n.willing(t, "Cy", nil), n.sit(t, "Idle", 0)
		which := n.reported(t, idle, "")
		do(t, n.finds(t, n.vera, which, alert.Confirm))
		n.tick(t, 0)
		do(t, n.desk.Say(ctx, bo.v(t), n.in, which, alert.NotNow))
		told := func(says string, times int) {
			t.Helper()
			if a, b := n.told(t, bo, notice.AlertChanged), n.told(t, cy, notice.AlertChanged); a != times || b != times || n.told(t, idle, notice.AlertChanged) != 0 {
				t.Errorf("%s: told %d and %d times", says, a, b)
			}
		}
		correct := alert.Finding{Do: alert.Correct, Words: "They are at the back.", Area: farm}
		do(t, n.desk.Find(ctx, n.wen.v(t), n.in, which, correct))
		told("other words", 1)
		do(t, n.desk.Find(ctx, n.wen.v(t), n.in, which, correct)) // sent twice
		told("the same again", 1)
		if l := n.look(t, cy, which); l.Words != correct.Words || l.Area != farm {
			t.Errorf("they read %+v", l.Alert)
		}
		do(t, n.finds(t, n.vera, which, alert.Stand))
		told("stood down", 2)
		fails(t, fault.Stale, n.finds(t, n.wen, which, alert.Stand))
		fails(t, fault.Stale, n.desk.Say(ctx, cy.v(t), n.in, which, alert.Coming))
		told("pressed by another, too", 2)
		var states []alert.State
		for _, s := range n.look(t, n.vera, which).Steps {
			states = append(states, s.State)
		}
		if len(states) != 3 || states[0] != alert.Confirmed || states[2] != alert.StoodDown {
			t.Errorf("the steps are %v", states)
		}
	})
}

func TestAnAlertEndsByItselfAndNothingOfItIsLeft(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		n := networkOf(t, h, 3)
		bo := n.willing(t, "Bo", nil)
		other := n.seen("Nobody looks")
		other.Area = farm
		do(t, n.desk.Report(ctx, bo.v(t), n.in, other))
		which := n.reported(t, n.wen, "Xylophone seller")
		do(t, n.finds(t, n.vera, which, alert.Confirm))
		n.tick(t, 0)
		n.tick(t, 3*time.Hour)
		if l := n.look(t, n.vera, which); l.State != alert.Expired || l.Reports[0].Words+l.Words != "" || len(n.list(t, n.wen.v(t))) != 2 {
			t.Errorf("after its time: %+v", l)
		}
		if n.told(t, bo, notice.AlertChanged) != 0 {
			t.Error("who was told until when was told again")
		}
		n.tick(t, when.ReportedFor)
		n.Clock.Move(when.LiveFor - when.ReportedFor - time.Minute)
		do(t, n.desk.Sweep(ctx))
		n.look(t, bo, which)
		n.Clock.Move(when.ReportedFor + time.Minute)
		do(t, n.desk.Sweep(ctx))
		n.nothingLeft(t, "alert", "alertreport", "alertstep", "alertasked", "notice")
		w, on, err := n.desk.Mine(ctx, bo.v(t), n.in)
		if err != nil || !on || w.Times != 1 || w.Asked == 0 || len(w.Kinds) != 1 {
			t.Errorf("of being asked a day is left: %+v, %v", w, err)
		}
	})
}

func TestWhoLeavesIsForgottenAndAClosedGroupWarnsOfNothing(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		n := networkOf(t, h, 3)
		bo, fresh := n.willing(t, "Bo", nil), n.sit(t, "Fresh", soon)
		fails(t, fault.NotYours, n.desk.SetMine(ctx, fresh.v(t), alert.Watch{Group: n.in, Area: mill, Kinds: []alert.KindID{n.kind}, Days: 1, Most: 1, Zone: "UTC"}))
		which := n.reported(t, bo, "")
		do(t, n.finds(t, n.vera, which, alert.Check))
		do(t, n.finds(t, n.vera, which, alert.Confirm))
		n.tick(t, 0)
		for _, g := range []*guestAt{bo, n.vera} {
			do(t, n.desk.Store.Update(ctx, func(tx alert.Tx) error { return n.desk.Left(tx, g.face.ID) }))
		}
		n.nothingLeft(t, "watch", "watchkind", "alertasked")
		if k := h.count(t, "SELECT count(*) FROM alertstep WHERE face <> 0") + h.count(t, "SELECT count(*) FROM alert WHERE hand <> 0"); k != 0 {
			t.Errorf("%d rows lead to who has left", k)
		}
		n.willing(t, "Cy", nil)
		do(t, n.desk.DropKind(ctx, n.wen.v(t), n.in, n.kind))
		n.nothingLeft(t, "watchkind", "alertkind")
		do(t, n.desk.SetDoors(ctx, n.wen.v(t), alert.Doors{Group: n.in, Read: true}))
		do(t, h.Store.Groups().Update(ctx, func(tx group.Tx) error { return tx.EraseGroup(n.in) }))
		n.nothingLeft(t, "alert", "alertreport", "alertstep", "alertasked", "alertdoor", "watch")
	})
}
