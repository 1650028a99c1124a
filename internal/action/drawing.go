package action

import (
	"alongside/internal/fault"
)

// Drawing is a map by hand: lines and points on a sheet of Wide by High, drawn
// in the browser. It says nothing that the table of ways out does not.
type Drawing struct {
	Lines  [][]Spot `json:"lines,omitempty"` // streets and the route, each from point to point
	Points []Mark   `json:"points,omitempty"`
}

// Spot is a place on the sheet.
type Spot struct {
	X int `json:"x"`
	Y int `json:"y"`
}

// Mark is a place with a name: a meeting point, or a way out by its letter.
type Mark struct {
	Spot
	Name string `json:"name"`
}

// The sheet of a drawing, and how much it holds.
const (
	Wide       = 320
	High       = 190
	linesMost  = 24
	bendsMost  = 40
	pointsMost = 16
	markMost   = 24 // letters
)

// Empty reports whether nothing is drawn.
func (d Drawing) Empty() bool { return len(d.Lines) == 0 && len(d.Points) == 0 }

// check names what a page that is not ours may have sent.
func (d *Drawing) check(f *fault.Form) {
	sound := len(d.Lines) <= linesMost && len(d.Points) <= pointsMost
	for _, line := range d.Lines {
		sound = sound && len(line) <= bendsMost
		for _, s := range line {
			sound = sound && s.in()
		}
	}
	f.Check(sound, "drawing", "action.drawing_too_large")
	for i := range d.Points {
		f.Check(d.Points[i].in(), "drawing", "action.drawing_too_large")
		tidy(f, "drawing", &d.Points[i].Name, markMost, false)
	}
}

func (s Spot) in() bool { return s.X >= 0 && s.X <= Wide && s.Y >= 0 && s.Y <= High }
