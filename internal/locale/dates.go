package locale

import (
	"errors"
	"strconv"
	"time"
)

// Days are always told with the weekday and the month's word, never as 5/6,
// which is June to some and May to others. Hours are 0 to 24 with Western
// digits. The zone is that of the time handed in.

type dates struct {
	weekdays                                     [7]string
	short                                        [7]string
	months                                       [12]string
	day, dayYear, month, dayClock, between, span *form
	today, tomorrow, yesterday                   string
}

func (s setting) dates() (dates, error) {
	d := dates{today: s.text("dates.today"), tomorrow: s.text("dates.tomorrow"), yesterday: s.text("dates.yesterday")}
	if copy(d.weekdays[:], s["dates.weekdays"].list) != 7 || copy(d.short[:], s["dates.weekdays_short"].list) != 7 ||
		copy(d.months[:], s["dates.months"].list) != 12 {
		return d, errors.New("dates: seven weekdays, seven short ones and twelve months are wanted")
	}
	if d.today == "" || d.tomorrow == "" || d.yesterday == "" {
		return d, errors.New("dates: today, tomorrow and yesterday are wanted")
	}
	return d, s.forms(map[string]**form{"dates.day": &d.day, "dates.day_year": &d.dayYear, "dates.month": &d.month,
		"dates.day_clock": &d.dayClock, "dates.between": &d.between, "dates.span": &d.span})
}

// Day is "Thursday 8 May".
func (l *Language) Day(t time.Time) string { return l.date(l.dates.day, t) }

// DayYear is "Thursday 8 May 2025".
func (l *Language) DayYear(t time.Time) string { return l.date(l.dates.dayYear, t) }

// Month is "May 2025".
func (l *Language) Month(t time.Time) string { return l.date(l.dates.month, t) }

// Weekday is "Thursday"; WeekdayShort is "Thu", for a calendar's columns.
func (l *Language) Weekday(d time.Weekday) string      { return l.dates.weekdays[d] }
func (l *Language) WeekdayShort(d time.Weekday) string { return l.dates.short[d] }

// Clock is "16:05" in every language.
func (l *Language) Clock(t time.Time) string {
	var room [8]byte
	return string(t.AppendFormat(room[:0], "15:04"))
}

// DayClock is "Thursday 8 May, 16:05".
func (l *Language) DayClock(t time.Time) string { return l.withClock(l.Day(t), t) }

// Near is "today", "tomorrow" or "yesterday" as seen from now, else the day,
// with its year where that is not now's.
func (l *Language) Near(t, now time.Time) string {
	now = now.In(t.Location())
	switch daysBetween(now, t) {
	case 0:
		return l.dates.today
	case 1:
		return l.dates.tomorrow
	case -1:
		return l.dates.yesterday
	}
	if t.Year() != now.Year() {
		return l.DayYear(t)
	}
	return l.Day(t)
}

// NearClock is Near with the hour: "tomorrow, 16:05".
func (l *Language) NearClock(t, now time.Time) string { return l.withClock(l.Near(t, now), t) }

// Between is "Thursday 8 May, 16:00 to 18:00", or both days where they differ.
// Both are told in the zone of from.
func (l *Language) Between(from, to time.Time) string {
	to = to.In(from.Location())
	if daysBetween(from, to) == 0 {
		return l.fill(l.dates.between, []any{"day", l.Day(from), "from", l.Clock(from), "to", l.Clock(to)})
	}
	return l.fill(l.dates.span, []any{"from", l.DayClock(from), "to", l.DayClock(to)})
}

// Days is "Thursday 8 May to Saturday 10 May", or the one day.
func (l *Language) Days(from, to time.Time) string {
	to = to.In(from.Location())
	if daysBetween(from, to) == 0 {
		return l.Day(from)
	}
	return l.fill(l.dates.span, []any{"from", l.Day(from), "to", l.Day(to)})
}

// Ago is how long since t: "just now", "5 minutes ago", "3 hours ago", then
// as Near. A time after now, as clocks that disagree give, is "just now".
func (l *Language) Ago(t, now time.Time) string {
	d := now.Sub(t)
	switch {
	case d < time.Minute:
		return l.T("ago.now")
	case d < time.Hour:
		return l.N("ago.minutes", int(d/time.Minute))
	case daysBetween(now.In(t.Location()), t) == 0:
		return l.N("ago.hours", int(d/time.Hour))
	}
	return l.Near(t, now)
}

// Lasting is a length of time in its largest whole unit: "45 minutes",
// "2 hours", "7 days". It rounds up, so that what is promised is not short.
func (l *Language) Lasting(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d <= 90*time.Minute && d%time.Hour != 0:
		return l.N("lasting.minutes", up(d, time.Minute))
	case d < 2*day && d != day:
		return l.N("lasting.hours", up(d, time.Hour))
	}
	return l.N("lasting.days", up(d, day))
}

func up(d, unit time.Duration) int { return int((d + unit - 1) / unit) }

func (l *Language) date(f *form, t time.Time) string {
	year, month, day := t.Date()
	var room [128]byte
	b := room[:0]
	for _, p := range f.pieces {
		switch p.Name {
		case "":
			b = append(b, p.Text...)
		case "weekday":
			b = append(b, l.dates.weekdays[t.Weekday()]...)
		case "month":
			b = append(b, l.dates.months[month-1]...)
		case "day":
			b = strconv.AppendInt(b, int64(day), 10)
		case "year":
			b = strconv.AppendInt(b, int64(year), 10)
		default:
			b = append(b, missing(p.Name)...)
		}
	}
	return string(b)
}

func (l *Language) withClock(day string, t time.Time) string {
	return l.fill(l.dates.dayClock, []any{"day", day, "clock", l.Clock(t)})
}

// daysBetween counts midnights from a to b, both in their own zones' days.
func daysBetween(a, b time.Time) int {
	return dayNumber(b) - dayNumber(a)
}

func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}
