package web

import (
	"net/http"
	"net/netip"
	"strings"
)

// address is whom a request comes from. It goes to the brakes and nowhere else.
// Behind a proxy that the host trusts it is what that proxy added to
// X-Forwarded-For last; what stands before that, anybody can invent.
func (h *House) address(r *http.Request) netip.Addr {
	peer, _ := netip.ParseAddrPort(r.RemoteAddr)
	a := peer.Addr().Unmap()
	if !h.trusts(a) {
		return a
	}
	all := strings.Join(r.Header.Values("X-Forwarded-For"), ",")
	said, err := netip.ParseAddr(strings.TrimSpace(all[strings.LastIndexByte(all, ',')+1:]))
	if err != nil {
		return a
	}
	return said.Unmap()
}

func (h *House) trusts(a netip.Addr) bool {
	for _, p := range h.Proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}
