package account

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"sync/atomic"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"alongside/internal/party"
)

// This file alone knows the library for passkeys (Web Authentication, level 3).
// A person must be verified by their device each time, and the passkey must be
// discoverable, because nobody types a name here. No attestation is asked for.

// gate speaks Web Authentication with browsers: JSON in, JSON out.
type gate struct {
	w    *webauthn.WebAuthn
	name atomic.Pointer[string] // what a phone calls the board
}

// openGate is nil, without an error, where browsers would refuse: without an
// origin, at a bare address, or without https anywhere but on localhost.
func openGate(origin, name string) (*gate, error) {
	if origin == "" {
		return nil, nil
	}
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("the origin %q is not an address such as https://board.example", origin)
	}
	host := u.Hostname()
	if _, err := netip.ParseAddr(host); err == nil || (u.Scheme != "https" && host != "localhost") {
		return nil, nil
	}
	w, err := webauthn.New(&webauthn.Config{
		RPID:                  host,
		RPOrigins:             []string{u.Scheme + "://" + u.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			RequireResidentKey: protocol.ResidentKeyRequired(),
			ResidentKey:        protocol.ResidentKeyRequirementRequired,
			UserVerification:   protocol.VerificationRequired,
		},
		// Some password managers answer more than they were asked.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil, err
	}
	g := &gate{w: w}
	g.call(name)
	return g, nil
}

// call gives the board the name that phones show beside new passkeys.
func (g *gate) call(name string) {
	if g != nil && name != "" {
		g.name.Store(&name)
	}
}

// passkey is all that is kept of a credential. What names the make of the
// device and how often it was used is thrown away: no counter is checked,
// because synced passkeys have none.
type passkey struct {
	ID    []byte `json:"id"`
	Key   []byte `json:"key"`
	Flags byte   `json:"flags"`
}

func (p passkey) credential() webauthn.Credential {
	return webauthn.Credential{
		ID:        p.ID,
		PublicKey: p.Key,
		Flags:     webauthn.NewCredentialFlags(protocol.AuthenticatorFlags(p.Flags)),
	}
}

// askNew begins the making of a passkey. known are the records of those the
// account has: a device that holds one of them will not make a second.
func (g *gate) askNew(who party.AccountID, known [][]byte) (options, state []byte, err error) {
	var exclude []protocol.CredentialDescriptor
	for _, record := range known {
		var p passkey
		if err := json.Unmarshal(record, &p); err != nil {
			return nil, nil, err
		}
		c := p.credential()
		exclude = append(exclude, c.Descriptor())
	}
	asked, session, err := g.w.BeginRegistration(g.holder(who, nil), webauthn.WithExclusions(exclude),
		webauthn.WithRegistrationRelyingPartyName(*g.name.Load()))
	if err != nil {
		return nil, nil, err
	}
	return twoJSON(asked.Response, session)
}

// checkNew finishes it, and answers the credential's id and the record to keep.
func (g *gate) checkNew(who party.AccountID, state, answer []byte) (credential, record []byte, err error) {
	session, err := resume(state)
	if err != nil {
		return nil, nil, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return nil, nil, err
	}
	c, err := g.w.CreateCredential(g.holder(who, nil), session, parsed)
	if err != nil {
		return nil, nil, err
	}
	record, err = json.Marshal(passkey{ID: c.ID, Key: c.PublicKey, Flags: byte(c.Flags.ProtocolValue())})
	return c.ID, record, err
}

// ask begins a sign-in with whatever passkey the person has for this board.
func (g *gate) ask() (options, state []byte, err error) {
	asked, session, err := g.w.BeginDiscoverableLogin()
	if err != nil {
		return nil, nil, err
	}
	return twoJSON(asked.Response, session)
}

// check finishes it. find answers the owner and the record of a credential.
func (g *gate) check(state, answer []byte, find func(credential []byte) (party.AccountID, []byte, error)) error {
	session, err := resume(state)
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return err
	}
	_, _, err = g.w.ValidatePasskeyLogin(func(credential, _ []byte) (webauthn.User, error) {
		who, record, err := find(credential)
		if err != nil {
			return nil, err
		}
		var p passkey
		if err := json.Unmarshal(record, &p); err != nil {
			return nil, err
		}
		return g.holder(who, []webauthn.Credential{p.credential()}), nil
	}, session, parsed)
	return err
}

func (g *gate) holder(who party.AccountID, cs []webauthn.Credential) holder {
	return holder{who: who, name: *g.name.Load(), passkeys: cs}
}

// holder is an account as the library wants to see it. The board's name stands
// where others put a person's: a phone shows it beside the passkey.
type holder struct {
	who      party.AccountID
	name     string
	passkeys []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return binary.BigEndian.AppendUint64(nil, uint64(h.who)) }
func (h holder) WebAuthnName() string                       { return h.name }
func (h holder) WebAuthnDisplayName() string                { return h.name }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.passkeys }

func twoJSON(options any, session *webauthn.SessionData) (o, s []byte, err error) {
	o, err1 := json.Marshal(options)
	s, err2 := json.Marshal(session)
	return o, s, errors.Join(err1, err2)
}

func resume(state []byte) (webauthn.SessionData, error) {
	var s webauthn.SessionData
	err := json.Unmarshal(state, &s)
	return s, err
}
