package web

import (
	"strconv"
	"strings"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/host"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/space"
	"alongside/internal/view"
	"alongside/internal/when"
)

// callID is the call that the address names, whatever form is asked for after
// a dot.
func (v *visit) callID() (call.ID, error) {
	name, _, _ := strings.Cut(v.r.PathValue("call"), ".")
	c, err := id.Parse[call.Call](name)
	if err != nil {
		return 0, fault.New("web.call", fault.NotFound, "")
	}
	return c, nil
}

// look opens the call that the address names.
func (v *visit) look() (call.Look, error) {
	c, err := v.callID()
	if err != nil {
		return call.Look{}, err
	}
	v.about(int64(c))
	return v.h.Spine.Look(v.r.Context(), v.viewer, c)
}

// callLook is look for the call's page. What everybody sees of it is kept for
// readers with a session, and only what is theirs is read for each.
func (h *House) callLook(v *visit) (call.Look, error) {
	c, err := v.callID()
	if err != nil || !v.signed {
		return v.look()
	}
	l, err := h.publicLook(v, c)
	if err != nil {
		return v.look() // only some may see it
	}
	return h.Spine.LookFor(v.r.Context(), v.viewer, l)
}

func (h *House) publicLook(v *visit, c call.ID) (call.Look, error) {
	kept, err := h.pages.make("call "+c.String(), v.now, func() (*page, error) {
		l, err := h.Spine.Look(v.r.Context(), access.Viewer{}, c)
		return &page{topic: int64(c), data: l}, err
	})
	if err != nil {
		return call.Look{}, err
	}
	return kept.data.(call.Look), nil
}

// likeOthers reports whether somebody signed in sees of a call what everybody
// sees who is.
func (v *visit) likeOthers(l call.Look) bool {
	return v.signed && l.Audience == call.OnBoard && l.State == call.Open && !l.Yours && !l.Ours && len(l.Own) == 0 && !v.holdsAny(party.Promise) && !v.holdsAny(party.Carry)
}

// callWorn answers with the call's page as all see it who are signed in.
func (h *House) callWorn(v *visit, c call.ID) error {
	return h.wear(v, int64(c), func() error {
		l, err := h.publicLook(v, c)
		if err != nil {
			return err
		}
		p, err := v.callPage(l)
		if err != nil {
			return err
		}
		return v.render(200, view.Call(p))
	})
}

// call is one call: its page, or with .json or .ics what machines read of it.
func (h *House) call(v *visit) error {
	l, err := h.callLook(v)
	if fault.Is(err, fault.NotFound) {
		if c, err2 := v.callID(); err2 == nil {
			return h.gone(v, c, err)
		}
	}
	if err != nil {
		return err
	}
	home, moved, err := h.homeOfCall(v, l)
	if err != nil {
		return err
	}
	switch _, form, dot := strings.Cut(v.r.PathValue("call"), "."); {
	case !dot && moved:
		return v.orMoved(nil, l.GroupName, home)
	case !dot && l.Kind == call.Action:
		return h.actionPage(v)
	case !dot && v.likeOthers(l):
		return h.callWorn(v, l.ID)
	case !dot:
		p, err := v.callPage(l)
		if err != nil {
			return err
		}
		return v.render(200, view.Call(p))
	case l.State == call.Hidden: // programs read what everybody may
		return h.missing(v)
	case form == "json":
		return h.callJSON(v, l)
	case form == "ics":
		return h.callICS(v, l)
	}
	return h.missing(v)
}

func (v *visit) callPage(l call.Look) (p view.CallPage, err error) {
	here := "/c/" + l.ID.String()
	p = view.CallPage{Frame: v.frame(l.Title, view.NavBoard), Call: v.row(l.Listed), Asked: v.l.T("call.a_neighbour"),
		Where: l.Area.Name, Later: true, Closest: l.Closest, Tongues: v.l.List(v.h.names(l.Speaks)),
		Body: l.Body, BodyLang: l.Language, CanPost: here, AskFirst: l.Rule == call.AskerAgrees,
		Share: here + "/share", Slip: here + "/slip", Report: here + "/report"}
	p.Path = here
	p.Call.Ring = ringOf(l.Call, l.Entry.ID != 0 && l.State == call.Closed)
	p.Until = v.until(l)
	if l.GroupName != "" {
		p.Through = &view.Link{Text: l.GroupName, Href: v.in("/g/" + l.GroupSlug)}
	}
	switch l.State {
	case call.Open:
	case call.Waiting:
		p.Closed = v.l.T("mine.held_for_review")
	case call.Hidden:
		p.Share, p.Slip, p.Report = "", "", ""
		if p.Closed, err = v.whyGone(l.Call); err != nil {
			return p, err
		}
	default:
		p.Closed = view.ClosedWords(v.l, string(l.Reason))
		p.Onward = v.onward(l)
		if l.KeptByBoth() {
			p.Closed = view.ClosedWords(v.l, "kept")
		}
	}
	if v.viewer.Host && l.Audience == call.OnBoard {
		p.Care = v.careAbout(aboutCall, int64(l.ID))
	}
	for _, part := range l.Parts {
		p.Parts = append(p.Parts, v.partRow(part, l))
		if !part.Starts.IsZero() && l.State != call.Hidden {
			p.Calendar = here + ".ics"
		}
	}
	kept := ""
	if p.Call.Ring == view.RingKept {
		kept = v.l.Day(l.Entry.Kept)
	}
	p.Steps = view.UsualSteps(v.l, p.Call, v.l.Day(v.local(l.Opened)), "", kept)
	days := int(when.DetailsFor.Hours() / 24)
	p.Sees = view.UsualSees(v.l, days)
	if l.Audience == call.InGroup {
		p.Only, p.Sees = v.l.T("call.only_group"), view.GroupSees(v.l, days)
	}
	if l.Circle != 0 {
		if err := v.insideCircle(&p, l); err != nil {
			return p, err
		}
	}
	switch {
	case v.fitted != nil:
		p.Key = keyStamp
	case v.keep == nil:
		p.Key = freshKey()
	}
	if l.Yours {
		p.Yours = v.base
	}
	p.Kit = v.kitWay(l.Call, l.Kit, l.Yours && v.signed || l.Ours)
	v.voiced(&p, l)
	p.Promised = v.promisedBy(l)
	if v.fitted == nil && v.signed {
		if p.As, err = v.asGroups(l); err == nil {
			p.Carries, err = v.carryWays(l)
		}
	}
	return p, err
}

