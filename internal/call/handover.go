package call

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
)

// HandOver is a promise on its way to a named person. The promise stays where
// it is until that person accepts.
type HandOver struct {
	Commitment CommitmentID
	Link       []byte // SHA-256 of the link's secret
	Name       string // who it is meant for, as the giver calls them
	Until      time.Time
}

// StartHandOver makes a link for the named person. A second one replaces the
// first.
func (s *Spine) StartHandOver(ctx context.Context, v access.Viewer, m CommitmentID, name string) (link id.Secret, err error) {
	var f fault.Form
	tidy(&f, "name", &name, NameMost, false)
	f.Check(name != "", "name", "mine.say_name")
	if err := f.Err("call.hand_over"); err != nil {
		return link, err
	}
	link = id.NewSecret(16)
	return link, fault.Wrap("call.hand_over", s.Store.Update(ctx, func(tx Tx) error {
		c, err := s.answered(tx, v, m)
		if err != nil {
			return err
		}
		if c.State != Agreed || c.Party.Kind == party.KindGroup { // what a group promised, it hands back
			return fault.New("call.hand_over", fault.Stale, "call.moved_on")
		}
		call, err := tx.Call(c.Call)
		if err != nil {
			return err
		}
		if call.Kind == Action { // whoever takes it reads its level first
			return fault.New("call.hand_over", fault.NotFound, "")
		}
		if call.Circle != 0 { // a link opens to whoever has it
			return fault.New("call.hand_over", fault.Stale, "call.circle_hands_back")
		}
		if !access.Known(v, call.Access()) { // or a second account would read what the first may not
			return fault.New("call.hand_over", fault.NotYours, "group.not_through")
		}
		return tx.SetHandOver(HandOver{c.ID, link.Hash(), name, s.Clock.Now().Add(when.HandFor)})
	}))
}

// Handed is what the named person is shown before they accept.
type Handed struct {
	HandOver HandOver
	Call     Call
	Part     Part
	Quantity int64
}

// Handed looks at a hand-over.
func (s *Spine) Handed(ctx context.Context, link id.Secret) (h Handed, err error) {
	err = s.Store.View(ctx, func(tx Tx) error {
		if h.HandOver, err = s.offered(tx, link); err != nil {
			return err
		}
		c, err := tx.Commitment(h.HandOver.Commitment)
		if err != nil {
			return err
		}
		h.Quantity = c.Quantity
		if h.Call, err = tx.Call(c.Call); err != nil {
			return err
		}
		h.Part, err = tx.Part(c.Part)
		return err
	})
	return h, fault.Wrap("call.handed", err)
}

func (s *Spine) offered(tx Tx, link id.Secret) (HandOver, error) {
	h, err := tx.HandOver(link.Hash())
	if fault.Is(err, fault.NotFound) || err == nil && !s.Clock.Now().Before(h.Until) {
		// Accepted, handed back, run out or never made: to strangers all alike.
		err = fault.New("call.handed", fault.NotFound, "mine.handover_over")
	}
	return h, err
}

// Accept takes a promise over. The old commitment is passed, a new one takes
// its place, and the caller and the giver are told.
func (s *Spine) Accept(ctx context.Context, as party.Ref, link id.Secret, key Key, language string, r Reach) (h HeldPlace, err error) {
	var f fault.Form
	tidy(&f, "name", &r.Name, NameMost, false)
	tidy(&f, "reach", &r.Reach, ReachMost, true)
	f.Check(r.Reach != "" || !as.Nobody(), "reach", "mine.say_reach")
	if err := f.Err("call.accept"); err != nil {
		return h, err
	}
	err = s.Store.Update(ctx, func(tx Tx) error {
		again, err := s.once(tx, key, &h)
		if err != nil || again {
			return err
		}
		by, err := s.answerer(tx, as, Answer{Key: key, Language: language})
		if err != nil {
			return err
		}
		h.Keys = by.Keys
		h.Commitment, err = s.pass(tx, by.ref, link, key)
		if err != nil {
			return err
		}
		return s.introduce(tx, h.Commitment, r)
	})
	return h, fault.Wrap("call.accept", err)
}

// pass ends the old commitment and puts the new one in its place, so that at
// no moment is the place free.
func (s *Spine) pass(tx Tx, to party.Ref, link id.Secret, key Key) (next Commitment, err error) {
	now := s.Clock.Now()
	h, err := s.offered(tx, link)
	if err != nil {
		return next, err
	}
	old, err := tx.Commitment(h.Commitment)
	if err != nil {
		return next, err
	}
	c, err := tx.Call(old.Call)
	if err != nil {
		return next, err
	}
	if c.Author == to || old.Party == to {
		return next, fault.New("call.accept", fault.Invalid, "call.is_yours")
	}
	giver := old.Party
	if err := s.end(tx, &old, handOver, giver, notice.Passed, now); err != nil {
		return next, err
	}
	if ok, err := tx.Take(old.Part, old.Quantity); err != nil || !ok {
		return next, fault.Wrap("call.accept", err)
	}
	if err := tx.SaveCommitment(old); err != nil {
		return next, err
	}
	next = Commitment{ID: id.New[Commitment](), Part: old.Part, Call: old.Call, Party: to,
		Quantity: old.Quantity, State: Agreed, Made: now, Changed: now, Due: old.Due, Before: old.ID}
	if key != "" {
		next.Key = key.Hash("hold")
	}
	next.lease(now, true)
	if err := tx.AddCommitment(next); err != nil {
		return next, err
	}
	if err := stay(tx, to, later(next.Due, now.Add(when.LeaseFor))); err != nil {
		return next, err
	}
	return next, tell(tx, c.Author, notice.Passed, c.ID, next.ID, now)
}
