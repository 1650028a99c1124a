package web

import (
	"strings"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/ical"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/view"
	"alongside/internal/when"
)

// One's own calendar, behind a private address that opens nothing else.
var ownCalendarRoutes = []route{
	{pattern: "GET /you/calendar", guard: member, do: (*House).ownCalendar, private: true},
	{pattern: "POST /you/calendar", guard: member, do: (*House).makeCalendar, private: true},
	{pattern: "GET /mine/{link}/calendar", guard: guest, do: (*House).ownCalendar, private: true},
	{pattern: "POST /mine/{link}/calendar", guard: guest, do: (*House).makeCalendar, private: true},
	{pattern: "GET /calendar/own/{token}", do: (*House).ownICS, private: true, blind: true},
}

func (v *visit) ownFrame() view.FormPage {
	p := view.FormPage{Frame: v.frame(v.l.T("action.own_title"), view.NavYou), Action: v.in(v.base + "/calendar"), Key: freshKey(), Back: v.home(),
		Lines: []string{v.l.T("action.own_how")}, Button: v.l.T("action.own_make")}
	return p
}

func (h *House) ownCalendar(v *visit) error {
	if !v.link.Empty() && !v.proven() {
		return h.are(v)
	}
	has, err := h.Actions.HasFeed(v.r.Context(), v.owner())
	if err != nil {
		return err
	}
	p := v.ownFrame()
	if has {
		p.Lines = append(p.Lines, v.l.T("action.own_has"))
		p.Undo = []view.UndoRow{{Words: v.l.T("action.own_title"), Name: "do", Value: "drop", Button: v.l.T("action.own_drop")}}
	}
	return v.render(200, view.Form(p))
}

// makeCalendar shows the new address once, or ends the one there is.
func (h *House) makeCalendar(v *visit) error {
	if v.r.PostFormValue("do") == "drop" {
		if err := h.Actions.DropFeed(v.r.Context(), v.owner()); err != nil {
			return err
		}
		return v.to(v.base + "/calendar" + strings.TrimSuffix("?"+queryOf("d", v.proofIn()), "?d="))
	}
	token, err := h.Actions.MakeFeed(v.r.Context(), v.owner())
	if err != nil {
		return err
	}
	p := view.NotePage{Frame: v.frame(v.l.T("action.own_title"), view.NavYou), Lines: []string{v.l.T("action.own_once"), v.l.T("action.own_secret")},
		Copy: h.Origin + "/calendar/own/" + token.Reveal() + ".ics"}
	p.Private = true
	return v.render(200, view.Note(p))
}

// ownICS is what somebody said yes to and asked, while it is still to come. It
// says neither a role nor a level.
func (h *House) ownICS(v *visit) error {
	token, _, _ := strings.Cut(v.r.PathValue("token"), ".")
	o, err := h.Actions.FeedOwner(v.r.Context(), id.SecretFrom(token))
	if err != nil {
		return err
	}
	viewer, err := v.viewerOf(o)
	if err != nil {
		return err
	}
	m, err := h.Spine.Mine(v.r.Context(), viewer)
	if err != nil {
		return err
	}
	c := ical.New(ical.Head{Name: h.Name(), Zone: h.Zone, Refresh: time.Hour})
	for _, p := range m.Promises {
		if p.Voice == call.Answerer && !p.Part.Starts.IsZero() {
			v.ownEvent(c, p)
		}
	}
	return v.answer(200, ical.Type, c.Bytes())
}

func (v *visit) viewerOf(o notice.Owner) (access.Viewer, error) {
	if o.Account != 0 {
		return v.h.Groups.Viewer(v.r.Context(), o.Account, false)
	}
	if o.Guest == 0 {
		return access.Viewer{}, fault.New("web.viewer_of", fault.NotFound, "")
	}
	return access.Guest(o.Guest), nil
}

func (v *visit) ownEvent(c *ical.Calendar, p call.Promise) {
	here := v.h.Origin + "/c/" + p.Call.ID.String()
	e := ical.Event{UID: p.ID.String() + "@" + hostOf(v.h.Origin), Stamp: when.DayOf(p.Made, v.h.Zone).Start(v.h.Zone), Summary: p.Call.Title,
		Location: p.Call.Area.Name, URL: here, Description: here, Cancelled: !p.State.Runs()}
	if !p.State.Runs() {
		e.Sequence = 1
	}
	if wholeDay(p.Part.Starts.In(v.h.Zone)) {
		c.Day(e, when.DayOf(p.Part.Starts, v.h.Zone))
		return
	}
	c.Once(e, p.Part.Starts, p.Part.Ends)
}
