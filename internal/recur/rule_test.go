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

func parse(t testing.TB, text string) recur.Rule {
	t.Helper()
	r, err := recur.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return r
}

func day(t testing.TB, s string) when.Day {
	t.Helper()
	d, err := when.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// daysOf are the days of a rule, by what a series of it comes to.
func daysOf(r recur.Rule, start when.Day) (days []when.Day, bounded bool) {
	plan := recur.Series{Rule: r, Start: start, At: when.HM(12, 0), Zone: time.UTC}.Occurrences()
	for _, o := range plan.List {
		days = append(days, o.Was)
	}
	return days, plan.Bounded
}

func TestARuleHasOneTextForAllWaysToWriteIt(t *testing.T) {
	for text, want := range map[string]string{
		"FREQ=DAILY":                                                   "FREQ=DAILY",
		"freq=weekly;interval=1;byday=we,MO,we":                        "FREQ=WEEKLY;BYDAY=MO,WE",
		"INTERVAL=2;FREQ=WEEKLY;WKST=SU;BYDAY=SU":                      "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU",
		"FREQ=DAILY;WKST=SU":                                           "FREQ=DAILY",
		"FREQ=MONTHLY;BYDAY=+2TU,-1FR,2MO":                             "FREQ=MONTHLY;BYDAY=-1FR,2MO,2TU",
		"FREQ=MONTHLY;BYMONTHDAY=31,-1,01":                             "FREQ=MONTHLY;BYMONTHDAY=-1,1,31",
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1":                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
		"FREQ=YEARLY;BYMONTH=10,4;BYDAY=1SU;COUNT=3":                   "FREQ=YEARLY;COUNT=3;BYMONTH=4,10;BYDAY=1SU",
		"BYMONTHDAY=1;FREQ=YEARLY;UNTIL=20270301;BYMONTH=2,1;BYDAY=MO": "FREQ=YEARLY;UNTIL=20270301;BYMONTH=1,2;BYMONTHDAY=1;BYDAY=MO",
		"FREQ=WEEKLY;BYMONTH=7;INTERVAL=3;BYDAY=SA;WKST=MO":            "FREQ=WEEKLY;INTERVAL=3;BYMONTH=7;BYDAY=SA",
	} {
		r := parse(t, text)
		if r.String() != want {
			t.Errorf("%s became %s, want %s", text, r, want)
		}
		if again := parse(t, want); again.String() != want {
			t.Errorf("%s became %s", want, again)
		}
	}
}

func TestWhatComesMoreThanOnceADayOrIsNoRuleIsRefused(t *testing.T) {
	const often, unread = "rhythm.too_often", "rhythm.cannot_read"
	for text, say := range map[string]string{
		"FREQ=SECONDLY": often, "FREQ=MINUTELY;INTERVAL=1440": often, "freq=hourly": often,
		"FREQ=DAILY;BYHOUR=9,17": often, "FREQ=DAILY;BYMINUTE=0": often, "FREQ=DAILY;BYSECOND=0": often,
		"": unread, ";": unread, "FREQ": unread, "FREQ=": unread, "FREQ=NEVER": unread, "INTERVAL=2": unread,
		"RRULE:FREQ=DAILY": unread, "FREQ=DAILY;": unread, "FREQ=DAILY;FREQ=DAILY": unread, " FREQ=DAILY": unread,
		"FREQ=DAILY\nEXDATE:20260101": unread, "FREQ=DAILY\r\n": unread, "FREQ=DAILY;X-NAME=1": unread,
		"DTSTART:20260101;FREQ=DAILY": unread, "FREQ=DAILY;DTSTART=20260101": unread, "FREQ=DAILY;RDATE=20260101": unread,
		"FREQ=DAILY;COUNT=0": unread, "FREQ=DAILY;COUNT=-1": unread, "FREQ=DAILY;COUNT=10000": unread, "FREQ=DAILY;COUNT=5;UNTIL=20270101": unread,
		"FREQ=DAILY;INTERVAL=0": unread, "FREQ=DAILY;INTERVAL=+2": unread, "FREQ=DAILY;INTERVAL=99999999999999999999": unread, "FREQ=DAILY;INTERVAL=1000": unread,
		"FREQ=DAILY;UNTIL=20270230": unread, "FREQ=DAILY;UNTIL=20270101T000000Z": unread, "FREQ=DAILY;UNTIL=99990101": unread,
		"FREQ=MONTHLY;BYDAY=-6MO": unread, "FREQ=MONTHLY;BYDAY=6MO": unread, "FREQ=MONTHLY;BYDAY=0MO": unread, "FREQ=YEARLY;BYMONTH=12;BYDAY=53MO": unread,
		"FREQ=MONTHLY;BYDAY=MO,2TU": unread, "FREQ=WEEKLY;BYDAY=2MO": unread, "FREQ=WEEKLY;BYDAY=": unread, "FREQ=WEEKLY;BYDAY=M": unread, "FREQ=WEEKLY;BYDAY=MO,": unread, "FREQ=WEEKLY;WKST=MO,TU": unread, "FREQ=WEEKLY;WKST=1MO": unread,
		"FREQ=WEEKLY;BYMONTHDAY=1": unread, "FREQ=MONTHLY;BYMONTHDAY=0": unread, "FREQ=MONTHLY;BYMONTHDAY=32": unread, "FREQ=MONTHLY;BYMONTHDAY=--1": unread, "FREQ=MONTHLY;BYMONTHDAY=-+1": unread,
		"FREQ=YEARLY;BYMONTH=13": unread, "FREQ=YEARLY;BYMONTH=-1": unread, "FREQ=YEARLY;BYWEEKNO=1": unread, "FREQ=YEARLY;BYYEARDAY=1": unread, "FREQ=YEARLY;BYEASTER=0": unread,
		"FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1": unread, "FREQ=MONTHLY;BYSETPOS=1": unread,
		// What the standard allows, and other programs take in different ways.
		"FREQ=YEARLY;BYDAY=20MO": unread, "FREQ=YEARLY;BYDAY=-1MO": unread, "FREQ=YEARLY;BYMONTHDAY=1": unread, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1": unread,
		"FREQ=YEARLY;BYDAY=MO;BYSETPOS=1": unread, "FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYSETPOS=-1": unread, "FREQ=MONTHLY;BYMONTH=3;BYMONTHDAY=28": unread, "FREQ=DAILY;BYMONTHDAY=1": unread,
		"FREQ=MONTHLY;BYMONTHDAY=13,14;BYSETPOS=1": unread, "FREQ=MONTHLY;BYDAY=SU;BYMONTHDAY=13,14;BYSETPOS=1": unread, "FREQ=MONTHLY;BYDAY=2FR;BYMONTHDAY=13": unread, "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=-1": unread,
		"FREQ=MONTHLY;BYMONTHDAY=" + strings.Repeat("1,", 200) + "1": unread,
	} {
		_, err := recur.Parse(text)
		if !fault.Is(err, fault.Invalid) || fault.SayOf(err) != say {
			t.Errorf("%q: %v, want %s", text, err, say)
		}
	}
}

func TestADayComesWhenTheRuleSays(t *testing.T) {
	for _, c := range []struct{ rule, start, want string }{
		{"FREQ=DAILY;COUNT=3", "2028-02-28", "2028-02-28 2028-02-29 2028-03-01"},
		{"FREQ=DAILY;INTERVAL=3;UNTIL=20260110", "2026-01-01", "2026-01-01 2026-01-04 2026-01-07 2026-01-10"},
		{"FREQ=WEEKLY;COUNT=2", "2026-01-01", "2026-01-01 2026-01-08"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4", "1997-08-05", "1997-08-05 1997-08-10 1997-08-19 1997-08-24"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4;WKST=SU", "1997-08-05", "1997-08-05 1997-08-17 1997-08-19 1997-08-31"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=2", "2026-05-06", "2026-05-18 2026-06-01"},
		{"FREQ=MONTHLY;BYDAY=2TU;COUNT=3", "2026-05-01", "2026-05-12 2026-06-09 2026-07-14"},
		{"FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "2026-05-30", "2026-06-26 2026-07-31 2026-08-28"},
		{"FREQ=MONTHLY;COUNT=4", "2026-01-31", "2026-01-31 2026-03-31 2026-05-31 2026-07-31"},
		{"FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "2028-01-01", "2028-01-31 2028-02-29 2028-03-31"},
		{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", "2026-05-01", "2026-05-29 2026-06-30 2026-07-31"},
		{"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2", "2026-01-01", "2026-02-13 2026-03-13"},
		{"FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "2026-01-01", "2026-11-01 2027-11-07"},
		{"FREQ=YEARLY;BYDAY=MO;BYMONTH=12;BYMONTHDAY=25,26,27,28,29,30,31", "2026-01-01", "2026-12-28 2027-12-27"},
		{"FREQ=YEARLY;BYDAY=MO;COUNT=2", "2026-01-01", "2026-01-05 2026-01-12"},
		{"FREQ=YEARLY", "2028-02-29", "2028-02-29"},
	} {
		var got []string
		days, _ := daysOf(parse(t, c.rule), day(t, c.start))
		for _, d := range days {
			got = append(got, d.String())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s from %s: %v, want %s", c.rule, c.start, got, c.want)
		}
	}
}

func TestAListEndsAfterTwoYearsAndSaysSo(t *testing.T) {
	start := day(t, "2026-05-08")
	for rule, want := range map[string]struct {
		n       int
		bounded bool
	}{
		"FREQ=DAILY":                          {recur.Ahead, true},
		"FREQ=DAILY;UNTIL=20270508":           {366, false},
		"FREQ=DAILY;UNTIL=20280507":           {recur.Ahead, false},
		"FREQ=DAILY;UNTIL=20280508":           {recur.Ahead, true},
		"FREQ=DAILY;COUNT=731":                {recur.Ahead, false},
		"FREQ=DAILY;COUNT=732":                {recur.Ahead, true},
		"FREQ=YEARLY;INTERVAL=99":             {1, true},
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29": {1, true},
		"FREQ=YEARLY;INTERVAL=3;COUNT=1":      {1, false},
		"FREQ=DAILY;UNTIL=20260507":           {0, false},
	} {
		days, bounded := daysOf(parse(t, rule), start)
		if len(days) != want.n || bounded != want.bounded {
			t.Errorf("%s: %d days, bounded %v; want %v", rule, len(days), bounded, want)
		}
	}
	if days, bounded := daysOf(recur.Rule{}, start); !slices.Equal(days, []when.Day{start}) || bounded {
		t.Errorf("without a rule: %v, bounded %v", days, bounded)
	}
}

// hostile are rules that never name a day, or hardly ever, which keep the
// library busy for thousands of years when nobody stops it.
var hostile = []string{
	"FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2",
	"FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2;UNTIL=20270101",
	"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO;INTERVAL=97",
	"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
	"FREQ=MONTHLY;BYDAY=5MO;BYSETPOS=-366;COUNT=9999",
	"FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30",
	"FREQ=DAILY;INTERVAL=7;BYDAY=TU",
	"FREQ=DAILY;INTERVAL=7;BYDAY=SU",
	"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=9999",
	"FREQ=WEEKLY;INTERVAL=999;BYDAY=MO;BYMONTH=2",
}

func TestARuleThatNeverNamesADayComesBackInMilliseconds(t *testing.T) {
	for _, text := range hostile {
		r := parse(t, text)
		took := when.Stopwatch()
		days, _ := daysOf(r, day(t, "1900-01-01"))
		if d := took(); d > time.Second { // it takes 15 ms at most; slow machines may take longer
			t.Errorf("%s: %d days after %s", text, len(days), d)
		}
	}
}

func TestEveryRuleNamesTheDaysThatTheStandardSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := someRule(t)
		start := when.Day(rapid.IntRange(10_000, 40_000).Draw(t, "start"))
		got, bounded := daysOf(r, start)
		want, more := slow(r.String(), start)
		if !slices.Equal(got, want) || more && !bounded {
			t.Fatalf("%s from %s (%s):\n%v, bounded %v, want\n%v, more %v", r, start, start.Weekday(), got, bounded, want, more)
		}
	})
}

func FuzzARuleIsReadOrRefusedAndAlwaysEnds(f *testing.F) {
	for _, text := range hostile {
		f.Add(text, int32(20_000))
	}
	f.Add("FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=2;UNTIL=20270301", int32(-25_000))
	f.Add("FREQ=WEEKLY;BYDAY=MO,WE;WKST=SU;INTERVAL=2;COUNT=5", int32(300_000))
	f.Fuzz(func(t *testing.T, text string, first int32) {
		r, err := recur.Parse(text)
		if err != nil {
			return
		}
		if again, err := recur.Parse(r.String()); err != nil || again.String() != r.String() {
			t.Fatalf("%q became %q, then %q (%v)", text, r, again, err)
		}
		start := when.Day(first % 370_000)
		days, _ := daysOf(r, start)
		if len(days) > recur.Ahead || !slices.IsSorted(days) || len(slices.Compact(slices.Clone(days))) != len(days) {
			t.Fatalf("%s: %d days, %v", r, len(days), days)
		}
		if want, _ := slow(r.String(), start); !slices.Equal(days, want) {
			t.Fatalf("%s from %s: %v, want %v", r, start, days, want)
		}
	})
}
