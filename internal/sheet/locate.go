package sheet

import (
	"strings"

	"alongside/internal/place"
	"alongside/internal/text"
)

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
				town, _, _ := strings.Cut(a.Name, ",")
				if said, _, _ := strings.Cut(words, ","); words != "" && same(said) != same(town) {
					a.Name = words // the gazetteer finds the square, the people's own word names it
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

// Gazetteer is the towns and postal codes that ship with the program, for
// Plan.Locate.
func Gazetteer(words string) (place.Area, bool) {
	p, ok := place.Match(words)
	return p.Area(), ok
}
