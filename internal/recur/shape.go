package recur

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"alongside/internal/fault"
	"alongside/internal/when"
)

// Pace is what a simple rhythm counts.
type Pace uint8

const (
	ByDay          Pace = iota // every day, every third day
	ByWeek                     // on some days of the week, each week or each other week
	ByMonthDay                 // on one day of the month
	ByMonthWeekday             // on the second Tuesday of the month, on its last Friday
)

// Shape is a rhythm as a form asks for it and a sentence says it. Of the fields
// only those count that its Pace names.
type Shape struct {
	Pace  Pace
	Every int // so many days, weeks or months; 1 to 99

	On      []time.Weekday // ByWeek: one or more, from Monday on
	Day     int            // ByMonthDay: 1 to 31, or -1 for the last; a month without that day is left out
	Nth     int            // ByMonthWeekday: 1 to 4, or -1 for the last
	Weekday time.Weekday   // ByMonthWeekday

	Until when.Day // the last day it may fall on; 0 when it has no such end
	Times int      // how often, 1 to Ahead; 0 when it has no such end
}

const mostEvery = 99

// Rule is the rule of the shape. Its mistakes (fault.Invalid) stand in the
// fields pace, every, on, day, nth, times and until.
func (s Shape) Rule() (Rule, error) {
	var f fault.Form
	f.Check(s.Every >= 1 && s.Every <= mostEvery, "every", "rhythm.number", "most", mostEvery)
	f.Check(s.Times >= 0 && s.Times <= Ahead, "times", "rhythm.number", "most", Ahead)
	f.Check(s.Times == 0 || s.Until == 0, "until", "rhythm.one_end")
	text := s.text(&f)
	if err := f.Err("recur.Shape"); err != nil {
		return Rule{}, err
	}
	return Parse(text)
}

func (s Shape) text(f *fault.Form) string {
	parts := []string{""}
	switch s.Pace {
	case ByDay:
		parts[0] = "FREQ=DAILY"
	case ByWeek:
		f.Check(len(s.On) > 0, "on", "rhythm.on")
		parts[0] = "FREQ=WEEKLY"
		parts = append(parts, "BYDAY="+joined(s.On, weekdayName))
	case ByMonthDay:
		f.Check(s.Day >= 1 && s.Day <= 31 || s.Day == -1, "day", "rhythm.day")
		parts[0] = "FREQ=MONTHLY"
		parts = append(parts, "BYMONTHDAY="+strconv.Itoa(s.Day))
	case ByMonthWeekday:
		f.Check(s.Nth >= 1 && s.Nth <= 4 || s.Nth == -1, "nth", "rhythm.nth")
		parts[0] = "FREQ=MONTHLY"
		parts = append(parts, "BYDAY="+strconv.Itoa(s.Nth)+weekdayName(s.Weekday))
	default:
		f.Add("pace", "rhythm.cannot_read")
	}
	parts = append(parts, "INTERVAL="+strconv.Itoa(s.Every))
	if s.Times > 0 {
		parts = append(parts, "COUNT="+strconv.Itoa(s.Times))
	}
	if s.Until != 0 {
		y, m, d := s.Until.Date()
		parts = append(parts, fmt.Sprintf("UNTIL=%04d%02d%02d", y, m, d))
	}
	return strings.Join(parts, ";")
}

// weekdayName is MO for Monday. A number that is no weekday counts on.
func weekdayName(d time.Weekday) string { return week[(int(d)%7+13)%7].name }

// Shape is the shape of a rule that begins on start. It is not ok for the zero
// Rule and for rules that no shape makes: those keep their text.
func (r Rule) Shape(start when.Day) (s Shape, ok bool) {
	o := r.option
	if r.text == "" || len(o.Bymonth) > 0 || len(o.Bysetpos) > 0 || o.Wkst != rrule.MO {
		return Shape{}, false
	}
	s = Shape{Every: max(1, o.Interval), Times: o.Count}
	if !o.Until.IsZero() {
		s.Until = when.DayOf(o.Until, time.UTC)
	}
	days, dates := o.Byweekday, o.Bymonthday
	switch {
	case o.Freq == rrule.DAILY && len(days)+len(dates) == 0:
		s.Pace = ByDay
	case o.Freq == rrule.WEEKLY:
		s.Pace = ByWeek
		for _, d := range days {
			s.On = append(s.On, week[d.Day()].day)
		}
		if len(days) == 0 {
			s.On = []time.Weekday{start.Weekday()}
		}
	case o.Freq == rrule.MONTHLY && len(days) == 0 && len(dates) <= 1:
		s.Pace = ByMonthDay
		_, _, s.Day = start.Date()
		if len(dates) == 1 {
			s.Day = dates[0]
		}
	case o.Freq == rrule.MONTHLY && len(dates) == 0 && len(days) == 1:
		s.Pace, s.Nth, s.Weekday = ByMonthWeekday, days[0].N(), week[days[0].Day()].day
	default:
		return Shape{}, false
	}
	_, err := s.Rule() // what a form would refuse has no shape
	return s, err == nil
}
