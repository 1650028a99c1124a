package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"alongside/internal/alert"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/view"
	"alongside/internal/when"
)

// scopeOfAlerts is the task of looking into alerts. Whoever holds it says what
// the group warns of: they know what they can find out.
const scopeOfAlerts = party.Verify

// mustVerify opens a group to whoever looks into alerts.
func (h *House) mustVerify(v *visit) (l group.Look, w alert.Ways, err error) {
	if l, err = h.within(v); err != nil {
		return l, w, err
	}
	w, err = h.Alerts.Ways(v.r.Context(), v.viewer, l.Group.ID)
	if err == nil && !w.Verifier {
		err = fault.New("web.must_verify", fault.NotYours, "alert.needs_verify")
	}
	return l, w, err
}

func (h *House) alertKinds(v *visit) error {
	l, w, err := h.mustVerify(v)
	if err != nil {
		return err
	}
	here := v.in(alertsPath(l.Group))
	p := view.MenuPage{Frame: v.frame(v.l.T("alert.kinds"), view.NavGroups), Up: view.Link{Text: v.l.T("alert.title"), Href: here}, Lines: []string{v.l.T("alert.kinds_hint")}}
	v.sayGroup(&p.Frame)
	for _, k := range w.Kinds {
		p.Ways = append(p.Ways, view.MenuWay{Text: k.Name, More: joined(v.l.N("alert.people", k.Enough), v.l.Lasting(time.Duration(k.Hours)*time.Hour)), Href: here + "/kinds/" + k.ID.String()})
	}
	p.Ways = append(p.Ways, view.MenuWay{Text: v.l.T("alert.kind_new"), Href: here + "/kinds/new"},
		view.MenuWay{Text: v.l.T("alert.doors"), More: v.doorsSay(w.Doors), Href: here + "/doors"})
	return v.render(200, view.Menu(p))
}

func (v *visit) doorsSay(d alert.Doors) string {
	if d.Report || d.Read {
		return v.l.T("alert.doors_open")
	}
	return v.l.T("alert.doors_shut")
}

// kindNamed is the kind that the address names; the zero one for a new one.
func (v *visit) kindNamed(w alert.Ways) (alert.Kind, error) {
	typed := v.r.PathValue("kind")
	if typed == "new" {
		return alert.Kind{Enough: 4, Hours: 3}, nil
	}
	for _, k := range w.Kinds {
		if k.ID.String() == typed {
			return k, nil
		}
	}
	return alert.Kind{}, fault.New("web.kind", fault.NotFound, "")
}

func (h *House) alertKindForm(v *visit) error {
	l, w, err := h.mustVerify(v)
	if err != nil {
		return err
	}
	k, err := v.kindNamed(w)
	if err != nil {
		return err
	}
	return v.render(200, view.Form(v.alertKindPage(l, k, nil)))
}

func (v *visit) alertKindPage(l group.Look, k alert.Kind, bad []view.Problem) view.FormPage {
	form, at := v.r.PostFormValue, v.in(alertsPath(l.Group)+"/kinds")
	p := view.FormPage{Frame: v.frame(v.l.T("alert.kind_new"), view.NavGroups), Action: at + "/new", Key: freshKey(), Back: at, Button: v.l.T("alert.save")}
	if k.ID != 0 {
		p.Title, p.Action = k.Name, at+"/"+k.ID.String()
		p.Undo = []view.UndoRow{{Words: v.l.T("alert.kind_drop_how"), Name: "do", Value: "drop", Button: v.l.T("alert.kind_drop")}}
	}
	p.Fields = []view.Input{
		{Name: "name", Label: v.l.T("alert.kind_name"), Hint: v.l.T("alert.kind_name_hint"), Value: or(form("name"), k.Name), Max: alert.NameMost},
		{Name: "do_lines", Label: v.l.T("alert.kind_do"), Hint: v.l.T("alert.kind_do_hint"), Value: or(form("do_lines"), k.Do), Rows: 4, Max: alert.DoMost, Optional: true},
		{Name: "enough", Label: v.l.T("alert.kind_enough"), Hint: v.l.T("alert.kind_enough_hint"), Type: "number", InputMode: "numeric", Value: typedOr(form("enough"), k.Enough), Max: 2},
		{Name: "hours", Label: v.l.T("alert.kind_hours"), Hint: v.l.T("alert.kind_hours_hint"), Type: "number", InputMode: "numeric", Value: typedOr(form("hours"), k.Hours), Max: 2},
	}
	p.Problems = bad
	mark(p.Fields, bad)
	return p
}

