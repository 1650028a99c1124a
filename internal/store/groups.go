package store

import (
	"fmt"
	"slices"
	"strings"

	"alongside/internal/access"
	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/place"
)

// groups turns what access allows into SQL.
func (w *where) groups(s access.GroupScope) {
	allowed := []string{"grp.bar = ''"}
	if s.Barred {
		allowed = nil
	} else if len(s.Own) > 0 {
		marks := make([]string, len(s.Own))
		for i, g := range s.Own {
			w.args = append(w.args, g)
			marks[i] = fmt.Sprintf("$%d", len(w.args))
		}
		allowed = append(allowed, "grp.id IN ("+strings.Join(marks, ",")+")")
	}
	w.conditions = append(w.conditions, "grp.status <> 'staged'")
	if allowed != nil {
		w.conditions = append(w.conditions, "("+strings.Join(allowed, " OR ")+")")
	}
}

func (w *where) group(f group.Filter) {
	if f.Here {
		w.and("grp.status <> 'listed' AND grp.status <> 'closed'") // with groups' own condition, as the index grp_here has them
	}
}

// from leaves out what stands before a cursor.
func (w *where) from(c group.Cursor) {
	if c.ID != 0 {
		w.and("(grp.sort, grp.id) > (%s, %s)", []byte(c.Sort), c.ID)
	}
}

func (t hall) Find(s access.GroupScope, f group.Filter, tokens []int64) ([]group.Found, error) {
	var w where
	w.groups(s)
	w.group(f)
	if err := t.words(&w, tokens); err != nil {
		return nil, err
	}
	if f.Near != 0 {
		return t.near(w, f)
	}
	w.from(f.After)
	return t.find(w, f.Most)
}

// countMost is where a word counts as common.
const countMost = 1000

// words asks for groups that have every word. A rare word is where the search
// begins; when all are common, the list is walked by name until a page is full.
func (t hall) words(w *where, tokens []int64) error {
	for _, token := range tokens {
		var n int
		err := t.Row("SELECT count(*) FROM (SELECT 1 FROM grpword WHERE token = $1 LIMIT $2) AS few", db.Args(token, countMost), &n)
		if err != nil {
			return err
		}
		if n < countMost {
			w.and("grp.id IN (SELECT grp FROM grpword WHERE token = %s)", token)
		} else {
			w.and("EXISTS (SELECT 1 FROM grpword WHERE token = %s AND grpword.grp = grp.id)", token)
		}
	}
	return nil
}

var groupPrefixed = func() string {
	names := strings.Split(groupColumns, ",")
	for i, n := range names {
		names[i] = "grp." + strings.TrimSpace(n)
	}
	return strings.Join(names, ", ")
}()

func (t hall) find(w where, most int) ([]group.Found, error) {
	w.args = append(w.args, most)
	query := "SELECT " + groupPrefixed + " FROM grp WHERE " + w.sql() + fmt.Sprintf(" ORDER BY grp.sort, grp.id LIMIT $%d", len(w.args))
	return rows(t.Tx, func(g *group.Found) []any { return scanGroup(&g.Group) }, query, w.args...)
}

// near goes from the reader's square outwards, nearest first, and within a
// square by name. It asks only squares that have groups.
func (t hall) near(asked where, f group.Filter) (all []group.Found, err error) {
	from := f.Near.Coarse()
	squares := place.Neighbours(from, rings)
	taken, err := t.squares(squares)
	if err != nil {
		return nil, err
	}
	for at, square := range squares {
		if at < f.After.Square || !slices.Contains(taken, square) {
			continue
		}
		w := where{slices.Clone(asked.conditions), slices.Clone(asked.args)}
		w.and("grp.cell = %s", int64(square))
		if at == f.After.Square {
			w.from(f.After)
		}
		found, err := t.find(w, f.Most-len(all))
		if err != nil {
			return nil, err
		}
		for i := range found {
			found[i].KM, found[i].Square = place.Distance(from, square), at
		}
		if all = append(all, found...); len(all) >= f.Most {
			break
		}
	}
	return all, nil
}

// squares are those of the given ones that any group stands in.
func (t hall) squares(of []place.Cell) ([]place.Cell, error) {
	marks, args := make([]string, len(of)), make([]any, len(of))
	for i, c := range of {
		marks[i], args[i] = fmt.Sprintf("$%d", i+1), int64(c)
	}
	return column[place.Cell](t.Tx, "SELECT DISTINCT cell FROM grp WHERE cell IN ("+strings.Join(marks, ",")+")", args...)
}
