package web

import (
	"alongside/internal/call"
	"alongside/internal/care"
	"alongside/internal/circle"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/locale"
	"alongside/internal/party"
	"alongside/internal/space"
	"alongside/internal/text"
	"alongside/internal/view"
)

var reportRoutes = []route{
	{pattern: "GET /c/{call}/report", do: (*House).reportForm, private: true},
	{pattern: "POST /c/{call}/report", do: (*House).report, private: true},
	{pattern: "GET /g/{slug}/report", do: (*House).reportForm, private: true},
	{pattern: "POST /g/{slug}/report", do: (*House).report, private: true},
	{pattern: "GET /g/{slug}/circles/{circle}/posts/{post}/report", guard: member, do: (*House).reportForm, private: true},
	{pattern: "POST /g/{slug}/circles/{circle}/posts/{post}/report", guard: member, do: (*House).report, private: true},
}

// subject is what a report is about: a call, a group, or what was written to a
// circle. What only a group's members can read is theirs to answer, and no
// host's; what only a circle reads, the circle's.
type subject struct {
	id     int64
	kind   space.Kind // of what is inside a group
	title  string
	here   string // where it stands
	action string // where the form goes; empty: beside it
	inside party.GroupID
	circle party.CircleID // whose people alone read it
}

func (v *visit) subject() (subject, error) {
	switch {
	case v.r.PathValue("post") != "":
		return v.h.postSubject(v)
	case v.r.PathValue("slug") != "":
		l, err := v.lookGroup()
		return subject{id: int64(l.Group.ID), title: l.Group.Name, here: groupPath(l.Group)}, err
	}
	l, err := v.look()
	about := subject{id: int64(l.ID), kind: space.Call, title: l.Title, here: "/c/" + l.ID.String()}
	if l.Audience != call.OnBoard {
		about.inside, about.circle = l.Call.Group, l.Circle
	}
	return about, err
}

func (h *House) reportForm(v *visit) error {
	about, err := v.subject()
	if err != nil {
		return err
	}
	alone, err := h.alone(v, about)
	if err != nil {
		return err
	}
	if alone {
		return h.nobodyElse(v, 200, about)
	}
	return v.render(200, view.Report(v.reportPage(about, nil)))
}

func (v *visit) reportPage(about subject, bad []view.Problem) view.ReportPage {
	here := v.in(about.here)
	p := view.ReportPage{Frame: v.frame(v.l.T("care.report_title"), view.NavNone), Action: v.in(or(about.action, about.here+"/report")), Back: here,
		Key: freshKey(), About: about.title, Text: v.r.PostFormValue("text"), Hint: v.l.T("care.report_hint"), Go: v.l.T("care.report_go")}
	if about.inside != 0 {
		v.insideReport(&p, about.circle != 0)
	}
	p.Problems, p.Question = bad, true
	if k := v.formKey(); k != "" {
		p.Key = string(k)
	}
	for _, r := range care.Reasons {
		p.Reasons = append(p.Reasons, view.Option{Value: string(r), Label: reasonWords(v.l, r), On: v.r.PostFormValue("reason") == string(r)})
	}
	return p
}

func reasonWords(l *locale.Language, r care.Reason) string {
	switch r {
	case care.Private:
		return l.T("care.reason_private")
	case care.Harm:
		return l.T("care.reason_harm")
	case care.False:
		return l.T("care.reason_false")
	case care.Selling:
		return l.T("care.reason_selling")
	}
	return l.T("care.reason_other")
}

// report hands on that something is not right. Who said so is not kept.
func (h *House) report(v *visit) error {
	about, err := v.subject()
	if err != nil {
		return err
	}
	if err := v.brake("report"); err != nil {
		return err
	}
	alone, err := h.alone(v, about)
	if err != nil {
		return err
	}
	if alone {
		return h.nobodyElse(v, 422, about)
	}
	form := v.r.PostFormValue
	if about.inside != 0 {
		return h.tellGroup(v, about, about.kind)
	}
	err = h.Care.Take(v.r.Context(), about.id, care.Reason(form("reason")), form("text"), string(v.formKey()))
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(422, view.Report(v.reportPage(about, bad)))
	}
	if err != nil {
		return err
	}
	p := view.NotePage{Frame: v.frame(v.l.T("care.thanks"), view.NavBoard), Lines: []string{v.l.T("care.thanks_more")},
		Links: []view.Link{{Text: v.l.T("care.back_to_call"), Href: v.in(about.here)}}}
	return v.render(200, view.Note(p))
}

// postSubject is something that was written to a circle, or to everyone.
func (h *House) postSubject(v *visit) (subject, error) {
	l, err := h.within(v)
	if err != nil {
		return subject{}, err
	}
	which, err := v.circleID()
	if err != nil {
		return subject{}, err
	}
	post, err := id.Parse[circle.Post](v.r.PathValue("post"))
	if err != nil {
		err = fault.New("web.post", fault.NotFound, "")
	}
	var p circle.Post
	if _, lost := h.Circles.One(v.r.Context(), v.viewer, l.Group.ID, which); lost != nil {
		err = lost // before anything is said of what is in it
	} else if err == nil {
		p, err = h.Circles.Post(v.r.Context(), v.viewer, l.Group.ID, which, post)
	}
	at := circlePath(l.Group, which)
	return subject{id: int64(p.ID), kind: space.Post, title: text.Excerpt(p.Body, aboutMost), here: at, action: at + "/posts/" + p.ID.String() + "/report",
		inside: l.Group.ID, circle: which}, err
}

// alone reports whether nobody but the reader could answer what they would tell.
func (h *House) alone(v *visit, about subject) (bool, error) {
	if about.circle == 0 {
		return false, nil
	}
	heard, err := h.Space.Heard(v.r.Context(), v.viewer, about.inside, about.kind, about.id)
	return !heard, err
}

// nobodyElse says what to do instead.
func (h *House) nobodyElse(v *visit, status int, about subject) error {
	g, err := h.Groups.Named(v.r.Context(), v.viewer, about.inside)
	if err != nil {
		return err
	}
	here := v.in(groupPath(g))
	return v.render(status, view.Note(view.NotePage{Frame: v.frame(v.l.T("care.report_title"), view.NavGroups),
		Lines: []string{v.l.T("circle.nobody_else"), v.l.T("circle.instead")},
		Links: []view.Link{{Text: v.l.T("repair.begin"), Href: here + "/repairs/new"}, {Text: v.l.T("space.block_go"), Href: here + "/blocks"},
			{Text: v.l.T("circle.leave"), Href: v.in(circlePath(g, about.circle)) + "/sure?do=leave"}, {Text: v.l.T("view.back"), Href: v.in(about.here)}}}))
}
