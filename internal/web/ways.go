package web

import (
	"slices"

	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/view"
)

// wayTo is a page of a group, and whether it is open to this reader now.
type wayTo struct {
	words, path string
	open        bool
}

// membersWays lead a member to what is open to them: first what waits for
// somebody and what is used most, then the rest in parts. Whoever is on trial
// or paused is led nowhere that would send them back.
func (h *House) membersWays(v *visit, l group.Look) ([]view.WaysPart, error) {
	waits, err := h.waitsInside(v, l)
	if err != nil {
		return nil, err
	}
	through, trusted := l.Me.Through(v.now), v.viewer.Trusted(l.Group.ID)
	_, hosts := v.viewer.Holds(l.Group.ID, party.Intake)
	_, plans := v.viewer.Holds(l.Group.ID, party.Plan)
	parts := []view.WaysPart{
		v.waysPart(l.Group, "", slices.Concat([]wayTo{{v.l.T("space.mine"), "/reports/mine", l.Me.Paused}}, waits, []wayTo{
			{v.l.T("group.invite"), "/invite", through && l.Group.Awake()},
			{v.l.T("action.plan_new"), "/plan", plans},
			{v.l.T("decision.title"), "/decisions", through},
			{v.l.T("circle.title"), "/circles", true},
			{v.l.T("alert.title"), "/alerts", true},
		})...),
		v.waysPart(l.Group, v.l.T("group.with_others"),
			wayTo{v.l.T("pledge.title"), "/promises", true},
			wayTo{v.l.T("desk.title"), "/desk", hosts},
			wayTo{v.l.T("tie.title"), "/ties", true},
			wayTo{v.l.T("carry.title"), "/carried", true}),
		v.waysPart(l.Group, v.l.T("group.among_us"),
			wayTo{v.l.T("repair.way_here"), "/repairs", true},
			wayTo{v.l.T("space.tell_way"), "/reports/new", true},
			wayTo{v.l.T("space.title"), "/reports", through && trusted},
			wayTo{v.l.T("space.blocks"), "/blocks", true}),
		v.waysPart(l.Group, v.l.T("group.upkeep"),
			wayTo{v.l.T("mandate.title"), "/mandates", true},
			wayTo{v.l.T("group.log"), "/log", through},
			wayTo{v.l.T("group.settings"), "/settings", through},
			wayTo{v.l.T("group.places"), "/places", through},
			wayTo{v.l.T("group.bring_sheet"), "/import", through},
			wayTo{v.l.T("group.leave"), "/leave", true}),
	}
	return parts, nil
}

// waysPart is those of the ways that are open.
func (v *visit) waysPart(g group.Group, title string, ways ...wayTo) view.WaysPart {
	part := view.WaysPart{Title: title}
	for _, w := range ways {
		if w.open {
			part.Ways = append(part.Ways, view.Link{Text: w.words, Href: v.in(groupPath(g) + w.path)})
		}
	}
	return part
}

// waitsInside is what waits for one of those past their trial.
func (h *House) waitsInside(v *visit, l group.Look) ([]wayTo, error) {
	if !l.Me.Through(v.now) {
		return nil, nil
	}
	ctx, g := v.r.Context(), l.Group.ID
	knocks, _, err := h.Groups.Newcomers(ctx, v.viewer, g)
	if err != nil {
		return nil, err
	}
	waits, err := h.Spine.Waits(ctx, v.viewer, g)
	if err != nil {
		return nil, err
	}
	tray, _, err := h.Sheets.Tray(ctx, v.viewer, g, 0)
	return []wayTo{
		{v.l.T("trust.someone_knocks"), "/newcomers", len(knocks) > 0},
		{v.l.T("group.something_waits"), "/waiting", waits},
		{v.l.T("bring.tray_title"), "/tray", len(tray) > 0},
	}, err
}
