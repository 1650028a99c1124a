package store

import (
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/host"
)

// watch is the transaction of the hosts' room. What it needs of groups and
// calls it takes from them.
type watch struct {
	hall
	calls spine
}

var _ host.Tx = watch{}

// Host is the hosts' door.
func (s *Store) Host() Door[host.Tx] {
	return Door[host.Tx]{s.db, func(tx *db.Tx) host.Tx { return watch{newHall(tx), spine{tx}} }}
}

func (t watch) Call(id call.ID) (call.Call, error) { return t.calls.Call(id) }
func (t watch) SaveCall(c call.Call) error         { return t.calls.SaveCall(c) }
func (t watch) EraseCall(id call.ID) error         { return t.calls.EraseCall(id) }

// AddHostLine touches, so that a log page in memory is made anew.
func (t watch) AddHostLine(l host.Line) error {
	if err := t.Row("SELECT coalesce(max(n), 0) + 1 FROM hostlog", nil, &l.N); err != nil {
		return err
	}
	t.Touch(l.Subject)
	_, err := t.Exec("INSERT INTO hostlog (n, day, act, kind, subject, reason) VALUES ($1,$2,$3,$4,$5,$6)",
		l.N, l.Day, l.Act, l.Kind, l.Subject, l.Reason)
	return err
}

func scanHostLine(l *host.Line) []any {
	return []any{&l.N, db.Time{T: &l.Day}, &l.Act, &l.Kind, &l.Subject, &l.Reason}
}

func (t watch) HostLines(before int64, most int) ([]host.Line, error) {
	return rows(t.Tx, scanHostLine, `SELECT n, day, act, kind, subject, reason FROM hostlog
		WHERE ($1 = 0 OR n < $1) ORDER BY n DESC LIMIT $2`, before, most)
}

func (t watch) HostSaid(k host.Kind, subject int64) (l host.Line, found bool, err error) {
	found, err = t.Found(`SELECT n, day, act, kind, subject, reason FROM hostlog
		WHERE subject=$1 AND kind=$2 ORDER BY n DESC LIMIT 1`, db.Args(subject, k), scanHostLine(&l)...)
	return l, found, err
}
