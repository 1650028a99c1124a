// Package db is the database: opening it, running SQL on either dialect, and
// nothing about what is kept in it.
//
// The law: whoever reads goes through View, whoever writes through Update, and
// an acknowledged Update survives a power cut.
package db

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"time"

	"alongside/internal/fault"
)

// Dialect is which engine answers.
type Dialect string

const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Config says where the data are. URL wins over Dir.
type Config struct {
	Dir string // a folder; the file in it is called alongside.db
	URL string // postgres://…

	until int64 // the migration to stop at; 0: the latest
}

// upgrades is the folder, beside the data, of what was copied before tables
// changed.
const upgrades = "before-upgrade"

// copyName names such a copy by the migration it was made at.
func copyName(dir string, at int64, kind string) string {
	return filepath.Join(dir, upgrades, fmt.Sprintf("alongside-tables-%d.%s", at, kind))
}

// engine is what the two dialects must each bring.
type engine interface {
	view(ctx context.Context, fn func(*Tx) error) error
	update(ctx context.Context, fn func(*Tx) error) error // tells what was touched before it returns
	mark(ctx context.Context) (string, error)             // changes when another process has written
	sweep(ctx context.Context, whole bool) error
	close() error
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	Dialect Dialect
	engine  engine

	erased chan struct{} // something waits to leave the disk

	mu        sync.Mutex
	listeners []func(topics []int64)
}

// Open opens the database and brings its tables up to date. An older database
// is copied into Dir before it changes; a newer one is refused.
func Open(ctx context.Context, c Config) (*DB, error) {
	d := &DB{erased: make(chan struct{}, 1)}
	var err error
	if c.URL != "" {
		d.Dialect = Postgres
		d.engine, err = openPostgres(ctx, c, d.tell)
	} else {
		d.Dialect = SQLite
		d.engine, err = openSQLite(ctx, c.Dir, c.until, d.tell)
	}
	if err != nil {
		return nil, fault.Wrap("db.open", err)
	}
	return d, nil
}

// View runs fn on one unchanging picture of the data. fn cannot write.
func (d *DB) View(ctx context.Context, fn func(*Tx) error) error {
	return classify(d.engine.view(ctx, fn))
}

// tries bounds how often an Update that lost a race is run again.
const tries = 40

// Update runs fn so that all of it happens or none. It may run fn more than
// once, so fn touches nothing but its Tx, and makes its random ids inside.
func (d *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	for try := 1; ; try++ {
		var erased bool
		err := d.engine.update(ctx, func(tx *Tx) error {
			err := fn(tx)
			erased = tx.erased
			return err
		})
		if err == nil {
			if erased {
				d.wantSweep()
			}
			return nil
		}
		if !lostRace(err) || try == tries {
			return classify(err)
		}
		pause := time.Duration(rand.Int64N(int64(min(try, 8)) * int64(2*time.Millisecond)))
		select {
		case <-ctx.Done():
			return classify(errors.Join(ctx.Err(), err))
		case <-time.After(pause):
		}
	}
}

// OnChange calls fn after every commit that touched something, before the
// Update returns; and with no topics when another process wrote.
func (d *DB) OnChange(fn func(topics []int64)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.listeners = append(d.listeners, fn)
}

func (d *DB) tell(topics []int64) {
	if len(topics) == 0 {
		return
	}
	d.announce(topics)
}

func (d *DB) announce(topics []int64) {
	d.mu.Lock()
	listeners := d.listeners
	d.mu.Unlock()
	for _, fn := range listeners {
		fn(topics)
	}
}

// Watch looks every half second whether another process has written, and
// announces it. It returns when ctx ends.
func (d *DB) Watch(ctx context.Context) {
	tick := time.NewTicker(500 * time.Millisecond)
	defer tick.Stop()
	last, _ := d.engine.mark(ctx)
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now, err := d.engine.mark(ctx)
		if err != nil || now != last {
			d.announce(nil)
		}
		if err == nil {
			last = now
		}
	}
}

// Sweep makes deleted rows unreadable on the disk (SQLite: the write-ahead log
// is emptied; whole also rebuilds the file).
func (d *DB) Sweep(ctx context.Context, whole bool) error {
	err := d.engine.sweep(ctx, whole)
	if err != nil {
		d.wantSweep() // what was to go is still there
	}
	return fault.Wrap("db.sweep", classify(err))
}

// Waits has a value when somebody has erased what was theirs, or a sweep could
// not be finished: then Sweep is due.
func (d *DB) Waits() <-chan struct{} { return d.erased }

func (d *DB) wantSweep() {
	select {
	case d.erased <- struct{}{}:
	default: // one is wanted already
	}
}

// Close waits for running work and closes. It may be called twice.
func (d *DB) Close() error { return d.engine.close() }
