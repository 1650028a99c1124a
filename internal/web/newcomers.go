package web

import (
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/view"
)

// Who knocks at a group, for its members.
var newcomerRoutes = []route{
	{pattern: "GET /g/{slug}/newcomers", guard: member, do: (*House).newcomers, private: true},
	{pattern: "GET /g/{slug}/newcomers/{knock}", guard: member, do: (*House).newcomer, private: true},
	{pattern: "POST /g/{slug}/newcomers/{knock}", guard: member, do: (*House).welcome, private: true},
}

func (h *House) newcomers(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	all, rules, err := h.Groups.Newcomers(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group))
	p := view.NewcomersPage{Frame: v.frame(v.l.T("trust.newcomers"), view.NavGroups), Group: l.Group.Name, GroupAt: here, Way: v.way(rules)}
	if v.r.URL.Query().Get("done") == "let_in" {
		p.Done = v.l.T("trust.done_let_in")
	}
	if v.r.URL.Query().Get("done") == "not_now" {
		p.Done = v.l.T("trust.done_not_now")
	}
	for _, k := range all {
		p.Rows = append(p.Rows, view.Newcomer{Name: k.Name, Href: here + "/newcomers/" + k.Face.String(), Since: v.l.Day(v.local(k.Since))})
	}
	return v.render(200, view.Newcomers(p))
}

func (h *House) newcomer(v *visit) error { return h.showNewcomer(v, 200, nil) }

func (h *House) showNewcomer(v *visit, status int, bad []view.Problem) error {
	l, who, err := h.theKnock(v)
	if err != nil {
		return err
	}
	m, err := h.Groups.Meeting(v.r.Context(), v.viewer, l.Group.ID, who)
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group) + "/newcomers")
	p := view.NewcomerPage{Frame: v.frame(v.l.T("trust.newcomer_title", "name", m.Knock.Name), view.NavGroups), Back: view.Link{Text: v.l.T("trust.newcomers"), Href: here},
		Action: here + "/" + who.String(), Key: freshKey(), Name: m.Knock.Name, Vouched: m.Door == group.Vouched, Met: m.Met}
	p.Problems = bad
	for _, s := range m.Knock.Said {
		p.Said = append(p.Said, view.CheckRow{Label: s.Question, Value: s.Answer})
	}
	switch {
	case !p.Vouched:
		fields := []view.Input{{Name: "why", Label: v.l.T("trust.why_not"), Hint: v.l.T("trust.why_not_hint"), Rows: 2, Max: group.ReasonMost, Value: v.r.PostFormValue("why")}}
		mark(fields, bad)
		p.Why = fields[0]
	case m.Mine == 0:
		p.Theirs = v.theirCode(bad)
		p.Shown = p.Theirs.Value != ""
	default:
		p.Code, p.Link = spelt(m.Mine), v.h.Origin+groupPath(l.Group)+"/knock?"+queryOf("c", m.Mine.String())
	}
	return v.render(status, view.NewcomerOne(p))
}

// theKnock is the group and the knock that the address names.
func (h *House) theKnock(v *visit) (l group.Look, who party.FaceID, err error) {
	if l, err = h.trusted(v); err != nil {
		return l, 0, err
	}
	if who, err = id.Parse[party.Face](v.r.PathValue("knock")); err != nil {
		err = fault.New("web.knock", fault.NotFound, "")
	}
	return l, who, err
}

// welcome is a member's word about somebody who knocks.
func (h *House) welcome(v *visit) error {
	l, who, err := h.theKnock(v)
	if err != nil {
		return err
	}
	ctx, form, g := v.r.Context(), v.r.PostFormValue, l.Group.ID
	done := "?" + queryOf("done", "let_in")
	to := groupPath(l.Group) + "/newcomers"
	switch form("do") {
	case "yes":
		err = h.Groups.Admit(ctx, v.viewer, g, who)
	case "not_now":
		done = "?" + queryOf("done", "not_now")
		err = h.Groups.Decline(ctx, v.viewer, g, who, form("why"))
	default:
		if err := v.brake("meeting"); err != nil {
			return err
		}
		to, done = to+"/"+who.String(), ""
		err = h.Groups.Vouch(ctx, v.viewer, g, who, form("code"))
	}
	if bad := v.problems(err); len(bad) > 0 {
		return h.showNewcomer(v, 422, bad)
	}
	if err != nil {
		return err
	}
	return v.to(to + done)
}
