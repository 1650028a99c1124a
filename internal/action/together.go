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

// Ask asks another group to plan together. It is in once whoever holds its own
// mandate to plan has said yes.
func (d *Desk) Ask(ctx context.Context, v access.Viewer, which call.ID, g party.GroupID) error {
	const op = "action.ask"
	return d.change(ctx, op, v, which, func(tx Tx, c *call.Call, _ *Plan, _ party.FaceID) error {
		all, err := tx.Together(c.ID)
		if err != nil {
			return err
		}
		for _, t := range all {
			if t.Group == g {
				return nil
			}
		}
		from, err := tx.GroupOf(g)
		var f fault.Form
		f.Check(err == nil && from.Awake && from.Shown && c.Author != party.OfGroup(g), "group", "action.choose_group")
		f.Check(len(all) < TogetherMost, "group", "action.too_many_groups", "most", TogetherMost)
		if err := f.Err(op); err != nil {
			return err
		}
		if err := tx.SaveTogether(c.ID, Together{Group: g}); err != nil {
			return err
		}
		now := d.Clock.Now()
		holders, err := tx.Holders(g, party.Plan, now)
		for _, face := range holders {
			if err == nil {
				err = tx.Tell(notice.Notice{ID: id.New[notice.Notice](), To: party.OfFace(face), Kind: notice.PlanAsked,
					Call: int64(g), Commitment: int64(c.ID), Made: now, Due: now})
			}
		}
		return err
	})
}

// Answer is a group's own yes or no to plan together, under its own mandate. A
// no, also later, takes its name off.
func (d *Desk) Answer(ctx context.Context, v access.Viewer, which call.ID, g party.GroupID, yes bool) error {
	const op = "action.answer"
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		m, _, err := d.Spine.Under(tx, v, g, party.Plan)
		if err != nil {
			return err
		}
		all, err := tx.Together(which)
		if err != nil {
			return err
		}
		for _, t := range all {
			switch {
			case t.Group != g:
			case yes:
				t.Yes, t.Until = true, m.Until
				return tx.SaveTogether(which, t)
			default:
				return tx.DropTogether(which, g)
			}
		}
		return fault.New(op, fault.NotFound, "")
	}))
}
