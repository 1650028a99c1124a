package store

import (
	"fmt"
	"strings"
	"time"

	"alongside/internal/db"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/repair"
)

// talk is the transaction of the room of repairs. What it needs of groups it
// takes from them.
type talk struct{ hall }

var _ repair.Tx = talk{}

// Repairs is the door of repairs.
func (s *Store) Repairs() Door[repair.Tx] {
	return Door[repair.Tx]{s.db, func(tx *db.Tx) repair.Tx { return talk{newHall(tx)} }}
}

func (t talk) SaveRepair(r repair.Repair) error {
	_, err := t.Exec(`INSERT INTO repair (id, grp, other, state, moved, body, edition, follow, ended, lines) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,0)
		ON CONFLICT (id) DO UPDATE SET state=excluded.state, moved=excluded.moved, body=excluded.body, edition=excluded.edition,
		follow=excluded.follow, ended=excluded.ended`,
		r.ID, r.Group, r.Other, r.State, r.Moved, r.Text, r.Edition, r.Follow, r.Ended)
	if err != nil {
		return err
	}
	if _, err := t.Exec("DELETE FROM repairseat WHERE repair=$1", r.ID); err != nil {
		return err
	}
	for _, s := range r.Seats {
		if _, err := t.Exec("INSERT INTO repairseat (repair, part, side, face, grp, stands, said, went) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)",
			r.ID, s.Part, s.Side, s.Face, s.Group, s.Stands, s.Said, s.Went); err != nil {
			return err
		}
	}
	return nil
}

func (t talk) Repair(id repair.ID) (r repair.Repair, found bool, err error) {
	found, err = t.Found("SELECT id, grp, other, state, moved, body, edition, follow, ended FROM repair WHERE id=$1", db.Args(id),
		&r.ID, &r.Group, &r.Other, &r.State, db.Time{T: &r.Moved}, &r.Text, &r.Edition, db.Time{T: &r.Follow}, db.Time{T: &r.Ended})
	if err != nil || !found {
		return r, found, err
	}
	r.Seats, err = rows(t.Tx, func(s *repair.Seat) []any {
		return []any{&s.Part, &s.Side, &s.Face, &s.Group, &s.Stands, &s.Said, &s.Went, &s.Name}
	}, `SELECT s.part, s.side, s.face, s.grp, s.stands, s.said, s.went, coalesce(f.name, '')
		FROM repairseat s LEFT JOIN face f ON f.id = s.face AND s.face <> 0 WHERE s.repair=$1 ORDER BY s.part DESC, s.side`, id)
	return r, true, err
}

// marksOf is "$1, $2" for so many arguments, and the arguments.
func marksOf[T any](of []T) (string, []any) {
	marks, args := make([]string, len(of)), make([]any, len(of))
	for i, n := range of {
		marks[i], args[i] = fmt.Sprintf("$%d", i+1), n
	}
	return strings.Join(marks, ", "), args
}

func (t talk) SeatedIn(faces []party.FaceID) ([]repair.ID, error) {
	if len(faces) == 0 {
		return nil, nil
	}
	marks, args := marksOf(faces)
	return column[repair.ID](t.Tx, `SELECT id FROM repair WHERE id IN
		(SELECT repair FROM repairseat WHERE face IN (`+marks+`) AND face <> 0 AND stands <> 'named') ORDER BY moved DESC, id`, args...)
}

func (t talk) SeatsOf(groups []party.GroupID) ([]repair.ID, error) {
	if len(groups) == 0 {
		return nil, nil
	}
	marks, args := marksOf(groups)
	return column[repair.ID](t.Tx, `SELECT id FROM repair WHERE ended IS NULL AND other <> 0
		AND (grp IN (`+marks+`) OR other IN (`+marks+`)) ORDER BY id`, args...)
}

func (t talk) OpenBetween(a, b party.FaceID) (id repair.ID, found bool, err error) {
	found, err = t.Found(`SELECT r.id FROM repair r JOIN repairseat x ON x.repair = r.id JOIN repairseat y ON y.repair = r.id
		WHERE r.ended IS NULL AND r.other = 0 AND x.part='side' AND y.part='side' AND x.face=$1 AND y.face=$2 AND x.face <> 0 LIMIT 1`,
		db.Args(a, b), &id)
	return id, found, err
}

func (t talk) Begun(by party.FaceID) (n int, err error) {
	return n, t.Row(`SELECT count(*) FROM repairseat s JOIN repair r ON r.id = s.repair
		WHERE s.face=$1 AND s.part='side' AND s.side=1 AND r.ended IS NULL`, db.Args(by), &n)
}

