// Package account is how a person comes back: an account that is nothing but
// a random number, the keyholes that open it, the sessions it has open, and
// the faces under which groups know the person.
//
// The law: an account knows a language and nothing else about a person; it
// always has at least two keyholes and one of them is the printed code; what
// opens a keyhole is never kept, only its SHA-256; and no answer of this room
// leads from one face to another, but for the person who wears both.
package account

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"

	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/when"
)

// Account is one person's way back. It holds no name, no address, no date.
type Account struct {
	ID       party.AccountID
	Language string // a language tag, such as "ko"
}

// Config is what a Desk needs. Origin and Name serve passkeys alone.
type Config struct {
	Store  Store
	Clock  when.Clock
	Origin string // where browsers find the board, such as https://board.example
	Name   string // what a phone calls the board beside a passkey; empty: as chosen at set-up

	// Left, when set, is told of every face that leaves because its account is
	// deleted, inside the same transaction, so that its promises are handed back.
	Left func(ctx context.Context, tx Tx, face party.Face) error
}

// unnamed is what a phone calls a board before it has a name.
const unnamed = "Alongside"

// Desk lets people in. It is safe for concurrent use.
type Desk struct {
	store Store
	clock when.Clock
	left  func(context.Context, Tx, party.Face) error
	salt  []byte
	kiln  *kiln
	gate  *gate // nil where passkeys cannot work
	named bool  // by the configuration
	setup setup
}

// Open makes the desk ready. The first desk to open on a database also makes
// the board's salt; every later one finds it.
func Open(ctx context.Context, c Config) (*Desk, error) {
	d := &Desk{store: c.Store, clock: c.Clock, left: c.Left, kiln: newKiln()}
	d.setup.clock = c.Clock
	var err error
	if d.gate, err = openGate(c.Origin, unnamed); err != nil {
		return nil, fault.Wrap("account.open", err)
	}
	d.named = c.Name != ""
	err = c.Store.Update(ctx, func(tx Tx) error {
		a, err := tx.About()
		if err != nil {
			return err
		}
		d.gate.call(cmp.Or(c.Name, a.Name))
		d.salt, err = tx.Salt(randomBytes(saltBytes))
		return err
	})
	if err != nil {
		return nil, fault.Wrap("account.open", err)
	}
	return d, nil
}

// Salt is the board's salt as pages carry it for the browser. It is not a
// secret: it makes words guessed for one board useless at another.
func (d *Desk) Salt() string { return base64.RawURLEncoding.EncodeToString(d.salt) }

// Passkeys tells whether browsers will make passkeys for this board. They do
// for a name over https and for localhost, never for a bare address.
func (d *Desk) Passkeys() bool { return d.gate != nil }

// Speak sets the language in which the account's pages are written.
func (d *Desk) Speak(ctx context.Context, s Session, language string) error {
	err := d.store.Update(ctx, func(tx Tx) error {
		return tx.PutAccount(Account{ID: s.Account, Language: language})
	})
	return fault.Wrap("account.speak", err)
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}
