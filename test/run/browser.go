package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// browser runs the journeys, three files at a time: each has a server and a
// browser of its own and waits now and then, and three keep two cores full.
func (h *house) browser(ctx context.Context) (tally, error) {
	files, err := filepath.Glob("test/browser/*.test.mjs")
	if err != nil || len(files) == 0 {
		return tally{}, errors.New("no browser journeys found")
	}
	args := append([]string{"--test", "--test-concurrency=3", "--test-timeout=900000",
		"--test-reporter=./test/browser/lib/report.mjs"}, files...)
	out, err := h.output(ctx, "node", args...)
	t, failures := readJourneys(out)
	switch {
	case err != nil:
		return t, fmt.Errorf("%s\n%w", failures, err)
	case t.skipped > 0:
		return t, errors.New("no journey may be skipped")
	case t.passed == 0:
		return t, errors.New("no journey ran")
	}
	return t, nil
}

func readJourneys(out string) (tally, string) {
	var t tally
	var failures strings.Builder
	for line := range strings.Lines(out) {
		var e struct{ Journey, Result, Error string }
		if json.Unmarshal([]byte(line), &e) != nil {
			continue // something that a test printed
		}
		switch e.Result {
		case "pass":
			t.passed++
		case "skip":
			t.skipped++
		case "fail":
			t.failed++
			fmt.Fprintf(&failures, "--- %s\n%s\n", e.Journey, e.Error)
		}
	}
	return t, failures.String()
}
