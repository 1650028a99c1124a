package place_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"alongside/internal/place"
	"alongside/internal/place/atlas"
)

const shared = "../../../shared/data/"

// rows reads a file of the shared data. Where it is not there, as on a fresh
// clone, there are none; TestEveryRowOfTheFileIsFoundAgain holds everywhere.
func rows(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, name))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all[1:]
}

func cellOf(t *testing.T, lat, lng string) place.Cell {
	t.Helper()
	a, err := strconv.ParseFloat(lat, 64)
	if err != nil {
		t.Fatal(err)
	}
	b, err := strconv.ParseFloat(lng, 64)
	if err != nil {
		t.Fatal(err)
	}
	return place.CellAt(a, b)
}

func TestEveryTownOfTheSourceIsFoundAgain(t *testing.T) {
	for _, r := range rows(t, "gazetteer/cities15000.csv") {
		name, country, want := r[1], r[2], cellOf(t, r[5], r[6])
		if !slices.ContainsFunc(place.Find(strings.ReplaceAll(name, ",", " "), 200), func(p place.Place) bool {
			return p.Name == name && p.Country == country && p.Cell == want
		}) {
			t.Errorf("%s, %s is not found", name, country)
		}
	}
}

func TestEveryPostalCodeOfTheSourceIsFoundAgain(t *testing.T) {
	for _, r := range rows(t, "gazetteer/us-zcta-2021.csv") {
		p, ok := place.ZIP(r[0])
		if !ok || p.Name != r[0] || p.Country != "US" || p.Cell != cellOf(t, r[1], r[2]) {
			t.Fatalf("%s gives %v", r[0], p)
		}
	}
}

func TestTheFileIsMadeFromTheSources(t *testing.T) {
	if rows(t, "gazetteer/us-zcta-2021.csv") == nil {
		return
	}
	made := filepath.Join(t.TempDir(), "gazetteer.bin")
	cmd := exec.Command("go", "run", "./gen", "-from", shared+"gazetteer", "-also", "gen/also.csv", "-to", made)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile("gazetteer.bin")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want) {
		t.Error("gazetteer.bin is not what gen makes now: run go generate ./internal/place")
	}
}

func TestEveryRowOfTheFileIsFoundAgain(t *testing.T) {
	have, err := os.ReadFile("gazetteer.bin")
	if err != nil {
		t.Fatal(err)
	}
	if len(have) > 700_000 {
		t.Errorf("the gazetteer takes %d bytes of the program", len(have))
	}
	a := atlas.Open(string(have))
	if a.Towns() < 24_323 || a.Postals() != 33_791 {
		t.Fatalf("%d towns and %d postal codes", a.Towns(), a.Postals())
	}
	last := ""
	for i := range a.Towns() {
		town := a.Town(i)
		folded := atlas.Fold(town.Name)
		if folded < last {
			t.Errorf("%s stands after %q", town.Name, last)
		}
		last = folded
		if !slices.ContainsFunc(place.Find(strings.ReplaceAll(town.Name, ",", " "), 200), func(p place.Place) bool {
			return p.Name == town.Name && p.Country == town.Country && p.Cell == place.Cell(town.Cell.ID()) && p.Wide == town.Wide
		}) {
			t.Errorf("%s, %s is not found", town.Name, town.Country)
		}
	}
	for i := range a.Postals() {
		row := a.Postal(i)
		if p, ok := place.ZIP(row.Code); !ok || p.Name != row.Code || p.Cell != place.Cell(row.Cell.ID()) || !p.Cell.Valid() {
			t.Fatalf("%s gives %v", row.Code, p)
		}
	}
}

func labels(all []place.Place) string {
	var names []string
	for _, p := range all {
		names = append(names, p.Label())
	}
	return strings.Join(names, "; ")
}

func TestFindListsWhatBeginsWithTheQueryTheBiggestFirst(t *testing.T) {
	for _, c := range []struct {
		query string
		limit int
		want  string
	}{
		{"springfield", 3, "Springfield, MO, US; Springfield, MA, US; Springfield, IL, US"},
		{"Springfield, il", 3, "Springfield, IL, US"},
		{"Springfield, US-IL", 3, "Springfield, IL, US"},
		{"springf, Illinois", 3, "Springfield, IL, US"},
		{"springfield, m", 2, "Springfield, MO, US; Springfield, MA, US"},
		{"SEOUL", 1, "Seoul, Seoul, KR"},
		{"toronto, on, ca", 3, "Toronto, ON, CA"},
		{"malaga, es", 1, "Málaga, Andalucía, ES"},
		{"saint louis, mo", 1, "St. Louis, MO, US"},
		{"st. paul, mn", 1, "Saint Paul, MN, US"},
		{"amman", 1, "Amman, JO"},
		{"łódź", 1, "Łódź, PL"},
		{"lodz", 1, "Łódź, PL"},
		{"bronx", 1, "The Bronx, NY, US"},
		{"006", 2, "00601, US; 00602, US"},
		{"99929", 5, "99929, US"},
		{"00000", 5, ""},
		{"springfield, nowhere", 5, ""},
		{"", 5, ""},
		{", il", 5, ""},
		{"xyzzyx", 5, ""},
		{strings.Repeat("a", 1000), 5, ""},
		{"paris", 0, ""},
	} {
		if got := labels(place.Find(c.query, c.limit)); got != c.want {
			t.Errorf("%q finds %q, want %q", c.query, got, c.want)
		}
	}
	if got := place.Find("s", 8); len(got) != 8 || got[0].Name != "Shanghai" {
		t.Errorf("s finds %s", labels(got))
	}
}

