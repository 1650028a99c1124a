package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"slices"

	"github.com/lib/pq"
)

// wire is what the driver's connections can do.
type wire interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.NamedValueChecker
	driver.QueryerContext
	driver.SessionResetter
	driver.Validator
}

// line is a connection that asks the server once what a query is, and keeps
// the answer. The driver would ask each time, and wait twice.
type line struct {
	wire
	begun bool // a transaction is
	kept  map[string]driver.Stmt
	order []string // of kept, the oldest first
}

// keeps bounds how many queries a connection keeps, which cost memory of the
// server.
const keeps = 512

// spell is a transaction. The driver watches its context from beginning to
// end, so that no query in it needs to be watched as well.
type spell struct {
	driver.Tx
	l *line
}

func (s spell) Commit() error {
	s.l.begun = false
	return s.Tx.Commit()
}

func (s spell) Rollback() error {
	s.l.begun = false
	return s.Tx.Rollback()
}

// BeginTx implements driver.ConnBeginTx. Where the connection broke while it
// waited in the pool nothing was begun, and the pool takes another.
func (l *line) BeginTx(ctx context.Context, how driver.TxOptions) (driver.Tx, error) {
	tx, err := l.wire.BeginTx(ctx, how)
	if err != nil && brokeOff(err) {
		return nil, driver.ErrBadConn
	}
	l.begun = err == nil
	return spell{tx, l}, err
}

// QueryContext implements driver.QueryerContext.
func (l *line) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	st, err := l.ask(ctx, query, args)
	if err != nil {
		return nil, err
	}
	if st == nil {
		return l.wire.QueryContext(ctx, query, args)
	}
	rows, err := st.(driver.StmtQueryContext).QueryContext(context.WithoutCancel(ctx), args)
	l.doubt(query, err)
	return rows, err
}

// ExecContext implements driver.ExecerContext.
func (l *line) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	st, err := l.ask(ctx, query, args)
	if err != nil {
		return nil, err
	}
	if st == nil {
		return l.wire.ExecContext(ctx, query, args)
	}
	done, err := st.(driver.StmtExecContext).ExecContext(context.WithoutCancel(ctx), args)
	l.doubt(query, err)
	return done, err
}

// ask is the query as the server knows it, or nil where it is not worth
// keeping: outside a transaction, and without arguments, when it may be
// several in one.
func (l *line) ask(ctx context.Context, query string, args []driver.NamedValue) (driver.Stmt, error) {
	if !l.begun || len(args) == 0 {
		return nil, nil
	}
	if st := l.kept[query]; st != nil {
		return st, nil
	}
	if len(l.order) >= keeps {
		l.forget(l.order[0])
	}
	st, err := l.wire.PrepareContext(context.WithoutCancel(ctx), query)
	if err == nil {
		l.kept[query], l.order = st, append(l.order, query)
	}
	return st, err
}

// doubt forgets a query that the server answers otherwise than it was asked
// for: another process has changed the tables since.
func (l *line) doubt(query string, err error) {
	var pg *pq.Error
	if errors.As(err, &pg) && (pg.Code.Class() == "0A" || pg.Code.Class() == "26") {
		l.forget(query)
	}
}

func (l *line) forget(query string) {
	l.kept[query].Close() // where it fails, the connection is broken, and the next word on it says so
	delete(l.kept, query)
	l.order = slices.DeleteFunc(l.order, func(q string) bool { return q == query })
}
