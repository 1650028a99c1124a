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

// Answer is a tap on "I can".
type Answer struct {
	Key      Key // empty where a page could not make one
	Part     PartID
	Quantity int64
	Language string
}

// HeldPlace is what a tap gives: the place, and for a stranger the keys to it.
type HeldPlace struct {
	Commitment Commitment
	Keys       Keys
}

// Hold takes a place at once for 15 minutes. A stranger becomes a guest. It is
// fault.Taken when somebody else was first.
func (s *Spine) Hold(ctx context.Context, v access.Viewer, as party.Ref, a Answer) (h HeldPlace, err error) {
	err = s.Store.Update(ctx, func(tx Tx) error {
		again, err := s.once(tx, a.Key, &h)
		if err != nil || again {
			return err
		}
		by, err := s.answerer(tx, as, a)
		if err != nil {
			return err
		}
		h.Keys = by.Keys
		if _, h.Commitment, err = s.take(tx, v, by.ref, a); err != nil {
			return err
		}
		return tx.AddCommitment(h.Commitment)
	})
	return h, fault.Wrap("call.hold", err)
}

// once finds what the same page did when it was sent before.
func (s *Spine) once(tx Tx, key Key, h *HeldPlace) (again bool, err error) {
	if key == "" {
		return false, nil
	}
	h.Commitment, again, err = tx.CommitmentOnce(key.Hash("hold"))
	if err != nil || !again || h.Commitment.Party.Kind != party.KindGuest {
		return again, err
	}
	link := s.derive(key)
	g, err := tx.GuestByLink(link.Hash())
	if fault.Is(err, fault.NotFound) {
		return again, nil // they came by a link of their own
	}
	h.Keys = Keys{g.ID, link, s.CodeOf(link, g.Language)}
	return again, err
}

// answerer says under which party a tap counts: a stranger becomes a guest.
func (s *Spine) answerer(tx Tx, as party.Ref, a Answer) (who, error) {
	if !as.Nobody() {
		return who{ref: as}, nil
	}
	if a.Key == "" {
		a.Key = Key(id.NewSecret(16).Reveal())
	}
	return s.guest(tx, a.Key, "", a.Language, s.Clock.Now())
}

// take makes room in a part that is open to the viewer, for a commitment that
// is still to be added.
func (s *Spine) take(tx Tx, v access.Viewer, by party.Ref, a Answer) (Call, Commitment, error) {
	now := s.Clock.Now()
	c, p, err := tx.CallOf(a.Part)
	switch {
	case err != nil:
		return c, Commitment{}, err
	case !access.See(v, c.Access()), c.Kind == Action: // nobody comes to an action past its level's words
		return c, Commitment{}, fault.New("call.take", fault.NotFound, "")
	case c.State != Open:
		return c, Commitment{}, fault.New("call.take", fault.Taken, "call.is_closed")
	case !access.Answer(v, c.Access()):
		return c, Commitment{}, fault.New("call.take", fault.Invalid, "call.is_yours")
	}
	if err := belongs(tx, by, c.Gate(), now); err != nil {
		return c, Commitment{}, err
	}
	m := Commitment{ID: id.New[Commitment](), Part: p.ID, Call: c.ID, Party: by,
		Quantity: min(max(1, a.Quantity), QtyMost), State: Held, Made: now, Changed: now,
		Due: p.Due(), Until: now.Add(when.HoldFor)}
	if a.Key != "" {
		m.Key = a.Key.Hash("hold")
	}
	ok, err := tx.Take(p.ID, m.Quantity)
	if err == nil && !ok {
		err = fault.New("call.take", fault.Taken, "call.somebody_first")
	}
	return c, m, err
}

// Reach is what turns a held place into an answer.
type Reach struct {
	Name     string
	Reach    string
	Spot     string
	Quantity int64 // 0: as held
}

