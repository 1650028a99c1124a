package store

import (
	"time"

	"alongside/internal/call"
	"alongside/internal/circle"
	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/space"
)

// clearing is the transaction of the room that looks after a group's space.
type clearing struct{ talk }

var _ space.Tx = clearing{}

// Space is the door of the room that looks after a group's space.
func (s *Store) Space() Door[space.Tx] {
	return Door[space.Tx]{s.db, func(tx *db.Tx) space.Tx { return clearing{talk{newHall(tx)}} }}
}

const concernColumns = "id, grp, circle, kind, subject, named, teller, reason, words, made"

func scanConcern(c *space.Concern) []any {
	return []any{&c.ID, &c.Group, &c.Circle, &c.Kind, &c.Subject, &c.Named, &c.Teller, &c.Reason, &c.Words, db.Time{T: &c.Made}}
}

func (t clearing) AddConcern(c space.Concern, key []byte) error {
	_, err := t.Exec("INSERT INTO concern ("+concernColumns+", key) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) ON CONFLICT (key) DO NOTHING",
		c.ID, c.Group, c.Circle, c.Kind, c.Subject, c.Named, c.Teller, c.Reason, c.Words, c.Made, key)
	return err
}

func (t clearing) Concern(id space.ID) (c space.Concern, found bool, err error) {
	found, err = t.Found("SELECT "+concernColumns+" FROM concern WHERE id=$1", db.Args(id), scanConcern(&c)...)
	return c, found, err
}

func (t clearing) Concerns(g party.GroupID, c party.CircleID, most int) ([]space.Concern, error) {
	return rows(t.Tx, scanConcern, "SELECT "+concernColumns+" FROM concern WHERE grp=$1 AND circle=$2 ORDER BY made DESC, id LIMIT $3", g, c, most)
}

func (t clearing) DropConcerns(k space.Kind, subject int64) error {
	_, err := t.Exec("DELETE FROM concern WHERE kind=$1 AND subject=$2", k, subject)
	return err
}

const tendedColumns = "id, grp, circle, kind, subject, face, act, words, made"

func scanTended(n *space.Tended) []any {
	return []any{&n.ID, &n.Group, &n.Circle, &n.Kind, &n.Subject, &n.Face, &n.Act, &n.Words, db.Time{T: &n.Made}}
}

func (t clearing) AddTended(n space.Tended) error {
	_, err := t.Exec("INSERT INTO tended ("+tendedColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
		n.ID, n.Group, n.Circle, n.Kind, n.Subject, n.Face, n.Act, n.Words, n.Made)
	return err
}

func (t clearing) Tended(id id.Of[space.Tended]) (n space.Tended, found bool, err error) {
	found, err = t.Found("SELECT "+tendedColumns+" FROM tended WHERE id=$1", db.Args(id), scanTended(&n)...)
	return n, found, err
}

func (t clearing) DropTended(id id.Of[space.Tended]) error {
	_, err := t.Exec("DELETE FROM tended WHERE id=$1", id)
	return err
}

func (t clearing) TendedFor(f party.FaceID) ([]space.Tended, error) {
	return rows(t.Tx, scanTended, "SELECT "+tendedColumns+" FROM tended WHERE face=$1 AND face <> 0 ORDER BY made DESC, id", f)
}

func (t clearing) HiddenIn(g party.GroupID, c party.CircleID) ([]space.Tended, error) {
	return rows(t.Tx, scanTended, "SELECT "+tendedColumns+" FROM tended WHERE grp=$1 AND circle=$2 AND act='hide' AND "+stillHidden+" ORDER BY made DESC, id", g, c)
}

func (t clearing) HiddenFor(k space.Kind, subject int64) (n space.Tended, found bool, err error) {
	found, err = t.Found("SELECT "+tendedColumns+" FROM tended WHERE subject=$1 AND kind=$2 AND act='hide' ORDER BY made DESC, id LIMIT 1", db.Args(subject, k), scanTended(&n)...)
	return n, found, err
}

// stillHidden leaves out what is gone, or was shown again by other means.
const stillHidden = `(kind='call' AND EXISTS (SELECT 1 FROM call WHERE call.id = tended.subject AND call.state = 'hidden')
	OR kind='post' AND EXISTS (SELECT 1 FROM circlepost WHERE circlepost.id = tended.subject AND circlepost.hidden))`

// SweepSpace keeps what is still hidden: its author may read why.
func (t clearing) SweepSpace(before time.Time) error {
	for _, q := range []string{
		"DELETE FROM concern WHERE made <= $1",
		"DELETE FROM tended WHERE made <= $1 AND act <> 'hide'",
		"DELETE FROM tended WHERE made <= $1 AND act = 'hide' AND NOT " + stillHidden,
		"DELETE FROM pause WHERE lifted AND until <= $1",
	} {
		if _, err := t.Exec(q, before); err != nil {
			return err
		}
	}
	return nil
}

