package sheet

import (
	"context"
	"io"
	"strconv"
	"strings"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
)

// Export writes a group's asks or offers in the columns of the sheet that it
// brought last, the rows of that sheet first, and tells how many. A sheet that
// held both comes back whole. It reads page by page: what changes meanwhile may
// be seen or not.
func (d *Desk) Export(ctx context.Context, v access.Viewer, g party.GroupID, as As, language string, w io.Writer) (n int, err error) {
	const op = "sheet.export"
	if err := may(v, g, as); err != nil {
		return 0, err
	}
	bundles, err := d.sheets(ctx, owner(g, as), as)
	if err != nil {
		return 0, fault.Wrap(op, err)
	}
	out := &giving{desk: d, columns: d.plainColumns(as, language)}
	if len(bundles) > 0 {
		out.columns = bundles[0].Columns
	}
	if out.to, err = NewWriter(w, Columns(heads(out.columns))); err != nil {
		return 0, err
	}
	for i := len(bundles) - 1; i >= 0 && err == nil; i-- {
		err = out.bundle(ctx, bundles[i])
	}
	if err == nil && as != AsGroups {
		err = out.rest(ctx, g, as)
	}
	if err == nil {
		err = out.to.Close()
	}
	if err == nil {
		err = d.Store.Update(ctx, func(tx Tx) error { return d.log(tx, owner(g, as), group.TookSheet, "") })
	}
	return out.n, fault.Wrap(op, err)
}

// sheets are the bundles of one sort, newest first.
func (d *Desk) sheets(ctx context.Context, g party.GroupID, as As) (of []Bundle, err error) {
	var all []Bundle
	err = d.Store.View(ctx, func(tx Tx) error {
		all, err = tx.Bundles(g, 10*bundlesMost)
		return err
	})
	for _, b := range all {
		if b.As == as && (b.State == Shown || b.State == TakenBack) {
			of = append(of, b)
		}
	}
	return of, err
}

// plainColumns are those of a group that never brought a sheet.
func (d *Desk) plainColumns(as As, language string) []Column {
	var columns []Column
	for i, f := range []Field{Title, Body, Place, Day, Quantity, Urgent, Language} {
		columns = append(columns, Column{Index: i, Head: d.Word(language, f.Say()), Field: f})
	}
	return columns
}

func heads(columns []Column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Head
	}
	return names
}

// giving is one export on its way.
type giving struct {
	desk    *Desk
	columns []Column
	to      *Writer
	n       int
}

const pageOut = 500

func (g *giving) bundle(ctx context.Context, b Bundle) error {
	from := aim(g.columns, b.Columns)
	after := 0
	for {
		var rows []Given
		err := g.desk.Store.View(ctx, func(tx Tx) (err error) {
			if b.As == AsGroups {
				rows, err = tx.OutGroups(b.ID, after, pageOut)
				return err
			}
			rows, err = tx.Out(b.ID, after, pageOut)
			return err
		})
		if err != nil {
			return err
		}
		for _, r := range rows {
			if err := g.write(arrange(from, unpack(r.Entry, len(b.Columns))), r); err != nil {
				return err
			}
			after = r.Memory.Row
		}
		if len(rows) < pageOut {
			return nil
		}
	}
}

// rest writes what was asked or offered here through the group. Its details
// belong to whoever asked, not to the group.
func (g *giving) rest(ctx context.Context, group party.GroupID, as As) error {
	side, after := call.Ask, call.ID(0)
	if as == AsOffers {
		side = call.Offer
	}
	for {
		var rows []Given
		err := g.desk.Store.View(ctx, func(tx Tx) (err error) {
			rows, err = tx.Rest(group, side, after, pageOut)
			return err
		})
		if err != nil {
			return err
		}
		for _, r := range rows {
			cells := make([]string, len(g.columns))
			for i, c := range g.columns {
				cells[i] = tell(c.Field, r)
			}
			if err := g.write(cells, r); err != nil {
				return err
			}
			after = r.Call.ID
		}
		if len(rows) < pageOut {
			return nil
		}
	}
}

func (g *giving) write(cells []string, r Given) error {
	g.n++
	if r.Status != "" {
		return g.to.Write(cells, string(r.Status), "")
	}
	return g.to.Write(cells, statusOf(r.Call), strconv.Itoa(r.Kept))
}

// statusOf is what became of a row, in words that are the same in every
// language, so that the sheet can come back.
func statusOf(c call.Call) string {
	switch c.State {
	case call.ToSort:
		return "to sort"
	case call.Closed:
		return "closed: " + strings.ReplaceAll(string(c.Reason), "_", " ")
	}
	return string(c.State)
}

// tell is what a call says in a column of this field.
func tell(f Field, r Given) string {
	c := r.Call
	switch f {
	case ID:
		return c.ID.String()
	case Title:
		return c.Title
	case Body:
		return c.Body
	case Place, PlaceTitle:
		return c.Area.Name
	case Language:
		return c.Language
	case Urgent:
		return string(c.Urgency)
	case Posted:
		return c.Opened.Format(time.DateOnly)
	case Asks:
		return yes01(c.Side == call.Ask)
	case Offers:
		return yes01(c.Side == call.Offer)
	case KindOf:
		return string(c.Side)
	}
	if len(r.Parts) == 0 {
		return ""
	}
	switch p := r.Parts[0]; {
	case f == Day && !p.Due().IsZero():
		return p.Due().Format(time.DateOnly)
	case f == Quantity && p.Quantity > 0:
		return strconv.FormatInt(p.Quantity, 10)
	case f == Unit:
		return p.Unit
	}
	return ""
}

func yes01(on bool) string {
	if on {
		return "1"
	}
	return "0"
}

// aim says for each column of the export where its cell stands in another
// sheet's row: by name, else by field; -1 for nowhere.
func aim(to, from []Column) []int {
	at := make([]int, len(to))
	for i, c := range to {
		at[i] = -1
		for k, o := range from {
			if o.Head == c.Head && (k == i || at[i] < 0) {
				at[i] = k
			}
		}
		for k, o := range from {
			if at[i] < 0 && c.Field != "" && o.Field == c.Field && o.Thing == c.Thing {
				at[i] = k
			}
		}
	}
	return at
}

func arrange(at []int, cells []string) []string {
	row := make([]string, len(at))
	for i, k := range at {
		if k >= 0 && k < len(cells) {
			row[i] = cells[k]
		}
	}
	return row
}
