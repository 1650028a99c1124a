package store

import (
	"fmt"
	"strings"
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
)

// holdsNow reads whether a face holds a mandate at a moment: what selectStandings
// says of one face and one scope.
func holdsNow(tx *db.Tx, f party.FaceID, g party.GroupID, s party.Scope, now time.Time) (m party.Mandate, holds bool, err error) {
	holds, err = tx.Found(`SELECT d.id, d.grp, d.scope, d.ends FROM holder h
		JOIN mandate d ON d.id = h.mandate JOIN member m ON m.face = h.face AND m.grp = d.grp
		WHERE h.face = $1 AND d.grp = $2 AND d.scope = $3 AND h.part = 'holds' AND d.begins <= $4 AND d.ends > $4
			AND NOT m.paused AND (m.trial IS NULL OR m.trial <= $4) ORDER BY d.ends DESC LIMIT 1`,
		db.Args(f, g, s, now), &m.ID, &m.Group, &m.Scope, db.Time{T: &m.Until})
	return m, holds, err
}

// holders are the faces that hold a mandate at a moment, and take part.
func holders(tx *db.Tx, g party.GroupID, s party.Scope, now time.Time) ([]party.FaceID, error) {
	return column[party.FaceID](tx, `SELECT DISTINCT h.face FROM holder h
		JOIN mandate d ON d.id = h.mandate JOIN member m ON m.face = h.face AND m.grp = d.grp
		WHERE d.grp = $1 AND d.scope = $2 AND h.part = 'holds' AND d.begins <= $3 AND d.ends > $3
			AND NOT m.paused AND (m.trial IS NULL OR m.trial <= $3) ORDER BY h.face`, g, s, now)
}

func throughNow(tx *db.Tx, f party.FaceID, g party.GroupID, now time.Time) (bool, error) {
	var one int
	return tx.Found(`SELECT 1 FROM member WHERE face = $1 AND grp = $2 AND NOT paused AND (trial IS NULL OR trial <= $3)`, db.Args(f, g, now), &one)
}

// toldAtOnce is how many notices one statement files.
const toldAtOnce = 50

// tellMembers tells everybody in a group who neither rests nor is paused, but one.
func tellMembers(tx *db.Tx, g party.GroupID, but party.FaceID, n notice.Notice) error {
	faces, err := column[party.FaceID](tx, "SELECT face FROM member WHERE grp = $1 AND face <> $2 AND rests IS NULL AND NOT paused ORDER BY face", g, but)
	if err != nil {
		return err
	}
	for len(faces) > 0 {
		some := faces[:min(len(faces), toldAtOnce)]
		faces = faces[len(some):]
		marks, args := make([]string, len(some)), db.Args(n.Kind, n.Call, n.Commitment, n.Made, n.Due)
		for i, f := range some {
			args = append(args, db.Args(id.New[notice.Notice](), f)...)
			marks[i] = fmt.Sprintf("($%d,'face',$%d,$1,$2,$3,$4,$5,FALSE,FALSE)", len(args)-1, len(args))
		}
		if _, err := tx.Exec("INSERT INTO notice (id, party_kind, party, kind, call, commitment, made, due, carried, seen) VALUES "+
			strings.Join(marks, ","), args...); err != nil {
			return err
		}
	}
	return nil
}

func (t spine) HoldsNow(f party.FaceID, g party.GroupID, s party.Scope, now time.Time) (party.Mandate, bool, error) {
	return holdsNow(t.Tx, f, g, s, now)
}

func (t spine) ThroughNow(f party.FaceID, g party.GroupID, now time.Time) (bool, error) {
	return throughNow(t.Tx, f, g, now)
}

func (t spine) Holders(g party.GroupID, s party.Scope, now time.Time) ([]party.FaceID, error) {
	return holders(t.Tx, g, s, now)
}

