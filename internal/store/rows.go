package store

import "alongside/internal/db"

// rows reads every row of a query; into says where a row's columns go.
func rows[T any](tx *db.Tx, into func(*T) []any, query string, args ...any) (all []T, err error) {
	err = tx.Each(query, args, func(scan func(...any) error) error {
		var row T
		err := scan(into(&row)...)
		all = append(all, row)
		return err
	})
	return all, err
}
