package store

import (
	"alongside/internal/account"
	"alongside/internal/db"
	"alongside/internal/notice"
	"alongside/internal/party"
)

// people is the transaction of the accounts' room.
type people struct{ *db.Tx }

var _ account.Tx = people{}

// Accounts is the door of those who come back.
func (s *Store) Accounts() Door[account.Tx] {
	return Door[account.Tx]{s.db, func(tx *db.Tx) account.Tx { return people{tx} }}
}

func (t people) PutAccount(a account.Account) error {
	_, err := t.Exec(`INSERT INTO account (id, language) VALUES ($1,$2)
		ON CONFLICT (id) DO UPDATE SET language = excluded.language`, a.ID, a.Language)
	return err
}

// DeleteAccount also ends memberships: a face whose account is gone is a
// member of nothing.
func (t people) DeleteAccount(who party.AccountID) error {
	for _, q := range deleteAccount {
		if _, err := t.Exec(q, who); err != nil {
			return err
		}
	}
	t.Erased()
	return eraseTold(t.Tx, notice.Owner{Account: who})
}

var deleteAccount = []string{
	"DELETE FROM keyhole WHERE account=$1",
	"DELETE FROM session WHERE account=$1",
	"DELETE FROM ceremony WHERE account=$1 AND account <> 0",
	"DELETE FROM member WHERE face IN (SELECT id FROM face WHERE account=$1)",
	"DELETE FROM habit WHERE party_kind='face' AND party IN (SELECT id FROM face WHERE account=$1)",
	"UPDATE face SET account=0, name='' WHERE account=$1",
	"UPDATE host SET account=0 WHERE account=$1",
	"DELETE FROM block WHERE account=$1",
	"DELETE FROM removal WHERE account=$1 AND account <> 0",
	"DELETE FROM ownfeed WHERE owner=$1 AND owner_kind='account'",
	"DELETE FROM account WHERE id=$1",
}

func (t people) Salt(fresh []byte) (kept []byte, err error) {
	if found, err := t.Found("SELECT value FROM secret WHERE name='salt'", nil, &kept); err != nil || found {
		return kept, err
	}
	if _, err := t.Exec("INSERT INTO secret (name, value) VALUES ('salt', $1) ON CONFLICT (name) DO NOTHING", fresh); err != nil {
		return nil, err
	}
	err = t.Row("SELECT value FROM secret WHERE name='salt'", nil, &kept)
	return kept, err
}

func (t people) SweepAccess(e account.Expiry) error {
	if _, err := t.Exec("DELETE FROM ceremony WHERE until <= $1", e.Ceremonies); err != nil {
		return err
	}
	if _, err := t.Exec("DELETE FROM session WHERE seen < $1 OR begun < $2", e.Seen, e.Begun); err != nil {
		return err
	}
	_, err := t.Exec("UPDATE session SET proved=NULL WHERE proved < $1", e.Proved)
	return err
}

const keyholeColumns = "id, account, kind, lookup, passkey, label, made"

func scanKeyhole(k *account.Keyhole) []any {
	return []any{&k.ID, &k.Account, &k.Kind, &k.Lookup, &k.Passkey, &k.Label, db.Time{T: &k.Made}}
}

