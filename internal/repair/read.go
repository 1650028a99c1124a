package repair

import (
	"context"
	"slices"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/when"
)

// Look is what one who sits in a repair may read of it.
type Look struct {
	Repair
	Me     Seat
	Lines  []Line
	Rounds []Round
	Names  [3]string // of the two groups, by side, when it is between groups
}

// Look opens a repair. Who was asked and has not said yes reads who asks, and
// nothing of what was said; what the two wrote alone stays with them.
func (d *Desk) Look(ctx context.Context, v access.Viewer, which ID) (l Look, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		l = Look{}
		if l.Repair, l.Me, err = d.found(tx, v, which); err != nil {
			return err
		}
		if err := l.groups(tx); err != nil {
			return err
		}
		l.Seats = slices.DeleteFunc(slices.Clone(l.Seats), func(s Seat) bool {
			return s.Stands == Named && l.Me.Part != Side // who was named is the two sides' to know
		})
		if l.Me.Stands != In && l.Me.Part != Side {
			l.Text = ""
			return nil
		}
		if l.Lines, err = tx.Lines(which, l.Me.Part != Side); err != nil {
			return err
		}
		l.Rounds, err = tx.Rounds(which)
		return err
	})
	return l, fault.Wrap("repair.look", err)
}

func (l *Look) groups(tx Tx) error {
	if !l.Between() {
		return nil
	}
	for i, g := range []party.GroupID{l.Group, l.Other} {
		found, _, err := tx.Group(g)
		if err != nil {
			return err
		}
		l.Names[i+1] = found.Name
	}
	return nil
}

// Mine are the repairs of one group in which the viewer sits, was asked, or may
// sit down for the group; the open ones first. Nobody else's are in it.
func (d *Desk) Mine(ctx context.Context, v access.Viewer, g party.GroupID) (all []Look, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		all = nil
		me, err := within(tx, v, g)
		if err != nil {
			return err
		}
		mine, err := tx.SeatedIn([]party.FaceID{me.Face})
		if err != nil {
			return err
		}
		if _, speaks := v.Holds(g, party.Speak); speaks {
			more, err := tx.SeatsOf([]party.GroupID{g})
			if err != nil {
				return err
			}
			mine = append(mine, more...)
		}
		slices.Sort(mine)
		for _, which := range slices.Compact(mine) {
			l := Look{}
			if l.Repair, l.Me, err = d.found(tx, v, which); fault.Is(err, fault.NotFound) || fault.Is(err, fault.NotYours) {
				continue // whose mandate has run out, another sits there now
			}
			if err == nil {
				err = l.groups(tx)
			}
			if err != nil {
				return err
			}
			all = append(all, l)
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b Look) int {
		if a.Over() != b.Over() {
			if a.Over() {
				return 1
			}
			return -1
		}
		return b.Moved.Compare(a.Moved)
	})
	return all, fault.Wrap("repair.mine", err)
}

// tickMost is how many one tick moves.
const tickMost = 50

// Sweep asks how it went when the day has come, ends what nobody has moved for
// long, and erases what ended long ago.
func (d *Desk) Sweep(ctx context.Context) error {
	now := d.Clock.Now()
	err := d.Store.Update(ctx, func(tx Tx) error {
		due, err := tx.Due(d.today(), tickMost)
		if err != nil {
			return err
		}
		for _, which := range due {
			r, _, err := tx.Repair(which)
			if err != nil {
				return err
			}
			r.Moved = r.Follow // once: from now on it has moved since its day
			if err := tx.SaveRepair(r); err != nil {
				return err
			}
			if err := d.tell(tx, r, 0, func(s Seat) bool { return s.Part == Side && s.Stands == In }); err != nil {
				return err
			}
		}
		quiet, err := tx.Quiet(now.Add(-when.RepairsQuiet), tickMost)
		if err != nil {
			return err
		}
		for _, which := range quiet {
			r, _, err := tx.Repair(which)
			if err == nil {
				r.State, r.Ended = Ended, d.today()
				err = tx.SaveRepair(r)
			}
			if err != nil {
				return err
			}
		}
		if err := tx.EraseRepairs(now.Add(-when.RepairsFor)); err != nil {
			return err
		}
		return tx.EraseRemovals(now)
	})
	return fault.Wrap("repair.sweep", err)
}
