package db

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
)

// Slice says which rows of one table belong to an excerpt, and how they leave.
type Slice struct {
	Table string
	Where string // SQL that picks the rows
	Args  []any  // of Where
	// Leave are columns that stay behind; whoever inserts the rows elsewhere
	// says what they hold there.
	Leave []string
	// Fixed are columns that leave as this SQL says, not as they stand.
	Fixed map[string]string
}

// ErrOtherTables says that rows do not fit into the tables of this database.
var ErrOtherTables = errors.New("it was made by another version of alongside; bring both boards to the same version first")

// Excerpt writes the rows of every slice, in the order of their keys, as lines
// of JSON, as a backup does: equal rows have equal digests, whatever database
// they came from. into opens the place for one table's lines; without it only
// the digests are made.
func (t *Tx) Excerpt(all []Slice, into func(table string) (io.Writer, error), tell Progress) (done []Saved, err error) {
	counted := counter{tell: tell}
	if tell != nil {
		if counted.of, err = t.size(all); err != nil {
			return nil, err
		}
	}
	for _, s := range all {
		saved, err := t.cut(s, into, &counted)
		if err != nil {
			return nil, fmt.Errorf("db: excerpt of %s: %w", s.Table, err)
		}
		done = append(done, saved)
	}
	return done, nil
}

// size is how many rows all slices have together.
func (t *Tx) size(all []Slice) (sum int64, err error) {
	for _, s := range all {
		var n int64
		if err := t.Row("SELECT count(*) FROM "+quoted(s.Table)+" WHERE "+s.Where, slices.Clone(s.Args), &n); err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}

// cut writes one slice.
func (t *Tx) cut(s Slice, into func(string) (io.Writer, error), counted *counter) (Saved, error) {
	of, picked, err := t.slice(s)
	if err != nil {
		return Saved{}, err
	}
	saved := Saved{Name: s.Table, Columns: of.columns}
	sum := sha256.New()
	to := io.Writer(sum)
	if into != nil {
		f, err := into(s.Table)
		if err != nil {
			return saved, err
		}
		to = io.MultiWriter(f, sum)
	}
	out := bufio.NewWriterSize(to, 64<<10)
	row := make([]any, len(of.columns))
	dest := make([]any, len(row))
	for i := range row {
		dest[i] = &row[i]
	}
	var line []byte
	query := "SELECT " + picked + " FROM " + quoted(s.Table) + " WHERE " + s.Where + " ORDER BY " + of.order(t.Dialect)
	err = t.Each(query, slices.Clone(s.Args), func(scan func(...any) error) error {
		err := scan(dest...)
		if err == nil {
			line, err = appendRow(line[:0], of.columns, row)
		}
		if err != nil {
			return err
		}
		saved.Rows++
		counted.one()
		_, err = out.Write(line)
		return err
	})
	if err == nil {
		err = out.Flush()
	}
	saved.Digest = hex.EncodeToString(sum.Sum(nil))
	return saved, err
}

// slice describes a slice's table without what stays behind, and names what is
// read of each column.
func (t *Tx) slice(s Slice) (of table, picked string, err error) {
	of.name = s.Table
	if err := t.describe(&of); err != nil {
		return of, "", err
	}
	of.columns = slices.DeleteFunc(of.columns, func(c Column) bool { return slices.Contains(s.Leave, c.Name) })
	list := make([]string, len(of.columns))
	for i, c := range of.columns {
		if list[i] = s.Fixed[c.Name]; list[i] == "" {
			list[i] = quoted(c.Name)
		}
	}
	if len(list) == 0 {
		return of, "", fmt.Errorf("db: there is no table %s", s.Table)
	}
	return of, strings.Join(list, ", "), nil
}

// Insert puts the lines of one table of an excerpt into this database. also is
// what stayed behind. Whether the rows are whole, and belong where they say,
// tells an excerpt taken afterwards, in the same transaction.
func (t *Tx) Insert(s Slice, from Saved, also map[string]any, lines iter.Seq2[[]byte, error]) error {
	of, _, err := t.slice(s)
	if err != nil {
		return err
	}
	if from.Name != s.Table || !slices.Equal(from.Columns, of.columns) {
		return ErrOtherTables
	}
	own := of.columns
	names := slices.Sorted(maps.Keys(also))
	for _, name := range names {
		of.columns = append(of.columns[:len(of.columns):len(of.columns)], Column{Name: name})
	}
	in := inserter{tx: t, into: of}
	n := int64(0)
	for line, err := range lines {
		if err != nil {
			return err
		}
		n++
		row, err := readRow(line, own)
		if err != nil {
			return fmt.Errorf("%w: table %s, row %d: %w", ErrDamaged, s.Table, n, err)
		}
		for _, name := range names {
			row = append(row, also[name])
		}
		if err := in.add(row); err != nil {
			return err
		}
	}
	return in.flush()
}

// Tables are the names of all tables as they stand.
func (t *Tx) Tables() (names []string, err error) {
	all, err := t.tables()
	for _, one := range all {
		names = append(names, one.name)
	}
	return names, err
}

// IsOtherTables reports whether rows do not fit into the tables that are here.
func IsOtherTables(err error) bool { return errors.Is(err, ErrOtherTables) }

// IsDamaged reports whether a line was no row of its table.
func IsDamaged(err error) bool { return errors.Is(err, ErrDamaged) }
