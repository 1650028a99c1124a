package account

import (
	"bytes"
	"context"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// Start is what a new account begins with: the printed code, and words or a
// passkey or both. All of it was drawn by the page; nobody invents a password.
type Start struct {
	Language string
	Name     string // of the face on the board itself
	Code     Proof
	Words    Proof
	Passkey  Answer
	Browser  Browser
}

// Create makes an account with its face on the board and signs it in. Sent twice, it signs in to the
// account that the first sending made.
func (d *Desk) Create(ctx context.Context, s Start) (Opening, error) {
	const op = "account.create"
	if o, again, err := d.madeBefore(ctx, s); again || err != nil {
		return o, err
	}
	ks, err := d.cut(ctx, op, Change{Code: s.Code, Words: s.Words, Passkey: s.Passkey})
	if err != nil {
		return Opening{}, err
	}
	if err := sound(op, ks); err != nil {
		return Opening{}, err
	}
	name, err := FaceName(s.Name)
	if err != nil {
		return Opening{}, err
	}
	var o Opening
	err = d.store.Update(ctx, func(tx Tx) error {
		who, err := unborn(op, tx, ks)
		if err != nil {
			return err
		}
		if err := tx.PutAccount(Account{ID: who, Language: s.Language}); err != nil {
			return err
		}
		if err := d.keep(op, tx, who, ks); err != nil {
			return err
		}
		if _, err := wear(tx, who, Board, name); err != nil {
			return err
		}
		o, err = d.begin(tx, who, s.Browser)
		o.Session.Language = s.Language
		return err
	})
	return o, fault.Wrap(op, err)
}

// madeBefore signs in where the code already opens an account: the same form
// came twice.
func (d *Desk) madeBefore(ctx context.Context, s Start) (o Opening, again bool, err error) {
	if s.Code.Empty() {
		return Opening{}, false, nil // cut says what is missing
	}
	o, err = d.SignIn(ctx, Attempt{Proof: s.Code, Browser: s.Browser})
	if fault.Is(err, fault.Invalid) {
		return Opening{}, false, nil
	}
	return o, err == nil, err
}

// unborn is the id for a new account: the one a passkey was made for, which
// must not have begun to live, or a fresh one.
func unborn(op string, tx Tx, ks []Keyhole) (party.AccountID, error) {
	for _, k := range ks {
		if k.Account == 0 {
			continue
		}
		old, err := tx.KeyholesOf(k.Account)
		if err == nil && len(old) > 0 {
			err = passkeyRefused(op, nil)
		}
		return k.Account, err
	}
	return newAccountID(), nil
}

// Attempt is one try to come in: a proof, or the answer of a passkey.
type Attempt struct {
	Proof   Proof
	Passkey Answer
	Browser Browser
}

// SignIn opens a session for whoever the attempt shows. What fits nothing is
// Invalid, whatever was wrong with it. Callers brake attempts beforehand.
func (d *Desk) SignIn(ctx context.Context, a Attempt) (Opening, error) {
	const op = "account.sign_in"
	k, err := d.opened(ctx, op, a)
	if err != nil {
		return Opening{}, err
	}
	var o Opening
	err = d.store.Update(ctx, func(tx Tx) error {
		if err := stillOpens(op, tx, k); err != nil {
			return err
		}
		if o, err = d.begin(tx, k.Account, a.Browser); err != nil {
			return err
		}
		o.Session, _, err = tx.SessionBy(o.Session.Hash) // fills in the language
		return err
	})
	return o, fault.Wrap(op, err)
}

// Prove makes a session fresh again: the person showed a key of the same account.
func (d *Desk) Prove(ctx context.Context, s Session, a Attempt) (Session, error) {
	const op = "account.prove"
	k, err := d.opened(ctx, op, a)
	if err != nil {
		return s, err
	}
	if k.Account != s.Account {
		return s, noMatch(op)
	}
	err = d.store.Update(ctx, func(tx Tx) error {
		if err := stillOpens(op, tx, k); err != nil {
			return err
		}
		now, found, err := tx.SessionBy(s.Hash)
		if err != nil {
			return err
		}
		if !found {
			return fault.New(op, fault.SignIn, "account.sign_in_first")
		}
		now.Proved = d.clock.Now()
		s = now
		return tx.PutSession(now)
	})
	return s, fault.Wrap(op, err)
}

// opened finds the keyhole that an attempt opens.
func (d *Desk) opened(ctx context.Context, op string, a Attempt) (Keyhole, error) {
	if !a.Passkey.Empty() {
		return d.shown(ctx, op, a.Passkey)
	}
	if a.Proof.Empty() {
		return Keyhole{}, wrong(op, "typed", "account.typed_missing")
	}
	key, _, err := d.sign(ctx, a.Proof)
	if err != nil {
		return Keyhole{}, inField("typed", err)
	}
	k, err := d.keyholeBy(ctx, op, hashOf(key))
	if err == nil && k.Kind == KindPasskey {
		return Keyhole{}, noMatch(op) // a credential's id is no secret: it must not open anything
	}
	return k, err
}

// stillOpens makes sure that nobody took the keyhole away meanwhile.
func stillOpens(op string, tx Tx, k Keyhole) error {
	now, found, err := tx.KeyholeBy(k.Lookup)
	if err != nil {
		return err
	}
	if !found || now.Account != k.Account {
		return noMatch(op)
	}
	return nil
}

// keep cuts keyholes into an account.
func (d *Desk) keep(op string, tx Tx, who party.AccountID, ks []Keyhole) error {
	for _, k := range ks {
		_, taken, err := tx.KeyholeBy(k.Lookup)
		if err != nil {
			return err
		}
		if taken {
			return fault.New(op, fault.Taken, "account.key_taken")
		}
		k.ID, k.Account, k.Made = id.New[Keyhole](), who, dayOf(d.clock.Now())
		if err := tx.PutKeyhole(k); err != nil {
			return err
		}
	}
	return nil
}

func same(a, b Keyhole) bool { return bytes.Equal(a.Lookup, b.Lookup) }

func noMatch(op string) error { return wrong(op, "typed", "account.no_match") }

// wrong is one mistake in one field.
func wrong(op, field, say string) error {
	var f fault.Form
	f.Add(field, say)
	return f.Err(op)
}

// inField puts an Invalid error at the field it came from.
func inField(field string, err error) error {
	if !fault.Is(err, fault.Invalid) || len(fault.FieldsOf(err)) > 0 {
		return err
	}
	return wrong("account.field", field, fault.SayOf(err))
}
