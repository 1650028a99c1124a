package web

import (
	"strings"

	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/view"
	"alongside/internal/when"
)

// What a planner does about a plan besides its six pages.

func (p *planning) togetherForm() []view.PlanExtra {
	v := p.v
	pick := view.Choice{Name: "group", Legend: v.l.T("action.together"), Hint: v.l.T("action.together_hint")}
	all, err := v.h.Groups.List(v.r.Context(), v.viewer, group.Filter{})
	if err != nil {
		return nil
	}
	for _, g := range all.Groups {
		if g.ID != p.l.Group && g.Awake() {
			pick.Options = append(pick.Options, view.Option{Value: g.ID.String(), Label: g.Name})
		}
	}
	if len(pick.Options) == 0 {
		return nil
	}
	return []view.PlanExtra{{Title: v.l.T("action.together_go"), Action: p.here() + "/together", Pick: pick, Button: v.l.T("action.together_go")}}
}

func (p *planning) offForm() []view.PlanExtra {
	v := p.v
	pick := view.Choice{Name: "at", Legend: v.l.T("action.day"), Options: p.comingTimes()}
	if len(pick.Options) == 0 {
		return nil
	}
	pick.Options = append(pick.Options, view.Option{Value: "all", Label: v.l.T("action.end") + ". " + v.l.T("action.end_how")})
	return []view.PlanExtra{{Title: v.l.T("action.call_off"), Hint: v.l.T("action.call_off_how"), Action: p.here() + "/off", Pick: pick, Button: v.l.T("action.call_off"), Warn: true}}
}

// comingTimes are the times that a list offers.
func (p *planning) comingTimes() (all []view.Option) {
	v := p.v
	for _, o := range p.l.Times {
		if !o.Off && !o.Over(v.now) {
			all = append(all, view.Option{Value: o.ID.String(), Label: v.l.NearClock(o.Starts.In(v.zoneOf()), v.now.In(v.zoneOf()))})
		}
	}
	return all
}

func (p *planning) moveForm() []view.PlanExtra {
	v := p.v
	pick := view.Choice{Name: "at", Legend: v.l.T("action.day"), Options: p.comingTimes()}
	if len(pick.Options) == 0 {
		return nil
	}
	day := view.Input{Name: "to", Label: v.l.T("action.move_to"), Type: "date", Problem: problemIn(p.bad, "to")}
	hour := view.Input{Name: "hour", Label: v.l.T("action.from"), Type: "time", Problem: problemIn(p.bad, "hour")}
	return []view.PlanExtra{{Title: v.l.T("action.move_one"), Hint: v.l.T("action.call_off_how"), Action: p.here() + "/move", Pick: pick, Fields: []view.Input{day, hour}, Button: v.l.T("action.move_one")}}
}

// moveOne takes one time to another hour. A mistake is said on the page of times.
func (h *House) moveOne(v *visit) error {
	l, err := h.lookAction(v)
	if err != nil {
		return err
	}
	p := &planning{v: v, l: l}
	day, err := when.ParseDay(strings.TrimSpace(v.r.PostFormValue("to")))
	if err != nil {
		p.wrong("to", v.l.T("ask.day_form"))
	}
	hour, err := when.ParseTimeOfDay(strings.TrimSpace(v.r.PostFormValue("hour")))
	if err != nil {
		p.wrong("hour", v.l.T("ask.time_form"))
	}
	if len(p.bad) == 0 {
		err = h.Actions.MoveOne(v.r.Context(), v.viewer, l.ID, v.occurrence(), day, hour)
		for _, b := range v.problems(err) {
			p.wrong(map[string]string{"from": "hour", "day": "to"}[b.Field], b.Text)
		}
		if err != nil && len(p.bad) == 0 {
			return err
		}
	}
	if len(p.bad) > 0 {
		if _, holds := v.viewer.Holds(party.GroupID(l.Author.ID), party.Plan); !holds {
			return fault.New("web.move_one", fault.NotYours, "action.needs_plan")
		}
		return v.render(422, view.Plan(p.page()))
	}
	return v.to("/c/" + l.ID.String() + "/plan/time?" + queryOf("done", "saved"))
}

// learned writes what they would tell the next group into the record.
func (h *House) learned(v *visit) error {
	c, err := v.callID()
	if err != nil {
		return err
	}
	if err := h.Actions.Learned(v.r.Context(), v.viewer, c, v.r.PostFormValue("lesson"), v.l.Tag()); err != nil {
		return err
	}
	return v.to("/record")
}

func (h *House) callOff(v *visit) error {
	c, err := v.callID()
	if err != nil {
		return err
	}
	if v.r.PostFormValue("at") == "all" {
		if err := h.Actions.End(v.r.Context(), v.viewer, c); err != nil {
			return err
		}
		return v.to("/c/" + c.String())
	}
	if err := h.Actions.CallOff(v.r.Context(), v.viewer, c, v.occurrence()); err != nil {
		return err
	}
	return v.to("/c/" + c.String() + "/plan/time?" + queryOf("done", "saved"))
}

func (h *House) askTogether(v *visit) error {
	c, err := v.callID()
	if err != nil {
		return err
	}
	g, err := id.Parse[group.Group](v.r.PostFormValue("group"))
	if err != nil {
		return fault.New("web.ask_together", fault.NotFound, "")
	}
	if err := h.Actions.Ask(v.r.Context(), v.viewer, c, party.GroupID(g)); err != nil {
		return err
	}
	return v.to("/c/" + c.String() + "/plan/time?" + queryOf("done", "saved"))
}
