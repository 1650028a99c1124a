package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
)

// Migrations are numbered and only ever added to. A file that ends in
// .sqlite.sql or .postgres.sql is for that dialect alone.
//
//go:embed migrations/*.sql
var migrations embed.FS

// ErrNewer says that the database was made by a later release of the program.
var ErrNewer = errors.New("this database was made by a newer version of alongside; start that version, or restore an older backup")

// migrate brings the tables to this program's version. before is called once
// when an existing database is about to change.
func migrate(ctx context.Context, pool *sql.DB, dialect Dialect, until int64, before func(context.Context, int64) error) error {
	files := only{migrations, dialect}
	latest, err := latest(files)
	if err != nil {
		return err
	}
	if until > 0 {
		latest = until
	}
	have, err := version(ctx, pool, dialect)
	switch {
	case err != nil:
		return err
	case have == latest:
		return nil
	case have > latest:
		return ErrNewer
	case have > 0 && before != nil:
		if err := before(ctx, have); err != nil {
			return fmt.Errorf("backing up before the upgrade: %w", err)
		}
	}
	kind := goose.DialectSQLite3
	if dialect == Postgres {
		kind = goose.DialectPostgres
	}
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		return err
	}
	up, err := goose.NewProvider(kind, pool, sub)
	if err != nil {
		return err
	}
	_, err = up.UpTo(ctx, latest)
	return err
}

// version is the number of the last migration a database has had, 0 for a
// new one.
func version(ctx context.Context, pool *sql.DB, dialect Dialect) (int64, error) {
	query := "SELECT count(*) FROM sqlite_master WHERE name = 'goose_db_version'"
	if dialect == Postgres {
		query = "SELECT count(*) FROM pg_tables WHERE tablename = 'goose_db_version' AND schemaname = current_schema()"
	}
	var there int64
	if err := pool.QueryRowContext(ctx, query).Scan(&there); err != nil || there == 0 {
		return 0, err
	}
	var n sql.NullInt64
	err := pool.QueryRowContext(ctx, "SELECT max(version_id) FROM goose_db_version").Scan(&n)
	return n.Int64, err
}

// Latest is the number of this program's last migration.
func Latest() int64 {
	n, err := latest(migrations)
	if err != nil {
		panic(err) // embedded: the names are constants
	}
	return n
}

func latest(files fs.FS) (n int64, err error) {
	entries, err := fs.ReadDir(files, "migrations")
	for _, e := range entries {
		number, _, _ := strings.Cut(e.Name(), "_")
		v, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return 0, err
		}
		n = max(n, v)
	}
	return n, err
}

// only shows the files that are for one dialect.
type only struct {
	embed.FS
	dialect Dialect
}

func (o only) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := o.FS.ReadDir(name)
	mine := all[:0]
	for _, e := range all {
		base := strings.TrimSuffix(e.Name(), ".sql")
		_, kind, special := strings.Cut(base, ".")
		if !special || Dialect(kind) == o.dialect {
			mine = append(mine, e)
		}
	}
	return mine, err
}
