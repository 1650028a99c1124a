package outward

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"alongside/internal/id"
)

// TLS says how a mail server is spoken to.
type TLS string

const (
	StartTLS TLS = "starttls" // begins in the clear, then must be sealed
	Implicit TLS = "tls"      // sealed from the first byte
	Plain    TLS = "none"     // only for a server on this machine
)

// MailConfig is the mail server that the host named. Its zero value is none.
type MailConfig struct {
	Server   string // "mail.example:587"
	From     string // "board@eastfield.example"
	User     string // empty: no sign-in
	Password string
	TLS      TLS // empty: StartTLS
}

// String and GoString keep the password out of logs.
func (MailConfig) String() string   { return "[sealed]" }
func (MailConfig) GoString() string { return "[sealed]" }

// Empty reports whether the host named no server.
func (c MailConfig) Empty() bool { return c.Server == "" }

// Check names every mistake.
func (c MailConfig) Check() error {
	if c.Empty() {
		return nil
	}
	var all []error
	host, port, err := net.SplitHostPort(c.Server)
	if n, e := strconv.Atoi(port); err != nil || host == "" || e != nil || n < 1 || n > 65535 {
		all = append(all, errors.New("the mail server wants a name and a port, such as mail.example:587"))
	}
	if a, err := netmail.ParseAddress(c.From); err != nil || a.Address != c.From {
		all = append(all, errors.New("the sender of mail wants a plain address, such as board@eastfield.example"))
	}
	switch c.TLS {
	case "", StartTLS, Implicit:
	case Plain:
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			all = append(all, errors.New("mail without TLS goes only to a server on this machine"))
		}
	default:
		all = append(all, errors.New("TLS for mail is starttls, tls or none"))
	}
	if c.User == "" && c.Password != "" {
		all = append(all, errors.New("a password for mail wants a user"))
	}
	return errors.Join(all...)
}

// Mailer hands letters to one mail server.
type Mailer struct {
	config MailConfig
	host   string
	client *mail.Client
	name   func() string // of the board, beside the sender's address
}

// NewMailer makes ready; nothing is dialled before a letter is sent.
func NewMailer(c MailConfig, board func() string) (*Mailer, error) {
	if err := c.Check(); err != nil || c.Empty() {
		return nil, err
	}
	host, port, _ := net.SplitHostPort(c.Server)
	n, _ := strconv.Atoi(port)
	_, domain, _ := strings.Cut(c.From, "@")
	options := []mail.Option{mail.WithPort(n), mail.WithTimeout(TimeMost), mail.WithHELO(domain),
		mail.WithTLSConfig(&tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}), mail.WithTLSPolicy(mail.TLSMandatory)}
	switch c.TLS {
	case Implicit:
		options = append(options, mail.WithSSL())
	case Plain:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if c.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(c.User), mail.WithPassword(c.Password))
	}
	client, err := mail.NewClient(host, options...)
	if err != nil {
		return nil, err
	}
	return &Mailer{c, domain, client, board}, nil
}

// Letter is one mail in plain text: no pictures, nothing that tells when it
// was read. Stop is where one press ends all mails (RFC 2369, RFC 8058).
type Letter struct{ To, Subject, Text, Stop string }

// ErrRefused says that the address does not take mail: trying again is in vain.
var ErrRefused = errors.New("outward: the mail server refused the address")

// Send hands one letter over. Its errors tell a code and never the address.
func (m *Mailer) Send(ctx context.Context, l Letter, now time.Time) error {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := errors.Join(msg.FromFormat(m.name(), m.config.From), msg.To(l.To)); err != nil {
		return ErrRefused
	}
	msg.Subject(l.Subject)
	msg.SetDateWithValue(now)
	msg.SetMessageIDWithValue(id.NewSecret(16).Reveal() + "@" + m.host)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	if l.Stop != "" {
		msg.SetGenHeaderPreformatted(mail.HeaderListUnsubscribe, "<"+l.Stop+">")
		msg.SetGenHeaderPreformatted(mail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	msg.SetBodyString(mail.TypeTextPlain, l.Text)
	err := m.client.DialAndSendWithContext(ctx, msg)
	var sent *mail.SendError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &sent) && sent.Reason == mail.ErrSMTPRcptTo && !sent.IsTemp():
		return ErrRefused
	case errors.As(err, &sent):
		return fmt.Errorf("outward: the mail server answered %d", sent.ErrorCode())
	}
	return errors.New("outward: the mail server could not be reached, or did not let us in")
}
