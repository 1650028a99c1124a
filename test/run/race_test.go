package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhatTheDetectorLeavesOutIsThereAndStartsNothing(t *testing.T) {
	files, err := filepath.Glob("../../internal/*/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(b)
	}
	for name := range strings.SplitSeq(strings.Trim(oneByOne, "^()$"), "|") {
		_, after, found := strings.Cut(all.String(), "func "+name+"(")
		body, _, _ := strings.Cut(after, "\n}\n")
		if !found || strings.Contains(body, "go func") || strings.Contains(body, "sync.") {
			t.Errorf("%s is not there, or does things at the same time", name)
		}
	}
}
