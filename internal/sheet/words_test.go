package sheet_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"alongside/internal/locale"
)

func TestEverySentenceOfTheSheetStandsInFourLanguages(t *testing.T) {
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	key := regexp.MustCompile(`"(sheet\.[a-z_]*[a-z])"`)
	operation := regexp.MustCompile(`(fault\.(New|Wrap)\(|op = |Op: |Err\()"sheet\.[a-z_]+"`)
	found := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range key.FindAllStringSubmatch(operation.ReplaceAllString(string(b), ""), -1) {
			found++
			for _, l := range c.Languages() {
				if s := l.T(m[1]); strings.Contains(s, "⟦"+m[1]) {
					t.Errorf("%s: %s is missing", l.Tag(), m[1])
				}
			}
		}
	}
	if found < 80 {
		t.Errorf("only %d keys found in the source", found)
	}
}
