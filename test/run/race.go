package main

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// race runs the tests of the packages where things happen at the same time
// once more, under the race detector. Their passes are not counted twice. It
// needs a C compiler, the only thing here that does.
func (h *house) race(ctx context.Context) (tally, error) {
	if _, err := exec.LookPath("gcc"); err != nil {
		return tally{}, nil
	}
	packages, err := concurrent("internal")
	if err != nil || len(packages) == 0 {
		return tally{}, err
	}
	t, err := h.goTest(ctx, []string{"CGO_ENABLED=1"}, slices.Concat([]string{"-race", "-skip=" + oneByOne}, bare, packages)...)
	if err != nil && t.failed == 0 {
		err = errors.Join(err, errors.New("under the race detector"))
	}
	return tally{failed: t.failed}, err
}

// bare leaves the detector out of what only reckons: SQLite, which is C made
// into Go and used by one goroutine a connection, cryptography, and the reader
// of migrations. With it they take many times as long as all the rest.
var bare = []string{
	"-gcflags=modernc.org/...=-race=false",
	"-gcflags=crypto/...=-race=false",
	"-gcflags=github.com/pressly/goose/v3/internal/sqlparser=-race=false",
}

// oneByOne are tests that send thousands of requests one after another, over
// every route: nothing happens at once in them that others do not do as well,
// and with the detector they alone take minutes.
const oneByOne = "^(TestARequestThatNoPageOfOursMakesIsRefusedInWordsAndChangesNothing|TestEveryRouteAnswersEveryRoleAsTheMatrixSays|TestTheSameFormSentTwiceActsOnce)$"

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
		if folder := "./" + filepath.ToSlash(filepath.Dir(path)); happensAtOnce(file) && !slices.Contains(found, folder) {
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
