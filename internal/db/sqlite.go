package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"alongside/internal/fault"
)

// File is the name of the database inside its folder.
const File = "alongside.db"

// Everything acknowledged is on the disk (synchronous FULL), everything
// deleted is overwritten (secure_delete). Carrying the log over into the file
// is the writer's longest wait, so it comes every 4000 pages and not every 1000.
const pragmas = "&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=secure_delete(ON)" +
	"&_pragma=busy_timeout(5000)&_pragma=temp_store(MEMORY)&_pragma=wal_autocheckpoint(4000)"

// sqlite is one write connection, whose goroutine commits in groups, and a few
// read connections that cannot write.
type sqlite struct {
	path    string
	tell    func(topics []int64)
	pool    *sql.DB
	readers chan *conn
	writes  chan *write
	stop    chan struct{}
	stopped chan struct{}
	once    sync.Once
	narrow  bool // there is one core, and while the writer has it nobody reads
}

// What is written goes under random ids into many pages at once. With room for
// 16 MB of them (SQLite takes 2 by itself) a group of writes stays in memory
// until it is committed; the memory is taken only where so much is written.
const writerCache = "PRAGMA cache_size=-16000"

func dsn(path string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?_txlock=immediate" + pragmas
}

func openSQLite(ctx context.Context, dir string, until int64, tell func([]int64)) (engine, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, File)
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	file.Close()
	pool, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return nil, err
	}
	s := &sqlite{path: path, tell: tell, pool: pool, writes: make(chan *write, 256),
		stop: make(chan struct{}), stopped: make(chan struct{}), narrow: runtime.GOMAXPROCS(0) == 1}
	if err := s.start(ctx, until); err != nil {
		pool.Close()
		return nil, err
	}
	return s, nil
}

func (s *sqlite) start(ctx context.Context, until int64) error {
	if err := migrate(ctx, s.pool, SQLite, until, s.backup); err != nil {
		return err
	}
	writer, err := s.connect(ctx, false)
	if err != nil {
		return err
	}
	n := max(2, runtime.NumCPU())
	s.readers = make(chan *conn, n)
	for range n {
		s.readers <- nil // connected by whoever takes it first
	}
	go s.write(writer)
	return nil
}

func (s *sqlite) connect(ctx context.Context, readOnly bool) (*conn, error) {
	c, err := s.pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	cn := &conn{c: c, statements: map[string]*sql.Stmt{}}
	setting := writerCache
	if readOnly {
		setting = "PRAGMA query_only=ON"
	}
	_, err = cn.exec(ctx, setting, nil)
	return cn, err
}

// backup copies the database beside itself before its tables change.
func (s *sqlite) backup(ctx context.Context, from int64) error {
	to := copyName(filepath.Dir(s.path), from, "db")
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	if err := os.Remove(to); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	_, err := s.pool.ExecContext(ctx, "VACUUM INTO $1", to)
	return err
}

func (s *sqlite) view(ctx context.Context, fn func(*Tx) error) error {
	var c *conn
	select {
	case c = <-s.readers:
	case <-ctx.Done():
		return ctx.Err()
	case <-s.stop:
		return errClosed
	}
	defer func() { s.readers <- c }()
	if c == nil {
		reader, err := s.connect(context.Background(), true)
		if err != nil {
			return err
		}
		c = reader
	}
	bg := context.Background() // a reading is short; watching ctx costs more than it saves
	if _, err := c.exec(bg, "BEGIN", nil); err != nil {
		return err
	}
	defer c.exec(bg, "ROLLBACK", nil)
	return fn(&Tx{Dialect: SQLite, ctx: bg, run: c})
}

func (s *sqlite) mark(ctx context.Context) (string, error) {
	var version int64
	err := s.alone(ctx, func(c *conn) error {
		tx := &Tx{Dialect: SQLite, ctx: context.Background(), run: c}
		return tx.Row("PRAGMA data_version", nil, &version)
	})
	return fmt.Sprint(version), err
}

func (s *sqlite) sweep(ctx context.Context, whole bool) error {
	return s.alone(ctx, func(c *conn) error {
		if whole {
			if _, err := c.exec(ctx, "VACUUM", nil); err != nil {
				return err
			}
		}
		var busy, log, done int64
		tx := &Tx{Dialect: SQLite, ctx: context.Background(), run: c}
		if err := tx.Row("PRAGMA wal_checkpoint(TRUNCATE)", nil, &busy, &log, &done); err != nil || busy == 0 {
			return err
		}
		return errStillRead
	})
}

func (s *sqlite) close() error {
	s.once.Do(func() {
		close(s.stop)
		<-s.stopped
		for range cap(s.readers) {
			select {
			case c := <-s.readers:
				if c != nil {
					c.close()
				}
			case <-time.After(5 * time.Second):
			}
		}
	})
	return s.pool.Close()
}

// errStillRead: the log could not be emptied, for a long reading needs it.
var errStillRead = fault.New("db.sweep", fault.Unavailable, "")

var errClosed = errors.New("the database is closed")

// conn is one connection with its prepared statements.
type conn struct {
	c          *sql.Conn
	statements map[string]*sql.Stmt
}

// statementsMost bounds the prepared statements of one connection; texts are
// constants, so it is never reached but by a mistake.
const statementsMost = 500

func (c *conn) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if st := c.statements[query]; st != nil {
		return st, nil
	}
	if len(c.statements) >= statementsMost {
		for q, st := range c.statements {
			st.Close()
			delete(c.statements, q)
		}
	}
	st, err := c.c.PrepareContext(ctx, steady(query))
	if err != nil {
		return nil, fmt.Errorf("%w in %q", err, query)
	}
	c.statements[query] = st
	return st, nil
}

// steady keeps a statement as it was prepared. SQLite looks into a bound LIMIT
// while it plans, and plans anew whenever another one is bound, be it the same
// number: a third of the time of a short query.
func steady(query string) string { return strings.ReplaceAll(query, "LIMIT $", "LIMIT +$") }

func (c *conn) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	st, err := c.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(ctx, args...)
}

func (c *conn) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	st, err := c.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

func (c *conn) close() {
	for _, st := range c.statements {
		st.Close()
	}
	c.c.Close()
}
