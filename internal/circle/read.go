package circle

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
)

// List are the circles of a group that the viewer is in. Of the others they
// learn nothing, not even how many there are.
func (d *Desk) List(ctx context.Context, v access.Viewer, g party.GroupID) (all []Circle, err error) {
	now := d.Clock.Now()
	err = d.Store.View(ctx, func(tx Tx) error {
		all = nil
		_, me, err := group.Within(tx, v, g)
		if err != nil || !v.Trusted(g) || !me.Through(now) {
			return err
		}
		found, err := tx.CirclesOf(me.Face)
		for _, c := range found {
			if c.Group == g && v.Shares(c.ID) && !c.Over(now) {
				all = append(all, c)
			}
		}
		return err
	})
	return all, fault.Wrap("circle.list", err)
}

// One opens a circle alone, to somebody who is in it.
func (d *Desk) One(ctx context.Context, v access.Viewer, g party.GroupID, which party.CircleID) (c Circle, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		c, _, err = d.inside(tx, v, g, which)
		return err
	})
	return c, fault.Wrap("circle.one", err)
}

// Look is what a circle's page shows to somebody who is in it.
type Look struct {
	Circle
	Me    group.Member
	Posts []Post
	More  bool
}

// Look opens a circle, or what was written for everyone. Before is the last
// post of the page before.
func (d *Desk) Look(ctx context.Context, v access.Viewer, g party.GroupID, which party.CircleID, before Post) (l Look, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		c, me, err := d.inside(tx, v, g, which)
		if err != nil {
			return err
		}
		l = Look{Circle: c, Me: me}
		l.Posts, err = tx.Posts(g, which, me.Face, before, most+1)
		return err
	})
	if l.More = len(l.Posts) > most; l.More {
		l.Posts = l.Posts[:most]
	}
	return l, fault.Wrap("circle.look", err)
}

// Post opens one thing that was written there, to somebody who reads it.
func (d *Desk) Post(ctx context.Context, v access.Viewer, g party.GroupID, which party.CircleID, post id.Of[Post]) (p Post, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		_, me, err := d.inside(tx, v, g, which)
		if err != nil {
			return err
		}
		found, there, err := tx.Post(post)
		if err != nil {
			return err
		}
		if !there || found.Group != g || found.Circle != which || found.Hidden && found.Face != me.Face {
			return missing()
		}
		p = found
		return nil
	})
	return p, fault.Wrap("circle.post", err)
}

// Log is what those who answer did about what a circle writes and asks, newest
// first, for those who are in it. What is for everyone stands in the group's.
func (d *Desk) Log(ctx context.Context, v access.Viewer, g party.GroupID, which party.CircleID, before int64) (lines []group.Line, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		if _, _, err := d.inside(tx, v, g, which); err != nil {
			return err
		}
		if which == Everyone {
			return missing()
		}
		lines, err = tx.Lines(g, which, before, group.LinesMost)
		return err
	})
	return lines, fault.Wrap("circle.log", err)
}

// People are those who are in a circle, by name, for those who are in it.
func (d *Desk) People(ctx context.Context, v access.Viewer, g party.GroupID, which party.CircleID, after group.Member) (all []group.Member, more bool, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		if _, _, err := d.inside(tx, v, g, which); err != nil {
			return err
		}
		if which == Everyone {
			all, err = tx.Members(g, after, most+1)
		} else {
			all, err = tx.PeopleIn(which, after, most+1)
		}
		for i, m := range all {
			all[i] = group.Member{Face: m.Face, Group: g, Name: m.Name} // how somebody stands is nobody's business
		}
		return err
	})
	if more = len(all) > most; more {
		all = all[:most]
	}
	return all, more, fault.Wrap("circle.people", err)
}
