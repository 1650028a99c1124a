package group

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/text"
)

// inside runs an act of a member who is through their trial, all of it or
// nothing. Barred groups can still put themselves in order and rest.
func (d *Desk) inside(ctx context.Context, op string, v access.Viewer, g party.GroupID, act func(Tx, Group, Member) error) error {
	err := d.Store.Update(ctx, func(tx Tx) error {
		found, me, err := d.trusted(tx, v, g)
		if err != nil {
			return err
		}
		return act(tx, found, me)
	})
	return fault.Wrap(op, err)
}

// Settings are what any member may change. Version is the one that the page
// showed.
type Settings struct {
	Version int64
	Card
	Review bool
}

// Change sets a group's card and switches. Whoever changes, the log says so.
// The address stays.
func (d *Desk) Change(ctx context.Context, v access.Viewer, g party.GroupID, s Settings) error {
	const op = "group.change"
	var f fault.Form
	s.Card.check(&f)
	f.Check(s.About != "", "what", "group.say_what")
	if err := f.Err(op); err != nil {
		return err
	}
	return d.inside(ctx, op, v, g, func(tx Tx, old Group, me Member) error {
		if s.Version != old.Version {
			return fault.New(op, fault.Stale, "")
		}
		now := old
		now.Card, now.Review = s.Card, s.Review
		now.Version++
		if err := tx.SaveGroup(now); err != nil {
			return err
		}
		if now.Review != old.Review {
			act := ReviewOff
			if now.Review {
				act = ReviewOn
			}
			if err := d.log(tx, g, act, me.Face, ""); err != nil {
				return err
			}
		}
		if now.same(old.Card) {
			return nil
		}
		return d.log(tx, g, ChangedCard, me.Face, "")
	})
}

// Read notes that the viewer has read a version of the agreements. Nobody else
// is shown it.
func (d *Desk) Read(ctx context.Context, v access.Viewer, g party.GroupID, version int) error {
	err := d.Store.Update(ctx, func(tx Tx) error {
		found, me, err := within(tx, v, g)
		if err != nil || version <= me.Read || version > found.Agreed {
			return err
		}
		me.Read = version
		return tx.SaveMember(me)
	})
	return fault.Wrap("group.read", err)
}

// areasMost bounds the places that a group names.
const areasMost = 60

// AddArea gives a place a name of the group's own. Its square may be finer
// than the board's.
func (d *Desk) AddArea(ctx context.Context, v access.Viewer, g party.GroupID, a place.Area) error {
	const op = "group.add_area"
	var f fault.Form
	tidy(&f, "place", &a.Name, AreaMost, text.Clean)
	f.Check(a.Name != "", "place", "group.say_place")
	if !a.Cell.Valid() {
		a.Cell = 0
	}
	if err := f.Err(op); err != nil {
		return err
	}
	return d.inside(ctx, op, v, g, func(tx Tx, _ Group, me Member) error {
		all, err := tx.AreasOf(g)
		if err != nil {
			return err
		}
		f.Check(len(all) < areasMost, "place", "group.too_many_places", "most", areasMost)
		for _, old := range all {
			f.Check(old.Name != a.Name, "place", "group.place_is_there")
		}
		if err := f.Err(op); err != nil {
			return err
		}
		if err := tx.AddArea(Area{id.New[Area](), g, a}); err != nil {
			return err
		}
		return d.log(tx, g, AddedArea, me.Face, a.Name)
	})
}

// DropArea takes a name off the group's list. Calls that used it keep it.
func (d *Desk) DropArea(ctx context.Context, v access.Viewer, g party.GroupID, which id.Of[Area]) error {
	return d.inside(ctx, "group.drop_area", v, g, func(tx Tx, _ Group, me Member) error {
		all, err := tx.AreasOf(g)
		if err != nil {
			return err
		}
		for _, a := range all {
			if a.ID != which {
				continue
			}
			if err := tx.DropArea(g, which); err != nil {
				return err
			}
			return d.log(tx, g, DroppedArea, me.Face, a.Name)
		}
		return nil
	})
}
