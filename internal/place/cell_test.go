package place_test

import (
	"math"
	"testing"

	"alongside/internal/place"

	"pgregory.net/rapid"
)

var (
	seoul   = place.CellAt(37.566, 126.978)
	newYork = place.CellAt(40.714, -74.006)
	amman   = place.CellAt(31.955, 35.945)
	suva    = place.CellAt(-18.14, 178.44)
	apia    = place.CellAt(-13.83, -171.76)
)

func TestAPointComesOutOnlyAsACoarseCell(t *testing.T) {
	for _, p := range [][2]float64{{37.566, 126.978}, {40.714, -74.006}, {-33.45, -70.66}, {90, 0}, {-90, 180}, {0, -180}} {
		c := place.CellAt(p[0], p[1])
		lat, lng := place.Centre(c)
		if !c.Valid() || c.Coarse() != c || place.CellAt(lat, lng) != c {
			t.Errorf("%v is in cell %s, whose middle is %f, %f", p, c, lat, lng)
		}
		if fine := place.FineCellAt(p[0], p[1]); fine == c || fine.Coarse() != c {
			t.Errorf("%v: fine cell %s is not in %s", p, fine, c)
		}
	}
	for _, p := range [][2]float64{{91, 0}, {0, 181}, {math.NaN(), 0}, {0, math.Inf(1)}} {
		if c := place.CellAt(p[0], p[1]); c != 0 {
			t.Errorf("%v is nowhere, but in cell %s", p, c)
		}
	}
}

func TestDistanceIsTheWayAlongTheGround(t *testing.T) {
	for _, c := range []struct {
		a, b place.Cell
		km   float64
	}{{seoul, seoul, 0}, {seoul, newYork, 11050}, {amman, seoul, 7993}, {suva, apia, 1140}} {
		got := place.Distance(c.a, c.b)
		if math.Abs(got-c.km) > 15 || got != place.Distance(c.b, c.a) {
			t.Errorf("%s to %s is %.0f km, want about %.0f", c.a, c.b, got, c.km)
		}
	}
	if place.Distance(0, seoul) < 20000 {
		t.Error("no place is near Seoul")
	}
}

func TestADistanceIsSaidNoMoreExactlyThanItIsKnown(t *testing.T) {
	for km, want := range map[float64]int{0: 0, 2.9: 0, 3: 5, 7: 5, 8: 10, 49: 50, 52: 50, 78: 80, 199: 200, 220: 200, 11051: 11050} {
		if got := place.RoundKM(km); got != want {
			t.Errorf("%.1f km is said as %d, want %d", km, got, want)
		}
	}
}

func TestACoverHoldsEveryCellInReach(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lat := rapid.Float64Range(-90, 90).Draw(t, "lat")
		lng := rapid.Float64Range(-180, 180).Draw(t, "lng")
		km := rapid.Float64Range(0, 3000).Draw(t, "km")
		c := place.CellAt(lat, lng)
		runs := place.Cover(c, km)
		if len(runs) == 0 || len(runs) > 24 || !place.In(runs, c) {
			t.Fatalf("%d runs around %s", len(runs), c)
		}
		for i, r := range runs {
			if r.Lo > r.Hi || i > 0 && runs[i-1].Hi >= r.Lo {
				t.Fatalf("run %d is out of order: %v", i, runs)
			}
		}
		for range 40 {
			a := rapid.Float64Range(-km, km).Draw(t, "north") / 111
			b := rapid.Float64Range(-km, km).Draw(t, "east") / 111
			for _, near := range []place.Cell{place.CellAt(lat+a, lng+b), place.FineCellAt(lat+a, lng+b)} {
				if near != 0 && place.Distance(c, near) <= km && !place.In(runs, near) {
					t.Fatalf("%s is %.1f km from %s and not in %v", near, place.Distance(c, near), c, runs)
				}
			}
		}
	})
}

