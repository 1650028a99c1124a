package web

import (
	"bytes"
	"net/http"

	"alongside/internal/account"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/move"
	"alongside/internal/party"
	"alongside/internal/view"
)

// Leaving with everything, and where a group lives afterwards. Guard proved:
// what is taken along opens a group, or is all that a person has here.
var moveRoutes = []route{
	{pattern: "GET /g/{slug}/leave/take", guard: proved, do: (*House).takeForm, private: true},
	{pattern: "POST /g/{slug}/leave/take", guard: proved, do: (*House).take, private: true},
	{pattern: "GET /g/{slug}/moved", guard: member, do: (*House).movingForm, private: true},
	{pattern: "POST /g/{slug}/moved", guard: member, do: (*House).moving, private: true},
	{pattern: "GET /back/{secret}", do: (*House).homeForm, private: true},
	{pattern: "POST /back/{secret}", guard: member, do: (*House).comeHome, private: true},
	{pattern: "GET /you/take", guard: proved, do: (*House).takeOwnForm, private: true},
	{pattern: "POST /you/take", guard: proved, do: (*House).takeOwn, private: true},
}

// leaving opens a group for members through their trial.
func (h *House) leaving(v *visit) (group.Group, error) {
	l, err := h.within(v)
	if err == nil && !v.viewer.Trusted(l.Group.ID) {
		err = l.Me.NotYet()
	}
	return l.Group, err
}

func (h *House) takeForm(v *visit) error {
	g, err := h.leaving(v)
	if err != nil {
		return err
	}
	here := v.in(groupPath(g))
	return v.render(http.StatusOK, view.Take(view.TakePage{Frame: v.frame(v.l.T("move.take_title"), view.NavGroups), Group: g.Name, GroupAt: here,
		Action: here + "/leave/take", Key: freshKey(), Moved: view.Link{Text: v.l.T("move.say_title"), Href: here + "/moved"},
		Lines: []string{v.l.T("move.take_what"), v.l.T("move.take_links"), v.l.T("move.take_log"), v.l.T("move.take_stays")}}))
}

// take hands out a group's file. It is made whole before the first byte of it
// leaves: what goes wrong is told on a page, and the group's log comes first.
func (h *House) take(v *visit) error {
	g, err := h.leaving(v)
	if err != nil {
		return err
	}
	if err := v.brake("sheet"); err != nil {
		return err
	}
	var out bytes.Buffer
	name := g.Slug + ".zip"
	switch v.r.PostFormValue("do") {
	case "move":
		_, err = h.Move.Take(v.r.Context(), v.viewer, g.ID, &out)
	case "read":
		name = g.Slug + "-history.zip"
		err = h.Move.Read(v.r.Context(), v.viewer, g.ID, &out)
	default:
		err = fault.New("web.take", fault.NotFound, "")
	}
	if err != nil {
		return err
	}
	return v.archive(name, out.Bytes())
}

// archive sends a file that is compressed already.
func (v *visit) archive(name string, body []byte) error {
	header := v.w.Header()
	header.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	header.Set("Content-Type", "application/zip")
	header["Cache-Control"] = noStore
	v.out.WriteHeader(http.StatusOK)
	_, err := v.out.Write(body)
	return err
}

func (h *House) movingForm(v *visit) error {
	g, err := h.leaving(v)
	if err != nil {
		return err
	}
	m, err := h.Move.Moving(v.r.Context(), v.viewer, g.ID)
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, view.Moving(v.movingPage(g, m, nil)))
}

func (v *visit) movingPage(g group.Group, m move.Moving, bad []view.Problem) view.MovingPage {
	here := v.in(groupPath(g))
	p := view.MovingPage{Frame: v.frame(v.l.T("move.say_title"), view.NavGroups), Group: g.Name, GroupAt: here, Action: here + "/moved", Key: freshKey(),
		Address: view.Input{Name: "address", Label: v.l.T("move.address"), Hint: v.l.T("move.address_hint"), Type: "url", InputMode: "url", Max: 300}}
	v.sayGroup(&p.Frame)
	p.Problems = bad
	switch {
	case m.InForce(v.now):
		p.Said, p.Lines = true, []string{v.l.T("move.in_force", "address", m.At, "day", v.l.DayYear(m.Until))}
	case m.At != "" && m.Mine:
		p.Said, p.Lines = true, []string{v.l.T("move.said_by_you", "address", m.At)}
	case m.At != "":
		p.Said, p.Ask, p.Lines = true, true, []string{v.l.T("move.said_by_other", "address", m.At)}
		p.Address.Value = m.At
	case m.Alone:
		p.Ask, p.Lines = true, []string{v.l.T("move.say_alone")}
	default:
		p.Ask, p.Lines = true, []string{v.l.T("move.say_how")}
	}
	if len(bad) > 0 {
		p.Ask, p.Address.Value, p.Address.Problem = true, v.r.PostFormValue("address"), bad[0].Text
	}
	return p
}

