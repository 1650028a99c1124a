package when

import (
	"errors"
	"fmt"
	"time"
	_ "time/tzdata" // the same zones on every host, also where it has none
)

// ErrForm says that a text is not a day, a time of day or a zone.
var ErrForm = errors.New("not a day, a time or a zone")

// Day is a day of the calendar without a zone, as the number of days since 1
// January 1970. Its order is the order of days; a database keeps it as a number.
type Day int32

// DayOf is the day that people in the zone have at t.
func DayOf(t time.Time, zone *time.Location) Day {
	return dayFrom(t.In(zone).Date())
}

func dayFrom(year int, month time.Month, day int) Day {
	return Day(floorDiv(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix(), 86400))
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// ParseDay reads 2026-05-08. Years are 1900 to 2999: others are slips of the
// finger.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2999 {
		return 0, ErrForm
	}
	return dayFrom(t.Date()), nil
}

// Date is the day as year, month and day of the month.
func (d Day) Date() (int, time.Month, int) { return d.utc().Date() }

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.utc().Weekday() }

// String is the form that ParseDay reads.
func (d Day) String() string { return d.utc().Format(time.DateOnly) }

func (d Day) utc() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// Add is the day so many days later, or earlier.
func (d Day) Add(days int) Day { return d + Day(days) }

// MarshalText and UnmarshalText carry a day in JSON as String does.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

func (d *Day) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDay(string(text))
	return err
}

// TimeOfDay is a time on the wall, as minutes since midnight, 0 to 1439.
type TimeOfDay int16

// HM is the time of day at this hour and minute.
func HM(hour, minute int) TimeOfDay { return TimeOfDay(hour*60 + minute) }

// TimeOf is the time that the wall shows in the zone at t.
func TimeOf(t time.Time, zone *time.Location) TimeOfDay {
	t = t.In(zone)
	return HM(t.Hour(), t.Minute())
}

// ParseTimeOfDay reads 15:04, also 9:30 and 15:04:00 as browsers send it.
func ParseTimeOfDay(s string) (TimeOfDay, error) {
	for _, layout := range [...]string{"15:04", "15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return HM(t.Hour(), t.Minute()), nil
		}
	}
	return 0, ErrForm
}

// String is the form that ParseTimeOfDay reads.
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", t/60, t%60) }
