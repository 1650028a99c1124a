package recur

import (
	"time"

	"github.com/teambition/rrule-go"

	"alongside/internal/when"
)

// Ahead is how many days from a series' start on are looked at: two years, with
// a leap day. A rule names a day at most once, so no list is longer either.
const Ahead = 2*365 + 1

// days are the days that the rule names from start on, in order. Bounded says
// that more would follow. Without a rule, the one day is start.
func (r Rule) days(start when.Day) (days []when.Day, bounded bool) {
	if r.text == "" {
		return []when.Day{start}, false
	}
	late := cycles(start)
	rule, err := rrule.NewRRule(r.from(start + late))
	if err != nil {
		return nil, false // never: sound asked the library before
	}
	for next := rule.Iterator(); ; {
		moment, ok := next()
		day := when.DayOf(moment, time.UTC) - late
		switch {
		case !ok, !r.option.Until.IsZero() && midnight(day).After(r.option.Until):
			return days, false
		case day >= start+Ahead:
			return days, true
		}
		days = append(days, day)
	}
}

// from is the rule for the library, from a day on.
func (r Rule) from(start when.Day) rrule.ROption {
	o := r.option
	o.Dtstart = midnight(start)
	o.Until = time.Time{}
	return o
}

// cycles are so many days that start comes to lie between the years 9200 and
// 9599, in whole cycles of the calendar: after 400 years every date has its
// weekday again (146,097 days are 20,871 weeks).
//
// The library looks for a rule's next day up to the year 9999 and cannot be
// told to stop. FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6 would keep it busy for eight
// thousand years; counted from here, for eight hundred at most.
func cycles(start when.Day) when.Day {
	year, _, _ := start.Date()
	return when.Day((9999 - 400 - year) / 400 * 146_097)
}

func midnight(day when.Day) time.Time { return time.Unix(int64(day)*86400, 0).UTC() }
