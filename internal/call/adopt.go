package call

import (
	"context"

	"alongside/internal/fault"
	"alongside/internal/party"
)

// Adopt brings what a guest asked, offered and promised into an account, under
// one of its faces. The guest's link and code end. Nobody can stand on both
// sides of a promise, or at one time of an action twice: one of the two is handed
// back first.
func (s *Spine) Adopt(ctx context.Context, g party.GuestID, to party.Ref) error {
	from := party.OfGuest(g)
	return fault.Wrap("call.adopt", s.Store.Update(ctx, func(tx Tx) error {
		if _, err := tx.Guest(g); err != nil {
			return err
		}
		for _, pair := range [][2]party.Ref{{from, to}, {to, from}} {
			if err := s.partWays(tx, pair[0], pair[1]); err != nil {
				return err
			}
		}
		if err := s.onePlace(tx, from, to); err != nil {
			return err
		}
		if err := tx.Adopt(from, to); err != nil {
			return err
		}
		return tx.EraseGuest(g)
	}))
}

// partWays hands back what answerer promised to caller.
func (s *Spine) partWays(tx Tx, caller, answerer party.Ref) error {
	made, err := tx.CommitmentsBy(answerer)
	if err != nil {
		return err
	}
	for _, id := range made {
		m, err := tx.Commitment(id)
		if err != nil {
			return err
		}
		c, err := tx.Call(m.Call)
		if err != nil {
			return err
		}
		if c.Author != caller {
			continue
		}
		if err := s.withdrawAnswer(tx, id, s.Clock.Now()); err != nil {
			return err
		}
	}
	return nil
}

// onePlace hands back what one of the two has at a time of an action at which
// the other has a place as well; a place on a list first.
func (s *Spine) onePlace(tx Tx, from, to party.Ref) error {
	made, err := tx.CommitmentsBy(from)
	if err != nil {
		return err
	}
	for _, which := range made {
		m, err := tx.Commitment(which)
		if err != nil {
			return err
		}
		if !m.State.Runs() {
			continue
		}
		p, err := tx.Part(m.Part)
		if err != nil {
			return err
		}
		if p.Occurrence == 0 {
			continue
		}
		other, there, err := PlaceAt(tx, m.Call, to, p.Occurrence)
		if err != nil {
			return err
		}
		if !there {
			continue
		}
		if m.State.Holds() && !other.State.Holds() {
			m = other
		}
		if err := s.Leave(tx, m.ID); err != nil {
			return err
		}
	}
	return nil
}
