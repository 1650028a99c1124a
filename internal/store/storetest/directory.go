package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"alongside/internal/access"
	"alongside/internal/account"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/place"
)

// put places groups as they are, and answers them by name.
func (s *street) put(t *testing.T, all ...group.Group) map[string]group.Group {
	t.Helper()
	byName := map[string]group.Group{}
	must(t, s.Groups().Update(bg, func(tx group.Tx) error {
		for i, g := range all {
			g.ID = party.GroupID(id.New[group.Group]())
			g.Slug = fmt.Sprintf("%s-%d", group.Slug(g.Name), i)
			if err := tx.AddGroup(g); err != nil {
				return err
			}
			byName[g.Name] = g
		}
		return nil
	}))
	return byName
}

func aListHoldsWhatALookShows(t *testing.T, s *street) {
	var all []group.Group
	for _, status := range []group.Status{group.Staged, group.Listed, group.Forming, group.Active, group.Resting, group.Closed} {
		for _, bar := range []group.Bar{group.NotBarred, group.Hidden, group.Refused, group.Removed} {
			for _, name := range []string{"Mine ", "Theirs "} {
				g := group.Group{Card: group.Card{Name: name + string(status) + " " + string(bar)}, Status: status, Bar: bar}
				g.Area = place.Area{Name: "Eastfield", Cell: place.CellAt(41.9, -87.6)}
				all = append(all, g)
			}
		}
	}
	there := s.put(t, all...)
	var mine []party.GroupID
	for name, g := range there {
		if strings.HasPrefix(name, "Mine") && g.Status != group.Staged && g.Status != group.Listed { // nobody is in those
			mine = append(mine, g.ID)
		}
	}
	for name, v := range map[string]access.Viewer{"a stranger": {}, "a member": {Groups: mine}, "a host": {Host: true}, "a host who is a member": {Host: true, Groups: mine}} {
		for what, f := range map[string]group.Filter{"all": {}, "here": {Here: true}, "near": {Near: place.CellAt(41.9, -87.6)},
			"found": {Query: "eastfield"}, "found near": {Query: "eastfield", Near: place.CellAt(41.9, -87.6), Here: true}} {
			var want []string
			for _, g := range there {
				if access.SeeGroup(v, g.Access()) && (!f.Here || g.Here()) {
					want = append(want, g.Name)
				}
			}
			slices.SortFunc(want, func(a, b string) int { return strings.Compare(group.SortKey(a), group.SortKey(b)) })
			f.Most = 100
			p, err := s.desk.List(bg, v, f)
			must(t, err)
			var got []string
			for _, g := range p.Groups {
				got = append(got, g.Name)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s lists %s:\n%q\nwant\n%q", name, what, got, want)
			}
		}
		for _, g := range there {
			_, err := s.desk.Look(bg, v, g.Slug)
			if access.SeeGroup(v, g.Access()) != (err == nil) || err != nil && !fault.Is(err, fault.NotFound) {
				t.Errorf("%s looks at %s: %v", name, g.Name, err)
			}
		}
	}
}

func aLongListByPage(t *testing.T, s *street) {
	var all []group.Group
	here := place.CellAt(41.9, -87.6)
	cells := append([]place.Cell{0}, place.Neighbours(here, 1)...)
	for i := range 95 {
		g := group.Group{Card: group.Card{Name: fmt.Sprintf("Éast %02d", i/2)}, Status: group.Listed}
		g.Area = place.Area{Name: "Town", Cell: cells[i%len(cells)]}
		all = append(all, g)
	}
	s.put(t, all...)
	near := 0
	for _, g := range all {
		if g.Area.Cell != 0 {
			near++
		}
	}
	for what, c := range map[string]struct {
		f    group.Filter
		want int
	}{"all": {group.Filter{Most: 7}, 95}, "found": {group.Filter{Most: 7, Query: "town"}, 95}, "near": {group.Filter{Most: 7, Near: here}, near}} {
		seen := map[party.GroupID]bool{}
		f, last := c.f, group.Found{}
		for pages := 0; ; pages++ {
			p, err := s.desk.List(bg, access.Viewer{}, f)
			must(t, err)
			for _, g := range p.Groups {
				if seen[g.ID] {
					t.Fatalf("%s: %s came twice", what, g.Name)
				}
				if last.ID != 0 && (g.KM < last.KM || g.KM == last.KM && g.Square == last.Square && group.SortKey(g.Name) < group.SortKey(last.Name)) {
					t.Errorf("%s: %s (%.1f) stands after %s (%.1f)", what, g.Name, g.KM, last.Name, last.KM)
				}
				seen[g.ID], last = true, g
			}
			if p.Next.ID == 0 {
				break
			}
			if f.After = group.ParseCursor(p.Next.String()); pages > 20 || len(p.Groups) != 7 {
				t.Fatalf("%s: page %d holds %d", what, pages, len(p.Groups))
			}
		}
		if len(seen) != c.want {
			t.Errorf("%s: %d seen, want %d", what, len(seen), c.want)
		}
	}
}

