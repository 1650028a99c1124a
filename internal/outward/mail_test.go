package outward

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"mime"
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"
)

// sink is a mail server on this machine. refuse is what it answers to RCPT.
type sink struct {
	address string
	refuse  string
	got     chan string
}

func newSink(t *testing.T) *sink {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	s := &sink{address: l.Addr().String(), got: make(chan string, 4)}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c)
		}
	}()
	return s
}

func (s *sink) serve(c net.Conn) {
	defer c.Close()
	in := bufio.NewScanner(c)
	say := func(line string) { fmt.Fprint(c, line+"\r\n") }
	say("220 sink")
	for in.Scan() {
		switch verb, _, _ := strings.Cut(strings.ToUpper(in.Text()), " "); verb {
		case "EHLO", "HELO":
			say("250 sink")
		case "RCPT":
			if s.refuse != "" {
				say(s.refuse)
				continue
			}
			say("250 ok")
		case "DATA":
			say("354 go on")
			var b strings.Builder
			for in.Scan() && in.Text() != "." {
				b.WriteString(in.Text() + "\r\n")
			}
			s.got <- b.String()
			say("250 ok")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func mailer(t *testing.T, server string) *Mailer {
	t.Helper()
	m, err := NewMailer(MailConfig{Server: server, From: "board@eastfield.example", TLS: Plain}, func() string { return "Eastfield 공동체" })
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var when = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestALetterArrivesAsItWasWritten(t *testing.T) {
	s := newSink(t)
	l := Letter{To: "mina@example.org", Subject: "내 페이지에 새 소식이 있어요", Text: "여기서 보세요:\nhttps://eastfield.example/ko/mine\n",
		Stop: "https://eastfield.example/ko/told/stop/abcdefghjkmnp.abcdefghijklmnopqrstuv"}
	if err := mailer(t, s.address).Send(context.Background(), l, when); err != nil {
		t.Fatal(err)
	}
	text := <-s.got
	m, err := netmail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	subject, _ := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	for name, want := range map[string]string{"To": "<mina@example.org>", "Auto-Submitted": "auto-generated",
		"List-Unsubscribe": "<" + l.Stop + ">", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click", "User-Agent": "", "X-Mailer": ""} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if subject != l.Subject || !strings.HasSuffix(m.Header.Get("Message-ID"), "@eastfield.example>") {
		t.Errorf("subject %q, id %q", subject, m.Header.Get("Message-ID"))
	}
	if !strings.HasPrefix(m.Header.Get("Content-Type"), "text/plain") || strings.Contains(strings.ToLower(text), "<img") {
		t.Errorf("not plain text:\n%s", text)
	}
}

func TestARefusedAddressIsToldFromAServerThatIsAway(t *testing.T) {
	s := newSink(t)
	s.refuse = "550 5.1.1 mina@example.org unknown"
	send := func(address string) error {
		return mailer(t, address).Send(context.Background(), Letter{To: "mina@example.org", Subject: "x", Text: "y"}, when)
	}
	if err := send(s.address); !errors.Is(err, ErrRefused) {
		t.Errorf("refused: %v", err)
	}
	s.refuse = "451 4.7.1 mina@example.org greylisted, come back"
	if err := send(s.address); err == nil || errors.Is(err, ErrRefused) || strings.Contains(err.Error(), "mina") {
		t.Errorf("not now: %v", err)
	}
	l, _ := net.Listen("tcp", "127.0.0.1:0")
	l.Close()
	if err := send(l.Addr().String()); err == nil || errors.Is(err, ErrRefused) || strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("away: %v", err)
	}
}

func TestWhatIsWrongWithTheMailServerIsSaidAtOnce(t *testing.T) {
	err := MailConfig{Server: "mail.example", From: "Board <b@x.example>", TLS: "ssl", Password: "p"}.Check()
	if err == nil || strings.Count(err.Error(), "\n") != 3 {
		t.Errorf("got %v", err)
	}
	if err := (MailConfig{Server: "mail.example:25", From: "b@x.example", TLS: Plain}).Check(); err == nil {
		t.Error("mail leaves this machine in the clear")
	}
	if m, err := NewMailer(MailConfig{}, nil); m != nil || err != nil {
		t.Errorf("no server: %v %v", m, err)
	}
	if s := fmt.Sprintf("%v %+v %#v", MailConfig{Password: "hush"}, MailConfig{Password: "hush"}, MailConfig{Password: "hush"}); strings.Contains(s, "hush") {
		t.Error("the password prints")
	}
}
