// Package locale is how the house speaks: one file of words a language, its
// plural forms, its dates and its lists.
//
// The law: a sentence stands in every language or in none, and adding a
// language is adding a file. A lookup never fails on a page: a key that nobody
// wrote comes out between ⟦ and ⟧, where tests find it.
package locale

import (
	"bufio"
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// Catalogue is every language of the house. It never changes after Load and is
// safe for concurrent use.
type Catalogue struct {
	languages []*Language
	byTag     map[string]*Language
	matcher   language.Matcher
}

// Load reads how each language that ships with the program writes. An error is
// a mistake in one of those files; it names the file and the key. Its sentences
// are read when somebody first reads one: most boards speak one or two.
func Load() (*Catalogue, error) {
	names, err := wordFiles()
	if err != nil {
		return nil, err
	}
	read := make([]*Language, len(names))
	faults := make([]error, len(names))
	var wait sync.WaitGroup
	for i, n := range names {
		wait.Go(func() { read[i], faults[i] = load(n) })
	}
	wait.Wait()
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	c := &Catalogue{byTag: map[string]*Language{}, languages: read}
	for i, l := range read {
		if c.byTag[l.tag] != nil {
			return nil, fmt.Errorf("words/%s: a second file for %s", names[i], l.tag)
		}
		c.byTag[l.tag] = l
	}
	sort.Slice(c.languages, func(i, j int) bool {
		a, b := c.languages[i], c.languages[j]
		return a.order < b.order || a.order == b.order && a.tag < b.tag
	})
	c.match()
	return c, nil
}

// load reads the beginning of one file; the rest waits.
func load(name string) (*Language, error) {
	head, err := headOf(name)
	if err != nil {
		return nil, err
	}
	l, err := parse(head)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	l.messages = sync.OnceValue(func() map[string]message {
		text, err := readWords(name)
		var all map[string]message
		if err == nil {
			all, err = sentences(text)
		}
		if err != nil {
			panic(fmt.Errorf("%s: %w", name, err)) // it ships with the program, and tests read it
		}
		return all
	})
	return l, nil
}

// headOf is a file up to its first sentences.
func headOf(name string) (string, error) {
	f, err := openWords(name)
	if err != nil {
		return "", err
	}
	var head strings.Builder
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if strings.HasPrefix(line, "[") && !isSetting(strings.TrimPrefix(line, "[")) {
			break
		}
		head.WriteString(line + "\n")
	}
	return head.String(), lines.Err()
}

func (c *Catalogue) match() {
	tags := make([]language.Tag, len(c.languages))
	for i, l := range c.languages {
		tags[i] = l.plural
	}
	c.matcher = language.NewMatcher(tags)
}

// Only is the part of a catalogue with these tags, the first of them its
// Default. No tags leave it whole; unknown ones are passed over.
func (c *Catalogue) Only(tags []string) *Catalogue {
	part := &Catalogue{byTag: map[string]*Language{}}
	for _, tag := range tags {
		if l := c.byTag[tag]; l != nil && part.byTag[tag] == nil {
			part.byTag[tag] = l
			part.languages = append(part.languages, l)
		}
	}
	if len(part.languages) == 0 {
		return c
	}
	part.match()
	return part
}

// Tags are the tags of all languages there are, by name: reading no file.
func Tags() (tags []string) {
	names, _ := wordFiles() // embedded: it is there
	for _, n := range names {
		tags = append(tags, strings.TrimSuffix(n, ".toml"))
	}
	return tags
}

// Languages are all of them, in the order in which menus show them. The slice
// is shared: read it only.
func (c *Catalogue) Languages() []*Language { return c.languages }

// Default is the first language, spoken to whoever asked for none of ours.
func (c *Catalogue) Default() *Language { return c.languages[0] }

// Find is the language with exactly this tag, such as "ko".
func (c *Catalogue) Find(tag string) (*Language, bool) {
	l, ok := c.byTag[tag]
	return l, ok
}

// acceptLimit is how many bytes of an Accept-Language header are read.
// Browsers send fewer than a hundred; the parser's work grows with the rest.
const acceptLimit = 200

// Match is the language that fits an Accept-Language header best, or Default.
// The header may be anything.
func (c *Catalogue) Match(acceptLanguage string) *Language {
	if l := c.firstChoice(acceptLanguage); l != nil {
		return l
	}
	if len(acceptLanguage) > acceptLimit {
		acceptLanguage = acceptLanguage[:acceptLimit]
		acceptLanguage = acceptLanguage[:max(strings.LastIndexByte(acceptLanguage, ','), 0)]
	}
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(wanted) == 0 {
		return c.Default()
	}
	_, i, sure := c.matcher.Match(wanted...)
	if sure == language.No {
		return c.Default()
	}
	return c.languages[i]
}

// firstChoice answers the headers that nearly every browser sends, without a
// parser: a first range of full weight whose language is one of ours.
func (c *Catalogue) firstChoice(header string) *Language {
	first, _, _ := strings.Cut(header, ",")
	if strings.ContainsAny(first, "; *") {
		return nil
	}
	base, _, _ := strings.Cut(first, "-")
	return c.byTag[base]
}
