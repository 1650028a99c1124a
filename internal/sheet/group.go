package sheet

import (
	"strings"

	"alongside/internal/place"
)

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

// group drafts a row as a group.
func (d *drafter) group() (*Group, *Note) {
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
