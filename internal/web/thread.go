package web

import (
	"net/http"

	"alongside/internal/call"
	"alongside/internal/group"
	"alongside/internal/view"
)

// The words that the two sides of a promise write to each other about it: on
// their own pages, and for a group on the page of its promise.
var threadRoutes = []route{
	{pattern: "GET /mine/{link}/p/{promise}/words", guard: guest, do: (*House).thread, private: true},
	{pattern: "POST /mine/{link}/p/{promise}/words", guard: guest, do: (*House).write, private: true},
	{pattern: "GET /you/p/{promise}/words", guard: member, do: (*House).thread, private: true},
	{pattern: "POST /you/p/{promise}/words", guard: member, do: (*House).write, private: true},
	{pattern: "GET /g/{slug}/promises/{promise}/words", guard: member, do: (*House).groupThread, private: true},
	{pattern: "POST /g/{slug}/promises/{promise}/words", guard: member, do: (*House).groupWrite, private: true},
}

// threading is a promise's thread, from where its reader looks at it.
type threading struct {
	call.Thread
	which call.CommitmentID
	about call.Call
	part  call.Part
	other string // what the other side is called; empty where nobody says yet
	ours  bool   // the reader speaks for a group
	group bool   // one of the two sides is a group
	at    string // where the page of the promise is, and this one below it
	home  string // the page that leads here,
	named string // and what it is called
}

// ownThread is the thread of a promise of the reader's own.
func (v *visit) ownThread() (t threading, err error) {
	m, err := v.promiseID()
	if err != nil {
		return t, err
	}
	p, err := v.h.Spine.Promise(v.r.Context(), v.viewer, m)
	return v.threadOn(p), err
}

func (v *visit) threadOn(p call.Promise) threading {
	return threading{Thread: p.Thread, which: p.ID, about: p.Call, part: p.Part, other: or(p.Other, p.By.Name), group: p.Pledge.Group != 0,
		at: v.base + "/p/" + p.ID.String(), home: v.home() + "#p" + p.ID.String(), named: v.l.T("mine.title")}
}

// pledgeThread is the thread of a group's promise, for whoever speaks for one of
// its sides.
func (v *visit) pledgeThread() (threading, error) {
	l, p, err := v.pledgeOf()
	if err != nil {
		return threading{}, err
	}
	return v.threadOf(l.Group, p), nil
}

func (v *visit) threadOf(g group.Group, p call.Pledged) threading {
	t := threading{Thread: p.Thread, which: p.ID, about: p.Call, part: p.Part, other: p.By.Name, group: true,
		ours: !v.viewer.Is(p.Call.Author), at: groupPath(g) + "/promises/" + p.ID.String()}
	if t.Voice == call.Answerer {
		t.other = p.Other
	}
	t.home, t.named = t.at, v.l.T("pledge.one")
	return t
}

// threadWay is how a promise leads to its thread; nil where there is none.
func (v *visit) threadWay(t threading) *view.ThreadWay {
	if !t.Reads {
		return nil
	}
	w := &view.ThreadWay{Href: v.in(t.at + "/words" + v.proofOn() + lastLine)}
	if last, some := t.Last(); some {
		w.Last = joined(t.who(v, last.Voice), v.l.Ago(v.local(last.At), v.now))
	}
	return w
}

// lastLine is where on the page somebody begins to read who comes back to it.
const lastLine = "#last"

// proofOn is what an address of a private page carries on: that its reader has
// said that it is them.
func (v *visit) proofOn() string {
	if v.link.Empty() {
		return ""
	}
	return "?" + queryOf("d", v.r.FormValue("d"))
}

// who is how a side is called on this reader's page.
func (t threading) who(v *visit, voice call.Voice) string {
	switch {
	case voice != t.Voice:
		return or(t.other, v.l.T("thread.them"))
	case t.ours:
		return v.l.T("thread.us")
	}
	return v.l.T("thread.you")
}

