package action

import (
	"context"
	"slices"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// Row names the row of a form on which a role is written: by its level and its
// own id, for rows come and go while somebody writes. A new one has no id yet.
func (r Role) Row() string { return "role." + r.Level.String() + "." + r.ID.String() }

// SetRoles writes the roles. One that somebody has taken stays, and never wants
// fewer than have come; where more are wanted than before, the list moves up.
func (d *Desk) SetRoles(ctx context.Context, v access.Viewer, which call.ID, all []Role) error {
	const op = "action.set_roles"
	var f fault.Form
	for i := range all {
		r, n := &all[i], all[i].Row()
		f.Check(i != RolesMost, n+".kind", "action.too_many_roles", "most", RolesMost)
		tidy(&f, n+".title", &r.Title, LineMost, false)
		f.Check(r.Title != "" || slices.Contains(Kinds, r.Kind), n+".kind", "action.say_role")
		f.Check(r.Wanted >= 0 && r.Wanted <= WantedMost, n+".wanted", "ask.quantity", "most", WantedMost)
		f.Check(r.Minutes >= 0 && r.Minutes <= MinutesMost, n+".minutes", "ask.quantity", "most", MinutesMost)
		if r.Title != "" {
			r.Kind = ""
		}
	}
	if err := f.Err(op); err != nil {
		return err
	}
	return d.change(ctx, op, v, which, func(tx Tx, c *call.Call, p *Plan, _ party.FaceID) error {
		old, err := tx.Roles(c.ID)
		if err != nil {
			return err
		}
		levels, err := tx.Levels(c.ID)
		if err != nil {
			return err
		}
		left := map[call.RoleID]Role{}
		for _, r := range old {
			left[r.ID] = r
		}
		for i, r := range all {
			var f fault.Form
			f.Check(slices.ContainsFunc(levels, func(l Level) bool { return l.ID == r.Level }), r.Row()+".kind", "action.level_gone")
			if err := f.Err(op); err != nil {
				return err
			}
			_, there := left[r.ID]
			delete(left, r.ID)
			if !there {
				r.ID = call.RoleID(id.New[Role]())
			}
			r.Call, r.Position = c.ID, i
			if err := tx.SaveRole(r); err != nil {
				return err
			}
			if there {
				if err := d.refit(tx, *c, r); err != nil {
					return err
				}
			}
		}
		for _, r := range left {
			if err := d.dropRole(tx, *c, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// refit takes the parts of a role along when it changes.
func (d *Desk) refit(tx Tx, c call.Call, r Role) error {
	var f fault.Form
	return d.eachPart(tx, c.ID, r.ID, func(p call.Part) error {
		f.Check(r.Wanted == 0 || r.Wanted >= p.Taken, r.Row()+".wanted", "ask.below_taken", "taken", p.Taken)
		if err := f.Err("action.refit"); err != nil {
			return err
		}
		p.Title, p.Quantity, p.Asks, p.Position = r.Says(), r.Wanted, r.Needs != Nothing, r.Position
		if err := tx.SavePartOf(p); err != nil {
			return err
		}
		return d.Spine.MoveUp(tx, c, p.ID)
	})
}

// eachPart visits what a role is at each time to come that somebody has come to.
func (d *Desk) eachPart(tx Tx, c call.ID, r call.RoleID, fn func(call.Part) error) error {
	all, err := tx.Occurrences(c, d.Clock.Now(), timesAll)
	if err != nil {
		return err
	}
	for _, o := range all {
		p, there, err := tx.PartFor(r, o.ID)
		if err == nil && there {
			err = fn(p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// dropRole takes a role off the plan. What it was at times that people gave back
// stays until these are forgotten: their own pages still tell of it.
func (d *Desk) dropRole(tx Tx, c call.Call, r Role) error {
	habits, err := tx.HabitsOf(c.ID)
	if err != nil {
		return err
	}
	has := slices.ContainsFunc(habits, func(h Habit) bool { return h.Role == r.ID })
	err = d.eachPart(tx, c.ID, r.ID, func(p call.Part) error {
		line, err := tx.LineFor(p.ID)
		has = has || p.Taken > 0 || len(line) > 0
		return err
	})
	if err != nil {
		return err
	}
	var f fault.Form
	f.Check(!has, r.Row()+".kind", "action.role_has_people")
	if err := f.Err("action.drop_role"); err != nil {
		return err
	}
	return tx.DropRole(r.ID)
}