func (h *House) alertKind(v *visit) error {
	l, w, err := h.mustVerify(v)
	if err != nil {
		return err
	}
	k, err := v.kindNamed(w)
	if err != nil {
		return err
	}
	form := v.r.PostFormValue
	if form("do") == "drop" {
		err = h.Alerts.DropKind(v.r.Context(), v.viewer, l.Group.ID, k.ID)
	} else {
		err = h.Alerts.SetKind(v.r.Context(), v.viewer, alert.Kind{ID: k.ID, Group: l.Group.ID, Name: form("name"), Do: form("do_lines"),
			Enough: typedNumber(form("enough")), Hours: typedNumber(form("hours"))})
	}
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(422, view.Form(v.alertKindPage(l, k, bad)))
	}
	if err != nil {
		return err
	}
	return v.to(alertsPath(l.Group) + "/kinds?" + queryOf("done", "changed"))
}

func (h *House) alertDoorsForm(v *visit) error {
	l, w, err := h.mustVerify(v)
	if err != nil {
		return err
	}
	at := v.in(alertsPath(l.Group))
	yes := func(name, legend string, on bool) view.Choice {
		return view.Choice{Name: name, Legend: legend, Options: []view.Option{
			{Value: "", Label: v.l.T("alert.doors_members"), On: !on}, {Value: "yes", Label: v.l.T("alert.doors_all"), On: on}}}
	}
	p := view.FormPage{Frame: v.frame(v.l.T("alert.doors"), view.NavGroups), Action: at + "/doors", Key: freshKey(), Back: at + "/kinds", Lines: []string{v.l.T("alert.doors_hint")}, Button: v.l.T("alert.save"),
		Choices: []view.Choice{yes("report", v.l.T("alert.doors_report"), w.Doors.Report), yes("read", v.l.T("alert.doors_read"), w.Doors.Read)}}
	return v.render(200, view.Form(p))
}

func (h *House) alertDoors(v *visit) error {
	l, _, err := h.mustVerify(v)
	if err != nil {
		return err
	}
	form := v.r.PostFormValue
	if err := h.Alerts.SetDoors(v.r.Context(), v.viewer, alert.Doors{Group: l.Group.ID, Report: form("report") == "yes", Read: form("read") == "yes"}); err != nil {
		return err
	}
	return v.to(alertsPath(l.Group) + "/kinds?" + queryOf("done", "changed"))
}

