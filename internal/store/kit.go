package store

import (
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/kit"
	"alongside/internal/party"
)

// messenger is the transaction of the room of message kits. What it needs of
// calls and of what is carried it takes from them.
type messenger struct {
	*db.Tx
	calls spine
}

var _ kit.Tx = messenger{}

// Kits is the door of message kits.
func (s *Store) Kits() Door[kit.Tx] {
	return Door[kit.Tx]{s.db, func(tx *db.Tx) kit.Tx { return messenger{tx, spine{tx}} }}
}

func (t messenger) base() *db.Tx { return t.Tx }

func (t messenger) Call(id call.ID) (call.Call, error) { return t.calls.Call(id) }

func (t messenger) UseBy(id call.ID) (time.Time, error) {
	s, err := porter(t).Source(id)
	return s.UseBy, err
}

func (t messenger) HoldsNow(f party.FaceID, g party.GroupID, s party.Scope, now time.Time) (party.Mandate, bool, error) {
	return holdsNow(t.Tx, f, g, s, now)
}

const kitColumns = "call, slug, avoid, contact, picture, changed, what"

func scanKit(k *kit.Kit) []any {
	return []any{&k.Call, &k.Slug, &k.Avoid, &k.Contact, &k.Picture, db.Time{T: &k.Changed}, &k.What}
}

func (t messenger) Kit(id call.ID) (k kit.Kit, there bool, err error) {
	there, err = t.Found("SELECT "+kitColumns+" FROM kit WHERE call=$1", db.Args(id), scanKit(&k)...)
	return k, there, err
}

func (t messenger) KitAt(slug string) (k kit.Kit, there bool, err error) {
	there, err = t.Found("SELECT "+kitColumns+" FROM kit WHERE slug=$1", db.Args(slug), scanKit(&k)...)
	return k, there, err
}

func (t messenger) SaveKit(k kit.Kit) error {
	t.Touch(int64(k.Call))
	_, err := t.Exec("INSERT INTO kit ("+kitColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7)
		ON CONFLICT (call) DO UPDATE SET avoid=excluded.avoid, contact=excluded.contact, picture=excluded.picture, changed=excluded.changed, what=excluded.what`,
		k.Call, k.Slug, k.Avoid, k.Contact, k.Picture, k.Changed, k.What)
	return err
}

func (t messenger) Renderings(id call.ID) ([]kit.Rendering, error) {
	return rows(t.Tx, func(r *kit.Rendering) []any {
		return []any{&r.Call, &r.Channel, &r.Language, &r.Words, db.Time{T: &r.Changed}}
	}, "SELECT call, channel, language, words, changed FROM rendering WHERE call=$1 ORDER BY language, channel", id)
}

func (t messenger) SaveRendering(r kit.Rendering) error {
	_, err := t.Exec(`INSERT INTO rendering (call, channel, language, words, changed) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (call, channel, language) DO UPDATE SET words=excluded.words, changed=excluded.changed`, r.Call, r.Channel, r.Language, r.Words, r.Changed)
	return err
}

func (t messenger) DropRendering(id call.ID, c kit.Channel, language string) error {
	_, err := t.Exec("DELETE FROM rendering WHERE call=$1 AND channel=$2 AND language=$3", id, c, language)
	return err
}
