package web

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"alongside/internal/decision"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/view"
	"alongside/internal/when"
)

// sayDecision does what the buttons of a decision's page say.
func (h *House) sayDecision(v *visit) error {
	l, d, err := h.lookDecision(v)
	if err != nil {
		return err
	}
	ctx, form, done := v.r.Context(), v.r.PostFormValue, ""
	switch form("do") {
	case "say", "consent":
		var code string
		s := decision.Say{Version: number(form("version")), Stance: decision.Stance(form("stance")), Reason: form("reason"), Key: string(v.formKey()), Code: form("code")}
		if form("do") == "consent" {
			s.Stance = decision.Consent
		}
		code, err = h.Decisions.Say(ctx, v.viewer, l.Group.ID, d.ID, s)
		if err == nil && code != "" {
			return h.showCode(v, code)
		}
		done = "said"
	case "join":
		err = h.Decisions.Second(ctx, v.viewer, l.Group.ID, d.ID)
	case "ask":
		err = h.Decisions.Post(ctx, v.viewer, l.Group.ID, d.ID, decision.Saying{Key: string(v.formKey()), Text: form("words"), Worry: form("worry") == "yes"})
		done = "asked"
	case "end":
		if d.MayEnd && form("sure") != "yes" {
			return v.render(200, view.Sure(v.endPage(l, d)))
		}
		err = h.Decisions.Withdraw(ctx, v.viewer, l.Group.ID, d.ID)
	default:
		err = fault.New("web.say_decision", fault.Unreadable, "")
	}
	if bad := v.problems(err); len(bad) > 0 {
		return h.showDecision(v, 422, l, d, bad, func(p *view.DecisionPage) {
			for _, s := range []*view.SayPage{p.Say, p.Ask} {
				if s != nil {
					mark(s.Before, bad)
					mark(s.Fields, bad)
					s.Choice.Problem = problemIn(bad, s.Choice.Name)
				}
			}
		})
	}
	if err != nil {
		return err
	}
	return v.to(decisionPath(l.Group, d.ID) + "?" + queryOf("done", done))
}

// endPage asks once more before a proposal is taken back.
func (v *visit) endPage(l group.Look, d decision.Look) view.SurePage {
	here := v.in(decisionPath(l.Group, d.ID))
	return view.SurePage{Frame: v.frame(v.l.T("decision.end_title"), view.NavGroups), Lines: []string{d.Title, v.l.T("decision.end_what")}, Action: here, Key: freshKey(),
		Carry: []view.Hidden{{Name: "do", Value: "end"}, {Name: "sure", Value: "yes"}}, Yes: v.l.T("decision.end"), No: here, Grave: true}
}

// problemIn is what is wrong in one field, or nothing.
func problemIn(bad []view.Problem, field string) string {
	for _, b := range bad {
		if b.Field == field {
			return b.Text
		}
	}
	return ""
}

// showCode shows the key of a secret ballot, once.
func (h *House) showCode(v *visit, code string) error {
	l, d, err := h.lookDecision(v)
	if err != nil {
		return err
	}
	v.r.PostForm = nil // what was chosen is not shown again
	return h.showDecision(v, 200, l, d, nil, func(p *view.DecisionPage) {
		if p.Say != nil {
			p.Code, p.Done = code, v.l.T("decision.done_said")
		}
	})
}

// editDecisionForm changes the text of what is under way.
func (h *House) editDecisionForm(v *visit) error {
	l, d, err := h.lookDecision(v)
	if err == nil && !d.MayEdit {
		err = notTheirs(d)
	}
	if err != nil {
		return err
	}
	return v.render(200, view.Form(v.editDecisionPage(l, d, proposed{Title: d.Title, Text: d.Text, Tasks: d.Tasks, Review: dayText(d.Review)}, nil)))
}

// notTheirs is why somebody cannot change a decision.
func notTheirs(d decision.Look) error {
	if d.State == decision.Closed {
		return fault.New("web.edit_decision", fault.Stale, "decision.over")
	}
	return fault.New("web.edit_decision", fault.NotYours, "")
}

