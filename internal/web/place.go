package web

import (
	"fmt"
	"net/url"
	"strconv"
	"time"

	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/view"
)

// One's own place at an action: for a guest behind their private link, for
// everybody else behind their sign-in.
var placeRoutes = []route{
	{pattern: "GET /you/at/{promise}", guard: member, do: (*House).place, private: true},
	{pattern: "POST /you/at/{promise}", guard: member, do: (*House).placeAct, private: true},
	{pattern: "GET /you/at/{promise}/word", guard: member, do: (*House).placeWord, private: true},
	{pattern: "GET /mine/{link}/at/{promise}", guard: guest, do: (*House).place, private: true},
	{pattern: "POST /mine/{link}/at/{promise}", guard: guest, do: (*House).placeAct, private: true},
	{pattern: "GET /mine/{link}/at/{promise}/word", guard: guest, do: (*House).placeWord, private: true},
	{pattern: "GET /how", do: (*House).howAreYou, shared: true},
}

func (v *visit) ownPlace() (action.Own, error) {
	m, err := v.promiseID()
	if err != nil {
		return action.Own{}, err
	}
	return v.h.Actions.Own(v.r.Context(), v.viewer, m)
}

func (h *House) place(v *visit) error {
	if !v.link.Empty() && !v.proven() {
		return h.are(v)
	}
	o, err := v.ownPlace()
	if err != nil {
		return err
	}
	return v.showPlace(o, nil, 200)
}

func (v *visit) showPlace(o action.Own, bad []view.Problem, status int) error {
	p := v.placePage(o)
	p.Problems = bad
	p.Enter.Problem, p.Own.Problem = problemIn(bad, "code"), problemIn(bad, "reach")
	v.bar(o)
	return v.render(status, view.PlaceOf(p))
}

// bar tells the phone when its other pages lead back to this one, and in which
// words. It goes beside the page, where the copy that the phone keeps has it; no
// page of the board knows who comes.
func (v *visit) bar(o action.Own) {
	if o.At.Off || !o.At.Ended.IsZero() || !o.Promise.State.Holds() || o.Mine.Said == action.Safe {
		return
	}
	from, until := o.At.Starts.Add(-action.SoonAhead), o.At.Ends.Add(time.Duration(o.At.Homes)*time.Minute)
	v.w.Header().Set("X-Bar", fmt.Sprintf("%d,%d,%s", from.UnixMilli(), until.UnixMilli(), url.PathEscape(v.l.T("action.bar", "title", o.Title))))
}

