package story

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	_ "github.com/lib/pq" // the drivers that the house uses
	_ "modernc.org/sqlite"
)

// dump writes every row of every table into files, one a table.
func dump(address, folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	db, err := sql.Open("postgres", address)
	if err != nil {
		return err
	}
	defer db.Close()
	tables, err := texts(db, `SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
		WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`)
	if err != nil {
		return err
	}
	for _, table := range tables {
		rows, err := texts(db, "SELECT t::text FROM "+table+" t")
		if err != nil {
			return err
		}
		var all []byte
		for _, r := range rows {
			all = fmt.Appendln(all, r)
		}
		if err := os.WriteFile(filepath.Join(folder, table), all, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// database opens where the story's server keeps its data.
func (c *cast) database() (*sql.DB, error) {
	driver, address := "sqlite", filepath.Join(c.ts.Getenv("WORK"), "data", "alongside.db")
	if there := c.ts.Getenv("DATABASE"); there != "" {
		driver, address = "postgres", there
	}
	return sql.Open(driver, address)
}

// sql runs one statement on the database of a server that has ended.
func (c *cast) sql(list []string) error {
	if err := args(list, 1, 1, "sql STATEMENT"); err != nil {
		return err
	}
	db, err := c.database()
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(list[0])
	return err
}

// rows writes what every table of a server that has ended holds into a file,
// in an order of its own: two of them are the same when nothing has changed.
func (c *cast) rows(list []string) error {
	if err := args(list, 1, 1, "rows FILE"); err != nil {
		return err
	}
	db, err := c.database()
	if err != nil {
		return err
	}
	defer db.Close()
	query := "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
	if c.ts.Getenv("DATABASE") != "" {
		query = "SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema = current_schema()"
	}
	tables, err := texts(db, query)
	if err != nil {
		return err
	}
	var all []string
	for _, table := range tables {
		found, err := whole(db, table)
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	slices.Sort(all)
	return os.WriteFile(c.ts.MkAbs(list[0]), []byte(strings.Join(all, "\n")+"\n"), 0o600)
}

// whole is every row of one table, each as one line.
func whole(db *sql.DB, table string) (lines []string, err error) {
	rows, err := db.Query(`SELECT * FROM "` + table + `"`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	for rows.Next() {
		row := make([]any, len(names))
		for i := range row {
			row[i] = new(any)
		}
		if err := rows.Scan(row...); err != nil {
			return nil, err
		}
		line := table
		for i, v := range row {
			line += fmt.Sprintf(" %s=%q", names[i], fmt.Sprint(*v.(*any)))
		}
		lines = append(lines, line)
	}
	return lines, rows.Err()
}

func texts(db *sql.DB, query string) ([]string, error) {
	rows, err := db.Query(query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}
