package law

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// never is an import that only some rooms may have.
type never struct {
	path string   // of the package, and of everything below it
	only []string // the rooms that may
}

var nevers = []never{
	{"database/sql", []string{"internal/db", "internal/store"}},
	{"github.com/lib/pq", []string{"internal/db", "internal/store"}},
	{"modernc.org/sqlite", []string{"internal/db", "internal/store"}},
	{"github.com/a-h/templ", nil}, // tools/templates makes pages that need nothing of it
	{"html/template", nil},
	{"text/template", nil},
	{"filippo.io/age", []string{"internal/seal"}},
	{"github.com/wneessen/go-mail", []string{"internal/notice", "internal/outward"}},
	{"github.com/SherClockHolmes/webpush-go", []string{"internal/notice", "internal/outward"}},
	{"github.com/spf13/pflag", []string{"internal/cli"}},
	{"github.com/teambition/rrule-go", []string{"internal/recur"}}, // which bounds it
	{"log", nil},
	{"log/slog", []string{"internal/cli", "internal/app", "internal/web", "internal/fed"}},
	{"net/http", []string{"internal/cli", "internal/app", "internal/web", "internal/fed", "internal/outward",
		"internal/view", "internal/account", "internal/notice"}},
	{"math/rand", []string{"internal/db"}}, // how long to wait before trying again
	{"unsafe", nil},
	{"testing", nil},
}

func TestOnlyTheRoomsThatMayImportWhatIsDangerous(t *testing.T) {
	for _, s := range house() {
		if kitRoom(t, s) {
			continue
		}
		for _, i := range s.imports() {
			for _, n := range nevers {
				within := i == n.path || strings.HasPrefix(i, n.path+"/") && n.path != "log" && n.path != "testing"
				if within && !slices.Contains(n.only, s.room()) {
					breaks(t, s, nil, "imports %s, which belongs to %s", i, orNobody(n.only))
				}
			}
		}
	}
}

func orNobody(rooms []string) string {
	if len(rooms) == 0 {
		return "nobody"
	}
	return strings.Join(rooms, ", ")
}

func kitRoom(t *testing.T, s source) bool {
	e, ok := rowFor(plan(t), strings.TrimSuffix(s.path, "/"+lastPart(s.path)))
	return ok && e.floor == kit
}

func lastPart(p string) string { return p[strings.LastIndexByte(p, '/')+1:] }

func TestFeaturesKnowNoDoorAndNoOtherFeature(t *testing.T) {
	rooms := features(t)
	outside := []string{"net/http", "database/sql", "html/template", "github.com/a-h/templ", "log/slog", "log"}
	for _, s := range house() {
		if !slices.Contains(rooms, s.room()) {
			continue
		}
		for _, i := range s.imports() {
			if slices.Contains(outside, i) {
				breaks(t, s, nil, "a feature imports %s", i)
			}
			if r := strings.TrimPrefix(i, "alongside/"); slices.Contains(rooms, roomOf(r)) && roomOf(r) != s.room() {
				breaks(t, s, nil, "a feature imports another, %s: let the page or a job bring them together", i)
			}
		}
	}
}

func TestTheDoorForPeopleNeverReachesIntoMemory(t *testing.T) {
	for _, s := range house() {
		if s.room() != "internal/web" && s.room() != "internal/fed" {
			continue
		}
		for _, i := range s.imports() {
			if r := roomOf(strings.TrimPrefix(i, "alongside/")); r == "internal/store" || r == "internal/db" {
				breaks(t, s, nil, "a door imports %s", i)
			}
		}
	}
}

// calls reports every pkg.name that the rooms outside only use.
func calls(t *testing.T, importPath string, names, only []string, why string) {
	t.Helper()
	for _, s := range house() {
		pkg := nameOf(s, importPath)
		if pkg == "" || slices.Contains(only, s.room()) || kitRoom(t, s) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := sel.X.(*ast.Ident)
			if ok && x.Name == pkg && slices.Contains(names, sel.Sel.Name) {
				breaks(t, s, n, "%s.%s: %s", pkg, sel.Sel.Name, why)
			}
			return true
		})
	}
}

// nameOf is the name under which the file knows a package, if it does.
func nameOf(s source, importPath string) string {
	for _, i := range s.file.Imports {
		if strings.Trim(i.Path.Value, `"`) != importPath {
			continue
		}
		if i.Name != nil {
			return i.Name.Name
		}
		return lastPart(importPath)
	}
	return ""
}

func TestNothingReadsTheMachinesClockButWhen(t *testing.T) {
	calls(t, "time", []string{"Now", "Since", "Until"}, []string{"internal/when"}, "ask the clock that was handed in")
}

func TestOnlyOutwardBuildsAnHTTPClient(t *testing.T) {
	calls(t, "net/http", []string{"Client", "Transport", "DefaultClient", "DefaultTransport", "Get", "Head", "Post", "PostForm"},
		[]string{"internal/outward"}, "only outward builds a client")
}

func TestNothingPrintsPastItsCaller(t *testing.T) {
	calls(t, "fmt", []string{"Print", "Println", "Printf"}, nil, "write to the stream that was handed in")
	calls(t, "os", []string{"Exit", "Stdout", "Stderr"}, []string{"cmd/alongside"}, "only cmd touches the program's own streams")
}