func (h *House) moving(v *visit) error {
	g, err := h.leaving(v)
	if err != nil {
		return err
	}
	var m move.Moving
	switch v.r.PostFormValue("do") {
	case "stay":
		err = h.Move.StayHome(v.r.Context(), v.viewer, g.ID)
	case "say", "":
		m, err = h.Move.SayHome(v.r.Context(), v.viewer, g.ID, v.r.PostFormValue("address"))
	default:
		err = fault.New("web.moving", fault.NotFound, "")
	}
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(http.StatusUnprocessableEntity, view.Moving(v.movingPage(g, m, bad)))
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(g) + "/moved?" + queryOf("done", "changed"))
}

// orMoved says to whoever has an old link where a group lives now. Nobody is
// sent to another site without reading so.
func (v *visit) orMoved(err error, name string, home move.Home) error {
	if err != nil {
		return err
	}
	p := view.NotePage{Frame: v.frame(v.l.T("move.gone_title", "group", name), view.NavGroups),
		Lines: []string{v.l.T("move.gone_where"), v.l.T("move.gone_until", "day", v.l.DayYear(home.Until))},
		Links: []view.Link{{Text: linkName(home.At), Href: home.At}}}
	p.NoIndex = true
	return v.render(http.StatusOK, view.Note(p))
}

// homeOfCall is where a call lives now that went along with its group, for
// whoever is no part of it here.
func (h *House) homeOfCall(v *visit, l call.Look) (move.Home, bool, error) {
	if l.Group == 0 || l.Author.Kind == party.KindGuest || l.Yours || len(l.Own) > 0 || v.viewer.In(l.Group) {
		return move.Home{}, false, nil
	}
	return h.Move.HomeOfCall(v.r.Context(), l.ID)
}

func (h *House) homeForm(v *visit) error {
	w, err := h.Move.Welcome(v.r.Context(), v.invitation())
	if err != nil {
		return err
	}
	here := "/back/" + v.invitation().Reveal()
	p := view.HomePage{Frame: v.frame(v.l.T("move.home_title", "group", w.To.Name), view.NavGroups), Action: v.in(here), Key: freshKey(),
		Lines: []string{v.l.T("move.home_you", "name", w.Name), v.l.T("move.home_once")}}
	p.Question = true
	switch {
	case v.viewer.In(w.Group):
		p.In = v.in(groupPath(w.To))
	case !v.signed:
		p.New, p.SignIn = v.accountFirst(here)
	}
	return v.render(http.StatusOK, view.Home(p))
}

func (h *House) comeHome(v *visit) error {
	g, err := h.Move.ComeHome(v.r.Context(), v.person.Session.Account, id.SecretFrom(v.r.PathValue("secret")))
	if err != nil {
		return err
	}
	return v.to(groupPath(g) + "?" + queryOf("done", "home"))
}

func (h *House) takeOwnForm(v *visit) error {
	p := view.FormPage{Frame: v.frame(v.l.T("move.you_title"), view.NavYou), Action: v.in("/you/take"), Key: freshKey(),
		Lines: []string{v.l.T("move.you_what"), v.l.T("move.you_only")}, Button: v.l.T("move.you_go"), Back: v.in("/you"), Saves: true}
	return v.render(http.StatusOK, view.Form(p))
}

// takeOwn hands out one person's own things.
func (h *House) takeOwn(v *visit) error {
	if err := v.brake("sheet"); err != nil {
		return err
	}
	ctx := v.r.Context()
	face, _ := v.person.Face(account.Board)
	p := move.Person{Name: face.Name, Language: v.person.Session.Language}
	mine, err := h.Spine.Mine(ctx, v.viewer)
	if err != nil {
		return err
	}
	p.Of(mine)
	own, err := h.Groups.Own(ctx, v.viewer)
	for _, g := range own {
		if err != nil {
			return err
		}
		var l group.Look
		l, err = h.Groups.Look(ctx, v.viewer, g.Slug)
		p.MemberOf(g.Name, l.Me.Name, l.Me.Since, l.Me.Read)
	}
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := p.Pack(&out, v.l, v.now); err != nil {
		return err
	}
	return v.archive("my-things.zip", out.Bytes())
}
