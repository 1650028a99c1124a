package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// A pass stands in for a private link when somebody came by their four-word
// code: the link itself is known to nobody but its owner. It is signed, names
// the guest, and ends within hours; no server needs to remember it.
const (
	passMark = "~"
	passFor  = 2 * time.Hour
)

func (h *House) pass(g party.GuestID, until time.Time) id.Secret {
	text := fmt.Sprintf("%s%s.%s", passMark, g, strconv.FormatInt(until.Unix(), 36))
	return id.SecretFrom(text + "." + h.passSum(text))
}

func (h *House) passSum(text string) string {
	mac := hmac.New(sha256.New, h.Spine.Seed)
	mac.Write([]byte("pass\x00" + text))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:16])
}

func isPass(link id.Secret) bool { return strings.HasPrefix(link.Reveal(), passMark) }

// guestOf finds the guest of the link, or of the pass, in the address.
func (h *House) guestOf(v *visit) (party.Guest, error) {
	if !isPass(v.link) {
		return h.Spine.By(v.r.Context(), v.link)
	}
	at := strings.LastIndexByte(v.link.Reveal(), '.')
	text, sum := v.link.Reveal()[:max(at, 0)], v.link.Reveal()[at+1:]
	if !hmac.Equal([]byte(sum), []byte(h.passSum(text))) {
		return party.Guest{}, fault.New("web.pass", fault.NotFound, "")
	}
	who, until, _ := strings.Cut(strings.TrimPrefix(text, passMark), ".")
	seconds, err := strconv.ParseInt(until, 36, 64)
	if err != nil || v.now.Unix() > seconds {
		return party.Guest{}, fault.New("web.pass", fault.Gone, "mine.pass_over")
	}
	g, err := id.Parse[party.Guest](who)
	if err != nil {
		return party.Guest{}, fault.New("web.pass", fault.NotFound, "")
	}
	return h.Spine.Guest(v.r.Context(), g)
}

// wanted is the page of their own that somebody was on when we asked who is
// there, such as one that they loaded anew; else the private page itself.
func (v *visit) wanted() string {
	to := v.r.PostFormValue("to")
	if !strings.HasPrefix(to, v.base+"/") || local(to) != to || path.Clean(to) != to {
		return v.home()
	}
	return to + "?" + queryOf("d", v.h.proof(v.link, v.now))
}
