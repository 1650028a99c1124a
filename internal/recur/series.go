package recur

import (
	"cmp"
	"slices"
	"time"

	"alongside/internal/fault"
	"alongside/internal/when"
)

// Series is something that happens again: a rule, the first day it may fall
// on, and the time on the wall in a zone, which stays the same when clocks
// change. It happens first on the first day of the rule from Start on; a rule
// that counts every second week counts from the week of Start.
type Series struct {
	Rule    Rule
	Start   when.Day
	At      when.TimeOfDay
	Minutes int // how long each lasts, by the stopwatch; 0 when nobody said
	Zone    *time.Location

	Left  []when.Day        // days by the rule on which it does not happen
	Moved map[when.Day]Move // by the day of the rule: when it happens instead
}

// Move is the day and time of one occurrence that does not keep the series'
// own. It may name that day and time again, only to answer a Doubt.
type Move struct {
	Day   when.Day
	At    when.TimeOfDay
	Which Which
}

// Which is the answer to a time that clocks show twice.
type Which uint8

const (
	Unsaid Which = iota
	First        // before the clocks go back
	Second       // after they went back
)

// Occurrence is one time that a series happens. Was is its day by the rule: it
// names the occurrence for good, wherever that is moved.
type Occurrence struct {
	Was    when.Day
	Day    when.Day
	At     when.TimeOfDay
	Starts time.Time // in UTC
	Ends   time.Time // in UTC; Starts when nobody said how long it lasts
}

// Doubt is an occurrence whose time the clocks of its day show never or twice.
// A Move answers it: to another time, or for when.Twice to the same time with
// First or Second. So does leaving it out.
type Doubt struct {
	Was, Day when.Day
	At       when.TimeOfDay
	Kind     when.Kind // when.Never or when.Twice
}

// Plan is what a series comes to.
type Plan struct {
	Days    []when.Day   // by the rule, before any is left out or moved
	List    []Occurrence // by when they start
	Asked   []Doubt      // by day: these are not in List, until somebody answers
	Bounded bool         // the rule goes on after Ahead days
}

// mostMinutes is how long one occurrence can last: a day.
const mostMinutes = 24 * 60

// Check reports the mistakes (fault.Invalid) that a rule and a day can make
// together, in the fields minutes and rule.
func (s Series) Check() error {
	var f fault.Form
	f.Check(s.Minutes >= 0 && s.Minutes <= mostMinutes, "minutes", "rhythm.minutes")
	days, _ := s.Rule.days(s.Start)
	f.Check(len(days) > 0, "rule", "rhythm.never")
	return f.Err("recur.Check")
}

// Occurrences are the times that the series happens, of the Ahead days from Start
// on. What is in Left or Moved for days
// that the rule does not have counts for nothing: an edited rule may have left
// it behind. Zone must be set.
func (s Series) Occurrences() Plan {
	days, bounded := s.Rule.days(s.Start)
	plan := Plan{Days: days, Bounded: bounded, List: make([]Occurrence, 0, len(days))}
	left := map[when.Day]bool{}
	for _, day := range s.Left {
		left[day] = true
	}
	for _, day := range days {
		if left[day] {
			continue
		}
		to := s.at(day)
		starts, kind := to.moment(s.Zone)
		if kind != when.Once {
			plan.Asked = append(plan.Asked, Doubt{day, to.Day, to.At, kind})
			continue
		}
		ends := starts.Add(time.Duration(s.Minutes) * time.Minute)
		plan.List = append(plan.List, Occurrence{day, to.Day, to.At, starts, ends})
	}
	slices.SortStableFunc(plan.List, func(a, b Occurrence) int {
		return cmp.Or(a.Starts.Compare(b.Starts), cmp.Compare(a.Was, b.Was))
	})
	return plan
}

// at is when the occurrence of a day by the rule happens.
func (s Series) at(day when.Day) Move {
	if to, moved := s.Moved[day]; moved {
		return to
	}
	return Move{Day: day, At: s.At}
}

// moment is when that is; never and twice come back as such unless answered.
func (m Move) moment(zone *time.Location) (time.Time, when.Kind) {
	found := when.Moments(m.Day, m.At, zone)
	switch {
	case len(found) == 0:
		return time.Time{}, when.Never
	case len(found) == 1 || m.Which == First:
		return found[0], when.Once
	case m.Which == Second:
		return found[1], when.Once
	}
	return time.Time{}, when.Twice
}
