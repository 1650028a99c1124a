package notice

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/when"
)

// Owner is a person as messages reach them: a guest, or an account with all
// its faces. Exactly one of the two is set.
type Owner struct {
	Guest   party.GuestID
	Account party.AccountID
}

// Nobody reports whether it is no one.
func (o Owner) Nobody() bool { return o == Owner{} }

// WayID names a way.
type WayID = id.Of[Way]

// WayKind is how a message travels.
type WayKind string

const (
	Mail WayKind = "mail"
	Push WayKind = "push"
)

// Way is one place outside the board where its owner wants to be told. Sealed
// is the address; Mark is the same for the same address and tells nothing else.
type Way struct {
	ID        WayID
	Owner     Owner
	Kind      WayKind
	Sealed    []byte
	Mark      []byte
	Language  string
	Made      time.Time
	Confirmed bool // the owner said so from the address itself
	Failing   bool // the last message did not arrive
}

// How many ways one person can have, and how long one waits to be confirmed.
const (
	MailMost   = 1
	PushMost   = 5
	ConfirmFor = when.AddressesFor
)

// Key seals addresses. It does not lie in the database, so that a copy of the
// database tells nobody's address. Its zero value seals nothing.
type Key struct{ seal, mark []byte }

// NewKey makes the key out of the board's 32 bytes.
func NewKey(secret []byte) (Key, error) {
	if len(secret) < 32 {
		return Key{}, errors.New("the key for addresses needs 32 bytes")
	}
	derive := func(what string) []byte {
		b, err := hkdf.Key(sha256.New, secret, nil, "alongside "+what+" v1", 32)
		if err != nil {
			panic(err) // the lengths are constants
		}
		return b
	}
	return Key{derive("address seal"), derive("address mark")}, nil
}

// Empty reports whether there is no key.
func (k Key) Empty() bool { return k.seal == nil }

// String and GoString keep keys out of logs.
func (Key) String() string   { return "[sealed]" }
func (Key) GoString() string { return "[sealed]" }

func (k Key) aead() cipher.AEAD {
	block, err := aes.NewCipher(k.seal)
	if err != nil {
		panic(err) // the length is a constant
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return gcm
}

// close puts an address into a way. It opens only as that way's.
func (k Key) close(w *Way, address string) {
	w.Sealed = k.aead().Seal(nil, nil, []byte(address), []byte(w.ID.String()+string(w.Kind)))
	m := hmac.New(sha256.New, k.mark)
	m.Write([]byte(string(w.Kind) + "\x00" + strings.ToLower(address)))
	w.Mark = m.Sum(nil)[:16]
}

// open is the address of a way.
func (k Key) open(w Way) (string, error) {
	b, err := k.aead().Open(nil, nil, w.Sealed, []byte(w.ID.String()+string(w.Kind)))
	if err != nil {
		return "", errors.New("an address was sealed with another key")
	}
	return string(b), nil
}

// mailAddress is one plain address as people type it, or a mistake in "mail".
func mailAddress(typed string) (string, error) {
	var f fault.Form
	typed = strings.TrimSpace(typed)
	a, err := mail.ParseAddress(typed)
	f.Check(err == nil && a.Name == "" && a.Address == typed && len(typed) <= 254 && !strings.ContainsAny(typed, " \t\r\n\"<>"),
		"mail", "notice.mail_form")
	return typed, f.Err("notice.mail")
}

// Subscription is what a browser hands out so that the board can wake it up
// (W3C Push API). Whoever holds it can wake that browser.
type Subscription struct {
	Endpoint string `json:"endpoint"`
	Keys     struct {
		P256dh string `json:"p256dh"`
		Auth   string `json:"auth"`
	} `json:"keys"`
}

// String and GoString keep subscriptions out of logs.
func (Subscription) String() string   { return "[sealed]" }
func (Subscription) GoString() string { return "[sealed]" }

const endpointMost = 1024

// subscription reads what a browser sent.
func subscription(text string) (s Subscription, err error) {
	refused := fault.New("notice.push", fault.Invalid, "notice.push_form")
	if len(text) > 4*endpointMost || json.Unmarshal([]byte(text), &s) != nil {
		return s, refused
	}
	u, err := url.Parse(s.Endpoint)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Port() != "" && u.Port() != "443" ||
		len(s.Endpoint) > endpointMost || !soundKeys(s) {
		return s, refused
	}
	return s, nil
}

// soundKeys reports whether a message can be sealed for this browser: a point
// of P-256 and 16 bytes (RFC 8291).
func soundKeys(s Subscription) bool {
	point, err := base64.RawURLEncoding.DecodeString(s.Keys.P256dh)
	auth, err2 := base64.RawURLEncoding.DecodeString(s.Keys.Auth)
	_, err3 := ecdh.P256().NewPublicKey(point)
	return errors.Join(err, err2, err3) == nil && len(auth) == 16
}

// newWay is an unconfirmed way, sealed.
func (d *Desk) newWay(o Owner, kind WayKind, address, language string) Way {
	w := Way{ID: id.New[Way](), Owner: o, Kind: kind, Language: language, Made: d.Clock.Now()}
	d.Key.close(&w, address)
	return w
}
