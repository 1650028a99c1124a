package locale

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
)

// Piece is a part of a sentence: words as they stand, or the name of what is
// to be filled in.
type Piece struct {
	Text string // empty where Name is set
	Name string
}

// message is one key: its plural forms by CLDR category. One without plurals
// has only Other.
type message struct{ forms [6]*form }

// form is one sentence. Pieces is empty where there is nothing to fill.
type form struct {
	text   string
	pieces []Piece
}

func (f *form) parts() []Piece {
	if len(f.pieces) == 0 {
		return []Piece{{Text: f.text}}
	}
	return f.pieces
}

// compile splits a sentence at its {placeholders}.
func compile(text string) (*form, error) {
	f := &form{text: text}
	if strings.TrimSpace(text) != text || text == "" {
		return nil, errors.New("empty, or with spaces at an end")
	}
	if !strings.ContainsAny(text, "{}") {
		return f, nil
	}
	for rest := text; rest != ""; {
		words, after, found := strings.Cut(rest, "{")
		if strings.Contains(words, "}") {
			return nil, errors.New("a } without its {")
		}
		if words != "" {
			f.pieces = append(f.pieces, Piece{Text: words})
		}
		if !found {
			break
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed || !isName(name) {
			return nil, errors.New("a { without a name and }")
		}
		f.pieces = append(f.pieces, Piece{Name: name})
		rest = tail
	}
	return f, nil
}

func isName(s string) bool {
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && c != '_' {
			return false
		}
	}
	return s != ""
}

var categories = map[string]plural.Form{"zero": plural.Zero, "one": plural.One, "two": plural.Two,
	"few": plural.Few, "many": plural.Many, "other": plural.Other}

// compileMessage makes a message of a text or of a table of plural forms.
func compileMessage(v value) (m message, err error) {
	switch v.kind {
	case 't':
		m.forms[plural.Other], err = compile(v.text)
		return m, err
	case 'm':
		for _, e := range v.table {
			category, ok := categories[e.key]
			if !ok {
				return m, fmt.Errorf("%s is no plural form", e.key)
			}
			if m.forms[category], err = compile(e.value.text); err != nil {
				return m, fmt.Errorf("%s: %w", e.key, err)
			}
		}
	}
	if m.forms[plural.Other] == nil {
		return m, errors.New("a text, or plural forms with other, are wanted")
	}
	return m, nil
}

func (l *Language) fill(f *form, args []any) string {
	var room [256]byte
	b := room[:0]
	for _, p := range f.pieces {
		if p.Name == "" {
			b = append(b, p.Text...)
			continue
		}
		b = l.appendArg(b, p.Name, args)
	}
	return string(b)
}

func (l *Language) fillN(f *form, n int, args []any) string {
	var room [256]byte
	b := room[:0]
	for _, p := range f.pieces {
		switch p.Name {
		case "":
			b = append(b, p.Text...)
		case "n":
			b = l.appendNumber(b, int64(n))
		default:
			b = l.appendArg(b, p.Name, args)
		}
	}
	return string(b)
}

// appendArg writes the value that stands after name in args.
func (l *Language) appendArg(b []byte, name string, args []any) []byte {
	for i := 0; i+1 < len(args); i += 2 {
		if k, ok := args[i].(string); !ok || k != name {
			continue
		}
		switch v := args[i+1].(type) {
		case string:
			return append(b, v...)
		case int:
			return l.appendNumber(b, int64(v))
		case int64:
			return l.appendNumber(b, v)
		default:
			return fmt.Append(b, v)
		}
	}
	return append(b, missing(name)...)
}

// Number writes a whole number with Western digits, grouped as the language
// does.
func (l *Language) Number(n int) string {
	var room [32]byte
	return string(l.appendNumber(room[:0], int64(n)))
}

func (l *Language) appendNumber(b []byte, n int64) []byte {
	var room [24]byte
	digits := strconv.AppendInt(room[:0], n, 10)
	if digits[0] == '-' {
		b, digits = append(b, '-'), digits[1:]
	}
	if len(digits) < l.grouping {
		return append(b, digits...)
	}
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b = append(b, l.group...)
		}
		b = append(b, d)
	}
	return b
}
