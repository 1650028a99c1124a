package action

import (
	"context"
	"fmt"
	"slices"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/recur"
	"alongside/internal/text"
	"alongside/internal/when"
)

// Desk is where actions are planned, joined and brought home.
type Desk struct {
	Store Store
	Spine *call.Spine
	Clock when.Clock
}

// Draft is the first page of a plan.
type Draft struct {
	Key      call.Key
	Template Template
	Title    string
	Body     string
	Language string
	Area     place.Area
	Zone     *time.Location
	Bring    string
	Levels   []Level // of the template, in the group's words
}

// Begin starts a plan that the group's own members see, under its mandate to
// plan. Sent twice, it starts one.
func (d *Desk) Begin(ctx context.Context, v access.Viewer, g party.GroupID, dr Draft) (which call.ID, err error) {
	const op = "action.begin"
	var f fault.Form
	tidy(&f, "title", &dr.Title, call.TitleMost, false)
	tidy(&f, "text", &dr.Body, call.BodyMost, true)
	tidy(&f, "place", &dr.Area.Name, call.NameMost, false)
	f.Check(dr.Title != "", "title", "action.say_title")
	f.Check(dr.Template.Known(), "template", "action.choose_template")
	if err := f.Err(op); err != nil {
		return 0, err
	}
	if dr.Body == "" {
		dr.Body = dr.Title
	}
	err = d.Store.Update(ctx, func(tx Tx) error {
		_, by, err := d.Spine.Under(tx, v, g, party.Plan)
		if err != nil {
			return err
		}
		if from, err := tx.GroupOf(g); err != nil || !from.Awake {
			return orRests(op, err)
		}
		done := dr.Key.Hash("plan")
		if ref, was, err := tx.Done(done); err != nil || was {
			which = call.ID(ref)
			return err
		}
		which, err = d.begin(tx, g, by, dr)
		if err != nil {
			return err
		}
		return tx.SetDone(done, int64(which), d.Clock.Now())
	})
	return which, fault.Wrap(op, err)
}

func orRests(op string, err error) error {
	if err == nil {
		err = fault.New(op, fault.Stale, "ask.group_rests")
	}
	return err
}

func (d *Desk) begin(tx Tx, g party.GroupID, by party.FaceID, dr Draft) (call.ID, error) {
	now, from := d.Clock.Now(), dr.Template.Beginning()
	c := call.Call{ID: id.Short[call.Call](), Kind: call.Action, Side: call.Ask, Title: dr.Title, Body: dr.Body, Language: dr.Language,
		Area: dr.Area, Urgency: call.Whenever, Author: party.OfGroup(g), Group: g, Audience: call.InGroup, Rule: call.FirstCome,
		State: call.Drafted, Opened: now, Closes: now.Add(draftsFor), Version: 1}
	if err := tx.AddCall(c, nil); err != nil {
		return 0, err
	}
	p := Plan{Call: c.ID, Template: dr.Template, Homes: from.Homes, Bring: dr.Bring, Version: 1,
		When: recur.Series{Zone: dr.Zone, Minutes: from.Minutes}}
	if err := tx.AddPlan(p); err != nil {
		return 0, err
	}
	for i, risk := range from.Risks {
		l := Level{Risk: risk}
		if i < len(dr.Levels) {
			l = dr.Levels[i]
		}
		l.ID, l.Call, l.Risk, l.Writer, l.Written, l.Version = id.New[Level](), c.ID, risk, by, today(now), 1
		if err := tx.SaveLevel(l); err != nil {
			return 0, err
		}
		for j, r := range from.Roles {
			if int(r.Level) != i {
				continue
			}
			r.ID, r.Call, r.Level, r.Position = call.RoleID(id.New[Role]()), c.ID, l.ID, j
			if err := tx.SaveRole(r); err != nil {
				return 0, err
			}
		}
	}
	return c.ID, nil
}

// draftsFor is how long a plan that nobody opens waits.
const draftsFor = 90 * 24 * time.Hour

func today(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// planned fetches an action whose plan the viewer may change: whoever holds the
// mandate to plan in the group that is its author.
func (d *Desk) planned(tx Tx, v access.Viewer, which call.ID) (c call.Call, p Plan, by party.FaceID, err error) {
	const op = "action.planned"
	if c, err = tx.Call(which); err == nil && (c.Kind != call.Action || !access.See(v, c.Access())) {
		err = fault.New(op, fault.NotFound, "")
	}
	if err == nil {
		_, by, err = d.Spine.Under(tx, v, party.GroupID(c.Author.ID), party.Plan)
	}
	if err == nil && !c.Stands() && c.State != call.Drafted {
		err = fault.New(op, fault.Stale, "call.is_closed")
	}
	if err == nil {
		p, err = tx.Plan(which)
	}
	return c, p, by, err
}

// change runs one section of a plan's pages.
func (d *Desk) change(ctx context.Context, op string, v access.Viewer, which call.ID, fn func(tx Tx, c *call.Call, p *Plan, by party.FaceID) error) error {
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		c, p, by, err := d.planned(tx, v, which)
		if err != nil {
			return err
		}
		if err := fn(tx, &c, &p, by); err != nil {
			return err
		}
		p.Version++
		if err := tx.SavePlan(p); err != nil {
			return err
		}
		return d.rewant(tx, &c)
	}))
}

