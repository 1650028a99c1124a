package story

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// sizeMost is what people may have to download, and what small machines have
// to map. One call of reflect's MethodByName with a name that is not constant
// adds 3 MB at once, because the linker then keeps every exported method.
const sizeMost = 30_000_000 // bytes

var release = regexp.MustCompile(`(?m)^\tgo build (.+) -ldflags '(.+)' -o bin/alongside \./cmd/alongside$`)

func TestTheReleaseIsSmall(t *testing.T) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	flags := release.FindSubmatch(makefile)
	if flags == nil {
		t.Fatal("the Makefile does not say how a release is built")
	}
	path := filepath.Join(t.TempDir(), "alongside")
	args := append([]string{"build", "-o", path, "-ldflags", string(flags[2])}, strings.Fields(string(flags[1]))...)
	build := exec.Command("go", append(args, "alongside/cmd/alongside")...)
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=-buildvcs=false")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > sizeMost {
		t.Errorf("the release has %d bytes, and at most %d are wanted: `go build -ldflags=-dumpdep` tells what holds what", info.Size(), sizeMost)
	}
}
