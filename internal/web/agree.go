package web

import (
	"encoding/json"
	"reflect"
	"strconv"
	"time"

	"alongside/internal/decision"
	"alongside/internal/group"
	"alongside/internal/view"
)

func init() {
	changeSays[decision.Agreements] = agreementsSay
	changeSays[decision.Status] = lifeSays
}

// agreementsSay tells that there is a new text, and the rules when they change.
func agreementsSay(v *visit, l group.Look, data []byte) (lines []string) {
	var r group.Rewriting
	if json.Unmarshal(data, &r) != nil {
		return nil
	}
	if r.Text != l.Agreements.Text {
		lines = append(lines, v.l.T("decision.change_agreements"))
	}
	if !reflect.DeepEqual(r.Rules, l.Agreements.Rules) {
		lines = append(append(lines, v.l.T("decision.new_rules")), v.rules(r.Rules)...)
	}
	return lines
}

// lifeSays tells what becomes of the group.
func lifeSays(v *visit, _ group.Look, data []byte) []string {
	var life group.Life
	if json.Unmarshal(data, &life) != nil {
		return nil
	}
	switch life.Do {
	case group.DoRest:
		day, _ := typedDay(life.Until)
		return []string{v.l.T("decision.rest_title"), v.l.T("decision.rest_until", "day", v.l.DayYear(day))}
	case group.DoWake:
		return []string{v.l.T("decision.wake_title")}
	}
	return []string{v.l.T("decision.close_title"), v.l.T("trust.close_calls"), v.l.T("trust.close_promises"), v.l.T("trust.close_data")}
}

// agreeing is what the form of new agreements holds, as it was typed.
type agreeing struct {
	group.Rewriting
	why, review string
}

// proposeAgreements is the page on which new agreements and rules are written,
// to be decided.
func (v *visit) proposeAgreements(l group.Look, a agreeing, bad []view.Problem) view.AgreePage {
	here := v.in(groupPath(l.Group))
	rules := v.rulesPage(l, a.Rules, bad)
	p := view.AgreePage{Frame: v.frame(v.l.T("group.agree_edit"), view.NavGroups), Back: view.Link{Text: v.l.T("decision.title"), Href: here + "/decisions"},
		Action: here + "/agreements/edit", Key: or(v.r.PostFormValue("key"), freshKey()), Carry: []view.Hidden{{Name: "version", Value: strconv.Itoa(a.Version)}},
		Words: []view.Input{
			{Name: "agreements", Label: v.l.T("group.agreements"), Hint: v.l.T("group.agree_lines"), Value: a.Text, Rows: 12, Max: group.AgreementsMost},
			{Name: "text", Label: v.l.T("decision.why"), Value: a.why, Rows: 2, Max: decision.TextMost, Optional: true},
			{Name: "review", Label: v.l.T("decision.review"), Hint: v.l.T("decision.review_hint"), Value: a.review, Type: "date", Optional: true},
		},
		Door: rules.Door, Coming: rules.Coming, Methods: rules.Methods, Deciding: rules.Deciding, Secret: rules.Secret}
	p.Problems = bad
	mark(p.Words, bad)
	for _, b := range bad {
		p.Unfold = p.Unfold || b.Field != "agreements" && b.Field != "text" && b.Field != "review"
	}
	p.Door.Problem, p.Methods.Problem = problemIn(bad, "door"), problemIn(bad, "methods")
	return p
}

// agreementsNow are the agreements in force, to begin with.
func agreementsNow(l group.Look) agreeing {
	return agreeing{Rewriting: group.Rewriting{Version: l.Group.Agreed, Text: l.Agreements.Text, Rules: l.Agreements.Rules}}
}

// decideAgreements lays new agreements before the group.
func (h *House) decideAgreements(v *visit, l group.Look) error {
	form := v.r.PostFormValue
	a := agreeing{Rewriting: group.Rewriting{Version: number(form("version")), Text: form("agreements"), Rules: l.Agreements.Rules}, why: form("text"), review: form("review")}
	if form("door") != "" {
		a.Rules = v.rulesTyped()
	}
	review, bad := v.reviewDay(proposed{Review: a.review})
	a.Review = review
	bad = append(bad, v.problems(a.Check())...)
	if len(bad) > 0 {
		return v.render(422, view.Agree(v.proposeAgreements(l, a, bad)))
	}
	data, err := json.Marshal(a.Rewriting)
	if err != nil {
		return err
	}
	dec, err := h.Decisions.Propose(v.r.Context(), v.viewer, l.Group.ID, decision.Draft{Key: string(v.formKey()), Text: a.why, Review: review,
		Title: v.l.T("decision.agreements_title", "version", strconv.Itoa(a.Version+1)), Effect: decision.Effect{Change: decision.Agreements, Data: data}})
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(422, view.Agree(v.proposeAgreements(l, a, bad)))
	}
	if err != nil {
		return err
	}
	return v.to(decisionPath(l.Group, dec.ID) + "?" + queryOf("done", "proposed"))
}

