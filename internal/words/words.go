// Package words makes the secrets that people carry in their heads and on
// paper: four words for a guest, six for an account, 26 letters to print.
//
// The law: the program chooses, never the person; a phrase never prints
// itself; and however people write one down, Normalise brings it to one form.
//
// The canonical form, which the browser makes in the same way: NFKD; drop
// marks (Unicode category M) and the Arabic tatweel; lower case; the letters
// ى ی ک ة and the digit 0 become ي ي ك ه and o; keep letters only; NFC. See
// testdata/normalise.tsv.
package words

import (
	"crypto/rand"
	"embed"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Size is the number of words in every list: ten bits a word.
const Size = 1024

// A guest's code has four words, 40 bits: enough only where tries are counted
// and the code ends. An account's key has six, 60 bits, and is stretched.
const (
	CodeWords = 4
	KeyWords  = 6
)

// Phrase is a few words that open something. It never prints itself (they lie
// behind a pointer, where fmt does not look); Reveal where it is shown to the
// one person it belongs to.
type Phrase struct{ at *[]string }

// Code is a fresh code of four words for a guest, in English where there is no
// list for the language.
func Code(lang string) Phrase { return draw(lang, CodeWords) }

// Key is a fresh key of six words for an account.
func Key(lang string) Phrase { return draw(lang, KeyWords) }

// CodeFrom is the code that eight bytes stand for: the same bytes and language
// give the same words.
func CodeFrom(lang string, bytes [8]byte) Phrase {
	list, ok := lists[lang]
	if !ok {
		list = lists["en"]
	}
	from, chosen := list(), make([]string, CodeWords)
	for i := range chosen {
		chosen[i] = from.spelt[binary.BigEndian.Uint16(bytes[2*i:])%Size]
	}
	return Phrase{&chosen}
}

func draw(lang string, n int) Phrase {
	list, ok := lists[lang]
	if !ok {
		list = lists["en"]
	}
	from := list()
	drawn := make([]string, n)
	for i := range drawn {
		var b [2]byte
		rand.Read(b[:])
		// 1024 divides 65536: every word is as likely as the others.
		drawn[i] = from.spelt[binary.BigEndian.Uint16(b[:])%Size]
	}
	return Phrase{&drawn}
}

// Words are the words as they are shown.
func (p Phrase) Words() []string {
	if p.at == nil {
		return nil
	}
	return slices.Clone(*p.at)
}

// Reveal is the phrase as people read it, with spaces.
func (p Phrase) Reveal() string { return strings.Join(p.Words(), " ") }

// Canonical is the one form to hash, the same as Normalise of whatever the
// person types correctly.
func (p Phrase) Canonical() string { return Normalise(p.Reveal()) }

const sealed = "[sealed]"

func (Phrase) String() string               { return sealed }
func (Phrase) GoString() string             { return sealed }
func (Phrase) MarshalJSON() ([]byte, error) { return []byte(`"` + sealed + `"`), nil }
func (Phrase) MarshalText() ([]byte, error) { return []byte(sealed), nil }

// Languages are the languages that have a list, in the order Parse tries them.
func Languages() []string { return []string{"en", "es", "ko", "ar"} }

// longest is more than anybody types for a phrase: what is longer is cut.
const longest = 400

// Normalise is the canonical form of what was typed: spaces, hyphens, case,
// accents, Arabic letter variants and 0 for o make no difference. It takes
// anything, and does not say whether it is a phrase at all.
func Normalise(typed string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(cut(typed)) {
		if r, ok := fold(r); ok {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

func cut(s string) string {
	return strings.ToValidUTF8(s[:min(len(s), longest)], "")
}

// fold is one letter in canonical form, and false for what is dropped.
func fold(r rune) (rune, bool) {
	switch r = unicode.ToLower(r); r {
	case '0':
		return 'o', true
	case 'ى', 'ی':
		return 'ي', true
	case 'ک':
		return 'ك', true
	case 'ة':
		return 'ه', true
	case 'ـ', unicode.ReplacementChar:
		return 0, false
	}
	return r, unicode.IsLetter(r)
}

// What Parse can say. None of them repeats what was typed.
var (
	ErrEmpty   = errors.New("no words")
	ErrCount   = errors.New("not four words and not six")
	ErrUnknown = errors.New("a word that is on no list")
)

// Parse finds the words in what was typed, as their list spells them, and the
// language of the list. Words may run together, as Korean often does.
func Parse(typed string) (found []string, lang string, err error) {
	if Normalise(typed) == "" {
		return nil, "", ErrEmpty
	}
	for _, lang := range Languages() {
		if found := lists[lang]().read(typed); found != nil {
			return found, lang, nil
		}
	}
	tokens := strings.FieldsFunc(typed, separates)
	if n := len(tokens); n != 1 && n != CodeWords && n != KeyWords {
		return nil, "", ErrCount
	}
	return nil, "", ErrUnknown
}

// separates is what people put between words.
func separates(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
}

//go:embed lists/*.txt
var files embed.FS

// list is one language's words, sorted by their canonical form.
type list struct {
	spelt  []string
	folded []string
}

var lists = map[string]func() *list{
	"en": sync.OnceValue(func() *list { return load("en") }),
	"es": sync.OnceValue(func() *list { return load("es") }),
	"ko": sync.OnceValue(func() *list { return load("ko") }),
	"ar": sync.OnceValue(func() *list { return load("ar") }),
}

func load(lang string) *list {
	text, err := files.ReadFile("lists/" + lang + ".txt")
	if err != nil {
		panic(err) // embedded: cannot be missing
	}
	l := &list{spelt: strings.Fields(string(text))}
	for _, w := range l.spelt {
		l.folded = append(l.folded, Normalise(w))
	}
	return l
}

// read is four or six words of this list, or nil.
func (l *list) read(typed string) []string {
	if found := l.separate(strings.FieldsFunc(typed, separates)); found != nil {
		return found
	}
	letters := Normalise(typed)
	for _, n := range [...]int{CodeWords, KeyWords} {
		if found := l.together(letters, n); found != nil {
			return found
		}
	}
	return nil
}

// separate reads words that were typed apart.
func (l *list) separate(tokens []string) []string {
	if len(tokens) != CodeWords && len(tokens) != KeyWords {
		return nil
	}
	found := make([]string, 0, len(tokens))
	for _, t := range tokens {
		i, ok := slices.BinarySearch(l.folded, Normalise(t))
		if !ok {
			return nil
		}
		found = append(found, l.spelt[i])
	}
	return found
}

// together reads exactly n words that were typed without spaces between them.
func (l *list) together(letters string, n int) []string {
	if n == 0 || letters == "" {
		if n == 0 && letters == "" {
			return []string{}
		}
		return nil
	}
	for i := range letters {
		if i == 0 {
			continue
		}
		if rest := l.after(letters, i, n); rest != nil {
			return rest
		}
		if i > longestWord {
			return nil
		}
	}
	return l.after(letters, len(letters), n)
}

// longestWord is the bytes of the longest word of any list, and some more.
const longestWord = 24

func (l *list) after(letters string, i, n int) []string {
	at, ok := slices.BinarySearch(l.folded, letters[:i])
	if !ok {
		return nil
	}
	rest := l.together(letters[i:], n-1)
	if rest == nil {
		return nil
	}
	return append([]string{l.spelt[at]}, rest...)
}
