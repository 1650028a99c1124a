package db

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"

	"alongside/internal/fault"
)

// Format names the layout of a backup: a zip archive with one file of JSON
// lines for each table and manifest.json. It is the same for both dialects.
const Format = "alongside backup 1"

// Manifest says what a backup holds.
type Manifest struct {
	Format string  `json:"format"`
	Schema int64   `json:"schema"` // the last migration the tables have had
	Tables []Saved `json:"tables"`
}

// Saved is one table of a backup. Digest is the SHA-256 of its lines, in hex:
// equal rows have equal digests, whatever database they came from.
type Saved struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
	Rows    int64    `json:"rows"`
	Digest  string   `json:"sha256"`
}

// Rows is how many rows all tables have together.
func (m Manifest) Rows() (n int64) {
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}

const manifestName = "manifest.json"

func (s Saved) file() string { return "tables/" + s.Name + ".jsonl" }

// Progress is told how many rows of how many are done.
type Progress func(done, of int64)

// Dump writes everything, as it stood at one moment, to w. It holds one row in
// memory at a time.
func (d *DB) Dump(ctx context.Context, w io.Writer, tell Progress) (m Manifest, err error) {
	err = d.View(ctx, func(tx *Tx) error {
		m, err = tx.dump(ctx, w, tell)
		return err
	})
	return m, fault.Wrap("db.dump", err)
}

func (t *Tx) dump(ctx context.Context, w io.Writer, tell Progress) (Manifest, error) {
	m := Manifest{Format: Format}
	all, err := t.tables()
	if err != nil {
		return m, err
	}
	if m.Schema, err = t.schema(); err != nil {
		return m, err
	}
	counted := counter{tell: tell}
	for _, one := range all {
		n, err := t.count(one.name)
		if err != nil {
			return m, err
		}
		counted.of += n
	}
	archive := zip.NewWriter(w)
	for _, one := range all {
		saved, err := t.save(ctx, archive, one, &counted)
		if err != nil {
			return m, err
		}
		m.Tables = append(m.Tables, saved)
	}
	f, err := archive.Create(manifestName)
	if err != nil {
		return m, err
	}
	e := json.NewEncoder(f)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil {
		return m, err
	}
	return m, archive.Close()
}

// save writes one table.
func (t *Tx) save(ctx context.Context, archive *zip.Writer, of table, counted *counter) (Saved, error) {
	s := Saved{Name: of.name, Columns: of.columns}
	f, err := archive.Create(s.file())
	if err != nil {
		return s, err
	}
	sum := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(f, sum), 64<<10)
	var line []byte
	err = t.rows(of, func(row []any) error {
		if line, err = appendRow(line[:0], of.columns, row); err != nil {
			return err
		}
		s.Rows++
		counted.one()
		if s.Rows%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		_, err := out.Write(line)
		return err
	})
	if err == nil {
		err = out.Flush()
	}
	s.Digest = hex.EncodeToString(sum.Sum(nil))
	return s, err
}

// counter tells of progress now and then.
type counter struct {
	tell     Progress
	done, of int64
}

func (c *counter) one() {
	c.done++
	if c.tell != nil && (c.done%512 == 0 || c.done == c.of) {
		c.tell(c.done, c.of)
	}
}
