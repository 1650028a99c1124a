package story

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"alongside/test/seized"
)

func (c *cast) see(list []string) (bool, string, error) {
	p, err := c.somebody()
	if err != nil || len(list) != 1 {
		return false, "", fmt.Errorf("usage: see TEXT (%v)", err)
	}
	text := textOf(p.doc)
	if p.doc == nil {
		text = plain(string(p.body))
	}
	return strings.Contains(text, plain(list[0])), text, nil
}

func (c *cast) title(list []string) (bool, string, error) {
	p, err := c.somebody()
	if err != nil || len(list) != 1 || p.doc == nil {
		return false, "", fmt.Errorf("usage: title TEXT (%v)", err)
	}
	for _, n := range all(p.doc, "title") {
		return strings.Contains(plain(raw(n)), list[0]), raw(n), nil
	}
	return false, "there is no title", nil
}

func (c *cast) status(list []string) (bool, string, error) {
	p, err := c.somebody()
	if err != nil || len(list) != 1 {
		return false, "", fmt.Errorf("usage: status NUMBER (%v)", err)
	}
	return strconv.Itoa(p.status) == list[0], fmt.Sprintf("%d\n%s", p.status, textOf(p.doc)), nil
}

func (c *cast) where(list []string) (bool, string, error) {
	p, err := c.somebody()
	if err != nil || len(list) != 1 || p.at == nil {
		return false, "", fmt.Errorf("usage: where PATTERN (%v)", err)
	}
	yes, err := regexp.MatchString(list[0], p.at.RequestURI())
	return yes, p.at.RequestURI(), err
}

func (c *cast) header(list []string) (bool, string, error) {
	p, err := c.somebody()
	if err != nil || len(list) != 2 {
		return false, "", fmt.Errorf("usage: header NAME PATTERN (%v)", err)
	}
	value := strings.Join(p.header.Values(list[0]), "\n")
	yes, err := regexp.MatchString(list[1], value)
	return yes && value != "", value, err
}

func (c *cast) bodyMatches(list []string) (bool, string, error) {
	p, err := c.somebody()
	if err != nil || len(list) != 1 {
		return false, "", fmt.Errorf("usage: body PATTERN (%v)", err)
	}
	yes, err := regexp.Match(list[0], p.body)
	return yes, string(p.body), err
}

func (c *cast) buttonThere(list []string) (bool, string, error) {
	p, err := c.somebody()
	if err != nil || len(list) != 1 {
		return false, "", fmt.Errorf("usage: button TEXT (%v)", err)
	}
	_, _, err = p.button(list[0], 1)
	return err == nil, fmt.Sprint(err), nil
}

// json asks what stands at a path: json page|stdout|FILE a.b.0.c VALUE. The
// path part # is how many there are.
func (c *cast) json(list []string) (bool, string, error) {
	if len(list) != 3 {
		return false, "", fmt.Errorf("usage: json page|stdout|FILE PATH VALUE")
	}
	var text []byte
	if list[0] == "page" {
		p, err := c.somebody()
		if err != nil {
			return false, "", err
		}
		text = p.body
	} else {
		text = []byte(c.ts.ReadFile(list[0]))
	}
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		return false, "", fmt.Errorf("%w in\n%s", err, text)
	}
	for part := range strings.SplitSeq(list[1], ".") {
		v = step(v, part)
	}
	found, ok := v.(string)
	if !ok {
		b, _ := json.Marshal(v)
		found = string(b)
	}
	return found == list[2], fmt.Sprintf("%s is %s in\n%s", list[1], found, text), nil
}

func step(v any, part string) any {
	switch v := v.(type) {
	case map[string]any:
		if part == "#" {
			return len(v)
		}
		return v[part]
	case []any:
		if part == "#" {
			return len(v)
		}
		if i, err := strconv.Atoi(part); err == nil && i >= 0 && i < len(v) {
			return v[i]
		}
	}
	return nil
}

// holds looks for words in everything that the servers have written: data,
// logs and, on PostgreSQL, the rows of every table.
func (c *cast) holds(list []string) (bool, string, error) {
	if len(list) == 0 {
		return false, "", errors.New("usage: holds WORD [WORD]")
	}
	work := c.ts.Getenv("WORK")
	folders := []string{filepath.Join(work, "logs")}
	if _, err := os.Stat(filepath.Join(work, "data")); err == nil {
		folders = append(folders, filepath.Join(work, "data"))
	}
	if address := c.ts.Getenv("DATABASE"); address != "" {
		rows := filepath.Join(work, "rows")
		if err := dump(address, rows); err != nil {
			return false, "", err
		}
		folders = append(folders, rows)
	}
	hits, err := seized.Find(list, folders...)
	return len(hits) > 0, fmt.Sprint(hits), err
}
