// Package recur keeps rhythms: on which days something comes again, and at
// which moments people meet then.
//
// The law: every list that it makes is bounded, whatever the rule says; and a
// time that a clock change takes away or gives twice is asked about, never
// guessed.
package recur

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"alongside/internal/fault"
	"alongside/internal/when"
)

// Rule says on which days something comes again, as RRULE does in RFC 5545,
// 3.3.10. It knows neither its first day nor a time. The zero Rule is no rule:
// what has it happens once.
type Rule struct {
	text   string
	option rrule.ROption // without Dtstart; Until is the start of its last day in UTC
}

const (
	longest      = 255 // bytes of a rule
	mostInterval = 999 // days, weeks, months or years
	mostTimes    = 9999
)

// Parse reads the value of an RRULE whose days are those that calendars' own
// forms make: FREQ from DAILY to YEARLY with INTERVAL, COUNT or UNTIL, and WKST;
// BYDAY; BYMONTH by the day, the week or the year; either numbered days (2TU) or
// BYMONTHDAY, by the month, or by the year beside BYMONTH (BYMONTHDAY from the end
// only by the month and alone); BYSETPOS by the month, beside BYDAY alone. UNTIL
// is a day, since a rule has no zone.
//
// It refuses (fault.Invalid) with rhythm.too_often what comes more than once a
// day, and with rhythm.cannot_read everything else: what RFC 5545 forbids, more
// than 255 bytes, and what programs that read our calendars take in different
// ways (test/calendar asks them).
func Parse(text string) (Rule, error) {
	if len(text) > longest {
		return Rule{}, unreadable(errors.New("too long"))
	}
	var r Rule
	seen := map[string]bool{}
	for part := range strings.SplitSeq(strings.ToUpper(text), ";") {
		name, value, _ := strings.Cut(part, "=")
		if seen[name] {
			return Rule{}, unreadable(errors.New(name + " stands twice"))
		}
		seen[name] = true
		if tooOften[name] || tooOften[value] {
			return Rule{}, fault.New("recur.Parse", fault.Invalid, "rhythm.too_often")
		}
		if err := r.read(name, value); err != nil {
			return Rule{}, unreadable(err)
		}
	}
	if err := r.sound(seen); err != nil {
		return Rule{}, unreadable(err)
	}
	r.text = r.canonical()
	return r, nil
}

// tooOften are the parts and frequencies that come more than once a day.
var tooOften = map[string]bool{"HOURLY": true, "MINUTELY": true, "SECONDLY": true,
	"BYHOUR": true, "BYMINUTE": true, "BYSECOND": true}

func unreadable(why error) error {
	return &fault.Error{Op: "recur.Parse", Kind: fault.Invalid, Say: "rhythm.cannot_read", Err: why}
}

var errForm = errors.New("not the value of an RRULE")

func (r *Rule) read(name, value string) (err error) {
	o := &r.option
	switch name {
	case "FREQ":
		o.Freq, err = rrule.StrToFreq(value)
	case "INTERVAL":
		o.Interval, err = number(value, 1, mostInterval)
	case "COUNT":
		o.Count, err = number(value, 1, mostTimes)
	case "UNTIL":
		o.Until, err = lastDay(value)
	case "WKST":
		var days []rrule.Weekday
		if days, err = weekdays(value, 0); err == nil {
			o.Wkst = days[0]
		}
		if len(days) > 1 {
			err = errForm
		}
	case "BYMONTH":
		o.Bymonth, err = numbers(value, 1, 12, false)
	case "BYMONTHDAY":
		o.Bymonthday, err = numbers(value, 1, 31, true)
	case "BYSETPOS":
		o.Bysetpos, err = numbers(value, 1, 366, true)
	case "BYDAY":
		o.Byweekday, err = weekdays(value, 5)
	default:
		err = errForm
	}
	return err
}

// number reads a whole number of at most four digits, without a sign.
func number(s string, least, most int) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || len(s) > 4 || s[0] == '+' || n < least || n > most {
		return 0, errForm
	}
	return n, nil
}

