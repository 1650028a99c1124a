package web

import (
	"alongside/internal/call"
	"alongside/internal/circle"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/view"
	"alongside/internal/when"
)

// What a circle asks and offers.

// circleCalls adds what is asked in a circle, and the way to ask there. What is
// for everyone is what only the group's members read.
func (h *House) circleCalls(v *visit, l group.Look, which party.CircleID, p *view.CirclePage) error {
	f := call.Filter{Group: l.Group.ID, Circle: which, Inside: which == circle.Everyone, After: cursor(v.r.URL.Query().Get("after"))}
	list, err := h.Spine.Board(v.r.Context(), v.viewer, f)
	if err != nil {
		return err
	}
	p.Calls, p.MoreCalls = v.rows(list.Calls), v.more(list.Next)
	if l.Group.Awake() {
		choice := l.Group.Slug
		if which != circle.Everyone {
			choice = circleChoice(which)
		}
		p.Ask = v.in("/new?" + queryOf("g", l.Group.Slug, "audience", choice))
	}
	return nil
}

// insideCircle says on a call's page that only a circle reads it. Nothing on it
// passes it on.
func (v *visit) insideCircle(p *view.CallPage, l call.Look) error {
	p.Only, p.Nav, p.Share, p.Slip = v.l.T("call.only_circle"), view.NavGroups, "", ""
	p.Sees = view.CircleSees(v.l, int(when.DetailsFor.Hours()/24))
	c, err := v.h.Circles.One(v.r.Context(), v.viewer, l.Group, l.Circle)
	if fault.Is(err, fault.NotFound) { // its author, who is paused
		return nil
	}
	p.Back = &view.Link{Text: c.Name, Href: v.in("/g/" + l.GroupSlug + "/circles/" + l.Circle.String())}
	return err
}

// staysInCircle says what to do instead of a report: whoever would answer one
// does not read what it is about.
func (h *House) staysInCircle(v *visit, status int, about subject) error {
	g, err := h.Groups.Named(v.r.Context(), v.viewer, about.inside)
	if err != nil {
		return err
	}
	return v.render(status, view.Note(view.NotePage{Frame: v.frame(v.l.T("care.report_title"), view.NavGroups),
		Lines: []string{v.l.T("circle.no_report"), v.l.T("circle.report_instead")},
		Links: []view.Link{{Text: v.l.T("view.back"), Href: v.in(about.here)}, {Text: v.l.T("space.tell_way"), Href: v.in(groupPath(g) + "/reports/new")}}}))
}
