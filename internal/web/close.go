package web

import (
	"path"
	"strings"
	"time"

	"alongside/internal/call"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/view"
	"alongside/internal/when"
)

// closing is a call, and the groups that it could be sent on to.
type closing struct {
	v      *visit
	l      call.Look
	groups []group.Found
}

// sendMost bounds the list of groups on the form.
const sendMost = 200

func (h *House) closing(v *visit) (*closing, error) {
	l, err := h.own(v)
	if err != nil {
		return nil, err
	}
	c := &closing{v: v, l: l}
	found, err := h.Groups.List(v.r.Context(), v.viewer, group.Filter{Here: true, Most: sendMost})
	for _, g := range found.Groups {
		if g.Awake() && g.ID != l.Group && l.State == call.Open && l.Circle == 0 {
			c.groups = append(c.groups, g)
		}
	}
	return c, err
}

func (h *House) closeForm(v *visit) error {
	if !v.link.Empty() && !v.proven() {
		return h.are(v)
	}
	c, err := h.closing(v)
	if err != nil {
		return err
	}
	return v.render(200, view.Form(c.page(nil)))
}

// ownReasons are the reasons an owner can give, in the order of the form.
var ownReasons = []call.Reason{call.DoneByOthers, call.NoLongerWanted, call.Answered, call.Withdrawn, call.DuplicateOf, call.SentOn}

func (c *closing) page(bad []view.Problem) view.FormPage {
	v, l := c.v, c.l
	p := view.FormPage{Frame: v.frame(v.l.T("mine.close"), view.NavYou), Action: v.base + "/c/" + l.ID.String() + "/close",
		Lines: []string{l.Title, v.l.T("mine.close_told")}, Key: freshKey(), Button: v.l.T("mine.close_it"), Back: v.home()}
	p.Problems = bad
	why := view.Choice{Name: "why", Legend: v.l.T("mine.why")}
	for _, r := range ownReasons {
		if r == call.SentOn && len(c.groups) == 0 {
			continue
		}
		why.Options = append(why.Options, view.Option{Value: string(r), Label: view.ClosedWords(v.l, string(r)),
			On: string(r) == or(v.r.PostFormValue("why"), string(call.DoneByOthers))})
	}
	p.Fields = []view.Input{{Name: "other", Label: v.l.T("mine.which_other"), Hint: v.l.T("mine.which_other_hint"),
		Value: v.r.PostFormValue("other"), Max: 200, Optional: true}}
	mark(p.Fields, bad)
	p.Choices = []view.Choice{why}
	if len(c.groups) > 0 {
		to := view.Choice{Name: "group", Legend: v.l.T("mine.which_group"), Hint: v.l.T("mine.which_group_hint"), Options: []view.Option{{}}}
		for _, g := range c.groups {
			to.Options = append(to.Options, view.Option{Value: g.Slug, Label: g.Name, On: g.Slug == v.r.PostFormValue("group")})
		}
		p.Picks = []view.Choice{to}
	}
	for _, b := range bad {
		for _, all := range [][]view.Choice{p.Choices, p.Picks} {
			for i := range all {
				if all[i].Name == b.Field {
					all[i].Problem = b.Text
				}
			}
		}
	}
	return p
}

func (h *House) close(v *visit) error {
	c, err := h.closing(v)
	if err != nil {
		return err
	}
	why := call.Reason(v.r.PostFormValue("why"))
	if why == call.SentOn {
		err = h.Spine.SendOn(v.r.Context(), v.viewer, c.l.ID, c.to())
	} else {
		err = h.Spine.Close(v.r.Context(), v.viewer, c.l.ID, why, c.other())
	}
	if bad, status := v.refused(err, "why"); len(bad) > 0 {
		return v.render(status, view.Form(c.page(bad)))
	}
	if err != nil {
		return err
	}
	return v.to(v.home("done", "changed"))
}

// to is the group that was chosen, 0 for none.
func (c *closing) to() party.GroupID {
	for _, g := range c.groups {
		if g.Slug == c.v.r.PostFormValue("group") {
			return g.ID
		}
	}
	return 0
}

// other is the call whose link or short name was typed, 0 for none.
func (c *closing) other() call.ID {
	typed, _, _ := strings.Cut(strings.TrimSpace(c.v.r.PostFormValue("other")), "?")
	other, err := id.Parse[call.Call](path.Base(typed))
	if err != nil {
		return 0
	}
	return other
}

// sent says what became of a call that was sent on to another group.
func (v *visit) sent(l call.Look) string {
	if l.Sent.Call == 0 {
		return ""
	}
	switch l.Sent.Answer {
	case call.TookOn:
		return v.l.T("mine.sent_taken", "group", l.SentTo)
	case call.Refused:
		return v.l.T("mine.sent_refused", "group", l.SentTo, "why", l.Sent.Why)
	case call.Silent:
		return v.l.T("mine.sent_silent", "group", l.SentTo)
	case call.CalledIn:
		return ""
	}
	by := l.ClosedAt.Add(when.SentFor)
	if l.Closes.Before(by) {
		by = l.Closes
	}
	return v.l.T("mine.sent_waits", "group", l.SentTo, "day", v.day(by))
}

func (v *visit) day(t time.Time) string { return v.l.Day(v.local(t)) }
