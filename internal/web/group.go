package web

import (
	"strconv"

	"alongside/internal/call"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/view"
)

// group is one group's page, with what is theirs for its members.
func (h *House) group(v *visit) error {
	l, err := v.lookGroup()
	if err != nil {
		return err
	}
	list, err := h.Spine.Board(v.r.Context(), v.viewer, call.Filter{Group: l.Group.ID, After: cursor(v.r.URL.Query().Get("after"))})
	if err != nil {
		return err
	}
	p := v.groupPage(l)
	shown, folded, err := h.fold(v, l.Group.ID, list.Calls)
	if err != nil {
		return err
	}
	p.Calls, p.Folded, p.More = v.rows(shown), v.rows(folded), v.more(list.Next)
	if l.Me.Face != 0 {
		if p.Inside, err = h.groupInside(v, l); err != nil {
			return err
		}
	}
	return v.render(200, view.Group(p))
}

func (v *visit) groupPage(l group.Look) view.GroupPage {
	g, here := l.Group, v.in(groupPath(l.Group))
	p := view.GroupPage{Frame: v.frame(g.Name, view.NavGroups), Name: g.Name, Lang: g.Language, About: g.About, Topic: g.Topic, Where: g.Area.Name,
		Meets: g.Meets, Languages: v.l.List(v.h.names(g.Speaks)), Status: v.groupStatus(g, false)}
	v.sayGroup(&p.Frame)
	if l.Reason != "" {
		p.Status = joined(p.Status, l.Reason)
	}
	for _, link := range g.Links {
		p.Links = append(p.Links, view.Link{Text: linkName(link), Href: link})
	}
	if l.Agreements.Version > 0 {
		p.Agreements = here + "/agreements"
	}
	if g.Awake() {
		p.Ask, p.Offer = v.in("/ask?"+queryOf("g", g.Slug)), v.in("/offer?"+queryOf("g", g.Slug))
		p.ByInvite = l.Me.Face == 0 && l.Door.Empty()
	}
	if !l.Door.Empty() && l.Me.Face == 0 {
		p.Join = v.in("/join/" + l.Door.Reveal())
	}
	if l.Me.Face == 0 {
		p.Report = here + "/report"
	}
	if v.viewer.Host {
		p.Care = v.careAbout(aboutGroup, int64(g.ID))
	}
	return p
}

// groupInside is what only members are shown.
func (h *House) groupInside(v *visit, l group.Look) (*view.GroupInside, error) {
	ctx, here := v.r.Context(), v.in(groupPath(l.Group))
	q := v.r.URL.Query()
	face, _ := id.Parse[party.Face](q.Get("face")) // none: from the beginning
	after := group.Member{Name: q.Get("name"), Face: face}
	members, more, err := h.Groups.Members(ctx, v.viewer, l.Group.ID, after)
	if err != nil {
		return nil, err
	}
	in := &view.GroupInside{You: l.Me.Name, Leave: here + "/leave"}
	for _, m := range members {
		in.Members = append(in.Members, m.Name)
	}
	if more {
		last := members[len(members)-1]
		in.More = here + "?" + queryOf("name", last.Name, "face", last.Face.String()) + "#me"
	}
	way := func(words, path string) { in.Ways = append(in.Ways, view.Link{Text: words, Href: here + path}) }
	if l.Group.Awake() {
		way(v.l.T("group.invite"), "/invite")
	}
	if v.viewer.Trusted(l.Group.ID) {
		way(v.l.T("decision.title"), "/decisions")
	}
	waits, err := h.Spine.Waits(ctx, v.viewer, l.Group.ID)
	if err != nil {
		return nil, err
	}
	if waits {
		way(v.l.T("group.something_waits"), "/waiting")
	}
	tray, _, err := h.Sheets.Tray(ctx, v.viewer, l.Group.ID, 0)
	if err != nil {
		return nil, err
	}
	if len(tray) > 0 {
		way(v.l.T("bring.tray_title"), "/tray")
	}
	way(v.l.T("repair.way_here"), "/repairs")
	way(v.l.T("pledge.title"), "/promises")
	way(v.l.T("space.tell_way"), "/reports/new")
	if v.viewer.Trusted(l.Group.ID) {
		way(v.l.T("space.title"), "/reports")
	}
	way(v.l.T("space.blocks"), "/blocks")
	way(v.l.T("group.bring_sheet"), "/import")
	way(v.l.T("group.settings"), "/settings")
	way(v.l.T("group.places"), "/places")
	way(v.l.T("group.log"), "/log")
	return in, nil
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func number64(n int64) string { return strconv.FormatInt(n, 10) }

func parse64(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// sayGroup says at the top what has just been done in a group.
func (v *visit) sayGroup(f *view.Frame) {
	switch v.r.URL.Query().Get("done") {
	case "founded":
		f.Done = v.l.T("group.done_founded")
	case "joined":
		f.Done = v.l.T("group.done_joined")
	case "changed":
		f.Done = v.l.T("mine.done_changed")
	case "revoked":
		f.Done = v.l.T("group.done_revoked")
	case "on":
		f.Done = v.l.T("group.done_on")
	case "off":
		f.Done = v.l.T("group.done_off")
	case "left":
		f.Done = v.l.T("group.done_left")
	}
}
