package web

import (
	"slices"
	"strings"

	"alongside/internal/call"
	"alongside/internal/care"
	"alongside/internal/circle"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/space"
	"alongside/internal/text"
	"alongside/internal/view"
)

// How a group looks after its own space. The host of the board is nobody here.
var spaceRoutes = []route{
	{pattern: "GET /g/{slug}/reports", guard: member, do: (*House).concerns, private: true},
	{pattern: "POST /g/{slug}/reports", guard: member, do: (*House).concernAct, private: true},
	{pattern: "GET /g/{slug}/reports/mine", guard: member, do: (*House).tended, private: true},
	{pattern: "GET /g/{slug}/reports/new", guard: member, do: (*House).concernForm, private: true},
	{pattern: "POST /g/{slug}/reports/new", guard: member, do: (*House).concernTell, private: true},
}

// insideReport is what differs where those who read it are of the same group.
func (v *visit) insideReport(p *view.ReportPage, circle bool) {
	p.Hint, p.Go = v.l.T("space.told_who"), v.l.T("space.tell_go")
	if circle {
		p.Hint = v.l.T("circle.told_who")
	}
	named := v.r.PostFormValue("named") == "yes"
	p.Names = []view.Option{{Value: "", Label: v.l.T("space.named_no"), On: !named}, {Value: "yes", Label: v.l.T("space.named_yes"), On: named}}
}

// tellGroup hands what a member told to those of the group who answer it.
func (h *House) tellGroup(v *visit, about subject, k space.Kind) error {
	form := v.r.PostFormValue
	t := space.Telling{Key: string(v.formKey()), Kind: k, Subject: about.id, Reason: form("reason"), Words: form("text"), Named: form("named") == "yes"}
	if !slices.Contains(care.Reasons, care.Reason(t.Reason)) {
		t.Reason = ""
	}
	err := h.Space.Tell(v.r.Context(), v.viewer, about.inside, t)
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(422, view.Report(v.reportPage(about, bad)))
	}
	if err != nil {
		return err
	}
	p := view.NotePage{Frame: v.frame(v.l.T("care.thanks"), view.NavGroups), Lines: []string{v.l.T("space.thanks")},
		Links: []view.Link{{Text: v.l.T("view.back"), Href: v.in(about.here)}}}
	if about.circle != 0 {
		p.Lines[0] = v.l.T("circle.thanks")
	}
	if t.Named {
		p.Lines = append(p.Lines, v.l.T("space.thanks_named"))
	}
	return v.render(200, view.Note(p))
}

// concerns are what the reader may answer. Whoever is named in one does not
// find it.
func (h *House) concerns(v *visit) error { return h.showConcerns(v, 200, "") }

func (h *House) showConcerns(v *visit, status int, bad string) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	all, hidden, err := h.Space.Waiting(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group))
	p := v.tendPage(l, v.l.T("space.title"), v.l.T("care.empty"))
	p.Action, p.Key = here+"/reports", freshKey()
	p.Lines = []string{v.l.T("space.hint"), v.l.T("space.hint_log")}
	var seen []int64
	for _, c := range all {
		if slices.Contains(seen, c.Subject) {
			continue
		}
		seen = append(seen, c.Subject)
		i, err := h.concernItem(v, l, c, all)
		if err != nil {
			return err
		}
		p.Items = append(p.Items, i)
	}
	for _, t := range hidden {
		i := view.CareItem{ID: "h." + t.ID.String(), Why: v.l.T("space.is_hidden"), When: v.l.Day(t.Made),
			Acts: []view.CareAct{{Do: string(space.Show), Words: v.l.T("care.show")}}}
		if err := h.aboutItem(v, l, &i, t.Kind, t.Subject, t.Circle); err != nil {
			return err
		}
		i.Texts = append(i.Texts, t.Words)
		p.Items = append(p.Items, i)
	}
	if slices.ContainsFunc(all, func(c space.Concern) bool { return c.Circle != circle.Everyone }) || slices.ContainsFunc(hidden, func(t space.Tended) bool { return t.Circle != circle.Everyone }) {
		p.Lines = append(p.Lines, v.l.T("circle.log_apart"))
	}
	for i := range p.Items {
		if x := &p.Items[i]; bad != "" && x.ID == v.r.PostFormValue("item") {
			x.Bad, x.Typed = bad, v.r.PostFormValue("reason-"+x.ID)
			p.Problems = []view.Problem{{Field: "reason-" + x.ID, Text: bad}}
		}
	}
	if _, holds := v.viewer.Holds(l.Group.ID, party.Reports); holds {
		p.Ways = append(p.Ways, view.Link{Text: v.l.T("space.pause_way"), Href: here + "/reports/pause"})
	}
	p.Ways = append(p.Ways, view.Link{Text: v.l.T("space.mine"), Href: here + "/reports/mine"}, view.Link{Text: v.l.T("group.log"), Href: here + "/log"})
	return v.render(status, view.Tend(p))
}

