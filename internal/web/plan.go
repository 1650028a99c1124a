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
var planParts = []action.Page{action.TimePage, action.LevelPage, action.RolePage, action.OutPage, action.OpenPage}

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
	return v.to("/c/" + c.String() + "/plan/" + string(planParts[0]))
}

// planning is a plan with what its planner has typed over it.
type planning struct {
	v     *visit
	l     action.Look
	at    int // which of planParts
	sent  bool
	stale bool // somebody else changed this page since it was opened
	bad   []view.Problem
	eff   action.Effect
	lost  map[action.LevelID][]action.Role // typed for what is no more

	differs []string // fields that say something else than stands now
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
		if string(part) == v.r.PathValue("part") {
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
	if p.sent && p.v.r.PostForm.Has(name) {
		return p.v.r.PostFormValue(name)
	}
	return stands // also of what came meanwhile
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

// seen is the page as whoever sends it has read it; by now that is what stands.
func (p *planning) seen() string {
	if p.sent && !p.stale {
		return p.v.r.PostFormValue("seen")
	}
	return p.l.Sum(planParts[p.at])
}

func (p *planning) here() string { return p.v.in("/c/" + p.l.ID.String()) }

// page is the plan's page that the address names.
func (p *planning) page() view.PlanPage {
	v, here, part := p.v, p.here(), planParts[p.at]
	out := view.PlanPage{Frame: v.frame(p.name(part), view.NavGroups), Up: here, Step: v.step(p.at + 2), Action: here + "/plan/" + string(part), Key: freshKey(),
		Carry: []view.Hidden{{Name: "seen", Value: p.seen()}}, Sets: p.sets(), Button: v.l.T("view.continue")}
	if p.stale {
		p.compare(&out)
	}
	out.Problems = p.bad
	if v.r.URL.Query().Get("done") == "saved" {
		out.Done = v.l.T("action.saved")
	}
	switch part {
	case action.TimePage:
		out.Lines = p.says()
	case action.LevelPage:
		out.Hint = v.l.T("action.levels_hint") + " " + v.l.T("action.risk_help")
	case action.RolePage:
		out.Hint, out.More = v.l.T("action.roles_hint"), v.l.T("action.more_roles")
	case action.OutPage:
		out.Draw, out.Drawn, out.Scripts = true, p.field("drawing", drawing(p.l.Plan.Drawing)), []string{"draw.js"}
	case action.OpenPage:
		out.Button = v.l.T("action.open_go")
	}
	if p.l.State != call.Drafted {
		out.Step, out.Button = "", v.l.T("action.reach_go")
		for i, other := range planParts[:len(planParts)-1] {
			if i != p.at {
				out.Side = append(out.Side, view.Link{Text: p.name(other), Href: here + "/plan/" + string(other)})
			}
		}
		if part == action.TimePage {
			out.Extra = append(p.moveForm(), p.offForm()...)
		}
	}
	if p.l.State == call.Open && p.l.Audience == call.OnBoard && part == action.TimePage {
		out.Extra = append(out.Extra, p.togetherForm()...)
	}
	return out
}

func (p *planning) name(part action.Page) string {
	switch part {
	case action.TimePage:
		return p.v.l.T("action.time_title")
	case action.LevelPage:
		return p.v.l.T("action.levels_title")
	case action.RolePage:
		return p.v.l.T("action.roles_title")
	case action.OutPage:
		return p.v.l.T("action.out_title")
	}
	return p.v.l.T("action.check_title")
}

// sets are the fields of the page.
func (p *planning) sets() []view.PlanSet {
	switch planParts[p.at] {
	case action.TimePage:
		return p.timeSets()
	case action.LevelPage:
		return p.levelSets()
	case action.RolePage:
		return p.roleSets()
	case action.OutPage:
		return p.outSets()
	}
	return p.openSets()
}

func drawing(d action.Drawing) string {
	if d.Empty() {
		return ""
	}
	b, err := json.Marshal(d)
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

func numberOr(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (p *planning) outSets() []view.PlanSet {
	v, plan := p.v, p.l.Plan
	ways := view.PlanSet{Title: v.l.T("action.ways_out")}
	for i := range min(action.WaysMost, max(3, len(plan.Ways)+1, p.waysTyped())) {
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
	v, who := p.v, call.OnBoard
	if p.l.State != call.Drafted {
		who = p.l.Audience
	}
	inside := p.field("audience", string(who)) == string(call.InGroup)
	c := view.Choice{Name: "audience", Legend: v.l.T("action.open_for"), Options: []view.Option{
		{Value: string(call.OnBoard), Label: v.l.T("action.open_board"), On: !inside},
		{Value: string(call.InGroup), Label: v.l.T("action.open_group"), On: inside}}}
	return []view.PlanSet{{Choices: []view.Choice{c}}}
}
