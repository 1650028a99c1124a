package account

import (
	"cmp"
	"context"
	"crypto/sha256"
	"slices"
	"time"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// KeyholeID names a keyhole of its own account.
type KeyholeID = id.Of[Keyhole]

// KeyholeKind is what opens a keyhole.
type KeyholeKind string

const (
	KindPasskey KeyholeKind = "passkey" // a phone, a computer or a security key
	KindWords   KeyholeKind = "words"   // six words that were drawn, never chosen
	KindCode    KeyholeKind = "code"    // the printed code: 130 bits
)

// Keyhole is one way in. Lookup is the SHA-256 of the sign-in key (words and
// code) or of the credential's id (passkey). Passkey holds what checks the
// signatures of a passkey and nothing that names the device; it is nil for the
// others. Label is what the person calls it, or empty. Made keeps its day only.
type Keyhole struct {
	ID      KeyholeID
	Account party.AccountID
	Kind    KeyholeKind
	Lookup  []byte
	Passkey []byte
	Label   string
	Made    time.Time
}

// Nobody needs more, and a page of them stays readable.
const (
	mostKeyholes = 12
	labelLetters = 40
)

// sound is the law of keyholes: at least two, one of them the code.
func sound(op string, ks []Keyhole) error {
	count := map[KeyholeKind]int{}
	for _, k := range ks {
		count[k.Kind]++
	}
	switch {
	case count[KindCode] != 1:
		return fault.New(op, fault.Invalid, "account.keep_code")
	case len(ks) < 2:
		return fault.New(op, fault.Invalid, "account.keep_two")
	case count[KindWords] > 1, len(ks) > mostKeyholes:
		return fault.New(op, fault.Invalid, "account.too_many")
	}
	return nil
}

// Keyholes lists the ways into the session's own account: passkeys first, then
// words, then the code.
func (d *Desk) Keyholes(ctx context.Context, s Session) ([]Keyhole, error) {
	var ks []Keyhole
	err := d.store.View(ctx, func(tx Tx) (err error) {
		ks, err = tx.KeyholesOf(s.Account)
		return err
	})
	order := []KeyholeKind{KindPasskey, KindWords, KindCode}
	slices.SortFunc(ks, func(a, b Keyhole) int {
		if a.Kind != b.Kind {
			return slices.Index(order, a.Kind) - slices.Index(order, b.Kind)
		}
		if c := a.Made.Compare(b.Made); c != 0 {
			return c
		}
		return cmp.Compare(a.ID, b.ID)
	})
	return ks, fault.Wrap("account.keyholes", err)
}

func hashOf(b []byte) []byte {
	h := sha256.Sum256(b)
	return h[:]
}
