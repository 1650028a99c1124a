package words

import "slices"

// List is a language's words as they are shown, in order, for browsers that
// draw for themselves; nil where there is no list.
func List(lang string) []string {
	list, ok := lists[lang]
	if !ok {
		return nil
	}
	return slices.Clone(list().spelt)
}
