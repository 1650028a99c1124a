package web

import (
	"strconv"
	"strings"
	"time"

	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/view"
)

// Actions: their page, their levels, and a yes to one.
var actionRoutes = []route{
	{pattern: "GET /showing-up", do: (*House).board, shared: true},
	{pattern: "GET /c/{call}/level/{risk}", do: (*House).level, shared: true},
	{pattern: "POST /c/{call}/level/{risk}", do: (*House).joinLevel},
	{pattern: "POST /c/{call}/confirm", guard: member, do: (*House).confirmRole, private: true},
	{pattern: "POST /c/{call}/together/{slug}", guard: member, do: (*House).answerTogether, private: true},
}

// lookAction opens the action that the address names, at one of its times.
func (h *House) lookAction(v *visit) (action.Look, error) {
	c, err := v.callID()
	if err != nil {
		return action.Look{}, err
	}
	v.about(int64(c))
	return h.Actions.Look(v.r.Context(), v.viewer, c, v.occurrence())
}

// occurrence is the time that the address names; 0 for the next.
func (v *visit) occurrence() call.OccurrenceID {
	o, err := id.Parse[action.Occurrence](v.r.FormValue("at"))
	if err != nil {
		return 0
	}
	return call.OccurrenceID(o)
}

// actionPage answers for a call that is an action.
func (h *House) actionPage(v *visit) error {
	l, err := h.lookAction(v)
	if err != nil {
		return err
	}
	p, err := v.actionPage(l)
	if err != nil {
		return err
	}
	return v.render(200, view.ActionOf(p))
}

func (v *visit) actionPage(l action.Look) (p view.ActionPage, err error) {
	here := v.in("/c/" + l.ID.String())
	at, any := l.At(v.occurrence())
	p = view.ActionPage{Frame: v.frame(l.Title, view.NavBoard), Call: v.row(l.Listed), Where: l.Area.Name, Body: l.Body, Lang: l.Language,
		Draft: l.State == call.Drafted, Facts: v.planFacts(l, at, any), Ways: wayRows(v, l.Plan.Ways), Map: v.drawn(l.Plan),
		Key: freshKey(), Confirm: here + "/confirm"}
	p.Path = "/c/" + l.ID.String()
	if v.r.URL.Query().Get("done") == "opened" {
		p.Done = v.l.T("action.opened")
	}
	if l.Body == l.Title {
		p.Body = ""
	}
	p.By = v.runBy(l)
	if any {
		p.When, p.There = v.whenAt(l.Plan, at)
		p.Yours = v.onClock(at.Starts)
		if at.On(v.now) && at.Ended.IsZero() {
			p.State = v.l.T("action.live_now")
		}
		if at.Off {
			p.State = v.l.T("action.is_off")
		}
	}
	switch l.State {
	case call.Drafted:
		p.Note = v.l.T("action.is_draft")
	case call.Closed:
		p.Note = view.ClosedWords(v.l, string(l.Reason))
	}
	own := map[call.OccurrenceID]call.Commitment{}
	if len(v.viewer.Parties) > 0 {
		if own, err = v.h.Actions.Places(v.r.Context(), v.viewer, l.ID); err != nil {
			return p, err
		}
	}
	mine, coming := own[at.ID]
	if coming {
		p.Mine = view.Link{Text: v.l.T("action.see_place"), Href: v.in(v.placePath(mine.ID))}
	}
	for _, x := range l.Levels {
		p.Levels = append(p.Levels, v.levelRow(l, x, at, any))
	}
	for _, o := range l.Times {
		if o.Over(v.now) && o.ID != at.ID {
			continue
		}
		if len(p.Times) == timesListed {
			p.More = v.in("/calendar")
			break
		}
		day := v.l.NearClock(o.Starts.In(v.zoneOf()), v.now.In(v.zoneOf()))
		p.Times = append(p.Times, view.TimeRow{Href: here + "?" + queryOf("at", o.ID.String()), Text: day, Off: o.Off, Here: o.ID == at.ID})
	}
	if l.State != call.Drafted {
		p.Live, p.Ical, p.Card, p.Share, p.Report = here+"/live", here+".ics", here+"/card", here+"/share", here+"/report"
		if any {
			q := "?" + queryOf("at", at.ID.String())
			p.Live, p.Card = p.Live+q, p.Card+q
		}
	}
	p.Kit = v.kitWay(l.Call, l.Kit, false)
	return p, v.actionTeam(l, at, &p)
}

