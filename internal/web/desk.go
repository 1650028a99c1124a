package web

import (
	"net/http"

	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/view"
)

// What a group asks and offers in its own name, for whoever hosts its desk. The
// forms and buttons are those of a private page, with another base.
var deskRoutes = []route{
	{pattern: "GET /g/{slug}/desk", guard: member, do: atDesk((*House).deskPage), private: true},
	{pattern: "POST /g/{slug}/desk/p/{promise}", guard: member, do: atDesk((*House).deskAct), private: true},
	{pattern: "GET /g/{slug}/desk/c/{call}/edit", guard: member, do: atDesk((*House).editForm), private: true},
	{pattern: "POST /g/{slug}/desk/c/{call}/edit", guard: member, do: atDesk((*House).edit), private: true},
	{pattern: "GET /g/{slug}/desk/c/{call}/close", guard: member, do: atDesk((*House).closeForm), private: true},
	{pattern: "POST /g/{slug}/desk/c/{call}/close", guard: member, do: atDesk((*House).close), private: true},
}

func deskPath(g group.Group) string { return groupPath(g) + "/desk" }

// atDesk lets a handler of the private page serve the group of the address, for
// its members. What they may do there is the spine's to say.
func atDesk(do func(*House, *visit) error) func(*House, *visit) error {
	return func(h *House, v *visit) error {
		l, err := h.within(v)
		if err != nil {
			return err
		}
		v.base, v.desk = v.in(deskPath(l.Group)), l.Group.ID
		return do(h, v)
	}
}

// ofDesk is nil for a call of the group at whose desk the reader is. Without
// its mandate they read that it takes one; a form that they have filled in goes
// on to the spine, which refuses it, and then shows what was typed.
func (v *visit) ofDesk(l call.Look) error {
	switch {
	case l.Author != party.OfGroup(v.desk):
		return fault.New("web.of_desk", fault.NotFound, "")
	case !l.Ours && v.r.Method == http.MethodGet:
		return fault.New("web.of_desk", fault.NotYours, "desk.needs_mandate")
	}
	return nil
}

// refused are the mistakes of a form that is shown again with all that was
// typed, and the status of that page. At a desk that is so, too, when the
// mandate has ended meanwhile.
func (v *visit) refused(err error, field string) ([]view.Problem, int) {
	if v.desk != 0 && fault.Is(err, fault.NotYours) {
		return []view.Problem{{Field: field, Text: v.l.T(fault.SayOf(err))}}, http.StatusForbidden
	}
	return v.problems(err), http.StatusUnprocessableEntity
}

func (h *House) deskPage(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	p := view.DeskPage{Frame: v.frame(v.l.T("desk.title"), view.NavGroups), Group: l.Group.Name, GroupAt: v.in(groupPath(l.Group))}
	m, next, err := h.Spine.Desk(v.r.Context(), v.viewer, l.Group.ID, cursor(v.r.URL.Query().Get("after")))
	if fault.Is(err, fault.NotYours) {
		return h.deskOfOthers(v, l, p)
	}
	if err != nil {
		return err
	}
	held, _ := v.viewer.Holds(l.Group.ID, party.Intake)
	p.Until = v.l.T("desk.until", "day", v.l.DayYear(v.local(held.Until)))
	p.Private = true
	v.say(&p.Frame)
	mine, err := v.minePage(m)
	if err != nil {
		return err
	}
	p.Calls, p.More = mine.Calls, v.more(next)
	for i := range p.Calls {
		p.Calls[i].Ours = true
	}
	if l.Group.Awake() {
		to := queryOf("g", l.Group.Slug, "voice", voiceGroup)
		p.Ask, p.Offer = v.in("/ask?"+to), v.in("/offer?"+to)
	}
	return v.render(200, view.Desk(p))
}

