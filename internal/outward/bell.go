package outward

import (
	"context"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"

	webpush "github.com/SherClockHolmes/webpush-go"
)

// ErrGone says that a browser does not want to be woken any more.
var ErrGone = errors.New("outward: the browser took its permission back")

// Bell wakes browsers (RFC 8030, 8291, 8292). What it sends is one word that
// says nothing: the browser knows what to show.
type Bell struct {
	client          *Client
	subject         string
	private, public string
}

// Word is all that a push ever carries.
const Word = "news"

// NewBell makes the bell of a board. secret is 32 random bytes of the board,
// origin its address, by which a push service can find whoever runs it.
func NewBell(c *Client, secret []byte, origin string) (*Bell, error) {
	for n := range 8 { // one in four thousand million drawings is no key
		d, err := hkdf.Key(sha256.New, secret, nil, fmt.Sprintf("alongside vapid v1 %d", n), 32)
		if err != nil {
			return nil, err
		}
		if key, err := ecdh.P256().NewPrivateKey(d); err == nil {
			text := base64.RawURLEncoding.EncodeToString
			return &Bell{c, origin, text(d), text(key.PublicKey().Bytes())}, nil
		}
	}
	return nil, errors.New("outward: no key for push")
}

// PublicKey is what browsers want to know before they allow it.
func (b *Bell) PublicKey() string { return b.public }

// dayLong is for how many seconds a push service keeps a message for a phone
// that is switched off.
const dayLong = 24 * 60 * 60

// Ring wakes one browser.
func (b *Bell) Ring(ctx context.Context, endpoint, p256dh, auth string) error {
	s := &webpush.Subscription{Endpoint: endpoint, Keys: webpush.Keys{P256dh: p256dh, Auth: auth}}
	a, err := webpush.SendNotificationWithContext(ctx, []byte(Word), s, &webpush.Options{HTTPClient: b.client,
		Subscriber: b.subject, Topic: Word, TTL: dayLong, Urgency: webpush.UrgencyNormal,
		VAPIDPublicKey: b.public, VAPIDPrivateKey: b.private})
	if err != nil {
		return err
	}
	a.Body.Close()
	switch {
	case a.StatusCode == http.StatusNotFound, a.StatusCode == http.StatusGone:
		return ErrGone
	case a.StatusCode >= 300:
		return fmt.Errorf("outward: the push service answered %d", a.StatusCode)
	}
	return nil
}
