package postgres

import (
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// spare is a copy of a template that one test after another uses: emptying it
// takes 3 ms, dropping it and making another 80.
type spare struct {
	name   string
	db     *sql.DB // one connection, which also keeps others from dropping it
	delete string  // empties the tables that were empty
	look   string  // asks for what else a test may have changed:
	shape  string  // the tables themselves, and those that were not empty
}

// spares are free, by the name of their template.
var spares = struct {
	sync.Mutex
	free map[string][]*spare
}{free: map[string][]*spare{}}

// lend is the address of a copy that is the test's own until it ends.
func lend(t testing.TB, from string) string {
	t.Helper()
	server, err := address()
	if err != nil {
		t.Fatal(err)
	}
	s := takeSpare(from)
	if s == nil {
		sweep(server)
		if s, err = newSpare(server, from); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		if err := s.renew(); err != nil {
			s.db.Close()
			if err := ask(server, "DROP DATABASE "+s.name+" WITH (FORCE)"); err != nil {
				t.Error(err)
			}
			return
		}
		spares.Lock()
		defer spares.Unlock()
		spares.free[from] = append(spares.free[from], s)
	})
	return at(server, s.name)
}

func takeSpare(from string) *spare {
	spares.Lock()
	defer spares.Unlock()
	free := spares.free[from]
	if len(free) == 0 {
		return nil
	}
	last := len(free) - 1
	spares.free[from] = free[:last]
	return free[last]
}

func newSpare(server, from string) (*spare, error) {
	var b [8]byte
	rand.Read(b[:])
	s := &spare{name: fmt.Sprintf("spare_%d_%s", os.Getpid(), hex.EncodeToString(b[:]))}
	if err := ask(server, "CREATE DATABASE "+s.name+" TEMPLATE "+quote(from)+" STRATEGY file_copy"); err != nil {
		return nil, err
	}
	var err error
	if s.db, err = sql.Open("postgres", at(server, s.name)); err != nil {
		return nil, err
	}
	s.db.SetMaxOpenConns(1)
	if err = s.learn(); err != nil {
		s.db.Close()
		return nil, errors.Join(err, ask(server, "DROP DATABASE "+s.name))
	}
	return s, nil
}

// learn finds out which tables are empty, and what a copy looks like that
// nobody has changed.
func (s *spare) learn() error {
	var tables string
	err := s.db.QueryRow("SELECT string_agg(quote_ident(relname), ' ') FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'").Scan(&tables)
	if err != nil {
		return err
	}
	s.delete = "SET session_replication_role = replica;" // no reference is asked about
	s.look = `SELECT concat_ws(' ', pg_database_size(current_database()) > 64000000,
		(SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace),
		(SELECT sum(a.xmin::text::numeric) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relnamespace = 'public'::regnamespace)`
	for _, table := range strings.Fields(tables) {
		var full bool
		if err := s.db.QueryRow("SELECT EXISTS (SELECT 1 FROM " + table + ")").Scan(&full); err != nil {
			return err
		}
		if full {
			s.look += ", (SELECT count(*) FROM " + table + ")"
		} else {
			s.delete += "DELETE FROM " + table + ";"
		}
	}
	s.look += ")"
	s.shape, err = s.read()
	return err
}

var errChanged = errors.New("the test changed the tables themselves, or filled them")

// renew empties the database, unless a test made something else of it.
func (s *spare) renew() error {
	if _, err := s.db.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"); err != nil {
		return err
	}
	if _, err := s.db.Exec(s.delete); err != nil {
		return err
	}
	if shape, err := s.read(); err != nil || shape != s.shape {
		return errors.Join(err, errChanged)
	}
	return nil
}

func (s *spare) read() (shape string, err error) {
	err = s.db.QueryRow(s.look).Scan(&shape)
	return shape, err
}

// sweep drops the spares of programs that have ended, on a server that outlives
// them. One that somebody is connected to stays.
func sweep(server string) {
	db, err := sql.Open("postgres", server)
	if err != nil {
		return
	}
	defer db.Close()
	var names sql.NullString
	if db.QueryRow(`SELECT string_agg(datname, ' ') FROM pg_database WHERE datname ~ '^spare_[0-9]+_'`).Scan(&names) != nil {
		return // another program will
	}
	for _, name := range strings.Fields(names.String) {
		pid, err := strconv.Atoi(strings.Split(name, "_")[1])
		if err == nil && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			db.Exec("DROP DATABASE " + quote(name))
		}
	}
}
