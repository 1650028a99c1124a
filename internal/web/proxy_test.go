package web

import (
	"net/http"
	"net/netip"
	"testing"
)

func TestOnlyATrustedProxySaysWhomItSpeaksFor(t *testing.T) {
	h := &House{Settings: Settings{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}}}
	for _, c := range []struct {
		peer string
		says []string
		want string
	}{
		{"192.0.2.7:999", nil, "192.0.2.7"},
		{"192.0.2.7:999", []string{"203.0.113.9"}, "192.0.2.7"}, // a reader who invents
		{"10.1.2.3:999", nil, "10.1.2.3"},
		{"10.1.2.3:999", []string{"203.0.113.9"}, "203.0.113.9"},
		{"10.1.2.3:999", []string{"1.1.1.1, 203.0.113.9"}, "203.0.113.9"}, // only the last hop
		{"10.1.2.3:999", []string{"1.1.1.1", "203.0.113.9"}, "203.0.113.9"},
		{"10.1.2.3:999", []string{"203.0.113.9, nonsense"}, "10.1.2.3"},
		{"[::ffff:10.1.2.3]:999", []string{"203.0.113.9"}, "203.0.113.9"},
		{"[::1]:999", []string{"2001:db8::1"}, "2001:db8::1"},
		{"[2001:db8::5]:999", []string{"203.0.113.9"}, "2001:db8::5"},
	} {
		r := &http.Request{RemoteAddr: c.peer, Header: http.Header{"X-Forwarded-For": c.says}}
		if got := h.address(r).String(); got != c.want {
			t.Errorf("%s saying %q is %s, want %s", c.peer, c.says, got, c.want)
		}
	}
}
