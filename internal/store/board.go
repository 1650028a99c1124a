package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/party"
	"alongside/internal/place"
)

// where gathers conditions and their arguments.
type where struct {
	conditions []string
	args       []any
}

// and adds a condition; each %s in it becomes the next argument's number.
func (w *where) and(condition string, args ...any) {
	numbers := make([]any, len(args))
	for i, a := range args {
		w.args = append(w.args, a)
		numbers[i] = fmt.Sprintf("$%d", len(w.args))
	}
	w.conditions = append(w.conditions, fmt.Sprintf(condition, numbers...))
}

func (w *where) sql() string { return strings.Join(w.conditions, " AND ") }

// scope turns what access allows into SQL. The board's branch is written so
// that its partial indexes serve it; a circle's call is in no other than those
// that name its circle.
func (w *where) scope(s access.Scope, f call.Filter) {
	group, own := f.Group, s.Has(access.Call{Group: f.Group, Shown: true})
	switch {
	case f.Circle != 0:
		w.and("call.state = 'open' AND call.grp = %s AND "+w.circles(s, group, f.Circle), group)
	case f.Inside && own:
		w.and("call.state = 'open' AND call.audience = 'group' AND call.circle = 0 AND call.grp = %s", group)
	case f.Inside:
		w.and("FALSE")
	case own:
		w.and("call.state = 'open' AND call.grp = %s AND (call.circle = 0 OR "+w.circles(s, group, s.Circles...)+")", group)
	case group != 0:
		w.and("call.state = 'open' AND call.audience = 'board' AND call.circle = 0 AND call.grp = %s", group)
	default:
		w.and("call.state = 'open' AND call.audience = 'board'")
	}
}

// circles picks what is for these circles of a group, as far as the scope has it.
func (w *where) circles(s access.Scope, g party.GroupID, of ...party.CircleID) string {
	var marks []string
	for _, c := range of {
		if s.Has(access.Call{Group: g, Circle: c, Shown: true}) {
			w.args = append(w.args, c)
			marks = append(marks, fmt.Sprintf("$%d", len(w.args)))
		}
	}
	if len(marks) == 0 {
		return "FALSE"
	}
	return "call.circle IN (" + strings.Join(marks, ",") + ")"
}

func (t spine) Find(s access.Scope, f call.Filter, tokens []int64) ([]call.Listed, error) {
	switch {
	case len(tokens) > 0:
		return t.search(s, f, tokens)
	case f.Near != 0:
		return t.near(s, f)
	}
	if f.Group == 0 && (f.Kind != "" || f.Side != "") {
		return t.sorts(s, f)
	}
	return t.newest(s, f)
}

func (t spine) newest(s access.Scope, f call.Filter) ([]call.Listed, error) {
	var w where
	w.scope(s, f)
	w.waiting(f)
	w.filter(f)
	w.after(f.After)
	return t.list("call", w, newest, f.Most)
}

