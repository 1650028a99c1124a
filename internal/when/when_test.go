package when_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"alongside/internal/when"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := when.Zone(name)
	if err != nil {
		t.Fatalf("zone %s: %v", name, err)
	}
	return z
}

func moment(t *testing.T, s string) time.Time {
	t.Helper()
	m, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func dayOf(t *testing.T, s string) when.Day {
	t.Helper()
	d, err := when.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestLocalTimesThatDoNotExistAndTimesThatExistTwiceAreToldApart(t *testing.T) {
	for _, c := range []struct {
		zone, day, at, want string
		kind                when.Kind
	}{
		{"America/New_York", "2026-03-08", "01:59", "2026-03-08T06:59:00Z", when.Once},
		{"America/New_York", "2026-03-08", "02:00", "2026-03-08T07:00:00Z", when.Never},
		{"America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30:00Z", when.Never},
		{"America/New_York", "2026-03-08", "03:00", "2026-03-08T07:00:00Z", when.Once},
		{"America/New_York", "2026-11-01", "00:59", "2026-11-01T04:59:00Z", when.Once},
		{"America/New_York", "2026-11-01", "01:00", "2026-11-01T05:00:00Z", when.Twice},
		{"America/New_York", "2026-11-01", "01:59", "2026-11-01T05:59:00Z", when.Twice},
		{"America/New_York", "2026-11-01", "02:00", "2026-11-01T07:00:00Z", when.Once},
		{"America/New_York", "2026-07-01", "15:00", "2026-07-01T19:00:00Z", when.Once},
		{"Asia/Seoul", "2026-03-08", "02:30", "2026-03-07T17:30:00Z", when.Once},
		{"Asia/Seoul", "1988-05-08", "02:30", "1988-05-07T17:30:00Z", when.Never},
		{"Asia/Seoul", "1988-10-09", "02:30", "1988-10-08T16:30:00Z", when.Twice},
		{"Asia/Amman", "2021-03-26", "00:30", "2021-03-25T22:30:00Z", when.Never},
		{"Asia/Amman", "2021-10-29", "00:30", "2021-10-28T21:30:00Z", when.Twice},
		{"Asia/Amman", "2026-03-27", "00:30", "2026-03-26T21:30:00Z", when.Once},
		{"Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T22:00:00Z", when.Never},
		{"Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:45:00Z", when.Never},
		{"Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00Z", when.Twice},
		{"UTC", "1969-12-31", "23:59", "1969-12-31T23:59:00Z", when.Once},
	} {
		at, err := when.ParseTimeOfDay(c.at)
		if err != nil {
			t.Fatal(err)
		}
		got, kind := when.Local(dayOf(t, c.day), at, zone(t, c.zone))
		if kind != c.kind || !got.Equal(moment(t, c.want)) {
			t.Errorf("%s %s %s = %s, kind %d; want %s, kind %d", c.zone, c.day, c.at, got.Format(time.RFC3339), kind, c.want, c.kind)
		}
	}
}

func TestEveryMomentOfAYearComesBackFromItsDayAndTime(t *testing.T) {
	for _, name := range []string{"America/New_York", "Asia/Seoul", "Asia/Amman", "Australia/Lord_Howe"} {
		z := zone(t, name)
		for m := moment(t, "2021-01-01T00:00:00Z"); m.Year() < 2022; m = m.Add(15 * time.Minute) {
			got, kind := when.Local(when.DayOf(m, z), when.TimeOf(m, z), z)
			if kind == when.Never || kind == when.Once && !got.Equal(m) || kind == when.Twice && got.After(m) {
				t.Fatalf("%s: %s came back as %s, kind %d", name, m.In(z), got.In(z), kind)
			}
		}
	}
}

func TestATimeThatExistsTwiceHasBothItsMoments(t *testing.T) {
	z := zone(t, "America/New_York")
	for day, want := range map[string][]string{
		"2026-03-08": nil,
		"2026-11-01": {"2026-11-01T06:30:00Z"},
		"2026-11-02": {"2026-11-02T07:30:00Z"},
	} {
		at := when.HM(2, 30)
		if day == "2026-11-01" {
			at, want = when.HM(1, 30), append([]string{"2026-11-01T05:30:00Z"}, want...)
		}
		var got []string
		for _, m := range when.Moments(dayOf(t, day), at, z) {
			got = append(got, m.Format(time.RFC3339))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s %s: %v, want %v", day, at, got, want)
		}
	}
}

func TestAMessageWaitsUntilTheQuietHoursAreOver(t *testing.T) {
	afternoon := when.Quiet{From: when.HM(13, 0), To: when.HM(15, 0)}
	small := when.Quiet{From: when.HM(0, 30), To: when.HM(2, 30)}
	for _, c := range []struct {
		name, zone string
		quiet      when.Quiet
		at, want   string
	}{
		{"by day at once", "Asia/Seoul", when.Night, "2026-05-08T12:00:00+09:00", "2026-05-08T12:00:00+09:00"},
		{"the first quiet minute", "Asia/Seoul", when.Night, "2026-05-08T21:00:00+09:00", "2026-05-09T08:00:00+09:00"},
		{"the last loud second", "Asia/Seoul", when.Night, "2026-05-08T20:59:59+09:00", "2026-05-08T20:59:59+09:00"},
		{"after midnight", "Asia/Seoul", when.Night, "2026-05-09T00:10:00+09:00", "2026-05-09T08:00:00+09:00"},
		{"eight exactly", "Asia/Seoul", when.Night, "2026-05-09T08:00:00+09:00", "2026-05-09T08:00:00+09:00"},
		{"the night clocks go forward", "America/New_York", when.Night, "2026-03-07T22:00:00-05:00", "2026-03-08T08:00:00-04:00"},
		{"the night clocks go back", "America/New_York", when.Night, "2026-10-31T22:00:00-04:00", "2026-11-01T08:00:00-05:00"},
		{"the night clocks go forward in Amman", "Asia/Amman", when.Night, "2021-03-25T23:00:00+02:00", "2021-03-26T08:00:00+03:00"},
		{"within one day", "Asia/Amman", afternoon, "2026-05-08T14:00:00+03:00", "2026-05-08T15:00:00+03:00"},
		{"an end that clocks jump over", "America/New_York", small, "2026-03-08T01:00:00-05:00", "2026-03-08T03:00:00-04:00"},
		{"no quiet hours", "Asia/Seoul", when.Quiet{}, "2026-05-09T03:00:00+09:00", "2026-05-09T03:00:00+09:00"},
	} {
		z := zone(t, c.zone)
		got := c.quiet.Next(moment(t, c.at), z)
		if !got.Equal(moment(t, c.want)) {
			t.Errorf("%s: %s waits until %s, want %s", c.name, c.at, got.In(z).Format(time.RFC3339), c.want)
		}
		if c.quiet.At(got, z) {
			t.Errorf("%s: it is still quiet at %s", c.name, got.In(z))
		}
	}
}

func TestQuietThatEndsInAnHourThatHappensTwiceEndsTwice(t *testing.T) {
	z := zone(t, "America/New_York")
	q := when.Quiet{From: when.HM(21, 0), To: when.HM(1, 30)}
	for at, want := range map[string]string{
		"2026-11-01T01:10:00-04:00": "2026-11-01T01:30:00-04:00",
		"2026-11-01T01:10:00-05:00": "2026-11-01T01:30:00-05:00",
	} {
		if got := q.Next(moment(t, at), z); !got.Equal(moment(t, want)) {
			t.Errorf("%s waits until %s, want %s", at, got.In(z), want)
		}
	}
}

func TestADayKnowsItsDateInEveryZone(t *testing.T) {
	m := moment(t, "2026-05-08T20:00:00Z")
	for name, want := range map[string]string{
		"America/New_York": "2026-05-08", "Asia/Seoul": "2026-05-09", "Asia/Amman": "2026-05-08",
	} {
		if got := when.DayOf(m, zone(t, name)).String(); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	d := dayOf(t, "2026-02-28")
	if d.Add(1).String() != "2026-03-01" || d.Weekday() != time.Saturday {
		t.Errorf("%s, %s", d.Add(1), d.Weekday())
	}
	if dayOf(t, "1970-01-01") != 0 || dayOf(t, "1969-12-31") != -1 {
		t.Error("days are not counted from 1970")
	}
}

func TestADayStartsWhenTheClocksJumpOverMidnight(t *testing.T) {
	z := zone(t, "Asia/Amman")
	if got := dayOf(t, "2021-03-26").Start(z); !got.Equal(moment(t, "2021-03-25T22:00:00Z")) {
		t.Error(got)
	}
	if got := dayOf(t, "2026-05-08").Start(z); !got.Equal(moment(t, "2026-05-07T21:00:00Z")) {
		t.Error(got)
	}
}

func TestADayTravelsAsTextInJSON(t *testing.T) {
	b, err := json.Marshal(dayOf(t, "2026-05-08"))
	if err != nil || string(b) != `"2026-05-08"` {
		t.Fatal(string(b), err)
	}
	var back when.Day
	if err := json.Unmarshal(b, &back); err != nil || back != dayOf(t, "2026-05-08") {
		t.Fatal(back, err)
	}
}

func TestWhatIsNoDayOrTimeOrZoneIsRefused(t *testing.T) {
	for _, s := range []string{"", "2026-02-29", "8.5.2026", "0001-01-01", "3026-01-01", "2026-05-08T00:00"} {
		if d, err := when.ParseDay(s); err == nil {
			t.Errorf("%q was read as day %s", s, d)
		}
	}
	for _, s := range []string{"", "24:00", "12:60", "noon", "-1:00"} {
		if at, err := when.ParseTimeOfDay(s); err == nil {
			t.Errorf("%q was read as time %s", s, at)
		}
	}
	for _, s := range []string{"", "Local", "Mars/Base", "../etc/passwd", "/etc/localtime"} {
		if _, err := when.Zone(s); err == nil {
			t.Errorf("%q was read as a zone", s)
		}
	}
}

func TestTheRetentionTableNamesEachThingOnceAndShortestFirst(t *testing.T) {
	seen := map[string]bool{}
	var last time.Duration
	for _, k := range when.Retention() {
		if seen[k.What] {
			t.Errorf("%s stands twice", k.What)
		}
		seen[k.What] = true
		if k.For == when.Forever {
			last = 1 << 62
			continue
		}
		if k.For < last || k.Since == "" {
			t.Errorf("%s: %s after %q is out of order", k.What, k.For, k.Since)
		}
		last = k.For
	}
}

func TestASetClockStandsUntilItIsMoved(t *testing.T) {
	c := when.At(moment(t, "2026-05-08T12:00:00+09:00"))
	before := c.Now()
	c.Move(-time.Hour)
	if got := before.Sub(c.Now()); got != time.Hour || c.Now().Location() != time.UTC {
		t.Error(got, c.Now().Location())
	}
}

func FuzzParseDay(f *testing.F) {
	f.Add("2026-05-08")
	f.Add("2024-02-29")
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := when.ParseDay(s); err == nil && d.String() != s {
			t.Errorf("%q became %s", s, d)
		}
	})
}
