package call

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/notice"
	"alongside/internal/party"
)

// Through is what matters of the group that a call comes through.
type Through struct {
	Name, Slug string
	Awake      bool // it lives on this board, and nothing is in its way
	Shown      bool // the host has not barred it: everybody may read its name
	Review     bool // what strangers post through it waits for a member's look
}

// through settles how a new call stands with its group. Only members ask
// inside a group, and only those in a circle inside that, where all are past
// their trial and nothing waits; what a stranger, or a member on trial, posts through one that
// looks first, waits. A member who types it in for somebody has looked.
func through(tx Tx, as party.Ref, c *Call) error {
	if c.Group == 0 && c.Circle == 0 {
		return nil
	}
	const op = "call.through"
	if err := belongs(tx, c.Author, c.Gate(), c.Opened); err != nil {
		return err
	}
	g, err := tx.GroupOf(c.Group)
	if err != nil {
		return err
	}
	if !g.Awake {
		return fault.New(op, fault.Stale, "ask.group_rests")
	}
	if c.Circle != 0 {
		return nil
	}
	by := as
	in, err := tx.In(by, c.Group)
	if err == nil && !in && !c.Typist.Nobody() {
		by = c.Typist
		in, err = tx.In(by, c.Group)
	}
	looked := false
	if err == nil && in && g.Review {
		looked, err = tx.ThroughNow(party.FaceID(by.ID), c.Group, c.Opened)
	}
	switch {
	case err != nil:
		return err
	case !in && c.Audience == InGroup:
		return fault.New(op, fault.NotFound, "group.only_members")
	case g.Review && !looked:
		c.State = Waiting
	}
	return nil
}

// trusted says no to whoever is not past their trial in the group.
func trusted(v access.Viewer, g party.GroupID) error {
	switch {
	case v.Trusted(g):
		return nil
	case v.In(g):
		return fault.New("call.trusted", fault.NotYours, "group.not_through")
	}
	return fault.New("call.trusted", fault.NotFound, "group.only_members")
}

// waitingMost bounds what one page of waiting calls shows.
const waitingMost = 50

// Waiting are the calls that wait for a look of this group's members, the
// oldest first: for them alone.
func (s *Spine) Waiting(ctx context.Context, v access.Viewer, g party.GroupID) (all []Look, err error) {
	const op = "call.waiting"
	if err := trusted(v, g); err != nil {
		return nil, err
	}
	err = s.Store.View(ctx, func(tx Tx) error {
		all = nil
		ids, err := tx.WaitingIn(g, waitingMost)
		for _, id := range ids {
			var l Look
			if err == nil {
				l.Call, err = tx.Call(id)
			}
			if err == nil {
				err = fill(tx, &l)
			}
			if err == nil {
				l.Sent, _, err = tx.SentAs(id)
			}
			all = append(all, l)
		}
		return err
	})
	return all, fault.Wrap(op, err)
}

// Waits reports whether anything waits for a look of this group's members.
func (s *Spine) Waits(ctx context.Context, v access.Viewer, g party.GroupID) (some bool, err error) {
	if !v.Trusted(g) {
		return false, nil
	}
	err = s.Store.View(ctx, func(tx Tx) error {
		ids, err := tx.WaitingIn(g, 1)
		some = len(ids) > 0
		return err
	})
	return some, fault.Wrap("call.waits", err)
}

// LetOn puts a call that waits onto the board, and tells its author. Let on
// twice, it is on.
func (s *Spine) LetOn(ctx context.Context, v access.Viewer, call ID) error {
	return s.looked(ctx, v, call, Open, func(tx Tx, c Call) error {
		sent, was, err := tx.SentAs(c.ID)
		if err != nil {
			return err
		}
		if c.State = Open; was { // it waited for a week at most; now it has its own time again
			from, err := tx.Call(sent.Call)
			if err != nil {
				return err
			}
			c.Closes = from.Closes
		}
		if err := tx.SaveCall(c); err != nil {
			return err
		}
		if err := s.replied(tx, c, TookOn, ""); err != nil {
			return err
		}
		return tell(tx, c.Author, notice.LetOn, c.ID, 0, s.Clock.Now())
	})
}

// TurnAway closes a call that waits: it is not for this board. Its author is
// told. One that was sent on goes back where it was, with the group's reason.
func (s *Spine) TurnAway(ctx context.Context, v access.Viewer, call ID, why string) error {
	return s.looked(ctx, v, call, Closed, func(tx Tx, c Call) error {
		now := s.Clock.Now()
		_, was, err := tx.SentAs(c.ID)
		if err != nil {
			return err
		}
		if was {
			var f fault.Form
			tidy(&f, "why", &why, whyMost, false)
			f.Check(why != "", "why", "group.say_why")
			if err := f.Err("call.turn_away"); err != nil {
				return err
			}
			return s.replied(tx, c, Refused, why)
		}
		if err := shut(tx, c, NotForBoard, 0, now); err != nil {
			return err
		}
		return tell(tx, c.Author, notice.TurnedAway, c.ID, 0, now)
	})
}

// looked does what a member decided, unless another decided first: then the
// same word is no error, and another is told that it has moved on.
func (s *Spine) looked(ctx context.Context, v access.Viewer, call ID, to State, act func(Tx, Call) error) error {
	const op = "call.looked"
	return fault.Wrap(op, s.Store.Update(ctx, func(tx Tx) error {
		c, err := seen(tx, v, call)
		switch {
		case err != nil:
			return err
		case c.Group == 0 || !v.Trusted(c.Group):
			return fault.New(op, fault.NotFound, "")
		case c.State == to:
			return nil
		case c.State != Waiting || !access.Sort(v, c.Access()):
			return fault.New(op, fault.Stale, "call.moved_on")
		}
		return act(tx, c)
	}))
}

// ThroughOf is the name of the group that a call comes through, empty for none.
func (s *Spine) ThroughOf(ctx context.Context, c Call) (name string, err error) {
	if c.Group == 0 {
		return "", nil
	}
	return name, s.Store.View(ctx, func(tx Tx) error {
		g, err := tx.GroupOf(c.Group)
		name = g.Name
		return err
	})
}