// Offer says how to reach the person who holds a place. By the call's rule it
// is agreed at once, or the asker agrees first. Sent again, it changes the
// name and the way only.
func (s *Spine) Offer(ctx context.Context, v access.Viewer, m CommitmentID, r Reach) (c Commitment, err error) {
	var f fault.Form
	tidy(&f, "name", &r.Name, NameMost, false)
	tidy(&f, "reach", &r.Reach, ReachMost, true)
	tidy(&f, "exact", &r.Spot, ReachMost, true)
	f.Check(r.Reach != "" || !isGuest(v), "reach", "mine.say_reach")
	if err := f.Err("call.offer"); err != nil {
		return c, err
	}
	err = s.Store.Update(ctx, func(tx Tx) error {
		if c, err = s.answered(tx, v, m); err != nil {
			return err
		}
		if c.State != Held && c.State.Runs() {
			return s.introduce(tx, c, r)
		}
		if err := s.resize(tx, &c, r.Quantity); err != nil {
			return err
		}
		call, err := tx.Call(c.Call)
		if err != nil {
			return err
		}
		told, err := s.offer(call, &c)
		if err != nil {
			return err
		}
		if err := tx.SaveCommitment(c); err != nil {
			return err
		}
		if err := s.tellOffer(tx, call, c, told); err != nil {
			return err
		}
		return s.introduce(tx, c, r)
	})
	return c, fault.Wrap("call.offer", err)
}

func isGuest(v access.Viewer) bool {
	return len(v.Parties) == 1 && v.Parties[0].Kind == party.KindGuest
}

// offer moves a held place on, by the call's rule, and says what the caller is
// to be told.
func (s *Spine) offer(c Call, m *Commitment) (told notice.Kind, err error) {
	now := s.Clock.Now()
	if err := m.move(reached, now); err != nil {
		return "", err
	}
	if c.Rule != FirstCome {
		m.Until = now.Add(when.OfferFor)
		return notice.Offered, nil
	}
	err = m.move(agree, now)
	m.lease(now, true)
	return notice.Answered, err
}

