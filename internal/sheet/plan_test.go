package sheet_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"alongside/internal/place"
	"alongside/internal/sheet"
)

func outcomes(lines []*sheet.Line) string {
	var all []string
	for _, l := range lines {
		s := fmt.Sprintf("%d:%s", l.Row, l.Outcome)
		if l.Twin != nil {
			s += fmt.Sprintf("(%s %d%s)", l.Twin.How, l.Twin.Row, l.Twin.Here)
		}
		if l.Reason != nil {
			s += "(" + l.Reason.Say + ")"
		}
		all = append(all, s)
	}
	return strings.Join(all, " ")
}

// memory is what stands, as a store keeps it: each thing under its keys.
type memory map[sheet.Key]sheet.Here

func (m memory) Find(_ context.Context, keys []sheet.Key) (map[sheet.Key]sheet.Here, error) {
	found := map[sheet.Key]sheet.Here{}
	for _, k := range keys {
		if h, ok := m[k]; ok {
			found[k] = h
		}
	}
	return found, nil
}

// keep imports the lines.
func (m memory) keep(lines []*sheet.Line) {
	for _, l := range lines {
		if l.Outcome != sheet.Created && l.Outcome != sheet.Updated && l.Outcome != sheet.ToSort {
			continue
		}
		h := sheet.Here{ID: fmt.Sprintf("@%d", l.Row), Seal: l.Keys.Seal}
		for _, k := range []sheet.Key{l.Keys.Key, l.Keys.Look, l.Keys.Link, l.Keys.Who} {
			if _, there := m[k]; !there && !k.Empty() {
				m[k] = h
			}
		}
		m[l.Keys.Key] = h
	}
}

func TestWhatBecomesOfARow(t *testing.T) {
	for _, c := range []struct {
		name string
		as   sheet.As
		file string
		want string
	}{
		{"asks and offers by their ticks, and both asks", sheet.AsAsks,
			"need,asks,offers\nbread,1,0\nrides,0,1\nboth,yes,yes\nhello,,\n",
			"2:created 3:created 4:created 5:to_sort"},
		{"a question in words", sheet.AsAsks,
			"Type,What do you need?\nI need help,bread\nI can help,rides\nHello,?\n",
			"2:created 3:created 4:to_sort"},
		{"nothing said", sheet.AsAsks, "name,need,place\nAna,,Eastfield\n,,\nBo,rice,\n",
			"2:left_out(sheet.out_no_words) 4:created"},
		{"done already", sheet.AsAsks, "name,need,status\nAna,bread,Delivered\nBo,rice,Not done yet\nCy,eggs,완료\n",
			"2:left_out(sheet.out_done) 3:created 4:left_out(sheet.out_done)"},
		{"the same words of the same person are a twin, other words are not", sheet.AsAsks,
			"name,phone,need\nAna,(555) 010-0101,bread\nAna B,+1 555 010 0101,Bread \nAna,555 010 0101,a ride\nBo,555 010 0102,bread\n",
			"2:created 3:twin(same 2) 4:created 5:created"},
		{"the same person and words on another day are not a twin", sheet.AsAsks,
			"timestamp,name,phone,need\n2024-05-01,Ana,5550101,bread\n2024-05-08,Ana,5550101,bread\n",
			"2:created 3:created"},
		{"a form sent twice within a minute is a twin", sheet.AsAsks,
			"timestamp,name,phone,need\n5/16/2024 13:04:05,Ana,5550101,bread\n5/16/2024 13:04:55,Ana,5550101,bread\n",
			"2:created 3:twin(words 2)"},
		{"the same number of the sheet is the same row", sheet.AsAsks,
			"id,need\n7,bread\n7,bread and milk\n8,bread\n", "2:created 3:twin(same 2) 4:twin(words 2)"},
		{"groups by name and place, by name, by page", sheet.AsGroups,
			"name,place,url\nFood Not Bombs,Akron,https://a.example\nFood Not  bombs,Akron,\nFood not Bombs,Ohio,\nOther,Ohio,http://www.a.example/\nMore,Ohio,#\nYet more,Ohio,#\n,Ohio,\n",
			"2:created 3:twin(name 2) 4:twin(name 2) 5:twin(link 2) 6:created 7:created 8:left_out(sheet.out_no_name)"},
		{"words beyond what a call holds", sheet.AsAsks, "need\n" + strings.Repeat("é", sheet.MaxBody+1) + "\n", "2:left_out(sheet.out_long_words)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			lines, r := run(t, plan(from(t, c.file, sheet.Hint{}), c.as))
			if got := outcomes(lines); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
			if r.Read != r.Created+r.Updated+r.Twins+r.ToSort+r.LeftOut || r.Read != len(lines) {
				t.Errorf("%+v does not add up", r)
			}
		})
	}
}

