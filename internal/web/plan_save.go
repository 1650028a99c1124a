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
	"alongside/internal/recur"
	"alongside/internal/view"
	"alongside/internal/when"
)

// planSave files one page of a plan and leads to the next.
func (h *House) planSave(v *visit) error {
	p, err := h.planned(v)
	if err != nil {
		return err
	}
	err = p.save()
	if bad := v.problems(err); len(bad) > 0 {
		p.bad = append(p.bad, bad...)
	} else if err != nil {
		return err
	}
	if problemIn(p.bad, "seen") != "" {
		return h.planMeanwhile(p)
	}
	if len(p.bad) > 0 {
		return v.render(422, view.Plan(p.page()))
	}
	return v.to(p.next())
}

// save files the page, if it still reads as it did when it was opened.
func (p *planning) save() error {
	ctx, v, which := p.v.r.Context(), p.v, p.l.ID
	acts := v.h.Actions.Seeing(planParts[p.at], p.seen())
	switch planParts[p.at] {
	case action.TimePage:
		return p.saveTime(acts)
	case action.LevelPage:
		return acts.SetLevels(ctx, v.viewer, which, p.levels())
	case action.RolePage:
		return acts.SetRoles(ctx, v.viewer, which, p.roles())
	case action.OutPage:
		return acts.SetOutside(ctx, v.viewer, which, p.outside())
	}
	return acts.Open(ctx, v.viewer, which, call.Audience(v.r.PostFormValue("audience")))
}

// next is where a page leads once it is saved.
func (p *planning) next() string {
	here, part := "/c/"+p.l.ID.String(), planParts[p.at]
	switch {
	case p.v.r.PostFormValue("more") != "":
		return here + "/plan/" + string(part)
	case part == action.OpenPage:
		return here + "?" + queryOf("done", "opened")
	case p.l.State != call.Drafted:
		return here + "/plan/" + string(part) + "?" + queryOf("done", "saved")
	}
	return here + "/plan/" + string(planParts[p.at+1])
}

func (p *planning) levels() (all []action.Levelling) {
	for _, risk := range action.Risks {
		n := "." + strconv.Itoa(int(risk))
		get := func(name string) string { return p.v.r.PostFormValue(name + n) }
		all = append(all, action.Levelling{On: get("on") != "", Level: action.Level{Risk: risk, Name: get("name"), Meet: get("meet"),
			Happens: get("happens"), Leave: get("leave"), Training: get("training")}})
	}
	return all
}

// waysTyped is how many ways out the form has, whatever stands by now.
func (p *planning) waysTyped() (n int) {
	for i := range action.WaysMost {
		for _, name := range []string{"way", "note"} {
			if strings.TrimSpace(p.v.r.PostFormValue(fmt.Sprintf("%s.%d", name, i))) != "" {
				n = i + 1
			}
		}
	}
	return n
}

func (p *planning) outside() (o action.Outside) {
	f := p.v.r.PostForm
	for i := range action.WaysMost {
		o.Ways = append(o.Ways, action.Way{To: f.Get(fmt.Sprintf("way.%d", i)), Note: f.Get(fmt.Sprintf("note.%d", i))})
	}
	o.Legal, o.Bring, o.Unsafe, o.Link, o.Ahead, o.Soon = f.Get("legal"), f.Get("bring"), f.Get("unsafe"), f.Get("link"), f.Get("ahead"), f.Get("soon")
	o.Homes, _ = strconv.Atoi(f.Get("homes"))
	for _, s := range f["facts"] {
		o.Facts = append(o.Facts, action.Fact(s))
	}
	for _, l := range p.v.h.Languages.Languages() {
		if has(f["speaks"], l.Tag()) {
			o.Speaks = append(o.Speaks, l.Tag())
		}
	}
	o.Drawing = p.l.Plan.Drawing
	if drawn, sent := f["drawing"]; sent {
		o.Drawing = action.Drawing{}
		if drawn[0] != "" {
			if err := json.Unmarshal([]byte(drawn[0]), &o.Drawing); err != nil {
				o.Drawing = p.l.Plan.Drawing
			}
		}
	}
	return o
}

// Again is how a form asks for a rhythm.
const (
	onceAgain   = ""
	byRule      = "rule"
	everyDay    = "daily"
	weekdays    = "weekdays"
	everyWeek   = "weekly"
	secondWeek  = "second"
	everyMonth  = "monthly"
	dayForm     = time.DateOnly
	clockForm   = "15:04"
	minutesADay = 24 * 60
)

