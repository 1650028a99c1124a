package action

import (
	"context"
	"errors"

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

// offersMost is how often one place is offered a buddy: whoever says no again and
// again would learn who else is there.
const offersMost = 4

// seek offers two lone people to each other. Both have to say yes, and neither
// is told the other's name before.
func (d *Desk) seek(tx Tx, p Place) error {
	m, err := tx.Commitment(p.Commitment)
	if err != nil {
		return err
	}
	p.Seeks = true
	other, any, err := tx.Seeking(p.Occurrence, p.Level, p.Commitment, offersMost)
	if err != nil {
		return err
	}
	if !any || p.Offers >= offersMost || m.State != call.Agreed && m.State != call.Due {
		return tx.SavePlace(p)
	}
	with := id.Short[pair]()
	for _, one := range []Place{p, other} {
		one.Pair, one.Yes, one.Offers = with, false, one.Offers+1
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

// SayBuddy is a yes or no to those one was offered, to a third who has the
// letters of one's pair, or to go on with those one has.
func (d *Desk) SayBuddy(ctx context.Context, v access.Viewer, which call.CommitmentID, yes bool) error {
	return d.own(ctx, "action.say_buddy", v, which, func(tx Tx, _ call.Commitment, p Place) error {
		if p.Pair == 0 {
			return nil
		}
		all, err := tx.PlacesIn(p.Pair)
		if err != nil {
			return err
		}
		third, any := asking(all)
		switch {
		case any && third.Commitment == p.Commitment && yes:
			return nil // it is the others' to say
		case any && third.Commitment != p.Commitment && yes:
			return d.letIn(tx, all, p, third)
		case any && third.Commitment != p.Commitment:
			return errors.Join(d.leavePair(tx, third), d.tellPlace(tx, third, notice.BuddyGone))
		case !yes:
			return d.leavePair(tx, p)
		case p.Yes:
			return nil
		}
		p.Yes, p.Seeks = true, false
		if err := tx.SavePlace(p); err != nil {
			return err
		}
		return d.tellAgreed(tx, p.Pair)
	})
}

// asking is who has the letters of a pair that is agreed already, and waits for
// the yes of both.
func asking(all []Place) (third Place, any bool) {
	for _, p := range all {
		if !p.Yes && len(all) == buddiesMost {
			return p, true
		}
	}
	return third, false
}

// letIn is the yes of one of a pair to a third, who is in once both have said it.
func (d *Desk) letIn(tx Tx, all []Place, p, third Place) error {
	p.Lets = true
	if err := tx.SavePlace(p); err != nil {
		return err
	}
	for _, other := range all {
		if other.Yes && !other.Lets && other.Commitment != p.Commitment {
			return nil
		}
	}
	third.Yes = true
	if err := tx.SavePlace(third); err != nil {
		return err
	}
	return d.tellAgreed(tx, p.Pair)
}

// leavePair takes somebody out of their pair, and looks for nobody else.
func (d *Desk) leavePair(tx Tx, p Place) error {
	left := p
	left.Pair, left.Yes, left.Seeks, left.Lets = 0, false, false, false
	if err := tx.SavePlace(left); err != nil {
		return err
	}
	return d.unpair(tx, p)
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

// agreed reports whether at least two said yes to each other. A third who only
// asks is none of them yet.
func agreed(all []Place) bool {
	yes := 0
	for _, p := range all {
		if p.Yes {
			yes++
		}
	}
	return yes > 1
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
// Three look after each other at most; two who do are asked before a third is
// one of them.
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
		f.Check(len(all) > 0 && all[0].Occurrence == p.Occurrence && (agreed(all) || len(all) == 1 && all[0].Yes), "code", "action.code_unknown")
		f.Check(len(all) < buddiesMost, "code", "action.three_at_most")
		if err := f.Err(op); err != nil {
			return err
		}
		if p.Pair != 0 {
			if err := d.leavePair(tx, p); err != nil {
				return err
			}
		}
		p.Pair, p.Yes, p.Seeks, p.Lets = with, len(all) == 1, false, false
		if err := tx.SavePlace(p); err != nil {
			return err
		}
		if p.Yes {
			return d.tellAgreed(tx, with)
		}
		return d.askPair(tx, all)
	})
}

// askPair asks two buddies whether a third may join them.
func (d *Desk) askPair(tx Tx, all []Place) error {
	for _, one := range all {
		one.Lets = false
		if err := tx.SavePlace(one); err != nil {
			return err
		}
		if err := d.tellPlace(tx, one, notice.BuddyAsked); err != nil {
			return err
		}
	}
	return nil
}

// unpair tells the others that somebody is not with them any more, who is out of
// the pair already. One who stays alone is offered to others again if they were
// when it began.
func (d *Desk) unpair(tx Tx, p Place) error {
	others, err := tx.PlacesIn(p.Pair)
	if err != nil || !p.Yes && agreed(others) { // who only asked to be one of them
		return err
	}
	for _, other := range others {
		if err := d.tellPlace(tx, other, notice.BuddyGone); err != nil {
			return err
		}
		if agreed(others) {
			continue
		}
		other.Pair, other.Yes, other.Lets = 0, false, false
		if err := tx.SavePlace(other); err != nil {
			return err
		}
		if other.Seeks {
			if err := d.seek(tx, other); err != nil {
				return err
			}
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
