package web

import (
	"strconv"
	"strings"

	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
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

// call is one call: its page, or with .json or .ics what machines read of it.
func (h *House) call(v *visit) error {
	l, err := v.look()
	if fault.Is(err, fault.NotFound) {
		if c, err2 := v.callID(); err2 == nil {
			return h.gone(v, c, err)
		}
	}
	if err != nil {
		return err
	}
	switch _, form, dot := strings.Cut(v.r.PathValue("call"), "."); {
	case !dot:
		return v.render(200, view.Call(v.callPage(l)))
	case form == "json":
		return h.callJSON(v, l)
	case form == "ics":
		return h.callICS(v, l)
	}
	return h.missing(v)
}

func (v *visit) callPage(l call.Look) view.CallPage {
	here := "/c/" + l.ID.String()
	p := view.CallPage{Frame: v.frame(l.Title, view.NavBoard), Call: v.row(l.Listed), Asked: v.l.T("call.a_neighbour"),
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
		p.Closed = v.l.T("host.hid_call")
	default:
		p.Closed = view.ClosedWords(v.l, string(l.Reason))
		p.Onward = v.onward(l)
		if keptByBoth(l) {
			p.Closed = view.ClosedWords(v.l, "kept")
		}
	}
	if v.viewer.Host && l.Audience == call.OnBoard {
		p.Care = v.careAbout(aboutCall, int64(l.ID))
	}
	for _, part := range l.Parts {
		p.Parts = append(p.Parts, v.partRow(part, l.Answers))
		if !part.Starts.IsZero() {
			p.Calendar = here + ".ics"
		}
	}
	kept := ""
	if p.Call.Ring == view.RingKept {
		kept = v.l.Day(l.Entry.Kept)
	}
	p.Steps = view.UsualSteps(v.l, p.Call, v.l.Day(v.local(l.Opened)), "", kept)
	p.Sees = view.UsualSees(v.l, int(when.DetailsFor.Hours()/24))
	if v.keep == nil {
		p.Key = freshKey()
	}
	if l.Yours {
		p.Yours = v.base
	}
	return p
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

// keptByBoth reports whether a call is closed because every promise in it was
// kept, as both of its sides say.
func keptByBoth(l call.Look) bool {
	kept := false
	for _, a := range l.Answers {
		if a.State.Holds() && a.State != call.Kept {
			return false
		}
		kept = kept || a.State == call.Kept
	}
	return kept && l.Reason == call.Answered
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
func (v *visit) partRow(p call.Part, answers []call.Commitment) view.PartRow {
	row := view.PartRow{ID: p.ID.String(), Name: p.Title, Detail: whenWords(v.l, v.local(p.Starts), v.local(p.Ends), v.local(v.now)),
		Left: int(p.Left()), Of: int(p.Quantity)}
	held := false
	for _, a := range answers {
		if a.Part != p.ID || !a.State.Runs() {
			continue
		}
		held = held || a.State == call.Held
		if v.viewer.Is(a.Party) {
			row.State, row.Href = view.PartMine, v.base+"#p"+a.ID.String()
			return row
		}
	}
	switch {
	case p.IsFull() && held:
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
// among the members of their group as those know them, else as on the board.
func (v *visit) asFor() (party.Ref, error) {
	if len(v.viewer.Groups) == 0 {
		return v.as, nil
	}
	l, err := v.look()
	if err != nil || l.Audience != call.InGroup {
		return v.as, err
	}
	return v.wearing(l.Group), nil
}
