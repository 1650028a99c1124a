package account

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// normalise makes one text of all the ways to type the same words: any
// keyboard's composed or decomposed letters, capitals, accents, Arabic variants
// and vowel signs, and whatever stands between the words. signin.js must agree
// to the byte.
func normalise(typed string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(typed)) {
		switch {
		case unicode.Is(unicode.M, r), unicode.Is(unicode.Cf, r), r == 'ـ':
			continue // accents, vowel signs, direction marks, tatweel
		case !unicode.IsLetter(r):
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(plainArabic(r))
	}
	return norm.NFC.String(b.String())
}

// plainArabic folds letters that keyboards and hands exchange freely.
func plainArabic(r rune) rune {
	switch r {
	case 'ى', 'ی':
		return 'ي'
	case 'ة', 'ە', 'ہ':
		return 'ه'
	case 'ک':
		return 'ك'
	}
	return r
}
