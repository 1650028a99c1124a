package db

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"alongside/internal/fault"
)

func open(t *testing.T) *DB {
	t.Helper()
	d, err := Open(context.Background(), Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func put(name string) func(*Tx) error {
	return func(tx *Tx) error {
		_, err := tx.Exec("INSERT INTO secret (name, value) VALUES ($2, $1)", []byte("x"), name)
		return err
	}
}

func count(t *testing.T, d *DB) (n int) {
	t.Helper()
	err := d.View(context.Background(), func(tx *Tx) error {
		return tx.Row("SELECT count(*) FROM secret", nil, &n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAFailedUpdateLeavesItsNeighboursInTheGroup(t *testing.T) {
	d := open(t)
	boom := errors.New("boom")
	var wait sync.WaitGroup
	for i := range 64 {
		wait.Go(func() {
			err := d.Update(context.Background(), func(tx *Tx) error {
				if err := put(fmt.Sprint(i))(tx); err != nil {
					return err
				}
				if i%2 == 0 {
					return boom
				}
				return nil
			})
			if (i%2 == 0) != errors.Is(err, boom) {
				t.Errorf("update %d: %v", i, err)
			}
		})
	}
	wait.Wait()
	if n := count(t, d); n != 32 {
		t.Errorf("%d rows stand, want 32", n)
	}
}

func TestAPanicEndsOnlyItsOwnUpdate(t *testing.T) {
	d := open(t)
	err := d.Update(context.Background(), func(tx *Tx) error { panic("oh") })
	if !fault.Is(err, fault.Internal) {
		t.Errorf("got %v", err)
	}
	if err := d.Update(context.Background(), put("after")); err != nil || count(t, d) != 1 {
		t.Errorf("the writer is gone: %v", err)
	}
}

func TestAViewCannotWrite(t *testing.T) {
	d := open(t)
	if err := d.View(context.Background(), put("sly")); err == nil || count(t, d) != 0 {
		t.Errorf("a view wrote: %v", err)
	}
}

func TestWhoeverListensHearsOfACommitAndNotOfAFailure(t *testing.T) {
	d := open(t)
	var heard [][]int64
	d.OnChange(func(topics []int64) { heard = append(heard, topics) })
	d.Update(context.Background(), func(tx *Tx) error { tx.Touch(7); return nil })
	d.Update(context.Background(), func(tx *Tx) error { tx.Touch(8); return errors.New("no") })
	if len(heard) != 1 || heard[0][0] != 7 {
		t.Errorf("heard %v", heard)
	}
}

func TestAnotherProcessIsNoticed(t *testing.T) {
	dir := t.TempDir()
	ctx := context.Background()
	one, err := Open(ctx, Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer one.Close()
	two, err := Open(ctx, Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer two.Close()
	before, _ := one.engine.mark(ctx)
	if err := one.Update(ctx, put("own")); err != nil {
		t.Fatal(err)
	}
	if now, _ := one.engine.mark(ctx); now != before {
		t.Error("its own writing moved the mark")
	}
	if err := two.Update(ctx, put("other")); err != nil {
		t.Fatal(err)
	}
	if now, _ := one.engine.mark(ctx); now == before {
		t.Error("the other's writing did not move the mark")
	}
}

func TestADuplicateIsTakenAndClosingTwiceIsFine(t *testing.T) {
	d := open(t)
	ctx := context.Background()
	guest := func(id int64) error {
		return d.Update(ctx, func(tx *Tx) error {
			_, err := tx.Exec("INSERT INTO guest (id,name,language,link,code,until) VALUES ($1,'','en',$2,$2,0)", id, []byte("same"))
			return err
		})
	}
	if err := guest(1); err != nil {
		t.Fatal(err)
	}
	if err := guest(2); !fault.Is(err, fault.Taken) {
		t.Errorf("got %v", err)
	}
	d.Close()
	d.Close()
	if err := guest(3); !fault.Is(err, fault.Unavailable) {
		t.Errorf("after closing: %v", err)
	}
}

func TestABoundLimitIsNoReasonToPlanAnew(t *testing.T) {
	for query, want := range map[string]string{
		"SELECT a FROM b LIMIT $1":           "SELECT a FROM b LIMIT +$1",
		"SELECT a FROM b LIMIT $12 OFFSET 3": "SELECT a FROM b LIMIT +$12 OFFSET 3",
		"SELECT a FROM b LIMIT 1":            "SELECT a FROM b LIMIT 1",
	} {
		if got := steady(query); got != want {
			t.Errorf("%q is prepared as %q", query, got)
		}
	}
}
