package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"alongside/internal/fault"
	real "alongside/test/postgres"
)

func TestAFullDiskRefusesTheUpdateAndKeepsWhatStood(t *testing.T) {
	d := open(t)
	if err := d.Update(t.Context(), put("before")); err != nil {
		t.Fatal(err)
	}
	limit := func(pages string) {
		err := d.engine.(*sqlite).alone(t.Context(), func(c *conn) error {
			_, err := c.exec(context.Background(), "PRAGMA max_page_count = "+pages, nil)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	limit("1") // no page more than there are
	err := d.Update(t.Context(), func(tx *Tx) error {
		for i := range 5000 {
			if err := put(fmt.Sprintf("%0500d", i))(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if TroubleOf(err) != Full || !fault.Is(err, fault.Unavailable) {
		t.Errorf("got %v", err)
	}
	if n := count(t, d); n != 1 {
		t.Errorf("%d rows stand, want 1", n)
	}
	limit("1000000")
	if err := d.Update(t.Context(), put("after")); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

func TestTroubleIsNamedSoThatSomebodyCanMendIt(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, File), []byte("these are words, and no database at all, however long they are"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, damaged := Open(t.Context(), Config{Dir: dir})
	_, away := Open(t.Context(), Config{URL: "postgres://nobody@127.0.0.1:1/none"})
	troubles := map[Trouble]error{Damaged: damaged, Away: away, Newer: fmt.Errorf("x: %w", ErrNewer),
		Full: &fs.PathError{Err: syscall.ENOSPC}, ReadOnly: &fs.PathError{Err: syscall.EROFS}, NoTrouble: errors.New("else")}
	if real.Wanted() {
		_, troubles[Refused] = Open(t.Context(), Config{URL: strings.Replace(real.Database(t), "/test_", "/other_", 1)})
	}
	for want, err := range troubles {
		if got := TroubleOf(err); got != want {
			t.Errorf("%v is trouble %d, want %d", err, got, want)
		}
	}
}

func TestWhenTheDiskIsFullWhoeverWasToldYesIsKeptAndNobodyElse(t *testing.T) {
	d := open(t)
	err := d.engine.(*sqlite).alone(t.Context(), func(c *conn) error {
		_, err := c.exec(context.Background(), "PRAGMA max_page_count = 90", nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	var told atomic.Int64
	if err := d.Update(t.Context(), put("before the crowd")); err != nil { // a crowd may all be in one group that does not fit
		t.Fatal(err)
	}
	told.Add(1)
	for i := range 400 {
		wait.Go(func() {
			if err := d.Update(context.Background(), put(fmt.Sprintf("%0900d", i))); err == nil {
				told.Add(1)
			} else if TroubleOf(err) != Full {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if n := count(t, d); int64(n) != told.Load() || n == 401 {
		t.Errorf("%d were told yes, and %d rows stand", told.Load(), n)
	}
}