// watchForm is what somebody says yes to, for themselves alone.
func (h *House) watchForm(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	w, on, err := h.Alerts.Mine(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	if !on {
		if w.Zone, err = h.ownZone(v); err != nil {
			return err
		}
	}
	return h.showWatch(v, 200, l, w, on, nil)
}

// ownZone is the zone of the reader's quiet hours, or the board's.
func (h *House) ownZone(v *visit) (string, error) {
	c, err := h.Notices.Choice(v.r.Context(), v.owner())
	return or(c.Zone, h.Zone.String()), err
}

// howFar are the distances to choose from, in km; 0 is however far.
var howFar = []int{5, 10, 25, 50, 0}

func (h *House) showWatch(v *visit, status int, l group.Look, w alert.Watch, on bool, bad []view.Problem) error {
	ways, err := h.Alerts.Ways(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	at := v.in(alertsPath(l.Group))
	p := view.FormPage{Frame: v.frame(v.l.T("alert.mine"), view.NavGroups), Action: at + "/mine", Key: freshKey(), Back: at,
		Lines: []string{v.l.T("alert.mine_hint"), v.l.T("alert.mine_only")}, Button: v.l.T("alert.mine_go")}
	p.Problems = bad
	if v.r.URL.Query().Get("done") != "" {
		p.Done = v.l.T("mine.done_changed")
	}
	if len(ways.Kinds) == 0 {
		return v.render(status, view.Note(view.NotePage{Frame: p.Frame, Lines: []string{v.l.T("alert.no_kinds")}, Links: []view.Link{{Text: v.l.T("alert.title"), Href: at}}}))
	}
	kinds := view.Choice{Name: "kinds", Legend: v.l.T("alert.mine_kinds"), Many: true, Problem: problemIn(bad, "kinds")}
	for _, k := range ways.Kinds {
		kinds.Options = append(kinds.Options, view.Option{Value: k.ID.String(), Label: k.Name, On: slices.Contains(w.Kinds, k.ID)})
	}
	p.Choices = []view.Choice{kinds}
	p.Picks = []view.Choice{v.farChoice(w.KM)}
	p.Fields = []view.Input{
		{Name: "place", Label: v.l.T("alert.mine_from"), Hint: v.l.T("alert.mine_from_hint"), Value: w.Area.Name, Max: alert.AreaMost},
		{Name: "from", Label: v.l.T("alert.mine_hours_from"), Type: "time", Value: w.Hours.From.String()},
		{Name: "to", Label: v.l.T("alert.mine_hours_to"), Hint: v.l.T("alert.mine_hours_hint"), Type: "time", Value: w.Hours.To.String()},
		{Name: "most", Label: v.l.T("alert.mine_most"), Type: "number", InputMode: "numeric", Value: strconv.Itoa(w.Most), Max: 2},
		{Name: "zone", Label: v.l.T("trust.zone"), Value: w.Zone, Max: 60},
	}
	mark(p.Fields, bad)
	days := view.Choice{Name: "days", Legend: v.l.T("alert.mine_days"), Many: true, Problem: problemIn(bad, "days")}
	for i := range 7 {
		day := time.Weekday((i + 1) % 7) // from Monday
		days.Options = append(days.Options, view.Option{Value: strconv.Itoa(int(day)), Label: v.l.Weekday(day), On: w.Days.Has(day)})
	}
	p.Also = []view.Choice{days}
	if on {
		p.Undo = []view.UndoRow{{Words: v.l.T("alert.mine_is_on"), Name: "do", Value: "off", Button: v.l.T("alert.mine_off")}}
	}
	return v.render(status, view.Form(p))
}

func (v *visit) farChoice(km int) view.Choice {
	far := view.Choice{Name: "km", Legend: v.l.T("alert.mine_far")}
	for _, n := range howFar {
		o := view.Option{Value: strconv.Itoa(n), Label: v.l.T("board.about_km", "km", v.l.Number(n)), On: n == km}
		if n == 0 {
			o.Label = v.l.T("alert.mine_any")
		}
		far.Options = append(far.Options, o)
	}
	return far
}

// watch keeps it, or takes it back.
func (h *House) watch(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	if v.r.PostFormValue("do") == "off" {
		if err := h.Alerts.DropMine(v.r.Context(), v.viewer, l.Group.ID); err != nil {
			return err
		}
		return v.to(alertsPath(l.Group) + "/mine?" + queryOf("done", "changed"))
	}
	w, bad := v.watchTyped(l)
	if len(bad) == 0 {
		err = h.Alerts.SetMine(v.r.Context(), v.viewer, w)
		bad = v.problems(err)
	}
	if len(bad) > 0 {
		return h.showWatch(v, 422, l, w, false, bad)
	}
	if err != nil {
		return err
	}
	return v.to(alertsPath(l.Group) + "/mine?" + queryOf("done", "changed"))
}

func (v *visit) watchTyped(l group.Look) (alert.Watch, []view.Problem) {
	form := v.r.PostFormValue
	w := alert.Watch{Group: l.Group.ID, Area: v.watchFrom(l), Zone: strings.TrimSpace(form("zone")), Most: typedNumber(form("most")), KM: number(form("km"))}
	for _, typed := range v.r.PostForm["kinds"] {
		if k, err := id.Parse[alert.Kind](typed); err == nil {
			w.Kinds = append(w.Kinds, k)
		}
	}
	for _, typed := range v.r.PostForm["days"] {
		w.Days |= 1 << (number(typed) % 7)
	}
	var bad []view.Problem
	for name, to := range map[string]*when.TimeOfDay{"from": &w.Hours.From, "to": &w.Hours.To} {
		at, err := when.ParseTimeOfDay(form(name))
		if *to = at; err != nil {
			bad = append(bad, view.Problem{Field: name, Text: v.l.T("notice.quiet_form")})
		}
	}
	return w, bad
}

// watchFrom is where somebody is from, by the group's own names as well.
func (v *visit) watchFrom(l group.Look) place.Area {
	typed := strings.TrimSpace(v.r.PostFormValue("place"))
	for _, own := range l.Areas {
		if strings.EqualFold(own.Name, typed) {
			return own.Area
		}
	}
	return v.areaTyped(l)
}
