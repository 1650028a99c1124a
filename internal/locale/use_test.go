package locale_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// builtKeys begin the keys that code puts together as it runs. Every other key
// is a string literal where it is used, so that this test can read it.
var builtKeys = []string{
	"fault.", // + fault.Kind, by fault.SayOf
}

// awaited are keys whose room is still being built. Empty it, then keep it so.
var awaited = []string{
	"sheet.count_",
	"account.phone", "account.computer", "account.some_device", "account.printed_code", "account.six_words",
	"account.passkey", "account.left",
}

func TestEveryKeyInTheCodeIsInTheWords(t *testing.T) {
	en := speak(t, "en")
	for _, u := range usesInCode(t) {
		if u.asked && !u.built && !en.Has(u.key) {
			t.Errorf("%s asks for %s, which no words file has", u.at, u.key)
		}
		if u.built && !hasPrefix(builtKeys, u.key) {
			t.Errorf("%s builds a key from %q; write it out, or add its beginning to builtKeys", u.at, u.key)
		}
	}
}

func TestEveryKeyInTheWordsIsSaidSomewhere(t *testing.T) {
	said := map[string]bool{}
	for _, u := range usesInCode(t) {
		said[u.key] = true
	}
	for _, key := range speak(t, "en").Keys() {
		if !said[key] && !hasPrefix(builtKeys, key) && !hasPrefix(awaited, key) {
			t.Errorf("nothing says %s; take it out of every language", key)
		}
	}
}

func hasPrefix(prefixes []string, key string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(key, p) {
			return true
		}
	}
	return false
}

// use is a literal that looks like a key. Asked says that it stands where a key
// must stand; built, that more is added to it there.
type use struct {
	key, at      string
	asked, built bool
}

var keyForm = regexp.MustCompile(`^[a-z]+(\.[a-z0-9_]+)+$`)

// usesInCode reads every Go file of the module, but for tests, from its source.
func usesInCode(t *testing.T) []use {
	t.Helper()
	var uses []use
	set := token.NewFileSet()
	t.Chdir(moduleRoot(t))
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || len(d.Name()) > 1 && d.Name()[0] == '.'):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			uses = append(uses, usesAt(n, set)...)
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return uses
}

func usesAt(n ast.Node, set *token.FileSet) []use {
	switch n := n.(type) {
	case *ast.BasicLit:
		if key, ok := literal(n); ok && keyForm.MatchString(key) {
			return []use{{key: key, at: set.Position(n.Pos()).String()}}
		}
	case *ast.KeyValueExpr:
		if name, ok := n.Key.(*ast.Ident); ok && name.Name == "Say" {
			return keyAt(n.Value, set)
		}
	case *ast.CallExpr:
		if i := keyPlace(n); i >= 0 && i < len(n.Args) {
			return keyAt(n.Args[i], set)
		}
	}
	return nil
}

// keyPlace is which argument of a call is a key, or -1: those of Language, of
// fault.New, and of a fault.Form.
func keyPlace(call *ast.CallExpr) int {
	if f, ok := call.Fun.(*ast.Ident); ok && f.Name == "wrong" { // account's one field that is wrong
		return 2
	}
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return -1
	}
	switch f.Sel.Name {
	case "T", "N", "Pieces", "PiecesN":
		return 0
	case "New":
		if room, ok := f.X.(*ast.Ident); ok && room.Name == "fault" {
			return 2
		}
	case "Add":
		return 1
	case "Check":
		return 2
	}
	return -1
}

// keyAt is the key an expression is, or begins with. An expression that is
// neither, such as a field that holds a key, is not ours to judge.
func keyAt(e ast.Expr, set *token.FileSet) []use {
	at := set.Position(e.Pos()).String()
	switch e := e.(type) {
	case *ast.BasicLit:
		if key, ok := literal(e); ok && keyForm.MatchString(key) {
			return []use{{key: key, at: at, asked: true}}
		}
	case *ast.BinaryExpr:
		for left := ast.Expr(e); ; {
			b, ok := left.(*ast.BinaryExpr)
			if ok {
				left = b.X
				continue
			}
			if l, ok := left.(*ast.BasicLit); ok {
				if key, ok := literal(l); ok && strings.Contains(key, ".") {
					return []use{{key: key, at: at, asked: true, built: true}}
				}
			}
			return nil
		}
	}
	return nil
}

func literal(l *ast.BasicLit) (string, bool) {
	if l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if filepath.Dir(dir) == dir {
			t.Fatal("no go.mod above the tests")
		}
		dir = filepath.Dir(dir)
	}
}
