package place

import (
	"strings"

	"alongside/internal/place/atlas"
)

// Match reads a place as sheets name it: "Aberdeen, WA", "Springfield, US-IL",
// "los-angeles" with the hint "california", "Dallas-Fort Worth", "00601". Hints
// are other columns that may say where it is; those that say nothing are passed
// over. A name that several places share and no hint settles is no match: a
// wrong place is worse than none.
func Match(name string, hints ...string) (Place, bool) {
	if len(name) > longest {
		return Place{}, false
	}
	if p, ok := ZIP(name); ok {
		return p, true
	}
	a := open()
	if p, ok := exact(a, atlas.Fold(name), within{}); ok && strings.Contains(name, ",") {
		return p, true // the comma is part of the name: Washington, D.C.
	}
	name, said := split(a, name)
	said = append(said, hinted(a, hints)...)
	for _, where := range said {
		if p, ok := matchIn(a, name, where); ok {
			return p, true
		}
	}
	if len(said) > 0 {
		return Place{}, false // it said where, and it is not there
	}
	return matchIn(a, name, within{})
}

// split takes the region off the end of a name: what follows a comma, or
// the last words where the whole is no name.
func split(a *atlas.Atlas, name string) (string, []within) {
	for i, c := range name {
		if c == ',' {
			if said := readings(name[i+1:]); said != nil {
				return name[:i], said
			}
		}
	}
	if strings.Contains(name, ",") {
		return name, nil
	}
	if from, to := span(a, atlas.Fold(name)); from < to {
		return name, nil
	}
	words := strings.Fields(name)
	for n := min(3, len(words)-1); n > 0; n-- {
		cut := len(words) - n
		if said := readings(strings.Join(words[cut:], " ")); said != nil {
			return strings.Join(words[:cut], " "), said
		}
	}
	return name, nil
}

// hinted reads the hints: a region, a country, or a wide place that lies in one.
func hinted(a *atlas.Atlas, hints []string) []within {
	var all []within
	for _, h := range hints {
		if len(h) > longest {
			continue
		}
		if said := readings(h); said != nil {
			all = append(all, said...)
			continue
		}
		from, to := span(a, atlas.Fold(h))
		for i := from; i < to; i++ {
			if t := a.Town(i); t.Wide && atlas.Fold(t.Name) == atlas.Fold(h) {
				all = append(all, within{t.Country, t.Code})
			}
		}
	}
	return all
}

// matchIn tries the name as it stands, then without words that only describe,
// then the first of several names that can be found.
func matchIn(a *atlas.Atlas, name string, where within) (Place, bool) {
	folded := atlas.Fold(name)
	if p, ok := called(a, folded, where); ok {
		return p, true
	}
	if plain := described(folded); plain != folded {
		if p, ok := called(a, plain, where); ok {
			p.Wide = true
			return p, true
		}
	}
	if where.code == "" {
		return Place{}, false // parts of a name are only sure inside a region
	}
	for _, part := range parts(name) {
		if p, ok := called(a, described(atlas.Fold(part)), where); ok {
			p.Wide = true
			return p, true
		}
	}
	return Place{}, false
}

// called is the place of this name, and inside a region also one whose name
// ends in City or County: "Marin", California.
func called(a *atlas.Atlas, folded string, where within) (Place, bool) {
	p, ok := exact(a, folded, where)
	if ok || where.code == "" || folded == "" {
		return p, ok
	}
	if p, ok = exact(a, folded+" city", where); ok {
		return p, true
	}
	return exact(a, folded+" county", where)
}

// described is a folded name without the words that say what kind of place it
// is, or where in it.
func described(folded string) string {
	for _, end := range [...]string{" county", " area", " metro", " metro area", " region", " greater area"} {
		folded = strings.TrimSuffix(folded, end)
	}
	for _, start := range [...]string{"greater ", "city of ", "town of ", "downtown "} {
		folded = strings.TrimPrefix(folded, start)
	}
	return folded
}

// parts are the names in a name of several.
func parts(name string) []string {
	name = strings.NewReplacer(" and ", "/", "&", "/", "–", "/", "-", "/", "+", "/").Replace(name)
	if !strings.Contains(name, "/") {
		return nil
	}
	all := strings.Split(name, "/")
	// "Winston-Salem Area" and "Dallas-Fort Worth": the longest run first.
	for n := len(all) - 1; n > 1; n-- {
		all = append([]string{strings.Join(all[:n], " ")}, all...)
	}
	return all
}

// sure is how much higher the rank of the biggest must be where several places
// share a name: four times the people.
const sure = 34

// exact is the place of exactly this folded name. Inside a region the biggest
// is meant; anywhere, only one that is far bigger than its namesakes.
func exact(a *atlas.Atlas, folded string, where within) (Place, bool) {
	if folded == "" {
		return Place{}, false
	}
	found, second := -1, -1
	for i := search(a, folded); i < a.Towns() && atlas.Fold(a.Name(i)) == folded; i++ {
		if !passes(a, i, []within{where}) {
			continue
		}
		if found >= 0 {
			second = i
			break
		}
		found = i
	}
	switch {
	case found < 0:
		return Place{}, false
	case second >= 0 && where.code == "" && int(a.Rank(found))-int(a.Rank(second)) < sure:
		return Place{}, false
	}
	return placeOf(a.Town(found)), true
}
