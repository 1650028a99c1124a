package store

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/sheet"
)

// desk is the transaction of the sheets' room.
type desk struct{ spine }

var _ sheet.Tx = desk{}

// Sheets is the sheets' door.
func (s *Store) Sheets() Door[sheet.Tx] {
	return Door[sheet.Tx]{s.db, func(tx *db.Tx) sheet.Tx { return desk{spine{tx}} }}
}

const bundleColumns = "id, grp, sort, name, language, state, why, started, beat, finished, done, total, head, report"

// asJSON keeps a value that is only ever read whole.
type asJSON struct{ v any }

func (j asJSON) Scan(v any) error {
	switch s := v.(type) {
	case string:
		return json.Unmarshal([]byte(s), j.v)
	case []byte:
		return json.Unmarshal(s, j.v)
	}
	return fmt.Errorf("store: %T is no text", v)
}

func toJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain structs
	}
	return string(b)
}

func scanBundle(b *sheet.Bundle) []any {
	return []any{&b.ID, &b.Group, &b.As, &b.Name, &b.Language, &b.State, &b.Why, db.Time{T: &b.Started}, db.Time{T: &b.Beat},
		db.Time{T: &b.Finished}, &b.Done, &b.Total, asJSON{&b.Columns}, asJSON{&b.Report}}
}

// numbers is a report without its rows, which stand in their own table.
func numbers(r sheet.Report) string {
	r.LeftOutRows, r.TwinRows = nil, nil
	return toJSON(r)
}

func (t desk) AddBundle(b sheet.Bundle) error {
	_, err := t.Exec("INSERT INTO bundle ("+bundleColumns+") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)",
		b.ID, b.Group, b.As, b.Name, b.Language, b.State, b.Why, b.Started, b.Beat, b.Finished, b.Done, b.Total,
		toJSON(b.Columns), numbers(b.Report))
	return err
}

func (t desk) Bundle(id sheet.BundleID) (b sheet.Bundle, found bool, err error) {
	found, err = t.Found("SELECT "+bundleColumns+" FROM bundle WHERE id=$1", db.Args(id), scanBundle(&b)...)
	return b, found, err
}

func (t desk) SaveBundle(b sheet.Bundle) error {
	_, err := t.Exec("UPDATE bundle SET name=$2, state=$3, why=$4, beat=$5, finished=$6, done=$7, report=$8 WHERE id=$1",
		b.ID, b.Name, b.State, b.Why, b.Beat, b.Finished, b.Done, numbers(b.Report))
	return err
}

func (t desk) Bundles(g party.GroupID, most int) ([]sheet.Bundle, error) {
	return rows(t.Tx, scanBundle, "SELECT "+bundleColumns+" FROM bundle WHERE grp=$1 ORDER BY started DESC, id LIMIT $2", g, most)
}

func (t desk) Beat(b sheet.BundleID, now time.Time, done int64) (bool, error) {
	n, err := t.Exec("UPDATE bundle SET beat=$2, done=$3 WHERE id=$1 AND state='staging'", b, now, done)
	return n == 1, err
}

func (t desk) Silent(since time.Time) ([]sheet.Bundle, error) {
	return rows(t.Tx, scanBundle, "SELECT "+bundleColumns+" FROM bundle WHERE state='staging' AND beat <= $1", since)
}

func (t desk) AddLeftOut(b sheet.BundleID, out []sheet.OutRow, twins []sheet.TwinRow) error {
	add := func(n int, outcome, say, column, args string) error {
		_, err := t.Exec("INSERT INTO leftout (bundle, n, outcome, say, col, args) VALUES ($1,$2,$3,$4,$5,$6)", b, n, outcome, say, column, args)
		return err
	}
	for _, o := range out {
		if err := add(o.Row, string(sheet.LeftOut), o.Say, o.Column, toJSON(o.Args)); err != nil {
			return err
		}
	}
	for _, w := range twins {
		if w.Kept {
			continue
		}
		if err := add(w.Row, string(sheet.ATwin), string(w.How), "", toJSON(w.Of)); err != nil {
			return err
		}
	}
	return nil
}

