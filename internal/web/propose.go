package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"alongside/internal/decision"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/view"
)

// changeSays tells, for each kind of change, what a decision would change: in
// lines for those who decide. Each room adds its own; of one that has none the
// page says its kind.
var changeSays = map[decision.Change]func(v *visit, l group.Look, data []byte) []string{}

// changes are what a decision changes, in words, and the new text it brings.
func (v *visit) changes(l group.Look, e decision.Effect) (lines []string, fresh string) {
	if e.Change == "" {
		return nil, ""
	}
	if say := changeSays[e.Change]; say != nil {
		lines = say(v, l, e.Data)
	}
	if len(lines) == 0 {
		lines = []string{v.changeWords(e.Change)}
	}
	if e.Change == decision.Agreements {
		var r group.Rewriting
		if json.Unmarshal(e.Data, &r) == nil {
			fresh = r.Text
		}
	}
	return lines, fresh
}

// changeWords says a kind of change.
func (v *visit) changeWords(c decision.Change) string {
	switch c {
	case decision.Agreements:
		return v.l.T("decision.change_agreements")
	case decision.Mandate:
		return v.l.T("decision.change_mandate")
	case decision.Recall:
		return v.l.T("decision.change_recall")
	case decision.Tie:
		return v.l.T("decision.change_tie")
	case decision.Untie:
		return v.l.T("decision.change_untie")
	case decision.Sign:
		return v.l.T("decision.change_sign")
	case decision.Unsign:
		return v.l.T("decision.change_unsign")
	case decision.Status:
		return v.l.T("decision.change_status")
	case decision.Removal:
		return v.l.T("decision.change_removal")
	case decision.Pause:
		return v.l.T("decision.change_pause")
	case decision.Lift:
		return v.l.T("decision.change_lift")
	}
	return v.l.T("decision.change_mending")
}

// proposal is a decision that some page of ours has prepared: its change, as
// data of the room that will carry it out, and the words to begin with.
type proposal struct {
	Change decision.Change
	About  party.FaceID // the person it reviews, or 0
	Title  string
	Text   string
	Data   any // becomes JSON
}

// proposeChange shows the form of a proposal with its change already set: for
// the pages of other rooms, whose own form has been filled in. What it changes
// travels under our seal, so that nobody proposes what its page did not say.
func (h *House) proposeChange(v *visit, l group.Look, p proposal) error {
	data, err := json.Marshal(p.Data)
	if err != nil {
		return err
	}
	e := decision.Effect{Change: p.Change, Data: data}
	s := proposed{Title: p.Title, Text: p.Text}
	return h.showProposal(v, l, e, p.About, s, nil, 200)
}

// proposeForm begins a proposal: what is it about?
func (h *House) proposeForm(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	if _, err := h.Decisions.Rules(v.r.Context(), v.viewer, l.Group.ID); err != nil {
		return err
	}
	switch v.r.URL.Query().Get("change") {
	case "idea":
		return h.showProposal(v, l, decision.Effect{}, 0, proposed{}, nil, 200)
	case string(decision.Agreements):
		return v.render(200, view.Agree(v.proposeAgreements(l, agreementsNow(l), nil)))
	case string(decision.Status):
		return h.proposeLife(v, l)
	case string(decision.Sign):
		return h.showProposal(v, l, decision.Effect{Change: decision.Sign, Data: []byte("{}")}, 0, proposed{}, nil, 200)
	}
	return v.render(200, view.Menu(v.proposeMenu(l)))
}

func (v *visit) proposeMenu(l group.Look) view.MenuPage {
	here := v.in(decisionsPath(l.Group))
	p := view.MenuPage{Frame: v.frame(v.l.T("decision.propose"), view.NavGroups), Up: view.Link{Text: v.l.T("decision.title"), Href: here}}
	way := func(change, text, more string) {
		p.Ways = append(p.Ways, view.MenuWay{Text: text, More: more, Href: here + "/new?" + queryOf("change", change)})
	}
	way("idea", v.l.T("decision.an_idea"), v.l.T("decision.an_idea_how"))
	way(string(decision.Agreements), v.l.T("decision.our_agreements"), v.l.T("decision.our_agreements_how"))
	way(string(decision.Status), v.l.T("decision.our_life"), v.l.T("decision.our_life_how"))
	way(string(decision.Sign), v.l.T("decision.a_statement"), v.l.T("decision.a_statement_how"))
	return p
}

