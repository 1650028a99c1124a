package web

import (
	"alongside/internal/decision"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/view"
)

// What groups have signed, for everybody to read.
var signRoutes = []route{
	{pattern: "GET /g/{slug}/signed", do: (*House).signed, shared: true},
	{pattern: "GET /g/{slug}/signed/{decision}", do: (*House).paper, shared: true},
	{pattern: "POST /g/{slug}/signed/{decision}", guard: member, do: (*House).signToo, private: true},
}

func init() {
	changeSays[decision.Sign] = func(v *visit, _ group.Look, _ []byte) []string {
		return []string{v.l.T("decision.change_sign"), v.l.T("sign.all_read")}
	}
}

func signedPath(g group.Group) string { return groupPath(g) + "/signed" }

func paperPath(slug string, d decision.ID) string { return "/g/" + slug + "/signed/" + d.String() }

// lookSigned opens a group whose public pages stand.
func (h *House) lookSigned(v *visit) (group.Look, error) {
	l, err := v.lookGroup()
	if err == nil && l.Group.Bar != group.NotBarred {
		err = fault.New("web.signed", fault.NotFound, "")
	}
	return l, err
}

// saysSigned leads from a group's page to what it has signed.
func (h *House) saysSigned(v *visit, l group.Look, p *view.GroupPage) error {
	any, err := h.Decisions.Signs(v.r.Context(), l.Group.ID)
	if any && l.Group.Bar == group.NotBarred {
		p.Signed = v.in(signedPath(l.Group))
	}
	return err
}

func (h *House) signed(v *visit) error {
	l, err := h.lookSigned(v)
	if err != nil {
		return err
	}
	if answered, err := h.elsewhere(v, l); answered {
		return err
	}
	all, err := h.Decisions.SignedBy(v.r.Context(), l.Group.ID)
	if err != nil {
		return err
	}
	p := view.SignedPage{Frame: v.frame(v.l.T("sign.title"), view.NavGroups), Group: view.Link{Text: l.Group.Name, Href: v.in(groupPath(l.Group))}}
	for _, s := range all {
		p.Texts = append(p.Texts, view.DecisionRow{Href: v.in(paperPath(l.Group.Slug, s.Decision)), Title: s.Title, Stands: v.l.DayYear(v.local(s.Signature.Signed))})
	}
	return v.render(200, view.Signed(p))
}

// lookPaper opens the text that the address names.
func (h *House) lookPaper(v *visit) (group.Look, decision.Paper, error) {
	l, err := h.lookSigned(v)
	if err != nil {
		return l, decision.Paper{}, err
	}
	which, err := id.Parse[decision.Decision](v.r.PathValue("decision"))
	if err != nil {
		return l, decision.Paper{}, fault.New("web.paper", fault.NotFound, "")
	}
	p, err := h.Decisions.Paper(v.r.Context(), l.Group.ID, which)
	return l, p, err
}

func (h *House) paper(v *visit) error {
	l, signed, err := h.lookPaper(v)
	if err != nil {
		return err
	}
	if answered, err := h.elsewhere(v, l); answered {
		return err
	}
	p := view.SignedTextPage{Frame: v.frame(signed.Title, view.NavGroups), Up: view.Link{Text: v.l.T("sign.title"), Href: v.in(signedPath(l.Group))},
		Action: v.in(paperPath(l.Group.Slug, signed.Decision)), Key: freshKey(), Text: signed.Words, Lang: l.Group.Language}
	for _, s := range signed.Signers {
		p.Names = append(p.Names, view.DecisionRow{Title: s.Name, Href: v.in(paperPath(s.Slug, s.Decision)), Stands: v.l.DayYear(v.local(s.Signed))})
	}
	if err := h.maySign(v, signed, &p); err != nil {
		return err
	}
	return v.render(200, view.SignedText(p))
}

// maySign offers to whoever may propose in a group to sign as well, or to take
// the group's name off again.
func (h *House) maySign(v *visit, signed decision.Paper, p *view.SignedTextPage) error {
	if len(v.viewer.Through) == 0 {
		return nil
	}
	p.Off = v.viewer.Trusted(signed.Group)
	own, err := h.Groups.Own(v.r.Context(), v.viewer)
	for _, g := range own {
		if v.viewer.Trusted(g.ID) && g.Awake() && !signed.By(g.ID) {
			p.Ask = append(p.Ask, view.Option{Value: g.Slug, Label: v.l.T("sign.too", "group", g.Name)})
		}
	}
	return err
}

// signToo lays the text before one of the reader's groups, or leads to the
// proposal to take its name off.
func (h *House) signToo(v *visit) error {
	l, signed, err := h.lookPaper(v)
	if err != nil {
		return err
	}
	if v.r.PostFormValue("do") == "off" {
		if _, err := h.trusted(v); err != nil {
			return err
		}
		return h.proposeChange(v, l, proposal{Change: decision.Unsign, Title: v.l.T("sign.off"),
			Text: v.l.T("sign.off_text", "title", signed.Title), Data: decision.Unsigning{Decision: signed.Decision}})
	}
	own, err := h.Groups.Own(v.r.Context(), v.viewer)
	if err != nil {
		return err
	}
	for _, g := range own {
		if g.Slug != v.r.PostFormValue("group") {
			continue
		}
		dec, err := h.Decisions.SignToo(v.r.Context(), v.viewer, g.ID, signed, string(v.formKey()))
		if err != nil {
			return err
		}
		return v.to(decisionPath(g, dec.ID) + "?" + queryOf("done", "proposed"))
	}
	return fault.New("web.sign_too", fault.NotFound, "group.only_members")
}
