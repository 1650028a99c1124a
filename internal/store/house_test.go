package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/store"
	"alongside/internal/when"
	"alongside/test/postgres"
)

// Began is when every suite's clock begins: a Sunday noon.
var Began = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// House is one process on a database of the test's own.
type House struct {
	Config db.Config
	DB     *db.DB
	Store  *store.Store
	Clock  *when.Set
	Spine  *call.Spine
}

// Each runs fn on every dialect.
func Each(t *testing.T, fn func(t *testing.T, h *House)) {
	t.Run("sqlite", func(t *testing.T) { fn(t, house(t, db.Config{Dir: t.TempDir()}, when.At(Began))) })
	if postgres.Wanted() {
		t.Run("postgres", func(t *testing.T) { fn(t, house(t, db.Config{URL: empty(t)}, when.At(Began))) })
	}
}

// empty is a database with tables and nothing in them.
func empty(t *testing.T) string {
	return postgres.Copy(t, fmt.Sprint(db.Latest()), func(address string) error {
		d, err := db.Open(context.Background(), db.Config{URL: address})
		if err != nil {
			return err
		}
		return d.Close()
	})
}

func house(t *testing.T, c db.Config, clock *when.Set) *House {
	t.Helper()
	d, err := db.Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	h := &House{Config: c, DB: d, Store: store.New(d), Clock: clock}
	seed, err := h.Store.Secret(context.Background(), "seed", 32)
	if err != nil {
		t.Fatal(err)
	}
	h.Spine = &call.Spine{Store: h.Store.Calls(), Clock: clock, Seed: seed}
	return h
}

// Second is another process on the same database.
func (h *House) Second(t *testing.T) *House { return house(t, h.Config, h.Clock) }
