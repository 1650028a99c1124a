package view

import "testing"

func TestAPieceEscapesWordsAndKeepsWhatItHolds(t *testing.T) {
	outer := Piece(func(into *writing, within Piece) {
		into.raw("<b>")
		within.write(into)
		into.raw("</b>")
	})
	got := string(written(t, func(into *writing, _ Piece) {
		outer(into, func(into *writing, _ Piece) {
			outer(into, nil)
			into.say(`<a href="'&'">`)
		})
	}))
	if want := `<b><b></b>&lt;a href=&#34;&#39;&amp;&#39;&#34;&gt;</b>`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestALinkRunsNoScriptAndLeavesForNoOtherProgram(t *testing.T) {
	const nowhere = "about:invalid"
	for address, want := range map[string]string{
		"/c/7k2p9?a=1&b=2":           "/c/7k2p9?a=1&amp;b=2",
		"/a:b":                       "/a:b",
		"https://eastfield.example/": "https://eastfield.example/",
		"MAILTO:mina@example.org":    "MAILTO:mina@example.org",
		"tel:+441632960000":          "tel:+441632960000",
		"javascript:alert(1)":        nowhere,
		"JavaScript:alert(1)":        nowhere,
		" javascript:alert(1)":       nowhere,
		"java\nscript:alert(1)":      nowhere,
		"data:text/html,<b>":         nowhere,
		"vbscript:x":                 nowhere,
	} {
		if got := string(written(t, func(into *writing, _ Piece) { into.link(address) })); got != want {
			t.Errorf("%q: %s, want %s", address, got, want)
		}
	}
}