// AddLine counts in the repair's own row, so that two lines never share a
// number.
func (t talk) AddLine(id repair.ID, l repair.Line) error {
	if err := t.Row("UPDATE repair SET lines = lines + 1 WHERE id=$1 RETURNING lines", db.Args(id), &l.N); err != nil {
		return err
	}
	_, err := t.Exec("INSERT INTO repairline (repair, n, face, day, shared, body) VALUES ($1,$2,$3,$4,$5,$6)",
		id, l.N, l.Face, l.Day, l.Shared, l.Body)
	return err
}

func (t talk) Lines(id repair.ID, sharedOnly bool) ([]repair.Line, error) {
	return rows(t.Tx, func(l *repair.Line) []any {
		return []any{&l.N, &l.Face, db.Time{T: &l.Day}, &l.Shared, &l.Body}
	}, "SELECT n, face, day, shared, body FROM repairline WHERE repair=$1 AND (shared OR NOT $2) ORDER BY n", id, sharedOnly)
}

func (t talk) DropLines(id repair.ID, f party.FaceID) error {
	_, err := t.Exec("DELETE FROM repairline WHERE repair=$1 AND face=$2", id, f)
	return err
}

func (t talk) SaveRound(id repair.ID, r repair.Round) error {
	_, err := t.Exec("INSERT INTO repairround (repair, at, place) VALUES ($1,$2,$3) ON CONFLICT (repair, at) DO UPDATE SET place=excluded.place",
		id, r.At, r.Place)
	return err
}

func (t talk) Rounds(id repair.ID) ([]repair.Round, error) {
	return rows(t.Tx, func(r *repair.Round) []any { return []any{db.Time{T: &r.At}, &r.Place} },
		"SELECT at, place FROM repairround WHERE repair=$1 ORDER BY at", id)
}

func (t talk) Due(now time.Time, most int) ([]repair.ID, error) {
	return column[repair.ID](t.Tx, "SELECT id FROM repair WHERE ended IS NULL AND state='agreed' AND follow <= $1 AND moved < follow ORDER BY follow, id LIMIT $2", now, most)
}

func (t talk) Quiet(since time.Time, most int) ([]repair.ID, error) {
	return column[repair.ID](t.Tx, `SELECT id FROM repair WHERE ended IS NULL AND moved < $1 AND (state <> 'agreed' OR follow < $1)
		ORDER BY moved, id LIMIT $2`, since, most)
}

// eraseRepair is everything that hangs on a repair, and it.
var eraseRepair = []string{
	"DELETE FROM repairline WHERE repair IN (%s)",
	"DELETE FROM repairround WHERE repair IN (%s)",
	"DELETE FROM repairseat WHERE repair IN (%s)",
	"DELETE FROM repair WHERE id IN (%s)",
}

func (t talk) EraseRepairs(endedBefore time.Time) error {
	for _, q := range eraseRepair {
		if _, err := t.Exec(fmt.Sprintf(q, "SELECT id FROM repair WHERE ended IS NOT NULL AND ended <= $1"), endedBefore); err != nil {
			return err
		}
	}
	return nil
}

// blocked leads from a face to its account: a person who blocks is one person,
// by whatever name. No page asks it.
func blocked(tx *db.Tx, by, whom party.FaceID) (bool, error) {
	var one int
	return tx.Found("SELECT 1 FROM block b JOIN face f ON f.account = b.account WHERE f.id=$1 AND f.account <> 0 AND b.face=$2", db.Args(by, whom), &one)
}

func (t talk) Blocked(by, whom party.FaceID) (bool, error) { return blocked(t.Tx, by, whom) }

func (t talk) Tell(n notice.Notice) error { return spine{t.Tx}.Tell(n) }

func (t talk) Called(g party.GroupID, name string) (f party.FaceID, found bool, err error) {
	found, err = t.Found("SELECT face.id FROM face JOIN member ON member.face = face.id WHERE face.grp=$1 AND face.grp <> 0 AND face.name=$2", db.Args(g, name), &f)
	return f, found, err
}

func (t talk) Holds(f party.FaceID, g party.GroupID, s party.Scope, now time.Time) (bool, error) {
	_, holds, err := holdsNow(t.Tx, f, g, s, now)
	return holds, err
}

func (t talk) Holders(g party.GroupID, s party.Scope, now time.Time) ([]party.FaceID, error) {
	return holders(t.Tx, g, s, now)
}
