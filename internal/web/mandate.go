package web

import (
	"strings"

	"alongside/internal/decision"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/mandate"
	"alongside/internal/party"
	"alongside/internal/view"
)

// What a group lets some of its members do in its name.
var mandateRoutes = []route{
	{pattern: "GET /g/{slug}/mandates", guard: member, do: (*House).mandates, private: true},
	{pattern: "GET /g/{slug}/mandates/{mandate}", guard: member, do: (*House).mandate, private: true},
	{pattern: "POST /g/{slug}/mandates/{mandate}", guard: member, do: (*House).mandateAct, private: true},
	{pattern: "GET /g/{slug}/mandates/{mandate}/down", guard: member, do: (*House).layDownForm, private: true},
	{pattern: "POST /g/{slug}/mandates/{mandate}/down", guard: member, do: (*House).layDown, private: true},
}

func mandatesPath(g group.Group) string { return groupPath(g) + "/mandates" }

func mandatePath(g group.Group, m party.MandateID) string {
	return mandatesPath(g) + "/" + m.String()
}

// mandateID is the mandate that the address names.
func (v *visit) mandateID() (party.MandateID, error) {
	m, err := id.Parse[mandate.Mandate](v.r.PathValue("mandate"))
	if err != nil {
		err = fault.New("web.mandate", fault.NotFound, "")
	}
	return party.MandateID(m), err
}

