package text

import (
	"strings"
	"unicode/utf8"
)

// stem takes off the few endings that part one thing from many, so that heater
// finds heaters, camión finds camiones and مدفأة finds المدفأة. It errs on the
// side of finding more. It knows no language, as a board's words are in all.
func stem(word string) string {
	if word[0] < utf8.RuneSelf {
		return stemLatin(word)
	}
	if r, _ := utf8.DecodeRuneInString(word); r >= 0x0620 && r <= 0x064A {
		return stemArabic(word)
	}
	return word
}

func stemLatin(w string) string {
	for i := 0; i < len(w); i++ {
		if w[i] < 'a' || w[i] > 'z' {
			return w // a number, a code: as it is; other letters: not ours to cut
		}
	}
	for _, ending := range [...]string{"xes", "ches", "shes", "sses"} {
		if len(w) > len(ending)+1 && strings.HasSuffix(w, ending) {
			return w[:len(w)-2]
		}
	}
	if len(w) >= 4 && w[len(w)-1] == 's' && w[len(w)-2] != 's' {
		w = w[:len(w)-1]
	}
	if len(w) >= 6 && strings.HasSuffix(w, "ie") {
		return w[:len(w)-2]
	}
	if n := len(w) - 1; n >= 4 && (w[n] == 'e' || w[n] == 'y') {
		return w[:n]
	}
	return w
}

var arabicArticles = []string{"وال", "بال", "كال", "فال", "لل", "ال"}

func stemArabic(w string) string {
	for _, a := range arabicArticles {
		if rest, ok := strings.CutPrefix(w, a); ok && utf8.RuneCountInString(rest) >= 3 {
			return rest
		}
	}
	return w
}
