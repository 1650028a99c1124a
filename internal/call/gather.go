package call

import (
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
)

// What the spine does for people who turn up together. The room of actions
// knows the plan; places, lists and the words of both sides are the spine's.

// Gatherings are what actions need of commitments.
type Gatherings interface {
	// PartFor is what a role is at one time, if somebody has come to it yet.
	PartFor(RoleID, OccurrenceID) (p Part, there bool, err error)
	PartsAt(OccurrenceID) ([]Part, error)
	// FirstInLine is who has waited longest for a part.
	FirstInLine(PartID) (m Commitment, any bool, err error)
	// EndOfLine is when the last one came to it; zero when nobody waits.
	EndOfLine(PartID) (time.Time, error)
	LineFor(PartID) ([]CommitmentID, error) // in order
}

// Coming is somebody's tap on a place at an action.
type Coming struct {
	Answer
	Name  string // what to call them, for a guest
	Reach string // for a buddy, if they said
	Quiet bool   // no reminder: they come to each of many times
}

// told is who on the caller's side hears of answers one by one. At an action
// nobody does: two hundred may come, and who comes is theirs.
func (c Call) told() party.Ref {
	if c.Kind == Action {
		return party.Ref{}
	}
	return c.Author
}

// Come gives somebody a place at an action, or the last place on its list when
// it is full. The call and its part are as the same transaction has read them.
// Where the part asks, somebody confirms them first. It runs in the
// transaction of the room that knows the plan, after that has asked Came.
func (s *Spine) Come(tx Tx, v access.Viewer, as party.Ref, c Gate, p Part, a Coming) (h HeldPlace, err error) {
	if err := s.mayCome(tx, v, as, c, p); err != nil {
		return h, err
	}
	by, err := s.answerer(tx, as, a.Answer)
	if err != nil {
		return h, err
	}
	now := s.Clock.Now()
	m := Commitment{ID: id.New[Commitment](), Part: p.ID, Call: c.ID, Party: by.ref, Quantity: 1, State: Held, Made: now, Changed: now, Due: p.Starts}
	if a.Key != "" {
		m.Key = a.Key.Hash("hold")
	}
	h = HeldPlace{m, by.Keys}
	free, err := tx.Take(p.ID, 1)
	switch {
	case err != nil:
		return h, err
	case free:
		err = h.Commitment.settleIn(p, now, a.Quiet)
	default:
		err = h.Commitment.queue(tx, p, now)
	}
	if err != nil {
		return h, err
	}
	if err := tx.AddCommitment(h.Commitment); err != nil {
		return h, err
	}
	if err := stayUntil(tx, by.ref, p.Ends, now); err != nil {
		return h, err
	}
	return h, s.introduce(tx, h.Commitment, Reach{Name: a.Name, Reach: a.Reach})
}

// Came finds the place that this very page has given already: a page whose
// answer was lost is sent again.
func (s *Spine) Came(tx Tx, key Key) (h HeldPlace, again bool, err error) {
	again, err = s.once(tx, key, &h)
	return h, again, err
}

// PlaceAt is what somebody has at one time of an action, if it runs.
func PlaceAt(tx Tx, c ID, r party.Ref, at OccurrenceID) (m Commitment, there bool, err error) {
	made, err := tx.CommitmentsIn(c, []party.Ref{r})
	if err != nil {
		return m, false, err
	}
	for _, m := range made {
		if !m.State.Runs() {
			continue
		}
		p, err := tx.Part(m.Part)
		if err != nil || p.Occurrence == at {
			return m, err == nil, err
		}
	}
	return m, false, nil
}

// stayUntil keeps a guest for as long as they may need their page. The day is
// rounded up to whole weeks: beside a name it would tell which action it was.
func stayUntil(tx Tx, r party.Ref, ends, now time.Time) error {
	until := later(ends, now.Add(when.LeaseFor))
	return stay(tx, r, until.Truncate(7*24*time.Hour).Add(7*24*time.Hour))
}

// mayCome says who may not, and why.
func (s *Spine) mayCome(tx Tx, v access.Viewer, as party.Ref, c Gate, p Part) error {
	const op = "call.come"
	switch {
	case c.Kind != Action || !access.See(v, c.Access()):
		return fault.New(op, fault.NotFound, "")
	case c.State != Open:
		return fault.New(op, fault.Taken, "call.is_closed")
	case !p.Ends.After(s.Clock.Now()):
		return fault.New(op, fault.Taken, "action.over")
	}
	return belongs(tx, as, c, s.Clock.Now())
}

// settleIn makes a place that is taken agreed, or lets somebody confirm it.
func (m *Commitment) settleIn(p Part, now time.Time, quiet bool) error {
	if m.State != Queued {
		if err := m.move(reached, now); err != nil {
			return err
		}
		if p.Asks {
			m.Until = p.Starts
			return nil
		}
		if err := m.move(agree, now); err != nil {
			return err
		}
	} else if err := m.move(moveUp, now); err != nil {
		return err
	}
	m.lease(now, true)
	if quiet {
		m.Nudge, m.Until = time.Time{}, m.Due
	}
	return nil
}

