package web

import (
	"time"

	"alongside/internal/call"
	"alongside/internal/carry"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/view"
	"alongside/internal/when"
)

// What groups carry for others.
var carryRoutes = []route{
	{pattern: "GET /g/{slug}/carried", guard: member, do: (*House).carried, private: true},
	{pattern: "POST /g/{slug}/carried", guard: member, do: (*House).takeUp, private: true},
	{pattern: "GET /g/{slug}/carried/new", guard: member, do: (*House).takeUpForm, private: true},
	{pattern: "GET /g/{slug}/carried/{call}", guard: member, do: (*House).carriedOne, private: true},
	{pattern: "POST /g/{slug}/carried/{call}", guard: member, do: (*House).carriedAct, private: true},
}

// carryWays lead from a call to carrying it, for each group for which the
// reader may.
func (v *visit) carryWays(l call.Look) (all []view.Link, err error) {
	if l.State != call.Open || l.Audience != call.OnBoard || !v.holdsAny(party.Carry) {
		return nil, nil
	}
	own, err := v.h.Groups.Own(v.r.Context(), v.viewer)
	for _, g := range own {
		if _, holds := v.viewer.Holds(g.ID, party.Carry); holds && g.Awake() && l.Group != g.ID {
			all = append(all, view.Link{Text: v.l.T("carry.for", "group", g.Name),
				Href: v.in(groupPath(g) + "/carried/new?" + queryOf("call", l.ID.String()))})
		}
	}
	return all, err
}

// carriedRow is what is carried, as its source stands now.
func (v *visit) carriedRow(c carry.Carried) view.CarriedRow {
	row := view.CarriedRow{Row: v.row(call.Listed{Call: c.Call, GroupName: c.From}), Words: c.Words, Under: v.l.T("carry.under", "day", v.l.DayYear(v.local(c.Until)))}
	if !c.Changed.IsZero() {
		row.Changed = v.l.T("carry.changed", "day", v.l.DayYear(c.Changed))
	}
	if !c.UseBy.IsZero() {
		row.Until = v.l.T("carry.until", "day", v.l.DayYear(v.local(c.End())))
	}
	return row
}

// carries adds to a group's page what it carries.
func (h *House) carries(v *visit, l group.Look, p *view.GroupPage) error {
	all, err := h.Carry.Shown(v.r.Context(), l.Group.ID)
	for _, c := range all {
		p.Carried = append(p.Carried, v.carriedRow(c))
	}
	return err
}

// carried is all that the group carries, with what is over.
func (h *House) carried(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	all, err := h.Carry.All(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group))
	p := view.MenuPage{Frame: v.frame(v.l.T("carry.title"), view.NavGroups), Up: view.Link{Text: l.Group.Name, Href: here},
		Lines: []string{v.l.T("carry.hint")}}
	if len(all) == 0 {
		p.Lines = append(p.Lines, v.l.T("carry.none"))
	}
	for _, c := range all {
		row := v.carriedRow(c)
		more := joined(c.From, row.Changed)
		if !c.Usable(v.now) {
			more = v.l.T("carry.is_over")
		}
		p.Ways = append(p.Ways, view.MenuWay{Text: c.Call.Title, More: more, Href: here + "/carried/" + c.Call.ID.String()})
	}
	return v.render(200, view.Menu(p))
}

// takeUpForm asks for the group's own words beside a call.
func (h *House) takeUpForm(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	if _, holds := v.viewer.Holds(l.Group.ID, party.Carry); !holds {
		return fault.New("web.take_up", fault.NotYours, "carry.needs_mandate")
	}
	which, err := id.Parse[call.Call](v.r.URL.Query().Get("call"))
	if err != nil {
		return fault.New("web.take_up", fault.NotFound, "")
	}
	return h.showTakeUp(v, l, which, nil, 200)
}

func (h *House) showTakeUp(v *visit, l group.Look, which call.ID, bad []view.Problem, status int) error {
	c, err := h.Spine.Look(v.r.Context(), v.viewer, which)
	if err != nil {
		return err
	}
	p := view.FormPage{Frame: v.frame(v.l.T("carry.for", "group", l.Group.Name), view.NavGroups), Action: v.in(groupPath(l.Group) + "/carried"), Key: freshKey(),
		Back: v.in("/c/" + which.String()), Carry: []view.Hidden{{Name: "call", Value: which.String()}}, Lines: append([]string{c.Title, v.l.T("carry.how")}, v.byTask(l.Group, party.Carry)...),
		Fields: []view.Input{v.carryWords(v.r.PostFormValue("words"))}, Button: v.l.T("carry.go")}
	p.Problems = bad
	mark(p.Fields, bad)
	return v.render(status, view.Form(p))
}

