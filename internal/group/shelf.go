package group

import (
	"context"
	"errors"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/text"
	"alongside/internal/when"
)

// Entry is one row of a directory: a group that has not moved in.
type Entry struct {
	Card
	Outside []byte // hash of its key in the sheet, unique over the board
}

// tidied makes an entry's card fit without asking anybody: what is too long is
// cut, a link that cannot be shown is left out.
func (e Entry) tidied() (Card, error) {
	c := e.Card
	c.Name = text.Excerpt(c.Name, NameMost)
	c.About, _ = text.CleanLines(c.About, AboutMost)
	if letters := []rune(c.About); len(letters) > AboutMost {
		c.About = string(letters[:AboutMost-1]) + "…"
	}
	c.Topic, c.Meets = text.Excerpt(c.Topic, TopicMost), text.Excerpt(c.Meets, MeetsMost)
	c.Area.Name = text.Excerpt(c.Area.Name, AreaMost)
	c.Links = nil
	for _, l := range e.Links {
		if link, ok := CleanLink(l); ok && len(c.Links) < LinksMost {
			c.Links = append(c.Links, link)
		}
	}
	var f fault.Form
	c.check(&f)
	return c, f.Err("group.entry")
}

// Stage puts an entry on the shelf, where nobody sees it before Publish. It
// runs in the transaction of whoever imports.
func Stage(tx Shelf, b BundleID, e Entry) (Group, error) {
	c, err := e.tidied()
	if err != nil {
		return Group{}, err
	}
	g := Group{ID: party.GroupID(id.New[Group]()), Card: c, Status: Staged, Version: 1, Bundle: b, Outside: e.Outside}
	if g.Slug, err = address(tx, c); err != nil {
		return g, err
	}
	return g, tx.AddGroup(g)
}

// Restate gives a listed or staged entry a new card. A group that has moved in
// speaks for itself: it stays as it is, and Restate is false.
func Restate(tx Shelf, g Group, e Entry) (bool, error) {
	if g.Status != Listed && g.Status != Staged {
		return false, nil
	}
	c, err := e.tidied()
	if err != nil || c.same(g.Card) {
		return false, err
	}
	g.Card = c
	g.Version++
	return true, tx.SaveGroup(g)
}

// Unshelve erases up to most entries of a bundle and tells how many it found.
// Call it until there are none.
func Unshelve(tx Shelf, b BundleID, most int) (int, error) {
	ids, err := tx.OfBundle(b, most)
	for _, g := range ids {
		if err == nil {
			err = tx.EraseGroup(g)
		}
	}
	return len(ids), err
}

// eraseMost bounds how many groups one sweep erases.
const eraseMost = 200

// Sweep ends what is past its time: trials, rests and knocks; it asks who has
// long been away, and erases invitations that ended, who let whom in after 90
// days, and groups that a host refused or removed 30 days ago.
func (d *Desk) Sweep(ctx context.Context) error {
	now := d.Clock.Now()
	err := d.Store.Update(ctx, func(tx Tx) error {
		err := errors.Join(tx.SweepInvitations(now), tx.SweepEdges(now))
		if err == nil {
			err = errors.Join(d.endTrials(ctx, tx), d.sweepKnocks(ctx, tx), d.wakeDue(tx), d.askAway(ctx, tx))
		}
		if err != nil {
			return err
		}
		old, err := tx.BarredBefore(now.Add(-when.RemovedFor), eraseMost)
		for _, g := range old {
			if err == nil {
				err = tx.EraseGroup(g)
			}
		}
		return err
	})
	return fault.Wrap("group.sweep", err)
}
