package web

import (
	"encoding/json"
	"strings"
	"time"

	"alongside/internal/call"
	"alongside/internal/kit"
	"alongside/internal/text"
	"alongside/internal/view"
	"alongside/internal/when"
)

// kitNow is what a call says of itself at this moment: nothing of it is kept in
// its kit.
type kitNow struct {
	call.Look
	facts []view.Pair
	hours []when.TimeOfDay // on the board's clock, and on the caller's
	when  string
}

func (v *visit) kitNow(which call.ID) (n kitNow, err error) {
	if n.Look, err = v.h.Spine.Look(v.r.Context(), v.viewer, which); err != nil {
		return n, err
	}
	n.when = v.until(n.Look)
	by := or(n.GroupName, v.l.T("call.a_neighbour"))
	for _, p := range n.Parts {
		n.at(v.h.Zone, p.Starts, p.Ends)
	}
	var plan []view.Pair
	if n.Kind == call.Action {
		a, err := v.h.Actions.Look(v.r.Context(), v.viewer, which, 0)
		if err != nil {
			return n, err
		}
		at, any := a.At(0)
		if any {
			n.when, _ = v.whenAt(a.Plan, at)
			for _, zone := range []*time.Location{v.h.Zone, a.Plan.When.Zone} {
				n.at(zone, at.Starts, at.Ends, at.Ends.Add(time.Duration(a.Plan.Homes)*time.Minute))
			}
		}
		var names []string
		for _, g := range v.runBy(a) {
			names = append(names, g.Text)
		}
		by, plan = v.l.List(names), v.planFacts(a, at, any)
	}
	add := func(term, says string) {
		if says != "" {
			n.facts = append(n.facts, view.Pair{Term: term, Says: says})
		}
	}
	add(v.l.T("kit.what"), n.Title)
	if strings.TrimSpace(n.Body) != n.Title {
		add(v.l.T("call.in_their_words"), text.Excerpt(n.Body, 300))
	}
	add(v.l.T("kit.by"), by)
	add(v.l.T("kit.closest"), n.Closest)
	add(v.l.T("kit.when"), n.when)
	add(v.l.T("kit.where"), n.Area.Name)
	add(v.l.T("kit.wanted"), v.row(n.Listed).Still)
	n.facts = append(n.facts, plan...)
	return n, nil
}

// at remembers the hours of times; a whole day has none.
func (n *kitNow) at(zone *time.Location, all ...time.Time) {
	for _, t := range all {
		if !t.IsZero() && !wholeDay(t.In(zone)) {
			n.hours = append(n.hours, when.TimeOf(t, zone))
		}
	}
}

// words are a short message made of the facts, each on a line of its own: their
// languages may run in two directions.
func (n kitNow) words() string {
	return strings.Join(kept(n.Title, n.when, n.Area.Name), "\n")
}

// What programs may read of a kit: what its page shows to everybody.
type kitJSON struct {
	URL        string          `json:"url"`
	Call       string          `json:"call"`
	Title      string          `json:"title"`
	Usable     bool            `json:"usable"`
	Until      string          `json:"until"` // a day
	Changed    string          `json:"changed"`
	What       string          `json:"what"` // changed last: call, facts, words
	Avoid      []string        `json:"avoid"`
	Contact    string          `json:"contact"`
	Picture    string          `json:"picture"`
	Renderings []renderingJSON `json:"renderings"`
}

type renderingJSON struct {
	Channel  string `json:"channel"`
	Length   string `json:"length"`
	Language string `json:"language"`
	Text     string `json:"text"`
	Changed  string `json:"changed"`
}

func (h *House) kitJSON(v *visit, l kit.Look) error {
	j := kitJSON{URL: h.Origin + "/kits/" + l.Slug, Call: h.Origin + "/c/" + l.Call.ID.String(), Title: l.Call.Title, Usable: !l.Over(v.now),
		Until: h.dayJSON(l.Until()), Changed: l.Changed.Format(time.DateOnly), What: string(l.What),
		Avoid: append([]string{}, kept(strings.Split(l.Avoid, "\n")...)...), Contact: l.Contact, Picture: l.Picture, Renderings: []renderingJSON{}}
	for _, r := range l.Renderings {
		j.Renderings = append(j.Renderings, renderingJSON{string(r.Channel), string(r.Length), r.Language, v.kitWords(r, l.Call.ID), r.Changed.Format(time.DateOnly)})
	}
	body, err := json.MarshalIndent(j, "", "  ")
	if err != nil {
		return err
	}
	return v.answer(200, "application/json", append(body, '\n'))
}
