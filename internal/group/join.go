package group

import (
	"context"
	"fmt"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/text"
)

// Joining is how somebody comes into an open group: by an invitation, having
// read the group's agreements. Read is the version that the page showed.
type Joining struct {
	Link id.Secret
	Read int
	Name string // what the group is to call them; empty: as on the board
}

// Join makes the account a member. Who is one already stays as they are, also
// when the page is sent twice.
func (d *Desk) Join(ctx context.Context, who party.AccountID, j Joining) (g Group, f party.Face, err error) {
	const op = "group.join"
	if who == 0 {
		return g, f, fault.New(op, fault.SignIn, "")
	}
	var form fault.Form
	tidy(&form, "you", &j.Name, FaceMost, text.Clean)
	if err := form.Err(op); err != nil {
		return g, f, err
	}
	key := fmt.Sprintf("%d %x", who, j.Link.Hash())
	err = d.Store.Update(ctx, func(tx Tx) error {
		ref, again, err := d.once(tx, "join", key, func() (int64, error) {
			g, f, err = d.join(tx, who, j)
			return int64(g.ID), err
		})
		if err != nil || !again {
			return err
		}
		var in bool
		if g, _, err = tx.Group(party.GroupID(ref)); err == nil {
			f, in, err = tx.FaceIn(who, party.GroupID(ref))
		}
		if err == nil && !in {
			err = over(op) // they have left since
		}
		return err
	})
	return g, f, fault.Wrap(op, err)
}

func (d *Desk) join(tx Tx, who party.AccountID, j Joining) (Group, party.Face, error) {
	g, i, err := d.open(tx, j.Link)
	if err != nil {
		return g, party.Face{}, err
	}
	if f, in, err := inAlready(tx, who, g.ID); err != nil || in {
		return g, f, err // the link stays good for somebody else
	}
	if err := d.welcome(tx, who, g.ID); err != nil {
		return g, party.Face{}, err
	}
	rules, err := d.readRules(tx, g, j.Read)
	if err == nil && rules.Door != Open {
		err = fault.New("group.join", fault.Stale, "group.agreements_changed")
	}
	if err != nil {
		return g, party.Face{}, err
	}
	if j.Name, err = d.freeName(tx, who, g.ID, j.Name); err != nil {
		return g, party.Face{}, err
	}
	if !i.Standing {
		if mine, err := tx.DropInvitation(i.ID); err != nil || !mine {
			return g, party.Face{}, orOver(err)
		}
	}
	f, err := d.enter(tx, who, g, rules, j.Name)
	if err != nil {
		return g, f, err
	}
	if err := d.tie(tx, g.ID, f.ID, i.by(j.Link)); err != nil {
		return g, f, err
	}
	g, err = d.grown(tx, g)
	return g, f, err
}

func inAlready(tx Tx, who party.AccountID, g party.GroupID) (f party.Face, in bool, err error) {
	f, worn, err := tx.FaceIn(who, g)
	if err == nil && worn {
		_, in, err = tx.Member(f.ID)
	}
	return f, in, err
}

func orOver(err error) error {
	if err != nil {
		return err
	}
	return over("group.join")
}

// grown makes a forming group active with its third member.
func (d *Desk) grown(tx Tx, g Group) (Group, error) {
	if g.Status != Forming {
		return g, nil
	}
	few, err := tx.Members(g.ID, Member{}, foundersMost)
	if err != nil || len(few) < foundersMost {
		return g, err
	}
	g.Status = Active
	if err := tx.SaveGroup(g); err != nil {
		return g, err
	}
	return g, d.log(tx, g.ID, BecameActive, 0, "")
}

// Leave takes the viewer out of a group. Where their face stood, others read
// that someone left; what they promised is handed back.
func (d *Desk) Leave(ctx context.Context, v access.Viewer, g party.GroupID) error {
	err := d.Store.Update(ctx, func(tx Tx) error {
		_, me, err := within(tx, v, g)
		if err != nil {
			return err
		}
		if d.Left != nil {
			if err := d.Left(ctx, tx, me.Face); err != nil {
				return err
			}
		}
		return d.Forget(tx, party.Face{ID: me.Face, Group: g})
	})
	return fault.Wrap("group.leave", err)
}

// Forget takes a face out of its group, without more: for Leave, and for an
// account that is deleted, in whose transaction it then runs. What it knocked
// and vouched goes with it. A group that the last one leaves is closed.
func (d *Desk) Forget(tx Tx, f party.Face) error {
	if f.Group == 0 {
		return nil
	}
	if err := tx.DropKnock(f.ID); err != nil {
		return err
	}
	if err := tx.DropVouches(f.ID); err != nil {
		return err
	}
	if err := tx.DropMember(f.ID); err != nil {
		return err
	}
	if err := tx.PutFace(party.Face{ID: f.ID, Group: f.Group}); err != nil {
		return err
	}
	left, err := tx.Members(f.Group, Member{}, 1)
	if err != nil || len(left) > 0 {
		return err
	}
	g, found, err := tx.Group(f.Group)
	if err != nil || !found {
		return err
	}
	return d.close(tx, g)
}

// membersMost is how many members one page lists, and one choice offers.
const membersMost = 60

// Members lists the faces of a group's members, by name, for members. After is
// the last one of the page before.
func (d *Desk) Members(ctx context.Context, v access.Viewer, g party.GroupID, after Member) (all []Member, more bool, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		_, me, err := within(tx, v, g)
		if err != nil {
			return err
		}
		all, err = tx.Members(g, after, membersMost+1)
		for i := range all {
			if all[i].Face != me.Face {
				all[i] = Member{Face: all[i].Face, Group: g, Name: all[i].Name} // nobody is shown as behind
			}
		}
		return err
	})
	if more = len(all) > membersMost; more {
		all = all[:membersMost]
	}
	return all, more, fault.Wrap("group.members", err)
}

// Viewer is all that an account may act as. host says whether it looks after
// the board, which only package account knows.
func (d *Desk) Viewer(ctx context.Context, who party.AccountID, host bool) (access.Viewer, error) {
	var stands []party.Standing
	err := d.Store.View(ctx, func(tx Tx) (err error) {
		stands, err = tx.Standings(who, d.Clock.Now())
		return err
	})
	return access.Of(stands, host), fault.Wrap("group.viewer", err)
}
