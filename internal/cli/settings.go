package cli

import (
	"fmt"
	"log/slog"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"alongside/internal/db"
	"alongside/internal/locale"
	"alongside/internal/outward"
	"alongside/internal/text"
	"alongside/internal/when"
)

// Settings are what a board runs with, understood.
type Settings struct {
	Database  db.Config
	Listen    string
	Origin    string
	Domain    string
	Acme      string
	Proxies   []netip.Prefix
	Name      string // empty: as chosen at set-up
	Area      string // likewise
	Zone      *time.Location
	Languages []string
	Source    string
	Level     slog.Level
	Mail      outward.MailConfig
	Addresses string // file of the key that seals people's addresses

	given map[string]given
}

// reader understands settings one by one and gathers the mistakes.
type reader struct {
	given    map[string]given
	mistakes []string
}

// settings reads all that was given; every mistake is told at once.
func settings(w *World, flags ...any) (*Settings, error) {
	all, mistakes := gather(w, flags...)
	r := &reader{all, mistakes}
	s := &Settings{given: all, Database: r.database()}
	r.door(s)
	r.board(s)
	s.Mail, s.Addresses = r.mail(), r.value("address-key-file")
	if len(r.mistakes) > 0 {
		return s, &Mistakes{r.mistakes}
	}
	return s, nil
}

func (r *reader) value(name string) string { return strings.TrimSpace(r.given[name].value) }

// wrong notes what a setting wants. The value of a secret is never repeated.
func (r *reader) wrong(name, want string, args ...any) {
	g := r.given[name]
	where := g.by
	if g.by == "default" || g.by == "" {
		where = "--" + name
	} else if !strings.HasPrefix(g.by, "--") && !strings.HasPrefix(g.by, "ALONGSIDE_") {
		where = name + " in " + g.by
	}
	r.mistakes = append(r.mistakes, where+" "+fmt.Sprintf(want, args...))
}

// secret reads the first line of a file that a setting names.
func (r *reader) secret(name string) string {
	path := r.value(name)
	if path == "" {
		return ""
	}
	b, err := os.ReadFile(path)
	if err != nil {
		r.wrong(name, "names a file that cannot be read: %v.", err)
		return ""
	}
	line, _, _ := strings.Cut(string(b), "\n")
	if line = strings.TrimSpace(line); line == "" {
		r.wrong(name, "names a file whose first line is empty.")
	}
	return line
}

func (r *reader) database() db.Config {
	c := db.Config{Dir: r.value("data"), URL: r.value("database")}
	from := "database"
	if file := r.secret("database-file"); file != "" {
		if c.URL != "" {
			r.wrong("database-file", "and database both name a database. Keep one.")
		}
		c.URL, from = file, "database-file"
	}
	if c.Dir == "" {
		r.wrong("data", "wants the folder where the data lie.")
	}
	if c.URL == "" {
		return c
	}
	u, err := url.Parse(c.URL)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		r.wrong(from, "wants an address such as postgres://user@host/name.")
	}
	return c
}

var (
	hostname = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$`)
	slashed  = regexp.MustCompile(`^https?://[^/?#@\s]+$`)
)

// door understands how readers come in.
func (r *reader) door(s *Settings) {
	s.Listen, s.Domain, s.Origin, s.Acme = r.value("listen"), r.value("domain"), r.value("origin"), r.value("acme")
	if s.Domain != "" && r.given["listen"].by == "default" {
		s.Listen = ":443"
	}
	if !isAddress(s.Listen) {
		r.wrong("listen", "wants a host and a port, such as 127.0.0.1:8080.")
	}
	if s.Domain != "" && !hostname.MatchString(s.Domain) {
		r.wrong("domain", "wants a name in small letters, such as eastfield.example.")
	}
	if s.Origin != "" && !slashed.MatchString(s.Origin) {
		r.wrong("origin", "wants an address with nothing behind the name, such as https://eastfield.example.")
	}
	if s.Acme != "" && !isHTTPS(s.Acme) {
		r.wrong("acme", "wants an address that begins with https://.")
	}
	for one := range list(r.value("trusted-proxy")) {
		p, ok := prefix(one)
		if !ok {
			r.wrong("trusted-proxy", "wants addresses such as 127.0.0.1 or 10.0.0.0/8.")
			break
		}
		s.Proxies = append(s.Proxies, p)
	}
	if s.Domain != "" && len(s.Proxies) > 0 {
		r.wrong("trusted-proxy", "and domain exclude each other: either a proxy speaks HTTPS or the board does.")
	}
	switch {
	case s.Origin == "" && s.Domain != "":
		s.Origin = "https://" + s.Domain
	case s.Origin == "":
		s.Origin = "http://" + local(s.Listen)
	case s.Domain != "" && s.Origin != "https://"+s.Domain:
		r.wrong("origin", "and domain do not fit together. With a domain, leave origin out.")
	}
}

