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

	saw *sight // what whoever changes a plan has read of it; nil: nothing, as a program does
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
		if err == nil {
			err = d.stillReads(tx, c, p)
		}
		if err != nil {
			return err
		}
		was := c
		if err := fn(tx, &c, &p, by); err != nil {
			return err
		}
		p.Version++
		if err := tx.SavePlan(p); err != nil {
			return err
		}
		if err := d.rewant(tx, &c); err != nil {
			return err
		}
		return d.Spine.Reads(tx, was, c)
	}))
}

// rewant writes what the board says of an action: which roles still lack
// people at its next time, and until when it runs.
func (d *Desk) rewant(tx Tx, c *call.Call) error {
	next, any, err := tx.NextTime(c.ID, d.Clock.Now())
	if err != nil {
		return err
	}
	roles, err := tx.Roles(c.ID)
	if err != nil {
		return err
	}
	full := map[call.RoleID]bool{}
	c.Parts, c.Full, c.Wanted, c.Next = len(roles), 0, nil, time.Time{}
	if any {
		c.Next = next.Starts
		parts, err := tx.PartsAt(next.ID)
		if err != nil {
			return err
		}
		for _, p := range parts {
			full[p.Role] = p.IsFull()
		}
	}
	for _, r := range roles {
		switch {
		case full[r.ID]:
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
		if err := d.rehome(tx, c.ID, o.Homes); err != nil || !moved {
			return err
		}
		now := d.Clock.Now()
		return d.eachComing(tx, c.ID, func(at Occurrence, pl Place, m call.Commitment) error {
			if pl.Said != Safe && pl.Said != Staying {
				pl.HomeBy = at.homeBy()
				if err := tx.SavePlace(pl); err != nil {
					return err
				}
			}
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
		if from, err := tx.GroupOf(c.Group); err != nil || !from.Awake {
			return orRests(op, err)
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

// rehome writes on each time to come by when everybody is home.
func (d *Desk) rehome(tx Tx, c call.ID, minutes int) error {
	all, err := tx.Occurrences(c, d.Clock.Now(), timesAll)
	for _, o := range all {
		if err == nil && o.Homes != minutes {
			o.Homes = minutes
			err = tx.SaveOccurrence(o)
		}
	}
	return err
}
