package story

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"

	_ "github.com/jackc/pgx/v5/stdlib" // the drivers that the house uses
	_ "modernc.org/sqlite"
)

// dump writes every row of every table into files, one a table.
func dump(address, folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	db, err := sql.Open("pgx", address)
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

// sql runs one statement on the database of a server that has stopped.
func (c *cast) sql(list []string) error {
	if err := args(list, 1, 1, "sql STATEMENT"); err != nil {
		return err
	}
	driver, address := "sqlite", filepath.Join(c.ts.Getenv("WORK"), "data", "alongside.db")
	if there := c.ts.Getenv("DATABASE"); there != "" {
		driver, address = "pgx", there
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(list[0])
	return err
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
