package store

import (
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
)

func (t spine) Done(key []byte) (ref int64, done bool, err error) {
	done, err = t.Found("SELECT ref FROM done WHERE key=$1", db.Args(key), &ref)
	return ref, done, err
}

func (t spine) SetDone(key []byte, ref int64, at time.Time) error {
	_, err := t.Exec("INSERT INTO done (key, ref, made) VALUES ($1,$2,$3)", key, ref, at)
	return err
}

// Tell leaves in peace who rests in a group: nothing from its inside reaches
// them before they are back.
func (t spine) Tell(n notice.Notice) error {
	if n.Kind.Inside() && n.To.Kind == party.KindFace {
		var one int
		rests, err := t.Found("SELECT 1 FROM member WHERE face=$1 AND rests IS NOT NULL", db.Args(n.To.ID), &one)
		if err != nil || rests {
			return err
		}
	}
	_, err := t.Exec(`INSERT INTO notice (id, party_kind, party, kind, call, commitment, made, due, carried, seen)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
		n.ID, n.To.Kind, n.To.ID, n.Kind, n.Call, n.Commitment, n.Made, n.Due, n.Carried, n.Seen)
	return err
}

const entryColumns = "id, call, part, kind, side, title, area, grp, audience, asked, kept, lesson, language"

func scanEntry(scan func(...any) error, e *call.Entry) error {
	return scan(&e.ID, &e.Call, &e.Part, &e.Kind, &e.Side, &e.Title, &e.Area, &e.Group, &e.Audience,
		db.Time{T: &e.Asked}, db.Time{T: &e.Kept}, &e.Lesson, &e.Language)
}

func (t spine) Entry(c call.ID) (e call.Entry, there bool, err error) {
	var to []any
	scanEntry(func(d ...any) error { to = d; return nil }, &e)
	there, err = t.Found("SELECT "+entryColumns+" FROM record WHERE call=$1", db.Args(c), to...)
	return e, there, err
}

func (t spine) SaveEntry(e call.Entry) error {
	t.Touch(int64(e.Call))
	_, err := t.Exec(`INSERT INTO record (`+entryColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)
		ON CONFLICT (id) DO UPDATE SET part=excluded.part, kept=excluded.kept, lesson=excluded.lesson, language=excluded.language`,
		e.ID, e.Call, e.Part, e.Kind, e.Side, e.Title, e.Area, e.Group, e.Audience, e.Asked, e.Kept, e.Lesson, e.Language)
	return err
}

func (t spine) EraseEntry(c call.ID) error {
	t.Touch(int64(c))
	_, err := t.Exec("DELETE FROM record WHERE call=$1", c)
	return err
}

func (t spine) ClosingBefore(now time.Time, most int) (all []call.ID, err error) {
	for _, q := range closing {
		some, err := column[call.ID](t.Tx, q, now, most-len(all))
		if all = append(all, some...); err != nil || len(all) == most {
			return all, err
		}
	}
	return all, nil
}

var closing = []string{
	"SELECT id FROM call WHERE state='open' AND closes IS NOT NULL AND closes <= $1 ORDER BY closes LIMIT $2",
	"SELECT id FROM call WHERE state='waiting' AND closes <= $1 ORDER BY closes LIMIT $2",
	"SELECT id FROM call WHERE state='hidden' AND closed IS NULL AND closes <= $1 ORDER BY closes LIMIT $2",
	`SELECT call.id FROM circle JOIN call ON call.circle = circle.id AND call.circle <> 0 AND call.state IN ('open','hidden') AND call.closed IS NULL AND call.closes > $1
		WHERE circle.ends IS NOT NULL AND circle.ends <= $1 ORDER BY circle.ends LIMIT $2`,
}

// sweptMost bounds what one transaction erases, so that others can write.
const sweptMost = 500

// Sweep erases what is past its time, in the order of package when's table.
func (t spine) Sweep(now time.Time) (more bool, err error) {
	if _, err := t.Exec("DELETE FROM detail WHERE until IS NOT NULL AND until <= $1", now); err != nil {
		return false, err
	}
	if _, err := t.Exec("DELETE FROM threadline WHERE until IS NOT NULL AND until <= $1", now); err != nil {
		return false, err
	}
	if _, err := t.Exec("DELETE FROM handover WHERE until <= $1", now); err != nil {
		return false, err
	}
	if _, err := t.Exec("DELETE FROM notice WHERE made <= $1", now.Add(-when.NoticesFor)); err != nil {
		return false, err
	}
	if _, err := t.Exec("DELETE FROM done WHERE made <= $1", now.Add(-when.KeysFor)); err != nil {
		return false, err
	}
	// A call whose promises run stays until they end.
	old, err := column[call.ID](t.Tx, `SELECT id FROM call WHERE closed IS NOT NULL AND closed <= $1
		AND NOT EXISTS (SELECT 1 FROM commitment WHERE commitment.call = call.id AND until IS NOT NULL) LIMIT $2`, now.Add(-when.CallsFor), sweptMost)
	if err != nil {
		return false, err
	}
	for _, id := range old {
		if err := t.EraseCall(id); err != nil {
			return false, err
		}
	}
	if _, err = t.Exec("DELETE FROM guest WHERE until <= $1", now); err != nil {
		return false, err
	}
	if _, err = t.Exec("DELETE FROM ownfeed WHERE owner_kind='guest' AND NOT EXISTS (SELECT 1 FROM guest WHERE id = owner)"); err != nil {
		return false, err
	}
	return len(old) == sweptMost, sweepTold(t.Tx, now)
}
