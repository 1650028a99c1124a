package web

import (
	"alongside/internal/call"
	"alongside/internal/circle"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/space"
	"alongside/internal/view"
	"alongside/internal/when"
)

// What a circle asks, offers and writes.

// circleCalls adds what is asked in a circle, and the way to ask there. What is
// for everyone is what only the group's members read.
func (h *House) circleCalls(v *visit, l group.Look, which party.CircleID, p *view.CirclePage) error {
	f := call.Filter{Group: l.Group.ID, Circle: which, Inside: which == circle.Everyone, After: cursor(v.r.URL.Query().Get("after"))}
	list, err := h.Spine.Board(v.r.Context(), v.viewer, f)
	if err != nil {
		return err
	}
	shown, folded, err := h.fold(v, l.Group.ID, list.Calls)
	if err != nil {
		return err
	}
	p.Calls, p.FoldedCalls, p.MoreCalls = v.rows(shown), v.rows(folded), v.more(list.Next)
	if l.Group.Awake() {
		choice := l.Group.Slug
		if which != circle.Everyone {
			choice = circleChoice(which)
		}
		p.Ask = v.in("/new?" + queryOf("g", l.Group.Slug, "audience", choice))
	}
	return nil
}

// insideCircle says on a call's page that only a circle reads it. Nothing on it
// passes it on.
func (v *visit) insideCircle(p *view.CallPage, l call.Look) error {
	p.Only, p.Nav, p.Share, p.Slip = v.l.T("call.only_circle"), view.NavGroups, "", ""
	p.Sees = view.CircleSees(v.l, int(when.DetailsFor.Hours()/24))
	c, err := v.h.Circles.One(v.r.Context(), v.viewer, l.Group, l.Circle)
	if fault.Is(err, fault.NotFound) { // its author, who is paused
		return nil
	}
	p.Back = &view.Link{Text: c.Name, Href: v.in("/g/" + l.GroupSlug + "/circles/" + l.Circle.String())}
	return err
}

// circlePosts are what was written, for one who reads it: what the reader wrote
// themselves with the reason why it is hidden, and what others did whom they do
// not want to hear from, folded.
func (h *House) circlePosts(v *visit, l group.Look, c circle.Look) (all []view.CirclePost, err error) {
	unheard, err := h.unheard(v, l.Group.ID)
	if err != nil {
		return nil, err
	}
	at := v.in(circlePath(l.Group, c.Circle.ID)) + "/posts/"
	for _, post := range c.Posts {
		p := view.CirclePost{ID: post.ID.String(), Who: or(post.Name, v.l.T("group.someone_who_left")), When: v.l.Ago(post.Made, v.now),
			Body: post.Body, Mine: post.Face == c.Me.Face, Folded: unheard(post.Face)}
		if !p.Mine {
			p.Report = at + p.ID + "/report"
		}
		if post.Hidden {
			if p.Hidden, err = h.whyHidden(v, l.Group.ID, space.Post, int64(post.ID)); err != nil {
				return nil, err
			}
		}
		all = append(all, p)
	}
	return all, nil
}

// circleLog is what those who answer did in a circle, for those who are in it.
func (h *House) circleLog(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	which, err := v.circleID()
	if err != nil {
		return err
	}
	before, _ := parse64(v.r.URL.Query().Get("before"))
	lines, err := h.Circles.Log(v.r.Context(), v.viewer, l.Group.ID, which, max(before, 0))
	if err != nil {
		return err
	}
	c, err := h.Circles.One(v.r.Context(), v.viewer, l.Group.ID, which)
	if err != nil {
		return err
	}
	here := v.in(circlePath(l.Group, which))
	p := view.LogPage{Frame: v.frame(v.l.T("circle.log"), view.NavGroups), Hint: v.l.T("circle.log_hint"), Empty: v.l.T("circle.log_empty"), Back: view.Link{Text: c.Name, Href: here}}
	v.logLines(&p, lines, here+"/log")
	return v.render(200, view.Log(p))
}
