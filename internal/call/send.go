package call

import (
	"context"
	"errors"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
)

// Sent is a call that its author sent on to another group. The group looks at
// a copy that waits; what it answers, or that it did not, is never left open.
type Sent struct {
	Call   ID
	Copy   ID
	Group  party.GroupID
	Answer Reply
	Why    string // the group's words, when it could not
}

// Reply is what the other group answered.
type Reply string

const (
	NoReply  Reply = ""          // it still may
	TookOn   Reply = "accepted"  // the copy is on the board
	Refused  Reply = "refused"   // with a reason
	Silent   Reply = "expired"   // its week has passed
	CalledIn Reply = "withdrawn" // the author took the copy back
)

// whyMost is how many letters a group's reason has.
const whyMost = 200

// SendOn closes a call here and lays a copy of it before the members of
// another group. What is settled stays here; what is still wanted goes along.
func (s *Spine) SendOn(ctx context.Context, v access.Viewer, call ID, to party.GroupID) error {
	const op = "call.send_on"
	return fault.Wrap(op, s.Store.Update(ctx, func(tx Tx) error {
		c, err := s.own(tx, v, call)
		switch {
		case err != nil:
			return err
		case c.State == Closed && c.Reason == SentOn:
			return nil
		case c.State != Open:
			return fault.New(op, fault.Stale, "call.is_closed")
		}
		g, err := tx.GroupOf(to)
		if err != nil {
			return err
		}
		var f fault.Form
		f.Check(g.Awake && to != c.Group && c.Circle == 0, "group", "mine.choose_group")
		if err := f.Err(op); err != nil {
			return err
		}
		copied, err := s.lay(tx, c, to)
		if err != nil {
			return err
		}
		if err := s.close(tx, c, SentOn, copied); err != nil {
			return err
		}
		return tx.SaveSent(Sent{Call: c.ID, Copy: copied, Group: to})
	}))
}

// lay makes the copy of what is still wanted, for a group to look at.
func (s *Spine) lay(tx Tx, c Call, to party.GroupID) (ID, error) {
	now := s.Clock.Now()
	next := c
	next.ID, next.Group, next.State, next.Opened = id.Short[Call](), to, Waiting, now
	next.Bundle, next.Outside, next.Version = 0, nil, 1
	if limit := now.Add(when.SentFor); next.Closes.IsZero() || next.Closes.After(limit) {
		next.Closes = limit
	}
	parts, err := tx.Parts(c.ID)
	if err != nil {
		return 0, err
	}
	answers, err := tx.CommitmentsOf(c.ID)
	if err != nil {
		return 0, err
	}
	var wanted []Part
	for _, p := range parts {
		settled := int64(0)
		for _, m := range answers {
			if m.Part == p.ID && m.State.Holds() && (m.State == Due || !m.State.Runs()) {
				settled += m.Quantity
			}
		}
		if p.Quantity > 0 && settled >= p.Quantity {
			continue
		}
		if p.Quantity > 0 {
			p.Quantity -= settled
		}
		p.ID, p.Call, p.Position, p.Taken = id.New[Part](), next.ID, len(wanted), 0
		wanted = append(wanted, p)
	}
	if len(wanted) == 0 {
		return 0, fault.New("call.send_on", fault.Stale, "call.moved_on")
	}
	next.Parts = len(wanted)
	if err := errors.Join(tx.AddCall(next, wanted), voiceAgain(tx, c.ID, next.ID)); err != nil {
		return 0, err
	}
	d, err := found(tx.Detail(c.ID, 0))
	if err != nil {
		return 0, err
	}
	return next.ID, keepDetail(tx, Detail{Call: next.ID, Reach: d.Reach, Spot: d.Spot})
}

// replied writes what the other group answered about a copy that waited, and
// tells its author. What it could not take on is open again where it was.
func (s *Spine) replied(tx Tx, c Call, r Reply, why string) error {
	sent, was, err := tx.SentAs(c.ID)
	if err != nil || !was || sent.Answer != NoReply {
		return err
	}
	sent.Answer, sent.Why = r, why
	if err := tx.SaveSent(sent); err != nil || r != Refused && r != Silent {
		return err
	}
	if err := tx.EraseCall(c.ID); err != nil {
		return err
	}
	return s.reopen(tx, sent.Call)
}

// reopen puts a call that came back onto the board again, as it was.
func (s *Spine) reopen(tx Tx, which ID) error {
	now := s.Clock.Now()
	c, err := tx.Call(which)
	if err != nil {
		return err
	}
	if c.Closes.After(now) {
		c.State, c.Reason, c.ClosedAt = Open, "", time.Time{}
	} else {
		c.Reason = Expired
	}
	c.Other = 0
	if err := tx.SaveCall(c); err != nil {
		return err
	}
	d, err := found(tx.Detail(c.ID, 0))
	if err != nil {
		return err
	}
	if d.Until = (time.Time{}); c.State == Open && d != (Detail{}) {
		if err := tx.SetDetail(d); err != nil {
			return err
		}
	}
	return tell(tx, c.Author, notice.CameBack, c.ID, 0, now)
}
