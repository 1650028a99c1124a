package db

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// Column is one column of a table. Type is the same word on both dialects.
type Column struct {
	Name string `json:"name"`
	Type string `json:"type"` // integer, text, bytes or boolean
}

// table is one table as it stands, whatever migrations made it.
type table struct {
	name    string
	columns []Column
	key     []string
}

// orders are the tables whose rows lie in an order that their key does not
// tell; reading them in another one would sort them in memory.
var orders = map[string]string{"posting": "token, opened DESC, call DESC"}

// tables are all tables by name, but for the one that counts migrations.
func (t *Tx) tables() ([]table, error) {
	query := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
	if t.Dialect == Postgres {
		query = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()"
	}
	var all []table
	err := t.Each(query, nil, func(scan func(...any) error) error {
		var found table
		err := scan(&found.name)
		if found.name != "goose_db_version" {
			all = append(all, found)
		}
		return err
	})
	for i := range all {
		if err == nil {
			err = t.describe(&all[i])
		}
	}
	slices.SortFunc(all, func(a, b table) int { return strings.Compare(a.name, b.name) })
	return all, err
}

const describeSQLite = "SELECT name, lower(type), pk FROM pragma_table_info($1) ORDER BY cid"

const describePostgres = `SELECT a.attname::text, format_type(a.atttypid, NULL),
	coalesce(array_position(i.indkey::int2[], a.attnum) + 1, 0)
	FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
	WHERE a.attrelid = to_regclass(quote_ident(current_schema()) || '.' || quote_ident($1))
	AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`

// describe reads a table's columns and the order of its key.
func (t *Tx) describe(into *table) error {
	query := describeSQLite
	if t.Dialect == Postgres {
		query = describePostgres
	}
	keys := map[int64]string{}
	err := t.Each(query, Args(into.name), func(scan func(...any) error) error {
		var c Column
		var native string
		var key int64
		if err := scan(&c.Name, &native, &key); err != nil {
			return err
		}
		if c.Type = types[native]; c.Type == "" {
			return fmt.Errorf("db: column %s.%s is %s, which no backup can carry", into.name, c.Name, native)
		}
		if key > 0 {
			keys[key] = c.Name
		}
		into.columns = append(into.columns, c)
		return nil
	})
	for n := int64(1); keys[n] != ""; n++ {
		into.key = append(into.key, keys[n])
	}
	return err
}

var types = map[string]string{"bigint": "integer", "integer": "integer", "text": "text", "bytea": "bytes",
	"blob": "bytes", "boolean": "boolean"}

// names are the table's columns as SQL lists them.
func (t table) names() string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = quoted(c.Name)
	}
	return strings.Join(names, ", ")
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// order is the same order of rows on both dialects: that of the key, texts by
// their bytes.
func (t table) order(d Dialect) string {
	if o := orders[t.name]; o != "" {
		return o
	}
	var by []string
	for _, c := range t.columns {
		if len(t.key) > 0 && !slices.Contains(t.key, c.Name) {
			continue
		}
		name := quoted(c.Name)
		if d == Postgres && c.Type == "text" {
			name += ` COLLATE "C"`
		}
		by = append(by, name)
	}
	if len(t.key) > 0 {
		slices.SortFunc(by, func(a, b string) int { return t.place(a) - t.place(b) })
	}
	return strings.Join(by, ", ")
}

// place is where in the key a quoted column stands.
func (t table) place(column string) int {
	return slices.IndexFunc(t.key, func(k string) bool { return strings.HasPrefix(column, quoted(k)) })
}

// rows hands every row to fn, in order. The row is fn's until the next one.
func (t *Tx) rows(of table, fn func(row []any) error) error {
	row := make([]any, len(of.columns))
	to := make([]any, len(row))
	for i := range row {
		to[i] = &row[i]
	}
	query := "SELECT " + of.names() + " FROM " + quoted(of.name) + " ORDER BY " + of.order(t.Dialect)
	return t.Each(query, nil, func(scan func(...any) error) error {
		if err := scan(to...); err != nil {
			return err
		}
		return fn(row)
	})
}

// count is how many rows a table has.
func (t *Tx) count(of string) (n int64, err error) {
	return n, t.Row("SELECT count(*) FROM "+quoted(of), nil, &n)
}

// schema is the number of the last migration inside a transaction's picture.
func (t *Tx) schema() (int64, error) {
	var n sql.NullInt64
	err := t.Row("SELECT max(version_id) FROM goose_db_version", nil, &n)
	return n.Int64, err
}
