package web

import (
	"strings"
	"time"

	"alongside/internal/circle"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/view"
)

// The compartments of a group. To whoever is not in one it is not there.
var circleRoutes = []route{
	{pattern: "GET /g/{slug}/circles", guard: member, do: (*House).circles, private: true},
	{pattern: "GET /g/{slug}/circles/new", guard: member, do: (*House).newCircleForm, private: true},
	{pattern: "POST /g/{slug}/circles/new", guard: member, do: (*House).newCircle, private: true},
	{pattern: "GET /g/{slug}/circles/{circle}", guard: member, do: (*House).circle, private: true},
	{pattern: "POST /g/{slug}/circles/{circle}", guard: member, do: (*House).circleAct, private: true},
	{pattern: "GET /g/{slug}/circles/{circle}/sure", guard: member, do: (*House).circleSure, private: true},
	{pattern: "GET /g/{slug}/circles/{circle}/log", guard: member, do: (*House).circleLog, private: true},
}

// everyone names the circle that every member is in.
const everyone = "everyone"

func circlesPath(g group.Group) string { return groupPath(g) + "/circles" }

func circlePath(g group.Group, c party.CircleID) string {
	if c == circle.Everyone {
		return circlesPath(g) + "/" + everyone
	}
	return circlesPath(g) + "/" + c.String()
}

// circleID is the circle that the address names.
func (v *visit) circleID() (party.CircleID, error) {
	typed := v.r.PathValue("circle")
	if typed == everyone {
		return circle.Everyone, nil
	}
	c, err := id.Parse[circle.Circle](typed)
	if err != nil {
		err = fault.New("web.circle", fault.NotFound, "")
	}
	return party.CircleID(c), err
}

func (h *House) circles(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	all, err := h.Circles.List(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	p := view.CirclesPage{Frame: v.frame(v.l.T("circle.title"), view.NavGroups), Group: l.Group.Name, GroupAt: v.in(groupPath(l.Group)),
		Rows: []view.MenuWay{{Text: v.l.T("circle.everyone"), Href: v.in(circlePath(l.Group, circle.Everyone))}}}
	for _, c := range all {
		p.Rows = append(p.Rows, view.MenuWay{Text: c.Name, Href: v.in(circlePath(l.Group, c.ID))})
	}
	if v.viewer.Trusted(l.Group.ID) && l.Group.Here() {
		p.New = v.in(circlesPath(l.Group) + "/new")
	}
	if v.r.URL.Query().Get("done") != "" {
		p.Done = v.l.T("mine.done_changed")
	}
	return v.render(200, view.Circles(p))
}

func (h *House) newCircleForm(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	if _, _, err := h.Mandates.Able(v.r.Context(), v.viewer, l.Group.ID); err != nil { // on trial: kindly told so
		return err
	}
	return v.render(200, view.Form(v.circleForm(l, nil)))
}

func (v *visit) circleForm(l group.Look, bad []view.Problem) view.FormPage {
	at, form := v.in(circlesPath(l.Group)), v.r.PostFormValue
	p := view.FormPage{Frame: v.frame(v.l.T("circle.new"), view.NavGroups), Action: at + "/new", Key: or(form("key"), freshKey()), Back: at,
		Lines: []string{v.l.T("circle.new_hint")}, Button: v.l.T("circle.make"), Fields: []view.Input{
			{Name: "name", Label: v.l.T("group.name"), Value: form("name"), Max: circle.NameMost},
			{Name: "about", Label: v.l.T("circle.about"), Value: form("about"), Rows: 3, Max: circle.AboutMost, Optional: true},
			{Name: "ends", Label: v.l.T("circle.ends"), Hint: v.l.T("circle.ends_hint"), Type: "date", Value: form("ends"), Optional: true}}}
	p.Problems = bad
	mark(p.Fields, bad)
	return p
}

func (h *House) newCircle(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	form := v.r.PostFormValue
	dr := circle.Draft{Key: string(v.formKey()), Name: form("name"), About: form("about")}
	if typed := form("ends"); typed != "" {
		day, err := time.ParseInLocation(time.DateOnly, typed, h.Zone)
		if dr.Ends = day.AddDate(0, 0, 1); err != nil {
			dr.Ends = v.now // said beside the field
		}
	}
	made, err := h.Circles.Make(v.r.Context(), v.viewer, l.Group.ID, dr)
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(422, view.Form(v.circleForm(l, bad)))
	}
	if err != nil {
		return err
	}
	return v.to(circlePath(l.Group, made))
}

func (h *House) circle(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	which, err := v.circleID()
	if err != nil {
		return err
	}
	return h.showCircle(v, 200, l, which, nil)
}

