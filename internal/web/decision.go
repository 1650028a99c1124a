package web

import (
	"strconv"
	"time"

	"alongside/internal/decision"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/view"
	"alongside/internal/when"
)

// What a group decides. Its pages are for members past their trial.
var decisionRoutes = []route{
	{pattern: "GET /g/{slug}/decisions", guard: member, do: (*House).decisions, private: true},
	{pattern: "GET /g/{slug}/decisions/new", guard: member, do: (*House).proposeForm, private: true},
	{pattern: "POST /g/{slug}/decisions/new", guard: member, do: (*House).propose, private: true},
	{pattern: "GET /g/{slug}/decisions/{decision}", guard: member, do: (*House).decision, private: true},
	{pattern: "POST /g/{slug}/decisions/{decision}", guard: member, do: (*House).sayDecision, private: true},
	{pattern: "GET /g/{slug}/decisions/{decision}/edit", guard: member, do: (*House).editDecisionForm, private: true},
	{pattern: "POST /g/{slug}/decisions/{decision}/edit", guard: member, do: (*House).editDecision, private: true},
}

func decisionsPath(g group.Group) string { return groupPath(g) + "/decisions" }

func decisionPath(g group.Group, d decision.ID) string { return decisionsPath(g) + "/" + d.String() }

// decisions is the list: what is under way first.
func (h *House) decisions(v *visit) error {
	l, err := h.within(v)
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	after := decision.Cursor{}
	after.ID, _ = id.Parse[decision.Decision](q.Get("after")) // none: from the beginning
	if ms, ok := parse64(q.Get("at")); ok {
		after.Closed = time.UnixMilli(ms)
	}
	list, err := h.Decisions.List(v.r.Context(), v.viewer, l.Group.ID, after)
	if err != nil {
		return err
	}
	here := v.in(decisionsPath(l.Group))
	p := view.DecisionsPage{Frame: v.frame(v.l.T("decision.title"), view.NavGroups), Group: l.Group.Name, GroupAt: v.in(groupPath(l.Group)), Propose: here + "/new"}
	for _, d := range list.Open {
		p.Open = append(p.Open, view.DecisionRow{Href: here + "/" + d.ID.String(), Title: d.Title, Stands: v.stands(l, d)})
	}
	for _, o := range list.Closed {
		p.Closed = append(p.Closed, view.DecisionRow{Href: here + "/" + o.Decision.String(), Title: o.Title, Stands: joined(v.ended(o), v.l.DayYear(v.local(o.Closed)))})
	}
	if list.Next.ID != 0 {
		p.More = here + "?" + queryOf("after", list.Next.ID.String(), "at", strconv.FormatInt(list.Next.Closed.UnixMilli(), 10))
	}
	return v.render(200, view.Decisions(p))
}

// stands says where a decision that is under way stands, on the group's clock.
func (v *visit) stands(l group.Look, d decision.Decision) string {
	if d.State == decision.Called {
		return v.l.T("decision.is_called")
	}
	zone, err := when.Zone(l.Agreements.Rules.Zone)
	if err != nil {
		zone = v.h.Zone
	}
	return v.l.T("decision.is_open", "day", v.l.NearClock(d.Closes.In(zone), v.now.In(zone)))
}

// ended says how a decision ended, in a word or two.
func (v *visit) ended(o decision.Outcome) string {
	switch o.Result {
	case decision.Carried:
		return v.l.T("decision.carried")
	case decision.NotCarried:
		return v.l.T("decision.not_carried")
	case decision.TooFew:
		return v.l.T("decision.too_few")
	case decision.Felt:
		return v.l.T("decision.felt")
	case decision.Moved:
		return v.l.T("decision.moved")
	case decision.Withdrawn:
		return v.l.T("decision.withdrawn")
	}
	return v.l.T("decision.unjoined")
}

// lookDecision opens the decision that the address names.
func (h *House) lookDecision(v *visit) (group.Look, decision.Look, error) {
	l, err := h.within(v)
	if err != nil {
		return l, decision.Look{}, err
	}
	which, err := id.Parse[decision.Decision](v.r.PathValue("decision"))
	if err != nil {
		return l, decision.Look{}, fault.New("web.decision", fault.NotFound, "")
	}
	d, err := h.Decisions.Look(v.r.Context(), v.viewer, l.Group.ID, which)
	return l, d, err
}

