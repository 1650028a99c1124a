package web

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/locale"
	"alongside/internal/place"
	"alongside/internal/view"
)

var boardRoutes = []route{
	{pattern: "GET /{$}", do: (*House).board, shared: true},
	{pattern: "GET /aid", do: (*House).board, shared: true},
	{pattern: "GET /know-how", do: (*House).board, shared: true},
	{pattern: "GET /c/{call}", do: (*House).call, shared: true},
	{pattern: "POST /c/{call}", do: (*House).iCan, private: true},
}

// kindOf is which kind a board's address stands for.
var kindPaths = map[string]call.Kind{"/aid": call.Aid, "/showing-up": call.Action, "/know-how": call.Knowhow}

// board lists what waits for someone, of all kinds or one, newest first or
// nearest first. It is the same for everybody.
func (h *House) board(v *visit) error {
	if v.signed && v.fitted == nil {
		return h.wear(v, 0, func() error { return h.board(v) })
	}
	p, err := h.readBoard(v)
	if err != nil {
		return err
	}
	runBy := p.RunBy
	p.Frame = v.frame(cmp.Or(p.Filter, v.l.T("view.nav_board")), view.NavBoard)
	p.RunBy = runBy
	return v.render(200, view.Board(p))
}

// readBoard reads what anybody may see.
func (h *House) readBoard(v *visit) (p view.BoardPage, err error) {
	q := v.r.URL.Query()
	f := call.Filter{Kind: kindPaths[v.path], Side: call.Side(q.Get("side")), After: cursor(q.Get("after"))}
	near, found := nearOf(q.Get("near"))
	f.Near = near.Cell
	list, err := h.Spine.Board(v.r.Context(), access.Viewer{}, f)
	if err != nil {
		return p, err
	}
	if f.Kind != "" {
		p.Filter = view.Kind(f.Kind).Words(v.l)
	}
	p.Chips = view.KindChips(v.frame("", view.NavBoard), view.Kind(f.Kind))
	p.NearForm = true
	if p.Near = q.Get("near"); found {
		p.Near = near.Name
	}
	p.Waiting = v.rows(list.Calls)
	p.More = v.more(list.Next)
	p.Empty = len(p.Waiting) == 0
	if v.path == "/" && q.Get("after") == "" {
		err = h.boardSide(v, &p)
	}
	return p, err
}

// boardSide adds what was kept this week, and the groups.
func (h *House) boardSide(v *visit, p *view.BoardPage) error {
	kept, err := h.Spine.Record(v.r.Context(), access.Viewer{}, v.now.AddDate(0, 0, -7), v.now.AddDate(0, 0, 1), 5)
	if err != nil {
		return err
	}
	for _, e := range kept {
		p.Kept = append(p.Kept, v.entryRow(e))
	}
	if err := h.boardGroups(v, p); err != nil {
		return err
	}
	return h.firstSteps(v, p)
}

// firstSteps are for a board on which nothing has ever been asked: never
// invented content, but what makes it a board.
func (h *House) firstSteps(v *visit, p *view.BoardPage) error {
	if !p.Empty || len(p.Kept) > 0 {
		return nil
	}
	past, err := h.Spine.Record(v.r.Context(), access.Viewer{}, time.Time{}, v.now, 1)
	if err != nil || len(past) > 0 {
		return err
	}
	p.First = &view.FirstSteps{Agreements: "/groups/new", Poster: "/poster", Import: "/groups/new"}
	if len(p.Groups) > 0 {
		here := p.Groups[0].Href
		p.First.Agreements, p.First.Import = here+"/agreements", here+"/import"
	}
	return nil
}

// groupsMost is how many groups the home page names.
const groupsMost = 4

// boardGroups adds some of the groups that live here, and whose board it is
// where they are few enough to be named.
func (h *House) boardGroups(v *visit, p *view.BoardPage) error {
	list, err := h.Groups.List(v.r.Context(), access.Viewer{}, group.Filter{Here: true, Most: groupsMost})
	if err != nil {
		return err
	}
	var names []string
	for _, g := range list.Groups {
		p.Groups = append(p.Groups, v.groupRow(g))
		names = append(names, v.l.Isolate(g.Name))
	}
	if list.Next.ID == 0 {
		p.RunBy = v.l.List(names)
	}
	return nil
}

