package decision

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
)

// Signing is the data of a decision to sign a text. Its words are those of the
// decision. With names a signature of another group under the same words, or is
// 0; when the words have changed by the end, they stand alone.
type Signing struct {
	With ID `json:"with,omitempty"`
}

// Unsigning is the data of a decision to take a group's name off a text.
type Unsigning struct {
	Decision ID `json:"decision"`
}

// Signature is a group's name under a text. It is there only because the group
// decided so by its own rule, and everybody may read it.
type Signature struct {
	Decision ID // the group's own, by which it signed
	Group    party.GroupID
	Text     ID // the decision of whichever group signed these words first
	Signed   time.Time
}

// Signed is a signature and the words above it.
type Signed struct {
	Signature
	Title  string
	Words  string
	Method group.Method
}

// Signer is a group whose name stands under a text.
type Signer struct {
	Name, Slug string
	Signature
}

// Signatures are the names of groups under texts.
type Signatures interface {
	AddSignature(Signature) error
	DropSignature(Signature) error
	Signature(ID) (Signed, bool, error)
	SignedBy(g party.GroupID, most int) ([]Signed, error) // newest first
	// Signers are the groups under a text that nothing bars from sight, in the
	// order in which they signed.
	Signers(text ID, most int) ([]Signer, error)
	HasSigned(g party.GroupID, text ID) (bool, error)
}

// signedMost bounds what a page lists of texts, and of names under one.
const signedMost = 500

// SignInForce puts a group's name under a text, inside the transaction that
// closes its decision.
func (d *Desk) SignInForce(tx Tx, g party.GroupID, by ID, data []byte) error {
	const op = "decision.sign_in_force"
	var with Signing
	if err := json.Unmarshal(data, &with); err != nil {
		return fault.New(op, fault.Unreadable, "")
	}
	dec, _, err := tx.Decision(by)
	if err != nil {
		return err
	}
	s := Signature{Decision: by, Group: g, Text: by, Signed: d.Clock.Now()}
	other, found, err := tx.Signature(with.With)
	if err != nil {
		return err
	}
	if found && other.Title == dec.Title && other.Words == dec.Text {
		s.Text = other.Text
	}
	already, err := tx.HasSigned(g, s.Text)
	if err != nil || already {
		return orElse(err, fault.New(op, fault.Taken, ""))
	}
	return tx.AddSignature(s)
}

// UnsignInForce takes a group's name off a text, likewise.
func (d *Desk) UnsignInForce(tx Tx, g party.GroupID, data []byte) error {
	const op = "decision.unsign_in_force"
	var u Unsigning
	if err := json.Unmarshal(data, &u); err != nil {
		return fault.New(op, fault.Unreadable, "")
	}
	s, found, err := tx.Signature(u.Decision)
	if err != nil || !found || s.Group != g {
		return orElse(err, fault.New(op, fault.Stale, ""))
	}
	return tx.DropSignature(s.Signature)
}

// SignedBy is what a group has signed, for everybody who may read its page.
func (d *Desk) SignedBy(ctx context.Context, g party.GroupID) (all []Signed, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		all, err = tx.SignedBy(g, signedMost)
		return err
	})
	return all, fault.Wrap("decision.signed_by", err)
}

// Signs reports whether a group's name stands under any text.
func (d *Desk) Signs(ctx context.Context, g party.GroupID) (any bool, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		all, err := tx.SignedBy(g, 1)
		any = len(all) > 0
		return err
	})
	return any, fault.Wrap("decision.signs", err)
}

// Paper is a text that a group has signed, and whose names stand under it.
type Paper struct {
	Signed
	Signers []Signer
}

// By reports whether a group's name stands under it.
func (p Paper) By(g party.GroupID) bool {
	return slices.ContainsFunc(p.Signers, func(s Signer) bool { return s.Group == g })
}

// Paper opens a text that a group has signed.
func (d *Desk) Paper(ctx context.Context, g party.GroupID, which ID) (p Paper, err error) {
	const op = "decision.paper"
	err = d.Store.View(ctx, func(tx Tx) (err error) {
		var found bool
		if p.Signed, found, err = tx.Signature(which); err != nil || !found || p.Group != g {
			return orElse(err, missing())
		}
		p.Signers, err = tx.Signers(p.Text, signedMost)
		return err
	})
	return p, fault.Wrap(op, err)
}

// SignToo lays a text that another group has signed before one of the viewer's
// own, word for word.
func (d *Desk) SignToo(ctx context.Context, v access.Viewer, g party.GroupID, with Paper, key string) (Decision, error) {
	data, err := json.Marshal(Signing{With: with.Decision})
	if err != nil {
		return Decision{}, err
	}
	if with.By(g) {
		return Decision{}, fault.New("decision.sign_too", fault.Taken, "sign.already")
	}
	return d.Propose(ctx, v, g, Draft{Key: key, Title: with.Title, Text: with.Words, Effect: Effect{Change: Sign, Data: data}})
}