// deskOfOthers tells other members who hosts the desk, or how the group gives
// the task.
func (h *House) deskOfOthers(v *visit, l group.Look, p view.DeskPage) error {
	now, _, err := h.Mandates.List(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	for _, m := range now {
		if names := m.Names(); m.Scope == party.Intake && len(names) > 0 {
			p.Held = append(p.Held, joined(v.l.T("mandate.who_holds", "names", v.names(names)), v.mandateUntil(m)))
		}
	}
	p.Give = view.Link{Text: v.l.T("mandate.title"), Href: v.in(mandatesPath(l.Group))}
	if len(p.Held) == 0 && v.viewer.Trusted(l.Group.ID) && l.Group.Here() {
		p.Give = view.Link{Text: v.l.T("mandate.new"), Href: v.in(mandatesPath(l.Group) + "/new")}
	}
	return v.render(200, view.Desk(p))
}

// deskAct does what a button beside an answer says, on the group's side.
func (h *House) deskAct(v *visit) error {
	m, err := v.promiseID()
	if err != nil {
		return err
	}
	p, err := h.Spine.Promise(v.r.Context(), v.viewer, m)
	switch {
	case fault.Is(err, fault.NotYours): // said once more by what refuses it, with what was typed
	case err != nil:
		return err
	case p.Call.Author != party.OfGroup(v.desk) || p.Voice != call.Caller:
		return fault.New("web.desk", fault.NotFound, "")
	}
	return h.promiseAct(v)
}

// voiceGroup is how the form says that the group asks.
const voiceGroup = "group"

// kept are the fields that travel along beside those that pages ask for.
func (a *asking) kept(step string) []string {
	if step == stepCheck { // which asks in whose name
		return []string{"unknown", "g"}
	}
	return []string{"unknown", "g", "voice"}
}

// voices asks in whose name it is, where the reader may ask in the group's; and
// where they wanted to and may not any more, it says so.
func (a *asking) voices(d call.Draft) *view.Choice {
	v, wanted := a.v, a.f.Get("voice") == voiceGroup
	m, holds := v.viewer.Holds(d.Group, party.Intake)
	if a.other || d.Circle != 0 || !v.viewer.In(d.Group) || !holds && !wanted {
		return nil
	}
	c := &view.Choice{Name: "voice", Legend: v.l.T("desk.whose"), Options: []view.Option{{Value: "mine", Label: v.l.T("desk.mine"), On: !wanted || !holds}}}
	if !holds {
		c.Problem = v.l.T("desk.needs_mandate")
		return c
	}
	c.Options = append(c.Options, view.Option{Value: voiceGroup, Label: v.l.T("desk.groups", "group", a.asker(d).Name),
		Detail: v.l.T("desk.until", "day", v.l.DayYear(v.local(m.Until))), On: wanted})
	return c
}

// asker is the group that a draft goes through.
func (a *asking) asker(d call.Draft) group.Group {
	if r, some := a.chosen(); some {
		return r.group
	}
	return a.group.Group
}

// postAs puts it on the board in the group's name. When the mandate has ended
// meanwhile, the page says so and keeps what was typed.
func (a *asking) postAs(d call.Draft) error {
	v := a.v
	c, err := v.h.Spine.OpenAs(v.r.Context(), v.viewer, d.Group, d)
	if fault.Is(err, fault.NotYours) {
		return a.show(stepCheck, []view.Problem{{Field: "voice", Text: v.l.T(fault.SayOf(err))}}, http.StatusForbidden)
	}
	if err != nil {
		return err
	}
	done := "asked"
	if c.Audience != call.OnBoard {
		done = "inside"
	}
	return v.to(deskPath(a.asker(d)) + "?" + queryOf("done", done))
}

// voiced shows the group that asks in its own name, under its mandate, and
// whoever hosts its desk the way there. What came with a sheet are the words of
// neighbours: there the group is not shown as the one who asks.
func (v *visit) voiced(p *view.CallPage, l call.Look) {
	by := l.Voiced
	if by.By.Shown && !by.Until.IsZero() {
		p.Asked, p.AskedAt = by.By.Name, v.in("/g/"+by.By.Slug)
		p.Under = v.l.T("desk.under", "day", v.l.DayYear(v.local(by.Until)))
	}
	if l.Ours {
		p.Desk = v.in("/g/" + by.By.Slug + "/desk")
	}
}
