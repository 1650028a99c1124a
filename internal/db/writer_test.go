package db

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"
)

// together runs so many Updates that wait at the same moment, so that they
// make one group.
func together(d *DB, n int, fn func(i int, tx *Tx) error) {
	ctx, s := context.Background(), d.engine.(*sqlite)
	held, free := make(chan struct{}), make(chan struct{})
	go s.alone(ctx, func(*conn) error { close(held); <-free; return nil })
	<-held
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { d.Update(ctx, func(tx *Tx) error { return fn(i, tx) }) })
	}
	for len(s.writes) < n {
		time.Sleep(time.Millisecond)
	}
	close(free)
	wait.Wait()
}

func TestAGroupIsToldOfOnceBeforeAnybodyIsAnswered(t *testing.T) {
	d := open(t)
	var heard [][]int64
	d.OnChange(func(topics []int64) { heard = append(heard, topics) })
	together(d, 9, func(i int, tx *Tx) error {
		tx.Touch(int64(i))
		if i == 3 {
			return errors.New("no")
		}
		return nil
	})
	if len(heard) != 1 || len(heard[0]) != 8 {
		t.Errorf("heard %v", heard)
	}
}

// Whoever fails after writing has the group run again; whoever fails before,
// or was told by the engine, has not.
func TestAGroupRunsAgainOnlyWhenOneFailedWhoHadWritten(t *testing.T) {
	for name, c := range map[string]struct {
		fails func(*Tx) error
		runs  int
	}{
		"nobody":             {func(tx *Tx) error { return nil }, 5},
		"before writing":     {func(tx *Tx) error { return errors.New("no") }, 5},
		"a change of no row": {func(tx *Tx) error { tx.Exec("DELETE FROM secret WHERE name='none'"); return errors.New("no") }, 5},
		"after writing":      {func(tx *Tx) error { put("gone")(tx); return errors.New("no") }, 10},
		"by the engine":      {func(tx *Tx) error { _, err := tx.Exec("no such words"); return err }, 10},
		"and says nothing":   {func(tx *Tx) error { tx.Exec("no such words"); return nil }, 10},
		"after returning rows": {func(tx *Tx) error {
			tx.Row("INSERT INTO secret (name, value) VALUES ('gone', 'x') RETURNING name", nil, new(string))
			return errors.New("no")
		}, 10},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			runs := 0
			together(d, 5, func(i int, tx *Tx) error {
				runs++
				if i == 4 {
					return c.fails(tx)
				}
				return put(fmt.Sprint(i))(tx)
			})
			if n := count(t, d); n != 4 || runs > c.runs || c.runs == 5 && runs != 5 {
				t.Errorf("%d rows stand after %d runs, want 4 after %d", n, runs, c.runs)
			}
		})
	}
}

func TestOnOneCoreABurstRunsAtOnceAndAStreamInGroups(t *testing.T) {
	passed := time.Duration(0)
	tempo := tempo{credit: burst, since: func() time.Duration { return passed }}
	for range burst {
		if w := tempo.wait(); w != 0 {
			t.Fatalf("one of a burst waits %s", w)
		}
	}
	passed = pace / 5
	if w := tempo.wait(); w != pace-passed {
		t.Errorf("a stream waits %s", w)
	}
	passed = pace
	if w := tempo.wait(); w != 0 {
		t.Errorf("after a pause it waits %s", w)
	}
	passed = burst * 2 * pace
	tempo.wait()
	if passed = 0; tempo.credit != burst-1 || tempo.wait() != 0 {
		t.Error("rest does not bring the burst back")
	}
}

func TestOnOneCoreEverythingStillHappensInItsOrder(t *testing.T) {
	d := open(t)
	d.engine.(*sqlite).narrow = true
	ctx := context.Background()
	for i := range burst + 8 {
		if err := d.Update(ctx, put(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Sweep(ctx, true); err != nil || count(t, d) != burst+8 {
		t.Errorf("%d rows: %v", count(t, d), err)
	}
	together(d, 3*crowd, func(i int, tx *Tx) error { return put(fmt.Sprint("crowd", i))(tx) })
	if n := count(t, d); n != burst+8+3*crowd {
		t.Errorf("%d rows", n)
	}
}
