package store

import (
	"time"

	"alongside/internal/account"
	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/party"
)

var (
	_ account.Faces = people{}
	_ group.People  = hall{}
)

func (t people) Standings(who party.AccountID, now time.Time) ([]party.Standing, error) {
	return standings(t.Tx, who, now)
}

func (t hall) Standings(who party.AccountID, now time.Time) ([]party.Standing, error) {
	return standings(t.Tx, who, now)
}

// Every face of an account with its membership; then, for those who are
// through, the circles they are in and the mandates they hold now.
const selectStandings = `SELECT f.id, f.grp, m.face IS NOT NULL, m.face IS NOT NULL AND NOT m.paused AND (m.trial IS NULL OR m.trial <= $2),
		CAST(0 AS BIGINT), CAST(0 AS BIGINT), '', CAST(NULL AS BIGINT)
	FROM face f LEFT JOIN member m ON m.face = f.id WHERE f.account=$1 AND f.account <> 0
	UNION ALL SELECT f.id, f.grp, TRUE, TRUE, c.id, 0, '', NULL
	FROM face f JOIN member m ON m.face = f.id JOIN circlemember cm ON cm.face = f.id JOIN circle c ON c.id = cm.circle
	WHERE f.account=$1 AND f.account <> 0 AND NOT m.paused AND (m.trial IS NULL OR m.trial <= $2)
		AND c.grp = m.grp AND (c.ends IS NULL OR c.ends > $2)
	UNION ALL SELECT f.id, f.grp, TRUE, TRUE, 0, d.id, d.scope, d.ends
	FROM face f JOIN member m ON m.face = f.id JOIN holder h ON h.face = f.id JOIN mandate d ON d.id = h.mandate
	WHERE f.account=$1 AND f.account <> 0 AND NOT m.paused AND (m.trial IS NULL OR m.trial <= $2)
		AND d.grp = m.grp AND h.part = 'holds' AND d.begins <= $2 AND d.ends > $2`

// standings is on the way of every signed-in page: one query for all of it.
func standings(tx *db.Tx, who party.AccountID, now time.Time) (all []party.Standing, err error) {
	at := map[party.FaceID]int{}
	err = tx.Each(selectStandings, db.Args(who, now), func(scan func(...any) error) error {
		var s party.Standing
		var c party.CircleID
		var m party.Mandate
		if err := scan(&s.Face, &s.Group, &s.In, &s.Through, &c, &m.ID, &m.Scope, db.Time{T: &m.Until}); err != nil {
			return err
		}
		i, there := at[s.Face]
		if !there {
			i = len(all)
			at[s.Face], all = i, append(all, s)
		}
		if c != 0 {
			all[i].Circles = append(all[i].Circles, c)
		}
		if m.ID != 0 {
			m.Group = s.Group
			all[i].Mandates = append(all[i].Mandates, m)
		}
		return nil
	})
	return all, err
}
