package sheet

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
)

// settle makes the changes that wait, a few at a time. A bundle is shown with
// its changes written down, so whoever comes after a crash makes them.
func (d *Desk) settle(ctx context.Context) error {
	return d.some(ctx, func(tx Tx, write bool) (int, error) {
		waiting, err := tx.Waiting(batch)
		for _, c := range waiting {
			if err == nil && write {
				err = apply(tx, c)
			}
		}
		return len(waiting), err
	})
}

// apply puts a change's words in the place of a call's, and keeps what stood
// there in the change, until the bundle can no longer be undone. What was
// closed meanwhile stays closed, and what was edited after the change was made
// stays as it is.
func apply(tx Tx, c Change) error {
	if c.Entry.Group != nil {
		return restate(tx, c)
	}
	old, err := tx.Call(c.Thing)
	if fault.Is(err, fault.NotFound) {
		return tx.DropChange(c)
	}
	if err != nil {
		return err
	}
	if old.State != call.Open && old.State != call.ToSort || c.Made && old.Version != c.Version {
		return tx.DropChange(c)
	}
	before, err := whole(tx, old)
	if err != nil {
		return err
	}
	if err := write(tx, old, c.Entry); err != nil {
		return err
	}
	if c.Made {
		return tx.DropChange(c)
	}
	now, err := tx.Call(c.Thing)
	if err != nil {
		return err
	}
	c.Made, c.Version, c.Entry = true, now.Version, before
	return tx.SaveChange(c)
}

// restate is apply for an entry of the directory. A group that has moved in
// speaks for itself.
func restate(tx Tx, c Change) error {
	g, found, err := tx.Shelf().Group(party.GroupID(c.Thing))
	if err != nil {
		return err
	}
	if !found || g.Status != group.Listed || c.Made && g.Version != c.Version {
		return tx.DropChange(c)
	}
	before := Entry{Group: &group.Entry{Card: g.Card, Outside: g.Outside}}
	if before.Memory, _, err = tx.Memory(c.Thing); err != nil {
		return err
	}
	changed, err := group.Restate(tx.Shelf(), g, *c.Entry.Group)
	if err != nil {
		return err
	}
	c.Entry.Memory.Thing = int64(c.Thing)
	if err := tx.Remember(c.Entry.Memory); err != nil {
		return err
	}
	if c.Made {
		return tx.DropChange(c)
	}
	if c.Version = g.Version; changed {
		c.Version++
	}
	c.Made, c.Entry = true, before
	return tx.SaveChange(c)
}

// whole is a call with all that a sheet can change of it.
func whole(tx Tx, c call.Call) (r Entry, err error) {
	r.Call = c
	if r.Parts, err = tx.Parts(c.ID); err != nil {
		return r, err
	}
	if r.Detail, err = tx.Detail(c.ID, 0); err != nil && !fault.Is(err, fault.NotFound) {
		return r, err
	}
	r.Memory, _, err = tx.Memory(c.ID)
	return r, err
}

// write changes a call as a row says. Parts that somebody has answered stay:
// an act on the call never silently touches a promise.
func write(tx Tx, c call.Call, r Entry) error {
	answers, err := tx.CommitmentsOf(c.ID)
	if err != nil {
		return err
	}
	if len(answers) == 0 {
		if err := replace(tx, &c, r); err != nil {
			return err
		}
	}
	c.Title, c.Body, c.Language, c.Area = r.Call.Title, r.Call.Body, r.Call.Language, r.Call.Area
	c.Urgency, c.Closes = r.Call.Urgency, r.Call.Closes
	if err := tx.SaveCall(c); err != nil {
		return err
	}
	if r.Detail.Reach != "" || r.Detail.Spot != "" {
		r.Detail.Call, r.Detail.Commitment = c.ID, 0
		if err := tx.SetDetail(r.Detail); err != nil {
			return err
		}
	}
	r.Memory.Thing = int64(c.ID)
	return tx.Remember(r.Memory)
}

// replace puts a row's parts and side in the place of those that nobody has
// answered. A row that does not say its side keeps the one people gave it.
func replace(tx Tx, c *call.Call, r Entry) error {
	old, err := tx.Parts(c.ID)
	for _, p := range old {
		if err == nil {
			err = tx.DropPart(p.ID)
		}
	}
	r.Call.ID = c.ID
	parts := r.Parts
	if len(parts) == 0 && c.State == call.Open {
		parts = []call.Part{{Title: r.Call.Title, Quantity: 1}}
	}
	for i, p := range parts {
		if err == nil {
			err = tx.AddPart(newPart(c.ID, i, p))
		}
	}
	c.Parts = len(parts)
	if r.Call.Side != "" {
		c.Side, c.State = r.Call.Side, call.Open
	} else if r.Call.State == call.ToSort && c.Side == "" {
		c.State = call.ToSort
	}
	return err
}

// Undone is what became of a bundle that was taken back.
type Undone struct {
	Kept []call.ID // somebody has answered them: they stay
}

// Undo takes a bundle back: everything that nobody has answered is out of sight
// at once and erased soon after; what a change overwrote stands again.
func (d *Desk) Undo(ctx context.Context, v access.Viewer, id BundleID) (u Undone, err error) {
	const op = "sheet.undo"
	now := d.Clock.Now()
	err = d.Store.Update(ctx, func(tx Tx) error {
		b, err := known(tx, v, id)
		switch {
		case err != nil:
			return err
		case b.State == TakenBack:
			return nil
		case !b.Undoable(now):
			return fault.New(op, fault.Gone, "sheet.undo_late")
		}
		if u.Kept, err = tx.Hide(id); err != nil {
			return err
		}
		b.State = TakenBack
		if err := tx.SaveBundle(b); err != nil {
			return err
		}
		return d.log(tx, b.Group, group.UndidSheet, b.Name)
	})
	return u, fault.Wrap(op, err)
}
