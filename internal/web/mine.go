package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"time"

	"alongside/internal/account"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/view"
)

var mineRoutes = []route{
	{pattern: "GET /mine", do: (*House).mineEnter, private: true},
	{pattern: "POST /mine", do: (*House).mineOpen, private: true},
	{pattern: "GET /mine/{link}", guard: guest, do: (*House).mine, private: true},
	{pattern: "POST /mine/{link}", guard: guest, do: (*House).mineYes, private: true},
	{pattern: "GET /mine/{link}/p/{promise}", guard: guest, do: (*House).reach, private: true},
	{pattern: "POST /mine/{link}/p/{promise}", guard: guest, do: (*House).promiseAct, private: true},
	{pattern: "POST /mine/{link}/keep", guard: guest, do: (*House).adopt, private: true},
	{pattern: "GET /mine/{link}/erase", guard: guest, do: (*House).eraseAsk, private: true},
	{pattern: "POST /mine/{link}/erase", guard: guest, do: (*House).erase, private: true},
	{pattern: "GET /mine/{link}/c/{call}/edit", guard: guest, do: (*House).editForm, private: true},
	{pattern: "POST /mine/{link}/c/{call}/edit", guard: guest, do: (*House).edit, private: true},
	{pattern: "GET /mine/{link}/c/{call}/close", guard: guest, do: (*House).closeForm, private: true},
	{pattern: "POST /mine/{link}/c/{call}/close", guard: guest, do: (*House).close, private: true},
	{pattern: "POST /forget", do: (*House).forget, private: true, blind: true},
	{pattern: "GET /handed/{link}", do: (*House).handed, private: true},
	{pattern: "POST /handed/{link}", do: (*House).accept, private: true},
}

// proof shows for an hour or two that this device has just been asked who is
// there, so that the question comes once and not on every page.
func (h *House) proof(link id.Secret, now time.Time) string { return h.proofAt(link, now.Unix()/3600) }

func (h *House) proofAt(link id.Secret, hour int64) string {
	mac := hmac.New(sha256.New, h.Spine.Seed)
	fmt.Fprintf(mac, "here\x00%d\x00%s", hour, link.Reveal())
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:12])
}

// proven reports whether the visitor has said that it is them.
func (v *visit) proven() bool {
	given := []byte(v.r.URL.Query().Get("d"))
	hour := v.now.Unix() / 3600
	return hmac.Equal(given, []byte(v.h.proofAt(v.link, hour))) || hmac.Equal(given, []byte(v.h.proofAt(v.link, hour-1)))
}

// home is the address of the private page for somebody who is known here.
func (v *visit) home(extra ...string) string {
	if v.link.Empty() {
		return v.base + "?" + queryOf(extra...)
	}
	return v.base + "?" + queryOf(append(extra, "d", v.h.proof(v.link, v.now))...)
}

func (h *House) mineEnter(v *visit) error {
	p := view.LinkPage{Frame: v.frame(v.l.T("mine.enter_title"), view.NavYou), Action: "/mine"}
	return v.render(200, view.EnterLink(p))
}

// mineOpen finds the page of a link or a code.
func (h *House) mineOpen(v *visit) error {
	link := id.SecretFrom(v.r.PostFormValue("link"))
	if !link.Empty() {
		if _, err := h.Spine.By(v.r.Context(), link); err != nil {
			return err
		}
		v.link, v.base = link, "/mine/"+link.Reveal()
		if v.r.PostFormValue("known") == "yes" { // this device has opened it before
			return v.to(v.home())
		}
		return v.to(v.base)
	}
	return h.mineByCode(v)
}

