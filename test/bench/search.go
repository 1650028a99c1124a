package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/place"
	"alongside/internal/text"
	"alongside/internal/when"
)

// queries are words by how common they are, in each script.
var queries = []struct{ class, words string }{
	{"very common", "everybody"}, {"middling", "middling"}, {"rare", "zq777"},
	{"two very common", "everybody need"}, {"common and middling", "everybody middling"},
	{"Hangul", "담요"}, {"Hangul, longer", "따뜻한"}, {"Han", "毛布"}, {"Arabic", "بطانيتين"}, {"Spanish", "mantas"},
}

// timed runs fn so often and gives its median and 99th percentile.
func timed(times int, fn func() error) (mid, p99 time.Duration, err error) {
	all := make([]time.Duration, times)
	for i := range all {
		took := when.Stopwatch()
		if err := fn(); err != nil {
			return 0, 0, err
		}
		all[i] = took()
	}
	slices.Sort(all)
	return all[times/2], all[times*99/100], nil
}

// bareLookup reads the same calls by one index and nothing else.
func bareLookup(d *db.DB, columns int, query string, most int) func() error {
	token := text.Hash(text.QueryTokens(query)[0])
	return func() error {
		return d.View(context.Background(), func(tx *db.Tx) error {
			return tx.Each(`SELECT call.* FROM posting JOIN call ON call.id = posting.call WHERE token = $1
				ORDER BY posting.opened DESC, posting.call DESC LIMIT $2`, db.Args(token, most), scanAll(columns))
		})
	}
}

// scanAll reads every column, as any reader must.
func scanAll(columns int) func(scan func(...any) error) error {
	values, to := make([]any, columns), make([]any, columns)
	for i := range values {
		to[i] = &values[i]
	}
	return func(scan func(...any) error) error { return scan(to...) }
}

func (b *bench) search() error {
	s, d, err := spine(b.middle)
	if err != nil {
		return err
	}
	defer d.Close()
	var columns int
	err = d.View(context.Background(), func(tx *db.Tx) error {
		return tx.Row("SELECT count(*) FROM pragma_table_info('call')", nil, &columns)
	})
	if err != nil {
		return err
	}
	var worst time.Duration
	for _, q := range queries {
		ask := func() error {
			p, err := s.Board(context.Background(), access.Viewer{}, call.Filter{Query: q.words})
			if err == nil && len(p.Calls) == 0 {
				err = fmt.Errorf("%s finds nothing", q.words)
			}
			return err
		}
		var ratios []float64
		var ours, bare []time.Duration
		for range 6 * b.rounds { // short turns: whatever else the machine does, it does to both
			mid, p99, err := timed(100, ask)
			if err != nil {
				return err
			}
			theirs, _, err := timed(100, bareLookup(d, columns, q.words, call.PageMost+1))
			if err != nil {
				return err
			}
			ratios, ours, bare = append(ratios, theirs.Seconds()/mid.Seconds()), append(ours, mid), append(bare, theirs)
			worst = max(worst, p99)
		}
		r := median(ratios)
		b.row("search, 20,000 calls: "+q.class, fmt.Sprintf("%.0f %% of a bare lookup (%s against %s)", 100*r, short(median(ours)), short(median(bare))), "≥ 60 %", r >= 0.6)
	}
	b.row("search, worst p99", short(worst), "≤ 50 ms", worst <= 50*time.Millisecond)
	return nil
}

func short(d time.Duration) string { return d.Round(time.Microsecond).String() }

// scale compares a million calls with ten thousand.
func (b *bench) scale() error {
	small, err := b.latencies(b.answered)
	if err != nil {
		return err
	}
	large, err := b.latencies(b.million)
	if err != nil {
		return err
	}
	for i, l := range large {
		r := l.mid.Seconds() / small[i].mid.Seconds()
		b.row("1,000,000 calls, 5,000,000 commitments: "+l.name, fmt.Sprintf("%.1f× (%s against %s)", r, short(l.mid), short(small[i].mid)), "≤ 2×", r <= 2)
	}
	return nil
}

// spreadCalls are calls of every age, from the newest to the oldest.
func spreadCalls(s *call.Spine) (all []call.ID, err error) {
	f := call.Filter{Most: 10}
	for back := time.Second; ; back += back / 2 {
		p, err := s.Board(context.Background(), access.Viewer{}, f)
		if err != nil {
			return nil, err
		}
		for _, c := range p.Calls {
			all = append(all, c.ID)
		}
		if p.Next.ID == 0 {
			return all, nil
		}
		f.After = call.Cursor{Opened: p.Next.Opened.Add(-back), ID: 1}
	}
}

type latency struct {
	name string
	mid  time.Duration
}

func (b *bench) latencies(dir string) ([]latency, error) {
	s, d, err := spine(dir)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	ctx, stranger := context.Background(), access.Viewer{}
	seattle, _ := place.Match("Seattle")
	spread, err := spreadCalls(s)
	if err != nil {
		return nil, err
	}
	next := 0
	filters := func(f call.Filter) func() error {
		return func() error { _, err := s.Board(ctx, stranger, f); return err }
	}
	var all []latency
	for _, c := range []struct {
		name string
		fn   func() error
	}{
		{"board", filters(call.Filter{})},
		{"board, know-how", filters(call.Filter{Kind: call.Knowhow})},
		{"call page", func() error {
			next++
			_, err := s.Look(ctx, stranger, spread[next%len(spread)])
			return err
		}},
		{"search, very common", filters(call.Filter{Query: "everybody"})},
		{"search, two words", filters(call.Filter{Query: "everybody middling"})},
		{"search, Hangul", filters(call.Filter{Query: "담요"})},
		{"near", filters(call.Filter{Near: seattle.Cell})},
	} {
		timed(500, c.fn) // so that both files lie in the system's memory
		mid, _, err := timed(500, c.fn)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		all = append(all, latency{c.name, mid})
	}
	return all, nil
}