// leftSpace is all that leads to a face that has left.
var leftSpace = []string{
	"DELETE FROM concern WHERE named=$1",
	"UPDATE concern SET teller=0 WHERE teller=$1",
	"DELETE FROM tended WHERE face=$1 AND act <> 'hide'",
	"UPDATE tended SET face=0 WHERE face=$1",
	"DELETE FROM block WHERE face=$1",
	"DELETE FROM pause WHERE face=$1",
}

func (t clearing) LeftSpace(f party.FaceID) error {
	for _, q := range leftSpace {
		if _, err := t.Exec(q, f); err != nil {
			return err
		}
	}
	return nil
}

func (t clearing) SavePause(p space.Paused) error {
	_, err := t.Exec(`INSERT INTO pause (face, grp, reason, began, until, lifted) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (face) DO UPDATE SET reason=excluded.reason, began=excluded.began, until=excluded.until, lifted=excluded.lifted`,
		p.Face, p.Group, p.Reason, p.Began, p.Until, p.Lifted)
	return err
}

func scanPause(p *space.Paused) []any {
	return []any{&p.Face, &p.Group, &p.Reason, db.Time{T: &p.Began}, db.Time{T: &p.Until}, &p.Lifted}
}

const selectPause = "SELECT face, grp, reason, began, until, lifted FROM pause WHERE "

func (t clearing) PauseOf(f party.FaceID) (p space.Paused, found bool, err error) {
	found, err = t.Found(selectPause+"face=$1", db.Args(f), scanPause(&p)...)
	return p, found, err
}

func (t clearing) PausesIn(g party.GroupID) ([]space.Paused, error) {
	return rows(t.Tx, scanPause, selectPause+"grp=$1 AND NOT lifted ORDER BY until, face", g)
}

func (t clearing) PausesOver(now time.Time, most int) ([]space.Paused, error) {
	return rows(t.Tx, scanPause, selectPause+"NOT lifted AND until <= $1 ORDER BY until, face LIMIT $2", now, most)
}

func (t clearing) Block(who party.AccountID, f party.FaceID, g party.GroupID) error {
	_, err := t.Exec("INSERT INTO block (account, face, grp) VALUES ($1,$2,$3) ON CONFLICT DO NOTHING", who, f, g)
	return err
}

func (t clearing) Unblock(who party.AccountID, f party.FaceID) error {
	_, err := t.Exec("DELETE FROM block WHERE account=$1 AND face=$2", who, f)
	return err
}

func (t clearing) BlockedBy(who party.AccountID) ([]party.Face, error) {
	return rows(t.Tx, func(f *party.Face) []any { return []any{&f.ID, &f.Group, &f.Name} },
		"SELECT f.id, f.grp, f.name FROM block b JOIN face f ON f.id = b.face WHERE b.account=$1 AND b.account <> 0 ORDER BY f.name, f.id", who)
}

// AddLine writes into the group's own log.
func (t clearing) AddLine(l group.Line) error { return t.hall.AddLine(l) }

func (t clearing) Post(p id.Of[circle.Post]) (circle.Post, bool, error) {
	return rounds{t.hall}.Post(p)
}

func (t clearing) HidePost(p id.Of[circle.Post], hidden bool) error {
	_, err := t.Exec("UPDATE circlepost SET hidden=$2 WHERE id=$1", p, hidden)
	return err
}

func (t clearing) Circle(c party.CircleID) (circle.Circle, bool, error) {
	return rounds{t.hall}.Circle(c)
}

func (t clearing) InCircle(c party.CircleID, f party.FaceID) (bool, error) {
	return rounds{t.hall}.InCircle(c, f)
}

func (t clearing) TrustedIn(c party.CircleID, now time.Time) ([]party.FaceID, error) {
	return column[party.FaceID](t.Tx, `SELECT cm.face FROM circlemember cm JOIN circle c ON c.id = cm.circle JOIN member m ON m.face = cm.face
		WHERE cm.circle=$1 AND m.grp=c.grp AND NOT m.paused AND (m.trial IS NULL OR m.trial <= $2) AND (c.ends IS NULL OR c.ends > $2) ORDER BY cm.face`, c, now)
}

func (t clearing) Call(id call.ID) (call.Call, error) { return spine{t.Tx}.Call(id) }
func (t clearing) SaveCall(c call.Call) error         { return spine{t.Tx}.SaveCall(c) }
