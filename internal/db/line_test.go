package db

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"alongside/internal/fault"
	real "alongside/test/postgres"
)

func served(t *testing.T) *DB {
	t.Helper()
	d, err := Open(t.Context(), Config{URL: real.Database(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// reads asks for one value inside a transaction.
func reads(ctx context.Context, d *DB, query string, into any, args ...any) error {
	return d.View(ctx, func(tx *Tx) error { return tx.Row(query, args, into) })
}

func TestWhoeverGoesAwayEndsTheirQueryAndNobodyElses(t *testing.T) {
	d := served(t)
	began := time.Now()
	for range 20 {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		var none any
		err := reads(ctx, d, "SELECT pg_sleep($1)::text", &none, 30)
		if cancel(); !fault.Is(err, fault.Unavailable) {
			t.Errorf("got %v", err)
		}
		for i := range 20 {
			if n := 0; reads(t.Context(), d, "SELECT $1::bigint", &n, i) != nil || n != i {
				t.Errorf("somebody else got %d, want %d", n, i)
			}
		}
	}
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestAConnectionThatBrokeWhileItWaitedIsReplaced(t *testing.T) {
	d := served(t)
	var other int64
	if err := d.View(t.Context(), func(tx *Tx) error { // two connections wait in the pool
		return reads(t.Context(), d, "SELECT pg_backend_pid()", &other)
	}); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		if err := d.View(t.Context(), func(tx *Tx) error {
			_, err := tx.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND $1", true)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		// Both at once, so that the ended one is among them.
		if err := d.View(t.Context(), func(*Tx) error { return d.Update(t.Context(), put(fmt.Sprint(time.Now()))) }); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAConnectionKeepsAsManyQueriesAsItMayAndForgetsTheOldest(t *testing.T) {
	d := served(t)
	err := d.View(t.Context(), func(tx *Tx) error {
		for i := range keeps + 50 {
			n := 0
			if err := tx.Row(fmt.Sprintf("SELECT $1::bigint + %d", i), Args(1), &n); err != nil || n != i+1 {
				return fmt.Errorf("%d: %d, %w", i, n, err)
			}
		}
		var kept int
		if err := tx.Row("SELECT count(*) FROM pg_prepared_statements WHERE name <> $1", Args(""), &kept); err != nil || kept > keeps {
			t.Errorf("the server keeps %d queries, %v", kept, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAQueryIsAskedAnewOnceTheTablesAreOthers(t *testing.T) {
	d := served(t)
	d.engine.(*postgres).pool.SetMaxOpenConns(1)
	look := func() (v any, err error) {
		return v, reads(t.Context(), d, "SELECT v FROM other WHERE v IS NOT NULL AND $1", &v, true)
	}
	for _, change := range []string{"CREATE TABLE other (v BIGINT)", "INSERT INTO other VALUES (7)"} {
		if _, err := d.engine.(*postgres).pool.Exec(change); err != nil {
			t.Fatal(err)
		}
	}
	if v, err := look(); v != int64(7) || err != nil {
		t.Fatal(v, err)
	}
	if _, err := d.engine.(*postgres).pool.Exec("ALTER TABLE other ALTER v TYPE TEXT"); err != nil {
		t.Fatal(err)
	}
	if v, err := look(); err == nil {
		t.Fatalf("the server gave %v though the table is another", v)
	}
	if v, err := look(); v != "7" || err != nil {
		t.Error(v, err)
	}
}

func TestValuesComeBackAsTheyWereGiven(t *testing.T) {
	d := served(t)
	var number, flag, words, bytes, none any
	for range 2 { // asked for the first time, and kept
		err := d.View(t.Context(), func(tx *Tx) error {
			return tx.Row("SELECT $1::bigint, $2::boolean, $3::text, $4::bytea, $5::bigint",
				Args(int64(-1<<62), true, "말 \\ ' \x01", []byte{0, '\\', 255}, time.Time{}), &number, &flag, &words, &bytes, &none)
		})
		got := fmt.Sprintf("%T %v %T %v %T %q %T %v %v %v", number, number, flag, flag, words, words, bytes, bytes, none, err)
		if want := `int64 -4611686018427387904 bool true string "말 \\ ' \x01" []uint8 [0 92 255] <nil> <nil>`; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestWhatIsAcknowledgedIsOnTheDiskUnlessTheServerPromisesMore(t *testing.T) {
	address := real.Database(t)
	for set, want := range map[string]string{"off": "on", "remote_apply": "remote_apply", "on": "on"} {
		pool, err := dial(address + "&options=-csynchronous_commit%3D" + set)
		if err != nil {
			t.Fatal(err)
		}
		var got string
		if err := pool.QueryRow("SHOW synchronous_commit").Scan(&got); err != nil || got != want {
			t.Errorf("%s became %q, %v", set, got, err)
		}
		pool.Close()
	}
}

func TestAnAddressMeansWhatItMeansToPostgreSQLsOwnPrograms(t *testing.T) {
	for _, name := range []string{"PGHOST", "PGSSLMODE", "PGSSLROOTCERT", "PGSSLNEGOTIATION", "PGSERVICE"} {
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	for address, want := range map[string]string{
		"postgres://u@h/n":                     "postgres://u@h/n?sslmode=prefer",
		"postgres://u@h/n?sslmode=verify-full": "postgres://u@h/n?sslmode=verify-full",
		"postgres://u@h/n?sslrootcert=system":  "postgres://u@h/n?sslrootcert=system",
		"postgres://u@/n?host=/run/x":          "postgres://u@/n?host=%2Frun%2Fx&sslmode=prefer",
		"postgres://u:p%40%2F@h:1/n?service=s": "postgres://u:p%40%2F@h:1/n?service=s",
	} {
		if got := asUsual(address); got != want {
			t.Errorf("%s became %s, want %s", address, got, want)
		}
	}
	t.Setenv("PGSSLMODE", "require")
	if got := asUsual("postgres://u@h/n"); got != "postgres://u@h/n" {
		t.Error(got)
	}
}

func TestAPasswordIsInNoErrorAboutTheAddress(t *testing.T) {
	for _, address := range []string{"postgres://u:hush@h:port/n", "postgres://u:hush@h/n?sslmode=some", "postgres://u:hu%zzsh@h/n", "postgres://u:hush@127.0.0.1:1/n?connect_timeout=1"} {
		_, err := Open(t.Context(), Config{URL: address})
		if err == nil || strings.Contains(err.Error(), "hush") || strings.Contains(err.Error(), "hu%") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestAServerThatTakesUpAndSaysNothingIsAway(t *testing.T) {
	mute, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer mute.Close()
	_, err = Open(t.Context(), Config{URL: "postgres://u@" + mute.Addr().String() + "/n?connect_timeout=1"})
	if TroubleOf(err) != Away {
		t.Errorf("got %v", err)
	}
}
