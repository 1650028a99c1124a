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

// takeOver ends the place that a link hands over, for whoever takes it now: the
// giver's buddies are not theirs, and what the taker had at that time goes.
func (d *Desk) takeOver(tx Tx, v access.Viewer, as party.Ref, c call.Gate, l Level, r Role, j Joining) (h call.HeldPlace, err error) {
	const op = "action.take_over"
	over := fault.New(op, fault.Taken, "mine.handover_over")
	given, there, err := tx.PlaceHanded(j.Hand.Hash())
	if err != nil || !there {
		return h, orErr(err, over)
	}
	m, err := tx.Commitment(given.Commitment)
	if err != nil {
		return h, err
	}
	part, err := tx.Part(m.Part)
	if err != nil {
		return h, err
	}
	o, err := tx.Occurrence(given.Occurrence)
	if err != nil {
		return h, err
	}
	before, err := d.placeOf(tx, c.ID, as, o.ID)
	switch {
	case err != nil:
		return h, err
	case part.Role != r.ID || m.State != call.Agreed || o.Off || o.Over(d.Clock.Now()):
		return h, over
	case m.Party == as || before != nil && before.Part == part.ID && before.State.Holds():
		return h, fault.New(op, fault.Invalid, "call.is_yours")
	}
	if err := d.vacate(tx, given); err != nil {
		return h, err
	}
	if before != nil {
		if err := d.Spine.Leave(tx, before.ID); err != nil {
			return h, err
		}
	}
	if err := d.Spine.Pass(tx, m.ID); err != nil {
		return h, err
	}
	return d.come(tx, v, as, c, l, part, o, j, false)
}

// allOff calls off every time that is still to come, and every rhythm.
func (d *Desk) allOff(tx Tx, which call.ID) error {
	now := d.Clock.Now()
	coming, err := tx.Occurrences(which, now, timesAll)
	for _, o := range coming {
		if err == nil && !o.Off && o.Starts.After(now) {
			err = tx.SaveOccurrence(o.off())
		}
	}
	return orErr(err, tx.DropHabitsAt(which))
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
		if err := d.allOff(tx, which); err != nil {
			return err
		}
		return d.Spine.End(tx, c)
	}))
}
