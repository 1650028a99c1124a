package calendar

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/internal/ical"
	"alongside/internal/recur"
	"alongside/internal/when"
)

// zones are those whose clocks do something that a reader may get wrong.
var zones = []string{
	"America/New_York", "America/Los_Angeles", "Asia/Seoul", "Asia/Amman", "Australia/Lord_Howe", "Europe/Dublin", "Africa/Casablanca",
	"Pacific/Chatham", "Asia/Kathmandu", "Antarctica/Troll", "America/Santiago", "Africa/Cairo", "Europe/Berlin", "America/St_Johns", "UTC",
}

// times are on the wall; clocks change at the first ones somewhere.
var times = []when.TimeOfDay{when.HM(0, 0), when.HM(0, 30), when.HM(1, 30), when.HM(1, 45), when.HM(2, 0), when.HM(2, 15), when.HM(2, 30), when.HM(3, 0),
	when.HM(15, 0), when.HM(18, 30), when.HM(23, 45)}

// rules are of every form that recur.Parse reads. It refuses what the standard
// allows and one of these readers takes for something else, since then people
// would come on different days:
//
//   - ical.js 2.2.1 leaves out BYSETPOS beside BYMONTHDAY and in yearly rules;
//     takes BYMONTHDAY from the end for something else in daily and yearly rules;
//     gives up where BYDAY and BYMONTHDAY, of which one is numbered or from the
//     end, do not meet at first; says days twice in a monthly rule with BYMONTH
//     and BYMONTHDAY; knows no 20th Monday of a year.
//   - python3-icalendar 4.0.3, and khal with it, cannot read BYDAY=20MO.
//   - dateutil 2.8.2, and khal with it, counts BYSETPOS in the first week from
//     DTSTART, and takes plain days beside numbered ones for none at all.
var rules = []string{
	"FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=DAILY;INTERVAL=17;COUNT=20", "FREQ=DAILY;BYMONTH=3,4,10,11", "FREQ=DAILY;BYMONTH=3,10;BYDAY=SA,SU", "FREQ=DAILY;BYDAY=SA,SU;COUNT=60", "FREQ=DAILY;INTERVAL=2;BYDAY=SU;COUNT=30",
	"FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=SU", "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=50", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;COUNT=30",
	"FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU;COUNT=30", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TH,SA,SU;WKST=TH;COUNT=40", "FREQ=WEEKLY;BYMONTH=3,11;BYDAY=SU,FR", "FREQ=WEEKLY;INTERVAL=2;BYMONTH=1,12",
	"FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=30,-1", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=13", "FREQ=MONTHLY;BYDAY=2SU", "FREQ=MONTHLY;BYDAY=-1FR",
	"FREQ=MONTHLY;INTERVAL=5;BYDAY=-1SU,1SU;COUNT=15", "FREQ=MONTHLY;BYDAY=5MO", "FREQ=MONTHLY;BYDAY=TU,SU", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
	"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
	"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,2", "FREQ=MONTHLY;BYDAY=1SU,3SU;BYSETPOS=-1", "FREQ=MONTHLY;INTERVAL=3;BYDAY=SA,SU;BYSETPOS=-2",
	"FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=2", "FREQ=YEARLY;BYMONTH=2", "FREQ=YEARLY;BYMONTH=3,11;BYDAY=1SU,2SU,-1SU", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=27,28,29,30,31",
	"FREQ=YEARLY;BYMONTH=2,3,12;BYMONTHDAY=1,28,29", "FREQ=YEARLY;BYDAY=SU", "FREQ=YEARLY;BYMONTH=3,10;BYDAY=SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=SU;BYMONTHDAY=1,2,3,4,5,6,7",
}

// written is a calendar of 500 series, and the lines of what happens in it.
func written(t *testing.T) (text string, happens []string) {
	t.Helper()
	draw := rand.New(rand.NewPCG(5545, 7986))
	c := ical.New(ical.Head{Name: "Five hundred"})
	stamp := time.Date(2026, 5, 4, 4, 0, 0, 0, time.UTC)
	for i := range 500 {
		e := ical.Event{UID: fmt.Sprintf("%03d@board.example", i), Stamp: stamp, Summary: "모두 함께; soup, and\nbread", Location: "Dearborn, MI"}
		s := someSeries(t, draw, rules[i%len(rules)])
		own := map[when.Day]ical.Event{}
		for _, o := range s.Occurrences().List {
			line := e.UID + " " + o.Starts.Format("2006-01-02T15:04Z")
			if draw.IntN(12) == 0 {
				its := e
				its.Cancelled, its.Sequence = true, 1
				own[o.Was] = its
				line += " cancelled"
			}
			happens = append(happens, line)
		}
		c.Series(e, s, own)
	}
	slices.Sort(happens)
	return string(c.Bytes()), happens
}

