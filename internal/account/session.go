package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// SessionID names a session in its account's own list. It opens nothing.
type SessionID = id.Of[Session]

// Session is one browser that is signed in. Hash is the SHA-256 of the secret
// in its cookie. Begun and Seen keep their day only; Proved, the moment the
// person last showed a key, is exact and is forgotten soon after.
type Session struct {
	ID       SessionID
	Account  party.AccountID
	Language string // of the account; filled in when read, never stored here
	Hash     []byte
	Label    string // what the person calls this browser, or empty
	Device   Device
	Begun    time.Time
	Seen     time.Time
	Proved   time.Time
}

// How long a session lives.
const (
	IdleLife  = 30 * day
	WholeLife = 90 * day
	FreshFor  = 10 * time.Minute

	day           = 24 * time.Hour
	sessionSecret = 32 // bytes
	mostSessions  = 20
)

// Fresh tells whether the person showed a key within the last ten minutes, as
// keys, export and deletion ask for.
func (s Session) Fresh(now time.Time) bool {
	since := now.Sub(s.Proved)
	return since < FreshFor && since > -time.Minute // clocks jump, a little
}

func (s Session) ended(now time.Time) bool {
	return now.Sub(s.Seen) > IdleLife || now.Sub(s.Begun) > WholeLife
}

func dayOf(t time.Time) time.Time { return t.UTC().Truncate(day) }

// Opening is a session that has just begun, with the secret for its cookie.
type Opening struct {
	Session Session
	Secret  id.Secret
}

// Browser is what a new session may know of the browser it lives in.
type Browser struct {
	Device Device
	Label  string
}

// begin opens a session. Above mostSessions the one seen longest ago ends.
func (d *Desk) begin(tx Tx, who party.AccountID, b Browser) (Opening, error) {
	now := d.clock.Now()
	o := Opening{Secret: id.NewSecret(sessionSecret)}
	o.Session = Session{
		ID: id.New[Session](), Account: who, Hash: o.Secret.Hash(),
		Label: short(b.Label, labelLetters), Device: b.Device,
		Begun: dayOf(now), Seen: dayOf(now), Proved: now,
	}
	old, err := tx.SessionsOf(who)
	if err != nil {
		return Opening{}, err
	}
	slices.SortFunc(old, func(a, b Session) int { return b.Seen.Compare(a.Seen) })
	for _, s := range old[min(len(old), mostSessions-1):] {
		if err := tx.DeleteSession(s.ID); err != nil {
			return Opening{}, err
		}
	}
	return o, tx.PutSession(o.Session)
}

// Who answers whose browser holds this secret, or a SignIn fault.
func (d *Desk) Who(ctx context.Context, secret id.Secret) (Session, error) {
	p, err := d.Enter(ctx, secret)
	return p.Session, err
}

func (d *Desk) touch(ctx context.Context, s Session, today time.Time) (Session, error) {
	s.Seen = today
	if !s.Fresh(d.clock.Now()) {
		s.Proved = time.Time{}
	}
	err := d.store.Update(ctx, func(tx Tx) error {
		_, found, err := tx.SessionBy(s.Hash)
		if err != nil {
			return err
		}
		if !found { // ended in another browser just now: it must not come back
			return fault.New("account.who", fault.SignIn, "account.sign_in_first")
		}
		return tx.PutSession(s)
	})
	return s, fault.Wrap("account.touch", err)
}

// Sessions lists the account's sessions, this one first, then as last seen.
func (d *Desk) Sessions(ctx context.Context, s Session) ([]Session, error) {
	var all []Session
	err := d.store.View(ctx, func(tx Tx) (err error) {
		all, err = tx.SessionsOf(s.Account)
		return err
	})
	now := d.clock.Now()
	all = slices.DeleteFunc(all, func(o Session) bool { return o.ended(now) })
	slices.SortFunc(all, func(a, b Session) int {
		switch {
		case a.ID == s.ID:
			return -1
		case b.ID == s.ID:
			return 1
		}
		return b.Seen.Compare(a.Seen)
	})
	return all, fault.Wrap("account.sessions", err)
}

// Call gives one of the account's sessions a label, so that its owner knows it
// again.
func (d *Desk) Call(ctx context.Context, s Session, which SessionID, label string) error {
	return d.ownSessions(ctx, "account.call", s, func(tx Tx, o Session) error {
		if o.ID != which {
			return nil
		}
		o.Label = short(label, labelLetters)
		return tx.PutSession(o)
	})
}

// End ends one of the account's sessions. That it was over already is no error.
func (d *Desk) End(ctx context.Context, s Session, which SessionID) error {
	return d.endWhere(ctx, s, func(o Session) bool { return o.ID == which })
}

// EndOthers ends every session of the account but this one.
func (d *Desk) EndOthers(ctx context.Context, s Session) error {
	return d.endWhere(ctx, s, func(o Session) bool { return o.ID != s.ID })
}

// EndAll ends every session of the account, this one included.
func (d *Desk) EndAll(ctx context.Context, s Session) error {
	return d.endWhere(ctx, s, func(Session) bool { return true })
}

func (d *Desk) endWhere(ctx context.Context, s Session, which func(Session) bool) error {
	return d.ownSessions(ctx, "account.end", s, func(tx Tx, o Session) error {
		if !which(o) {
			return nil
		}
		return tx.DeleteSession(o.ID)
	})
}

// ownSessions runs fn for each session of the account that s belongs to.
func (d *Desk) ownSessions(ctx context.Context, op string, s Session, fn func(Tx, Session) error) error {
	err := d.store.Update(ctx, func(tx Tx) error { return eachSession(tx, s, fn) })
	return fault.Wrap(op, err)
}

func eachSession(tx Tx, s Session, fn func(Tx, Session) error) error {
	all, err := tx.SessionsOf(s.Account)
	if err != nil {
		return err
	}
	for _, o := range all {
		if err := fn(tx, o); err != nil {
			return err
		}
	}
	return nil
}

// Sweep erases sessions and ceremonies that have run out. Call it every hour.
func (d *Desk) Sweep(ctx context.Context) error {
	now := d.clock.Now()
	err := d.store.Update(ctx, func(tx Tx) error {
		return tx.SweepAccess(Expiry{
			Ceremonies: now,
			Seen:       now.Add(-IdleLife),
			Begun:      now.Add(-WholeLife),
			Proved:     now.Add(-FreshFor),
		})
	})
	return fault.Wrap("account.sweep", err)
}

// Device is a guess so coarse that it tells nobody apart.
type Device string

const (
	DeviceUnknown  Device = ""
	DevicePhone    Device = "phone"
	DeviceComputer Device = "computer"
)

// DeviceOf guesses from the User-Agent line, of which nothing else is kept.
func DeviceOf(userAgent string) Device {
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(userAgent, w) })
	}
	switch {
	case has("Mobile", "Android", "iPhone", "iPad"):
		return DevicePhone
	case has("Windows", "Macintosh", "Linux", "CrOS"):
		return DeviceComputer
	}
	return DeviceUnknown
}

// short keeps the first n letters of a label on one line.
func short(s string, n int) string {
	letters := []rune(strings.Join(strings.Fields(s), " "))
	return string(letters[:min(len(letters), n)])
}
