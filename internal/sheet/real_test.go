package sheet_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"alongside/internal/sheet"
)

// shared is a file of the shared data, beside the module's root. A test that
// cannot find it fails: these two sheets are the promise.
func shared(t testing.TB, name string) *os.File {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
	f, err := os.Open(filepath.Join(dir, "..", "shared", "data", name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func open(t testing.TB, f *os.File) *sheet.File {
	t.Helper()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	file, err := sheet.Open(f, info.Size(), sheet.Hint{})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// run goes through a whole sheet and keeps the lines.
func run(t testing.TB, p *sheet.Plan) ([]*sheet.Line, sheet.Report) {
	t.Helper()
	var report sheet.Report
	var lines []*sheet.Line
	for l, err := range p.Lines(context.Background(), &report) {
		if err != nil {
			t.Fatal(err)
		}
		copied := *l
		copied.Cells = append([]string(nil), l.Cells...)
		lines = append(lines, &copied)
	}
	return lines, report
}

func plan(f *sheet.File, as sheet.As) *sheet.Plan {
	m := sheet.Guess(as, f.Head, f.Sample)
	return &sheet.Plan{File: f, Mapping: &m, Secret: []byte("a secret of thirty-two bytes ....")}
}

func TestEveryRowOfTheDirectoryIsAGroupOrHasAReason(t *testing.T) {
	f := open(t, shared(t, "groups-organize-directory/groups.csv"))
	lines, r := run(t, plan(f, sheet.AsGroups))
	if f.Profile != sheet.ProfileDirectory {
		t.Errorf("profile %q", f.Profile)
	}
	if r.Read != 2200 || r.Created != 2111 || r.Twins != 88 || r.LeftOut != 1 || r.ToSort != 0 || r.Groups != 2199 {
		t.Errorf("read %d, created %d, twins %d, left out %d, to sort %d, groups %d",
			r.Read, r.Created, r.Twins, r.LeftOut, r.ToSort, r.Groups)
	}
	if r.TwinNames != 76 {
		t.Errorf("%d names are shown as repeated, want 76", r.TwinNames)
	}
	if len(r.LeftOutRows) != 1 || r.LeftOutRows[0].Row != 2101 || r.LeftOutRows[0].Reason != "long_name" {
		t.Errorf("left out: %+v", r.LeftOutRows)
	}
	how := map[sheet.How]int{}
	for _, w := range r.TwinRows {
		how[w.How]++
		if w.Of < 2 || w.Of >= w.Row {
			t.Errorf("row %d is a twin of row %d", w.Row, w.Of)
		}
	}
	if how[sheet.ByName] != 81 || how[sheet.ByLink] != 7 {
		t.Errorf("twins: %v", how)
	}
	for _, l := range lines {
		switch {
		case l.Outcome == sheet.LeftOut && l.Reason == nil,
			l.Outcome == sheet.ATwin && l.Twin == nil,
			l.Outcome == sheet.Created && (l.Group == nil || l.Group.Name == "" || l.Group.Area.Name == ""):
			t.Fatalf("row %d: %+v", l.Row, l)
		}
	}
}

func TestEveryRepeatedNameOfTheDirectoryIsShownAsATwin(t *testing.T) {
	lines, _ := run(t, plan(open(t, shared(t, "groups-organize-directory/groups.csv")), sheet.AsGroups))
	rows := map[string][]*sheet.Line{} // names letter for letter, as the source counts them
	for _, l := range lines {
		rows[strings.TrimSpace(l.Cells[4])] = append(rows[strings.TrimSpace(l.Cells[4])], l)
	}
	repeated := 0
	for name, same := range rows {
		if len(same) < 2 {
			continue
		}
		repeated++
		for _, l := range same[1:] {
			if l.Outcome != sheet.ATwin || l.Twin.How != sheet.ByName {
				t.Errorf("row %d %q: %s", l.Row, name, l.Outcome)
			}
		}
	}
	if repeated != 76 {
		t.Errorf("%d repeated names in the source", repeated)
	}
}

func TestTheMessagesAre706AsksAnd42OffersAndTheRestIsToSort(t *testing.T) {
	f := open(t, shared(t, "requests-disaster-messages/messages.csv"))
	lines, r := run(t, plan(f, sheet.AsAsks))
	if f.Profile != sheet.ProfileMessages {
		t.Errorf("profile %q", f.Profile)
	}
	if r.Read != 1972 || r.Asks != 706 || r.Offers != 42 || r.ToSort != 1224 || r.LeftOut != 0 {
		t.Errorf("read %d, asks %d, offers %d, to sort %d, left out %d", r.Read, r.Asks, r.Offers, r.ToSort, r.LeftOut)
	}
	// Two rows are there twice, number and all: one an ask, one an offer.
	if r.Created != 746 || r.Twins != 2 || r.TwinRows[0] != (sheet.TwinRow{Row: 953, Of: 952, How: sheet.BySame}) ||
		r.TwinRows[1] != (sheet.TwinRow{Row: 978, Of: 977, How: sheet.BySame}) {
		t.Errorf("created %d, twins %+v", r.Created, r.TwinRows)
	}
	for _, l := range lines {
		if (l.Outcome == sheet.ToSort) != (l.Call.Kind == sheet.Neither) {
			t.Errorf("row %d is %q and %s", l.Row, l.Call.Kind, l.Outcome)
		}
		if l.Outcome == sheet.Created && (l.Call.Title == "" || len(l.Call.Parts) == 0) {
			t.Errorf("row %d: %+v", l.Row, l.Call)
		}
	}
	if water := lines[2].Call; water.Title != "Delmas 33 in Silo, need water" || len(water.Parts) != 1 || water.Parts[0].Thing != sheet.Water {
		t.Errorf("row 4: %+v", water)
	}
}

func TestTheNumbersHoldWhateverTheMessagesAreBroughtAs(t *testing.T) {
	_, r := run(t, plan(open(t, shared(t, "requests-disaster-messages/messages.csv")), sheet.AsOffers))
	if r.Asks != 706 || r.Offers != 42 || r.ToSort != 1224 {
		t.Errorf("asks %d, offers %d, to sort %d", r.Asks, r.Offers, r.ToSort)
	}
}
