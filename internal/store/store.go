// Package store is the house's memory: it turns what the rooms ask for into
// SQL, one text for both dialects.
//
// The law: no rule lives here. What may be seen comes as a scope from access,
// what may happen is decided by the room that asked.
package store

import (
	"context"
	"crypto/rand"
	"strconv"
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/place"
)

// Store holds one database and opens a door in it for each room.
type Store struct{ db *db.DB }

// New keeps things in d.
func New(d *db.DB) *Store { return &Store{d} }

// Door is View and Update for the room whose transactions are T.
type Door[T any] struct {
	db  *db.DB
	use func(*db.Tx) T
}

// View runs fn on one unchanging picture. fn cannot write.
func (d Door[T]) View(ctx context.Context, fn func(T) error) error {
	return d.db.View(ctx, func(tx *db.Tx) error { return fn(d.use(tx)) })
}

// Update runs fn so that all of it happens or none; perhaps more than once.
func (d Door[T]) Update(ctx context.Context, fn func(T) error) error {
	return d.db.Update(ctx, func(tx *db.Tx) error { return fn(d.use(tx)) })
}

// Calls is the spine's door.
func (s *Store) Calls() Door[call.Tx] {
	return Door[call.Tx]{s.db, func(tx *db.Tx) call.Tx { return spine{tx} }}
}

// Secret is the board's own secret of this name, made of so many random bytes
// when it is first asked for.
func (s *Store) Secret(ctx context.Context, name string, bytes int) (value []byte, err error) {
	find := func(tx *db.Tx) (found bool, err error) {
		return tx.Found("SELECT value FROM secret WHERE name = $1", db.Args(name), &value)
	}
	var found bool
	err = s.db.View(ctx, func(tx *db.Tx) error { found, err = find(tx); return err })
	if err != nil || found {
		return value, fault.Wrap("store.secret", err)
	}
	err = s.db.Update(ctx, func(tx *db.Tx) error {
		if found, err := find(tx); err != nil || found {
			return err
		}
		value = make([]byte, bytes)
		rand.Read(value)
		_, err = tx.Exec("INSERT INTO secret (name, value) VALUES ($1, $2)", name, value)
		return err
	})
	return value, fault.Wrap("store.secret", err)
}

// Turn reports whether it is time again for what is done so rarely that no
// process may live to see it twice. The first time only begins the count; of
// several processes on one database, one takes each turn.
func (s *Store) Turn(ctx context.Context, name string, now time.Time, every time.Duration) (turn bool, err error) {
	name = "turn " + name
	err = s.db.Update(ctx, func(tx *db.Tx) error {
		var last string
		began, err := tx.Found("SELECT value FROM setting WHERE name = $1", db.Args(name), &last)
		if err != nil {
			return err
		}
		ms, _ := strconv.ParseInt(last, 10, 64)
		if turn = began && now.Sub(time.UnixMilli(ms)) >= every; began && !turn {
			return nil
		}
		_, err = tx.Exec(`INSERT INTO setting (name, value) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, strconv.FormatInt(now.UnixMilli(), 10))
		return err
	})
	return turn, fault.Wrap("store.turn", err)
}

// cellArg stores no cell as NULL, so that an index on cells holds only places.
func cellArg(c place.Cell) any {
	if c == 0 {
		return nil
	}
	return int64(c)
}

// cell scans a nullable cell.
type cell struct{ c *place.Cell }

func (s cell) Scan(v any) error {
	n, _ := v.(int64)
	*s.c = place.Cell(n)
	return nil
}
