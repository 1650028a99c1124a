// Command templates makes Go of the templates in a folder as `templ generate`
// does, by the same parser and generator, and then makes it small. It leaves out the editor's server, the
// watcher and the proxy of that command: they take longer to compile than most of
// the house.
package main

import (
	"bytes"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/a-h/templ/generator"
	"github.com/a-h/templ/parser/v2"
)

const (
	written = ".templ"
	made    = "_templ.go"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: templates FOLDER")
		os.Exit(2)
	}
	if err := folder(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// folder renews what is made of each template, and removes what no template is left for.
func folder(path string) error {
	templates, err := filepath.Glob(filepath.Join(path, "*"+written))
	if err != nil {
		return err
	}
	for _, name := range templates {
		if err := file(name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	results, err := filepath.Glob(filepath.Join(path, "*"+made))
	if err != nil {
		return err
	}
	for _, name := range results {
		if slices.Contains(templates, strings.TrimSuffix(name, made)+written) {
			continue
		}
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

func file(name string) error {
	parsed, err := parser.Parse(name)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	_, err = generator.Generate(parsed, &out, generator.WithVersion(templ.Version()), generator.WithFileName(filepath.Base(name)))
	if err != nil {
		return err
	}
	laid, err := format.Source(out.Bytes())
	if err != nil {
		return err
	}
	text, err := dense(string(laid))
	if err != nil {
		return err
	}
	laid, err = format.Source([]byte(text))
	if err != nil {
		return err
	}
	return os.WriteFile(strings.TrimSuffix(name, written)+made, laid, 0o644)
}
