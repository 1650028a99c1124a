package db

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"alongside/internal/fault"
)

// What keeps a backup from being restored.
var (
	ErrNoBackup = errors.New("this file is no backup of alongside")
	ErrDamaged  = errors.New("this backup is damaged")
	ErrNotEmpty = errors.New("this database holds something already")
)

// lineMost bounds one row of a backup: the longest texts, many times over.
const lineMost = 16 << 20

// Archive is a backup that was opened for reading.
type Archive struct {
	Manifest
	zip *zip.Reader
}

// OpenArchive reads what a backup says it holds.
func OpenArchive(r io.ReaderAt, size int64) (*Archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoBackup, err)
	}
	a := &Archive{zip: z}
	f, err := z.Open(manifestName)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoBackup, err)
	}
	defer f.Close()
	if err := json.NewDecoder(io.LimitReader(f, lineMost)).Decode(&a.Manifest); err != nil {
		return nil, fmt.Errorf("%w: its manifest: %w", ErrDamaged, err)
	}
	if a.Format != Format {
		return nil, fmt.Errorf("%w: it is laid out as %q", ErrNoBackup, a.Format)
	}
	if a.Schema > Latest() {
		return nil, ErrNewer
	}
	return a, nil
}

// Verify reads all of a backup and compares it with what its manifest says.
func (a *Archive) Verify(ctx context.Context, tell Progress) error {
	counted := counter{tell: tell, of: a.Rows()}
	for _, s := range a.Tables {
		if err := a.each(ctx, s, func([]any) error { counted.one(); return nil }); err != nil {
			return err
		}
	}
	return nil
}

// each hands over the rows of one table and then checks count and digest.
func (a *Archive) each(ctx context.Context, s Saved, fn func(row []any) error) error {
	f, err := a.zip.Open(s.file())
	if err != nil {
		return fmt.Errorf("%w: table %s: %w", ErrDamaged, s.Name, err)
	}
	defer f.Close()
	sum := sha256.New()
	lines := bufio.NewScanner(io.TeeReader(f, sum))
	lines.Buffer(make([]byte, 64<<10), lineMost)
	var n int64
	for lines.Scan() {
		row, err := readRow(lines.Bytes(), s.Columns)
		if err != nil {
			return fmt.Errorf("%w: table %s, row %d: %w", ErrDamaged, s.Name, n+1, err)
		}
		if n++; n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%w: table %s: %w", ErrDamaged, s.Name, err)
	}
	if n != s.Rows || hex.EncodeToString(sum.Sum(nil)) != s.Digest {
		return fmt.Errorf("%w: table %s is not what its manifest says", ErrDamaged, s.Name)
	}
	return nil
}

// Restore fills an empty database with a backup and brings its tables up to
// date. It happens whole or not at all. Verify comes first.
func Restore(ctx context.Context, c Config, a *Archive, tell Progress) error {
	state, err := Inspect(ctx, c)
	if err != nil {
		return err
	}
	if state.Rows > 0 || state.Schema != 0 && state.Schema != a.Schema {
		return ErrNotEmpty
	}
	c.until = a.Schema
	d, err := Open(ctx, c)
	if err != nil {
		return err
	}
	err = d.Update(ctx, func(tx *Tx) error { return tx.load(ctx, a, counter{tell: tell, of: a.Rows()}) })
	if err = errors.Join(err, d.Close()); err != nil {
		return fault.Wrap("db.restore", err)
	}
	c.until = 0
	if d, err = Open(ctx, c); err != nil {
		return err
	}
	return d.Close()
}

// load writes the rows of every table.
func (t *Tx) load(ctx context.Context, a *Archive, counted counter) error {
	here, err := t.tables()
	if err != nil {
		return err
	}
	if len(here) != len(a.Tables) {
		return fmt.Errorf("%w: it has %d tables, and %d belong to its version", ErrDamaged, len(a.Tables), len(here))
	}
	for i, s := range a.Tables {
		if s.Name != here[i].name || !slices.Equal(s.Columns, here[i].columns) {
			return fmt.Errorf("%w: table %s does not belong to its version", ErrDamaged, s.Name)
		}
		if n, err := t.count(s.Name); err != nil || n > 0 {
			return errors.Join(err, ErrNotEmpty)
		}
		in := inserter{tx: t, into: here[i]}
		err := a.each(ctx, s, func(row []any) error { counted.one(); return in.add(row) })
		if err == nil {
			err = in.flush()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// inserter writes rows many at a time.
type inserter struct {
	tx   *Tx
	into table
	args []any
}

// argsMost keeps a statement well below what either engine takes.
const argsMost = 900

func (i *inserter) add(row []any) error {
	i.args = append(i.args, row...)
	if len(i.args)+len(row) > argsMost {
		return i.flush()
	}
	return nil
}

func (i *inserter) flush() error {
	if len(i.args) == 0 {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", quoted(i.into.name), i.into.names())
	width := len(i.into.columns)
	for n := range i.args {
		switch {
		case n%width != 0:
			b.WriteString(", ")
		case n > 0:
			b.WriteString("), (")
		default:
			b.WriteString("(")
		}
		fmt.Fprintf(&b, "$%d", n+1)
	}
	b.WriteString(")")
	_, err := i.tx.Exec(b.String(), i.args...)
	i.args = i.args[:0]
	return err
}
