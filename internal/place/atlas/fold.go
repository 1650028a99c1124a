package atlas

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters that decomposition leaves alone and people type without
var plain = map[rune]string{
	'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'ß': "ss", 'æ': "ae", 'œ': "oe",
	'ı': "i", 'ə': "a", 'þ': "th", 'ħ': "h", 'ŋ': "n",
}

// Fold is a name as it is compared and sorted: no case, no marks, no apostrophes
// or full stops, one space for everything else between words, Saint as St, and
// no The before it.
func Fold(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	gap := false
	for _, r := range norm.NFKD.String(name) {
		r = unicode.ToLower(r)
		switch {
		case unicode.IsMark(r), isDropped(r):
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		if s, ok := plain[r]; ok {
			b.WriteString(s)
		} else {
			b.WriteRune(r)
		}
	}
	return strings.TrimPrefix(shortSaint(b.String()), "the ")
}

func isDropped(r rune) bool {
	switch r {
	case '\'', '’', '‘', 'ʻ', 'ʼ', '`', '.':
		return true
	}
	return false
}

// shortSaint makes one of "Saint Paul", "St. Paul" and "St Paul".
func shortSaint(s string) string {
	if !strings.Contains(s, "saint") {
		return s
	}
	words := strings.Split(s, " ")
	for i, w := range words {
		if w == "saint" && i < len(words)-1 {
			words[i] = "st"
		}
	}
	return strings.Join(words, " ")
}
