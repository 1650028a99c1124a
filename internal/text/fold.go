package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold makes two writings of one word equal, for a search: NFKC, small
// letters, Latin without its marks (café, cafe), Arabic with one alef, one yeh
// and no vowel signs, digits as 0 to 9, nothing invisible. Folding what is
// folded changes nothing.
func Fold(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	if folded, ok := foldPlain(s); ok {
		return folded
	}
	return foldAny(s)
}

// foldPlain folds texts of letters that no normalisation joins or parts: most
// of what people write in Latin, Hangul, Han, kana and Arabic. It says what
// foldAny says, several times as fast, or that it cannot.
func foldPlain(s string) (string, bool) {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			b = append(b, byte(r))
		case r >= 0xAC00 && r <= 0xD7A3, r >= 0x4E00 && r <= 0x9FFF, r >= 0x3041 && r <= 0x3096,
			r >= 0x30A1 && r <= 0x30FA, r == 'ー', r == '、', r == '。', r == '–', r >= '‘' && r <= '”', r == '·':
			b = utf8.AppendRune(b, r)
		case r >= firstLatin && r <= lastLatin:
			b = append(b, latinFolded[r-firstLatin]...)
		case r >= 'ء' && r <= 'غ', r >= 'ـ' && r <= 'ٟ', r >= '٠' && r <= '٩', r == '،', r == '؛', r == '؟':
			b = append(b, arabicFolded[r-firstArabic]...)
		default:
			return "", false
		}
	}
	return string(b), true
}

const (
	firstLatin, lastLatin   = 'À', 'ſ'
	firstArabic, lastArabic = '،', '٩'
)

var (
	latinFolded  = foldedRange(firstLatin, lastLatin)
	arabicFolded = foldedRange(firstArabic, lastArabic)
)

func foldedRange(first, last rune) []string {
	folded := make([]string, 0, last-first+1)
	for r := first; r <= last; r++ {
		folded = append(folded, foldAny(string(r)))
	}
	return folded
}

// foldAny folds anything.
func foldAny(s string) string {
	s = norm.NFKD.String(strings.ToValidUTF8(s, " "))
	b := make([]byte, 0, len(s))
	latin := false // whether the last letter is Latin: its marks fall away
	for _, r := range s {
		if unicode.Is(unicode.Mn, r) {
			if latin || isArabicMark(r) {
				continue
			}
			b = utf8.AppendRune(b, r)
			continue
		}
		if r == 'ـ' || unicode.Is(unicode.Cf, r) {
			continue
		}
		r = western(unicode.ToLower(r))
		latin = r < 0x80 || unicode.Is(unicode.Latin, r)
		if t, ok := plainer[r]; ok {
			b = append(b, t...)
		} else {
			b = utf8.AppendRune(b, r)
		}
	}
	return norm.NFC.String(string(b))
}

// plainer are letters that NFKD leaves whole but that people type without.
var plainer = map[rune]string{
	'ß': "ss", 'ø': "o", 'ł': "l", 'đ': "d", 'ħ': "h", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ς': "σ",
	'ٱ': "ا", 'ى': "ي", 'ی': "ي", 'ة': "ه", 'ک': "ك",
}

// isArabicMark reports whether r is a vowel sign or the hamza or madda that
// NFKD takes off its alef, waw or yeh.
func isArabicMark(r rune) bool {
	return r >= 0x064B && r <= 0x065F || r == 0x0670 || r >= 0x06D6 && r <= 0x06ED
}

// western turns Arabic-Indic digits, both kinds, into 0 to 9.
func western(r rune) rune {
	switch {
	case r >= '٠' && r <= '٩':
		return '0' + r - '٠'
	case r >= '۰' && r <= '۹':
		return '0' + r - '۰'
	}
	return r
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
