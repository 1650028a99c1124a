package account

import (
	"context"
	"slices"

	"alongside/internal/fault"
)

// Change is what happens to the keyholes of an account, all of it at once or
// none. New words and a new code replace the old; a new passkey stands beside
// the others. After a lost phone: sign in by the code, then one Change with new
// words or a new passkey, the lost ones in Drop, and EndOthers.
type Change struct {
	Code      Proof
	Words     Proof
	Passkey   Answer
	Drop      []KeyholeID
	EndOthers bool
}

// Change needs a fresh session, and leaves at least two keyholes, one of them
// the code.
func (d *Desk) Change(ctx context.Context, s Session, c Change) error {
	const op = "account.change"
	if err := d.needFresh(op, s); err != nil {
		return err
	}
	cut, err := d.cut(ctx, op, c)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(cut, func(k Keyhole) bool { return k.Account != 0 && k.Account != s.Account }) {
		return passkeyRefused(op, nil)
	}
	err = d.store.Update(ctx, func(tx Tx) error {
		old, err := tx.KeyholesOf(s.Account)
		if err != nil {
			return err
		}
		goes := func(k Keyhole) bool { return slices.Contains(c.Drop, k.ID) || replaced(k, cut) }
		stay := slices.DeleteFunc(slices.Clone(old), goes)
		if err := sound(op, append(stay, cut...)); err != nil {
			return err
		}
		for _, k := range old {
			if !goes(k) {
				continue
			}
			if err := tx.DeleteKeyhole(k.ID); err != nil {
				return err
			}
		}
		if err := d.keep(op, tx, s.Account, cut); err != nil || !c.EndOthers {
			return err
		}
		return eachSession(tx, s, func(tx Tx, o Session) error {
			if o.ID == s.ID {
				return nil
			}
			return tx.DeleteSession(o.ID)
		})
	})
	return fault.Wrap(op, err)
}

// replaced tells whether one of the new keyholes takes the place of k.
func replaced(k Keyhole, cut []Keyhole) bool {
	return slices.ContainsFunc(cut, func(n Keyhole) bool {
		return same(k, n) || k.Kind == n.Kind && k.Kind != KindPasskey
	})
}

// Rename says what the person calls a keyhole.
func (d *Desk) Rename(ctx context.Context, s Session, which KeyholeID, label string) error {
	err := d.store.Update(ctx, func(tx Tx) error {
		ks, err := tx.KeyholesOf(s.Account)
		if err != nil {
			return err
		}
		for _, k := range ks {
			if k.ID != which {
				continue
			}
			k.Label = short(label, labelLetters)
			return tx.PutKeyhole(k)
		}
		return nil
	})
	return fault.Wrap("account.rename", err)
}

// cut turns what the page sent into keyholes that are not yet kept.
func (d *Desk) cut(ctx context.Context, op string, c Change) ([]Keyhole, error) {
	var ks []Keyhole
	for _, p := range []struct {
		field string
		kind  KeyholeKind
		proof Proof
	}{{"code", KindCode, c.Code}, {"words", KindWords, c.Words}} {
		if p.proof.Empty() {
			continue
		}
		key, typed, err := d.sign(ctx, p.proof)
		if err != nil {
			return nil, inField(p.field, err)
		}
		if typed != "" && typed != p.kind {
			return nil, wrong(op, p.field, "account.wrong_kind")
		}
		ks = append(ks, Keyhole{Kind: p.kind, Lookup: hashOf(key)})
	}
	if len(ks) == 2 && same(ks[0], ks[1]) {
		return nil, wrong(op, "words", "account.wrong_kind")
	}
	if !c.Passkey.Empty() {
		k, err := d.made(ctx, op, c.Passkey)
		if err != nil {
			return nil, err
		}
		ks = append(ks, k)
	}
	return ks, nil
}
