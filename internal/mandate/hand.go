package mandate

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/notice"
	"alongside/internal/party"
)

// run is a mandate that runs, and somebody's own part in it.
type run struct {
	Mandate
	me  group.Member
	own Holder
	all []Holder
}

// open opens a mandate that runs for an act of somebody past their trial.
// The rows are asked, because a page may have been open while it ended.
func (d *Desk) open(tx Tx, v access.Viewer, g party.GroupID, which party.MandateID) (r run, err error) {
	const op = "mandate.open"
	if _, _, err = group.Within(tx, v, g); err != nil {
		return r, err
	}
	var there bool
	if r.Mandate, there, err = tx.Mandate(which); err != nil {
		return r, err
	}
	if !there || r.Group != g {
		return r, fault.New(op, fault.NotFound, "")
	}
	if _, r.me, err = group.Trusted(tx, v, g, d.Clock.Now()); err != nil {
		return r, err
	}
	if !r.Runs(d.Clock.Now()) {
		return r, fault.New(op, fault.Stale, "mandate.has_ended")
	}
	r.own, r.all, err = mine(tx, which, r.me.Face)
	return r, err
}

// act does something with a mandate that runs, all of it or nothing.
func (d *Desk) act(ctx context.Context, op string, v access.Viewer, g party.GroupID, which party.MandateID, do func(Tx, run) error) error {
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		r, err := d.open(tx, v, g, which)
		if err != nil {
			return err
		}
		return do(tx, r)
	}))
}

// held is act for those who hold it.
func (d *Desk) held(ctx context.Context, op string, v access.Viewer, g party.GroupID, which party.MandateID, do func(Tx, run) error) error {
	return d.act(ctx, op, v, g, which, func(tx Tx, r run) error {
		if r.own.Part != Holds {
			return fault.New(op, fault.NotYours, "mandate.only_holders")
		}
		return do(tx, r)
	})
}

// Ask asks a member to take the viewer's place. Nothing changes before they
// say yes. Whom the viewer asked before is not asked any more.
func (d *Desk) Ask(ctx context.Context, v access.Viewer, g party.GroupID, which party.MandateID, to party.FaceID) error {
	const op = "mandate.ask"
	return d.held(ctx, op, v, g, which, func(tx Tx, r run) error {
		asked := Holder{Mandate: which, Face: to, Part: Asked, Stead: r.me.Face}
		for _, h := range r.all {
			switch {
			case h.Face != to:
			case h.Part == Holds:
				return fault.New(op, fault.Stale, "mandate.holds_already")
			case h.Stead == r.me.Face:
				return nil // sent twice
			case h.Stead != 0:
				return fault.New(op, fault.Taken, "mandate.asked_already")
			default:
				asked.Part = h.Part
			}
		}
		may, err := d.may(tx, g, to)
		if err == nil && !may {
			err = fault.New(op, fault.Stale, "mandate.cannot_hold")
		}
		if err != nil {
			return err
		}
		if err := d.takeBack(tx, r); err != nil {
			return err
		}
		if err := tx.PutHolder(asked); err != nil {
			return err
		}
		return d.tell(tx, to, notice.MandateOffered, r.Mandate)
	})
}

// takeBack takes back whom the holder has asked, if anybody.
func (d *Desk) takeBack(tx Tx, r run) error {
	for _, h := range r.all {
		if h.Stead == r.me.Face {
			if err := d.unask(tx, h); err != nil {
				return err
			}
		}
	}
	return nil
}

// Unask takes back that the viewer asked somebody.
func (d *Desk) Unask(ctx context.Context, v access.Viewer, g party.GroupID, which party.MandateID) error {
	return d.held(ctx, "mandate.unask", v, g, which, d.takeBack)
}

// Accept puts the viewer in the place of the holder who asked them. That one
// is out of it in the same moment; the note comes along. Sent twice, it is done.
func (d *Desk) Accept(ctx context.Context, v access.Viewer, g party.GroupID, which party.MandateID) error {
	const op = "mandate.accept"
	return d.act(ctx, op, v, g, which, func(tx Tx, r run) error {
		if r.own.Part == Holds {
			return nil
		}
		before, _, err := mine(tx, which, r.own.Stead)
		if err != nil {
			return err
		}
		may, err := d.may(tx, g, r.own.Stead)
		if err != nil {
			return err
		}
		if r.own.Stead == 0 || before.Part != Holds || !may {
			return fault.New(op, fault.Stale, "mandate.offer_over")
		}
		if mine, err := tx.DropHolder(which, r.own.Stead); err != nil || !mine {
			return orOver(op, err)
		}
		return tx.PutHolder(Holder{Mandate: which, Face: r.me.Face, Part: Holds})
	})
}

func orOver(op string, err error) error {
	if err != nil {
		return err
	}
	return fault.New(op, fault.Stale, "mandate.offer_over")
}

// Decline says no to being asked, without a reason.
func (d *Desk) Decline(ctx context.Context, v access.Viewer, g party.GroupID, which party.MandateID) error {
	return d.act(ctx, "mandate.decline", v, g, which, func(tx Tx, r run) error {
		if r.own.Stead == 0 {
			return nil
		}
		return d.unask(tx, r.own)
	})
}

// LayDown takes the viewer out of a mandate that they hold or shadow, without
// a reason. One that nobody holds any more has ended.
func (d *Desk) LayDown(ctx context.Context, v access.Viewer, g party.GroupID, which party.MandateID) error {
	return d.act(ctx, "mandate.lay_down", v, g, which, func(tx Tx, r run) error {
		if r.own.Part != Holds && r.own.Part != Shadows {
			return nil
		}
		if _, err := tx.DropHolder(which, r.me.Face); err != nil {
			return err
		}
		return d.dropped(tx, r.Mandate, r.me.Face)
	})
}

// Write changes the note for whoever takes it over.
func (d *Desk) Write(ctx context.Context, v access.Viewer, g party.GroupID, which party.MandateID, note string) error {
	const op = "mandate.write"
	var f fault.Form
	if tidy(&f, "note", &note, NoteMost); f.Err(op) != nil {
		return f.Err(op)
	}
	return d.held(ctx, op, v, g, which, func(tx Tx, r run) error {
		r.Note = note
		return tx.SaveMandate(r.Mandate)
	})
}
