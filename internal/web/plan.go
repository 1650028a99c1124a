package web

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/view"
)

// A plan in six pages. Each saves its own part, so that nothing is lost between
// them, and the same pages change the plan later.
var planRoutes = []route{
	{pattern: "GET /g/{slug}/plan", guard: member, do: (*House).planForm, private: true},
	{pattern: "POST /g/{slug}/plan", guard: member, do: (*House).planBegin, private: true},
	{pattern: "GET /c/{call}/plan/{part}", guard: member, do: (*House).planPart, private: true},
	{pattern: "POST /c/{call}/plan/{part}", guard: member, do: (*House).planSave, private: true},
	{pattern: "POST /c/{call}/move", guard: member, do: (*House).moveOne, private: true},
	{pattern: "POST /c/{call}/learned", guard: member, do: (*House).learned, private: true},
	{pattern: "POST /c/{call}/off", guard: member, do: (*House).callOff, private: true},
	{pattern: "POST /c/{call}/together", guard: member, do: (*House).askTogether, private: true},
}

// planParts are the pages after the first, in their order.
var planParts = []string{"time", "levels", "roles", "out", "open"}

func (h *House) planForm(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	return h.showPlanForm(v, l, nil, 200)
}

func (h *House) showPlanForm(v *visit, l group.Look, bad []view.Problem, status int) error {
	if _, holds := v.viewer.Holds(l.Group.ID, party.Plan); !holds {
		return fault.New("web.plan_form", fault.NotYours, "action.needs_plan")
	}
	f := v.r.PostForm
	here := v.in(groupPath(l.Group))
	p := view.FormPage{Frame: v.frame(v.l.T("action.plan_new"), view.NavGroups), Action: here + "/plan", Key: freshKey(), Back: here,
		Lines: append([]string{v.step(1), v.l.T("action.plan_hint")}, v.byTask(l.Group, party.Plan)...), Button: v.l.T("view.continue")}
	p.Problems = bad
	kinds := view.Choice{Name: "template", Legend: v.l.T("action.plan_template"), Problem: problemIn(bad, "template")}
	for i, t := range action.Templates {
		kinds.Options = append(kinds.Options, view.Option{Value: string(t), Label: view.TemplateWords(v.l, string(t)), On: f.Get("template") == string(t) || f.Get("template") == "" && i == 0})
	}
	p.Choices = []view.Choice{kinds}
	p.Fields = []view.Input{
		{Name: "title", Label: v.l.T("action.plan_title"), Value: f.Get("title"), Max: call.TitleMost, Problem: problemIn(bad, "title")},
		{Name: "text", Label: v.l.T("action.plan_text"), Value: f.Get("text"), Max: call.BodyMost, Rows: 4, Optional: true, Problem: problemIn(bad, "text")},
	}
	return v.render(status, view.Form(p))
}

func (v *visit) step(n int) string {
	return v.l.T("action.step", "n", n, "of", len(planParts)+1)
}

// planBegin starts a plan from a template, in the words of the group's
// language.
func (h *House) planBegin(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	t := action.Template(v.r.PostFormValue("template"))
	d := action.Draft{Key: v.formKey(), Template: t, Title: v.r.PostFormValue("title"), Body: v.r.PostFormValue("text"),
		Language: v.l.Tag(), Zone: h.Zone, Area: l.Group.Area}
	for _, risk := range t.Beginning().Risks {
		happens, leave := view.LevelWords(v.l, int(risk))
		d.Levels = append(d.Levels, action.Level{Happens: happens, Leave: leave})
	}
	c, err := h.Actions.Begin(v.r.Context(), v.viewer, l.Group.ID, d)
	if bad := v.problems(err); len(bad) > 0 {
		return h.showPlanForm(v, l, bad, 422)
	}
	if err != nil {
		return err
	}
	return v.to("/c/" + c.String() + "/plan/" + planParts[0])
}

// planning is a plan with what its planner has typed over it.
type planning struct {
	v    *visit
	l    action.Look
	at   int // which of planParts
	sent bool
	bad  []view.Problem
	eff  action.Effect
}

