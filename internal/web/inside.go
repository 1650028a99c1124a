package web

import (
	"slices"
	"strconv"
	"strings"

	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/view"
)

// What members change in their group. Whatever one may do, every member may.
var insideRoutes = []route{
	{pattern: "GET /g/{slug}/settings", guard: member, do: (*House).settingsForm, private: true},
	{pattern: "POST /g/{slug}/settings", guard: member, do: (*House).settings, private: true},
	{pattern: "GET /g/{slug}/agreements/edit", guard: member, do: (*House).rewriteForm, private: true},
	{pattern: "POST /g/{slug}/agreements/edit", guard: member, do: (*House).rewrite, private: true},
	{pattern: "GET /g/{slug}/places", guard: member, do: (*House).placesForm, private: true},
	{pattern: "POST /g/{slug}/places", guard: member, do: (*House).places, private: true},
	{pattern: "GET /g/{slug}/waiting", guard: member, do: (*House).waiting, private: true},
	{pattern: "POST /g/{slug}/waiting", guard: member, do: (*House).decide, private: true},
	{pattern: "GET /g/{slug}/log", guard: member, do: (*House).groupLog, private: true},
}

func (h *House) settingsForm(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	return v.render(200, view.GroupSettings(v.settingsPage(l, group.Settings{Version: l.Group.Version, Card: l.Group.Card, Review: l.Group.Review}, nil)))
}

func (v *visit) settingsPage(l group.Look, s group.Settings, bad []view.Problem) view.GroupSettingsPage {
	here := v.in(groupPath(l.Group))
	p := view.GroupSettingsPage{Frame: v.frame(v.l.T("group.settings"), view.NavGroups), Group: l.Group.Name, GroupAt: here,
		Action: here + "/settings", Key: freshKey(), Rest: here + "/rest", Review: view.Reviews(v.l, s.Review),
		Carry: []view.Hidden{{Name: "version", Value: strconv.FormatInt(s.Version, 10)}}}
	p.Rules, p.RulesAt = v.rules(l.Agreements.Rules), here+"/rules"
	p.Problems = bad
	p.Fields = []view.Input{
		{Name: "name", Label: v.l.T("group.name"), Value: s.Name, Max: group.NameMost},
		{Name: "what", Label: v.l.T("group.what"), Hint: v.l.T("group.what_hint"), Value: s.About, Rows: 4, Max: group.AboutMost},
		{Name: "meets", Label: v.l.T("group.meets_when"), Hint: v.l.T("group.meets_hint"), Value: s.Meets, Max: group.MeetsMost, Optional: true},
		{Name: "place", Label: v.l.T("ask.where"), Hint: v.l.T("group.where_hint"), Value: s.Area.Name, Max: group.AreaMost, Optional: true},
		{Name: "topic", Label: v.l.T("group.topic"), Hint: v.l.T("group.topic_hint"), Value: s.Topic, Max: group.TopicMost, Optional: true},
	}
	for i := range min(max(len(s.Links)+1, 2), group.LinksMost) {
		in := view.Input{Name: "link" + strconv.Itoa(i), Label: v.l.T("group.link_n", "n", i+1), Type: "url", InputMode: "url", Max: 300, Optional: true}
		if i < len(s.Links) {
			in.Value = s.Links[i]
		}
		p.Fields = append(p.Fields, in)
	}
	mark(p.Fields, bad)
	for _, known := range v.h.Languages.Languages() {
		p.Speaks = append(p.Speaks, view.Option{Value: known.Tag(), Label: known.Name(), On: slices.Contains(strings.Fields(s.Speaks), known.Tag())})
	}
	return p
}

// mark puts each mistake beside its field.
func mark(fields []view.Input, bad []view.Problem) {
	for i := range fields {
		for _, b := range bad {
			if b.Field == fields[i].Name {
				fields[i].Problem = b.Text
			}
		}
	}
}

func (h *House) settings(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	s := v.settingsTyped(l)
	err = h.Groups.Change(v.r.Context(), v.viewer, l.Group.ID, s)
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(422, view.GroupSettings(v.settingsPage(l, s, bad)))
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "?" + queryOf("done", "changed"))
}

