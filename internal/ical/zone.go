package ical

import (
	"time"

	"alongside/internal/when"
)

// span is a zone and the days between which the calendar has times in it.
type span struct {
	zone     *time.Location
	from, to when.Day
}

// covers notes that the zone has times on these days.
func (c *Calendar) covers(zone *time.Location, from, to when.Day) {
	for i := range c.zones {
		if s := &c.zones[i]; s.zone.String() == zone.String() {
			s.from, s.to = min(s.from, from), max(s.to, to)
			return
		}
	}
	c.zones = append(c.zones, span{zone, from, to})
}

// margin is how many days before and after its times a zone is told: readers
// that look for a zone's standard time find it in any year.
const margin = 366

// zone writes a VTIMEZONE (RFC 5545, 3.6.5): one observance for each time that
// the clocks change. No rule is told, since a rule that governments change
// would be wrong for one side of the change, as in Amman in 2022.
func (l *lines) zone(s span) {
	l.line("BEGIN", "VTIMEZONE")
	l.line("TZID", s.zone.String())
	t := (s.from - margin).Start(s.zone)
	end := (s.to + margin).Start(s.zone)
	begins, next := t.In(s.zone).ZoneBounds()
	if begins.IsZero() {
		begins = (s.from - margin).Start(s.zone)
	}
	l.observance(begins.In(s.zone), secondsEast(begins.In(s.zone)))
	for !next.IsZero() && next.Before(end) {
		at := next.In(s.zone)
		l.observance(at, secondsEast(at.Add(-time.Second)))
		_, next = at.ZoneBounds()
	}
	l.line("END", "VTIMEZONE")
}

// observance writes that from at on clocks stand as they do at that moment.
// They stood before seconds east of UTC; the first observance of a zone says
// its own there, since nothing before it is asked for.
func (l *lines) observance(at time.Time, before int) {
	kind := "STANDARD"
	if at.IsDST() {
		kind = "DAYLIGHT"
	}
	name, seconds := at.Zone()
	l.line("BEGIN", kind)
	l.begin("DTSTART") // on the wall as it was before the change
	l.b = at.UTC().Add(time.Duration(before)*time.Second).AppendFormat(l.b, "20060102T150405")
	l.end()
	l.line("TZOFFSETFROM", offset(before))
	l.line("TZOFFSETTO", offset(seconds))
	l.text("TZNAME", name)
	l.line("END", kind)
}

func secondsEast(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}

// offset is +0900, or with seconds as long ago.
func offset(seconds int) string {
	b := []byte{'+'}
	if seconds < 0 {
		b[0], seconds = '-', -seconds
	}
	b = appendTwo(appendTwo(b, seconds/3600), seconds/60%60)
	if seconds%60 != 0 {
		b = appendTwo(b, seconds%60)
	}
	return string(b)
}
