package group

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"alongside/internal/id"
)

// slugMost bounds an address, so that it fits on a poster.
const slugMost = 40

// reserved are addresses under /g/ that pages may want for themselves.
var reserved = []string{"new", "join", "all"}

// address finds an address that no group has: from the name, then with the
// place, then with a few random letters.
func address(tx interface{ SlugTaken(string) (bool, error) }, c Card) (string, error) {
	base := Slug(c.Name)
	if base == "" {
		base = "group"
	}
	tries := []string{base}
	if town := Slug(c.Area.Name); town != "" {
		tries = append(tries, clip(base, slugMost-len(clip(town, 16))-1)+"-"+clip(town, 16))
	}
	if base == "group" {
		tries = nil
	}
	for _, s := range tries {
		taken, err := tx.SlugTaken(s)
		if err != nil || !taken && !slices.Contains(reserved, s) {
			return s, err
		}
	}
	return clip(base, slugMost-7) + "-" + id.New[Group]().String()[:6], nil
}

// SlugFits reports whether a group may have this address.
func SlugFits(s string) bool {
	return s != "" && len(s) <= slugMost && Slug(s) == s && !slices.Contains(reserved, s)
}

// Slug is the readable address of a name: small letters, digits and single
// hyphens, at most 40. Latin loses its marks; Hangul, Arabic, Cyrillic and
// Greek are written with Latin letters as they are commonly read, which serves
// an address and no more. It is empty when nothing can be read.
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(norm.NFKC.String(name)) {
		for _, l := range latin(r) {
			switch {
			case l == '\'':
				continue
			case l >= 'a' && l <= 'z' || l >= '0' && l <= '9':
				if gap && b.Len() > 0 {
					b.WriteByte('-')
				}
				gap = false
				b.WriteRune(l)
			default:
				gap = true
			}
		}
	}
	return clip(b.String(), slugMost)
}

// clip shortens an address between two words where it can.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	cut := s[:most]
	if i := strings.LastIndexByte(cut, '-'); s[most] != '-' && i > most/2 {
		cut = cut[:i]
	}
	return strings.Trim(cut, "-")
}

// latin is how a letter is written in ASCII; a blank for what is not a letter.
func latin(r rune) string {
	switch {
	case r < 0x80:
		return string(r)
	case r >= 0xAC00 && r <= 0xD7A3:
		return hangul(r)
	}
	if s, ok := letters[r]; ok {
		return s
	}
	l, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
	if l < 0x80 {
		return string(l) // a Latin letter with marks
	}
	if s, ok := letters[l]; ok {
		return s // a Greek or Cyrillic one
	}
	return " "
}

// Hangul syllables are arithmetic (Unicode, 3.12): a beginning, a vowel, an
// end. The letters are those of Korea's Revised Romanization, syllable by
// syllable, without its changes of sound between them.
var (
	begins = [...]string{"g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"}
	vowels = [...]string{"a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu", "ui", "i"}
	ends   = [...]string{"", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t"}
)

func hangul(r rune) string {
	n := int(r - 0xAC00)
	return begins[n/588] + vowels[n%588/28] + ends[n%28]
}

// letters of other scripts. Arabic writes no short vowels; its long ones and
// the two half-vowels stand for vowels here, so that most words can be said.
var letters = map[rune]string{
	'’': "", '‘': "", 'ʻ': "", 'ʼ': "", '\u200c': "", '\u200d': "", '\u200e': "", '\u200f': "",
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ı': "i",

	'ا': "a", 'أ': "a", 'إ': "i", 'آ': "a", 'ٱ': "a", 'ب': "b", 'ت': "t", 'ث': "th", 'ج': "j", 'ح': "h", 'خ': "kh",
	'د': "d", 'ذ': "dh", 'ر': "r", 'ز': "z", 'س': "s", 'ش': "sh", 'ص': "s", 'ض': "d", 'ط': "t", 'ظ': "z",
	'ع': "a", 'غ': "gh", 'ف': "f", 'ق': "q", 'ك': "k", 'ل': "l", 'م': "m", 'ن': "n", 'ه': "h", 'ة': "a",
	'و': "u", 'ي': "i", 'ى': "a", 'ئ': "i", 'ؤ': "u", 'ء': "", 'ـ': "", 'پ': "p", 'چ': "ch", 'ژ': "zh", 'گ': "g", 'ک': "k", 'ی': "i",
	'ً': "", 'ٌ': "", 'ٍ': "", 'َ': "a", 'ُ': "u", 'ِ': "i", 'ّ': "", 'ْ': "",
	'٠': "0", '١': "1", '٢': "2", '٣': "3", '٤': "4", '٥': "5", '٦': "6", '٧': "7", '٨': "8", '٩': "9",

	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z", 'и': "i", 'к': "k", 'л': "l",
	'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "kh", 'ц': "ts",
	'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "y", 'ь': "", 'э': "e", 'ю': "yu", 'я': "ya", 'і': "i", 'ї': "yi", 'є': "ye", 'ґ': "g",

	'α': "a", 'β': "v", 'γ': "g", 'δ': "d", 'ε': "e", 'ζ': "z", 'η': "i", 'θ': "th", 'ι': "i", 'κ': "k", 'λ': "l", 'μ': "m",
	'ν': "n", 'ξ': "x", 'ο': "o", 'π': "p", 'ρ': "r", 'σ': "s", 'ς': "s", 'τ': "t", 'υ': "y", 'φ': "f", 'χ': "ch", 'ψ': "ps", 'ω': "o",
}
