// Package id makes the names of things: random numbers that carry neither
// order nor time, and the secrets that open private pages.
//
// The law: an id is never a sequence and never tells when it was made.
package id

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"
)

// Of names one row of noun T: 63 random bits, never zero. Its text form is 13
// letters of Crockford's base 32 in lower case (RFC-less; no i, l, o, u).
type Of[T any] int64

// New is a fresh random id.
func New[T any]() Of[T] {
	for {
		if n := Of[T](random63()); n != 0 {
			return n
		}
	}
}

// Short is a fresh random id of 40 bits: 8 letters, for links that people
// type from paper. Short ids are not secrets; what they open is checked.
func Short[T any]() Of[T] {
	for {
		if n := Of[T](random63() & (1<<40 - 1)); n != 0 {
			return n
		}
	}
}

func random63() int64 {
	var b [8]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	return int64(binary.BigEndian.Uint64(b[:]) >> 1)
}

const letters = "0123456789abcdefghjkmnpqrstvwxyz"

// ErrForm says that a text is not an id.
var ErrForm = errors.New("not an id")

// String is the text form: 8 letters where the number fits 40 bits, else 13.
func (n Of[T]) String() string {
	width := 13
	if n>>40 == 0 {
		width = 8
	}
	b := make([]byte, width)
	v := uint64(n)
	for i := width - 1; i >= 0; i-- {
		b[i] = letters[v&31]
		v >>= 5
	}
	return string(b)
}

// Parse reads a text form. It takes capitals, and the letters o, i and l for
// the digits they look like, because people copy links from paper.
func Parse[T any](s string) (Of[T], error) {
	if len(s) != 8 && len(s) != 13 {
		return 0, ErrForm
	}
	var v uint64
	for i := 0; i < len(s); i++ {
		d := digit(s[i])
		if d < 0 {
			return 0, ErrForm
		}
		if v>>58 != 0 {
			return 0, ErrForm
		}
		v = v<<5 | uint64(d)
	}
	if v == 0 || v>>63 != 0 {
		return 0, ErrForm
	}
	n := Of[T](v)
	if len(n.String()) != len(s) {
		return 0, ErrForm // one id has one text form
	}
	return n, nil
}

func digit(c byte) int {
	switch {
	case c >= 'A' && c <= 'Z':
		c += 'a' - 'A'
	}
	switch c {
	case 'o':
		c = '0'
	case 'i', 'l':
		c = '1'
	}
	return strings.IndexByte(letters, c)
}

// Secret opens something to whoever holds it: a private link, a session, an
// invitation. Only its Hash is ever stored. It never prints itself: the text
// lies behind a pointer, because fmt looks into fields whose String it cannot
// call.
type Secret struct{ at *string }

// NewSecret is a fresh secret of so many random bytes (16 for links, 32 for
// sessions).
func NewSecret(bytes int) Secret {
	b := make([]byte, bytes)
	rand.Read(b)
	return SecretFrom(base64.RawURLEncoding.EncodeToString(b))
}

// SecretFrom takes what a visitor presented. It may be anything.
func SecretFrom(presented string) Secret { return Secret{&presented} }

// Reveal is the text to put into a link. Call it only where the link is made.
func (s Secret) Reveal() string {
	if s.at == nil {
		return ""
	}
	return *s.at
}

// Hash is the SHA-256 under which a secret is found again.
func (s Secret) Hash() []byte {
	h := sha256.Sum256([]byte(s.Reveal()))
	return h[:]
}

// Matches compares in constant time with a stored hash.
func (s Secret) Matches(hash []byte) bool {
	return subtle.ConstantTimeCompare(s.Hash(), hash) == 1
}

func (s Secret) Empty() bool                { return s.Reveal() == "" }
func (Secret) String() string               { return "[sealed]" }
func (Secret) GoString() string             { return "[sealed]" }
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"[sealed]"`), nil }
func (Secret) MarshalText() ([]byte, error) { return []byte("[sealed]"), nil }
