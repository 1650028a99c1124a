package recur_test

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"alongside/internal/fault"
	"alongside/internal/recur"
	"alongside/internal/when"
)

func TestAFormMakesARuleWithoutAnybodyWritingOne(t *testing.T) {
	for want, s := range map[string]recur.Shape{
		"FREQ=DAILY":                             {Pace: recur.ByDay, Every: 1},
		"FREQ=DAILY;INTERVAL=3;COUNT=10":         {Pace: recur.ByDay, Every: 3, Times: 10},
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU":        {Pace: recur.ByWeek, Every: 2, On: []time.Weekday{time.Tuesday}},
		"FREQ=WEEKLY;BYDAY=MO,SA,SU":             {Pace: recur.ByWeek, Every: 1, On: []time.Weekday{time.Monday, time.Saturday, time.Sunday}},
		"FREQ=MONTHLY;BYDAY=2TU":                 {Pace: recur.ByMonthWeekday, Every: 1, Nth: 2, Weekday: time.Tuesday},
		"FREQ=MONTHLY;UNTIL=20270301;BYDAY=-1FR": {Pace: recur.ByMonthWeekday, Every: 1, Nth: -1, Weekday: time.Friday, Until: day(t, "2027-03-01")},
		"FREQ=MONTHLY;BYMONTHDAY=15":             {Pace: recur.ByMonthDay, Every: 1, Day: 15},
		"FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1":  {Pace: recur.ByMonthDay, Every: 2, Day: -1},
	} {
		r, err := s.Rule()
		if err != nil || r.String() != want {
			t.Errorf("%+v makes %q (%v), want %s", s, r, err, want)
			continue
		}
		if back, ok := r.Shape(day(t, "2026-05-08")); !ok || !reflect.DeepEqual(back, s) {
			t.Errorf("%s shows as %+v, %v; want %+v", r, back, ok, s)
		}
	}
}

func TestAFormIsToldWhichFieldIsWrong(t *testing.T) {
	for field, s := range map[string]recur.Shape{
		"every": {Pace: recur.ByDay},
		"on":    {Pace: recur.ByWeek, Every: 1},
		"day":   {Pace: recur.ByMonthDay, Every: 1, Day: 32},
		"nth":   {Pace: recur.ByMonthWeekday, Every: 1, Nth: 5},
		"times": {Pace: recur.ByDay, Every: 1, Times: 732},
		"until": {Pace: recur.ByDay, Every: 1, Times: 1, Until: 20_000},
		"pace":  {Pace: 9, Every: 1},
	} {
		_, err := s.Rule()
		if fields := fault.FieldsOf(err); !fault.Is(err, fault.Invalid) || len(fields) != 1 || fields[0].Name != field {
			t.Errorf("%+v: %v, want a mistake in %s", s, err, field)
		}
	}
}

func TestARuleThatSaysNoWeekdayOrDateShowsThatOfItsStart(t *testing.T) {
	friday := day(t, "2026-05-08")
	if s, ok := parse(t, "FREQ=WEEKLY").Shape(friday); !ok || !reflect.DeepEqual(s.On, []time.Weekday{time.Friday}) {
		t.Errorf("%+v, %v", s, ok)
	}
	if s, ok := parse(t, "FREQ=MONTHLY").Shape(friday); !ok || s.Pace != recur.ByMonthDay || s.Day != 8 {
		t.Errorf("%+v, %v", s, ok)
	}
}

func TestARuleWithoutASimpleShapeSaysSo(t *testing.T) {
	for _, text := range []string{
		"FREQ=YEARLY", "FREQ=DAILY;BYDAY=MO", "FREQ=DAILY;BYMONTH=1", "FREQ=MONTHLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=5MO", "FREQ=MONTHLY;BYDAY=1MO,3MO",
		"FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=MONTHLY;BYMONTHDAY=-2", "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
		"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "FREQ=DAILY;COUNT=732", "FREQ=DAILY;INTERVAL=100",
	} {
		if s, ok := parse(t, text).Shape(day(t, "2026-05-08")); ok {
			t.Errorf("%s shows as %+v", text, s)
		}
	}
	if s, ok := (recur.Rule{}).Shape(0); ok {
		t.Errorf("no rule shows as %+v", s)
	}
}

func TestEveryShapeThatIsShownNamesTheSameDaysAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := someRule(t)
		start := when.Day(rapid.IntRange(10_000, 40_000).Draw(t, "start"))
		s, ok := r.Shape(start)
		if !ok {
			return
		}
		again, err := s.Rule()
		if err != nil {
			t.Fatal(err)
		}
		want, _ := daysOf(r, start)
		if got, _ := daysOf(again, start); !reflect.DeepEqual(got, want) {
			t.Fatalf("%s shows as %+v, which makes %s: %v, want %v", r, s, again, got, want)
		}
	})
}
