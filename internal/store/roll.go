package store

import (
	"fmt"
	"strings"
	"time"

	"alongside/internal/db"
	"alongside/internal/decision"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
)

func (t council) Freeze(d decision.ID, g party.GroupID, about party.FaceID, now time.Time) (int, error) {
	n, err := t.Exec(`INSERT INTO roll (decision, face, spoken) SELECT CAST($1 AS BIGINT), member.face, FALSE FROM member
		WHERE member.grp=$2 AND NOT member.paused AND (member.trial IS NULL OR member.trial <= $4) AND (CAST($3 AS BIGINT) = 0 OR member.face <> $3
			AND NOT EXISTS (SELECT 1 FROM edge WHERE edge.face = member.face AND edge.sponsor=$3 AND edge.until > $4))`, d, g, about, now)
	return int(n), err
}

func (t council) OnRoll(d decision.ID, f party.FaceID) (on, spoken bool, err error) {
	on, err = t.Found("SELECT spoken FROM roll WHERE decision=$1 AND face=$2", db.Args(d, f), &spoken)
	return on, spoken, err
}

func (t council) SetSpoken(d decision.ID, f party.FaceID) error {
	_, err := t.Exec("UPDATE roll SET spoken=TRUE WHERE decision=$1 AND face=$2 AND NOT spoken", d, f)
	return err
}

func (t council) AnyWaits(d decision.ID) (bool, error) {
	var one int
	return t.Found("SELECT 1 FROM roll WHERE decision=$1 AND NOT spoken LIMIT 1", db.Args(d), &one)
}

func (t council) AnySpoken(d decision.ID) (bool, error) {
	var one int
	return t.Found("SELECT 1 FROM roll WHERE decision=$1 AND spoken LIMIT 1", db.Args(d), &one)
}

func (t council) PutStance(d decision.ID, f party.FaceID, s decision.Stance, reason string) error {
	_, err := t.Exec(`INSERT INTO stance (decision, face, stance, words) VALUES ($1,$2,$3,$4)
		ON CONFLICT (decision, face) DO UPDATE SET stance=excluded.stance, words=excluded.words`, d, f, s, reason)
	return err
}

func (t council) StanceOf(d decision.ID, f party.FaceID) (s decision.Stance, reason string, found bool, err error) {
	found, err = t.Found("SELECT stance, words FROM stance WHERE decision=$1 AND face=$2", db.Args(d, f), &s, &reason)
	return s, reason, found, err
}

func (t council) AddBallot(d decision.ID, hash []byte, s decision.Stance, reason string) error {
	_, err := t.Exec("INSERT INTO ballot (key, decision, stance, words) VALUES ($1,$2,$3,$4)", hash, d, s, reason)
	return err
}

func (t council) SaveBallot(d decision.ID, hash []byte, s decision.Stance, reason string) (bool, error) {
	n, err := t.Exec("UPDATE ballot SET stance=$3, words=$4 WHERE key=$1 AND decision=$2", hash, d, s, reason)
	return n > 0, err
}

func (t council) Void(d decision.ID) error {
	for _, q := range []string{"DELETE FROM stance WHERE decision=$1", "DELETE FROM ballot WHERE decision=$1",
		"UPDATE roll SET spoken=FALSE WHERE decision=$1 AND spoken"} {
		if _, err := t.Exec(q, d); err != nil {
			return err
		}
	}
	return nil
}

func (t council) Tally(d decision.ID, secret bool) (roll int, c decision.Counts, err error) {
	if err := t.Row("SELECT count(*) FROM roll WHERE decision=$1", db.Args(d), &roll); err != nil {
		return 0, c, err
	}
	query := "SELECT stance, count(*) FROM stance WHERE decision=$1 GROUP BY stance"
	if secret {
		query = "SELECT stance, count(*) FROM ballot WHERE decision=$1 GROUP BY stance"
	}
	into := map[decision.Stance]*int{decision.Consent: &c.Consent, decision.Concern: &c.Concern, decision.Aside: &c.Aside, decision.Objection: &c.Objection}
	return roll, c, t.Each(query, db.Args(d), func(scan func(...any) error) error {
		var s decision.Stance
		var n int
		err := scan(&s, &n)
		if to := into[s]; to != nil {
			*to = n
		}
		return err
	})
}

// Reasons come by how their words begin, so that their order tells nothing of
// who gave them, or when.
func (t council) Reasons(d decision.ID, secret bool, most int) ([]decision.Reason, error) {
	query := `SELECT stance, words, face, coalesce((SELECT name FROM face WHERE face.id = stance.face), '') FROM stance
		WHERE decision=$1 AND words <> '' ORDER BY stance DESC, substr(words, 1, 200) LIMIT $2`
	if secret {
		query = "SELECT stance, words, 0, '' FROM ballot WHERE decision=$1 AND words <> '' ORDER BY stance DESC, substr(words, 1, 200) LIMIT $2"
	}
	return rows(t.Tx, func(r *decision.Reason) []any { return []any{&r.Stance, &r.Words, &r.Face, &r.Name} }, query, d, most)
}

// tellAtOnce is how many notices one statement writes.
const tellAtOnce = 200

func (t council) TellRoll(d decision.ID, g party.GroupID, k notice.Kind, but party.FaceID, now time.Time) error {
	to, err := column[party.FaceID](t.Tx, `SELECT member.face FROM roll JOIN member ON member.face = roll.face
		WHERE roll.decision=$1 AND roll.face <> $2 AND member.grp=$3 AND member.rests IS NULL`, d, but, g)
	for len(to) > 0 && err == nil {
		n := min(len(to), tellAtOnce)
		values, args := make([]string, n), db.Args(k, g, d, now)
		for i, f := range to[:n] {
			values[i] = fmt.Sprintf("($%d,'face',$%d,$1,$2,$3,$4,$4,FALSE,FALSE)", 2*i+5, 2*i+6)
			args = append(args, id.New[notice.Notice](), f)
		}
		_, err = t.Exec("INSERT INTO notice (id, party_kind, party, kind, call, commitment, made, due, carried, seen) VALUES "+
			strings.Join(values, ","), args...)
		to = to[n:]
	}
	return err
}

// LeaveRoll takes a face that leaves its group off the roll of what is still
// open, with what it said. A secret ballot stays, because nobody knows which
// one it is; so does its place on the roll.
func (t council) LeaveRoll(f party.FaceID) error {
	for _, q := range []string{
		"DELETE FROM stance WHERE face=$1 AND decision IN (SELECT id FROM decision WHERE state='open')",
		"DELETE FROM roll WHERE face=$1 AND decision IN (SELECT id FROM decision WHERE state='open' AND (NOT secret OR NOT roll.spoken))",
	} {
		if _, err := t.Exec(q, f); err != nil {
			return err
		}
	}
	return nil
}
