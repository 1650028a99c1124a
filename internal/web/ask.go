package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"alongside/internal/call"
	"alongside/internal/circle"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/text"
	"alongside/internal/view"
	"alongside/internal/when"
)

var askRoutes = []route{
	{pattern: "GET /new", do: (*House).start, shared: true},
	{pattern: "GET /ask", do: (*House).askStart, private: true},
	{pattern: "POST /ask", do: (*House).askStep, private: true},
	{pattern: "GET /offer", do: (*House).askStart, private: true},
	{pattern: "POST /offer", do: (*House).askStep, private: true},
}

// asking is what somebody has typed so far. It travels with the pages: nothing
// is stored before the last one.
type asking struct {
	v     *visit
	offer bool
	other bool // typed in for somebody else
	f     url.Values
	step  string     // the page that was sent
	group group.Look // through which group, if any
	own   []readers  // whom the reader can ask among, beside everybody
}

// leaveTo is an innocent page, for whoever must leave this one at once.
const leaveTo = "https://www.wikipedia.org/"

// The pages, in their order.
const (
	stepWhat  = "what"
	stepWhere = "where"
	stepReach = "reach"
	stepCheck = "check"
	stepPost  = "post"
)

var steps = []string{stepWhat, stepWhere, stepReach, stepCheck, stepPost}

// fieldsOf are the fields that each page asks for; the others are carried.
var fieldsOf = map[string][]string{
	stepWhat:  {"text", "kind", "part", "count"},
	stepWhere: {"urgency", "date", "time", "area", "place", "closest", "speaks", "audience"},
	stepReach: {"reach", "name", "exact", "rule"},
}

func (v *visit) asking() (*asking, error) {
	if err := v.r.ParseForm(); err != nil {
		return nil, err
	}
	a := &asking{v: v, offer: v.path == "/offer", f: v.r.PostForm, step: v.r.PostForm.Get("step")}
	a.other = v.r.Form.Get("for") == "other"
	if !slices.Contains(steps, a.step) {
		a.step = stepWhat
	}
	if err := a.among(); err != nil {
		return nil, err
	}
	return a, a.through(v.r.Form.Get("g"))
}

func (h *House) askStart(v *visit) error {
	a, err := v.asking()
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	a.f = url.Values{"kind": {q.Get("kind")}, "g": {q.Get("g")}, "voice": {q.Get("voice")}}
	if audience := q.Get("audience"); audience != "" && !a.other {
		a.f.Set("audience", audience)
	}
	return a.show(stepWhat, nil, 200)
}

// askStep takes one page and shows the next, or the same one with what is to
// be mended.
func (h *House) askStep(v *visit) error {
	a, err := v.asking()
	if err != nil {
		return err
	}
	switch {
	case a.f.Get("change") != "" && slices.Contains(steps, a.f.Get("change")):
		return a.show(a.f.Get("change"), nil, 200)
	case a.f.Get("more") != "":
		return a.show(stepWhat, nil, 200)
	}
	d := a.draft()
	err = d.Check(v.now)
	if bad := a.problemsHere(err); len(bad) > 0 {
		return a.show(a.step, bad, 422)
	}
	if _, bad := a.day(); a.step == stepCheck && len(bad) > 0 {
		return a.show(stepWhere, bad, 422)
	}
	if a.step != stepCheck {
		return a.show(steps[slices.Index(steps, a.step)+1], nil, 200)
	}
	if err != nil {
		return a.show(a.firstBad(err), v.problems(err), 422)
	}
	if a.f.Get("unread") == "yes" && len(text.Private(d.Body)) > 0 {
		return a.show(stepCheck, nil, 422) // typed without signal, where nothing could warn
	}
	return a.post(d)
}

