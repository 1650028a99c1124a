package store

import (
	"encoding/json"
	"time"

	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/party"
)

const knockColumns = "knock.face, knock.grp, coalesce(face.name, ''), knock.answers, knock.read, knock.since, knock.until, knock.state, knock.reason, knock.sponsor"

// knockRow is a knock with its answers as they are stored.
type knockRow struct {
	group.Knock
	answers string
}

func scanKnock(k *knockRow) []any {
	return []any{&k.Face, &k.Group, &k.Name, &k.answers, &k.Read, db.Time{T: &k.Since}, db.Time{T: &k.Until}, &k.State, &k.Reason, &k.Sponsor}
}

func (k knockRow) knock() (group.Knock, error) {
	if k.answers == "" {
		return k.Knock, nil
	}
	err := json.Unmarshal([]byte(k.answers), &k.Said)
	return k.Knock, err
}

func saidText(said []group.Said) (string, error) {
	if len(said) == 0 {
		return "", nil
	}
	b, err := json.Marshal(said)
	return string(b), err
}

func (t hall) FaceBy(f party.FaceID) (party.Face, bool, error) { return people(t.faces).FaceBy(f) }

func (t hall) AddKnock(k group.Knock) error {
	answers, err := saidText(k.Said)
	if err != nil {
		return err
	}
	_, err = t.Exec("INSERT INTO knock (face, grp, answers, read, since, until, state, reason, sponsor) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
		k.Face, k.Group, answers, k.Read, k.Since, k.Until, k.State, k.Reason, k.Sponsor)
	return err
}

func (t hall) knocks(where string, args ...any) (all []group.Knock, err error) {
	found, err := rows(t.Tx, scanKnock, "SELECT "+knockColumns+" FROM knock LEFT JOIN face ON face.id = knock.face WHERE "+where, args...)
	for _, row := range found {
		var k group.Knock
		if err == nil {
			k, err = row.knock()
		}
		all = append(all, k)
	}
	return all, err
}

func (t hall) KnockOf(f party.FaceID) (k group.Knock, there bool, err error) {
	all, err := t.knocks("knock.face=$1", f)
	if err != nil || len(all) == 0 {
		return k, false, err
	}
	return all[0], true, nil
}

func (t hall) Knocks(g party.GroupID, most int) ([]group.Knock, error) {
	return t.knocks("knock.grp=$1 AND knock.state='waits' ORDER BY knock.since, knock.face LIMIT $2", g, most)
}

func (t hall) KnocksBefore(now time.Time, most int) ([]group.Knock, error) {
	return t.knocks("knock.until <= $1 ORDER BY knock.until LIMIT $2", now, most)
}

func (t hall) SaveKnock(k group.Knock) error {
	answers, err := saidText(k.Said)
	if err != nil {
		return err
	}
	_, err = t.Exec("UPDATE knock SET answers=$2, until=$3, state=$4, reason=$5, sponsor=$6 WHERE face=$1",
		k.Face, answers, k.Until, k.State, k.Reason, k.Sponsor)
	return err
}

func (t hall) DropKnock(f party.FaceID) error {
	if _, err := t.Exec("DELETE FROM vouch WHERE knock=$1", f); err != nil {
		return err
	}
	_, err := t.Exec("DELETE FROM knock WHERE face=$1", f)
	return err
}

func (t hall) AddVouch(v group.Vouch) error {
	_, err := t.Exec("INSERT INTO vouch (knock, face, met) VALUES ($1,$2,$3) ON CONFLICT DO NOTHING", v.Knock, v.Face, v.Met)
	return err
}

func (t hall) SaveVouch(v group.Vouch) error {
	_, err := t.Exec("UPDATE vouch SET met=$3 WHERE knock=$1 AND face=$2", v.Knock, v.Face, v.Met)
	return err
}

