package action

// Template is what a plan begins with.
type Template string

const (
	Walk    Template = "walk"
	Picket  Template = "picket"
	Vigil   Template = "vigil"
	Canvass Template = "canvass"
	Work    Template = "work"
	Online  Template = "online"
	Court   Template = "court"
)

// Templates in the order of a form.
var Templates = []Template{Walk, Picket, Vigil, Canvass, Work, Online, Court}

// Known reports whether t is one of Templates.
func (t Template) Known() bool { _, known := beginnings[t]; return known }

// Beginning is what a template gives: pages put its keys into words.
type Beginning struct {
	Risks   []Risk
	Roles   []Role // Level is the place of its level in Risks
	Minutes int
	Homes   int
	Ways    bool // ways out matter
}

// Beginning of a plan from this template.
func (t Template) Beginning() Beginning { return beginnings[t] }

func (k Kind) wanted(n int64, level LevelID) Role { return Role{Kind: k, Wanted: n, Level: level} }

var beginnings = map[Template]Beginning{
	Walk: {Risks: []Risk{Lower, Some}, Minutes: 120, Homes: 120, Ways: true, Roles: []Role{
		Join.wanted(0, 0), Kind("marshal").wanted(4, 0), Kind("medic").wanted(1, 0), Kind("interpreter").wanted(1, 0),
		Join.wanted(0, 1), Kind("observer").wanted(2, 1)}},
	Picket: {Risks: []Risk{Lower, Some}, Minutes: 180, Homes: 120, Ways: true, Roles: []Role{
		Join.wanted(0, 0), Kind("marshal").wanted(2, 0), Join.wanted(0, 1), Kind("calm").wanted(2, 1), Kind("observer").wanted(1, 1)}},
	Vigil:   {Risks: []Risk{Lower}, Minutes: 60, Homes: 120, Ways: true, Roles: []Role{Join.wanted(0, 0), Kind("marshal").wanted(2, 0)}},
	Canvass: {Risks: []Risk{Lower}, Minutes: 120, Homes: 60, Roles: []Role{Join.wanted(0, 0), Kind("interpreter").wanted(2, 0)}},
	Work:    {Risks: []Risk{Lower}, Minutes: 240, Homes: 60, Roles: []Role{Join.wanted(0, 0), Kind("driver").wanted(2, 0), Kind("children").wanted(1, 0)}},
	Online:  {Risks: []Risk{Lower}, Minutes: 30, Roles: []Role{{Kind: Join, Minutes: 30}}},
	Court: {Risks: []Risk{Lower}, Minutes: 180, Homes: 60, Roles: []Role{
		Kind("companion").wanted(2, 0), Kind("shadow").wanted(1, 0), Kind("driver").wanted(1, 0), Kind("interpreter").wanted(1, 0)}},
}