// queue puts a commitment at the end of its line: always after whoever came
// before, also within one millisecond.
func (m *Commitment) queue(tx Tx, p Part, now time.Time) error {
	last, err := tx.EndOfLine(p.ID)
	if err != nil {
		return err
	}
	m.State, m.Until = Queued, p.Starts
	if !m.Made.After(last) {
		m.Made = last.Add(time.Millisecond)
	}
	return nil
}

// moveUp gives a place that is free to whoever has waited longest, and tells
// them.
func (s *Spine) moveUp(tx Tx, c Call, which PartID, now time.Time) error {
	if c.Kind != Action || !c.Stands() {
		return nil
	}
	p, err := tx.Part(which)
	if err != nil || !p.Starts.After(now) {
		return err
	}
	for {
		m, any, err := tx.FirstInLine(which)
		if err != nil || !any {
			return err
		}
		free, err := tx.Take(which, m.Quantity)
		if err != nil || !free {
			return err
		}
		if p.Asks {
			m.State = Held
		}
		if err := m.settleIn(p, now, false); err != nil {
			return err
		}
		if err := tx.SaveCommitment(m); err != nil {
			return err
		}
		if s.MovedUp != nil {
			if err := s.MovedUp(tx, m); err != nil {
				return err
			}
		}
		if p.Asks { // they are told once somebody has said yes or no
			continue
		}
		if err := tell(tx, m.Party, notice.PlaceFree, c.ID, m.ID, now); err != nil {
			return err
		}
	}
}

// MoveUp is moveUp after a plan wants more than before.
func (s *Spine) MoveUp(tx Tx, c Call, p PartID) error { return s.moveUp(tx, c, p, s.Clock.Now()) }

// Confirm says yes or no to somebody who waits for it, in the transaction of
// the room that knows whose task that is.
func (s *Spine) Confirm(tx Tx, m CommitmentID, yes bool) error {
	c, err := tx.Commitment(m)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	if !yes {
		if c.State == Declined {
			return nil
		}
		if err := s.end(tx, &c, decline, c.Party, notice.Declined, now); err != nil {
			return err
		}
		return tx.SaveCommitment(c)
	}
	if c.State == Agreed {
		return nil
	}
	if err := c.move(agree, now); err != nil {
		return err
	}
	c.lease(now, true)
	if err := tx.SaveCommitment(c); err != nil {
		return err
	}
	return tell(tx, c.Party, notice.Agreed, c.Call, c.ID, now)
}

// Leave gives a place back in the transaction of the room of actions.
func (s *Spine) Leave(tx Tx, m CommitmentID) error {
	c, err := tx.Commitment(m)
	if err != nil || !c.State.Runs() {
		return err
	}
	if err := s.end(tx, &c, handBack, party.Ref{}, notice.HandedBack, s.Clock.Now()); err != nil {
		return err
	}
	return tx.SaveCommitment(c)
}

// Pass ends a place that somebody else takes over, in the transaction in which
// they do: it is never free between the two.
func (s *Spine) Pass(tx Tx, m CommitmentID) error {
	c, err := tx.Commitment(m)
	if err != nil {
		return err
	}
	if err := s.end(tx, &c, handOver, c.Party, notice.Passed, s.Clock.Now()); err != nil {
		return err
	}
	return tx.SaveCommitment(c)
}

// End closes an action for good, in the transaction of the room that knows
// whose task that is. Everybody who would have come is told.
func (s *Spine) End(tx Tx, c Call) error { return s.close(tx, c, Withdrawn, 0) }

// CallOff releases everybody from one time of an action, and tells them.
func (s *Spine) CallOff(tx Tx, m CommitmentID) error {
	c, err := tx.Commitment(m)
	if err != nil || !c.State.Runs() {
		return err
	}
	if err := s.end(tx, &c, letGo, c.Party, notice.CalledOff, s.Clock.Now()); err != nil {
		return err
	}
	return tx.SaveCommitment(c)
}

// WasThere says that an action took place, in the record and without anybody's
// name.
func (s *Spine) WasThere(tx Tx, c Call) error {
	return remember(tx, c, Commitment{}, s.Clock.Now())
}

// Over closes an action whose last time has passed.
func (s *Spine) Over(tx Tx, c Call) error {
	if !c.Stands() {
		return nil
	}
	return s.close(tx, c, Answered, 0)
}

// Tell files a notice about a place at an action.
func Tell(tx Tx, to party.Ref, kind notice.Kind, m Commitment, now time.Time) error {
	return tell(tx, to, kind, m.Call, m.ID, now)
}

// Under is the mandate for this scope under which the viewer acts for a group.
func (s *Spine) Under(tx Tx, v access.Viewer, g party.GroupID, as party.Scope) (party.Mandate, party.FaceID, error) {
	return s.mandate(tx, v, g, as)
}

// Retime takes a promise along to the new hour of its time.
func (s *Spine) Retime(tx Tx, m Commitment, starts time.Time) error {
	m.Due = starts
	switch m.State {
	case Agreed:
		m.lease(s.Clock.Now(), true)
	case Queued, Offered:
		m.Until = starts
	}
	if err := stayUntil(tx, m.Party, starts.Add(when.LiveFor), s.Clock.Now()); err != nil {
		return err
	}
	return tx.SaveCommitment(m)
}
