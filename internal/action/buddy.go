package action

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
)

// buddiesMost is how many look after each other.
const buddiesMost = 3

// Seek lets somebody be offered a buddy who comes to the same time at the same
// level.
func (d *Desk) Seek(ctx context.Context, v access.Viewer, which call.CommitmentID) error {
	return d.own(ctx, "action.seek", v, which, func(tx Tx, _ call.Commitment, p Place) error {
		if p.Pair != 0 {
			return nil
		}
		return d.seek(tx, p)
	})
}

// own runs one act on one's own place.
func (d *Desk) own(ctx context.Context, op string, v access.Viewer, which call.CommitmentID, fn func(Tx, call.Commitment, Place) error) error {
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		m, p, err := d.mine(tx, v, which)
		if err == nil && !m.State.Runs() {
			err = fault.New(op, fault.Stale, "call.moved_on")
		}
		if err != nil {
			return err
		}
		return fn(tx, m, p)
	}))
}

// seek offers two lone people to each other. Both have to say yes.
func (d *Desk) seek(tx Tx, p Place) error {
	p.Seeks = true
	other, any, err := tx.Seeking(p.Occurrence, p.Level, p.Commitment)
	if err != nil {
		return err
	}
	if !any {
		return tx.SavePlace(p)
	}
	with := id.Short[pair]()
	for _, one := range []Place{p, other} {
		one.Pair, one.Yes = with, false
		if err := tx.SavePlace(one); err != nil {
			return err
		}
		if err := d.tellPlace(tx, one, notice.BuddyAsked); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) tellPlace(tx Tx, p Place, kind notice.Kind) error {
	m, err := tx.Commitment(p.Commitment)
	if err != nil {
		return err
	}
	return call.Tell(tx, m.Party, kind, m, d.Clock.Now())
}

// SayBuddy is a yes or no to those one was offered.
func (d *Desk) SayBuddy(ctx context.Context, v access.Viewer, which call.CommitmentID, yes bool) error {
	return d.own(ctx, "action.say_buddy", v, which, func(tx Tx, _ call.Commitment, p Place) error {
		if p.Pair == 0 || yes && p.Yes {
			return nil
		}
		if !yes {
			if err := d.unpair(tx, p, notice.BuddyGone); err != nil {
				return err
			}
			p.Pair, p.Yes, p.Seeks = 0, false, false
			return tx.SavePlace(p)
		}
		p.Yes, p.Seeks = true, false
		if err := tx.SavePlace(p); err != nil {
			return err
		}
		return d.tellAgreed(tx, p.Pair)
	})
}

// tellAgreed tells all of a pair that they have a buddy, once all said yes.
func (d *Desk) tellAgreed(tx Tx, with PairID) error {
	all, err := tx.PlacesIn(with)
	if err != nil || !agreed(all) {
		return err
	}
	for _, p := range all {
		if err := d.tellPlace(tx, p, notice.BuddyYes); err != nil {
			return err
		}
	}
	return nil
}

func agreed(all []Place) bool {
	for _, p := range all {
		if !p.Yes {
			return false
		}
	}
	return len(all) > 1
}

// Code makes the letters that somebody reads to a friend who comes as well:
// to hand them over is a yes.
func (d *Desk) Code(ctx context.Context, v access.Viewer, which call.CommitmentID) error {
	return d.own(ctx, "action.code", v, which, func(tx Tx, _ call.Commitment, p Place) error {
		if p.Pair != 0 {
			return nil
		}
		p.Pair, p.Yes, p.Seeks = id.Short[pair](), true, false
		return tx.SavePlace(p)
	})
}

// With joins a friend by their letters, at the same time of the same action.
// Three look after each other at most.
func (d *Desk) With(ctx context.Context, v access.Viewer, which call.CommitmentID, typed string) error {
	const op = "action.with"
	return d.own(ctx, op, v, which, func(tx Tx, _ call.Commitment, p Place) error {
		var f fault.Form
		with, err := id.Parse[pair](typed)
		f.Check(err == nil, "code", "action.code_unknown")
		if err := f.Err(op); err != nil {
			return err
		}
		if p.Pair == with {
			return nil
		}
		all, err := tx.PlacesIn(with)
		if err != nil {
			return err
		}
		f.Check(len(all) > 0 && all[0].Occurrence == p.Occurrence && agreedOrAlone(all), "code", "action.code_unknown")
		f.Check(len(all) < buddiesMost, "code", "action.three_at_most")
		if err := f.Err(op); err != nil {
			return err
		}
		if p.Pair != 0 {
			if err := d.unpair(tx, p, notice.BuddyGone); err != nil {
				return err
			}
		}
		p.Pair, p.Yes, p.Seeks = with, true, false
		if err := tx.SavePlace(p); err != nil {
			return err
		}
		return d.tellAgreed(tx, with)
	})
}

func agreedOrAlone(all []Place) bool { return agreed(all) || len(all) == 1 && all[0].Yes }

// unpair tells the others of a pair that one of them is not in it any more. One
// who stays alone is offered to others again if they were when it began.
func (d *Desk) unpair(tx Tx, p Place, kind notice.Kind) error {
	if p.Pair == 0 {
		return nil
	}
	all, err := tx.PlacesIn(p.Pair)
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.Commitment == p.Commitment {
			continue
		}
		if len(all) == 2 {
			other.Pair, other.Yes = 0, false
			if err := tx.SavePlace(other); err != nil {
				return err
			}
		}
		if err := d.tellPlace(tx, other, kind); err != nil {
			return err
		}
	}
	return nil
}

// SayReach keeps how one's buddies call one; nobody else reads it.
func (d *Desk) SayReach(ctx context.Context, v access.Viewer, which call.CommitmentID, reach string) error {
	var f fault.Form
	tidy(&f, "reach", &reach, call.ReachMost, true)
	if err := f.Err("action.say_reach"); err != nil {
		return err
	}
	return d.own(ctx, "action.say_reach", v, which, func(tx Tx, m call.Commitment, _ Place) error {
		if reach == "" {
			return tx.EraseDetail(m.Call, m.ID)
		}
		return tx.SetDetail(call.Detail{Call: m.Call, Commitment: m.ID, Reach: reach})
	})
}
