package ical

import (
	"strconv"
	"time"

	"alongside/internal/recur"
	"alongside/internal/when"
)

// Series writes something that happens again: one event with its rule and what
// is left out, then one event more for each occurrence that is not as the
// others. Own are the events of those that say something else, or are
// cancelled, by their day of the rule; their UID is that of e.
//
// Readers come to exactly the occurrences of s: the rule ends with the last day
// that s looks at, and a doubt that nobody has answered is left out. The clock
// time stays when clocks change, so it is written as the wall of the zone shows
// it. What was moved stands in UTC, since the wall may show its time twice. A
// series that comes to nothing is not written.
func (c *Calendar) Series(e Event, s recur.Series, own map[when.Day]Event) {
	plan := s.Occurrences()
	switch {
	case len(plan.List) == 0:
		return
	case s.Rule.String() == "":
		o := plan.List[0]
		if its, ok := own[o.Was]; ok {
			e = its
		}
		c.Once(e, o.Starts, o.Ends)
		return
	}
	c.rule(e, s, plan)
	for _, o := range plan.List {
		its, differs := own[o.Was]
		if !differs {
			its = e
		}
		if _, moved := s.Moved[o.Was]; moved || differs {
			its.UID = e.UID
			c.override(its, s, o)
		}
	}
}

// leeway is how long after the last start of a series its rule ends. On a night
// when clocks change, readers take a time that does not exist, or exists twice,
// for one some hours away: the last day must count for all of them, the day
// after it for none.
const leeway = 12 * time.Hour

func (c *Calendar) rule(e Event, s recur.Series, plan recur.Plan) {
	first, last := plan.Days[0], plan.Days[len(plan.Days)-1]
	c.covers(s.Zone, first, last)
	c.open(e)
	l := &c.events
	l.begin("DTSTART;TZID=" + s.Zone.String())
	l.wall(first, s.At)
	l.end()
	if s.Minutes > 0 {
		l.line("DURATION", "PT"+strconv.Itoa(s.Minutes)+"M")
	}
	ends, _ := when.Local(last, s.At, s.Zone)
	l.line("RRULE", s.Rule.Ending(ends.Add(leeway)))
	c.leftOut(s, plan)
	c.close(e)
}

// leftOut writes the days of the rule on which nothing happens, or about which
// nobody knows yet.
func (c *Calendar) leftOut(s recur.Series, plan recur.Plan) {
	if len(plan.List) == len(plan.Days) {
		return
	}
	happens := make(map[when.Day]bool, len(plan.List))
	for _, o := range plan.List {
		happens[o.Was] = true
	}
	l, some := &c.events, false
	l.begin("EXDATE;TZID=" + s.Zone.String())
	for _, day := range plan.Days {
		if happens[day] {
			continue
		}
		if some {
			l.b = append(l.b, ',')
		}
		l.wall(day, s.At)
		some = true
	}
	l.end()
}

// override writes one occurrence in the place of what the rule would have made
// of its day.
func (c *Calendar) override(e Event, s recur.Series, o recur.Occurrence) {
	c.open(e)
	l := &c.events
	l.begin("RECURRENCE-ID;TZID=" + s.Zone.String())
	l.wall(o.Was, s.At)
	l.end()
	c.between(o.Starts, o.Ends)
	c.close(e)
}