func (h *House) decision(v *visit) error {
	l, d, err := h.lookDecision(v)
	if err != nil {
		return err
	}
	return h.showDecision(v, 200, l, d, nil, nil)
}

// showDecision is its page; change is what the reader has just done to it.
func (h *House) showDecision(v *visit, status int, l group.Look, d decision.Look, bad []view.Problem, change func(*view.DecisionPage)) error {
	unheard, err := h.unheard(v, l.Group.ID)
	if err != nil {
		return err
	}
	p := v.decisionPage(l, d, bad)
	p.Worries, p.Posts = v.worries(d, unheard)
	if change != nil {
		change(&p)
	}
	return v.render(status, view.Decision(p))
}

func (v *visit) decisionPage(l group.Look, d decision.Look, bad []view.Problem) view.DecisionPage {
	here := v.in(decisionPath(l.Group, d.ID))
	p := view.DecisionPage{Frame: v.frame(d.Title, view.NavGroups), Up: view.Link{Text: v.l.T("decision.title"), Href: v.in(decisionsPath(l.Group))},
		Action: here, Carry: []view.Hidden{{Name: "version", Value: strconv.Itoa(d.Version)}}, Text: d.Text, Tasks: d.Tasks, Join: d.MayJoin, End: d.MayEnd}
	p.Problems = bad
	if d.Secret && d.State == decision.Open {
		p.Scripts = []string{"decide.js"}
	}
	p.By = v.l.T("decision.by", "who", or(d.Proposer, v.l.T("group.someone_who_left")))
	p.Changes, p.Fresh = v.changes(l, d.Effect)
	if !d.Review.IsZero() {
		p.Review = v.l.T("decision.look_again", "day", v.l.DayYear(d.Review))
	}
	if d.MayEdit {
		p.Edit = here + "/edit"
	}
	v.sayDone(&p.Frame)
	if d.State == decision.Closed {
		v.closedPage(&p, d.Outcome)
		if d.Signed {
			p.Signed = v.in(paperPath(l.Group.Slug, d.ID))
		}
		return p
	}
	p.Stands = v.stands(l, d.Decision)
	if d.State == decision.Called && !d.MayJoin {
		p.Stands = v.l.T("decision.waits_for_another")
	}
	p.Ask = v.askForm()
	if d.State == decision.Open && d.OnRoll {
		p.Say, p.Said = v.sayForm(d), v.saidWords(d)
	} else if d.State == decision.Open {
		p.Stands = joined(p.Stands, v.l.T("decision.not_on_roll"))
	}
	return p
}

// closedPage says how it ended, with the counts.
func (v *visit) closedPage(p *view.DecisionPage, o decision.Outcome) {
	p.Stands, p.Done = joined(v.ended(o), v.l.DayYear(v.local(o.Closed))), ""
	if o.Result == decision.Carried && o.Change == decision.Sign {
		p.Stands = joined(v.l.T("decision.signs"), v.l.DayYear(v.local(o.Closed)))
	}
	if o.Result == decision.Withdrawn || o.Result == decision.Unjoined {
		return
	}
	count := func(name string, n int) {
		p.Counts = append(p.Counts, view.Fact{Name: name, Value: v.l.Number(n)})
	}
	yes, worry, aside, no := v.stanceWords(o.Method)
	count(yes, o.Consent)
	count(worry, o.Concern)
	count(aside, o.Aside)
	count(no, o.Objection)
	p.Counts = append(p.Counts, view.Fact{Name: v.l.T("decision.on_roll"), Value: v.l.T("decision.of_roll", "n", v.l.Number(o.Spoken()), "of", v.l.Number(o.Roll))})
	p.Method = v.methodWords(o.Method)
}

// stanceWords are the four things that can be said, as each way to decide
// puts them.
func (v *visit) stanceWords(m group.Method) (yes, worry, aside, no string) {
	switch m {
	case group.Majority, group.Supermajority:
		return v.l.T("decision.yes"), v.l.T("decision.yes_worry"), v.l.T("decision.aside"), v.l.T("decision.no")
	case group.Temperature:
		return v.l.T("decision.like"), v.l.T("decision.like_worry"), v.l.T("decision.no_view"), v.l.T("decision.dislike")
	}
	return v.l.T("decision.consent"), v.l.T("decision.concern"), v.l.T("decision.aside"), v.l.T("decision.objection")
}

