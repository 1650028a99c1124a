package store

import (
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/party"
)

const commitmentColumns = "id, part, call, party_kind, party, quantity, state, made, changed, due, nudge, until, before, key"

func scanCommitment(scan func(...any) error, m *call.Commitment) error {
	return scan(&m.ID, &m.Part, &m.Call, &m.Party.Kind, &m.Party.ID, &m.Quantity, &m.State,
		db.Time{T: &m.Made}, db.Time{T: &m.Changed}, db.Time{T: &m.Due}, db.Time{T: &m.Nudge}, db.Time{T: &m.Until}, &m.Before, &m.Key)
}

func (t spine) AddCommitment(m call.Commitment) error {
	_, err := t.Exec("INSERT INTO commitment ("+commitmentColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)",
		m.ID, m.Part, m.Call, m.Party.Kind, m.Party.ID, m.Quantity, m.State, m.Made, m.Changed, m.Due, m.Nudge, m.Until, m.Before, m.Key)
	t.Touch(int64(m.Call))
	return err
}

func (t spine) Commitment(id call.CommitmentID) (m call.Commitment, err error) {
	var to []any
	scanCommitment(func(d ...any) error { to = d; return nil }, &m)
	return m, t.Row("SELECT "+commitmentColumns+" FROM commitment WHERE id=$1", db.Args(id), to...)
}

func (t spine) CommitmentOnce(key []byte) (m call.Commitment, there bool, err error) {
	var to []any
	scanCommitment(func(d ...any) error { to = d; return nil }, &m)
	there, err = t.Found("SELECT "+commitmentColumns+" FROM commitment WHERE key=$1", db.Args(key), to...)
	return m, there, err
}

func (t spine) SaveCommitment(m call.Commitment) error {
	_, err := t.Exec("UPDATE commitment SET quantity=$2, state=$3, changed=$4, due=$5, nudge=$6, until=$7 WHERE id=$1",
		m.ID, m.Quantity, m.State, m.Changed, m.Due, m.Nudge, m.Until)
	t.Touch(int64(m.Call))
	return err
}

func (t spine) CommitmentsOf(c call.ID) ([]call.Commitment, error) {
	return t.commitments("SELECT "+commitmentColumns+" FROM commitment WHERE call=$1 ORDER BY made, id", c)
}

func (t spine) CommitmentsIn(c call.ID, by []party.Ref) (all []call.Commitment, err error) {
	for _, r := range by {
		some, err := t.commitments("SELECT "+commitmentColumns+" FROM commitment WHERE party=$1 AND party_kind=$2 AND call=$3 ORDER BY made, id",
			r.ID, r.Kind, c)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

func (t spine) HeldSince(c call.ID, since time.Time) ([]call.PartID, error) {
	return column[call.PartID](t.Tx, "SELECT DISTINCT part FROM commitment WHERE call=$1 AND made >= $2 AND state='held'", c, since)
}

func (t spine) Stages(c call.ID) (all []call.Stage, err error) {
	return rows(t.Tx, func(s *call.Stage) []any { return []any{s} }, "SELECT DISTINCT state FROM commitment WHERE call=$1", c)
}

func (t spine) commitments(query string, args ...any) (all []call.Commitment, err error) {
	err = t.Each(query, args, func(scan func(...any) error) error {
		var m call.Commitment
		err := scanCommitment(scan, &m)
		all = append(all, m)
		return err
	})
	return all, err
}

func (t spine) Silent(now time.Time, most int) ([]call.CommitmentID, error) {
	ids, err := column[call.CommitmentID](t.Tx, "SELECT id FROM commitment WHERE until IS NOT NULL AND until <= $1 ORDER BY until LIMIT $2", now, most)
	if err != nil || len(ids) == most {
		return ids, err
	}
	more, err := column[call.CommitmentID](t.Tx, "SELECT id FROM commitment WHERE nudge IS NOT NULL AND nudge <= $1 ORDER BY nudge LIMIT $2", now, most-len(ids))
	return append(ids, more...), err
}

// column reads one column of ids.
func column[T ~int64](tx *db.Tx, query string, args ...any) (ids []T, err error) {
	err = tx.Each(query, args, func(scan func(...any) error) error {
		var n T
		err := scan(&n)
		ids = append(ids, n)
		return err
	})
	return ids, err
}

func (t spine) Words(m call.CommitmentID) (words []call.Word, err error) {
	err = t.Each("SELECT side, said, at FROM word WHERE commitment=$1 ORDER BY side", db.Args(m),
		func(scan func(...any) error) error {
			var w call.Word
			var said string
			err := scan(&w.Voice, &said, db.Time{T: &w.At})
			w.Kept = said == "kept"
			words = append(words, w)
			return err
		})
	return words, err
}

func (t spine) Speak(m call.CommitmentID, w call.Word) error {
	said := "not"
	if w.Kept {
		said = "kept"
	}
	_, err := t.Exec(`INSERT INTO word (commitment, side, said, at) VALUES ($1,$2,$3,$4)
		ON CONFLICT (commitment, side) DO UPDATE SET said = excluded.said, at = excluded.at`, m, w.Voice, said, w.At)
	return err
}

func (t spine) SetDetail(d call.Detail) error {
	_, err := t.Exec(`INSERT INTO detail (call, commitment, reach, spot, until) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (call, commitment) DO UPDATE SET reach=excluded.reach, spot=excluded.spot, until=excluded.until`,
		d.Call, d.Commitment, d.Reach, d.Spot, d.Until)
	return err
}

func (t spine) Detail(c call.ID, m call.CommitmentID) (d call.Detail, err error) {
	d = call.Detail{Call: c, Commitment: m}
	return d, t.Row("SELECT reach, spot, until FROM detail WHERE call=$1 AND commitment=$2", db.Args(c, m),
		&d.Reach, &d.Spot, db.Time{T: &d.Until})
}

func (t spine) EraseDetail(c call.ID, m call.CommitmentID) error {
	_, err := t.Exec("DELETE FROM detail WHERE call=$1 AND commitment=$2", c, m)
	return err
}

func (t spine) SetHandOver(h call.HandOver) error {
	_, err := t.Exec(`INSERT INTO handover (commitment, link, name, until) VALUES ($1,$2,$3,$4)
		ON CONFLICT (commitment) DO UPDATE SET link=excluded.link, name=excluded.name, until=excluded.until`,
		h.Commitment, h.Link, h.Name, h.Until)
	return err
}

func (t spine) HandOver(link []byte) (h call.HandOver, err error) {
	return h, t.Row("SELECT commitment, link, name, until FROM handover WHERE link=$1", db.Args(link),
		&h.Commitment, &h.Link, &h.Name, db.Time{T: &h.Until})
}

func (t spine) DropHandOver(m call.CommitmentID) error {
	_, err := t.Exec("DELETE FROM handover WHERE commitment=$1", m)
	return err
}

func (t spine) CallsBy(r party.Ref) ([]call.ID, error) {
	return column[call.ID](t.Tx, "SELECT id FROM call WHERE author=$1 AND author_kind=$2 ORDER BY opened DESC", r.ID, r.Kind)
}

func (t spine) CommitmentsBy(r party.Ref) ([]call.CommitmentID, error) {
	return column[call.CommitmentID](t.Tx, "SELECT id FROM commitment WHERE party=$1 AND party_kind=$2 ORDER BY made DESC", r.ID, r.Kind)
}
