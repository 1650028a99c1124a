package action

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// HandOver makes a link by which one named person can take somebody's place. It
// leads to the words of the level, which they read first; the place is never
// free between the two. A new link ends the one before.
func (d *Desk) HandOver(ctx context.Context, v access.Viewer, which call.CommitmentID) (link id.Secret, o Occurrence, err error) {
	link = id.NewSecret(16)
	err = d.own(ctx, "action.hand_over", v, which, func(tx Tx, m call.Commitment, p Place) (err error) {
		if m.State != call.Agreed {
			return fault.New("action.hand_over", fault.Stale, "call.moved_on")
		}
		p.Hand = link.Hash()
		if o, err = tx.Occurrence(p.Occurrence); err != nil {
			return err
		}
		return tx.SavePlace(p)
	})
	return link, o, err
}

// takeOver ends the place that a link hands over, for whoever takes it now.
func (d *Desk) takeOver(tx Tx, by party.Ref, part call.Part, link id.Secret) error {
	over := fault.New("action.take_over", fault.Taken, "mine.handover_over")
	p, there, err := tx.PlaceHanded(link.Hash())
	if err != nil || !there {
		return orErr(err, over)
	}
	m, err := tx.Commitment(p.Commitment)
	switch {
	case err != nil:
		return err
	case m.Part != part.ID || m.State != call.Agreed:
		return over
	case m.Party == by:
		return fault.New("action.take_over", fault.Invalid, "call.is_yours")
	}
	return d.Spine.Pass(tx, m.ID)
}

// End closes an action for good: all its times are off, and everybody is told.
func (d *Desk) End(ctx context.Context, v access.Viewer, which call.ID) error {
	const op = "action.end"
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		c, _, _, err := d.planned(tx, v, which)
		if fault.Is(err, fault.Stale) {
			return nil
		}
		if err != nil {
			return err
		}
		if c.State == call.Drafted { // nobody else has seen it
			return tx.EraseCall(which)
		}
		return d.Spine.End(tx, c)
	}))
}
