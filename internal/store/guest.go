package store

import (
	"alongside/internal/db"
	"alongside/internal/notice"
	"alongside/internal/party"
)

func (t spine) AddGuest(g party.Guest) error {
	_, err := t.Exec("INSERT INTO guest (id, name, language, link, code, until) VALUES ($1,$2,$3,$4,$5,$6)",
		g.ID, g.Name, g.Language, g.Link, g.Code, g.Until)
	return err
}

func (t spine) Guest(id party.GuestID) (party.Guest, error)  { return t.guest("id=$1", id) }
func (t spine) GuestByLink(hash []byte) (party.Guest, error) { return t.guest("link=$1", hash) }
func (t spine) GuestByCode(hash []byte) (party.Guest, error) { return t.guest("code=$1", hash) }

func (t spine) guest(where string, arg any) (g party.Guest, err error) {
	return g, t.Row("SELECT id, name, language, link, code, until FROM guest WHERE "+where, db.Args(arg),
		&g.ID, &g.Name, &g.Language, &g.Link, &g.Code, db.Time{T: &g.Until})
}

func (t spine) SaveGuest(g party.Guest) error {
	_, err := t.Exec("UPDATE guest SET name=$2, language=$3, until=$4 WHERE id=$1", g.ID, g.Name, g.Language, g.Until)
	return err
}

func (t spine) EraseGuest(id party.GuestID) error {
	if _, err := t.Exec("DELETE FROM notice WHERE party=$1 AND party_kind='guest'", id); err != nil {
		return err
	}
	if err := eraseTold(t.Tx, notice.Owner{Guest: id}); err != nil {
		return err
	}
	t.Erased()
	if _, err := t.Exec("DELETE FROM ownfeed WHERE owner=$1 AND owner_kind='guest'", id); err != nil {
		return err
	}
	if _, err := t.Exec("DELETE FROM habit WHERE party=$1 AND party_kind='guest'", id); err != nil {
		return err
	}
	_, err := t.Exec("DELETE FROM guest WHERE id=$1", id)
	return err
}

func (t spine) Adopt(from, to party.Ref) error {
	calls, err := t.CallsBy(from)
	if err != nil {
		return err
	}
	for _, c := range calls {
		t.Touch(int64(c))
	}
	for _, q := range []string{
		"UPDATE call SET author_kind=$3, author=$4, version=version+1 WHERE author_kind=$1 AND author=$2",
		"UPDATE commitment SET party_kind=$3, party=$4 WHERE party_kind=$1 AND party=$2",
		"DELETE FROM habit WHERE party_kind=$1 AND party=$2 AND call IN (SELECT call FROM habit WHERE party_kind=$3 AND party=$4)",
		"UPDATE habit SET party_kind=$3, party=$4 WHERE party_kind=$1 AND party=$2",
		"UPDATE notice SET party_kind=$3, party=$4 WHERE party_kind=$1 AND party=$2",
	} {
		if _, err := t.Exec(q, from.Kind, from.ID, to.Kind, to.ID); err != nil {
			return err
		}
	}
	return nil
}
