package action

import (
	"context"
	"errors"
	"slices"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/when"
)

// HabitID names somebody's habit.
type HabitID = id.Of[Habit]

// Habit is somebody's yes to a rhythm: to each time, or every week or second
// week, counted from one day. It gives them places a few weeks ahead.
type Habit struct {
	ID       HabitID
	Call     call.ID
	Role     call.RoleID
	Level    LevelID
	Party    party.Ref
	Seen     int64    // the version of the level's words that they read
	From     when.Day // the day by the rule from which it counts
	Every    int      // days; 0: each time
	Language string
}

// Everies are how often somebody may come: each time, weekly, every second week.
var Everies = []int{0, 7, 14}

// has reports whether a time is one of the habit's.
func (h Habit) has(o Occurrence) bool {
	return o.Was >= h.From && (h.Every == 0 || int(o.Was-h.From)%h.Every == 0)
}

// habitAhead is how far ahead a habit has places: longer than anybody plans, and
// little to hand back. The next time has one however far it is: from there the
// habit is stopped.
const habitAhead = 28 * 24 * time.Hour

// Habits are what people come to again and again.
type Habits interface {
	SaveHabit(Habit) error // adds one that is new
	DropHabit(HabitID) error
	DropHabitsAt(call.ID) error
	DropHabitsBy(party.Ref) error
	HabitsOf(call.ID) ([]Habit, error)
	// HabitsAfter are the habits whose id is greater, in order.
	HabitsAfter(HabitID, int) ([]Habit, error)
	// TimesHad are those of an action's times at which somebody has, or had, a place.
	TimesHad(call.ID, party.Ref) ([]call.OccurrenceID, error)
}

// keep files a habit, in place of the one that this person had here.
func (d *Desk) keep(tx Tx, h Habit) error {
	all, err := tx.HabitsOf(h.Call)
	for _, old := range all {
		if err == nil && old.Party == h.Party {
			err = tx.DropHabit(old.ID)
		}
	}
	if err != nil {
		return err
	}
	h.ID = id.New[Habit]()
	if err := tx.SaveHabit(h); err != nil {
		return err
	}
	return d.fill(tx, h)
}

// fill gives a habit its places. Who has not read their level's words as they
// are now gets none.
func (d *Desk) fill(tx Tx, h Habit) error {
	c, l, r, ok, err := d.stands(tx, h)
	if err != nil || !ok {
		return err
	}
	now := d.Clock.Now()
	times, err := tx.Occurrences(c.ID, now, timesMost)
	if err != nil {
		return err
	}
	had, err := tx.TimesHad(c.ID, h.Party)
	if err != nil {
		return err
	}
	v := access.Viewer{Parties: []party.Ref{h.Party}, Groups: []party.GroupID{c.Group}} // as stands has found
	next := true
	for _, o := range times {
		if o.Off || !h.has(o) || !o.Starts.After(now) || !next && o.Starts.After(now.Add(habitAhead)) {
			continue
		}
		next = false
		if slices.Contains(had, o.ID) { // also what they handed back stays so
			continue
		}
		j := Joining{Key: call.Key(h.ID.String() + o.ID.String()), Seen: h.Seen, Language: h.Language}
		at, err := slotAt(tx, r.ID, o.ID)
		if err == nil {
			_, err = d.joinOne(tx, v, h.Party, c.Gate(), l, r, at, j, true)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// stands reports whether a habit can still be filled.
func (d *Desk) stands(tx Tx, h Habit) (c call.Call, l Level, r Role, ok bool, err error) {
	if c, err = tx.Call(h.Call); err != nil || c.State != call.Open {
		return c, l, r, false, err
	}
	if c.Audience != call.OnBoard {
		if in, err := tx.In(h.Party, c.Group); err != nil || !in {
			return c, l, r, false, err
		}
	}
	levels, err := tx.Levels(c.ID)
	for _, x := range levels {
		if x.ID == h.Level {
			l, ok = x, x.Version == h.Seen
		}
	}
	if err != nil || !ok {
		return c, l, r, false, err
	}
	roles, err := tx.Roles(c.ID)
	ok = false
	for _, x := range roles {
		if x.ID == h.Role {
			r, ok = x, true
		}
	}
	return c, l, r, ok, err
}

// habitsMost is how many habits a sweep reads at once.
const habitsMost = 500

// Sweep gives habits their places for the weeks ahead: each in a transaction of
// its own, so that people can act in between, and one that fails stops no other.
func (d *Desk) Sweep(ctx context.Context) error {
	const op = "action.sweep"
	var failed []error
	for last := HabitID(0); ; {
		var some []Habit
		err := d.Store.View(ctx, func(tx Tx) (err error) {
			some, err = tx.HabitsAfter(last, habitsMost)
			return err
		})
		if err != nil || len(some) == 0 {
			return fault.Wrap(op, errors.Join(append(failed, err)...))
		}
		for _, h := range some {
			last = h.ID
			if err := d.Store.Update(ctx, func(tx Tx) error { return d.refill(tx, h) }); err != nil {
				failed = append(failed, err)
			}
		}
	}
}

// refill is fill for a habit that somebody may have stopped or read again since.
func (d *Desk) refill(tx Tx, was Habit) error {
	h, any, err := d.habitOf(tx, was.Call, was.Party)
	if err != nil || !any || h.ID != was.ID {
		return err
	}
	return d.fill(tx, h)
}

// Forget drops every habit of somebody who has left.
func (d *Desk) Forget(tx Tx, who party.Ref) error { return tx.DropHabitsBy(who) }

// StopHabit ends one's habit at an action and gives back every place that has
// not begun.
func (d *Desk) StopHabit(ctx context.Context, v access.Viewer, which call.CommitmentID) error {
	const op = "action.stop_habit"
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		m, _, err := d.mine(tx, v, which)
		if err != nil {
			return err
		}
		if err := d.dropHabits(tx, m.Call, m.Party); err != nil {
			return err
		}
		made, err := tx.CommitmentsIn(m.Call, []party.Ref{m.Party})
		for _, x := range made {
			if err == nil && x.State.Runs() && x.Due.After(d.Clock.Now()) {
				err = d.Spine.Leave(tx, x.ID)
			}
		}
		return err
	}))
}

func (d *Desk) dropHabits(tx Tx, c call.ID, as party.Ref) error {
	all, err := tx.HabitsOf(c)
	for _, h := range all {
		if err == nil && h.Party == as {
			err = tx.DropHabit(h.ID)
		}
	}
	return err
}

// habitOf is one's own habit at an action.
func (d *Desk) habitOf(tx Tx, c call.ID, as party.Ref) (h Habit, any bool, err error) {
	all, err := tx.HabitsOf(c)
	for _, x := range all {
		if x.Party == as {
			return x, true, err
		}
	}
	return h, false, err
}

// readHabit lets a habit go on after its level's new words were read.
func (d *Desk) readHabit(tx Tx, m call.Commitment, seen int64) error {
	h, any, err := d.habitOf(tx, m.Call, m.Party)
	if err != nil || !any {
		return err
	}
	h.Seen = seen
	if err := tx.SaveHabit(h); err != nil {
		return err
	}
	return d.fill(tx, h)
}
