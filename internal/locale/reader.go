package locale

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A words file is TOML. This reads the part of TOML that words need, a line at
// a time and several times as fast as a whole TOML reader: every start of
// the program waits for it. A test holds the two against each other.

// entry is one line: key = value.
type entry struct {
	key   string // with its sections: "ask.what"
	value value
}

// value is a text, a list of texts, a whole number, or a table of texts.
type value struct {
	text  string
	list  []string
	table []entry
	kind  byte // t, l, n or m
}

func read(text string) ([]entry, error) {
	entries := make([]entry, 0, strings.Count(text, "\n"))
	section, number := "", 0
	seen := make(map[string]bool, cap(entries))
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			name, rest, ok := strings.Cut(line[1:], "]")
			if !ok || !isKey(name) || !isEnd(rest) {
				return nil, fmt.Errorf("line %d: not a section", number)
			}
			section = name
			continue
		}
		e, rest, err := readEntry(line)
		if err == nil && !isEnd(rest) {
			err = errors.New("more than one value")
		}
		if e.key = section + "." + e.key; err == nil && (section == "" || seen[e.key]) {
			err = fmt.Errorf("%s is outside of any section, or there already", e.key)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		seen[e.key] = true
		entries = append(entries, e)
	}
	return entries, nil
}

// readEntry reads key = value and returns what stands behind it.
func readEntry(s string) (e entry, rest string, err error) {
	key, rest, ok := strings.Cut(s, "=")
	e.key = strings.TrimSpace(key)
	if !ok || !isKey(e.key) || strings.Contains(e.key, ".") {
		return e, "", errors.New("key = value is wanted")
	}
	e.value, rest, err = readValue(strings.TrimSpace(rest))
	return e, rest, err
}

func readValue(s string) (v value, rest string, err error) {
	if s == "" {
		return v, "", errors.New("a value is wanted")
	}
	switch {
	case s[0] == '"':
		v.kind = 't'
		v.text, rest, err = readText(s)
	case s[0] == '[':
		v.kind = 'l'
		rest, err = readMany(s[1:], ']', func(s string) (rest string, err error) {
			var text string
			text, rest, err = readText(s)
			v.list = append(v.list, text)
			return rest, err
		})
	case s[0] == '{':
		v.kind = 'm'
		rest, err = readMany(s[1:], '}', func(s string) (rest string, err error) {
			var e entry
			e, rest, err = readEntry(s)
			if e.value.kind != 't' && err == nil {
				err = errors.New("only texts stand between { and }")
			}
			v.table = append(v.table, e)
			return rest, err
		})
	default:
		v.kind = 'n'
		end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
		if end < 0 {
			end = len(s)
		}
		v.text, rest = s[:end], s[end:]
		_, err = strconv.Atoi(v.text)
	}
	return v, rest, err
}

// readMany reads values with commas between them up to the closing letter.
func readMany(s string, closing byte, one func(string) (string, error)) (rest string, err error) {
	for {
		s = strings.TrimSpace(s)
		if s != "" && s[0] == closing {
			return s[1:], nil
		}
		if s, err = one(s); err != nil {
			return "", err
		}
		s = strings.TrimSpace(s)
		if s == "" || s[0] != ',' && s[0] != closing {
			return "", fmt.Errorf("no %c", closing)
		}
		s = strings.TrimPrefix(s, ",")
	}
}

// readText reads "text". Of TOML's escapes it knows those for quotes,
// backslashes and line feeds.
func readText(s string) (text, rest string, err error) {
	if s == "" || s[0] != '"' || strings.HasPrefix(s, `"""`) {
		return "", "", errors.New(`"text" is wanted, on one line`)
	}
	s = s[1:]
	end := strings.IndexAny(s, `"\`)
	if end >= 0 && s[end] == '"' {
		return s[:end], s[end+1:], nil
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:], nil
		case s[i] != '\\':
			b.WriteByte(s[i])
			continue
		}
		i++
		switch {
		case i < len(s) && (s[i] == '"' || s[i] == '\\'):
			b.WriteByte(s[i])
		case i < len(s) && s[i] == 'n':
			b.WriteByte('\n')
		default:
			return "", "", errors.New(`only \", \\ and \n are known`)
		}
	}
	return "", "", errors.New(`a text without its last "`)
}

func isKey(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && (c != '.' || i == 0 || i == len(s)-1) {
			return false
		}
	}
	return s != ""
}

// isEnd reports whether nothing but a comment is left of a line.
func isEnd(s string) bool {
	s = strings.TrimSpace(s)
	return s == "" || s[0] == '#'
}
