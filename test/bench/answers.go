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
	"alongside/internal/party"
)

// clients is how many answer at once.
const clients = 64

// answers counts acknowledged, durable answers against a loop that does
// nothing but insert one row each and commit them in groups.
func (b *bench) answers() error {
	var ratios, ours, bare []float64
	for range b.rounds {
		o, err := b.answering()
		if err != nil {
			return err
		}
		t, err := b.inserting()
		if err != nil {
			return err
		}
		ratios, ours, bare = append(ratios, o/t), append(ours, o), append(bare, t)
	}
	r := median(ratios)
	b.row("acknowledged answers, durable, 64 clients", fmt.Sprintf("%.0f %% of bare inserts (%.0f of %.0f a second)", 100*r, median(ours), median(bare)), "≥ 60 %", r >= 0.6)
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

// inserting is the bare loop: one goroutine, one prepared insert, one commit
// for whoever waits, at the same durability.
func (b *bench) inserting() (float64, error) {
	dir, err := os.MkdirTemp(b.dir, "bare")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	pool, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "bare.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		return 0, err
	}
	defer pool.Close()
	ctx := context.Background()
	c, err := pool.Conn(ctx)
	if err != nil {
		return 0, err
	}
	if _, err := c.ExecContext(ctx, "CREATE TABLE answer (id INTEGER PRIMARY KEY, part INTEGER, party INTEGER, state TEXT, made INTEGER)"); err != nil {
		return 0, err
	}
	insert, err := c.PrepareContext(ctx, "INSERT INTO answer (part, party, state, made) VALUES ($1,$2,$3,$4)")
	if err != nil {
		return 0, err
	}
	waiting := make(chan chan error, clients)
	go func() {
		for first := range waiting {
			group := []chan error{first}
			_, err := c.ExecContext(ctx, "BEGIN IMMEDIATE")
			for more := true; more; {
				if _, e := insert.ExecContext(ctx, rand.Int64(), rand.Int64(), "agreed", rand.Int64()); e != nil {
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
	}()
	defer close(waiting)
	return b.many(func() error {
		w := make(chan error, 1)
		waiting <- w
		return <-w
	})
}
