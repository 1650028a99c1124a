package web

import (
	"strings"

	"alongside/internal/decision"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/repair"
	"alongside/internal/view"
)

// How a group parts from a member: by a decision, for words of its agreements
// that were broken; and how the one removed asks it once to look again.
var removalRoutes = []route{
	{pattern: "GET /g/{slug}/removals", guard: member, do: (*House).removals, private: true},
	{pattern: "POST /g/{slug}/removals", guard: member, do: (*House).mend, private: true},
	{pattern: "GET /g/{slug}/removals/new", guard: member, do: (*House).removalForm, private: true},
	{pattern: "POST /g/{slug}/removals/new", guard: member, do: (*House).remove, private: true},
	{pattern: "GET /g/{slug}/repairs/appeal", guard: member, do: (*House).appealForm, private: true},
	{pattern: "POST /g/{slug}/repairs/appeal", guard: member, do: (*House).appeal, private: true},
}

// removals are those that somebody asks the group to look at again.
func (h *House) removals(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	all, err := h.Repairs.Appeals(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group) + "/removals")
	p := v.tendPage(l, v.l.T("repair.appeals"), v.l.T("repair.no_appeals"))
	p.Action, p.Key = here, freshKey()
	for _, r := range all {
		p.Items = append(p.Items, view.CareItem{ID: r.ID.String(), Why: v.l.T("repair.removed_for"), When: v.l.Day(r.Made), Title: r.Broke, Texts: kept(r.Appeal),
			Acts: []view.CareAct{{Do: "mend", Words: v.l.T("repair.mend"), NoReason: true}}})
	}
	p.Ways = []view.Link{{Text: v.l.T("repair.remove_way"), Href: here + "/new"}}
	return v.render(200, view.Tend(p))
}

// mend lays it before the group to take a removal back.
func (h *House) mend(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	which, err := id.Parse[repair.Removal](v.r.PostFormValue("item"))
	if err != nil {
		return fault.New("web.mend", fault.NotFound, "")
	}
	data, r, err := h.Repairs.Mending(v.r.Context(), v.viewer, l.Group.ID, which)
	if err != nil {
		return err
	}
	d, err := h.Decisions.Propose(v.r.Context(), v.viewer, l.Group.ID, decision.Draft{Key: string(v.formKey()), Title: v.l.T("repair.mend_title"),
		Text: v.l.T("repair.broke_line", "line", r.Broke) + "\n\n" + r.Appeal, Effect: decision.Effect{Change: decision.Mending, Data: data}})
	if err != nil {
		return err
	}
	return v.to(decisionPath(l.Group, d.ID))
}

func (h *House) removalForm(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	if !v.viewer.Trusted(l.Group.ID) {
		return l.Me.NotYet()
	}
	return h.showRemoval(v, l, 200, nil)
}

func (h *House) showRemoval(v *visit, l group.Look, status int, bad []view.Problem) error {
	here := v.in(groupPath(l.Group) + "/removals")
	p := view.FormPage{Frame: v.frame(v.l.T("repair.remove_way"), view.NavGroups), Action: here + "/new", Key: freshKey(), Back: here,
		Lines: []string{v.l.T("repair.remove_how"), v.l.T("repair.remove_first"), v.l.T("repair.remove_roll")}, Button: v.l.T("repair.remove_go")}
	p.Problems, p.Question = bad, true
	if err := h.whom(v, l, &p, v.l.T("space.about_whom")); err != nil {
		return err
	}
	c := view.Choice{Name: "broke", Legend: v.l.T("repair.which_line"), Options: []view.Option{{Label: v.l.T("repair.choose_line")}}}
	for _, line := range repair.Lines(l.Agreements.Text) {
		c.Options = append(c.Options, view.Option{Value: line, Label: line, On: v.r.PostFormValue("broke") == line})
	}
	for _, b := range bad {
		if b.Field == c.Name {
			c.Problem = b.Text
		}
	}
	p.Picks = append(p.Picks, c)
	p.Fields = append(p.Fields, view.Input{Name: "text", Label: v.l.T("repair.what_happened"), Hint: v.l.T("repair.what_happened_hint"),
		Value: v.r.PostFormValue("text"), Rows: 5, Max: decision.TextMost - 1000})
	mark(p.Fields, bad)
	return v.render(status, view.Form(p))
}