func TestTheTrayKeepsEveryRowEvenTheSameOneTwice(t *testing.T) {
	file := "phone,message,asks,offers\n5550101,hello,0,0\n5550101,hello,0,0\n"
	stands := memory{}
	lines, _ := run(t, plan(from(t, file, sheet.Hint{}), sheet.AsAsks))
	if got := outcomes(lines); got != "2:to_sort 3:to_sort" || lines[0].Keys.Key == lines[1].Keys.Key {
		t.Error(got)
	}
	stands.keep(lines)
	p := plan(from(t, file, sheet.Hint{}), sheet.AsAsks)
	p.Standing = stands
	lines, _ = run(t, p)
	if got := outcomes(lines); got != "2:twin(same 0@2) 3:twin(same 0@3)" {
		t.Errorf("again: %s", got)
	}
}

func TestARowThatIsBothAsksFirst(t *testing.T) {
	lines, _ := run(t, plan(from(t, "need,asks,offers\nsoup,1,1\n", sheet.Hint{}), sheet.AsOffers))
	if c := lines[0].Call; c.Kind != sheet.AnAsk || !c.Both {
		t.Errorf("%+v", c)
	}
}

func TestASheetThatComesAgainIsNotBroughtTwice(t *testing.T) {
	first := "name,phone,need,quantity\nAna,5550101,bread,1\nAna,5550101,a ride,1\nBo,5550102,rice,2\n"
	again := "name,phone,need,quantity\nAna,5550101,bread,3\nAna,5550101,a ride,1\nBo,5550102,rice and beans,2\nCy,5550103,milk,1\n"
	stands := memory{}
	lines, _ := run(t, plan(from(t, first, sheet.Hint{}), sheet.AsAsks))
	stands.keep(lines)

	p := plan(from(t, first, sheet.Hint{}), sheet.AsAsks)
	p.Standing = stands
	lines, r := run(t, p)
	if got := outcomes(lines); got != "2:twin(same 0@2) 3:twin(same 0@3) 4:twin(same 0@4)" || r.Created+r.Updated != 0 {
		t.Errorf("the same again: %s", got)
	}

	p = plan(from(t, again, sheet.Hint{}), sheet.AsAsks)
	p.Standing = stands
	lines, _ = run(t, p)
	// A telephone number alone never overwrites somebody's words.
	want := "2:updated 3:twin(same 0@3) 4:twin(person 0@4) 5:created"
	if got := outcomes(lines); got != want {
		t.Errorf("changed: %s", got)
	}
}

func TestARowWithItsOwnNumberIsBroughtUpToDate(t *testing.T) {
	stands := memory{}
	lines, _ := run(t, plan(from(t, "id,need\n7,bread\n8,milk\n", sheet.Hint{}), sheet.AsAsks))
	stands.keep(lines)
	p := plan(from(t, "id,need\n7,bread and milk\n8,milk\n9,eggs\n", sheet.Hint{}), sheet.AsAsks)
	p.Standing = stands
	lines, r := run(t, p)
	if got := outcomes(lines); got != "2:updated 3:twin(same 0@3) 4:created" || lines[0].Here != "@2" {
		t.Errorf("%s, %+v", got, r)
	}
}

func TestATwinThatPeopleKeepComesInOnceAndStays(t *testing.T) {
	file := "name,phone,need\nAna,5550101,bread\nAna,5550101,bread\n"
	stands := memory{}
	for _, want := range []string{"2:created 3:created(same 2)", "2:twin(same 0@2) 3:twin(same 0@3)"} {
		p := plan(from(t, file, sheet.Hint{}), sheet.AsAsks)
		p.Standing, p.Keep = stands, func(row int) bool { return row == 3 }
		lines, _ := run(t, p)
		if got := outcomes(lines); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		stands.keep(lines)
	}
}

