package when

import (
	"slices"
	"sync"
	"time"
)

// known keeps the zones already read. Only real zones get in, so it holds a few
// hundred at most.
var known sync.Map

// Zone is the zone of an IANA name, as Asia/Seoul. Empty and Local are refused:
// a time in nobody's zone misleads everybody.
func Zone(name string) (*time.Location, error) {
	if z, ok := known.Load(name); ok {
		return z.(*time.Location), nil
	}
	if name == "" || name == "Local" || len(name) > 64 {
		return nil, ErrForm
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil, ErrForm
	}
	known.Store(name, z)
	return z, nil
}

// Kind says how often the wall shows a time on a day: once, or twice or never
// on the days when clocks change.
type Kind uint8

const (
	Once  Kind = iota
	Twice      // the clocks go back over it: the first of the two was taken
	Never      // the clocks jump over it: it was moved as far as they jump
)

// Local is the moment at which the wall in the zone shows this day and time.
// Where there are two, or none, Kind says so, and the moment is the one that
// calendars take (RFC 5545, 3.3.5).
func Local(day Day, at TimeOfDay, zone *time.Location) (time.Time, Kind) {
	found, _, before := moments(day, at, zone)
	switch len(found) {
	case 0:
		return before, Never
	case 1:
		return found[0], Once
	}
	return found[0], Twice
}

// Moments are all moments at which the wall in the zone shows this day and
// time, in order: one, none where the clocks jump over it, two where they go
// back over it.
func Moments(day Day, at TimeOfDay, zone *time.Location) []time.Time {
	found, _, _ := moments(day, at, zone)
	return found
}

// moments are all moments at which the wall shows the time, in order. Where
// there is none, jump is the moment the clocks jumped and before the time as
// clocks that had not jumped would show it.
func moments(day Day, at TimeOfDay, zone *time.Location) (found []time.Time, jump, before time.Time) {
	wall := time.Unix(int64(day)*86400+int64(at)*60, 0)
	near := wall.Add(-offset(wall, zone)).In(zone)
	start, end := near.ZoneBounds()
	tries := []time.Duration{offset(near, zone)}
	if !start.IsZero() {
		tries = append(tries, offset(start.Add(-time.Second), zone))
	}
	if !end.IsZero() {
		tries = append(tries, offset(end, zone))
	}
	for _, o := range tries {
		t := wall.Add(-o)
		if offset(t, zone) == o && !slices.ContainsFunc(found, t.Equal) {
			found = append(found, t.UTC())
		}
	}
	slices.SortFunc(found, time.Time.Compare)
	if len(found) > 0 {
		return found, time.Time{}, time.Time{}
	}
	jump = end
	if end.IsZero() || !start.IsZero() && near.Sub(start).Abs() < near.Sub(end).Abs() {
		jump = start
	}
	return nil, jump.UTC(), wall.Add(-offset(jump.Add(-time.Second), zone)).UTC()
}

func offset(t time.Time, zone *time.Location) time.Duration {
	_, seconds := t.In(zone).Zone()
	return time.Duration(seconds) * time.Second
}

// Start is the first moment of the day in the zone: midnight, or where the
// clocks jump over midnight the moment they jump.
func (d Day) Start(zone *time.Location) time.Time {
	found, jump, _ := moments(d, 0, zone)
	if len(found) > 0 {
		return found[0]
	}
	return jump
}