func (h *House) planned(v *visit) (*planning, error) {
	l, err := h.lookAction(v)
	if err != nil {
		return nil, err
	}
	if _, holds := v.viewer.Holds(party.GroupID(l.Author.ID), party.Plan); !holds {
		return nil, fault.New("web.planned", fault.NotYours, "action.needs_plan")
	}
	for i, part := range planParts {
		if part == v.r.PathValue("part") {
			return &planning{v: v, l: l, at: i, sent: v.r.Method == "POST"}, nil
		}
	}
	return nil, fault.New("web.planned", fault.NotFound, "")
}

func (h *House) planPart(v *visit) error {
	p, err := h.planned(v)
	if err != nil {
		return err
	}
	return v.render(200, view.Plan(p.page()))
}

// field is what was typed, or what stands.
func (p *planning) field(name, stands string) string {
	if p.sent {
		return p.v.r.PostFormValue(name)
	}
	return stands
}

func (p *planning) input(name, label, stands string, most int) view.Input {
	return view.Input{Name: name, Label: label, Value: p.field(name, stands), Max: most, Problem: problemIn(p.bad, name)}
}

func (p *planning) lines(name, label, stands string, most int) view.Input {
	in := p.input(name, label, stands, most)
	in.Rows = 3
	return in
}

func optional(in view.Input) view.Input {
	in.Optional = true
	return in
}

func (p *planning) here() string { return p.v.in("/c/" + p.l.ID.String()) }

// page is the plan's page that the address names.
func (p *planning) page() view.PlanPage {
	v, here := p.v, p.here()
	title, button := "", v.l.T("view.continue")
	var sets []view.PlanSet
	var lines []string
	switch planParts[p.at] {
	case "time":
		title, sets = v.l.T("action.time_title"), p.timeSets()
		lines = p.says()
	case "levels":
		title, sets = v.l.T("action.levels_title"), p.levelSets()
	case "roles":
		title, sets = v.l.T("action.roles_title"), p.roleSets()
	case "out":
		title, sets = v.l.T("action.out_title"), p.outSets()
	case "open":
		title, sets, button = v.l.T("action.check_title"), p.openSets(), v.l.T("action.open_go")
	}
	out := view.PlanPage{Frame: v.frame(title, view.NavGroups), Up: here, Step: v.step(p.at + 2), Action: here + "/plan/" + planParts[p.at], Key: freshKey(),
		Lines: lines, Sets: sets, Button: button}
	out.Problems = p.bad
	if v.r.URL.Query().Get("done") == "saved" {
		out.Done = v.l.T("action.saved")
	}
	switch planParts[p.at] {
	case "levels":
		out.Hint = v.l.T("action.levels_hint") + " " + v.l.T("action.risk_help")
	case "roles":
		out.Hint, out.More = v.l.T("action.roles_hint"), v.l.T("action.more_roles")
	case "out":
		out.Draw, out.Drawn, out.Scripts = true, p.field("drawing", p.drawing()), []string{"draw.js"}
	}
	if p.l.State != call.Drafted {
		out.Step, out.Button = "", v.l.T("action.reach_go")
		for i, part := range planParts[:len(planParts)-1] {
			if i != p.at {
				out.Side = append(out.Side, view.Link{Text: p.name(part), Href: here + "/plan/" + part})
			}
		}
		if planParts[p.at] == "time" {
			out.Extra = append(p.moveForm(), p.offForm()...)
		}
	}
	if p.l.State == call.Open && p.l.Audience == call.OnBoard && planParts[p.at] == "time" {
		out.Extra = append(out.Extra, p.togetherForm()...)
	}
	return out
}

func (p *planning) name(part string) string {
	switch part {
	case "time":
		return p.v.l.T("action.time_title")
	case "levels":
		return p.v.l.T("action.levels_title")
	case "roles":
		return p.v.l.T("action.roles_title")
	}
	return p.v.l.T("action.out_title")
}

func (p *planning) drawing() string {
	if p.l.Plan.Drawing.Empty() {
		return ""
	}
	b, err := json.Marshal(p.l.Plan.Drawing)
	if err != nil {
		panic(err) // plain numbers and strings
	}
	return string(b)
}