func TestKeysDoNotHoldWhatTheyAreMadeOf(t *testing.T) {
	keys := func(secret, group string) sheet.Keys {
		p := plan(from(t, "name,phone,need\nAna,555 010 0101,bread\n", sheet.Hint{}), sheet.AsAsks)
		p.Secret, p.Group = []byte(secret), group
		lines, _ := run(t, p)
		return lines[0].Keys
	}
	a, again, other, elsewhere := keys("one", "g"), keys("one", "g"), keys("one", "h"), keys("two", "g")
	if a != again {
		t.Error("the same row has two keys")
	}
	if a.Who == other.Who || a.Who == elsewhere.Who || a.Key == other.Key {
		t.Error("two groups or two houses could be linked by their keys")
	}
	if a.Who.Empty() || strings.Contains(a.Who.Text(), "5550100101") {
		t.Error(a.Who.Text())
	}
}

func TestADraftHoldsWhatTheRowSays(t *testing.T) {
	f := from(t, "First name;Last name;Phone;E-mail;Address;Zip;Town;Needed by;Until;How many;Urgency;Language;Categories;Message\n"+
		"Ana;Núñez;555 0101;a@b.example;12 Mill Lane;60601;Eastfield;31/12/2024;2025-01-05;4 boxes;ASAP;Español;Groceries;\"We are four.\nNo pork, please.\"\n", sheet.Hint{})
	p := plan(f, sheet.AsAsks)
	p.Locate = func(words string) (place.Area, bool) {
		return place.Area{Name: "Chicago, IL", Cell: place.CellAt(41.9, -87.6)}, words == "60601"
	}
	lines, _ := run(t, p)
	c := lines[0].Call
	if c.Title != "We are four" && c.Title != "We are four. No pork, please." {
		t.Errorf("title %q", c.Title)
	}
	if c.Name != "Ana Núñez" || c.Phone != "555 0101" || c.Email != "a@b.example" || c.Address != "12 Mill Lane" || c.Language != "es" || c.Urgency != sheet.Today {
		t.Errorf("%+v", c)
	}
	if c.Area.Name != "Eastfield" || c.Area.Cell == 0 {
		t.Errorf("area %+v", c.Area)
	}
	if c.Day.Format("2006-01-02") != "2024-12-31" || c.Until.Format("2006-01-02") != "2025-01-05" {
		t.Errorf("%v until %v", c.Day, c.Until)
	}
	if len(c.Parts) != 1 || c.Parts[0] != (sheet.Part{Thing: sheet.Food, Quantity: 4, Unit: "boxes"}) {
		t.Errorf("parts %+v", c.Parts)
	}
	if len(lines[0].Notes) != 0 {
		t.Errorf("notes %+v", lines[0].Notes)
	}
}

func TestWhatCannotBeReadIsANoteAndTheRowComesIn(t *testing.T) {
	lines, _ := run(t, plan(from(t, "need,needed by,how many,categories\nbread,some day soon,a lot,\nrice,,3,\"food, water\"\n", sheet.Hint{}), sheet.AsAsks))
	got := fmt.Sprint(lines[0].Outcome, lines[0].Notes, lines[1].Notes)
	want := "created[{needed by sheet.note_date [column needed by]} {how many sheet.note_quantity [column how many]}] [{how many sheet.note_quantity_parts [column how many]}]"
	if got != want {
		t.Error(got)
	}
}

func TestAPreviewWarnsOfWhatWouldBePublic(t *testing.T) {
	p := plan(from(t, "need\ncall me at 555 010 0101 about bread\nbread for four\n", sheet.Hint{}), sheet.AsAsks)
	p.Warn = true
	lines, _ := run(t, p)
	if len(lines[0].Notes) != 1 || lines[0].Notes[0].Say != "sheet.note_private" || len(lines[1].Notes) != 0 {
		t.Errorf("%+v %+v", lines[0].Notes, lines[1].Notes)
	}
}

func TestAWalkStopsWhenItsContextEndsAndSaysSo(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	p := plan(from(t, "need\n"+strings.Repeat("bread\n", 2000), sheet.Hint{}), sheet.AsAsks)
	var last error
	seen := 0
	for _, err := range p.Lines(ctx, new(sheet.Report)) {
		if seen++; seen == 10 {
			stop()
		}
		last = err
	}
	if !errors.Is(last, context.Canceled) || seen > 600 {
		t.Errorf("%v after %d rows", last, seen)
	}
}

