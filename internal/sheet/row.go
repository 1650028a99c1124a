package sheet

import (
	"strings"
	"time"

	"alongside/internal/call"
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/text"
	"alongside/internal/when"
)

// row makes a call of a line, all but its random ids. It is the group that
// asks for its people here: what the sheet says of them, their name included,
// is a detail, and no page leads to it but an agreed promise.
func (d *Desk) row(l *Line, b *Bundle, now time.Time) Entry {
	in := l.Call
	language := in.Language
	if language == "" {
		language = b.Language
	}
	r := Entry{Parts: d.wanted(in, language, now)}
	r.Call = call.Call{Kind: call.Aid, Side: sideOf(in.Kind), Title: in.Title, Body: in.Body, Language: language,
		Area: in.Area, Urgency: call.Urgency(in.Urgency), Author: party.OfGroup(b.Group), Group: b.Group,
		Audience: call.OnBoard, Rule: call.FirstCome, State: call.Staged, Opened: opened(in, now), Closes: closes(in, now),
		Parts: len(r.Parts), Version: 1, Bundle: b.ID}
	if r.Call.Urgency == "" {
		r.Call.Urgency = call.Whenever
	}
	if in.Kind == Neither {
		r.Call.State = call.ToSort
	}
	if r.Call.Title == "" && in.Kind != Neither {
		r.Call.Title = titleOf(r.Parts)
	}
	var spans map[int]span
	r.Detail.Reach, r.Detail.Spot, spans = details(in, &b.Columns, l.Cells)
	r.Memory = remember(b.ID, l, pack(l, b.Columns, spans))
	return r
}

// listing makes an entry of the directory of a line: a group that has not
// moved in. How to reach it stays in the sheet.
func listing(l *Line, b *Bundle) Entry {
	in := l.Group
	language := in.Language
	if language == "" {
		language = b.Language
	}
	links := in.Links
	if in.URL != "" {
		links = append([]string{in.URL}, links...)
	}
	return Entry{
		Group: &group.Entry{Outside: l.Keys.Key[:], Card: group.Card{Name: in.Name, About: in.About, Topic: in.Topic,
			Language: language, Area: in.Area, Links: links}},
		Memory: remember(b.ID, l, pack(l, b.Columns, nil)),
	}
}

func sideOf(k Kind) call.Side {
	switch k {
	case AnAsk:
		return call.Ask
	case AnOffer:
		return call.Offer
	}
	return ""
}

// opened is the day the row was written, so that an old sheet does not push
// today's calls down the board.
func opened(c *Call, now time.Time) time.Time {
	if c.Posted.IsZero() || c.Posted.After(now) {
		return now
	}
	return c.Posted
}

// last is the end of the last day the row names, if that is still to come.
func last(c *Call, now time.Time) time.Time {
	day := c.Day
	if c.Until.After(day) {
		day = c.Until
	}
	if end := day.Add(24*time.Hour - time.Minute); !day.IsZero() && end.After(now) {
		return end
	}
	return time.Time{}
}

func closes(c *Call, now time.Time) time.Time {
	if end := last(c, now); !end.IsZero() {
		return end
	}
	return now.Add(when.OpenFor)
}

func (d *Desk) wanted(c *Call, language string, now time.Time) []call.Part {
	parts := make([]call.Part, len(c.Parts))
	end := last(c, now)
	for i, p := range c.Parts {
		title := p.Title
		if title == "" && p.Thing != "" {
			title = d.Word(language, p.Thing.Say())
		}
		parts[i] = call.Part{Position: i, Title: title, Quantity: int64(p.Quantity), Unit: p.Unit, Ends: end}
	}
	return parts
}

func titleOf(parts []call.Part) string {
	titles := make([]string, len(parts))
	for i, p := range parts {
		titles[i] = p.Title
	}
	return text.Excerpt(strings.Join(titles, ", "), text.TitleMax)
}

func remember(b BundleID, l *Line, cells string) Memory {
	k := l.Keys
	return Memory{Bundle: b, Row: l.Row, Own: k.Key.Short(), Look: k.Look.Short(), Page: k.Link.Short(), Who: k.Who.Short(),
		Seal: k.Seal[:], Cells: cells}
}
