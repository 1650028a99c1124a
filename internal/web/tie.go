package web

import (
	"encoding/json"

	"alongside/internal/call"
	"alongside/internal/decision"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/tie"
	"alongside/internal/view"
)

// Groups that stand with each other. Whatever changes a tie is a decision.
var tieRoutes = []route{
	{pattern: "GET /g/{slug}/ties", guard: member, do: (*House).ties, private: true},
	{pattern: "GET /g/{slug}/ties/new", guard: member, do: (*House).tieForm, private: true},
	{pattern: "POST /g/{slug}/ties/new", guard: member, do: (*House).proposeTie, private: true},
	{pattern: "GET /g/{slug}/ties/{tie}", guard: member, do: (*House).tie, private: true},
	{pattern: "POST /g/{slug}/ties/{tie}", guard: member, do: (*House).tieAct, private: true},
}

// What decisions about ties say.
func init() {
	changeSays[decision.Tie] = func(v *visit, _ group.Look, data []byte) []string {
		var p tie.Proposal
		if json.Unmarshal(data, &p) != nil {
			return nil
		}
		with, err := v.h.Ties.Named(v.r.Context(), p.Group)
		if err != nil {
			return nil
		}
		return []string{v.l.T("tie.would", "group", with.Name), v.l.T("tie.share_is", "words", p.Share), v.l.T("tie.differ_is", "words", p.Differ)}
	}
	changeSays[decision.Untie] = func(v *visit, l group.Look, data []byte) []string {
		var e tie.Ending
		if json.Unmarshal(data, &e) != nil {
			return nil
		}
		t, err := v.h.Ties.Look(v.r.Context(), v.viewer, l.Group.ID, e.Tie)
		if err != nil {
			return nil
		}
		return []string{v.l.T("tie.would_end", "group", t.With.Name)}
	}
}

func (h *House) ties(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	all, err := h.Ties.Ties(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group))
	p := view.MenuPage{Frame: v.frame(v.l.T("tie.title"), view.NavGroups), Up: view.Link{Text: l.Group.Name, Href: here}, Lines: []string{v.l.T("tie.hint")}}
	for _, t := range all {
		p.Ways = append(p.Ways, view.MenuWay{Text: t.With.Name, More: v.tieStands(t), Href: here + "/ties/" + t.ID.String()})
	}
	p.Ways = append(p.Ways, view.MenuWay{Text: v.l.T("tie.new"), More: v.l.T("tie.new_how"), Href: here + "/ties/new"})
	return v.render(200, view.Menu(p))
}

// tieStands says where a tie stands, for members of one of the two.
func (v *visit) tieStands(t tie.Look) string {
	switch {
	case t.Waits() && t.Stands():
		return v.l.T("tie.they_change", "group", t.With.Name)
	case t.Asked() && t.Stands():
		return v.l.T("tie.we_change", "group", t.With.Name)
	case t.Stands():
		return v.l.T("tie.since", "day", v.l.DayYear(t.Since))
	case t.Waits():
		return v.l.T("tie.they_ask", "group", t.With.Name)
	case t.Asked():
		return v.l.T("tie.we_ask", "group", t.With.Name)
	}
	return v.l.T("tie.ended", "day", v.l.DayYear(t.Ended))
}

// tieForm asks with whom, and for both texts.
func (h *House) tieForm(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	if !v.viewer.Trusted(l.Group.ID) {
		return l.Me.NotYet()
	}
	q := v.r.URL.Query()
	words, with := tie.Words{}, q.Get("with")
	if which, err := id.Parse[tie.Tie](q.Get("tie")); err == nil {
		t, err := h.Ties.Look(v.r.Context(), v.viewer, l.Group.ID, which)
		if err != nil {
			return err
		}
		if with, words = t.With.Slug, t.Words; t.Waits() {
			words = t.Theirs.Words
		}
	}
	return h.showTieForm(v, l, with, words, nil, 200)
}

func (h *House) showTieForm(v *visit, l group.Look, with string, w tie.Words, bad []view.Problem, status int) error {
	here := v.in(groupPath(l.Group) + "/ties")
	p := view.FormPage{Frame: v.frame(v.l.T("tie.new"), view.NavGroups), Action: here + "/new", Key: freshKey(), Back: here,
		Lines: []string{v.l.T("tie.new_how"), v.l.T("tie.both_decide")}, Button: v.l.T("view.continue")}
	found, err := h.Groups.List(v.r.Context(), v.viewer, group.Filter{Here: true, Most: sendMost})
	if err != nil {
		return err
	}
	to := view.Choice{Name: "with", Legend: v.l.T("tie.with"), Options: []view.Option{{}}, Problem: problemIn(bad, "with")}
	for _, g := range found.Groups {
		if g.ID != l.Group.ID {
			to.Options = append(to.Options, view.Option{Value: g.Slug, Label: g.Name, On: g.Slug == with})
		}
	}
	p.Picks = []view.Choice{to}
	p.Fields = []view.Input{
		{Name: "share", Label: v.l.T("tie.share"), Hint: v.l.T("tie.share_hint"), Value: w.Share, Rows: 4, Max: tie.WordsMost},
		{Name: "differ", Label: v.l.T("tie.differ"), Hint: v.l.T("tie.differ_hint"), Value: w.Differ, Rows: 4, Max: tie.WordsMost},
	}
	p.Problems = bad
	mark(p.Fields, bad)
	return v.render(status, view.Form(p))
}