func (v *visit) settingsTyped(l group.Look) group.Settings {
	form := v.r.PostFormValue
	version, _ := strconv.ParseInt(form("version"), 10, 64) // none fits no version
	s := group.Settings{Version: version, Card: l.Group.Card, Review: form("review") == "yes"}
	if s.About != form("what") {
		s.Language = v.l.Tag()
	}
	s.Name, s.About, s.Meets, s.Topic = form("name"), form("what"), form("meets"), form("topic")
	if form("place") != s.Area.Name {
		s.Area = placeOf(form("place"))
	}
	s.Speaks, s.Links = strings.Join(v.r.PostForm["speaks"], " "), nil
	for i := range group.LinksMost {
		s.Links = append(s.Links, form("link"+strconv.Itoa(i)))
	}
	for len(s.Links) > 0 && s.Links[len(s.Links)-1] == "" {
		s.Links = s.Links[:len(s.Links)-1]
	}
	return s
}

func (h *House) rewriteForm(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	if decidesLife(l.Group) {
		return v.render(200, view.Agree(v.proposeAgreements(l, agreementsNow(l), nil)))
	}
	return v.render(200, view.Form(v.rewritePage(l, l.Agreements.Text, nil)))
}

func (v *visit) rewritePage(l group.Look, words string, bad []view.Problem) view.FormPage {
	at := v.in(groupPath(l.Group) + "/agreements")
	p := view.FormPage{Frame: v.frame(v.l.T("group.agree_edit"), view.NavGroups), Action: at + "/edit", Key: freshKey(), Back: at,
		Lines: []string{v.l.T("group.agree_edit_hint")}, Button: v.l.T("group.agree_put"),
		Carry:  []view.Hidden{{Name: "version", Value: strconv.Itoa(l.Group.Agreed)}},
		Fields: []view.Input{{Name: "agreements", Label: v.l.T("group.agreements"), Hint: v.l.T("group.agree_lines"), Value: words, Rows: 12, Max: group.AgreementsMost}}}
	p.Problems = bad
	mark(p.Fields, bad)
	return p
}

func (h *House) rewrite(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	if decidesLife(l.Group) {
		return h.decideAgreements(v, l)
	}
	words := v.r.PostFormValue("agreements")
	err = h.Groups.Rewrite(v.r.Context(), v.viewer, l.Group.ID, number(v.r.PostFormValue("version")), words)
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(422, view.Form(v.rewritePage(l, words, bad)))
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "/agreements" + "?" + queryOf("done", "changed"))
}

func (h *House) placesForm(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	return v.render(200, view.Places(v.placesPage(l, nil)))
}

func (v *visit) placesPage(l group.Look, bad []view.Problem) view.PlacesPage {
	here := v.in(groupPath(l.Group))
	p := view.PlacesPage{Frame: v.frame(v.l.T("group.places"), view.NavGroups), Group: l.Group.Name, GroupAt: here,
		Action: here + "/places", Key: freshKey(), Typed: v.r.PostFormValue("place")}
	v.sayGroup(&p.Frame)
	p.Problems = bad
	for _, a := range l.Areas {
		p.List = append(p.List, view.GroupArea{ID: a.ID.String(), Name: a.Name})
	}
	return p
}

// places gives a place a name of the group's own, or takes one away.
func (h *House) places(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	ctx, form := v.r.Context(), v.r.PostFormValue
	if typed := form("drop"); typed != "" {
		which, err := id.Parse[group.Area](typed)
		if err == nil {
			err = h.Groups.DropArea(ctx, v.viewer, l.Group.ID, which)
		}
		if err != nil {
			return err
		}
		return v.to(groupPath(l.Group) + "/places" + "?" + queryOf("done", "changed"))
	}
	a := l.Group.Area
	if near := form("near"); near != "" {
		found, ok := nearOf(near)
		if !ok {
			return v.render(422, view.Places(v.placesPage(l, []view.Problem{{Field: "near", Text: v.l.T("ask.place_unknown")}})))
		}
		a = found
	}
	a.Name = form("place")
	err = h.Groups.AddArea(ctx, v.viewer, l.Group.ID, a)
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(422, view.Places(v.placesPage(l, bad)))
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "/places" + "?" + queryOf("done", "changed"))
}

