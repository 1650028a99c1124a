package store

import (
	"fmt"
	"io"
	"iter"
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/move"
	"alongside/internal/party"
)

// carriage is the transaction of the room in which groups leave and come.
type carriage struct {
	hall
	calls spine
}

var _ move.Tx = carriage{}

// Move is the door of groups that leave and come.
func (s *Store) Move() Door[move.Tx] {
	return Door[move.Tx]{s.db, func(tx *db.Tx) move.Tx { return carriage{newHall(tx), spine{tx}} }}
}

func (t carriage) Cut(r move.Reach, into func(string) (io.Writer, error), tell move.Progress) (all []move.Table, err error) {
	saved, err := t.Excerpt(travels(r), into, db.Progress(tell))
	for _, s := range saved {
		one := move.Table{Name: s.Name, Rows: s.Rows, Digest: s.Digest}
		for _, c := range s.Columns {
			one.Columns = append(one.Columns, move.Column(c))
		}
		all = append(all, one)
	}
	return all, err
}

func (t carriage) Travels() (names []string) {
	for _, s := range travels(move.Reach{Whole: true}) {
		names = append(names, s.Table)
	}
	return names
}

func (t carriage) Plant(g party.GroupID, slug string, of move.Table, lines iter.Seq2[[]byte, error]) error {
	const op = "store.plant"
	from := db.Saved{Name: of.Name}
	for _, c := range of.Columns {
		from.Columns = append(from.Columns, db.Column(c))
	}
	for _, s := range travels(move.Reach{Group: g, Whole: true}) {
		if s.Table != of.Name {
			continue
		}
		var also map[string]any
		if s.Table == "grp" {
			also = map[string]any{"slug": slug}
		}
		switch err := t.Insert(s, from, also, lines); {
		case db.IsUnique(err): // not kept inside: an error that may pass is tried again
			return fault.New(op, fault.Taken, "")
		case db.IsOtherTables(err):
			return fault.New(op, fault.Stale, "")
		case db.IsDamaged(err):
			return fault.New(op, fault.Invalid, "")
		default:
			return err
		}
	}
	return fault.New(op, fault.Stale, "")
}

// Settle files the group's and its calls' words for search, and counts what is
// wanted again.
func (t carriage) Settle(g party.GroupID) error {
	found, _, err := t.Group(g)
	if err != nil {
		return err
	}
	if err := t.hall.file(found); err != nil {
		return err
	}
	t.Touch(int64(g))
	ids, err := column[call.ID](t.Tx, "SELECT id FROM call WHERE grp=$1", g)
	for _, c := range ids {
		if err != nil {
			return err
		}
		if err = t.calls.recount(c); err != nil {
			return err
		}
		if err = t.calls.settleKit(c); err != nil {
			return err
		}
		one, lost := t.calls.Call(c)
		if lost != nil {
			return lost
		}
		t.Touch(int64(c))
		err = t.calls.file(one)
	}
	return err
}

func (t carriage) Circles(r move.Reach) ([]move.Circle, error) {
	s := inCircles(r, "circle", "id")
	return rows(t.Tx, func(c *move.Circle) []any { return []any{&c.ID, &c.Name, &c.About} },
		"SELECT id, name, about FROM circle WHERE "+s.Where+" ORDER BY since, id", s.Args...)
}

func (t carriage) Calls(r move.Reach, after call.Call, most int) (all []call.Call, err error) {
	theirs, args := callsOf(r)
	n := len(args)
	err = t.Each(fmt.Sprintf("SELECT %s FROM call WHERE %s AND state <> 'hidden' AND (opened > $%d OR opened = $%d AND id > $%d) ORDER BY opened, id LIMIT $%d",
		callColumns, theirs, n+1, n+1, n+2, n+3), append(args, millisOf(after.Opened), after.ID, most),
		func(scan func(...any) error) error {
			var c call.Call
			err := scanCall(scan, &c)
			all = append(all, c)
			return err
		})
	return all, err
}

// millisOf is a moment to compare with, the beginning of time for none.
func millisOf(at time.Time) int64 {
	if at.IsZero() {
		return -1 << 62
	}
	return at.UnixMilli()
}

func (t carriage) Entries(g party.GroupID, after call.Entry, most int) ([]call.Entry, error) {
	return rows(t.Tx, func(e *call.Entry) []any {
		return []any{&e.ID, &e.Call, &e.Part, &e.Kind, &e.Side, &e.Title, &e.Area, &e.Group, &e.Audience, db.Time{T: &e.Asked}, db.Time{T: &e.Kept}, &e.Lesson, &e.Language}
	}, `SELECT id, call, part, kind, side, title, area, grp, audience, asked, kept, lesson, language FROM record
		WHERE grp = $1 AND `+inSight+` AND (kept > $2 OR kept = $2 AND id > $3) ORDER BY kept, id LIMIT $4`, g, millisOf(after.Kept), after.ID, most)
}

