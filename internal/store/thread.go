package store

import (
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/notice"
	"alongside/internal/party"
)

// AddLine counts on in the transaction that has read the thread: of two lines
// written at once, one is written anew.
func (t spine) AddLine(l call.Line) error {
	_, err := t.Exec(`INSERT INTO threadline (commitment, n, call, side, at, body, until)
		SELECT $1, coalesce(max(n), 0) + 1, $2, $3, $4, $5, $6 FROM threadline WHERE commitment=$1`,
		l.Commitment, l.Call, l.Voice, l.At, l.Body, l.Until)
	return err
}

func (t spine) Lines(m call.CommitmentID) ([]call.Line, error) {
	return rows(t.Tx, func(l *call.Line) []any {
		return []any{&l.Commitment, &l.N, &l.Call, &l.Voice, db.Time{T: &l.At}, &l.Body, db.Time{T: &l.Until}}
	}, "SELECT commitment, n, call, side, at, body, until FROM threadline WHERE commitment=$1 ORDER BY n", m)
}

func (t spine) FadeLines(m call.CommitmentID, until time.Time) error {
	_, err := t.Exec("UPDATE threadline SET until=$2 WHERE commitment=$1", m, until)
	return err
}

func (t spine) EraseLines(m call.CommitmentID) error {
	_, err := t.Exec("DELETE FROM threadline WHERE commitment=$1", m)
	return err
}

func (t spine) Blocked(by, whom party.FaceID) (bool, error) { return blocked(t.Tx, by, whom) }

func (t spine) Unseen(to party.Ref, k notice.Kind, m call.CommitmentID) (bool, error) {
	var one int
	return t.Found("SELECT 1 FROM notice WHERE party=$1 AND party_kind=$2 AND kind=$3 AND commitment=$4 AND NOT seen LIMIT 1",
		db.Args(to.ID, to.Kind, k, m), &one)
}
