package outward

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// world is a server that every name leads to.
func world(t *testing.T, h http.HandlerFunc) (*Client, *int) {
	t.Helper()
	server := httptest.NewTLSServer(h)
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	dialled := 0
	return Through(func(ctx context.Context, network, _ string) (net.Conn, error) {
		dialled++
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}, roots), &dialled
}

func fetch(t *testing.T, c *Client, address string) (string, error) {
	t.Helper()
	r, err := http.NewRequest("GET", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := c.Do(r)
	if err != nil {
		return "", err
	}
	defer a.Body.Close()
	b, err := io.ReadAll(a.Body)
	return string(b), err
}

func TestOnlyHTTPSOnItsOwnPortLeavesTheHouse(t *testing.T) {
	c, dialled := world(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "hello") })
	for _, bad := range []string{"http://example.com/", "https://example.com:8443/", "https://me:secret@example.com/", "ftp://example.com/", "https:///x"} {
		if _, err := fetch(t, c, bad); !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if *dialled != 0 {
		t.Error("something was dialled")
	}
	if got, err := fetch(t, c, "https://example.com:443/"); err != nil || got != "hello" {
		t.Errorf("%q %v", got, err)
	}
}

func TestANameThatLeadsHomeIsNotDialled(t *testing.T) {
	inside := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("somebody came in") }))
	defer inside.Close()
	for _, name := range []string{"localhost", "127.0.0.1", "[::1]", "10.0.0.1", "192.168.1.1", "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0", "[fd00::1]"} {
		if _, err := fetch(t, New(), "https://"+name+"/"); !errors.Is(err, ErrPrivate) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEveryAddressThatIsNotPublicIsRefused(t *testing.T) {
	for _, a := range []string{"127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1", "169.254.1.1",
		"0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1", "203.0.113.9", "::", "::1", "::ffff:10.0.0.1", "::7f00:1",
		"64:ff9b::a00:1", "2002:a00:1::", "2001::1", "fc00::1", "fd12::1", "fe80::1", "ff02::1", "2001:db8::1"} {
		if public(netip.MustParseAddr(a)) {
			t.Errorf("%s passes for public", a)
		}
	}
	for _, a := range []string{"1.1.1.1", "172.32.0.1", "192.169.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"} {
		if !public(netip.MustParseAddr(a)) {
			t.Errorf("%s does not pass for public", a)
		}
	}
}

func TestRedirectsAreFollowedThreeTimesAndNeverElsewhere(t *testing.T) {
	hops := 3
	c, _ := world(t, func(w http.ResponseWriter, r *http.Request) {
		var n int
		fmt.Sscanf(r.URL.Path, "/%d", &n)
		switch {
		case r.URL.Path == "/down":
			http.Redirect(w, r, "http://example.com/", http.StatusFound)
		case n < hops:
			http.Redirect(w, r, fmt.Sprintf("/%d", n+1), http.StatusFound)
		default:
			io.WriteString(w, "there")
		}
	})
	if got, err := fetch(t, c, "https://example.com/0"); err != nil || got != "there" {
		t.Errorf("three hops: %q %v", got, err)
	}
	hops = 4
	if _, err := fetch(t, c, "https://example.com/0"); !errors.Is(err, ErrRedirects) {
		t.Errorf("four hops: %v", err)
	}
	if _, err := fetch(t, c, "https://example.com/down"); !errors.Is(err, ErrAddress) {
		t.Errorf("down to http: %v", err)
	}
}

func TestAnAnswerEndsAtOneMebibyteAndIsNeverUnpacked(t *testing.T) {
	size := BytesMost
	c, _ := world(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "" {
			t.Errorf("asks for %s", r.Header.Get("Accept-Encoding"))
		}
		io.WriteString(w, strings.Repeat("x", size))
	})
	if got, err := fetch(t, c, "https://example.com/"); err != nil || len(got) != size {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	size++
	if got, err := fetch(t, c, "https://example.com/"); !errors.Is(err, ErrTooLarge) || len(got) != BytesMost {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestAnErrorNamesNoAddress(t *testing.T) {
	c := Through(func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("dial secret-endpoint")
	}, nil)
	if _, err := fetch(t, c, "https://push.example/secret-endpoint"); err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "push.example") {
		t.Errorf("%v", err)
	}
}
