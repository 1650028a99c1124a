package store

import (
	"fmt"
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/party"
)

func (t spine) AddVoice(c call.ID, until time.Time) error {
	_, err := t.Exec("INSERT INTO voice (call, until) VALUES ($1,$2) ON CONFLICT (call) DO NOTHING", c, until)
	return err
}

func (t spine) Voice(c call.ID) (until time.Time, was bool, err error) {
	was, err = t.Found("SELECT until FROM voice WHERE call=$1", db.Args(c), db.Time{T: &until})
	return until, was, err
}

// The index call_desk has a group's open calls in the order of its desk.
func (t spine) OwnOf(g party.GroupID, after call.Cursor, most int) ([]call.Cursor, error) {
	var w where
	w.and("author = %s AND author_kind = 'group' AND state IN ('open','waiting') AND kind <> 'action'", g)
	if after.ID != 0 {
		w.and("(opened, id) < (%s, %s)", after.Opened, after.ID)
	}
	w.args = append(w.args, most)
	return rows(t.Tx, func(c *call.Cursor) []any { return []any{db.Time{T: &c.Opened}, &c.ID} },
		"SELECT opened, id FROM call WHERE "+w.sql()+" ORDER BY opened DESC, id DESC"+fmt.Sprintf(" LIMIT $%d", len(w.args)), w.args...)
}

// owedAmong is how many of a group's closed calls are looked through for
// promises that still run.
const owedAmong = 200

func (t spine) OwedTo(g party.GroupID, most int) ([]call.ID, error) {
	return column[call.ID](t.Tx, `SELECT id FROM (SELECT id, closed FROM call
			WHERE author = $1 AND author_kind = 'group' AND state = 'closed' AND kind <> 'action' ORDER BY closed DESC, id DESC LIMIT $2) c
		WHERE EXISTS (SELECT 1 FROM commitment m WHERE m.call = c.id AND m.state IN ('offered','agreed','due'))
		ORDER BY closed DESC, id DESC LIMIT $3`, g, owedAmong, most)
}