// actionTeam adds what only those who run it see.
func (v *visit) actionTeam(l action.Look, at action.Occurrence, p *view.ActionPage) error {
	if len(v.viewer.Through) == 0 {
		return nil
	}
	t, err := v.h.Actions.Team(v.r.Context(), v.viewer, l, at.ID)
	if err != nil {
		return err
	}
	if t.Plan {
		p.Change = v.in("/c/" + l.ID.String() + "/plan/time")
		p.Kit = v.kitWay(l.Call, l.Kit, true)
	}
	for _, w := range t.Waits {
		p.Waits = append(p.Waits, view.WaitRow{ID: w.Promise.String(), Name: w.Name, Role: v.roleSays(w.Part.Title)})
	}
	for _, g := range l.Together {
		if _, holds := v.viewer.Holds(g.Group, party.Plan); holds && !g.Yes {
			p.Asked = append(p.Asked, view.AskedGroup{Name: g.Name, Action: v.in("/c/" + l.ID.String() + "/together/" + g.Slug)})
		}
	}
	return nil
}

// timesListed is how many times the page names; a calendar has all of them.
const timesListed = 8

// runBy are the groups that run it: the first, and those that said yes.
func (v *visit) runBy(l action.Look) []view.Link {
	all := []view.Link{{Text: l.GroupName, Href: v.in("/g/" + l.GroupSlug)}}
	for _, g := range l.Together {
		if g.Yes {
			all = append(all, view.Link{Text: g.Name, Href: v.in("/g/" + g.Slug)})
		}
	}
	return all
}

// zoneOf is the reader's zone: the board's.
func (v *visit) zoneOf() *time.Location { return v.h.Zone }

// whenAt is when a time is for this reader, with the zone where that is not the
// caller's; and what the caller's clock shows then.
func (v *visit) whenAt(p action.Plan, o action.Occurrence) (here, there string) {
	own, theirs := o.Starts.In(v.zoneOf()), o.Starts.In(p.When.Zone)
	here = v.l.Between(own, o.Ends.In(v.zoneOf()))
	_, a := own.Zone()
	_, b := theirs.Zone()
	if a == b {
		return here, ""
	}
	return here + " (" + v.l.Isolate(zoneName(v.zoneOf())) + ")",
		v.l.T("action.there", "time", v.l.DayClock(theirs), "zone", v.l.Isolate(zoneName(p.When.Zone)))
}

// onClock is a time for a script that knows the reader's own clock.
func (v *visit) onClock(t time.Time) view.Moment {
	_, ahead := t.In(v.zoneOf()).Zone()
	return view.Moment{At: t.UnixMilli(), Offset: ahead / 60}
}

// zoneName is a zone as people say it: its city.
func zoneName(z *time.Location) string {
	name := z.String()
	return strings.ReplaceAll(name[strings.LastIndexByte(name, '/')+1:], "_", " ")
}

func (v *visit) levelName(l action.Level) string {
	if l.Name != "" {
		return l.Name
	}
	return view.RiskWords(v.l, int(l.Risk))
}

func (v *visit) roleSays(title string) string {
	if w := view.RoleWords(v.l, title); w != "" {
		return w
	}
	return title
}

func (v *visit) levelRow(l action.Look, x action.Level, at action.Occurrence, any bool) view.LevelRow {
	row := view.LevelRow{Risk: int(x.Risk), Name: v.levelName(x), Says: firstLine(x.Happens),
		Href: v.in("/c/" + l.ID.String() + "/level/" + strconv.Itoa(int(x.Risk)))}
	if any {
		row.Href += "?" + queryOf("at", at.ID.String())
	}
	for _, r := range l.RolesAt(x.ID) {
		if r.Wanted == 0 {
			continue
		}
		row.Wanted = append(row.Wanted, v.roleLine(l, r))
	}
	return row
}

