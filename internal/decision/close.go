package decision

import (
	"context"
	"errors"

	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/notice"
	"alongside/internal/party"
)

// errMoved says that what a decision would change is not there any more.
var errMoved = errors.New("the group has moved on")

// Close ends a decision whose time has come, or to which everybody on the roll
// has consented. It changes what it was to change in the same transaction, and
// nothing when it was closed already or is still to go on.
func (d *Desk) Close(ctx context.Context, which ID) error {
	err := d.close(ctx, which, true)
	if errors.Is(err, errMoved) { // what it wrote is undone
		err = d.close(ctx, which, false)
	}
	return fault.Wrap("decision.close", err)
}

func (d *Desk) close(ctx context.Context, which ID, carry bool) error {
	return d.Store.Update(ctx, func(tx Tx) error {
		dec, there, err := tx.Decision(which)
		if err != nil || !there || dec.State == Closed {
			return err
		}
		late := !d.Clock.Now().Before(dec.Closes)
		if dec.State == Called {
			if !late {
				return nil
			}
			return d.end(tx, dec, Outcome{Result: Unjoined})
		}
		if !late {
			if waits, err := tx.AnyWaits(dec.ID); err != nil || waits || dec.Method != group.Consent {
				return err
			}
		}
		o := Outcome{}
		if o.Roll, o.Counts, err = tx.Tally(dec.ID, dec.Secret); err != nil {
			return err
		}
		o.Result = result(dec.Method, dec.Quorum, o.Roll, o.Counts)
		if !late && o.Result != Carried {
			return nil // there is time to take up what was objected
		}
		if o.Result == Carried && dec.Effect.Change != "" {
			if !carry {
				o.Result = Moved
			} else if err := d.carryOut(ctx, tx, dec); err != nil {
				return err
			}
		}
		return d.end(tx, dec, o)
	})
}

// result is what the counts come to.
func result(m group.Method, quorum, roll int, c Counts) Result {
	yes, no := c.Consent+c.Concern, c.Objection
	carried := false
	switch m {
	case group.Temperature:
		return Felt
	case group.Majority:
		carried = yes > no
	case group.Supermajority:
		carried = yes > 0 && 3*yes >= 2*(yes+no)
	default:
		carried = yes > 0 && no == 0
	}
	switch {
	case c.Spoken() == 0 || 100*c.Spoken() < quorum*roll:
		return TooFew
	case carried:
		return Carried
	}
	return NotCarried
}

// carryOut makes the change, or says errMoved when it cannot be made any more.
func (d *Desk) carryOut(ctx context.Context, tx Tx, dec Decision) error {
	do := d.Effects[dec.Effect.Change]
	if do == nil {
		return errMoved
	}
	err := do(ctx, tx, dec.Group, dec.ID, dec.Effect.Data)
	switch {
	case err == nil:
		return nil
	case fault.Is(err, fault.Stale), fault.Is(err, fault.Invalid), fault.Is(err, fault.Unreadable),
		fault.Is(err, fault.Taken), fault.Is(err, fault.Gone), fault.Is(err, fault.NotFound):
		return errMoved
	}
	return err
}

// end writes the outcome and tells the roll.
func (d *Desk) end(tx Tx, dec Decision, o Outcome) error {
	if mine, err := tx.CloseDecision(dec.ID); err != nil || !mine {
		return err
	}
	o.Decision, o.Group, o.Title, o.Statement, o.Tasks = dec.ID, dec.Group, dec.Title, dec.Text, dec.Tasks
	o.Change, o.Method, o.Version, o.Secret, o.Quorum = dec.Effect.Change, dec.Method, dec.Version, dec.Secret, dec.Quorum
	o.Closed = d.Clock.Now()
	if o.Result == Carried {
		o.Review = dec.Review
		if o.Change == Agreements {
			if err := tx.Unremind(dec.Group, o.Change, dec.ID); err != nil {
				return err
			}
		}
	}
	if err := tx.AddOutcome(o); err != nil || dec.State == Called {
		return err
	}
	return tx.TellRoll(dec.ID, dec.Group, notice.WasDecided, 0, o.Closed)
}

// atOnce is how many decisions one turn closes.
const atOnce = 20

// Tick closes what has run out and reminds of what is to be looked at again.
// It answers whether there is more to do at once.
func (d *Desk) Tick(ctx context.Context) (more bool, err error) {
	const op = "decision.tick"
	var due []ID
	err = d.Store.View(ctx, func(tx Tx) error {
		due, err = tx.DueBy(d.Clock.Now(), atOnce)
		return err
	})
	var failed error
	for _, which := range due {
		if err == nil {
			failed = errors.Join(failed, d.Close(ctx, which)) // one that cannot be closed keeps no other from it
		}
	}
	if err != nil || failed != nil {
		return false, fault.Wrap(op, errors.Join(err, failed))
	}
	var again []Outcome
	err = d.Store.View(ctx, func(tx Tx) error {
		again, err = tx.ReviewsBy(d.today(), atOnce)
		return err
	})
	for _, o := range again {
		if err == nil {
			err = d.remind(ctx, o)
		}
	}
	return len(due) == atOnce || len(again) == atOnce, fault.Wrap(op, err)
}

func (d *Desk) remind(ctx context.Context, o Outcome) error {
	return d.Store.Update(ctx, func(tx Tx) error {
		if err := tx.SetReminded(o.Decision); err != nil {
			return err
		}
		return tx.TellRoll(o.Decision, o.Group, notice.LookAgain, 0, d.Clock.Now())
	})
}

// Left takes a face that leaves its group off the roll of what is open, inside
// the transaction in which it leaves.
func (d *Desk) Left(tx Tx, f party.FaceID) error { return tx.LeaveRoll(f) }
