package locale

import "strings"

// lists are the patterns of an enumeration, each with {a} and {b}.
// The sound patterns are for languages whose "and" changes before some sounds:
// Spanish says "pan y leche" but "pan e higos".
type lists struct {
	two, middle, end   *form
	before, except     []string
	soundTwo, soundEnd *form
}

func (s setting) lists() (l lists, err error) {
	l.before, l.except = s["lists.sound.before"].list, s["lists.sound.except"].list
	wanted := map[string]**form{"lists.two": &l.two, "lists.middle": &l.middle, "lists.end": &l.end}
	if len(l.before) > 0 {
		wanted["lists.sound.two"], wanted["lists.sound.end"] = &l.soundTwo, &l.soundEnd
	}
	return l, s.forms(wanted)
}

// List joins as the language does: "a", "a and b", "a, b and c".
func (l *Language) List(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	last := items[len(items)-1]
	two, end := l.lists.two, l.lists.end
	if l.lists.sounds(last) {
		two, end = l.lists.soundTwo, l.lists.soundEnd
	}
	if len(items) == 2 {
		return l.fill(two, []any{"a", items[0], "b", last})
	}
	joined := items[0]
	for _, item := range items[1 : len(items)-1] {
		joined = l.fill(l.lists.middle, []any{"a", joined, "b", item})
	}
	return l.fill(end, []any{"a", joined, "b", last})
}

// sounds reports whether the word begins with a sound before which "and"
// changes.
func (l *lists) sounds(word string) bool {
	return beginsWithAny(word, l.before) && !beginsWithAny(word, l.except)
}

func beginsWithAny(word string, starts []string) bool {
	for _, s := range starts {
		if len(word) >= len(s) && strings.EqualFold(word[:len(s)], s) {
			return true
		}
	}
	return false
}
