package web

import (
	"strconv"

	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/view"
)

// How somebody comes into a group: through an open door at once, else they
// knock and wait for the group's word.
var joinRoutes = []route{
	{pattern: "GET /join/{secret}", do: (*House).joinForm, private: true},
	{pattern: "POST /join/{secret}", guard: member, do: (*House).join, private: true},
	{pattern: "GET /g/{slug}/knock", guard: member, do: (*House).doorstep, private: true},
	{pattern: "POST /g/{slug}/knock", guard: member, do: (*House).knocking, private: true},
}

// joinForm is what an invitation opens: the agreements, a name, and a yes.
func (h *House) joinForm(v *visit) error {
	w, err := h.Groups.Invited(v.r.Context(), v.invitation())
	if err != nil {
		return err
	}
	return v.render(200, view.Join(v.joinPage(w, nil)))
}

func (v *visit) invitation() id.Secret { return id.SecretFrom(v.r.PathValue("secret")) }

func (v *visit) joinPage(w group.Welcome, bad []view.Problem) view.JoinPage {
	here, rules := "/join/"+v.invitation().Reveal(), w.Agreements.Rules
	p := view.JoinPage{Frame: v.frame(v.l.T("group.join_title", "group", w.Group.Name), view.NavGroups), Group: w.Group.Name,
		About: w.Group.About, Agreements: w.Agreements.Text, Action: v.in(here), Key: freshKey(), FaceName: v.r.PostFormValue("you"),
		Since: v.l.T("group.in_force", "day", v.l.DayYear(w.Agreements.Since), "version", v.l.Number(w.Agreements.Version)),
		Carry: []view.Hidden{{Name: "read", Value: strconv.Itoa(w.Agreements.Version)}}, Button: v.l.T("group.join_go")}
	p.Question, p.Problems = true, bad
	if rules.Door != group.Open {
		p.Button = v.l.T("trust.knock_go")
	}
	p.Lines = append(p.Lines, v.way(rules))
	if rules.Trial > 0 && w.Group.Status != group.Forming {
		p.Lines = append(p.Lines, v.l.N("trust.trial_days", rules.Trial))
	}
	if rules.Door == group.Asked {
		for i, q := range rules.Questions {
			name := "answer" + strconv.Itoa(i)
			p.Fields = append(p.Fields, view.Input{Name: name, Label: q, Value: v.r.PostFormValue(name), Rows: 2, Max: group.AnswerMost})
		}
		mark(p.Fields, bad)
	}
	switch {
	case v.viewer.In(w.Group.ID):
		p.In = v.in(groupPath(w.Group))
	case !v.signed:
		p.New, p.SignIn = v.accountFirst(here)
	}
	return p
}

// way says how people come into a group with these rules.
func (v *visit) way(r group.Rules) string {
	switch r.Door {
	case group.Vouched:
		return v.l.N("trust.way_vouched", r.Vouches)
	case group.Asked:
		return v.l.T("trust.way_asked")
	}
	return v.l.T("trust.way_open")
}

func (h *House) join(v *visit) error {
	w, err := h.Groups.Invited(v.r.Context(), v.invitation())
	switch {
	case err == nil && w.Agreements.Rules.Door == group.Open:
		return h.comeIn(v)
	case err != nil && !fault.Is(err, fault.Gone):
		return err
	}
	return h.knock(v, err)
}

func (v *visit) joining() group.Joining {
	return group.Joining{Link: v.invitation(), Read: number(v.r.PostFormValue("read")), Name: v.r.PostFormValue("you")}
}

func (h *House) comeIn(v *visit) error {
	g, _, err := h.Groups.Join(v.r.Context(), v.person.Session.Account, v.joining())
	if bad := v.joinProblems(err); len(bad) > 0 {
		return h.joinAgain(v, bad)
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(g) + "?" + queryOf("done", "joined"))
}

// knock asks the group. over is the fault of a link that has ended: whoever
// used it themselves, by a page sent twice, is led on all the same.
func (h *House) knock(v *visit, over error) error {
	k := group.Knocking{Joining: v.joining()}
	for i := range group.QuestionsMost {
		k.Answers = append(k.Answers, v.r.PostFormValue("answer"+strconv.Itoa(i)))
	}
	g, in, err := h.Groups.Knock(v.r.Context(), v.person.Session.Account, k)
	if err != nil && over != nil {
		g, _, err = h.Groups.Join(v.r.Context(), v.person.Session.Account, v.joining())
		in = true
	}
	if bad := v.joinProblems(err); len(bad) > 0 {
		return h.joinAgain(v, bad)
	}
	switch {
	case err != nil:
		return err
	case in:
		return v.to(groupPath(g) + "?" + queryOf("done", "joined"))
	}
	return v.to(groupPath(g) + "/knock")
}

