package ical

import (
	"time"
	"unicode/utf8"

	"alongside/internal/when"
)

// lines are the content lines of RFC 5545, 3.1: they end with CRLF and are
// folded after 75 bytes at most, never inside a letter.
type lines struct {
	b     []byte
	start int // of the line that is being written
}

const widest = 75 // bytes of a line without its CRLF

// line writes a property whose value holds no text of anybody's.
func (l *lines) line(name, value string) {
	l.begin(name)
	l.put(value)
	l.end()
}

// text writes a property with a text, escaped as 3.3.11 says; an empty one is
// left out.
func (l *lines) text(name, value string) {
	if value == "" {
		return
	}
	l.begin(name)
	after := rune(0)
	for _, r := range value { // a byte that is no letter comes as U+FFFD
		switch {
		case r == '\\', r == ';', r == ',':
			l.add('\\', r)
		case r == '\n' && after == '\r':
		case r == '\n', r == '\r':
			l.add('\\', 'n')
		default:
			l.letter(r)
		}
		after = r
	}
	l.end()
}

// moment writes a property whose value is a moment, in UTC to the second.
func (l *lines) moment(name string, t time.Time) {
	l.begin(name)
	l.b = t.UTC().AppendFormat(l.b, "20060102T150405Z")
	l.end()
}

// begin begins a property. Name and its parameters are ours and short: what is
// appended after them as it is must end within the line.
func (l *lines) begin(name string) {
	l.start = len(l.b)
	l.b = append(append(l.b, name...), ':')
}

func (l *lines) put(s string) {
	for _, r := range s {
		l.letter(r)
	}
}

// letter writes one letter. Control characters have no place in a calendar but
// for the tab: a line would end at one.
func (l *lines) letter(r rune) {
	if r < ' ' && r != '\t' || r == 0x7f {
		return
	}
	l.add(r)
}

// add writes letters that stand together in one line.
func (l *lines) add(letters ...rune) {
	size := 0
	for _, r := range letters {
		size += utf8.RuneLen(r)
	}
	if len(l.b)-l.start+size > widest {
		l.b = append(l.b, "\r\n "...)
		l.start = len(l.b) - 1
	}
	for _, r := range letters {
		l.b = utf8.AppendRune(l.b, r)
	}
}

func (l *lines) end() { l.b = append(l.b, "\r\n"...) }

// wall writes what the wall shows, 20260508T183000, and folds before it when
// the line is full.
func (l *lines) wall(day when.Day, at when.TimeOfDay) {
	if len(l.b)-l.start+len("20260508T183000,") > widest {
		l.b = append(l.b, "\r\n "...)
		l.start = len(l.b) - 1
	}
	l.b = appendDay(l.b, day)
	l.b = append(l.b, 'T')
	l.b = appendTwo(appendTwo(l.b, int(at)/60), int(at)%60)
	l.b = append(l.b, "00"...)
}

func appendDay(b []byte, day when.Day) []byte {
	year, month, date := day.Date()
	b = appendTwo(appendTwo(b, year/100), year%100)
	return appendTwo(appendTwo(b, int(month)), date)
}

func appendTwo(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }
