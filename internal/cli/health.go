package cli

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"alongside/internal/fault"
	"alongside/internal/when"
)

// Health asks a running board whether it and its database answer. Containers
// call it every few seconds, so it opens one connection and no more.
type Health struct {
	Place
	Listening
	Timeout time.Duration `help:"How long to wait." placeholder:"5s"`
}

// Listening is where a running board is found.
type Listening struct {
	Listen *string `help:"Address the board listens at." placeholder:"127.0.0.1:8080"`
	Domain *string `help:"Name of its certificate, where it speaks HTTPS by itself." placeholder:"eastfield.example"`
}

// Run asks.
func (h *Health) Run(w *World) error {
	set, err := settings(w, &h.Place, &h.Listening)
	if err != nil {
		return err
	}
	took := when.Stopwatch()
	ctx, cancel := context.WithTimeout(context.Background(), h.Timeout)
	defer cancel()
	status, err := up(ctx, set)
	at := local(set.Listen)
	if err != nil {
		return &Failure{fault.Unavailable, "No board answers at " + at + ".", err}
	}
	if status != http.StatusOK {
		return &Failure{fault.Unavailable, fmt.Sprintf("The board at %s is not well: it answers %d.", at, status), nil}
	}
	return w.Answer(map[string]any{"up": true, "at": at, "ms": took().Milliseconds()}, func(out io.Writer) {
		fmt.Fprintf(out, "The board at %s is well.\n", at)
	})
}

// up asks for /up over a connection of its own. The certificate is checked
// against the domain, though the connection goes to this machine.
func up(ctx context.Context, set *Settings) (int, error) {
	c, err := new(net.Dialer).DialContext(ctx, "tcp", local(set.Listen))
	if err != nil {
		return 0, err
	}
	defer c.Close()
	if until, ok := ctx.Deadline(); ok {
		c.SetDeadline(until)
	}
	if set.Domain != "" {
		c = tls.Client(c, &tls.Config{ServerName: set.Domain, MinVersion: tls.VersionTLS12})
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, set.Origin+"/up", nil)
	if err != nil {
		return 0, err
	}
	r.Close = true
	if err := r.Write(c); err != nil {
		return 0, err
	}
	answer, err := http.ReadResponse(bufio.NewReader(c), r)
	if err != nil {
		return 0, err
	}
	return answer.StatusCode, answer.Body.Close()
}
