package story

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"alongside/test/postgres"
)

// binary is the program under test.
var binary string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	if binary = os.Getenv("ALONGSIDE_TEST_BINARY"); binary != "" {
		return m.Run()
	}
	folder, err := os.MkdirTemp("", "alongside-story-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	binary = filepath.Join(folder, "alongside")
	if out, err := exec.Command("go", "build", "-o", binary, "alongside/cmd/alongside").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%s%v\n", out, err)
		return 1
	}
	return m.Run()
}

func TestEveryStoryHoldsOnSQLite(t *testing.T) {
	tell(t, func(e *testscript.Env) (string, error) {
		return "--data=" + filepath.Join(e.WorkDir, "data"), nil
	})
}

func TestEveryStoryHoldsOnPostgreSQL(t *testing.T) {
	postgres.Need(t)
	tell(t, func(e *testscript.Env) (string, error) {
		address := postgres.Database(e.T().(testing.TB))
		e.Setenv("DATABASE", address)
		return "--database=" + address, nil
	})
}

func tell(t *testing.T, store func(*testscript.Env) (string, error)) {
	testscript.Run(t, testscript.Params{
		Dir:                 "stories",
		Cmds:                commands(),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			flag, err := store(e)
			if err != nil {
				return err
			}
			e.Values[castKey{}] = &cast{store: flag, servers: map[string]*server{}, people: map[string]*person{}}
			e.Setenv("STORE", flag)
			e.Setenv("BINARY", binary)
			e.Setenv("PATH", filepath.Dir(binary)+string(os.PathListSeparator)+os.Getenv("PATH"))
			return nil
		},
	})
}
