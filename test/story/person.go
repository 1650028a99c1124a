package story

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// person is somebody with a browser that has no JavaScript: their cookies, the
// page they look at, and what they have typed into it.
type person struct {
	server   *server
	language string
	cookies  map[string]string
	client   *http.Client

	at     *url.URL
	status int
	header http.Header
	body   []byte
	doc    *html.Node
	forms  []*form
}

func newPerson(s *server) *person {
	return &person{server: s, language: "en", cookies: map[string]string{}, client: &http.Client{
		Timeout:       20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// open follows an address as if it had been typed or pasted.
func (p *person) open(address string) error {
	u, err := p.server.address(address)
	if err != nil {
		return err
	}
	return p.visit(http.MethodGet, u, nil, "", "none")
}

// press presses the nth button that says text and submits its form.
func (p *person) press(text string, nth int) error {
	f, b, err := p.button(text, nth)
	if err != nil {
		return err
	}
	return p.submit(f, b)
}

// follow follows the nth link that says text.
func (p *person) follow(text string, nth int) error {
	n, err := pick(all(p.doc, "a"), text, nth)
	if err != nil {
		return fmt.Errorf("no link says %q: %w", text, err)
	}
	u, err := p.at.Parse(attr(n, "href"))
	if err != nil {
		return err
	}
	return p.visit(http.MethodGet, u, nil, "", "same-origin")
}

func (p *person) submit(f *form, b *html.Node) error {
	action, method, kind := attr(f.node, "action"), attr(f.node, "method"), attr(f.node, "enctype")
	values := f.values(b)
	if a := attr(b, "formaction"); a != "" {
		action = a
	}
	if m := attr(b, "formmethod"); m != "" {
		method = m
	}
	u, err := p.at.Parse(action)
	if err != nil {
		return err
	}
	switch {
	case !strings.EqualFold(method, "post"):
		u.RawQuery = values.Encode()
		return p.visit(http.MethodGet, u, nil, "", "same-origin")
	case kind == "multipart/form-data":
		body, contentType, err := pack(values, f.files)
		if err != nil {
			return err
		}
		return p.visit(http.MethodPost, u, body, contentType, "same-origin")
	default:
		return p.visit(http.MethodPost, u, []byte(values.Encode()), "application/x-www-form-urlencoded", "same-origin")
	}
}

func pack(values url.Values, files map[string]string) ([]byte, string, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, list := range values {
		for _, v := range list {
			if err := w.WriteField(name, v); err != nil {
				return nil, "", err
			}
		}
	}
	for name, path := range files {
		part, err := w.CreateFormFile(name, filepath.Base(path))
		if err != nil {
			return nil, "", err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, "", err
		}
		if _, err := part.Write(text); err != nil {
			return nil, "", err
		}
	}
	err := w.Close()
	return b.Bytes(), w.FormDataContentType(), err
}

// visit sends a request as a browser does and follows at most ten redirects.
func (p *person) visit(method string, u *url.URL, body []byte, contentType, site string) error {
	for range 10 {
		header := http.Header{"Sec-Fetch-Site": {site}, "Sec-Fetch-Mode": {"navigate"}, "Sec-Fetch-Dest": {"document"}}
		if contentType != "" {
			header.Set("Content-Type", contentType)
		}
		if method == http.MethodPost {
			header.Set("Origin", u.Scheme+"://"+u.Host)
		}
		if err := p.send(method, u, header, body); err != nil {
			return err
		}
		next := p.header.Get("Location")
		if p.status < 300 || p.status > 399 || next == "" {
			return p.read()
		}
		to, err := p.at.Parse(next)
		if err != nil {
			return err
		}
		if p.status != http.StatusTemporaryRedirect && p.status != http.StatusPermanentRedirect {
			method, body, contentType = http.MethodGet, nil, ""
		}
		u = to
	}
	return errors.New("too many redirects")
}

// send sends one request, as it is, and keeps the answer.
func (p *person) send(method string, u *url.URL, header http.Header, body []byte) error {
	r, err := http.NewRequest(method, u.String(), bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header = header
	r.Header.Set("Accept", "text/html,*/*;q=0.8")
	if r.Header.Get("Accept-Language") == "" {
		r.Header.Set("Accept-Language", p.language)
	}
	if host := header.Get("Host"); host != "" {
		r.Host = host
	}
	for name, value := range p.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer, err := p.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	p.body, err = io.ReadAll(answer.Body)
	p.at, p.status, p.header = u, answer.StatusCode, answer.Header
	p.doc, p.forms = nil, nil
	// A browser keeps secure cookies of its own machine without HTTPS; the
	// standard library's jar does not, so this one is ours.
	for _, c := range answer.Cookies() {
		if c.MaxAge < 0 || c.Value == "" {
			delete(p.cookies, c.Name)
		} else {
			p.cookies[c.Name] = c.Value
		}
	}
	return err
}

// read makes a page of the answer, when it is one.
func (p *person) read() error {
	if !strings.HasPrefix(p.header.Get("Content-Type"), "text/html") {
		return nil
	}
	doc, err := html.Parse(bytes.NewReader(p.body))
	if err != nil {
		return err
	}
	p.doc = doc
	for _, n := range all(doc, "form") {
		p.forms = append(p.forms, newForm(doc, n))
	}
	return nil
}
