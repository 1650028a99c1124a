package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/view"
)

// The rules of a group, its rests and its end, and the rests of its members.
// In a young group members change them; in one that is active, decisions do.
var rhythmRoutes = []route{
	{pattern: "GET /g/{slug}/rules", guard: member, do: (*House).rulesForm, private: true},
	{pattern: "POST /g/{slug}/rules", guard: member, do: (*House).setRules, private: true},
	{pattern: "GET /g/{slug}/rest", guard: member, do: (*House).restForm, private: true},
	{pattern: "POST /g/{slug}/rest", guard: member, do: (*House).rest, private: true},
	{pattern: "GET /g/{slug}/close", guard: member, do: (*House).closingForm, private: true},
	{pattern: "POST /g/{slug}/me", guard: member, do: (*House).me, private: true},
}

// decidesLife reports whether only a decision changes this group's life and
// rules. The room asks its rows again.
func decidesLife(g group.Group) bool { return g.Status != group.Forming && g.Status != group.Resting }

// proposing is where a decision about the group is proposed.
func proposing(g group.Group, change string) string {
	return groupPath(g) + "/decisions/new?" + queryOf("change", change)
}

func (h *House) rulesForm(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	if decidesLife(l.Group) {
		return v.to(proposing(l.Group, "agreements"))
	}
	return v.render(200, view.GroupRules(v.rulesPage(l, l.Agreements.Rules, nil)))
}

func (v *visit) rulesPage(l group.Look, r group.Rules, bad []view.Problem) view.GroupRulesPage {
	here := v.in(groupPath(l.Group))
	p := view.GroupRulesPage{Frame: v.frame(v.l.T("trust.rules"), view.NavGroups), Group: l.Group.Name, GroupAt: here, Action: here + "/rules", Key: freshKey(),
		Carry: []view.Hidden{{Name: "version", Value: strconv.Itoa(l.Group.Agreed)}}}
	p.Problems = bad
	p.Door = view.Choice{Name: "door", Legend: v.l.T("trust.door"), Options: []view.Option{
		{Value: string(group.Open), Label: v.l.T("trust.door_open"), Detail: v.l.T("trust.door_open_more"), On: r.Door == group.Open},
		{Value: string(group.Vouched), Label: v.l.T("trust.door_vouched"), Detail: v.l.T("trust.door_vouched_more"), On: r.Door == group.Vouched},
		{Value: string(group.Asked), Label: v.l.T("trust.door_asked"), Detail: v.l.T("trust.door_asked_more"), On: r.Door == group.Asked}}}
	p.Coming = []view.Input{
		{Name: "vouches", Label: v.l.T("trust.vouches"), Type: "number", InputMode: "numeric", Value: strconv.Itoa(r.Vouches), Max: 2},
		{Name: "questions", Label: v.l.T("trust.questions"), Hint: v.l.T("trust.questions_hint"), Value: strings.Join(r.Questions, "\n"), Rows: 3, Optional: true},
		{Name: "trial", Label: v.l.T("trust.trial"), Hint: v.l.T("trust.trial_hint"), Type: "number", InputMode: "numeric", Value: strconv.Itoa(r.Trial), Max: 2},
	}
	methods := view.Choice{Name: "methods", Legend: v.l.T("trust.methods"), Many: true}
	for _, m := range group.Methods {
		methods.Options = append(methods.Options, view.Option{Value: string(m), Label: v.method(m), On: slices.Contains(r.Methods, m)})
	}
	p.Methods = methods
	p.Deciding = []view.Input{
		{Name: "quorum", Label: v.l.T("trust.quorum"), Hint: v.l.T("trust.quorum_hint"), Type: "number", InputMode: "numeric", Value: strconv.Itoa(r.Quorum), Max: 3},
		{Name: "days", Label: v.l.T("trust.days"), Type: "number", InputMode: "numeric", Value: strconv.Itoa(r.Days), Max: 2},
		{Name: "zone", Label: v.l.T("trust.zone"), Hint: v.l.T("trust.zone_hint", "zone", "Asia/Seoul"), Value: r.Zone, Max: 60, Optional: true},
	}
	p.Secret = view.Choice{Name: "secret", Legend: v.l.T("trust.ballots"), Options: []view.Option{
		{Value: "", Label: v.l.T("trust.ballots_open"), On: !r.Secret}, {Value: "yes", Label: v.l.T("trust.ballots_secret"), On: r.Secret}}}
	mark(p.Coming, bad)
	mark(p.Deciding, bad)
	return p
}

func (v *visit) method(m group.Method) string {
	switch m {
	case group.Majority:
		return v.l.T("trust.method_majority")
	case group.Supermajority:
		return v.l.T("trust.method_supermajority")
	case group.Temperature:
		return v.l.T("trust.method_temperature")
	}
	return v.l.T("trust.method_consent")
}