// mineByCode lets a four-word code open a page for an hour. The private link
// itself cannot be shown again: nobody but its owner has it.
func (h *House) mineByCode(v *visit) error {
	if err := v.brake("code"); err != nil {
		return err
	}
	g, err := h.Spine.ByCode(v.r.Context(), v.r.PostFormValue("code"))
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	if err != nil {
		p := view.LinkPage{Frame: v.frame(v.l.T("mine.enter_title"), view.NavYou), Action: "/mine", Code: v.r.PostFormValue("code")}
		p.Problems = []view.Problem{{Field: "code", Text: v.l.T("mine.code_unknown")}}
		return v.render(422, view.EnterLink(p))
	}
	v.link = h.pass(g.ID, v.now.Add(passFor))
	v.base = "/mine/" + v.link.Reveal()
	v.guest = g
	return h.are(v)
}

// mineYes is the answer to "Are you …?".
func (h *House) mineYes(v *visit) error { return v.to(v.wanted()) }

// are asks who is there.
func (h *House) are(v *visit) error {
	p := view.ArePage{Frame: v.frame(v.l.T("mine.are_you_owner"), view.NavYou), Name: v.guest.Name, Action: v.base, Not: "/",
		Carry: []view.Hidden{{Name: "to", Value: v.path}}}
	v.w.Header().Set("X-Question", "who") // the phone's copy of the page behind it stays
	return v.render(200, view.Are(p))
}

// mine is the private page.
func (h *House) mine(v *visit) error {
	if !v.proven() {
		return h.are(v)
	}
	m, err := h.Spine.Mine(v.r.Context(), v.viewer)
	if err != nil {
		return err
	}
	p, err := v.minePage(m)
	if err != nil {
		return err
	}
	if p.Notices, err = v.news(); err != nil {
		return err
	}
	p.Calendar = v.base + "/calendar?" + queryOf("d", v.r.URL.Query().Get("d"))
	if h.canTell() {
		p.Told = v.base + "/notices?" + queryOf("d", v.r.URL.Query().Get("d"))
	}
	p.Forget = v.in("/forget")
	p.Name, p.Erase = v.guest.Name, v.base+"/erase?"+queryOf("d", v.r.URL.Query().Get("d"))
	if face, worn := v.person.Face(account.Board); worn {
		p.Keep, p.KeepAs = v.base+"/keep", face.Name
	}
	p.Until = v.l.T("mine.lives_until", "day", v.l.DayYear(v.local(v.guest.Until)))
	return v.render(200, view.Mine(p))
}

// adopt brings the private page into the account of whoever is signed in.
func (h *House) adopt(v *visit) error {
	face, worn := v.person.Face(account.Board)
	if !worn {
		return fault.New("web.adopt", fault.SignIn, "account.sign_in_first")
	}
	if err := h.Spine.Adopt(v.r.Context(), v.guest.ID, party.OfFace(face.ID)); err != nil {
		return err
	}
	return v.to("/you?" + queryOf("done", "kept"))
}

// minePage puts one's calls and promises in the order of a private page.
func (v *visit) minePage(m call.Mine) (view.MinePage, error) {
	p := view.MinePage{Frame: v.frame(v.l.T("mine.title"), view.NavYou)}
	p.Private = true
	v.say(&p.Frame)
	answers, kept := map[call.ID][]view.Promise{}, map[call.ID]bool{}
	for _, pr := range m.Promises {
		if pr.Voice == call.Answerer {
			p.Promises = append(p.Promises, v.promise(pr))
		} else {
			answers[pr.Call.ID] = append(answers[pr.Call.ID], v.promise(pr))
			kept[pr.Call.ID] = kept[pr.Call.ID] || pr.State.IsKept()
		}
	}
	for _, l := range m.Calls {
		mine, err := v.myCall(l, answers[l.ID], kept[l.ID])
		if err != nil {
			return p, err
		}
		p.Calls = append(p.Calls, mine)
	}
	return p, nil
}

// slipOf is where the slip of one's own call is: with the four words for a
// guest, without any for somebody who signs in.
func (v *visit) slipOf(here string) string {
	if v.link.Empty() {
		return here + "/slip"
	}
	return v.base + "/slip?" + queryOf("d", v.r.URL.Query().Get("d"))
}

