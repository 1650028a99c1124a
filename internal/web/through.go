package web

import (
	"strings"

	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/view"
)

// Asking through a group, inside one, and at the places it names.

// through opens the group that it is asked through.
func (a *asking) through(slug string) (err error) {
	if slug == "" {
		return nil
	}
	if a.group, err = a.v.h.Groups.Look(a.v.r.Context(), a.v.viewer, slug); err == nil && !a.group.Group.Awake() {
		err = fault.New("web.through", fault.Stale, "ask.group_rests")
	}
	return err
}

// audience is through which group it goes, and who may read it: everybody, or
// only the members of one of the reader's groups.
func (a *asking) audience() (party.GroupID, call.Audience) {
	if a.other {
		return a.group.Group.ID, call.OnBoard
	}
	for _, g := range a.own {
		if g.Slug == a.f.Get("audience") {
			return g.ID, call.InGroup
		}
	}
	return a.group.Group.ID, call.OnBoard
}

// audiences are who may see it, for members: everybody, or one of their groups.
func (a *asking) audiences() (list []view.Option, opened bool) {
	for _, g := range a.own {
		list = append(list, view.Option{Value: g.Slug, Label: g.Name})
	}
	if len(list) == 0 || a.other {
		return nil, false
	}
	return view.Audiences(a.v.l, or(a.f.Get("audience"), "all"), list), a.group.Me.Face != 0
}

// readers is the group whose members alone may read it.
func (a *asking) readers() string {
	for _, g := range a.own {
		if g.Slug == a.f.Get("audience") {
			return g.Name
		}
	}
	return ""
}

// areaOther stands for a place that is typed.
const areaOther = "other"

func (a *asking) area() place.Area {
	for _, own := range a.group.Areas {
		if own.ID.String() == a.f.Get("area") {
			return own.Area
		}
	}
	if a.f.Get("area") == "any" {
		return place.Area{}
	}
	typed := strings.TrimSpace(a.f.Get("place"))
	if typed == "" {
		return place.Area{}
	}
	if p, ok := place.Match(typed); ok {
		return p.Area()
	}
	return place.Area{Name: typed}
}
