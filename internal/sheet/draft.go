package sheet

import (
	"strings"
	"time"

	"alongside/internal/place"
	"alongside/internal/text"
)

// Kind is what a row is.
type Kind string

const (
	Neither Kind = "" // it goes into the tray of rows to sort
	AnAsk   Kind = "ask"
	AnOffer Kind = "offer"
)

// drafter makes drafts of rows. Its memory of places is bounded.
type drafter struct {
	m      *Mapping
	locate func(string) (place.Area, bool)
	known  map[string]place.Area
	warn   bool
	cells  []string
	notes  []Note
}

// cell is the first filled cell of a field, cleaned; a cell such as "N/A" is
// empty.
func (d *drafter) cell(f Field) string {
	for _, i := range d.m.by[f] {
		if s := strings.TrimSpace(d.cells[i]); !nothing(s) {
			return s
		}
	}
	return ""
}

// line is a cell on one line, at most max letters; a longer one is a note and
// is cut at a word.
func (d *drafter) line(f Field, max int) string {
	return d.fit(f, d.cell(f), max)
}

func (d *drafter) fit(f Field, s string, max int) string {
	s, err := clean(s, max)
	if err != nil {
		d.note(f, "sheet.note_cut")
		return text.Excerpt(s, max)
	}
	return s
}

// joined is every filled cell of a field on one line: first and last name.
func (d *drafter) joined(f Field, max int) string {
	columns := d.m.by[f]
	if len(columns) == 1 {
		return d.line(f, max)
	}
	var parts []string
	for _, i := range columns {
		if s := strings.TrimSpace(d.cells[i]); !nothing(s) {
			parts = append(parts, s)
		}
	}
	return d.fit(f, strings.Join(parts, " "), max)
}

func (d *drafter) note(f Field, say string) {
	column := ""
	if columns := d.m.by[f]; len(columns) > 0 {
		column = d.m.Columns[columns[0]].Head
	}
	d.notes = append(d.notes, Note{Column: column, Say: say, Args: []any{"column", column}})
}

// body is what a form's questions were answered with. The first stands alone,
// the others below the question that they answer.
func (d *drafter) body(f Field) (string, error) {
	var b strings.Builder
	if columns := d.m.by[f]; len(columns) == 1 {
		return cleanLines(d.cells[columns[0]], MaxBody)
	}
	for _, i := range d.m.by[f] {
		s := strings.TrimSpace(d.cells[i])
		if s == "" || b.Len() > 0 && nothing(s) {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n" + d.m.Columns[i].Head + ": ")
		}
		b.WriteString(s)
	}
	return cleanLines(b.String(), MaxBody)
}

func (d *drafter) date(f Field) time.Time {
	cell := d.cell(f)
	if cell == "" {
		return time.Time{}
	}
	t, ok := dateOf(cell, d.m.Dates)
	if !ok {
		d.note(f, "sheet.note_date")
	}
	return t
}

// clean is text.Clean, which most cells are already.
func clean(s string, max int) (string, error) {
	if len(s) <= max && isClean(s) {
		return s, nil
	}
	return text.Clean(s, max)
}

func cleanLines(s string, max int) (string, error) {
	if len(s) <= max && isClean(s) {
		return s, nil
	}
	return text.CleanLines(s, max)
}

// isClean reports whether s is printed ASCII with single blanks inside.
func isClean(s string) bool {
	before := byte(' ')
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c > '~' || c == ' ' && before == ' ' {
			return false
		}
		before = s[i]
	}
	return s == "" || before != ' '
}

func (d *drafter) out(f Field, say string, args ...any) *Note {
	n := Note{Say: say, Args: args}
	if columns := d.m.by[f]; len(columns) > 0 {
		n.Column = d.m.Columns[columns[0]].Head
	}
	return &n
}