// roleLine is a role with how many it still wants.
func (v *visit) roleLine(l action.Look, r action.Role) string {
	part := view.PartRow{Of: int(r.Wanted), Left: int(r.Wanted)}
	if p, there := l.Part(r.ID); there {
		part.Left = int(p.Left())
	}
	says := v.roleSays(r.Says())
	switch {
	case part.Left == 0 && part.Of > 0:
		return joinLine(says, v.l.T("action.full"))
	case part.Of == 1:
		return says
	}
	return joinLine(says, view.StillWanted(v.l, part))
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// planFacts are what the plan says, term by term.
func (v *visit) planFacts(l action.Look, at action.Occurrence, any bool) (all []view.Pair) {
	add := func(term, says string) {
		if says != "" {
			all = append(all, view.Pair{Term: term, Says: says})
		}
	}
	for _, x := range l.Levels {
		term := v.l.T("action.meets")
		if len(l.Levels) > 1 {
			term += " · " + v.levelName(x)
		}
		add(term, x.Meet)
	}
	if any {
		add(v.l.T("action.ends"), v.l.Clock(at.Ends.In(v.zoneOf())))
		if l.Plan.Homes > 0 {
			add(v.l.T("action.home_by"), v.l.Clock(at.Ends.Add(time.Duration(l.Plan.Homes)*time.Minute).In(v.zoneOf())))
		}
	}
	add(v.l.T("action.legal"), l.Plan.Legal)
	if n := dialled(l.Plan.Legal); n != "" {
		all[len(all)-1].Tel = n
	}
	var facts []string
	for _, f := range l.Plan.Facts {
		facts = append(facts, view.FactWords(v.l, string(f)))
	}
	add(v.l.T("action.facts"), v.l.List(facts))
	add(v.l.T("action.speaks"), v.l.List(v.h.names(l.Speaks)))
	add(v.l.T("action.bring"), l.Plan.Bring)
	add(v.l.T("action.unsafe"), l.Plan.Unsafe)
	return all
}

// letters name the ways out.
func (v *visit) letter(i int) string {
	if v.l.Tag() == "ar" {
		return []string{"أ", "ب", "ج", "د", "هـ", "و"}[i%6]
	}
	return string(rune('A' + i))
}

func wayRows(v *visit, ways []action.Way) (all []view.WayRow) {
	for i, w := range ways {
		all = append(all, view.WayRow{Letter: v.letter(i), To: w.To, Note: w.Note})
	}
	return all
}

// drawn is the plan's map, nil where nobody drew one.
func (v *visit) drawn(p action.Plan) *view.ActionMap {
	if p.Drawing.Empty() {
		return nil
	}
	m := &view.ActionMap{Says: v.l.T("action.map_says")}
	for _, line := range p.Drawing.Lines {
		d := ""
		for i, s := range line {
			d += map[bool]string{true: "M", false: "L"}[i == 0] + strconv.Itoa(s.X) + " " + strconv.Itoa(s.Y)
		}
		m.Lines = append(m.Lines, d)
	}
	for _, s := range p.Drawing.Points {
		point := view.MapPoint{X: s.X, Y: s.Y, Name: s.Name}
		if len(s.Name) == 1 && s.Name[0] >= 'A' && s.Name[0] < 'A'+action.WaysMost {
			point.Name, point.Way = v.letter(int(s.Name[0]-'A')), true
		}
		m.Points = append(m.Points, point)
	}
	return m
}

// confirmRole says yes or no to somebody who would take a role.
func (h *House) confirmRole(v *visit) error {
	c, err := v.callID()
	if err != nil {
		return err
	}
	m, err := id.Parse[call.Commitment](v.r.PostFormValue("promise"))
	if err != nil {
		return fault.New("web.confirm_role", fault.NotFound, "")
	}
	if err := h.Actions.Confirm(v.r.Context(), v.viewer, m, v.r.PostFormValue("say") == "yes"); err != nil {
		return err
	}
	return v.to("/c/" + c.String())
}

// answerTogether is a group's own yes or no to plan an action with others.
func (h *House) answerTogether(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	c, err := v.callID()
	if err != nil {
		return err
	}
	if err := h.Actions.Answer(v.r.Context(), v.viewer, c, l.Group.ID, v.r.PostFormValue("do") == "yes"); err != nil {
		return err
	}
	return v.to("/c/" + c.String())
}

// dialled is the number that a line names, to be pressed; empty where it names
// none, or more than a number.
func dialled(line string) string {
	var b strings.Builder
	for _, r := range line {
		switch {
		case r >= '0' && r <= '9', r == '+' && b.Len() == 0:
			b.WriteRune(r)
		case !strings.ContainsRune(" -()./", r):
			return ""
		}
	}
	return b.String()
}