// numbers reads a list, in order and each once. When either is set, they may
// also count from the end.
func numbers(s string, least, most int, either bool) ([]int, error) {
	var list []int
	for one := range strings.SplitSeq(s, ",") {
		digits, negative := one, false
		if either {
			digits, negative = unsigned(one)
		}
		n, err := number(digits, least, most)
		if err != nil {
			return nil, err
		}
		if negative {
			n = -n
		}
		list = append(list, n)
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

func unsigned(s string) (rest string, negative bool) {
	if rest, negative = strings.CutPrefix(s, "-"); negative {
		return rest, true
	}
	return strings.TrimPrefix(s, "+"), false
}

func lastDay(s string) (time.Time, error) {
	if len(s) != 8 {
		return time.Time{}, errForm
	}
	day, err := when.ParseDay(s[:4] + "-" + s[4:6] + "-" + s[6:])
	return midnight(day), err
}

// week is the days of the week as RRULE orders and names them.
var week = [...]weekday{
	{"MO", time.Monday, rrule.MO}, {"TU", time.Tuesday, rrule.TU}, {"WE", time.Wednesday, rrule.WE},
	{"TH", time.Thursday, rrule.TH}, {"FR", time.Friday, rrule.FR}, {"SA", time.Saturday, rrule.SA}, {"SU", time.Sunday, rrule.SU},
}

type weekday struct {
	name    string
	day     time.Weekday
	library rrule.Weekday
}

// weekdays reads MO,WE or 2TU,-1FR, by number and from Monday on, each once.
// Numbers may be at most most, either way; all have one, or none has.
func weekdays(s string, most int) ([]rrule.Weekday, error) {
	var list []rrule.Weekday
	for one := range strings.SplitSeq(s, ",") {
		cut := max(0, len(one)-2)
		i := slices.IndexFunc(week[:], func(w weekday) bool { return w.name == one[cut:] })
		if i < 0 {
			return nil, errForm
		}
		n := 0
		if cut > 0 {
			of, err := numbers(one[:cut], 1, most, true)
			if err != nil {
				return nil, err
			}
			n = of[0]
		}
		list = append(list, week[i].library.Nth(n))
	}
	slices.SortFunc(list, func(a, b rrule.Weekday) int {
		return 10*(a.N()-b.N()) + a.Day() - b.Day()
	})
	if slices.ContainsFunc(list, func(w rrule.Weekday) bool { return (w.N() == 0) != (list[0].N() == 0) }) {
		return nil, errForm
	}
	return slices.Compact(list), nil
}

// sound reports whether the parts may stand together: by the table in RFC 5545,
// 3.3.10, without what other readers get wrong. Numbered days that no month has
// would also make the library look beyond the ends of its tables.
func (r *Rule) sound(seen map[string]bool) error {
	o := &r.option
	numbered := len(o.Byweekday) > 0 && o.Byweekday[0].N() != 0
	monthly := o.Freq == rrule.MONTHLY
	inMonth := monthly || o.Freq == rrule.YEARLY && seen["BYMONTH"]
	switch {
	case !seen["FREQ"],
		seen["COUNT"] && seen["UNTIL"],
		numbered && (!inMonth || seen["BYMONTHDAY"]),
		seen["BYMONTHDAY"] && (!inMonth || o.Bymonthday[0] < 0 && (!monthly || seen["BYDAY"])),
		seen["BYMONTH"] && monthly,
		seen["BYSETPOS"] && (!monthly || !seen["BYDAY"] || seen["BYMONTHDAY"]):
		return errForm
	}
	if o.Freq != rrule.WEEKLY || o.Interval < 2 {
		o.Wkst = rrule.MO // it says nothing there
	}
	_, err := rrule.NewRRule(r.from(0))
	return err
}

// String is the rule as Parse reads it: one text for all ways to write the same
// parts. It is empty for the zero Rule.
func (r Rule) String() string { return r.text }

// Ending is the value of an RRULE that ends at last, instead of where the rule
// itself ends. Last is written in UTC, as RFC 5545, 3.3.10 asks beside a
// DTSTART that has a zone. It is empty for the zero Rule.
func (r Rule) Ending(last time.Time) string {
	if r.text == "" {
		return ""
	}
	r.option.Count = 0
	return r.write(last.UTC().Format("20060102T150405Z"))
}

func (r Rule) canonical() string {
	if r.option.Until.IsZero() {
		return r.write("")
	}
	return r.write(r.option.Until.Format("20060102"))
}

// write writes the parts, with this end unless it is empty.
func (r Rule) write(until string) string {
	o := r.option
	b := []byte("FREQ=" + o.Freq.String())
	one := func(name, value string) { b = append(append(append(append(b, ';'), name...), '='), value...) }
	list := func(name string, of []int) {
		if len(of) > 0 {
			one(name, joined(of, strconv.Itoa))
		}
	}
	if o.Interval > 1 {
		one("INTERVAL", strconv.Itoa(o.Interval))
	}
	if o.Count > 0 {
		one("COUNT", strconv.Itoa(o.Count))
	}
	if until != "" {
		one("UNTIL", until)
	}
	list("BYMONTH", o.Bymonth)
	list("BYMONTHDAY", o.Bymonthday)
	if len(o.Byweekday) > 0 {
		one("BYDAY", joined(o.Byweekday, func(w rrule.Weekday) string {
			if w.N() == 0 {
				return week[w.Day()].name
			}
			return strconv.Itoa(w.N()) + week[w.Day()].name
		}))
	}
	list("BYSETPOS", o.Bysetpos)
	if o.Wkst != rrule.MO {
		one("WKST", week[o.Wkst.Day()].name)
	}
	return string(b)
}

func joined[T any](list []T, text func(T) string) string {
	var all []string
	for _, one := range list {
		all = append(all, text(one))
	}
	return strings.Join(all, ",")
}
