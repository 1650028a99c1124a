package ical_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/internal/ical"
	"alongside/internal/when"
)

func TestAZoneIsToldWithEveryChangeOfItsClocks(t *testing.T) {
	// The first of each says its own offset twice: nothing before it is asked for.
	for _, c := range []struct{ in, start, want string }{
		{"Asia/Seoul", "2026-05-08", "1988-10-09 02:00 STANDARD +0900 +0900 KST"},
		{"Asia/Amman", "2023-02-01", "2021-10-29 00:00 STANDARD +0200 +0200 EET, 2022-02-25 00:00 DAYLIGHT +0200 +0300 EEST, 2022-10-28 01:00 STANDARD +0300 +0300 +03"},
		{"America/New_York", "2026-05-08", "2025-03-09 03:00 DAYLIGHT -0400 -0400 EDT, 2025-11-02 02:00 STANDARD -0400 -0500 EST, " +
			"2026-03-08 02:00 DAYLIGHT -0500 -0400 EDT, 2026-11-01 02:00 STANDARD -0400 -0500 EST, 2027-03-14 02:00 DAYLIGHT -0500 -0400 EDT"},
		{"Australia/Lord_Howe", "2026-05-08", "2025-04-06 01:30 STANDARD +1030 +1030 +1030, 2025-10-05 02:00 DAYLIGHT +1030 +1100 +11, " +
			"2026-04-05 02:00 STANDARD +1100 +1030 +1030, 2026-10-04 02:00 DAYLIGHT +1030 +1100 +11, 2027-04-04 02:00 STANDARD +1100 +1030 +1030"},
		{"UTC", "2026-05-08", "2025-05-07 00:00 STANDARD +0000 +0000 UTC"},
	} {
		var got []string
		for _, o := range observances(t, c.in, c.start, "FREQ=DAILY;COUNT=2") {
			got = append(got, strings.Join([]string{o.wall.Format("2006-01-02 15:04"), o.kind, o.from, o.to, o.name}, " "))
		}
		if all := strings.Join(got, ", "); all != c.want {
			t.Errorf("%s:\n%s, want\n%s", c.in, all, c.want)
		}
	}
}

// observance is one STANDARD or DAYLIGHT of a VTIMEZONE.
type observance struct {
	kind, from, to, name string
	wall, at             time.Time
	seconds              int
}

// observances are what a calendar tells of the zone of one series.
func observances(t *testing.T, in, start, rule string) (all []observance) {
	t.Helper()
	c := ical.New(ical.Head{})
	c.Series(ical.Event{UID: "a", Stamp: opened}, series(t, rule, start, when.HM(12, 0), in), nil)
	told := within(lay(c), "BEGIN:VTIMEZONE", "END:VTIMEZONE")
	if !strings.HasPrefix(told, "BEGIN:VTIMEZONE\nTZID:"+in+"\n") {
		t.Fatalf("%s is told as\n%s", in, told)
	}
	var o observance
	var err error
	for line := range strings.Lines(told) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch name {
		case "BEGIN":
			o = observance{kind: value}
		case "DTSTART":
			o.wall, err = time.Parse("20060102T150405", value)
		case "TZOFFSETFROM":
			o.from, o.at = value, o.wall.Add(-time.Duration(eastOf(t, value))*time.Second)
		case "TZOFFSETTO":
			o.to, o.seconds = value, eastOf(t, value)
		case "TZNAME":
			o.name = value
		case "END":
			if value != "VTIMEZONE" {
				all = append(all, o)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func eastOf(t *testing.T, offset string) int {
	t.Helper()
	at, err := time.Parse("-0700", offset)
	if err != nil {
		if at, err = time.Parse("-070000", offset); err != nil {
			t.Fatal(err)
		}
	}
	_, seconds := at.Zone()
	return seconds
}

func TestWhoReadsAZoneAsItIsToldNeverErrsByAMinute(t *testing.T) {
	for _, c := range []struct{ in, start string }{
		{"America/New_York", "2026-05-08"}, {"America/New_York", "2006-01-01"}, // the rule changed in 2007
		{"America/Los_Angeles", "2026-11-01"}, {"Europe/Dublin", "2026-05-08"}, {"Africa/Casablanca", "2026-01-01"},
		{"Asia/Amman", "2021-06-01"}, {"Asia/Amman", "2026-05-08"}, {"Asia/Seoul", "1987-01-01"}, {"Asia/Kathmandu", "2026-05-08"},
		{"Australia/Lord_Howe", "2026-05-08"}, {"Pacific/Apia", "2011-01-01"}, {"America/Sao_Paulo", "2018-01-01"}, {"Asia/Pyongyang", "2015-01-01"},
		{"Africa/Monrovia", "1971-06-01"}, {"Pacific/Chatham", "2026-05-08"}, {"Antarctica/Troll", "2026-05-08"}, {"Europe/Istanbul", "2015-06-01"}, {"UTC", "2026-05-08"},
	} {
		told := observances(t, c.in, c.start, "FREQ=DAILY")
		if !slices.IsSortedFunc(told, func(a, b observance) int { return a.at.Compare(b.at) }) {
			t.Errorf("%s: observances out of order", c.in)
		}
		i := 0
		for at, end := day(t, c.start).Start(zone(t, c.in)), (day(t, c.start) + 730).Start(zone(t, c.in)); at.Before(end); at = at.Add(15 * time.Minute) {
			for i+1 < len(told) && !told[i+1].at.After(at) {
				i++
			}
			name, seconds := at.In(zone(t, c.in)).Zone()
			if told[i].at.After(at) || told[i].seconds != seconds || told[i].name != name {
				t.Errorf("%s at %s: %+v, want %s %d", c.in, at, told[i], name, seconds)
				break
			}
		}
	}
}

func TestAZoneOfManySeriesIsToldOnceAndForAllOfThem(t *testing.T) {
	c := ical.New(ical.Head{})
	for _, start := range []string{"2026-05-08", "2022-01-01", "2024-06-01"} {
		c.Series(ical.Event{UID: start, Stamp: opened}, series(t, "FREQ=DAILY;COUNT=2", start, when.HM(12, 0), "America/New_York"), nil)
	}
	c.Series(ical.Event{UID: "a", Stamp: opened}, series(t, "FREQ=DAILY;COUNT=2", "2026-05-08", when.HM(12, 0), "Asia/Seoul"), nil)
	all := lay(c)
	if n := strings.Count(all, "BEGIN:VTIMEZONE"); n != 2 {
		t.Errorf("%d zones", n)
	}
	for _, change := range []string{"20211107T020000", "20270314T020000"} {
		if !strings.Contains(within(all, "TZID:America/New_York", "END:VTIMEZONE"), "DTSTART:"+change) {
			t.Errorf("the change of %s is not told in\n%s", change, all)
		}
	}
	if strings.Index(all, "BEGIN:VEVENT") < strings.LastIndex(all, "END:VTIMEZONE") {
		t.Error("an event stands before its zone")
	}
}
