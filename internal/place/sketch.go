package place

import (
	"math"

	"github.com/golang/geo/r3"
	"github.com/golang/geo/s2"
)

// Point is a spot in the unit box, from the top left corner.
type Point struct{ X, Y float64 }

// Sketch is a map drawn by hand: where cells lie to each other, north up, in a
// box of one by one. Box is the box's side in km.
type Sketch struct {
	Points []Point // one for each cell, in order
	Box    float64
}

// leastBox keeps a single cell, or a few that touch, from filling the paper.
const leastBox = 20.0

// Draw sketches the cells, with a margin of an eighth on every side. Cells that
// are no place are drawn in the middle. Distances from the middle are true;
// the farther from it, the more the rest is bent.
func Draw(cells []Cell) Sketch {
	middle, ok := middleOf(cells)
	s := Sketch{Points: make([]Point, len(cells)), Box: leastBox}
	if !ok {
		for i := range s.Points {
			s.Points[i] = Point{0.5, 0.5}
		}
		return s
	}
	var low, high Point
	first := true
	for i, c := range cells {
		if !c.s2().IsValid() {
			continue
		}
		p := flatten(middle, c.point())
		s.Points[i] = p
		if first {
			low, high, first = p, p, false
		}
		low = Point{min(low.X, p.X), min(low.Y, p.Y)}
		high = Point{max(high.X, p.X), max(high.Y, p.Y)}
	}
	centre := Point{(low.X + high.X) / 2, (low.Y + high.Y) / 2}
	s.Box = max(leastBox, max(high.X-low.X, high.Y-low.Y)*4/3)
	for i, p := range s.Points {
		if !cells[i].s2().IsValid() {
			s.Points[i] = Point{0.5, 0.5}
			continue
		}
		s.Points[i] = Point{0.5 + (p.X-centre.X)/s.Box, 0.5 + (p.Y-centre.Y)/s.Box}
	}
	return s
}

// middleOf is the middle of all cells, also where they lie on both sides of the
// date line.
func middleOf(cells []Cell) (s2.Point, bool) {
	var sum r3.Vector
	var any s2.Point
	found := false
	for _, c := range cells {
		if c.s2().IsValid() {
			any, found = c.point(), true
			sum = sum.Add(any.Vector)
		}
	}
	if !found || sum.Norm() < 1e-9 { // all around the earth: any middle will do
		return any, found
	}
	return s2.Point{Vector: sum.Normalize()}, true
}

// flatten is the azimuthal equidistant projection: km to the right and down.
func flatten(middle, p s2.Point) Point {
	away := float64(middle.Distance(p))
	if away < 1e-9 {
		return Point{}
	}
	m, q := s2.LatLngFromPoint(middle), s2.LatLngFromPoint(p)
	turn := float64(q.Lng - m.Lng)
	lat, mid := float64(q.Lat), float64(m.Lat)
	x := math.Cos(lat) * math.Sin(turn)
	y := math.Cos(mid)*math.Sin(lat) - math.Sin(mid)*math.Cos(lat)*math.Cos(turn)
	long := math.Hypot(x, y)
	if long < 1e-12 { // the very other side
		return Point{X: away * earthKM}
	}
	return Point{X: x / long * away * earthKM, Y: -y / long * away * earthKM}
}