func (v *visit) editDecisionPage(l group.Look, d decision.Look, s proposed, bad []view.Problem) view.FormPage {
	here := v.in(decisionPath(l.Group, d.ID))
	p := view.FormPage{Frame: v.frame(v.l.T("decision.edit"), view.NavGroups), Action: here + "/edit", Key: freshKey(), Back: here,
		Lines: []string{v.l.T("decision.edit_hint"), v.l.T("decision.edit_stays"), joined(v.methodWords(d.Method), v.stands(l, d.Decision))}, Button: v.l.T("account.save"), Fields: v.proposalFields(s, d.Effect.Change == decision.Agreements),
		Carry: []view.Hidden{{Name: "version", Value: strconv.Itoa(d.Version)}}}
	if d.Effect.Change == decision.Agreements {
		p.Fields = append([]view.Input{v.agreementsField(d.Effect.Data)}, p.Fields...)
	}
	taken := view.Choice{Name: "taken", Legend: v.l.T("decision.takes_up"), Many: true}
	for _, post := range d.Posts {
		if post.Worry && post.Taken == 0 {
			taken.Options = append(taken.Options, view.Option{Value: post.ID.String(), Label: post.Text, On: slices.Contains(v.r.PostForm["taken"], post.ID.String())})
		}
	}
	if len(taken.Options) > 0 {
		p.Choices = append(p.Choices, taken)
	}
	p.Problems = bad
	mark(p.Fields, bad)
	return p
}

func (h *House) editDecision(v *visit) error {
	l, d, err := h.lookDecision(v)
	if err == nil && !d.MayEdit {
		err = notTheirs(d)
	}
	if err != nil {
		return err
	}
	s := v.proposedTyped()
	review, bad := v.reviewDay(s)
	e := decision.Edit{Version: number(v.r.PostFormValue("version")), Title: s.Title, Text: s.Text, Tasks: s.Tasks, Review: review}
	if d.Effect.Change == decision.Agreements {
		data, wrong := v.agreementsTyped(d.Effect.Data, review)
		e.Data, bad = data, append(bad, wrong...)
	}
	for _, typed := range v.r.PostForm["taken"] {
		if post, err := id.Parse[decision.Post](typed); err == nil {
			e.Taken = append(e.Taken, post)
		}
	}
	if len(bad) == 0 {
		err = h.Decisions.Edit(v.r.Context(), v.viewer, l.Group.ID, d.ID, e)
		bad = v.problems(err)
	}
	if len(bad) > 0 {
		return v.render(422, view.Form(v.editDecisionPage(l, d, s, bad)))
	}
	if err != nil {
		return err
	}
	return v.to(decisionPath(l.Group, d.ID) + "?" + queryOf("done", "changed"))
}

// proposed is what the form of a proposal holds, as it was typed.
type proposed struct{ Title, Text, Tasks, Review, Method string }

func (v *visit) proposedTyped() proposed {
	form := v.r.PostFormValue
	return proposed{form("title"), form("text"), form("tasks"), form("review"), form("method")}
}

func dayText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

var errDay = errors.New("no day")

// reviewDay is the day on which the group looks again.
func (v *visit) reviewDay(s proposed) (time.Time, []view.Problem) {
	at, err := typedDay(s.Review)
	if err != nil {
		return at, []view.Problem{{Field: "review", Text: v.l.T("decision.no_such_day")}}
	}
	return at, nil
}

func typedDay(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	day, err := when.ParseDay(s)
	if err != nil {
		return time.Time{}, errDay
	}
	return day.Start(time.UTC), nil
}

// proposalFields are the words of a proposal. Where the agreements say it all,
// the reason may be left out.
func (v *visit) proposalFields(s proposed, agreements bool) []view.Input {
	return []view.Input{
		{Name: "title", Label: v.l.T("decision.in_short"), Value: s.Title, Max: decision.TitleMost},
		{Name: "text", Label: v.l.T("decision.in_full"), Hint: v.l.T("decision.in_full_hint"), Value: s.Text, Rows: 6, Max: decision.TextMost, Optional: agreements},
		{Name: "tasks", Label: v.l.T("decision.tasks"), Hint: v.l.T("decision.tasks_hint"), Value: s.Tasks, Rows: 2, Max: decision.TasksMost, Optional: true},
		{Name: "review", Label: v.l.T("decision.review"), Hint: v.l.T("decision.review_hint"), Value: s.Review, Type: "date", Optional: true},
	}
}
