package web

import (
	"strconv"
	"strings"

	"alongside/internal/alert"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/place"
	"alongside/internal/text"
	"alongside/internal/view"
)

// Alerts of a group. To strangers there are none, unless the group opened a door.
var alertRoutes = []route{
	{pattern: "GET /g/{slug}/alerts", do: (*House).alerts, private: true},
	{pattern: "GET /g/{slug}/alerts/new", do: (*House).reportAlertForm, private: true},
	{pattern: "POST /g/{slug}/alerts/new", do: (*House).reportAlert, private: true},
	{pattern: "GET /g/{slug}/alerts/mine", guard: member, do: (*House).watchForm, private: true},
	{pattern: "POST /g/{slug}/alerts/mine", guard: member, do: (*House).watch, private: true},
	{pattern: "GET /g/{slug}/alerts/kinds", guard: member, do: (*House).alertKinds, private: true},
	{pattern: "GET /g/{slug}/alerts/kinds/{kind}", guard: member, do: (*House).alertKindForm, private: true},
	{pattern: "POST /g/{slug}/alerts/kinds/{kind}", guard: member, do: (*House).alertKind, private: true},
	{pattern: "GET /g/{slug}/alerts/doors", guard: member, do: (*House).alertDoorsForm, private: true},
	{pattern: "POST /g/{slug}/alerts/doors", guard: member, do: (*House).alertDoors, private: true},
	{pattern: "GET /g/{slug}/alerts/{alert}", do: (*House).alert, private: true},
	{pattern: "POST /g/{slug}/alerts/{alert}", guard: member, do: (*House).alertAct, private: true},
}

func alertsPath(g group.Group) string { return groupPath(g) + "/alerts" }

// saysAlerts leads strangers from a group's page to its alerts, where they are
// let in.
func (h *House) saysAlerts(v *visit, l group.Look, p *view.GroupPage) error {
	if l.Me.Face != 0 || l.Group.Bar != group.NotBarred {
		return nil
	}
	_, err := h.Alerts.Ways(v.r.Context(), v.viewer, l.Group.ID)
	if err == nil {
		p.Alerts = v.in(alertsPath(l.Group))
	}
	if fault.Is(err, fault.NotFound) {
		err = nil
	}
	return err
}

// alertID is the alert that the address names.
func (v *visit) alertID() (alert.ID, error) {
	which, err := id.Parse[alert.Alert](v.r.PathValue("alert"))
	if err != nil {
		err = fault.New("web.alert", fault.NotFound, "")
	}
	return which, err
}

