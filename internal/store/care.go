package store

import (
	"time"

	"alongside/internal/care"
	"alongside/internal/db"
)

type tray struct{ *db.Tx }

// Care is the door for what people tell whoever looks after the board.
func (s *Store) Care() Door[care.Tx] {
	return Door[care.Tx]{s.db, func(tx *db.Tx) care.Tx { return tray{tx} }}
}

func (t tray) AddReport(r care.Report, key []byte) error {
	_, err := t.Exec("INSERT INTO report (id, key, call, reason, words, made) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT (key) DO NOTHING",
		r.ID, key, r.Call, r.Reason, r.Text, r.Made)
	return err
}

func (t tray) Reports(most int) (all []care.Report, err error) {
	err = t.Each("SELECT id, call, reason, words, made FROM report ORDER BY made DESC, id LIMIT $1", db.Args(most),
		func(scan func(...any) error) error {
			var r care.Report
			err := scan(&r.ID, &r.Call, &r.Reason, &r.Text, db.Time{T: &r.Made})
			all = append(all, r)
			return err
		})
	return all, err
}

func (t tray) DropReports(call int64) error {
	_, err := t.Exec("DELETE FROM report WHERE call = $1", call)
	return err
}

func (t tray) SweepReports(before time.Time) error {
	_, err := t.Exec("DELETE FROM report WHERE made < $1", before)
	return err
}
