package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/store"
	"alongside/internal/when"
)

// The tests' own binary is the program, when it is asked to be: so that one
// can be killed.
func TestMain(m *testing.M) {
	if os.Getenv("BE_ALONGSIDE") != "" {
		os.Exit(Main(os.Args[1:], World{Out: os.Stdout, Err: os.Stderr}))
	}
	os.Exit(m.Run())
}

// boardWithGroup is a folder with a board in it, on which Eastfield lives.
func boardWithGroup(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	d, err := db.Open(context.Background(), db.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	desk := &group.Desk{Store: store.New(d).Groups(), Clock: when.System{}, Seed: make([]byte, 32)}
	_, _, err = desk.Found(context.Background(), 7, group.Draft{Card: group.Card{Name: "Eastfield", About: "We share.", Language: "en"},
		Agreements: "We share.", FaceName: "Ana"})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func sheetOf(t *testing.T, rows int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "needs.csv")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush()
	fmt.Fprintln(w, "id,name,phone,message,neighborhood")
	for i := range rows {
		fmt.Fprintf(w, "%d,Person %d,+1 555 %07d,We need bread and milk for %d,Eastfield\n", i, i, i, i)
	}
	return path
}

// numbers is what an import answered with.
type numbers struct {
	ID      string
	Changed bool
	Read    int
	Created int
	Updated int
	Twins   int
	ToSort  int              `json:"to_sort"`
	LeftOut int              `json:"left_out"`
	Out     []map[string]any `json:"left_out_rows"`
}

func answer(t *testing.T, out, err string, code int) (n numbers) {
	t.Helper()
	if code != 0 {
		t.Fatalf("exit code %d: %s%s", code, out, err)
	}
	if err := json.Unmarshal([]byte(out), &n); err != nil {
		t.Fatalf("%v in %q", err, out)
	}
	return n
}

func TestARehearsalTellsAndChangesNothing(t *testing.T) {
	dir := boardWithGroup(t)
	path := filepath.Join(t.TempDir(), "needs.csv")
	if err := os.WriteFile(path, []byte("name,message,gender\nSol,Bread please,f\nMin,,m\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"import", path, "--data", dir, "--group", "eastfield", "--as", "asks", "--json"}
	out, told, code := run(t, nil, append(args, "--dry-run")...)
	n := answer(t, out, told, code)
	if n.Changed || n.Read != 2 || n.Created != 1 || n.LeftOut != 1 || len(n.Out) != 1 {
		t.Errorf("the rehearsal answers %+v", n)
	}
	if o := n.Out[0]; o["row"] != 3.0 || o["reason"] != "no_words" || o["text"] == "" {
		t.Errorf("the row that is left out: %v", o)
	}
	out, told, code = run(t, nil, args...)
	n = answer(t, out, told, code)
	if !n.Changed || n.Created != 1 || n.Twins != 0 {
		t.Errorf("after the rehearsal: %+v", n)
	}
	out, told, code = run(t, nil, "import", "--data", dir, "--undo", n.ID)
	if code != 0 || !strings.Contains(out, "taken back") {
		t.Errorf("undoing answers %d: %s%s", code, out, told)
	}
	out, told, code = run(t, nil, args...)
	if n = answer(t, out, told, code); n.Created != 1 {
		t.Errorf("after undoing: %+v", n)
	}
}

func TestEveryMistakeOfAnImportIsToldAtOnce(t *testing.T) {
	dir := boardWithGroup(t)
	_, told, code := run(t, nil, "import", "--data", dir, "--as", "wishes")
	for _, want := range []string{"--as wants", "--group wants", "FILE"} {
		if code != usage || !strings.Contains(told, want) {
			t.Errorf("exit code %d, and not told: %s in %q", code, want, told)
		}
	}
	_, told, code = run(t, nil, "import", sheetOf(t, 1), "--data", dir, "--as", "asks", "--group", "nowhere")
	if code != wrong || !strings.Contains(told, "No group of this name") {
		t.Errorf("a group that is not there: %d %s", code, told)
	}
	_, told, code = run(t, nil, "import", sheetOf(t, 1), "--data", dir, "--as", "asks", "--group", "eastfield", "--map", "title=Nothing", "--map", "colour=id")
	if code != wrong || !strings.Contains(told, "no column Nothing") || !strings.Contains(told, "no field called colour") {
		t.Errorf("two wrong pairs: %d %s", code, told)
	}
}

func TestAnExportIsTheSheetAgain(t *testing.T) {
	dir := boardWithGroup(t)
	out, told, code := run(t, nil, "import", sheetOf(t, 300), "--data", dir, "--group", "eastfield", "--as", "asks", "--json")
	if n := answer(t, out, told, code); n.Created != 300 {
		t.Fatalf("%+v", n)
	}
	path := filepath.Join(t.TempDir(), "out.csv")
	out, told, code = run(t, nil, "export", path, "--data", dir, "--group", "/g/eastfield", "--as", "asks", "--json")
	if code != 0 || !strings.Contains(out, `"rows":300`) {
		t.Fatalf("exit code %d: %s%s", code, out, told)
	}
	out, told, code = run(t, nil, "import", path, "--data", dir, "--group", "eastfield", "--as", "asks", "--json")
	if n := answer(t, out, told, code); n.Created+n.Updated+n.LeftOut != 0 || n.Twins != 300 {
		t.Errorf("the export brought back: %+v", n)
	}
	if _, _, code = run(t, nil, "export", path, "--data", dir, "--group", "eastfield", "--as", "asks"); code != wrong {
		t.Error("an export wrote over a file")
	}
}

func TestAnImportThatIsKilledLeavesNothingHalfDone(t *testing.T) {
	dir, path := boardWithGroup(t), sheetOf(t, 30_000)
	seen := func(query string) (n int) {
		d, err := db.Open(context.Background(), db.Config{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if err := d.View(context.Background(), func(tx *db.Tx) error { return tx.Row(query, nil, &n) }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	child := exec.Command(os.Args[0], "import", path, "--data", dir, "--group", "eastfield", "--as", "asks")
	child.Env = append(os.Environ(), "BE_ALONGSIDE=1")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	staged := 0
	for range 600 {
		time.Sleep(20 * time.Millisecond)
		if staged = seen("SELECT count(*) FROM call"); staged > 500 {
			break
		}
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	child.Wait()
	if staged <= 500 {
		t.Fatal("it was not killed in the middle")
	}
	if n := seen("SELECT count(*) FROM call WHERE state <> 'staged'"); n > 0 {
		t.Errorf("%d calls are seen", n)
	}
	short := sheetOf(t, 40)
	out, told, code := run(t, nil, "import", short, "--data", dir, "--group", "eastfield", "--as", "asks", "--json")
	if n := answer(t, out, told, code); n.Created != 40 || n.Twins != 0 {
		t.Errorf("after it: %+v", n)
	}
	if n := seen("SELECT count(*) FROM call"); n != 40 {
		t.Errorf("%d calls stand", n)
	}
	for _, table := range []string{"part", "detail", "line"} {
		if n := seen("SELECT count(*) FROM " + table); n != 40 {
			t.Errorf("%d rows of %s stand", n, table)
		}
	}
	if n := seen("SELECT count(*) FROM posting WHERE call NOT IN (SELECT id FROM call)"); n > 0 {
		t.Errorf("%d words point at nothing", n)
	}
}