func groupsAreFound(t *testing.T, s *street) {
	s.put(t,
		group.Group{Card: group.Card{Name: "한강 이웃 부엌", Topic: "food"}, Status: group.Active},
		group.Group{Card: group.Card{Name: "مطبخ الحيّ"}, Status: group.Listed},
		group.Group{Card: group.Card{Name: "Peña Tenants", Area: place.Area{Name: "Albany, NY"}}, Status: group.Listed},
		group.Group{Card: group.Card{Name: "Albany Tenants"}, Status: group.Listed},
		group.Group{Card: group.Card{Name: "Tenants of a hidden street"}, Status: group.Active, Bar: group.Hidden},
	)
	for query, want := range map[string]string{
		"부엌": "[한강 이웃 부엌]", "مطبخ": "[مطبخ الحيّ]", "PENA": "[Peña Tenants]", "albany tenants": "[Albany Tenants Peña Tenants]",
		"tenants": "[Albany Tenants Peña Tenants]", "hidden": "[]", "nothing like it": "[]", "food": "[한강 이웃 부엌]", "!": "[]",
	} {
		p, err := s.desk.List(bg, access.Viewer{}, group.Filter{Query: query})
		must(t, err)
		got := []string{}
		for _, g := range p.Groups {
			got = append(got, g.Name)
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%q finds %v, want %s", query, got, want)
		}
	}
}

// commonWords has more groups of one name than a search counts.
func commonWords(t *testing.T, s *street) {
	all := make([]group.Group, 1010)
	for i := range all {
		all[i] = group.Group{Card: group.Card{Name: fmt.Sprintf("Kitchen %04d", i)}, Status: group.Listed}
	}
	s.put(t, all...)
	for query, want := range map[string]string{"kitchen": "Kitchen 0000", "kitchen 0777": "Kitchen 0777"} {
		p, err := s.desk.List(bg, access.Viewer{}, group.Filter{Query: query, Most: 1})
		must(t, err)
		if len(p.Groups) != 1 || p.Groups[0].Name != want {
			t.Errorf("%q finds %v", query, p.Groups)
		}
	}
}

func nearestFirst(t *testing.T, s *street) {
	here := place.CellAt(41.9, -87.6)
	squares := place.Neighbours(here, 3)
	far := squares[len(squares)-1]
	at := func(name string, c place.Cell) group.Group {
		return group.Group{Card: group.Card{Name: name, Area: place.Area{Name: "x", Cell: c}}, Status: group.Listed}
	}
	s.put(t, at("A far one", far), at("Z here", here), at("B here", here), at("Nowhere", 0), at("Seoul", place.CellAt(37.5, 127)))
	p, err := s.desk.List(bg, access.Viewer{}, group.Filter{Near: place.FineCellAt(41.9, -87.6)})
	must(t, err)
	var got []string
	for _, g := range p.Groups {
		got = append(got, fmt.Sprintf("%s %.0f", g.Name, g.KM))
	}
	if want := fmt.Sprintf("[B here 0 Z here 0 A far one %.0f]", place.Distance(here, far)); fmt.Sprint(got) != want {
		t.Errorf("near stand %v, want %v", got, want)
	}
}

