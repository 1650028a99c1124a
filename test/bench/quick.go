package main

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/text"
)

// Filling a million calls through the store takes hours: every row is put into
// all its indexes at once, and every word of every call somewhere in a table
// of millions. Here the rows are written first, the words are sorted and
// written in their order, and the indexes are made last. A test holds what
// comes of it against what the store writes.

// hurried are for a database that may as well be lost.
const hurried = "?_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)&_pragma=locking_mode(EXCLUSIVE)" +
	"&_pragma=cache_size(-1500000)&_pragma=temp_store(MEMORY)"

// quickly writes calls into an empty database that has its tables.
func quickly(dir string, all iter.Seq[invention]) error {
	pool, err := sql.Open("sqlite", "file:"+filepath.Join(dir, db.File)+hurried)
	if err != nil {
		return err
	}
	defer pool.Close()
	c, err := pool.Conn(context.Background())
	if err != nil {
		return err
	}
	defer c.Close()
	f := &filler{c: c}
	indexes := f.indexes()
	for name := range indexes {
		f.run("DROP INDEX " + name)
	}
	f.run("BEGIN")
	f.write(all)
	for _, name := range slices.Sorted(maps.Keys(indexes)) {
		f.run(indexes[name])
	}
	f.run("COMMIT")
	return f.err
}

// filler writes rows and remembers the first thing that went wrong.
type filler struct {
	c   *sql.Conn
	err error
}

func (f *filler) run(query string, args ...any) {
	if f.err == nil {
		_, f.err = f.c.ExecContext(context.Background(), query, args...)
	}
}

// indexes are those that can be made again, and how.
func (f *filler) indexes() map[string]string {
	all := map[string]string{}
	rows, err := f.c.QueryContext(context.Background(), "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
	if err != nil {
		f.err = err
		return nil
	}
	defer rows.Close()
	for rows.Next() {
		var name, how string
		if f.err = rows.Scan(&name, &how); f.err != nil {
			return nil
		}
		all[name] = how
	}
	f.err = rows.Err()
	return all
}

// word is one row of posting.
type word struct{ token, opened, call int64 }

func (f *filler) write(all iter.Seq[invention]) {
	calls, parts, answers := f.batch("call", 32), f.batch("part", 12), f.batch("commitment", 14)
	var words []word
	for n := range ahead(all) {
		calls.add(callRow(n.call, n.parts)...)
		for _, p := range n.parts {
			parts.add(p.ID, p.Call, p.Position, p.Title, p.Quantity, p.Unit, ms(p.Starts), ms(p.Ends), p.Taken, 0, 0, false)
		}
		for _, m := range n.answers {
			answers.add(m.ID, m.Part, m.Call, m.Party.Kind, m.Party.ID, m.Quantity, m.State, ms(m.Made), ms(m.Changed),
				ms(m.Due), ms(m.Nudge), ms(m.Until), m.Before, m.Key)
		}
		for _, token := range n.tokens {
			words = append(words, word{token, n.call.Opened.UnixMilli(), int64(n.call.ID)})
		}
		if f.err != nil {
			return
		}
	}
	slices.SortFunc(words, func(a, b word) int {
		return cmp.Or(cmp.Compare(a.token, b.token), cmp.Compare(b.opened, a.opened), cmp.Compare(b.call, a.call))
	})
	postings := f.batch("posting", 3)
	for _, w := range words {
		postings.add(w.token, w.opened, w.call)
	}
	for _, b := range []*batch{calls, parts, answers, postings} {
		b.flush()
	}
}

// told is an invention with its words, which cost more than the rest.
type told struct {
	invention
	tokens []int64
}

// ahead invents while others write.
func ahead(all iter.Seq[invention]) <-chan told {
	out := make(chan told, 1000)
	go func() {
		defer close(out)
		for n := range all {
			t := told{invention: n}
			for _, token := range text.Tokens(n.call.Words()) {
				t.tokens = append(t.tokens, text.Hash(token))
			}
			out <- t
		}
	}()
	return out
}

// callRow is a call in the order of its columns.
func callRow(c call.Call, parts []call.Part) []any {
	full, wanted := 0, []string(nil)
	for _, p := range parts {
		if p.IsFull() {
			full++
		} else if len(wanted) < 3 {
			wanted = append(wanted, p.Title)
		}
	}
	var cell any
	if c.Area.Cell != 0 {
		cell = int64(c.Area.Cell)
	}
	return []any{c.ID, c.Kind, c.Side, c.Title, c.Body, c.Language, c.Area.Name, cell, c.Urgency, c.Closest, c.Speaks,
		c.Author.Kind, c.Author.ID, c.Typist.Kind, c.Typist.ID, c.Group, c.Audience, c.Rule, c.State, c.Reason, c.Other,
		ms(c.Opened), ms(c.Closes), ms(c.ClosedAt), len(parts), full, strings.Join(wanted, "\n"), c.Version, c.Bundle, c.Outside,
		0, nil} // no circle, and no action
}

func ms(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// batch writes the rows of one table many at a time.
type batch struct {
	f             *filler
	into          string
	columns, most int
	st            *sql.Stmt
	args          []any
}

func (f *filler) batch(into string, columns int) *batch {
	b := &batch{f: f, into: into, columns: columns, most: 900 / columns}
	if f.err == nil {
		b.st, f.err = f.c.PrepareContext(context.Background(), b.query(b.most))
	}
	return b
}

func (b *batch) query(rows int) string {
	row := "(" + strings.Repeat("?,", b.columns-1) + "?)"
	return fmt.Sprintf("INSERT INTO %s VALUES %s%s", b.into, strings.Repeat(row+",", rows-1), row)
}

func (b *batch) add(row ...any) {
	b.args = append(b.args, row...)
	if len(b.args) == b.columns*b.most && b.f.err == nil {
		_, b.f.err = b.st.ExecContext(context.Background(), b.args...)
		b.args = b.args[:0]
	}
}

func (b *batch) flush() {
	if len(b.args) > 0 {
		b.f.run(b.query(len(b.args)/b.columns), b.args...)
	}
	if b.st != nil {
		b.st.Close()
	}
}
