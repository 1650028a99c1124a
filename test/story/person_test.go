package story

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const question = `<!doctype html><title>Error: What do you need?</title><script>hidden words</script>
<form method="post" action="/answer"><input type="hidden" name="key" value="k1">
<label for="t">What do you need?</label><textarea id="t" name="what">
as it was</textarea>
<label><input type="radio" name="when" value="today" checked> Today</label>
<label><input type="radio" name="when" value="later"> Later</label>
<label><input type="checkbox" name="quiet"> Quietly</label>
<select name="area" aria-label="Where"><option value="e">Eastfield<option value="h">Harbour</select>
<button>Continue</button><button name="back" value="1">Back</button></form>
<form action="/search"><input name="q" aria-label="Search"><button>Search</button></form>
<p hidden>not to be seen</p><p>from <bdi>` + "\u206815:00\u2069" + `</bdi> to <b>four</b></p><a href="/else">Elsewhere</a>`

func board(t *testing.T) *person {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /ask", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "__Host-s", Value: "1", Secure: true, Path: "/"})
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, question)
	})
	mux.HandleFunc("POST /answer", func(w http.ResponseWriter, r *http.Request) {
		r.ParseForm()
		c, _ := r.Cookie("__Host-s")
		http.Redirect(w, r, "/said?"+r.PostForm.Encode()+"&site="+r.Header.Get("Sec-Fetch-Site")+"&cookie="+fmt.Sprint(c != nil), http.StatusSeeOther)
	})
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<p>%s %s</p>", r.URL.Path, strings.ReplaceAll(r.URL.RawQuery, "&", " "))
	})
	mux.HandleFunc("POST /file", func(w http.ResponseWriter, r *http.Request) {
		f, h, err := r.FormFile("sheet")
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		b, _ := io.ReadAll(f)
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<p>%s: %s</p>", h.Filename, b)
	})
	mux.HandleFunc("GET /bring", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, `<form method=post enctype=multipart/form-data action=/file><input type=file name=sheet><button>Bring</button></form>`)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return newPerson(&server{listen: strings.TrimPrefix(s.URL, "http://")})
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestAFormIsSentAsABrowserSendsIt(t *testing.T) {
	p := board(t)
	must(t, p.open("/ask"), p.fill("What do you need?", "two blankets"), p.choose("when", "Later", false),
		p.choose("quiet", "", false), p.choose("area", "Harbour", false), p.press("Continue", 1))
	const want = "/said area=h key=k1 quiet=on what=two+blankets when=later site=same-origin cookie=true"
	if got := textOf(p.doc); got != want {
		t.Errorf("the form said\n%s\nwant\n%s", got, want)
	}
}

func TestWhatNobodyTouchedIsSentAsItStood(t *testing.T) {
	p := board(t)
	must(t, p.open("/ask"), p.press("Back", 1))
	const want = "/said area=e back=1 key=k1 what=as+it+was when=today site=same-origin cookie=true"
	if got := textOf(p.doc); got != want {
		t.Errorf("the form said\n%s\nwant\n%s", got, want)
	}
}

func TestOnlyWhatPeopleReadIsSeen(t *testing.T) {
	p := board(t)
	must(t, p.open("/ask"))
	text := textOf(p.doc)
	if !strings.Contains(text, "from 15:00 to four Elsewhere") {
		t.Errorf("the page reads %q", text)
	}
	for _, no := range []string{"hidden words", "not to be seen", "Error"} {
		if strings.Contains(text, no) {
			t.Errorf("%q can be read in %q", no, text)
		}
	}
}

func TestALinkAndASearchAreFollowed(t *testing.T) {
	p := board(t)
	must(t, p.open("/ask"), p.fill("Search", "coat"), p.press("Search", 1))
	if got := textOf(p.doc); got != "/search q=coat" {
		t.Errorf("the search went to %s", got)
	}
	must(t, p.open("/ask"), p.follow("Elsewhere", 1))
	if p.at.Path != "/else" {
		t.Errorf("the link went to %s", p.at)
	}
}

func TestAFileIsSentWithItsName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "needs.csv")
	must(t, os.WriteFile(path, []byte("a,b"), 0o600))
	p := board(t)
	must(t, p.open("/bring"), p.fill("sheet", path), p.press("Bring", 1))
	if got := textOf(p.doc); got != "needs.csv: a,b" {
		t.Errorf("it arrived as %q", got)
	}
}

func TestWhatIsNotThereCannotBeUsed(t *testing.T) {
	p := board(t)
	must(t, p.open("/ask"))
	for name, err := range map[string]error{
		"button": p.press("Send", 1), "field": p.fill("age", "7"), "choice": p.choose("when", "never", false), "link": p.follow("Nowhere", 1),
	} {
		if err == nil {
			t.Errorf("a %s that is not there was used", name)
		}
	}
}
