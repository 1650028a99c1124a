package web

import (
	"slices"

	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/view"
)

var inviteRoutes = []route{
	{pattern: "GET /g/{slug}/invite", guard: member, do: (*House).inviteForm, private: true},
	{pattern: "POST /g/{slug}/invite", guard: member, do: (*House).invite, private: true},
	{pattern: "GET /g/{slug}/leave", guard: member, do: (*House).leaveForm, private: true},
	{pattern: "POST /g/{slug}/leave", guard: member, do: (*House).leave, private: true},
}

// within opens a group that the reader must be a member of; to others its
// inside is not there.
func (h *House) within(v *visit) (group.Look, error) {
	l, err := v.lookGroup()
	if err == nil && l.Me.Face == 0 {
		err = fault.New("web.within", fault.NotFound, "group.only_members")
	}
	return l, err
}

// trusted is within for what waits until a newcomer's trial is over.
func (h *House) trusted(v *visit) (group.Look, error) {
	l, err := h.within(v)
	if err == nil && !(v.viewer.Trusted(l.Group.ID) && l.Me.Through(v.now)) {
		err = l.Me.NotYet()
	}
	return l, err
}

func (h *House) inviteForm(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	p, err := h.invitePage(v, l.Group)
	if err != nil {
		return err
	}
	return v.render(200, view.Invite(p))
}

func (h *House) invitePage(v *visit, g group.Group) (view.InvitePage, error) {
	here := v.in(groupPath(g))
	p := view.InvitePage{Frame: v.frame(v.l.T("group.invite_title"), view.NavGroups), Group: g.Name, GroupAt: here,
		Action: here + "/invite", Key: freshKey(), DoorKey: freshKey()}
	v.sayGroup(&p.Frame)
	ctx := v.r.Context()
	open, err := h.Groups.Invitations(ctx, v.viewer, g.ID)
	if err != nil {
		return p, err
	}
	for _, i := range open {
		if !i.Standing {
			p.List = append(p.List, view.Invitation{ID: i.ID.String(), Until: v.worksUntil(i)})
		}
	}
	l, err := h.Groups.Look(ctx, v.viewer, g.Slug)
	if err == nil && !l.Door.Empty() {
		p.Standing = h.Origin + "/join/" + l.Door.Reveal()
	}
	return p, err
}

func (v *visit) worksUntil(i group.Invitation) string {
	return v.l.T("group.works_until", "day", v.l.NearClock(v.local(i.Until), v.local(v.now)))
}

// invite makes a link, switches the standing one, or takes one back.
func (h *House) invite(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	ctx, form, g := v.r.Context(), v.r.PostFormValue, l.Group.ID
	here := groupPath(l.Group) + "/invite?"
	if typed := form("revoke"); typed != "" {
		which, err := id.Parse[group.Invitation](typed)
		if err == nil {
			err = h.Groups.Revoke(ctx, v.viewer, g, which)
		}
		if err != nil {
			return err
		}
		return v.to(here + queryOf("done", "revoked"))
	}
	switch form("do") {
	case "standing":
		if _, _, err := h.Groups.OpenDoor(ctx, v.viewer, g, string(v.formKey())); err != nil {
			return err
		}
		return v.to(here + queryOf("done", "on") + "#sl")
	case "close":
		if err := h.Groups.ShutDoor(ctx, v.viewer, g); err != nil {
			return err
		}
		return v.to(here + queryOf("done", "off"))
	}
	p, err := h.invitePage(v, l.Group)
	if err != nil {
		return err
	}
	if err := v.makeLink(&p, g, string(v.formKey())); err != nil {
		return err
	}
	return v.render(200, view.Invite(p))
}

// makeLink makes a link for one person and puts it at the top of the page: it
// is shown now and never again.
func (v *visit) makeLink(p *view.InvitePage, g party.GroupID, key string) error {
	i, link, err := v.h.Groups.Invite(v.r.Context(), v.viewer, g, key)
	if err != nil {
		return err
	}
	p.Made, p.Until = v.h.Origin+"/join/"+link.Reveal(), v.worksUntil(i)
	p.List = slices.DeleteFunc(p.List, func(o view.Invitation) bool { return o.ID == i.ID.String() })
	return nil
}

// leaveForm says what leaving means before it happens.
func (h *House) leaveForm(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	few, more, err := h.Groups.Members(v.r.Context(), v.viewer, l.Group.ID, group.Member{})
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group))
	p := view.SurePage{Frame: v.frame(v.l.T("group.leave_title", "group", l.Group.Name), view.NavGroups), Action: here + "/leave", Key: freshKey(),
		Lines: []string{v.l.T("group.leave_promises"), v.l.T("group.leave_asks"), v.l.T("group.leave_name"), v.l.T("group.leave_back")},
		Yes:   v.l.T("group.leave"), No: here, Grave: true}
	if len(few) == 1 && !more {
		p.Lines = append(p.Lines, v.l.T("group.leave_last"))
	}
	return v.render(200, view.Sure(p))
}

func (h *House) leave(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	if err := h.Groups.Leave(v.r.Context(), v.viewer, l.Group.ID); err != nil {
		return err
	}
	return v.to("/groups?" + queryOf("done", "left"))
}
