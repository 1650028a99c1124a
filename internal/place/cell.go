package place

import (
	"math"
	"slices"

	"github.com/golang/geo/s1"
	"github.com/golang/geo/s2"
)

// Cell is a square of the earth: an S2 cell id (s2geometry.io), read as a
// signed number so that every database can hold it. Zero is no place.
//
// Order and containment survive the sign: a cell's parts lie in one run of
// numbers that never crosses zero, so "WHERE cell BETWEEN lo AND hi" finds
// them. See Cover.
type Cell int64

// Coarse is the level of every stored cell: about 5 km across. Fine, about
// 1 km, is only for areas that a group names itself.
const (
	Coarse = 11
	Fine   = 13
)

const (
	earthKM = 6371.01
	halfway = 20038.0 // km to the other side of the earth, and a little more
)

// CellAt is the coarse cell around a point in degrees, or zero where there is
// no such point. Nothing of the point itself remains.
func CellAt(lat, lng float64) Cell { return cellAt(lat, lng, Coarse) }

// FineCellAt is the finer cell, for an area that a group drew for itself.
func FineCellAt(lat, lng float64) Cell { return cellAt(lat, lng, Fine) }

func cellAt(lat, lng float64, level int) Cell {
	if !(math.Abs(lat) <= 90) || !(math.Abs(lng) <= 180) { // false for NaN too
		return 0
	}
	return of(s2.CellIDFromLatLng(s2.LatLngFromDegrees(lat, lng)).Parent(level))
}

func of(c s2.CellID) Cell      { return Cell(c) }
func (c Cell) s2() s2.CellID   { return s2.CellID(c) }
func (c Cell) point() s2.Point { return c.s2().Point() }

// Valid reports whether c is a square no finer than Fine.
func (c Cell) Valid() bool { return c.s2().IsValid() && c.s2().Level() <= Fine }

// Coarse is the stored cell that c lies in: c itself unless it is finer.
func (c Cell) Coarse() Cell {
	if c.Valid() && c.s2().Level() > Coarse {
		return of(c.s2().Parent(Coarse))
	}
	return c
}

// String is the short text form for an address (?near=89c25), empty for no place.
func (c Cell) String() string {
	if c == 0 {
		return ""
	}
	return c.s2().ToToken()
}

// ParseCell reads a text form.
func ParseCell(s string) (Cell, bool) {
	if len(s) == 0 || len(s) > 8 {
		return 0, false
	}
	c := of(s2.CellIDFromToken(s))
	if !c.Valid() || c.String() != s {
		return 0, false
	}
	return c, true
}

// Centre is the middle of a cell in degrees.
func Centre(c Cell) (lat, lng float64) {
	if !c.s2().IsValid() {
		return 0, 0
	}
	ll := c.s2().LatLng()
	return ll.Lat.Degrees(), ll.Lng.Degrees()
}

// Distance is the way in km from one middle to the other along the ground. It
// is as coarse as its cells: say it with RoundKM. No place is as far as can be.
func Distance(a, b Cell) float64 {
	if !a.s2().IsValid() || !b.s2().IsValid() {
		return halfway
	}
	return float64(a.point().Distance(b.point())) * earthKM
}

// RoundKM is a distance no more exact than the cells are: 0 below 3 km (say
// "near you"), steps of 5 to 50, of 10 to 200, of 50 beyond.
func RoundKM(km float64) int {
	step := 50.0
	switch {
	case !(km >= 3):
		return 0
	case km < 50:
		step = 5
	case km < 200:
		step = 10
	}
	return max(5, int(math.Round(min(km, halfway)/step)*step))
}

// Range is a run of cell numbers, both ends included.
type Range struct{ Lo, Hi Cell }

// Cover gives few runs (at most 24) that hold every cell, coarse or finer, whose
// middle is within km of c's. They hold some that are farther too: compare
// Distance after the index has done its work.
func Cover(c Cell, km float64) []Range {
	if !c.s2().IsValid() || !(km >= 0) {
		return nil
	}
	km = min(km+0.01, halfway)
	reach := s2.CapFromCenterAngle(c.point(), s1.Angle(km/earthKM))
	coverer := s2.RegionCoverer{MaxLevel: Coarse, LevelMod: 1, MaxCells: 24}
	union := coverer.Covering(reach)
	runs := make([]Range, 0, len(union))
	for _, part := range union {
		runs = append(runs, Range{of(part.RangeMin()), of(part.RangeMax())})
	}
	slices.SortFunc(runs, func(a, b Range) int { return cmpCell(a.Lo, b.Lo) })
	return join(runs)
}

func cmpCell(a, b Cell) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// join makes one run of runs that touch. Leaf numbers are odd, so neighbours
// differ by two; the sums cannot overflow, as no run ends at the largest number.
func join(runs []Range) []Range {
	out := runs[:0]
	for _, r := range runs {
		if n := len(out); n > 0 && out[n-1].Hi < r.Lo && r.Lo-out[n-1].Hi == 2 {
			out[n-1].Hi = r.Hi
			continue
		}
		out = append(out, r)
	}
	return out
}

// In reports whether any run holds the cell.
func In(runs []Range, c Cell) bool {
	return slices.ContainsFunc(runs, func(r Range) bool { return r.Lo <= c && c <= r.Hi })
}

// Neighbours are the cells of the same size around c, so many steps out, c
// first and then the nearest. Ring 0 is c alone; rings are capped at 8.
func Neighbours(c Cell, ring int) []Cell {
	if !c.s2().IsValid() {
		return nil
	}
	seen := map[s2.CellID]bool{c.s2(): true}
	all := []Cell{c}
	edge := []s2.CellID{c.s2()}
	for range min(ring, 8) {
		var next []s2.CellID
		for _, e := range edge {
			for _, n := range e.AllNeighbors(c.s2().Level()) {
				if !seen[n] {
					seen[n] = true
					next = append(next, n)
					all = append(all, of(n))
				}
			}
		}
		edge = next
	}
	slices.SortStableFunc(all[1:], func(a, b Cell) int {
		return cmpFloat(Distance(c, a), Distance(c, b))
	})
	return all
}

func cmpFloat(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