func (v *visit) entryRow(e call.Entry) view.CallRow {
	return view.CallRow{Href: "/c/" + e.Call.String(), Title: e.Title, Lang: e.Language, Kind: view.Kind(e.Kind),
		Offer: e.Side == call.Offer, Ring: view.RingKept, Where: e.Area, Words: e.Lesson,
		Kept: v.l.T("board.asked_kept", "asked", v.l.Day(e.Asked), "kept", v.l.Day(e.Kept))}
}

// nearOf looks a typed place up in the gazetteer.
func nearOf(typed string) (place.Area, bool) {
	if strings.TrimSpace(typed) == "" {
		return place.Area{}, false
	}
	p, ok := place.Match(typed)
	return p.Area(), ok
}

// more is the address of the next page.
func (v *visit) more(next call.Cursor) string {
	if next.ID == 0 {
		return ""
	}
	q := v.r.URL.Query()
	q.Set("after", strconv.FormatInt(next.Opened.UnixMilli(), 36)+"."+next.ID.String())
	return v.path + "?" + q.Encode()
}

func cursor(s string) call.Cursor {
	at, name, ok := strings.Cut(s, ".")
	ms, err := strconv.ParseInt(at, 36, 64)
	c, err2 := id.Parse[call.Call](name)
	if !ok || err != nil || err2 != nil {
		return call.Cursor{}
	}
	return call.Cursor{Opened: time.UnixMilli(ms).UTC(), ID: c}
}

func (v *visit) rows(list []call.Listed) []view.CallRow {
	rows := make([]view.CallRow, len(list))
	for i, l := range list {
		rows[i] = v.row(l)
	}
	return rows
}

// row is a call as lists show it.
func (v *visit) row(l call.Listed) view.CallRow {
	r := view.CallRow{Href: "/c/" + l.ID.String(), Title: l.Title, Lang: l.Language, Kind: view.Kind(l.Kind),
		Offer: l.Side == call.Offer, Ring: ringOf(l.Call, false), Urgent: l.Urgency == call.Today,
		Where: l.Area.Name, Through: l.GroupName, Circle: l.Circle != 0, Parts: l.Parts, Done: l.Full}
	if l.Kind == call.Action {
		return v.actionRow(l, r)
	}
	if len(l.Wanted) > 0 && (l.Parts > 1 || l.Wanted[0] != l.Title) {
		r.Still = v.l.List(l.Wanted)
	}
	if l.KM > 0 {
		r.Distant = v.l.T("board.about_km", "km", v.l.Number(place.RoundKM(l.KM)))
	}
	return r
}

func ringOf(c call.Call, kept bool) view.RingState {
	switch {
	case kept:
		return view.RingKept
	case c.State != call.Closed && c.ClosedAt.IsZero():
		return view.RingOpen
	case c.Reason == call.Expired:
		return view.RingExpired
	}
	return view.RingClosed
}

// names are the board's languages a caller speaks, in the reader's words.
func (h *House) names(tags string) (names []string) {
	for _, tag := range strings.Fields(tags) {
		if l, ok := h.Languages.Find(tag); ok {
			names = append(names, l.Name())
		}
	}
	return names
}

// local is a time on this board's wall; no time stays none.
func (v *visit) local(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(v.h.Zone)
}

// wholeDay reports whether a local time stands for its day: whoever chose a day
// and no hour gets its last minute.
func wholeDay(t time.Time) bool { return t.Hour() == 23 && t.Minute() == 59 }

// whenWords says when something takes place or ends.
func whenWords(l *locale.Language, starts, ends time.Time, now time.Time) string {
	switch {
	case starts.IsZero() && ends.IsZero():
		return ""
	case starts.IsZero():
		return l.T("call.until", "day", l.Near(ends, now))
	case wholeDay(starts):
		return l.Near(starts, now)
	case ends.IsZero() || ends.Equal(starts):
		return l.NearClock(starts, now)
	}
	return l.Between(starts, ends)
}

func queryOf(pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return q.Encode()
}
