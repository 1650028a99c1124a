package store

import (
	"fmt"
	"time"

	"alongside/internal/call"
	"alongside/internal/circle"
	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
)

// rounds is the transaction of the circles' room.
type rounds struct{ hall }

var _ circle.Tx = rounds{}

// Circles is the circles' door.
func (s *Store) Circles() Door[circle.Tx] {
	return Door[circle.Tx]{s.db, func(tx *db.Tx) circle.Tx { return rounds{newHall(tx)} }}
}

func scanCircle(c *circle.Circle) []any {
	return []any{&c.ID, &c.Group, &c.Name, &c.About, db.Time{T: &c.Since}, db.Time{T: &c.Ends}}
}

func (t rounds) AddCircle(c circle.Circle) error {
	_, err := t.Exec("INSERT INTO circle (id, grp, name, about, since, ends) VALUES ($1,$2,$3,$4,$5,$6)", c.ID, c.Group, c.Name, c.About, c.Since, c.Ends)
	return err
}

func (t rounds) Circle(c party.CircleID) (one circle.Circle, found bool, err error) {
	found, err = t.Found("SELECT id, grp, name, about, since, ends FROM circle WHERE id=$1", db.Args(c), scanCircle(&one)...)
	return one, found, err
}

func (t rounds) SaveCircle(c circle.Circle) error {
	_, err := t.Exec("UPDATE circle SET ends=$2 WHERE id=$1", c.ID, c.Ends)
	return err
}

func (t rounds) CountCircles(g party.GroupID) (n int, err error) {
	err = t.Row("SELECT count(*) FROM circle WHERE grp=$1", db.Args(g), &n)
	return n, err
}

func (t rounds) CirclesOf(f party.FaceID) ([]circle.Circle, error) {
	return rows(t.Tx, scanCircle, `SELECT c.id, c.grp, c.name, c.about, c.since, c.ends FROM circle c
		JOIN circlemember m ON m.circle = c.id WHERE m.face=$1 ORDER BY c.name, c.id`, f)
}

func (t rounds) InCircle(c party.CircleID, f party.FaceID) (bool, error) {
	var one int
	return t.Found("SELECT 1 FROM circlemember WHERE circle=$1 AND face=$2", db.Args(c, f), &one)
}

func (t rounds) PutIn(c party.CircleID, f party.FaceID) error {
	_, err := t.Exec("INSERT INTO circlemember (circle, face) VALUES ($1,$2) ON CONFLICT DO NOTHING", c, f)
	return err
}

func (t rounds) TakeOut(c party.CircleID, f party.FaceID) error {
	_, err := t.Exec("DELETE FROM circlemember WHERE circle=$1 AND face=$2", c, f)
	return err
}

func (t rounds) TakeOutOfAll(f party.FaceID) error {
	_, err := t.Exec("DELETE FROM circlemember WHERE face=$1", f)
	return err
}

func (t rounds) PeopleIn(c party.CircleID, after group.Member, most int) ([]group.Member, error) {
	return rows(t.Tx, scanMember, "SELECT "+memberColumns+` FROM circlemember JOIN member ON member.face = circlemember.face
		JOIN face ON face.id = member.face WHERE circlemember.circle=$1 AND (face.name > $2 OR face.name = $2 AND face.id > $3)
		ORDER BY face.name, face.id LIMIT $4`, c, after.Name, after.Face, most)
}

func (t rounds) AddPost(p circle.Post) error {
	_, err := t.Exec("INSERT INTO circlepost (id, circle, grp, face, made, body) VALUES ($1,$2,$3,$4,$5,$6)", p.ID, p.Circle, p.Group, p.Face, p.Made, p.Body)
	return err
}

func scanPost(p *circle.Post) []any {
	return []any{&p.ID, &p.Circle, &p.Group, &p.Face, &p.Name, db.Time{T: &p.Made}, &p.Body, &p.Hidden}
}

const selectPost = `SELECT p.id, p.circle, p.grp, p.face, coalesce(face.name, ''), p.made, p.body, p.hidden
	FROM circlepost p LEFT JOIN face ON face.id = p.face WHERE `

func (t rounds) Post(p id.Of[circle.Post]) (one circle.Post, found bool, err error) {
	found, err = t.Found(selectPost+"p.id=$1", db.Args(p), scanPost(&one)...)
	return one, found, err
}

func (t rounds) Posts(g party.GroupID, c party.CircleID, reader party.FaceID, before circle.Post, most int) ([]circle.Post, error) {
	var w where
	w.and("p.grp = %s AND p.circle = %s AND (NOT p.hidden OR p.face = %s)", g, c, reader)
	if before.ID != 0 {
		w.and("(p.made, p.id) < (%s, %s)", before.Made, before.ID)
	}
	w.args = append(w.args, most)
	return rows(t.Tx, scanPost, selectPost+w.sql()+fmt.Sprintf(" ORDER BY p.made DESC, p.id DESC LIMIT $%d", len(w.args)), w.args...)
}

func (t rounds) DropPost(p id.Of[circle.Post], by party.FaceID) (bool, error) {
	n, err := t.Exec("DELETE FROM circlepost WHERE id=$1 AND face=$2", p, by)
	return n > 0, err
}

func (t rounds) EndedBefore(at time.Time, most int) ([]party.CircleID, error) {
	return column[party.CircleID](t.Tx, "SELECT id FROM circle WHERE ends IS NOT NULL AND ends <= $1 ORDER BY ends LIMIT $2", at, most)
}

var eraseCircle = []string{
	"DELETE FROM concern WHERE circle=$1 AND circle <> 0",
	"DELETE FROM tended WHERE circle=$1 AND circle <> 0",
	"DELETE FROM grpline WHERE grp = (SELECT grp FROM circle WHERE id=$1) AND circle=$1 AND circle <> 0",
	"DELETE FROM circlepost WHERE circle=$1 AND circle <> 0",
	"DELETE FROM circlemember WHERE circle=$1",
	"DELETE FROM circle WHERE id=$1",
}

func (t rounds) EraseCircle(c party.CircleID) error {
	for _, q := range eraseCircle {
		if _, err := t.Exec(q, c); err != nil {
			return err
		}
	}
	t.Erased()
	return nil
}

func (t spine) InCircle(f party.FaceID, c party.CircleID, g party.GroupID, now time.Time) (bool, error) {
	var one int
	return t.Found(`SELECT 1 FROM circlemember cm JOIN circle c ON c.id = cm.circle JOIN member m ON m.face = cm.face
		WHERE cm.circle=$1 AND cm.face=$2 AND c.grp=$3 AND m.grp=c.grp AND NOT m.paused AND (m.trial IS NULL OR m.trial <= $4)
		AND (c.ends IS NULL OR c.ends > $4)`, db.Args(c, f, g, now), &one)
}

func (t spine) CircleOver(c party.CircleID, now time.Time) (bool, error) {
	var one int
	runs, err := t.Found("SELECT 1 FROM circle WHERE id=$1 AND (ends IS NULL OR ends > $2)", db.Args(c, now), &one)
	return !runs, err
}

func (t spine) CallsIn(c party.CircleID) ([]call.ID, error) {
	return column[call.ID](t.Tx, "SELECT id FROM call WHERE circle=$1 AND circle <> 0 ORDER BY opened, id", c)
}
