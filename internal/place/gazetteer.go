package place

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"

	"alongside/internal/place/atlas"
)

//go:generate go run ./gen -from ../../../shared/data/gazetteer -also gen/also.csv -to gazetteer.bin

//go:embed gazetteer.bin
var file string

func open() *atlas.Atlas {
	a := atlas.Open(file)
	return &a
}

// most is more places than a list should offer.
const most = 200

// longest is more letters than any place has: what is longer is no place.
const longest = 100

// Find lists places whose name or postal code begins with the query: those that
// are called just so, then the others, each with most people first. Words after a comma narrow it to a region or a
// country: "spring, il", "Springfield, US-IL", "Toronto, ON, CA".
func Find(query string, limit int) []Place {
	if len(query) > longest {
		return nil
	}
	limit = min(limit, most)
	if found := findPostal(query, limit); found != nil {
		return found
	}
	name, tail, _ := strings.Cut(query, ",")
	prefix := atlas.Fold(name)
	if prefix == "saint" || strings.HasSuffix(prefix, " saint") {
		prefix = strings.TrimSuffix(prefix, "saint") + "st "
	}
	if prefix == "" {
		return nil
	}
	a := open()
	from, to := span(a, prefix)
	same := from // the end of those that are called just so
	for same < to && atlas.Fold(a.Name(same)) == prefix {
		same++
	}
	var only []within
	if strings.TrimSpace(tail) != "" {
		only = narrowing(tail)
	}
	found := best(a, from, same, only, limit)
	return append(found, best(a, same, to, only, limit-len(found))...)
}

// narrowing is what a tail that is still being typed can mean: "i" is Illinois,
// Indiana, India and more.
func narrowing(tail string) []within {
	if all := readings(tail); all != nil {
		return all
	}
	begin := atlas.Fold(tail)
	all := []within{}
	for way, said := range spoken() {
		if strings.HasPrefix(way, begin) {
			all = append(all, said...)
		}
	}
	return all
}

// span is the run of towns whose folded name begins with prefix.
func span(a *atlas.Atlas, prefix string) (from, to int) {
	from = search(a, prefix)
	return from, search(a, prefix+"\U0010ffff")
}

// search is the first town whose folded name is not before key.
func search(a *atlas.Atlas, key string) int {
	low, high := 0, a.Towns()
	for low < high {
		if mid := (low + high) / 2; atlas.Fold(a.Name(mid)) < key {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low
}

// best are the towns of a run with most people, only the columns being read
// until they are known. A nil filter lets all pass.
func best(a *atlas.Atlas, from, to int, only []within, limit int) []Place {
	if limit <= 0 {
		return nil
	}
	top := make([]int, 0, limit+1)
	for i := from; i < to; i++ {
		if len(top) == limit && a.Rank(i) <= a.Rank(top[limit-1]) || !passes(a, i, only) {
			continue
		}
		at, _ := slices.BinarySearchFunc(top, i, func(t, i int) int {
			return cmp.Or(cmp.Compare(a.Rank(i), a.Rank(t)), cmp.Compare(t, i))
		})
		top = slices.Insert(top, at, i)
		top = top[:min(len(top), limit)]
	}
	found := make([]Place, len(top))
	for i, t := range top {
		found[i] = placeOf(a.Town(t))
	}
	return found
}

func passes(a *atlas.Atlas, i int, only []within) bool {
	if only == nil {
		return true
	}
	country, code := a.RegionAt(a.Region(i))
	return slices.ContainsFunc(only, func(w within) bool { return w.holds(country, code) })
}

func placeOf(t atlas.Town) Place {
	return Place{
		Name: t.Name, Region: shortOf(t.Country, t.Code), Country: t.Country,
		Cell: Cell(t.Cell.ID()), Wide: t.Wide,
	}
}

// ZIP is the place of a United States postal code of five digits, which is
// text: it may begin with zeros. The four digits after a hyphen are left out.
func ZIP(code string) (Place, bool) {
	code, _, _ = strings.Cut(strings.TrimSpace(code), "-")
	if len(code) != 5 {
		return Place{}, false
	}
	found := findPostal(code, 1)
	if len(found) == 0 {
		return Place{}, false
	}
	return found[0], true
}

// findPostal are the postal codes that begin with the digits, nil where the
// query is something else.
func findPostal(query string, limit int) []Place {
	query = strings.TrimSpace(query)
	if query == "" || len(query) > 5 || strings.Trim(query, "0123456789") != "" {
		return nil
	}
	a := open()
	low, high := 0, a.Postals()
	for low < high {
		if mid := (low + high) / 2; a.Postal(mid).Code < query {
			low = mid + 1
		} else {
			high = mid
		}
	}
	found := []Place{}
	for ; low < a.Postals() && len(found) < limit; low++ {
		p := a.Postal(low)
		if !strings.HasPrefix(p.Code, query) {
			break
		}
		found = append(found, Place{Name: p.Code, Country: "US", Cell: Cell(p.Cell.ID())})
	}
	return found
}

// Nearest is the town whose middle is closest to the cell's, and how far it is:
// a name for a pin that somebody put. It looks at every town once, about a
// millisecond: call it when something is written, not when it is read.
func Nearest(c Cell) (Place, float64) {
	if !c.Valid() {
		return Place{}, halfway
	}
	a := open()
	at, least := -1, halfway
	for i := range a.Towns() {
		if a.Wide(i) {
			continue
		}
		if km := Distance(c, Cell(a.Cell(i).ID())); km < least {
			at, least = i, km
		}
	}
	if at < 0 {
		return Place{}, halfway
	}
	return placeOf(a.Town(at)), least
}
