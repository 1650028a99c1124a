package web

import (
	"alongside/internal/call"
	"alongside/internal/care"
	"alongside/internal/locale"
	"alongside/internal/party"
	"alongside/internal/space"
	"alongside/internal/view"
)

var reportRoutes = []route{
	{pattern: "GET /c/{call}/report", do: (*House).reportForm, private: true},
	{pattern: "POST /c/{call}/report", do: (*House).report, private: true},
	{pattern: "GET /g/{slug}/report", do: (*House).reportForm, private: true},
	{pattern: "POST /g/{slug}/report", do: (*House).report, private: true},
}

// subject is what a report is about: a call or a group. What only a group's
// members can read is theirs to answer, and no host's.
type subject struct {
	id          int64
	title, here string
	inside      party.GroupID
	circle      party.CircleID // whose people alone read it
}

func (v *visit) subject() (subject, error) {
	if v.r.PathValue("slug") != "" {
		l, err := v.lookGroup()
		return subject{id: int64(l.Group.ID), title: l.Group.Name, here: groupPath(l.Group)}, err
	}
	l, err := v.look()
	about := subject{id: int64(l.ID), title: l.Title, here: "/c/" + l.ID.String()}
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
	if about.circle != 0 {
		return h.staysInCircle(v, 200, about)
	}
	return v.render(200, view.Report(v.reportPage(about, nil)))
}

func (v *visit) reportPage(about subject, bad []view.Problem) view.ReportPage {
	here := v.in(about.here)
	p := view.ReportPage{Frame: v.frame(v.l.T("care.report_title"), view.NavNone), Action: here + "/report", Back: here,
		Key: freshKey(), About: about.title, Text: v.r.PostFormValue("text"), Hint: v.l.T("care.report_hint"), Go: v.l.T("care.report_go")}
	if about.inside != 0 {
		v.insideReport(&p)
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
	if about.circle != 0 {
		return h.staysInCircle(v, 422, about)
	}
	form := v.r.PostFormValue
	if about.inside != 0 {
		return h.tellGroup(v, about, space.Call)
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
