package store

import (
	"time"

	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/mandate"
	"alongside/internal/notice"
	"alongside/internal/party"
)

// tasks is the transaction of the mandates' room.
type tasks struct{ hall }

var _ mandate.Tx = tasks{}

// Mandates is the mandates' door.
func (s *Store) Mandates() Door[mandate.Tx] {
	return Door[mandate.Tx]{s.db, func(tx *db.Tx) mandate.Tx { return tasks{newHall(tx)} }}
}

func (t hall) Tell(n notice.Notice) error { return spine{t.Tx}.Tell(n) }

func (t hall) MemberNamed(g party.GroupID, name string) (m group.Member, found bool, err error) {
	found, err = t.Found("SELECT "+memberColumns+` FROM face JOIN member ON member.face = face.id
		WHERE face.grp=$1 AND face.grp <> 0 AND face.name=$2 ORDER BY face.id LIMIT 1`, db.Args(g, name), scanMember(&m)...)
	return m, found, err
}

const mandateColumns = "id, grp, scope, words, begins, ends, note, decision, reminded"

func scanMandate(m *mandate.Mandate) []any {
	return []any{&m.ID, &m.Group, &m.Scope, &m.Words, db.Time{T: &m.Begins}, db.Time{T: &m.Ends}, &m.Note, &m.Decision, &m.Reminded}
}

func (t tasks) AddMandate(m mandate.Mandate) error {
	_, err := t.Exec("INSERT INTO mandate ("+mandateColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
		m.ID, m.Group, m.Scope, m.Words, m.Begins, m.Ends, m.Note, m.Decision, m.Reminded)
	return err
}

func (t tasks) Mandate(id party.MandateID) (m mandate.Mandate, found bool, err error) {
	found, err = t.Found("SELECT "+mandateColumns+" FROM mandate WHERE id=$1", db.Args(id), scanMandate(&m)...)
	return m, found, err
}

func (t tasks) SaveMandate(m mandate.Mandate) error {
	_, err := t.Exec("UPDATE mandate SET ends=$2, note=$3, reminded=$4 WHERE id=$1", m.ID, m.Ends, m.Note, m.Reminded)
	return err
}

func (t tasks) MandatesOf(g party.GroupID, most int) ([]mandate.Mandate, error) {
	return rows(t.Tx, scanMandate, "SELECT "+mandateColumns+" FROM mandate WHERE grp=$1 ORDER BY ends DESC, id LIMIT $2", g, most)
}

func (t tasks) MandatesIn(f party.FaceID) ([]party.MandateID, error) {
	return column[party.MandateID](t.Tx, "SELECT mandate FROM holder WHERE face=$1", f)
}

func (t tasks) Holders(m party.MandateID) ([]mandate.Holder, error) {
	return rows(t.Tx, func(h *mandate.Holder) []any {
		return []any{&h.Mandate, &h.Face, &h.Name, &h.Part, &h.Stead}
	}, `SELECT holder.mandate, holder.face, face.name, holder.part, holder.stead FROM holder JOIN face ON face.id = holder.face
		WHERE holder.mandate=$1 ORDER BY face.name, face.id`, m)
}

func (t tasks) PutHolder(h mandate.Holder) error {
	_, err := t.Exec(`INSERT INTO holder (mandate, face, part, stead) VALUES ($1,$2,$3,$4)
		ON CONFLICT (mandate, face) DO UPDATE SET part=excluded.part, stead=excluded.stead`, h.Mandate, h.Face, h.Part, h.Stead)
	return err
}

func (t tasks) DropHolder(m party.MandateID, f party.FaceID) (bool, error) {
	n, err := t.Exec("DELETE FROM holder WHERE mandate=$1 AND face=$2", m, f)
	return n > 0, err
}

func (t tasks) EndingBefore(at time.Time, most int) ([]mandate.Mandate, error) {
	return rows(t.Tx, scanMandate, "SELECT "+mandateColumns+" FROM mandate WHERE NOT reminded AND ends <= $1 ORDER BY ends, id LIMIT $2", at, most)
}

func (t tasks) ForgetNotes(before time.Time) error {
	_, err := t.Exec("UPDATE mandate SET note='' WHERE note <> '' AND ends <= $1", before)
	return err
}