func (v *visit) methodWords(m group.Method) string {
	switch m {
	case group.Majority:
		return v.l.T("decision.by_majority")
	case group.Supermajority:
		return v.l.T("decision.by_supermajority")
	case group.Temperature:
		return v.l.T("decision.by_temperature")
	}
	return v.l.T("decision.by_consent")
}

func (v *visit) sayForm(d decision.Look) *view.SayPage {
	on := or(v.r.PostFormValue("stance"), string(d.Stance))
	yes, worry, aside, no := v.stanceWords(d.Method)
	options := []view.Option{
		{Value: string(decision.Concern), Label: worry},
		{Value: string(decision.Aside), Label: aside},
		{Value: string(decision.Objection), Label: no},
	}
	if d.Method == group.Consent {
		options[1].Detail, options[2].Detail = v.l.T("decision.aside_how"), v.l.T("decision.objection_how")
	}
	for i := range options {
		options[i].On = options[i].Value == on
	}
	s := &view.SayPage{Key: freshKey(), Main: yes, Hint: v.methodWords(d.Method), Button: v.l.T("decision.say"),
		Choice: view.Choice{Name: "stance", Legend: v.l.T("decision.what_say"), Options: options},
		Fields: []view.Input{{Name: "reason", Label: v.l.T("decision.reason"), Hint: v.l.T("decision.reason_hint"), Value: or(v.r.PostFormValue("reason"), d.Reason), Rows: 2, Max: decision.ReasonMost, Optional: true}}}
	if d.Secret {
		s.Hint = joined(s.Hint, v.l.T("decision.is_secret"))
		if d.Spoken {
			s.Before = []view.Input{{Name: "code", Label: v.l.T("decision.code"), Hint: v.l.T("decision.code_hint"), Value: v.r.PostFormValue("code"), Autocomplete: "off", Max: 40}}
		}
	}
	return s
}

// saidWords tells the reader what they have said.
func (v *visit) saidWords(d decision.Look) string {
	yes, worry, aside, no := v.stanceWords(d.Method)
	switch {
	case !d.Spoken:
		return ""
	case d.Stance == decision.Consent:
		return v.l.T("decision.you_said", "what", yes)
	case d.Stance == decision.Concern:
		return v.l.T("decision.you_said", "what", worry)
	case d.Stance == decision.Aside:
		return v.l.T("decision.you_said", "what", aside)
	case d.Stance == decision.Objection:
		return v.l.T("decision.you_said", "what", no)
	}
	return v.l.T("decision.you_spoke")
}

func (v *visit) askForm() *view.SayPage {
	worry := v.r.PostFormValue("worry") == "yes"
	return &view.SayPage{Key: freshKey(), Button: v.l.T("decision.ask_go"),
		Choice: view.Choice{Name: "worry", Legend: v.l.T("decision.ask_what"), Options: []view.Option{
			{Value: "", Label: v.l.T("decision.ask_question"), On: !worry}, {Value: "yes", Label: v.l.T("decision.ask_worry"), On: worry}}},
		Fields: []view.Input{{Name: "words", Label: v.l.T("decision.words"), Value: v.r.PostFormValue("words"), Rows: 2, Max: decision.PostMost}}}
}

// worries are what people worry about, and what else they said. From whom the
// reader does not want to hear, it is folded.
func (v *visit) worries(d decision.Look, unheard func(party.FaceID) bool) (worries, posts []view.Worry) {
	for _, r := range d.Reasons {
		w := view.Worry{Who: r.Name, Words: r.Words, Folded: unheard(r.Face)}
		if r.Stance == decision.Objection {
			w.Note = v.l.T("decision.objects")
		}
		worries = append(worries, w)
	}
	for _, p := range d.Posts {
		w := view.Worry{Who: or(p.Name, v.l.T("group.someone_who_left")), Words: p.Text, Note: v.l.Day(p.Day), Folded: unheard(p.Face)}
		if p.Taken > 0 {
			w.Note = v.l.T("decision.taken_up")
		}
		if p.Worry {
			worries = append(worries, w)
		} else {
			posts = append(posts, w)
		}
	}
	return worries, posts
}

// sayDone says at the top what has just been done.
func (v *visit) sayDone(f *view.Frame) {
	switch v.r.URL.Query().Get("done") {
	case "proposed":
		f.Done = v.l.T("decision.done_proposed")
	case "said":
		f.Done = v.l.T("decision.done_said")
	case "asked":
		f.Done = v.l.T("decision.done_asked")
	case "changed":
		f.Done = v.l.T("mine.done_changed")
	}
}