// alerts are those that the reader may know of.
func (h *House) alerts(v *visit) error {
	l, err := v.lookGroup()
	if err != nil {
		return err
	}
	w, all, err := h.Alerts.List(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	here := v.in(alertsPath(l.Group))
	p := view.AlertsPage{Frame: v.frame(v.l.T("alert.title"), view.NavGroups), Up: view.Link{Text: l.Group.Name, Href: v.in(groupPath(l.Group))}}
	v.sayGroup(&p.Frame)
	if len(w.Kinds) == 0 {
		p.Empty = v.l.T("alert.no_kinds")
	} else if p.Empty = v.l.T("alert.none"); (w.Member || w.Doors.Report) && w.Looked {
		p.New = here + "/new"
	}
	for _, a := range all {
		p.Rows = append(p.Rows, view.MenuWay{Text: a.Name, More: joined(v.alertState(a), v.l.Isolate(a.Area.Name)), Href: here + "/" + a.ID.String()})
	}
	if w.Member && len(w.Kinds) > 0 {
		p.Ways = append(p.Ways, view.Link{Text: v.l.T("alert.mine"), Href: here + "/mine"})
	}
	if w.Verifier {
		p.Ways = append(p.Ways, view.Link{Text: v.l.T("alert.kinds"), Href: here + "/kinds"})
	}
	if w.Member && !w.Verifier {
		held, err := v.heldBy(l.Group, scopeOfAlerts)
		if err != nil {
			return err
		}
		p.Lines = append(p.Lines, v.l.T("alert.by_task"), held)
	}
	return v.render(200, view.Alerts(p))
}

// alertState says where an alert stands.
func (v *visit) alertState(a alert.Look) string {
	clock := v.l.NearClock(a.Until.In(v.zoneOf()), v.now.In(v.zoneOf()))
	switch a.State {
	case alert.Reported:
		return v.l.T("alert.is_reported")
	case alert.Checking:
		if a.HandOf != "" {
			return v.l.T("alert.is_checked_by", "who", a.HandOf)
		}
		return v.l.T("alert.is_checked")
	case alert.Confirmed:
		return v.l.T("alert.is_confirmed", "time", clock)
	case alert.Cleared:
		return v.l.T("alert.is_cleared")
	case alert.Unknown:
		return v.l.T("alert.is_unknown")
	case alert.StoodDown:
		return v.l.T("alert.is_stood_down")
	}
	return v.l.T("alert.is_over")
}

// reportable opens a group to whoever may report there.
func (h *House) reportable(v *visit) (l group.Look, w alert.Ways, err error) {
	if l, err = v.lookGroup(); err != nil {
		return l, w, err
	}
	w, err = h.Alerts.Ways(v.r.Context(), v.viewer, l.Group.ID)
	if err == nil && !w.Member && !w.Doors.Report {
		err = fault.New("web.reportable", fault.NotFound, "")
	}
	if err == nil && !w.Looked {
		err = fault.New("web.reportable", fault.Stale, "alert.nobody_looks")
	}
	return l, w, err
}

func (h *House) reportAlertForm(v *visit) error {
	l, w, err := h.reportable(v)
	if err != nil {
		return err
	}
	return v.render(200, view.Form(v.reportAlertPage(l, w, nil, nil)))
}

func (v *visit) reportAlertPage(l group.Look, w alert.Ways, warn []string, bad []view.Problem) view.FormPage {
	form, at := v.r.PostFormValue, v.in(alertsPath(l.Group))
	p := view.FormPage{Frame: v.frame(v.l.T("alert.report"), view.NavGroups), Action: at + "/new", Key: or(form("key"), freshKey()), Back: at,
		Lines: []string{v.l.T("alert.report_hint")}, Button: v.l.T("alert.report_go")}
	p.Problems = bad
	if len(warn) > 0 {
		p.Lines, p.Button = warn, v.l.T("alert.report_sure")
		p.Carry = []view.Hidden{{Name: "sure", Value: form("words")}}
	}
	kinds := view.Choice{Name: "kind", Legend: v.l.T("alert.what_is_it"), Problem: problemIn(bad, "kind")}
	for _, k := range w.Kinds {
		kinds.Options = append(kinds.Options, view.Option{Value: k.ID.String(), Label: k.Name, On: k.ID.String() == form("kind") || len(w.Kinds) == 1})
	}
	p.Choices = []view.Choice{kinds}
	p.Picks, p.Fields = v.whereAlert(l, form("place"), form("area"))
	p.Fields = append(p.Fields, view.Input{Name: "words", Label: v.l.T("alert.what"), Hint: v.l.T("alert.what_hint"), Value: form("words"), Rows: 3, Max: alert.WordsMost, Optional: true})
	mark(p.Fields, bad)
	return p
}

// someplace is a place that is none of the group's own.
const someplace = "other"

// whereAlert asks for an area: one of the group's own, or another by name.
func (v *visit) whereAlert(l group.Look, typed, chosen string) ([]view.Choice, []view.Input) {
	other := view.Input{Name: "place", Label: v.l.T("alert.where"), Hint: v.l.T("alert.where_hint"), Value: typed, Max: alert.AreaMost}
	if len(l.Areas) == 0 {
		if other.Value == "" && v.r.Method == "GET" {
			other.Value = l.Group.Area.Name
		}
		return nil, []view.Input{other}
	}
	pick := view.Choice{Name: "area", Legend: v.l.T("alert.where")}
	for _, a := range l.Areas {
		pick.Options = append(pick.Options, view.Option{Value: a.ID.String(), Label: a.Name, On: a.ID.String() == chosen || chosen == "" && a.Name == typed})
	}
	pick.Options = append(pick.Options, view.Option{Value: someplace, Label: v.l.T("alert.elsewhere"),
		On: chosen == someplace || chosen == "" && typed != "" && !v.ownArea(l, typed)})
	other.Label, other.Optional = v.l.T("alert.elsewhere_where"), true
	if v.ownArea(l, typed) {
		other.Value = ""
	}
	return []view.Choice{pick}, []view.Input{other}
}

func (v *visit) ownArea(l group.Look, name string) bool {
	for _, a := range l.Areas {
		if a.Name == name {
			return true
		}
	}
	return false
}

// areaTyped is the area that a form names: the group's own, or one by its name,
// which without a square of its own lies where the group does.
func (v *visit) areaTyped(l group.Look) place.Area {
	chosen := v.r.PostFormValue("area")
	for _, a := range l.Areas {
		if a.ID.String() == chosen {
			return a.Area
		}
	}
	typed := strings.TrimSpace(v.r.PostFormValue("place"))
	if typed == "" {
		return place.Area{}
	}
	a := placeOf(typed)
	if a.Cell == 0 {
		a.Cell = l.Group.Area.Cell
	}
	return a
}

// privateIn warns before words go off that hold what leads to a door or a
// telephone; not a second time about the same words.
func (v *visit) privateIn(words string) (warn []string) {
	if v.r.PostFormValue("sure") == words && words != "" {
		return nil
	}
	if len(text.Private(words)) > 0 {
		warn = []string{v.l.T("alert.warn_private")}
	}
	return warn
}

func (h *House) reportAlert(v *visit) error {
	l, w, err := h.reportable(v)
	if err != nil {
		return err
	}
	form := v.r.PostFormValue
	if warn := v.privateIn(form("words")); len(warn) > 0 {
		return v.render(200, view.Form(v.reportAlertPage(l, w, warn, nil)))
	}
	if !l.Me.Through(v.now) { // those whom the group knows may all stand in one hall
		if err := v.brake("alert"); err != nil {
			return err
		}
	}
	kind, _ := id.Parse[alert.Kind](form("kind")) // none is said beside the field
	err = h.Alerts.Report(v.r.Context(), v.viewer, l.Group.ID, alert.Seen{Key: string(v.formKey()), Kind: kind, Area: v.areaTyped(l), Words: form("words")})
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(422, view.Form(v.reportAlertPage(l, w, nil, bad)))
	}
	if err != nil {
		return err
	}
	p := view.NotePage{Frame: v.frame(v.l.T("alert.thanks"), view.NavGroups), Lines: []string{v.l.T("alert.thanks_more"), v.l.T("alert.thanks_forget")}}
	back := view.Link{Text: l.Group.Name, Href: v.in(groupPath(l.Group))}
	if w.Member || w.Doors.Read {
		back = view.Link{Text: v.l.T("alert.title"), Href: v.in(alertsPath(l.Group))}
	}
	p.Links = []view.Link{back}
	return v.render(200, view.Note(p))
}