// remove lays it before the group to part from somebody.
func (h *House) remove(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	if !v.viewer.Trusted(l.Group.ID) {
		return l.Me.NotYet()
	}
	ctx, broke, text := v.r.Context(), strings.TrimSpace(v.r.PostFormValue("broke")), strings.TrimSpace(v.r.PostFormValue("text"))
	whom, err := h.whomChosen(v, l)
	if err != nil && len(v.problems(err)) == 0 {
		return err
	}
	data, err := h.Repairs.Removing(ctx, v.viewer, l.Group.ID, whom, broke)
	bad := v.problems(err)
	if text == "" {
		bad = append(bad, view.Problem{Field: "text", Text: v.l.T("repair.say_words")})
	}
	if len(bad) > 0 {
		return h.showRemoval(v, l, 422, bad)
	}
	if err != nil {
		return err
	}
	name, err := h.faceName(v, l, whom)
	if err != nil {
		return err
	}
	d, err := h.Decisions.Propose(ctx, v.viewer, l.Group.ID, decision.Draft{Key: string(v.formKey()), Title: v.l.T("repair.remove_title", "who", name),
		Text: v.l.T("repair.broke_line", "line", broke) + "\n\n" + text, About: whom, Effect: decision.Effect{Change: decision.Removal, Data: data}})
	if bad := v.problems(err); len(bad) > 0 {
		return h.showRemoval(v, l, 422, bad)
	}
	if err != nil {
		return err
	}
	return v.to(decisionPath(l.Group, d.ID))
}

// appealForm is for the one who was removed, and nobody else.
func (h *House) appealForm(v *visit) error { return h.showAppeal(v, 200, nil) }

func (h *House) showAppeal(v *visit, status int, bad []view.Problem) error {
	l, err := v.lookGroup()
	if err != nil {
		return err
	}
	r, err := h.Repairs.Removed(v.r.Context(), v.person.Session.Account, l.Group.ID)
	if err != nil {
		return err
	}
	f := v.frame(v.l.T("repair.removed_title", "group", l.Group.Name), view.NavGroups)
	lines := []string{v.l.T("repair.broke_line", "line", r.Broke), v.l.T("repair.removed_promises")}
	if !r.Appealed.IsZero() {
		return v.render(200, view.Note(view.NotePage{Frame: f, Lines: append(lines, v.l.T("repair.appeal_sent"), r.Appeal)}))
	}
	p := view.FormPage{Frame: f, Action: v.in(groupPath(l.Group) + "/repairs/appeal"), Key: freshKey(), Back: v.in(groupPath(l.Group)),
		Lines: append(lines, v.l.T("repair.appeal_how", "day", v.l.Day(r.Until))), Button: v.l.T("repair.appeal_go"),
		Fields: []view.Input{{Name: "words", Label: v.l.T("repair.appeal_words"), Value: v.r.PostFormValue("words"), Rows: 5, Max: repair.AppealMost}}}
	p.Problems, p.Question = bad, true
	mark(p.Fields, bad)
	return v.render(status, view.Form(p))
}

func (h *House) appeal(v *visit) error {
	l, err := v.lookGroup()
	if err != nil {
		return err
	}
	err = h.Repairs.Appeal(v.r.Context(), v.person.Session.Account, l.Group.ID, v.r.PostFormValue("words"))
	if bad := v.problems(err); len(bad) > 0 {
		return h.showAppeal(v, 422, bad)
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "/repairs/appeal")
}

// appealAt is where a notice of a removal leads; a group that is gone leads to
// the list of groups.
func (v *visit) appealAt(g party.GroupID) (string, error) {
	found, err := v.h.Groups.Named(v.r.Context(), v.viewer, g)
	switch {
	case fault.Is(err, fault.NotFound):
		return v.in("/groups"), nil
	case err != nil:
		return "", err
	}
	return v.in(groupPath(found) + "/repairs/appeal"), nil
}