// say puts one sentence at the top about what was just done.
func (v *visit) say(f *view.Frame) {
	switch v.r.URL.Query().Get("done") {
	case "answered":
		f.Done = v.l.T("mine.done_answered")
	case "asked":
		f.Done = v.l.T("ask.done")
	case "inside":
		f.Done = v.l.T("ask.done_inside")
	case "waits":
		f.Done = v.l.T("mine.held_for_review")
	case "back":
		f.Done = v.l.T("mine.done_back")
	case "fine":
		f.Done = v.l.T("mine.done_fine")
	case "said":
		f.Done = v.l.T("mine.done_said")
	case "changed":
		f.Done = v.l.T("mine.done_changed")
	case "welcome":
		f.Done = v.l.T("account.welcome")
	case "set-up":
		f.Done = v.l.T("setup.done")
	case "kept":
		f.Done = v.l.T("account.keep_done")
	case "told":
		f.Done = v.l.T("mine.done_told")
	}
	if undo := v.r.URL.Query().Get("undo"); undo != "" && f.Done != "" {
		if m, err := id.Parse[call.Commitment](undo); err == nil {
			f.Undo = &view.DoneButton{Action: v.base + "/p/" + m.String(), Carry: []view.Hidden{{Name: "do", Value: view.DoHandBack}}}
		}
	}
}

// stages are the words of package view for the spine's stages.
var stages = map[call.Stage]view.PromiseState{
	call.Held: view.Held, call.Offered: view.Offered, call.Agreed: view.Agreed, call.Due: view.AskedKept,
	call.Kept: view.KeptBoth, call.KeptBySide: view.KeptByOne, call.NotKept: view.NotKept, call.Unknown: view.Unknown,
	call.Returned: view.Returned, call.Released: view.Released, call.Lapsed: view.Lapsed, call.Passed: view.Passed,
	call.Queued: view.Queued, call.Declined: view.Declined, call.TakenBack: view.Withdrawn, call.Gone: view.HeldTooLong,
}

// promise is one commitment as this side sees it, with what it may do now.
func (v *visit) promise(p call.Promise) view.Promise {
	mine := p.Voice == call.Answerer
	out := view.Promise{ID: p.ID.String(), Action: v.base + "/p/" + p.ID.String(), Key: freshKey(), State: stages[p.State],
		Part: p.Part.Title, Call: view.Link{Text: p.Call.Title, Href: "/c/" + p.Call.ID.String()}, Kind: view.Kind(p.Call.Kind),
		Mine: mine, Who: p.Other, When: whenWords(v.l, v.local(p.Part.Starts), v.local(p.Part.Ends), v.local(v.now)),
		Carry: []view.Hidden{{Name: "d", Value: v.r.URL.Query().Get("d")}}}
	if p.Quantity > 1 {
		out.Part = v.l.Number(int(p.Quantity)) + " × " + out.Part
	}
	if p.Detail != (call.Detail{}) || p.Other != "" {
		out.Other = &view.Detail{Name: p.Other, Reach: p.Detail.Reach, Place: p.Detail.Spot}
		if !p.Detail.Until.IsZero() {
			out.Other.Until = v.l.T("mine.erased_on", "day", v.l.Day(v.local(p.Detail.Until)))
		}
	}
	if p.Later {
		out.Later = v.detailLater(p.Call.Group)
	}
	if p.Pledge.Group != 0 {
		out.Who, out.Under = p.By.Name, v.under(p.Pledge)
		for _, f := range p.Fills {
			out.Fills = append(out.Fills, v.fillLine(f))
		}
	}
	out.Words = v.threadWay(v.threadOn(p))
	said := false
	for _, w := range p.Words {
		said = said || w.Voice == p.Voice
	}
	if said && p.State == call.Due {
		out.Said = v.l.T("mine.you_said")
	}
	out.May = view.May{
		Finish:   mine && (p.State == call.Held || p.State.Runs() && p.Own.Reach == ""),
		HandBack: mine && (p.State == call.Held || p.State == call.Offered || p.State == call.Agreed),
		Fine:     mine && p.State == call.Agreed && p.Due.After(v.now) && p.Until.Before(p.Due),
		HandOver: mine && p.CanHand,
		Early:    p.State == call.Agreed && !said && p.Due.After(v.now),
		Settle:   (p.State == call.Agreed || p.State == call.Due) && !said,
		Agree:    !mine && p.State == call.Offered,
		Decline:  !mine && p.State == call.Offered,
		Release:  !mine && p.State == call.Agreed,
		Tell:     p.State.IsKept() && p.Call.Circle == 0,
	}
	if p.Call.Kind == call.Action {
		return v.placeRow(p, out)
	}
	return out
}

