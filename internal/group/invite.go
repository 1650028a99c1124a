package group

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/when"
)

// Invitation lets somebody in. One that is not standing lets one person in and
// ends after seven days. Who made it is sealed by the link itself, which we do
// not have: only when it is used can we read it, for the edge.
type Invitation struct {
	ID       id.Of[Invitation]
	Group    party.GroupID
	Hash     []byte
	Standing bool
	Until    time.Time // zero for a standing one
	Sponsor  int64     // sealed; 0 for a standing one, which is the group's
}

// sealing hides a sponsor from whoever has not the link.
func sealing(link id.Secret) int64 {
	b, err := hkdf.Key(sha256.New, []byte(link.Reveal()), nil, "alongside group sponsor v1", 8)
	if err != nil {
		panic(err) // lengths are constants
	}
	return int64(binary.BigEndian.Uint64(b))
}

// by is whose invitation it was, for whoever has its link.
func (i Invitation) by(link id.Secret) party.FaceID {
	if i.Sponsor == 0 {
		return 0
	}
	return party.FaceID(i.Sponsor ^ sealing(link))
}

// invitationsMost bounds what a group has open at once.
const invitationsMost = 50

// Invite makes a link for one person. It is shown now and never again: only
// its hash is kept. The same key gives the same link.
func (d *Desk) Invite(ctx context.Context, v access.Viewer, g party.GroupID, key string) (Invitation, id.Secret, error) {
	return d.invite(ctx, v, g, key, false)
}

// OpenDoor switches the group's standing link on, or makes a new one: the link
// before it stops.
func (d *Desk) OpenDoor(ctx context.Context, v access.Viewer, g party.GroupID, key string) (Invitation, id.Secret, error) {
	return d.invite(ctx, v, g, key, true)
}

func (d *Desk) invite(ctx context.Context, v access.Viewer, g party.GroupID, key string, standing bool) (i Invitation, link id.Secret, err error) {
	const op = "group.invite"
	act := "invite"
	if standing {
		act = "door"
	}
	key = of(int64(g), key)
	err = d.Store.Update(ctx, func(tx Tx) error {
		found, me, err := d.mayInvite(tx, v, g)
		if err != nil {
			return err
		}
		ref, again, err := d.once(tx, act, key, func() (int64, error) {
			i = Invitation{ID: id.New[Invitation](), Group: found.ID, Standing: standing}
			link = d.linkOf(i, key)
			i.Hash = link.Hash()
			if !standing {
				i.Until = d.Clock.Now().Add(when.InvitationsFor)
				i.Sponsor = int64(me.Face) ^ sealing(link)
				return int64(i.ID), d.addOne(tx, i)
			}
			return int64(i.ID), d.addStanding(tx, i, me.Face)
		})
		if err != nil || !again {
			return err
		}
		link = d.linkOf(Invitation{ID: id.Of[Invitation](ref), Standing: standing}, key)
		var there bool
		if i, there, err = tx.InvitationBy(link.Hash()); err == nil && !there {
			err = over(op) // used meanwhile; it must not come back
		}
		return err
	})
	return i, link, fault.Wrap(op, err)
}

// linkOf makes the link of an invitation. One for one person comes from its
// page and cannot be made again; the standing one comes from its number, so
// that members can look at it and print it while it is on.
func (d *Desk) linkOf(i Invitation, key string) id.Secret {
	if i.Standing {
		return d.secret("door", i.ID.String())
	}
	return d.secret("invite", key)
}

// door is the group's standing link, empty while it is off or waits.
func (d *Desk) door(tx Tx, g Group) (id.Secret, error) {
	if !g.Awake() {
		return id.Secret{}, nil
	}
	open, err := tx.InvitationsOf(g.ID)
	for _, i := range open {
		if err == nil && i.Standing {
			return d.linkOf(i, ""), nil
		}
	}
	return id.Secret{}, err
}

func (d *Desk) mayInvite(tx Tx, v access.Viewer, g party.GroupID) (Group, Member, error) {
	found, me, err := d.trusted(tx, v, g)
	if err == nil && (!access.Invite(v, found.Access()) || !found.Awake()) {
		err = fault.New("group.invite", fault.Stale, "group.not_growing")
	}
	return found, me, err
}

