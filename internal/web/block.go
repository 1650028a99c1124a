package web

import (
	"slices"

	"alongside/internal/call"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/view"
)

// Whom somebody does not want to hear from is theirs alone: nobody is told.
var blockRoutes = []route{
	{pattern: "GET /g/{slug}/blocks", guard: member, do: (*House).blocks, private: true},
	{pattern: "POST /g/{slug}/blocks", guard: member, do: (*House).block, private: true},
}

// blocks are whom the reader does not want to hear from here; private.
func (h *House) blocks(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	return h.showBlocks(v, l, 200, nil)
}

func (h *House) showBlocks(v *visit, l group.Look, status int, bad []view.Problem) error {
	all, err := h.Space.Blocked(v.r.Context(), v.person.Session.Account, l.Group.ID)
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group))
	p := view.FormPage{Frame: v.frame(v.l.T("space.blocks"), view.NavGroups), Action: here + "/blocks", Key: freshKey(), Back: here,
		Lines: []string{v.l.T("space.block_how"), v.l.T("space.block_private")}, Button: v.l.T("space.block_go")}
	p.Problems = bad
	if v.r.URL.Query().Get("done") != "" {
		p.Done = v.l.T("mine.done_changed")
	}
	if err := h.whom(v, l, &p, v.l.T("space.about_whom")); err != nil {
		return err
	}
	for _, f := range all {
		p.Undo = append(p.Undo, view.UndoRow{Words: or(f.Name, v.l.T("group.someone_who_left")), Name: "unblock", Value: f.ID.String(), Button: v.l.T("space.unblock")})
	}
	return v.render(status, view.Form(p))
}

func (h *House) block(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	ctx, who := v.r.Context(), v.person.Session.Account
	if typed := v.r.PostFormValue("unblock"); typed != "" {
		face, _ := id.Parse[party.Face](typed)
		err = h.Space.Unblock(ctx, who, face)
	} else {
		var face party.FaceID
		if face, err = h.whomChosen(v, l); err == nil {
			err = h.Space.Block(ctx, v.viewer, who, l.Group.ID, face)
		}
	}
	if bad := v.problems(err); len(bad) > 0 {
		return h.showBlocks(v, l, 422, bad)
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "/blocks?" + queryOf("done", "yes"))
}

// unheard says of a face whether the reader does not want to hear from it.
func (h *House) unheard(v *visit, g party.GroupID) (func(party.FaceID) bool, error) {
	if !v.viewer.In(g) {
		return func(party.FaceID) bool { return false }, nil
	}
	blocked, err := h.Space.Blocked(v.r.Context(), v.person.Session.Account, g)
	return func(of party.FaceID) bool {
		return of != 0 && slices.ContainsFunc(blocked, func(f party.Face) bool { return f.ID == of })
	}, err
}

// fold sets apart what those asked from whom the reader does not want to hear.
func (h *House) fold(v *visit, g party.GroupID, all []call.Listed) (shown, folded []call.Listed, err error) {
	unheard, err := h.unheard(v, g)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range all {
		if c.Author.Kind == party.KindFace && unheard(party.FaceID(c.Author.ID)) {
			folded = append(folded, c)
		} else {
			shown = append(shown, c)
		}
	}
	return shown, folded, nil
}
