// Package outward is everything that leaves this house by itself: the one HTTP
// client, mail, and the bell that wakes browsers.
//
// The law: it goes only where it was sent, over https, to port 443 of a public
// address; what comes back is bounded in bytes and in time; and its errors
// name no address.
package outward

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// Bounds of every request.
const (
	BytesMost    = 1 << 20
	RedirectMost = 3
	TimeMost     = 10 * time.Second
)

// What a request is refused for before it leaves. None names where it went.
var (
	ErrAddress   = errors.New("outward: only https, on port 443, and without a password in the address")
	ErrPrivate   = errors.New("outward: that name leads to an address that is not public")
	ErrRedirects = errors.New("outward: sent on too often")
	ErrTooLarge  = errors.New("outward: the answer is larger than 1 MiB")
)

// Client fetches from outside. Its zero value is not ready: use New.
type Client struct{ http *http.Client }

// New is the client for the world as it is.
func New() *Client {
	dialer := &net.Dialer{Timeout: TimeMost, Control: publicOnly}
	return with(dialer.DialContext, nil)
}

// Through is a client that dials by itself and trusts other roots. It is for
// tests, which have no public address; every other check stays.
func Through(dial func(ctx context.Context, network, address string) (net.Conn, error), roots *x509.CertPool) *Client {
	return with(dial, roots)
}

func with(dial func(context.Context, string, string) (net.Conn, error), roots *x509.CertPool) *Client {
	return &Client{&http.Client{
		Timeout: TimeMost,
		Transport: &http.Transport{ // no proxy from the environment: it would dial unchecked
			DialContext:            dial,
			TLSClientConfig:        &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout:    TimeMost,
			ResponseHeaderTimeout:  TimeMost,
			MaxResponseHeaderBytes: 64 << 10,
			DisableCompression:     true, // a small answer could unpack into a large one
			ForceAttemptHTTP2:      true,
			MaxIdleConns:           8,
			MaxConnsPerHost:        4,
			IdleConnTimeout:        30 * time.Second,
		},
		CheckRedirect: func(r *http.Request, before []*http.Request) error {
			if len(before) > RedirectMost {
				return ErrRedirects
			}
			return checkURL(r.URL)
		},
	}}
}

// Do sends one request. The answer's body gives ErrTooLarge after 1 MiB, and
// is to be closed.
func (c *Client) Do(r *http.Request) (*http.Response, error) {
	if err := checkURL(r.URL); err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", "alongside")
	a, err := c.http.Do(r)
	if err != nil {
		return nil, unnamed(err)
	}
	a.Body = &bounded{a.Body, BytesMost}
	return a, nil
}

// unnamed takes the address out of an error of net/http.
func unnamed(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	for _, known := range []error{ErrAddress, ErrPrivate, ErrRedirects} {
		if errors.Is(err, known) {
			return known
		}
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return errors.New("outward: no answer in time")
	}
	return errors.New("outward: could not be reached")
}

func checkURL(u *url.URL) error {
	if u.Scheme != "https" || u.User != nil || u.Hostname() == "" || u.Port() != "" && u.Port() != "443" {
		return ErrAddress
	}
	return nil
}

// publicOnly runs when a name has become an address and before anything is
// sent there: what the name leads to a moment later does not matter.
func publicOnly(network, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil || to.Port() != 443 || !public(to.Addr()) {
		return ErrPrivate
	}
	return nil
}

// notPublic are ranges that lead to this machine, its neighbours, or nowhere
// (RFC 6890 and the registries it began).
var notPublic = prefixes("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
	"192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
	"224.0.0.0/3", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
	"3fff::/20", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8")

func prefixes(texts ...string) (all []netip.Prefix) {
	for _, t := range texts {
		all = append(all, netip.MustParsePrefix(t))
	}
	return all
}

func public(a netip.Addr) bool {
	if a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	for _, p := range notPublic {
		if p.Contains(a) {
			return false
		}
	}
	return a.IsGlobalUnicast()
}

// bounded reads so many bytes and not one more.
type bounded struct {
	io.ReadCloser
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, ErrTooLarge
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return n - 1, ErrTooLarge
	}
	return n, err
}
