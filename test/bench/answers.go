package main

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/party"
)

// clients is how many answer at once.
const clients = 64

// answers counts acknowledged, durable answers against two loops that commit
// in groups at the same durability and do nothing else: one inserts a row
// without an index, one the two rows of an answer into our own tables.
func (b *bench) answers() error {
	var ours, bare, rows []float64
	var toBare, toRows []float64
	for range b.rounds {
		o, err := b.answering()
		if err != nil {
			return err
		}
		t, err := b.inserting(bareTable, bareRow)
		if err != nil {
			return err
		}
		r, err := b.insertingOurs()
		if err != nil {
			return err
		}
		ours, bare, rows = append(ours, o), append(bare, t), append(rows, r)
		toBare, toRows = append(toBare, o/t), append(toRows, o/r)
	}
	for _, c := range []struct {
		what   string
		bare   []float64
		ratios []float64
	}{
		{"their two rows inserted bare into our tables", rows, toRows},
		{"one bare row without an index", bare, toBare},
	} {
		r := median(c.ratios)
		b.row("acknowledged answers, durable, 64 clients: against "+c.what,
			fmt.Sprintf("%.0f %% (%.0f of %.0f a second)", 100*r, median(ours), median(c.bare)), "≥ 60 %", r >= 0.6)
	}
	return nil
}

// many runs do from all clients for the seconds of a round.
func (b *bench) many(do func() error) (float64, error) {
	var done atomic.Int64
	var failed atomic.Value
	until := time.Now().Add(time.Duration(b.seconds) * time.Second)
	var wait sync.WaitGroup
	for range clients {
		wait.Go(func() {
			for time.Now().Before(until) {
				if err := do(); err != nil {
					failed.Store(err)
					return
				}
				done.Add(1)
			}
		})
	}
	wait.Wait()
	err, _ := failed.Load().(error)
	return float64(done.Load()) / float64(b.seconds), err
}

func (b *bench) answering() (float64, error) {
	dir := filepath.Join(b.dir, "answers")
	defer os.RemoveAll(dir)
	s, d, err := spine(dir)
	if err != nil {
		return 0, err
	}
	defer d.Close()
	ctx := context.Background()
	var parts []call.PartID
	for i := range 50 {
		o, err := s.Open(ctx, party.Ref{}, call.Draft{Body: fmt.Sprintf("Chairs %d", i), Language: "en", Parts: []call.DraftPart{{Title: "Chairs", Quantity: call.QtyMost}}})
		if err != nil {
			return 0, err
		}
		l, err := s.Look(ctx, access.Viewer{}, o.Call.ID)
		if err != nil {
			return 0, err
		}
		parts = append(parts, l.Parts[0].ID)
	}
	if err := d.Update(ctx, unlimited); err != nil {
		return 0, err
	}
	as := party.OfFace(1)
	v := access.Viewer{Parties: []party.Ref{as}}
	return b.many(func() error {
		_, err := s.AnswerNow(ctx, v, as, call.Answer{Part: parts[rand.IntN(len(parts))]})
		return err
	})
}

// statement is one insert and what it is given each time.
type statement struct {
	query string
	args  func() []any
}

const bareTable = "CREATE TABLE answer (id INTEGER PRIMARY KEY, part INTEGER, party INTEGER, state TEXT, made INTEGER)"

var bareRow = statement{"INSERT INTO answer (part, party, state, made) VALUES ($1,$2,$3,$4)",
	func() []any { return []any{rand.Int64(), rand.Int64(), "agreed", rand.Int64()} }}

// answerRows are the rows that one answer leaves, as they are in our tables:
// what the storage alone costs.
func answerRows(parts []int64) []statement {
	id := func() int64 { return rand.Int64() }
	made := time.Now().UnixMilli()
	now := func() int64 { made++; return made }
	return []statement{
		{`INSERT INTO commitment (id, part, call, party_kind, party, quantity, state, made, changed, due, nudge, until, before, key)
			VALUES ($1,$2,$2,'face',1,1,'agreed',$3,$3,NULL,$3,$3,0,NULL)`,
			func() []any { return []any{id(), parts[rand.IntN(len(parts))], now()} }},
		{`INSERT INTO notice (id, party_kind, party, kind, call, commitment, made, due, carried, seen)
			VALUES ($1,'guest',$2,'answered',$2,$3,$4,$4,FALSE,FALSE)`,
			func() []any { return []any{id(), parts[rand.IntN(len(parts))], id(), now()} }},
	}
}

// insertingOurs inserts the rows of answers into a database with our tables
// and all their indexes.
func (b *bench) insertingOurs() (float64, error) {
	parts := make([]int64, 50)
	for i := range parts {
		parts[i] = rand.Int64()
	}
	return b.inserting("", answerRows(parts)...)
}

// inserting is the bare loop: one goroutine, prepared inserts, one commit for
// whoever waits, at the same durability. Without a table it is given ours.
func (b *bench) inserting(table string, rows ...statement) (float64, error) {
	dir, err := os.MkdirTemp(b.dir, "bare")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	if table == "" {
		d, err := db.Open(ctx, db.Config{Dir: dir})
		if err != nil {
			return 0, err
		}
		d.Close()
	}
	pool, err := sql.Open("sqlite", "file:"+filepath.Join(dir, db.File)+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return 0, err
	}
	defer pool.Close()
	c, err := pool.Conn(ctx)
	if err != nil {
		return 0, err
	}
	if _, err := c.ExecContext(ctx, table); err != nil {
		return 0, err
	}
	inserts := make([]*sql.Stmt, len(rows))
	for i, r := range rows {
		if inserts[i], err = c.PrepareContext(ctx, r.query); err != nil {
			return 0, err
		}
	}
	insert := func() (err error) {
		for i, st := range inserts {
			if _, e := st.ExecContext(ctx, rows[i].args()...); e != nil {
				err = e
			}
		}
		return err
	}
	waiting := make(chan chan error, clients)
	go commitInGroups(c, waiting, insert)
	defer close(waiting)
	return b.many(func() error {
		w := make(chan error, 1)
		waiting <- w
		return <-w
	})
}

// commitInGroups inserts for whoever waits and commits for all of them.
func commitInGroups(c *sql.Conn, waiting chan chan error, insert func() error) {
	ctx := context.Background()
	for first := range waiting {
		group := []chan error{first}
		_, err := c.ExecContext(ctx, "BEGIN IMMEDIATE")
		for more := true; more; {
			if e := insert(); e != nil {
				err = e
			}
			select {
			case next := <-waiting:
				group = append(group, next)
			default:
				more = false
			}
		}
		if _, e := c.ExecContext(ctx, "COMMIT"); e != nil {
			err = e
		}
		for _, w := range group {
			w <- err
		}
	}
}
