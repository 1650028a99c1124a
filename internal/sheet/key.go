package sheet

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"strconv"
	"strings"
	"time"

	"alongside/internal/text"
)

// Key is how a row is found again: half of an HMAC of what tells it from
// others. A telephone number cannot be read back from it without the house's
// secret. The zero Key is none.
type Key [16]byte

// Text is the key for a column of a database or a form.
func (k Key) Text() string { return hex.EncodeToString(k[:]) }

// Short is the half of the key that memory looks it up by; 0 for none.
func (k Key) Short() int64 { return int64(binary.LittleEndian.Uint64(k[:8])) }

// Empty reports whether there is none.
func (k Key) Empty() bool { return k == Key{} }

// Keys are the ways in which a row is compared.
type Keys struct {
	Key   Key // the row's own; a thing that came with it is the same thing
	Look  Key // looks the same: the same words, the same name
	Link  Key // of a group: the same page on the web
	Who   Key // the same person, where nothing else tells rows apart
	Seal  Key // everything the row says: equal where nothing changed
	Other Key // the row's key if people say that it is another one after all
}

// keyer makes keys. It is not safe for concurrent use.
type keyer struct {
	mac hash.Hash
	buf []byte
	sum [sha256.Size]byte
}

// newKeyer takes the house's secret and the group's id: the same number in two
// groups' sheets makes two keys that nobody can link.
func newKeyer(secret []byte, group string) *keyer {
	k := &keyer{mac: hmac.New(sha256.New, secret)}
	k.mac.Write([]byte("alongside sheet " + group))
	return &keyer{mac: hmac.New(sha256.New, k.mac.Sum(nil))}
}

// of is the key of a sort of value and its parts; it is none if every part is empty.
func (k *keyer) of(sort string, parts ...string) Key {
	k.buf = append(k.buf[:0], sort...)
	some := false
	for _, p := range parts {
		k.buf = append(append(k.buf, 0), p...)
		some = some || p != ""
	}
	if !some {
		return Key{}
	}
	k.mac.Reset()
	k.mac.Write(k.buf)
	return Key(k.mac.Sum(k.sum[:0])[:16])
}

func (k *keyer) call(c *Call, id, place, posted string) Keys {
	person := k.person(c, place)
	words := same(c.Title + "\n" + c.Body)
	var things, parts strings.Builder
	for _, p := range c.Parts {
		things.WriteString(string(p.Thing) + "\x1f" + same(p.Title) + "\x1e")
		parts.WriteString(p.Title + "\x1f" + p.Unit + "\x1f" + strconv.Itoa(p.Quantity) + "\x1e")
	}
	day, written := daily(c.Day), daily(c.Posted)
	keys := Keys{Seal: k.of("seal", string(c.Kind), c.Title, c.Body, c.Language, c.Name, c.Phone, c.Email, c.Reach, c.Address,
		c.Area.Name, day, daily(c.Until), string(c.Urgency), things.String(), parts.String())}
	if words != "" || things.Len() > 0 {
		keys.Look = k.of("words", person, words, things.String(), place, day, written)
	}
	switch {
	case id != "":
		keys.Key = k.of("id", id)
	case person != "" && posted != "":
		keys.Key = k.of("written", person, posted)
	default:
		keys.Key, keys.Who = keys.Look, k.of("who", person)
	}
	return keys
}

// person is who a row is from, as far as it says: telephone, e-mail, or name
// and place.
func (k *keyer) person(c *Call, place string) string {
	if p := phoneKey(c.Phone); p != "" {
		return "p" + p
	}
	if c.Email != "" {
		return "e" + strings.ToLower(c.Email)
	}
	if c.Name != "" {
		return "n" + same(c.Name) + "\x00" + place
	}
	return ""
}

func (k *keyer) group(g *Group, id, place string) Keys {
	keys := Keys{Key: k.of("group", same(g.Name), place), Look: k.of("name", same(g.Name)), Link: k.of("link", linkKey(g.URL)),
		Seal: k.of("seal", g.Name, g.Language, g.Area.Name, g.Topic, g.URL, g.About, strings.Join(g.Links, " "), g.Phone, g.Email)}
	if id != "" {
		keys.Key = k.of("id", id)
	}
	return keys
}

// same is a text for comparing: folded, its white space single.
func same(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 0x80:
			return strings.Join(strings.Fields(text.Fold(s)), " ")
		case c >= 'A' && c <= 'Z':
			c += 'a' - 'A'
		case c == ' ' || c >= '\t' && c <= '\r':
			if len(b) == 0 || b[len(b)-1] == ' ' {
				continue
			}
			c = ' '
		}
		b = append(b, c)
	}
	return strings.TrimSuffix(string(b), " ")
}

// phoneKey is the last nine digits: with and without a country's prefix a
// number is the same. Fewer than six digits are no number.
func phoneKey(s string) string {
	digits := make([]byte, 0, 16)
	for _, r := range westernDigits(s) {
		if r >= '0' && r <= '9' {
			digits = append(digits, byte(r))
		}
	}
	if len(digits) < 6 {
		return ""
	}
	return string(digits[max(0, len(digits)-9):])
}

// linkKey is a page's address without what does not change the page.
func linkKey(u string) string {
	u = strings.ToLower(u)
	u = strings.TrimPrefix(strings.TrimPrefix(u, "https://"), "http://")
	return strings.TrimRight(strings.TrimPrefix(u, "www."), "/#")
}

func daily(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
