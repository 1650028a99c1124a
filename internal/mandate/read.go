package mandate

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
)

// listMost is how many mandates of a group are ever looked through, those that
// run first; pastMost is how many that have ended a page shows.
const (
	listMost = 200
	pastMost = 20
)

// List is what a group has given, for its members: what runs, the first to end
// first, and what has ended, the last first.
func (d *Desk) List(ctx context.Context, v access.Viewer, g party.GroupID) (now, past []Held, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		now, past = nil, nil
		_, me, err := group.Within(tx, v, g)
		if err != nil {
			return err
		}
		all, err := tx.MandatesOf(g, listMost)
		for _, m := range all {
			if err != nil || len(past) == pastMost {
				return err
			}
			var h Held
			if h, err = d.look(tx, v, m, me); h.Now {
				now = append([]Held{h}, now...)
			} else {
				past = append(past, h)
			}
		}
		return err
	})
	return now, past, fault.Wrap("mandate.list", err)
}

// Look opens one mandate to a member of its group.
func (d *Desk) Look(ctx context.Context, v access.Viewer, g party.GroupID, which party.MandateID) (h Held, err error) {
	const op = "mandate.look"
	err = d.Store.View(ctx, func(tx Tx) error {
		_, me, err := group.Within(tx, v, g)
		if err != nil {
			return err
		}
		m, there, err := tx.Mandate(which)
		if err == nil && (!there || m.Group != g) {
			err = fault.New(op, fault.NotFound, "")
		}
		if err != nil {
			return err
		}
		h, err = d.look(tx, v, m, me)
		return err
	})
	return h, fault.Wrap(op, err)
}

func (d *Desk) look(tx Tx, v access.Viewer, m Mandate, me group.Member) (h Held, err error) {
	h = Held{Mandate: m, Now: m.Runs(d.Clock.Now())}
	own, all, err := mine(tx, m.ID, me.Face)
	if err != nil {
		return h, err
	}
	for _, x := range all {
		if x.Stead == me.Face && h.Now {
			h.Open = x.Face
		}
		if x.Part != Asked {
			h.Holders = append(h.Holders, x)
		}
	}
	through := v.Trusted(m.Group) && me.Through(d.Clock.Now())
	if through && h.Now {
		h.Me, h.Offer = own.Part, own.Stead
	}
	if !h.reads(v) || !through {
		h.Note = ""
	}
	return h, nil
}

// reads reports whether somebody past their trial may read the note: who holds
// or shadows the mandate, and after its end who holds the next one like it.
func (h Held) reads(v access.Viewer) bool {
	if !h.Now {
		_, next := v.Holds(h.Group, h.Scope)
		return next
	}
	return h.Me == Holds || h.Me == Shadows
}

// pageMost is how many members one page lists to choose from.
const pageMost = 60

// Able are the members who may hold a mandate, by name: the first few, and
// whether there are more, whose names are typed.
func (d *Desk) Able(ctx context.Context, v access.Viewer, g party.GroupID) (all []group.Member, more bool, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		if _, _, err := group.Trusted(tx, v, g, d.Clock.Now()); err != nil {
			return err
		}
		found, err := tx.Members(g, group.Member{}, pageMost+1)
		all, more = nil, len(found) > pageMost
		for _, m := range found[:min(len(found), pageMost)] {
			if m.Through(d.Clock.Now()) {
				all = append(all, m)
			}
		}
		return err
	})
	return all, more, fault.Wrap("mandate.able", err)
}

// Named is the member who goes by a name that somebody typed. One who may hold
// no mandate is found as well: what follows says so.
func (d *Desk) Named(ctx context.Context, v access.Viewer, g party.GroupID, name string) (m group.Member, found bool, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		if _, _, err := group.Trusted(tx, v, g, d.Clock.Now()); err != nil {
			return err
		}
		m, found, err = tx.MemberNamed(g, name)
		return err
	})
	return m, found, fault.Wrap("mandate.named", err)
}

// Faces are the names of faces that a decision speaks of; empty for those who
// left.
func (d *Desk) Faces(ctx context.Context, v access.Viewer, g party.GroupID, faces []party.FaceID) (names []string, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		names = nil
		if _, _, err := group.Within(tx, v, g); err != nil {
			return err
		}
		for _, f := range faces {
			m, in, err := tx.Member(f)
			if err != nil {
				return err
			}
			if !in || m.Group != g {
				m.Name = ""
			}
			names = append(names, m.Name)
		}
		return nil
	})
	return names, fault.Wrap("mandate.faces", err)
}
