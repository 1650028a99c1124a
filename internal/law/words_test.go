package law

import (
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// later are the marks of work put off. They are spelt in two halves so that
// this file does not break its own law.
var later = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X|HA` + `CK)\b`)

// here are signs of one maker's machine: absolute paths of people's folders,
// and how they work.
var here = regexp.MustCompile(`(^|[\s"'(=` + "`" + `:])/(ho` + `me|ro` + `ot|wo` + `rk|Us` + `ers)/[A-Za-z0-9_.-]|/t` + `mp/[A-Za-z0-9]` +
	`|\b[Ss]ub` + `agent|\bAn` + `thropic|\bCla` + `ude|\bL` + `LM\b|"resol` + `ved":`)

func TestNothingIsPutOff(t *testing.T) {
	eachText(t, func(name, line string, n int) {
		if found := later.FindString(line); found != "" {
			t.Errorf("%s:%d: %s: do it, or open an issue", name, n, found)
		}
	})
}

func TestNoMakersMachineShows(t *testing.T) {
	eachText(t, func(name, line string, n int) {
		if found := here.FindString(line); found != "" {
			t.Errorf("%s:%d: %q belongs to somebody's machine", name, n, found)
		}
	})
}

// eachText hands every line of every text file to look, data files excepted.
func eachText(t *testing.T, look func(name, line string, n int)) {
	t.Helper()
	for _, name := range files() {
		switch path.Ext(name) {
		case ".csv", ".tsv", ".sum", ".gz", ".png", ".webp", ".ico", ".zip":
			continue
		}
		text := read(name)
		if !utf8.ValidString(text) || strings.Contains(text, "\x00") {
			continue
		}
		n := 0
		for line := range strings.Lines(text) {
			n++
			look(name, line, n)
		}
	}
}

func TestTheLicenceIsTheAGPLsOwnText(t *testing.T) {
	text := read("LICENSE")
	for _, want := range []string{"GNU AFFERO GENERAL PUBLIC LICENSE", "Version 3, 19 November 2007", "13. Remote Network Interaction"} {
		if !strings.Contains(text, want) {
			t.Errorf("LICENSE does not say %q", want)
		}
	}
	if len(text) != 34523 {
		t.Errorf("LICENSE has %d bytes, its official text 34523", len(text))
	}
}

var (
	direct = regexp.MustCompile(`(?m)^\s+([a-z0-9./_-]+\.[A-Za-z0-9./_-]+) v\S+$`)
	tool   = regexp.MustCompile(`(?m)^\t([a-z0-9./_-]+/cmd/[a-z]+)$`)
	npm    = regexp.MustCompile(`(?m)^    "([a-z@/-]+)": "\d`)
)

func TestEveryDependencySaysWhy(t *testing.T) {
	list := read("doc/dependencies.md")
	for file, pattern := range map[string]*regexp.Regexp{"go.mod": direct, "tools/go.mod": tool, "test/browser/package.json": npm} {
		found := pattern.FindAllStringSubmatch(read(file), -1)
		if len(found) == 0 {
			t.Errorf("%s: found no dependencies to ask about", file)
		}
		for _, m := range found {
			if !strings.Contains(list, "| `"+m[1]+"` |") {
				t.Errorf("%s needs %s, and doc/dependencies.md does not say why", file, m[1])
			}
		}
	}
}
