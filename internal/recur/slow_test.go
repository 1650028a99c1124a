package recur_test

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"pgregory.net/rapid"

	"alongside/internal/recur"
	"alongside/internal/when"
)

// slow expands a rule in its canonical text another way: it walks all days one
// by one, asks each whether the table in RFC 5545, 3.3.10 lets it in, and
// knows nothing of the library. More says that a day follows after the list
// and within it would have been bounded.
func slow(text string, start when.Day) (days []when.Day, more bool) {
	p := map[string]string{}
	for part := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(part, "=")
		p[name] = value
	}
	count, _ := strconv.Atoi(p["COUNT"])
	until, _ := time.Parse("20060102", p["UNTIL"])
	seen := 0
	for d := start; d < start+recur.Ahead+1; d++ {
		if !lets(p, start, d) {
			continue
		}
		if seen++; count > 0 && seen > count || !until.IsZero() && when.DayOf(until, time.UTC) < d {
			return days, false
		}
		if d == start+recur.Ahead {
			return days, true
		}
		days = append(days, d)
	}
	return days, false
}

func lets(p map[string]string, start, d when.Day) bool {
	if !named(p, start, d) {
		return false
	}
	positions := ints(p["BYSETPOS"])
	if len(positions) == 0 {
		return true
	}
	year, month, _ := d.Date()
	first, next := firstOf(year, month), firstOf(year, month+1)
	var set []when.Day
	for e := first; e < next; e++ {
		if named(p, start, e) {
			set = append(set, e)
		}
	}
	at := slices.Index(set, d)
	return slices.Contains(positions, at+1) || slices.Contains(positions, at-len(set))
}

// named reports whether the parts but for BYSETPOS name the day.
func named(p map[string]string, start, d when.Day) bool {
	year, month, date := d.Date()
	startYear, startMonth, startDate := start.Date()
	every := max(1, ints(p["INTERVAL"] + ",1")[0])
	var periods int
	switch p["FREQ"] {
	case "DAILY":
		periods = int(d - start)
	case "WEEKLY":
		begins := map[string]int{"": 1, "SU": 0, "MO": 1, "TU": 2, "WE": 3, "TH": 4, "FR": 5, "SA": 6}[p["WKST"]]
		monday := func(d when.Day) when.Day { return d - when.Day((int(d.Weekday())-begins+7)%7) }
		periods = int(monday(d)-monday(start)) / 7
	case "MONTHLY":
		periods = (year-startYear)*12 + int(month-startMonth)
	case "YEARLY":
		periods = year - startYear
	}
	months, dates, weekdays := ints(p["BYMONTH"]), ints(p["BYMONTHDAY"]), p["BYDAY"]
	switch f := p["FREQ"]; { // what is not said is the start's own
	case len(dates) > 0 || weekdays != "":
	case f == "WEEKLY":
		weekdays = strings.ToUpper(start.Weekday().String()[:2])
	case f == "MONTHLY":
		dates = []int{startDate}
	case f == "YEARLY":
		dates = []int{startDate}
		if len(months) == 0 {
			months = []int{int(startMonth)}
		}
	}
	fromEnd := date - 1 - int(firstOf(year, month+1)-firstOf(year, month))
	return periods%every == 0 &&
		(len(months) == 0 || slices.Contains(months, int(month))) &&
		(len(dates) == 0 || slices.Contains(dates, date) || slices.Contains(dates, fromEnd)) &&
		(weekdays == "" || onWeekday(weekdays, d))
}

// onWeekday counts numbered days in the month.
func onWeekday(list string, d when.Day) bool {
	year, month, _ := d.Date()
	first, next := firstOf(year, month), firstOf(year, month+1)
	name := strings.ToUpper(d.Weekday().String()[:2])
	for one := range strings.SplitSeq(list, ",") {
		n := one[:len(one)-2]
		if one[len(n):] == name && (n == "" || n == strconv.Itoa(int(d-first)/7+1) || n == strconv.Itoa(-int(next-1-d)/7-1)) {
			return true
		}
	}
	return false
}

func firstOf(year int, month time.Month) when.Day {
	return when.DayOf(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC), time.UTC)
}

func ints(s string) (list []int) {
	for one := range strings.SplitSeq(s, ",") {
		if n, err := strconv.Atoi(one); err == nil {
			list = append(list, n)
		}
	}
	return list
}

// forms are all combinations of parts that Parse lets stand together. NTH is a
// numbered BYDAY, END a BYMONTHDAY that may count from the end.
var forms = []string{
	"DAILY", "DAILY BYMONTH", "DAILY BYDAY", "DAILY BYMONTH BYDAY",
	"WEEKLY", "WEEKLY BYMONTH", "WEEKLY BYDAY", "WEEKLY BYMONTH BYDAY",
	"MONTHLY", "MONTHLY END", "MONTHLY BYDAY", "MONTHLY NTH", "MONTHLY BYMONTHDAY BYDAY", "MONTHLY BYDAY BYSETPOS", "MONTHLY NTH BYSETPOS",
	"YEARLY", "YEARLY BYDAY", "YEARLY BYMONTH", "YEARLY BYMONTH BYDAY", "YEARLY BYMONTH NTH", "YEARLY BYMONTH BYMONTHDAY", "YEARLY BYMONTH BYMONTHDAY BYDAY",
}

// someRule draws a rule of one of the forms.
func someRule(t *rapid.T) recur.Rule {
	number := func(least, most int) *rapid.Generator[string] {
		return rapid.Map(rapid.IntRange(least, most), strconv.Itoa)
	}
	list := func(of *rapid.Generator[string]) *rapid.Generator[string] {
		return rapid.Map(rapid.SliceOfN(of, 1, 4), func(s []string) string { return strings.Join(s, ",") })
	}
	weekday := rapid.SampledFrom([]string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"})
	numbered := rapid.Custom(func(t *rapid.T) string {
		return rapid.SampledFrom([]string{"1", "2", "3", "5", "-1", "-2", "-5"}).Draw(t, "n") + weekday.Draw(t, "weekday")
	})
	parts := strings.Fields(rapid.SampledFrom(forms).Draw(t, "form"))
	text := "FREQ=" + parts[0]
	add := func(name string, value *rapid.Generator[string]) { text += ";" + name + "=" + value.Draw(t, name) }
	for _, part := range parts[1:] {
		switch part {
		case "BYMONTH":
			add(part, list(number(1, 12)))
		case "BYDAY":
			add(part, list(weekday))
		case "NTH":
			add("BYDAY", list(numbered))
		case "BYMONTHDAY":
			add(part, list(number(1, 31)))
		case "END":
			add("BYMONTHDAY", list(rapid.SampledFrom([]string{"1", "30", "31", "-1", "-2", "-31"})))
		case "BYSETPOS":
			add(part, list(rapid.SampledFrom([]string{"1", "2", "3", "-1", "-4", "100"})))
		}
	}
	switch rapid.IntRange(0, 2).Draw(t, "end") {
	case 1:
		add("COUNT", number(1, 40))
	case 2:
		add("UNTIL", rapid.Map(number(2000, 2070), func(s string) string { return s + "0615" }))
	}
	add("INTERVAL", number(1, 9))
	add("WKST", weekday)
	r, err := recur.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return r
}
