package call

import (
	"time"

	"alongside/internal/fault"
	"alongside/internal/party"
)

// Circles are the rows that say who may read a circle's calls.
type Circles interface {
	// InCircle reports whether a face is in a circle of this group at this
	// moment: the circle has not ended, and the face is past its trial and not
	// paused.
	InCircle(f party.FaceID, c party.CircleID, g party.GroupID, now time.Time) (bool, error)
	CircleOver(c party.CircleID, now time.Time) (bool, error) // one that is gone is over
	CallsIn(party.CircleID) ([]ID, error)
}

// belongs is nil when this party is in the call's circle, as the rows say: a
// page may have been open for an hour. To everybody else the circle is not there.
func belongs(tx Tx, r party.Ref, c Gate, now time.Time) error {
	if c.Circle == 0 {
		return nil
	}
	in := false
	if r.Kind == party.KindFace {
		var err error
		if in, err = tx.InCircle(party.FaceID(r.ID), c.Circle, c.Group, now); err != nil {
			return err
		}
	}
	if !in {
		return fault.New("call.belongs", fault.NotFound, "")
	}
	return nil
}

// CircleEnded closes what a circle asks, inside the transaction that ends it.
func (s *Spine) CircleEnded(tx Tx, c party.CircleID) error {
	return s.eachIn(tx, c, func(one Call) error {
		if !one.Stands() {
			return nil
		}
		return s.close(tx, one, NoLongerWanted, 0)
	})
}

// CircleErased erases what a circle asked, with every promise to it, inside the
// transaction that erases the circle.
func (s *Spine) CircleErased(tx Tx, c party.CircleID) error {
	return s.eachIn(tx, c, func(one Call) error { return s.eraseCall(tx, one.ID) })
}

// LeftCircle is Forget for a face that leaves one circle: it hands back what it
// promised there and takes back what it asked, so that nobody outside goes on
// learning what happens inside.
func (s *Spine) LeftCircle(tx Tx, c party.CircleID, f party.FaceID) error {
	left := party.OfFace(f)
	return s.eachIn(tx, c, func(one Call) error {
		if one.Author == left {
			return s.eraseCall(tx, one.ID)
		}
		answers, err := tx.CommitmentsIn(one.ID, []party.Ref{left})
		for _, m := range answers {
			if err == nil {
				err = s.withdrawAnswer(tx, m.ID, s.Clock.Now())
			}
		}
		return err
	})
}

func (s *Spine) eachIn(tx Tx, c party.CircleID, do func(Call) error) error {
	if c == 0 {
		return nil
	}
	all, err := tx.CallsIn(c)
	for _, id := range all {
		var one Call
		if err == nil {
			one, err = tx.Call(id)
		}
		if err == nil {
			err = do(one)
		}
	}
	return err
}
