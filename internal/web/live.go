package web

import (
	"strconv"

	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/view"
)

// Word while an action is on: for everybody who may see it, and from those with
// the task to post it.
var liveRoutes = []route{
	{pattern: "GET /c/{call}/live", do: (*House).live, shared: true},
	{pattern: "GET /c/{call}/live/word", do: (*House).liveWord, private: true},
	{pattern: "POST /c/{call}/live", guard: member, do: (*House).postWord, private: true},
	{pattern: "POST /c/{call}/over", guard: member, do: (*House).standDown, private: true},
}

// refreshEvery is how often a page without a script comes again while its
// action is on, in seconds.
const refreshEvery = 30

func (h *House) live(v *visit) error {
	l, err := h.lookAction(v)
	if err != nil {
		return err
	}
	return h.showLive(v, l, v.occurrence(), nil, 200)
}

// showLive is the page of word at one time; 0: the one that is on.
func (h *House) showLive(v *visit, l action.Look, which call.OccurrenceID, bad []view.Problem, status int) error {
	at, any := l.On(which)
	if !any || l.State == call.Drafted {
		return h.missing(v)
	}
	here := v.in("/c/" + l.ID.String())
	p := view.LivePage{Frame: v.frame(l.Title, view.NavBoard), Up: view.Link{Text: v.l.T("action.the_plan"), Href: here},
		Ways: wayRows(v, l.Plan.Ways), Map: v.drawn(l.Plan), Facts: v.planFacts(l, at, true)}
	p.Problems = bad
	p.When, _ = v.whenAt(l.Plan, at)
	v.sayLive(&p.Frame)
	on := at.On(v.now)
	if on && at.Ended.IsZero() {
		p.State, p.Refresh = v.l.T("action.live_now"), refreshEvery
	}
	all, err := h.Actions.Word(v.r.Context(), l.ID, at.ID, 0)
	if err != nil {
		return err
	}
	p.Updates = v.updates(all, "")
	if on {
		p.Scripts, p.Updates.Keep = []string{"live.js"}, here+"/live?"+queryOf("at", at.ID.String())
		p.Updates.Stream = here + "/live/word?" + queryOf("at", at.ID.String())
	}
	if err := v.poster(l, at, &p); err != nil {
		return err
	}
	p.Own.Problem = problemIn(bad, "words")
	return v.render(status, view.Live(p))
}

func (v *visit) sayLive(f *view.Frame) {
	if v.r.URL.Query().Get("done") == "posted" {
		f.Done = v.l.T("action.posted")
	}
}

// poster adds the form of whoever has the task to post.
func (v *visit) poster(l action.Look, at action.Occurrence, p *view.LivePage) error {
	if len(v.viewer.Through) == 0 {
		return nil
	}
	t, err := v.h.Actions.Team(v.r.Context(), v.viewer, l, at.ID)
	if err != nil || !t.Post || !at.On(v.now) {
		return err
	}
	p.Post = v.in("/c/" + l.ID.String() + "/live")
	p.Keys = []string{freshKey()}
	p.Carry = []view.Hidden{{Name: "time", Value: at.ID.String()}}
	p.Own = view.Input{Name: "words", Label: v.l.T("action.post_own"), Rows: 2, Max: action.UpdateMost, Optional: true, Value: v.r.PostFormValue("words")}
	p.To = view.Choice{Name: "to", Legend: v.l.T("action.post_to"), Options: []view.Option{{Value: "0", Label: v.l.T("action.post_all")}}}
	for _, x := range l.Levels {
		n := strconv.Itoa(int(x.Risk))
		p.To.Options = append(p.To.Options, view.Option{Value: n, Label: v.levelName(x), On: v.r.PostFormValue("to") == n})
	}
	for _, ph := range action.Phrases {
		if ph != "over" {
			p.Ready = append(p.Ready, view.Option{Value: string(ph), Label: view.PhraseWords(v.l, string(ph))})
		}
	}
	if t.Help > 0 {
		p.Help = v.l.T("action.help_now", "n", t.Help)
	}
	if !at.Ended.IsZero() {
		p.Lesson = &view.Input{Name: "lesson", Label: v.l.T("mine.tell_question"), Rows: 3, Max: 500, Optional: true}
		p.Learned = v.in("/c/" + l.ID.String() + "/learned")
	}
	if at.Ended.IsZero() && !v.now.Before(at.Starts) {
		p.Down = v.in("/c/" + l.ID.String() + "/over")
	}
	return nil
}

// postWord files word, with ready words in two presses.
func (h *House) postWord(v *visit) error {
	c, err := v.callID()
	if err != nil {
		return err
	}
	risk, _ := strconv.Atoi(v.r.PostFormValue("to"))
	p := action.Post{Key: v.formKey(), Occurrence: occurrenceIn(v.r.PostFormValue("time")), Risk: action.Risk(risk),
		Phrase: action.Phrase(v.r.PostFormValue("phrase")), Words: v.r.PostFormValue("words"), Language: v.l.Tag(), At: v.tapped()}
	if p.Phrase != "" {
		p.Words = ""
	}
	err = h.Actions.Post(v.r.Context(), v.viewer, c, p)
	if bad := v.problems(err); len(bad) > 0 {
		l, err := h.Actions.Look(v.r.Context(), v.viewer, c, p.Occurrence)
		if err != nil {
			return err
		}
		return h.showLive(v, l, p.Occurrence, bad, 422)
	}
	if err != nil {
		return err
	}
	return v.to("/c/" + c.String() + "/live?" + queryOf("at", p.Occurrence.String(), "done", "posted"))
}

func (h *House) standDown(v *visit) error {
	c, err := v.callID()
	if err != nil {
		return err
	}
	at := occurrenceIn(v.r.PostFormValue("time"))
	if err := h.Actions.StandDown(v.r.Context(), v.viewer, c, at); err != nil {
		return err
	}
	return v.to("/c/" + c.String() + "/live?" + queryOf("at", at.String()))
}

// liveWord streams word for all.
func (h *House) liveWord(v *visit) error {
	l, err := h.lookAction(v)
	if err != nil {
		return err
	}
	at, any := l.On(v.occurrence())
	if !any || l.State == call.Drafted || !at.On(v.now) {
		return fault.New("web.live_word", fault.NotFound, "")
	}
	return h.stream(v, wordOf{l.ID, at.ID, 0})
}

// placeWord streams what is for all and for one's own level.
func (h *House) placeWord(v *visit) error {
	o, err := v.ownPlace()
	if err != nil {
		return err
	}
	if !o.At.On(v.now) {
		return fault.New("web.place_word", fault.NotFound, "")
	}
	return h.stream(v, wordOf{o.ID, o.At.ID, o.Level.ID})
}
