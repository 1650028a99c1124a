package web

import (
	"strconv"

	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/view"
)

// What groups promise, and who of them comes.
var pledgeRoutes = []route{
	{pattern: "POST /c/{call}/as", guard: member, do: (*House).answerAs, private: true},
	{pattern: "GET /g/{slug}/promises", guard: member, do: (*House).pledges, private: true},
	{pattern: "GET /g/{slug}/promises/{promise}", guard: member, do: (*House).pledge, private: true},
	{pattern: "POST /g/{slug}/promises/{promise}", guard: member, do: (*House).pledgeAct, private: true},
}

// holdsAny reports whether the reader holds a mandate for a scope in any group.
func (v *visit) holdsAny(s party.Scope) bool {
	for _, m := range v.viewer.Mandates {
		if m.Scope == s {
			return true
		}
	}
	return false
}

// asGroups are the groups as which the reader may answer a call.
func (v *visit) asGroups(l call.Look) (all []view.AsGroup, err error) {
	if l.State != call.Open || l.Audience != call.OnBoard || l.Yours || !v.holdsAny(party.Promise) {
		return nil, nil
	}
	own, err := v.h.Groups.Own(v.r.Context(), v.viewer)
	for _, g := range own {
		m, holds := v.viewer.Holds(g.ID, party.Promise)
		if !holds || !g.Awake() || l.Author == party.OfGroup(g.ID) {
			continue
		}
		as := view.AsGroup{Name: g.Name, Slug: g.Slug, Until: v.l.T("pledge.until", "day", v.l.DayYear(v.local(m.Until)))}
		for _, p := range l.Parts {
			if p.IsFull() {
				continue
			}
			part := view.AsPart{ID: p.ID.String(), Name: p.Title}
			if p.Left() > 1 {
				name := "q-" + p.ID.String()
				part.Many = &view.Input{Name: name, Label: p.Title, Hint: v.l.N("pledge.how_many", int(p.Left())), Type: "number",
					InputMode: "numeric", Value: or(v.r.PostFormValue(name), "1")}
			}
			as.Parts = append(as.Parts, part)
		}
		if len(as.Parts) > 0 {
			all = append(all, as)
		}
	}
	return all, err
}

// promisedBy are the groups that promised something of a call, and how much.
func (v *visit) promisedBy(l call.Look) (all []view.PromisedBy) {
	titles := map[call.PartID]string{}
	for _, p := range l.Parts {
		titles[p.ID] = p.Title
	}
	for _, n := range l.Named {
		all = append(all, view.PromisedBy{Group: view.Link{Text: n.By.Name, Href: v.in("/g/" + n.By.Slug)},
			What: v.times(n.Quantity, titles[n.Part]), Under: v.under(n.Pledge)})
	}
	return all
}

// times is how many of something, where it is more than one. The number never
// stands alone at the end of a line.
func (v *visit) times(n int64, what string) string {
	if n > 1 {
		return v.l.Number(int(n)) + "\u00a0×\u00a0" + v.l.Isolate(what)
	}
	return what
}

func (v *visit) under(p call.Pledge) string {
	return v.l.T("pledge.under", "day", v.l.DayYear(v.local(p.Until)))
}

// answerAs promises as a group.
func (h *House) answerAs(v *visit) error {
	part, err := id.Parse[call.Part](v.r.PostFormValue("part"))
	if err != nil {
		return fault.New("web.answer_as", fault.NotFound, "")
	}
	g, err := h.Groups.Look(v.r.Context(), v.viewer, v.r.PostFormValue("group"))
	if err != nil {
		return err
	}
	name := "q-" + part.String()
	quantity, ok := parse64(or(v.r.PostFormValue(name), "1"))
	if !ok {
		quantity = 0 // no number of anything: the form says so
	}
	key := v.formKey()
	if key != "" {
		key = "as " + key // the page carries one key for two ways to answer
	}
	m, err := h.Spine.Pledge(v.r.Context(), v.viewer, g.Group.ID, call.Answer{Key: key, Part: part, Quantity: quantity})
	if bad := v.problems(err); len(bad) > 0 {
		l, err := v.look()
		if err != nil {
			return err
		}
		p, err := v.callPage(l)
		if err != nil {
			return err
		}
		p.Problems = bad
		for _, as := range p.As {
			for _, part := range as.Parts {
				if part.Many != nil && part.Many.Name == bad[0].Field && as.Slug == g.Group.Slug {
					part.Many.Problem = bad[0].Text
				}
			}
		}
		return v.render(422, view.Call(p))
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(g.Group) + "/promises/" + m.ID.String() + "?" + queryOf("done", "promised"))
}