func (t carriage) Decided(g party.GroupID, after move.Decided, most int) ([]move.Decided, error) {
	return rows(t.Tx, func(d *move.Decided) []any {
		return []any{&d.ID, &d.Title, &d.Text, &d.Statement, &d.Tasks, db.Time{T: &d.Closed}}
	}, `SELECT o.decision, o.title, coalesce(d.body, ''), o.statement, o.tasks, o.closed FROM outcome o LEFT JOIN decision d ON d.id = o.decision
		WHERE o.grp = $1 AND (o.closed > $2 OR o.closed = $2 AND o.decision > $3) ORDER BY o.closed, o.decision LIMIT $4`,
		g, millisOf(after.Closed), after.ID, most)
}

func (t carriage) AddHomecoming(h move.Homecoming) error {
	_, err := t.Exec("INSERT INTO homecoming (face, grp, hash, until) VALUES ($1,$2,$3,$4)", h.Face, h.Group, h.Hash, h.Until)
	if db.IsUnique(err) {
		return fault.New("store.homecoming", fault.Taken, "")
	}
	return err
}

const selectHomecoming = "SELECT face, grp, hash, until FROM homecoming WHERE "

func scanHomecoming(h *move.Homecoming) []any {
	return []any{&h.Face, &h.Group, &h.Hash, db.Time{T: &h.Until}}
}

func (t carriage) HomecomingBy(hash []byte) (h move.Homecoming, found bool, err error) {
	found, err = t.Found(selectHomecoming+"hash=$1", db.Args(hash), scanHomecoming(&h)...)
	return h, found, err
}

// Wear lets the database decide who of two comes in.
func (t carriage) Wear(f party.FaceID, who party.AccountID) (bool, error) {
	n, err := t.Exec("UPDATE face SET account=$2 WHERE id=$1 AND account=0 AND id IN (SELECT face FROM homecoming)", f, who)
	return n > 0, err
}

func (t carriage) DropHomecoming(f party.FaceID) error {
	_, err := t.Exec("DELETE FROM homecoming WHERE face=$1", f)
	return err
}

func (t carriage) HomecomingsOver(now time.Time, most int) ([]move.Homecoming, error) {
	return rows(t.Tx, scanHomecoming, selectHomecoming+"until <= $1 ORDER BY until LIMIT $2", now, most)
}

const selectHome = "SELECT grp, home, face, since, until FROM moved WHERE "

func (t carriage) Home(g party.GroupID) (move.Home, bool, error) { return t.home("grp=$1", g) }

func (t carriage) HomeOfCall(c call.ID) (move.Home, bool, error) {
	return t.home(`grp = (SELECT grp FROM call WHERE id=$1 AND grp <> 0 AND (author_kind = 'group'
		OR author_kind = 'face' AND author IN (SELECT id FROM face WHERE face.grp = call.grp)))`, c)
}

func (t carriage) home(where string, arg any) (h move.Home, found bool, err error) {
	found, err = t.Found(selectHome+where, db.Args(arg), &h.Group, &h.At, &h.Face, db.Time{T: &h.Since}, db.Time{T: &h.Until})
	return h, found, err
}

func (t carriage) SetHome(h move.Home) error {
	_, err := t.Exec(`INSERT INTO moved (grp, home, face, since, until) VALUES ($1,$2,$3,$4,$5)
		ON CONFLICT (grp) DO UPDATE SET home=excluded.home, face=excluded.face, since=excluded.since, until=excluded.until`,
		h.Group, h.At, h.Face, h.Since, h.Until)
	return t.touchAll(h.Group, err)
}

func (t carriage) DropHome(g party.GroupID) error {
	_, err := t.Exec("DELETE FROM moved WHERE grp=$1", g)
	return t.touchAll(g, err)
}

// touchAll makes the pages of a group and of all its calls anew.
func (t carriage) touchAll(g party.GroupID, err error) error {
	if err != nil {
		return err
	}
	t.Touch(int64(g))
	ids, err := column[int64](t.Tx, "SELECT id FROM call WHERE grp=$1", g)
	for _, c := range ids {
		t.Touch(c)
	}
	return err
}

func (t carriage) SweepHomes(now time.Time) error {
	over, err := column[party.GroupID](t.Tx, "SELECT grp FROM moved WHERE until <= $1", now)
	for _, g := range over {
		if err == nil {
			err = t.DropHome(g)
		}
	}
	return err
}