// proposeTie leads from the texts to the decision about them.
func (h *House) proposeTie(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	form := v.r.PostFormValue
	w := tie.Words{Share: form("share"), Differ: form("differ")}
	p, with, err := h.Ties.Propose(v.r.Context(), v.viewer, l.Group.ID, form("with"), w)
	if bad := v.problems(err); len(bad) > 0 {
		return h.showTieForm(v, l, form("with"), w, bad, 422)
	}
	if err != nil {
		return err
	}
	return h.proposeChange(v, l, v.tieProposal(p, with))
}

func (v *visit) tieProposal(p tie.Proposal, with tie.Group) proposal {
	return proposal{Change: decision.Tie, Title: v.l.T("tie.would", "group", with.Name), Text: v.l.T("tie.why"), Data: p}
}

func (v *visit) tieOf() (group.Look, tie.Look, error) {
	l, err := v.h.within(v)
	if err != nil {
		return l, tie.Look{}, err
	}
	which, err := id.Parse[tie.Tie](v.r.PathValue("tie"))
	if err != nil {
		return l, tie.Look{}, fault.New("web.tie", fault.NotFound, "")
	}
	t, err := v.h.Ties.Look(v.r.Context(), v.viewer, l.Group.ID, which)
	return l, t, err
}

// tie is one tie, with what the two groups remember of each other.
func (h *House) tie(v *visit) error {
	l, t, err := v.tieOf()
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group) + "/ties")
	at := here + "/" + t.ID.String()
	p := view.TiePage{Frame: v.frame(t.With.Name, view.NavGroups), Up: view.Link{Text: v.l.T("tie.title"), Href: here}, Stands: v.tieStands(t), Action: at,
		Agree: t.Waits(), End: t.Ended.IsZero()}
	if t.With.Here {
		p.Change = here + "/new?" + queryOf("tie", t.ID.String())
	}
	texts := func(whose string, w tie.Words) {
		if w != (tie.Words{}) {
			p.Texts = append(p.Texts, view.TieTexts{Whose: whose, Share: w.Share, Differ: w.Differ})
		}
	}
	if t.Waits() {
		texts(v.l.T("tie.their_words", "group", t.With.Name), t.Theirs.Words)
	}
	if t.Asked() {
		texts(v.l.T("tie.our_words"), t.Ours.Words)
	}
	texts(v.l.T("tie.words"), t.Words)
	for _, m := range t.Kept {
		who := v.l.T("tie.they_kept", "group", t.With.Name)
		if m.By == l.Group.ID {
			who = v.l.T("tie.we_kept")
		}
		p.Kept = append(p.Kept, view.LogEntry{What: m.Title, Why: who,
			When: v.l.T("tie.asked_kept", "asked", v.l.DayYear(m.Asked), "kept", v.l.DayYear(m.Kept))})
	}
	return v.render(200, view.Tie(p))
}

// tieAct leads to the decision that a button stands for.
func (h *House) tieAct(v *visit) error {
	l, t, err := v.tieOf()
	if err != nil {
		return err
	}
	switch v.r.PostFormValue("do") {
	case "agree":
		if !t.Waits() {
			return fault.New("web.tie_act", fault.Stale, "call.moved_on")
		}
		return h.proposeChange(v, l, v.tieProposal(tie.Proposal{Group: t.With.ID, Words: t.Theirs.Words}, t.With))
	case "end":
		return h.proposeChange(v, l, proposal{Change: decision.Untie, Title: v.l.T("tie.would_end", "group", t.With.Name),
			Text: v.l.T("tie.why_end"), Data: tie.Ending{Tie: t.ID}})
	}
	return fault.New("web.tie_act", fault.NotFound, "")
}

// besideMost is how many calls of one tied group its friends' page lists.
const besideMost = 5

// standsWith adds to a group's page whom it stands with, and for its members
// what those ask.
func (h *House) standsWith(v *visit, l group.Look, p *view.GroupPage) error {
	all, err := h.Ties.StandsWith(v.r.Context(), l.Group.ID)
	for _, g := range all {
		p.Stands = append(p.Stands, view.Link{Text: g.Name, Href: v.in("/g/" + g.Slug)})
		if p.Inside == nil || err != nil {
			continue
		}
		var list call.Page
		list, err = h.Spine.Board(v.r.Context(), v.viewer, call.Filter{Group: g.ID, Most: besideMost})
		for _, c := range list.Calls {
			if c.State == call.Open && c.Audience == call.OnBoard && c.Full < c.Parts {
				p.Inside.Beside = append(p.Inside.Beside, v.row(c))
			}
		}
	}
	return err
}