// pledges is what the group promised, and what was promised to it.
func (h *House) pledges(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	all, err := h.Spine.PledgedIn(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group))
	p := view.PledgesPage{Frame: v.frame(v.l.T("pledge.title"), view.NavGroups), Group: l.Group.Name, GroupAt: here}
	for _, one := range all {
		row := v.pledgeRow(l.Group, one)
		row.Call.Href = here + "/promises/" + one.ID.String()
		if one.Ours {
			p.Ours = append(p.Ours, row)
		} else {
			p.Theirs = append(p.Theirs, row)
		}
	}
	return v.render(200, view.Pledges(p))
}

// pledgeRow is a group's promise as lists show promises.
func (v *visit) pledgeRow(g group.Group, p call.Pledged) view.Promise {
	row := view.Promise{ID: p.ID.String(), State: stages[p.State], Part: v.times(p.Quantity, p.Part.Title), Mine: p.Ours,
		Call: view.Link{Text: p.Call.Title, Href: "/c/" + p.Call.ID.String()}, Kind: view.Kind(p.Call.Kind),
		When: whenWords(v.l, v.local(p.Part.Starts), v.local(p.Part.Ends), v.local(v.now)), Who: p.By.Name}
	if p.Part.Title == p.Call.Title { // one heading says it
		row.Call.Text = row.Part
	}
	if p.Ours {
		if row.Who = p.To.Name; p.To.Slug == g.Slug {
			row.Who = ""
		}
	}
	return row
}

func (v *visit) pledgeOf() (group.Look, call.Pledged, error) {
	l, err := v.h.within(v)
	if err != nil {
		return l, call.Pledged{}, err
	}
	m, err := v.promiseID()
	if err != nil {
		return l, call.Pledged{}, err
	}
	p, err := v.h.Spine.Pledged(v.r.Context(), v.viewer, l.Group.ID, m)
	return l, p, err
}

// pledge is one promise of a group.
func (h *House) pledge(v *visit) error {
	l, p, err := v.pledgeOf()
	if err != nil {
		return err
	}
	return v.render(200, view.Pledge(v.pledgePage(l, p, nil)))
}

func (v *visit) pledgePage(l group.Look, p call.Pledged, bad []view.Problem) view.PledgePage {
	here := v.in(groupPath(l.Group) + "/promises")
	at := here + "/" + p.ID.String()
	out := view.PledgePage{Frame: v.frame(v.l.T("pledge.one"), view.NavGroups), Back: view.Link{Text: v.l.T("pledge.title"), Href: here},
		Promise: v.pledgeRow(l.Group, p), Action: at, Key: freshKey()}
	out.Problems, out.Promise.Action, out.Promise.Words = bad, at, v.threadWay(v.threadOf(l.Group, p))
	v.sayPledge(&out.Frame, p)
	out.Lines = v.pledgeLines(p)
	out.Filled = v.l.T("pledge.filled", "n", v.l.Number(int(p.Pledge.Filled)), "of", v.l.Number(int(p.Quantity)))
	for _, f := range p.Fills {
		out.Fills = append(out.Fills, v.fillLine(f))
	}
	if p.Holds {
		out.Promise.May, out.Promise.Said = v.pledgeMay(p)
		if p.Detail != (call.Detail{}) || p.Other != "" {
			out.Promise.Other = &view.Detail{Name: p.Other, Reach: p.Detail.Reach, Place: p.Detail.Spot}
		}
	}
	if p.Ours && v.viewer.Trusted(l.Group.ID) && p.State.Runs() && (p.Mine > 0 || p.Pledge.Filled < p.Quantity) {
		free := p.Quantity - p.Pledge.Filled + p.Mine
		count := max(1, p.Mine)
		out.Mine = p.Mine > 0
		out.Count = &view.Input{Name: "count", Label: v.l.T("pledge.count"), Hint: v.l.N("pledge.how_many", int(free)), Type: "number",
			InputMode: "numeric", Value: or(v.r.PostFormValue("count"), strconv.FormatInt(count, 10))}
	}
	if p.Holds && p.State.Runs() {
		out.Reach = &view.Input{Name: "reach", Label: v.l.T("pledge.reach"), Hint: v.l.T("mine.reach_sees"), Value: p.Own.Reach, Rows: 2, Max: call.ReachMost, Optional: true}
	}
	fields := []*view.Input{out.Count, out.Reach}
	for _, in := range fields {
		for _, b := range bad {
			if in != nil && in.Name == b.Field {
				in.Problem = b.Text
			}
		}
	}
	return out
}