func TestMatchReadsPlacesAsSheetsNameThem(t *testing.T) {
	for _, c := range []struct {
		name  string
		hints []string
		want  string
		wide  bool
	}{
		{"Aberdeen, WA", nil, "Aberdeen, WA, US", false},
		{"Austin, Texas", nil, "Austin, TX, US", false},
		{"los-angeles", []string{"california"}, "Los Angeles, CA, US", false},
		{"Berkeley", []string{"sf-bay-area"}, "Berkeley, CA, US", false},
		{"Washington, DC", nil, "Washington, D.C., DC, US", false},
		{"Washington DC", nil, "Washington, D.C., DC, US", false},
		{"New York City", []string{"new-york"}, "New York City, NY, US", false},
		{"Dallas-Fort Worth", []string{"texas"}, "Dallas, TX, US", true},
		{"Winston-Salem, NC", nil, "Winston-Salem, NC, US", false},
		{"Alameda County", []string{"california"}, "Alameda, CA, US", true},
		{"Bay Area", []string{"california"}, "Bay Area, CA, US", true},
		{"Springfield IL", nil, "Springfield, IL, US", false},
		{"00601", nil, "00601, US", false},
		{"10001-1234", nil, "10001, US", false},
		{"Seoul", nil, "Seoul, Seoul, KR", false},
		{"London", nil, "London, England, GB", false},
		{"London", []string{"Ontario"}, "London, ON, CA", false},
		{"London", []string{"one of the groups"}, "London, England, GB", false},
		{"Vancouver, CA", nil, "Vancouver, BC, CA", false},
	} {
		got, ok := place.Match(c.name, c.hints...)
		if !ok || got.Label() != c.want || got.Wide != c.wide || got.Cell == 0 {
			t.Errorf("%q %q is %q (wide: %v), want %q", c.name, c.hints, got.Label(), got.Wide, c.want)
		}
	}
}

func TestAPlaceThatIsNotSureIsNoMatch(t *testing.T) {
	for _, c := range [][]string{
		{"Springfield"}, {"Springfield", "cities"}, {"Aberdeen, WY"}, {"Los Angeles", "vermont"}, {""}, {" , "},
		{"Butte County", "vermont"}, {"00000"}, {"somewhere else"}, {"County"}, {strings.Repeat("a-", 4000)},
	} {
		if got, ok := place.Match(c[0], c[1:]...); ok {
			t.Errorf("%.40q is taken for %s", c, got.Label())
		}
	}
}

func TestTheDirectoryOfGroupsFindsItsPlaces(t *testing.T) {
	seen, found := map[string]bool{}, 0
	for _, r := range rows(t, "groups-organize-directory/groups.csv") {
		title, state := r[1], r[2]
		if key := r[0] + title + state; !seen[key] {
			seen[key] = true
			p, ok := place.Match(title, state)
			if ok {
				found++
			}
			if ok && p.Country != "US" && p.Country != "PR" {
				t.Errorf("%s, %s is taken for %s", title, state, p.Label())
			}
		}
	}
	if len(seen) > 0 && (len(seen) != 337 || found < 336) {
		t.Errorf("%d of %d places are found", found, len(seen))
	}
}

func TestALabelLeadsBackToItsPlace(t *testing.T) {
	for _, r := range rows(t, "gazetteer/cities15000.csv") {
		if people, _ := strconv.Atoi(r[4]); people < 100_000 {
			continue
		}
		p := place.Find(strings.ReplaceAll(r[1], ",", " ")+", "+r[2], 2)
		if len(p) == 0 || len(p) == 2 && p[0].Label() == p[1].Label() {
			continue // the gazetteer cannot tell them apart
		}
		back, ok := place.Match(p[0].Label())
		if !ok || back.Label() != p[0].Label() {
			t.Errorf("%s leads to %s", p[0].Label(), back.Label())
		}
	}
}

func TestAPinIsNamedAfterTheNearestTown(t *testing.T) {
	p, km := place.Nearest(place.CellAt(37.56, 126.99))
	if p.Country != "KR" || km > 6 {
		t.Errorf("the middle of Seoul is %.0f km from %s", km, p.Label())
	}
	if p, _ := place.Nearest(0); p.Name != "" {
		t.Errorf("nowhere is near %s", p.Label())
	}
}

func FuzzMatch(f *testing.F) {
	for _, s := range []string{"Aberdeen, WA", "los-angeles", "00601", "Dallas-Fort Worth, tx", "Saint ", "\xff,\xff"} {
		f.Add(s, "california")
	}
	f.Fuzz(func(t *testing.T, name, hint string) {
		if p, ok := place.Match(name, hint); ok && (p.Name == "" || !p.Cell.Valid() || len(p.Country) != 2) {
			t.Errorf("%q, %q gives %v", name, hint, p)
		}
		for _, p := range place.Find(name, 5) {
			if p.Name == "" || !p.Cell.Valid() {
				t.Errorf("%q finds %v", name, p)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	for _, q := range []string{"s", "springfield, il", "los ang", "100"} {
		b.Run(q, func(b *testing.B) {
			for b.Loop() {
				place.Find(q, 8)
			}
		})
	}
}

func BenchmarkMatch(b *testing.B) {
	for b.Loop() {
		place.Match("Dallas-Fort Worth", "texas")
	}
}

func BenchmarkNearest(b *testing.B) {
	for b.Loop() {
		place.Nearest(place.CellAt(37.56, 126.99))
	}
}