// showProposal is the page on which a proposal is written.
func (h *House) showProposal(v *visit, l group.Look, e decision.Effect, about party.FaceID, s proposed, bad []view.Problem, status int) error {
	rules, err := h.Decisions.Rules(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	here := v.in(decisionsPath(l.Group))
	p := view.FormPage{Frame: v.frame(v.l.T("decision.propose"), view.NavGroups), Action: here + "/new", Key: or(v.r.PostFormValue("key"), freshKey()), Back: here + "/new",
		Button: v.l.T("decision.propose_go"), Fields: v.proposalFields(s, false)}
	p.Problems = bad
	if e.Change != "" {
		p.Lines, _ = v.changes(l, e)
		p.Carry = v.sealChange(l.Group.ID, e, about)
	}
	if e.Change == decision.Sign {
		p.Fields[1].Label, p.Fields[1].Hint = v.l.T("decision.sign_text"), v.l.T("decision.sign_text_hint")
	}
	p.Lines = append(p.Lines, v.byTask(l.Group, party.Decide)...)
	p.Choices = v.methodChoice(rules, e, s, bad)
	mark(p.Fields, bad)
	return v.render(status, view.Form(p))
}

// methodChoice asks how to decide, where the group decides in several ways.
func (v *visit) methodChoice(r group.Rules, e decision.Effect, s proposed, bad []view.Problem) []view.Choice {
	c := view.Choice{Name: "method", Legend: v.l.T("decision.method"), Problem: problemIn(bad, "method")}
	on := or(s.Method, string(r.Methods[0]))
	for _, m := range r.Methods {
		if m != group.Temperature || e.Change == "" {
			c.Options = append(c.Options, view.Option{Value: string(m), Label: v.methodWords(m), On: string(m) == on})
		}
	}
	if len(c.Options) < 2 {
		return nil
	}
	return []view.Choice{c}
}

// sealChange carries a change through the form.
func (v *visit) sealChange(g party.GroupID, e decision.Effect, about party.FaceID) []view.Hidden {
	data := base64.RawURLEncoding.EncodeToString(e.Data)
	return []view.Hidden{{Name: "change", Value: string(e.Change)}, {Name: "data", Value: data}, {Name: "about", Value: about.String()},
		{Name: "seal", Value: v.changeSeal(g, string(e.Change), data, about)}}
}

func (v *visit) changeSeal(g party.GroupID, change, data string, about party.FaceID) string {
	mac := hmac.New(sha256.New, v.h.Spine.Seed)
	fmt.Fprintf(mac, "change\x00%d\x00%d\x00%s\x00%d\x00%s", v.person.Session.Account, g, change, about, data)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// openChange is the change that the form carried, if it is one of ours.
func (v *visit) openChange(g party.GroupID) (e decision.Effect, about party.FaceID, err error) {
	form := v.r.PostFormValue
	if form("change") == "" {
		return e, 0, nil
	}
	about, _ = id.Parse[party.Face](form("about")) // none for nobody
	data, err := base64.RawURLEncoding.DecodeString(form("data"))
	if err != nil || !hmac.Equal([]byte(form("seal")), []byte(v.changeSeal(g, form("change"), form("data"), about))) {
		return e, 0, fault.New("web.open_change", fault.Unreadable, "")
	}
	return decision.Effect{Change: decision.Change(form("change")), Data: data}, about, nil
}

func (h *House) propose(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	if v.r.PostFormValue("step") == "rest" {
		return h.proposeLife(v, l)
	}
	s := v.proposedTyped()
	e, about, err := v.openChange(l.Group.ID)
	if err != nil {
		return err
	}
	review, bad := v.reviewDay(s)
	var dec decision.Decision
	if len(bad) == 0 {
		dec, err = h.Decisions.Propose(v.r.Context(), v.viewer, l.Group.ID, decision.Draft{Key: string(v.formKey()), Title: s.Title, Text: s.Text, Tasks: s.Tasks,
			Method: group.Method(s.Method), Review: review, Effect: e, About: about})
		bad = v.problems(err)
	}
	if len(bad) > 0 {
		return h.showProposal(v, l, e, about, s, bad, 422)
	}
	if err != nil {
		return err
	}
	return v.to(decisionPath(l.Group, dec.ID) + "?" + queryOf("done", "proposed"))
}
