package web

import (
	"context"
	"strings"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/care"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/host"
	"alongside/internal/party"
	"alongside/internal/view"
)

var careRoutes = []route{
	{pattern: "GET /host-log", do: (*House).hostLog, shared: true},
	{pattern: "GET /care/board", guard: member, do: (*House).careBoard, private: true},
	{pattern: "POST /care/board", guard: member, do: (*House).careAct, private: true},
}

// hostLog is what hosts did, for everybody to read.
func (h *House) hostLog(v *visit) error {
	before := number(v.r.URL.Query().Get("before"))
	lines, err := h.Host.Log(v.r.Context(), int64(before))
	if err != nil {
		return err
	}
	p := view.LogPage{Frame: v.frame(v.l.T("care.log"), view.NavNone), Hint: v.l.T("care.log_hint"), Empty: v.l.T("care.log_empty"),
		Back: view.Link{Text: v.l.T("view.nav_board"), Href: v.in("/")}}
	for _, n := range lines {
		p.Entries = append(p.Entries, view.LogEntry{When: v.l.DayYear(n.Day), What: n.Say(v.l), Why: n.Reason})
	}
	if len(lines) > 0 && lines[len(lines)-1].N > 1 {
		p.More = v.in("/host-log?" + queryOf("before", number64(lines[len(lines)-1].N)))
	}
	return v.render(200, view.Log(p))
}

// What an item on the care page is about, as its name begins.
const (
	aboutCall  = "call"
	aboutGroup = "group"
)

func careName(kind string, subject int64) string { return kind + "." + number64(subject) }

func (v *visit) careAbout(kind string, subject int64) string {
	return v.in("/care/board?" + queryOf("about", careName(kind, subject)))
}

// hosts lets only those in who look after the board. To others there is no
// such page.
func (v *visit) hosts() error {
	if !v.viewer.Host {
		return fault.New("web.care", fault.NotFound, "")
	}
	return nil
}

func (h *House) careBoard(v *visit) error {
	if err := v.hosts(); err != nil {
		return err
	}
	p, err := h.carePage(v)
	if err != nil {
		return err
	}
	return v.render(200, view.Care(p))
}

// carePage is what somebody asked about, then what was reported, then what is
// hidden and can be shown again.
func (h *House) carePage(v *visit) (view.CarePage, error) {
	ctx := v.r.Context()
	p := view.CarePage{Frame: v.frame(v.l.T("care.title"), view.NavYou), Action: v.in("/care/board"), Key: freshKey(), Log: v.in("/host-log"), Hosts: v.in(hostsPath)}
	if v.r.URL.Query().Get("done") != "" {
		p.Done = v.l.T("care.done")
	}
	seen := map[string]bool{}
	add := func(i view.CareItem, err error) error {
		if err == nil && i.ID != "" && !seen[i.ID] {
			seen[i.ID] = true
			p.Items = append(p.Items, i)
		}
		return err
	}
	if kind, subject, ok := careItem(v.r.FormValue("about")); ok {
		i, err := h.careOf(v, kind, subject)
		if err := add(i, err); err != nil {
			return p, err
		}
	}
	reports, err := h.Care.Waiting(ctx)
	if err != nil {
		return p, err
	}
	for _, r := range reports {
		if err := add(h.reported(v, r.Call, reports)); err != nil {
			return p, err
		}
	}
	lines, err := h.Host.Log(ctx, 0)
	for _, n := range lines {
		if err == nil {
			err = add(h.barred(v, n))
		}
	}
	if err != nil {
		return p, err
	}
	p.Health, err = h.health(v)
	return p, err
}

// health is how the board is.
func (h *House) health(v *visit) ([]view.Fact, error) {
	if err := h.Spine.Ping(v.r.Context()); err != nil {
		return nil, err
	}
	until, _, err := h.Accounts.IsHost(v.r.Context(), v.person.Session)
	return []view.Fact{
		{Name: v.l.T("care.database"), Value: v.l.T("care.answers")},
		{Name: v.l.T("care.version"), Value: or(h.Version, v.l.T("care.unmarked"))},
		{Name: v.l.T("care.until"), Value: v.l.DayYear(v.local(until))},
	}, err
}

// careItem reads the name of an item.
func careItem(s string) (kind string, subject int64, ok bool) {
	kind, n, _ := strings.Cut(s, ".")
	subject, ok = parse64(n)
	return kind, subject, ok && (kind == aboutCall || kind == aboutGroup)
}

// careOf is one thing on the board with what may be done about it now. What is
// inside a group is not shown, and nothing can be done about it.
func (h *House) careOf(v *visit, kind string, subject int64) (view.CareItem, error) {
	if kind == aboutGroup {
		g, err := h.Groups.Named(v.r.Context(), v.viewer, party.GroupID(subject))
		if fault.Is(err, fault.NotFound) {
			return view.CareItem{}, nil
		}
		return v.careGroup(g), err
	}
	l, err := h.Spine.Look(v.r.Context(), access.Viewer{}, call.ID(subject)) // as anybody: only what is on the board
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Gone) {
		return view.CareItem{}, nil
	}
	i := view.CareItem{ID: careName(aboutCall, subject), Title: l.Title, Href: v.in("/c/" + l.ID.String()), Texts: kept(l.Body), When: v.l.Day(v.local(l.Opened)),
		Acts: []view.CareAct{{Do: "hide", Words: v.l.T("care.hide"), Warn: true}, {Do: "remove", Words: v.l.T("care.remove"), Warn: true}}}
	return i, err
}

