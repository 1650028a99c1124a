package view

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

// What a first visit may weigh, gzipped, and how large a page may grow.
const (
	mostFirstVisit = 14 << 10
	mostScript     = 5 << 10
	mostElements   = 600
)

func written(t *testing.T, c Piece) []byte {
	t.Helper()
	var b bytes.Buffer
	c.Render(&b)
	return b.Bytes()
}

func zipped(t *testing.T, b []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Len()
}

func assetOf(t *testing.T, name string) File {
	t.Helper()
	f, ok := AssetFile(strings.TrimPrefix(Asset(name), AssetPath))
	if !ok {
		t.Fatal("no asset", name)
	}
	return f
}

func TestTheFirstVisitIsLightInEveryLanguage(t *testing.T) {
	all := languages(t)
	css := len(assetOf(t, "app.css").Gzip())
	for _, l := range all {
		for name, c := range map[string]Piece{"board": Board(boardPage(l, all, 20)), "call": Call(callPage(l, all))} {
			html := zipped(t, written(t, c))
			if html+css > mostFirstVisit {
				t.Errorf("%s in %s: %d bytes of HTML and %d of CSS, more than %d", name, l.Tag(), html, css, mostFirstVisit)
			}
		}
	}
}

func TestTheScriptOfEveryPageIsSmall(t *testing.T) {
	for _, name := range []string{"app.js", "sw.js", "signin.js", "told.js", "live.js", "draw.js"} {
		if n := len(assetOf(t, name).Gzip()); n > mostScript {
			t.Errorf("%s: %d bytes gzipped, more than %d", name, n, mostScript)
		}
	}
}

func TestABoardOfTwentyCallsStaysSmallInMemory(t *testing.T) {
	all := languages(t)
	html := string(written(t, Board(boardPage(all[0], all, 20))))
	elements := 0
	for i := range len(html) - 1 {
		if html[i] == '<' && html[i+1] >= 'a' && html[i+1] <= 'z' {
			elements++
		}
	}
	if elements > mostElements {
		t.Errorf("%d elements, more than %d", elements, mostElements)
	}
	t.Log(elements, "elements")
}

func TestNoPageCarriesItsOwnStyleOrScript(t *testing.T) {
	all := languages(t)
	for name, page := range everyPage() {
		html := string(written(t, page(all[0], all)))
		for _, bad := range []string{" style=", "<style", "<script>", " onclick", "javascript:", "⟦"} {
			if i := strings.Index(html, bad); i >= 0 {
				t.Errorf("%s holds %q: %s", name, bad, html[max(0, i-60):min(len(html), i+60)])
			}
		}
	}
}

func TestEveryPageHasOneHeadingAndOneMain(t *testing.T) {
	all := languages(t)
	for name, page := range everyPage() {
		html := string(written(t, page(all[0], all)))
		for _, tag := range []string{"<h1", "<main"} {
			if n := strings.Count(html, tag); n != 1 {
				t.Errorf("%s has %d of %s", name, n, tag)
			}
		}
	}
}

func TestNoIdStandsTwiceOnAPage(t *testing.T) {
	all := languages(t)
	for name, page := range everyPage() {
		seen := map[string]bool{}
		for part := range strings.SplitSeq(string(written(t, page(all[0], all))), ` id="`) {
			id, _, _ := strings.Cut(part, `"`)
			if strings.HasPrefix(part, "<") || id == "" {
				continue
			}
			if seen[id] {
				t.Errorf("%s has the id %q twice", name, id)
			}
			seen[id] = true
		}
	}
}

func TestAMistakeIsSaidTwiceInTheSameWordsAndInTheTitle(t *testing.T) {
	all := languages(t)
	for _, l := range all {
		p := askWhat(l, all, true)
		html := string(written(t, AskWhat(p)))
		said := p.Problems[0].Text
		if !strings.Contains(html, `<a href="#f-text">`+said+`</a>`) {
			t.Errorf("%s: the summary does not lead to the field", l.Tag())
		}
		if !strings.Contains(html, `id="f-text-m">`+said+`</p>`) {
			t.Errorf("%s: the field does not repeat the mistake", l.Tag())
		}
		if !strings.Contains(html, "<title>"+strings.SplitN(l.T("view.error_title", "title", "|"), "|", 2)[0]) {
			t.Errorf("%s: the title does not begin with the error", l.Tag())
		}
	}
}

func TestANamePutIntoAPageStaysText(t *testing.T) {
	all := languages(t)
	p := callPage(all[0], all)
	p.Call.Title, p.Body, p.Asked = `<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</title><b>`
	p.Frame.Title = p.Call.Title
	p.Through = &Link{"x", "javascript:alert(1)"}
	html := string(written(t, Call(p)))
	for _, bad := range []string{"<script>alert", "<img src=x", "</title><b>", `"javascript:`} {
		if strings.Contains(html, bad) {
			t.Errorf("the page holds %s", bad)
		}
	}
}
