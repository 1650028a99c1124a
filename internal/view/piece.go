package view

import (
	"bytes"
	"html"
	"slices"
	"strings"
)

// Piece is a page or a part of one: it writes itself, and within itself what
// it was handed to hold. The doors hand it from here to a reader without
// knowing how it is made.
type Piece func(into *writing, within Piece)

// Render writes the piece at the end of b.
func (p Piece) Render(b *bytes.Buffer) { p(&writing{b}, nil) }

func (p Piece) write(into *writing) {
	if p != nil {
		p(into, nil)
	}
}

// writing is what the pieces of a page write themselves into, one after the
// other. It is memory, so nothing fails. tools/templates makes every template a
// row of calls to its methods: the compiler may not copy them to each place.
type writing struct{ to *bytes.Buffer }

// raw writes HTML as it stands in a template.
//
//go:noinline
func (w *writing) raw(markup string) { w.to.WriteString(markup) }

// say writes words so that no sign of theirs is taken for HTML.
//
//go:noinline
func (w *writing) say(words string) { w.to.WriteString(html.EscapeString(words)) }

// link writes an address, unless a reader who follows it would run a script
// or leave for another program.
//
//go:noinline
func (w *writing) link(address string) {
	if scheme, _, ok := strings.Cut(address, ":"); ok && !strings.Contains(scheme, "/") && !slices.Contains(schemes, strings.ToLower(scheme)) {
		address = "about:invalid"
	}
	w.say(address)
}

var schemes = []string{"http", "https", "mailto", "tel", "ftp", "ftps"}

// attribute is one of a tag; without a value it is its name alone.
type attribute struct{ name, value string }

func (w *writing) attributes(list []attribute) {
	for _, a := range list {
		w.raw(" ")
		w.raw(a.name)
		if a.value != "" {
			w.raw(`="`)
			w.say(a.value)
			w.raw(`"`)
		}
	}
}

// classes are those that are given.
func classes(names ...string) string { return describe(names...) }

func given(class string, on bool) string {
	if on {
		return class
	}
	return ""
}
