package web

import (
	"encoding/json"

	"alongside/internal/decision"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/space"
	"alongside/internal/view"
)

// How a member's place is paused for a time: at once, by whoever answers what is
// told, or by a decision of the group.
var pauseRoutes = []route{
	{pattern: "GET /g/{slug}/reports/pause", guard: member, do: (*House).pauseForm, private: true},
	{pattern: "POST /g/{slug}/reports/pause", guard: member, do: (*House).pause, private: true},
	{pattern: "GET /g/{slug}/pauses/new", guard: member, do: (*House).pausingForm, private: true},
	{pattern: "POST /g/{slug}/pauses/new", guard: member, do: (*House).pausing, private: true},
}

func init() {
	changeSays[decision.Pause] = (*visit).sayPausing
	changeSays[decision.Lift] = (*visit).sayPausing
}

func (h *House) pauseForm(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	return h.showPause(v, l, 200, nil)
}

// showPause is the form, and below it who is paused now.
func (h *House) showPause(v *visit, l group.Look, status int, bad []view.Problem) error {
	running, err := h.Space.Running(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group) + "/reports")
	p := view.FormPage{Frame: v.frame(v.l.T("space.pause_title"), view.NavGroups), Action: here + "/pause", Key: freshKey(), Back: here,
		Lines: []string{v.l.T("space.pause_how"), v.l.T("space.pause_log")}, Button: v.l.T("space.pause_go"),
		Fields: []view.Input{{Name: "days", Label: v.l.T("space.pause_days"), Type: "number", InputMode: "numeric", Value: or(v.r.PostFormValue("days"), "7")},
			{Name: "why", Label: v.l.T("space.pause_why"), Value: v.r.PostFormValue("why"), Rows: 3, Max: space.ReasonMost}},
		Also: []view.Choice{v.branchChoice()}}
	p.Problems, p.Question = bad, true
	if v.r.URL.Query().Get("done") != "" {
		p.Done = v.l.T("space.done")
	}
	mark(p.Fields, bad)
	if err := h.whom(v, l, &p, v.l.T("space.about_whom")); err != nil {
		return err
	}
	for _, r := range running {
		who, err := h.faceName(v, l, r.Face)
		if err != nil {
			return err
		}
		p.Undo = append(p.Undo, view.UndoRow{Words: v.l.T("space.pause_runs", "who", who, "day", v.l.Day(v.local(r.Until))), Name: "lift", Value: r.Face.String(), Button: v.l.T("space.lift")})
	}
	return v.render(status, view.Form(p))
}

// branchChoice asks whether those who came in through somebody wait, too.
func (v *visit) branchChoice() view.Choice {
	return view.Choice{Name: "branch", Legend: v.l.T("space.branch"), Hint: v.l.T("space.branch_hint"), Many: true,
		Options: []view.Option{{Value: "yes", Label: v.l.T("space.branch_yes"), On: v.r.PostFormValue("branch") == "yes"}}}
}

// pausingTyped is what the form says about a pause.
func (v *visit) pausingTyped(whom party.FaceID) space.Pausing {
	form := v.r.PostFormValue
	return space.Pausing{Face: whom, Days: number(form("days")), Why: form("why"), Branch: form("branch") == "yes"}
}

func (h *House) pause(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	if typed := v.r.PostFormValue("lift"); typed != "" {
		face, _ := id.Parse[party.Face](typed)
		if err := h.Space.Lift(v.r.Context(), v.viewer, l.Group.ID, face); err != nil {
			return err
		}
		return v.to(groupPath(l.Group) + "/reports/pause?" + queryOf("done", "yes"))
	}
	face, err := h.whomChosen(v, l)
	if err != nil && len(v.problems(err)) == 0 {
		return err
	}
	err = h.Space.PauseMember(v.r.Context(), v.viewer, l.Group.ID, v.pausingTyped(face))
	if bad := v.problems(err); len(bad) > 0 {
		return h.showPause(v, l, 422, bad)
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "/reports/pause?" + queryOf("done", "yes"))
}

// pausingForm lays it before the group to pause a member, or to end a pause.
func (h *House) pausingForm(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	return h.showPausing(v, l, 200, nil)
}

func (h *House) showPausing(v *visit, l group.Look, status int, bad []view.Problem) error {
	here, form := v.in(groupPath(l.Group)), v.r.PostFormValue
	lift := form("do") == string(decision.Lift)
	p := view.FormPage{Frame: v.frame(v.l.T("space.together_way"), view.NavGroups), Action: here + "/pauses/new", Key: freshKey(), Back: here + "/repairs",
		Lines: []string{v.l.T("space.together_how"), v.l.T("space.together_named")}, Button: v.l.T("view.continue"),
		Choices: []view.Choice{{Name: "do", Legend: v.l.T("space.together_do"), Options: []view.Option{
			{Value: string(decision.Pause), Label: v.l.T("space.together_pause"), On: !lift}, {Value: string(decision.Lift), Label: v.l.T("space.together_lift"), On: lift}}}},
		Fields: []view.Input{{Name: "days", Label: v.l.T("space.pause_days"), Hint: v.l.T("space.together_days"), Type: "number", InputMode: "numeric", Value: or(form("days"), "7"), Optional: true},
			{Name: "why", Label: v.l.T("decision.why"), Value: form("why"), Rows: 3, Max: space.ReasonMost}},
		Also: []view.Choice{v.branchChoice()}}
	p.Problems, p.Question = bad, true
	mark(p.Fields, bad)
	if err := h.whom(v, l, &p, v.l.T("space.about_whom")); err != nil {
		return err
	}
	return v.render(status, view.Form(p))
}

// pausing takes what was filled in to the page where it is proposed.
func (h *House) pausing(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	ctx, lift := v.r.Context(), v.r.PostFormValue("do") == string(decision.Lift)
	whom, err := h.whomChosen(v, l)
	if err != nil && len(v.problems(err)) == 0 {
		return err
	}
	p := v.pausingTyped(whom)
	err = h.Space.Check(ctx, v.viewer, l.Group.ID, &p, lift)
	if bad := v.problems(err); len(bad) > 0 {
		return h.showPausing(v, l, 422, bad)
	}
	if err != nil {
		return err
	}
	who, err := h.faceName(v, l, whom)
	if err != nil {
		return err
	}
	next := proposal{Change: decision.Pause, About: whom, Title: v.l.T("space.together_pause_title", "who", who), Text: p.Why, Data: p}
	if lift {
		next.Change, next.Title, next.Data = decision.Lift, v.l.T("space.together_lift_title", "who", who), space.Pausing{Face: whom}
	}
	return h.proposeChange(v, l, next)
}

// sayPausing says to those who decide what would become of a member.
func (v *visit) sayPausing(l group.Look, data []byte) []string {
	var p space.Pausing
	if json.Unmarshal(data, &p) != nil {
		return nil
	}
	who, err := v.h.faceName(v, l, p.Face)
	if err != nil {
		return nil
	}
	if p.Days == 0 {
		return []string{v.l.T("space.would_lift", "who", who)}
	}
	lines := []string{v.l.T("space.would_pause", "who", who, "time", v.l.N("mandate.days", p.Days)), v.l.T("space.would_read", "why", p.Why)}
	if p.Branch {
		lines = append(lines, v.l.T("space.would_branch"))
	}
	return lines
}