// waiting is what strangers posted through the group and nobody has looked at.
func (h *House) waiting(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	all, err := h.Spine.Waiting(v.r.Context(), v.viewer, l.Group.ID)
	if err != nil {
		return err
	}
	return v.render(200, view.WaitingForLook(v.waitingPage(l, all, nil)))
}

// waitingPage shows them; bad is what is wrong with the answer to one of them.
func (v *visit) waitingPage(l group.Look, all []call.Look, bad []view.Problem) view.WaitingPage {
	here := v.in(groupPath(l.Group))
	p := view.WaitingPage{Frame: v.frame(v.l.T("group.something_waits"), view.NavGroups), Group: l.Group.Name, GroupAt: here, Action: here + "/waiting"}
	v.sayGroup(&p.Frame)
	for _, c := range all {
		row := view.WaitingRow{ID: c.ID.String(), Row: v.row(c.Listed), Body: c.Body, Sent: c.Sent.Call != 0}
		if row.Sent {
			row.Why = view.Input{Name: "why", Label: v.l.T("group.why"), Hint: v.l.T("group.why_hint"), Max: 200, Optional: true}
			if row.ID == v.r.PostFormValue("call") && len(bad) > 0 {
				row.Why.Value, row.Why.Problem, row.Why.Focus = v.r.PostFormValue("why"), bad[0].Text, true
				p.Problems = bad
			}
		}
		if len(c.Parts) > 1 {
			var parts []string
			for _, part := range c.Parts {
				parts = append(parts, part.Title)
			}
			row.Parts = v.l.List(parts)
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

// decide lets a call on the board, or not.
func (h *House) decide(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	c, err := id.Parse[call.Call](v.r.PostFormValue("call"))
	if err != nil {
		return fault.New("web.decide", fault.NotFound, "")
	}
	switch v.r.PostFormValue("do") {
	case "on":
		err = h.Spine.LetOn(v.r.Context(), v.viewer, c)
	case "off":
		err = h.Spine.TurnAway(v.r.Context(), v.viewer, c, v.r.PostFormValue("why"))
	default:
		return fault.New("web.decide", fault.NotFound, "")
	}
	if bad := v.problems(err); len(bad) > 0 {
		all, err := h.Spine.Waiting(v.r.Context(), v.viewer, l.Group.ID)
		if err != nil {
			return err
		}
		return v.render(422, view.WaitingForLook(v.waitingPage(l, all, bad)))
	}
	if err != nil {
		return err
	}
	return v.to(groupPath(l.Group) + "/waiting" + "?" + queryOf("done", "changed"))
}

// groupLog is what was done in the group, for its members.
func (h *House) groupLog(v *visit) error {
	l, err := h.trusted(v)
	if err != nil {
		return err
	}
	before, _ := strconv.ParseInt(v.r.URL.Query().Get("before"), 10, 64)
	lines, err := h.Groups.Log(v.r.Context(), v.viewer, l.Group.ID, max(before, 0))
	if err != nil {
		return err
	}
	here := v.in(groupPath(l.Group))
	p := view.LogPage{Frame: v.frame(v.l.T("group.log"), view.NavGroups), Hint: v.l.T("group.log_hint"), Back: view.Link{Text: l.Group.Name, Href: here}}
	v.logLines(&p, lines, here+"/log")
	return v.render(200, view.Log(p))
}

// logLines puts a page of a log down, and where the next one is.
func (v *visit) logLines(p *view.LogPage, lines []group.Line, at string) {
	for _, n := range lines {
		p.Entries = append(p.Entries, view.LogEntry{When: v.l.DayYear(n.Day), What: n.Say(v.l)})
	}
	if len(lines) > 0 && lines[len(lines)-1].N > 1 {
		p.More = at + "?" + queryOf("before", number64(lines[len(lines)-1].N))
	}
}
