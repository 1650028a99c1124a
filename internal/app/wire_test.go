package app

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"alongside/internal/db"
	"alongside/internal/web"
	"alongside/test/blank"
)

// wire is a board behind its own door, for what no HTTP library would send.
func wire(t *testing.T) func(raw ...string) (*http.Response, string) {
	t.Helper()
	h, err := Open(context.Background(), Config{Database: db.Config{Dir: blank.SQLite(t)}, Web: web.Settings{Zone: time.UTC}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Stop() })
	if _, err := h.SetUp(context.Background(), First{Board: "Eastfield", Keeper: "Ada", Language: "en"}); err != nil {
		t.Fatal(err)
	}
	door := h.door(h.Web)
	if door.ReadTimeout == 0 || door.ReadHeaderTimeout == 0 || door.WriteTimeout == 0 || door.IdleTimeout == 0 {
		t.Error("the door waits for ever")
	}
	door.ReadTimeout, door.ReadHeaderTimeout = 500*time.Millisecond, 500*time.Millisecond
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go door.Serve(l)
	t.Cleanup(func() { door.Close() })
	return func(raw ...string) (*http.Response, string) {
		t.Helper()
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(10 * time.Second))
		go func() {
			for _, part := range raw {
				if _, err := io.WriteString(c, part); err != nil {
					return // it has heard enough
				}
			}
		}()
		a, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil {
			t.Fatalf("no answer: %v", err)
		}
		defer a.Body.Close()
		body, _ := io.ReadAll(a.Body)
		return a, string(body)
	}
}

func TestWhatIsWrongOnTheWireGetsAClearAnswer(t *testing.T) {
	send := wire(t)
	form := "Content-Type: application/x-www-form-urlencoded\r\n"
	for _, c := range []struct {
		name   string
		status int
		say    string
		raw    []string
	}{
		{"HTTP/1.0", 200, "Eastfield", []string{"GET / HTTP/1.0\r\n\r\n"}},
		{"headers of ten megabytes", 431, "", []string{"GET / HTTP/1.1\r\nHost: x\r\nX-Long: ", strings.Repeat("a", 10<<20), "\r\n\r\n"}},
		{"no host", 400, "", []string{"GET / HTTP/1.1\r\n\r\n"}},
		{"broken escapes in the address", 400, "", []string{"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"}},
		{"two lengths", 400, "", []string{"POST /ask HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc"}},
		{"no HTTP", 400, "", []string{"HELO board\r\n\r\n"}},
		{"a body that never ends", 400, "could not be read. Nothing has changed.", []string{"POST /ask HTTP/1.1\r\nHost: x\r\n" + form + "Content-Length: 900\r\n\r\ntext=soup"}},
		{"a body in pieces that is too long", 413, "too big for us", []string{"POST /ask HTTP/1.1\r\nHost: x\r\n" + form + "Transfer-Encoding: chunked\r\n\r\n",
			"20000\r\n" + strings.Repeat("a", 0x20000) + "\r\n0\r\n\r\n"}},
	} {
		a, body := send(c.raw...)
		if a.StatusCode != c.status || !strings.Contains(body, c.say) {
			t.Errorf("%s: %d %.300s", c.name, a.StatusCode, body)
		}
	}
}
