package call

import (
	"context"
	"slices"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
)

// Close ends a call for a reason that its author gives; other is the one that it
// doubles. SendOn is for what goes to another group. Promises that run are
// released, kindly; those already due can still be settled.
func (s *Spine) Close(ctx context.Context, v access.Viewer, call ID, why Reason, other ID) error {
	var f fault.Form
	f.Check(slices.Contains(Reasons, why) && why != SentOn, "why", "mine.choose_reason")
	f.Check(why != DuplicateOf || other != 0 && other != call, "other", "mine.choose_other")
	if err := f.Err("call.close"); err != nil {
		return err
	}
	return fault.Wrap("call.close", s.Store.Update(ctx, func(tx Tx) error {
		c, err := s.own(tx, v, call)
		if err != nil {
			return err
		}
		if c.over() && c.Reason == why {
			return nil
		}
		if !c.Stands() && c.State != Waiting {
			return fault.New("call.close", fault.Stale, "call.is_closed")
		}
		if why != DuplicateOf {
			return s.close(tx, c, why, 0)
		}
		if _, err := seen(tx, v, other); fault.Is(err, fault.NotFound) {
			f.Add("other", "mine.choose_other")
			return f.Err("call.close")
		} else if err != nil {
			return err
		}
		return s.close(tx, c, why, other)
	}))
}

func (s *Spine) close(tx Tx, c Call, why Reason, other ID) error {
	now := s.Clock.Now()
	all, err := tx.CommitmentsOf(c.ID)
	if err != nil {
		return err
	}
	for _, m := range all {
		if !m.State.Runs() || m.State == Due {
			continue
		}
		if (why == Answered || why == Expired) && m.State == Agreed {
			continue // what was promised can still be kept
		}
		if err := s.end(tx, &m, letGo, m.Party, notice.CallClosed, now); err != nil {
			return err
		}
		if err := tx.SaveCommitment(m); err != nil {
			return err
		}
	}
	if c.State != Open { // nobody need look at it any more
		if err := s.replied(tx, c, CalledIn, ""); err != nil {
			return err
		}
	}
	if err := s.changed(tx, c); err != nil {
		return err
	}
	return shut(tx, c, why, other, now)
}

// shut writes the closing. What is hidden does not come into sight by it.
func shut(tx Tx, c Call, why Reason, other ID, now time.Time) error {
	c.Reason, c.Other, c.ClosedAt = why, other, now
	if c.State != Hidden {
		c.State = Closed
	}
	if err := tx.SaveCall(c); err != nil {
		return err
	}
	if err := stay(tx, c.Author, now); err != nil {
		return err
	}
	return fade(tx, c, 0, now)
}

// fade lets the caller's way to be reached be erased a week after the call has
// closed and no promise to it runs any more. ended is one that ends just now.
func fade(tx Tx, c Call, ended CommitmentID, now time.Time) error {
	if !c.over() {
		return nil
	}
	all, err := tx.CommitmentsOf(c.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(m Commitment) bool { return m.State.Runs() && m.ID != ended }) {
		return nil
	}
	d, err := tx.Detail(c.ID, 0)
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	d.Until = now.Add(when.DetailsFor)
	return tx.SetDetail(d)
}

// TakeEverythingBack erases a guest and all they asked, offered and promised,
// here and now. Whoever counted on them is told that it is open or closed.
func (s *Spine) TakeEverythingBack(ctx context.Context, g party.GuestID) error {
	v := access.Guest(g)
	return fault.Wrap("call.take_back", s.Store.Update(ctx, func(tx Tx) error {
		if err := s.withdrawAll(tx, v); err != nil {
			return err
		}
		return tx.EraseGuest(g)
	}))
}

// Forget is TakeEverythingBack for a face whose account is deleted, inside the
// transaction that deletes it.
func (s *Spine) Forget(tx Tx, face party.Ref) error {
	return s.withdrawAll(tx, access.Viewer{Parties: []party.Ref{face}})
}

