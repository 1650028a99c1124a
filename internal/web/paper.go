package web

import (
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/view"
	"alongside/internal/when"
)

// What is printed. Only the slip on a private page holds something private.

var paperRoutes = []route{
	{pattern: "GET /c/{call}/slip", do: (*House).slip, shared: true},
	{pattern: "GET /c/{call}/share", do: (*House).shareWords, shared: true},
	{pattern: "GET /mine/{link}/slip", guard: guest, do: (*House).mySlip, private: true},
	{pattern: "GET /poster", do: (*House).poster, shared: true},
	{pattern: "GET /board/print", do: (*House).wall, shared: true},
}

func (v *visit) paper(title, back string) view.Paper {
	return view.Paper{L: v.l, Title: title, Board: v.h.Name(), Host: hostOf(v.h.Origin), Back: back}
}

// slip is a strip of paper about a call, for anybody.
func (h *House) slip(v *visit) error {
	l, err := v.look()
	if err != nil {
		return err
	}
	return v.render(200, view.Slip(v.slipPage(l, "/c/"+l.ID.String())))
}

func (v *visit) slipPage(l call.Look, back string) view.SlipPage {
	row := v.row(l.Listed)
	p := view.SlipPage{Paper: v.paper(l.Title, back), Call: l.Title, Kind: row.KindWords(v.l), Link: v.h.Origin + "/c/" + l.ID.String()}
	p.Lines = kept(l.Area.Name, v.until(l))
	if len(l.Parts) > 1 {
		for _, part := range l.Parts {
			p.Lines = append(p.Lines, "– "+part.Title)
		}
	}
	return p
}

// kept are the strings that say something.
func kept(lines ...string) (all []string) {
	for _, s := range lines {
		if s != "" {
			all = append(all, s)
		}
	}
	return all
}

// mySlip is the slip of the one who asked, with their four words. The link on
// it is the public one: paper lies around.
func (h *House) mySlip(v *visit) error {
	if !v.proven() {
		return h.are(v)
	}
	m, err := h.Spine.Mine(v.r.Context(), v.viewer)
	if err != nil {
		return err
	}
	var l call.Look
	switch {
	case len(m.Calls) > 0:
		l = m.Calls[0]
	case len(m.Promises) > 0:
		if l, err = h.Spine.Look(v.r.Context(), v.viewer, m.Promises[0].Call.ID); err != nil {
			return err
		}
	default:
		return fault.New("web.slip", fault.NotFound, "")
	}
	p := v.slipPage(l, v.home())
	p.Code, p.CodeAt = v.code(), p.Host+"/code"
	p.Until = v.l.N("mine.link_lives", int(when.GuestsFor.Hours()/24))
	return v.render(200, view.Slip(p))
}

// shareWords are the words to paste into a chat: the public link, and nothing
// that only some may see.
func (h *House) shareWords(v *visit) error {
	l, err := v.look()
	if err != nil {
		return err
	}
	here := "/c/" + l.ID.String()
	p := view.SharePage{Frame: v.frame(v.l.T("call.share_title"), view.NavBoard), Back: here, Title: l.Title,
		Text: v.chatWords(l), Link: h.Origin + here}
	return v.render(200, view.Share(p))
}

// chatWords are plain text: what, where, until when, what is still wanted, and
// the link on a line of its own, where every chat makes it one to press.
func (v *visit) chatWords(l call.Look) string {
	row := v.row(l.Listed)
	first := v.l.T("call.share_text", "kind", row.KindWords(v.l), "title", v.l.Isolate(l.Title))
	text := first
	for _, line := range kept(v.l.Isolate(l.Area.Name), v.until(l), v.stillWords(l)) {
		text += "\n" + line
	}
	return text + "\n" + v.h.Origin + "/c/" + l.ID.String()
}

// stillWords say what is still wanted, where there are several parts.
func (v *visit) stillWords(l call.Look) string {
	var open []string
	for _, p := range l.Parts {
		if !p.IsFull() {
			open = append(open, v.l.Isolate(p.Title))
		}
	}
	if len(l.Parts) < 2 || len(open) == 0 || l.State != call.Open {
		return ""
	}
	return v.l.T("call.still", "list", v.l.List(open))
}

// poster is for a wall: the same thing in every language, the reader's first.
func (h *House) poster(v *visit) error {
	p := view.PosterPage{Paper: v.paper(v.l.T("print.poster_title"), "/"), First: v.l,
		Link: h.Origin + "/" + v.l.Tag() + "/ask", Spoken: hostOf(h.Origin) + "/ask"}
	for _, l := range h.Languages.Languages() {
		if l != v.l {
			p.Others = append(p.Others, l)
		}
	}
	return v.render(200, view.Poster(p))
}

// wallMost is how many calls a wall sheet holds.
const wallMost = 40

// wall is the board on paper, for one week.
func (h *House) wall(v *visit) error {
	ctx := v.r.Context()
	list, err := h.Spine.Board(ctx, v.viewer, call.Filter{Most: wallMost})
	if err != nil {
		return err
	}
	now := v.local(v.now)
	p := view.WallPage{Paper: v.paper(h.Name(), "/"), Week: v.week(), Link: h.Origin + "/"}
	for _, l := range list.Calls {
		row := v.row(l)
		if !l.Closes.IsZero() && l.Closes.Sub(l.Opened) < when.OpenFor {
			row.When = v.l.T("call.until", "day", v.l.Near(v.local(l.Closes), now))
		}
		parts := l.Wanted
		if row.Still == "" { // its one part is the call itself
			parts = nil
		}
		p.Waiting = append(p.Waiting, view.WallRow{Row: row, Parts: parts, Addr: p.Host + "/c/" + l.ID.String()})
	}
	side := view.BoardPage{}
	if err := h.boardSide(v, &side); err != nil {
		return err
	}
	p.Kept = side.Kept
	return v.render(200, view.Wall(p))
}

// week is seven days from today, in words.
func (v *visit) week() string {
	today := when.DayOf(v.now, v.h.Zone)
	return v.l.Days(v.local(today.Start(v.h.Zone)), v.local(today.Add(6).Start(v.h.Zone)))
}
