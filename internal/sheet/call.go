package sheet

import (
	"strings"
	"time"

	"alongside/internal/place"
	"alongside/internal/text"
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
func (d *drafter) call() (*Call, *Note) {
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
	for _, i := range d.m.by[Status] {
		if isDone(strings.TrimSpace(d.cells[i])) {
			return nil, d.out(Status, "sheet.out_done")
		}
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
			if t := thingLexicon().whole[plainHead(one)]; t != "" {
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

// private asks text.Private, but not about words that can hold nothing of it.
func private(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r == '@' || r == '＠' || westernDigit(r) >= '0' && westernDigit(r) <= '9' }) &&
		len(text.Private(s)) > 0
}
