package locale

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// Language is one language of the house: its words, its plurals, its dates.
// It never changes after Load and is safe for concurrent use.
type Language struct {
	tag      string
	name     string
	rtl      bool
	order    int
	plural   language.Tag
	group    string
	grouping int
	dates    dates
	lists    lists
	messages func() map[string]message
}

// Tag is the BCP 47 tag, for lang and hreflang.
func (l *Language) Tag() string { return l.tag }

// Name is what the language calls itself: 한국어.
func (l *Language) Name() string { return l.name }

// Dir is "ltr" or "rtl", for the dir attribute.
func (l *Language) Dir() string {
	if l.rtl {
		return "rtl"
	}
	return "ltr"
}

// T is the sentence of a key. Args fill its {placeholders} as name, value
// pairs: l.T("ask.for", "name", face). Whole numbers are written as Number
// does; hand in a string where a number is a name, as a year is.
func (l *Language) T(key string, args ...any) string {
	m, ok := l.messages()[key]
	if !ok {
		return missing(key)
	}
	f := m.forms[plural.Other]
	if len(f.pieces) == 0 {
		return f.text
	}
	return l.fill(f, args)
}

// N is the sentence of a key in the plural form that n takes in this language.
// It sets {n}; args fill the other placeholders.
func (l *Language) N(key string, n int, args ...any) string {
	m, ok := l.messages()[key]
	if !ok {
		return missing(key)
	}
	f := m.forms[l.form(n)]
	if f == nil {
		f = m.forms[plural.Other]
	}
	if len(f.pieces) == 0 {
		return f.text
	}
	return l.fillN(f, n, args)
}

// Has reports whether the key was written.
func (l *Language) Has(key string) bool {
	_, ok := l.messages()[key]
	return ok
}

// Keys are all keys in no order.
func (l *Language) Keys() []string {
	keys := make([]string, 0, len(l.messages()))
	for k := range l.messages() {
		keys = append(keys, k)
	}
	return keys
}

// Forms are the texts of a key by CLDR category, "other" alone where nothing is
// counted; nil where the key was not written. They serve tests and tools.
func (l *Language) Forms(key string) map[string]string {
	m, ok := l.messages()[key]
	if !ok {
		return nil
	}
	forms := map[string]string{}
	for name, category := range categories {
		if f := m.forms[category]; f != nil {
			forms[name] = f.text
		}
	}
	return forms
}

// Pieces are the parts of a sentence in order, for pages that put a link, a
// <bdi> or a <b> where a placeholder stands. The slice is shared: read it only.
func (l *Language) Pieces(key string) []Piece {
	m, ok := l.messages()[key]
	if !ok {
		return []Piece{{Text: missing(key)}}
	}
	return m.forms[plural.Other].parts()
}

// PiecesN is Pieces in the plural form that n takes; the piece named "n" is
// for the caller to fill with Number(n).
func (l *Language) PiecesN(key string, n int) []Piece {
	m, ok := l.messages()[key]
	if !ok {
		return []Piece{{Text: missing(key)}}
	}
	if f := m.forms[l.form(n)]; f != nil {
		return f.parts()
	}
	return m.forms[plural.Other].parts()
}

// form is the CLDR plural form of a whole number.
func (l *Language) form(n int) plural.Form {
	if n < 0 {
		n = -n
	}
	if n < 0 { // the one number without an opposite
		n = 0
	}
	return plural.Cardinal.MatchPlural(l.plural, n%10_000_000, 0, 0, 0, 0)
}

func missing(key string) string { return "⟦" + key + "⟧" }

// settings are the sections of a words file that are not messages. They stand
// before those.
var settings = map[string]bool{"language": true, "number": true, "dates": true, "lists": true}

// isSetting reports whether a key, or the name of a section, is of one of them.
func isSetting(key string) bool {
	section, _, _ := strings.Cut(key, ".")
	section, _, _ = strings.Cut(section, "]")
	return settings[section]
}

// parse reads how a language writes.
func parse(text string) (*Language, error) {
	entries, err := read(text)
	if err != nil {
		return nil, err
	}
	l, set := &Language{}, setting{}
	for _, e := range entries {
		if isSetting(e.key) {
			set[e.key] = e.value
		}
	}
	return l, l.settle(set)
}

// sentences reads the messages of a words file.
func sentences(text string) (map[string]message, error) {
	entries, err := read(text)
	if err != nil {
		return nil, err
	}
	all := make(map[string]message, len(entries))
	for _, e := range entries {
		if isSetting(e.key) {
			if len(all) > 0 {
				return nil, fmt.Errorf("%s: settings stand before the sentences", e.key)
			}
			continue
		}
		if all[e.key], err = compileMessage(e.value); err != nil {
			return nil, fmt.Errorf("%s: %w", e.key, err)
		}
	}
	return all, nil
}

// settle takes how the language writes.
func (l *Language) settle(set setting) (err error) {
	l.tag, l.name, l.rtl = set.text("language.tag"), set.text("language.name"), set.text("language.dir") == "rtl"
	l.order, l.group, l.grouping = set.number("language.order"), set.text("number.group"), set.number("number.from")
	if l.plural, err = language.Parse(l.tag); err != nil {
		return fmt.Errorf("language.tag: %w", err)
	}
	if dir := set.text("language.dir"); l.name == "" || dir != "rtl" && dir != "ltr" {
		return errors.New("language: name, and dir as ltr or rtl, are wanted")
	}
	if l.dates, err = set.dates(); err != nil {
		return err
	}
	l.lists, err = set.lists()
	return err
}

// setting is what stands in the sections that are not messages.
type setting map[string]value

func (s setting) text(key string) string { return s[key].text }

func (s setting) number(key string) int {
	n, _ := strconv.Atoi(s[key].text) // read has seen that it is one
	return n
}

// forms compiles patterns, each the text of a key, into their places.
func (s setting) forms(into map[string]**form) error {
	for key, to := range into {
		f, err := compile(s.text(key))
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		*to = f
	}
	return nil
}
