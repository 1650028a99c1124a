package account

import (
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"strings"

	"alongside/internal/id"
)

// The printed code: 26 letters of Crockford's base 32 (130 bits), then two
// that check them, in seven groups of four.
const (
	codeLetters  = "0123456789abcdefghjkmnpqrstvwxyz"
	codeSecret   = 26
	codeChecks   = 2
	codeGroup    = 4
	codeFullSize = codeSecret + codeChecks
)

// ErrCode says that a text is not a printed code: a letter is wrong or missing.
var ErrCode = errors.New("not a printed code")

// NewCode draws a code as it is printed. It always holds a digit from 2 to 9,
// by which a code is told from words.
func NewCode() id.Secret {
	for {
		b := randomBytes(codeSecret)
		for i := range b {
			b[i] = codeLetters[b[i]&31]
		}
		if looksLikeCode(string(b)) {
			return id.SecretFrom(printedCode(string(b)))
		}
	}
}

func printedCode(secret string) string {
	full := secret + codeCheck(secret)
	groups := make([]string, 0, codeFullSize/codeGroup)
	for i := 0; i < len(full); i += codeGroup {
		groups = append(groups, full[i:i+codeGroup])
	}
	return strings.Join(groups, "-")
}

// codeCheck tells a slip of the pen from a wrong code, so that a person hears
// which it was. It misses one slip in 1,024 and secures nothing.
func codeCheck(secret string) string {
	h := sha256.Sum256([]byte(secret))
	return string([]byte{codeLetters[h[0]&31], codeLetters[h[1]&31]})
}

// looksLikeCode tells a typed code from typed words: no word holds a digit.
func looksLikeCode(typed string) bool {
	return strings.ContainsFunc(typed, func(r rune) bool {
		d := westernDigit(r)
		return d >= '2' && d <= '9'
	})
}

// parseCode reads a typed code and answers its 26 letters. It takes capitals,
// any hyphens and spaces, Arabic and full-width digits, and the letters o, i
// and l for the digits they look like.
func parseCode(typed string) (string, error) {
	b := make([]byte, 0, codeFullSize)
	for _, r := range typed {
		r = westernDigit(r)
		if strings.ContainsRune(" \t\r\n\u00a0\u200e\u200f-\u2010\u2011\u2012\u2013\u2014\u2212", r) {
			continue
		}
		c, ok := codeLetter(r)
		if !ok || len(b) == codeFullSize {
			return "", ErrCode
		}
		b = append(b, c)
	}
	if len(b) != codeFullSize {
		return "", ErrCode
	}
	secret := string(b[:codeSecret])
	if codeCheck(secret) != string(b[codeSecret:]) {
		return "", ErrCode
	}
	return secret, nil
}

func codeLetter(r rune) (byte, bool) {
	if r >= 'A' && r <= 'Z' {
		r += 'a' - 'A'
	}
	switch r {
	case 'o':
		r = '0'
	case 'i', 'l':
		r = '1'
	}
	if r >= 0x80 || strings.IndexByte(codeLetters, byte(r)) < 0 {
		return 0, false
	}
	return byte(r), true
}

// westernDigit turns the digits of Arabic, Persian and full-width keyboards
// into 0 to 9, and leaves every other letter as it is.
func westernDigit(r rune) rune {
	for _, zero := range [...]rune{'٠', '۰', '０'} {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero
		}
	}
	return r
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: crypto/rand ends the program instead
	return b
}
