package locale

import (
	"errors"
	"fmt"

	"github.com/BurntSushi/toml"
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
	messages map[string]message
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

// RTL reports whether the language runs from right to left.
func (l *Language) RTL() bool { return l.rtl }

// T is the sentence of a key. Args fill its {placeholders} as name, value
// pairs: l.T("ask.for", "name", face). Whole numbers are written as Number
// does; hand in a string where a number is a name, as a year is.
func (l *Language) T(key string, args ...any) string {
	m, ok := l.messages[key]
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
	m, ok := l.messages[key]
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
	_, ok := l.messages[key]
	return ok
}

// Keys are all keys in no order.
func (l *Language) Keys() []string {
	keys := make([]string, 0, len(l.messages))
	for k := range l.messages {
		keys = append(keys, k)
	}
	return keys
}

// Pieces are the parts of a sentence in order, for pages that put a link, a
// <bdi> or a <b> where a placeholder stands. The slice is shared: read it only.
func (l *Language) Pieces(key string) []Piece {
	m, ok := l.messages[key]
	if !ok {
		return []Piece{{Text: missing(key)}}
	}
	return m.forms[plural.Other].parts()
}

// PiecesN is Pieces in the plural form that n takes; the piece named "n" is
// for the caller to fill with Number(n).
func (l *Language) PiecesN(key string, n int) []Piece {
	m, ok := l.messages[key]
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

// file is what a words file holds before its messages.
type file struct {
	Language struct {
		Tag, Name, Dir string
		Order          int
	}
	Number struct {
		Group string
		From  int
	}
	Dates datesFile
	Lists listsFile
}

// settings are the sections of a words file that are not messages.
var settings = map[string]bool{"language": true, "number": true, "dates": true, "lists": true}

// parse reads one words file.
func parse(text string) (*Language, error) {
	var f file
	all := map[string]any{}
	if _, err := toml.Decode(text, &all); err != nil {
		return nil, err
	}
	if _, err := toml.Decode(text, &f); err != nil {
		return nil, err
	}
	tag, err := language.Parse(f.Language.Tag)
	if err != nil {
		return nil, fmt.Errorf("language.tag: %w", err)
	}
	l := &Language{tag: f.Language.Tag, name: f.Language.Name, rtl: f.Language.Dir == "rtl",
		order: f.Language.Order, plural: tag, group: f.Number.Group, grouping: f.Number.From,
		messages: map[string]message{}}
	if l.name == "" || (f.Language.Dir != "rtl" && f.Language.Dir != "ltr") {
		return nil, errors.New("language: name, and dir as ltr or rtl, are wanted")
	}
	if l.dates, err = f.Dates.compile(); err != nil {
		return nil, err
	}
	if l.lists, err = f.Lists.compile(); err != nil {
		return nil, err
	}
	for section, v := range all {
		table, ok := v.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("%s: outside of any section", section)
		}
		if settings[section] {
			continue
		}
		if err := l.gather(section, table); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// gather takes the messages of one section and of the sections inside it.
func (l *Language) gather(prefix string, table map[string]any) error {
	for name, v := range table {
		key := prefix + "." + name
		switch v := v.(type) {
		case string:
			f, err := compile(v)
			if err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
			var m message
			m.forms[plural.Other] = f
			l.messages[key] = m
		case map[string]any:
			if !isPlural(v) {
				if err := l.gather(key, v); err != nil {
					return err
				}
				continue
			}
			m, err := compilePlural(v)
			if err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
			l.messages[key] = m
		default:
			return fmt.Errorf("%s: a text or plural forms are wanted", key)
		}
	}
	return nil
}
