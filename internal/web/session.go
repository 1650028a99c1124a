package web

import (
	"net/http"
	"net/url"
	"strings"

	"alongside/internal/access"
	"alongside/internal/account"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/view"
)

// sessionCookie is the one cookie of this board, set at sign-in and no sooner.
// Its prefix makes browsers hold it to this host, this path and to https; they
// count their own machine as https.
const sessionCookie = "__Host-alongside"

func cookie(value string, seconds int) *http.Cookie {
	return &http.Cookie{Name: sessionCookie, Value: value, Path: "/", MaxAge: seconds,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// recognise finds out whose session the cookie opens. One that opens nothing
// any more is taken away, and its reader is a stranger again.
func (h *House) recognise(v *visit) error {
	c, err := v.r.Cookie(sessionCookie)
	if err != nil {
		return nil // there is none
	}
	p, err := h.Accounts.Enter(v.r.Context(), id.SecretFrom(c.Value))
	if fault.Is(err, fault.SignIn) {
		v.dropCookie()
		return nil
	}
	if err == nil {
		v.be(p)
	}
	return err
}

// be makes the visitor this person. New things are done under the face they
// wear on the board.
func (v *visit) be(p account.Person) {
	v.person, v.signed, v.base = p, true, "/you"
	v.viewer = access.Of(p.Stands, p.Host)
	if f, worn := p.Face(account.Board); worn {
		v.as = party.OfFace(f.ID)
	}
	if l, ok := v.h.Languages.Find(p.Session.Language); ok && !v.fixed {
		v.l = l
	}
}

// giveCookie lets the browser keep a session that has just begun.
func (v *visit) giveCookie(o account.Opening) {
	http.SetCookie(v.w, cookie(o.Secret.Reveal(), int(account.WholeLife.Seconds())))
}

func (v *visit) dropCookie() { http.SetCookie(v.w, cookie("", -1)) }

// forget makes the browser forget everything of this board.
func (v *visit) forget() {
	v.dropCookie()
	v.w.Header().Set("Clear-Site-Data", `"cache", "cookies", "storage"`)
}

// local is an address of this board to come back to, or "" when it is not
// one: nobody is sent to another site, nor round in a circle.
func local(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || u.Opaque != "" {
		return ""
	}
	path := u.Path
	switch {
	case !strings.HasPrefix(path, "/"), strings.HasPrefix(path, "//"), strings.ContainsAny(to, "\\\t\r\n"):
		return ""
	case strings.HasPrefix(path, "/sign-"), len(to) > 500:
		return ""
	}
	return (&url.URL{Path: path, RawQuery: u.RawQuery}).String()
}

// here is the address to come back to after signing in: this page, or for a
// form the page it was on.
func (v *visit) here() string {
	if v.r.Method == http.MethodGet {
		return local((&url.URL{Path: v.path, RawQuery: v.r.URL.RawQuery}).String())
	}
	u, err := url.Parse(v.r.Referer())
	if err != nil || v.h.Origin != u.Scheme+"://"+u.Host {
		return ""
	}
	return local((&url.URL{Path: u.Path, RawQuery: u.RawQuery}).String())
}

// askSignIn answers with the page to sign in on, in place of the page that
// needs it.
func (v *visit) askSignIn(status int, err error) error {
	p := v.signInPage(v.here())
	p.Say = v.l.T(fault.SayOf(err))
	return v.render(status, view.SignIn(p))
}

// wearing is the visitor as the members of a group know them, or as the board
// does.
func (v *visit) wearing(g party.GroupID) party.Ref {
	if f, worn := v.person.Face(g); worn && v.viewer.In(g) {
		return party.OfFace(f.ID)
	}
	return v.as
}
