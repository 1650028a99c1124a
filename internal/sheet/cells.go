package sheet

import (
	"encoding/json"
	"strings"
)

// What the export needs of a row is kept so that nothing is kept twice and
// people's contacts stay in one place only, the call's detail: a cell that is
// the call's title or words is a mark, a contact is where it stands in the
// detail. When the detail is erased, nothing of it is left here.

// span is where a cell stands in a detail: [from, to) in its reach, or, with a
// third number, in its spot.
type span []int

const (
	isTitle = 1
	isBody  = 2
)

// details are what only the two sides may read: name and ways to be reached,
// each on a line, and the exact place; and where each cell of them stands.
func details(c *Call, columns *[]Column, cells []string) (reach, spot string, spans map[int]span) {
	spans = map[int]span{}
	for _, f := range []struct {
		field Field
		value string
	}{{Name, c.Name}, {Phone, c.Phone}, {Email, c.Email}, {Reach, c.Reach}} {
		if f.value == "" {
			continue
		}
		if reach != "" {
			reach += "\n"
		}
		mark(spans, *columns, cells, f.field, f.value, len(reach), false)
		reach += f.value
	}
	mark(spans, *columns, cells, Address, c.Address, 0, true)
	return reach, c.Address, spans
}

// mark notes where the cells of a field stand in the value made of them.
func mark(spans map[int]span, columns []Column, cells []string, f Field, value string, at int, spot bool) {
	from := 0
	for _, c := range columns {
		if c.Field != f || c.Refused != "" || c.Index >= len(cells) {
			continue
		}
		words := strings.Join(strings.Fields(cells[c.Index]), " ")
		i := strings.Index(value[from:], words)
		if words == "" || i < 0 {
			continue
		}
		s := span{at + from + i, at + from + i + len(words)}
		if from += i + len(words); spot {
			s = append(s, 1)
		}
		spans[c.Index] = s
	}
}

// contact reports whether a field's cells are kept in the detail alone.
func (f Field) contact() bool {
	return f == Name || f == Phone || f == Email || f == Reach || f == Address
}

// pack writes down what the export needs of a row.
func pack(l *Line, columns []Column, spans map[int]span) string {
	cells := make([]any, len(l.Cells))
	for i, cell := range l.Cells {
		cells[i] = cell
		if i >= len(columns) {
			continue
		}
		c := columns[i]
		switch s, there := spans[i]; {
		case c.Refused != "" || c.Skip:
			cells[i] = ""
		case there:
			cells[i] = s
		case l.Call != nil && c.Field.contact():
			cells[i] = ""
		case l.Call != nil && c.Field == Body && cell != "" && cell == l.Call.Body:
			cells[i] = isBody
		case l.Call != nil && c.Field == Title && cell != "" && cell == l.Call.Title:
			cells[i] = isTitle
		}
	}
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	b, _ := json.Marshal(cells) // strings and numbers only
	return string(b)
}

// unpack is the row again, as far as what it says is still here.
func unpack(r Entry, width int) []string {
	var packed []any
	if json.Unmarshal([]byte(r.Memory.Cells), &packed) != nil {
		return make([]string, width)
	}
	cells := make([]string, width)
	for i, p := range packed[:min(width, len(packed))] {
		switch p := p.(type) {
		case string:
			cells[i] = p
		case float64:
			cells[i] = r.Call.Body
			if p == isTitle {
				cells[i] = r.Call.Title
			}
		case []any:
			cells[i] = cut(r, p)
		}
	}
	return cells
}

// cut is a span of the row's detail, nothing when that is gone.
func cut(r Entry, s []any) string {
	in := r.Detail.Reach
	if len(s) == 3 {
		in = r.Detail.Spot
	}
	if len(s) < 2 {
		return ""
	}
	from, _ := s[0].(float64)
	to, _ := s[1].(float64)
	if from < 0 || to < from || int(to) > len(in) {
		return ""
	}
	return in[int(from):int(to)]
}
