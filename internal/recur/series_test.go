package recur_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"alongside/internal/fault"
	"alongside/internal/recur"
	"alongside/internal/when"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := when.Zone(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// series is a rule from a day on, at a time in a zone.
func series(t testing.TB, rule, start, at, in string) recur.Series {
	t.Helper()
	clock, err := when.ParseTimeOfDay(at)
	if err != nil {
		t.Fatal(err)
	}
	return recur.Series{Rule: parse(t, rule), Start: day(t, start), At: clock, Minutes: 30, Zone: zone(t, in)}
}

func TestADailyHalfHourInNewYorkKeepsItsClockThroughBothChangesWhereverItIsRead(t *testing.T) {
	for _, c := range []struct{ start, in, want string }{
		// New York and Los Angeles change on one night; the others do not, or not any more.
		{"2026-03-07", "America/New_York", "03-07 15:00, 03-08 15:00, 03-09 15:00"},
		{"2026-03-07", "America/Los_Angeles", "03-07 12:00, 03-08 12:00, 03-09 12:00"},
		{"2026-03-07", "Asia/Seoul", "03-08 05:00, 03-09 04:00, 03-10 04:00"},
		{"2026-03-07", "Asia/Amman", "03-07 23:00, 03-08 22:00, 03-09 22:00"},
		{"2026-10-31", "America/New_York", "10-31 15:00, 11-01 15:00, 11-02 15:00"},
		{"2026-10-31", "America/Los_Angeles", "10-31 12:00, 11-01 12:00, 11-02 12:00"},
		{"2026-10-31", "Asia/Seoul", "11-01 04:00, 11-02 05:00, 11-03 05:00"},
		{"2026-10-31", "Asia/Amman", "10-31 22:00, 11-01 23:00, 11-02 23:00"},
		// Amman still changed, on Fridays, and not on the nights of New York.
		{"2022-02-24", "Asia/Amman", "02-24 22:00, 02-25 23:00, 02-26 23:00"},
		{"2022-03-12", "Asia/Amman", "03-12 23:00, 03-13 22:00, 03-14 22:00"},
	} {
		plan := series(t, "FREQ=DAILY;COUNT=3", c.start, "15:00", "America/New_York").Occurrences()
		var got []string
		for _, o := range plan.List {
			got = append(got, o.Starts.In(zone(t, c.in)).Format("01-02 15:04"))
			if o.Ends.Sub(o.Starts) != 30*time.Minute {
				t.Errorf("%s lasts %s", o.Was, o.Ends.Sub(o.Starts))
			}
		}
		if strings.Join(got, ", ") != c.want || len(plan.Asked) > 0 || plan.Bounded {
			t.Errorf("from %s in %s: %v, want %s", c.start, c.in, got, c.want)
		}
	}
}

func TestATimeThatDoesNotExistOrExistsTwiceIsAskedAboutAndNeverGuessed(t *testing.T) {
	for _, c := range []struct {
		start, at, in string
		doubt         string // the one day of three
		kind          when.Kind
	}{
		{"2026-03-07", "02:30", "America/New_York", "2026-03-08", when.Never},
		{"2026-10-31", "01:30", "America/New_York", "2026-11-01", when.Twice},
		{"2021-03-25", "00:00", "Asia/Amman", "2021-03-26", when.Never},
		{"2026-10-03", "02:15", "Australia/Lord_Howe", "2026-10-04", when.Never},
		{"2026-04-04", "01:45", "Australia/Lord_Howe", "2026-04-05", when.Twice},
		{"2011-12-29", "18:00", "Pacific/Apia", "2011-12-30", when.Never},
	} {
		plan := series(t, "FREQ=DAILY;COUNT=3", c.start, c.at, c.in).Occurrences()
		if len(plan.List) != 2 || len(plan.Asked) != 1 {
			t.Errorf("%s: %+v", c.in, plan)
			continue
		}
		if d := plan.Asked[0]; d.Was.String() != c.doubt || d.Day != d.Was || d.At.String() != c.at || d.Kind != c.kind {
			t.Errorf("%s: asked about %+v", c.in, d)
		}
	}
}

func TestADoubtIsAnsweredByMovingLeavingOutOrChoosing(t *testing.T) {
	s := series(t, "FREQ=DAILY;COUNT=3", "2026-10-31", "01:30", "America/New_York")
	night := day(t, "2026-11-01")
	for _, c := range []struct {
		answer recur.Move
		want   string
	}{
		{recur.Move{Day: night, At: s.At, Which: recur.First}, "2026-11-01T05:30:00Z"},
		{recur.Move{Day: night, At: s.At, Which: recur.Second}, "2026-11-01T06:30:00Z"},
		{recur.Move{Day: night, At: when.HM(3, 0)}, "2026-11-01T08:00:00Z"},
		{recur.Move{Day: night.Add(5), At: when.HM(1, 30), Which: recur.Second}, "2026-11-06T06:30:00Z"}, // only once there
		{recur.Move{Day: night, At: when.HM(1, 45)}, ""},                                                 // twice again
		{recur.Move{Day: day(t, "2027-03-14"), At: when.HM(2, 30), Which: recur.First}, ""},              // never: no choice helps
	} {
		s.Moved = map[when.Day]recur.Move{night: c.answer}
		plan := s.Occurrences()
		if c.want == "" {
			if len(plan.Asked) != 1 || plan.Asked[0].Was != night || plan.Asked[0].Day != c.answer.Day || plan.Asked[0].At != c.answer.At {
				t.Errorf("%+v: asked about %+v", c.answer, plan.Asked)
			}
			continue
		}
		i := slices.IndexFunc(plan.List, func(o recur.Occurrence) bool { return o.Was == night })
		if len(plan.Asked) != 0 || i < 0 || plan.List[i].Starts.Format(time.RFC3339) != c.want {
			t.Errorf("%+v: %+v, want %s", c.answer, plan, c.want)
		}
	}
	s.Moved, s.Left = nil, []when.Day{night}
	if plan := s.Occurrences(); len(plan.List) != 2 || len(plan.Asked) != 0 {
		t.Errorf("left out: %+v", plan)
	}
}

func TestWhatWasMovedKeepsItsNameAndTakesItsPlaceInTheList(t *testing.T) {
	s := series(t, "FREQ=WEEKLY;COUNT=4", "2026-05-05", "18:00", "Asia/Seoul")
	s.Left = []when.Day{day(t, "2026-05-12"), day(t, "2026-05-13")} // one is no day of the rule
	s.Moved = map[when.Day]recur.Move{
		day(t, "2026-05-05"): {Day: day(t, "2026-05-20"), At: when.HM(9, 0)},
		day(t, "2026-05-06"): {Day: day(t, "2026-05-21"), At: when.HM(9, 0)}, // no day of the rule
	}
	var got []string
	for _, o := range s.Occurrences().List {
		got = append(got, o.Was.String()+" on "+o.Day.String()+" "+o.At.String()+" "+o.Starts.Format("15:04"))
	}
	want := []string{"2026-05-19 on 2026-05-19 18:00 09:00", "2026-05-05 on 2026-05-20 09:00 00:00", "2026-05-26 on 2026-05-26 18:00 09:00"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestASeriesWithoutDaysOrWithAnOddLengthIsAMistakeInItsForm(t *testing.T) {
	s := series(t, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-05-05", "18:00", "Asia/Seoul")
	s.Minutes = -1
	if fields := fault.FieldsOf(s.Check()); len(fields) != 2 || fields[0].Name != "minutes" || fields[1].Name != "rule" {
		t.Error(fields)
	}
	if err := series(t, "FREQ=DAILY", "2026-05-05", "18:00", "Asia/Seoul").Check(); err != nil {
		t.Error(err)
	}
}

// someSeries draws a series whose days lie around changes of clocks.
func someSeries(t *rapid.T) recur.Series {
	names := []string{"America/New_York", "America/Los_Angeles", "Asia/Seoul", "Asia/Amman", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "UTC"}
	z, err := when.Zone(rapid.SampledFrom(names).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	s := recur.Series{Rule: someRule(t), Start: when.Day(rapid.IntRange(12_000, 24_000).Draw(t, "start")), Zone: z,
		At: when.TimeOfDay(rapid.IntRange(0, 1439).Draw(t, "at")), Minutes: rapid.IntRange(0, 1440).Draw(t, "minutes"), Moved: map[when.Day]recur.Move{}}
	for _, o := range s.Occurrences().List {
		switch rapid.IntRange(0, 9).Draw(t, "left or moved") {
		case 0:
			s.Left = append(s.Left, o.Was)
		case 1:
			s.Moved[o.Was] = recur.Move{Day: o.Was.Add(rapid.IntRange(-9, 9).Draw(t, "days")), At: when.TimeOfDay(rapid.IntRange(0, 1439).Draw(t, "moved at")),
				Which: rapid.SampledFrom([]recur.Which{recur.Unsaid, recur.First, recur.Second}).Draw(t, "which")}
		}
	}
	return s
}

func TestEveryOccurrenceShowsItsOwnDayAndTimeOnTheWall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := someSeries(t)
		all := recur.Series{Rule: s.Rule, Start: s.Start, At: when.HM(12, 0), Zone: time.UTC}.Occurrences().List
		plan := s.Occurrences()
		if len(plan.List)+len(plan.Asked)+len(s.Left) != len(all) {
			t.Fatalf("%d listed, %d asked, %d left out of %d", len(plan.List), len(plan.Asked), len(s.Left), len(all))
		}
		for i, o := range plan.List {
			if when.DayOf(o.Starts, s.Zone) != o.Day || when.TimeOf(o.Starts, s.Zone) != o.At || o.Ends.Sub(o.Starts) != time.Duration(s.Minutes)*time.Minute {
				t.Fatalf("%+v starts at %s", o, o.Starts.In(s.Zone))
			}
			if _, moved := s.Moved[o.Was]; !moved && (o.Day != o.Was || o.At != s.At) {
				t.Fatalf("nobody moved %+v", o)
			}
			if i > 0 && o.Starts.Before(plan.List[i-1].Starts) {
				t.Fatalf("%+v stands after %+v", o, plan.List[i-1])
			}
		}
		for _, d := range plan.Asked {
			if n := len(when.Moments(d.Day, d.At, s.Zone)); n == 1 || (n == 2) != (d.Kind == when.Twice) {
				t.Fatalf("asked about %+v, which the clocks show %d times", d, n)
			}
		}
	})
}