// joinProblems are what is wrong with the form, or the agreements that have
// changed since it was shown.
func (v *visit) joinProblems(err error) []view.Problem {
	if fault.Is(err, fault.Stale) {
		return []view.Problem{{Field: "agreements", Text: v.l.T(fault.SayOf(err))}}
	}
	return v.problems(err)
}

func (h *House) joinAgain(v *visit, bad []view.Problem) error {
	w, err := h.Groups.Invited(v.r.Context(), v.invitation())
	if err != nil {
		return err
	}
	return v.render(422, view.Join(v.joinPage(w, bad)))
}

// doorstep is the page of whoever knocks: it waits, or they are in, or the
// group has said "not now".
func (h *House) doorstep(v *visit) error {
	s, err := h.Groups.Doorstep(v.r.Context(), v.viewer, v.r.PathValue("slug"))
	if fault.Is(err, fault.NotFound) && h.isIn(v) {
		return v.to("/g/" + v.r.PathValue("slug") + "?" + queryOf("done", "joined"))
	}
	if err != nil {
		return err
	}
	return v.render(200, view.Doorstep(v.doorstepPage(s, nil)))
}

// isIn reports whether the group of the address is one of the reader's.
func (h *House) isIn(v *visit) bool {
	l, err := v.lookGroup()
	return err == nil && l.Me.Face != 0
}

func (v *visit) doorstepPage(s group.Doorstep, bad []view.Problem) view.DoorstepPage {
	here := groupPath(s.Group)
	p := view.DoorstepPage{Frame: v.frame(v.l.T("trust.knock_title", "group", s.Group.Name), view.NavGroups), Group: s.Group.Name, GroupAt: v.in(here),
		Action: v.in(here + "/knock"), Key: freshKey(), Name: s.Knock.Name}
	p.Problems = bad
	p.Until = v.l.T("trust.knock_until", "day", v.l.Day(v.local(s.Knock.Until)))
	switch {
	case s.Knock.State == group.KnockNo:
		p.Frame.Title = v.l.T("trust.not_now_title", "group", s.Group.Name)
		p.Declined, p.Reason = true, s.Knock.Reason
	case s.Door == group.Vouched:
		p.Missing = v.l.N("trust.missing", s.Missing)
		p.Code, p.Link = spelt(s.Code), v.h.Origin+here+"/newcomers/"+s.Knock.Face.String()+"?"+queryOf("c", s.Code.String())
		p.Theirs = v.theirCode(bad)
		p.Shown = p.Theirs.Value != ""
	}
	return p
}

// theirCode is the field for the code of the person who stands beside one. A
// picture that was taken has filled it in.
func (v *visit) theirCode(bad []view.Problem) view.Input {
	in := view.Input{Name: "code", Label: v.l.T("trust.their_code"), Hint: v.l.T("trust.their_code_hint"), Value: v.r.FormValue("c"), Max: 20, Autocomplete: "off"}
	if typed := v.r.PostFormValue("code"); typed != "" {
		in.Value = typed
	}
	fields := []view.Input{in}
	mark(fields, bad)
	return fields[0]
}

// spelt is a code as people read it to each other.
func spelt(c group.Code) string {
	s := c.String()
	return s[:4] + " " + s[4:]
}

// knocking is what whoever knocks sends: the code of a member they have met,
// or that they take it back.
func (h *House) knocking(v *visit) error {
	ctx := v.r.Context()
	s, err := h.Groups.Doorstep(ctx, v.viewer, v.r.PathValue("slug"))
	if fault.Is(err, fault.NotFound) && h.isIn(v) {
		return v.to("/g/" + v.r.PathValue("slug") + "?" + queryOf("done", "joined")) // in meanwhile
	}
	if err != nil {
		return err
	}
	if v.r.PostFormValue("do") == "withdraw" {
		if err := h.Groups.Withdraw(ctx, v.viewer, s.Group.ID); err != nil {
			return err
		}
		return v.to("/groups?" + queryOf("done", "withdrawn"))
	}
	if err := v.brake("meeting"); err != nil {
		return err
	}
	in, err := h.Groups.Meet(ctx, v.viewer, s.Group.ID, v.r.PostFormValue("code"))
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(422, view.Doorstep(v.doorstepPage(s, bad)))
	}
	switch {
	case err != nil:
		return err
	case in:
		return v.to(groupPath(s.Group) + "?" + queryOf("done", "joined"))
	}
	return v.to(groupPath(s.Group) + "/knock")
}
