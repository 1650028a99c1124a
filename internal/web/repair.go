package web

import (
	"time"

	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/repair"
	"alongside/internal/view"
)

// Where two talk over what went wrong. Nobody but those who sit in it learns
// that such a page is there.
var repairRoutes = []route{
	{pattern: "GET /g/{slug}/repairs", guard: member, do: (*House).repairs, private: true},
	{pattern: "GET /g/{slug}/repairs/new", guard: member, do: (*House).repairForm, private: true},
	{pattern: "POST /g/{slug}/repairs/new", guard: member, do: (*House).repairOpen, private: true},
	{pattern: "GET /g/{slug}/repairs/{repair}", guard: member, do: (*House).repair, private: true},
	{pattern: "POST /g/{slug}/repairs/{repair}", guard: member, do: (*House).repairAct, private: true},
	{pattern: "GET /g/{slug}/repairs/{repair}/{step}", guard: member, do: (*House).repairStepForm, private: true},
	{pattern: "POST /g/{slug}/repairs/{repair}/{step}", guard: member, do: (*House).repairStep, private: true},
}

func (h *House) repairs(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	all, err := h.Repairs.Mine(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group))
	p := view.RepairsPage{Frame: v.frame(v.l.T("repair.title"), view.NavGroups), Group: l.Group.Name, GroupAt: here, New: here + "/repairs/new"}
	v.sayRepair(&p.Frame)
	for _, r := range all {
		p.Rows = append(p.Rows, view.RepairRow{Href: here + "/repairs/" + r.ID.String(), With: v.repairTitle(r), State: v.repairShort(r)})
	}
	if _, speaks := v.viewer.Holds(l.Group.ID, party.Speak); speaks {
		p.Ways = append(p.Ways, view.Link{Text: v.l.T("repair.for_group"), Href: here + "/repairs/new?for=group"})
	}
	if v.viewer.Trusted(l.Group.ID) {
		p.Ways = append(p.Ways, view.Link{Text: v.l.T("space.together_way"), Href: here + "/pauses/new"}, view.Link{Text: v.l.T("repair.remove_way"), Href: here + "/removals/new"}, view.Link{Text: v.l.T("repair.appeals"), Href: here + "/removals"})
	}
	return v.render(200, view.Repairs(p))
}

func (v *visit) sayRepair(f *view.Frame) {
	switch v.r.URL.Query().Get("done") {
	case "asked":
		f.Done = v.l.T("repair.done_asked")
	case "sent":
		f.Done = v.l.T("repair.done_sent")
	case "changed":
		f.Done = v.l.T("mine.done_changed")
	case "back":
		f.Done = v.l.T("repair.done_back")
	}
}

// repairForm asks whom, and for a first line.
func (h *House) repairForm(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	p, err := h.repairNewPage(v, l, nil)
	if err != nil {
		return err
	}
	return v.render(200, view.Form(p))
}

func (h *House) repairNewPage(v *visit, l group.Look, bad []view.Problem) (view.FormPage, error) {
	here := v.in(groupPath(l.Group) + "/repairs")
	form := v.r.FormValue
	p := view.FormPage{Frame: v.frame(v.l.T("repair.begin"), view.NavGroups), Action: here + "/new", Key: freshKey(), Back: here,
		Lines: []string{v.l.T("repair.begin_how"), v.l.T("repair.either_ends")}, Button: v.l.T("repair.ask_them")}
	p.Problems, p.Question = bad, true
	if form("for") == "group" {
		p.Carry, p.Lines = []view.Hidden{{Name: "for", Value: "group"}}, append(p.Lines, v.byTask(l.Group, party.Speak)...)
		p.Fields = append(p.Fields, view.Input{Name: "group", Label: v.l.T("repair.which_group"), Hint: v.l.T("repair.which_group_hint"), Value: form("group"), Max: 200})
	} else if err := h.whom(v, l, &p, v.l.T("repair.whom")); err != nil {
		return p, err
	}
	p.Fields = append(p.Fields, view.Input{Name: "words", Label: v.l.T("repair.first_words"), Hint: v.l.T("repair.first_words_hint"), Value: form("words"), Rows: 4, Max: repair.WordsMost})
	mark(p.Fields, bad)
	return p, nil
}