func TestACoverOfAFewKilometresHoldsWholeCells(t *testing.T) {
	for _, c := range []place.Cell{seoul, newYork, amman, suva, apia} {
		for km := 0.0; km < 12; km++ {
			runs := place.Cover(c, km)
			for _, n := range place.Neighbours(c, 3) {
				if place.Distance(c, n) <= km && !place.In(runs, n) {
					t.Errorf("%s is %.1f km from %s and not within %.0f", n, place.Distance(c, n), c, km)
				}
			}
		}
	}
}

func TestACoverOfAFewKilometresIsSmall(t *testing.T) {
	for _, c := range []place.Cell{seoul, newYork, amman, suva} {
		runs := place.Cover(c, 10)
		far := place.CellAt(0, 20)
		if place.In(runs, far) {
			t.Errorf("10 km around %s reach to %s", c, far)
		}
	}
}

func TestNeighboursLieAroundACell(t *testing.T) {
	for ring, want := range []int{1, 9, 25} {
		all := place.Neighbours(seoul, ring)
		if len(all) != want || all[0] != seoul {
			t.Errorf("ring %d has %d cells, want %d", ring, len(all), want)
		}
		for _, n := range all {
			if place.Distance(seoul, n) > float64(ring)*10 {
				t.Errorf("%s is %.1f km away in ring %d", n, place.Distance(seoul, n), ring)
			}
		}
	}
}

func TestACellTravelsAsText(t *testing.T) {
	for _, c := range []place.Cell{seoul, newYork, amman, suva, place.FineCellAt(31.955, 35.945)} {
		if back, ok := place.ParseCell(c.String()); !ok || back != c {
			t.Errorf("%q came back as %s", c.String(), back)
		}
	}
	for _, s := range []string{"", "0", "X", "zzzz", "89c25a1234567890", "89C25", "ffffffff", "89c25a12"} {
		if c, ok := place.ParseCell(s); ok {
			t.Errorf("%q was read as %s", s, c)
		}
	}
}

func FuzzParseCell(f *testing.F) {
	f.Add("89c25b")
	f.Fuzz(func(t *testing.T, s string) {
		c, ok := place.ParseCell(s)
		if ok && (c.String() != s || !c.Valid()) {
			t.Errorf("%q became %q", s, c)
		}
	})
}

func TestASketchKeepsNorthUpAndNeighboursTogether(t *testing.T) {
	cells := []place.Cell{place.CellAt(40.81, -73.95), place.CellAt(40.65, -73.95), place.CellAt(40.75, -73.83), 0}
	s := place.Draw(cells)
	north, south, east, nowhere := s.Points[0], s.Points[1], s.Points[2], s.Points[3]
	if !(north.Y < south.Y && east.X > north.X && east.X > south.X) {
		t.Errorf("north %v, south %v, east %v", north, south, east)
	}
	if nowhere != (place.Point{X: 0.5, Y: 0.5}) {
		t.Errorf("no place is drawn at %v", nowhere)
	}
	drawn := math.Hypot(north.X-south.X, north.Y-south.Y) * s.Box
	if real := place.Distance(cells[0], cells[1]); math.Abs(drawn-real) > 0.2 {
		t.Errorf("%.1f km are drawn as %.1f", real, drawn)
	}
}

func TestASketchStaysInTheBox(t *testing.T) {
	for _, cells := range [][]place.Cell{
		nil, {0}, {seoul}, {suva, apia}, {seoul, newYork, amman},
		{place.CellAt(0, 0), place.CellAt(0, 180)}, {place.CellAt(90, 0), place.CellAt(-90, 0)},
	} {
		s := place.Draw(cells)
		if len(s.Points) != len(cells) || s.Box < 20 {
			t.Fatalf("%v: %v", cells, s)
		}
		for i, p := range s.Points {
			if !(p.X >= 0.1 && p.X <= 0.9 && p.Y >= 0.1 && p.Y <= 0.9) {
				t.Errorf("%v: point %d at %v", cells, i, p)
			}
		}
	}
	dateline := place.Draw([]place.Cell{suva, apia})
	if dateline.Box > 3000 {
		t.Errorf("Suva and Apia fill a box of %.0f km", dateline.Box)
	}
}
