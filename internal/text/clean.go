package text

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// ErrTooLong says that a text has more letters than its field takes.
var ErrTooLong = errors.New("text is too long")

// Clean is what a field of one line may hold: valid UTF-8 in NFC, no control
// or other smuggled characters, white space as single blanks, nothing around
// it. A text without anything visible is empty. When more than max letters
// (runes) are left it returns them all with ErrTooLong, for the form to show.
func Clean(s string, max int) (string, error) {
	s = strings.Join(strings.Fields(visible(s)), " ")
	return measured(s, max)
}

// CleanLines is Clean for a field of several lines: lines stay, none ends in
// blanks, and at most one empty line stands between two others.
func CleanLines(s string, max int) (string, error) {
	lines := strings.Split(visible(s), "\n")
	kept := lines[:0]
	empty := true
	for _, line := range lines {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if line == "" && empty {
			continue
		}
		empty = line == ""
		kept = append(kept, line)
	}
	return measured(strings.TrimFunc(strings.Join(kept, "\n"), unicode.IsSpace), max)
}

func measured(s string, max int) (string, error) {
	if isBlank(s) {
		return "", nil
	}
	if utf8.RuneCountInString(s) > max {
		return s, ErrTooLong
	}
	return s, nil
}

// maxMarks is how many marks one letter may carry; scripts use three or four.
const maxMarks = 6

// visible drops what nobody can see and what turns text around. It keeps line
// feeds, the joiners that emoji and several scripts need, and the plain
// direction marks.
func visible(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var b strings.Builder
	b.Grow(len(s))
	marks := 0
	for _, r := range norm.NFC.String(s) {
		switch {
		case r == '\n', r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
			r = '\n'
		case unicode.IsSpace(r):
			r = ' '
		case isSmuggled(r):
			continue
		}
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) {
			if marks++; marks > maxMarks {
				continue
			}
		} else {
			marks = 0
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

// isSmuggled reports whether r has no place in what a person types: controls,
// direction embeddings, overrides and isolates, tags, byte order marks,
// noncharacters.
func isSmuggled(r rune) bool {
	switch {
	case unicode.IsControl(r),
		r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069,
		r >= 0x206A && r <= 0x206F, r >= 0xFFF9 && r <= 0xFFFB,
		r == 0xFEFF, r == 0x00AD, r == 0x2060,
		r >= 0xE0000 && r <= 0xE007F,
		unicode.Is(unicode.Noncharacter_Code_Point, r):
		return true
	}
	return false
}

// isBlank reports whether nothing of s can be seen. Some letters are blank by
// design: the Hangul fillers and the empty Braille cell.
func isBlank(s string) bool {
	for _, r := range s {
		switch r {
		case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800:
			continue
		}
		if unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.IsMark(r) {
			return false
		}
	}
	return true
}
