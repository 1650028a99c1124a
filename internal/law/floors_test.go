package law

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// kit is the floor of rooms that serve tests alone: they may import anything,
// and no other room may import them.
const kit = 1000

// entry is one row of the map.
type entry struct {
	room  string
	floor int
	come  bool // still to come
}

var row = regexp.MustCompile("(?m)^\\| (\\d+|kit) \\| `([a-z0-9/]+)` \\| (.+) \\|$")

// plan reads the table of floors in ARCHITECTURE.md.
func plan(t *testing.T) map[string]entry {
	t.Helper()
	found := map[string]entry{}
	for _, m := range row.FindAllStringSubmatch(read("ARCHITECTURE.md"), -1) {
		floor := kit
		if m[1] != "kit" {
			floor, _ = strconv.Atoi(m[1])
		}
		if _, twice := found[m[2]]; twice {
			t.Errorf("ARCHITECTURE.md: %s has two rows", m[2])
		}
		found[m[2]] = entry{m[2], floor, strings.Contains(m[3], "(to come)")}
	}
	if len(found) < 10 {
		t.Fatalf("ARCHITECTURE.md: found only %d rows in the table of floors", len(found))
	}
	return found
}

// rowFor is the row of the folder, or of the nearest one above it.
func rowFor(rows map[string]entry, folder string) (entry, bool) {
	for f := folder; f != "."; f = filepath.ToSlash(filepath.Dir(f)) {
		if e, ok := rows[f]; ok {
			return e, true
		}
	}
	return entry{}, false
}

func TestTheMapAndTheFoldersAgree(t *testing.T) {
	rows := plan(t)
	for _, above := range []string{"internal", "cmd"} {
		folders, err := os.ReadDir(filepath.Join(root(), above))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range folders {
			if _, ok := rows[above+"/"+f.Name()]; f.IsDir() && !ok {
				t.Errorf("%s/%s has no row in the map: add one to ARCHITECTURE.md", above, f.Name())
			}
		}
	}
	for name, e := range rows {
		_, err := os.Stat(filepath.Join(root(), filepath.FromSlash(name)))
		switch there := err == nil; {
		case !there && !e.come:
			t.Errorf("%s is on the map and not in the house", name)
		case there && e.come:
			t.Errorf("%s stands: take \"(to come)\" from its row in ARCHITECTURE.md", name)
		}
	}
}

func TestARoomImportsOnlyLowerFloors(t *testing.T) {
	rows := plan(t)
	for _, s := range house() {
		from, ok := rowFor(rows, filepath.ToSlash(filepath.Dir(s.path)))
		if !ok || from.floor == kit {
			continue
		}
		for _, i := range s.imports() {
			folder, ours := strings.CutPrefix(i, "alongside/")
			if !ours {
				continue
			}
			to, ok := rowFor(rows, folder)
			if !ok {
				breaks(t, s, nil, "imports %s, which is not on the map", i)
			} else if to.room != from.room && to.floor >= from.floor {
				breaks(t, s, nil, "%s (floor %d) imports %s (floor %s)", from.room, from.floor, to.room, floorName(to.floor))
			}
		}
	}
}

func floorName(n int) string {
	if n == kit {
		return "kit"
	}
	return strconv.Itoa(n)
}

// features are the rooms on the floor right above the spine.
func features(t *testing.T) []string {
	var found []string
	rows := plan(t)
	for _, e := range rows {
		if e.floor == rows["internal/call"].floor+1 {
			found = append(found, e.room)
		}
	}
	slices.Sort(found)
	return found
}