// fillLine is who comes, and with how many.
func (v *visit) fillLine(f call.Fill) string {
	name := or(f.Name, v.l.T("pledge.somebody"))
	if f.Quantity > 1 {
		return v.l.T("pledge.name_times", "name", name, "n", v.l.Number(int(f.Quantity)))
	}
	return name
}

// pledgeLines say who promised what to whom, and under which mandate.
func (v *visit) pledgeLines(p call.Pledged) []string {
	lines := []string{v.l.T("pledge.by", "group", p.By.Name, "day", v.l.DayYear(v.local(p.Pledge.Until)))}
	if p.Who != "" {
		lines = append(lines, v.l.T("pledge.said_by", "name", p.Who))
	}
	if p.To.Name != "" {
		lines = append(lines, v.l.T("pledge.to", "group", p.To.Name))
	}
	if p.Ours && !p.Holds && p.State.Runs() {
		lines = append(lines, v.l.T("pledge.holders_speak"))
	}
	return lines
}

// pledgeMay is what a holder of the mandate can do about it now.
func (v *visit) pledgeMay(p call.Pledged) (view.May, string) {
	said := false
	for _, w := range p.Words {
		said = said || w.Voice == call.Answerer
	}
	words := ""
	if said && p.State == call.Due {
		words = v.l.T("mine.you_said")
	}
	return view.May{
		HandBack: p.State == call.Held || p.State == call.Offered || p.State == call.Agreed,
		Fine:     p.State == call.Agreed && p.Due.After(v.now) && p.Until.Before(p.Due) || p.State == call.Agreed && p.Due.IsZero(),
		Early:    p.State == call.Agreed && !said && p.Due.After(v.now),
		Settle:   (p.State == call.Agreed || p.State == call.Due) && !said,
	}, words
}

// sayPledge says what was just done about a group's promise.
func (v *visit) sayPledge(f *view.Frame, p call.Pledged) {
	switch v.r.URL.Query().Get("done") {
	case "promised":
		f.Done = v.l.T("pledge.done")
		if p.Holds && p.State.Runs() {
			f.Undo = &view.DoneButton{Action: v.in(v.path), Carry: []view.Hidden{{Name: "do", Value: view.DoHandBack}}}
		}
	case "filled":
		f.Done = v.l.T("pledge.done_fill")
		f.Undo = &view.DoneButton{Action: v.in(v.path), Carry: []view.Hidden{{Name: "do", Value: "leave"}}}
	default:
		v.say(f)
		f.Undo = nil
	}
}

// pledgeAct does what a button on the page of a group's promise says.
func (h *House) pledgeAct(v *visit) error {
	l, p, err := v.pledgeOf()
	if err != nil {
		return err
	}
	ctx, done, form := v.r.Context(), "changed", v.r.PostFormValue
	switch form("do") {
	case "fill":
		count, ok := parse64(form("count"))
		if !ok || count < 1 {
			count = call.QtyMost + 1 // no number of people: the form says so
		}
		err, done = h.Spine.TakeOn(ctx, v.viewer, l.Group.ID, p.ID, count), "filled"
	case "leave":
		err = h.Spine.TakeOn(ctx, v.viewer, l.Group.ID, p.ID, 0)
	case "reach":
		err = h.Spine.ReachGroup(ctx, v.viewer, l.Group.ID, p.ID, form("reach"))
	case view.DoHandBack:
		err, done = h.Spine.HandBack(ctx, v.viewer, p.ID), "back"
	case view.DoFine:
		err, done = h.Spine.StillFine(ctx, v.viewer, p.ID), "fine"
	case view.DoKept:
		err, done = h.Spine.Say(ctx, v.viewer, p.ID, true), "said"
	case view.DoNotKept:
		err, done = h.Spine.Say(ctx, v.viewer, p.ID, false), "said"
	default:
		return fault.New("web.pledge", fault.NotFound, "")
	}
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(422, view.Pledge(v.pledgePage(l, p, bad)))
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "/promises/" + p.ID.String() + "?" + queryOf("done", done))
}
