package sheet

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// Column is one column of a sheet and what it is for. Field is empty where it
// is not read.
type Column struct {
	Index   int     `json:"column"` // from 0
	Head    string  `json:"head"`   // its name, on one line
	Field   Field   `json:"field,omitempty"`
	Thing   Thing   `json:"thing,omitempty"`   // what a tick in it stands for
	Refused Refusal `json:"refused,omitempty"` // why it is never read
	Sure    bool    `json:"sure"`              // its name says so, or a person did
	Skip    bool    `json:"skip,omitempty"`    // a person said to leave it out: the export has it blank
}

// Mapping is what every column of a sheet is for. Guess makes one, Set and
// Override change it.
type Mapping struct {
	As      As
	Columns []Column
	Dates   DateOrder // how a date such as 5/6/2024 is meant
	// DatesSure is false where no date in the sample tells days from months.
	DatesSure bool

	by map[Field][]int
}

var (
	callLexicon  = sync.OnceValue(func() *lexicon { return compile(callWords, callFields) })
	groupLexicon = sync.OnceValue(func() *lexicon { return compile(groupWords, groupFields) })
	thingLexicon = sync.OnceValue(func() *lexicon { return compile(thingFields(), thingNames()) })
)

func thingFields() map[Field]string {
	m := map[Field]string{}
	for t, words := range thingWords {
		m[Field(t)] = words
	}
	return m
}

func thingNames() (names []Field) {
	for _, t := range AllThings {
		names = append(names, Field(t))
	}
	return names
}

// familiar counts the names in a row that can head a column.
func familiar(record []string) int {
	n := 0
	for _, cell := range record[:min(len(record), MaxColumns)] {
		if len(cell) > 200 || strings.TrimSpace(cell) == "" {
			continue
		}
		plain := plainHead(cell)
		_, call := callLexicon().whole[plain]
		_, group := groupLexicon().whole[plain]
		if call || group || RefusedColumn(cell) != "" {
			n++
		}
	}
	return n
}

// Guess says what the columns are for, from their names in any of the four
// languages and from a sample of rows. It never fails: what it cannot tell
// stays unread, for a person to set.
func Guess(as As, head []string, sample [][]string) Mapping {
	m := Mapping{As: as, Columns: make([]Column, len(head))}
	g := guess{m: &m, maker: makerOf(head), sample: sample, taken: map[Field]bool{}}
	for i, name := range head {
		m.Columns[i] = Column{Index: i, Head: tidy(name), Refused: RefusedColumn(name)}
	}
	g.byMaker()
	g.byName(true)
	g.things()
	g.byName(false)
	g.byCells()
	m.Dates, m.DatesSure = guessDates(&m, sample)
	m.index()
	return m
}

type guess struct {
	m      *Mapping
	maker  *maker
	sample [][]string
	taken  map[Field]bool
	done   map[int]bool
}

func (g *guess) take(c *Column, f Field, sure bool) bool {
	if f == "" || !g.m.As.has(f) || g.taken[f] && !f.several() {
		return false
	}
	c.Field, c.Sure = f, sure
	g.taken[f] = true
	return true
}

// free walks over the columns that may still get a field.
func (g *guess) free(visit func(c *Column)) {
	for i := range g.m.Columns {
		c := &g.m.Columns[i]
		if c.Field == "" && c.Refused == "" && !g.done[i] {
			visit(c)
		}
	}
}

func (g *guess) heads() []string {
	names := make([]string, len(g.m.Columns))
	for i, c := range g.m.Columns {
		names[i] = c.Head
	}
	return names
}

func (g *guess) byMaker() {
	g.done = map[int]bool{}
	g.free(func(c *Column) {
		f, t, known := g.maker.field(c.Head)
		if c.Index >= len(Columns(g.heads())) { // ours
			if f, known = unread, true; c.Head == statusColumn {
				f = Status // what has closed here does not open again
			}
		}
		switch {
		case known && f == unread:
			g.done[c.Index], c.Sure = true, true
		case known && g.take(c, f, true):
			c.Thing = t
		}
	})
	if g.maker != nil && g.maker.profile == ProfileMessages { // its other ticks are not for us
		g.free(func(c *Column) {
			if plainHead(c.Head) != "id" {
				g.done[c.Index] = true
			}
		})
	}
}

