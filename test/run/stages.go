package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"alongside/test/postgres"
)

// house is what one run of the check holds.
type house struct {
	env      []string // added to every command
	maySkip  bool     // what needs PostgreSQL
	detector bool     // of races; where there is a C compiler
	folder   string   // the binary and what is written beside it
	server   *postgres.Server
}

func (h *house) close() {
	if h.server != nil {
		h.server.Stop()
	}
	if h.folder != "" {
		os.RemoveAll(h.folder)
	}
}

func (h *house) install(ctx context.Context) (tally, error) {
	return tally{}, h.must(ctx, "tools/install")
}

func (h *house) format(ctx context.Context) (tally, error) {
	out, err := h.output(ctx, "gofmt", "-l", "cmd", "internal", "test", "tools")
	if err == nil && len(out) > 0 {
		err = fmt.Errorf("these are not laid out as gofmt does (make fmt):\n%s", out)
	}
	return tally{}, err
}

// generated tests what makes the pages, which is a module of its own, renews
// the generated files and looks whether any of them changed.
func (h *house) generated(ctx context.Context) (tally, error) {
	if err := h.must(ctx, "go", "-C", "tools", "test", "./..."); err != nil {
		return tally{}, err
	}
	before, err := sums("internal")
	if err != nil {
		return tally{}, err
	}
	if err := h.must(ctx, "make", "generate"); err != nil {
		return tally{}, err
	}
	after, err := sums("internal")
	if err != nil {
		return tally{}, err
	}
	var stale []string
	for path, sum := range after {
		if before[path] != sum {
			stale = append(stale, path)
		}
	}
	for path := range before {
		if _, there := after[path]; !there {
			stale = append(stale, path)
		}
	}
	if len(stale) > 0 {
		slices.Sort(stale)
		return tally{}, fmt.Errorf("these were stale and have been renewed; commit them:\n%s", strings.Join(stale, "\n"))
	}
	return tally{}, nil
}

func sums(root string) (map[string][32]byte, error) {
	found := map[string][32]byte{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		found[path] = sha256.Sum256(b)
		return err
	})
	return found, err
}

// build makes the binary that stories and journeys use.
func (h *house) build(ctx context.Context) (tally, error) {
	folder, err := os.MkdirTemp("", "alongside-test-")
	if err != nil {
		return tally{}, err
	}
	h.folder = folder
	if err := os.Chmod(folder, 0o755); err != nil {
		return tally{}, err
	}
	binary := filepath.Join(folder, "alongside")
	h.env = append(h.env, "ALONGSIDE_TEST_BINARY="+binary)
	return tally{}, h.must(ctx, "go", "build", "-o", binary, "./cmd/alongside")
}

func (h *house) vet(ctx context.Context) (tally, error) {
	return tally{}, h.must(ctx, "go", "vet", "./...")
}

func (h *house) staticcheck(ctx context.Context) (tally, error) {
	return tally{}, h.must(ctx, "go", "tool", "-modfile=tools/go.mod", "staticcheck", "./...")
}

func (h *house) postgres(context.Context) (tally, error) {
	server, err := postgres.Start(postgres.Fast)
	if err != nil {
		return tally{}, err
	}
	h.server = server
	h.env = append(h.env, postgres.Variable+"="+server.URL("postgres"))
	return tally{}, nil
}

// units runs the tests that no other stage does.
func (h *house) units(ctx context.Context) (tally, error) {
	packages, err := h.packages(ctx)
	if err != nil {
		return tally{}, err
	}
	raced, err := h.raced()
	if err != nil {
		return tally{}, err
	}
	packages = slices.DeleteFunc(packages, func(p string) bool { return p == stories || p == calendars || slices.Contains(raced, p) })
	t, err := h.goTest(ctx, nil, packages...)
	if slices.Contains(raced, oneByOneIn) {
		more, failed := h.goTest(ctx, nil, "-run="+oneByOne, oneByOneIn)
		t.add(more)
		err = errors.Join(err, failed)
	}
	return t, err
}

const (
	stories   = "alongside/test/story"
	calendars = "alongside/test/calendar"
)

func (h *house) stories(ctx context.Context) (tally, error) {
	return h.goTest(ctx, nil, stories)
}

func (h *house) calendars(ctx context.Context) (tally, error) {
	return h.goTest(ctx, nil, calendars)
}

func (h *house) packages(ctx context.Context) ([]string, error) {
	out, err := h.output(ctx, "go", "list", "./...")
	if err != nil {
		return nil, err
	}
	packages := strings.Fields(out)
	if len(packages) == 0 {
		return nil, errors.New("go list found no packages")
	}
	return packages, nil
}