func isAddress(s string) bool {
	_, port, err := net.SplitHostPort(s)
	n, err2 := strconv.ParseUint(port, 10, 16)
	return err == nil && err2 == nil && n <= 65535
}

func isHTTPS(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != ""
}

// local is the address under which this machine reaches what listens at s.
func local(s string) string {
	host, port, err := net.SplitHostPort(s)
	if ip, bad := netip.ParseAddr(host); err == nil && (host == "" || bad == nil && ip.IsUnspecified()) {
		return net.JoinHostPort("localhost", port)
	}
	return s
}

func prefix(s string) (netip.Prefix, bool) {
	if ip, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(ip, ip.BitLen()), true
	}
	p, err := netip.ParsePrefix(s)
	return p, err == nil
}

func list(s string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for one := range strings.SplitSeq(s, ",") {
			if one = strings.TrimSpace(one); one != "" && !yield(one) {
				return
			}
		}
	}
}

const nameMost = 60

// board understands what the board is.
func (r *reader) board(s *Settings) {
	var err error
	if s.Name, err = text.Clean(r.value("name"), nameMost); err != nil {
		r.wrong("name", "wants a name of at most %d letters.", nameMost)
	}
	if s.Area, err = text.Clean(r.value("area"), nameMost); err != nil {
		r.wrong("area", "wants the name of a place, of at most %d letters.", nameMost)
	}
	if s.Zone, err = when.Zone(r.value("zone")); err != nil {
		r.wrong("zone", "wants a time zone such as America/New_York or Asia/Seoul.")
	}
	if err := s.Level.UnmarshalText([]byte(r.value("log-level"))); err != nil || s.Level > slog.LevelWarn {
		r.wrong("log-level", "wants debug, info or warn.") // what follows warn would hide the set-up link
	}
	s.Source = r.value("source")
	if s.Source != "" && !isHTTPS(s.Source) && !strings.HasPrefix(s.Source, "http://") {
		if info, err := os.Stat(s.Source); err != nil || !info.Mode().IsRegular() {
			r.wrong("source", "wants an address that begins with https://, or the file of an archive.")
		}
	}
	r.languages(s)
}

func (r *reader) languages(s *Settings) {
	known := locale.Tags()
	for tag := range list(r.value("languages")) {
		if !slices.Contains(known, tag) {
			r.wrong("languages", "wants some of those that the program speaks: %s.", strings.Join(known, ", "))
			return
		}
		if !slices.Contains(s.Languages, tag) {
			s.Languages = append(s.Languages, tag)
		}
	}
	if len(s.Languages) == 0 && r.value("languages") != "" {
		r.wrong("languages", "wants at least one language.")
	}
}

// language is the board's first one.
func (s *Settings) language() string {
	if len(s.Languages) > 0 {
		return s.Languages[0]
	}
	return "en"
}

// mail understands the mail server.
func (r *reader) mail() outward.MailConfig {
	m := outward.MailConfig{Server: r.value("mail-server"), From: r.value("mail-from"), User: r.value("mail-user"),
		Password: r.secret("mail-password-file"), TLS: outward.TLS(r.value("mail-tls"))}
	if m.Server == "" {
		for _, name := range []string{"mail-from", "mail-user", "mail-password-file"} {
			if r.value(name) != "" {
				r.wrong(name, "is of no use without mail-server.")
			}
		}
		return m
	}
	host, port, err := net.SplitHostPort(m.Server)
	if n, e := strconv.ParseUint(port, 10, 16); err != nil || e != nil || n == 0 || host == "" {
		r.wrong("mail-server", "wants a name and a port, such as mail.example:587.")
	}
	if a, err := mail.ParseAddress(m.From); err != nil || a.Address != m.From {
		r.wrong("mail-from", "wants a plain address, such as board@eastfield.example.")
	}
	if (m.User == "") != (r.value("mail-password-file") == "") {
		r.wrong("mail-user", "and mail-password-file belong together.")
	}
	ip, err := netip.ParseAddr(host)
	switch {
	case !slices.Contains([]outward.TLS{outward.StartTLS, outward.Implicit, outward.Plain}, m.TLS):
		r.wrong("mail-tls", "wants starttls, tls or none.")
	case m.TLS == outward.Plain && host != "localhost" && (err != nil || !ip.IsLoopback()):
		r.wrong("mail-tls", "may be none only for a mail server on this machine.")
	}
	return m
}
