package words

import (
	"crypto/rand"
	"errors"
	"strings"
)

// crockford are the letters of the printed code (Crockford's base 32): none
// that look like each other on paper, none that swear.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// PrintedLetters is the length of a printed code: 26 letters, 130 bits.
const PrintedLetters = 26

// ErrPrinted says that a text is not a printed code.
var ErrPrinted = errors.New("not a printed code")

// Printed is the code that an account keeps on paper. It never prints itself.
type Printed struct{ at *string }

// NewPrinted is a fresh printed code.
func NewPrinted() Printed {
	var b [PrintedLetters]byte
	rand.Read(b[:])
	for i := range b {
		b[i] = crockford[b[i]&31]
	}
	letters := string(b[:])
	return Printed{&letters}
}

// ParsePrinted reads what was typed from paper: any spaces and hyphens, small
// letters, O for 0, I and L for 1.
func ParsePrinted(typed string) (Printed, error) {
	var b strings.Builder
	for _, r := range strings.ToUpper(cut(typed)) {
		switch r {
		case ' ', '-', '\u00a0', '\u2010', '\u2011', '\u2013', '.', '\t', '\n', '\r':
			continue
		case 'O':
			r = '0'
		case 'I', 'L':
			r = '1'
		}
		if r > 'Z' || strings.IndexByte(crockford, byte(r)) < 0 {
			return Printed{}, ErrPrinted
		}
		b.WriteByte(byte(r))
	}
	if b.Len() != PrintedLetters {
		return Printed{}, ErrPrinted
	}
	letters := b.String()
	return Printed{&letters}, nil
}

// Reveal is the code as it is printed: 5-5-5-5-6.
func (p Printed) Reveal() string {
	s := p.Canonical()
	if s == "" {
		return ""
	}
	return strings.Join([]string{s[:5], s[5:10], s[10:15], s[15:20], s[20:]}, "-")
}

// Canonical is the one form to hash.
func (p Printed) Canonical() string {
	if p.at == nil {
		return ""
	}
	return *p.at
}

func (p Printed) Empty() bool                { return p.at == nil }
func (Printed) String() string               { return sealed }
func (Printed) GoString() string             { return sealed }
func (Printed) MarshalJSON() ([]byte, error) { return []byte(`"` + sealed + `"`), nil }
func (Printed) MarshalText() ([]byte, error) { return []byte(sealed), nil }
