package sheet

import (
	"strings"
	"sync"
	"time"
	"unicode"
)

// DateOrder is how a date of three numbers is meant.
type DateOrder string

const (
	DayFirst   DateOrder = "dmy"
	MonthFirst DateOrder = "mdy"
	YearFirst  DateOrder = "ymd"
)

func (o DateOrder) valid() bool { return o == DayFirst || o == MonthFirst || o == YearFirst }

// Say is the key of the notice that says how dates were taken.
func (o DateOrder) Say() string {
	if o == MonthFirst {
		return "sheet.dates_month_first"
	}
	return "sheet.dates_day_first"
}

var dateFields = []Field{Day, Until, Posted}

// guessDates looks for a date that can be meant in one way only. Without one,
// the words of the head decide: Spanish and Arabic put the day first.
func guessDates(m *Mapping, sample [][]string) (DateOrder, bool) {
	day, month, open := 0, 0, 0
	for _, c := range m.Columns {
		if c.Field != Day && c.Field != Until && c.Field != Posted {
			continue
		}
		for _, row := range sample {
			if c.Index >= len(row) {
				continue
			}
			n, count, named := dateNumbers(row[c.Index])
			switch {
			case count < 3 || named > 0 || n[0] > 31:
			case n[0] > 12 && n[1] <= 12:
				day++
			case n[1] > 12 && n[0] <= 12:
				month++
			case n[0] != n[1]:
				open++
			}
		}
	}
	switch {
	case day > month:
		return DayFirst, month == 0
	case month > day:
		return MonthFirst, day == 0
	}
	for _, c := range m.Columns {
		for _, r := range c.Head {
			if unicode.Is(unicode.Arabic, r) || strings.ContainsRune("áéíóúñ¿", r) {
				return DayFirst, open == 0
			}
		}
		switch plain := plainHead(c.Head); {
		case holds(plain, "fecha"), holds(plain, "nombre"), holds(plain, "correo"), holds(plain, "marca temporal"):
			return DayFirst, open == 0
		}
	}
	return MonthFirst, open == 0
}

var months = sync.OnceValue(func() map[string]int {
	m := map[string]int{}
	for i, list := range []string{"january jan enero ene يناير", "february feb febrero فبراير", "march mar marzo مارس", "april apr abril abr ابريل نيسان",
		"may mayo مايو", "june jun junio يونيو حزيران", "july jul julio يوليو تموز", "august aug agosto ago اغسطس", "september sep sept septiembre setiembre سبتمبر ايلول",
		"october oct octubre اكتوبر", "november nov noviembre نوفمبر", "december dec diciembre dic ديسمبر"} {
		for _, w := range strings.Fields(list) {
			m[plainHead(w)] = i + 1
		}
	}
	return m
})

// dateNumbers are the first three numbers of a cell, and a month named before
// or between them. It stops at a time of day.
func dateNumbers(s string) (n [3]int, count, month int) {
	s = westernDigits(s)
	for i := 0; i < len(s) && i < 60 && count < 3; {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			v, j := 0, i
			for ; j < len(s) && s[j] >= '0' && s[j] <= '9' && j-i < 8; j++ {
				v = v*10 + int(s[j]-'0')
			}
			if j < len(s) && s[j] == ':' {
				return n, count, month
			}
			if j-i == 8 && count == 0 { // 20240506
				return [3]int{v / 10000, v / 100 % 100, v % 100}, 3, 0
			}
			n[count] = v
			count++
			i = j
		case c >= 0x80 || isLatin(c):
			j := i
			for j < len(s) && (s[j] >= 0x80 || isLatin(s[j])) {
				j++
			}
			if m := months()[plainHead(s[i:j])]; m > 0 && month == 0 {
				month = m
			}
			i = j
		default:
			i++
		}
	}
	return n, count, month
}

// dateOf is the day a cell names, at midnight UTC; times of day are left out,
// for content keeps its day. ok is false where no day from 1900 to 2199 is there.
func dateOf(s string, order DateOrder) (time.Time, bool) {
	if len(s) >= 10 && s[4] == '-' && s[7] == '-' {
		if t, err := time.Parse(time.DateOnly, s[:10]); err == nil && t.Year() >= 1900 && t.Year() < 2200 {
			return t, true
		}
	}
	n, count, month := dateNumbers(s)
	var y, m, d int
	switch {
	case month > 0 && count >= 2 && n[0] > 31:
		y, m, d = n[0], month, n[1]
	case month > 0 && count >= 2:
		d, m, y = n[0], month, n[1]
	case count < 3:
		return time.Time{}, false
	case n[0] > 31 || order == YearFirst:
		y, m, d = n[0], n[1], n[2]
	case order == DayFirst || n[0] > 12:
		d, m, y = n[0], n[1], n[2]
	default:
		m, d, y = n[0], n[1], n[2]
	}
	if m > 12 && d <= 12 {
		m, d = d, m
	}
	if y < 100 {
		y += 2000
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if m < 1 || d < 1 || y < 1900 || y > 2199 || t.Day() != d || int(t.Month()) != m {
		return time.Time{}, false
	}
	return t, true
}