func (v *visit) tendPage(l group.Look, title, empty string) view.TendPage {
	p := view.TendPage{Back: view.Link{Text: l.Group.Name, Href: v.in(groupPath(l.Group))}, Empty: empty}
	p.Frame = v.frame(title, view.NavGroups)
	if v.r.URL.Query().Get("done") != "" {
		p.Done = v.l.T("space.done")
	}
	return p
}

// concernItem is one thing with all that was told about it.
func (h *House) concernItem(v *visit, l group.Look, c space.Concern, all []space.Concern) (view.CareItem, error) {
	i := view.CareItem{ID: c.ID.String(), Why: v.l.T("care.reported"), When: v.l.Day(c.Made)}
	if err := h.aboutItem(v, l, &i, c.Kind, c.Subject, c.Circle); err != nil {
		return i, err
	}
	named := false
	for _, o := range all {
		if o.Kind == c.Kind && o.Subject == c.Subject {
			i.Texts = append(i.Texts, joined(reasonWords(v.l, care.Reason(o.Reason)), o.Words))
			named = named || o.Teller != 0
			if o.Teller != 0 {
				who, err := h.faceName(v, l, o.Teller)
				if err != nil {
					return i, err
				}
				i.Texts = append(i.Texts, v.l.T("space.told_by", "who", who))
			}
		}
	}
	act := func(do space.Act, words string, warn, free bool) {
		i.Acts = append(i.Acts, view.CareAct{Do: string(do), Words: words, Warn: warn, NoReason: free})
	}
	act(space.Keep, v.l.T("care.keep"), false, true)
	switch {
	case c.Kind == space.Member || c.Away:
	case c.Kind == space.Post:
		act(space.AskEdit, v.l.T("space.ask_anew"), false, false)
	default:
		act(space.AskEdit, v.l.T("space.ask_edit"), false, false)
	}
	if named {
		act(space.Talk, v.l.T("space.advise_talk"), false, false)
	}
	if c.Circle == 0 {
		act(space.PassOn, v.l.T("space.pass_on"), false, false)
	}
	if c.Kind != space.Member {
		act(space.Hide, v.l.T("care.hide"), true, false)
	}
	return i, nil
}

// aboutItem says what an item is about: of what was written, all of it; and that
// it is a circle's, when it is one's alone.
func (h *House) aboutItem(v *visit, l group.Look, i *view.CareItem, k space.Kind, subject int64, in party.CircleID) error {
	i.Title, i.Href = h.subjectOf(v, l, k, subject)
	if k == space.Post {
		p, err := h.Space.Written(v.r.Context(), v.viewer, l.Group.ID, id.Of[circle.Post](subject))
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		if p.Body != "" && p.Body != i.Title {
			i.Texts = append(i.Texts, p.Body)
		}
	}
	if in == circle.Everyone {
		return nil
	}
	c, err := h.Circles.One(v.r.Context(), v.viewer, l.Group.ID, in)
	if err == nil {
		i.Why = v.l.T("circle.only", "circle", c.Name) + " " + i.Why
	}
	return err
}

// subjectOf is what something is called and where it stands, as far as the
// reader may see it.
func (h *House) subjectOf(v *visit, in group.Look, k space.Kind, subject int64) (title, href string) {
	switch k {
	case space.Call:
		l, err := h.Spine.Look(v.r.Context(), v.viewer, call.ID(subject))
		if err == nil {
			return l.Title, v.in("/c/" + l.ID.String())
		}
	case space.Post:
		p, err := h.Space.Written(v.r.Context(), v.viewer, in.Group.ID, id.Of[circle.Post](subject))
		if err == nil {
			return text.Excerpt(p.Body, aboutMost), v.in(circlePath(in.Group, p.Circle))
		}
	case space.Member:
		m, err := h.Space.Called(v.r.Context(), v.viewer, in.Group.ID, party.FaceID(subject))
		if err == nil {
			return m, ""
		}
	}
	return v.l.T("space.not_there"), ""
}

func (h *House) faceName(v *visit, in group.Look, f party.FaceID) (string, error) {
	name, err := h.Space.Called(v.r.Context(), v.viewer, in.Group.ID, f)
	if fault.Is(err, fault.NotFound) {
		return v.l.T("group.someone_who_left"), nil
	}
	return name, err
}

