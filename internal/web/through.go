package web

import (
	"slices"
	"strings"

	"alongside/internal/call"
	"alongside/internal/circle"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/locale"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/view"
)

// Asking through a group, inside one, and at the places it names.

// start offers the ways to put something on the board, or before the readers
// that a circle's page names.
func (h *House) start(v *visit) error {
	q := v.r.URL.Query()
	p := view.StartPage{Frame: v.frame(v.l.T("ask.start"), view.NavAsk), Ask: "/ask", Offer: "/offer", Other: "/ask?for=other"}
	if g := q.Get("g"); g != "" {
		to := queryOf("g", g, "audience", q.Get("audience"))
		p.Ask, p.Offer, p.Other = v.in("/ask?"+to), v.in("/offer?"+to), ""
	}
	return v.render(200, view.Start(p))
}

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

// readers are some who alone may read it: all of a group, or a circle of it.
type readers struct {
	value  string // as the form says it
	group  group.Group
	circle circle.Circle // of no id: everyone in the group
}

// circleChoice is how the form names a circle; no group's address has a dot.
func circleChoice(c party.CircleID) string { return "circle." + c.String() }

func (r readers) say(l *locale.Language) string {
	if r.circle.ID != circle.Everyone {
		return l.T("ask.audience_circle", "circle", r.circle.Name, "group", r.group.Name)
	}
	return l.T("ask.audience_group", "group", r.group.Name)
}

// among are the reader's own groups, and the circles that they are in.
func (a *asking) among() error {
	v := a.v
	own, err := v.h.Groups.Own(v.r.Context(), v.viewer)
	if err != nil {
		return err
	}
	for _, g := range own {
		if !g.Awake() {
			continue
		}
		a.own = append(a.own, readers{value: g.Slug, group: g})
		if len(v.viewer.Circles) == 0 || !v.viewer.Trusted(g.ID) {
			continue
		}
		all, err := v.h.Circles.List(v.r.Context(), v.viewer, g.ID)
		if err != nil {
			return err
		}
		for _, c := range all {
			a.own = append(a.own, readers{circleChoice(c.ID), g, c})
		}
	}
	return nil
}

// chosen are the readers that the form names. Who types it in for somebody else
// chooses none: that person is in no group of theirs.
func (a *asking) chosen() (r readers, some bool) {
	at := slices.IndexFunc(a.own, func(r readers) bool { return r.value == a.f.Get("audience") })
	if at < 0 || a.other {
		return r, false
	}
	return a.own[at], true
}

// lost reports that it was to be for readers whom this person cannot choose any
// more, and that they have not chosen others: it must not become everybody's.
func (a *asking) lost() bool {
	_, some := a.chosen()
	switch a.f.Get("audience") {
	case "all":
		return false
	case "":
		return a.f.Get("anew") != ""
	}
	return !some && !a.other
}

// address sets through which group a draft goes, and who may read it.
func (a *asking) address(d *call.Draft) {
	r, some := a.chosen()
	switch {
	case a.lost():
		d.Audience = call.InCircle // of none: nobody's, and said beside the question
	case some && r.circle.ID != circle.Everyone:
		d.Group, d.Audience, d.Circle = r.group.ID, call.InCircle, r.circle.ID
	case some:
		d.Group, d.Audience = r.group.ID, call.InGroup
	default:
		d.Group, d.Audience = a.group.Group.ID, call.OnBoard
	}
}

// audiences are who may see it, for members: everybody, one of their groups, or
// one of their circles.
func (a *asking) audiences() (list []view.Option, opened bool) {
	if len(a.own) == 0 && !a.lost() || a.other {
		return nil, false
	}
	for _, r := range a.own {
		list = append(list, view.Option{Value: r.value, Label: r.say(a.v.l)})
	}
	_, some := a.chosen()
	on := a.f.Get("audience")
	if !a.lost() {
		on = or(on, "all")
	}
	return view.Audiences(a.v.l, on, list), some || a.lost() || a.group.Me.Face != 0
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
