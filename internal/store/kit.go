package store

import (
	"strings"
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/kit"
	"alongside/internal/party"
	"alongside/internal/text"
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

func (t messenger) WasKit(slug string) (bool, error) {
	var one int
	return t.Found("SELECT 1 FROM kit_gone WHERE slug=$1", db.Args(text.Hash(slug)), &one)
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
		return []any{&r.Call, &r.Channel, &r.Length, &r.Language, &r.Words, db.Time{T: &r.Changed}}
	}, "SELECT call, channel, length, language, words, changed FROM rendering WHERE call=$1 ORDER BY language, channel, length", id)
}

func (t messenger) SaveRendering(r kit.Rendering) error {
	_, err := t.Exec(`INSERT INTO rendering (call, channel, length, language, words, changed) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (call, channel, length, language) DO UPDATE SET words=excluded.words, changed=excluded.changed`,
		r.Call, r.Channel, r.Length, r.Language, r.Words, r.Changed)
	return err
}

func (t messenger) DropRendering(r kit.Rendering) error {
	_, err := t.Exec("DELETE FROM rendering WHERE call=$1 AND channel=$2 AND length=$3 AND language=$4", r.Call, r.Channel, r.Length, r.Language)
	return err
}

// buryKit erases a call's kit and keeps the hash of its address, so that an old
// poster leads to no other call.
func (t spine) buryKit(id call.ID) error {
	k, there, err := messenger{t.Tx, t}.Kit(id)
	if err != nil || !there {
		return err
	}
	if _, err := t.Exec("INSERT INTO kit_gone (slug) VALUES ($1) ON CONFLICT (slug) DO NOTHING", text.Hash(k.Slug)); err != nil {
		return err
	}
	_, err = t.Exec("DELETE FROM kit WHERE call=$1", id)
	return err
}

// A kit's address travels with a mark and its call, so that it is in nobody's
// way where it arrives: another kit there may have the same one.
const (
	slugTravels = "CASE WHEN slug LIKE '~%' THEN slug ELSE '~' || slug || '~' || CAST(call AS TEXT) END"
	slugMark    = "~"
)

// settleKit gives a kit that has arrived its address back, or its call's id
// where that is taken, or is none.
func (t spine) settleKit(id call.ID) error {
	m := messenger{t.Tx, t}
	k, there, err := m.Kit(id)
	if err != nil || !there || !strings.HasPrefix(k.Slug, slugMark) {
		return err
	}
	slug, _, _ := strings.Cut(strings.TrimPrefix(k.Slug, slugMark), slugMark)
	_, taken, err := m.KitAt(slug)
	if err == nil && !taken {
		taken, err = m.WasKit(slug)
	}
	if err != nil {
		return err
	}
	if taken || group.Slug(slug) != slug || slug == "" {
		slug = id.String()
	}
	_, err = t.Exec("UPDATE kit SET slug=$2 WHERE call=$1", id, slug)
	return err
}