// alert is one of them.
func (h *House) alert(v *visit) error { return h.showAlert(v, 200, nil, nil) }

func (h *House) showAlert(v *visit, status int, warn []string, bad []view.Problem) error {
	l, err := v.lookGroup()
	if err != nil {
		return err
	}
	which, err := v.alertID()
	if err != nil {
		return err
	}
	a, err := h.Alerts.Look(v.r.Context(), v.viewer, l.Group.ID, which)
	if err != nil {
		return err
	}
	p := v.alertPage(l, a)
	p.Problems = bad
	if a.Verifier {
		p.Check = v.alertCheck(l, a, warn, bad)
	}
	return v.render(status, view.Alert(p))
}

func (v *visit) alertPage(l group.Look, a alert.Look) view.AlertPage {
	here := v.in(alertsPath(l.Group))
	p := view.AlertPage{Frame: v.frame(a.Name, view.NavGroups), Up: view.Link{Text: v.l.T("alert.title"), Href: here}, Action: here + "/" + a.ID.String(), Key: freshKey(),
		State: v.alertState(a), On: a.State == alert.Confirmed, Where: a.Area.Name, Words: a.Words, Lang: l.Group.Language}
	v.sayGroup(&p.Frame)
	if a.State == alert.Confirmed {
		p.Do = a.Do
	}
	if a.State == alert.Confirmed && a.Member {
		if p.Coming = v.l.N("alert.wished", a.Enough); a.Coming > 0 {
			p.Coming = joined(v.l.N("alert.coming", a.Coming), p.Coming)
		}
	}
	if !a.May {
		return p
	}
	p.May = true
	switch a.Answer {
	case alert.Coming:
		p.Said, p.Comes = v.l.T("alert.said_coming"), true
	case alert.NotNow:
		p.Said, p.Not = v.l.T("alert.said_not_now"), true
	}
	return p
}