// tellOffer tells the caller, and keeps a guest's page for as long as their
// promise runs.
func (s *Spine) tellOffer(tx Tx, c Call, m Commitment, told notice.Kind) error {
	now := s.Clock.Now()
	if err := stay(tx, m.Party, later(m.Due, now.Add(when.LeaseFor))); err != nil {
		return err
	}
	return tell(tx, c.told(), told, c.ID, m.ID, now)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// introduce keeps the name and the way to be reached.
func (s *Spine) introduce(tx Tx, m Commitment, r Reach) error {
	if m.Party.Kind == party.KindGuest && r.Name != "" {
		g, err := tx.Guest(party.GuestID(m.Party.ID))
		if err != nil {
			return err
		}
		g.Name = r.Name
		if err := tx.SaveGuest(g); err != nil {
			return err
		}
	}
	return keepDetail(tx, Detail{Call: m.Call, Commitment: m.ID, Reach: r.Reach, Spot: r.Spot})
}

// resize takes more or less of the part while it is only held.
func (s *Spine) resize(tx Tx, m *Commitment, to int64) error {
	if to == 0 || to == m.Quantity || m.State != Held {
		return nil
	}
	if to < 0 || to > QtyMost {
		var f fault.Form
		f.Add("count", "ask.quantity", "most", QtyMost)
		return f.Err("call.resize")
	}
	ok, err := tx.Take(m.Part, to-m.Quantity)
	if err == nil && !ok {
		return fault.New("call.resize", fault.Taken, "call.not_so_many_left")
	}
	m.Quantity = to
	return err
}

// AnswerNow is one tap for somebody who has an account: held and offered
// together, undone by HandBack.
func (s *Spine) AnswerNow(ctx context.Context, v access.Viewer, as party.Ref, a Answer) (m Commitment, err error) {
	err = s.Store.Update(ctx, func(tx Tx) error {
		var h HeldPlace
		again, err := s.once(tx, a.Key, &h)
		if m = h.Commitment; err != nil || again {
			return err
		}
		var c Call
		if c, m, err = s.take(tx, v, as, a); err != nil {
			return err
		}
		told, err := s.offer(c, &m)
		if err != nil {
			return err
		}
		if err := tx.AddCommitment(m); err != nil {
			return err
		}
		return s.tellOffer(tx, c, m, told)
	})
	return m, fault.Wrap("call.answer", err)
}

// answered fetches a commitment that the viewer made.
func (s *Spine) answered(tx Tx, v access.Viewer, m CommitmentID) (Commitment, error) {
	c, err := tx.Commitment(m)
	if err == nil {
		err = s.acts(tx, v, c.Party, party.Promise)
	}
	return c, err
}

// asked fetches a commitment to a call that the viewer made. Whoever promised it
// themselves, or for their group, leaves the caller's yes to somebody else.
func (s *Spine) asked(tx Tx, v access.Viewer, m CommitmentID) (Commitment, error) {
	c, call, voice, err := s.side(tx, v, m)
	if err == nil && voice != Caller {
		if err = s.acts(tx, v, call.Author, party.Intake); err == nil {
			err = fault.New("call.asked", fault.NotYours, "desk.both_sides")
		}
	}
	return c, err
}

// Agree says yes to an offer.
func (s *Spine) Agree(ctx context.Context, v access.Viewer, m CommitmentID) error {
	return s.step(ctx, "call.agree", m, s.asked, v, Agreed, func(tx Tx, c *Commitment, now time.Time) error {
		if err := c.move(agree, now); err != nil {
			return err
		}
		c.lease(now, true)
		return tell(tx, c.Party, notice.Agreed, c.Call, c.ID, now)
	})
}

// Decline says that the asker found another way. It asks for no reason.
func (s *Spine) Decline(ctx context.Context, v access.Viewer, m CommitmentID) error {
	return s.step(ctx, "call.decline", m, s.asked, v, Declined, func(tx Tx, c *Commitment, now time.Time) error {
		return s.end(tx, c, decline, c.Party, notice.Declined, now)
	})
}

// HandBack gives the place back, in one tap and without a reason.
func (s *Spine) HandBack(ctx context.Context, v access.Viewer, m CommitmentID) error {
	return s.step(ctx, "call.hand_back", m, s.answered, v, Returned, func(tx Tx, c *Commitment, now time.Time) error {
		to, err := tx.Call(c.Call)
		if err != nil {
			return err
		}
		caller := to.told()
		if c.State == Held {
			caller = party.Ref{} // nobody was told of it yet
		}
		return s.end(tx, c, handBack, caller, notice.HandedBack, now)
	})
}

// LetGo releases somebody from their promise.
func (s *Spine) LetGo(ctx context.Context, v access.Viewer, m CommitmentID) error {
	return s.step(ctx, "call.let_go", m, s.asked, v, Released, func(tx Tx, c *Commitment, now time.Time) error {
		return s.end(tx, c, letGo, c.Party, notice.LetGo, now)
	})
}

// StillFine answers the reminder: the promise stands.
func (s *Spine) StillFine(ctx context.Context, v access.Viewer, m CommitmentID) error {
	return s.step(ctx, "call.still_fine", m, s.answered, v, "", func(tx Tx, c *Commitment, now time.Time) error {
		if c.State != Agreed {
			return fault.New("call.still_fine", fault.Stale, "call.moved_on")
		}
		c.lease(now, false)
		return stay(tx, c.Party, c.Until)
	})
}

// step runs one act on one commitment. A commitment that already stands where
// the act leads is left alone: pressing twice is no mistake.
func (s *Spine) step(ctx context.Context, op string, m CommitmentID,
	find func(Tx, access.Viewer, CommitmentID) (Commitment, error), v access.Viewer, to Stage,
	act func(Tx, *Commitment, time.Time) error) error {
	return fault.Wrap(op, s.Store.Update(ctx, func(tx Tx) error {
		c, err := find(tx, v, m)
		if err != nil || c.State == to {
			return err
		}
		if to == Returned && c.State == TakenBack {
			return nil
		}
		if err := act(tx, &c, s.Clock.Now()); err != nil {
			return err
		}
		return tx.SaveCommitment(c)
	}))
}

// end moves a commitment to an ending that frees its place, erases what was
// between the two sides and tells the other one.
func (s *Spine) end(tx Tx, c *Commitment, a act, other party.Ref, kind notice.Kind, now time.Time) error {
	held := c.State.Holds()
	if err := c.move(a, now); err != nil {
		return err
	}
	freed := held && !c.State.Holds()
	if freed {
		if _, err := tx.Take(c.Part, -c.Quantity); err != nil {
			return err
		}
	}
	if err := tx.DropHandOver(c.ID); err != nil {
		return err
	}
	if err := eraseBetween(tx, c.Call, c.ID); err != nil {
		return err
	}
	if err := loosen(tx, *c, other, now); err != nil {
		return err
	}
	call, err := tx.Call(c.Call)
	if err != nil {
		return err
	}
	if a != handOver { // then another promise takes its place
		if err := fade(tx, call, c.ID, now); err != nil {
			return err
		}
		if call.Kind == Action && s.Parted != nil {
			if err := s.Parted(tx, c.ID); err != nil {
				return err
			}
		}
		if freed {
			if err := s.moveUp(tx, call, c.Part, now); err != nil {
				return err
			}
		}
	}
	return tell(tx, other, kind, c.Call, c.ID, now)
}
