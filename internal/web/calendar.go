package web

import (
	"fmt"
	"strconv"
	"time"

	"alongside/internal/call"
	"alongside/internal/view"
	"alongside/internal/when"
)

var calendarRoutes = []route{
	{pattern: "GET /calendar", do: (*House).calendar, shared: true},
	{pattern: "GET /calendar/{year}/{month}", do: (*House).calendar, shared: true},
	{pattern: "GET /calendar.ics", do: (*House).calendarICS, shared: true},
	{pattern: "GET /g/{slug}/calendar.ics", do: (*House).groupCalendar, shared: true},
	{pattern: "GET /map", do: (*House).chart, shared: true},
}

// month is the first moment of the month that the address names, on this
// board's wall.
func (v *visit) month() (first time.Time, named, ok bool) {
	year, month := v.r.PathValue("year"), v.r.PathValue("month")
	if year == "" {
		y, m, _ := v.local(v.now).Date()
		return monthOf(y, int(m), v.h.Zone), false, true
	}
	y, err := strconv.Atoi(year)
	m, err2 := strconv.Atoi(month)
	if err != nil || err2 != nil || len(year) != 4 || len(month) != 2 || y < 1900 || m < 1 || m > 12 {
		return time.Time{}, true, false
	}
	return monthOf(y, m, v.h.Zone), true, true
}

func monthOf(year, month int, zone *time.Location) time.Time {
	return time.Date(year, time.Month(month), 1, 0, 0, 0, 0, zone)
}

func monthPath(folder string, t time.Time) string {
	return fmt.Sprintf("%s/%04d/%02d", folder, t.Year(), int(t.Month()))
}

// calendar lists what has a time, day by day: from today to the end of next
// month, or one month.
func (h *House) calendar(v *visit) error {
	first, named, ok := v.month()
	if !ok {
		return h.missing(v)
	}
	from, to, before := first, first.AddDate(0, 1, 0), first.AddDate(0, -1, 0)
	p := view.CalendarPage{Frame: v.frame(v.l.T("find.calendar_title"), view.NavBoard), Feed: "/calendar.ics"}
	if named {
		p.Month = v.l.Month(first)
	} else {
		from, to, before = when.DayOf(v.now, h.Zone).Start(h.Zone), first.AddDate(0, 2, 0), first
	}
	all, err := h.Spine.Calendar(v.r.Context(), v.viewer, from, to)
	if err != nil {
		return err
	}
	acts, err := h.Actions.Calendar(v.r.Context(), v.viewer, noGroup, from, to)
	if err != nil {
		return err
	}
	p.Days = v.days(v.dates(v.dated(all), acts))
	p.After = monthPath("/calendar", to)
	if before.After(v.now.AddDate(0, -2, 0)) { // older calls are closed, then erased
		p.Before = monthPath("/calendar", before)
	}
	return v.render(200, view.Calendar(p))
}

// days puts what has a time under its day.
func (v *visit) days(all []dated) (days []view.CalendarDay) {
	for _, d := range all {
		if name := v.l.DayYear(v.local(d.starts)); len(days) == 0 || days[len(days)-1].Day != name {
			days = append(days, view.CalendarDay{Day: name})
		}
		last := &days[len(days)-1]
		last.Rows = append(last.Rows, d.row)
	}
	return days
}

// dated are occasions with their times.
func (v *visit) dated(all []call.Occasion) (days []dated) {
	for _, o := range all {
		starts := v.local(o.Part.Starts)
		row := v.row(o.Listed)
		row.When, row.Still = v.hours(starts, v.local(o.Part.Ends)), ""
		if o.Parts > 1 && o.Part.Title != o.Title {
			row.When = joinLine(v.l.Isolate(row.When), v.l.Isolate(o.Part.Title))
		}
		days = append(days, dated{o.Part.Starts, row})
	}
	return days
}

func joinLine(a, b string) string {
	if a == "" {
		return b
	}
	return a + " · " + b
}

// hours are the hours of an occasion, without its day; none for a whole day.
func (v *visit) hours(starts, ends time.Time) string {
	switch {
	case wholeDay(starts):
		return ""
	case ends.After(starts) && ends.YearDay() == starts.YearDay():
		return v.l.Clock(starts) + "–" + v.l.Clock(ends)
	}
	return v.l.Clock(starts)
}

// chart is the map: squares with open calls, drawn by hand and as a table.
func (h *House) chart(v *visit) error {
	spots, err := h.Spine.Map(v.r.Context(), v.viewer)
	if err != nil {
		return err
	}
	p := view.MapPage{Frame: v.frame(v.l.T("find.map_title"), view.NavBoard)}
	for _, s := range spots {
		p.Spots = append(p.Spots, view.Spot{Name: s.Area.Name, Cell: s.Area.Cell, Waiting: s.Calls, Kind: view.Aid,
			Href: "/near?" + queryOf("near", s.Area.Name, "at", s.Area.Cell.String())})
	}
	return v.render(200, view.Map(p))
}
