package web

import (
	"slices"
	"strconv"
	"strings"

	"alongside/internal/call"
	"alongside/internal/care"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/space"
	"alongside/internal/view"
)

// How a group looks after its own space. The host of the board is nobody here.
var spaceRoutes = []route{
	{pattern: "GET /g/{slug}/reports", guard: member, do: (*House).concerns, private: true},
	{pattern: "POST /g/{slug}/reports", guard: member, do: (*House).concernAct, private: true},
	{pattern: "GET /g/{slug}/reports/mine", guard: member, do: (*House).tended, private: true},
	{pattern: "GET /g/{slug}/reports/new", guard: member, do: (*House).concernForm, private: true},
	{pattern: "POST /g/{slug}/reports/new", guard: member, do: (*House).concernTell, private: true},
	{pattern: "GET /g/{slug}/reports/pause", guard: member, do: (*House).pauseForm, private: true},
	{pattern: "POST /g/{slug}/reports/pause", guard: member, do: (*House).pause, private: true},
	{pattern: "GET /g/{slug}/blocks", guard: member, do: (*House).blocks, private: true},
	{pattern: "POST /g/{slug}/blocks", guard: member, do: (*House).block, private: true},
}

// insideReport is what differs where those who read it are of the same group.
func (v *visit) insideReport(p *view.ReportPage) {
	p.Hint, p.Go = v.l.T("space.told_who"), v.l.T("space.tell_go")
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
		i := view.CareItem{ID: "h." + t.ID.String(), Why: v.l.T("space.is_hidden"), When: v.l.Day(t.Made), Texts: kept(t.Words),
			Acts: []view.CareAct{{Do: string(space.Show), Words: v.l.T("care.show")}}}
		i.Title, i.Href = h.subjectOf(v, l, t.Kind, t.Subject)
		p.Items = append(p.Items, i)
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
	i.Title, i.Href = h.subjectOf(v, l, c.Kind, c.Subject)
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
	if c.Kind != space.Member && c.Named != 0 {
		act(space.AskEdit, v.l.T("space.ask_edit"), false, false)
	}
	if named {
		act(space.Talk, v.l.T("space.advise_talk"), false, false)
	}
	act(space.PassOn, v.l.T("space.pass_on"), false, false)
	if c.Kind == space.Call {
		act(space.Hide, v.l.T("care.hide"), true, false)
	}
	return i, nil
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
			i.Texts = append([]string{paused.Reason}, i.Texts...)
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

func (h *House) pauseForm(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	return h.showPause(v, l, 200, nil)
}

// showPause is the form, and below it who is paused now.
func (h *House) showPause(v *visit, l group.Look, status int, bad []view.Problem) error {
	running, err := h.Space.Running(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group) + "/reports")
	p := view.FormPage{Frame: v.frame(v.l.T("space.pause_title"), view.NavGroups), Action: here + "/pause", Key: freshKey(), Back: here,
		Lines: []string{v.l.T("space.pause_how"), v.l.T("space.pause_log")}, Button: v.l.T("space.pause_go"),
		Fields: []view.Input{{Name: "days", Label: v.l.T("space.pause_days"), Type: "number", InputMode: "numeric", Value: or(v.r.PostFormValue("days"), "7")},
			{Name: "why", Label: v.l.T("space.pause_why"), Value: v.r.PostFormValue("why"), Rows: 3, Max: space.ReasonMost}}}
	p.Problems, p.Question = bad, true
	if v.r.URL.Query().Get("done") != "" {
		p.Done = v.l.T("space.done")
	}
	mark(p.Fields, bad)
	if err := h.whom(v, l, &p, v.l.T("space.about_whom")); err != nil {
		return err
	}
	for _, r := range running {
		who, err := h.faceName(v, l, r.Face)
		if err != nil {
			return err
		}
		p.Undo = append(p.Undo, view.UndoRow{Words: v.l.T("space.pause_runs", "who", who, "day", v.l.Day(v.local(r.Until))), Name: "lift", Value: r.Face.String(), Button: v.l.T("space.lift")})
	}
	return v.render(status, view.Form(p))
}

func (h *House) pause(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	if typed := v.r.PostFormValue("lift"); typed != "" {
		face, _ := id.Parse[party.Face](typed)
		if err := h.Space.Lift(v.r.Context(), v.viewer, l.Group.ID, face); err != nil {
			return err
		}
		return v.to(groupPath(l.Group) + "/reports/pause?" + queryOf("done", "yes"))
	}
	face, err := h.whomChosen(v, l)
	if err != nil && len(v.problems(err)) == 0 {
		return err
	}
	days, _ := strconv.Atoi(v.r.PostFormValue("days"))
	err = h.Space.PauseMember(v.r.Context(), v.viewer, l.Group.ID, face, days, v.r.PostFormValue("why"))
	if bad := v.problems(err); len(bad) > 0 {
		return h.showPause(v, l, 422, bad)
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "/reports/pause?" + queryOf("done", "yes"))
}

// blocks are whom the reader does not want to hear from here; private.
func (h *House) blocks(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	return h.showBlocks(v, l, 200, nil)
}

func (h *House) showBlocks(v *visit, l group.Look, status int, bad []view.Problem) error {
	all, err := h.Space.Blocked(v.r.Context(), v.person.Session.Account, l.Group.ID)
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group))
	p := view.FormPage{Frame: v.frame(v.l.T("space.blocks"), view.NavGroups), Action: here + "/blocks", Key: freshKey(), Back: here,
		Lines: []string{v.l.T("space.block_how"), v.l.T("space.block_private")}, Button: v.l.T("space.block_go")}
	p.Problems = bad
	if v.r.URL.Query().Get("done") != "" {
		p.Done = v.l.T("mine.done_changed")
	}
	if err := h.whom(v, l, &p, v.l.T("space.about_whom")); err != nil {
		return err
	}
	for _, f := range all {
		p.Undo = append(p.Undo, view.UndoRow{Words: or(f.Name, v.l.T("group.someone_who_left")), Name: "unblock", Value: f.ID.String(), Button: v.l.T("space.unblock")})
	}
	return v.render(status, view.Form(p))
}

func (h *House) block(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	ctx, who := v.r.Context(), v.person.Session.Account
	if typed := v.r.PostFormValue("unblock"); typed != "" {
		face, _ := id.Parse[party.Face](typed)
		err = h.Space.Unblock(ctx, who, face)
	} else {
		var face party.FaceID
		if face, err = h.whomChosen(v, l); err == nil {
			err = h.Space.Block(ctx, v.viewer, who, l.Group.ID, face)
		}
	}
	if bad := v.problems(err); len(bad) > 0 {
		return h.showBlocks(v, l, 422, bad)
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "/blocks?" + queryOf("done", "yes"))
}

// fold sets apart what those wrote from whom the reader does not want to hear.
func (h *House) fold(v *visit, g party.GroupID, all []call.Listed) (shown, folded []call.Listed, err error) {
	if !v.viewer.In(g) {
		return all, nil, nil
	}
	blocked, err := h.Space.Blocked(v.r.Context(), v.person.Session.Account, g)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range all {
		if slices.ContainsFunc(blocked, func(f party.Face) bool { return c.Author == party.OfFace(f.ID) }) {
			folded = append(folded, c)
		} else {
			shown = append(shown, c)
		}
	}
	return shown, folded, nil
}
