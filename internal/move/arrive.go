package move

import (
	"context"
	"errors"
	"slices"

	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
)

// Arrival is how an export is taken in.
type Arrival struct {
	Slug   string // its address here; empty: as it was
	DryRun bool   // do all of it, and then leave everything as it was
	Tell   Progress
}

// errRehearsed undoes a rehearsal.
var errRehearsed = errors.New("move: this was a rehearsal")

// Import takes a group in: all of it, exactly as it left, or nothing. Verify
// comes first. It answers the group as it is here now.
func (d *Desk) Import(ctx context.Context, p *Parcel, a Arrival) (g group.Group, err error) {
	if a.Slug == "" {
		a.Slug = p.Group.Slug
	}
	if !group.SlugFits(a.Slug) {
		return g, fault.New("move.import", fault.Invalid, "move.no_address")
	}
	budget := p.left
	err = d.Store.Update(ctx, func(tx Tx) error {
		p.left = budget // it may run again
		if g, err = d.arrive(ctx, tx, p, a); err == nil && a.DryRun {
			err = errRehearsed
		}
		return err
	})
	if a.DryRun && errors.Is(err, errRehearsed) {
		err = nil
	}
	return g, err
}

func (d *Desk) arrive(ctx context.Context, tx Tx, p *Parcel, a Arrival) (g group.Group, err error) {
	if _, here, err := tx.Group(p.group); err != nil || here {
		return g, or(err, ErrHere)
	}
	if taken, err := tx.SlugTaken(a.Slug); err != nil || taken {
		return g, or(err, ErrAddress)
	}
	if err := d.plant(ctx, tx, p, a); err != nil {
		return g, err
	}
	now, err := tx.Cut(Reach{Group: p.group, Whole: true}, nil, nil)
	if err != nil {
		return g, err
	}
	if !slices.EqualFunc(now, p.Tables, func(x, y Table) bool { return x.Rows == y.Rows && x.Digest == y.Digest }) {
		return g, ErrDamaged // a row was missing, or one that is no row of this group
	}
	g, _, err = tx.Group(p.group)
	if err == nil {
		err = d.sound(tx, g)
	}
	if err == nil {
		err = d.expect(tx, p)
	}
	if err == nil {
		err = tx.Settle(p.group)
	}
	return g, err
}

// or is err, or what it means that there is none.
func or(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

func (d *Desk) plant(ctx context.Context, tx Tx, p *Parcel, a Arrival) error {
	names := make([]string, len(p.Tables))
	for i, t := range p.Tables {
		names[i] = t.Name
	}
	if !slices.Equal(names, tx.Travels()) {
		return ErrVersion
	}
	done, of := int64(0), p.Rows()
	for _, t := range p.Tables {
		lines := func(yield func([]byte, error) bool) {
			for line, err := range p.lines(ctx, t) {
				if done++; a.Tell != nil && err == nil {
					a.Tell(done, of)
				}
				if !yield(line, err) {
					return
				}
			}
		}
		switch err := tx.Plant(p.group, a.Slug, t, lines); {
		case fault.Is(err, fault.Taken):
			return ErrHere
		case fault.Is(err, fault.Stale):
			return ErrVersion
		case fault.Is(err, fault.Invalid):
			return ErrDamaged
		case err != nil:
			return err
		}
	}
	return nil
}

// sound reports whether a group that came is one that could have been founded
// here: its pages show what it says of itself, and its rules are read.
func (d *Desk) sound(tx Tx, g group.Group) error {
	if !g.Here() && g.Status != group.Closed || g.CheckCard() != nil {
		return ErrDamaged
	}
	for v := 1; v <= g.Agreed; v++ {
		a, there, err := tx.Agreements(g.ID, v)
		if err != nil || !there {
			return ErrDamaged
		}
		var form fault.Form
		if a.Rules.Check(&form); form.Err("move.sound") != nil {
			return ErrDamaged
		}
	}
	return nil
}

// expect lets every member come back by their link.
func (d *Desk) expect(tx Tx, p *Parcel) error {
	until := d.today().Add(LinksFor)
	members := 0
	err := d.eachMember(tx, p.group, func(group.Member) error { members++; return nil })
	if err != nil {
		return err
	}
	if members != len(p.links) {
		return ErrDamaged
	}
	for _, l := range p.links {
		m, in, err := tx.Member(l.face)
		if err != nil || !in || m.Group != p.group {
			return or(err, ErrDamaged)
		}
		h := Homecoming{Face: l.face, Group: p.group, Hash: l.link.Hash(), Until: until}
		if err := tx.AddHomecoming(h); fault.Is(err, fault.Taken) {
			return ErrDamaged
		} else if err != nil {
			return err
		}
	}
	return nil
}

// Waiting is a face that waits for its person.
type Waiting struct {
	Homecoming
	Name string
	To   group.Group
}

// Welcome opens a link of an export without using it. One that was used, has
// run out or was never made are all the same: over.
func (d *Desk) Welcome(ctx context.Context, link id.Secret) (w Waiting, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		w, err = d.waiting(tx, link)
		return err
	})
	return w, fault.Wrap("move.welcome", err)
}

func (d *Desk) waiting(tx Tx, link id.Secret) (w Waiting, err error) {
	var there bool
	if w.Homecoming, there, err = tx.HomecomingBy(link.Hash()); err != nil {
		return w, err
	}
	over := fault.New("move.waiting", fault.Gone, "move.link_over")
	if !there || !d.Clock.Now().Before(w.Until) {
		return w, over
	}
	m, in, err := tx.Member(w.Face)
	if err != nil {
		return w, err
	}
	if w.To, there, err = tx.Group(w.Group); err == nil && !(in && there) {
		err = over
	}
	w.Name = m.Name
	return w, err
}

// ComeHome gives the face that waits behind a link to an account, with its
// standing and its mandates. Each link does so once.
func (d *Desk) ComeHome(ctx context.Context, who party.AccountID, link id.Secret) (g group.Group, err error) {
	const op = "move.come_home"
	if who == 0 {
		return g, fault.New(op, fault.SignIn, "")
	}
	err = d.Store.Update(ctx, func(tx Tx) error {
		w, err := d.waiting(tx, link)
		if err != nil {
			return err
		}
		g = w.To
		if _, worn, err := tx.FaceIn(who, g.ID); err != nil || worn {
			return or(err, fault.New(op, fault.Taken, "group.in_already"))
		}
		if mine, err := tx.Wear(w.Face, who); err != nil || !mine {
			return or(err, fault.New(op, fault.Gone, "move.link_over"))
		}
		return tx.DropHomecoming(w.Face)
	})
	return g, fault.Wrap(op, err)
}