// byName takes names that are wholly a field's first, so that a long question
// never takes the place of a plain column.
func (g *guess) byName(whole bool) {
	words := callLexicon()
	if g.m.As == AsGroups {
		words = groupLexicon()
	}
	g.free(func(c *Column) {
		f, all := words.field(plainHead(c.Head))
		if all != whole {
			return
		}
		if (f == Asks || f == Offers) && !ticks(g.sample, c.Index) {
			f = Body // "Request" over sentences is the request itself
			if whole && !g.taken[Title] {
				f = Title
			}
		}
		g.take(c, f, whole || !f.several())
	})
}

// things finds columns of ticks that are named after a thing.
func (g *guess) things() {
	if g.m.As == AsGroups {
		return
	}
	g.free(func(c *Column) {
		t, whole := thingLexicon().field(plainHead(c.Head))
		if t != "" && (ticks(g.sample, c.Index) || whole && bare(g.sample, c.Index)) && g.take(c, OneThing, true) {
			c.Thing = Thing(t)
		}
	})
}

// bare reports whether nothing stands in a column: ticks that nobody set yet.
func bare(sample [][]string, column int) bool {
	for _, row := range sample {
		if column < len(row) && strings.TrimSpace(row[column]) != "" {
			return false
		}
	}
	return len(sample) > 0
}

// ticks reports whether a column holds only yes, no and nothing, with at least
// one of them.
func ticks(sample [][]string, column int) bool {
	some := false
	for _, row := range sample {
		if column >= len(row) {
			continue
		}
		cell := strings.TrimSpace(row[column])
		if cell == "" {
			continue
		}
		if _, ok := tick(cell); !ok {
			return false
		}
		some = true
	}
	return some
}

// byCells looks at what stands in columns whose names say nothing.
func (g *guess) byCells() {
	longest, body := 0.0, (*Column)(nil)
	g.free(func(c *Column) {
		var n, mail, phone, web, letters int
		for _, row := range g.sample {
			if c.Index >= len(row) || strings.TrimSpace(row[c.Index]) == "" {
				continue
			}
			cell := strings.TrimSpace(row[c.Index])
			n++
			letters += utf8.RuneCountInString(cell)
			switch {
			case isMail(cell):
				mail++
			case isWeb(cell):
				web++
			case isPhone(cell):
				phone++
			}
		}
		switch {
		case n == 0:
		case mail*10 >= n*7:
			g.take(c, Email, false)
		case web*10 >= n*7:
			g.take(c, URL, false)
		case phone*10 >= n*8:
			g.take(c, Phone, false)
		default:
			if long := float64(letters) / float64(n); long > 20 && long > longest {
				longest, body = long, c
			}
		}
	})
	if body != nil && !g.taken[Body] && !g.taken[Title] && !g.taken[About] {
		if !g.take(body, Body, false) {
			g.take(body, About, false)
		}
	}
}

// index finds the columns of a field quickly.
func (m *Mapping) index() {
	m.by = map[Field][]int{}
	for _, c := range m.Columns {
		if c.Field != "" && c.Refused == "" {
			m.by[c.Field] = append(m.by[c.Field], c.Index)
		}
	}
}

// Has reports whether any column fills the field.
func (m *Mapping) Has(f Field) bool { return len(m.by[f]) > 0 }

// Notes are what people should know before they go on: refused columns, and
// dates that could mean two things.
func (m *Mapping) Notes() []Note {
	var notes []Note
	for _, c := range m.Columns {
		if c.Refused != "" {
			notes = append(notes, Note{Column: c.Head, Say: c.Refused.Say(), Args: []any{"column", c.Head}})
		}
	}
	if !m.DatesSure {
		for _, f := range dateFields {
			for _, i := range m.by[f] {
				notes = append(notes, Note{Column: m.Columns[i].Head, Say: m.Dates.Say(), Args: []any{"column", m.Columns[i].Head}})
			}
		}
	}
	return notes
}
