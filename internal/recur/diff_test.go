package recur_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"alongside/internal/recur"
	"alongside/internal/when"
)

func TestAnEditSaysFirstWhatItKeepsAddsChangesAndDrops(t *testing.T) {
	s := series(t, "FREQ=WEEKLY;BYDAY=TU;COUNT=4", "2026-05-05", "18:00", "Asia/Seoul")
	old := s.Occurrences().List
	for _, c := range []struct {
		name string
		edit func(*recur.Series)
		want string // kept, added, changed, gone
	}{
		{"nothing", func(*recur.Series) {}, "4 0 0 0"},
		{"a later hour", func(s *recur.Series) { s.At = when.HM(19, 0) }, "0 0 4 0"},
		{"a longer time", func(s *recur.Series) { s.Minutes = 60 }, "0 0 4 0"},
		{"one moved", func(s *recur.Series) {
			s.Moved = map[when.Day]recur.Move{s.Start: {Day: s.Start.Add(1), At: s.At}}
		}, "3 0 1 0"},
		{"one left out", func(s *recur.Series) { s.Left = []when.Day{s.Start} }, "3 0 0 1"},
		{"Thursdays as well", func(s *recur.Series) { s.Rule = parse(t, "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260527") }, "4 3 0 0"},
		{"every second week", func(s *recur.Series) { s.Rule = parse(t, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=4") }, "2 2 0 2"},
		{"another weekday", func(s *recur.Series) { s.Rule = parse(t, "FREQ=WEEKLY;BYDAY=WE;COUNT=4") }, "0 4 0 4"},
	} {
		edited := s
		c.edit(&edited)
		d := recur.Diff(old, edited.Occurrences().List)
		if got := fmt.Sprint(len(d.Kept), len(d.Added), len(d.Changed), len(d.Gone)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestWhatFallsIntoADoubtIsGoneUntilSomebodyAnswers(t *testing.T) {
	s := series(t, "FREQ=DAILY;COUNT=3", "2026-03-07", "03:30", "America/New_York")
	later := s
	later.At = when.HM(2, 30)
	d := recur.Diff(s.Occurrences().List, later.Occurrences().List)
	if len(d.Changed) != 2 || len(d.Gone) != 1 || d.Gone[0].Was.String() != "2026-03-08" {
		t.Errorf("%+v", d)
	}
}

func TestNothingIsLostBetweenTwoLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, new := someSeries(t).Occurrences().List, someSeries(t).Occurrences().List
		d := recur.Diff(old, new)
		var before, after []recur.Occurrence
		before, after = append(before, d.Gone...), append(after, d.Added...)
		for _, c := range d.Changed {
			before, after = append(before, c.Old), append(after, c.New)
		}
		for _, o := range d.Kept {
			if !slices.Contains(old, o) {
				t.Fatalf("%+v was kept and has changed", o)
			}
		}
		before, after = append(before, d.Kept...), append(after, d.Kept...)
		order := func(a, b recur.Occurrence) int { return int(a.Was - b.Was) }
		for _, list := range [][]recur.Occurrence{old, new, before, after} {
			slices.SortFunc(list, order)
		}
		if !slices.Equal(before, old) || !slices.Equal(after, new) {
			t.Fatalf("%+v comes of\n%+v and\n%+v", d, old, new)
		}
	})
}
