package web

import (
	"strings"

	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/view"
)

// Two people change one page of a plan. Whoever sends second reads what stands
// now beside what they typed, and sends again.

// planMeanwhile shows that page. Where both typed the same there is nothing to
// ask: it is saved.
func (h *House) planMeanwhile(p *planning) (err error) {
	if p.l, err = h.lookAction(p.v); err != nil {
		return err
	}
	p.stale = true
	p.dropAdded()
	page := p.page()
	if len(p.differs) == 0 {
		return p.v.to(p.next())
	}
	return p.v.render(422, view.Plan(page))
}

// compare writes beside each field what stands now, where that is not what was
// typed.
func (p *planning) compare(out *view.PlanPage) {
	stands := map[string]string{}
	now := &planning{v: p.v, l: p.l, at: p.at}
	p.eachField(now.sets(), func(name, says string, _ *string) { stands[name] = says })
	p.eachField(out.Sets, func(name, says string, problem *string) {
		if was, there := stands[name]; !there || was != says {
			p.differs = append(p.differs, name)
			if there && !newRole(name) {
				*problem = p.nowSays(was)
			}
		}
	})
	for i := range out.Sets {
		p.eachField(out.Sets[i:i+1], func(_, _ string, problem *string) {
			out.Sets[i].Open = out.Sets[i].Open || *problem != ""
		})
	}
	if planParts[p.at] == action.OutPage {
		p.compareDrawing(out)
	}
	for i := range p.bad {
		if len(p.differs) > 0 && p.bad[i].Field == "seen" {
			p.bad[i].Field = p.differs[0] // where the list of mistakes leads
		}
	}
}

func (p *planning) compareDrawing(out *view.PlanPage) {
	now := p.l.Plan.Drawing
	if drawing(p.outside().Drawing) == drawing(now) {
		return
	}
	p.differs = append(p.differs, "drawing")
	out.Drew, out.Now = p.v.l.T("action.now_drawn"), p.v.drawn(p.l.Plan)
	if now.Empty() {
		out.Drew = p.nowSays("")
	}
}

func (p *planning) nowSays(words string) string {
	if words == "" {
		return p.v.l.T("action.now_empty")
	}
	return p.v.l.T("action.now_says", "words", words)
}

// newRole reports whether a field belongs to a row on which a role is added.
func newRole(field string) bool { return strings.Contains(field, "."+call.RoleID(0).String()+".") }

// eachField visits the fields of a page: its name, what it says in words, and
// where what is wrong with it is written.
func (p *planning) eachField(sets []view.PlanSet, fn func(name, says string, problem *string)) {
	choice := func(c *view.Choice) {
		var on []string
		for _, o := range c.Options {
			if o.On {
				on = append(on, o.Label)
			}
		}
		fn(c.Name, p.v.l.List(on), &c.Problem)
	}
	line := func(in *view.Input) {
		fn(in.Name, strings.TrimSpace(strings.ReplaceAll(in.Value, "\r\n", "\n")), &in.Problem)
	}
	for _, s := range sets {
		for i := range s.Choices {
			choice(&s.Choices[i])
		}
		for i := range s.Fields {
			line(&s.Fields[i])
		}
		for _, row := range s.Lines {
			for _, f := range row {
				if f.Pick != nil {
					choice(f.Pick)
				} else {
					line(f.Input)
				}
			}
		}
	}
}
