package db

import (
	"context"
	"database/sql"
	"runtime"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// postgres leaves concurrency to the server: reads on one snapshot, writes
// serializable, losers run again.
type postgres struct{ pool *sql.DB }

func openPostgres(ctx context.Context, url string) (engine, error) {
	pool, err := sql.Open("pgx", url)
	if err != nil {
		return nil, err
	}
	n := max(8, 4*runtime.NumCPU())
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	if err := migrate(ctx, pool, Postgres, nil); err != nil {
		pool.Close()
		return nil, err
	}
	return &postgres{pool}, nil
}

func (p *postgres) view(ctx context.Context, fn func(*Tx) error) error {
	return p.in(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}, fn)
}

func (p *postgres) update(ctx context.Context, fn func(*Tx) error) error {
	return p.in(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable}, fn)
}

func (p *postgres) in(ctx context.Context, how *sql.TxOptions, fn func(*Tx) error) error {
	tx, err := p.pool.BeginTx(ctx, how)
	if err != nil {
		return err
	}
	if err := guarded(fn, &Tx{Dialect: Postgres, ctx: ctx, run: pgRunner{tx}}); err != nil {
		tx.Rollback()
		return err
	}
	return tx.Commit()
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