// ForgetGroup is Forget for a group that is closed, inside the transaction
// that closes it.
func (s *Spine) ForgetGroup(tx Tx, g party.GroupID) error {
	return s.withdrawAll(tx, access.Viewer{Parties: []party.Ref{party.OfGroup(g)}})
}

// withdrawAll takes back the promises and erases the calls of a viewer.
func (s *Spine) withdrawAll(tx Tx, v access.Viewer) error {
	now := s.Clock.Now()
	for _, r := range v.Parties {
		if err := unfill(tx, r); err != nil {
			return err
		}
		made, err := tx.CommitmentsBy(r)
		if err != nil {
			return err
		}
		for _, id := range made {
			if err := s.withdrawAnswer(tx, id, now); err != nil {
				return err
			}
		}
		calls, err := tx.CallsBy(r)
		if err != nil {
			return err
		}
		for _, id := range calls {
			if err := s.eraseCall(tx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Spine) withdrawAnswer(tx Tx, id CommitmentID, now time.Time) error {
	m, err := tx.Commitment(id)
	if err != nil {
		return err
	}
	if !m.State.Runs() { // what was left for the other side must not wait for its week
		return eraseBetween(tx, m.Call, id)
	}
	c, err := tx.Call(m.Call)
	if err != nil {
		return err
	}
	if err := s.end(tx, &m, takeBack, c.told(), notice.HandedBack, now); err != nil {
		return err
	}
	return tx.SaveCommitment(m)
}

func (s *Spine) eraseCall(tx Tx, id ID) error {
	c, err := tx.Call(id)
	if err != nil {
		return err
	}
	counted, err := counting(tx, id)
	if err != nil {
		return err
	}
	if c.Stands() || c.State == Waiting {
		if err := s.close(tx, c, Withdrawn, 0); err != nil {
			return err
		}
	}
	if err := tx.EraseEntry(id); err != nil {
		return err
	}
	if err := tx.EraseCall(id); err != nil {
		return err
	}
	for _, r := range counted { // what was told by its name went with it
		if err := tell(tx, r, notice.CallClosed, 0, 0, s.Clock.Now()); err != nil {
			return err
		}
	}
	return nil
}

// counting are the people who count on a call: their promises run.
func counting(tx Tx, id ID) (all []party.Ref, err error) {
	made, err := tx.CommitmentsOf(id)
	for _, m := range made {
		if m.State.Runs() && m.State != Held && m.Party.Kind != party.KindGroup && !slices.Contains(all, m.Party) {
			all = append(all, m.Party)
		}
	}
	return all, err
}

// Tick does what is due: silence ends what it ends, reminders go out, old
// calls close. It works in small transactions and says whether more waits.
func (s *Spine) Tick(ctx context.Context) (more bool, err error) {
	const most = 200
	now := s.Clock.Now()
	var silent []CommitmentID
	var closing []ID
	err = s.Store.View(ctx, func(tx Tx) (err error) {
		if silent, err = tx.Silent(now, most); err != nil {
			return err
		}
		closing, err = tx.ClosingBefore(now, most)
		return err
	})
	if err != nil {
		return false, fault.Wrap("call.tick", err)
	}
	for _, m := range silent {
		if err := s.Store.Update(ctx, func(tx Tx) error { return s.silence(tx, m) }); err != nil {
			return false, fault.Wrap("call.tick", err)
		}
	}
	for _, c := range closing {
		if err := s.Store.Update(ctx, func(tx Tx) error { return s.expire(tx, c) }); err != nil {
			return false, fault.Wrap("call.tick", err)
		}
	}
	return len(silent) == most || len(closing) == most, nil
}

// silence does what is due to one commitment. It looks again inside its own
// transaction, for two processes may have seen the same one.
func (s *Spine) silence(tx Tx, m CommitmentID) error {
	now := s.Clock.Now()
	c, err := tx.Commitment(m)
	if err != nil {
		return err
	}
	if !c.Until.IsZero() && !c.Until.After(now) {
		return s.runOut(tx, c, now)
	}
	if c.Nudge.IsZero() || c.Nudge.After(now) {
		return nil
	}
	c.Nudge = time.Time{}
	if err := tx.SaveCommitment(c); err != nil {
		return err
	}
	return tell(tx, c.Party, notice.StillFine, c.Call, c.ID, now)
}

func (s *Spine) runOut(tx Tx, c Commitment, now time.Time) error {
	words, err := tx.Words(c.ID)
	if err != nil {
		return err
	}
	call, err := tx.Call(c.Call)
	if err != nil {
		return err
	}
	switch a := c.endOfSilence(words); a {
	case comeDue:
		if err := c.move(a, now); err != nil {
			return err
		}
		if call.Kind == Action { // who was there is said on its day, and asked of nobody
			return tx.SaveCommitment(c)
		}
		c.Until = now.Add(when.SettleFor)
		if err := tx.SaveCommitment(c); err != nil {
			return err
		}
		if err := tell(tx, call.Author, notice.Happened, c.Call, c.ID, now); err != nil {
			return err
		}
		return tell(tx, c.Party, notice.Happened, c.Call, c.ID, now)
	case silence:
		if stands, err := roomForAll(tx, call, c); err != nil || stands {
			if err == nil {
				c.lease(now, false)
				err = tx.SaveCommitment(c)
			}
			return err
		}
		other, told := call.told(), notice.Lapsed
		if c.State == Held {
			other = party.Ref{} // nobody knew of it
		}
		if call.Kind == Action && c.State != Agreed { // they may be on their way
			other, told = c.Party, notice.ListOver
		}
		if err := s.end(tx, &c, a, other, told, now); err != nil {
			return err
		}
		return tx.SaveCommitment(c)
	default:
		return s.settled(tx, call, &c, a, now)
	}
}

// roomForAll reports whether a place at an action stays theirs who say nothing:
// nobody waits for it, and with it would go their buddies and their page.
func roomForAll(tx Tx, call Call, c Commitment) (bool, error) {
	if call.Kind != Action || c.State != Agreed {
		return false, nil
	}
	p, err := tx.Part(c.Part)
	return p.Quantity == 0, err
}

// expire closes a call whose end has passed, or its circle's.
func (s *Spine) expire(tx Tx, id ID) error {
	now := s.Clock.Now()
	c, err := tx.Call(id)
	if err != nil || !c.Stands() && c.State != Waiting {
		return err
	}
	if c.Circle != 0 {
		over, err := tx.CircleOver(c.Circle, now)
		if err != nil {
			return err
		}
		if over {
			return s.close(tx, c, NoLongerWanted, 0)
		}
	}
	if c.Closes.After(now) {
		return nil
	}
	if c.State == Waiting {
		return s.unseen(tx, c)
	}
	why := Expired
	if c.Parts > 0 && c.Full == c.Parts {
		why = Answered
	}
	return s.close(tx, c, why, 0)
}

// unseen ends a call that nobody of its group has looked at in time.
func (s *Spine) unseen(tx Tx, c Call) error {
	_, was, err := tx.SentAs(c.ID)
	if err != nil {
		return err
	}
	if was {
		return s.replied(tx, c, Silent, "")
	}
	now := s.Clock.Now()
	if err := shut(tx, c, Expired, 0, now); err != nil {
		return err
	}
	return tell(tx, c.Author, notice.TurnedAway, c.ID, 0, now)
}

// Sweep erases for good what is past its time.
func (s *Spine) Sweep(ctx context.Context) error {
	now := s.Clock.Now()
	for more := true; more; {
		err := s.Store.Update(ctx, func(tx Tx) (err error) {
			more, err = tx.Sweep(now)
			return err
		})
		if err != nil {
			return fault.Wrap("call.sweep", err)
		}
	}
	return nil
}

// tellRunning tells everybody whose promise to this call runs.
func tellRunning(tx Tx, c Call, kind notice.Kind, now time.Time) error {
	all, err := tx.CommitmentsOf(c.ID)
	if err != nil {
		return err
	}
	for _, m := range all {
		if !m.State.Runs() || m.State == Held {
			continue
		}
		if err := tell(tx, m.Party, kind, c.ID, m.ID, now); err != nil {
			return err
		}
	}
	return nil
}