// concernAct does what a button on the page says.
func (h *House) concernAct(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	item, do := v.r.PostFormValue("item"), v.r.PostFormValue("do")
	reason := v.r.PostFormValue("reason-" + item)
	hidden, again := strings.CutPrefix(item, "h.")
	if again {
		var which id.Of[space.Tended]
		if which, err = id.Parse[space.Tended](hidden); err != nil {
			err = fault.New("web.concern", fault.NotFound, "")
		} else {
			err = h.Space.Again(v.r.Context(), v.viewer, which, reason)
		}
	} else {
		var which space.ID
		if which, err = id.Parse[space.Concern](item); err != nil {
			err = fault.New("web.concern", fault.NotFound, "")
		} else {
			err = h.Space.Answer(v.r.Context(), v.viewer, which, space.Act(do), reason)
		}
	}
	if bad := v.problems(err); len(bad) > 0 {
		return h.showConcerns(v, 422, bad[0].Text)
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "/reports?" + queryOf("done", "yes"))
}

// tended is what was done about the reader's own things.
func (h *House) tended(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	all, paused, err := h.Space.Mine(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group))
	p := v.tendPage(l, v.l.T("space.mine"), v.l.T("space.mine_empty"))
	if l.Me.Paused {
		i := view.CareItem{Why: v.l.T("space.you_are_paused"), Texts: []string{v.l.T("space.paused_means")}}
		if paused.Face != 0 {
			i.When = v.l.T("space.paused_until", "day", v.l.Day(v.local(paused.Until)))
			i.Texts = append([]string{or(paused.Reason, v.l.T("space.no_reason"))}, i.Texts...)
		}
		p.Items = append(p.Items, i)
	}
	for _, t := range all {
		i := view.CareItem{Why: v.tendedWords(t), When: v.l.Day(t.Made), Texts: kept(t.Words)}
		i.Title, i.Href = h.subjectOf(v, l, t.Kind, t.Subject)
		p.Items = append(p.Items, i)
	}
	p.Ways = []view.Link{{Text: v.l.T("repair.way_here"), Href: here + "/repairs"}, {Text: v.l.T("space.blocks"), Href: here + "/blocks"}}
	return v.render(200, view.Tend(p))
}

func (v *visit) tendedWords(t space.Tended) string {
	switch t.Act {
	case space.AskEdit:
		if t.Kind == space.Post {
			return v.l.T("space.anew_asked")
		}
		return v.l.T("space.edit_asked")
	case space.Hide:
		return v.l.T("space.was_hidden")
	case space.ToldOf(space.Talk):
		return v.l.T("space.told_talk")
	case space.ToldOf(space.Keep):
		return v.l.T("space.told_keep")
	case space.ToldOf(space.AskEdit):
		return v.l.T("space.told_edit")
	case space.ToldOf(space.PassOn):
		return v.l.T("space.told_host")
	}
	return v.l.T("space.told_hidden")
}

// whyHidden says that something is hidden, and why, to whom it concerns. Whoever
// had it typed in by a member, and is none, reads no reason.
func (h *House) whyHidden(v *visit, g party.GroupID, k space.Kind, subject int64) (string, error) {
	why, err := h.Space.Why(v.r.Context(), v.viewer, g, k, subject)
	if fault.Is(err, fault.NotFound) {
		err = nil
	}
	if why == "" {
		return v.l.T("space.is_hidden"), err
	}
	return v.l.T("space.hidden_why", "why", why), err
}

// concernForm tells about a member.
func (h *House) concernForm(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	return h.showConcernForm(v, l, 200, nil)
}

func (h *House) showConcernForm(v *visit, l group.Look, status int, bad []view.Problem) error {
	p := v.reportPage(subject{here: groupPath(l.Group) + "/reports/new", inside: l.Group.ID}, bad)
	p.Action, p.Back = v.in(groupPath(l.Group)+"/reports/new"), v.in(groupPath(l.Group))
	form := view.FormPage{Frame: p.Frame}
	if err := h.whom(v, l, &form, v.l.T("space.about_whom")); err != nil {
		return err
	}
	p.Picks = form.Picks
	if len(form.Fields) > 0 {
		p.Whom = &form.Fields[0]
	}
	return v.render(status, view.Report(p))
}

func (h *House) concernTell(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	if err := v.brake("report"); err != nil {
		return err
	}
	whom, err := h.whomChosen(v, l)
	if bad := v.problems(err); len(bad) > 0 {
		return h.showConcernForm(v, l, 422, bad)
	}
	if err != nil {
		return err
	}
	if !slices.Contains(care.Reasons, care.Reason(v.r.PostFormValue("reason"))) {
		return h.showConcernForm(v, l, 422, []view.Problem{{Field: "reason", Text: v.l.T("care.choose")}})
	}
	return h.tellGroup(v, subject{id: int64(whom), here: groupPath(l.Group), inside: l.Group.ID}, space.Member)
}

// whomChosen is the member who was chosen or typed.
func (h *House) whomChosen(v *visit, l group.Look) (party.FaceID, error) {
	face, name := v.whomTyped()
	return h.Repairs.Whom(v.r.Context(), v.viewer, l.Group.ID, face, name)
}