func (h *House) thread(v *visit) error {
	if !v.link.Empty() && !v.proven() {
		return h.are(v)
	}
	t, err := v.ownThread()
	if err != nil {
		return err
	}
	return v.showThread(t)
}

func (h *House) groupThread(v *visit) error {
	t, err := v.pledgeThread()
	if err != nil {
		return err
	}
	return v.showThread(t)
}

// showThread is the page, or where there is nothing to read that of the promise.
func (v *visit) showThread(t threading) error {
	if !t.Reads {
		return v.to(t.home)
	}
	return v.render(http.StatusOK, view.Thread(v.threadPage(t, nil)))
}

func (v *visit) threadPage(t threading, bad []view.Problem) view.ThreadPage {
	p := view.ThreadPage{Frame: v.frame(v.l.T("thread.title"), view.NavYou), Back: view.Link{Text: t.named, Href: v.in(t.home)}, Part: t.part.Title, Key: freshKey(),
		Action: v.in(t.at + "/words"), Report: v.in("/c/" + t.about.ID.String() + "/report")}
	p.Problems = bad
	if v.r.URL.Query().Get("done") != "" {
		p.Done = v.l.T("repair.done_sent")
	}
	if t.about.Circle != 0 { // nobody outside it answers for what a circle asks
		p.Report = ""
	}
	p.Hints = []string{v.l.T("repair.reads_two"), v.l.T("thread.lives")}
	if t.group {
		p.Hints[0] = v.l.T("thread.reads_group")
	}
	if !t.Until.IsZero() {
		p.Hints[1] = v.l.T("mine.erased_on", "day", v.l.Day(v.local(t.Until)))
	}
	for _, l := range t.Lines {
		p.Lines = append(p.Lines, view.ThreadLine{Who: t.who(v, l.Voice), When: v.l.NearClock(v.local(l.At), v.local(v.now)), Body: l.Body})
	}
	if t.Waits {
		p.Waits = v.l.T("thread.waits")
	}
	switch {
	case t.Writes && t.Left > 0:
		p.Words = &view.Input{Name: "words", Label: v.l.T("thread.words"), Hint: v.l.N("thread.left", t.Left), Value: v.r.PostFormValue("words"),
			Rows: 3, Max: call.LineMost}
		if len(bad) > 0 {
			p.Words.Problem = bad[0].Text
		}
	case len(bad) > 0: // what they typed stays, to be taken elsewhere
		p.Words = &view.Input{Name: "words", Label: v.l.T("thread.words"), Value: v.r.PostFormValue("words"), Rows: 3, Problem: bad[0].Text}
	case t.Writes:
		p.Full = v.l.T("thread.full")
	}
	if !v.link.Empty() {
		p.Carry = []view.Hidden{{Name: "d", Value: v.r.FormValue("d")}}
	}
	return p
}

// write and groupWrite add a line.
func (h *House) write(v *visit) error {
	t, err := v.ownThread()
	if err != nil {
		return err
	}
	return h.writeTo(v, t)
}

func (h *House) groupWrite(v *visit) error {
	t, err := v.pledgeThread()
	if err != nil {
		return err
	}
	return h.writeTo(v, t)
}

func (h *House) writeTo(v *visit, t threading) error {
	if err := v.brake("words"); err != nil {
		return err
	}
	err := h.Spine.Write(v.r.Context(), v.viewer, t.which, v.formKey(), v.r.PostFormValue("words"))
	if bad := v.problems(err); len(bad) > 0 {
		return v.render(http.StatusUnprocessableEntity, view.Thread(v.threadPage(t, bad)))
	}
	if err != nil {
		return err
	}
	extra := []string{"done", "sent"}
	if !v.link.Empty() {
		extra = append(extra, "d", h.proof(v.link, v.now))
	}
	return v.to(t.at + "/words?" + queryOf(extra...))
}