func (d *Desk) addOne(tx Tx, i Invitation) error {
	open, err := tx.InvitationsOf(i.Group)
	if err == nil && len(open) >= invitationsMost {
		err = fault.New("group.invite", fault.Limited, "group.too_many_invitations")
	}
	if err != nil {
		return err
	}
	return tx.AddInvitation(i)
}

func (d *Desk) addStanding(tx Tx, i Invitation, by party.FaceID) error {
	if _, err := dropStanding(tx, i.Group); err != nil {
		return err
	}
	if err := tx.AddInvitation(i); err != nil {
		return err
	}
	return d.log(tx, i.Group, OpenedDoor, by, "")
}

func dropStanding(tx Tx, g party.GroupID) (dropped bool, err error) {
	open, err := tx.InvitationsOf(g)
	for _, i := range open {
		if err == nil && i.Standing {
			dropped, err = tx.DropInvitation(i.ID)
		}
	}
	return dropped, err
}

// ShutDoor switches the standing link off.
func (d *Desk) ShutDoor(ctx context.Context, v access.Viewer, g party.GroupID) error {
	return d.inside(ctx, "group.shut_door", v, g, func(tx Tx, _ Group, me Member) error {
		dropped, err := dropStanding(tx, g)
		if err != nil || !dropped {
			return err
		}
		return d.log(tx, g, ShutDoor, me.Face, "")
	})
}

// Invitations are what is open now: members see that there are some and until
// when, not whose they are.
func (d *Desk) Invitations(ctx context.Context, v access.Viewer, g party.GroupID) (open []Invitation, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		if _, _, err := d.trusted(tx, v, g); err != nil {
			return err
		}
		all, err := tx.InvitationsOf(g)
		for _, i := range all {
			if i.good(d.Clock.Now()) {
				open = append(open, i)
			}
		}
		return err
	})
	return open, fault.Wrap("group.invitations", err)
}

// Revoke ends an invitation. That it was over already is no error.
func (d *Desk) Revoke(ctx context.Context, v access.Viewer, g party.GroupID, which id.Of[Invitation]) error {
	return d.inside(ctx, "group.revoke", v, g, func(tx Tx, _ Group, me Member) error {
		open, err := tx.InvitationsOf(g)
		for _, i := range open {
			if err != nil || i.ID != which {
				continue
			}
			if _, err = tx.DropInvitation(i.ID); err == nil && i.Standing {
				err = d.log(tx, g, ShutDoor, me.Face, "")
			}
		}
		return err
	})
}

func (i Invitation) good(now time.Time) bool { return i.Standing || now.Before(i.Until) }

// Welcome is what the holder of an invitation reads before joining.
type Welcome struct {
	Group      Group
	Agreements Agreements
	Until      time.Time // zero when the link stands
}

// Invited opens an invitation without using it. One that was used, revoked or
// never made are all the same: over.
func (d *Desk) Invited(ctx context.Context, link id.Secret) (w Welcome, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		g, i, err := d.open(tx, link)
		if err != nil {
			return err
		}
		w.Group, w.Until = g, i.Until
		w.Agreements, _, err = tx.Agreements(g.ID, g.Agreed)
		return err
	})
	return w, fault.Wrap("group.invited", err)
}

// open finds the invitation of a link and the group it leads to.
func (d *Desk) open(tx Tx, link id.Secret) (Group, Invitation, error) {
	i, there, err := tx.InvitationBy(link.Hash())
	if err != nil {
		return Group{}, i, err
	}
	if !there || !i.good(d.Clock.Now()) {
		return Group{}, i, over("group.open")
	}
	g, there, err := tx.Group(i.Group)
	if err != nil || !there || !g.Awake() {
		return g, i, orOver(err)
	}
	if by := i.by(link); by != 0 { // the link of who is paused or has left lets nobody in
		m, _, err := tx.Member(by)
		if err != nil || m.Group != g.ID || !m.Through(d.Clock.Now()) {
			return g, i, orOver(err)
		}
	}
	return g, i, nil
}

func over(op string) error { return fault.New(op, fault.Gone, "group.invitation_over") }
