//go:build ignore

// Apart keeps the constructors of pages out of their callers. What templ makes
// of a template is a small function around a large one, so the compiler would
// copy the whole page into every place that names it: more than 1 MB in all.
package main

import (
	"bytes"
	"go/format"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"slices"
)

var (
	page = regexp.MustCompile(`(?m)^(//go:noinline\n)?(func [A-Z].*templ\.Component \{)$`)
	part = regexp.MustCompile(`(?m)^(//go:noinline\n)?(func .*templ\.Component \{)$`)
)

// quick are the templates that the board and its calls are drawn with. Their
// parts stay in their callers, where they cost fewer allocations.
var quick = []string{"board_templ.go", "call_templ.go", "calls_templ.go", "frame_templ.go", "icon_templ.go", "ring_templ.go"}

func main() {
	files, err := filepath.Glob("*_templ.go")
	if err != nil || len(files) == 0 {
		log.Fatal("no pages are here: ", err)
	}
	for _, name := range files {
		if err := keepApart(name); err != nil {
			log.Fatal(err)
		}
	}
}

func keepApart(name string) error {
	had, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	constructor := part
	if slices.Contains(quick, name) {
		constructor = page
	}
	text, err := format.Source(constructor.ReplaceAll(had, []byte("//go:noinline\n$2")))
	if err != nil || bytes.Equal(text, had) {
		return err
	}
	return os.WriteFile(name, text, 0o644)
}
