package store_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"alongside/internal/db"
	"alongside/internal/store"
	"alongside/internal/store/storetest"
	"alongside/test/blank"
	"alongside/test/postgres"
)

func open(t *testing.T, c db.Config) *store.Store {
	t.Helper()
	d, err := db.Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return store.New(d)
}

func TestSQLiteRemembersAsTheHouseAsks(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *store.Store { return open(t, db.Config{Dir: blank.SQLite(t)}) })
}

// On PostgreSQL every test gets the same database, emptied: making a new one
// takes a second.
func TestPostgreSQLRemembersAsTheHouseAsks(t *testing.T) {
	postgres.Need(t)
	url := blank.Postgres(t)
	s := open(t, db.Config{URL: url})
	pool, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	var tables string
	err = pool.QueryRow("SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'goose_db_version'").Scan(&tables)
	if err != nil {
		t.Fatal(err)
	}
	storetest.Run(t, func(t *testing.T) *store.Store {
		for _, table := range strings.Fields(tables) {
			if _, err := pool.Exec("DELETE FROM " + table); err != nil {
				t.Fatal(err)
			}
		}
		return s
	})
}
