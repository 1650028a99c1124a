package view

import (
	"math"
	"strconv"

	"alongside/internal/place"
)

// Spot is one area on the map: never an address.
type Spot struct {
	Name    string
	Href    string
	Cell    place.Cell
	Waiting int // calls that wait there
	Kind    Kind
}

// The drawing is as wide as a phone and not quite as high.
const (
	mapWide, mapHigh = 328.0, 330.0
	mapRim           = 46.0 // room for names at the edge
	mapApart         = 76.0 // between two areas, from top to bottom
	mapStretch       = 1.2  // as much again sideways, because names are wide
	mapMost          = 9    // areas in the drawing; the table has them all
)

// placed is an area with its place in the drawing.
type placed struct {
	Spot
	x, y float64
}

// layOut puts areas where they lie to each other, north up, and pushes those
// apart that would cover each other. It is a sketch: it says so on the page.
func layOut(spots []Spot) []placed {
	spots = spots[:min(len(spots), mapMost)]
	cells := make([]place.Cell, len(spots))
	for i, s := range spots {
		cells[i] = s.Cell
	}
	const side = (mapHigh - 2*mapRim) * 4 / 3 // a sketch keeps an eighth free on every side
	out := make([]placed, len(spots))
	for i, p := range place.Draw(cells).Points {
		out[i] = placed{spots[i], mapWide/2 + (p.X-.5)*side, mapHigh/2 + (p.Y-.5)*side}
	}
	pushApart(out)
	return out
}

// pushApart moves pairs that are too near, the same way every time.
func pushApart(list []placed) {
	for range 60 {
		moved := false
		for i := range list {
			for j := i + 1; j < len(list); j++ {
				moved = push(&list[i], &list[j], i, j) || moved
			}
		}
		if !moved {
			return
		}
	}
}

func push(a, b *placed, i, j int) bool {
	dx, dy := (b.x-a.x)/mapStretch, b.y-a.y
	d := math.Hypot(dx, dy)
	if d >= mapApart {
		return false
	}
	if d < .5 { // the same cell: any direction will do, as long as it is steady
		turn := float64(i*7+j*3) * 2.4
		dx, dy, d = math.Cos(turn), math.Sin(turn), 1
	}
	step := (mapApart - d) / 2
	a.x, a.y = inside(a.x-dx/d*step*mapStretch, a.y-dy/d*step)
	b.x, b.y = inside(b.x+dx/d*step*mapStretch, b.y+dy/d*step)
	return true
}

func inside(x, y float64) (float64, float64) {
	return min(max(x, mapRim), mapWide-mapRim), min(max(y, 28), mapHigh-34)
}

// blob is the outline of an area as a hand would draw it: a circle that
// trembles, the same way each time for the same place.
func blob(p placed, i int) string {
	const points = 7
	b := []byte("M")
	var xs, ys [points]float64
	for k := range points {
		angle := float64(k) * 2 * math.Pi / points
		r := 25 + 4*math.Sin(float64(i*5+k*3)*1.7)
		xs[k], ys[k] = p.x+r*math.Cos(angle), p.y+r*math.Sin(angle)
	}
	mid := func(k int) (float64, float64) {
		n := (k + 1) % points
		return (xs[k%points] + xs[n]) / 2, (ys[k%points] + ys[n]) / 2
	}
	x, y := mid(points - 1)
	b = point(b, x, y)
	for k := range points {
		x, y = mid(k)
		b = point(append(b, 'Q'), xs[k], ys[k])
		b = point(append(b, ' '), x, y)
	}
	return string(append(b, 'Z'))
}

func point(b []byte, x, y float64) []byte {
	b = strconv.AppendFloat(b, x, 'f', 1, 64)
	b = append(b, ' ')
	return strconv.AppendFloat(b, y, 'f', 1, 64)
}

func at(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
