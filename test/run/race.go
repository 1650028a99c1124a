package main

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

// race runs the tests of the packages where things happen at the same time,
// under the race detector. It needs a C compiler, the only thing here that does:
// without one, they run among the others.
func (h *house) race(ctx context.Context) (tally, error) {
	packages, err := h.raced()
	if err != nil || len(packages) == 0 {
		return tally{}, err
	}
	t, err := h.goTest(ctx, []string{"CGO_ENABLED=1"}, slices.Concat([]string{"-race", "-skip=" + oneByOne}, bare, packages)...)
	if err != nil && t.failed == 0 {
		err = errors.Join(err, errors.New("under the race detector"))
	}
	return t, err
}

// raced are the packages whose tests race runs.
func (h *house) raced() ([]string, error) {
	if !h.detector {
		return nil, nil
	}
	return concurrent("internal")
}

// bare leaves the detector out of what only reckons: SQLite, which is C made
// into Go and used by one goroutine a connection, cryptography, packing, the
// reader of migrations, and what looks for one order of things. With it they
// take up to ninety times as long. Nothing that uses a sync.Map may be among
// them: the linker would take their copy of its methods for everybody, and
// what a map hands on would look like a race.
var bare = []string{
	"-gcflags=modernc.org/...=-race=false",
	"-gcflags=crypto/internal/fips140/...=-race=false",
	"-gcflags=compress/flate=-race=false",
	"-gcflags=github.com/anishathalye/porcupine=-race=false",
	"-gcflags=github.com/pressly/goose/v3/internal/sqlparser=-race=false",
}

// oneByOne are tests of the one package oneByOneIn that send thousands of requests one after another, over
// every route: nothing happens at once in them that others do not do as well,
// and with the detector they alone take minutes. They run without it.
const oneByOne = "^(TestARequestThatNoPageOfOursMakesIsRefusedInWordsAndChangesNothing|TestEveryRouteAnswersEveryRoleAsTheMatrixSays|TestTheSameFormSentTwiceActsOnce)$"

const oneByOneIn = "alongside/internal/web"

// concurrent lists the packages that start goroutines or guard something from
// them, tests included.
func concurrent(root string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		// The laws read files, one after another.
		if strings.HasPrefix(filepath.ToSlash(path), "internal/law/") {
			return nil
		}
		if folder := "alongside/" + filepath.ToSlash(filepath.Dir(path)); happensAtOnce(file) && !slices.Contains(found, folder) {
			found = append(found, folder)
		}
		return nil
	})
	return found, err
}

func happensAtOnce(file *ast.File) bool {
	for _, i := range file.Imports {
		if i.Path.Value == `"sync"` || i.Path.Value == `"sync/atomic"` {
			return true
		}
	}
	starts := false
	ast.Inspect(file, func(n ast.Node) bool {
		_, isGo := n.(*ast.GoStmt)
		starts = starts || isGo
		return !starts
	})
	return starts
}
