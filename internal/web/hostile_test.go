package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"alongside/internal/web"
)

// hostile is a request that no page of ours would make.
type hostile struct {
	name   string
	status int
	say    string
	query  string
	body   func(good string, r web.Row) string
	change func(*http.Request)
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func add(s string) func(string, web.Row) string {
	return func(good string, _ web.Row) string { return good + s }
}

const (
	unreadable = "What was sent could not be read. Nothing has changed."
	otherSite  = "Another website sent this. Nothing has changed."
)

var hostiles = []hostile{
	{name: "too large", status: 413, say: "That is too big for us to take.", body: func(good string, r web.Row) string {
		return good + "&pad=" + strings.Repeat("x", int(r.Most))
	}},
	{name: "broken escapes", status: 400, say: unreadable, body: add("&text=%zz")},
	{name: "a broken query", status: 400, say: unreadable, query: "?text=%zz"},
	{name: "no UTF-8", status: 400, say: unreadable, body: add("&name=%ff%fe")},
	{name: "no UTF-8 in a name", status: 400, say: unreadable, body: add("&%ff=x")},
	{name: "NUL", status: 400, say: unreadable, body: add("&name=a%00b")},
	{name: "NUL in the query", status: 400, say: unreadable, query: "?name=a%00b"},
	{name: "JSON", status: 400, say: unreadable, change: header("Content-Type", "application/json")},
	{name: "plain text", status: 400, say: unreadable, change: header("Content-Type", "text/plain")},
	{name: "no kind at all", status: 400, say: unreadable, change: header("Content-Type", "")},
	{name: "another site", status: 403, say: otherSite, change: header("Sec-Fetch-Site", "cross-site")},
	{name: "a sister site", status: 403, say: otherSite, change: header("Sec-Fetch-Site", "same-site")},
	{name: "another origin", status: 403, say: otherSite, change: header("Origin", "https://elsewhere.example")},
	{name: "no origin to name", status: 403, say: otherSite, change: header("Origin", "null")},
}

func TestARequestThatNoPageOfOursMakesIsRefusedInWordsAndChangesNothing(t *testing.T) {
	f := furnish(t)
	f.signIn(t)
	before := f.state()
	for _, r := range web.Table() {
		method, path := f.address(r)
		if method != "POST" {
			continue
		}
		for _, h := range hostiles {
			good := form(f.everything())
			if h.body != nil {
				good = h.body(good, r)
			}
			a := f.send(method, path+h.query, good, f.cookieFor(r), func(r *http.Request) {
				if h.change != nil {
					h.change(r)
				}
			})
			if a.Code != h.status || !strings.Contains(a.words, h.say) {
				t.Errorf("%s, %s: %d %.200s", r.Pattern, h.name, a.Code, a.words)
			}
		}
		if after := f.state(); after != before {
			t.Fatalf("%s: something has changed", r.Pattern)
		}
	}
}

func TestAMethodThatNobodyKnowsChangesNothing(t *testing.T) {
	f := furnish(t)
	f.signIn(t)
	before := f.state()
	for _, r := range web.Table() {
		_, path := f.address(r)
		for _, method := range []string{"PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"} {
			a := f.send(method, path, form(f.everything()), f.cookieFor(r), header("Content-Type", "application/x-www-form-urlencoded"))
			if a.Code < 400 || a.Code >= 500 || a.words == "" {
				t.Errorf("%s %s: %d %.100s", method, path, a.Code, a.words)
			}
		}
	}
	if f.state() != before {
		t.Error("something has changed")
	}
}

func TestAStrangersGarbageNeverBreaksAPage(t *testing.T) {
	f := furnish(t)
	f.signIn(t)
	for _, r := range web.Table() {
		method, path := f.address(r)
		for _, garbage := range []string{"%ff", "%00", "..%2f..%2fetc", strings.Repeat("9", 3000), "%F0%9F%A6%8A", "-1", "'%20OR%201=1--", "%7Bcall%7D"} {
			target := wild.ReplaceAllString(strings.TrimSuffix(after(r.Pattern), "{$}"), garbage)
			for _, to := range []string{target, path + "?q=" + garbage + "&p=" + garbage + "&from=" + garbage + "&near=" + garbage + "&d=" + garbage} {
				a := f.send(method, to, "", f.cookieFor(r))
				if a.Code >= 500 {
					t.Errorf("%s %s: %d %.200s", method, to, a.Code, a.words)
				}
			}
		}
	}
}

func after(pattern string) string {
	if _, path, ok := strings.Cut(pattern, " "); ok {
		return path
	}
	return pattern
}

func TestTheSameFormSentTwiceActsOnce(t *testing.T) {
	for _, c := range []struct {
		name string
		path func(f *furnished) string
		form url.Values
	}{
		{"asking", func(*furnished) string { return "/ask" },
			url.Values{"step": {"check"}, "text": {"Soup"}, "kind": {"aid"}, "urgency": {"any"}, "key": {"soup"}, "reach": {"555 0123"}}},
		{"offering", func(*furnished) string { return "/offer" },
			url.Values{"step": {"check"}, "text": {"Soup"}, "kind": {"aid"}, "urgency": {"any"}, "key": {"soup"}}},
		{"I can", func(f *furnished) string { return "/c/" + f.ids["/c {call}"] }, url.Values{"key": {"twice"}, "part": {"PART"}}},
		{"kept", promiseOf, url.Values{"do": {"kept"}}},
		{"hand back", promiseOf, url.Values{"do": {"back"}}},
		{"still fine", promiseOf, url.Values{"do": {"fine"}}},
		{"words about it", func(f *furnished) string { return promiseOf(f) + "/words" }, url.Values{"words": {"I come at two."}, "key": {"words"}}},
		{"change", func(f *furnished) string {
			return "/mine/" + f.ids["/mine {link}"] + "/c/" + f.ids["/mine {call}"] + "/edit"
		},
			url.Values{"title": {"Three blankets"}, "text": {"Three blankets"}, "key": {"edit"}}},
		{"close", func(f *furnished) string {
			return "/mine/" + f.ids["/mine {link}"] + "/c/" + f.ids["/mine {call}"] + "/close"
		},
			url.Values{"why": {"no_longer_wanted"}, "key": {"close"}}},
		{"report", func(f *furnished) string { return "/c/" + f.ids["/c {call}"] + "/report" },
			url.Values{"reason": {"other"}, "text": {"Look at this"}, "key": {"report"}}},
		{"take over", func(f *furnished) string { return "/handed/" + f.ids["/handed {link}"] },
			url.Values{"name": {"Omar"}, "reach": {"555 0177"}, "key": {"over"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := furnish(t)
			if c.form.Get("part") != "" {
				c.form.Set("part", f.ids["part"])
			}
			begun := f.state()
			first := f.send("POST", c.path(f), form(c.form), nil)
			once := f.state()
			again := f.send("POST", c.path(f), form(c.form), nil)
			if once == begun && c.name != "still fine" || first.Code >= 400 {
				t.Errorf("once: %d %.300s", first.Code, first.words)
			}
			if again.Code >= 500 || f.state() != once {
				t.Errorf("twice: %d; it acted again: %.200s", again.Code, again.words)
			}
		})
	}
}

func promiseOf(f *furnished) string {
	return "/mine/" + f.ids["answerer"] + "/p/" + f.ids["/mine {promise}"]
}