// proposeLife is a proposal that the group rests, wakes up or closes.
func (h *House) proposeLife(v *visit, l group.Look) error {
	life := group.Life{Do: v.r.FormValue("do"), Until: v.r.FormValue("until")}
	data, err := json.Marshal(life)
	if err != nil {
		return err
	}
	switch life.Do {
	case group.DoRest:
		bad := v.problems(h.Groups.CheckStatus(data))
		if life.Until == "" || len(bad) > 0 {
			return v.render(map[bool]int{true: 200, false: 422}[life.Until == ""], view.Form(v.restUntil(l, life, bad)))
		}
		return h.proposeChange(v, l, proposal{Change: decision.Status, Title: v.l.T("decision.rest_title"), Data: life})
	case group.DoWake:
		return h.proposeChange(v, l, proposal{Change: decision.Status, Title: v.l.T("decision.wake_title"), Data: life})
	case group.DoClose:
		return h.proposeChange(v, l, proposal{Change: decision.Status, Title: v.l.T("decision.close_title"), Data: life})
	}
	here := v.in(decisionsPath(l.Group)) + "/new"
	p := view.MenuPage{Frame: v.frame(v.l.T("decision.our_life"), view.NavGroups), Up: view.Link{Text: v.l.T("view.back"), Href: here}}
	way := func(do, text, more string) {
		p.Ways = append(p.Ways, view.MenuWay{Text: text, More: more, Href: here + "?" + queryOf("change", "status", "do", do)})
	}
	if l.Group.Status == group.Resting {
		way(group.DoWake, v.l.T("decision.wake_title"), "")
	} else {
		way(group.DoRest, v.l.T("decision.rest_title"), v.l.T("group.rest_hint"))
	}
	way(group.DoClose, v.l.T("decision.close_title"), v.l.T("trust.close_data"))
	return v.render(200, view.Menu(p))
}

// restUntil asks until when the group would rest.
func (v *visit) restUntil(l group.Look, life group.Life, bad []view.Problem) view.FormPage {
	here := v.in(decisionsPath(l.Group)) + "/new"
	if life.Until == "" {
		bad = nil
	}
	p := view.FormPage{Frame: v.frame(v.l.T("decision.rest_title"), view.NavGroups), Action: here, Back: here, Button: v.l.T("view.continue"),
		Carry:  []view.Hidden{{Name: "step", Value: "rest"}, {Name: "do", Value: group.DoRest}},
		Fields: []view.Input{{Name: "until", Label: v.l.T("trust.rest_until"), Hint: v.l.T("trust.rest_until_hint"), Type: "date", Value: life.Until}}}
	p.Problems = bad
	mark(p.Fields, bad)
	return p
}

// agreementsField is the text of agreements that are being decided.
func (v *visit) agreementsField(data []byte) view.Input {
	var r group.Rewriting
	if json.Unmarshal(data, &r) == nil && v.r.PostForm.Has("agreements") {
		r.Text = v.r.PostFormValue("agreements")
	}
	return view.Input{Name: "agreements", Label: v.l.T("group.agreements"), Hint: v.l.T("group.agree_lines"), Value: r.Text, Rows: 12, Max: group.AgreementsMost}
}

// agreementsTyped puts the new text into what is being decided.
func (v *visit) agreementsTyped(data []byte, review time.Time) ([]byte, []view.Problem) {
	var r group.Rewriting
	if err := json.Unmarshal(data, &r); err != nil {
		return nil, nil
	}
	r.Text, r.Review = v.r.PostFormValue("agreements"), review
	if bad := v.problems(r.Check()); len(bad) > 0 {
		return nil, bad
	}
	data, _ = json.Marshal(r) // plain values
	return data, nil
}
