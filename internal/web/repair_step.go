package web

import (
	"strconv"

	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/repair"
	"alongside/internal/view"
)

// The pages behind a repair's page: each is one question.

func (h *House) repairStepForm(v *visit) error {
	l, r, err := h.lookRepair(v)
	if err != nil {
		return err
	}
	return h.repairStepPage(v, l, r, 200, nil)
}

// may reports whether somebody has the way to a step on their page.
func mayStep(r repair.Look, step string) bool {
	in, side := r.Me.Stands == repair.In && !r.Over(), r.Me.Part == repair.Side
	switch step {
	case "help", "support", "end":
		return in && side
	case "round", "text":
		return in && r.Me.Part != repair.Support
	case "back":
		return in && !side
	}
	return false
}

func (h *House) repairStepPage(v *visit, l group.Look, r repair.Look, status int, bad []view.Problem) error {
	step := v.r.PathValue("step")
	if !mayStep(r, step) {
		return fault.New("web.repair_step", fault.NotFound, "")
	}
	here := v.in(repairPath(l, r))
	if step == "end" || step == "back" {
		p := view.SurePage{Frame: v.frame(v.l.T("repair.end_title"), view.NavGroups), Action: here + "/" + step, Key: freshKey(),
			Lines: []string{v.l.T("repair.end_both"), v.l.T("repair.end_why"), v.l.T("repair.end_erased")}, Yes: v.l.T("repair.end"), No: here}
		if step == "back" {
			p.Frame.Title, p.Yes, p.Lines = v.l.T("repair.step_back"), v.l.T("repair.step_back_yes"), []string{v.l.T("repair.step_back_how")}
		}
		return v.render(status, view.Sure(p))
	}
	p := view.FormPage{Frame: v.frame("", view.NavGroups), Action: here + "/" + step, Key: freshKey(), Back: here, Button: v.l.T("repair.ask_them")}
	p.Problems, p.Question = bad, true
	form := v.r.PostFormValue
	switch step {
	case "help":
		p.Frame.Title, p.Lines = v.l.T("repair.help_title"), []string{v.l.T("repair.help_how"), v.l.T("repair.help_reads")}
		p.Button = v.l.T("repair.help_go")
	case "support":
		p.Frame.Title, p.Lines = v.l.T("repair.support_title"), []string{v.l.T("repair.support_how")}
	case "round":
		p.Frame.Title, p.Button = v.l.T("repair.round_title"), v.l.T("repair.round_go")
		p.Fields = []view.Input{{Name: "date", Label: v.l.T("ask.date"), Type: "date", Value: form("date")},
			{Name: "time", Label: v.l.T("ask.time"), Type: "time", Value: form("time"), Optional: true},
			{Name: "place", Label: v.l.T("repair.round_place"), Value: form("place"), Max: repair.PlaceMost, Optional: true}}
	case "text":
		p.Frame.Title, p.Button = v.l.T("repair.text_title"), v.l.T("repair.text_go")
		p.Lines = []string{v.l.T("repair.text_how")}
		p.Carry = []view.Hidden{{Name: "edition", Value: strconv.Itoa(r.Edition)}}
		p.Fields = []view.Input{{Name: "text", Label: v.l.T("repair.text"), Hint: v.l.T("repair.text_hint"), Value: or(form("text"), r.Text), Rows: 8, Max: repair.TextMost},
			{Name: "date", Label: v.l.T("repair.follow"), Hint: v.l.T("repair.follow_hint"), Type: "date", Value: or(form("date"), v.daysAhead(28))}}
	}
	mark(p.Fields, bad)
	if step == "help" || step == "support" {
		if err := h.whom(v, l, &p, v.l.T("repair.whom_help")); err != nil {
			return err
		}
	}
	return v.render(status, view.Form(p))
}

func (h *House) repairStep(v *visit) error {
	l, r, err := h.lookRepair(v)
	if err != nil {
		return err
	}
	ctx, form := v.r.Context(), v.r.PostFormValue
	face, name := v.whomTyped()
	at, bad := v.moment(form("date"), form("time"))
	switch v.r.PathValue("step") {
	case "help":
		err = h.Repairs.Name(ctx, v.viewer, r.ID, face, name)
	case "support":
		err = h.Repairs.Bring(ctx, v.viewer, r.ID, face, name)
	case "round":
		if len(bad) == 0 {
			err = h.Repairs.Sit(ctx, v.viewer, r.ID, repair.Round{At: at, Place: form("place")})
		}
	case "text":
		if len(bad) == 0 {
			err = h.Repairs.Write(ctx, v.viewer, r.ID, number(form("edition")), form("text"), at)
		}
	case "end":
		err = h.Repairs.End(ctx, v.viewer, r.ID)
	case "back":
		if err = h.Repairs.StepBack(ctx, v.viewer, r.ID); err == nil {
			return v.to(groupPath(l.Group) + "/repairs?" + queryOf("done", "back"))
		}
	default:
		err = fault.New("web.repair_step", fault.NotFound, "")
	}
	if more := v.problems(err); len(bad) > 0 || len(more) > 0 {
		return h.repairStepPage(v, l, r, 422, append(bad, more...))
	}
	if err != nil {
		return err
	}
	return v.to(repairPath(l, r) + "?" + queryOf("done", "changed"))
}