func (v *visit) carryWords(value string) view.Input {
	return view.Input{Name: "words", Label: v.l.T("carry.words"), Hint: v.l.T("carry.words_hint"), Value: value, Rows: 4, Max: carry.WordsMost, Optional: true}
}

func (h *House) takeUp(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	which, err := id.Parse[call.Call](v.r.PostFormValue("call"))
	if err != nil {
		return fault.New("web.take_up", fault.NotFound, "")
	}
	err = h.Carry.TakeUp(v.r.Context(), v.viewer, l.Group.ID, which, v.r.PostFormValue("words"))
	if bad := v.problems(err); len(bad) > 0 {
		return h.showTakeUp(v, l, which, bad, 422)
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "/carried/" + which.String() + "?" + queryOf("done", "changed"))
}

func (v *visit) carriedOf() (group.Look, carry.Carried, error) {
	l, err := v.h.within(v)
	if err != nil {
		return l, carry.Carried{}, err
	}
	which, err := v.callID()
	if err != nil {
		return l, carry.Carried{}, err
	}
	c, err := v.h.Carry.One(v.r.Context(), v.viewer, l.Group.ID, which)
	return l, c, err
}

// carriedOne is one call that the group carries.
func (h *House) carriedOne(v *visit) error {
	l, c, err := v.carriedOf()
	if err != nil {
		return err
	}
	return v.showCarried(200, l, c, nil)
}

func (v *visit) showCarried(status int, l group.Look, c carry.Carried, bad []view.Problem) error {
	p, err := v.carriedPage(l, c, bad)
	if err != nil {
		return err
	}
	return v.render(status, view.CarriedOne(p))
}

func (v *visit) carriedPage(l group.Look, c carry.Carried, bad []view.Problem) (view.CarriedPage, error) {
	here := v.in(groupPath(l.Group) + "/carried")
	p := view.CarriedPage{Frame: v.frame(v.l.T("carry.one"), view.NavGroups), Up: view.Link{Text: v.l.T("carry.title"), Href: here}, Call: v.carriedRow(c)}
	v.sayGroup(&p.Frame)
	k, there, err := v.h.Kits.Of(v.r.Context(), c.Call.ID)
	if err != nil {
		return p, err
	}
	if p.Kit = v.kitWay(c.Call, k.Slug, false); there {
		p.Lines = append(p.Lines, v.kitChanged(k))
	}
	held, err := v.heldBy(l.Group, party.Carry)
	if err != nil {
		return p, err
	}
	p.Call.Under += " " + held
	if !c.Usable(v.now) {
		p.Lines = append(p.Lines, v.l.T("carry.is_over"))
	}
	if _, holds := v.viewer.Holds(l.Group.ID, party.Carry); holds {
		p.Action, p.Key, p.Words = here+"/"+c.Call.ID.String(), freshKey(), v.carryWords(or(v.r.PostFormValue("words"), c.Words))
		p.Words.Problem = problemIn(bad, "words")
	}
	p.Problems = bad
	return p, nil
}

func (h *House) carriedAct(v *visit) error {
	l, c, err := v.carriedOf()
	if err != nil {
		return err
	}
	to := groupPath(l.Group) + "/carried"
	switch v.r.PostFormValue("do") {
	case "words":
		err, to = h.Carry.TakeUp(v.r.Context(), v.viewer, l.Group.ID, c.Call.ID, v.r.PostFormValue("words")), to+"/"+c.Call.ID.String()
	case "drop":
		err = h.Carry.LayDown(v.r.Context(), v.viewer, l.Group.ID, c.Call.ID)
	default:
		err = fault.New("web.carried_act", fault.NotFound, "")
	}
	if bad := v.problems(err); len(bad) > 0 {
		return v.showCarried(422, l, c, bad)
	}
	if err != nil {
		return err
	}
	return v.to(to + "?" + queryOf("done", "changed"))
}

// useBy is the day after which nobody is to carry a call, as its steward typed
// it; and what is wrong with it.
func (v *visit) useBy() (t time.Time, bad []view.Problem) {
	typed := v.r.PostFormValue("useby")
	if typed == "" {
		return t, nil
	}
	day, err := when.ParseDay(typed)
	if err != nil {
		return t, []view.Problem{{Field: "useby", Text: v.l.T("ask.day_form")}}
	}
	t, _ = when.Local(day, when.HM(23, 59), v.h.Zone)
	return t, nil
}
