// Package ical writes calendars as RFC 5545 and RFC 7986 ask. It reads nothing.
//
// The law: no text of anybody's ends a line or a property before its time, and
// no reader needs zones of its own to be right: what has a zone brings that
// zone's changes along, everything else stands in UTC.
package ical

import (
	"slices"
	"strconv"
	"time"

	"alongside/internal/when"
)

// Type is the media type of a calendar.
const Type = "text/calendar; charset=utf-8"

// Head is what a calendar says of itself. Refresh is how often whoever
// subscribes may look again, in whole hours; 0 says nothing about it.
type Head struct {
	Name    string
	Zone    *time.Location // for readers that show one; no time here depends on it
	Refresh time.Duration
}

// Calendar is a calendar being written. Make it with New.
type Calendar struct {
	head, events lines
	zones        []span
}

// New begins a calendar.
func New(h Head) *Calendar {
	c := &Calendar{}
	l := &c.head
	l.line("BEGIN", "VCALENDAR")
	l.line("VERSION", "2.0")
	l.line("PRODID", "-//Alongside//Alongside//EN")
	l.line("CALSCALE", "GREGORIAN")
	l.text("NAME", h.Name)
	l.text("X-WR-CALNAME", h.Name)
	if h.Zone != nil {
		l.text("X-WR-TIMEZONE", h.Zone.String())
	}
	if h.Refresh > 0 {
		l.line("REFRESH-INTERVAL;VALUE=DURATION", "PT"+strconv.Itoa(int(h.Refresh.Hours()))+"H")
	}
	return c
}

// Event is what an event says besides when it is. Empty texts and a zero
// Changed are left out.
type Event struct {
	UID         string    // its name for good: a reader that fetches it again changes what it has
	Sequence    int       // counts its versions from 0
	Stamp       time.Time // when it was made known
	Changed     time.Time
	Summary     string
	Location    string
	Description string
	URL         string
	Cancelled   bool // it stays in the calendar and says that it does not happen
}

// Once writes an event that happens once, in UTC. Ends counts unless it is
// before or at starts.
func (c *Calendar) Once(e Event, starts, ends time.Time) {
	c.open(e)
	c.between(starts, ends)
	c.close(e)
}

// Day writes an event that takes a whole day, wherever it is read.
func (c *Calendar) Day(e Event, day when.Day) {
	c.open(e)
	l := &c.events
	l.begin("DTSTART;VALUE=DATE")
	l.b = appendDay(l.b, day)
	l.end()
	c.close(e)
}

func (c *Calendar) open(e Event) {
	l := &c.events
	l.line("BEGIN", "VEVENT")
	l.line("UID", e.UID)
	l.moment("DTSTAMP", e.Stamp)
	l.line("SEQUENCE", strconv.Itoa(e.Sequence))
	if !e.Changed.IsZero() {
		l.moment("LAST-MODIFIED", e.Changed)
	}
}

func (c *Calendar) between(starts, ends time.Time) {
	c.events.moment("DTSTART", starts)
	if ends.After(starts) {
		c.events.moment("DTEND", ends)
	}
}

func (c *Calendar) close(e Event) {
	l := &c.events
	l.text("SUMMARY", e.Summary)
	l.text("LOCATION", e.Location)
	l.text("DESCRIPTION", e.Description)
	if e.URL != "" {
		l.line("URL", e.URL)
	}
	if e.Cancelled {
		l.line("STATUS", "CANCELLED")
	} else {
		l.line("STATUS", "CONFIRMED")
	}
	l.line("TRANSP", "TRANSPARENT") // nobody is busy because a board knows of something
	l.line("END", "VEVENT")
}

// Bytes is the whole calendar. More events may be written after it.
func (c *Calendar) Bytes() []byte {
	all := lines{b: slices.Grow(slices.Clone(c.head.b), len(c.events.b)+1024*len(c.zones)+64)}
	for _, s := range c.zones {
		all.zone(s)
	}
	all.b = append(all.b, c.events.b...)
	all.line("END", "VCALENDAR")
	return all.b
}
