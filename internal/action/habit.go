package action

import (
	"context"
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
// little to hand back.
const habitAhead = 28 * 24 * time.Hour

// Habits are what people come to again and again.
type Habits interface {
	SaveHabit(Habit) error // adds one that is new
	DropHabit(HabitID) error
	HabitsOf(call.ID) ([]Habit, error)
	WithHabits(most int) ([]call.ID, error) // actions to which somebody has one
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
	for _, o := range times {
		if o.Off || !h.has(o) || o.Starts.After(now.Add(habitAhead)) || !o.Starts.After(now) {
			continue
		}
		if had, err := d.everAt(tx, c.ID, h.Party, o.ID); err != nil || had {
			if err != nil {
				return err
			}
			continue // also what they handed back stays so
		}
		j := Joining{Key: call.Key(h.ID.String() + o.ID.String()), Seen: h.Seen, Language: h.Language}
		if _, err := d.joinOne(tx, access.Viewer{Parties: []party.Ref{h.Party}}, h.Party, c, l, r, o, j, true); err != nil {
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

// everAt reports whether somebody has, or had, a place at one time.
func (d *Desk) everAt(tx Tx, c call.ID, as party.Ref, o call.OccurrenceID) (bool, error) {
	made, err := tx.CommitmentsIn(c, []party.Ref{as})
	for _, m := range made {
		if err != nil {
			return false, err
		}
		var p call.Part
		if p, err = tx.Part(m.Part); err == nil && p.Occurrence == o {
			return true, nil
		}
	}
	return false, err
}

// habitsMost is how many actions one sweep looks at.
const habitsMost = 500

// Sweep gives habits their places for the weeks ahead.
func (d *Desk) Sweep(ctx context.Context) error {
	const op = "action.sweep"
	var calls []call.ID
	err := d.Store.View(ctx, func(tx Tx) (err error) {
		calls, err = tx.WithHabits(habitsMost)
		return err
	})
	for _, c := range calls {
		if err == nil {
			err = d.Store.Update(ctx, func(tx Tx) error { return d.fillAll(tx, c) })
		}
	}
	return fault.Wrap(op, err)
}

func (d *Desk) fillAll(tx Tx, c call.ID) error {
	all, err := tx.HabitsOf(c)
	for _, h := range all {
		if err == nil {
			err = d.fill(tx, h)
		}
	}
	return err
}

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
