package ical_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	goical "github.com/emersion/go-ical"
	"pgregory.net/rapid"

	"alongside/internal/ical"
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

func day(t testing.TB, s string) when.Day {
	t.Helper()
	d, err := when.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func series(t testing.TB, rule, start string, at when.TimeOfDay, in string) recur.Series {
	t.Helper()
	r, err := recur.Parse(rule)
	if err != nil {
		t.Fatal(err)
	}
	return recur.Series{Rule: r, Start: day(t, start), At: at, Minutes: 90, Zone: zone(t, in)}
}

var opened = time.Date(2026, 5, 4, 4, 0, 0, 0, time.UTC)

// lay writes a calendar as a person reads it: without CRs, unfolded.
func lay(c *ical.Calendar) string {
	return strings.ReplaceAll(strings.ReplaceAll(string(c.Bytes()), "\r\n ", ""), "\r\n", "\n")
}

// within is what stands between the first two marks, both included.
func within(s, from, to string) string {
	i := strings.Index(s, from)
	if i < 0 {
		return ""
	}
	j := strings.Index(s[i:], to)
	return s[i : i+j+len(to)]
}

func TestAnEventSaysWhatItIsAndWhenInUTC(t *testing.T) {
	c := ical.New(ical.Head{Name: "Our board", Zone: zone(t, "Asia/Amman"), Refresh: 6 * time.Hour})
	starts := time.Date(2026, 5, 9, 10, 0, 0, 0, zone(t, "America/New_York"))
	c.Once(ical.Event{UID: "7k2p@board", Sequence: 2, Stamp: opened, Changed: opened.Add(time.Hour), Summary: "Soup; bread, and\r\nmore \\o/", Location: "Dearborn, MI",
		Description: "Ask\nus", URL: "https://board.example/c/7k2p"}, starts, starts.Add(time.Hour))
	c.Day(ical.Event{UID: "8m3q@board", Stamp: opened, Summary: "Some time that day", Cancelled: true}, day(t, "2026-05-10"))
	want := `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Alongside//Alongside//EN
CALSCALE:GREGORIAN
NAME:Our board
X-WR-CALNAME:Our board
X-WR-TIMEZONE:Asia/Amman
REFRESH-INTERVAL;VALUE=DURATION:PT6H
BEGIN:VEVENT
UID:7k2p@board
DTSTAMP:20260504T040000Z
SEQUENCE:2
LAST-MODIFIED:20260504T050000Z
DTSTART:20260509T140000Z
DTEND:20260509T150000Z
SUMMARY:Soup\; bread\, and\nmore \\o/
LOCATION:Dearborn\, MI
DESCRIPTION:Ask\nus
URL:https://board.example/c/7k2p
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:8m3q@board
DTSTAMP:20260504T040000Z
SEQUENCE:0
DTSTART;VALUE=DATE:20260510
SUMMARY:Some time that day
STATUS:CANCELLED
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
`
	if got := lay(c); got != want {
		t.Errorf("wrote\n%s\nwant\n%s", got, want)
	}
}

func TestASeriesIsOneEventAndOneMoreForEachTimeThatIsNotAsTheOthers(t *testing.T) {
	s := series(t, "FREQ=DAILY;COUNT=6", "2026-10-30", when.HM(1, 30), "America/New_York")
	s.Left = []when.Day{day(t, "2026-10-31")} // and 1 November is a doubt: 01:30 exists twice
	s.Moved = map[when.Day]recur.Move{day(t, "2026-11-02"): {Day: day(t, "2026-11-03"), At: when.HM(19, 0)}}
	c := ical.New(ical.Head{})
	e := ical.Event{UID: "7k2p@board", Stamp: opened, Summary: "Soup"}
	c.Series(e, s, map[when.Day]ical.Event{day(t, "2026-11-04"): {Sequence: 1, Stamp: opened, Summary: "Soup", Cancelled: true}})
	all := lay(c)
	all = all[strings.Index(all, "BEGIN:VEVENT"):]
	want := `BEGIN:VEVENT
UID:7k2p@board
DTSTAMP:20260504T040000Z
SEQUENCE:0
DTSTART;TZID=America/New_York:20261030T013000
DURATION:PT90M
RRULE:FREQ=DAILY;UNTIL=20261104T183000Z
EXDATE;TZID=America/New_York:20261031T013000,20261101T013000
SUMMARY:Soup
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:7k2p@board
DTSTAMP:20260504T040000Z
SEQUENCE:0
RECURRENCE-ID;TZID=America/New_York:20261102T013000
DTSTART:20261104T000000Z
DTEND:20261104T013000Z
SUMMARY:Soup
STATUS:CONFIRMED
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
UID:7k2p@board
DTSTAMP:20260504T040000Z
SEQUENCE:1
RECURRENCE-ID;TZID=America/New_York:20261104T013000
DTSTART:20261104T063000Z
DTEND:20261104T080000Z
SUMMARY:Soup
STATUS:CANCELLED
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
`
	if all != want {
		t.Errorf("wrote\n%s\nwant\n%s", all, want)
	}
}

func TestAnAnswerToATimeThatExistsTwiceIsWrittenWithoutDoubt(t *testing.T) {
	s := series(t, "FREQ=DAILY;COUNT=3", "2026-10-31", when.HM(1, 30), "America/New_York")
	for which, want := range map[recur.Which]string{recur.First: "DTSTART:20261101T053000Z", recur.Second: "DTSTART:20261101T063000Z"} {
		s.Moved = map[when.Day]recur.Move{day(t, "2026-11-01"): {Day: day(t, "2026-11-01"), At: s.At, Which: which}}
		c := ical.New(ical.Head{})
		c.Series(ical.Event{UID: "a", Stamp: opened}, s, nil)
		if got := lay(c); !strings.Contains(got, "RECURRENCE-ID;TZID=America/New_York:20261101T013000\n"+want+"\n") || strings.Contains(got, "EXDATE") {
			t.Errorf("%d: wrote\n%s", which, got)
		}
	}
}

func TestASeriesThatHappensOnceOrNeverNeedsNoRule(t *testing.T) {
	s := series(t, "FREQ=DAILY;COUNT=1", "2026-05-08", when.HM(15, 0), "Asia/Seoul")
	s.Rule = recur.Rule{}
	c := ical.New(ical.Head{})
	c.Series(ical.Event{UID: "a", Stamp: opened}, s, map[when.Day]ical.Event{s.Start: {UID: "a", Stamp: opened, Cancelled: true}})
	if got := lay(c); !strings.Contains(got, "\nDTSTART:20260508T060000Z\nDTEND:20260508T073000Z\nSTATUS:CANCELLED\n") || strings.Contains(got, "VTIMEZONE") {
		t.Errorf("wrote\n%s", got)
	}
	s.Left = []when.Day{s.Start}
	c = ical.New(ical.Head{})
	c.Series(ical.Event{UID: "a", Stamp: opened}, s, nil)
	if got := lay(c); strings.Contains(got, "VEVENT") {
		t.Errorf("wrote\n%s", got)
	}
}

func TestNoTextOfAnybodysEndsALineOrBreaksALetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\r\n", "\n", "\r", "\x00", "\x7f", "END:VEVENT", `\`, `\n`, ";", ",", ":", `"`, "냉장고", "هاتف", "👩🏽‍🌾", "\xff", strings.Repeat("x", 74)}))
		text := strings.Join(rapid.SliceOfN(piece, 1, 12).Draw(t, "pieces"), "")
		c := ical.New(ical.Head{Name: text})
		c.Once(ical.Event{UID: text, Stamp: opened, Summary: text, Location: text, Description: text, URL: text}, opened, opened)
		b := c.Bytes()
		if !utf8.Valid(b) {
			t.Fatalf("a letter is broken: %q", b)
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(string(b), "\r\n"), "\r\n") {
			if len(line) > 75 || line == "" || !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
				t.Fatalf("a line of %d bytes: %q", len(line), line)
			}
		}
		read, err := goical.NewDecoder(strings.NewReader(string(b))).Decode()
		if err != nil || len(read.Events()) != 1 {
			t.Fatalf("%v in %q", err, b)
		}
		want := strings.Map(func(r rune) rune {
			if r < ' ' && r != '\t' && r != '\n' || r == 0x7f {
				return -1
			}
			return r
		}, strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(text, "\uFFFD")))
		// ToValidUTF8 makes one mark of several bytes, we one of each.
		got, err := read.Events()[0].Props.Text(goical.PropSummary)
		if strings.Contains(text, "\xff") {
			return
		}
		if want != "" && (err != nil || got != want) {
			t.Fatalf("%q came back as %q (%v)", want, got, err)
		}
	})
}

// BenchmarkAFeed writes a thousand occurrences: ten series of a hundred times,
// with some left out and moved, or single events.
func BenchmarkAFeed(b *testing.B) {
	e := ical.Event{UID: "7k2p9m3q4r5s6t7u@board.example.org", Stamp: opened, Summary: "저녁 급식을 함께 준비해요", Location: "Dearborn, MI",
		Description: "You learn the exact place when you say that you come.\nhttps://board.example.org/c/7k2p9m3q", URL: "https://board.example.org/c/7k2p9m3q"}
	s := series(b, "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=100", "2026-05-05", when.HM(18, 0), "America/New_York")
	s.Left, s.Moved = []when.Day{s.Start}, map[when.Day]recur.Move{s.Start + 7: {Day: s.Start + 8, At: s.At}}
	b.Run("Series", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c := ical.New(ical.Head{Name: "Our board"})
			for range 10 {
				c.Series(e, s, nil)
			}
			c.Bytes()
		}
	})
	b.Run("Single", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c := ical.New(ical.Head{Name: "Our board"})
			for i := range 1000 {
				starts := opened.Add(time.Duration(i) * time.Hour)
				c.Once(e, starts, starts.Add(time.Hour))
			}
			c.Bytes()
		}
	})
}

func ExampleCalendar_Series() {
	rule, _ := recur.Shape{Pace: recur.ByWeek, Every: 2, On: []time.Weekday{time.Tuesday}, Times: 10}.Rule()
	seoul, _ := when.Zone("Asia/Seoul")
	start, _ := when.ParseDay("2026-05-05")
	c := ical.New(ical.Head{Name: "Our board"})
	c.Series(ical.Event{UID: "7k2p@board.example", Summary: "Soup kitchen"}, recur.Series{Rule: rule, Start: start, At: when.HM(18, 0), Minutes: 120, Zone: seoul}, nil)
	fmt.Println(strings.Contains(string(c.Bytes()), "DTSTART;TZID=Asia/Seoul:20260505T180000"))
	// Output: true
}
