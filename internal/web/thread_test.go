package web_test

import (
	"net/url"
	"strings"
	"testing"

	"alongside/internal/call"
)

// write sends words, as the answerer of the furnished board.
func (f *furnished) write(words, key string) answer {
	return f.send("POST", promiseOf(f)+"/words", form(url.Values{"words": {words}, "key": {key}}), nil)
}

func TestWordsOfTheOtherSideStayTextAndKeepTheirOwnDirection(t *testing.T) {
	f := furnish(t)
	for i, words := range []string{"<script>alert(1)</script>", "\u202eevil\u202c", "الطابق الثاني", "</bdi></li><h1>Here</h1>"} {
		if a := f.write(words, words); a.Code != 303 {
			t.Fatalf("%d: %d %.300s", i, a.Code, a.words)
		}
	}
	at := "/mine/" + f.ids["/mine {link}"] + "/p/" + f.ids["/mine {promise}"] + "/words"
	page := f.open(at + f.d(at))
	body := page.Body.String()
	for _, want := range []string{"<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>", "<bdi>evil</bdi>", `<p dir="auto"><bdi>الطابق الثاني</bdi></p>`, "&lt;/bdi&gt;&lt;/li&gt;&lt;h1&gt;Here"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if page.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("it may be kept: %q", page.Header().Get("Cache-Control"))
	}
	for _, elsewhere := range []string{"/", "/c/" + f.ids["/c {call}"], "/c/" + f.ids["/c {call}"] + ".json", "/feed.xml", "/calendar.ics", "/record", "/mine/" + f.ids["/mine {link}"] + f.d(at)} {
		if strings.Contains(f.open(elsewhere).Body.String(), "الطابق") {
			t.Errorf("%s has the words of a promise", elsewhere)
		}
	}
}

func TestWordsThatAreTooLongComeBackAsTheyWereTyped(t *testing.T) {
	f := furnish(t)
	long := strings.Repeat("ab ", call.LineMost/2)
	a := f.write(long, "long")
	if a.Code != 422 || !strings.Contains(a.Body.String(), strings.TrimSpace(long)) || !strings.Contains(a.words, "Error") {
		t.Errorf("%d %.400s", a.Code, a.words)
	}
}

func TestSomebodyWhoWritesWithoutEndIsHeldBack(t *testing.T) {
	f := furnish(t)
	held := 0
	for range 60 {
		if f.write("", "").Code == 429 {
			held++
		}
	}
	if held == 0 {
		t.Error("nothing holds them back")
	}
}

// A private page that is loaded anew asks who is there, and then shows the same
// page; and never any other.
func TestWhoSaysThatItIsThemComesToThePageTheyWereOn(t *testing.T) {
	f := furnish(t)
	link := f.ids["/mine {link}"]
	at := "/mine/" + link + "/p/" + f.ids["/mine {promise}"] + "/words"
	asked := f.open(at)
	if !strings.Contains(asked.Body.String(), `name="to" value="`+at+`"`) {
		t.Fatalf("the question forgets where it was asked: %.300s", asked.words)
	}
	for to, want := range map[string]string{
		at: at, "/mine/" + link + "/notices": "/mine/" + link + "/notices", "": "/mine/" + link, "/": "/mine/" + link, "https://elsewhere.example/mine/" + link + "/p": "/mine/" + link,
		"/mine/" + link + "/../other": "/mine/" + link, "/mine/" + link + "/x?next=//elsewhere.example": "/mine/" + link, "/mine/" + link + "/%2e%2e/x": "/mine/" + link, "/mine/" + link + "//x": "/mine/" + link,
	} {
		path, query, _ := strings.Cut(f.do("POST", "/mine/"+link, "en", url.Values{"to": {to}}).Header().Get("Location"), "?")
		if path != want || !strings.HasPrefix(query, "d=") || strings.Contains(query, "next") {
			t.Errorf("from %q they come to %s?%s", to, path, query)
		}
	}
}
