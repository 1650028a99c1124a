package web_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"alongside/internal/account"
	"alongside/internal/id"
)

// A task may end, or a text change, while somebody writes: the page that
// refuses what they wrote gives it back, and nothing else that the form held.
func TestWhatWasWrittenToAGroupIsGivenBackWhenItIsRefused(t *testing.T) {
	b := newBoard(t)
	first, err := b.house.Accounts.SignIn(t.Context(), account.Attempt{Proof: account.Proof{Typed: id.SecretFrom(b.host.Words.Reveal())}})
	if err != nil {
		t.Fatal(err)
	}
	s := newScene(t, b, first.Session, 0)
	send := func(role int, path string, form url.Values) (int, string) {
		r := httptest.NewRequest(http.MethodPost, origin+path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if role >= neighbour {
			r.Header.Set("Cookie", "__Host-alongside="+s.cookies[role].Reveal())
		}
		w := httptest.NewRecorder()
		b.house.Web.ServeHTTP(w, r)
		return w.Code, html.UnescapeString(w.Body.String())
	}
	here := "/g/" + s.subject["group"]
	form := url.Values{"words": {"We <b>met</b> on Monday.\nIt was good."}, "why": {"미안해요"}, "key": {"KEYKEYKEYKEY"}, "do": {"note"}, "item": {"7k2p9m3q7k2p9"}}
	for _, c := range []struct {
		what   string
		role   int
		path   string
		status int
		back   bool
	}{
		{"a task that another holds", insider, here + "/mandates/" + s.subject["othersmandate"], http.StatusForbidden, true},
		{"a newcomer", newcomer, here + "/settings", http.StatusForbidden, true},
		{"what is not there", insider, here + "/decisions/7k2p9m3q7k2p9", http.StatusNotFound, true},
		{"whoever is in no group", neighbour, here + "/settings", http.StatusNotFound, true},
		{"a page outside groups", neighbour, "/you/c/7k2p9m3q/edit", http.StatusNotFound, false},
	} {
		status, page := send(c.role, c.path, form)
		if status != c.status {
			t.Errorf("%s: %d, want %d", c.what, status, c.status)
		}
		for _, words := range []string{"We <b>met</b> on Monday.", "It was good.", "미안해요"} {
			if strings.Contains(page, words) != c.back {
				t.Errorf("%s: given back %q: %t", c.what, words, !c.back)
			}
		}
		for _, not := range []string{"KEYKEYKEYKEY", ">note<", ">7k2p9m3q7k2p9<"} {
			if strings.Contains(page, not) {
				t.Errorf("%s: %q was not written by anybody", c.what, not)
			}
		}
		if led := strings.Contains(page, "Back to Eastfield"); led != (c.role == insider || c.role == newcomer) {
			t.Errorf("%s: led back into the group: %t", c.what, led)
		}
	}
}
