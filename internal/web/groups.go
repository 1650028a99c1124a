package web

import (
	"net/url"
	"strconv"
	"strings"

	"alongside/internal/group"
	"alongside/internal/place"
	"alongside/internal/text"
	"alongside/internal/view"
)

var groupsRoutes = []route{
	{pattern: "GET /groups", do: (*House).groups, shared: true},
	{pattern: "GET /g/{slug}", do: (*House).group, shared: true},
	{pattern: "GET /g/{slug}/agreements", do: (*House).agreements, shared: true},
}

// groups lists the groups that live here; with words, a place, or by wish it
// looks through the directory as well.
func (h *House) groups(v *visit) error {
	q := v.r.URL.Query()
	p := view.GroupsPage{Frame: v.frame(v.l.T("board.groups_here"), view.NavGroups), Found: v.in("/groups/new"),
		Query: cutTo(strings.TrimSpace(q.Get("q")), wordsMost), Near: cutTo(strings.TrimSpace(q.Get("near")), wordsMost)}
	v.sayGroup(&p.Frame)
	near, found := nearOf(p.Near)
	if p.Near != "" && !found {
		p.Lost = p.Near
		return v.render(200, view.Groups(p))
	}
	f := group.Filter{Query: p.Query, Near: near.Cell, After: group.ParseCursor(q.Get("after"))}
	f.Here = p.Query == "" && p.Near == "" && q.Get("all") == ""
	list, err := h.Groups.List(v.r.Context(), v.viewer, f)
	if err != nil {
		return err
	}
	for _, g := range list.Groups {
		p.Groups = append(p.Groups, v.groupRow(g))
	}
	p.More = v.moreGroups(list.Next)
	if f.Here {
		p.All = v.in("/groups?all=1")
	} else {
		p.Title = v.l.T("board.all_groups")
	}
	if f.Here && f.After.ID == 0 && len(v.viewer.Groups) > 0 {
		if p.Mine, err = h.ownGroups(v); err != nil {
			return err
		}
	}
	return v.render(200, view.Groups(p))
}

// ownGroups are the reader's, for the reader.
func (h *House) ownGroups(v *visit) (rows []view.GroupRow, err error) {
	all, err := h.Groups.Own(v.r.Context(), v.viewer)
	for _, g := range all {
		rows = append(rows, v.groupRow(group.Found{Group: g}))
	}
	return rows, err
}

func (v *visit) moreGroups(next group.Cursor) string {
	if next.ID == 0 {
		return ""
	}
	q := v.r.URL.Query()
	q.Set("after", next.String())
	return v.in(v.path) + "?" + q.Encode()
}

// aboutMost is how much of what a group says of itself a list shows.
const aboutMost = 160

func (v *visit) groupRow(g group.Found) view.GroupRow {
	r := view.GroupRow{Href: v.in(groupPath(g.Group)), Name: g.Name, About: text.Opening(g.About, aboutMost), Where: g.Area.Name,
		Status: v.groupStatus(g.Group, true)}
	if g.KM > 0 {
		r.Where = joined(v.l.Isolate(r.Where), v.l.T("board.about_km", "km", v.l.Number(place.RoundKM(g.KM))))
	}
	return r
}

// joined puts two things into one line: what follows a sentence needs no dot.
func joined(a, b string) string {
	switch {
	case a == "" || b == "":
		return a + b
	case text.EndsSentence(a):
		return a + " " + b
	}
	return a + " · " + b
}

func groupPath(g group.Group) string { return "/g/" + g.Slug }

// groupStatus says where a group stands when it is not simply here.
func (v *visit) groupStatus(g group.Group, short bool) string {
	switch {
	case g.Bar != group.NotBarred:
		return v.l.T("group.is_barred")
	case g.Status == group.Listed && short:
		return v.l.T("group.from_directory")
	case g.Status == group.Listed:
		return v.l.T("group.is_listed")
	case g.Status == group.Resting:
		return v.resting(g)
	case g.Status == group.Closed:
		return v.l.T("group.is_closed")
	}
	return ""
}

// lookGroup opens the group that the address names.
func (v *visit) lookGroup() (group.Look, error) {
	return v.h.Groups.Look(v.r.Context(), v.viewer, v.r.PathValue("slug"))
}

// linkName is a link as people read it: where it leads.
func linkName(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return link
	}
	return strings.TrimPrefix(u.Hostname(), "www.") + strings.TrimSuffix(u.Path, "/")
}

// elsewhere answers a stranger where a group lives now, if it has moved.
func (h *House) elsewhere(v *visit, l group.Look) (answered bool, err error) {
	home, moved, err := h.Move.HomeOf(v.r.Context(), l.Group.ID)
	if err != nil || moved && l.Me.Face == 0 {
		return true, v.orMoved(err, l.Group.Name, home)
	}
	return false, nil
}

// agreements is the text in force, or an older one.
func (h *House) agreements(v *visit) error {
	l, err := v.lookGroup()
	if err != nil {
		return err
	}
	if answered, err := h.elsewhere(v, l); answered {
		return err
	}
	a := l.Agreements
	if n := number(v.r.URL.Query().Get("version")); n > 0 && n != a.Version {
		if a, err = h.Groups.Agreements(v.r.Context(), v.viewer, l.Group.ID, n); err != nil {
			return err
		}
	}
	if a.Version == 0 {
		return h.missing(v)
	}
	here := groupPath(l.Group)
	p := view.AgreementsPage{Frame: v.frame(v.l.T("group.agreements"), view.NavGroups), Group: l.Group.Name, GroupAt: v.in(here), Text: a.Text,
		Since: v.l.T("group.in_force", "day", v.l.DayYear(a.Since), "version", v.l.Number(a.Version)), Lang: l.Group.Language}
	if !a.Review.IsZero() && a.Version == l.Agreements.Version {
		p.Review = v.l.T("decision.look_again", "day", v.l.DayYear(a.Review))
	}
	if a.Version != l.Agreements.Version {
		p.Since = v.l.T("group.was_in_force", "day", v.l.DayYear(a.Since), "version", v.l.Number(a.Version))
	} else if l.Me.Face != 0 {
		if l.Me.Through(v.now) {
			p.Edit = v.in(here + "/agreements/edit")
		}
		v.sayGroup(&p.Frame)
		if err := h.Groups.Read(v.r.Context(), v.viewer, l.Group.ID, a.Version); err != nil {
			return err
		}
	}
	if a.Version > 1 {
		p.Before = v.in(here + "/agreements?" + queryOf("version", strconv.Itoa(a.Version-1)))
	}
	return v.render(200, view.Agreements(p))
}