// rewant writes what the board says of an action: which roles still lack
// people at its next time, and until when it runs.
func (d *Desk) rewant(tx Tx, c *call.Call) error {
	next, err := tx.Occurrences(c.ID, d.Clock.Now(), 1)
	if err != nil {
		return err
	}
	roles, err := tx.Roles(c.ID)
	if err != nil {
		return err
	}
	c.Parts, c.Full, c.Wanted = len(roles), 0, nil
	for _, r := range roles {
		full := false
		if len(next) > 0 && r.Wanted > 0 {
			p, there, err := tx.PartFor(r.ID, next[0].ID)
			if err != nil {
				return err
			}
			full = there && p.IsFull()
		}
		switch {
		case full:
			c.Full++
		case len(c.Wanted) < wantedMost:
			c.Wanted = append(c.Wanted, r.Says())
		}
	}
	if len(c.Wanted) == 0 { // its page still tells of the list, and of the next time
		c.Wanted = []string{string(Join)}
	}
	return tx.SaveCall(*c)
}

const wantedMost = 3

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
	return d.eachComing(tx, c.ID, func(o Occurrence, p Place, m call.Commitment) error {
		if p.Level != old.ID {
			return nil
		}
		return call.Tell(tx, m.Party, notice.PlanChanged, m, now)
	})
}

