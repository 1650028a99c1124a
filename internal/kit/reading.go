package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Reading is how hard a message is to read: words a sentence, and for English
// the school grade by Flesch and Kincaid (1975). For other languages there is
// no grade, because the formula was fitted to English; instead there is the
// share of long words as LIX counts them (Björnsson 1968), of more than six
// letters, or in Hangul of more than four syllables. It is a count and no grade.
type Reading struct {
	Sentence int // words in a sentence, on average, rounded up
	Long     int // long words in a hundred
	Grade    int // rounded up, 1 at least; English only
	Graded   bool
}

// Read measures a message in a language.
func Read(words, language string) (r Reading) {
	sentences, count, syllables, long := 0, 0, 0, 0
	for line := range strings.Lines(words) {
		open := false
		for _, w := range strings.Fields(line) {
			if strings.ContainsFunc(w, unicode.IsLetter) {
				count, open = count+1, true
				syllables += beats(w)
				if isLong(w) {
					long++
				}
			}
			if last, _ := utf8.DecodeLastRuneInString(w); open && strings.ContainsRune(".!?。؟…:", last) {
				sentences, open = sentences+1, false
			}
		}
		if open { // its line ends it
			sentences++
		}
	}
	if sentences == 0 {
		return r
	}
	r.Sentence = (count + sentences - 1) / sentences
	r.Long = (100*long + count/2) / count
	if r.Graded = language == "en"; r.Graded {
		grade := 0.39*float64(count)/float64(sentences) + 11.8*float64(syllables)/float64(count) - 15.59
		r.Grade = max(1, int(grade+0.999))
	}
	return r
}

func isLong(word string) bool {
	most, letters := 6, 0
	for _, r := range word {
		if unicode.Is(unicode.Hangul, r) {
			most = 4
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return letters > most
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
