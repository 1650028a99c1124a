package account

import (
	"context"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// Person is whoever a session belongs to, with all their faces: for the one
// question what they may do, never for a page that somebody else reads.
type Person struct {
	Session Session
	Faces   []party.Face
	Stands  []party.Standing // in groups, and on the board itself
	Host    bool             // holds a host mandate today
}

// Face is the one they wear in a group, or on the Board.
func (p Person) Face(g party.GroupID) (party.Face, bool) {
	for _, f := range p.Faces {
		if f.Group == g {
			return f, true
		}
	}
	return party.Face{}, false
}

// Enter is Who for a page: the session and whose it is, from one picture of
// the data. It writes at most once a day for each session.
func (d *Desk) Enter(ctx context.Context, secret id.Secret) (Person, error) {
	const op = "account.enter"
	now := d.clock.Now()
	var p Person
	var found bool
	err := d.store.View(ctx, func(tx Tx) (err error) {
		p = Person{}
		if p.Session, found, err = tx.SessionBy(secret.Hash()); err != nil || !found {
			return err
		}
		if p.Faces, err = tx.FacesOf(p.Session.Account); err != nil {
			return err
		}
		if p.Stands, err = tx.Standings(p.Session.Account, now); err != nil {
			return err
		}
		ms, err := tx.HostMandates()
		for _, m := range ms {
			p.Host = p.Host || m.Account == p.Session.Account && m.holds(now)
		}
		return err
	})
	if err != nil {
		return Person{}, fault.Wrap(op, err)
	}
	if !found || p.Session.ended(now) {
		return Person{}, fault.New(op, fault.SignIn, "account.sign_in_first")
	}
	if today := dayOf(now); today.After(p.Session.Seen) {
		touched, err := d.touch(ctx, p.Session, today)
		if fault.Is(err, fault.SignIn) {
			return Person{}, err
		}
		if err == nil { // else the disk is full, say: reading goes on
			p.Session = touched
		}
	}
	return p, nil
}
