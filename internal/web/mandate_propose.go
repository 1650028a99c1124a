package web

import (
	"strconv"
	"strings"

	"alongside/internal/decision"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/mandate"
	"alongside/internal/party"
	"alongside/internal/view"
)

// Mandates are given and taken back by decisions: what is filled in here is
// carried by a proposal.
var mandateProposals = []route{
	{pattern: "GET /g/{slug}/mandates/new", guard: member, do: (*House).newMandateForm, private: true},
	{pattern: "POST /g/{slug}/mandates/new", guard: member, do: (*House).newMandate, private: true},
	{pattern: "POST /g/{slug}/mandates/{mandate}/recall", guard: member, do: (*House).recallMandate, private: true},
}

func init() {
	changeSays[decision.Mandate] = (*visit).sayMandate
	changeSays[decision.Recall] = (*visit).sayRecall
}

// giving is the form of a new mandate as it was filled in.
type giving struct {
	mandate.Given
	days  string
	typed string // names beyond those that are listed, one a line
}

// terms are how long a mandate may be given for, in days.
var terms = []int{30, 91, 182, mandate.DaysMost}

func (v *visit) termWords(days int) string {
	switch days {
	case 30:
		return v.l.T("mandate.one_month")
	case 91:
		return v.l.T("mandate.three_months")
	case 182:
		return v.l.T("mandate.half_a_year")
	case mandate.DaysMost:
		return v.l.T("mandate.one_year")
	}
	return v.l.N("mandate.days", days)
}

func (h *House) newMandateForm(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	g := giving{days: strconv.Itoa(182)}
	if of, err := id.Parse[mandate.Mandate](v.r.URL.Query().Get("of")); err == nil { // to go on with one
		m, err := h.Mandates.Look(v.r.Context(), v.viewer, l.Group.ID, party.MandateID(of))
		if err != nil {
			return err
		}
		g.Scope, g.Words = m.Scope, m.Words
		for _, x := range m.Holders {
			if x.Part == mandate.Holds {
				g.Holders = append(g.Holders, x.Face)
			}
		}
	}
	return h.showNewMandate(v, 200, l, g, nil)
}