func (t spine) TellMembers(g party.GroupID, but party.FaceID, n notice.Notice) error {
	return tellMembers(t.Tx, g, but, n)
}

const pledgeColumns = "commitment, call, grp, face, until, filled"

func scanPledge(p *call.Pledge) []any {
	return []any{&p.Commitment, &p.Call, &p.Group, &p.Face, db.Time{T: &p.Until}, &p.Filled}
}

func (t spine) AddPledge(p call.Pledge) error {
	t.Touch(int64(p.Call))
	_, err := t.Exec("INSERT INTO pledge ("+pledgeColumns+") VALUES ($1,$2,$3,$4,$5,$6)", p.Commitment, p.Call, p.Group, p.Face, p.Until, p.Filled)
	return err
}

func (t spine) Pledge(m call.CommitmentID) (p call.Pledge, found bool, err error) {
	found, err = t.Found("SELECT "+pledgeColumns+" FROM pledge WHERE commitment=$1", db.Args(m), scanPledge(&p)...)
	return p, found, err
}

func (t spine) PledgesTo(c call.ID) ([]call.Pledge, error) {
	return rows(t.Tx, scanPledge, "SELECT "+prefixed("pledge", pledgeColumns)+` FROM pledge JOIN commitment ON commitment.id = pledge.commitment
		WHERE pledge.call=$1 ORDER BY commitment.made, commitment.id`, c)
}

func (t spine) PledgesIn(g party.GroupID, most int) ([]call.CommitmentID, error) {
	return column[call.CommitmentID](t.Tx, `SELECT m.id FROM commitment m WHERE m.id IN
			(SELECT commitment FROM pledge WHERE grp=$1 UNION ALL
			SELECT pledge.commitment FROM pledge JOIN call ON call.id = pledge.call
			WHERE call.grp=$1 AND call.author_kind <> 'group' OR call.author_kind='group' AND call.author=$1)
		ORDER BY m.made DESC, m.id LIMIT $2`, g, most)
}

// Fill lets the database decide, in one statement, whether there is room.
func (t spine) Fill(m call.CommitmentID, by int64) (bool, error) {
	n, err := t.Exec(`UPDATE pledge SET filled = filled + $2 WHERE commitment=$1 AND filled + $2 >= 0
		AND filled + $2 <= (SELECT quantity FROM commitment WHERE id=$1)`, m, by)
	return n > 0, err
}

func (t spine) SetFill(f call.Fill) error {
	if f.Quantity == 0 {
		_, err := t.Exec("DELETE FROM fill WHERE commitment=$1 AND face=$2", f.Commitment, f.Face)
		return err
	}
	_, err := t.Exec(`INSERT INTO fill (commitment, face, quantity) VALUES ($1,$2,$3)
		ON CONFLICT (commitment, face) DO UPDATE SET quantity=excluded.quantity`, f.Commitment, f.Face, f.Quantity)
	return err
}

func scanFill(f *call.Fill) []any { return []any{&f.Commitment, &f.Face, &f.Name, &f.Quantity} }

const selectFill = "SELECT fill.commitment, fill.face, coalesce(face.name, ''), fill.quantity FROM fill LEFT JOIN face ON face.id = fill.face WHERE "

func (t spine) Fills(m call.CommitmentID) ([]call.Fill, error) {
	return rows(t.Tx, scanFill, selectFill+"fill.commitment=$1 ORDER BY coalesce(face.name, ''), fill.face", m)
}

func (t spine) FillsBy(f party.FaceID) ([]call.Fill, error) {
	return rows(t.Tx, scanFill, selectFill+"fill.face=$1 ORDER BY fill.commitment", f)
}

func (t spine) DropFills(m call.CommitmentID) error {
	if _, err := t.Exec("UPDATE pledge SET filled=0 WHERE commitment=$1", m); err != nil {
		return err
	}
	_, err := t.Exec("DELETE FROM fill WHERE commitment=$1", m)
	return err
}