// problemsHere are the mistakes in fields that this page asks for.
func (a *asking) problemsHere(err error) (here []view.Problem) {
	for _, p := range a.v.problems(err) {
		name, _, _ := strings.Cut(p.Field, ".")
		if slices.Contains(fieldsOf[a.step], name) {
			here = append(here, p)
		}
	}
	if a.step == stepWhere {
		_, bad := a.day()
		here = append(here, bad...)
	}
	if a.step == stepWhere && a.f.Get("place") != "" && (a.f.Get("area") == "" || a.f.Get("area") == areaOther) {
		if _, ok := place.Match(a.f.Get("place")); !ok && a.f.Get("unknown") != a.f.Get("place") {
			// Said once: a place that the gazetteer does not have is kept as
			// words when the person goes on.
			a.f.Set("unknown", a.f.Get("place"))
			here = append(here, view.Problem{Field: "place", Text: a.v.l.T("ask.place_unknown")})
		}
	}
	return here
}

func (a *asking) firstBad(err error) string {
	for _, f := range fault.FieldsOf(err) {
		name, _, _ := strings.Cut(f.Name, ".")
		for step, fields := range fieldsOf {
			if slices.Contains(fields, name) {
				return step
			}
		}
	}
	return stepWhat
}

// draft reads what has been typed so far.
func (a *asking) draft() call.Draft {
	f := a.f
	d := call.Draft{Key: a.v.formKey(), Kind: call.Kind(f.Get("kind")), Side: call.Ask, Body: f.Get("text"),
		Language: a.v.l.Tag(), Urgency: urgencies[f.Get("urgency")], Speaks: strings.Join(f["speaks"], " "),
		Name: f.Get("name"), Reach: f.Get("reach"), Spot: f.Get("exact"), Rule: rules[f.Get("rule")]}
	if a.offer {
		d.Side = call.Offer
	}
	if c := f.Get("closest"); c != "" {
		d.Closest = closestWords(a.v, c)
	}
	for i, title := range f["part"] {
		p := call.DraftPart{Title: title, Quantity: 1}
		if i < len(f["count"]) && strings.TrimSpace(f["count"][i]) != "" {
			n, err := strconv.ParseInt(strings.TrimSpace(f["count"][i]), 10, 64)
			if p.Quantity = n; err != nil || n < 1 {
				p.Quantity = -1 // said beside the field by Check
			}
		}
		d.Parts = append(d.Parts, p)
	}
	d.Area = a.area()
	a.address(&d)
	d.Starts, _ = a.day()
	if d.Starts.IsZero() && d.Urgency == call.Today {
		d.Ends = endOfDay(a.v.local(a.v.now))
	}
	if a.other {
		d.Typist, d.Consent = a.typist(), f.Get("consent") == "yes"
	}
	return d
}

var urgencies = map[string]call.Urgency{"today": call.Today, "week": call.ThisWeek, "any": call.Whenever, "day": call.Whenever}
var rules = map[string]call.Rule{"agree": call.AskerAgrees, "first": call.FirstCome}

// typist is who types it in: their face, or a helper without an account, whom
// nothing remembers.
func (a *asking) typist() party.Ref {
	if a.v.as.Kind == party.KindFace {
		return a.v.as
	}
	return party.Ref{Kind: party.KindGuest, ID: -1}
}

func closestWords(v *visit, choice string) string {
	switch choice {
	case "me":
		return v.l.T("ask.closest_is_me")
	case "home":
		return v.l.T("ask.closest_home")
	case "other":
		return v.l.T("ask.closest_is_other")
	}
	return ""
}

