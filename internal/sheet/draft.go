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
	Neither  Kind = "" // it goes into the tray of rows to sort
	AnAsk    Kind = "ask"
	AnOffer  Kind = "offer"
	TheGroup Kind = "group"
)

// Call is the draft of an ask or an offer. Phone, Email, Reach and Address are
// details: only the two sides of an agreed commitment may read them.
type Call struct {
	Kind     Kind
	Both     bool   // the row also offers; the ask comes first
	Title    string // at most text.TitleMax letters
	Body     string // at most MaxBody letters
	Language string // a tag, empty where the sheet does not say
	Name     string
	Phone    string
	Email    string
	Reach    string
	Address  string
	Area     place.Area
	Day      time.Time // wanted on; midnight UTC stands for a day without a clock
	Until    time.Time
	Posted   time.Time
	Urgency  Urgency
	Parts    []Part // at least one, but for a row to sort
}

// Part is one thing wanted or given. Its title is either in the words of the
// sheet or, where Title is empty, the name of Thing in the call's language.
type Part struct {
	Title    string
	Thing    Thing
	Quantity int
	Unit     string
}

// Group is the draft of a group's public page.
type Group struct {
	Name     string
	Language string
	Area     place.Area
	Topic    string
	URL      string
	About    string
	Links    []string
	Phone    string // details: never on the public page
	Email    string
}

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

// kind is what the row is. Ticks and words in it go before what the whole
// sheet was brought as; a row that is both asks first.
func (d *drafter) kind() (kind Kind, both bool) {
	asks, offers, said := false, false, false
	for _, i := range d.m.by[Asks] {
		on, _ := tick(d.cells[i])
		asks, said = asks || on, true
	}
	for _, i := range d.m.by[Offers] {
		on, _ := tick(d.cells[i])
		offers = offers || on
		said = said || !d.m.Has(Asks) && d.m.As == AsOffers
	}
	for _, i := range d.m.by[KindOf] {
		k := kindOf(d.cells[i])
		asks, offers, said = asks || k.first, offers || k.second, true
	}
	switch {
	case asks:
		return AnAsk, offers
	case offers:
		return AnOffer, false
	case said:
		return Neither, false
	case d.m.As == AsOffers:
		return AnOffer, false
	}
	return AnAsk, false
}

// call drafts a row as an ask, an offer, or one to sort. The note is the
// reason why the row is left out.
func (d *drafter) call(row *Row) (*Call, *Note) {
	kind, both := d.kind()
	body, err := d.body(Body)
	if err != nil {
		return nil, d.out(Body, "sheet.out_long_words", "n", MaxBody)
	}
	c := &Call{Kind: kind, Both: both, Body: body,
		Language: languageOf(d.cell(Language)), Urgency: urgencyOf(d.cell(Urgent)),
		Name: d.joined(Name, 60), Phone: d.line(Phone, 60), Email: d.line(Email, 254),
		Reach: d.joined(Reach, 200), Address: d.joined(Address, 300),
		Day: d.date(Day), Until: d.date(Until), Posted: d.date(Posted),
	}
	c.Parts = d.parts()
	if out := d.words(c); out != nil {
		return nil, out
	}
	if kind == Neither {
		return c, nil
	}
	if isDone(d.cell(Status)) {
		return nil, d.out(Status, "sheet.out_done")
	}
	if c.Title == "" && len(c.Parts) == 0 {
		return nil, d.out("", "sheet.out_no_words")
	}
	c.Area = d.area()
	d.amount(c)
	if d.warn && (private(c.Title) || private(c.Body)) {
		d.note("", "sheet.note_private")
	}
	return c, nil
}

// words settles title and body. A long title is the body, cut for a title; a
// lone body makes its own title; nothing but things makes neither.
func (d *drafter) words(c *Call) *Note {
	full, err := clean(d.cell(Title), MaxBody)
	if err != nil {
		return d.out(Title, "sheet.out_long_words", "n", MaxBody)
	}
	c.Title = text.Title(full)
	switch {
	case full == "":
		c.Title = text.Title(c.Body)
	case strings.HasSuffix(c.Title, "…") || len(c.Title) < len(full)-3:
		if c.Body, err = text.CleanLines(strings.TrimSpace(full+"\n\n"+c.Body), MaxBody); err != nil {
			return d.out(Title, "sheet.out_long_words", "n", MaxBody)
		}
	}
	return nil
}