func (h *House) mandates(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	now, past, err := h.Mandates.List(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	p := view.MandatesPage{Frame: v.frame(v.l.T("mandate.title"), view.NavGroups), Group: l.Group.Name, GroupAt: v.in(groupPath(l.Group)),
		Now: v.mandateRows(l.Group, now), Past: v.mandateRows(l.Group, past)}
	if v.viewer.Trusted(l.Group.ID) && l.Group.Here() {
		p.New = v.in(mandatesPath(l.Group) + "/new")
	}
	v.sayMandateDone(&p.Frame)
	return v.render(200, view.Mandates(p))
}

func (v *visit) mandateRows(g group.Group, all []mandate.Held) (rows []view.MandateRow) {
	for _, m := range all {
		rows = append(rows, view.MandateRow{Href: v.in(mandatePath(g, m.ID)), Scope: view.ScopeWords(v.l, string(m.Scope)), Words: m.Words,
			Who: v.names(m.Names()), Until: v.mandateUntil(m), Mine: m.Me == mandate.Holds})
	}
	return rows
}

// names is a list of people, those who left among them.
func (v *visit) names(all []string) string {
	for i, name := range all {
		if name == "" {
			all[i] = v.l.T("group.someone_who_left")
		}
	}
	return v.l.List(all)
}

func (v *visit) mandateUntil(m mandate.Held) string {
	if m.Now {
		return v.l.T("mandate.until", "day", v.l.DayYear(v.local(m.Ends)))
	}
	return v.l.T("mandate.ended", "day", v.l.DayYear(v.local(m.Ends)))
}

// byTask says under which task the reader is about to act, and until when:
// one line, or none for whoever acts under none.
func (v *visit) byTask(g group.Group, s party.Scope) []string {
	m, holds := v.viewer.Holds(g.ID, s)
	if !holds {
		return nil
	}
	return []string{v.l.T("mandate.by_task", "scope", view.ScopeWords(v.l, string(s)), "day", v.l.DayYear(v.local(m.Until)))}
}

// heldBy says who holds a task of the group now, for its members.
func (v *visit) heldBy(g group.Group, s party.Scope) (string, error) {
	now, _, err := v.h.Mandates.List(v.r.Context(), v.viewer, g.ID)
	var names []string
	for _, m := range now {
		if m.Scope == s {
			names = append(names, m.Names()...)
		}
	}
	if len(names) == 0 {
		return v.l.T("mandate.nobody_holds"), err
	}
	return v.l.T("mandate.now_holds", "names", v.names(names)), err
}

func (v *visit) sayMandateDone(f *view.Frame) {
	switch v.r.URL.Query().Get("done") {
	case "asked":
		f.Done = v.l.T("mandate.done_asked")
	case "accepted":
		f.Done = v.l.T("mandate.done_accepted")
	case "laid":
		f.Done = v.l.T("mandate.done_laid")
	case "changed":
		f.Done = v.l.T("mine.done_changed")
	}
}

// lookMandate opens the mandate of the address within its group.
func (h *House) lookMandate(v *visit) (l group.Look, m mandate.Held, err error) {
	if l, err = h.within(v); err != nil {
		return l, m, err
	}
	which, err := v.mandateID()
	if err != nil {
		return l, m, err
	}
	m, err = h.Mandates.Look(v.r.Context(), v.viewer, l.Group.ID, which)
	return l, m, err
}

func (h *House) mandate(v *visit) error {
	l, m, err := h.lookMandate(v)
	if err != nil {
		return err
	}
	return h.showMandate(v, 200, l, m, nil)
}

func (h *House) showMandate(v *visit, status int, l group.Look, m mandate.Held, bad []view.Problem) error {
	p := view.MandatePage{Frame: v.frame(view.ScopeWords(v.l, string(m.Scope)), view.NavGroups), Words: m.Words,
		Back: view.Link{Text: v.l.T("mandate.title"), Href: v.in(mandatesPath(l.Group))},
		Who:  v.names(m.Names()), Beside: v.names(m.Beside()), Until: v.mandateUntil(m), Action: v.in(mandatePath(l.Group, m.ID)), Key: freshKey(),
		Note: m.Note, Reads: m.Me == mandate.Holds || m.Me == mandate.Shadows || m.Note != "", Writes: m.Me == mandate.Holds, Most: mandate.NoteMost}
	p.Problems = bad
	v.sayMandateDone(&p.Frame)
	for _, b := range bad {
		if b.Field == "note" {
			p.Note = v.r.PostFormValue("note")
		}
	}
	if m.Me == mandate.Holds || m.Me == mandate.Shadows {
		p.LayDown = p.Action + "/down"
	}
	if m.EndsSoon(v.now) {
		p.Soon = v.l.T("mandate.ends_soon")
	}
	if v.viewer.Trusted(l.Group.ID) && l.Group.Here() {
		p.Renew = v.in(mandatesPath(l.Group)) + "/new?" + queryOf("of", m.ID.String())
		if m.Now {
			p.Recall = p.Action + "/recall"
		}
		if m.Decision != 0 {
			p.Given = view.Link{Text: v.l.T("mandate.given"), Href: v.in(decisionPath(l.Group, decision.ID(m.Decision)))}
		}
	}
	names, err := h.Mandates.Faces(v.r.Context(), v.viewer, l.Group.ID, []party.FaceID{m.Offer, m.Open})
	if err != nil {
		return err
	}
	if m.Offer != 0 {
		p.OfferBy = v.names(names[:1])
	}
	if m.Open != 0 {
		p.Open = v.names(names[1:])
	}
	if p.HandOver = m.Me == mandate.Holds; p.HandOver {
		if err := h.toHandOver(v, l, m, &p); err != nil {
			return err
		}
	}
	return v.render(status, view.Mandate(p))
}

// toHandOver lists whom a holder may ask: each with a button of their own, so
// that choosing is one tap.
func (h *House) toHandOver(v *visit, l group.Look, m mandate.Held, p *view.MandatePage) error {
	able, more, err := h.Mandates.Able(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	for _, x := range able {
		if !m.HeldBy(x.Face) && x.Face != m.Open {
			p.Ask = append(p.Ask, view.MandateFace{ID: x.Face.String(), Name: x.Name})
		}
	}
	if more {
		p.Typed = &view.Input{Name: "name", Label: v.l.T("mandate.name_typed"), Value: v.r.PostFormValue("name"), Max: group.FaceMost}
		for _, b := range p.Problems {
			if b.Field == "name" {
				p.Typed.Problem = b.Text
			}
		}
	}
	return nil
}

// mandateAct is one press on a mandate's page.
func (h *House) mandateAct(v *visit) error {
	l, m, err := h.lookMandate(v)
	if err != nil {
		return err
	}
	ctx, g, done := v.r.Context(), l.Group.ID, "changed"
	switch v.r.PostFormValue("do") {
	case "ask":
		var to party.FaceID
		if to, err = h.chosenFace(v, g); err == nil {
			err = h.Mandates.Ask(ctx, v.viewer, g, m.ID, to)
		}
		done = "asked"
	case "unask":
		err = h.Mandates.Unask(ctx, v.viewer, g, m.ID)
	case "accept":
		err = h.Mandates.Accept(ctx, v.viewer, g, m.ID)
		done = "accepted"
	case "decline":
		err = h.Mandates.Decline(ctx, v.viewer, g, m.ID)
	case "note":
		err = h.Mandates.Write(ctx, v.viewer, g, m.ID, v.r.PostFormValue("note"))
	default:
		err = fault.New("web.mandate_act", fault.NotFound, "")
	}
	if bad := v.problems(err); len(bad) > 0 {
		return h.showMandate(v, 422, l, m, bad)
	}
	if err != nil {
		return err
	}
	return v.to(mandatePath(l.Group, m.ID) + "?" + queryOf("done", done))
}

// chosenFace is the member whose button was pressed or whose name was typed.
func (h *House) chosenFace(v *visit, g party.GroupID) (party.FaceID, error) {
	if face, err := id.Parse[party.Face](v.r.PostFormValue("face")); err == nil {
		return face, nil
	}
	m, found, err := h.Mandates.Named(v.r.Context(), v.viewer, g, strings.TrimSpace(v.r.PostFormValue("name")))
	if err == nil && !found {
		var f fault.Form
		f.Add("name", "mandate.no_such_name")
		err = f.Err("web.chosen_face")
	}
	return m.Face, err
}

func (h *House) layDownForm(v *visit) error {
	l, m, err := h.lookMandate(v)
	if err != nil {
		return err
	}
	at := v.in(mandatePath(l.Group, m.ID))
	p := view.SurePage{Frame: v.frame(v.l.T("mandate.lay_down_title"), view.NavGroups), Action: at + "/down", Key: freshKey(),
		Lines: []string{v.l.T("mandate.lay_down_now"), v.l.T("mandate.lay_down_why")}, Yes: v.l.T("mandate.lay_down"), No: at, Grave: true}
	if m.Me == mandate.Holds && len(m.Names()) == 1 {
		p.Lines = append(p.Lines, v.l.T("mandate.lay_down_last"))
	}
	return v.render(200, view.Sure(p))
}

func (h *House) layDown(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	which, err := v.mandateID()
	if err == nil {
		err = h.Mandates.LayDown(v.r.Context(), v.viewer, l.Group.ID, which)
	}
	if err != nil {
		return err
	}
	return v.to(mandatesPath(l.Group) + "?" + queryOf("done", "laid"))
}