func (d *Desk) dropLevel(tx Tx, c *call.Call, l Level) error {
	var f fault.Form
	err := d.eachComing(tx, c.ID, func(_ Occurrence, p Place, _ call.Commitment) error {
		if p.Level == l.ID {
			f = fault.Form{}
			f.Add("level", "action.level_has_people")
		}
		return nil
	})
	if err == nil {
		err = f.Err("action.drop_level")
	}
	if err != nil {
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

// SetRoles writes the roles. One that somebody has taken stays, and never wants
// fewer than have come; where more are wanted than before, the list moves up.
func (d *Desk) SetRoles(ctx context.Context, v access.Viewer, which call.ID, all []Role) error {
	const op = "action.set_roles"
	var f fault.Form
	f.Check(len(all) <= RolesMost, "role.0", "action.too_many_roles", "most", RolesMost)
	for i := range all {
		r, n := &all[i], fmt.Sprintf("role.%d", i)
		tidy(&f, n, &r.Title, LineMost, false)
		f.Check(r.Title != "" || slices.Contains(Kinds, r.Kind), n, "action.say_role")
		f.Check(r.Wanted >= 0 && r.Wanted <= WantedMost, n, "ask.quantity", "most", WantedMost)
		f.Check(r.Minutes >= 0 && r.Minutes <= MinutesMost, n, "ask.quantity", "most", MinutesMost)
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
			if !slices.ContainsFunc(levels, func(l Level) bool { return l.ID == r.Level }) {
				return fault.New(op, fault.NotFound, "")
			}
			had, there := left[r.ID]
			delete(left, r.ID)
			if !there {
				r.ID = call.RoleID(id.New[Role]())
			}
			r.Call, r.Position = c.ID, i
			if err := tx.SaveRole(r); err != nil {
				return err
			}
			if there {
				if err := d.refit(tx, *c, had, r, i); err != nil {
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
func (d *Desk) refit(tx Tx, c call.Call, had, r Role, at int) error {
	var f fault.Form
	name := fmt.Sprintf("role.%d", at)
	return d.eachPart(tx, c.ID, r.ID, func(p call.Part) error {
		f.Check(r.Wanted == 0 || r.Wanted >= p.Taken, name, "ask.below_taken", "taken", p.Taken)
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

func (d *Desk) dropRole(tx Tx, c call.Call, r Role) error {
	err := d.eachPart(tx, c.ID, r.ID, func(p call.Part) error {
		line, err := tx.LineFor(p.ID)
		var f fault.Form
		f.Check(p.Taken == 0 && len(line) == 0, "role.0", "action.role_has_people")
		if err == nil {
			err = f.Err("action.drop_role")
		}
		if err != nil {
			return err
		}
		return tx.DropPart(p.ID)
	})
	if err != nil {
		return err
	}
	return tx.DropRole(r.ID)
}

// Outside is what helps people come, stay and get home.
type Outside struct {
	Ways    []Way
	Drawing Drawing
	Legal   string
	Homes   int
	Facts   []Fact
	Speaks  []string // tags of languages
	Bring   string
	Unsafe  string
	Link    string
	Ahead   string
	Soon    string
}

// SetOutside writes the ways out, the legal line, by when everybody is home, who
// can take part and what to bring.
func (d *Desk) SetOutside(ctx context.Context, v access.Viewer, which call.ID, o Outside) error {
	const op = "action.set_outside"
	var f fault.Form
	for i := range o.Ways {
		tidy(&f, fmt.Sprintf("way.%d", i), &o.Ways[i].To, LineMost, false)
		tidy(&f, fmt.Sprintf("note.%d", i), &o.Ways[i].Note, LineMost, false)
	}
	o.Ways = slices.DeleteFunc(o.Ways, func(w Way) bool { return w.To == "" })
	f.Check(len(o.Ways) <= WaysMost, "way.0", "action.too_many_ways", "most", WaysMost)
	tidy(&f, "legal", &o.Legal, LineMost, false)
	tidy(&f, "bring", &o.Bring, WordsMost, true)
	tidy(&f, "unsafe", &o.Unsafe, WordsMost, true)
	tidy(&f, "link", &o.Link, call.ReachMost, false)
	tidy(&f, "ahead", &o.Ahead, AheadMost, true)
	tidy(&f, "soon", &o.Soon, AheadMost, true)
	f.Check(o.Homes >= 0 && o.Homes <= HomeMost, "homes", "action.home_within", "most", HomeMost/60)
	o.Drawing.check(&f)
	o.Facts = slices.DeleteFunc(o.Facts, func(x Fact) bool { return !slices.Contains(Facts, x) })
	if err := f.Err(op); err != nil {
		return err
	}
	return d.change(ctx, op, v, which, func(tx Tx, c *call.Call, p *Plan, _ party.FaceID) error {
		moved := c.State == call.Open && (!slices.Equal(p.Ways, o.Ways) || p.Legal != o.Legal || p.Homes != o.Homes)
		p.Ways, p.Drawing, p.Legal, p.Homes, p.Facts = o.Ways, o.Drawing, o.Legal, o.Homes, o.Facts
		p.Bring, p.Unsafe, p.Link, p.Ahead, p.Soon = o.Bring, o.Unsafe, o.Link, o.Ahead, o.Soon
		c.Speaks = joinTags(o.Speaks)
		if !moved {
			return nil
		}
		now := d.Clock.Now()
		return d.eachComing(tx, c.ID, func(_ Occurrence, _ Place, m call.Commitment) error {
			return call.Tell(tx, m.Party, notice.PlanChanged, m, now)
		})
	})
}

// Open puts a plan that is whole before its people.
func (d *Desk) Open(ctx context.Context, v access.Viewer, which call.ID, a call.Audience) error {
	const op = "action.open"
	return d.change(ctx, op, v, which, func(tx Tx, c *call.Call, p *Plan, _ party.FaceID) error {
		if c.State == call.Open {
			return nil
		}
		coming, err := tx.Occurrences(c.ID, d.Clock.Now(), 1)
		if err != nil {
			return err
		}
		levels, err := tx.Levels(c.ID)
		if err != nil {
			return err
		}
		var f fault.Form
		f.Check(len(coming) > 0, "day", "action.say_when")
		f.Check(len(levels) > 0, "level", "action.one_level")
		for _, l := range levels {
			f.Check(l.Meet != "" && l.Happens != "", "level", "action.level_unwritten")
		}
		if err := f.Err(op); err != nil {
			return err
		}
		if a != call.InGroup {
			a = call.OnBoard
		}
		c.Audience, c.State, c.Opened = a, call.Open, d.Clock.Now()
		m, _, err := d.Spine.Under(tx, v, party.GroupID(c.Author.ID), party.Plan)
		if err != nil {
			return err
		}
		return tx.AddVoice(c.ID, m.Until)
	})
}

func tidy(f *fault.Form, name string, s *string, most int, lines bool) {
	clean, err := text.Clean(*s, most)
	if lines {
		clean, err = text.CleanLines(*s, most)
	}
	if err != nil {
		f.Add(name, "fault.too_long", "most", most)
		return
	}
	*s = clean
}

func joinTags(tags []string) (all string) {
	for _, t := range tags {
		if all != "" {
			all += " "
		}
		all += t
	}
	return all
}
