package account

import (
	"context"
	"crypto/hkdf"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"golang.org/x/text/unicode/norm"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/words"
)

// How words and code become a sign-in key. signin.js does the same in the
// browser; decision 0005 says why. Changing any of these locks everybody out.
const (
	saltBytes = 16
	keyBytes  = 32
	rounds    = 600_000 // PBKDF2-SHA256, as OWASP advised in 2023
	info      = "alongside sign-in v1"
)

// Proof is what a visitor presents to open a keyhole: the sign-in key that
// their browser derived, or, without a script, what they typed. Key wins.
type Proof struct {
	Key   id.Secret // base64url of 32 bytes, without padding
	Typed id.Secret // six words or a printed code
}

// Empty tells whether nothing was presented.
func (p Proof) Empty() bool { return p.Key.Empty() && p.Typed.Empty() }

// Derive is the sign-in key for what somebody typed, words or code. Words cost
// a core about a fifth of a second, so they queue; a full queue is Limited.
func (d *Desk) Derive(ctx context.Context, typed id.Secret) (id.Secret, error) {
	key, _, err := d.derive(ctx, typed)
	if err != nil {
		return id.Secret{}, err
	}
	return id.SecretFrom(base64.RawURLEncoding.EncodeToString(key)), nil
}

func (d *Desk) derive(ctx context.Context, typed id.Secret) ([]byte, KeyholeKind, error) {
	const op = "account.derive"
	if code := plainCode(typed.Reveal()); looksLikeCode(code) {
		c, err := words.ParsePrinted(code)
		if err != nil {
			return nil, "", fault.New(op, fault.Invalid, "account.code_slip")
		}
		return keyFromCode(c.Canonical(), d.salt), KindCode, nil
	}
	if found, _, err := words.Parse(typed.Reveal()); err != nil || len(found) != words.KeyWords {
		return nil, "", fault.New(op, fault.Invalid, "account.words_slip")
	}
	var key []byte
	err := d.kiln.fire(ctx, func() { key = keyFromWords(words.Normalise(typed.Reveal()), d.salt) })
	return key, KindWords, err
}

// looksLikeCode tells a printed code from words: a code always holds a digit
// from 2 to 9, and no word does.
func looksLikeCode(typed string) bool { return strings.ContainsAny(typed, "23456789") }

// plainCode is what was typed for a code with the digits of Arabic, Persian and
// full-width keyboards as 0 to 9, and without what people put between groups.
func plainCode(typed string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return '0' + r - '٠'
		case r >= '۰' && r <= '۹':
			return '0' + r - '۰'
		case r >= '\u2010' && r <= '\u2015', strings.ContainsRune(" \t\r\n.-\u2212\u200e\u200f", r):
			return -1
		}
		return r
	}, norm.NFKC.String(typed))
}

// NewCode draws a printed code, and draws again in the rare case that chance
// left out the digit by which it is known.
func NewCode() words.Printed {
	for {
		if c := words.NewPrinted(); looksLikeCode(c.Reveal()) {
			return c
		}
	}
}

func keyFromWords(text string, salt []byte) []byte {
	stretched, err := pbkdf2.Key(sha256.New, text, salt, rounds, keyBytes)
	if err != nil {
		panic(err) // only for a key length or a hash that the standard forbids
	}
	return expand(stretched, nil, info)
}

// keyFromCode needs no stretching: 130 random bits cannot be guessed.
func keyFromCode(secret string, salt []byte) []byte {
	return expand([]byte(secret), salt, info)
}

func expand(secret, salt []byte, info string) []byte {
	key, err := hkdf.Key(sha256.New, secret, salt, info, keyBytes)
	if err != nil {
		panic(err) // as above
	}
	return key
}

// sign is the sign-in key of a proof. Which kind it opens is known only for
// what was typed.
func (d *Desk) sign(ctx context.Context, p Proof) ([]byte, KeyholeKind, error) {
	if p.Key.Empty() {
		return d.derive(ctx, p.Typed)
	}
	key, err := base64.RawURLEncoding.Strict().DecodeString(p.Key.Reveal())
	if err != nil || len(key) != keyBytes {
		return nil, "", fault.New("account.sign", fault.Invalid, "account.no_match")
	}
	return key, "", nil
}

// kiln runs one derivation at a time and lets a few wait, so that sign-ups
// never starve pages.
type kiln struct{ fireplace, queue chan struct{} }

const kilnQueue = 8 // about two seconds of waiting at most

func newKiln() *kiln {
	return &kiln{fireplace: make(chan struct{}, 1), queue: make(chan struct{}, kilnQueue+1)}
}

func (k *kiln) fire(ctx context.Context, work func()) error {
	const op = "account.kiln"
	select {
	case k.queue <- struct{}{}:
		defer func() { <-k.queue }()
	default:
		return fault.New(op, fault.Limited, "account.busy")
	}
	select {
	case k.fireplace <- struct{}{}:
		defer func() { <-k.fireplace }()
	case <-ctx.Done():
		return &fault.Error{Op: op, Kind: fault.Unavailable, Err: ctx.Err()}
	}
	work()
	return nil
}