// saveTime reads where and when, and files it.
func (p *planning) saveTime(acts *action.Desk) error {
	s, ok := p.series()
	if !ok {
		return nil // p.bad says why
	}
	place := action.Placing{Area: placeOf(p.v.r.PostFormValue("place")), When: s, Sure: p.v.r.PostFormValue("sure")}
	var err error
	p.eff, err = acts.SetTime(p.v.r.Context(), p.v.viewer, p.l.ID, place)
	return err
}

func (p *planning) wrong(field, words string) {
	p.bad = append(p.bad, view.Problem{Field: field, Text: words})
}

// series reads the rhythm as it was typed. Whatever is wrong stands in bad.
func (p *planning) series() (s recur.Series, ok bool) {
	f, l := p.v.r.PostForm, p.v.l
	var err error
	if s.Start, err = when.ParseDay(strings.TrimSpace(f.Get("day"))); err != nil {
		p.wrong("day", l.T("ask.day_form"))
	}
	from, err := when.ParseTimeOfDay(strings.TrimSpace(f.Get("from")))
	if err != nil {
		p.wrong("from", l.T("ask.time_form"))
	}
	till, err := when.ParseTimeOfDay(strings.TrimSpace(f.Get("till")))
	if err != nil {
		p.wrong("till", l.T("ask.time_form"))
	}
	if s.Zone, err = when.Zone(f.Get("zone")); err != nil {
		p.wrong("zone", l.T("notice.zone_form"))
	}
	s.At, s.Minutes = from, int(till-from)
	if s.Minutes <= 0 {
		s.Minutes += minutesADay // it ends on the day after
	}
	s.Left = p.leftOut()
	if len(p.bad) > 0 {
		return s, false
	}
	s.Rule, err = p.rule(s.Start)
	if bad := p.v.problems(err); len(bad) > 0 {
		p.bad = append(p.bad, bad...)
	} else if err != nil {
		p.wrong("rule", l.T(fault.SayOf(err)))
	}
	s.Moved = p.l.Plan.When.Moved
	return s, len(p.bad) == 0
}

func (p *planning) leftOut() (days []when.Day) {
	for _, line := range strings.Fields(p.v.r.PostFormValue("left")) {
		d, err := when.ParseDay(line)
		if err != nil {
			p.wrong("left", p.v.l.T("ask.day_form"))
			return nil
		}
		days = append(days, d)
	}
	return days
}

func (p *planning) rule(start when.Day) (recur.Rule, error) {
	f := p.v.r.PostForm
	shape := recur.Shape{Every: 1, Pace: recur.ByWeek, On: []time.Weekday{start.Weekday()}}
	if last := strings.TrimSpace(f.Get("last")); last != "" {
		d, err := when.ParseDay(last)
		if err != nil {
			p.wrong("last", p.v.l.T("ask.day_form"))
			return recur.Rule{}, nil
		}
		shape.Until = d
	}
	switch f.Get("again") {
	case everyDay:
		shape.Pace = recur.ByDay
	case weekdays:
		shape.On = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	case everyWeek:
	case secondWeek:
		shape.Every = 2
	case everyMonth:
		_, _, day := start.Date()
		shape.Pace, shape.Weekday, shape.Nth = recur.ByMonthWeekday, start.Weekday(), (day+6)/7
		if shape.Nth > 4 {
			shape.Nth = -1
		}
	case byRule:
		return recur.Parse(strings.TrimSpace(f.Get("rule")))
	default:
		return recur.Rule{}, nil
	}
	return shape.Rule()
}

// again is which choice of the form a rule is, and its last day.
func (p *planning) again() (kind, rule, last string) {
	r, start := p.l.Plan.When.Rule, p.l.Plan.When.Start
	rule = r.String()
	shape, simple := r.Shape(start)
	if shape.Until != 0 {
		last = shape.Until.String()
	}
	switch {
	case rule == "":
		return onceAgain, "", ""
	case !simple || shape.Times > 0 || shape.Every > 2:
		return byRule, rule, last
	case shape.Pace == recur.ByDay && shape.Every == 1:
		return everyDay, rule, last
	case shape.Pace == recur.ByWeek && len(shape.On) == 5 && shape.Every == 1:
		return weekdays, rule, last
	case shape.Pace == recur.ByWeek && len(shape.On) == 1 && shape.Every == 1:
		return everyWeek, rule, last
	case shape.Pace == recur.ByWeek && len(shape.On) == 1:
		return secondWeek, rule, last
	case shape.Pace == recur.ByMonthWeekday && shape.Every == 1:
		return everyMonth, rule, last
	}
	return byRule, rule, last
}