func (v *visit) placePage(o action.Own) view.PlacePage {
	here := v.in(v.placePath(o.Promise.ID))
	p := view.PlacePage{Frame: v.frame(o.Title, view.NavYou), Panel: v.l.T("action.coming"), Up: view.Link{Text: v.l.T("view.nav_you"), Href: v.home()},
		Level: v.levelName(o.Level), Risk: int(o.Level.Risk), Role: v.roleSays(o.Part.Title), Says: v.levelSays(o.Level),
		Seen: strconv.FormatInt(o.Level.Version, 10), Action: here, Carry: []view.Hidden{{Name: "d", Value: v.proofIn()}},
		Ways: wayRows(v, o.Plan.Ways), Map: v.drawn(o.Plan), Facts: v.planFacts(onlyPlan(o.Look), o.At, true)}
	p.Private = true
	p.When, p.There = v.whenAt(o.Plan, o.At)
	p.Yours = v.onClock(o.At.Starts)
	v.sayPlace(&p.Frame)
	for range 4 {
		p.Keys = append(p.Keys, freshKey())
	}
	holds := o.Promise.State.Holds()
	switch {
	case o.At.Off:
		p.State = v.l.T("action.is_off")
	case o.Promise.State == call.Queued:
		p.State = v.l.T("action.on_list", "n", o.Ahead+1) + " " + v.l.T("action.on_list_how")
	case o.Promise.State == call.Offered:
		p.State = v.l.T("action.waits_yes")
	}
	p.On, p.Arrived = holds && o.At.On(v.now), o.Mine.Said != action.Coming || o.At.Ends.Add(-o.At.Ends.Sub(o.At.Starts)/2).Before(v.now)
	p.Said, p.Silent = v.said(o), v.silent(o)
	if o.Stale() {
		p.Stale = v.l.T("action.read_again")
	}
	switch ahead := o.At.Starts.Sub(v.now); {
	case ahead < 0 || !holds:
	case ahead <= 2*time.Hour:
		p.Words = or(o.Plan.Soon, o.Plan.Ahead)
	case ahead <= 7*24*time.Hour:
		p.Words = o.Plan.Ahead
	}
	if holds && o.Promise.State != call.Offered {
		p.Link = o.Plan.Link
	}
	p.Habit, p.Hand = o.Habit, o.Promise.State == call.Agreed
	p.Back = o.Promise.State.Runs() && o.Mine.Said == action.Coming
	p.Fine = o.Promise.State == call.Agreed && o.Promise.Nudge.IsZero() && o.Promise.Until.Before(o.Promise.Due) && o.Promise.Due.After(v.now)
	v.company(o, &p)
	p.Updates = v.updates(o.Updates, "")
	if o.At.On(v.now) {
		p.Updates.Stream, p.Updates.Keep, p.Scripts = here+"/word", here, []string{"live.js"}
		if !v.link.Empty() {
			p.Updates.Keep += "?" + queryOf("d", v.proofIn())
		}
	}
	if p.On && o.At.Ended.IsZero() {
		p.Refresh = refreshEvery
	}
	p.Card, p.Ical = v.in("/c/"+o.ID.String()+"/card?"+queryOf("at", o.At.ID.String())), v.in("/c/"+o.ID.String()+".ics")
	return p
}

// proofIn carries along that this device has just been asked who is there.
func (v *visit) proofIn() string {
	if v.link.Empty() {
		return ""
	}
	return v.h.proof(v.link, v.now)
}

func (v *visit) sayPlace(f *view.Frame) {
	switch v.r.URL.Query().Get("done") {
	case "joined":
		f.Done = v.l.T("action.done_joined")
	case "saved":
		f.Done = v.l.T("action.saved")
	case "fine":
		f.Done = v.l.T("mine.done_fine")
	}
}

// said is somebody's own last word, with its hour.
func (v *visit) said(o action.Own) string {
	clock := v.l.Clock(o.Mine.At.In(v.zoneOf()))
	switch o.Mine.Said {
	case action.Here:
		return v.l.T("action.said_here", "time", clock)
	case action.Staying:
		return v.l.T("action.said_staying", "time", clock)
	case action.Help:
		if o.Unheard {
			return v.l.T("action.said_help_alone", "time", clock)
		}
		return v.l.T("action.said_help", "time", clock)
	case action.Safe:
		return v.l.T("action.said_safe")
	}
	return ""
}

// silent says what happens if no word comes, and that nothing else does.
func (v *visit) silent(o action.Own) string {
	if o.Plan.Homes == 0 || o.Mine.Said == action.Safe {
		return ""
	}
	if !o.Agreed {
		return v.l.T("action.silent_alone")
	}
	if o.Mine.HomeBy.IsZero() {
		return ""
	}
	var names []string
	for _, b := range o.Buddies {
		if b.Yes {
			names = append(names, v.called(b.Name))
		}
	}
	return v.l.T("action.silent", "time", v.l.Clock(o.Mine.HomeBy.In(v.zoneOf())), "who", v.l.List(names))
}

// called is a name, or what we say for somebody who gave none.
func (v *visit) called(name string) string {
	if name == "" {
		return v.l.T("call.a_neighbour")
	}
	return name
}

