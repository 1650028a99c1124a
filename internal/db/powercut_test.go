package db

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"alongside/test/lossy"
)

// cut lets 16 clients write on a disk that loses its power in the midst of it,
// and tells how many acknowledged writes are gone afterwards.
func cut(t *testing.T, synchronous string) (acknowledged, lost int) {
	t.Helper()
	ctx := context.Background()
	disk := lossy.Mount(t)
	d, err := Open(ctx, Config{Dir: disk.Folder})
	if err != nil {
		t.Fatal(err)
	}
	err = d.engine.(*sqlite).alone(ctx, func(c *conn) error {
		_, err := c.exec(ctx, "PRAGMA synchronous="+synchronous, nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	var answered sync.Map
	var count atomic.Int64
	for client := range 16 {
		wait.Go(func() {
			for n := 0; ; n++ {
				name := fmt.Sprintf("%d-%d", client, n)
				err := d.Update(ctx, func(tx *Tx) error {
					_, err := tx.Exec("INSERT INTO setting (name, value) VALUES ($1, $2)", name, "I can")
					return err
				})
				if err != nil {
					return // the power is gone
				}
				answered.Store(name, true)
				count.Add(1)
			}
		})
	}
	began := time.Now() // on a busy machine fewer must do, but there must be some
	for count.Load() < 1500 && time.Since(began) < 10*time.Second || count.Load() < 100 && time.Since(began) < time.Minute {
		time.Sleep(time.Millisecond)
	}
	if err := disk.Cut(); err != nil {
		t.Fatal(err)
	}
	wait.Wait()
	d.Close() // it may complain: its disk is gone
	after := t.TempDir()
	if err := disk.Salvage(after); err != nil {
		t.Fatal(err)
	}
	d, err = Open(ctx, Config{Dir: after})
	if err != nil {
		t.Fatalf("the next start: %v", err)
	}
	defer d.Close()
	there := map[string]bool{}
	err = d.View(ctx, func(tx *Tx) error {
		var sound, name string
		if err := tx.Row("PRAGMA integrity_check", nil, &sound); err != nil || sound != "ok" {
			t.Errorf("the database is not sound: %s %v", sound, err)
		}
		return tx.Each("SELECT name FROM setting", nil, func(scan func(...any) error) error {
			err := scan(&name)
			there[name] = true
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	answered.Range(func(name, _ any) bool {
		if !there[name.(string)] {
			lost++
		}
		return true
	})
	return int(count.Load()), lost
}

func TestAPowerCutLosesNothingThatWasAcknowledged(t *testing.T) {
	acknowledged, lost := cut(t, "FULL")
	if acknowledged < 100 || lost > 0 {
		t.Errorf("of %d acknowledged writes %d are lost", acknowledged, lost)
	}
}

// The control: with less care something is lost, so the test above can fail.
func TestAPowerCutWithLessCareLosesWhatWasAcknowledged(t *testing.T) {
	acknowledged, lost := cut(t, "NORMAL")
	t.Logf("of %d acknowledged writes %d are lost", acknowledged, lost)
	if lost == 0 {
		t.Errorf("of %d acknowledged writes none is lost: the disk does not forget", acknowledged)
	}
}