func (t desk) LeftOut(b *sheet.Bundle, most int) error {
	return t.Each("SELECT n, outcome, say, col, args FROM leftout WHERE bundle=$1 ORDER BY n LIMIT $2", db.Args(b.ID, most),
		func(scan func(...any) error) error {
			var n int
			var outcome, say, column, args string
			if err := scan(&n, &outcome, &say, &column, &args); err != nil {
				return err
			}
			if sheet.Outcome(outcome) == sheet.ATwin {
				w := sheet.TwinRow{Row: n, How: sheet.How(say)}
				b.Report.TwinRows = append(b.Report.TwinRows, w)
				return json.Unmarshal([]byte(args), &b.Report.TwinRows[len(b.Report.TwinRows)-1].Of)
			}
			o := sheet.OutRow{Row: n, Say: say, Column: column}
			err := json.Unmarshal([]byte(args), &o.Args)
			b.Report.LeftOutRows = append(b.Report.LeftOutRows, o)
			return err
		})
}

// keysAtOnce is how many keys one question asks for.
const keysAtOnce = 64

// standingQuery finds lines by their hashes.
var standingQuery = func() string {
	marks := make([]string, keysAtOnce)
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	return `SELECT mark.hash, mark.thing, line.own, line.seal, coalesce(call.title, grp.name, '')
		FROM mark JOIN line ON line.thing = mark.thing JOIN bundle ON bundle.id = line.bundle
		LEFT JOIN call ON call.id = mark.thing LEFT JOIN grp ON grp.id = mark.thing
		WHERE mark.hash IN (` + strings.Join(marks, ",") + `) AND bundle.state IN ('shown','undone')
		AND coalesce(call.state, grp.status, 'staged') <> 'staged'`
}()

