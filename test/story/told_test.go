package story

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// testscript's own words are taken before ours: a word of ours that it has too
// would do something else, and no story would say so.
func TestEveryWordOfAStoryIsOurs(t *testing.T) {
	for name := range commands() {
		file := filepath.Join(t.TempDir(), name+".txtar")
		if err := os.WriteFile(file, []byte(name+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		heard := false
		testscript.RunT(alone{t}, testscript.Params{Files: []string{file}, Cmds: map[string]func(*testscript.TestScript, bool, []string){
			name: func(*testscript.TestScript, bool, []string) { heard = true }}})
		if !heard {
			t.Errorf("testscript has a word %q of its own: ours is never heard", name)
		}
	}
}

// alone runs one script at once, and lets it fail.
type alone struct{ *testing.T }

func (a alone) Parallel()     {}
func (a alone) Log(...any)    {}
func (a alone) Verbose() bool { return false }
func (a alone) Fatal(...any)  { panic(a) }
func (a alone) FailNow()      { panic(a) }
func (a alone) Skip(...any)   { panic(a) }
func (a alone) Run(_ string, f func(testscript.T)) {
	defer func() {
		if p := recover(); p != nil && p != any(a) {
			panic(p)
		}
	}()
	f(a)
}

// What comes after one of testscript's words stop and skip is not told, and the
// story holds all the same.
var breaksOff = regexp.MustCompile(`(?m)^(\[[^\]]*\]\s*)*(stop|skip)\b.*$`)

func TestEveryStoryIsToldToItsEnd(t *testing.T) {
	all, err := filepath.Glob("stories/*.txtar")
	if err != nil || len(all) < 20 {
		t.Fatalf("%d stories: %v", len(all), err)
	}
	for _, file := range all {
		story, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range breaksOff.FindAllString(string(story), -1) {
			t.Errorf("%s breaks off at %q; a server ends with the word end", file, line)
		}
	}
}
