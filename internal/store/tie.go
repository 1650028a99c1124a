package store

import (
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/tie"
)

// knot is the transaction of the ties' room.
type knot struct{ *db.Tx }

var _ tie.Tx = knot{}

// Ties are the ties' door.
func (s *Store) Ties() Door[tie.Tx] {
	return Door[tie.Tx]{s.db, func(tx *db.Tx) tie.Tx { return knot{tx} }}
}

func (t knot) Group(g party.GroupID) (tie.Group, bool, error)   { return t.group("id=$1", g) }
func (t knot) GroupBySlug(slug string) (tie.Group, bool, error) { return t.group("slug=$1", slug) }
func (t knot) group(where string, arg any) (g tie.Group, found bool, err error) {
	found, err = t.Found("SELECT id, name, slug, bar = '' AND status IN ('forming','active','resting') FROM grp WHERE "+where,
		db.Args(arg), &g.ID, &g.Name, &g.Slug, &g.Here)
	return g, found, err
}

const tieColumns = "id, a, b, share, differ, since, ended"

func scanTie(t *tie.Tie) []any {
	return []any{&t.ID, &t.A, &t.B, &t.Share, &t.Differ, db.Time{T: &t.Since}, db.Time{T: &t.Ended}}
}

func (t knot) Tie(id tie.ID) (found tie.Tie, there bool, err error) {
	there, err = t.Found("SELECT "+tieColumns+" FROM tie WHERE id=$1", db.Args(id), scanTie(&found)...)
	return found, there, err
}

func (t knot) Between(a, b party.GroupID) (found tie.Tie, there bool, err error) {
	there, err = t.Found("SELECT "+tieColumns+" FROM tie WHERE a=$1 AND b=$2", db.Args(min(a, b), max(a, b)), scanTie(&found)...)
	return found, there, err
}

func (t knot) TiesOf(g party.GroupID) ([]tie.Tie, error) {
	return rows(t.Tx, scanTie, "SELECT "+tieColumns+` FROM tie WHERE a=$1 OR b=$1
		ORDER BY CASE WHEN since IS NULL THEN 1 ELSE 0 END, since DESC, id`, g)
}

// SaveTie touches both groups: their pages say whom they stand with.
func (t knot) SaveTie(s tie.Tie) error {
	t.Touch(int64(s.A))
	t.Touch(int64(s.B))
	_, err := t.Exec("INSERT INTO tie ("+tieColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7)
		ON CONFLICT (id) DO UPDATE SET share=excluded.share, differ=excluded.differ, since=excluded.since, ended=excluded.ended`,
		s.ID, s.A, s.B, s.Share, s.Differ, s.Since, s.Ended)
	return err
}

func (t knot) Yeses(id tie.ID) ([]tie.Yes, error) {
	return rows(t.Tx, func(y *tie.Yes) []any {
		return []any{&y.Tie, &y.Group, &y.Share, &y.Differ, db.Time{T: &y.At}}
	}, "SELECT tie, grp, share, differ, at FROM tieyes WHERE tie=$1 ORDER BY at, grp", id)
}

func (t knot) SaveYes(y tie.Yes) error {
	_, err := t.Exec(`INSERT INTO tieyes (tie, grp, share, differ, at) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (tie, grp) DO UPDATE SET share=excluded.share, differ=excluded.differ, at=excluded.at`,
		y.Tie, y.Group, y.Share, y.Differ, y.At)
	return err
}

func (t knot) DropYeses(id tie.ID) error {
	_, err := t.Exec("DELETE FROM tieyes WHERE tie=$1", id)
	return err
}

func (t knot) Remember(m call.CommitmentID, what tie.Memory) error {
	_, err := t.Exec("INSERT INTO tiememory (commitment, a, b, title, asked, kept) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT DO NOTHING",
		m, what.For, what.By, what.Title, what.Asked, what.Kept)
	return err
}

func (t knot) Memories(a, b party.GroupID, most int) ([]tie.Memory, error) {
	return rows(t.Tx, func(m *tie.Memory) []any {
		return []any{&m.For, &m.By, &m.Title, db.Time{T: &m.Asked}, db.Time{T: &m.Kept}}
	}, `SELECT a, b, title, asked, kept FROM tiememory WHERE (a=$1 AND b=$2) OR (a=$2 AND b=$1)
		ORDER BY kept DESC, commitment LIMIT $3`, a, b, most)
}

func (t knot) TellMembers(g party.GroupID, but party.FaceID, n notice.Notice) error {
	return tellMembers(t.Tx, g, but, n)
}