func (p *planning) levelSets() (sets []view.PlanSet) {
	v := p.v
	for _, risk := range action.Risks {
		n := "." + strconv.Itoa(int(risk))
		x, there := p.l.Level(risk)
		if !there {
			x.Happens, x.Leave = view.LevelWords(v.l, int(risk))
		}
		on := there
		if p.sent {
			on = v.r.PostFormValue("on"+n) != ""
		}
		set := view.PlanSet{Title: view.RiskWords(v.l, int(risk)), Risk: int(risk)}
		set.Choices = []view.Choice{{Name: "on" + n, Many: true, Said: true, Legend: view.RiskWords(v.l, int(risk)), Problem: problemIn(p.bad, "level"),
			Options: []view.Option{{Value: "yes", Label: v.l.T("action.level_on"), On: on}}}}
		set.Fields = []view.Input{
			p.input("meet"+n, v.l.T("action.meet"), x.Meet, action.LineMost),
			p.lines("happens"+n, v.l.T("action.happens"), x.Happens, action.WordsMost),
			optional(p.lines("leave"+n, v.l.T("action.leave"), x.Leave, action.WordsMost)),
			optional(p.input("training"+n, v.l.T("action.training"), x.Training, action.LineMost)),
			optional(p.input("name"+n, v.l.T("action.level_name"), x.Name, call.NameMost)),
		}
		sets = append(sets, set)
	}
	return sets
}

// blankRoles are how many empty rows a level has below its roles.
const blankRoles = 1

func (p *planning) roleSets() (sets []view.PlanSet) {
	at := 0
	for _, x := range p.l.Levels {
		set := view.PlanSet{Title: p.v.levelName(x), Risk: int(x.Risk)}
		for _, r := range append(p.l.RolesAt(x.ID), make([]action.Role, blankRoles)...) {
			set.Lines = append(set.Lines, p.roleRow(at, r), p.roleMore(at, r))
			at++
		}
		sets = append(sets, set)
	}
	return sets
}

func (p *planning) roleRow(at int, r action.Role) []view.PlanField {
	v, n := p.v, fmt.Sprintf("role.%d", at)
	kind := p.field(n+".kind", string(r.Kind))
	pick := view.Choice{Name: n + ".kind", Legend: v.l.T("action.role"), Problem: problemIn(p.bad, n)}
	pick.Options = append(pick.Options, view.Option{Value: "", Label: v.l.T("action.role_none"), On: kind == ""})
	for _, k := range action.Kinds {
		pick.Options = append(pick.Options, view.Option{Value: string(k), Label: view.RoleWords(v.l, string(k)), On: kind == string(k)})
	}
	wanted := view.Input{Name: n + ".wanted", Label: v.l.T("action.wanted"), Type: "number", InputMode: "numeric", Value: p.field(n+".wanted", strconv.FormatInt(r.Wanted, 10))}
	return []view.PlanField{{Pick: &pick}, {Input: &wanted}}
}

func (p *planning) roleMore(at int, r action.Role) []view.PlanField {
	v, n := p.v, fmt.Sprintf("role.%d", at)
	own := optional(p.input(n+".title", v.l.T("action.role_own"), r.Title, action.LineMost))
	needs := p.field(n+".needs", string(r.Needs))
	pick := view.Choice{Name: n + ".needs", Legend: v.l.T("action.needs")}
	for _, x := range []action.Needs{action.Nothing, action.Training, action.Introduction} {
		pick.Options = append(pick.Options, view.Option{Value: string(x), Label: view.NeedsWords(v.l, string(x)), On: needs == string(x)})
	}
	row := []view.PlanField{{Pick: &pick}}
	if r.Kind == "" { // a row of one's own, or a new one
		row = append([]view.PlanField{{Input: &own}}, row...)
	}
	if p.l.Plan.Template == action.Online || r.Minutes > 0 {
		minutes := optional(view.Input{Name: n + ".minutes", Label: v.l.T("action.minutes"), Type: "number", InputMode: "numeric", Value: p.field(n+".minutes", numberOr(r.Minutes))})
		row = append(row, view.PlanField{Input: &minutes})
	}
	return row
}