func (t desk) Standing(keys []sheet.Key) (map[sheet.Key]sheet.Here, error) {
	var one int
	if some, err := t.Found("SELECT 1 FROM bundle WHERE state IN ('shown','undone') LIMIT 1", nil, &one); err != nil || !some {
		return nil, err // nothing ever came with a sheet
	}
	short := make(map[int64]sheet.Key, len(keys))
	for _, k := range keys {
		short[k.Short()] = k
	}
	found := map[sheet.Key]sheet.Here{}
	for len(keys) > 0 {
		some := keys[:min(len(keys), keysAtOnce)]
		keys = keys[len(some):]
		args := make([]any, keysAtOnce)
		for i := range args {
			args[i] = some[min(i, len(some)-1)].Short()
		}
		if err := t.standing(args, short, found); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// standing prefers the thing whose own key it is to one that only looks alike.
func (t desk) standing(args []any, short map[int64]sheet.Key, found map[sheet.Key]sheet.Here) error {
	return t.Each(standingQuery, args, func(scan func(...any) error) error {
		var hash, own int64
		var thing call.ID
		var seal []byte
		var h sheet.Here
		if err := scan(&hash, &thing, &own, &seal, &h.Title); err != nil {
			return err
		}
		h.ID = thing.String()
		copy(h.Seal[:], seal)
		k := short[hash]
		if _, there := found[k]; !there || hash == own {
			found[k] = h
		}
		return nil
	})
}

func (t desk) AddEntries(all []sheet.Entry) error {
	for _, e := range all {
		if e.Group == nil {
			if err := t.addCall(e.Call, e.Parts); err != nil {
				return err
			}
		}
		if e.Detail.Reach != "" || e.Detail.Spot != "" {
			if err := t.SetDetail(e.Detail); err != nil {
				return err
			}
		}
		if err := t.addLine(e.Memory); err != nil {
			return err
		}
	}
	return nil
}

func (t desk) addLine(m sheet.Memory) error {
	_, err := t.Exec("INSERT INTO line (thing, bundle, n, own, look, page, who, seal, cells) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)",
		m.Thing, m.Bundle, m.Row, m.Own, m.Look, m.Page, m.Who, m.Seal, m.Cells)
	return err
}

func (t desk) Remember(m sheet.Memory) error {
	for _, q := range []string{eraseMarks, "DELETE FROM line WHERE thing=$1"} {
		if _, err := t.Exec(q, m.Thing); err != nil {
			return err
		}
	}
	if err := t.addLine(m); err != nil {
		return err
	}
	return t.AddMarks(m.Marks())
}

const memoryColumns = "line.thing, line.bundle, line.n, line.own, line.look, line.page, line.who, line.seal, line.cells"

func scanMemory(m *sheet.Memory) []any {
	return []any{&m.Thing, &m.Bundle, &m.Row, &m.Own, &m.Look, &m.Page, &m.Who, &m.Seal, &m.Cells}
}

func (t desk) Memory(c call.ID) (m sheet.Memory, found bool, err error) {
	found, err = t.Found("SELECT "+memoryColumns+" FROM line WHERE thing=$1", db.Args(c), scanMemory(&m)...)
	return m, found, err
}

func (t desk) AddChange(c sheet.Change) error {
	_, err := t.Exec("INSERT INTO change (bundle, thing, done, body) VALUES ($1,$2,$3,$4)", c.Bundle, c.Thing, c.Made, toJSON(c))
	return err
}

func (t desk) SaveChange(c sheet.Change) error {
	_, err := t.Exec("UPDATE change SET done=$3, body=$4 WHERE bundle=$1 AND thing=$2", c.Bundle, c.Thing, c.Made, toJSON(c))
	return err
}

func (t desk) DropChange(c sheet.Change) error {
	_, err := t.Exec("DELETE FROM change WHERE bundle=$1 AND thing=$2", c.Bundle, c.Thing)
	return err
}

func (t desk) Waiting(most int) ([]sheet.Change, error) {
	return rows(t.Tx, func(c *sheet.Change) []any { return []any{asJSON{c}, &c.Bundle, &c.Thing, &c.Made} },
		`SELECT change.body, change.bundle, change.thing, change.done FROM change JOIN bundle ON bundle.id = change.bundle
		WHERE bundle.state = 'shown' AND NOT change.done OR bundle.state = 'undone' AND change.done LIMIT $1`, most)
}

// Shelf is the directory's.
func (t desk) Shelf() sheet.Shelf { return newHall(t.Tx) }

func (t desk) AddLine(l group.Line) error { return newHall(t.Tx).AddLine(l) }

// Publish leaves the rows to sort where they are: the tray shows those of
// bundles that are shown.
func (t desk) Publish(b sheet.BundleID) error {
	t.Touch(int64(b))
	if _, err := t.Exec("UPDATE call SET state='open' WHERE bundle=$1 AND bundle <> 0 AND state='staged'", b); err != nil {
		return err
	}
	_, err := t.Shelf().Publish(group.BundleID(b))
	return err
}

func (t desk) Hide(b sheet.BundleID) ([]call.ID, error) {
	for _, q := range hide {
		gone, err := column[int64](t.Tx, q, b)
		if err != nil {
			return nil, err
		}
		for _, thing := range gone {
			t.Touch(thing)
		}
	}
	return column[call.ID](t.Tx, "SELECT id FROM call WHERE bundle=$1 AND bundle <> 0 AND state <> 'staged' ORDER BY opened, id", b)
}

var hide = []string{
	`UPDATE call SET state='staged' WHERE bundle=$1 AND bundle <> 0
		AND NOT EXISTS (SELECT 1 FROM commitment WHERE commitment.call = call.id AND commitment.state <> 'gone') RETURNING id`,
	"UPDATE grp SET status='staged' WHERE bundle=$1 AND bundle <> 0 AND status='listed' RETURNING id",
}

func (t desk) Leftover(most int) (calls []call.ID, groups []party.GroupID, err error) {
	const over = "bundle <> 0 AND bundle IN (SELECT id FROM bundle WHERE state IN ('failed','undone'))"
	calls, err = column[call.ID](t.Tx, "SELECT id FROM call WHERE "+over+" AND (state = 'staged' OR state = 'tosort') LIMIT $1", most)
	if err == nil {
		groups, err = column[party.GroupID](t.Tx, "SELECT id FROM grp WHERE "+over+" AND status = 'staged' LIMIT $1", most)
	}
	return calls, groups, err
}

func (t desk) Forget(before time.Time) error {
	for _, q := range forget {
		if _, err := t.Exec(q, before); err != nil {
			return err
		}
	}
	return nil
}

var forget = []string{
	"DELETE FROM leftout WHERE bundle IN (SELECT id FROM bundle WHERE finished <= $1)",
	"DELETE FROM change WHERE bundle IN (SELECT id FROM bundle WHERE finished <= $1)",
	"DELETE FROM bundle WHERE finished <= $1 AND NOT EXISTS (SELECT 1 FROM line WHERE line.bundle = bundle.id)",
}

func (t desk) Tray(g party.GroupID, after call.ID, most int) ([]call.Call, error) {
	return rows(t.Tx, dests, "SELECT "+callOf+` FROM call JOIN bundle ON bundle.id = call.bundle
		WHERE call.grp=$1 AND call.grp <> 0 AND call.state='tosort' AND bundle.state='shown' AND call.id > $2 ORDER BY call.id LIMIT $3`, g, after, most)
}

// kept counts a call's promises that were kept.
const keptPromises = "(SELECT count(*) FROM commitment WHERE commitment.call = call.id AND commitment.state IN ('kept','kept_one'))"

func (t desk) Out(b sheet.BundleID, after, most int) ([]sheet.Given, error) {
	return rows(t.Tx, func(g *sheet.Given) []any {
		to := append(dests(&g.Call), &g.Detail.Reach, &g.Detail.Spot, &g.Kept)
		return append(to, scanMemory(&g.Memory)...)
	}, "SELECT "+callOf+", coalesce(detail.reach, ''), coalesce(detail.spot, ''), "+keptPromises+", "+memoryColumns+`
		FROM line JOIN call ON call.id = line.thing LEFT JOIN detail ON detail.call = call.id AND detail.commitment = 0
		WHERE line.bundle=$1 AND line.n > $2 AND call.state <> 'staged' ORDER BY line.n LIMIT $3`, b, after, most)
}

func (t desk) OutGroups(b sheet.BundleID, after, most int) ([]sheet.Given, error) {
	return rows(t.Tx, func(g *sheet.Given) []any { return append([]any{&g.Status}, scanMemory(&g.Memory)...) },
		"SELECT grp.status, "+memoryColumns+` FROM line JOIN grp ON grp.id = line.thing
		WHERE line.bundle=$1 AND line.n > $2 AND grp.status <> 'staged' ORDER BY line.n LIMIT $3`, b, after, most)
}

// Rest leaves out what is for a circle: a sheet is read by many.
func (t desk) Rest(g party.GroupID, side call.Side, after call.ID, most int) (all []sheet.Given, err error) {
	all, err = rows(t.Tx, func(g *sheet.Given) []any { return append(dests(&g.Call), &g.Kept) },
		"SELECT "+callOf+", "+keptPromises+` FROM call WHERE call.grp=$1 AND call.grp <> 0 AND call.circle=0 AND call.side=$2 AND call.state IN ('open','closed')
		AND call.id > $3 AND NOT EXISTS (SELECT 1 FROM line WHERE line.thing = call.id) ORDER BY call.id LIMIT $4`, g, side, after, most)
	for i := range all {
		if err == nil {
			all[i].Parts, err = t.Parts(all[i].Call.ID)
		}
	}
	return all, err
}
