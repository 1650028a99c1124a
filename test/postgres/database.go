package postgres

import (
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	_ "github.com/lib/pq" // the driver that the house uses
)

// Variable names the environment variable that says where the server is:
//
//	postgres://…   one that is running (`make test` sets this)
//	off            there shall be none: tests on PostgreSQL are skipped
//	not set        one is started for this test program
const Variable = "ALONGSIDE_TEST_POSTGRES"

// Wanted tells whether tests shall run on PostgreSQL, for those that loop over
// the databases. Others ask Need.
func Wanted() bool { return os.Getenv(Variable) != "off" }

// Need ends a test here where there shall be no PostgreSQL: it counts as
// skipped, which `make quick` allows and `make test` does not. Database and
// Copy ask it themselves.
func Need(t testing.TB) {
	t.Helper()
	if !Wanted() {
		t.Skip("there shall be no PostgreSQL: " + Variable + "=off")
	}
}

// Database is the address of an empty database that is the test's own and is
// dropped when the test ends.
func Database(t testing.TB) string {
	t.Helper()
	Need(t)
	server, err := address()
	if err != nil {
		t.Fatal(err)
	}
	var b [8]byte
	rand.Read(b[:])
	name := "test_" + hex.EncodeToString(b[:])
	if err := ask(server, "CREATE DATABASE "+name+" TEMPLATE template0 STRATEGY file_copy"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ask(server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return at(server, name)
}

// Copy is like Database, of a database that fill has filled: once for every
// version in the life of the server, since copying is cheaper than migrating.
// When the test ends it is emptied and lent to another.
// version names what fill writes, such as the number of the last migration.
func Copy(t testing.TB, version string, fill func(address string) error) string {
	t.Helper()
	Need(t)
	if err := template("template_"+version, fill); err != nil {
		t.Fatalf("filling the template: %v", err)
	}
	return lend(t, "template_"+version)
}

// template fills a template database, unless somebody has. It is filled under
// another name first, so that nobody ever copies a half-filled one.
func template(name string, fill func(string) error) error {
	server, err := address()
	if err != nil {
		return err
	}
	db, err := sql.Open("postgres", server)
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // the lock belongs to the connection
	if _, err := db.Exec("SELECT pg_advisory_lock(hashtext($1))", name); err != nil {
		return err
	}
	var there bool
	if err := db.QueryRow("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&there); err != nil || there {
		return err
	}
	half := name + "_half"
	for _, text := range []string{"DROP DATABASE IF EXISTS " + quote(half) + " WITH (FORCE)", "CREATE DATABASE " + quote(half) + " TEMPLATE template0"} {
		if _, err := db.Exec(text); err != nil {
			return err
		}
	}
	if err := fill(at(server, half)); err != nil {
		return err
	}
	_, err = db.Exec("ALTER DATABASE " + quote(half) + " RENAME TO " + quote(name))
	return err
}

// held keeps the leash of the server that address started: were it collected,
// the keeper would believe that we had gone.
var held *Server

// address is where the server is. One that this test program has started is
// stopped by its keeper when the program ends.
var address = sync.OnceValues(func() (string, error) {
	switch set := os.Getenv(Variable); set {
	case "":
		s, err := Start(Fast)
		if err != nil {
			return "", err
		}
		held = s
		return held.URL("postgres"), nil
	default:
		return set, nil
	}
})

func at(server, database string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	u.Path = "/" + database
	return u.String()
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// ask sends one statement over a connection of its own.
func ask(server, text string) error {
	db, err := sql.Open("postgres", server)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(text)
	return err
}
