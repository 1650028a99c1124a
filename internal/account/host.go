package account

import (
	"context"
	"time"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// HostMandate is the task to look after the board, with an end date. Account
// is zero once that account was deleted.
type HostMandate struct {
	ID      id.Of[HostMandate]
	Account party.AccountID
	From    time.Time
	Until   time.Time
}

// HostTerm is the longest a host mandate lasts before somebody renews it.
const HostTerm = 365 * day

func (m HostMandate) holds(now time.Time) bool {
	return m.Account != 0 && !now.Before(m.From) && now.Before(m.Until)
}

// Hosting is whether somebody looks after the board.
type Hosting uint8

const (
	NeverHosted Hosting = iota // nobody ever did: every page leads to set-up
	Hosted                     // somebody does
	Lapsed                     // somebody did; the board stays open, set-up is offered in the log
)

// Hosting tells whether somebody looks after the board.
func (d *Desk) Hosting(ctx context.Context) (Hosting, error) {
	var h Hosting
	err := d.store.View(ctx, func(tx Tx) (err error) {
		h, err = hosting(tx, d.clock.Now())
		return err
	})
	return h, fault.Wrap("account.hosting", err)
}

func hosting(tx Tx, now time.Time) (Hosting, error) {
	ms, err := tx.HostMandates()
	h := NeverHosted
	for _, m := range ms {
		if m.holds(now) {
			return Hosted, err
		}
		h = Lapsed
	}
	return h, err
}

// HostMandated is the question every page asks before it is drawn: has anyone
// ever been host? Once the answer is yes it stays yes and costs nothing.
func (d *Desk) HostMandated(ctx context.Context) (bool, error) {
	if d.setup.over.Load() {
		return true, nil
	}
	h, err := d.Hosting(ctx)
	if err == nil && h != NeverHosted {
		d.setup.over.Store(true)
	}
	return h != NeverHosted, err
}

// IsHost tells whether the account may do what a host may do, today, and until
// when.
func (d *Desk) IsHost(ctx context.Context, s Session) (until time.Time, ok bool, err error) {
	err = d.store.View(ctx, func(tx Tx) error {
		ms, err := tx.HostMandates()
		for _, m := range ms {
			if m.Account == s.Account && m.holds(d.clock.Now()) && m.Until.After(until) {
				until, ok = m.Until, true
			}
		}
		return err
	})
	return until, ok, fault.Wrap("account.is_host", err)
}

// BecomeHost uses the set-up link up and gives the account the host mandate,
// while nobody holds one. What the board is called is kept with it.
func (d *Desk) BecomeHost(ctx context.Context, s Session, link id.Secret, a About) (HostMandate, error) {
	const op = "account.become_host"
	if !d.setup.opens(link) {
		return HostMandate{}, fault.New(op, fault.Gone, "account.setup_over")
	}
	return d.FirstHost(ctx, s, a)
}

// FirstHost is BecomeHost for whoever can run commands on the machine itself,
// and so needs no link. No page may call it.
func (d *Desk) FirstHost(ctx context.Context, s Session, a About) (HostMandate, error) {
	const op = "account.first_host"
	if err := a.Check(); err != nil {
		return HostMandate{}, err
	}
	var m HostMandate
	err := d.store.Update(ctx, func(tx Tx) error {
		now := d.clock.Now()
		h, err := hosting(tx, now)
		if err != nil {
			return err
		}
		if h == Hosted {
			return fault.New(op, fault.Gone, "account.setup_over")
		}
		if err := tx.PutAbout(a); err != nil {
			return err
		}
		m = newMandate(s.Account, now, HostTerm)
		return tx.PutHost(m)
	})
	if err == nil {
		d.setup.close()
		if !d.named {
			d.gate.call(a.Name)
		}
	}
	return m, fault.Wrap(op, err)
}

func newMandate(who party.AccountID, now time.Time, term time.Duration) HostMandate {
	return HostMandate{ID: id.New[HostMandate](), Account: who, From: now, Until: now.Add(term)}
}

// HostLinkFor is how long a link to look after the board, too, waits for a yes.
const HostLinkFor = 30 * time.Minute

// askedToHost marks a host's link among the ceremonies: both are kept by their
// hash, work once, and end by themselves.
const askedToHost = "host"

// AskHost makes a link with which somebody may look after the board, too: once,
// and with their own yes. Whoever makes one has just shown a key.
func (d *Desk) AskHost(ctx context.Context, s Session) (id.Secret, error) {
	const op = "account.ask_host"
	if err := d.needFresh(op, s); err != nil {
		return id.Secret{}, err
	}
	now, link := d.clock.Now(), id.NewSecret(16)
	err := d.store.Update(ctx, func(tx Tx) error {
		if err := mustHost(tx, s.Account, now); err != nil {
			return err
		}
		return tx.PutCeremony(Ceremony{Hash: link.Hash(), Account: s.Account, State: []byte(askedToHost), Until: now.Add(HostLinkFor)})
	})
	return link, fault.Wrap(op, err)
}

// HostToo is the yes to such a link. It is Gone when the link was used or has
// ended, or when whoever made it looks after the board no more.
func (d *Desk) HostToo(ctx context.Context, s Session, link id.Secret) error {
	const op = "account.host_too"
	if err := d.needFresh(op, s); err != nil {
		return err
	}
	now := d.clock.Now()
	err := d.store.Update(ctx, func(tx Tx) error {
		c, found, err := tx.TakeCeremony(link.Hash())
		if err != nil {
			return err
		}
		over := !found || string(c.State) != askedToHost || !now.Before(c.Until)
		if !over {
			if err := mustHost(tx, c.Account, now); err != nil && !fault.Is(err, fault.NotFound) {
				return err
			} else if err != nil {
				over = true // whoever asked does not look after the board any more
			}
		}
		if over {
			return fault.New(op, fault.Gone, "account.host_link_over")
		}
		return tx.PutHost(newMandate(s.Account, now, HostTerm))
	})
	return fault.Wrap(op, err)
}

// GoOnHosting lets a host go on for a whole term from now.
func (d *Desk) GoOnHosting(ctx context.Context, s Session) error {
	const op = "account.go_on_hosting"
	if err := d.needFresh(op, s); err != nil {
		return err
	}
	err := d.store.Update(ctx, func(tx Tx) error {
		now := d.clock.Now()
		if err := mustHost(tx, s.Account, now); err != nil {
			return err
		}
		return tx.PutHost(newMandate(s.Account, now, HostTerm))
	})
	return fault.Wrap(op, err)
}

// Hosts is how many look after the board now.
func (d *Desk) Hosts(ctx context.Context) (n int, err error) {
	err = d.store.View(ctx, func(tx Tx) error {
		ms, err := tx.HostMandates()
		who := map[party.AccountID]bool{}
		for _, m := range ms {
			if m.holds(d.clock.Now()) {
				who[m.Account] = true
			}
		}
		n = len(who)
		return err
	})
	return n, fault.Wrap("account.hosts", err)
}

// StopHosting ends the account's own host mandates now.
func (d *Desk) StopHosting(ctx context.Context, s Session) error {
	err := d.store.Update(ctx, func(tx Tx) error {
		ms, err := tx.HostMandates()
		if err != nil {
			return err
		}
		now := d.clock.Now()
		for _, m := range ms {
			if m.Account != s.Account || !m.holds(now) {
				continue
			}
			m.Until = now
			if err := tx.PutHost(m); err != nil {
				return err
			}
		}
		return nil
	})
	return fault.Wrap("account.stop_hosting", err)
}

func mustHost(tx Tx, who party.AccountID, now time.Time) error {
	ms, err := tx.HostMandates()
	if err != nil {
		return err
	}
	for _, m := range ms {
		if m.Account == who && m.holds(now) {
			return nil
		}
	}
	return fault.New("account.host", fault.NotFound, "account.not_host")
}