func (p *planning) timeSets() []view.PlanSet {
	v, s := p.v, p.l.Plan.When
	day, from, till := "", "", ""
	if s.Start != 0 {
		day, from, till = s.Start.String(), s.At.String(), when.TimeOfDay((int(s.At)+s.Minutes)%minutesADay).String()
	}
	typed := func(name, label, stands, kind string) view.Input {
		in := p.input(name, label, stands, 0)
		in.Type = kind
		return in
	}
	where := p.input("place", v.l.T("ask.where"), p.l.Area.Name, call.NameMost)
	where.Hint = v.l.T("ask.where_hint")
	a, b := typed("from", v.l.T("action.from"), from, "time"), typed("till", v.l.T("action.till"), till, "time")
	kind, rule, last := p.again()
	kind = p.field("again", kind)
	again := view.Choice{Name: "again", Legend: v.l.T("action.again"), Problem: problemIn(p.bad, "again")}
	for _, o := range []view.Option{{Value: onceAgain, Label: v.l.T("action.again_once")}, {Value: everyDay, Label: v.l.T("action.again_daily")},
		{Value: weekdays, Label: v.l.T("action.again_weekdays")}, {Value: everyWeek, Label: v.l.T("action.again_weekly")},
		{Value: secondWeek, Label: v.l.T("action.again_second")}, {Value: everyMonth, Label: v.l.T("action.again_monthly")},
		{Value: byRule, Label: v.l.T("action.again_rule")}} {
		o.On = o.Value == kind
		again.Options = append(again.Options, o)
	}
	end := optional(typed("last", v.l.T("action.last_day"), last, "date"))
	end.Hint = v.l.T("action.last_day_hint")
	written := optional(p.input("rule", v.l.T("action.rule"), rule, 255))
	written.Hint = v.l.Isolate("FREQ=WEEKLY;BYDAY=TU,TH")
	var left []string
	for _, d := range s.Left {
		left = append(left, d.String())
	}
	out := optional(p.lines("left", v.l.T("action.left_out"), strings.Join(left, "\n"), 2000))
	out.Hint = v.l.T("action.left_out_hint")
	zone := p.input("zone", v.l.T("action.zone"), s.Zone.String(), 64)
	sets := []view.PlanSet{{Fields: []view.Input{optional(where), typed("day", v.l.T("action.day"), day, "date")},
		Lines: [][]view.PlanField{{{Input: &a}, {Input: &b}}}}, {Choices: []view.Choice{again}, Fields: []view.Input{end}},
		{Fold: v.l.T("action.time_more"), Open: kind == byRule || len(left) > 0 || problemIn(p.bad, "left")+problemIn(p.bad, "zone")+problemIn(p.bad, "rule") != "",
			Fields: []view.Input{written, out, zone}}}
	if !p.eff.Plain() {
		sets = append(sets, view.PlanSet{Choices: []view.Choice{{Name: "sure", Many: true, Legend: v.l.T("action.say_sure"),
			Options: []view.Option{{Value: p.eff.Sum(), Label: v.l.T("action.sure")}}}}})
	}
	return sets
}

// says is what a change of time would do, before it does it.
func (p *planning) says() (lines []string) {
	v := p.v
	days := func(starts []time.Time) string {
		var list []string
		for i, t := range starts {
			if i == daysSaid {
				list = append(list, "…")
				break
			}
			list = append(list, v.l.NearClock(t.In(v.zoneOf()), v.now.In(v.zoneOf())))
		}
		return v.l.List(list)
	}
	var gone, moved, stays []time.Time
	for _, o := range p.eff.Gone {
		gone = append(gone, o.Starts)
	}
	for _, c := range p.eff.Changed {
		moved = append(moved, c.Old.Starts)
	}
	for _, o := range p.eff.Stays {
		stays = append(stays, o.Starts)
	}
	if len(gone) > 0 {
		lines = append(lines, v.l.T("action.goes", "days", days(gone)))
	}
	if len(moved) > 0 {
		lines = append(lines, v.l.T("action.moves", "days", days(moved)))
	}
	if len(stays) > 0 {
		lines = append(lines, v.l.T("action.stays", "days", days(stays)))
	}
	for _, d := range p.eff.Asked {
		day := v.l.DayYear(d.Day.Start(time.UTC))
		if d.Kind == when.Never {
			lines = append(lines, v.l.T("action.never", "day", day, "time", d.At.String()))
		} else {
			lines = append(lines, v.l.T("action.twice", "day", day, "time", d.At.String()))
		}
	}
	if p.eff.Bounded || p.l.Plan.When.Start != 0 && p.l.Plan.When.Rule.String() != "" && p.l.Plan.When.Occurrences().Bounded {
		lines = append(lines, v.l.T("action.bounded"))
	}
	return lines
}

// daysSaid is how many days a sentence names.
const daysSaid = 5