func numberOr(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (p *planning) outSets() []view.PlanSet {
	v, plan := p.v, p.l.Plan
	ways := view.PlanSet{Title: v.l.T("action.ways_out")}
	for i := range min(action.WaysMost, max(3, len(plan.Ways)+1)) {
		var w action.Way
		if i < len(plan.Ways) {
			w = plan.Ways[i]
		}
		to := p.input(fmt.Sprintf("way.%d", i), v.l.T("action.way", "letter", v.letter(i)), w.To, action.LineMost)
		note := p.input(fmt.Sprintf("note.%d", i), v.l.T("action.way_note", "letter", v.letter(i)), w.Note, action.LineMost)
		ways.Lines = append(ways.Lines, []view.PlanField{{Input: &to}, {Input: &note}})
	}
	homes := view.Choice{Name: "homes", Legend: v.l.T("action.homes"), Hint: v.l.T("action.homes_hint"), Problem: problemIn(p.bad, "homes")}
	now := p.field("homes", strconv.Itoa(plan.Homes))
	for _, minutes := range []int{0, 60, 120, 180, 240, 360} {
		label := v.l.T("action.homes_none")
		if minutes > 0 {
			label = v.l.T("action.homes_after", "time", v.l.Lasting(time.Duration(minutes)*time.Minute))
		}
		s := strconv.Itoa(minutes)
		homes.Options = append(homes.Options, view.Option{Value: s, Label: label, On: now == s})
	}
	legal := optional(p.input("legal", v.l.T("action.legal"), plan.Legal, action.LineMost))
	legal.Hint = v.l.T("action.legal_hint")
	facts := view.Choice{Name: "facts", Many: true, Legend: v.l.T("action.facts")}
	for _, f := range action.Facts {
		facts.Options = append(facts.Options, view.Option{Value: string(f), Label: view.FactWords(v.l, string(f)), On: p.ticked("facts", string(f), factsOf(plan.Facts))})
	}
	speaks := view.Choice{Name: "speaks", Many: true, Legend: v.l.T("action.speaks")}
	for _, l := range v.h.Languages.Languages() {
		speaks.Options = append(speaks.Options, view.Option{Value: l.Tag(), Label: l.Name(), On: p.ticked("speaks", l.Tag(), strings.Fields(p.l.Speaks))})
	}
	link := optional(p.input("link", v.l.T("action.link"), plan.Link, call.ReachMost))
	link.Hint = v.l.T("action.link_hint")
	home := view.PlanSet{Choices: []view.Choice{homes}, Fields: []view.Input{legal}}
	who := view.PlanSet{Choices: []view.Choice{facts, speaks}, Fields: []view.Input{
		optional(p.lines("bring", v.l.T("action.bring"), plan.Bring, action.WordsMost)),
		optional(p.lines("unsafe", v.l.T("action.unsafe"), plan.Unsafe, action.WordsMost)), link,
		optional(p.lines("ahead", v.l.T("action.ahead"), plan.Ahead, action.AheadMost)),
		optional(p.lines("soon", v.l.T("action.soon"), plan.Soon, action.AheadMost))}}
	return []view.PlanSet{ways, home, who}
}

func factsOf(all []action.Fact) (keys []string) {
	for _, f := range all {
		keys = append(keys, string(f))
	}
	return keys
}

// ticked is what was ticked, or what stands.
func (p *planning) ticked(name, value string, stands []string) bool {
	if p.sent {
		return has(p.v.r.PostForm[name], value)
	}
	return has(stands, value)
}

func (p *planning) openSets() []view.PlanSet {
	v := p.v
	c := view.Choice{Name: "audience", Legend: v.l.T("action.open_for"), Options: []view.Option{
		{Value: string(call.OnBoard), Label: v.l.T("action.open_board"), On: p.field("audience", string(call.OnBoard)) != string(call.InGroup)},
		{Value: string(call.InGroup), Label: v.l.T("action.open_group"), On: p.field("audience", "") == string(call.InGroup)}}}
	return []view.PlanSet{{Choices: []view.Choice{c}}}
}
