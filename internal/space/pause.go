package space

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
)

// Paused is that a member's place waits for a time, and why.
type Paused struct {
	Face   party.FaceID
	Group  party.GroupID
	Reason string
	Began  time.Time
	Until  time.Time
	Lifted bool
}

// Pauses are kept for a while after they ended, so that one does not follow on
// another.
type Pauses interface {
	SavePause(Paused) error
	PauseOf(party.FaceID) (Paused, bool, error)
	PausesIn(party.GroupID) ([]Paused, error) // that run
	PausesOver(now time.Time, most int) ([]Paused, error)
}

// betweenPauses is how long nobody can be paused again without a decision.
const betweenPauses = 30 * 24 * time.Hour

// PauseMember makes what a member's place opens wait, at once and for at most
// 14 days, with a reason that they read. It takes the task of answering
// reports, and is never one's own doing to oneself.
func (d *Desk) PauseMember(ctx context.Context, v access.Viewer, g party.GroupID, p Pausing) error {
	const op = "space.pause"
	whom := p.Face
	err := d.Store.Update(ctx, func(tx Tx) error {
		me, err := d.holder(tx, v, g)
		if err != nil {
			return err
		}
		var f fault.Form
		reason := words(&f, "why", p.Why, ReasonMost, true)
		f.Check(p.Days >= 1 && p.Days <= PauseMost, "days", "group.number_between", "least", 1, "most", PauseMost)
		m, in, err := tx.Member(whom)
		if err != nil {
			return err
		}
		there := in && m.Group == g
		f.Check(there && m.Face != me.Face, "whom", "repair.choose_somebody")
		last, was, err := tx.PauseOf(whom)
		if err != nil {
			return err
		}
		now := d.Clock.Now()
		f.Check(!there || !was || now.Sub(last.Began) >= betweenPauses, "whom", "space.paused_lately")
		if err := f.Err(op); err != nil {
			return err
		}
		did, err := d.Pause(ctx, tx, g, whom)
		if err == nil && !did {
			err = fault.New(op, fault.Stale, "space.is_paused")
		}
		if err != nil {
			return err
		}
		pause := Paused{whom, g, reason, now, now.Add(time.Duration(p.Days) * 24 * time.Hour), false}
		if err := tx.SavePause(pause); err != nil {
			return err
		}
		if err := tx.AddLine(group.Line{Group: g, Day: d.today(), Act: group.PausedOne, Face: me.Face, Note: reason}); err != nil || !p.Branch {
			return err
		}
		if err := d.pauseBranch(ctx, tx, pause, me.Face); err != nil {
			return err
		}
		return tx.AddLine(group.Line{Group: g, Day: d.today(), Act: group.PausedBranch, Face: me.Face})
	})
	return fault.Wrap(op, err)
}

// pauseBranch pauses whom a face let in within 90 days, and whom those let in,
// until the same day. They read no reason: nothing was said of them. By who
// answers reports, 0 for the group itself, nobody is paused again within 30
// days, nor they themselves.
func (d *Desk) pauseBranch(ctx context.Context, tx Tx, p Paused, by party.FaceID) error {
	all, err := d.Branch(tx, p.Group, p.Face)
	if err != nil {
		return err
	}
	p.Reason = ""
	for _, p.Face = range all {
		last, was, err := tx.PauseOf(p.Face)
		if err != nil {
			return err
		}
		if by != 0 && (p.Face == by || was && p.Began.Sub(last.Began) < betweenPauses) {
			continue
		}
		did, err := d.Pause(ctx, tx, p.Group, p.Face)
		if err == nil && did {
			err = tx.SavePause(p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// holder is the viewer's membership when they hold the task of answering
// reports, by the viewer and by the rows.
func (d *Desk) holder(tx Tx, v access.Viewer, g party.GroupID) (group.Member, error) {
	me, err := d.trusted(tx, v, g)
	if err != nil {
		return me, err
	}
	_, holds := v.Holds(g, party.Reports)
	all, err := tx.Holders(g, party.Reports, d.Clock.Now())
	for _, f := range all {
		if f == me.Face && holds && err == nil {
			return me, nil
		}
	}
	if err == nil {
		err = fault.New("space.holder", fault.NotYours, "space.needs_reports")
	}
	return me, err
}

// Lift ends a pause before its time.
func (d *Desk) Lift(ctx context.Context, v access.Viewer, g party.GroupID, whom party.FaceID) error {
	const op = "space.lift"
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		me, err := d.holder(tx, v, g)
		if err != nil {
			return err
		}
		p, there, err := tx.PauseOf(whom)
		if err != nil || !there || p.Group != g || p.Lifted || whom == me.Face {
			return orMissing(op, err)
		}
		if err := d.lift(tx, p); err != nil {
			return err
		}
		return tx.AddLine(group.Line{Group: g, Day: d.today(), Act: group.LiftedPause, Face: me.Face})
	}))
}

func (d *Desk) lift(tx Tx, p Paused) error {
	p.Lifted = true
	if err := tx.SavePause(p); err != nil {
		return err
	}
	return d.Unpause(tx, p.Group, p.Face)
}

// Running are the pauses of a group that run, for those who answer reports.
func (d *Desk) Running(ctx context.Context, v access.Viewer, g party.GroupID) (all []Paused, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		if _, err := d.holder(tx, v, g); err != nil {
			return err
		}
		all, err = tx.PausesIn(g)
		return err
	})
	return all, fault.Wrap("space.running", err)
}

// Blocks are what one person does not want to hear; nobody else is shown them.
type Blocks interface {
	Block(who party.AccountID, face party.FaceID, g party.GroupID) error
	Unblock(who party.AccountID, face party.FaceID) error
	BlockedBy(party.AccountID) ([]party.Face, error) // with the names they go by, no accounts
}

// Block stops another member from asking the person to talk, and folds what
// they write. It is private and undone at any time.
func (d *Desk) Block(ctx context.Context, v access.Viewer, who party.AccountID, g party.GroupID, whom party.FaceID) error {
	const op = "space.block"
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		me, err := within(tx, v, g)
		if err != nil || who == 0 {
			return orMissing(op, err)
		}
		var f fault.Form
		m, in, err := tx.Member(whom)
		f.Check(in && m.Group == g && m.Face != me.Face, "whom", "repair.choose_somebody")
		if err != nil || f.Err(op) != nil {
			return orForm(op, err, &f)
		}
		return tx.Block(who, whom, g)
	}))
}

func orForm(op string, err error, f *fault.Form) error {
	if err != nil {
		return err
	}
	return f.Err(op)
}

// Unblock takes a block back.
func (d *Desk) Unblock(ctx context.Context, who party.AccountID, whom party.FaceID) error {
	return fault.Wrap("space.unblock", d.Store.Update(ctx, func(tx Tx) error { return tx.Unblock(who, whom) }))
}

// Blocked are whom a person blocked in a group, for themselves.
func (d *Desk) Blocked(ctx context.Context, who party.AccountID, g party.GroupID) (all []party.Face, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		all = nil
		found, err := tx.BlockedBy(who)
		for _, f := range found {
			if f.Group == g {
				all = append(all, f)
			}
		}
		return err
	})
	return all, fault.Wrap("space.blocked", err)
}
