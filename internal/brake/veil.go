package brake

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net/netip"
	"time"
)

const (
	keyLife   = time.Hour
	prefixIn6 = 64 // one line gets that many addresses in IPv6
)

// veil is the key under which addresses are held, for an hour.
type veil struct {
	key   [32]byte
	since time.Time
}

// mark stands for one address and one thing, as long as the key lives.
type mark [16]byte

func (v *veil) worn(now time.Time) bool {
	age := now.Sub(v.since)
	return age >= keyLife || age < -time.Minute
}

// freshen throws the key away; what was held under it stands for nobody.
func (v *veil) freshen(now time.Time) {
	rand.Read(v.key[:]) // never fails: crypto/rand ends the program instead
	v.since = now
}

func (v *veil) mark(addr netip.Addr, what string) (m mark) {
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		if p, err := addr.Prefix(prefixIn6); err == nil {
			addr = p.Addr()
		}
	}
	h := hmac.New(sha256.New, v.key[:])
	h.Write(addr.AsSlice())
	h.Write([]byte{0})
	h.Write([]byte(what))
	copy(m[:], h.Sum(nil))
	return m
}
