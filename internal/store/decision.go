package store

import (
	"time"

	"alongside/internal/db"
	"alongside/internal/decision"
	"alongside/internal/party"
)

// council is the transaction of the room of decisions. What it needs of groups
// it takes from them.
type council struct{ hall }

var _ decision.Tx = council{}

// Decisions is the door of the room of decisions.
func (s *Store) Decisions() Door[decision.Tx] {
	return Door[decision.Tx]{s.db, func(tx *db.Tx) decision.Tx { return council{newHall(tx)} }}
}

func (t council) CountThrough(g party.GroupID, now time.Time, most int) (n int, err error) {
	return n, t.Row(`SELECT count(*) FROM (SELECT 1 FROM member WHERE grp=$1 AND NOT paused
		AND (trial IS NULL OR trial <= $2) LIMIT $3) AS few`, db.Args(g, now, most), &n)
}

func (t council) HoldsNow(g party.GroupID, f party.FaceID, s party.Scope, now time.Time) (bool, error) {
	_, holds, err := holdsNow(t.Tx, f, g, s, now)
	return holds, err
}

// AddWeek notes it as reminded: it ends before anybody would be.
func (t council) AddWeek(m party.Mandate, begins time.Time, holders ...party.FaceID) error {
	_, err := t.Exec(`INSERT INTO mandate (id, grp, scope, words, begins, ends, note, decision, reminded)
		VALUES ($1,$2,$3,'',$4,$5,'',0,TRUE)`, m.ID, m.Group, m.Scope, begins, m.Until)
	for _, f := range holders {
		if err == nil {
			_, err = t.Exec("INSERT INTO holder (mandate, face, part) VALUES ($1,$2,'holds')", m.ID, f)
		}
	}
	return err
}

const decisionColumns = `id, grp, face, title, body, tasks, method, review, change, data, about, state, version, secret, quorum,
	made, opened, closes`

func scanDecision(d *decision.Decision) []any {
	return []any{&d.ID, &d.Group, &d.By, &d.Title, &d.Text, &d.Tasks, &d.Method, db.Time{T: &d.Review}, &d.Effect.Change, document{&d.Effect.Data},
		&d.About, &d.State, &d.Version, &d.Secret, &d.Quorum, db.Time{T: &d.Made}, db.Time{T: &d.Opened}, db.Time{T: &d.Closes}}
}

// document scans JSON that is kept as text.
type document struct{ b *[]byte }

func (d document) Scan(v any) error {
	switch v := v.(type) {
	case string:
		*d.b = []byte(v)
	case []byte:
		*d.b = append([]byte(nil), v...)
	}
	if len(*d.b) == 0 {
		*d.b = nil
	}
	return nil
}

func (t council) AddDecision(d decision.Decision) error {
	_, err := t.Exec("INSERT INTO decision ("+decisionColumns+`, posts)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,0)`,
		d.ID, d.Group, d.By, d.Title, d.Text, d.Tasks, d.Method, d.Review, d.Effect.Change, string(d.Effect.Data), d.About, d.State, d.Version,
		d.Secret, d.Quorum, d.Made, d.Opened, d.Closes)
	return err
}

func (t council) Decision(id decision.ID) (d decision.Decision, found bool, err error) {
	found, err = t.Found("SELECT "+decisionColumns+" FROM decision WHERE id=$1", db.Args(id), scanDecision(&d)...)
	return d, found, err
}

func (t council) SaveDecision(d decision.Decision) error {
	_, err := t.Exec(`UPDATE decision SET title=$2, body=$3, tasks=$4, review=$5, data=$6, state=$7, version=$8, secret=$9, quorum=$10,
		opened=$11, closes=$12 WHERE id=$1 AND state <> 'closed'`,
		d.ID, d.Title, d.Text, d.Tasks, d.Review, string(d.Effect.Data), d.State, d.Version, d.Secret, d.Quorum, d.Opened, d.Closes)
	return err
}

func (t council) CloseDecision(id decision.ID) (bool, error) {
	n, err := t.Exec("UPDATE decision SET state='closed' WHERE id=$1 AND state <> 'closed'", id)
	return n > 0, err
}

func (t council) CountOpen(g party.GroupID, most int) (n int, err error) {
	return n, t.Row("SELECT count(*) FROM (SELECT 1 FROM decision WHERE grp=$1 AND state <> 'closed' LIMIT $2) AS few", db.Args(g, most), &n)
}

func (t council) Undecided(g party.GroupID, most int) ([]decision.Decision, error) {
	return rows(t.Tx, scanDecision, "SELECT "+decisionColumns+" FROM decision WHERE grp=$1 AND state <> 'closed' ORDER BY closes, id LIMIT $2", g, most)
}

func (t council) DueBy(now time.Time, most int) ([]decision.ID, error) {
	return column[decision.ID](t.Tx, "SELECT id FROM decision WHERE state <> 'closed' AND closes <= $1 ORDER BY closes, id LIMIT $2", now, most)
}

