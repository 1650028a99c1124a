package store

import (
	"time"

	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/repair"
)

const removalColumns = "id, grp, face, account, name, broke, edition, decision, made, until, appealed, appeal, mended"

func scanRemoval(r *repair.Removal) []any {
	return []any{&r.ID, &r.Group, &r.Face, &r.Account, &r.Name, &r.Broke, &r.Edition, &r.Decision,
		db.Time{T: &r.Made}, db.Time{T: &r.Until}, db.Time{T: &r.Appealed}, &r.Appeal, &r.Mended}
}

func (t talk) SaveRemoval(r repair.Removal) error {
	_, err := t.Exec("INSERT INTO removal ("+removalColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)
		ON CONFLICT (id) DO UPDATE SET until=excluded.until, appealed=excluded.appealed, appeal=excluded.appeal, mended=excluded.mended`,
		r.ID, r.Group, r.Face, r.Account, r.Name, r.Broke, r.Edition, r.Decision, r.Made, r.Until, r.Appealed, r.Appeal, r.Mended)
	return err
}

func (t talk) Removal(id repair.RemovalID) (r repair.Removal, found bool, err error) {
	found, err = t.Found("SELECT "+removalColumns+" FROM removal WHERE id=$1", db.Args(id), scanRemoval(&r)...)
	return r, found, err
}

func (t talk) RemovedFrom(g party.GroupID, who party.AccountID) (r repair.Removal, found bool, err error) {
	found, err = t.Found("SELECT "+removalColumns+" FROM removal WHERE grp=$1 AND account=$2 AND account <> 0 ORDER BY made DESC, id DESC LIMIT 1",
		db.Args(g, who), scanRemoval(&r)...)
	return r, found, err
}

func (t talk) Removals(g party.GroupID) ([]repair.Removal, error) {
	return rows(t.Tx, scanRemoval, "SELECT "+removalColumns+" FROM removal WHERE grp=$1 ORDER BY made DESC, id", g)
}

func (t talk) EraseRemovals(now time.Time) error {
	_, err := t.Exec("DELETE FROM removal WHERE until <= $1", now)
	return err
}

func (t talk) PutBack(f party.Face, since time.Time) error {
	if err := t.PutFace(f); err != nil {
		return err
	}
	return t.AddMember(group.Member{Face: f.ID, Group: f.Group, Since: since})
}

// Owner leads from a face to its account. No page asks it.
func (t talk) Owner(id party.FaceID) (f party.Face, found bool, err error) {
	found, err = t.Found("SELECT id, account, grp, name FROM face WHERE id=$1 AND account <> 0", db.Args(id), &f.ID, &f.Account, &f.Group, &f.Name)
	return f, found, err
}

func (t talk) Trusted(g party.GroupID, now time.Time) ([]party.FaceID, error) {
	return column[party.FaceID](t.Tx, "SELECT face FROM member WHERE grp=$1 AND NOT paused AND (trial IS NULL OR trial <= $2) ORDER BY face", g, now)
}