// alertCheck is what only whoever looks into alerts reads and does.
func (v *visit) alertCheck(l group.Look, a alert.Look, warn []string, bad []view.Problem) *view.AlertCheck {
	c := &view.AlertCheck{Lines: []string{v.l.N("alert.reports", len(a.Reports))}, Warn: warn}
	if a.News > 0 {
		c.Lines = append(c.Lines, v.l.N("alert.reports_new", a.News))
	}
	if !a.Told.IsZero() {
		c.Lines = append(c.Lines, v.l.N("alert.asked", a.Heard))
	}
	for _, r := range a.Reports {
		if r.Words != "" {
			c.Words = append(c.Words, r.Words)
		}
	}
	for _, s := range a.Steps {
		c.Steps = append(c.Steps, v.alertStep(s))
	}
	form := v.r.PostFormValue
	first := a.Words
	if first == "" && len(c.Words) > 0 {
		first = c.Words[0]
	}
	words := view.Input{Name: "words", Label: v.l.T("alert.words"), Hint: v.l.T("alert.words_hint"), Value: or(form("words"), first), Rows: 3, Max: alert.WordsMost, Problem: problemIn(bad, "words")}
	act := func(do alert.Act, says string) { c.Acts = append(c.Acts, view.Option{Value: string(do), Label: says}) }
	switch {
	case a.State == alert.Reported:
		c.First = view.Option{Value: string(alert.Check), Label: v.l.T("alert.check")}
	case a.State == alert.Checking && !a.Mine:
		act(alert.Check, v.l.T("alert.check"))
	}
	switch {
	case a.State.Waits() && a.Own:
		c.Alone = v.l.T("alert.your_own")
	case a.State.Waits():
		c.Says, c.Do, c.Go = &words, string(alert.Confirm), v.l.T("alert.confirm")
	case a.State == alert.Confirmed:
		c.Says, c.Do, c.Go, c.Fold = &words, string(alert.Correct), v.l.T("alert.correct"), v.l.T("alert.change")
		act(alert.Stand, v.l.T("alert.stand"))
	}
	if c.Says != nil {
		c.Picks, c.Where = v.whereAlert(l, or(form("place"), a.Area.Name), form("area"))
		if len(c.Picks) == 0 {
			c.Where[0].Value = or(form("place"), a.Area.Name)
		}
	}
	if len(warn) > 0 {
		c.Sure = form("words")
	}
	if a.State.Runs() {
		act(alert.Clear, v.l.T("alert.clear"))
	}
	if a.State.Waits() {
		act(alert.GiveUp, v.l.T("alert.give_up"))
	}
	return c
}

// alertStep says who did what, and when.
func (v *visit) alertStep(s alert.Step) string {
	clock := v.l.NearClock(s.At.In(v.zoneOf()), v.now.In(v.zoneOf()))
	switch {
	case s.State == alert.Expired:
		return clock + " · " + v.l.T("alert.is_over")
	case s.Name == "":
		s.Name = v.l.T("group.someone_who_left")
	}
	says := v.l.T("alert.did_check")
	switch s.State {
	case alert.Confirmed:
		says = v.l.T("alert.did_confirm")
	case alert.Cleared:
		says = v.l.T("alert.is_cleared")
	case alert.Unknown:
		says = v.l.T("alert.is_unknown")
	case alert.StoodDown:
		says = v.l.T("alert.is_stood_down")
	}
	return clock + " · " + v.l.Isolate(s.Name) + " · " + says
}

// alertAct is one press on the page: an answer, or a finding.
func (h *House) alertAct(v *visit) error {
	l, err := v.lookGroup()
	if err != nil {
		return err
	}
	which, err := v.alertID()
	if err != nil {
		return err
	}
	ctx, form, do := v.r.Context(), v.r.PostFormValue, v.r.PostFormValue("do")
	switch do {
	case string(alert.Coming), string(alert.NotNow):
		err = h.Alerts.Say(ctx, v.viewer, l.Group.ID, which, alert.Answer(do))
	case string(alert.Confirm), string(alert.Correct):
		if warn := v.privateIn(form("words")); len(warn) > 0 {
			return h.showAlert(v, 200, warn, nil)
		}
		err = h.Alerts.Find(ctx, v.viewer, l.Group.ID, which, alert.Finding{Do: alert.Act(do), Words: form("words"), Area: v.areaTyped(l)})
	default:
		err = h.Alerts.Find(ctx, v.viewer, l.Group.ID, which, alert.Finding{Do: alert.Act(do)})
	}
	if bad := v.problems(err); len(bad) > 0 {
		return h.showAlert(v, 422, nil, bad)
	}
	if err != nil {
		return err
	}
	return v.to(alertsPath(l.Group) + "/" + which.String() + "?" + queryOf("done", "changed"))
}

func typedOr(s string, n int) string { return or(s, strconv.Itoa(n)) }
