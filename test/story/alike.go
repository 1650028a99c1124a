package story

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// own is what every answer has of its own: the number by which its request is
// found in the log, and the key of its forms.
var own = regexp.MustCompile(`<bdi>[a-z2-7]{8}</bdi>|\b[A-Z2-7]{26}\b`)

// alike asks for two addresses and compares all that comes back, byte for byte:
// status, headers and body, but for the addresses themselves and what every
// answer has of its own. The page before stays open.
func (c *cast) alike(list []string) (bool, string, error) {
	if len(list) < 3 {
		return false, "", errors.New("usage: alike METHOD PATH OTHER [key=value ...]")
	}
	p, err := c.somebody()
	if err != nil {
		return false, "", err
	}
	form := url.Values{}
	for _, a := range list[3:] {
		name, value, _ := strings.Cut(a, "=")
		form.Add(name, value)
	}
	one, err := c.answer(*p, list[0], list[1], form)
	if err != nil {
		return false, "", err
	}
	other, err := c.answer(*p, list[0], list[2], form)
	return one == other, apart(one, other), err
}

// apart shows where two answers part.
func apart(one, other string) string {
	at := 0
	for at < min(len(one), len(other)) && one[at] == other[at] {
		at++
	}
	around := func(s string) string { return s[max(0, at-200):min(len(s), at+200)] }
	return around(one) + "\n--- the other:\n" + around(other)
}

func (c *cast) answer(p person, method, path string, form url.Values) (string, error) {
	u, err := p.server.address(path)
	if err != nil {
		return "", err
	}
	header, body := http.Header{"Sec-Fetch-Site": {"same-origin"}}, []byte(nil)
	if method == http.MethodPost {
		body = []byte(form.Encode())
		header.Set("Content-Type", "application/x-www-form-urlencoded")
		header.Set("Origin", u.Scheme+"://"+u.Host)
	}
	if err := p.send(method, u, header, body); err != nil {
		return "", err
	}
	p.header.Del("Date")
	var said []string
	for name, values := range p.header {
		said = append(said, name+": "+strings.Join(values, ", "))
	}
	slices.Sort(said)
	all := fmt.Sprintf("%d\n%s\n\n%s", p.status, strings.Join(said, "\n"), p.body)
	for _, address := range []string{u.RequestURI(), url.QueryEscape(u.RequestURI())} {
		all = strings.ReplaceAll(all, address, "HERE")
	}
	return own.ReplaceAllString(all, "OWN"), nil
}
