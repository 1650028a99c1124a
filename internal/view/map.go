package view

import (
	"math"
	"strconv"
	"unicode"

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
	mapRim           = 32.0 // room for an outline at the edge
	mapFoot          = 48.0 // room for the name below the last one
	mapLetter        = 7.0  // about as wide as a letter of a name; those of some scripts are twice that
	mapApart         = 76.0 // between two areas, from top to bottom
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
	for i := range out {
		out[i].move(0, 0)
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

// push moves a pair apart until neither covers the other's name. What is free
// around an area is a rounded box, as wide as the names.
func push(a, b *placed, i, j int) bool {
	stretch := max(1, (a.nameWide()+b.nameWide()+12)/2/mapApart)
	dx, dy := (b.x-a.x)/stretch, b.y-a.y
	if math.Hypot(dx, dy) < .5 { // the same cell: any direction will do, as long as it is steady
		turn := float64(i*7+j*3) * 2.4
		dx, dy = math.Cos(turn), math.Sin(turn)
	}
	d := math.Pow(math.Pow(dx, 4)+math.Pow(dy, 4), .25)
	if d >= mapApart-.5 {
		return false
	}
	step := (mapApart - d) / 2 / d
	a.move(-dx*step*stretch, -dy*step)
	b.move(dx*step*stretch, dy*step)
	return true
}

// move shifts an area, but never so far that the rim cuts its name.
func (p *placed) move(dx, dy float64) {
	rim := min(max(mapRim, p.nameWide()/2+6), mapWide/2)
	p.x = min(max(p.x+dx, rim), mapWide-rim)
	p.y = min(max(p.y+dy, mapRim), mapHigh-mapFoot)
}

// nameWide is about how wide the name is drawn.
func (p *placed) nameWide() float64 {
	wide := 0.0
	for _, r := range p.Name {
		if r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) {
			wide += mapLetter
		}
		wide += mapLetter
	}
	return wide
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