func (v *visit) company(o action.Own, p *view.PlacePage) {
	p.Own = view.Input{Name: "reach", Label: v.l.T("action.reach"), Value: o.Reach, Max: call.ReachMost, Optional: true}
	p.Enter = view.Input{Name: "code", Label: v.l.T("action.code_enter"), Autocomplete: "off", Max: 16}
	switch {
	case o.Mine.Pair == 0 && o.Mine.Seeks:
		p.Buddy = append(p.Buddy, v.l.T("action.buddy_seeks"))
	case o.Mine.Pair == 0:
		p.Lone = true
	case len(o.Buddies) < 2 && o.Mine.Yes:
		p.Code = o.Mine.Pair.String()
	}
	p.Offer, p.Ends = o.Third || o.Mine.Pair != 0 && !o.Mine.Yes && !o.Asks, o.Agreed && !o.Third || o.Asks
	switch {
	case o.Third:
		p.Buddy = append(p.Buddy, v.l.T("action.buddy_third"))
	case o.Asks:
		p.Buddy = append(p.Buddy, v.l.T("action.buddy_asks"))
	case p.Offer:
		p.Buddy = append(p.Buddy, v.l.T("action.buddy_offer"))
	case len(o.Buddies) > 0 && !o.Agreed:
		p.Buddy = append(p.Buddy, v.l.T("action.buddy_waits"))
	}
	for _, b := range o.Buddies {
		if o.Agreed && b.Yes {
			v.buddy(b, p)
		}
	}
}

// buddy is one who said yes, as one of their pair.
func (v *visit) buddy(b action.Buddy, p *view.PlacePage) {
	name := v.called(b.Name)
	p.Buddy = append(p.Buddy, v.l.T("action.buddy_is", "who", name))
	switch b.Said {
	case action.Safe:
		p.Buddy = append(p.Buddy, v.l.T("action.buddy_safe", "who", name))
	case action.Help:
		p.Buddy = append(p.Buddy, v.l.T("action.buddy_help", "who", name))
	}
	if b.Reach != "" {
		p.Reach = append(p.Reach, view.Pair{Term: v.l.T("action.buddy_reach", "who", name), Says: b.Reach})
	}
}

// updates are word as a page lists it.
func (v *visit) updates(all []action.Update, stream string) view.UpdatesPart {
	u := view.UpdatesPart{Stream: stream, Checked: v.l.Clock(v.now.In(v.zoneOf()))}
	for _, x := range all {
		row := view.UpdateRow{Time: v.l.Clock(x.Said.In(v.zoneOf())), Words: x.Words, Lang: x.Language, Only: x.Level != 0}
		if w := view.PhraseWords(v.l, string(x.Phrase)); w != "" {
			row.Words, row.Lang = w, ""
		}
		if row.Lang == v.l.Tag() {
			row.Lang = ""
		}
		u.List = append(u.List, row)
	}
	return u
}

// placeAct is one button of the page.
func (h *House) placeAct(v *visit) error {
	m, err := v.promiseID()
	if err != nil {
		return err
	}
	ctx, done := v.r.Context(), "saved"
	switch do := v.r.PostFormValue("do"); do {
	case "here", "staying", "help", "safe":
		err, done = h.Actions.Say(ctx, v.viewer, m, action.Saying{Said: action.Said(do), Key: v.formKey(), At: v.tapped()}), ""
	case "back":
		if err := h.Actions.HandBack(ctx, v.viewer, m); err != nil {
			return err
		}
		return v.to(v.home("done", "back"))
	case "fine":
		err, done = h.Spine.StillFine(ctx, v.viewer, m), "fine"
	case "read":
		seen, _ := strconv.ParseInt(v.r.PostFormValue("seen"), 10, 64)
		err = h.Actions.ReadAgain(ctx, v.viewer, m, seen)
	case "stop":
		if err := h.Actions.StopHabit(ctx, v.viewer, m); err != nil {
			return err
		}
		return v.to(v.home("done", "back"))
	case "hand":
		return h.handPlace(v, m)
	case "seek":
		err = h.Actions.Seek(ctx, v.viewer, m)
	case "buddy-yes", "buddy-no":
		err = h.Actions.SayBuddy(ctx, v.viewer, m, do == "buddy-yes")
	case "code":
		err = h.Actions.Code(ctx, v.viewer, m)
	case "with":
		if err = v.brake("meeting"); err == nil {
			err = h.Actions.With(ctx, v.viewer, m, v.r.PostFormValue("code"))
		}
	case "reach":
		err = h.Actions.SayReach(ctx, v.viewer, m, v.r.PostFormValue("reach"))
	default:
		return fault.New("web.place_act", fault.NotFound, "")
	}
	if bad := v.problems(err); len(bad) > 0 {
		o, err := v.ownPlace()
		if err != nil {
			return err
		}
		return v.showPlace(o, bad, 422)
	}
	if err != nil {
		return err
	}
	query := []string{}
	if done != "" {
		query = append(query, "done", done)
	}
	if !v.link.Empty() {
		query = append(query, "d", v.proofIn())
	}
	return v.to(v.placePath(m) + "?" + queryOf(query...))
}

