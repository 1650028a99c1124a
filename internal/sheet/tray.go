package sheet

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// TrayPage is how many rows one page of the tray has.
const TrayPage = 20

// Tray is a group's rows to sort, for its members alone. More says that there
// are others after them.
func (d *Desk) Tray(ctx context.Context, v access.Viewer, g party.GroupID, after call.ID) (rows []call.Call, more bool, err error) {
	if !v.Trusted(g) {
		return nil, false, fault.New("sheet.tray", fault.NotFound, "")
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		rows, err = tx.Tray(g, after, TrayPage+1)
		return err
	})
	if len(rows) > TrayPage {
		rows, more = rows[:TrayPage], true
	}
	return rows, more, fault.Wrap("sheet.tray", err)
}

// Sort says what a row of the tray is, and puts it on the board. Sorted twice,
// the first word stands.
func (d *Desk) Sort(ctx context.Context, v access.Viewer, row call.ID, side call.Side) error {
	const op = "sheet.sort"
	if side != call.Ask && side != call.Offer {
		return fault.New(op, fault.Invalid, "sheet.sort_what")
	}
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		c, err := sortable(tx, v, row)
		if err != nil || c.State == call.Open && c.Side == side {
			return err
		}
		if c.State != call.ToSort {
			return fault.New(op, fault.Stale, "sheet.sorted_already")
		}
		parts, err := tx.Parts(row)
		if err != nil {
			return err
		}
		if c.Title == "" {
			c.Title = titleOf(parts)
		}
		if c.Title == "" {
			return fault.New(op, fault.Invalid, "sheet.out_no_words")
		}
		if len(parts) == 0 {
			if err := tx.AddPart(newPart(row, 0, call.Part{Title: c.Title, Quantity: 1})); err != nil {
				return err
			}
			c.Parts = 1
		}
		c.Side, c.State = side, call.Open
		return tx.SaveCall(c)
	}))
}

// LeaveOut erases a row of the tray.
func (d *Desk) LeaveOut(ctx context.Context, v access.Viewer, row call.ID) error {
	return fault.Wrap("sheet.leave_out", d.Store.Update(ctx, func(tx Tx) error {
		c, err := sortable(tx, v, row)
		if fault.Is(err, fault.NotFound) {
			return nil // gone already
		}
		if err == nil && c.State != call.ToSort {
			err = fault.New("sheet.leave_out", fault.Stale, "sheet.sorted_already")
		}
		if err != nil {
			return err
		}
		return tx.EraseCall(row)
	}))
}

// sortable fetches a row that came into the viewer's tray with a whole bundle.
func sortable(tx Tx, v access.Viewer, row call.ID) (call.Call, error) {
	missing := fault.New("sheet.sortable", fault.NotFound, "")
	c, err := tx.Call(row)
	if err != nil {
		return c, err
	}
	b, found, err := tx.Bundle(c.Bundle)
	switch {
	case err != nil:
		return c, err
	case !found || b.State != Shown || !v.Trusted(c.Group):
		return c, missing
	}
	return c, nil
}

func newPart(c call.ID, position int, p call.Part) call.Part {
	p.ID, p.Call, p.Position = id.New[call.Part](), c, position
	return p
}
