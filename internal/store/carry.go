package store

import (
	"time"

	"alongside/internal/call"
	"alongside/internal/carry"
	"alongside/internal/db"
	"alongside/internal/notice"
	"alongside/internal/party"
)

// porter is the transaction of the room of what is carried. What it needs of
// calls it takes from them.
type porter struct {
	*db.Tx
	calls spine
}

var _ carry.Tx = porter{}

// Carries is the door of what groups carry.
func (s *Store) Carries() Door[carry.Tx] {
	return Door[carry.Tx]{s.db, func(tx *db.Tx) carry.Tx { return porter{tx, spine{tx}} }}
}

func (t porter) Call(id call.ID) (call.Call, error) { return t.calls.Call(id) }

func (t porter) Source(id call.ID) (s carry.Source, err error) {
	s.Call = id
	_, err = t.Found("SELECT useby, changed FROM source WHERE call=$1", db.Args(id), db.Time{T: &s.UseBy}, db.Time{T: &s.Changed})
	return s, err
}

// SaveSource touches the call and every group that carries it: their pages
// show it.
func (t porter) SaveSource(s carry.Source) error {
	carriers, err := t.Carriers(s.Call)
	if err != nil {
		return err
	}
	for _, g := range carriers {
		t.Touch(int64(g))
	}
	t.Touch(int64(s.Call))
	_, err = t.Exec(`INSERT INTO source (call, useby, changed) VALUES ($1,$2,$3)
		ON CONFLICT (call) DO UPDATE SET useby=excluded.useby, changed=excluded.changed`, s.Call, s.UseBy, s.Changed)
	return err
}

func (t porter) Put(c carry.Carried) error {
	t.Touch(int64(c.Group))
	_, err := t.Exec(`INSERT INTO carried (grp, call, words, since, until) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (grp, call) DO UPDATE SET words=excluded.words, until=excluded.until`, c.Group, c.Call.ID, c.Words, c.Since, c.Until)
	return err
}

func (t porter) Drop(g party.GroupID, c call.ID) error {
	t.Touch(int64(g))
	_, err := t.Exec("DELETE FROM carried WHERE grp=$1 AND call=$2", g, c)
	return err
}

var selectCarried = `SELECT x.grp, x.words, x.since, x.until, x.call, s.useby, s.changed, coalesce(g.name, ''), coalesce(g.slug, ''), ` +
	callOf + ` FROM carried x JOIN call ON call.id = x.call
	LEFT JOIN source s ON s.call = x.call LEFT JOIN grp g ON g.id = call.grp AND g.bar = '' WHERE `

func scanCarried(c *carry.Carried) []any {
	return append([]any{&c.Group, &c.Words, db.Time{T: &c.Since}, db.Time{T: &c.Until}, &c.Source.Call, db.Time{T: &c.UseBy}, db.Time{T: &c.Changed},
		&c.From, &c.FromAt}, dests(&c.Call)...)
}

func (t porter) One(g party.GroupID, id call.ID) (c carry.Carried, found bool, err error) {
	found, err = t.Found(selectCarried+"x.grp=$1 AND x.call=$2", db.Args(g, id), scanCarried(&c)...)
	return c, found, err
}

func (t porter) By(g party.GroupID, most int) ([]carry.Carried, error) {
	return rows(t.Tx, scanCarried, selectCarried+"x.grp=$1 ORDER BY x.since DESC, x.call LIMIT $2", g, most)
}

func (t porter) Carriers(id call.ID) ([]party.GroupID, error) {
	return column[party.GroupID](t.Tx, "SELECT grp FROM carried WHERE call=$1 ORDER BY grp", id)
}

func (t porter) Awake(g party.GroupID) (bool, error) {
	found, err := t.calls.GroupOf(g)
	return found.Awake, err
}

func (t porter) HoldsNow(f party.FaceID, g party.GroupID, s party.Scope, now time.Time) (party.Mandate, bool, error) {
	return holdsNow(t.Tx, f, g, s, now)
}

func (t porter) Holders(g party.GroupID, s party.Scope, now time.Time) ([]party.FaceID, error) {
	return holders(t.Tx, g, s, now)
}

func (t porter) Tell(n notice.Notice) error { return t.calls.Tell(n) }
