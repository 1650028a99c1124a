package db

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	real "alongside/test/postgres"
)

// several fills a database with every type of column, in an order that is not
// that of its keys, and with texts that collations sort otherwise.
func several(t *testing.T, d *DB) {
	t.Helper()
	err := d.Update(t.Context(), func(tx *Tx) error {
		for i, name := range []string{"b", "A", "a", "é", "Z", "한", ""} {
			if _, err := tx.Exec("INSERT INTO secret (name, value) VALUES ($1, $2)", name, []byte{0, byte(i), 255}); err != nil {
				return err
			}
		}
		for i := range 700 {
			if _, err := tx.Exec("INSERT INTO posting (token, opened, call) VALUES ($1, $2, $3)", i%7-3, i%11, i); err != nil {
				return err
			}
		}
		for i := range 3 {
			_, err := tx.Exec(`INSERT INTO notice (id, party_kind, party, kind, call, commitment, made, due, carried, seen)
				VALUES ($1, 'guest', 9223372036854775807, $2, 1, 2, 3, 4, $3, $4)`, 30-i, "a \"quoted\" <word>\n\t 😀", i == 0, i == 1)
			if err != nil {
				return err
			}
		}
		_, err := tx.Exec("INSERT INTO detail (call, commitment, reach, spot, until) VALUES (1, 2, 'x', '', NULL)")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func dumped(t *testing.T, d *DB) ([]byte, Manifest) {
	t.Helper()
	var b bytes.Buffer
	m, err := d.Dump(t.Context(), &b, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), m
}

func archive(t *testing.T, b []byte) *Archive {
	t.Helper()
	a, err := OpenArchive(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// same tells whether two backups hold the same rows.
func same(a, b Manifest) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

func TestABackupRestoresTheSameRowsOnEitherDatabase(t *testing.T) {
	d := open(t)
	several(t, d)
	file, want := dumped(t, d)
	if want.Rows() != 7+700+3+1 {
		t.Fatalf("the backup holds %d rows", want.Rows())
	}
	targets := map[string]Config{"sqlite": {Dir: t.TempDir()}}
	if real.Wanted() {
		targets["postgres"] = Config{URL: real.Database(t)}
	}
	for name, to := range targets {
		t.Run(name, func(t *testing.T) {
			if err := archive(t, file).Verify(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			if err := Restore(t.Context(), to, archive(t, file), nil); err != nil {
				t.Fatal(err)
			}
			back, err := Open(t.Context(), to)
			if err != nil {
				t.Fatal(err)
			}
			defer back.Close()
			if _, got := dumped(t, back); !same(want, got) {
				t.Errorf("it came back as\n%+v\nand was\n%+v", got, want)
			}
		})
	}
}

func TestABackupIsRestoredOnlyWhereNothingIs(t *testing.T) {
	d := open(t)
	several(t, d)
	file, _ := dumped(t, d)
	targets := []Config{{Dir: t.TempDir()}}
	if real.Wanted() {
		targets = append(targets, Config{URL: real.Database(t)})
	}
	for _, to := range targets {
		d, err := Open(t.Context(), to)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Update(t.Context(), put("mine")); err != nil {
			t.Fatal(err)
		}
		d.Close()
		if err := Restore(t.Context(), to, archive(t, file), nil); !errors.Is(err, ErrNotEmpty) {
			t.Errorf("got %v", err)
		}
		if s, err := Inspect(t.Context(), to); err != nil || s.Rows != 1 {
			t.Errorf("%d rows stand, want the one that was there (%v)", s.Rows, err)
		}
	}
}

func TestADamagedBackupRestoresNothing(t *testing.T) {
	d := open(t)
	several(t, d)
	whole, _ := dumped(t, d)
	other := open(t)
	if err := other.Update(t.Context(), put("x")); err != nil {
		t.Fatal(err)
	}
	for name, broken := range map[string][]byte{
		"cut short":      whole[:len(whole)/2],
		"no backup":      []byte("PK but not really"),
		"a letter wrong": rewritten(t, whole, "tables/notice.jsonl", "word", "w0rd"),
		"a row missing":  rewritten(t, whole, "tables/notice.jsonl", "[28,", "[28"),
		"of tomorrow":    rewritten(t, whole, manifestName, `"schema": `, `"schema": 9`),
		"a table less":   rewritten(t, whole, manifestName, `"name": "notice"`, `"name": "notices"`),
	} {
		to := Config{Dir: t.TempDir()}
		a, err := OpenArchive(bytes.NewReader(broken), int64(len(broken)))
		if err == nil {
			err = a.Verify(t.Context(), nil)
			if err2 := Restore(t.Context(), to, a, nil); err2 == nil {
				t.Errorf("%s: it was restored", name)
			}
		}
		if err == nil {
			t.Errorf("%s: nobody noticed", name)
		}
		if s, _ := Inspect(t.Context(), to); s.Rows > 0 {
			t.Errorf("%s: %d rows were left behind", name, s.Rows)
		}
	}
}

func TestABackupShowsOneMoment(t *testing.T) {
	d := open(t)
	several(t, d)
	var b bytes.Buffer
	var once sync.Once
	m, err := d.Dump(t.Context(), &b, func(int64, int64) {
		once.Do(func() {
			if err := d.Update(context.Background(), put("meanwhile")); err != nil {
				t.Error(err)
			}
		})
	})
	if err != nil || m.Rows() != 711 {
		t.Errorf("%d rows, want 711 (%v)", m.Rows(), err)
	}
	if err := archive(t, b.Bytes()).Verify(t.Context(), nil); err != nil {
		t.Error(err)
	}
}

func TestAnOlderDatabaseIsCopiedBeforeItChanges(t *testing.T) {
	targets := []Config{{Dir: t.TempDir()}}
	if real.Wanted() {
		targets = append(targets, Config{Dir: t.TempDir(), URL: real.Database(t)})
	}
	for _, c := range targets {
		c.until = 2
		d, err := Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Update(t.Context(), put("kept")); err != nil {
			t.Fatal(err)
		}
		d.Close()
		c.until = 0
		if d, err = Open(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		if n := count(t, d); n != 1 {
			t.Errorf("%d rows came along, want 1", n)
		}
		d.Close()
		copies, _ := filepath.Glob(filepath.Join(c.Dir, upgrades, "alongside-tables-2.*"))
		if len(copies) != 1 {
			t.Fatalf("copies: %q", copies)
		}
		if !strings.HasSuffix(copies[0], ".zip") {
			continue
		}
		b, err := os.ReadFile(copies[0])
		if err != nil {
			t.Fatal(err)
		}
		to := Config{Dir: t.TempDir()}
		if err := Restore(t.Context(), to, archive(t, b), nil); err != nil {
			t.Fatalf("the copy cannot be restored: %v", err)
		}
		if s, err := Inspect(t.Context(), to); err != nil || s.Schema != Latest() || s.Rows != 1 {
			t.Errorf("restored: %+v (%v)", s, err)
		}
	}
}

func TestAGroupsLogKeepsItsLinesWhenCirclesGetTheirOwn(t *testing.T) {
	targets := []Config{{Dir: t.TempDir()}}
	if real.Wanted() {
		targets = append(targets, Config{Dir: t.TempDir(), URL: real.Database(t)})
	}
	for _, c := range targets {
		c.until = 17
		d, err := Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		err = d.Update(t.Context(), func(tx *Tx) error {
			_, err := tx.Exec("INSERT INTO grpline (grp, n, day, act, face, note) VALUES (1,1,0,'founded',2,''), (1,2,0,'card',2,'why'), (3,1,0,'founded',0,'')")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		d.Close()
		c.until = 0
		if d, err = Open(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		var all, groups int
		err = d.Update(t.Context(), func(tx *Tx) error {
			if err := tx.Row("SELECT count(*), sum(CASE WHEN circle = 0 THEN 1 ELSE 0 END) FROM grpline WHERE note IN ('', 'why')", nil, &all, &groups); err != nil {
				return err
			}
			_, err := tx.Exec("INSERT INTO grpline (grp, circle, n, day, act, face, note) VALUES (1,5,1,0,'told_kept',2,'')") // counts for itself
			return err
		})
		if err != nil || all != 3 || groups != 3 {
			t.Errorf("%d lines came along, %d of them the group's (%v)", all, groups, err)
		}
		d.Close()
	}
}

func TestSeveralProcessesMayStartAtOnceOnAnEmptyServer(t *testing.T) {
	if !real.Wanted() {
		return
	}
	c := Config{URL: real.Database(t)}
	var wait sync.WaitGroup
	for range 6 {
		wait.Go(func() {
			d, err := Open(context.Background(), c)
			if err != nil {
				t.Error(err)
				return
			}
			d.Close()
		})
	}
	wait.Wait()
	if s, err := Inspect(t.Context(), c); err != nil || s.Schema != Latest() {
		t.Errorf("%+v (%v)", s, err)
	}
}

func TestLookingMakesNothing(t *testing.T) {
	dir := t.TempDir()
	s, err := Inspect(t.Context(), Config{Dir: filepath.Join(dir, "none")})
	if err != nil || s.There || s.Rows != 0 {
		t.Errorf("%+v (%v)", s, err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("looking left %v", left)
	}
}
