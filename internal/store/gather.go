package store

import (
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
)

func (t spine) PartFor(r call.RoleID, o call.OccurrenceID) (p call.Part, there bool, err error) {
	there, err = t.Found("SELECT "+partColumns+" FROM part WHERE role=$1 AND occurrence=$2 AND role <> 0", db.Args(r, o), partDests(&p)...)
	return p, there, err
}

func (t spine) PartsAt(o call.OccurrenceID) ([]call.Part, error) {
	return rows(t.Tx, partDests, "SELECT "+partColumns+" FROM part WHERE occurrence=$1 AND occurrence <> 0 ORDER BY position", o)
}

const inLine = " FROM commitment WHERE part=$1 AND state = 'queued'"

func (t spine) FirstInLine(p call.PartID) (m call.Commitment, any bool, err error) {
	all, err := t.commitments("SELECT "+commitmentColumns+inLine+" ORDER BY made, id LIMIT 1", p)
	if len(all) > 0 {
		m = all[0]
	}
	return m, len(all) > 0, err
}

func (t spine) EndOfLine(p call.PartID) (last time.Time, err error) {
	return last, t.Row("SELECT max(made)"+inLine, db.Args(p), db.Time{T: &last})
}

func (t spine) LineFor(p call.PartID) ([]call.CommitmentID, error) {
	return column[call.CommitmentID](t.Tx, "SELECT id"+inLine+" ORDER BY made, id", p)
}

func (t spine) KitOf(c call.ID) (address string, err error) {
	_, err = t.Found("SELECT slug FROM kit WHERE call=$1", db.Args(c), &address)
	return address, err
}
