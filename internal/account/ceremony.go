package account

import (
	"context"
	"encoding/json"
	"time"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// Ceremony is one asking and answering with a passkey. It is kept as a row, so
// that any process of the board can finish what another began. Hash is the
// SHA-256 of the secret that the page carries; Account is the one a new passkey
// will open, or zero for a sign-in.
type Ceremony struct {
	Hash    []byte
	Account party.AccountID
	State   []byte
	Until   time.Time
}

const (
	ceremonyLife = 5 * time.Minute
	mostAnswer   = 32 << 10 // bytes; real answers are below 4 KiB
)

// Asking is what the page needs to call the browser: Options is the JSON form
// of the options in Web Authentication, without the outer publicKey.
type Asking struct {
	Ceremony id.Secret
	Options  json.RawMessage
}

// Answer is what the browser gave back, in JSON, and what the person calls the
// device.
type Answer struct {
	Ceremony   id.Secret
	Credential []byte
	Label      string
}

// Empty tells whether there is no answer.
func (a Answer) Empty() bool { return a.Ceremony.Empty() && len(a.Credential) == 0 }

// AskPasskey begins a sign-in with a passkey.
func (d *Desk) AskPasskey(ctx context.Context) (Asking, error) {
	const op = "account.ask_passkey"
	if d.gate == nil {
		return Asking{}, noPasskeys(op)
	}
	options, state, err := d.gate.ask()
	if err != nil {
		return Asking{}, fault.Wrap(op, err)
	}
	return d.keepCeremony(ctx, op, 0, options, state)
}

// AskNewPasskey begins the making of a passkey: for the session's account,
// which needs a fresh session, or with the zero Session for an account that
// Create will make.
func (d *Desk) AskNewPasskey(ctx context.Context, s Session) (Asking, error) {
	const op = "account.ask_new_passkey"
	if d.gate == nil {
		return Asking{}, noPasskeys(op)
	}
	who, known, err := newAccountID(), [][]byte(nil), error(nil)
	if s.Account != 0 {
		who = s.Account
		if known, err = d.passkeysOf(ctx, op, s); err != nil {
			return Asking{}, err
		}
	}
	options, state, err := d.gate.askNew(who, known)
	if err != nil {
		return Asking{}, fault.Wrap(op, err)
	}
	return d.keepCeremony(ctx, op, who, options, state)
}

func (d *Desk) passkeysOf(ctx context.Context, op string, s Session) (records [][]byte, err error) {
	if err := d.needFresh(op, s); err != nil {
		return nil, err
	}
	ks, err := d.Keyholes(ctx, s)
	for _, k := range ks {
		if k.Kind == KindPasskey {
			records = append(records, k.Passkey)
		}
	}
	return records, err
}

func (d *Desk) keepCeremony(ctx context.Context, op string, who party.AccountID, options, state []byte) (Asking, error) {
	secret := id.NewSecret(16)
	err := d.store.Update(ctx, func(tx Tx) error {
		return tx.PutCeremony(Ceremony{
			Hash: secret.Hash(), Account: who, State: state,
			Until: d.clock.Now().Add(ceremonyLife),
		})
	})
	return Asking{Ceremony: secret, Options: options}, fault.Wrap(op, err)
}

// takeCeremony uses a ceremony up, whatever comes of the answer.
func (d *Desk) takeCeremony(ctx context.Context, op string, a Answer) (Ceremony, error) {
	if d.gate == nil {
		return Ceremony{}, noPasskeys(op)
	}
	if len(a.Credential) > mostAnswer {
		return Ceremony{}, fault.New(op, fault.TooLarge, "")
	}
	var c Ceremony
	var found bool
	err := d.store.Update(ctx, func(tx Tx) (err error) {
		c, found, err = tx.TakeCeremony(a.Ceremony.Hash())
		return err
	})
	if err != nil {
		return Ceremony{}, fault.Wrap(op, err)
	}
	if !found || !d.clock.Now().Before(c.Until) {
		return Ceremony{}, fault.New(op, fault.Gone, "account.passkey_late")
	}
	return c, nil
}

// made checks a new passkey and answers its keyhole, not yet kept. Its account
// is the one for which the ceremony began: callers must compare it.
func (d *Desk) made(ctx context.Context, op string, a Answer) (Keyhole, error) {
	c, err := d.takeCeremony(ctx, op, a)
	if err != nil {
		return Keyhole{}, err
	}
	if c.Account == 0 {
		return Keyhole{}, passkeyRefused(op, nil)
	}
	credential, record, err := d.gate.checkNew(c.Account, c.State, a.Credential)
	if err != nil {
		return Keyhole{}, passkeyRefused(op, err)
	}
	return Keyhole{
		Account: c.Account, Kind: KindPasskey, Lookup: hashOf(credential),
		Passkey: record, Label: short(a.Label, labelLetters),
	}, nil
}

// shown checks a sign-in with a passkey and answers the keyhole it opened.
func (d *Desk) shown(ctx context.Context, op string, a Answer) (Keyhole, error) {
	c, err := d.takeCeremony(ctx, op, a)
	if err != nil {
		return Keyhole{}, err
	}
	if c.Account != 0 {
		return Keyhole{}, passkeyRefused(op, nil)
	}
	var k Keyhole
	err = d.gate.check(c.State, a.Credential, func(credential []byte) (party.AccountID, []byte, error) {
		var err error
		k, err = d.keyholeBy(ctx, op, hashOf(credential))
		return k.Account, k.Passkey, err
	})
	if err != nil {
		return Keyhole{}, passkeyRefused(op, err)
	}
	return k, nil
}

func (d *Desk) keyholeBy(ctx context.Context, op string, lookup []byte) (Keyhole, error) {
	var k Keyhole
	var found bool
	err := d.store.View(ctx, func(tx Tx) (err error) {
		k, found, err = tx.KeyholeBy(lookup)
		return err
	})
	if err == nil && !found {
		return Keyhole{}, noMatch(op)
	}
	return k, fault.Wrap(op, err)
}

func newAccountID() party.AccountID {
	return party.AccountID(id.New[Account]())
}

func noPasskeys(op string) error { return fault.New(op, fault.NotFound, "account.no_passkeys") }

func passkeyRefused(op string, err error) error {
	return &fault.Error{Op: op, Kind: fault.Invalid, Say: "account.passkey_refused", Err: err}
}
