package main

import (
	"context"
	"io"
	"reflect"
	"slices"
	"testing"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/store"
)

// What stands in a database, and how it is indexed.
func picture(t *testing.T, d *db.DB) (tables []db.Saved, indexes []string) {
	t.Helper()
	m, err := d.Dump(context.Background(), io.Discard, nil)
	if err == nil {
		err = d.View(context.Background(), func(tx *db.Tx) error {
			return tx.Each("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name", nil, func(scan func(...any) error) error {
				var s string
				err := scan(&s)
				indexes = append(indexes, s)
				return err
			})
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return m.Tables, indexes
}

func TestFillingQuicklyLeavesWhatTheStoreWouldWrite(t *testing.T) {
	words := []string{"We need water and blankets near the bridge", "Is anybody able to bring soup? Two of us are ill", "Tarps"}
	all := slices.Collect(inventions(words, 321, 3))
	ctx, slow, quick := context.Background(), t.TempDir(), t.TempDir()
	open := func(dir string) *db.DB {
		d, err := db.Open(ctx, db.Config{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	a := open(slow)
	defer a.Close()
	err := store.New(a).Calls().Update(ctx, func(tx call.Tx) error {
		for _, n := range all {
			if err := tx.AddCall(n.call, n.parts); err != nil {
				return err
			}
			for _, m := range n.answers {
				if err := tx.AddCommitment(m); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	open(quick).Close()
	if err := quickly(quick, slices.Values(all)); err != nil {
		t.Fatal(err)
	}
	b := open(quick)
	defer b.Close()
	tables, indexes := picture(t, a)
	same, too := picture(t, b)
	for i := range tables {
		if !reflect.DeepEqual(tables[i], same[i]) {
			t.Errorf("%s is %+v, the store writes %+v", tables[i].Name, same[i], tables[i])
		}
	}
	if !slices.Equal(indexes, too) {
		t.Errorf("its tables and indexes are %v, want %v", too, indexes)
	}
}
