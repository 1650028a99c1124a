package web

import (
	"errors"
	"strconv"

	"alongside/internal/call"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/view"
)

// group is one group's page, with what is theirs for its members.
func (h *House) group(v *visit) error {
	l, err := v.lookGroup()
	if err != nil {
		return err
	}
	home, moved, err := h.Move.HomeOf(v.r.Context(), l.Group.ID)
	if err != nil || moved && l.Me.Face == 0 {
		return v.orMoved(err, l.Group.Name, home)
	}
	list, err := h.Spine.Board(v.r.Context(), v.viewer, call.Filter{Group: l.Group.ID, After: cursor(v.r.URL.Query().Get("after"))})
	if err != nil {
		return err
	}
	p := v.groupPage(l)
	if moved {
		p.Status = joined(p.Status, v.l.T("move.we_moved", "address", home.At))
	}
	shown, folded, err := h.fold(v, l.Group.ID, list.Calls)
	if err != nil {
		return err
	}
	p.Calls, p.Folded, p.More = v.rows(shown), v.rows(folded), v.more(list.Next)
	if l.Me.Face != 0 {
		if p.Inside, err = h.groupInside(v, l); err != nil {
			return err
		}
		if err := h.Groups.Came(v.r.Context(), v.viewer, l.Me); err != nil {
			return err
		}
	}
	if err := errors.Join(h.standsWith(v, l, &p), h.carries(v, l, &p), h.saysSigned(v, l, &p), h.saysAlerts(v, l, &p)); err != nil {
		return err
	}
	return v.render(200, view.Group(p))
}

func (v *visit) groupPage(l group.Look) view.GroupPage {
	g, here := l.Group, v.in(groupPath(l.Group))
	p := view.GroupPage{Frame: v.frame(g.Name, view.NavGroups), Name: g.Name, Lang: g.Language, About: g.About, Topic: g.Topic, Where: g.Area.Name,
		Meets: g.Meets, Languages: v.l.List(v.h.names(g.Speaks)), Status: v.groupStatus(g, false)}
	v.sayGroup(&p.Frame)
	if l.Reason != "" {
		p.Status = joined(p.Status, l.Reason)
	}
	for _, link := range g.Links {
		p.Links = append(p.Links, view.Link{Text: linkName(link), Href: link})
	}
	if l.Agreements.Version > 0 {
		p.Agreements = here + "/agreements"
	}
	if g.Awake() {
		p.Ask, p.Offer = v.in("/ask?"+queryOf("g", g.Slug)), v.in("/offer?"+queryOf("g", g.Slug))
		p.ByInvite = l.Me.Face == 0 && l.Door.Empty()
	}
	if !l.Door.Empty() && l.Me.Face == 0 {
		p.Join = v.in("/join/" + l.Door.Reveal())
	}
	if l.Me.Face == 0 {
		p.Report = here + "/report"
	}
	if v.viewer.Host {
		p.Care = v.careAbout(aboutGroup, int64(g.ID))
	}
	return p
}

// groupInside is what only members are shown.
func (h *House) groupInside(v *visit, l group.Look) (*view.GroupInside, error) {
	ctx, here := v.r.Context(), v.in(groupPath(l.Group))
	q := v.r.URL.Query()
	face, _ := id.Parse[party.Face](q.Get("face")) // none: from the beginning
	after := group.Member{Name: q.Get("name"), Face: face}
	members, more, err := h.Groups.Members(ctx, v.viewer, l.Group.ID, after)
	if err != nil {
		return nil, err
	}
	in := &view.GroupInside{You: l.Me.Name, Trial: v.trial(l), Me: v.staying(l)}
	if in.Me == nil {
		in.Rest = here + "/me"
	}
	for _, m := range members {
		in.Members = append(in.Members, m.Name)
	}
	if more {
		last := members[len(members)-1]
		in.More = here + "?" + queryOf("name", last.Name, "face", last.Face.String()) + "#me"
	}
	in.Ways, err = h.membersWays(v, l)
	return in, err
}

// trial says kindly what waits for a newcomer, until which day, and why.
func (v *visit) trial(l group.Look) string {
	switch {
	case l.Me.Paused:
		return v.l.T("trust.is_paused")
	case l.Me.Through(v.now):
		return ""
	}
	return v.l.T("trust.trial_until", "day", v.l.Day(v.local(l.Me.Trial)))
}

// staying is what the reader is asked when they were away for long, or how
// they come back from a rest.
func (v *visit) staying(l group.Look) *view.Resting {
	at := v.in(groupPath(l.Group) + "/me")
	switch {
	case !l.Me.Rests.IsZero():
		return &view.Resting{Say: v.l.T("trust.you_rest"), Action: at, Yes: view.Option{Value: "back", Label: v.l.T("trust.back")}}
	case !l.Me.Asked.IsZero():
		return &view.Resting{Say: v.l.T("trust.still_in"), Action: at, Yes: view.Option{Value: "stay", Label: v.l.T("trust.stay")},
			No: view.Option{Value: "rest", Label: v.l.T("trust.let_me_rest")}}
	}
	return nil
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func number64(n int64) string { return strconv.FormatInt(n, 10) }

func parse64(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// sayGroup says at the top what has just been done in a group.
func (v *visit) sayGroup(f *view.Frame) {
	switch v.r.URL.Query().Get("done") {
	case "founded":
		f.Done = v.l.T("group.done_founded")
	case "joined":
		f.Done = v.l.T("group.done_joined")
	case "changed":
		f.Done = v.l.T("mine.done_changed")
	case "revoked":
		f.Done = v.l.T("group.done_revoked")
	case "on":
		f.Done = v.l.T("group.done_on")
	case "off":
		f.Done = v.l.T("group.done_off")
	case "home":
		f.Done = v.l.T("move.done_home")
	case "withdrawn":
		f.Done = v.l.T("trust.done_withdrawn")
	case "left":
		f.Done = v.l.T("group.done_left")
	}
}
