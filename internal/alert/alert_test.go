package alert

import (
	"testing"
	"time"

	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/when"
)

// noon is a Sunday in November; in Seoul it is nine in the evening.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

var (
	here = place.Area{Name: "Mill Lane", Cell: place.CellAt(40.71, -74.00)}
	next = place.Area{Name: "Dock Street", Cell: place.CellAt(40.75, -74.00)} // about 5 km
	far  = place.Area{Name: "Hill Farm", Cell: place.CellAt(40.90, -74.00)}   // about 20 km
	lost = place.Area{Name: "Nobody knows where"}
)

func TestAnAlertIsReadOnlyByThoseForWhomItIs(t *testing.T) {
	for _, state := range []State{Reported, Checking, Confirmed, Cleared, Unknown, StoodDown, Expired} {
		for bits := range 32 {
			bit := func(n int) bool { return bits&(1<<n) != 0 }
			member, verifier, asked, open, told := bit(0), bit(1), bit(2), bit(3), bit(4)
			a := Alert{State: state}
			if told {
				a.Told = noon
			}
			runs := state == Confirmed && told
			want := verifier || told && member && asked || runs && member || runs && open && !asked
			if got := See(a, Doors{Report: !open, Read: open}, member, verifier, asked); got != want {
				t.Errorf("%s: member %v, verifier %v, asked %v, open %v, told %v: sees %v", state, member, verifier, asked, open, told, got)
			}
		}
	}
}

func TestWhatIsOverIsNotActedOn(t *testing.T) {
	acts := []Act{Check, Confirm, Clear, GiveUp, Correct, Stand, "burn"}
	allowed := map[State]string{Reported: "1111000", Checking: "1111000", Confirmed: "0010110"}
	for _, state := range []State{Reported, Checking, Confirmed, Cleared, Unknown, StoodDown, Expired} {
		for i, act := range acts {
			may, late := may(Alert{State: state, Until: noon.Add(time.Second)}, act, noon), may(Alert{State: state, Until: noon}, act, noon)
			want := allowed[state] != "" && allowed[state][i] == '1'
			if (may == nil) != want || late == nil {
				t.Errorf("%s in %s: %v; once it has run out: %v", act, state, may, late)
			}
		}
	}
}

func TestNobodyIsAskedBeyondWhatTheySaidYesTo(t *testing.T) {
	today := when.DayOf(noon, time.UTC)
	day := when.Quiet{From: when.HM(9, 0), To: when.HM(21, 0)}
	night := when.Quiet{From: when.HM(22, 0), To: when.HM(6, 0)}
	for _, c := range []struct {
		name string
		w    Watch
		at   place.Area
		now  time.Time
		want bool
	}{
		{"all day, here", Watch{KM: 5}, here, noon, true},
		{"as far as they said", Watch{KM: 5}, next, noon, true},
		{"farther", Watch{KM: 10}, far, noon, false},
		{"within a wider ring", Watch{KM: 25}, far, noon, true},
		{"however far", Watch{}, far, noon, true},
		{"where nobody knows", Watch{KM: 50}, lost, noon, false},
		{"where nobody knows, however far", Watch{}, lost, noon, true},
		{"by the same name", Watch{KM: 5, Area: lost}, place.Area{Name: "nobody knows WHERE"}, noon, true},
		{"in their hours", Watch{Hours: day}, here, noon, true},
		{"at their hours' end", Watch{Hours: day}, here, noon.Add(9 * time.Hour), false},
		{"at night there, at noon here", Watch{Hours: day, Zone: "Asia/Seoul"}, here, noon, false},
		{"on another day", Watch{Days: 1 << time.Monday}, here, noon, false},
		{"on this day", Watch{Days: 1 << time.Sunday}, here, noon, true},
		{"after midnight, of a night that began on Sunday", Watch{Hours: night, Days: 1 << time.Sunday}, here, noon.Add(14 * time.Hour), true},
		{"after midnight, of a night that began on Saturday", Watch{Hours: night, Days: 1 << time.Sunday}, here, noon.Add(-10 * time.Hour), false},
		{"asked as often as they said", Watch{Asked: today, Times: 2}, here, noon, false},
		{"once in this week", Watch{Asked: today - 6, Times: 1}, here, noon, true},
		{"on its Monday, as often as they said", Watch{Asked: today - 6, Times: 2}, here, noon, false},
		{"in the week before", Watch{Asked: today - 7, Times: 2}, here, noon, true},
		{"in no zone", Watch{Zone: "Nowhere"}, here, noon, false},
	} {
		if c.w.Zone == "" {
			c.w.Zone = "UTC"
		}
		if c.w.Days == 0 {
			c.w.Days = AllDays
		}
		if c.w.Area.Name == "" {
			c.w.Area = here
		}
		c.w.Most = 2
		if got := c.w.Wants(c.at, c.now); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestTheNearestComeFirstAndThenWhoWasNotAskedForLongest(t *testing.T) {
	watch := func(f party.FaceID, a place.Area, asked when.Day) Watch {
		return Watch{Face: f, Area: a, Asked: asked, Days: AllDays, Zone: "UTC", Most: 9}
	}
	all := []Watch{watch(1, far, 0), watch(2, here, 20_000), watch(3, next, 0), watch(4, here, 10_000), watch(5, here, 10_000), watch(6, lost, 0)}
	for most, want := range map[int][]party.FaceID{9: {4, 5, 2, 3, 1, 6}, 2: {4, 5}, 0: nil} {
		got := Next(all, here, noon, most)
		for i, w := range got {
			if len(got) != len(want) || w.Face != want[i] {
				t.Errorf("%d of them: %v at %d", most, w.Face, i)
			}
		}
	}
	if w := all[1].asked(noon); w.Times != 1 || w.Asked != when.DayOf(noon, time.UTC) || w.asked(noon).Times != 2 || w.asked(noon.AddDate(0, 0, 1)).Times != 1 {
		t.Errorf("counted as %+v", w)
	}
}
