// Package view is how the house looks: pages, their parts, one style sheet and
// the few scripts.
//
// The law: a page is one component that takes one typed struct of plain
// values, and says no sentence that is not in the catalogue. It sees no
// feature and no store; it carries no inline style and no inline script; and
// every form on it works without a script.
package view

import (
	"strings"

	"alongside/internal/locale"
	"alongside/internal/text"
)

// Frame is what stands around every page.
type Frame struct {
	L         *locale.Language
	Languages []LanguageLink // every language of the board, this one marked
	Title     string         // of this page, without the board's name
	Board     string         // the board's name
	Sample    bool           // nothing here is real: the footer says so
	RunBy     string         // "Eastfield Tenants, Harbour Kitchen", for the footer; may be empty
	Origin    string         // "https://eastfield.example", for links that leave the page
	Path      string         // where this page lives, without the language: "/c/7k2p9"
	Nav       Nav            // the item of the navigation that this page belongs to
	SignedIn  bool
	Who       string      // a mark of who is signed in, so that what waits unsent is never sent by another
	Private   bool        // for this reader only: never kept by the worker, never shared
	Question  bool        // one thing a page: no navigation, so that nothing pulls away
	Leave     string      // where the Leave button leads; empty for no button
	Problems  []Problem   // the mistakes of a form, in the order of its fields
	Scripts   []string    // assets this page needs beyond app.js
	Done      string      // one sentence on what has just happened, said at the top
	Undo      *DoneButton // how to take back what has just happened
	Refresh   int         // seconds after which a page without scripts looks again; 0 never
	NoIndex   bool        // search engines stay out
	Canonical string      // full public address, where there is one
}

// Nav is one of the five items, in the order they have on every page.
type Nav uint8

const (
	NavNone Nav = iota
	NavBoard
	NavGroups
	NavAsk
	NavLibrary
	NavYou
)

// LanguageLink is this page in one language, named in that language.
type LanguageLink struct {
	Tag     string // "ko"
	Name    string // "한국어"
	Href    string
	Current bool
}

// Link is words that lead somewhere.
type Link struct{ Text, Href string }

// Hidden is a value that a form carries along.
type Hidden struct{ Name, Value string }

// Problem is one mistake in one field: the same words stand in the summary and
// beside the field.
type Problem struct{ Field, Text string }

// DoneButton takes back the last act in one press.
type DoneButton struct {
	Action string
	Carry  []Hidden
}

// Option is one choice among several.
type Option struct {
	Value  string
	Label  string
	Detail string
	On     bool
	Off    string // why it cannot be chosen; empty when it can
}

// Kind is which of the four kinds a call is.
type Kind string

const (
	Aid     Kind = "aid"
	Action  Kind = "action"
	Voice   Kind = "voice"
	KnowHow Kind = "knowhow"
)

// class is the colour of a kind in the style sheet.
func (k Kind) class() string {
	switch k {
	case Action:
		return "pres"
	case Voice:
		return "voice"
	case KnowHow:
		return "know"
	}
	return "aid"
}

// kindName says the kind, and for the two that have them, its side.
func kindName(l *locale.Language, k Kind, offer bool) string {
	switch k {
	case Action:
		return l.T("call.kind_action")
	case Voice:
		return l.T("call.kind_voice")
	case KnowHow:
		if offer {
			return l.T("call.kind_knowhow_offer")
		}
		return l.T("call.kind_knowhow_ask")
	}
	if offer {
		return l.T("call.kind_aid_offer")
	}
	return l.T("call.kind_aid_ask")
}

// kindShort is the kind alone, for the filters.
func kindShort(l *locale.Language, k Kind) string {
	switch k {
	case Action:
		return l.T("call.kind_action")
	case Voice:
		return l.T("call.kind_voice")
	case KnowHow:
		return l.T("call.kind_knowhow")
	}
	return l.T("call.kind_aid")
}

func (f Frame) problem(field string) string {
	for _, p := range f.Problems {
		if p.Field == field {
			return p.Text
		}
	}
	return ""
}

func (f Frame) heading() string {
	title := f.Title
	if f.Board != "" && f.Board != f.Title {
		title += " – " + f.Board
	}
	if len(f.Problems) > 0 {
		title = f.L.T("view.error_title", "title", title)
	}
	return title
}

// link is a full address on this board.
func (f Frame) link(path string) string { return f.Origin + path }

// join puts the parts that are there side by side, as one line under a title,
// so that a part that runs the other way does not mix with its neighbours.
func join(l *locale.Language, parts ...string) string {
	line, before := "", ""
	for _, p := range parts {
		switch {
		case p == "":
			continue
		case text.EndsSentence(before):
			line += " "
		case before != "":
			line += " · "
		}
		line, before = line+l.Isolate(p), p
	}
	return line
}

// id makes a field's name into the id of its control.
func fieldID(name string) string { return "f-" + strings.ReplaceAll(name, ".", "-") }

func describe(ids ...string) string {
	kept := ids[:0:0]
	for _, id := range ids {
		if id != "" {
			kept = append(kept, id)
		}
	}
	return strings.Join(kept, " ")
}

// paragraphs are the lines of a text that hold words.
func paragraphs(text string) []string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	kept := lines[:0]
	for _, line := range lines {
		if line = strings.TrimSpace(line); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}
