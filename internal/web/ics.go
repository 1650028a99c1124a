package web

import (
	"net/url"
	"time"

	"alongside/internal/call"
	"alongside/internal/ical"
	"alongside/internal/when"
)

// occasion writes one part that has a time. Its UID stays, so that a reader
// that fetches it again changes what it has instead of adding another.
func (v *visit) occasion(c *ical.Calendar, o call.Occasion) {
	h, here := v.h, v.h.Origin+"/c/"+o.ID.String()
	e := ical.Event{
		UID:         o.Part.ID.String() + "@" + hostOf(h.Origin),
		Sequence:    int(max(0, o.Version-1)),
		Stamp:       when.DayOf(o.Opened, h.Zone).Start(h.Zone), // the hour of writing is nobody's business
		Summary:     o.Title,
		Location:    o.Area.Name,
		Description: v.l.T("call.place_later") + "\n" + here,
		URL:         here,
		Cancelled:   o.State == call.Closed && o.Reason != call.Answered,
	}
	if o.Parts > 1 && o.Part.Title != o.Title {
		e.Summary += ": " + o.Part.Title
	}
	if wholeDay(o.Part.Starts.In(h.Zone)) {
		c.Day(e, when.DayOf(o.Part.Starts, h.Zone))
		return
	}
	c.Once(e, o.Part.Starts, o.Part.Ends)
}

func hostOf(origin string) string {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" {
		return origin
	}
	return u.Host
}

// calendarICS is everything on this board that has a time, for a calendar that
// subscribes to it: from a week ago to a year ahead.
func (h *House) calendarICS(v *visit) error {
	all, err := h.Spine.Calendar(v.r.Context(), v.viewer, v.now.AddDate(0, 0, -7), v.now.AddDate(1, 0, 0))
	if err != nil {
		return err
	}
	c := ical.New(ical.Head{Name: h.Name(), Zone: h.Zone, Refresh: 6 * time.Hour})
	for _, o := range all {
		v.occasion(c, o)
	}
	feeds, err := h.Actions.Feeds(v.r.Context(), v.viewer, noGroup, v.now.AddDate(0, 0, -7))
	if err != nil {
		return err
	}
	v.feeds(c, feeds)
	return v.answer(200, ical.Type, c.Bytes())
}

// callICS is one call's parts that have a time.
func (h *House) callICS(v *visit, l call.Look) error {
	if l.Kind == call.Action {
		return h.actionICS(v, l)
	}
	c, any := ical.New(ical.Head{Name: l.Title, Zone: h.Zone}), false
	for _, p := range l.Parts {
		if !p.Starts.IsZero() {
			any = true
			v.occasion(c, call.Occasion{Listed: l.Listed, Part: p})
		}
	}
	if !any {
		return h.missing(v)
	}
	return v.answer(200, ical.Type, c.Bytes())
}
