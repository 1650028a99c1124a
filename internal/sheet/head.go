package sheet

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// tidy is a name of a column as people see it: one line, no marks around it.
func tidy(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\uFEFF' || r == '\u200B' || r == '\u200E' || r == '\u200F'
	}), " ")
}

// plainHead is a name of a column for comparing: small letters without
// accents, words apart, Arabic without article, vowels and the letters that
// people write in two ways.
func plainHead(s string) string {
	if len(s) > 400 {
		s = s[:400]
	}
	var b strings.Builder
	var last rune
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, " ")) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == 'ـ':
			continue
		case unicode.IsUpper(r) && unicode.IsLower(last):
			b.WriteByte(' ')
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			b.WriteByte(' ')
			last = ' '
			continue
		}
		last = r
		b.WriteRune(oneArabic(unicode.ToLower(r)))
	}
	words := strings.Fields(norm.NFC.String(b.String()))
	for i, w := range words {
		if rest, ok := strings.CutPrefix(w, "ال"); ok && len([]rune(rest)) >= 3 {
			words[i] = rest
		}
	}
	return strings.Join(words, " ")
}

func oneArabic(r rune) rune {
	switch r {
	case 'أ', 'إ', 'آ', 'ٱ':
		return 'ا'
	case 'ى':
		return 'ي'
	case 'ة':
		return 'ه'
	case 'ی':
		return 'ي'
	case 'ک':
		return 'ك'
	}
	return r
}

// holds reports whether the phrase stands in the name as whole words. Korean
// words carry their particles along, so there any place will do.
func holds(name, phrase string) bool {
	for from := 0; ; {
		i := strings.Index(name[from:], phrase)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(phrase)
		if isHangul(phrase) || (i == 0 || name[i-1] == ' ') && (end == len(name) || name[end] == ' ') {
			return true
		}
		from = i + 1
	}
}

func isHangul(s string) bool {
	for _, r := range s {
		return unicode.Is(unicode.Hangul, r)
	}
	return false
}

// phrase is one way to name a column, within a longer name too.
type phrase struct {
	text  string
	field Field
}

// lexicon finds the field of a column's name: by all of it, or by a part.
type lexicon struct {
	whole map[string]Field
	parts []phrase
}

// compile reads a table of phrases: one a line, "=" before those that must be
// the whole name.
func compile(table map[Field]string, order []Field) *lexicon {
	l := &lexicon{whole: map[string]Field{}}
	for _, f := range order {
		for line := range strings.SplitSeq(table[f], ",") {
			text, exact := strings.CutPrefix(strings.TrimSpace(line), "=")
			if text = plainHead(text); text == "" {
				continue
			}
			if _, there := l.whole[text]; !there {
				l.whole[text] = f
			}
			if !exact {
				l.parts = append(l.parts, phrase{text: text, field: f})
			}
		}
	}
	return l
}

// field is what a name says, and whether the whole name says it. Within a
// longer name the longest phrase decides.
func (l lexicon) field(name string) (Field, bool) {
	if f, ok := l.whole[name]; ok {
		return f, true
	}
	var found phrase
	for _, p := range l.parts {
		if len(p.text) > len(found.text) && holds(name, p.text) {
			found = p
		}
	}
	return found.field, false
}
