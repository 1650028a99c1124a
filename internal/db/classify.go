package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"

	"github.com/lib/pq"
	modernc "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"alongside/internal/fault"
)

// classify gives an error of a driver the kind the rest of the house knows.
// Errors that already have a kind pass.
func classify(err error) error {
	if err == nil {
		return nil
	}
	var known *fault.Error
	if errors.As(err, &known) {
		return err
	}
	return &fault.Error{Op: "db", Kind: kindOf(err), Err: err}
}

func kindOf(err error) fault.Kind {
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return fault.NotFound
	case IsUnique(err):
		return fault.Taken
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded),
		errors.Is(err, syscall.ENOSPC), errors.Is(err, errClosed), away(err), lostRace(err):
		return fault.Unavailable
	}
	return fault.Internal
}

// IsUnique reports whether err says that a row with this key stands already.
func IsUnique(err error) bool {
	var pg *pq.Error
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	var lite *modernc.Error
	if errors.As(err, &lite) {
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}

// lostRace reports whether the same work may succeed when run again: another
// transaction came between, or a fresh random id was taken already.
func lostRace(err error) bool {
	var pg *pq.Error
	if errors.As(err, &pg) {
		if pg.Code == "23505" {
			return strings.HasSuffix(pg.Constraint, "_pkey")
		}
		return pg.Code == "40001" || pg.Code == "40P01"
	}
	var lite *modernc.Error
	if errors.As(err, &lite) {
		return lite.Code()&0xff == sqlite3.SQLITE_BUSY || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}

// brokeOff reports whether the connection to the server ended in the midst of
// the work. Whether a commit was done then, nobody knows; the key that the page
// carried makes it safe to send again.
func brokeOff(err error) bool {
	var wire *net.OpError
	return errors.As(err, &wire) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// away reports whether the engine itself cannot work: disk full, unreadable,
// or not to be reached.
func away(err error) bool {
	var pg *pq.Error
	if errors.As(err, &pg) {
		return strings.HasPrefix(string(pg.Code), "53") || strings.HasPrefix(string(pg.Code), "57P") || strings.HasPrefix(string(pg.Code), "08")
	}
	var connect unreached
	if errors.As(err, &connect) || brokeOff(err) {
		return true
	}
	var lite *modernc.Error
	if errors.As(err, &lite) {
		switch lite.Code() & 0xff {
		case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN:
			return true
		}
	}
	return false
}