// rules are a group's rules as sentences.
func (v *visit) rules(r group.Rules) []string {
	lines := []string{v.way(r)}
	if r.Trial > 0 {
		lines = append(lines, v.l.N("trust.trial_days", r.Trial))
	}
	var ways []string
	for _, m := range r.Methods {
		ways = append(ways, v.method(m))
	}
	lines = append(lines, v.l.T("trust.decides_by", "ways", v.l.List(ways)), v.l.N("trust.decides_days", r.Days),
		v.l.T("trust.decides_quorum", "percent", v.l.Number(r.Quorum)))
	if r.Secret {
		lines = append(lines, v.l.T("trust.ballots_secret"))
	}
	return lines
}

func (v *visit) rulesTyped() group.Rules {
	form := v.r.PostFormValue
	r := group.Rules{Door: group.Door(form("door")), Vouches: typedNumber(form("vouches")), Questions: strings.Split(form("questions"), "\n"),
		Trial: typedNumber(form("trial")), Quorum: typedNumber(form("quorum")), Days: typedNumber(form("days")), Secret: form("secret") == "yes",
		Zone: strings.TrimSpace(form("zone"))}
	for _, m := range v.r.PostForm["methods"] {
		r.Methods = append(r.Methods, group.Method(m))
	}
	return r
}

// typedNumber is a number as it was typed; -1, which no rule allows, for none.
func typedNumber(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		return -1
	}
	return n
}

func (h *House) setRules(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	r := v.rulesTyped()
	err = h.Groups.SetRules(v.r.Context(), v.viewer, l.Group.ID, number(v.r.PostFormValue("version")), r)
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(422, view.GroupRules(v.rulesPage(l, r, bad)))
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "/settings?" + queryOf("done", "changed"))
}

func (h *House) restForm(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	return v.render(200, view.Rest(v.restPage(l, nil)))
}

func (v *visit) restPage(l group.Look, bad []view.Problem) view.RestPage {
	here := v.in(groupPath(l.Group))
	p := view.RestPage{Frame: v.frame(v.l.T("group.rest_title"), view.NavGroups), Group: l.Group.Name, GroupAt: here, Action: here + "/rest", Key: freshKey(),
		Sleeping: l.Group.Status == group.Resting, Close: here + "/close"}
	p.Problems = bad
	if decidesLife(l.Group) {
		p.Decide = v.in(proposing(l.Group, "status"))
	}
	if p.Sleeping {
		p.Frame.Title = v.resting(l.Group)
	}
	fields := []view.Input{{Name: "until", Label: v.l.T("trust.rest_until"), Hint: v.l.T("trust.rest_until_hint"), Type: "date",
		Value: or(v.r.PostFormValue("until"), v.now.AddDate(0, 1, 0).Format(time.DateOnly))}}
	mark(fields, bad)
	p.Until = fields[0]
	return p
}

// resting says until when a group rests.
func (v *visit) resting(g group.Group) string {
	if g.Rests.IsZero() {
		return v.l.T("group.is_resting")
	}
	return v.l.T("trust.rests_until", "day", v.l.DayYear(g.Rests))
}

// rest takes a step in the life of a young group.
func (h *House) rest(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	life := group.Life{Do: v.r.PostFormValue("do"), Until: v.r.PostFormValue("until")}
	err = h.Groups.Live(v.r.Context(), v.viewer, l.Group.ID, life)
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(422, view.Rest(v.restPage(l, bad)))
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "?" + queryOf("done", "changed"))
}

// closingForm says what becomes of everything before a group closes.
func (h *House) closingForm(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group))
	p := view.SurePage{Frame: v.frame(v.l.T("trust.close_title", "group", l.Group.Name), view.NavGroups), Action: here + "/rest", Key: freshKey(),
		Lines: []string{v.l.T("trust.close_calls"), v.l.T("trust.close_promises"), v.l.T("trust.close_mandates"), v.l.T("trust.close_links"),
			v.l.T("trust.close_data"), v.l.T("trust.close_back")},
		Carry: []view.Hidden{{Name: "do", Value: group.DoClose}}, Yes: v.l.T("trust.close_go"), No: here + "/rest", Grave: true}
	if decidesLife(l.Group) {
		p.Action, p.Yes, p.Get = v.in(groupPath(l.Group)+"/decisions/new"), v.l.T("trust.propose"), true
		p.Carry = []view.Hidden{{Name: "change", Value: "status"}, {Name: "do", Value: group.DoClose}}
	}
	return v.render(200, view.Sure(p))
}

// me is what a member says about their own rest.
func (h *House) me(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	switch v.r.PostFormValue("do") {
	case "rest":
		err = h.Groups.LetMeRest(v.r.Context(), v.viewer, l.Group.ID)
	case "back", "stay":
		err = h.Groups.Back(v.r.Context(), v.viewer, l.Group.ID)
	default:
		err = fault.New("web.me", fault.NotFound, "")
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "?" + queryOf("done", "changed"))
}

// detailLater says from which day on somebody on trial reads how to reach the
// other side of a promise.
func (v *visit) detailLater(g party.GroupID) string {
	m, err := v.h.Groups.Mine(v.r.Context(), v.viewer, g)
	if err != nil || m.Paused {
		return v.l.T("trust.is_paused")
	}
	return v.l.T("trust.detail_later", "day", v.l.Day(v.local(m.Trial)))
}
