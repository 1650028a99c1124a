package move

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
)

// Moving is where a group stands with a new home, as its members see it.
type Moving struct {
	Home
	Mine  bool // the reader said so first
	Alone bool // the reader is the only one through their trial, so that nobody else need say so
}

// Moving is for members through their trial.
func (d *Desk) Moving(ctx context.Context, v access.Viewer, g party.GroupID) (m Moving, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		_, me, err := d.trusted(tx, v, g)
		if err == nil {
			m, err = d.moving(tx, g, me.Face)
		}
		return err
	})
	return m, fault.Wrap("move.moving", err)
}

func (d *Desk) moving(tx Tx, g party.GroupID, me party.FaceID) (m Moving, err error) {
	if m.Home, _, err = tx.Home(g); err != nil {
		return m, err
	}
	m.Mine = m.Face == me
	through := 0
	now := d.Clock.Now()
	err = d.eachMember(tx, g, func(o group.Member) error {
		if o.Through(now) {
			through++
		}
		return nil
	})
	m.Alone = through == 1
	return m, err
}

// SayHome says where the group lives now. When a second member says the same,
// or there is no second one, the old links lead there for a year. Another
// address than the one that was said begins anew.
func (d *Desk) SayHome(ctx context.Context, v access.Viewer, g party.GroupID, address string) (m Moving, err error) {
	const op = "move.say_home"
	at, ok := group.CleanLink(address)
	var form fault.Form
	form.Check(ok, "address", "group.no_such_link", "example", "https://eastfield.example/g/eastfield")
	if err := form.Err(op); err != nil {
		return m, err
	}
	err = d.Store.Update(ctx, func(tx Tx) error {
		_, me, err := d.trusted(tx, v, g)
		if err != nil {
			return err
		}
		if m, err = d.moving(tx, g, me.Face); err != nil {
			return err
		}
		m, err = d.say(tx, g, me.Face, at, m)
		return err
	})
	return m, fault.Wrap(op, err)
}

func (d *Desk) say(tx Tx, g party.GroupID, me party.FaceID, at string, m Moving) (Moving, error) {
	if m.At == at && (m.InForce(d.Clock.Now()) || m.Mine && !m.Alone) {
		return m, nil // said already
	}
	second := m.At == at && m.Since.IsZero()
	if !second {
		m.Home = Home{Group: g, At: at, Face: me}
	}
	act := group.SaidHome
	if second || m.Alone {
		m.Since, act = d.today(), group.MovedHome
		m.Until = m.Since.Add(LinksFor)
	}
	m.Mine = m.Face == me
	if err := tx.SetHome(m.Home); err != nil {
		return m, err
	}
	return m, d.log(tx, g, act, me, at)
}

// StayHome takes back what was said: any member through their trial may, and
// the log says so.
func (d *Desk) StayHome(ctx context.Context, v access.Viewer, g party.GroupID) error {
	err := d.Store.Update(ctx, func(tx Tx) error {
		_, me, err := d.trusted(tx, v, g)
		if err != nil {
			return err
		}
		if _, said, err := tx.Home(g); err != nil || !said {
			return err
		}
		if err := tx.DropHome(g); err != nil {
			return err
		}
		return d.log(tx, g, group.StayedHome, me.Face, "")
	})
	return fault.Wrap("move.stay_home", err)
}

// HomeOf is where a group lives now, for whoever has an old link to it.
func (d *Desk) HomeOf(ctx context.Context, g party.GroupID) (h Home, moved bool, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		h, moved, err = tx.Home(g)
		return err
	})
	return h, moved && h.InForce(d.Clock.Now()), fault.Wrap("move.home_of", err)
}

// HomeOfCall is the same for a call that went along.
func (d *Desk) HomeOfCall(ctx context.Context, c call.ID) (h Home, moved bool, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		h, moved, err = tx.HomeOfCall(c)
		return err
	})
	return h, moved && h.InForce(d.Clock.Now()), fault.Wrap("move.home_of_call", err)
}
