package text

import (
	"unicode"
	"unicode/utf8"
)

// How a search finds: a document is found when it holds every token of the
// query. Words are whole, as Fold and stem leave them. Scripts that do not part
// their words by spaces, or glue endings to them (Han, Hangul, Kana, Thai, Lao,
// Khmer, Burmese), are cut into grams: a document has each character and each
// pair of neighbours, a query of two characters or more has its pairs only. So
// 난로 finds 난로를, and a long query finds what has all of its pairs.

const (
	maxTokens      = 4096 // of one document
	maxQueryTokens = 16
	maxQueryRunes  = 200
	maxTokenRunes  = 40 // of one word; what is longer is cut, in query and document alike
)

// Tokens are the distinct tokens of a document, in the order in which they
// first stand there; at most 4,096 of at most 40 letters.
func Tokens(s string) []string {
	t := tokenizer{max: maxTokens, single: true}
	t.run(Fold(s))
	return t.found
}

// QueryTokens are what a document must hold, all of them, to answer the query;
// at most 16. No token means that the query asks for nothing.
func QueryTokens(s string) []string {
	t := tokenizer{max: maxQueryTokens}
	t.run(Fold(cut(s, maxQueryRunes)))
	return t.found
}

type tokenizer struct {
	max    int
	single bool // keep single characters of longer gram runs
	found  []string
	seen   map[string]struct{}
}

// add keeps a token that is new; it reports whether there is room for more.
func (t *tokenizer) add(token string) bool {
	if token == "" {
		return true
	}
	if t.seen == nil {
		t.seen = make(map[string]struct{}, 16)
	}
	if _, ok := t.seen[token]; !ok {
		t.seen[token] = struct{}{}
		t.found = append(t.found, token)
	}
	return len(t.found) < t.max
}

// run cuts folded text into runs of one class and takes the tokens of each.
func (t *tokenizer) run(s string) {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		class := classOf(r)
		j := i + size
		for j < len(s) {
			r, size = utf8.DecodeRuneInString(s[j:])
			if c := classOf(r); c != class && c != classMark {
				break
			}
			j += size
		}
		more := true
		switch class {
		case classWord:
			more = t.add(stem(cut(s[i:j], maxTokenRunes)))
		case classGram:
			more = t.grams(s[i:j])
		}
		if !more {
			return
		}
		i = j
	}
}

func (t *tokenizer) grams(run string) bool {
	_, first := utf8.DecodeRuneInString(run)
	if t.single || first == len(run) {
		for i, r := range run {
			if !t.add(run[i : i+utf8.RuneLen(r)]) {
				return false
			}
		}
	}
	for i, j := 0, first; j < len(run); {
		_, size := utf8.DecodeRuneInString(run[j:])
		if !t.add(run[i : j+size]) {
			return false
		}
		i, j = j, j+size
	}
	return true
}

type class uint8

const (
	classGap class = iota
	classWord
	classGram
	classMark // belongs to whatever it follows
)

func classOf(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return classWord
		}
		return classGap
	case r >= 0xAC00 && r <= 0xD7A3, r >= 0x4E00 && r <= 0x9FFF:
		return classGram
	case r >= 'ء' && r <= 'ي':
		return classWord
	case unicode.In(r, gramScripts...) || r == 'ー':
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			return classGram
		}
		return classGap
	case unicode.IsLetter(r), unicode.IsNumber(r):
		return classWord
	case unicode.IsMark(r):
		return classMark
	}
	return classGap
}

var gramScripts = []*unicode.RangeTable{unicode.Hangul, unicode.Han, unicode.Hiragana,
	unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

// cut is the first max runes of s.
func cut(s string, max int) string {
	if len(s) <= max {
		return s
	}
	for i := range s {
		if max == 0 {
			return s[:i]
		}
		max--
	}
	return s
}
