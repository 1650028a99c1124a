package view

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"alongside/internal/locale"
)

var shots = flag.String("shots", "", "write every page in every language into this folder, to look at")

type pageMaker func(l *locale.Language, all []*locale.Language) Piece

// everyPage is each page of the house with something on it.
func everyPage() map[string]pageMaker {
	pages := map[string]pageMaker{
		"board": func(l *locale.Language, all []*locale.Language) Piece { return Board(boardPage(l, all, 7)) },
		"call":  func(l *locale.Language, all []*locale.Language) Piece { return Call(callPage(l, all)) },
		"ask": func(l *locale.Language, all []*locale.Language) Piece {
			return AskWhat(askWhat(l, all, false))
		},
		"ask-bad": func(l *locale.Language, all []*locale.Language) Piece {
			return AskWhat(askWhat(l, all, true))
		},
		"where":    func(l *locale.Language, all []*locale.Language) Piece { return AskWhere(askWhere(l, all)) },
		"askreach": func(l *locale.Language, all []*locale.Language) Piece { return AskReach(askReach(l, all)) },
		"check":    func(l *locale.Language, all []*locale.Language) Piece { return AskCheck(askCheck(l, all)) },
		"confirm":  func(l *locale.Language, all []*locale.Language) Piece { return Confirm(confirmPage(l, all)) },
		"mine":     func(l *locale.Language, all []*locale.Language) Piece { return Mine(minePage(l, all)) },
		"reach":    func(l *locale.Language, all []*locale.Language) Piece { return Reach(reachPage(l, all)) },
	}
	maps.Copy(pages, morePages())
	return pages
}

func TestEveryPageCanBeWrittenDownToLookAt(t *testing.T) {
	dir := *shots
	if dir == "" {
		dir = t.TempDir()
	}
	all := languages(t)
	for name, page := range everyPage() {
		for _, l := range all {
			if err := os.WriteFile(filepath.Join(dir, name+"."+l.Tag()+".html"), written(t, page(l, all)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if *shots == "" {
		return
	}
	_, files := assets()
	if err := os.MkdirAll(filepath.Join(dir, "a"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, f := range files {
		if err := os.WriteFile(filepath.Join(dir, "a", name), f.Plain, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
