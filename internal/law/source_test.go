package law

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// source is one Go file.
type source struct {
	path      string // from the root of the repository, with slashes
	text      string
	file      *ast.File
	set       *token.FileSet
	generated bool
}

func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// room is the room that the file lies in: internal/aid, cmd/alongside.
func (s source) room() string { return roomOf(path.Dir(s.path)) }

func (s source) line(n ast.Node) int { return s.set.Position(n.Pos()).Line }

// imports are the paths that the file imports.
func (s source) imports() []string {
	var list []string
	for _, i := range s.file.Imports {
		list = append(list, strings.Trim(i.Path.Value, `"`))
	}
	return list
}

// roomOf is the room that a folder belongs to: the first folder inside
// internal or cmd.
func roomOf(folder string) string {
	parts := strings.Split(folder, "/")
	return strings.Join(parts[:min(2, len(parts))], "/")
}

// root is the root of the repository: the folder that holds go.mod.
var root = sync.OnceValue(func() string {
	dir, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			panic("no go.mod above the laws")
		}
		dir = filepath.Dir(dir)
	}
})

// files are all files of the repository that people wrote or generated, by
// path from the root.
var files = sync.OnceValue(func() []string {
	var found []string
	err := filepath.WalkDir(root(), func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root(), p)
		if d.IsDir() {
			if away[rel] || d.Name() == "node_modules" {
				return filepath.SkipDir
			}
			return nil
		}
		if d.Type().IsRegular() && rel != ".git" {
			found = append(found, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		panic(err)
	}
	return found
})

// away are the folders that .gitignore keeps out of the repository.
var away = map[string]bool{".git": true, "bin": true, "tmp": true, "data": true, "test/browser/shots": true}

func read(name string) string {
	b, err := os.ReadFile(filepath.Join(root(), filepath.FromSlash(name)))
	if err != nil {
		panic(err)
	}
	return string(b)
}

// sources are the Go files of the house, its tests included.
var sources = sync.OnceValue(func() []source {
	var found []source
	for _, name := range files() {
		if !strings.HasSuffix(name, ".go") {
			continue
		}
		set := token.NewFileSet()
		text := read(name)
		file, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			panic(err)
		}
		found = append(found, source{name, text, file, set, ast.IsGenerated(file)})
	}
	return found
})

// house are the sources under internal and cmd that are no tests and no
// programs that generate others.
func house() []source {
	var found []source
	for _, s := range sources() {
		if !s.test() && !strings.HasPrefix(s.text, "//go:build ignore\n") && (strings.HasPrefix(s.path, "internal/") || strings.HasPrefix(s.path, "cmd/")) {
			found = append(found, s)
		}
	}
	return found
}

// breaks reports a broken law at a place.
func breaks(t *testing.T, s source, at ast.Node, format string, args ...any) {
	t.Helper()
	line := 1
	if at != nil {
		line = s.line(at)
	}
	t.Errorf("%s:%d: "+format, append([]any{s.path, line}, args...)...)
}
