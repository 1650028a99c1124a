package app

import (
	"context"
	"net"
	"net/http"
	"path/filepath"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// sealed is what HTTPS needs beside the server: certificates, and a door for
// those who come without it.
type sealed struct {
	certificates *autocert.Manager
	plain        *http.Server // nil where port 80 is not ours
}

// plainAt is where people come who type no https.
const plainAt = ":80"

// seal gets a certificate for the board's domain when the first reader comes,
// and renews it. It is asked over TLS itself (RFC 8737), so port 80 is only a
// courtesy: it sends readers on, and where it is taken nothing is lost.
func (h *House) seal() {
	m := &autocert.Manager{Prompt: autocert.AcceptTOS, HostPolicy: autocert.HostWhitelist(h.config.Domain),
		Cache: autocert.DirCache(filepath.Join(h.config.Database.Dir, "certificates"))}
	if h.config.Acme != "" {
		m.Client = &acme.Client{DirectoryURL: h.config.Acme}
	}
	h.sealed = &sealed{certificates: m}
	h.server.TLSConfig = m.TLSConfig()
	l, err := net.Listen("tcp", plainAt)
	if err != nil {
		h.config.Log.Warn("port 80 is not ours, so nobody is sent on to https", "cause", err)
		return
	}
	h.sealed.plain = h.door(m.HTTPHandler(nil))
	h.work.Go(func() { h.sealed.plain.Serve(l) })
}

func (s *sealed) stop(ctx context.Context) error {
	if s == nil || s.plain == nil {
		return nil
	}
	return s.plain.Shutdown(ctx)
}
