package web

import (
	"bytes"
	"compress/gzip"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"alongside/internal/access"
	"alongside/internal/account"
	"alongside/internal/call"
	"alongside/internal/id"
	"alongside/internal/locale"
	"alongside/internal/party"
	"alongside/internal/view"
	"alongside/internal/when"
)

// visit is one request with all that is known about it. It lives as long as
// the request and is used by one goroutine.
type visit struct {
	h     *House
	w     http.ResponseWriter
	r     *http.Request
	out   recorder
	route route
	took  func() time.Duration
	now   time.Time

	l     *locale.Language
	fixed bool   // the language stands in the address
	path  string // the address without the language

	viewer access.Viewer // who may be acting; a stranger until admit
	as     party.Ref     // under which party new things are done
	link   id.Secret     // of the private page, when it is one
	guest  party.Guest   // whose private page it is, on /mine
	base   string        // the private page: "/mine/<link>" or "/you", or a group's desk
	desk   party.GroupID // whose desk the page is at, 0: nobody's
	person account.Person
	signed bool                     // there is a session: person's
	keep   *keeping                 // when the page is being made to be kept
	fitted *fitting                 // when it is being made for all who are signed in
	slugs  map[party.GroupID]string // where their groups are, once somebody asked
	err    error                    // what went wrong, for the log
	ref    string                   // what the page about it is called, there and in the log
}

// keeping collects a shared page instead of sending it.
type keeping struct {
	topic int64
	page  *page
}

func (h *House) visit(w http.ResponseWriter, r *http.Request) *visit {
	now := h.Clock.Now()
	v := &visit{h: h, w: w, r: r, now: now, took: when.Stopwatch(), path: r.URL.Path}
	v.out = recorder{ResponseWriter: w, visit: v, status: http.StatusOK}
	tag, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if l, ok := h.Languages.Find(tag); ok && len(tag) >= 2 && tag == l.Tag() {
		v.l, v.fixed, v.path = l, true, "/"+rest
		r2 := new(http.Request)
		*r2 = *r
		u := *r.URL
		u.Path, u.RawPath = v.path, ""
		r2.URL = &u
		v.r = r2
		return v
	}
	v.l = h.Languages.Match(r.Header.Get("Accept-Language"))
	return v
}

// public reports whether the answer is the same for everybody.
func (v *visit) public() bool {
	return v.r.Method == http.MethodGet && !v.signed && v.r.Header.Get("Cookie") == ""
}

// key names the kept page that this visit wants.
func (v *visit) key() string {
	mark := " "
	if v.fixed {
		mark = "/"
	}
	return v.l.Tag() + mark + v.path + "?" + v.r.URL.RawQuery
}

// kept serves a page that is ready. No line is logged: that somebody read a
// public page helps nobody who keeps the board, and its time is better not kept.
func (h *House) kept(v *visit) bool {
	if !v.public() {
		return false
	}
	p := h.pages.find(v.key(), v.now)
	if p == nil {
		return false
	}
	p.send(v)
	return true
}

// share makes a page for everybody, or takes the one somebody else just made.
func (h *House) share(v *visit) error {
	p, err := h.pages.make(v.key(), v.now, func() (*page, error) {
		v.keep = &keeping{}
		if err := v.route.do(h, v); err != nil {
			return nil, err
		}
		made := v.keep.page
		if made == nil {
			return nil, errNotKept
		}
		made.topic = v.keep.topic
		return made, nil
	})
	v.keep = nil
	if err == errNotKept {
		return nil // the handler has answered by itself, with a redirect
	}
	if err != nil {
		return err
	}
	p.send(v)
	return nil
}

var errNotKept = fmt.Errorf("the page was not kept")

// send writes a compressed page, or 304 when the reader has it.
func (p *page) send(v *visit) {
	h := v.w.Header()
	h["Vary"] = vary
	h["Cache-Control"] = check
	h["Etag"] = p.tag
	if v.r.Header.Get("If-None-Match") == p.tag[0] {
		v.out.WriteHeader(http.StatusNotModified)
		return
	}
	h["Content-Type"] = p.kind
	body := p.body
	if takesGzip(v.r) {
		h["Content-Encoding"] = gzipped
	} else {
		body = unzip(p.body)
	}
	v.out.Write(body)
}

