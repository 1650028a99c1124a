package web

import (
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/view"
)

// What the owner of a private page does beyond one press: hand over, and write
// down what helped. Changing and closing have files of their own.

// own opens one of the reader's own calls, or at a desk one of the group's own.
func (h *House) own(v *visit) (call.Look, error) {
	c, err := v.callID()
	if err != nil {
		return call.Look{}, err
	}
	l, err := h.Spine.Look(v.r.Context(), v.viewer, c)
	switch {
	case err != nil:
	case v.desk != 0:
		err = v.ofDesk(l)
	case !l.Yours:
		err = fault.New("web.own", fault.NotFound, "")
	}
	return l, err
}

// myCall is one of the reader's own calls on their private page.
func (v *visit) myCall(l call.Look, answers []view.Promise, kept bool) (mine view.MyCall, err error) {
	here, proof := "/c/"+l.ID.String(), "?"+queryOf("d", v.r.URL.Query().Get("d"))
	mine = view.MyCall{Row: v.row(l.Listed), Answers: answers, Share: here + "/share", Slip: v.slipOf(here), Sent: v.sent(l)}
	mine.Row.Ring = ringOf(l.Call, l.State == call.Closed && kept)
	switch l.State {
	case call.Waiting:
		mine.Reviewed = v.l.T("mine.held_for_review")
	case call.Hidden:
		mine.Reviewed, err = v.whyGone(l.Call)
	}
	if l.Circle != 0 || l.State == call.Hidden { // nothing of it is passed on
		mine.Share, mine.Slip = "", ""
	}
	if l.Stands() {
		mine.Edit = v.base + here + "/edit" + proof
	}
	if l.Stands() || l.State == call.Waiting {
		mine.Close = v.base + here + "/close" + proof
	}
	mine.Kit = v.kitMine(l, proof)
	return mine, err
}

// handOver asks for the name of the person who takes over, then shows the one
// link to give them.
func (h *House) handOver(v *visit, m call.CommitmentID) error {
	p := view.FormPage{Frame: v.frame(v.l.T("mine.hand_over"), view.NavYou), Action: v.base + "/p/" + m.String(),
		Carry:  []view.Hidden{{Name: "do", Value: view.DoHandOver}, {Name: "sent", Value: "yes"}},
		Lines:  []string{v.l.T("mine.hand_over_how")},
		Fields: []view.Input{{Name: "name", Label: v.l.T("mine.hand_over_name"), Value: v.r.PostFormValue("name"), Max: call.NameMost}},
		Button: v.l.T("mine.hand_over_make"), Back: v.home()}
	if v.r.PostFormValue("sent") == "" {
		return v.render(200, view.Form(p))
	}
	link, err := h.Spine.StartHandOver(v.r.Context(), v.viewer, m, v.r.PostFormValue("name"))
	if bad := v.problems(err); len(bad) > 0 {
		p.Problems, p.Fields[0].Problem = bad, bad[0].Text
		return v.render(422, view.Form(p))
	}
	if err != nil {
		return err
	}
	done := view.NotePage{Frame: v.frame(v.l.T("mine.hand_over"), view.NavYou), Lines: []string{v.l.T("mine.hand_over_link"), v.l.T("mine.hand_over_until")},
		Copy: h.Origin + "/handed/" + link.Reveal(), Links: []view.Link{{Text: v.l.T("mine.title"), Href: v.home()}}}
	return v.render(200, view.Note(done))
}

// handed shows somebody what they are asked to take over.
func (h *House) handed(v *visit) error {
	p, err := h.handedPage(v)
	if err != nil {
		return err
	}
	return v.render(200, view.Form(p))
}