// howAreYou is the page that a message three days on leads to. It knows nothing
// of who reads it.
func (h *House) howAreYou(v *visit) error {
	p := view.NotePage{Frame: v.frame(v.l.T("action.how_title"), view.NavYou), Lines: []string{v.l.T("action.how_lines")},
		Links: []view.Link{{Text: v.l.T("action.how_ask"), Href: v.in("/ask")}}}
	return v.render(200, view.Note(p))
}

// occurrenceIn reads the time that a form names.
func occurrenceIn(s string) call.OccurrenceID {
	o, _ := id.Parse[action.Occurrence](s)
	return call.OccurrenceID(o)
}

// sentenceAction says why somebody is told of an action they come to.
func (v *visit) sentenceAction(k notice.Kind) string {
	switch k {
	case notice.PlaceFree:
		return v.l.T("notice.place_free")
	case notice.PlanChanged:
		return v.l.T("notice.plan_changed")
	case notice.CalledOff:
		return v.l.T("notice.called_off")
	case notice.ListOver:
		return v.l.T("notice.list_over")
	case notice.BuddyAsked:
		return v.l.T("notice.buddy_asked")
	case notice.BuddyYes:
		return v.l.T("notice.buddy_yes")
	case notice.BuddyGone:
		return v.l.T("notice.buddy_gone")
	case notice.BuddyCall:
		return v.l.T("notice.buddy_call")
	case notice.NeedsHelp:
		return v.l.T("notice.needs_help")
	case notice.HowAreYou:
		return v.l.T("notice.how_are_you")
	}
	return v.l.T("notice.soon")
}

// placeRow is a place at an action on the list of one's promises: its own page
// is where everything about it is done. A phone keeps no list with it for longer
// than that.
func (v *visit) placeRow(p call.Promise, row view.Promise) view.Promise {
	v.w.Header().Set("X-Brief", "yes")
	row.Part = v.roleSays(p.Part.Title)
	if p.State.Runs() {
		row.Call.Href = v.in(v.placePath(p.ID)) + v.proofOn()
	}
	row.Other, row.Words, row.Who, row.Said = nil, nil, "", ""
	row.May = view.May{HandBack: p.State == call.Agreed || p.State == call.Offered || p.State == call.Queued,
		Fine: p.State == call.Agreed && p.Due.After(v.now) && p.Until.Before(p.Due) && p.Nudge.IsZero()}
	if p.State == call.Due {
		row.State = view.Agreed
	}
	return row
}

// onlyPlan leaves out where levels meet: one's own stands with its words.
func onlyPlan(l action.Look) action.Look {
	l.Levels = nil
	return l
}

// handPlace shows the link by which one person takes this place over.
func (h *House) handPlace(v *visit, m call.CommitmentID) error {
	own, err := h.Actions.Own(v.r.Context(), v.viewer, m)
	if err != nil {
		return err
	}
	link, o, err := h.Actions.HandOver(v.r.Context(), v.viewer, m)
	if err != nil {
		return err
	}
	p := view.NotePage{Frame: v.frame(v.l.T("action.hand_to"), view.NavYou), Lines: []string{v.l.T("action.hand_how")},
		Copy: h.Origin + "/c/" + own.ID.String() + "/level/" + strconv.Itoa(int(own.Level.Risk)) + "?" + queryOf("at", o.ID.String(), "role", own.Part.Role.String(), "hand", link.Reveal())}
	p.Private = true
	return v.render(200, view.Note(p))
}