// whom lets the reader choose another member; where there are more than a page
// lists, their name is typed.
func (h *House) whom(v *visit, l group.Look, p *view.FormPage, legend string) error {
	all, more, err := h.Groups.Members(v.r.Context(), v.viewer, l.Group.ID, group.Member{})
	if err != nil {
		return err
	}
	typed := v.r.FormValue("whom")
	if more {
		p.Fields = append(p.Fields, view.Input{Name: "whom", Label: legend, Hint: v.l.T("repair.whom_name"), Value: typed, Max: group.FaceMost})
		mark(p.Fields, p.Problems)
		return nil
	}
	c := view.Choice{Name: "whom", Legend: legend, Options: []view.Option{{Label: v.l.T("repair.choose")}}}
	for _, m := range all {
		if m.Face != l.Me.Face {
			c.Options = append(c.Options, view.Option{Value: m.Face.String(), Label: m.Name, On: typed == m.Face.String()})
		}
	}
	for _, b := range p.Problems {
		if b.Field == c.Name {
			c.Problem = b.Text
		}
	}
	p.Picks = append(p.Picks, c)
	return nil
}

// whomTyped is who was chosen: a face of the list, or a name.
func (v *visit) whomTyped() (party.FaceID, string) {
	typed := v.r.PostFormValue("whom")
	if f, err := id.Parse[party.Face](typed); err == nil {
		return f, typed
	}
	return 0, typed
}

func (h *House) repairOpen(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	face, name := v.whomTyped()
	a := repair.Asking{Key: string(v.formKey()), Whom: face, Name: name, Words: v.r.PostFormValue("words")}
	if v.r.PostFormValue("for") == "group" {
		a.Group = or(v.r.PostFormValue("group"), "-")
	}
	which, err := h.Repairs.Open(v.r.Context(), v.viewer, l.Group.ID, a)
	if bad := v.problems(err); len(bad) > 0 {
		p, err := h.repairNewPage(v, l, bad)
		if err != nil {
			return err
		}
		return v.render(422, view.Form(p))
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "/repairs/" + which.String() + "?" + queryOf("done", "asked"))
}

// lookRepair opens the repair that the address names, in a group of the
// reader's own.
func (h *House) lookRepair(v *visit) (group.Look, repair.Look, error) {
	l, err := h.within(v)
	if err != nil {
		return l, repair.Look{}, err
	}
	which, err := id.Parse[repair.Repair](v.r.PathValue("repair"))
	if err != nil {
		return l, repair.Look{}, fault.New("web.repair", fault.NotFound, "")
	}
	r, err := h.Repairs.Look(v.r.Context(), v.viewer, which)
	if err == nil && r.Me.Group != l.Group.ID {
		err = fault.New("web.repair", fault.NotFound, "")
	}
	return l, r, err
}

func repairPath(l group.Look, r repair.Look) string {
	return groupPath(l.Group) + "/repairs/" + r.ID.String()
}

func (h *House) repair(v *visit) error {
	l, r, err := h.lookRepair(v)
	if err != nil {
		return err
	}
	return v.render(200, view.Repair(v.repairPage(l, r, nil)))
}

// repairAct does what a button on the page says.
func (h *House) repairAct(v *visit) error {
	l, r, err := h.lookRepair(v)
	if err != nil {
		return err
	}
	ctx, form, done := v.r.Context(), v.r.PostFormValue, "changed"
	switch form("do") {
	case "say":
		done = "sent"
		err = h.Repairs.Say(ctx, v.viewer, r.ID, form("words"), string(v.formKey()))
	case "helper_yes", "helper_no":
		whom, _ := id.Parse[party.Face](form("whom"))
		err = h.Repairs.Answer(ctx, v.viewer, r.ID, whom, form("do") == "helper_yes")
	case "accept":
		err = h.Repairs.Accept(ctx, v.viewer, r.ID)
	case "decline":
		if err = h.Repairs.StepBack(ctx, v.viewer, r.ID); err == nil {
			return v.to(groupPath(l.Group) + "/repairs?" + queryOf("done", "back"))
		}
	case "yes":
		err = h.Repairs.Yes(ctx, v.viewer, r.ID, number(form("edition")))
	case "well", "not_well":
		err = h.Repairs.LookBack(ctx, v.viewer, r.ID, repair.Went(form("do")))
	case "again":
		err = h.Repairs.Again(ctx, v.viewer, r.ID)
	case "sit_down":
		err = h.Repairs.TakeSeat(ctx, v.viewer, r.ID)
	default:
		err = fault.New("web.repair", fault.NotFound, "")
	}
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(422, view.Repair(v.repairPage(l, r, bad)))
	}
	if err != nil {
		return err
	}
	return v.to(repairPath(l, r) + "?" + queryOf("done", done))
}

// daysAhead is what a field for a day shows before somebody chooses.
func (v *visit) daysAhead(n int) string {
	return v.local(v.now).Add(time.Duration(n) * 24 * time.Hour).Format(time.DateOnly)
}
