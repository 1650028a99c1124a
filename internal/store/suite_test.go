package store_test

import (
	"context"
	"testing"

	"alongside/internal/db"
	"alongside/internal/store"
	"alongside/internal/store/storetest"
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
	storetest.Run(t, func(t *testing.T) *store.Store { return open(t, db.Config{Dir: t.TempDir()}) })
}

func TestPostgreSQLRemembersAsTheHouseAsks(t *testing.T) {
	postgres.Need(t)
	storetest.Run(t, func(t *testing.T) *store.Store { return open(t, db.Config{URL: postgres.Database(t)}) })
}
