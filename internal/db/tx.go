package db

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"alongside/internal/fault"
)

// Tx is one transaction. Queries use $1, $2 … on both dialects. It is good
// only inside the function it was handed to, by one goroutine.
type Tx struct {
	Dialect Dialect
	ctx     context.Context
	run     runner
	topics  []int64
	erased  bool
	wrote   bool // some row is different now
	trouble bool // the engine refused something; what else it undid is not known
}

// runner runs statements on one connection.
type runner interface {
	exec(ctx context.Context, query string, args []any) (sql.Result, error)
	query(ctx context.Context, query string, args []any) (*sql.Rows, error)
}

// Exec runs a statement and tells how many rows it changed.
func (t *Tx) Exec(query string, args ...any) (int64, error) {
	res, err := t.run.exec(t.ctx, query, plain(args))
	if err != nil {
		t.trouble = true
		return 0, err
	}
	n, err := res.RowsAffected()
	t.note(query, n != 0)
	return n, err
}

// note remembers whether some row is different now. A statement that it does
// not know may have done anything.
func (t *Tx) note(query string, rows bool) {
	switch verb, _, _ := strings.Cut(query, " "); verb {
	case "SELECT":
	case "INSERT", "UPDATE", "DELETE":
		t.wrote = t.wrote || rows
	default:
		t.wrote = true
	}
}

// Row reads the first row into dest. Without one it is
// fault.NotFound.
func (t *Tx) Row(query string, args []any, dest ...any) error {
	rows, err := t.run.query(t.ctx, query, plain(args))
	if err != nil {
		t.trouble = true
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		return t.noRow(rows)
	}
	t.note(query, true)
	if err := rows.Scan(dest...); err != nil {
		return err
	}
	return rows.Close()
}

func (t *Tx) noRow(rows *sql.Rows) error {
	if err := rows.Err(); err != nil {
		t.trouble = true
		return err
	}
	return &fault.Error{Op: "db.row", Kind: fault.NotFound, Err: sql.ErrNoRows}
}

// Found is Row for a row that may be missing.
func (t *Tx) Found(query string, args []any, dest ...any) (bool, error) {
	err := t.Row(query, args, dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Each reads every row. Scan inside fn reads the present one.
func (t *Tx) Each(query string, args []any, fn func(scan func(...any) error) error) error {
	rows, err := t.run.query(t.ctx, query, plain(args))
	if err != nil {
		t.trouble = true
		return err
	}
	defer rows.Close()
	for rows.Next() {
		t.note(query, true)
		if err := fn(rows.Scan); err != nil {
			return err
		}
	}
	err = rows.Err()
	t.trouble = t.trouble || err != nil
	return err
}

// Touch says that what topic names looks different after this transaction.
func (t *Tx) Touch(topic int64) { t.topics = append(t.topics, topic) }

// Erased says that somebody had this transaction erase what was theirs, so
// that it must leave the disk soon, and not with the next hourly sweep.
func (t *Tx) Erased() { t.erased = true }

// Args is a list of arguments, for Row and Each.
func Args(args ...any) []any { return args }

// plain turns the house's types into what both drivers take: times into
// milliseconds since 1970, the zero time into NULL.
func plain(args []any) []any {
	for i, a := range args {
		if t, ok := a.(time.Time); ok {
			args[i] = millis(t)
		}
	}
	return args
}

func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// Time scans milliseconds, or NULL as the zero time, into *T.
type Time struct{ T *time.Time }

// Scan implements sql.Scanner.
func (s Time) Scan(v any) error {
	switch n := v.(type) {
	case nil:
		*s.T = time.Time{}
	case int64:
		*s.T = time.UnixMilli(n).UTC()
	default:
		return errors.New("db: a time is a whole number of milliseconds")
	}
	return nil
}