func (t people) PutKeyhole(k account.Keyhole) error {
	_, err := t.Exec("INSERT INTO keyhole ("+keyholeColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7)
		ON CONFLICT (id) DO UPDATE SET account=excluded.account, kind=excluded.kind, lookup=excluded.lookup,
		passkey=excluded.passkey, label=excluded.label, made=excluded.made`,
		k.ID, k.Account, k.Kind, k.Lookup, k.Passkey, k.Label, k.Made)
	return err
}

func (t people) KeyholeBy(lookup []byte) (k account.Keyhole, found bool, err error) {
	found, err = t.Found("SELECT "+keyholeColumns+" FROM keyhole WHERE lookup=$1", db.Args(lookup), scanKeyhole(&k)...)
	return k, found, err
}

func (t people) KeyholesOf(who party.AccountID) ([]account.Keyhole, error) {
	return rows(t.Tx, scanKeyhole, "SELECT "+keyholeColumns+" FROM keyhole WHERE account=$1", who)
}

func (t people) DeleteKeyhole(k account.KeyholeID) error {
	_, err := t.Exec("DELETE FROM keyhole WHERE id=$1", k)
	return err
}

func (t people) PutCeremony(c account.Ceremony) error {
	_, err := t.Exec(`INSERT INTO ceremony (hash, account, state, until) VALUES ($1,$2,$3,$4)
		ON CONFLICT (hash) DO UPDATE SET account=excluded.account, state=excluded.state, until=excluded.until`,
		c.Hash, c.Account, c.State, c.Until)
	return err
}

func (t people) TakeCeremony(hash []byte) (c account.Ceremony, found bool, err error) {
	found, err = t.Found("DELETE FROM ceremony WHERE hash=$1 RETURNING hash, account, state, until", db.Args(hash),
		&c.Hash, &c.Account, &c.State, db.Time{T: &c.Until})
	return c, found, err
}

const sessionColumns = "session.id, session.account, session.hash, session.label, session.device, session.begun, session.seen, session.proved"

func scanSession(s *account.Session) []any {
	return []any{&s.ID, &s.Account, &s.Hash, &s.Label, &s.Device,
		db.Time{T: &s.Begun}, db.Time{T: &s.Seen}, db.Time{T: &s.Proved}}
}

func (t people) PutSession(s account.Session) error {
	_, err := t.Exec(`INSERT INTO session (id, account, hash, label, device, begun, seen, proved) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)
		ON CONFLICT (id) DO UPDATE SET account=excluded.account, hash=excluded.hash, label=excluded.label,
		device=excluded.device, begun=excluded.begun, seen=excluded.seen, proved=excluded.proved`,
		s.ID, s.Account, s.Hash, s.Label, s.Device, s.Begun, s.Seen, s.Proved)
	return err
}

// SessionBy is on the way of every signed-in page: one look-up and one join,
// both by unique keys.
func (t people) SessionBy(hash []byte) (s account.Session, found bool, err error) {
	found, err = t.Found("SELECT "+sessionColumns+`, account.language FROM session JOIN account ON account.id = session.account
		WHERE session.hash=$1`, db.Args(hash), append(scanSession(&s), &s.Language)...)
	return s, found, err
}

func (t people) SessionsOf(who party.AccountID) ([]account.Session, error) {
	return rows(t.Tx, scanSession, "SELECT "+sessionColumns+" FROM session WHERE account=$1", who)
}

func (t people) DeleteSession(s account.SessionID) error {
	_, err := t.Exec("DELETE FROM session WHERE id=$1", s)
	return err
}

const faceColumns = "id, account, grp, name"

func scanFace(f *party.Face) []any { return []any{&f.ID, &f.Account, &f.Group, &f.Name} }

// faces serve both the accounts' and the groups' room.
type faces struct{ *db.Tx }

func (t people) PutFace(f party.Face) error { return faces(t).PutFace(f) }
func (t people) FaceIn(who party.AccountID, g party.GroupID) (party.Face, bool, error) {
	return faces(t).FaceIn(who, g)
}

func (t faces) PutFace(f party.Face) error {
	_, err := t.Exec(`INSERT INTO face (id, account, grp, name) VALUES ($1,$2,$3,$4)
		ON CONFLICT (id) DO UPDATE SET account=excluded.account, grp=excluded.grp, name=excluded.name`,
		f.ID, f.Account, f.Group, f.Name)
	return err
}

func (t faces) FaceIn(who party.AccountID, g party.GroupID) (f party.Face, found bool, err error) {
	if who == 0 {
		return f, false, nil // those who left are nobody's face
	}
	found, err = t.Found("SELECT "+faceColumns+" FROM face WHERE account=$1 AND grp=$2 AND account <> 0", db.Args(who, g), scanFace(&f)...)
	return f, found, err
}

func (t people) FaceBy(id party.FaceID) (f party.Face, found bool, err error) {
	found, err = t.Found("SELECT "+faceColumns+" FROM face WHERE id=$1", db.Args(id), scanFace(&f)...)
	return f, found, err
}

func (t people) FacesOf(who party.AccountID) ([]party.Face, error) {
	return rows(t.Tx, scanFace, "SELECT "+faceColumns+" FROM face WHERE account=$1 AND account <> 0", who)
}

// PutHost touches: a board that has just got its host must not show the
// set-up page from memory.
func (t people) PutHost(m account.HostMandate) error {
	t.Touch(int64(m.ID))
	_, err := t.Exec(`INSERT INTO host (id, account, begins, ends) VALUES ($1,$2,$3,$4)
		ON CONFLICT (id) DO UPDATE SET account=excluded.account, begins=excluded.begins, ends=excluded.ends`,
		m.ID, m.Account, m.From, m.Until)
	return err
}

func (t people) HostMandates() ([]account.HostMandate, error) {
	return rows(t.Tx, func(m *account.HostMandate) []any {
		return []any{&m.ID, &m.Account, db.Time{T: &m.From}, db.Time{T: &m.Until}}
	}, "SELECT id, account, begins, ends FROM host")
}

func (t people) PutAbout(a account.About) error {
	for name, value := range map[string]string{"name": a.Name, "area": a.Area} {
		if _, err := t.Exec(`INSERT INTO setting (name, value) VALUES ($1,$2)
			ON CONFLICT (name) DO UPDATE SET value=excluded.value`, name, value); err != nil {
			return err
		}
	}
	return nil
}

func (t people) About() (a account.About, err error) {
	if _, err = t.Found("SELECT value FROM setting WHERE name='name'", nil, &a.Name); err == nil {
		_, err = t.Found("SELECT value FROM setting WHERE name='area'", nil, &a.Area)
	}
	return a, err
}
