package law

import (
	"go/ast"
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

const longest = 450 // lines of one file that a person wrote

func TestEveryRoomOpensWithItsLaw(t *testing.T) {
	comments := map[string]string{}
	for _, s := range house() {
		folder := path.Dir(s.path)
		comments[folder] += ""
		if s.file.Doc != nil {
			comments[folder] += s.file.Doc.Text()
		}
	}
	for folder, text := range comments {
		switch {
		case text == "":
			t.Errorf("%s has no package comment: the noun, then the law", folder)
		case strings.HasPrefix(folder, "internal/") && strings.Count(folder, "/") == 1 && !strings.Contains(text, "The law:"):
			t.Errorf("%s: its comment does not say \"The law:\"", folder)
		}
	}
}

func TestExportedNamesSayWhatTheyPromise(t *testing.T) {
	for _, s := range house() {
		if s.generated || s.file.Name.Name == "main" {
			continue
		}
		lastLine := -1
		for _, d := range s.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				told := d.Doc != nil || s.line(d) == lastLine+1 // one comment may open a block of short ones
				if d.Recv == nil && d.Name.IsExported() && !told {
					breaks(t, s, d, "%s has no comment", d.Name.Name)
				}
				if lastLine = -1; told {
					lastLine = s.set.Position(d.End()).Line
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if ts, ok := spec.(*ast.TypeSpec); ok && ts.Name.IsExported() && d.Doc == nil && ts.Doc == nil && ts.Comment == nil {
						breaks(t, s, ts, "%s has no comment", ts.Name.Name)
					}
				}
			}
		}
	}
}

var emptyName = regexp.MustCompile(`(Manager|Helper|Utils?|Impl)([A-Z0-9_]|s?$)|^Get[A-Z]`)

func TestNamesAreTheFieldsOwn(t *testing.T) {
	for _, s := range sources() {
		if s.generated {
			continue
		}
		if emptyName.MatchString(strings.ToUpper(s.file.Name.Name[:1])+s.file.Name.Name[1:]) || s.file.Name.Name == "common" {
			breaks(t, s, s.file.Name, "package %s is named for no noun", s.file.Name.Name)
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			var name *ast.Ident
			switch n := n.(type) {
			case *ast.FuncDecl:
				name = n.Name
			case *ast.TypeSpec:
				name = n.Name
			default:
				return true
			}
			if emptyName.MatchString(strings.ToUpper(name.Name[:1]) + name.Name[1:]) {
				breaks(t, s, n, "%s is an empty name", name.Name)
			}
			return true
		})
	}
}

func TestTestNamesAreSentences(t *testing.T) {
	for _, s := range sources() {
		if !s.test() {
			continue
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv != nil || !strings.HasPrefix(f.Name.Name, "Test") || f.Name.Name == "TestMain" {
				continue
			}
			words := 0
			for _, r := range strings.TrimPrefix(f.Name.Name, "Test") {
				if unicode.IsUpper(r) {
					words++
				}
			}
			if words < 3 || strings.Contains(f.Name.Name, "_") {
				breaks(t, s, f, "%s is no sentence", f.Name.Name)
			}
		}
	}
}

func TestNoTestIsSkipped(t *testing.T) {
	for _, s := range sources() {
		if !s.test() {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				switch sel.Sel.Name {
				case "Skip", "Skipf", "SkipNow":
					breaks(t, s, n, "a test that is skipped proves nothing")
				}
			}
			return true
		})
	}
}

func TestNoFileIsTooLongToRead(t *testing.T) {
	for _, name := range files() {
		switch path.Ext(name) {
		case ".go", ".templ", ".ts", ".mjs":
		default:
			continue
		}
		if strings.HasSuffix(name, "_templ.go") || generatedFile(name) {
			continue
		}
		if n := strings.Count(read(name), "\n"); n > longest {
			t.Errorf("%s has %d lines, more than %d", name, n, longest)
		}
	}
}

func generatedFile(name string) bool {
	for _, s := range sources() {
		if s.path == name {
			return s.generated
		}
	}
	return false
}
