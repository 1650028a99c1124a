package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Reading is how hard a message is to read: words a sentence in every language,
// and for English the school grade by Flesch and Kincaid (1975). For other
// languages there is no grade: the formula was fitted to English.
type Reading struct {
	Sentence int // words in a sentence, on average, rounded up
	Grade    int // rounded up, 0 at least; English only
	Graded   bool
}

// Read measures a message in a language.
func Read(words, language string) (r Reading) {
	sentences, count, syllables := 0, 0, 0
	open := false
	for _, w := range strings.Fields(words) {
		if strings.ContainsFunc(w, unicode.IsLetter) {
			count, open = count+1, true
			syllables += beats(w)
		}
		if last, _ := utf8.DecodeLastRuneInString(w); open && strings.ContainsRune(".!?。؟…:", last) {
			sentences, open = sentences+1, false
		}
	}
	if open {
		sentences++
	}
	if sentences == 0 {
		return r
	}
	r.Sentence = (count + sentences - 1) / sentences
	if r.Graded = language == "en"; r.Graded {
		grade := 0.39*float64(count)/float64(sentences) + 11.8*float64(syllables)/float64(count) - 15.59
		r.Grade = max(0, int(grade+0.999))
	}
	return r
}

// beats counts the syllables of an English word as its groups of vowels, less a
// silent e.
func beats(word string) (n int) {
	word = strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }))
	vowel := false
	for _, r := range word {
		is := strings.ContainsRune("aeiouy", r)
		if is && !vowel {
			n++
		}
		vowel = is
	}
	if strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") && n > 1 {
		n--
	}
	return max(1, n)
}

// plainSMS reports whether a text message needs only the default alphabet (3GPP
// TS 23.038), of which each letter of the extension would count twice.
func plainSMS(words string) bool {
	for _, r := range words {
		if r > unicode.MaxASCII && !strings.ContainsRune("£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉÄÖÑÜ§¿äöñüà¡¤", r) || strings.ContainsRune("^{}\\[~]|`", r) {
			return false
		}
	}
	return true
}
