package recur

import "alongside/internal/when"

// Changes are what a new list of occurrences does to those that exist.
type Changes struct {
	Kept    []Occurrence
	Added   []Occurrence
	Changed []Change
	Gone    []Occurrence
}

// Change is an occurrence that stays and gets another time.
type Change struct{ Old, New Occurrence }

// Diff compares two lists by the day of the rule, in the order of the new list
// and, for what is gone, of the old one. An occurrence that became a Doubt is
// in no list, so it is gone here: whoever joined it is not to be dropped
// before the doubt is answered.
func Diff(old, new []Occurrence) Changes {
	var c Changes
	was := make(map[when.Day]Occurrence, len(old))
	for _, o := range old {
		was[o.Was] = o
	}
	for _, n := range new {
		o, there := was[n.Was]
		delete(was, n.Was)
		switch {
		case !there:
			c.Added = append(c.Added, n)
		case o.Starts.Equal(n.Starts) && o.Ends.Equal(n.Ends):
			c.Kept = append(c.Kept, n)
		default:
			c.Changed = append(c.Changed, Change{o, n})
		}
	}
	for _, o := range old {
		if _, gone := was[o.Was]; gone {
			c.Gone = append(c.Gone, o)
		}
	}
	return c
}