func TestProgressEndsAtTheWholeFile(t *testing.T) {
	f := open(t, shared(t, "groups-organize-directory/groups.csv"))
	p := plan(f, sheet.AsGroups)
	var done, of int64
	calls := 0
	p.Progress = func(d, o int64) {
		if d < done {
			t.Errorf("progress went back from %d to %d", done, d)
		}
		done, of = d, o
		calls++
	}
	run(t, p)
	if done != of || of != f.Size || calls < 5 {
		t.Errorf("%d of %d in %d calls", done, of, calls)
	}
}

// export writes a whole sheet again, as the store would from what it kept.
func export(t *testing.T, f *sheet.File) string {
	t.Helper()
	var b bytes.Buffer
	w, err := sheet.NewWriter(&b, sheet.Columns(f.Head))
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range f.Rows(nil) {
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(row.Cells, "open", ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestASheetComesBackCellForCell(t *testing.T) {
	wild := "Name,Name,,=cmd(),\"two\nlines\"\n=1+1,'=1,'',\"a\nb\"\n-5,-x,+1 555,@me\n\"say \"\"hi\"\"\",\t=2,'plain,＝3\nلا,물,é,' =4\n"
	for name, f := range map[string]*sheet.File{
		"made up":  from(t, wild, sheet.Hint{HeadRow: 1}),
		"groups":   open(t, shared(t, "groups-organize-directory/groups.csv")),
		"messages": open(t, shared(t, "requests-disaster-messages/messages.csv")),
	} {
		t.Run(name, func(t *testing.T) {
			text := export(t, f)
			back := from(t, text, sheet.Hint{HeadRow: 1})
			if back.Profile != sheet.ProfileOwn || !slices.Equal(sheet.Columns(back.Head), f.Head) {
				t.Fatalf("%s: head %q", back.Profile, back.Head)
			}
			want, _ := rows(t, f)
			got, _ := rows(t, back)
			if len(got) != len(want) {
				t.Fatalf("%d rows of %d", len(got), len(want))
			}
			for i := range want {
				if !slices.Equal(got[i][:len(f.Head)], want[i]) {
					t.Fatalf("row %d\n got %q\nwant %q", i, got[i], want[i])
				}
			}
			if again := export(t, back); again != text {
				t.Error("the second export differs from the first")
			}
		})
	}
}

func TestAnExportRunsNothingInASpreadsheet(t *testing.T) {
	f := from(t, "need,notes\n=HYPERLINK(1),+1\n@x,-2+3\n", sheet.Hint{})
	text := export(t, f)
	for _, bad := range []string{"\n=", ",=", ",+", "\n@", ",-"} {
		if strings.Contains(text, bad) {
			t.Errorf("%q in %q", bad, text)
		}
	}
	if !strings.HasPrefix(text, "\uFEFFneed,notes,alongside_status,alongside_kept\n") {
		t.Errorf("%q", text)
	}
}

func TestAnExportThatComesBackChangesNothing(t *testing.T) {
	f := open(t, shared(t, "requests-disaster-messages/messages.csv"))
	stands := memory{}
	lines, _ := run(t, plan(f, sheet.AsAsks))
	stands.keep(lines)
	p := plan(from(t, export(t, f), sheet.Hint{}), sheet.AsAsks)
	p.Standing = stands
	_, r := run(t, p)
	if r.Created != 0 || r.Updated != 0 || r.ToSort != 0 || r.Twins != 1972 {
		t.Errorf("created %d, updated %d, twins %d, to sort %d", r.Created, r.Updated, r.Twins, r.ToSort)
	}
}

func TestARefusedColumnKeepsItsPlaceAndStaysBlank(t *testing.T) {
	if got := export(t, from(t, "Name,Age,Need\nAna,44,bread\n", sheet.Hint{})); !strings.Contains(got, "Name,Age,Need,") || !strings.Contains(got, "\nAna,,bread,open,\n") {
		t.Errorf("%q", got)
	}
}

var errFull = errors.New("disk full")

type full struct{ left int }

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestAFullDiskIsToldWhenTheSheetIsClosed(t *testing.T) {
	var w io.Writer = &full{left: 10}
	out, err := sheet.NewWriter(w, []string{"a"})
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		if err = out.Write([]string{"bread"}, "", ""); err != nil {
			break
		}
	}
	if err = errors.Join(err, out.Close()); !errors.Is(err, errFull) {
		t.Errorf("%v", err)
	}
}