// someSeries is a rule at a time in a zone, with days left out and moved. Of
// what the clocks make doubtful, a part is answered.
func someSeries(t *testing.T, draw *rand.Rand, rule string) recur.Series {
	t.Helper()
	r, err := recur.Parse(rule)
	if err != nil {
		t.Fatal(err)
	}
	z, err := when.Zone(zones[draw.IntN(len(zones))])
	if err != nil {
		t.Fatal(err)
	}
	first, err := when.ParseDay("2021-09-01")
	if err != nil {
		t.Fatal(err)
	}
	s := recur.Series{Rule: r, Start: first.Add(draw.IntN(5 * 365)), At: times[draw.IntN(len(times))], Minutes: 15 * draw.IntN(20), Zone: z, Moved: map[when.Day]recur.Move{}}
	for _, day := range s.Occurrences().Days {
		switch draw.IntN(15) {
		case 0:
			s.Left = append(s.Left, day)
		case 1:
			s.Moved[day] = recur.Move{Day: day.Add(draw.IntN(9) - 4), At: when.TimeOfDay(draw.IntN(24 * 60))}
		}
	}
	for _, d := range s.Occurrences().Asked {
		if answer := draw.IntN(3); answer > 0 { // never stays never
			s.Moved[d.Was] = recur.Move{Day: d.Day, At: d.At, Which: recur.Which(answer)}
		}
	}
	return s
}

func TestThreeOtherProgramsReadFiveHundredSeriesAsWeMeanThem(t *testing.T) {
	text, want := written(t)
	file := filepath.Join(t.TempDir(), "calendar.ics")
	// Under names that nobody knows, the readers depend on what we say of the
	// zones, and not on what their machine knows of them.
	text = strings.NewReplacer("TZID=", "TZID=Board/", "TZID:", "TZID:Board/").Replace(text)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, read := range map[string]func(*testing.T, string) string{"ical.js": icalJS, "python3-icalendar": icalendar, "khal": khal} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			differ(t, strings.Split(strings.TrimSpace(read(t, file)), "\n"), want)
		})
	}
}

// differ shows the first lines that stand in one list more often than in the
// other.
func differ(t *testing.T, got, want []string) {
	t.Helper()
	times := map[string]int{}
	for _, line := range want {
		times[line]++
	}
	for _, line := range got {
		times[line]--
	}
	told := 0
	for line, n := range times {
		if n == 0 || told == 20 {
			continue
		}
		told++
		if n > 0 {
			t.Errorf("meant and not read: %s", line)
		} else {
			t.Errorf("read and not meant: %s", line)
		}
	}
	if told > 0 {
		t.Errorf("%d times were read, %d are meant", len(got), len(want))
	}
}

// python is Debian's own, which sees Debian's packages.
const python = "/usr/bin/python3"

func icalJS(t *testing.T, file string) string {
	return output(t, exec.Command("node", "read.mjs", file))
}

func icalendar(t *testing.T, file string) string {
	return output(t, exec.Command(python, "read.py", file))
}

// khal imports the calendar into a home of its own.
func khal(t *testing.T, file string) string {
	home := t.TempDir()
	config := filepath.Join(home, "config")
	if err := os.WriteFile(config, []byte(strings.ReplaceAll(khalConfig, "HERE", home)), 0o600); err != nil {
		t.Fatal(err)
	}
	imports := exec.Command("/usr/bin/khal", "--config", config, "import", "--batch", file)
	imports.Env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home, "XDG_CACHE_HOME="+home, "LC_ALL=C.UTF-8")
	output(t, imports)
	return output(t, exec.Command(python, "read_khal.py", filepath.Join(home, "khal.db")))
}

const khalConfig = `[calendars]
[[all]]
path = HERE/calendar
[sqlite]
path = HERE/khal.db
[locale]
local_timezone = UTC
default_timezone = UTC
[default]
default_calendar = all
`

func output(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, said.String())
	}
	return string(out)
}