func takesGzip(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// render answers with a page.
func (v *visit) render(status int, c view.Piece) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	c.Render(b)
	return v.answer(status, html[0], v.spoken(b.Bytes()))
}

// answer sends bytes of a kind, compressed where the reader takes it. While a
// page is being made to be kept, it collects them instead.
func (v *visit) answer(status int, kind string, body []byte) error {
	if v.keep != nil && status == http.StatusOK {
		zipped := zip(body, gzip.DefaultCompression)
		v.keep.page = &page{body: zipped, tag: []string{tagOf(zipped)}, kind: []string{kind}}
		return nil
	}
	if v.fitted != nil && status == http.StatusOK {
		*v.fitted = fitting{kind, string(body)}
		return nil
	}
	h := v.w.Header()
	h["Content-Type"] = []string{kind}
	h["Vary"] = vary
	if v.signed || status != http.StatusOK || v.route.private {
		h["Cache-Control"] = noStore
	} else {
		h["Cache-Control"] = check
	}
	if takesGzip(v.r) && len(body) > 1000 {
		h["Content-Encoding"] = gzipped
		body = zip(body, gzip.BestSpeed)
	}
	v.out.WriteHeader(status)
	_, err := v.out.Write(body)
	return err
}

func tagOf(b []byte) string {
	h := fnv.New64a()
	h.Write(b)
	return fmt.Sprintf(`"%x"`, h.Sum64())
}

// about says what topic the page being made shows, so that it is made anew
// when that changes. Pages that do not say are made anew with every change.
func (v *visit) about(topic int64) {
	if v.keep != nil {
		v.keep.topic = topic
	}
}

// to sends the reader on after a form.
func (v *visit) to(path string) error {
	v.w.Header().Set("Location", v.in(path))
	v.w.Header()["Cache-Control"] = noStore
	v.out.WriteHeader(http.StatusSeeOther)
	return nil
}

// frame is what stands around a page of this visit.
func (v *visit) frame(title string, nav view.Nav) view.Frame {
	f := view.Frame{L: v.l, Title: title, Board: v.h.Name(), Sample: v.h.Sample, Origin: v.h.Origin, Path: v.path,
		Nav: nav, SignedIn: v.signed, Private: v.route.private, NoIndex: v.path != "/"}
	if v.signed {
		f.Who = v.h.whoMark(v.person.Session.Account)
	}
	if v.fitted != nil {
		f.Who = whoStamp
	}
	for _, l := range v.h.Languages.Languages() {
		f.Languages = append(f.Languages, view.LanguageLink{Tag: l.Tag(), Name: l.Name(),
			Href: "/" + l.Tag() + v.path, Current: l == v.l})
	}
	return f
}

// whoMark tells one account from another on one device, and nothing else.
func (h *House) whoMark(a party.AccountID) string {
	mac := hmac.New(sha256.New, h.Spine.Seed)
	fmt.Fprintf(mac, "who\x00%s", a)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:9])
}

// key of a form: what the page carried, bounded.
func (v *visit) formKey() call.Key {
	k := v.r.PostFormValue("key")
	if len(k) > 64 {
		k = k[:64]
	}
	return call.Key(k)
}

// tapped is when a form was sent, where it waited on a phone without signal;
// zero: now. The phone says how long it waited, not what time it was: many a
// phone's clock is wrong, and few go at a wrong speed.
func (v *visit) tapped() time.Time {
	ms, err := strconv.ParseInt(v.r.PostFormValue("waited"), 10, 64)
	if err != nil || ms <= 0 {
		return time.Time{}
	}
	return v.now.Add(-time.Duration(min(ms, waitMost.Milliseconds())) * time.Millisecond)
}

// waitMost is longer than any form is of use.
const waitMost = 365 * 24 * time.Hour

// freshKey is a new key for a page that is made for one reader.
func freshKey() string { return rand.Text() }

// reference names a request in the log and on an error page.
func reference() string {
	var b [5]byte
	rand.Read(b[:])
	return strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
}

// recorder remembers the status for the log.
type recorder struct {
	http.ResponseWriter
	visit  *visit
	status int
	wrote  bool
}

func (r *recorder) WriteHeader(status int) {
	if r.wrote {
		return
	}
	r.wrote, r.status = true, status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.wrote = true
	return r.ResponseWriter.Write(b)
}

func visitOf(w http.ResponseWriter) *visit { return w.(*recorder).visit }
