package call

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"

	"alongside/internal/id"
	"alongside/internal/words"
)

// Key is what a page carries so that sending it twice does it once: any text
// up to 64 bytes that the page made at random. It is stored only as a hash.
type Key string

// Hash is how a key is remembered. act keeps one key from serving two acts.
func (k Key) Hash(act string) []byte {
	h := sha256.Sum256([]byte(act + "\x00" + string(k)))
	return h[:]
}

// derive makes the private link of the guest whom a key makes. Without the
// key, which only the page knows, the board's seed is not enough.
func (s *Spine) derive(key Key) id.Secret {
	link, err := hkdf.Key(sha256.New, []byte(key), s.Seed, "alongside guest link v1", 16)
	if err != nil {
		panic(err) // the lengths are constants
	}
	return id.SecretFrom(base64.RawURLEncoding.EncodeToString(link))
}

// CodeOf is the four-word code of a private link, so that whoever holds the
// link can write the code down again.
func (s *Spine) CodeOf(link id.Secret, language string) words.Phrase {
	code, err := hkdf.Key(sha256.New, []byte(link.Reveal()), s.Seed, "alongside guest code v1", 8)
	if err != nil {
		panic(err) // the lengths are constants
	}
	return words.CodeFrom(language, [8]byte(code))
}

// CodeHash is how a four-word code is found again, however it was typed.
func CodeHash(typed string) []byte {
	h := sha256.Sum256([]byte("alongside code v1\x00" + words.Normalise(typed)))
	return h[:]
}
