package web_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"alongside/internal/account"
	"alongside/internal/id"
)

var stamps = regexp.MustCompile(`data-who="([^"]*)"|name="key" value="([^"]*)"`)

// read is a page as somebody signed in gets it, packed or not.
func (b *board) read(t *testing.T, path string, as id.Secret, packed bool) string {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, origin+path, nil)
	r.Header.Set("Cookie", "__Host-alongside="+as.Reveal())
	if packed {
		r.Header.Set("Accept-Encoding", "gzip")
	}
	w := httptest.NewRecorder()
	b.house.Web.ServeHTTP(w, r)
	body := io.Reader(w.Body)
	if w.Header().Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		body = z
	} else if packed {
		t.Errorf("%s is not packed", path)
	}
	page, err := io.ReadAll(body) // checks the sum, too
	if err != nil || w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%s: %d %v %v", path, w.Code, w.Header(), err)
	}
	return string(page)
}

func (b *board) another(t *testing.T, name string) id.Secret {
	t.Helper()
	o, err := b.house.Accounts.Create(t.Context(), account.Start{Name: name, Language: "en", Words: drawn(t.Name(), name, "w"), Code: drawn(t.Name(), name, "c")})
	if err != nil {
		t.Fatal(err)
	}
	return o.Secret
}

// keeper is whoever looks after the board.
func (b *board) keeper(t *testing.T) id.Secret {
	t.Helper()
	o, err := b.house.Accounts.SignIn(t.Context(), account.Attempt{Proof: account.Proof{Typed: id.SecretFrom(b.host.Words.Reveal())}})
	if err != nil {
		t.Fatal(err)
	}
	return o.Secret
}

func TestWhoIsSignedInGetsTheSamePageUnderTheirOwnMarkAndANewKey(t *testing.T) {
	b := newBoard(t)
	call, _ := b.ask("/ask", "en", "Two warm blankets", "part", "Blanket", "count", "9")
	sol, mina := b.another(t, "Sol"), b.another(t, "Mina")
	for _, path := range []string{"/", "/c/" + call, "/ko/c/" + call} {
		var whos, keys, rest []string
		for _, packed := range []bool{false, true} {
			for _, who := range []id.Secret{sol, mina, sol} {
				page := b.read(t, path, who, packed)
				who, key := "", ""
				for _, m := range stamps.FindAllStringSubmatch(page, -1) {
					who, key = who+m[1], key+m[2]
				}
				whos, keys, rest = append(whos, who), append(keys, key), append(rest, stamps.ReplaceAllString(page, ""))
			}
		}
		for i := range whos {
			if rest[i] != rest[0] || !strings.HasSuffix(strings.TrimSpace(rest[i]), "</html>") {
				t.Errorf("%s: page %d is another", path, i)
			}
			if same := i%3 != 1; (whos[i] == whos[0]) != same || len(whos[i]) != 12 {
				t.Errorf("%s: page %d is marked %q, the first %q", path, i, whos[i], whos[0])
			}
			for j := range i {
				if path != "/" && (keys[i] == keys[j] || keys[i] == "") {
					t.Errorf("%s: page %d has the key of page %d", path, i, j)
				}
			}
		}
	}
}

func TestWhatIsSomebodysOwnStandsOnNobodyElsesPage(t *testing.T) {
	b := newBoard(t)
	call, _ := b.ask("/ask", "en", "Two warm blankets", "part", "Blanket", "count", "1")
	sol, mina, path := b.another(t, "Sol"), b.another(t, "Mina"), "/c/"+call
	part := found(t, b.read(t, path, mina, true), `name="part" value="([^"]+)"`)
	if b.read(t, "/", mina, true) == "" || !strings.Contains(b.read(t, "/", sol, true), path) {
		t.Error("the board does not list it")
	}
	r := httptest.NewRequest(http.MethodPost, origin+path, strings.NewReader(url.Values{"part": {part}, "key": {"k"}}.Encode()))
	r.Header.Set("Cookie", "__Host-alongside="+sol.Reveal())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	b.house.Web.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("answering: %d", w.Code)
	}
	if !strings.Contains(b.read(t, path, sol, true), `href="/you#p`) {
		t.Error("Sol does not see that it is theirs")
	}
	if page := b.read(t, path, mina, true); strings.Contains(page, `href="/you#p`) || strings.Contains(page, part) {
		t.Error("Mina sees an old page, or Sol's")
	}
	if care := `href="/care`; strings.Contains(b.read(t, path, mina, true), care) || !strings.Contains(b.read(t, path, b.keeper(t), true), care) || strings.Contains(b.read(t, path, sol, true), care) {
		t.Error("looking after it is offered to others, or not to the host")
	}
	if strings.Contains(b.read(t, "/", mina, true), path) {
		t.Error("the board still lists what is answered")
	}
}