func (t hall) Vouches(knock party.FaceID) ([]group.Vouch, error) {
	return rows(t.Tx, func(v *group.Vouch) []any { return []any{&v.Knock, &v.Face, &v.Met} },
		"SELECT knock, face, met FROM vouch WHERE knock=$1 ORDER BY face", knock)
}

func (t hall) DropVouches(by party.FaceID) error {
	_, err := t.Exec("DELETE FROM vouch WHERE face=$1", by)
	return err
}

// through is a condition on member at the moment $2.
const through = "NOT member.paused AND (member.trial IS NULL OR member.trial <= $2)"

func (t hall) Welcomers(g party.GroupID, now time.Time, most int) ([]party.FaceID, error) {
	all, err := column[party.FaceID](t.Tx, `SELECT member.face FROM member JOIN holder ON holder.face = member.face JOIN mandate ON mandate.id = holder.mandate
		WHERE member.grp=$1 AND mandate.grp=$1 AND mandate.scope='newcomers' AND holder.part='holds' AND mandate.begins <= $2 AND mandate.ends > $2
		AND member.rests IS NULL AND `+through+" LIMIT $3", g, now, most)
	if err != nil || len(all) > 0 {
		return all, err
	}
	return column[party.FaceID](t.Tx, "SELECT face FROM member WHERE grp=$1 AND rests IS NULL AND "+through+" LIMIT $3", g, now, most)
}

func (t hall) Through(g party.GroupID, now time.Time, most int) (int, error) {
	all, err := column[party.FaceID](t.Tx, "SELECT face FROM member WHERE grp=$1 AND "+through+" LIMIT $3", g, now, most)
	return len(all), err
}

func (t hall) AddEdge(e group.Edge) error {
	_, err := t.Exec(`INSERT INTO edge (face, sponsor, grp, until) VALUES ($1,$2,$3,$4)
		ON CONFLICT (face, sponsor) DO UPDATE SET until=excluded.until`, e.Face, e.Sponsor, e.Group, e.Until)
	return err
}

func (t hall) LetInBy(g party.GroupID, sponsor party.FaceID, now time.Time) ([]party.FaceID, error) {
	return column[party.FaceID](t.Tx, "SELECT face FROM edge WHERE grp=$1 AND sponsor=$2 AND until > $3 ORDER BY face", g, sponsor, now)
}

func (t hall) SweepEdges(now time.Time) error {
	_, err := t.Exec("DELETE FROM edge WHERE until <= $1", now)
	return err
}

const selectMember = "SELECT " + memberColumns + " FROM member JOIN face ON face.id = member.face "

func (t hall) TrialsOver(now time.Time, most int) ([]group.Member, error) {
	return rows(t.Tx, scanMember, selectMember+"WHERE member.trial IS NOT NULL AND member.trial <= $1 ORDER BY member.trial LIMIT $2", now, most)
}

func (t hall) RestedUntil(now time.Time, most int) ([]party.GroupID, error) {
	return column[party.GroupID](t.Tx, "SELECT id FROM grp WHERE status='resting' AND rests IS NOT NULL AND rests <= $1 LIMIT $2", now, most)
}

func (t hall) EndMandates(g party.GroupID, now time.Time) error {
	_, err := t.Exec("UPDATE mandate SET ends=$2 WHERE grp=$1 AND ends > $2", g, now)
	return err
}

func (t hall) Away(day time.Time, most int) ([]group.Member, error) {
	return rows(t.Tx, scanMember, selectMember+`JOIN grp ON grp.id = member.grp
		WHERE coalesce(member.seen, member.since) <= $1 AND member.asked IS NULL AND member.rests IS NULL
		AND grp.status IN ('forming','active') AND grp.bar = '' LIMIT $2`, day, most)
}

func (t hall) Silent(day time.Time, most int) ([]group.Member, error) {
	return rows(t.Tx, scanMember, selectMember+"WHERE member.asked IS NOT NULL AND member.asked <= $1 LIMIT $2", day, most)
}