func (h *House) showNewMandate(v *visit, status int, l group.Look, g giving, bad []view.Problem) error {
	able, more, err := h.Mandates.Able(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	at := v.in(mandatesPath(l.Group))
	p := view.FormPage{Frame: v.frame(v.l.T("mandate.new_title"), view.NavGroups), Action: at + "/new", Key: freshKey(), Back: at,
		Lines: []string{v.l.T("mandate.new_hint")}, Button: v.l.T("view.continue")}
	p.Problems = bad
	scope := view.Choice{Name: "scope", Legend: v.l.T("mandate.which"), Problem: problemIn(bad, "scope")}
	for _, s := range party.Scopes {
		scope.Options = append(scope.Options, view.Option{Value: string(s), Label: view.ScopeWords(v.l, string(s)), On: s == g.Scope})
	}
	holders := view.Choice{Name: "holders", Legend: v.l.T("mandate.who"), Many: true, Problem: problemIn(bad, "holders")}
	shadow := view.Choice{Name: "shadow", Legend: v.l.T("mandate.who_learns"), Hint: v.l.T("mandate.who_learns_hint"), Options: []view.Option{{}}, Problem: problemIn(bad, "shadow")}
	for _, m := range able {
		holders.Options = append(holders.Options, view.Option{Value: m.Face.String(), Label: m.Name, On: g.Gives(m.Face)})
		shadow.Options = append(shadow.Options, view.Option{Value: m.Face.String(), Label: m.Name, On: m.Face == g.Shadow})
	}
	days := view.Choice{Name: "days", Legend: v.l.T("mandate.how_long"), Problem: problemIn(bad, "days")}
	for _, n := range terms {
		days.Options = append(days.Options, view.Option{Value: strconv.Itoa(n), Label: v.termWords(n), On: strconv.Itoa(n) == g.days})
	}
	p.Choices, p.Picks = []view.Choice{scope, holders, days}, []view.Choice{shadow}
	p.Fields = []view.Input{{Name: "words", Label: v.l.T("mandate.words"), Hint: v.l.T("mandate.words_hint"), Value: g.Words, Rows: 3, Max: mandate.WordsMost}}
	if more || g.typed != "" {
		p.Fields = append(p.Fields, view.Input{Name: "names", Label: v.l.T("mandate.more_names"), Value: g.typed, Rows: 2, Max: 800, Optional: true})
	}
	mark(p.Fields, bad)
	return v.render(status, view.Form(p))
}

// newMandate takes what was filled in to the page where it is proposed.
func (h *House) newMandate(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	g := v.givingTyped()
	var f fault.Form
	if err := h.nameHolders(v, l, &g, &f); err != nil {
		return err
	}
	g.Check(&f)
	if bad := v.problems(f.Err("web.new_mandate")); len(bad) > 0 {
		return h.showNewMandate(v, 422, l, g, bad)
	}
	return h.proposeChange(v, l, proposal{Change: decision.Mandate, Title: v.l.T("mandate.proposal", "scope", view.ScopeWords(v.l, string(g.Scope))),
		Text: g.Words, Data: g.Given})
}

func (v *visit) givingTyped() giving {
	form := v.r.PostFormValue
	g := giving{Given: mandate.Given{Scope: party.Scope(form("scope")), Words: form("words"), Days: number(form("days"))}, days: form("days"), typed: form("names")}
	for _, typed := range v.r.PostForm["holders"] {
		if face, err := id.Parse[party.Face](typed); err == nil {
			g.Holders = append(g.Holders, face)
		}
	}
	g.Shadow, _ = id.Parse[party.Face](form("shadow")) // none was chosen
	return g
}

// nameHolders finds those whose names were typed.
func (h *House) nameHolders(v *visit, l group.Look, g *giving, f *fault.Form) error {
	for line := range strings.Lines(g.typed) {
		name := strings.TrimSpace(line)
		if name == "" {
			continue
		}
		m, found, err := h.Mandates.Named(v.r.Context(), v.viewer, l.Group.ID, name)
		if err != nil {
			return err
		}
		f.Check(found, "names", "mandate.no_such_name")
		g.Holders = append(g.Holders, m.Face)
	}
	return nil
}

// recallMandate leads to the page where its end is proposed.
func (h *House) recallMandate(v *visit) error {
	l, m, err := h.lookMandate(v)
	if err != nil {
		return err
	}
	if !m.Now {
		return fault.New("web.recall", fault.Stale, "mandate.has_ended")
	}
	return h.proposeChange(v, l, proposal{Change: decision.Recall, Title: v.l.T("mandate.recall_proposal", "scope", view.ScopeWords(v.l, string(m.Scope))),
		Text: "", Data: mandate.Recall{Mandate: m.ID}})
}

// sayMandate says what a decision would give, to those who decide.
func (v *visit) sayMandate(l group.Look, data []byte) []string {
	g, err := mandate.ReadGiven(data)
	if err != nil {
		return nil
	}
	names, err := v.h.Mandates.Faces(v.r.Context(), v.viewer, l.Group.ID, append(g.Holders, g.Shadow))
	if err != nil {
		return nil
	}
	lines := []string{v.l.T("mandate.would_give", "scope", view.ScopeWords(v.l, string(g.Scope)), "time", v.termWords(g.Days)),
		v.l.T("mandate.who_holds", "names", v.names(names[:len(g.Holders)]))}
	if g.Shadow != 0 {
		lines = append(lines, v.l.T("mandate.who_shadows", "names", v.names(names[len(g.Holders):])))
	}
	return append(lines, v.l.T("mandate.is_for", "words", g.Words))
}

func (v *visit) sayRecall(l group.Look, data []byte) []string {
	r, err := mandate.ReadRecall(data)
	if err != nil {
		return nil
	}
	m, err := v.h.Mandates.Look(v.r.Context(), v.viewer, l.Group.ID, r.Mandate)
	if err != nil {
		return nil
	}
	return []string{v.l.T("mandate.would_end", "scope", view.ScopeWords(v.l, string(m.Scope))),
		v.l.T("mandate.who_holds", "names", v.names(m.Names())), v.mandateUntil(m)}
}
