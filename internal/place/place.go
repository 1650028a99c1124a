// Package place is where something is, as coarsely as people need: a named
// area and a square of about 5 km. It holds the gazetteer that ships with the
// program, so that no outside service ever hears a place.
//
// The law: no point goes in without coming out as a cell, and nothing here
// asks another machine.
package place

// Attribution must stand on a page of every board: the gazetteer's licence
// (CC BY 4.0) asks for it. See doc/attributions.md.
const Attribution = "Towns: GeoNames (geonames.org), CC BY 4.0. Postal codes: US Census Bureau."

// AttributionURL is where the licence of the towns can be read.
const AttributionURL = "https://creativecommons.org/licenses/by/4.0/"

// Area is what a call stores of its place: a name for people and a cell for
// finding what is near. Its zero value is no place.
type Area struct {
	Name string
	Cell Cell
}

// Empty reports that no place was given.
func (a Area) Empty() bool { return a.Name == "" && a.Cell == 0 }

// Place is one row of the gazetteer. Country is an ISO 3166 code. Region is
// what people there call it: a state's letters (IL) or a province's name,
// empty where the gazetteer knows only a number. Wide marks a county or a
// region: its cell is its best known town.
type Place struct {
	Name    string
	Region  string
	Country string
	Cell    Cell
	Wide    bool
}

// Area is what to store for the place.
func (p Place) Area() Area {
	name := p.Name
	if p.Region != "" {
		name += ", " + p.Region
	}
	return Area{Name: name, Cell: p.Cell}
}

// Label tells the place from others of its name: "Springfield, IL, US".
// Match reads it back.
func (p Place) Label() string { return p.Area().Name + ", " + p.Country }
