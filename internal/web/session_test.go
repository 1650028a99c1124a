package web_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"alongside/internal/account"
	"alongside/internal/id"
	"alongside/internal/web"
)

func TestNobodyIsSentToAnotherSiteAfterSigningIn(t *testing.T) {
	for to, want := range map[string]string{
		"/you/keys":                    "/you/keys",
		"/c/7k2p9m3q?near=Leeds":       "/c/7k2p9m3q?near=Leeds",
		"":                             "",
		"you":                          "",
		"//evil.example/":              "",
		"/\\evil.example":              "",
		"\\\\evil.example":             "",
		"/%2Fevil.example":             "",
		"https://evil.example/you":     "",
		"javascript:alert(1)":          "",
		"/\t/evil.example":             "",
		"/you\r\nSet-Cookie: a=b":      "",
		"/sign-in?to=/you":             "",
		"/sign-out":                    "",
		"http:/you":                    "",
		"/" + strings.Repeat("a", 600): "",
	} {
		if got := web.Local(to); got != want {
			t.Errorf("%q leads to %q, want %q", to, got, want)
		}
	}
}

// signedIn is a request by somebody whose cookie opens a session.
func (b *board) signedIn(method, path string, secret id.Secret) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, origin+path, nil)
	r.Header.Set("Cookie", "__Host-alongside="+secret.Reveal())
	w := httptest.NewRecorder()
	b.house.Web.ServeHTTP(w, r)
	return w
}

func (b *board) somebody(t *testing.T) account.Opening {
	t.Helper()
	o, err := b.house.Accounts.Create(t.Context(), account.Start{Name: "Sol", Language: "ko", Words: drawn(t.Name(), "w"), Code: drawn(t.Name(), "c")})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestACookieThatOpensNothingIsTakenAway(t *testing.T) {
	b := newBoard(t)
	w := b.signedIn(http.MethodGet, "/", id.NewSecret(32))
	c := w.Result().Cookies()
	if w.Code != http.StatusOK || len(c) != 1 || c[0].MaxAge >= 0 || !c[0].Secure {
		t.Errorf("%d, %v", w.Code, c)
	}
}

func TestSigningOutEndsTheSessionAndClearsTheBrowser(t *testing.T) {
	b := newBoard(t)
	o := b.somebody(t)
	w := b.signedIn(http.MethodPost, "/sign-out", o.Secret)
	if w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Clear-Site-Data"), `"storage"`) {
		t.Errorf("%d, %v", w.Code, w.Header())
	}
	if w := b.signedIn(http.MethodGet, "/you", o.Secret); w.Code != http.StatusUnauthorized {
		t.Errorf("the session still opens: %d", w.Code)
	}
}

func TestPagesOfTheSignedInAreNotStoredAndSpeakTheirLanguage(t *testing.T) {
	b := newBoard(t)
	o := b.somebody(t)
	for _, path := range []string{"/", "/you", "/you/keys", "/ask", "/search?q=x"} {
		w := b.signedIn(http.MethodGet, path, o.Secret)
		if got := w.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control is %q", path, got)
		}
		if !strings.Contains(w.Body.String(), `<html lang="ko"`) {
			t.Errorf("%s is not in the language of the account", path)
		}
	}
	if w := b.signedIn(http.MethodGet, "/en/you", o.Secret); !strings.Contains(w.Body.String(), `<html lang="en"`) {
		t.Error("the language in the address does not win")
	}
}

func TestKeysAskForAFreshSignInAndLeadBack(t *testing.T) {
	b := newBoard(t)
	o := b.somebody(t)
	b.clock.Move(account.FreshFor)
	w := b.signedIn(http.MethodGet, "/you/keys", o.Secret)
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), `name="to" value="/you/keys"`) {
		t.Errorf("%d\n%s", w.Code, w.Body)
	}
}

func TestEveryBrakeHasARule(t *testing.T) {
	used := regexp.MustCompile(`v\.brake\("([^"]+)"\)`)
	files, _ := filepath.Glob("*.go")
	found := map[string]bool{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range used.FindAllStringSubmatch(string(text), -1) {
			found[m[1]] = true
			if _, there := web.Brakes[m[1]]; !there && !strings.HasSuffix(f, "_test.go") {
				t.Errorf("%s: the brake %q has no rule, so it refuses everybody", f, m[1])
			}
		}
	}
	for what := range web.Brakes {
		if !found[what] {
			t.Errorf("nothing uses the brake %q", what)
		}
	}
}
