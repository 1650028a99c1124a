package web_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/web"
)

// furnished is a board on which there is something behind every address.
type furnished struct {
	*board
	cookie *http.Cookie      // of the host's session
	group  party.GroupID     // a group that the host is not in,
	member party.Ref         // and somebody who is
	ids    map[string]string // what to put for {name}, by the beginning of the address and by name
}

func furnish(t *testing.T) *furnished {
	t.Helper()
	f := &furnished{board: newBoard(t), ids: map[string]string{}}
	call, asker := f.ask("/ask", "en", "Two warm blankets", "reach", "555 0100", "part", "Blanket", "count", "9", "part", "Hat", "count", "9")
	f.ids["/c {call}"], f.ids["/mine {link}"], f.ids["/mine {call}"] = call, asker, call
	page := f.open("/c/" + call).Body.String()
	part := found(t, page, `name="part" value="([^"]+)"`)
	held := f.do("POST", "/c/"+call, "en", url.Values{"part": {part}, "key": {"first"}}).Header().Get("Location")
	f.ids["answerer"] = found(t, held, `^/mine/([^/]+)/p/`)
	f.ids["/mine {promise}"] = found(t, held, `/p/([^?]+)`)
	f.ids["proof"] = found(t, held, `d=(.+)`)
	promise := "/mine/" + f.ids["answerer"] + "/p/" + f.ids["/mine {promise}"]
	f.do("POST", promise, "en", url.Values{"do": {"send"}, "name": {"Ana"}, "reach": {"555 0101"}, "count": {"1"}})
	over := f.do("POST", promise, "en", url.Values{"do": {"over"}, "sent": {"yes"}, "name": {"Omar"}})
	f.ids["/handed {link}"] = found(t, over.Body.String(), `/handed/([^"< ]+)`)
	f.ids["part"] = part
	f.ids["/words {lang}"] = "en"
	f.settle(t)
	return f
}

// settle starts a group of somebody else's, with a link that is still good.
func (f *furnished) settle(t *testing.T) {
	t.Helper()
	ctx, who := context.Background(), party.AccountID(77)
	g, face, err := f.house.Groups.Found(ctx, who, group.Draft{Key: "found", FaceName: "Ana", Agreements: "We ask first.",
		Card: group.Card{Name: "Dock Street", About: "Shared meals."}})
	if err != nil {
		t.Fatal(err)
	}
	f.group, f.member = g.ID, party.OfFace(face.ID)
	_, link, err := f.house.Groups.Invite(ctx, access.Viewer{Parties: []party.Ref{f.member}, Groups: []party.GroupID{g.ID}, Through: []party.GroupID{g.ID}}, g.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	f.ids["/g {slug}"], f.ids["/join {secret}"] = g.Slug, link.Reveal()
}

// signIn opens the host's account, and gives it a call, a promise and a key.
func (f *furnished) signIn(t *testing.T) {
	t.Helper()
	in := f.do("POST", "/sign-in", "en", url.Values{"typed": {f.host.Words.Reveal()}})
	for _, c := range in.Result().Cookies() {
		f.cookie = c
	}
	if f.cookie == nil {
		t.Fatalf("signing in: %d %s", in.Code, in.words)
	}
	f.send("POST", "/ask", form(url.Values{"step": {"check"}, "text": {"A ladder"}, "kind": {"aid"}, "urgency": {"any"}, "key": {"ladder"}}), f.cookie)
	f.send("POST", "/c/"+f.ids["/c {call}"], form(url.Values{"part": {f.ids["part"]}, "key": {"host"}}), f.cookie)
	you := f.send("GET", "/you", "", f.cookie).Body.String()
	f.ids["/you {promise}"] = found(t, you, `/you/p/([0-9a-z]+)`)
	f.ids["/you {call}"] = found(t, you, `/you/c/([0-9a-z]+)/edit`)
}

func found(t *testing.T, text, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("no %s in %.300s", pattern, text)
	}
	return m[1]
}

var wild = regexp.MustCompile(`\{[a-z]+(\.\.\.)?\}`)

// address fills a route's pattern with what is there.
func (f *furnished) address(r web.Row) (method, path string) {
	method, path, has := strings.Cut(r.Pattern, " ")
	if !has {
		method, path = "GET", r.Pattern
	}
	path = strings.TrimSuffix(path, "{$}")
	door := "/" + strings.Split(path, "/")[1]
	answerer := strings.HasPrefix(path, "/mine/{link}/p/")
	return method, wild.ReplaceAllStringFunc(path, func(name string) string {
		if answerer && name == "{link}" {
			return f.ids["answerer"]
		}
		if known := f.ids[door+" "+name]; known != "" {
			return known
		}
		return "nobody"
	})
}

// everything is a form that every handler finds its fields in: were any of it
// read, something would change.
func (f *furnished) everything() url.Values {
	return url.Values{"step": {"check"}, "text": {"Chairs"}, "title": {"Chairs"}, "words": {"Chairs"}, "kind": {"aid"}, "urgency": {"any"}, "key": {"hostile"},
		"part": {f.ids["part"]}, "do": {"back"}, "name": {"Mallory"}, "reach": {"555 0199"}, "why": {"withdrawn"}, "reason": {"other"},
		"sent": {"yes"}, "all": {"yes"}, "language": {"ko"}, "label": {"mine"}, "board": {"Taken over"}, "slug": {"taken"}}
}

// form is a form as browsers send it.
func form(v url.Values) string { return v.Encode() }

// send sends what a browser would; change makes of it what none would.
func (f *furnished) send(method, target, body string, cookie *http.Cookie, change ...func(*http.Request)) answer {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if cookie != nil {
		r.AddCookie(cookie)
	}
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	f.house.Web.ServeHTTP(w, r)
	return answer{w, strings.Join(strings.Fields(tags.ReplaceAllString(w.Body.String(), " ")), " ")}
}

// state is every row of every table, as one text.
func (f *furnished) state() string {
	f.t.Helper()
	m, err := f.house.DB.Dump(context.Background(), io.Discard, nil)
	if err != nil {
		f.t.Fatal(err)
	}
	var b strings.Builder
	for _, table := range m.Tables {
		b.WriteString(table.Name + " " + table.Digest + "\n")
	}
	return b.String()
}

func (f *furnished) cookieFor(r web.Row) *http.Cookie {
	if r.Signed {
		return f.cookie
	}
	return nil
}

// inGroup puts up a call that only a group reads.
func (f *furnished) inGroup(t *testing.T) string {
	t.Helper()
	o, err := f.house.Spine.Open(context.Background(), f.member, call.Draft{Key: "inside", Kind: call.Aid, Body: "Only for us", Language: "en",
		Group: f.group, Audience: call.InGroup})
	if err != nil {
		t.Fatal(err)
	}
	return o.Call.ID.String()
}

// d is the proof that a private page asks for; it belongs to one link.
func (f *furnished) d(path string) string {
	if !strings.HasPrefix(path, "/mine/") {
		return ""
	}
	link := strings.Split(path, "/")[2]
	yes := f.do("POST", "/mine/"+link, "en", url.Values{"are": {"yes"}})
	_, proof, _ := strings.Cut(yes.Header().Get("Location"), "?")
	return "?" + proof
}
