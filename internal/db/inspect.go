package db

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// State is what stands in a database, looked at from outside: nothing is made,
// moved or migrated by looking.
type State struct {
	Dialect Dialect  `json:"engine"`
	There   bool     `json:"there"`
	Schema  int64    `json:"schema"` // 0: no tables yet
	Rows    int64    `json:"rows"`
	Server  string   `json:"version,omitempty"`
	Journal string   `json:"journal,omitempty"` // SQLite: "wal"
	Sync    string   `json:"sync,omitempty"`    // "off": a power cut loses what was acknowledged
	Flaws   []string `json:"flaws,omitempty"`
}

// Inspect looks at a database that may not be there.
func Inspect(ctx context.Context, c Config) (State, error) { return look(ctx, c, false) }

// Examine is Inspect that also reads every page of an SQLite file and checks
// it.
func Examine(ctx context.Context, c Config) (State, error) { return look(ctx, c, true) }

func look(ctx context.Context, c Config, closely bool) (State, error) {
	s := State{Dialect: SQLite}
	var pool *sql.DB
	var err error
	if c.URL != "" {
		s.Dialect = Postgres
		pool, err = dial(c.URL)
	} else {
		path := filepath.Join(c.Dir, File)
		info, missing := os.Stat(path)
		if errors.Is(missing, fs.ErrNotExist) || missing == nil && info.Size() == 0 {
			return s, nil
		}
		if missing != nil {
			return s, missing
		}
		pool, err = sql.Open("sqlite", dsn(path)+"&mode=rw")
	}
	if err != nil {
		return s, err
	}
	defer pool.Close()
	pool.SetMaxOpenConns(1)
	if s.Schema, err = version(ctx, pool, s.Dialect); err != nil {
		return s, classify(err)
	}
	s.There = true
	if err := s.describe(ctx, pool, closely); err != nil {
		return s, classify(err)
	}
	return s, nil
}

func (s *State) describe(ctx context.Context, pool *sql.DB, closely bool) error {
	tx, err := pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	t := &Tx{Dialect: s.Dialect, ctx: ctx, run: pgRunner{tx}}
	all, err := t.tables()
	if err != nil {
		return err
	}
	for _, one := range all {
		n, err := t.count(one.name)
		if err != nil {
			return err
		}
		s.Rows += n
	}
	if s.Dialect == Postgres {
		return t.Row("SELECT current_setting('server_version'), CASE current_setting('fsync') WHEN 'on' THEN current_setting('synchronous_commit') ELSE 'off' END", nil, &s.Server, &s.Sync)
	}
	if err := t.Row("SELECT sqlite_version()", nil, &s.Server); err != nil {
		return err
	}
	if err := t.Row("PRAGMA journal_mode", nil, &s.Journal); err != nil {
		return err
	}
	var level int64
	if err := t.Row("PRAGMA synchronous", nil, &level); err != nil {
		return err
	}
	s.Sync = []string{"off", "normal", "full", "extra"}[level&3]
	if !closely {
		return nil
	}
	return t.Each("PRAGMA integrity_check(20)", nil, func(scan func(...any) error) error {
		var flaw string
		err := scan(&flaw)
		if flaw != "ok" {
			s.Flaws = append(s.Flaws, flaw)
		}
		return err
	})
}