func aDirectoryIsStaged(t *testing.T, s *street) {
	bundle, other := id.New[group.BundleID](), group.BundleID(77)
	b := group.BundleID(bundle)
	var ids []party.GroupID
	must(t, s.Groups().Update(bg, func(tx group.Tx) error {
		ids = ids[:0]
		for i := range 25 {
			e := group.Entry{Card: group.Card{Name: "Food Not Bombs", About: strings.Repeat("long ", 600), Language: "not a language",
				Links: []string{"http://fnb.example", "#", "mailto:a@b.example"}}, Outside: []byte(fmt.Sprint("key", i))}
			e.Area.Name = fmt.Sprint("Town ", i)
			g, err := group.Stage(tx, b, e)
			if err != nil {
				return err
			}
			ids = append(ids, g.ID)
		}
		e := group.Entry{Card: group.Card{Name: "Of another sheet"}, Outside: []byte("other")}
		_, err := group.Stage(tx, other, e)
		return err
	}))
	if p, err := s.desk.List(bg, access.Viewer{Host: true}, group.Filter{}); err != nil || len(p.Groups) != 0 {
		t.Errorf("before it is whole %d are seen (%v)", len(p.Groups), err)
	}
	must(t, s.Groups().Update(bg, func(tx group.Tx) error {
		n, err := tx.Publish(b)
		if n != 25 {
			t.Errorf("%d were shown", n)
		}
		return err
	}))
	p, err := s.desk.List(bg, access.Viewer{}, group.Filter{})
	must(t, err)
	if len(p.Groups) != 25 {
		t.Fatalf("%d are seen", len(p.Groups))
	}
	one := p.Groups[0].Group
	if one.Status != group.Listed || fmt.Sprint(one.Links) != "[https://fnb.example]" || len([]rune(one.About)) > group.AboutMost || one.Language != "" {
		t.Errorf("an entry is %+v", one)
	}
	if l := s.look(t, access.Viewer{}, one.Slug); l.Group.Here() || l.Agreements.Version != 0 {
		t.Errorf("an entry lives here: %+v", l)
	}
	if p, err := s.desk.List(bg, access.Viewer{}, group.Filter{Here: true}); err != nil || len(p.Groups) != 0 {
		t.Errorf("%d entries live here (%v)", len(p.Groups), err)
	}
	must(t, s.Groups().View(bg, func(tx group.Tx) error {
		g, found, err := tx.GroupByOutside([]byte("key3"))
		if !found || g.ID != ids[3] {
			t.Errorf("by its key: %v %v", found, g.ID)
		}
		return err
	}))
	for _, want := range []int{10, 10, 5, 0} {
		must(t, s.Groups().Update(bg, func(tx group.Tx) error {
			n, err := group.Unshelve(tx, b, 10)
			if n != want {
				t.Errorf("%d were taken off, want %d", n, want)
			}
			return err
		}))
	}
	must(t, s.Groups().View(bg, func(tx group.Tx) error {
		_, found, err := tx.GroupByOutside([]byte("other"))
		if !found {
			t.Error("another sheet's entry went too")
		}
		return err
	}))
	if p, err := s.desk.List(bg, access.Viewer{}, group.Filter{Query: "food"}); err != nil || len(p.Groups) != 0 {
		t.Errorf("after the undo %d are found (%v)", len(p.Groups), err)
	}
}

func anEntryIsRestated(t *testing.T, s *street) {
	e := group.Entry{Card: group.Card{Name: "Peña"}, Outside: []byte("key")}
	moved, _ := s.found(t, "Moved in")
	must(t, s.Groups().Update(bg, func(tx group.Tx) error {
		g, err := group.Stage(tx, 7, e)
		if err != nil {
			return err
		}
		for i, want := range []bool{false, true, false} {
			if i == 1 {
				e.About = "We sing."
			}
			if did, err := group.Restate(tx, g, e); err != nil || did != want {
				t.Errorf("restating %d: %v %v", i, did, err)
			}
			if g, _, err = tx.Group(g.ID); err != nil {
				return err
			}
		}
		if g.About != "We sing." || g.Version != 2 {
			t.Errorf("it says %+v", g)
		}
		did, err := group.Restate(tx, moved, e)
		if did {
			t.Error("a sheet changed what a group says of itself")
		}
		return err
	}))
	err := s.Groups().Update(bg, func(tx group.Tx) error {
		_, err := group.Stage(tx, 8, e)
		return err
	})
	wants(t, fault.Taken, err)
}

func aViewer(t *testing.T, s *street) {
	g, who := s.found(t, "Kitchen")
	board := party.Face{ID: id.New[party.Face](), Account: who, Name: "Sol"}
	stray := party.Face{ID: id.New[party.Face](), Account: who, Group: 99, Name: "Sol"}
	must(t, s.Accounts().Update(bg, func(tx account.Tx) error {
		if err := tx.PutFace(stray); err != nil { // worn, but no member
			return err
		}
		return tx.PutFace(board)
	}))
	v, err := s.desk.Viewer(bg, who, true)
	must(t, err)
	if len(v.Parties) != 3 || !v.Is(party.OfFace(board.ID)) || fmt.Sprint(v.Groups) != fmt.Sprint([]party.GroupID{g.ID}) || !v.Host {
		t.Errorf("got %+v", v)
	}
	if nobody := s.viewer(t, 0); len(nobody.Parties) != 0 || nobody.Host {
		t.Errorf("nobody acts as %+v", nobody)
	}
}
