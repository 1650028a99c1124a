package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// event is one line of go test -json.
type event struct {
	Action, Package, Test, Output, ImportPath string
}

// goTest runs tests, never from the cache: the laws and the stories read more
// than the cache knows of. Vet has a stage of its own.
func (h *house) goTest(ctx context.Context, env []string, args ...string) (tally, error) {
	args = append([]string{"test", "-json", "-count=1", "-vet=off", "-timeout=15m"}, args...)
	cmd := h.command(ctx, env, "go", args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return tally{}, err
	}
	if err := cmd.Start(); err != nil {
		return tally{}, err
	}
	count := newCounter()
	readErr := count.read(stdout)
	err = errors.Join(cmd.Wait(), readErr)
	t, failures := count.sum()
	if err == nil && t.failed == 0 && (t.skipped == 0 || h.maySkip) {
		return t, nil
	}
	if t.skipped > 0 && !h.maySkip {
		failures += "\nno test may be skipped: " + strings.Join(count.skipped, ", ")
	}
	return t, fmt.Errorf("%v\n%s%s", err, failures, stderr.String())
}

// counter counts leaves: a test that has subtests is not counted itself,
// unless it fails while all of them pass.
type counter struct {
	output  map[string]*strings.Builder // by package, a space, test
	build   strings.Builder
	result  map[string]string
	parents map[string]bool
	order   []string
	skipped []string
}

func newCounter() *counter {
	return &counter{output: map[string]*strings.Builder{}, result: map[string]string{}, parents: map[string]bool{}}
}

func (c *counter) read(r io.Reader) error {
	lines := json.NewDecoder(r)
	for {
		var e event
		if err := lines.Decode(&e); err == io.EOF {
			return nil
		} else if err != nil {
			io.Copy(io.Discard, r) // the writer must not block
			return fmt.Errorf("go test -json: %w", err)
		}
		c.take(e)
	}
}

func (c *counter) take(e event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "build-output":
		c.build.WriteString(e.Output)
	case "output":
		if c.output[key] == nil {
			c.output[key] = &strings.Builder{}
		}
		c.output[key].WriteString(e.Output)
	case "run":
		if i := strings.LastIndexByte(e.Test, '/'); i >= 0 {
			c.parents[e.Package+" "+e.Test[:i]] = true
		}
	case "pass", "fail", "skip":
		c.result[key] = e.Action
		c.order = append(c.order, key)
	}
}

// sum counts, and gathers what the failing tests printed.
func (c *counter) sum() (tally, string) {
	var t tally
	var failures strings.Builder
	broken := map[string]bool{} // parents and packages whose failure is explained
	for _, key := range c.order {
		pkg, test, _ := strings.Cut(key, " ")
		switch {
		case c.result[key] == "fail":
			told := broken[key] // by a test within
			for name := test; name != ""; {
				i := strings.LastIndexByte(name, '/')
				name = name[:max(i, 0)]
				broken[pkg+" "+name] = true
			}
			if told {
				continue
			}
			t.failed++
			fmt.Fprintf(&failures, "--- %s\n", key)
			if out := c.output[key]; out != nil {
				failures.WriteString(out.String())
			}
		case test == "" || c.parents[key]:
		case c.result[key] == "skip":
			t.skipped++
			c.skipped = append(c.skipped, key)
		default:
			t.passed++
		}
	}
	return t, c.build.String() + failures.String()
}
