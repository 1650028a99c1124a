package web

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"alongside/internal/call"
)

// ics writes a calendar as RFC 5545 asks: CRLF, lines of at most 75 bytes,
// text escaped. Times are in UTC, so no reader needs a zone to be right; the
// board's zone is named for those that show one.
type ics struct{ b []byte }

const icsType = "text/calendar; charset=utf-8"

func (c *ics) line(name, value string) {
	rest := name + ":" + value
	for first := true; ; first = false {
		room := 75
		if !first {
			c.b = append(c.b, ' ')
			room = 74
		}
		if len(rest) <= room {
			c.b = append(append(c.b, rest...), "\r\n"...)
			return
		}
		for !utf8.RuneStart(rest[room]) { // never inside a letter
			room--
		}
		c.b = append(append(c.b, rest[:room]...), "\r\n"...)
		rest = rest[room:]
	}
}

var icsEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

func (c *ics) text(name, value string) {
	if value != "" {
		c.line(name, icsEscapes.Replace(value))
	}
}

// moment writes a time, or a day alone for what has no hour.
func (c *ics) moment(name string, t time.Time, zone *time.Location) {
	if wholeDay(t.In(zone)) {
		c.line(name+";VALUE=DATE", t.In(zone).Format("20060102"))
		return
	}
	c.line(name, t.UTC().Format("20060102T150405Z"))
}

func (h *House) openICS(v *visit, name string) *ics {
	c := &ics{}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//Alongside//Alongside//EN")
	c.line("CALSCALE", "GREGORIAN")
	c.text("X-WR-CALNAME", name)
	c.text("X-WR-TIMEZONE", h.Zone.String())
	return c
}

func (c *ics) close() []byte {
	c.line("END", "VCALENDAR")
	return c.b
}

// event is one part that has a time. Its UID stays, so that a reader that
// fetches it again changes what it has instead of adding another.
func (c *ics) event(v *visit, o call.Occasion) {
	h, here := v.h, v.h.Origin+"/c/"+o.ID.String()
	c.line("BEGIN", "VEVENT")
	c.line("UID", o.Part.ID.String()+"@"+hostOf(h.Origin))
	y, m, d := o.Opened.In(h.Zone).Date()
	c.line("DTSTAMP", time.Date(y, m, d, 0, 0, 0, 0, h.Zone).UTC().Format("20060102T150405Z"))
	c.line("SEQUENCE", strconv.FormatInt(max(0, o.Version-1), 10))
	c.moment("DTSTART", o.Part.Starts, h.Zone)
	if o.Part.Ends.After(o.Part.Starts) && !wholeDay(o.Part.Starts.In(h.Zone)) {
		c.line("DTEND", o.Part.Ends.UTC().Format("20060102T150405Z"))
	}
	summary := o.Title
	if o.Parts > 1 && o.Part.Title != o.Title {
		summary += ": " + o.Part.Title
	}
	c.text("SUMMARY", summary)
	c.text("LOCATION", o.Area.Name)
	c.text("DESCRIPTION", v.l.T("call.place_later")+"\n"+here)
	c.line("URL", here)
	status := "CONFIRMED"
	if o.State == call.Closed && o.Reason != call.Answered {
		status = "CANCELLED"
	}
	c.line("STATUS", status)
	c.line("TRANSP", "TRANSPARENT")
	c.line("END", "VEVENT")
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
	c := h.openICS(v, h.Name())
	c.line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H")
	for _, o := range all {
		c.event(v, o)
	}
	return v.answer(200, icsType, c.close())
}

// callICS is one call's parts that have a time.
func (h *House) callICS(v *visit, l call.Look) error {
	c, any := h.openICS(v, l.Title), false
	for _, p := range l.Parts {
		if !p.Starts.IsZero() {
			any = true
			c.event(v, call.Occasion{Listed: l.Listed, Part: p})
		}
	}
	if !any {
		return h.missing(v)
	}
	return v.answer(200, icsType, c.close())
}