func (h *House) handedPage(v *visit) (view.FormPage, error) {
	link := id.SecretFrom(v.r.PathValue("link"))
	hand, err := h.Spine.Handed(v.r.Context(), link)
	if err != nil {
		return view.FormPage{}, err
	}
	p := view.FormPage{Frame: v.frame(v.l.T("mine.handed_title"), view.NavBoard), Action: "/handed/" + link.Reveal(), Key: freshKey(),
		Lines: []string{hand.Part.Title, hand.Call.Title, whenWords(v.l, v.local(hand.Part.Starts), v.local(hand.Part.Ends), v.local(v.now))},
		Fields: []view.Input{
			{Name: "name", Label: v.l.T("mine.reach_name"), Hint: v.l.T("mine.reach_name_hint"), Value: or(v.r.PostFormValue("name"), hand.HandOver.Name), Max: call.NameMost},
			{Name: "reach", Label: v.l.T("mine.reach_how"), Hint: v.l.T("ask.reach_example"), Value: v.r.PostFormValue("reach"), Max: call.ReachMost},
		},
		Button: v.l.T("mine.handed_accept"), Back: "/c/" + hand.Call.ID.String(), Queue: true}
	p.Question = true
	return p, nil
}

func (h *House) accept(v *visit) error {
	r := call.Reach{Name: v.r.PostFormValue("name"), Reach: v.r.PostFormValue("reach")}
	held, err := h.Spine.Accept(v.r.Context(), v.as, id.SecretFrom(v.r.PathValue("link")), v.formKey(), v.l.Tag(), r)
	if bad := v.problems(err); len(bad) > 0 {
		p, err := h.handedPage(v)
		if err != nil {
			return err
		}
		p.Problems = bad
		for i := range p.Fields {
			for _, b := range bad {
				if b.Field == p.Fields[i].Name {
					p.Fields[i].Problem = b.Text
				}
			}
		}
		return v.render(422, view.Form(p))
	}
	if err != nil {
		return err
	}
	return h.arrived(v, held)
}

// arrived shows a new guest the page that is now theirs.
func (h *House) arrived(v *visit, held call.HeldPlace) error {
	if !held.Keys.Link.Empty() {
		g, err := h.Spine.By(v.r.Context(), held.Keys.Link)
		if err != nil {
			return err
		}
		v.enter(held.Keys.Link, g)
	}
	return h.answered(v, held.Commitment)
}

// tell asks what the next group should know, and writes it into the record.
func (h *House) tell(v *visit, m call.CommitmentID) error {
	p := view.FormPage{Frame: v.frame(v.l.T("mine.tell"), view.NavYou), Action: v.base + "/p/" + m.String(),
		Carry: []view.Hidden{{Name: "do", Value: view.DoTell}, {Name: "sent", Value: "yes"}}, Lines: []string{v.l.T("mine.tell_how")},
		Fields: []view.Input{{Name: "lesson", Label: v.l.T("mine.tell_question"), Value: v.r.PostFormValue("lesson"), Rows: 3, Max: 500}},
		Button: v.l.T("mine.tell_save"), Back: v.home()}
	if v.r.PostFormValue("sent") == "" {
		written, err := h.lesson(v, m)
		if err != nil {
			return err
		}
		p.Fields[0].Value = written
		return v.render(200, view.Form(p))
	}
	err := h.Spine.Lesson(v.r.Context(), v.viewer, m, v.r.PostFormValue("lesson"), v.l.Tag())
	if bad, status := v.refused(err, "lesson"); len(bad) > 0 {
		p.Problems, p.Fields[0].Problem = bad, bad[0].Text
		return v.render(status, view.Form(p))
	}
	if err != nil {
		return err
	}
	return v.to(v.home("done", "told") + "#p" + m.String())
}

// lesson is what stands in the record already: both sides write on one line, and
// neither shall lose what the other wrote.
func (h *House) lesson(v *visit, m call.CommitmentID) (string, error) {
	p, err := h.Spine.Promise(v.r.Context(), v.viewer, m)
	if err != nil {
		return "", err
	}
	l, err := h.Spine.Look(v.r.Context(), v.viewer, p.Call.ID)
	return l.Entry.Lesson, err
}
