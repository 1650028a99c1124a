package locale

import (
	"fmt"
	"strconv"
)

type listsFile struct{ Two, Middle, End string }

// lists are the patterns of an enumeration, each with {a} and {b}.
type lists struct{ two, middle, end *form }

func (f listsFile) compile() (lists, error) {
	var l lists
	for _, p := range []struct {
		name, text string
		to         **form
	}{{"two", f.Two, &l.two}, {"middle", f.Middle, &l.middle}, {"end", f.End, &l.end}} {
		c, err := compile(p.text)
		if err != nil {
			return l, fmt.Errorf("lists.%s: %w", p.name, err)
		}
		*p.to = c
	}
	return l, nil
}

// List joins as the language does: "a", "a and b", "a, b and c".
func (l *Language) List(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	case 2:
		return l.fill(l.lists.two, []any{"a", items[0], "b", items[1]})
	}
	joined := items[0]
	for _, item := range items[1 : len(items)-1] {
		joined = l.fill(l.lists.middle, []any{"a", joined, "b", item})
	}
	return l.fill(l.lists.end, []any{"a", joined, "b", items[len(items)-1]})
}

func appendPlain(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }
