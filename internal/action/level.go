package action

import (
	"context"
	"fmt"
	"slices"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
)

// Levelling is one level as its page sends it.
type Levelling struct {
	On bool
	Level
}

// SetLevels writes the levels. What a level says anew has to be read again by
// those who are in it, who are told first; a level that somebody is in stays.
func (d *Desk) SetLevels(ctx context.Context, v access.Viewer, which call.ID, all []Levelling) error {
	const op = "action.set_levels"
	var f fault.Form
	on := 0
	for i := range all {
		l, n := &all[i].Level, fmt.Sprintf(".%d", all[i].Risk)
		tidy(&f, "name"+n, &l.Name, call.NameMost, false)
		tidy(&f, "meet"+n, &l.Meet, LineMost, false)
		tidy(&f, "happens"+n, &l.Happens, WordsMost, true)
		tidy(&f, "leave"+n, &l.Leave, WordsMost, true)
		tidy(&f, "training"+n, &l.Training, LineMost, false)
		if all[i].On {
			on++
			f.Check(l.Meet != "", "meet"+n, "action.say_meet")
			f.Check(l.Happens != "", "happens"+n, "action.say_happens")
		}
	}
	f.Check(on > 0, "level", "action.one_level")
	if err := f.Err(op); err != nil {
		return err
	}
	return d.change(ctx, op, v, which, func(tx Tx, c *call.Call, p *Plan, by party.FaceID) error {
		old, err := tx.Levels(c.ID)
		if err != nil {
			return err
		}
		for _, l := range all {
			at := slices.IndexFunc(old, func(o Level) bool { return o.Risk == l.Risk })
			switch {
			case l.On && at < 0:
				err = d.addLevel(tx, c, l.Level, by)
			case l.On && !old[at].says(l.Level):
				err = d.rewrite(tx, c, old[at], l.Level, by)
			case !l.On && at >= 0:
				err = d.dropLevel(tx, c, old[at])
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *Desk) addLevel(tx Tx, c *call.Call, l Level, by party.FaceID) error {
	l.ID, l.Call, l.Writer, l.Written, l.Version = id.New[Level](), c.ID, by, today(d.Clock.Now()), 1
	if err := tx.SaveLevel(l); err != nil {
		return err
	}
	return tx.SaveRole(Role{ID: call.RoleID(id.New[Role]()), Call: c.ID, Level: l.ID, Kind: Join, Position: RolesMost * int(l.Risk)})
}

// rewrite puts a level's new words in force and tells those who said yes to the
// old ones.
func (d *Desk) rewrite(tx Tx, c *call.Call, old, l Level, by party.FaceID) error {
	now := d.Clock.Now()
	l.ID, l.Call, l.Risk, l.Writer, l.Written, l.Version = old.ID, c.ID, old.Risk, by, today(now), old.Version+1
	if err := tx.SaveLevel(l); err != nil {
		return err
	}
	told := map[party.Ref]bool{} // once, also where they come again and again
	err := d.eachComing(tx, c.ID, func(o Occurrence, p Place, m call.Commitment) error {
		if p.Level != old.ID || told[m.Party] {
			return nil
		}
		told[m.Party] = true
		return call.Tell(tx, m.Party, notice.PlanChanged, m, now)
	})
	if err != nil {
		return err
	}
	habits, err := tx.HabitsOf(c.ID)
	for _, h := range habits {
		if err == nil && h.Level == old.ID && !told[h.Party] {
			err = call.Tell(tx, h.Party, notice.PlanChanged, call.Commitment{Call: c.ID}, now)
		}
	}
	return err
}

func (d *Desk) dropLevel(tx Tx, c *call.Call, l Level) error {
	habits, err := tx.HabitsOf(c.ID)
	if err != nil {
		return err
	}
	has := slices.ContainsFunc(habits, func(h Habit) bool { return h.Level == l.ID })
	err = d.eachComing(tx, c.ID, func(_ Occurrence, p Place, _ call.Commitment) error {
		has = has || p.Level == l.ID
		return nil
	})
	if err != nil {
		return err
	}
	var f fault.Form
	f.Check(!has, "level", "action.level_has_people")
	if err := f.Err("action.drop_level"); err != nil {
		return err
	}
	roles, err := tx.Roles(c.ID)
	for _, r := range roles {
		if err == nil && r.Level == l.ID {
			err = tx.DropRole(r.ID)
		}
	}
	if err != nil {
		return err
	}
	return tx.DropLevel(l.ID)
}

// eachComing visits everybody whose place at a time still to come, or on now,
// runs.
func (d *Desk) eachComing(tx Tx, c call.ID, fn func(Occurrence, Place, call.Commitment) error) error {
	all, err := tx.Occurrences(c, d.Clock.Now(), timesAll)
	if err != nil {
		return err
	}
	for _, o := range all {
		places, err := tx.PlacesAt(o.ID)
		if err != nil {
			return err
		}
		for _, p := range places {
			m, err := tx.Commitment(p.Commitment)
			if err == nil && m.State.Runs() {
				err = fn(o, p, m)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
