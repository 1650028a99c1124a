package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"alongside/internal/web"
)

// promised is what every answer carries. Beyond what doc says, the policy
// names the worker and the manifest, which 'none' would forbid, and the one
// trusted type that lets a script name the worker.
var promised = map[string]string{
	"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; " +
		"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; " +
		"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types alongside",
	"X-Content-Type-Options":       "nosniff",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Strict-Transport-Security":    "max-age=31536000",
}

func (a answer) promises(t *testing.T, what string) {
	t.Helper()
	for name, want := range promised {
		if got := a.Result().Header.Values(name); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %s is %q", what, name, got)
		}
	}
}

func TestEveryAnswerCarriesWhatProtectsItsReader(t *testing.T) {
	f := furnish(t)
	f.signIn(t)
	for _, r := range web.Table() {
		method, path := f.address(r)
		for who, cookie := range map[string]*http.Cookie{"a stranger": nil, "somebody signed in": f.cookie} {
			if method == "POST" && cookie != nil {
				continue // some of them end the session
			}
			what := who + ", " + r.Pattern
			a := f.send(method, path, "", cookie)
			a.promises(t, what)
			store := a.Result().Header.Get("Cache-Control")
			mine := r.Private || a.Code >= 400 || cookie != nil && strings.Contains(a.Body.String(), "/sign-out")
			if mine && store != "no-store" {
				t.Errorf("%s: %d may be stored: %q", what, a.Code, store)
			}
			for _, c := range a.Result().Cookies() {
				if cookie == nil && c.MaxAge >= 0 { // to take one away is no cookie
					t.Errorf("%s: a cookie before anybody signed in", what)
				}
			}
		}
	}
	for what, a := range map[string]answer{
		"nothing there":   f.open("/nowhere"),
		"another site":    f.send("POST", "/ask", "", nil, header("Sec-Fetch-Site", "cross-site")),
		"too large":       f.send("POST", "/ask", strings.Repeat("x", 100_000), nil),
		"a kept page":     f.open("/"),
		"nothing changed": f.send("GET", "/", "", nil, header("If-None-Match", f.open("/").Header().Get("Etag"))),
	} {
		a.promises(t, what)
	}
}

// fetched are the attributes by which a page makes a browser ask for more, and
// form actions, which carry what people type.
var fetched = map[string][]string{"link": {"href"}, "script": {"src"}, "img": {"src", "srcset"}, "form": {"action"},
	"button": {"formaction"}, "input": {"src", "formaction"}, "iframe": {"src"}, "object": {"data"}, "embed": {"src"}, "source": {"src", "srcset"},
	"audio": {"src"}, "video": {"src", "poster"}, "track": {"src"}, "use": {"href", "xlink:href"}, "image": {"href", "xlink:href"}, "base": {"href"}}

// foreign are the addresses on other sites that a page would ask by itself.
func foreign(t *testing.T, page string) (all []string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			link := n.Data == "link" && (slices.Contains(n.Attr, html.Attribute{Key: "rel", Val: "canonical"}) || slices.Contains(n.Attr, html.Attribute{Key: "rel", Val: "alternate"}))
			if a.Key == "style" && strings.Contains(a.Val, "url(") || a.Key == "ping" {
				all = append(all, n.Data+" "+a.Key+"="+a.Val)
			}
			if !slices.Contains(fetched[n.Data], a.Key) || link {
				continue
			}
			if u, err := url.Parse(a.Val); err != nil || u.Host != "" && u.Host != "eastfield.example" || u.Scheme != "" && u.Scheme != "https" {
				all = append(all, n.Data+" "+a.Key+"="+a.Val)
			}
		}
	}
	return all
}

func TestNoPageAsksAnotherSite(t *testing.T) {
	f := furnish(t)
	f.signIn(t)
	pages := 0
	for _, r := range web.Table() {
		method, path := f.address(r)
		if method != "GET" {
			continue
		}
		for _, cookie := range []*http.Cookie{nil, f.cookie} {
			a := f.send(method, path, "", cookie)
			if !strings.HasPrefix(a.Header().Get("Content-Type"), "text/html") {
				continue
			}
			pages++
			for _, where := range foreign(t, a.Body.String()) {
				t.Errorf("%s: %s", r.Pattern, where)
			}
		}
	}
	if pages < 60 {
		t.Errorf("only %d pages were read", pages)
	}
	if len(foreign(t, `<img src="//pixel.example/1.gif"><form action="http://elsewhere.example">`)) != 2 {
		t.Error("another site's pixel would not be found")
	}
}

var named = regexp.MustCompile(`<bdi>[a-z2-7]{8}</bdi>`)

// A stranger learns nothing from how a door is shut: the pages are the same to
// the byte, but for the reference that names the request.
func TestStrangersCannotTellNotThereFromNotForThem(t *testing.T) {
	f := furnish(t)
	f.signIn(t)
	shut := func(path, blank string) string {
		a := f.open(path)
		if a.Code != 404 {
			t.Errorf("%s: %d", path, a.Code)
		}
		page := named.ReplaceAllString(a.Body.String(), "<bdi>REF</bdi>")
		return strings.ReplaceAll(page, blank, "BLANK")
	}
	inside := f.inGroup(t)
	for name, pair := range map[string][3]string{
		"a group's call":    {"/c/", inside, "22222222"},
		"another's promise": {"/mine/" + f.ids["answerer"] + "/p/", f.ids["/you {promise}"], "2222222222222"},
		"another's call":    {"/mine/" + f.ids["answerer"] + "/c/", f.ids["/you {call}"] + "/edit", "22222222/edit"},
	} {
		there, nowhere := shut(pair[0]+pair[1]+f.d(pair[0]), pair[1]), shut(pair[0]+pair[2]+f.d(pair[0]), pair[2])
		if there != nowhere {
			t.Errorf("%s: the two pages differ:\n%s\n%s", name, there, nowhere)
		}
	}
}

// Guessing four words is slowed down, in words.
func TestGuessingFourWordsIsBraked(t *testing.T) {
	f := furnish(t)
	for n := range 11 {
		a := f.do("POST", "/mine", "en", url.Values{"code": {"guess this one time"}})
		if want := map[bool]int{true: 422, false: 429}[n < 10]; a.Code != want {
			t.Fatalf("guess %d: %d %s", n+1, a.Code, a.words)
		}
		if n == 10 {
			a.sees(t, "That was a lot at once. Wait a little and try again.", "What you typed is kept on this page.")
		}
	}
}