// whyGone says who has hidden a call, and why, to the few to whom it still opens.
func (v *visit) whyGone(c call.Call) (string, error) {
	if c.Audience != call.OnBoard {
		return v.h.whyHidden(v, c.Group, space.Call, int64(c.ID))
	}
	n, found, err := v.h.Host.Said(v.r.Context(), host.Call, int64(c.ID))
	if err != nil || !found {
		return v.l.T("host.hid_call"), err
	}
	return n.Say(v.l) + " " + n.Reason, nil
}

// onward is where a call that was asked twice, or sent on, goes on; empty when
// this reader cannot see that one.
func (v *visit) onward(l call.Look) string {
	if l.Other == 0 {
		return ""
	}
	if _, err := v.h.Spine.Look(v.r.Context(), v.viewer, l.Other); err != nil {
		return ""
	}
	return v.in("/c/" + l.Other.String())
}

func (v *visit) until(l call.Look) string {
	if len(l.Parts) == 1 {
		if w := whenWords(v.l, v.local(l.Parts[0].Starts), v.local(l.Parts[0].Ends), v.local(v.now)); w != "" {
			return w
		}
	}
	return v.l.T("call.until", "day", v.l.Near(v.local(l.Closes), v.local(v.now)))
}

// partRow says how one part stands for this reader.
func (v *visit) partRow(p call.Part, l call.Look) view.PartRow {
	row := view.PartRow{ID: p.ID.String(), Name: p.Title, Detail: whenWords(v.l, v.local(p.Starts), v.local(p.Ends), v.local(v.now)),
		Left: int(p.Left()), Of: int(p.Quantity)}
	for _, a := range l.Own {
		if a.Part == p.ID && a.State.Runs() {
			row.State, row.Href = view.PartMine, v.base+"#p"+a.ID.String()
			return row
		}
	}
	switch {
	case p.IsFull() && l.Held[p.ID]:
		row.State = view.PartHeld
	case p.IsFull():
		row.State = view.PartTaken
	}
	return row
}

// iCan holds a place with one press and asks how to reach whoever pressed.
func (h *House) iCan(v *visit) error {
	part, err := id.Parse[call.Part](v.r.PostFormValue("part"))
	if err != nil {
		return fault.New("web.i_can", fault.NotFound, "")
	}
	quantity, _ := strconv.ParseInt(v.r.PostFormValue("quantity"), 10, 64)
	a := call.Answer{Key: v.formKey(), Part: part, Quantity: quantity, Language: v.l.Tag()}
	if v.signed {
		as, err := v.asFor()
		if err != nil {
			return err
		}
		m, err := h.Spine.AnswerNow(v.r.Context(), v.viewer, as, a)
		if err != nil {
			return err
		}
		return v.to(v.base + "?" + queryOf("done", "answered", "undo", m.ID.String()) + "#p" + m.ID.String())
	}
	held, err := h.Spine.Hold(v.r.Context(), v.viewer, v.as, a)
	if err != nil {
		return err
	}
	link := held.Keys.Link.Reveal()
	return v.to("/mine/" + link + "/p/" + held.Commitment.ID.String() + "?d=" + h.proof(held.Keys.Link, v.now))
}

// asFor is under which face somebody signed in answers the call on this page:
// inside a group as its members know them, else as on the board.
func (v *visit) asFor() (party.Ref, error) {
	if len(v.viewer.Groups) == 0 {
		return v.as, nil
	}
	l, err := v.look()
	if err != nil || l.Audience == call.OnBoard {
		return v.as, err
	}
	return v.wearing(l.Group), nil
}