func (h *House) showCircle(v *visit, status int, l group.Look, which party.CircleID, bad []view.Problem) error {
	ctx, q := v.r.Context(), v.r.URL.Query()
	before := circle.Post{}
	before.ID, _ = id.Parse[circle.Post](q.Get("post")) // none: from the newest
	if ms, ok := parse64(q.Get("at")); ok {
		before.Made = time.UnixMilli(ms)
	}
	c, err := h.Circles.Look(ctx, v.viewer, l.Group.ID, which, before)
	if err != nil {
		return err
	}
	face, _ := id.Parse[party.Face](q.Get("face"))
	people, more, err := h.Circles.People(ctx, v.viewer, l.Group.ID, which, group.Member{Name: q.Get("name"), Face: face})
	if err != nil {
		return err
	}
	here := v.in(circlePath(l.Group, which))
	p := view.CirclePage{Frame: v.frame(or(c.Name, v.l.T("circle.everyone")), view.NavGroups), Back: view.Link{Text: v.l.T("circle.title"), Href: v.in(circlesPath(l.Group))},
		About: c.About, Action: here, Key: freshKey(), Warning: v.l.T("circle.everyone_warning"),
		Words: view.Input{Name: "words", Label: v.l.T("circle.words"), Value: v.r.PostFormValue("words"), Rows: 3, Max: circle.PostMost, Problem: problemIn(bad, "words")}}
	p.Problems = bad
	if l.Me.Paused {
		p.Paused = view.Link{Text: v.l.T("space.mine"), Href: v.in(groupPath(l.Group) + "/reports/mine")}
	}
	if err := h.circleCalls(v, l, which, &p); err != nil {
		return err
	}
	for _, m := range people {
		p.People = append(p.People, m.Name)
	}
	if more {
		last := people[len(people)-1]
		p.Others = here + "?" + queryOf("name", last.Name, "face", last.Face.String()) + "#who"
	}
	if p.Posts, err = h.circlePosts(v, l, c); err != nil {
		return err
	}
	if c.More {
		last := c.Posts[len(c.Posts)-1]
		p.More = here + "?" + queryOf("post", last.ID.String(), "at", number64(last.Made.UnixMilli()))
	}
	if which != circle.Everyone {
		p.Warning = v.l.T("circle.warning")
		p.Add = &view.Input{Name: "name", Label: v.l.T("circle.who_more"), Hint: v.l.T("circle.who_more_hint"), Value: v.r.PostFormValue("name"), Max: group.FaceMost, Problem: problemIn(bad, "name")}
		p.Leave, p.End, p.Log = here+"/sure?do=leave", here+"/sure?do=end", here+"/log"
		if !c.Ends.IsZero() {
			p.Ends = v.l.T("mandate.until", "day", v.l.DayYear(v.local(c.Ends.Add(-time.Second))))
		}
	}
	return v.render(status, view.Circle(p))
}

// circleAct is one press on a circle's page.
func (h *House) circleAct(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	which, err := v.circleID()
	if err != nil {
		return err
	}
	ctx, g, form, to := v.r.Context(), l.Group.ID, v.r.PostFormValue, circlePath(l.Group, which)
	switch form("do") {
	case "write":
		err = h.Circles.Write(ctx, v.viewer, g, which, string(v.formKey()), form("words"))
	case "take":
		p, _ := id.Parse[circle.Post](form("post")) // none takes nothing back
		err = h.Circles.TakeBack(ctx, v.viewer, g, which, p)
	case "add":
		err = h.addToCircle(v, g, which)
	case "leave":
		err, to = h.Circles.Leave(ctx, v.viewer, g, which), circlesPath(l.Group)+"?done=yes"
	case "end":
		err, to = h.Circles.End(ctx, v.viewer, g, which), circlesPath(l.Group)+"?done=yes"
	default:
		err = fault.New("web.circle_act", fault.NotFound, "")
	}
	if bad := v.problems(err); len(bad) > 0 {
		return h.showCircle(v, 422, l, which, bad)
	}
	if err != nil {
		return err
	}
	return v.to(to)
}

// addToCircle lets in the member whose name was typed. Whether there is such a
// member is said to those alone who are in the circle.
func (h *House) addToCircle(v *visit, g party.GroupID, which party.CircleID) error {
	if _, err := h.Circles.Look(v.r.Context(), v.viewer, g, which, circle.Post{}); err != nil {
		return err
	}
	m, found, err := h.Mandates.Named(v.r.Context(), v.viewer, g, strings.TrimSpace(v.r.PostFormValue("name")))
	if err != nil {
		return err
	}
	if !found {
		var f fault.Form
		f.Add("name", "mandate.no_such_name")
		return f.Err("web.add_to_circle")
	}
	return h.Circles.Add(v.r.Context(), v.viewer, g, which, m.Face)
}

// circleSure asks once more before somebody leaves a circle or ends it.
func (h *House) circleSure(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	which, err := v.circleID()
	if err != nil {
		return err
	}
	c, err := h.Circles.Look(v.r.Context(), v.viewer, l.Group.ID, which, circle.Post{})
	if err == nil && which == circle.Everyone {
		err = fault.New("web.circle_sure", fault.NotFound, "")
	}
	if err != nil {
		return err
	}
	here := v.in(circlePath(l.Group, which))
	p := view.SurePage{Frame: v.frame(v.l.T("circle.leave_title", "circle", c.Name), view.NavGroups), Action: here, Key: freshKey(), No: here, Grave: true,
		Lines: []string{v.l.T("circle.leave_how"), v.l.T("circle.leave_takes")}, Yes: v.l.T("circle.leave"), Carry: []view.Hidden{{Name: "do", Value: "leave"}}}
	if v.r.URL.Query().Get("do") == "end" {
		p.Title, p.Lines, p.Yes = v.l.T("circle.end_title", "circle", c.Name), []string{v.l.T("circle.end_how"), v.l.T("circle.end_closes"), v.l.T("circle.end_erased")}, v.l.T("circle.end")
		p.Carry[0].Value = "end"
	}
	return v.render(200, view.Sure(p))
}