func (v *visit) promiseID() (call.CommitmentID, error) {
	m, err := id.Parse[call.Commitment](v.r.PathValue("promise"))
	if err != nil {
		return 0, fault.New("web.promise", fault.NotFound, "")
	}
	return m, nil
}

// reach asks how to reach whoever has just held a place.
func (h *House) reach(v *visit) error {
	m, err := v.promiseID()
	if err != nil {
		return err
	}
	if !v.link.Empty() && !v.proven() {
		return h.are(v)
	}
	p, err := h.Spine.Promise(v.r.Context(), v.viewer, m)
	if err != nil {
		return err
	}
	if p.Voice != call.Answerer || !p.State.Runs() {
		return v.to(v.home() + "#p" + m.String())
	}
	return v.render(200, view.Reach(v.reachPage(p)))
}

func (v *visit) reachPage(p call.Promise) view.ReachPage {
	out := view.ReachPage{Frame: v.frame(v.l.T("mine.reach_title"), view.NavBoard), Action: v.base + "/p/" + p.ID.String(),
		Carry: []view.Hidden{{Name: "do", Value: view.DoSend}, {Name: "d", Value: v.r.FormValue("d")}}, Key: freshKey(), Part: p.Part.Title,
		Call: view.Link{Text: p.Call.Title, Href: "/c/" + p.Call.ID.String()},
		Name: v.r.PostFormValue("name"), Reach: v.r.PostFormValue("reach"), Count: or(v.r.PostFormValue("count"), strconv.FormatInt(p.Quantity, 10)),
		Ask: p.Call.Rule == call.AskerAgrees, GiveUp: v.base + "/p/" + p.ID.String(), Offered: p.Call.Side == call.Offer}
	if out.Signed = v.signed && v.link.Empty(); !out.Signed {
		out.Name = or(out.Name, v.guest.Name)
	}
	if p.State == call.Held {
		out.Held = v.l.T("mine.held_until", "clock", v.l.Clock(v.local(p.Until)))
	}
	if p.Part.Quantity != 1 && p.State == call.Held {
		out.Left = int(p.Part.Left() + p.Quantity)
	}
	out.Question = true
	return out
}

// promiseAct does what a button on a private page says.
func (h *House) promiseAct(v *visit) error {
	m, err := v.promiseID()
	if err != nil {
		return err
	}
	ctx, done := v.r.Context(), "said"
	switch v.r.PostFormValue("do") {
	case view.DoSend:
		return h.send(v, m)
	case view.DoFinish:
		return v.to(v.base + "/p/" + m.String() + "?" + queryOf("d", v.h.proof(v.link, v.now)))
	case view.DoKept:
		err = h.Spine.Say(ctx, v.viewer, m, true)
	case view.DoNotKept:
		err = h.Spine.Say(ctx, v.viewer, m, false)
	case view.DoFine:
		err, done = h.Spine.StillFine(ctx, v.viewer, m), "fine"
	case view.DoAgree:
		err, done = h.Spine.Agree(ctx, v.viewer, m), "changed"
	case view.DoDecline:
		err, done = h.Spine.Decline(ctx, v.viewer, m), "changed"
	case view.DoRelease:
		err, done = h.Spine.LetGo(ctx, v.viewer, m), "changed"
	case view.DoHandOver:
		return h.handOver(v, m)
	case view.DoTell:
		return h.tell(v, m)
	case view.DoHandBack, view.DoUndo:
		err, done = h.Spine.HandBack(ctx, v.viewer, m), "back"
	default:
		return fault.New("web.promise", fault.Invalid, "")
	}
	if err != nil {
		return err
	}
	return v.to(v.home("done", done) + "#p" + m.String())
}