const outcomeColumns = `decision, grp, title, result, statement, tasks, review, change, method, version, secret, roll, quorum,
	consent, concern, aside, objection, closed`

func scanOutcome(o *decision.Outcome) []any {
	return []any{&o.Decision, &o.Group, &o.Title, &o.Result, &o.Statement, &o.Tasks, db.Time{T: &o.Review}, &o.Change, &o.Method, &o.Version,
		&o.Secret, &o.Roll, &o.Quorum, &o.Consent, &o.Concern, &o.Aside, &o.Objection, db.Time{T: &o.Closed}}
}

func (t council) AddOutcome(o decision.Outcome) error {
	_, err := t.Exec("INSERT INTO outcome ("+outcomeColumns+`, reminded)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19)`,
		o.Decision, o.Group, o.Title, o.Result, o.Statement, o.Tasks, o.Review, o.Change, o.Method, o.Version, o.Secret, o.Roll, o.Quorum,
		o.Consent, o.Concern, o.Aside, o.Objection, o.Closed, o.Review.IsZero())
	return err
}

func (t council) Outcome(id decision.ID) (o decision.Outcome, found bool, err error) {
	found, err = t.Found("SELECT "+outcomeColumns+" FROM outcome WHERE decision=$1", db.Args(id), scanOutcome(&o)...)
	return o, found, err
}

func (t council) Outcomes(g party.GroupID, after decision.Cursor, most int) ([]decision.Outcome, error) {
	return rows(t.Tx, scanOutcome, "SELECT "+outcomeColumns+` FROM outcome WHERE grp=$1
		AND (CAST($3 AS BIGINT) = 0 OR closed < $2 OR closed = $2 AND decision < $3) ORDER BY closed DESC, decision DESC LIMIT $4`, g, moment(after.Closed), after.ID, most)
}

// moment is a time for a comparison, which has no use for NULL.
func moment(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMilli()
}

func (t council) Unremind(g party.GroupID, c decision.Change, but decision.ID) error {
	_, err := t.Exec("UPDATE outcome SET reminded=TRUE WHERE grp=$1 AND change=$2 AND decision <> $3 AND NOT reminded", g, c, but)
	return err
}

func (t council) ReviewsBy(day time.Time, most int) ([]decision.Outcome, error) {
	return rows(t.Tx, scanOutcome, "SELECT "+outcomeColumns+" FROM outcome WHERE NOT reminded AND review <= $1 ORDER BY review, decision LIMIT $2", day, most)
}

func (t council) SetReminded(id decision.ID) error {
	_, err := t.Exec("UPDATE outcome SET reminded=TRUE WHERE decision=$1", id)
	return err
}

func (t council) AddPost(p decision.Post) error {
	if err := t.Row("UPDATE decision SET posts = posts + 1 WHERE id=$1 RETURNING posts", db.Args(p.Decision), &p.N); err != nil {
		return err
	}
	_, err := t.Exec("INSERT INTO remark (id, decision, n, face, worry, words, day, taken) VALUES ($1,$2,$3,$4,$5,$6,$7,0)",
		p.ID, p.Decision, p.N, p.Face, p.Worry, p.Text, p.Day)
	return err
}

func (t council) Posts(d decision.ID, most int) ([]decision.Post, error) {
	return rows(t.Tx, func(p *decision.Post) []any {
		return []any{&p.ID, &p.Decision, &p.N, &p.Face, &p.Name, &p.Worry, &p.Text, db.Time{T: &p.Day}, &p.Taken}
	}, `SELECT remark.id, remark.decision, remark.n, remark.face, coalesce(face.name, ''), remark.worry, remark.words, remark.day, remark.taken
		FROM remark LEFT JOIN face ON face.id = remark.face WHERE remark.decision=$1 ORDER BY remark.n LIMIT $2`, d, most)
}

func (t council) TakeUp(d decision.ID, posts []decision.PostID, version int) error {
	for _, p := range posts {
		if _, err := t.Exec("UPDATE remark SET taken=$3 WHERE id=$1 AND decision=$2 AND worry AND taken=0", p, d, version); err != nil {
			return err
		}
	}
	return nil
}

// eraseDecisions are what a group has decided; see eraseGroup.
var eraseDecisions = []string{
	"DELETE FROM ballot WHERE decision IN (SELECT id FROM decision WHERE grp=$1)",
	"DELETE FROM stance WHERE decision IN (SELECT id FROM decision WHERE grp=$1)",
	"DELETE FROM roll WHERE decision IN (SELECT id FROM decision WHERE grp=$1)",
	"DELETE FROM remark WHERE decision IN (SELECT id FROM decision WHERE grp=$1)",
	"DELETE FROM signature WHERE grp=$1",
	"DELETE FROM outcome WHERE grp=$1",
	"DELETE FROM decision WHERE grp=$1",
}
