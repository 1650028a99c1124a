package web

import (
	"slices"
	"time"

	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/ical"
	"alongside/internal/party"
	"alongside/internal/view"
	"alongside/internal/when"
)

// actionRow is an action in a list: when it comes next, and who is wanted.
func (v *visit) actionRow(l call.Listed, r view.CallRow) view.CallRow {
	r.Parts, r.Done = 0, 0 // how many come is nobody's measure
	if !l.Next.IsZero() {
		r.When = v.l.NearClock(l.Next.In(v.zoneOf()), v.now.In(v.zoneOf()))
	}
	var wanted []string
	for _, w := range l.Wanted {
		if w != string(action.Join) {
			wanted = append(wanted, v.roleSays(w))
		}
	}
	r.Still = v.l.List(wanted)
	return r
}

// dates put the times of actions among what else has a time.
func (v *visit) dates(days []dated, all []action.Date) []dated {
	for _, d := range all {
		row := v.row(d.Listed)
		row.Href += "?" + queryOf("at", d.At.ID.String())
		row.When, row.Still = v.hours(v.local(d.At.Starts), v.local(d.At.Ends)), ""
		if d.At.Off {
			row.When = joinLine(row.When, v.l.T("action.is_off"))
		}
		days = append(days, dated{d.At.Starts, row})
	}
	slices.SortStableFunc(days, func(a, b dated) int { return a.starts.Compare(b.starts) })
	return days
}

// dated is a row with when it begins.
type dated struct {
	starts time.Time
	row    view.CallRow
}

// feeds writes actions into a calendar, each with its own zone and rhythm.
func (v *visit) feeds(c *ical.Calendar, all []action.Feed) {
	for _, f := range all {
		v.feed(c, f)
	}
}

func (v *visit) feed(c *ical.Calendar, f action.Feed) {
	here := v.h.Origin + "/c/" + f.ID.String()
	e := ical.Event{UID: f.ID.String() + "@" + hostOf(v.h.Origin), Sequence: int(f.Plan.Version),
		Stamp: when.DayOf(f.Opened, v.h.Zone).Start(v.h.Zone), Summary: f.Title, Location: f.Area.Name, Description: here, URL: here,
		Cancelled: f.State == call.Closed && f.Reason != call.Answered && f.Reason != call.Expired}
	kept := map[when.Day]bool{}
	for _, o := range f.Plan.When.Occurrences().List {
		kept[o.Was] = true
	}
	own := map[when.Day]ical.Event{}
	for _, o := range f.Times {
		off := e
		off.Cancelled = off.Cancelled || o.Off
		switch {
		case !kept[o.Was]: // it stays beside the rhythm, for somebody said yes to it
			off.UID = o.ID.String() + "@" + hostOf(v.h.Origin)
			c.Once(off, o.Starts, o.Ends)
		case o.Off:
			own[o.Was] = off
		}
	}
	c.Series(e, f.Plan.When, own)
}

// actionICS is one action for a calendar.
func (h *House) actionICS(v *visit, l call.Look) error {
	f, err := h.Actions.FeedOf(v.r.Context(), v.viewer, l.ID)
	if err != nil {
		return err
	}
	c := ical.New(ical.Head{Name: l.Title, Zone: f.Plan.When.Zone})
	v.feed(c, f)
	return v.answer(200, ical.Type, c.Bytes())
}

// groupCalendar is what one group turns up to, for a calendar.
func (h *House) groupCalendar(v *visit) error {
	l, err := v.lookGroup()
	if err != nil {
		return err
	}
	all, err := h.Actions.Feeds(v.r.Context(), v.viewer, l.Group.ID, v.now.AddDate(0, 0, -7))
	if err != nil {
		return err
	}
	c := ical.New(ical.Head{Name: l.Group.Name, Zone: h.Zone, Refresh: 6 * time.Hour})
	v.feeds(c, all)
	return v.answer(200, ical.Type, c.Bytes())
}

// noGroup asks for all groups' actions.
const noGroup party.GroupID = 0
