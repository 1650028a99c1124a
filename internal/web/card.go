package web

import (
	"time"

	"alongside/internal/call"
	"alongside/internal/view"
)

var cardRoutes = []route{
	{pattern: "GET /c/{call}/card", do: (*House).planCard, shared: true},
}

// planCard is the plan of an action on one sheet of paper.
func (h *House) planCard(v *visit) error {
	l, err := h.lookAction(v)
	if err != nil {
		return err
	}
	at, any := l.At(v.occurrence())
	if !any || l.State == call.Drafted {
		return h.missing(v)
	}
	here := "/c/" + l.ID.String()
	p := view.CardPage{Paper: v.paper(l.Title, v.in(here)), Ways: wayRows(v, l.Plan.Ways), Map: v.drawn(l.Plan), Link: h.Origin + here + "/live",
		Spoken: hostOf(h.Origin) + here + "/live", Facts: v.planFacts(onlyPlan(l), at, true)}
	p.When, _ = v.whenAt(l.Plan, at)
	for _, x := range l.Levels {
		p.Levels = append(p.Levels, view.CardLevel{Risk: int(x.Risk), Name: v.levelName(x), Says: v.levelSays(x)})
	}
	mine := v.l
	for _, tongue := range h.Languages.Languages() {
		v.l = tongue
		w := view.CardWords{L: tongue, Legal: l.Plan.Legal}
		if l.Plan.Homes > 0 {
			w.Home = tongue.Clock(at.Ends.Add(time.Duration(l.Plan.Homes) * time.Minute).In(v.zoneOf()))
		}
		for _, row := range wayRows(v, l.Plan.Ways) {
			w.Ways = append(w.Ways, row.Letter+": "+row.To)
		}
		p.Saves = append(p.Saves, w)
	}
	v.l = mine
	return v.render(200, view.Card(p))
}
