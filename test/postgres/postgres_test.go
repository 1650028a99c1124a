package postgres

import (
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestMain can play the part of a program that starts a server and is killed.
func TestMain(m *testing.M) {
	if os.Getenv("ALONGSIDE_TEST_PART") == "starter" {
		s, err := Start(Fast)
		if err != nil {
			os.Exit(1)
		}
		os.Stdout.WriteString(strconv.Itoa(s.pid) + " " + s.folder + "\n")
		time.Sleep(time.Minute)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func TestTheServerEndsWhenWhoeverStartedItIsKilled(t *testing.T) {
	Need(t)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "ALONGSIDE_TEST_PART=starter")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 300)
	n, err := out.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	text, folder, _ := strings.Cut(strings.TrimSpace(string(b[:n])), " ")
	pid, err := strconv.Atoi(text)
	if err != nil || ended(pid) {
		t.Fatalf("no server %q: %v", text, err)
	}
	cmd.Process.Kill()
	cmd.Wait()
	for range 500 {
		_, err := os.Stat(folder)
		if ended(pid) && errors.Is(err, os.ErrNotExist) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("the server or its folder is still there ten seconds after its starter was killed")
}

func TestADurableServerKeepsWhatItAcknowledgedWhenItIsKilled(t *testing.T) {
	Need(t)
	s, err := Start(Durable)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Stop()
	if err := ask(s.URL("postgres"), "CREATE TABLE kept AS SELECT 7 AS n"); err != nil {
		t.Fatal(err)
	}
	if err := s.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := ask(s.URL("postgres"), "SELECT 1"); err == nil {
		t.Fatal("a killed server answered")
	}
	if err := s.Restart(); err != nil {
		t.Fatal(err)
	}
	if n := count(t, s.URL("postgres"), "SELECT n FROM kept"); n != 7 {
		t.Errorf("found %d, want 7", n)
	}
}

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	Need(t)
	filled := 0
	fill := func(address string) error {
		filled++
		return ask(address, "CREATE TABLE words AS SELECT 1 AS n")
	}
	version := "of_this_test_" + strconv.Itoa(os.Getpid())
	one, two := Copy(t, version, fill), Copy(t, version, fill)
	if filled != 1 {
		t.Errorf("the template was filled %d times, want once", filled)
	}
	if err := ask(one, "INSERT INTO words VALUES (2)"); err != nil {
		t.Fatal(err)
	}
	if a, b := count(t, one, "SELECT count(*) FROM words"), count(t, two, "SELECT count(*) FROM words"); a != 2 || b != 1 {
		t.Errorf("the two databases hold %d and %d rows, want 2 and 1", a, b)
	}
	if one == two || Database(t) == one {
		t.Error("two tests share a database")
	}
}

func TestACopyThatWasUsedIsLentAgainEmptyAndOneThatWasChangedIsNot(t *testing.T) {
	Need(t)
	version := "lent_" + strconv.Itoa(os.Getpid())
	use := func(statement string) (address string) {
		t.Run("", func(t *testing.T) {
			address = Copy(t, version, func(address string) error {
				return ask(address, `CREATE TABLE empty (n int); CREATE TABLE "full" AS SELECT 1 AS n`)
			})
			if a, b := count(t, address, "SELECT count(*) FROM empty"), count(t, address, `SELECT sum(n) FROM "full"`); a != 0 || b != 1 {
				t.Errorf("%s: before it stood %d and %d", statement, a, b)
			}
			if err := ask(address, statement); err != nil {
				t.Fatal(err)
			}
		})
		return address
	}
	last := use("INSERT INTO empty VALUES (1)")
	if next := use("SELECT 1"); next != last {
		t.Error("it was not lent again")
	}
	for _, change := range []string{`INSERT INTO "full" VALUES (1)`, "CREATE TABLE more (n int)", "ALTER TABLE empty ADD m int", "ALTER TABLE empty DROP n, ADD n int", "CREATE INDEX one ON empty (n)"} {
		before := use(change)
		if next := use("SELECT 1"); next == before {
			t.Errorf("lent again after %s", change)
		}
	}
}

func count(t *testing.T, address, query string) (n int) {
	t.Helper()
	db, err := sql.Open("postgres", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
