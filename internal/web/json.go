package web

import (
	"encoding/json"
	"strings"
	"time"

	"alongside/internal/call"
)

// What programs may read of a call. It holds what its page shows to anybody
// and nothing else; names only ever get added. openapi.json describes it.
type callJSON struct {
	ID       string     `json:"id"`
	URL      string     `json:"url"`
	Kind     string     `json:"kind"` // aid, knowhow
	Side     string     `json:"side"` // ask, offer
	Title    string     `json:"title"`
	Text     string     `json:"text"`
	Language string     `json:"language"`
	Area     string     `json:"area"`
	Urgency  string     `json:"urgency"` // today, week, whenever
	Closest  string     `json:"closest"`
	Speaks   []string   `json:"speaks"`
	Group    *groupJSON `json:"group"`
	State    string     `json:"state"`  // open, closed
	Reason   string     `json:"reason"` // why it is closed; empty while open
	Kept     bool       `json:"kept"`
	Opened   string     `json:"opened"` // a day
	Closes   string     `json:"closes"` // a day; empty for none
	Parts    []partJSON `json:"parts"`
}

type groupJSON struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type partJSON struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Quantity int64  `json:"quantity"` // 0: as many as come
	Left     *int64 `json:"left"`     // null: there is no end to it
	Unit     string `json:"unit"`
	Starts   string `json:"starts"` // RFC 3339; empty for none
	Ends     string `json:"ends"`
}

func (h *House) callJSON(v *visit, l call.Look) error {
	here := h.Origin + "/c/" + l.ID.String()
	j := callJSON{ID: l.ID.String(), URL: here, Kind: string(l.Kind), Side: string(l.Side), Title: l.Title, Text: l.Body,
		Language: l.Language, Area: l.Area.Name, Urgency: string(l.Urgency), Closest: l.Closest,
		Speaks: append([]string{}, strings.Fields(l.Speaks)...), State: string(l.State), Reason: string(l.Reason),
		Kept: l.Entry.ID != 0, Opened: h.dayJSON(l.Opened), Closes: h.dayJSON(l.Closes), Parts: []partJSON{}}
	if l.GroupName != "" {
		j.Group = &groupJSON{l.GroupName, h.Origin + "/g/" + l.GroupSlug}
	}
	for _, p := range l.Parts {
		part := partJSON{ID: p.ID.String(), Title: p.Title, Quantity: p.Quantity, Unit: p.Unit,
			Starts: h.timeJSON(p.Starts), Ends: h.timeJSON(p.Ends)}
		if p.Quantity > 0 {
			left := p.Left()
			part.Left = &left
		}
		j.Parts = append(j.Parts, part)
	}
	body, err := json.MarshalIndent(j, "", "  ")
	if err != nil {
		return err
	}
	return v.answer(200, "application/json", append(body, '\n'))
}

func (h *House) dayJSON(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(h.Zone).Format(time.DateOnly)
}

func (h *House) timeJSON(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(h.Zone).Format(time.RFC3339)
}
