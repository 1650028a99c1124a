package web

import (
	"strings"

	"alongside/internal/call"
	"alongside/internal/place"
	"alongside/internal/view"
)

var searchRoutes = []route{
	{pattern: "GET /search", do: (*House).search},
	{pattern: "GET /near", do: (*House).search},
}

// searching is what somebody looks for: words, a place, a kind, a side, all
// together or one alone.
type searching struct {
	v     *visit
	words string
	typed string // the place as it was typed
	near  place.Area
	kind  call.Kind
	side  call.Side
}

// wordsMost is how much of a typed search is read.
const wordsMost = 200

func (v *visit) searching() searching {
	q := v.r.URL.Query()
	s := searching{v: v, words: cutTo(strings.TrimSpace(q.Get("q")), wordsMost), typed: cutTo(strings.TrimSpace(q.Get("near")), wordsMost)}
	for _, k := range call.Kinds {
		if q.Get("kind") == string(k) {
			s.kind = k
		}
	}
	if side := call.Side(q.Get("side")); side == call.Ask || side == call.Offer {
		s.side = side
	}
	if c, ok := place.ParseCell(q.Get("at")); ok { // from the map: the square itself
		s.near = place.Area{Name: s.typed, Cell: c}
	} else {
		s.near, _ = nearOf(s.typed)
	}
	return s
}

// cutTo is at most so many letters of s.
func cutTo(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// asked reports whether anything was looked for.
func (s searching) asked() bool {
	return s.words != "" || s.typed != "" || s.near.Cell != 0 || s.kind != "" || s.side != ""
}

// lost reports that the typed place is not in the gazetteer.
func (s searching) lost() bool { return s.typed != "" && s.near.Cell == 0 }

// at is this search with one thing changed.
func (s searching) at(name, value string) string {
	pairs := []string{"q", s.words, "near", s.typed, "at", s.v.r.URL.Query().Get("at"), "kind", string(s.kind), "side", string(s.side)}
	kept := []string{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i] == name {
			pairs[i+1] = value
		}
		if pairs[i+1] != "" {
			kept = append(kept, pairs[i], pairs[i+1])
		}
	}
	return "/search?" + queryOf(kept...)
}

func (h *House) search(v *visit) error {
	s := v.searching()
	p := view.SearchPage{Frame: v.frame(v.l.T("find.search_title"), view.NavBoard), Query: s.words, Near: s.typed,
		Asked: s.asked(), Said: s.said(), Kinds: s.kinds(), Sides: s.sides()}
	if s.lost() {
		p.Lost = s.typed
	}
	for _, name := range []string{"kind", "side"} {
		if value := map[string]string{"kind": string(s.kind), "side": string(s.side)}[name]; value != "" {
			p.Carry = append(p.Carry, view.Hidden{Name: name, Value: value})
		}
	}
	if p.Asked && p.Lost == "" {
		if err := h.find(v, s, &p); err != nil {
			return err
		}
	}
	return v.render(200, view.Search(p))
}

// nearMost is how many calls a look around a place lists: the nearest, on one
// page.
const nearMost = 60

func (h *House) find(v *visit, s searching, p *view.SearchPage) error {
	f := call.Filter{Kind: s.kind, Side: s.side, Near: s.near.Cell, Query: s.words, After: cursor(v.r.URL.Query().Get("after"))}
	nearest := f.Near != 0 && f.Query == ""
	if nearest {
		f.Most = nearMost
	}
	list, err := h.Spine.Board(v.r.Context(), v.viewer, f)
	if err != nil {
		return err
	}
	p.Rows = v.rows(list.Calls)
	if !nearest {
		p.More = v.more(list.Next)
	}
	if s.words == "" || f.Near != 0 || f.After.ID != 0 {
		return nil
	}
	kept, err := h.Spine.Remember(v.r.Context(), v.viewer, call.Past{Query: s.words, Kind: s.kind, Side: s.side, Most: 5})
	for _, e := range kept {
		p.Kept = append(p.Kept, v.recordEntry(e))
	}
	return err
}

// said is the filter in words.
func (s searching) said() string {
	l := s.v.l
	var parts []string
	if s.kind != "" {
		parts = append(parts, view.Kind(s.kind).Words(l))
	}
	switch s.side {
	case call.Ask:
		parts = append(parts, l.T("find.asks"))
	case call.Offer:
		parts = append(parts, l.T("find.offers"))
	}
	if s.near.Cell != 0 {
		name := s.near.Name
		if name == "" {
			name = l.T("find.this_square")
		}
		parts = append(parts, l.T("find.near_said", "place", name))
	}
	if s.words != "" {
		parts = append(parts, l.T("find.words_said", "query", s.words))
	}
	return strings.Join(parts, " · ")
}

func (s searching) kinds() []view.Chip {
	chips := make([]view.Chip, 0, len(call.Kinds))
	for _, k := range call.Kinds {
		chips = append(chips, s.chip("kind", string(k), view.Kind(k).Words(s.v.l), s.kind == k))
	}
	return chips
}

func (s searching) sides() []view.Chip {
	return []view.Chip{
		s.chip("side", string(call.Ask), s.v.l.T("find.asks"), s.side == call.Ask),
		s.chip("side", string(call.Offer), s.v.l.T("find.offers"), s.side == call.Offer),
	}
}

// chip is one filter; pressed again it is taken off.
func (s searching) chip(name, value, words string, here bool) view.Chip {
	if here {
		value = ""
	}
	return view.Chip{Text: words, Href: s.at(name, value), Here: here}
}