func (v *visit) careGroup(g group.Group) view.CareItem {
	if g.ID == 0 {
		return view.CareItem{}
	}
	i := view.CareItem{ID: careName(aboutGroup, int64(g.ID)), Title: g.Name, Href: v.in(groupPath(g)), Texts: kept(g.About)}
	act := func(do host.Act, words string, warn bool) {
		i.Acts = append(i.Acts, view.CareAct{Do: string(do), Words: words, Warn: warn})
	}
	if g.Bar == group.NotBarred {
		act(host.Hide, v.l.T("care.hide"), true)
	} else {
		act(host.Show, v.l.T("care.show"), false)
	}
	if g.Status == group.Forming && !g.Bar.Ends() {
		act(host.Refuse, v.l.T("care.refuse"), true)
	} else if g.Bar != group.Removed {
		act(host.Remove, v.l.T("care.remove"), true)
	}
	return i
}

// reported is what people told about one thing. It stays on the list, without
// its words, where only a group's members may read it.
func (h *House) reported(v *visit, subject int64, all []care.Report) (view.CareItem, error) {
	i, err := h.careOf(v, aboutCall, subject)
	if err == nil && i.ID == "" {
		i, err = h.careOf(v, aboutGroup, subject)
	}
	if err != nil {
		return i, err
	}
	if i.ID == "" {
		i = view.CareItem{ID: careName(aboutCall, subject), Title: v.l.T("care.not_yours")}
	}
	i.Why = v.l.T("care.reported")
	i.Acts = append([]view.CareAct{{Do: "keep", Words: v.l.T("care.keep"), NoReason: true}}, i.Acts...)
	for _, r := range all {
		if r.Call == subject {
			i.Texts = append(i.Texts, joined(reasonWords(v.l, r.Reason), r.Text))
		}
	}
	return i, nil
}

// barred is what the last word of a host hides, so that it can be shown again.
func (h *House) barred(v *visit, n host.Line) (view.CareItem, error) {
	last, found, err := h.Host.Said(v.r.Context(), n.Kind, n.Subject)
	if err != nil || !found || last.N != n.N || n.Act == host.Show {
		return view.CareItem{}, err
	}
	if n.Kind == host.Group {
		i, err := h.careOf(v, aboutGroup, n.Subject)
		i.Why, i.When = n.Say(v.l), v.l.Day(n.Day)
		return i, err
	}
	if n.Act != host.Hide {
		return view.CareItem{}, nil
	}
	return view.CareItem{ID: careName(aboutCall, n.Subject), Why: n.Say(v.l), When: v.l.Day(n.Day), Title: n.Reason,
		Acts: []view.CareAct{{Do: string(host.Show), Words: v.l.T("care.show")}, {Do: string(host.Remove), Words: v.l.T("care.remove"), Warn: true}}}, nil
}

// careAct does what a button on the care page says.
func (h *House) careAct(v *visit) error {
	if err := v.hosts(); err != nil {
		return err
	}
	item, do := v.r.PostFormValue("item"), v.r.PostFormValue("do")
	kind, subject, ok := careItem(item)
	if !ok {
		return fault.New("web.care", fault.NotFound, "")
	}
	reason := v.r.PostFormValue("reason-" + item)
	err := h.careDo(v.r.Context(), v, kind, subject, do, reason)
	if bad := v.problems(err); len(bad) > 0 {
		v.r.Form.Set("about", item)
		p, err := h.carePage(v)
		if err != nil {
			return err
		}
		p.Problems = []view.Problem{{Field: "reason-" + item, Text: bad[0].Text}}
		for i := range p.Items {
			if p.Items[i].ID == item {
				p.Items[i].Bad, p.Items[i].Typed = bad[0].Text, reason
			}
		}
		return v.render(422, view.Care(p))
	}
	if err != nil {
		return err
	}
	return v.to("/care/board?" + queryOf("done", "acted"))
}

func (h *House) careDo(ctx context.Context, v *visit, kind string, subject int64, do, reason string) (err error) {
	switch {
	case do == "keep":
	case kind == aboutGroup:
		err = h.Host.Group(ctx, v.viewer, party.GroupID(subject), host.Act(do), reason)
	default:
		err = h.Host.Call(ctx, v.viewer, call.ID(subject), host.Act(do), reason)
	}
	if err != nil {
		return err
	}
	return h.Care.Settle(ctx, subject)
}

// gone says why a call is not there, where a host hid or removed it: whoever
// has its address reads the reason.
func (h *House) gone(v *visit, c call.ID, err error) error {
	n, found, err2 := h.Host.Said(v.r.Context(), host.Call, int64(c))
	if err2 != nil || !found || n.Act == host.Show {
		return err
	}
	p := view.NotePage{Frame: v.frame(n.Say(v.l), view.NavBoard), Lines: []string{n.Reason, v.l.Day(n.Day)},
		Links: []view.Link{{Text: v.l.T("care.log"), Href: v.in("/host-log")}}}
	return v.render(410, view.Note(p))
}
