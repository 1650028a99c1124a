package db

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// postgres leaves concurrency to the server: reads on one snapshot, writes
// serializable, losers run again.
type postgres struct {
	pool *sql.DB
	tell func(topics []int64)
}

func openPostgres(ctx context.Context, c Config, tell func([]int64)) (engine, error) {
	pool, err := dial(c.URL)
	if err != nil {
		return nil, err
	}
	n := max(8, 4*runtime.NumCPU())
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	p := &postgres{pool, tell}
	if err := p.upgrade(ctx, c); err != nil {
		pool.Close()
		return nil, err
	}
	return p, nil
}

// upgrading is the lock under which one process brings the tables up to date
// while others that start at the same moment wait: "alongside", as a number.
const upgrading = 0x616c6f6e67736964

func (p *postgres) upgrade(ctx context.Context, c Config) error {
	lock, err := p.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer lock.Close()
	if _, err := lock.ExecContext(ctx, "SELECT pg_advisory_lock($1)", int64(upgrading)); err != nil {
		return err
	}
	defer lock.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(upgrading))
	return migrate(ctx, p.pool, Postgres, c.until, func(ctx context.Context, from int64) error {
		if c.Dir == "" {
			return nil
		}
		return p.backup(ctx, copyName(c.Dir, from, "zip"))
	})
}

// backup writes all rows into a file that restore reads.
func (p *postgres) backup(ctx context.Context, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(to, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	err = p.view(ctx, func(tx *Tx) error {
		_, err := tx.dump(ctx, f, nil)
		return err
	})
	if err != nil {
		return err
	}
	return f.Sync()
}

func (p *postgres) view(ctx context.Context, fn func(*Tx) error) error {
	return p.in(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}, fn)
}

func (p *postgres) update(ctx context.Context, fn func(*Tx) error) error {
	var topics []int64
	err := p.in(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable}, func(tx *Tx) error {
		err := fn(tx)
		topics = tx.topics
		return err
	})
	if err == nil {
		p.tell(topics)
	}
	return err
}

func (p *postgres) in(ctx context.Context, how *sql.TxOptions, fn func(*Tx) error) error {
	tx, err := p.pool.BeginTx(ctx, how)
	if err != nil {
		return err
	}
	if err = guarded(fn, &Tx{Dialect: Postgres, ctx: ctx, run: pgRunner{tx}}); err != nil {
		tx.Rollback()
	} else {
		err = tx.Commit()
	}
	if err != nil && ctx.Err() != nil {
		return errors.Join(ctx.Err(), err) // the server says only that somebody wanted it to stop
	}
	return err
}

// mark is the server's snapshot: it moves with every write of any process.
func (p *postgres) mark(ctx context.Context) (string, error) {
	var snapshot string
	err := p.pool.QueryRowContext(ctx, "SELECT pg_current_snapshot()::text").Scan(&snapshot)
	return snapshot, err
}

// sweep has nothing to do: dead rows are the server's own vacuum's business.
func (p *postgres) sweep(ctx context.Context, whole bool) error {
	if !whole {
		return nil
	}
	_, err := p.pool.ExecContext(ctx, "VACUUM")
	return err
}

func (p *postgres) close() error { return p.pool.Close() }

type pgRunner struct{ tx *sql.Tx }

func (r pgRunner) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	return r.tx.ExecContext(ctx, query, args...)
}

func (r pgRunner) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	return r.tx.QueryContext(ctx, query, args...)
}
