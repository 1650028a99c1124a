package web

import (
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/view"
)

// Who looks after the board: it is asked of others, taken on with a yes, gone
// on with for a year, and laid down.
var hostsRoutes = []route{
	{pattern: "GET /care/hosts", guard: proved, do: (*House).hosts, private: true},
	{pattern: "POST /care/hosts", guard: proved, do: (*House).hostsAct, private: true},
	{pattern: "GET /host", guard: proved, do: (*House).askedToHost, private: true},
	{pattern: "POST /host", guard: proved, do: (*House).hostToo, private: true},
}

const (
	hostsPath = "/care/hosts"
	hostPath  = "/host" // a link adds its secret
)

// lookHosts is for hosts alone: how many there are.
func (h *House) lookHosts(v *visit) (int, error) {
	if !v.viewer.Host {
		return 0, fault.New("web.hosts", fault.NotFound, "")
	}
	return h.Accounts.Hosts(v.r.Context())
}

func (h *House) hosts(v *visit) error {
	n, err := h.lookHosts(v)
	if err != nil {
		return err
	}
	until, _, err := h.Accounts.IsHost(v.r.Context(), v.person.Session)
	if err != nil {
		return err
	}
	p := view.FormPage{Frame: v.frame(v.l.T("care.hosts"), view.NavYou), Action: v.in(hostsPath), Key: freshKey(), Back: v.in("/care/board"),
		Lines: []string{v.l.N("care.hosts_are", n), v.l.T("care.hosts_how")}, Button: v.l.T("care.hosts_link"),
		Undo: []view.UndoRow{
			{Words: v.l.T("care.hosts_until", "day", v.l.DayYear(v.local(until))), Name: "do", Value: "on", Button: v.l.T("care.hosts_on")},
			{Words: v.l.T("care.hosts_enough"), Name: "do", Value: "down", Button: v.l.T("care.hosts_down")}}}
	if v.r.URL.Query().Get("done") != "" {
		p.Done = v.l.T("care.hosts_done")
	}
	return v.render(200, view.Form(p))
}

func (h *House) hostsAct(v *visit) error {
	n, err := h.lookHosts(v)
	if err != nil {
		return err
	}
	ctx, s := v.r.Context(), v.person.Session
	switch v.r.PostFormValue("do") {
	case "on":
		if err := h.Accounts.GoOnHosting(ctx, s); err != nil {
			return err
		}
		return v.to(hostsPath + "?" + queryOf("done", "yes"))
	case "down":
		if v.r.PostFormValue("sure") != "yes" {
			return v.render(200, view.Sure(v.layDownPage(n)))
		}
		if err := h.Accounts.StopHosting(ctx, s); err != nil {
			return err
		}
		return v.to("/you")
	}
	link, err := h.Accounts.AskHost(ctx, s)
	if err != nil {
		return err
	}
	p := view.NotePage{Frame: v.frame(v.l.T("care.hosts_given"), view.NavYou), Lines: []string{v.l.T("care.hosts_given_how")},
		Copy: h.Origin + hostPath + "?" + link.Reveal(), Links: []view.Link{{Text: v.l.T("care.hosts"), Href: v.in(hostsPath)}}}
	return v.render(200, view.Note(p))
}

// layDownPage asks once more, and says what becomes of the board.
func (v *visit) layDownPage(n int) view.SurePage {
	p := view.SurePage{Frame: v.frame(v.l.T("care.hosts_down_sure"), view.NavYou), Lines: []string{v.l.T("care.hosts_down_what")}, Action: v.in(hostsPath),
		Key: freshKey(), Carry: []view.Hidden{{Name: "do", Value: "down"}, {Name: "sure", Value: "yes"}}, Yes: v.l.T("care.hosts_down"), No: v.in(hostsPath), Grave: true}
	if n == 1 {
		p.Lines = append(p.Lines, v.l.T("care.hosts_last"))
	}
	return p
}

// askedToHost says what it means to look after the board. Whether the link
// still works shows with the yes.
func (h *House) askedToHost(v *visit) error {
	return v.render(200, view.Sure(view.SurePage{Frame: v.frame(v.l.T("care.hosts_asked"), view.NavYou), Lines: []string{v.l.T("care.hosts_asked_how"), v.l.T("care.hosts_asked_long")},
		Action: v.in(hostPath), Key: freshKey(), Carry: []view.Hidden{{Name: "link", Value: v.r.URL.RawQuery}}, Yes: v.l.T("care.hosts_yes"), No: v.in("/you")}))
}

func (h *House) hostToo(v *visit) error {
	if err := v.brake("set-up"); err != nil {
		return err
	}
	if err := h.Accounts.HostToo(v.r.Context(), v.person.Session, id.SecretFrom(v.r.PostFormValue("link"))); err != nil {
		return err
	}
	return v.to("/care/board")
}
