package action

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
)

// Some roles are given to somebody only once whoever holds the task has said that
// they were trained or introduced.

// holders are those whose task it is in a group, or who plan where it gave
// nobody that one.
func (d *Desk) holders(tx Tx, g party.GroupID, task party.Scope) ([]party.FaceID, error) {
	all, err := tx.Holders(g, task, d.Clock.Now())
	if err == nil && len(all) == 0 {
		all, err = tx.Holders(g, party.Plan, d.Clock.Now())
	}
	return all, err
}

// askConfirm tells those who confirm that somebody waits for it.
func (d *Desk) askConfirm(tx Tx, m call.Commitment) error {
	c, err := tx.Call(m.Call)
	if err != nil {
		return err
	}
	now := d.Clock.Now()
	all, err := d.holders(tx, party.GroupID(c.Author.ID), party.Confirm)
	for _, f := range all {
		if err == nil {
			err = tx.Tell(notice.Notice{ID: id.New[notice.Notice](), To: party.OfFace(f), Kind: notice.ConfirmAsked,
				Call: c.Author.ID, Commitment: int64(c.ID), Made: now, Due: now})
		}
	}
	return err
}

// Confirm says yes or no to somebody who would take a role that needs it.
func (d *Desk) Confirm(ctx context.Context, v access.Viewer, which call.CommitmentID, yes bool) error {
	const op = "action.confirm"
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		m, err := tx.Commitment(which)
		if err != nil {
			return err
		}
		c, err := tx.Call(m.Call)
		if err == nil && c.Kind != call.Action {
			err = fault.New(op, fault.NotFound, "")
		}
		if err == nil {
			err = d.confirms(tx, v, c)
		}
		if err == nil && v.Is(m.Party) {
			err = fault.New(op, fault.NotYours, "action.not_yourself")
		}
		if err != nil {
			return err
		}
		if err := d.Spine.Confirm(tx, which, yes); err != nil || !yes {
			return err
		}
		m.State = call.Agreed
		return d.MovedUp(tx, m)
	}))
}

// confirms is nil where the viewer holds the task to confirm, or to plan where
// the group gave nobody that one.
func (d *Desk) confirms(tx Tx, v access.Viewer, c call.Call) error {
	g := party.GroupID(c.Author.ID)
	_, _, err := d.Spine.Under(tx, v, g, party.Confirm)
	if !fault.Is(err, fault.NotYours) {
		return err
	}
	if all, err2 := tx.Holders(g, party.Confirm, d.Clock.Now()); err2 != nil || len(all) > 0 {
		return orErr(err2, err)
	}
	_, _, err = d.Spine.Under(tx, v, g, party.Plan)
	return err
}

func orErr(first, second error) error {
	if first != nil {
		return first
	}
	return second
}