// show renders one page of the four.
func (a *asking) show(step string, bad []view.Problem, status int) error {
	v := a.v
	p := view.Asking{Frame: v.frame("", view.NavAsk), Offer: a.offer, ForOther: a.other, Action: v.in(v.path), Back: v.in("/"), Through: a.group.Group.Name}
	if p.Through != "" {
		p.Back = v.in(groupPath(a.group.Group))
	}
	if r, some := a.chosen(); some {
		p.Readers, p.Back = r.say(v.l), v.in(groupPath(r.group))
		if r.circle.ID != circle.Everyone {
			p.Back = v.in(circlePath(r.group, r.circle.ID))
		}
	}
	p.Question, p.Problems = true, bad
	if !a.offer {
		p.Leave = leaveTo
	}
	if a.other {
		p.Action += "?for=other"
	}
	if at := slices.Index(steps, step); at > 0 {
		p.Before = steps[at-1]
	}
	p.Carry = a.carry(step)
	switch step {
	case stepWhere:
		p.Step, p.Title = 2, v.l.T("ask.when_where")
		return v.render(status, view.AskWhere(a.where(p)))
	case stepReach:
		p.Step, p.Title = 3, v.l.T("ask.reach_title")
		return v.render(status, view.AskReach(view.AskReachPage{Asking: p, Name: a.f.Get("name"), Reach: a.f.Get("reach"),
			Place: a.f.Get("exact"), Rule: view.Rules(v.l, or(a.f.Get("rule"), "first"))}))
	case stepCheck:
		p.Title = v.l.T("ask.check")
		return v.render(status, view.AskCheck(a.check(p)))
	}
	p.Step, p.Title = 1, v.l.T("ask.what")
	return v.render(status, view.AskWhat(a.what(p)))
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// carry takes along what the other pages asked for.
func (a *asking) carry(step string) (all []view.Hidden) {
	all = append(all, view.Hidden{Name: "step", Value: step})
	for _, s := range []string{stepWhat, stepWhere, stepReach} {
		if s == step {
			continue
		}
		for _, name := range fieldsOf[s] {
			for _, value := range a.f[name] {
				all = append(all, view.Hidden{Name: name, Value: value})
			}
		}
	}
	for _, name := range a.kept(step) {
		if value := a.f.Get(name); value != "" {
			all = append(all, view.Hidden{Name: name, Value: value})
		}
	}
	if a.lost() {
		all = append(all, view.Hidden{Name: "anew", Value: "yes"})
	}
	if key := a.f.Get("key"); key != "" && step != stepCheck {
		all = append(all, view.Hidden{Name: "key", Value: key})
	}
	return all
}

func (a *asking) what(p view.Asking) view.AskWhatPage {
	w := view.AskWhatPage{Asking: p, Text: a.f.Get("text"), Kind: view.Kind(a.f.Get("kind")), Opened: len(a.f["part"]) > 0 && strings.Join(a.f["part"], "") != ""}
	if !a.other && len(p.Problems) == 0 && w.Text == "" {
		w.Other = a.v.path + "?" + queryOf("for", "other")
	}
	rows := max(3, len(a.f["part"]))
	if a.f.Get("more") != "" && rows < call.PartsMost {
		rows, w.Opened = rows+1, true
	}
	for i := range rows {
		var in view.PartInput
		if i < len(a.f["part"]) {
			in.Name = a.f["part"][i]
		}
		if i < len(a.f["count"]) {
			in.Count = a.f["count"][i]
		}
		w.Parts = append(w.Parts, in)
	}
	return w
}

func (a *asking) where(p view.Asking) view.AskWherePage {
	v := a.v
	w := view.AskWherePage{Asking: p, Urgency: view.Whens(v.l, or(a.f.Get("urgency"), "any")), Date: a.f.Get("date"),
		Time: a.f.Get("time"), Area: a.f.Get("place"), Closest: view.Closests(v.l, a.f.Get("closest"))}
	for _, l := range v.h.Languages.Languages() {
		w.Languages = append(w.Languages, view.Option{Value: l.Tag(), Label: l.Name(), On: slices.Contains(a.f["speaks"], l.Tag())})
	}
	if len(a.group.Areas) > 0 {
		own := make([]view.Option, len(a.group.Areas))
		for i, g := range a.group.Areas {
			own[i] = view.Option{Value: g.ID.String(), Label: g.Name}
		}
		w.Areas = view.Areas(v.l, or(a.f.Get("area"), "any"), own)
	}
	w.Audience, w.Opened = a.audiences()
	if a.f.Get("place") != "" {
		for _, found := range place.Find(a.f.Get("place"), 5) {
			w.Suggestions = append(w.Suggestions, found.Label())
		}
	}
	return w
}

// check lists every answer, and warns where one holds what should not be
// posted for all to read.
func (a *asking) check(p view.Asking) view.AskCheckPage {
	v := a.v
	d := a.draft()
	d.Check(v.now)
	c := view.AskCheckPage{Asking: p, Key: or(a.f.Get("key"), freshKey()),
		Keep: v.l.N("ask.kept_for", int(when.CallsFor.Hours()/24))}
	parts := make([]string, 0, len(d.Parts))
	for _, part := range d.Parts {
		if part.Quantity != 1 {
			parts = append(parts, v.l.Number(int(part.Quantity))+" × "+part.Title)
		} else {
			parts = append(parts, part.Title)
		}
	}
	row := func(label, value, change string) {
		if value != "" {
			c.Rows = append(c.Rows, view.CheckRow{Label: label, Value: value, Change: change})
		}
	}
	row(v.l.T("ask.row_what"), d.Body, stepWhat)
	if len(d.Parts) > 1 {
		row(v.l.T("ask.row_parts"), strings.Join(parts, "\n"), stepWhat)
	}
	row(v.l.T("ask.row_when"), a.whenRow(d), stepWhere)
	row(v.l.T("ask.row_where"), or(d.Area.Name, v.l.T("ask.area_any")), stepWhere)
	r, some := a.chosen()
	switch {
	case some:
		row(v.l.T("ask.audience"), r.say(v.l), stepWhere)
	case a.group.Group.ID != 0:
		row(v.l.T("ask.row_through"), a.group.Group.Name, "")
	}
	row(v.l.T("ask.row_reach"), or(d.Reach, v.l.T("ask.row_none")), stepReach)
	row(v.l.T("ask.row_name"), d.Name, stepReach)
	for _, kind := range text.Private(d.Body + "\n" + strings.Join(parts, "\n")) {
		c.Warnings = append(c.Warnings, warning(v, kind))
	}
	c.Voice = a.voices(d)
	return c
}

func (a *asking) whenRow(d call.Draft) string {
	if !d.Starts.IsZero() {
		return a.v.l.NearClock(a.v.local(d.Starts), a.v.local(a.v.now))
	}
	for _, o := range view.Whens(a.v.l, or(a.f.Get("urgency"), "any")) {
		if o.On {
			return o.Label
		}
	}
	return ""
}

func warning(v *visit, kind text.PrivateKind) string {
	switch kind {
	case text.Phone:
		return v.l.T("ask.warn_telephone")
	case text.Email:
		return v.l.T("ask.warn_email")
	}
	return v.l.T("ask.warn_street")
}

// post puts it on the board and shows how to come back.
func (a *asking) post(d call.Draft) error {
	v := a.v
	if a.f.Get("voice") == voiceGroup && !a.other {
		return a.postAs(d)
	}
	as := v.wearing(d.Group)
	if a.other {
		as = party.Ref{}
	}
	o, err := v.h.Spine.Open(v.r.Context(), as, d)
	if err != nil {
		return err
	}
	if o.Keys.Link.Empty() {
		done := "asked"
		switch {
		case o.Call.State == call.Waiting:
			done = "waits"
		case o.Call.Audience != call.OnBoard:
			done = "inside"
		}
		return v.to(v.base + "?" + queryOf("done", done))
	}
	return v.confirm(o)
}

// confirm is the last page: it is done, how to come back, what happens next.
func (v *visit) confirm(o call.Opened) error {
	here := "/c/" + o.Call.ID.String()
	title := v.l.T("ask.done")
	if o.Call.Side == call.Offer {
		title = v.l.T("ask.done_offer")
	}
	p := view.ConfirmPage{Frame: v.frame(title, view.NavAsk), Call: view.Link{Text: v.l.T("ask.see_it"), Href: here},
		Mine: "/mine#" + o.Keys.Link.Reveal(), Link: o.Keys.Link.Reveal(), Code: o.Keys.Code.Reveal(), Public: v.h.Origin + here,
		Slip: "/mine/" + o.Keys.Link.Reveal() + "/slip?" + queryOf("d", v.h.proof(o.Keys.Link, v.now)), Until: v.l.N("mine.link_lives", int(when.GuestsFor.Hours()/24)),
		Next: []string{v.l.T("ask.next_told"), v.l.T("ask.next_place"), v.l.T("ask.next_change")}}
	if p.Waiting = o.Call.State == call.Waiting; p.Waiting {
		p.Title, p.Call, p.Public = v.l.T("ask.waits"), view.Link{}, ""
	}
	if v.r.URL.Query().Get("for") == "other" {
		p.Again = v.path + "?for=other"
	}
	p.Private = true
	return v.render(200, view.Confirm(p))
}
