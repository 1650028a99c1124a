package main

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	fuzzTime  = 5 * time.Second
	fuzzLimit = 90 * time.Second // with building and minimising
)

// target is one fuzz function.
type target struct{ folder, name string }

// atOnce is how many targets run at a time, each with one worker.
const atOnce = 2

// fuzz runs every fuzz function of the house for a moment. One that reaches
// net/http is refused: such a target may never end.
func (h *house) fuzz(ctx context.Context) (tally, error) {
	targets, err := fuzzTargets("internal")
	if err != nil {
		return tally{}, err
	}
	errs := make([]error, len(targets))
	var running sync.WaitGroup
	room := make(chan struct{}, atOnce)
	for i, f := range targets {
		room <- struct{}{}
		running.Go(func() {
			errs[i] = h.fuzzOne(ctx, f)
			<-room
		})
	}
	running.Wait()
	var t tally
	var failures error
	for i, err := range errs {
		if err != nil {
			t.failed++
			failures = errors.Join(failures, fmt.Errorf("--- %s in %s\n%w", targets[i].name, targets[i].folder, err))
		} else {
			t.passed++
		}
	}
	return t, failures
}

func (h *house) fuzzOne(ctx context.Context, f target) error {
	ctx, cancel := context.WithTimeout(ctx, fuzzLimit)
	defer cancel()
	reach, err := h.output(ctx, "go", "list", "-test", "-deps", f.folder)
	if err != nil {
		return err
	}
	if slices.Contains(strings.Fields(reach), "net/http") {
		return errors.New("this package imports net/http: fuzz the leaf that does the reading instead")
	}
	for tries := 1; ; tries++ {
		err := h.must(ctx, "go", "test", "-vet=off", "-run=^$", "-fuzz=^"+f.name+"$", "-parallel=1",
			"-fuzztime="+fuzzTime.String(), "-fuzzminimizetime="+fuzzTime.String(), f.folder)
		if err == nil || tries == 3 || !ranOut(err) {
			return err
		}
	}
}

// ranOut reports whether Go's own fuzzer mistook the end of its time for a
// failure: a race of go1.26 (golang.org/issue/75804), mended in go1.27. A
// target must still pass once, and one that found an input says so.
func ranOut(err error) bool {
	return strings.Contains(err.Error(), "s)\n    context deadline exceeded\nFAIL\n")
}

func fuzzTargets(root string) ([]target, error) {
	var found []target
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && strings.HasPrefix(fn.Name.Name, "Fuzz") {
				found = append(found, target{"./" + filepath.ToSlash(filepath.Dir(path)), fn.Name.Name})
			}
		}
		return nil
	})
	return found, err
}