// parts are the things a row names: the ticked ones, then those in words. What
// we do not know keeps the words of the sheet.
func (d *drafter) parts() []Part {
	var parts []Part
	add := func(p Part) {
		for _, q := range parts {
			if q.Thing == p.Thing && q.Title == p.Title {
				return
			}
		}
		if len(parts) < 20 {
			parts = append(parts, p)
		}
	}
	for _, i := range d.m.by[OneThing] {
		if on, _ := tick(d.cells[i]); on {
			add(Part{Thing: d.m.Columns[i].Thing, Quantity: 1})
		}
	}
	for _, i := range d.m.by[Things] {
		for one := range strings.FieldsFuncSeq(d.cells[i], func(r rune) bool { return strings.ContainsRune(",;|\n،؛、", r) }) {
			one, _ = text.Clean(one, 120)
			if one = text.Excerpt(one, 120); nothing(one) {
				continue
			}
			if t := thingLexicon.whole[plainHead(one)]; t != "" {
				add(Part{Thing: Thing(t), Quantity: 1})
			} else {
				add(Part{Title: one, Quantity: 1})
			}
		}
	}
	return parts
}

// amount gives the quantity to the only part. With several parts nobody knows
// which one the number belongs to: each stays at one, and a note says so.
func (d *drafter) amount(c *Call) {
	if len(c.Parts) == 0 {
		c.Parts = []Part{{Title: c.Title, Quantity: 1}}
	}
	cell := d.cell(Quantity)
	if cell == "" {
		return
	}
	n, unit, ok := quantityOf(cell)
	switch {
	case !ok:
		d.note(Quantity, "sheet.note_quantity")
	case len(c.Parts) > 1:
		d.note(Quantity, "sheet.note_quantity_parts")
	default:
		if said := d.line(Unit, 40); said != "" {
			unit = said
		}
		c.Parts[0].Quantity, c.Parts[0].Unit = n, text.Excerpt(unit, 40)
	}
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

// area looks a place up in the gazetteer: by postal code, by what people
// call it, with its state and without. A place nobody knows keeps its words.
func (d *drafter) area() place.Area {
	words := d.line(PlaceTitle, 80)
	if words == "" {
		words = d.line(Place, 80)
	}
	region, postal := d.cell(Region), d.cell(Postal)
	if words == "" && region == "" && postal == "" {
		return place.Area{}
	}
	id := postal + "\x00" + words + "\x00" + region
	if a, ok := d.known[id]; ok {
		return a
	}
	a := d.look(words, region, postal)
	if d.known == nil || len(d.known) >= 20_000 {
		d.known = map[string]place.Area{}
	}
	d.known[id] = a
	return a
}

func (d *drafter) look(words, region, postal string) place.Area {
	if d.locate != nil {
		for _, q := range []string{postal, words + ", " + strings.ReplaceAll(region, "-", " "), words} {
			if q = strings.Trim(q, ", "); q == "" {
				continue
			}
			if a, ok := d.locate(q); ok {
				if words != "" && q == postal {
					a.Name = words // the code finds the square, the people's word names it
				}
				return a
			}
		}
	}
	if words == "" {
		words, _ = text.Clean(region, 80)
	}
	return place.Area{Name: words}
}

// group drafts a row as a group.
func (d *drafter) group(row *Row) (*Group, *Note) {
	name := d.joined(Name, MaxCell)
	switch {
	case name == "":
		return nil, d.out(Name, "sheet.out_no_name")
	case len([]rune(name)) > MaxName:
		return nil, d.out(Name, "sheet.out_long_name", "n", MaxName)
	}
	about, err := d.body(About)
	if err != nil {
		return nil, d.out(About, "sheet.out_long_words", "n", MaxBody)
	}
	g := &Group{Name: name, About: about, Topic: d.line(Topic, 80), Language: languageOf(d.cell(Language)),
		Phone: d.line(Phone, 60), Email: d.line(Email, 254), Area: d.area()}
	if cell := d.cell(URL); cell != "" && cell != "#" {
		if g.URL = webOf(cell); g.URL == "" {
			d.note(URL, "sheet.note_link")
		}
	}
	for _, i := range d.m.by[Links] {
		for one := range strings.FieldsFuncSeq(d.cells[i], func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '\n' || r == '|' }) {
			link := webOf(one)
			switch {
			case link == "" && !nothing(one):
				d.note(Links, "sheet.note_link")
			case link != "" && link != g.URL && len(g.Links) < 10:
				g.Links = append(g.Links, link)
			}
		}
	}
	return g, nil
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

// private asks text.Private, but not about words that can hold nothing of it.
func private(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r == '@' || r == '＠' || westernDigit(r) >= '0' && westernDigit(r) <= '9' }) &&
		len(text.Private(s)) > 0
}

// Gazetteer is the towns and postal codes that ship with the program, for
// Plan.Locate.
func Gazetteer(words string) (place.Area, bool) {
	p, ok := place.Match(words)
	return p.Area(), ok
}