// send turns a held place into an answer.
func (h *House) send(v *visit, m call.CommitmentID) error {
	quantity, _ := strconv.ParseInt(v.r.PostFormValue("count"), 10, 64)
	r := call.Reach{Name: v.r.PostFormValue("name"), Reach: v.r.PostFormValue("reach"), Quantity: quantity}
	c, err := h.Spine.Offer(v.r.Context(), v.viewer, m, r)
	if bad := v.problems(err); len(bad) > 0 {
		p, err := h.Spine.Promise(v.r.Context(), v.viewer, m)
		if err != nil {
			return err
		}
		page := v.reachPage(p)
		page.Problems = bad
		return v.render(422, view.Reach(page))
	}
	if err != nil {
		return err
	}
	return h.answered(v, c)
}

// answered shows that it is done, what the other side left, and how to come
// back.
func (h *House) answered(v *visit, c call.Commitment) error {
	if v.signed {
		return v.to(v.home("done", "answered") + "#p" + c.ID.String())
	}
	p, err := h.Spine.Promise(v.r.Context(), v.viewer, c.ID)
	if err != nil {
		return err
	}
	title, next := v.l.T("mine.sent_agreed"), v.l.T("mine.next_agreed")
	if c.State == call.Offered {
		title, next = v.l.T("mine.sent_offered"), v.l.T("mine.next_offered")
	}
	shown := v.promise(p)
	page := view.ConfirmPage{Frame: v.frame(title, view.NavBoard), Call: view.Link{Text: p.Call.Title, Href: shown.Call.Href},
		Mine: "/mine#" + v.link.Reveal(), Link: v.link.Reveal(), Code: v.code(), Other: shown.Other, Promise: &shown,
		Next: []string{next, v.l.T("mine.next_reminder"), v.l.T("mine.next_back")}}
	shown.May = view.May{HandBack: true}
	page.Private = true
	return v.render(200, view.Confirm(page))
}

// code is the four-word code of this private page. Somebody who came by the
// code itself has no link to make it from, and knows it anyway.
func (v *visit) code() string {
	if isPass(v.link) {
		return ""
	}
	return v.h.Spine.CodeOf(v.link, v.guest.Language).Reveal()
}

func (h *House) eraseAsk(v *visit) error {
	if !v.proven() {
		return h.are(v)
	}
	p := view.FormPage{Frame: v.frame(v.l.T("mine.take_back_all"), view.NavYou), Action: v.base + "/erase", Warn: true,
		Lines: []string{v.l.T("mine.erase_what"), v.l.T("mine.erase_stays")}, Button: v.l.T("mine.take_back_all"), Back: v.home()}
	return v.render(200, view.Form(p))
}

func (h *House) erase(v *visit) error {
	if err := h.Spine.TakeEverythingBack(v.r.Context(), party.GuestID(v.as.ID)); err != nil {
		return err
	}
	p := view.NotePage{Frame: v.frame(v.l.T("mine.erased"), view.NavNone), Lines: []string{v.l.T("mine.erased_more")}}
	return v.render(200, view.Note(p))
}

// forget lets this browser forget every page it kept, and what waits in it
// unsent. The page itself stays where it is, for whoever has its link.
func (h *House) forget(v *visit) error {
	v.w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return v.to("/")
}
