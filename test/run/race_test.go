package main

import (
	"bytes"
	"os"
	"os/exec"
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

func TestNothingThatIsLeftOutOfTheDetectorUsesASyncMap(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{$d := .Dir}}{{$p := .ImportPath}}{{range .GoFiles}}{{$p}} {{$d}}/{{.}}\n{{end}}", "alongside/internal/...", "github.com/anishathalye/porcupine").Output()
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		pkg, path, _ := strings.Cut(strings.TrimSpace(line), " ")
		for _, flag := range bare {
			pattern := strings.TrimSuffix(strings.TrimPrefix(flag, "-gcflags="), "=-race=false")
			folder, whole := strings.CutSuffix(pattern, "/...")
			if pkg != folder && !(whole && strings.HasPrefix(pkg, folder+"/")) {
				continue
			}
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if read[pattern] = true; bytes.Contains(b, []byte("sync.Map")) || bytes.Contains(b, []byte("HashTrieMap")) {
				t.Errorf("%s uses one", path)
			}
		}
	}
	if len(read) != len(bare) {
		t.Errorf("packages of %d patterns were found, of %d", len(read), len(bare))
	}
}
