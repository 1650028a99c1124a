package db

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"github.com/lib/pq"
	modernc "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Trouble is what keeps a database from working, where somebody who looks
// after the board can mend it.
type Trouble uint8

const (
	NoTrouble Trouble = iota
	Full              // no room on the disk
	ReadOnly          // the folder or the file cannot be written
	Away              // no server answers
	Refused           // the server wants another user or password, or knows no such database
	Busy              // another program holds the file
	Damaged           // the file is no database, or broken
	Newer             // made by a later version of this program
)

// TroubleOf finds the trouble in err, if that is what it is about.
func TroubleOf(err error) Trouble {
	switch {
	case err == nil:
		return NoTrouble
	case errors.Is(err, ErrNewer):
		return Newer
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return Full
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return ReadOnly
	}
	var lite *modernc.Error
	if errors.As(err, &lite) {
		return liteTroubles[lite.Code()&0xff]
	}
	var pg *pq.Error
	if errors.As(err, &pg) {
		switch {
		case pg.Code == "53100":
			return Full
		case strings.HasPrefix(string(pg.Code), "28"), pg.Code == "3D000", pg.Code == "42501":
			return Refused
		case strings.HasPrefix(string(pg.Code), "57P"), strings.HasPrefix(string(pg.Code), "53"):
			return Away
		}
		return NoTrouble
	}
	var connect unreached
	if errors.As(err, &connect) {
		return Away
	}
	return NoTrouble
}

var liteTroubles = map[int]Trouble{sqlite3.SQLITE_FULL: Full, sqlite3.SQLITE_READONLY: ReadOnly,
	sqlite3.SQLITE_CANTOPEN: ReadOnly, sqlite3.SQLITE_BUSY: Busy, sqlite3.SQLITE_LOCKED: Busy,
	sqlite3.SQLITE_CORRUPT: Damaged, sqlite3.SQLITE_NOTADB: Damaged}