// sorts asks for each kind with each side by itself and takes the newest of
// all: an index has them in order only where both are named, and a board of a
// million calls cannot be sorted for a page.
func (t spine) sorts(s access.Scope, f call.Filter) (all []call.Listed, err error) {
	for _, kind := range call.Kinds {
		for _, side := range call.Sides {
			if f.Kind != "" && f.Kind != kind || f.Side != "" && f.Side != side {
				continue
			}
			one := f
			one.Kind, one.Side = kind, side
			found, err := t.newest(s, one)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
	}
	slices.SortFunc(all, func(a, b call.Listed) int {
		return cmp.Or(b.Opened.Compare(a.Opened), cmp.Compare(b.ID, a.ID))
	})
	return all[:min(len(all), f.Most)], nil
}

// waiting leaves out what is answered in full, except on a group's own list.
func (w *where) waiting(f call.Filter) {
	if f.Group == 0 {
		w.and("call.wanted <> ''")
	}
}

// newest is the order of the board.
const newest = "call.opened DESC, call.id DESC"

func (w *where) filter(f call.Filter) {
	if f.Kind != "" {
		w.and("call.kind = %s", f.Kind)
	}
	if f.Side != "" {
		w.and("call.side = %s", f.Side)
	}
}

func (w *where) after(c call.Cursor) {
	if c.ID != 0 {
		w.and("(call.opened, call.id) < (%s, %s)", c.Opened, c.ID)
	}
}

// listColumns are what a list shows of a call.
const listColumns = "id, author_kind, author, kind, side, title, body, language, area, cell, urgency, grp, audience, circle, state, reason, opened, closes, parts, answered, wanted, version, next"

// listed is the beginning of every query for a list.
var listed = "SELECT " + listOf + ", coalesce(grp.name, ''), coalesce(grp.slug, '') FROM "

func listedDests(l *call.Listed) []any {
	return []any{&l.ID, &l.Author.Kind, &l.Author.ID, &l.Kind, &l.Side, &l.Title, &l.Body, &l.Language, &l.Area.Name, cell{&l.Area.Cell}, &l.Urgency, &l.Group,
		&l.Audience, &l.Circle, &l.State, &l.Reason, db.Time{T: &l.Opened}, db.Time{T: &l.Closes}, &l.Parts, &l.Full, lines{&l.Wanted}, &l.Version, db.Time{T: &l.Next},
		&l.GroupName, &l.GroupSlug}
}

// Columns by their full names, for queries that join tables: made once, since
// answers wait for them.
var (
	callOf       = prefixed("call", callColumns)
	listOf       = prefixed("call", listColumns)
	partOf       = prefixed("part", partColumns)
	occurrenceOf = prefixed("occurrence", occurrenceColumns)
)

func prefixed(table, columns string) string {
	return table + "." + strings.ReplaceAll(columns, ", ", ", "+table+".")
}

// list reads calls as a list shows them, with the name of their group.
func (t spine) list(from string, w where, order string, most int) (all []call.Listed, err error) {
	w.args = append(w.args, most)
	query := listed + from + " LEFT JOIN grp ON grp.id = call.grp WHERE " + w.sql() + " ORDER BY " + order + fmt.Sprintf(" LIMIT $%d", len(w.args))
	all = make([]call.Listed, 0, most)
	err = t.Each(query, w.args, func(scan func(...any) error) error {
		all = append(all, call.Listed{})
		return scan(listedDests(&all[len(all)-1])...)
	})
	return all, err
}

// rings is how far near looks: so many squares of about 5 km.
const rings = 5

// near looks at the reader's square first and then at those around it, the
// nearest first, until it has enough: a dense place is answered by few lookups.
func (t spine) near(s access.Scope, f call.Filter) (all []call.Listed, err error) {
	from := f.Near.Coarse()
	for _, c := range place.Neighbours(from, rings) {
		var w where
		w.scope(s, f)
		w.waiting(f)
		w.filter(f)
		w.and("call.cell = %s", int64(c))
		found, err := t.list("call", w, newest, f.Most-len(all))
		if err != nil {
			return nil, err
		}
		for i := range found {
			found[i].KM = place.Distance(from, c)
		}
		if all = append(all, found...); len(all) >= f.Most {
			break
		}
	}
	return all, nil
}

// search walks the rarest word's calls, newest first, and keeps those that
// have the other words too.
func (t spine) search(s access.Scope, f call.Filter, tokens []int64) ([]call.Listed, error) {
	rarest, err := t.rarest(tokens)
	if err != nil {
		return nil, err
	}
	tokens[0], tokens[rarest] = tokens[rarest], tokens[0]
	var w where
	w.and("call.id = p.call AND p.token = %s", tokens[0])
	w.scope(s, f)
	w.filter(f)
	w.within(f.Near)
	if f.After.ID != 0 {
		w.and("(p.opened, p.call) < (%s, %s)", f.After.Opened, f.After.ID)
	}
	for _, token := range tokens[1:] {
		w.and("EXISTS (SELECT 1 FROM posting q WHERE q.token = %s AND q.opened = p.opened AND q.call = p.call)", token)
	}
	all, err := t.list("posting p CROSS JOIN call", w, "p.opened DESC, p.call DESC", f.Most)
	for i := range all {
		if l := &all[i]; f.Near != 0 && l.Area.Cell != 0 {
			l.KM = place.Distance(f.Near, l.Area.Cell)
		}
	}
	return all, err
}

// reach is how far from a place words are looked for, in km.
const reach = 25

// within keeps what lies around a place: in one of a few runs of squares.
func (w *where) within(near place.Cell) {
	if near == 0 {
		return
	}
	var runs []string
	var ends []any
	for _, r := range place.Cover(near.Coarse(), reach) {
		runs, ends = append(runs, "call.cell BETWEEN %s AND %s"), append(ends, int64(r.Lo), int64(r.Hi))
	}
	w.and("("+strings.Join(runs, " OR ")+")", ends...)
}

// sample is how many of a word's newest calls tell how common it is.
const sample = 30

// rarest finds the word whose newest calls reach furthest back: it is the one
// with the fewest to look through. One step into the index for each word, all
// of them in one question; a word that few calls have reaches back to nothing.
func (t spine) rarest(tokens []int64) (at int, err error) {
	if len(tokens) == 1 {
		return 0, nil
	}
	var q strings.Builder
	args, back, dest := db.Args(sample), make([]int64, len(tokens)), make([]any, len(tokens))
	for i, token := range tokens {
		args, dest[i] = append(args, token), &back[i]
		fmt.Fprintf(&q, ", coalesce((SELECT opened FROM posting WHERE token = $%d ORDER BY opened DESC, call DESC LIMIT 1 OFFSET $1), 0)", i+2)
	}
	if err := t.Row("SELECT "+q.String()[2:], args, dest...); err != nil {
		return 0, err
	}
	for i := range back {
		if back[i] < back[at] {
			at = i
		}
	}
	return at, nil
}

func (t spine) Coming(s access.Scope, from, to time.Time, most int) (all []call.Occasion, err error) {
	var w where
	w.scope(s, call.Filter{})
	w.and("part.starts >= %s AND part.starts < %s AND part.occurrence = 0", from, to)
	w.args = append(w.args, most)
	query := "SELECT " + listOf + ", coalesce(grp.name, ''), coalesce(grp.slug, ''), " + partOf +
		" FROM part JOIN call ON call.id = part.call LEFT JOIN grp ON grp.id = call.grp WHERE " + w.sql() +
		fmt.Sprintf(" ORDER BY part.starts, part.id LIMIT $%d", len(w.args))
	err = t.Each(query, w.args, func(scan func(...any) error) error {
		var o call.Occasion
		err := scan(append(listedDests(&o.Listed), partDests(&o.Part)...)...)
		all = append(all, o)
		return err
	})
	return all, err
}

// inSight leaves out the lines of calls that are hidden, until they are shown
// again.
const inSight = "NOT EXISTS (SELECT 1 FROM call WHERE call.id = record.call AND call.state = 'hidden')"

func (t spine) Entries(s access.Scope, from, to time.Time, most int) (all []call.Entry, err error) {
	err = t.Each("SELECT "+entryColumns+" FROM record WHERE audience = 'board' AND kept >= $1 AND kept < $2 AND "+inSight+" ORDER BY kept DESC, id DESC LIMIT $3",
		db.Args(from, to, most), func(scan func(...any) error) error {
			var e call.Entry
			err := scanEntry(scan, &e)
			all = append(all, e)
			return err
		})
	return all, err
}

func (t spine) GroupOf(id party.GroupID) (g call.Through, err error) {
	var bar, status string
	_, err = t.Found("SELECT name, slug, bar, status, review FROM grp WHERE id = $1", db.Args(id), &g.Name, &g.Slug, &bar, &status, &g.Review)
	g.Shown = g.Name != "" && bar == ""
	g.Awake = bar == "" && (status == "forming" || status == "active")
	return g, err
}

func (t spine) In(r party.Ref, g party.GroupID) (bool, error) {
	var one int
	if r.Kind != party.KindFace {
		return false, nil
	}
	return t.Found("SELECT 1 FROM member WHERE face = $1 AND grp = $2", db.Args(r.ID, g), &one)
}

func (t spine) WaitingIn(g party.GroupID, most int) ([]call.ID, error) {
	return column[call.ID](t.Tx, "SELECT id FROM call WHERE grp = $1 AND grp <> 0 AND circle = 0 AND state = 'waiting' ORDER BY opened, id LIMIT $2", g, most)
}

func (t spine) Places(s access.Scope) (all []call.Spot, err error) {
	err = t.Each(`SELECT min(area), cell, count(*) FROM call WHERE state = 'open' AND audience = 'board' AND cell IS NOT NULL
		GROUP BY cell ORDER BY count(*) DESC, cell LIMIT 100`, nil, func(scan func(...any) error) error {
		var spot call.Spot
		err := scan(&spot.Area.Name, cell{&spot.Area.Cell}, &spot.Calls)
		all = append(all, spot)
		return err
	})
	return all, err
}

func (t spine) Name(r party.Ref) (name string, err error) {
	switch r.Kind {
	case party.KindGuest:
		_, err = t.Found("SELECT name FROM guest WHERE id = $1", db.Args(r.ID), &name)
	case party.KindFace:
		_, err = t.Found("SELECT name FROM face WHERE id = $1", db.Args(r.ID), &name)
	case party.KindGroup:
		_, err = t.Found("SELECT name FROM grp WHERE id = $1", db.Args(r.ID), &name)
	}
	return name, err
}
