package sheet

import (
	"strconv"
	"strings"

	"alongside/internal/fault"
)

// Override changes a mapping as --map says: "title=What do you need?",
// "phone=#4" for the fourth column, "thing.water=Water" for a column of ticks,
// "skip=Notes" for one to leave alone, "dates=dmy". The columns that a field had before
// give it up. Every mistake is reported at once, each under its own pair; on
// a mistake nothing is changed.
func (m *Mapping) Override(pairs []string) error {
	next := Mapping{As: m.As, Columns: append([]Column(nil), m.Columns...), Dates: m.Dates, DatesSure: m.DatesSure}
	var form fault.Form
	cleared := map[Field]bool{}
	set := map[int]string{}
	for _, pair := range pairs {
		next.override(pair, &form, cleared, set)
	}
	next.sound(&form)
	if err := form.Err("sheet.map"); err != nil {
		return err
	}
	next.index()
	*m = next
	return nil
}

func (m *Mapping) override(pair string, form *fault.Form, cleared map[Field]bool, set map[int]string) {
	name, column, found := strings.Cut(pair, "=")
	name, column = strings.TrimSpace(name), strings.TrimSpace(column)
	if !found || name == "" || column == "" {
		form.Add(pair, "sheet.map_form", "pair", pair)
		return
	}
	if name == "dates" {
		order := DateOrder(column)
		form.Check(order.valid(), pair, "sheet.map_dates", "value", column)
		m.Dates, m.DatesSure = order, true
		return
	}
	f, thing, ok := m.named(name)
	if !ok {
		form.Add(pair, "sheet.map_field", "field", name)
		return
	}
	i, say := m.find(column)
	if say != "" {
		form.Add(pair, say, "column", column)
		return
	}
	c := &m.Columns[i]
	if c.Refused != "" && f != "" {
		form.Add(pair, "sheet.map_refused", "column", c.Head)
		return
	}
	if before, twice := set[i]; twice {
		form.Add(pair, "sheet.map_twice", "column", c.Head, "field", before)
		return
	}
	if f != "" && cleared[f] && !f.several() {
		form.Add(pair, "sheet.map_field_twice", "field", name)
		return
	}
	if f != "" && f != OneThing && !cleared[f] {
		for k := range m.Columns {
			if _, mine := set[k]; !mine && m.Columns[k].Field == f {
				m.Columns[k].Field, m.Columns[k].Thing = "", ""
			}
		}
	}
	set[i], cleared[f] = name, true
	c.Field, c.Thing, c.Sure, c.Skip = f, thing, true, f == ""
}

// named reads the left side of a pair; the empty field is a column to skip.
func (m *Mapping) named(name string) (Field, Thing, bool) {
	if name == "skip" {
		return "", "", true
	}
	if t, ok := strings.CutPrefix(name, string(OneThing)+"."); ok {
		for _, one := range AllThings {
			if Thing(t) == one && m.As != AsGroups {
				return OneThing, one, true
			}
		}
		return "", "", false
	}
	f := Field(name)
	return f, "", f != OneThing && m.As.has(f)
}

// find is the column of a name, as it stands or but for capitals, or of a
// number: "#4". It answers with the key of what is wrong.
func (m *Mapping) find(column string) (int, string) {
	if number, ok := strings.CutPrefix(column, "#"); ok {
		if n, err := strconv.Atoi(number); err == nil {
			if n < 1 || n > len(m.Columns) {
				return 0, "sheet.map_column"
			}
			return n - 1, ""
		}
	}
	for _, same := range []func(string) bool{
		func(head string) bool { return head == tidy(column) },
		func(head string) bool { return plainHead(head) == plainHead(column) && plainHead(head) != "" },
	} {
		at := -1
		for i := range m.Columns {
			if !same(m.Columns[i].Head) {
				continue
			}
			if at >= 0 {
				return 0, "sheet.map_two_columns"
			}
			at = i
		}
		if at >= 0 {
			return at, ""
		}
	}
	return 0, "sheet.map_column"
}

// Set gives one column a field, as the web's form of columns does. An empty
// field leaves the column unread. Call Check when all are set.
func (m *Mapping) Set(column int, f Field, t Thing) {
	if column < 0 || column >= len(m.Columns) || m.Columns[column].Refused != "" {
		return
	}
	c := &m.Columns[column]
	if f != "" && !m.As.has(f) {
		return
	}
	c.Field, c.Thing, c.Sure, c.Skip = f, "", true, false
	if f == OneThing {
		c.Thing = t
	}
	m.index()
}

// Skip leaves a column out: nothing of it is read or kept.
func (m *Mapping) Skip(column int) {
	m.Set(column, "", "")
	if column >= 0 && column < len(m.Columns) {
		m.Columns[column].Skip = true
	}
}

// Check says what is missing or said twice, each under its field.
func (m *Mapping) Check() error {
	var form fault.Form
	m.sound(&form)
	return form.Err("sheet.map")
}

// sound adds what no rows could be made of.
func (m *Mapping) sound(form *fault.Form) {
	had := map[Field]int{}
	for _, c := range m.Columns {
		if c.Refused != "" || c.Field == "" {
			continue
		}
		if had[c.Field]++; had[c.Field] == 2 && !c.Field.several() {
			form.Add(string(c.Field), "sheet.map_field_twice", "field", string(c.Field))
		}
	}
	switch {
	case m.As == AsGroups:
		form.Check(had[Name] > 0, string(Name), "sheet.map_needs_name")
	case had[Title]+had[Body]+had[Things]+had[OneThing] == 0:
		form.Add(string(Title), "sheet.map_needs_words")
	}
}
