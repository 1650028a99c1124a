package web

import (
	"encoding/xml"
	"strings"
	"time"

	"alongside/internal/call"
	"alongside/internal/view"
)

// Feeds are Atom (RFC 4287): the same calls as on the board, for readers that
// look by themselves. Nothing in them says who reads.

var feedRoutes = []route{
	{pattern: "GET /feed.xml", do: (*House).feed, shared: true},
	{pattern: "GET /aid/feed.xml", do: (*House).feed, shared: true},
	{pattern: "GET /know-how/feed.xml", do: (*House).feed, shared: true},
}

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Icon    string      `xml:"icon"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Lang     string       `xml:"xml:lang,attr,omitempty"`
	ID       string       `xml:"id"`
	Title    string       `xml:"title"`
	Updated  string       `xml:"updated"`
	Link     atomLink     `xml:"link"`
	Category atomCategory `xml:"category"`
	Content  string       `xml:"content"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

// feedMost is how many calls a feed holds.
const feedMost = 50

func (h *House) feed(v *visit) error {
	page := strings.TrimSuffix(v.path, "/feed.xml")
	list, err := h.Spine.Board(v.r.Context(), v.viewer, call.Filter{Kind: kindPaths[page], Most: feedMost})
	if err != nil {
		return err
	}
	f := atomFeed{Lang: v.l.Tag(), ID: h.Origin + v.path, Title: h.Name(), Author: h.Name(), Icon: h.Origin + view.Asset("mark.svg"),
		Updated: h.day(v.now), Links: []atomLink{
			{"self", "application/atom+xml", h.Origin + v.path}, {"alternate", "text/html", h.Origin + page + "/"}}}
	if page != "" {
		f.Links[1].Href = h.Origin + page
		f.Title = view.Kind(kindPaths[page]).Words(v.l) + " – " + h.Name()
	}
	for i, l := range list.Calls {
		if i == 0 {
			f.Updated = h.day(l.Opened)
		}
		f.Entries = append(f.Entries, v.feedEntry(l))
	}
	body, err := xml.MarshalIndent(f, "", " ")
	if err != nil {
		return err
	}
	return v.answer(200, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), body...))
}

// feedEntry is one call with its words, its area and what is still wanted.
func (v *visit) feedEntry(l call.Listed) atomEntry {
	row := v.row(l)
	here := v.h.Origin + row.Href
	lines := []string{l.Body}
	if row.Still != "" {
		lines = append(lines, v.l.T("call.still", "list", row.Still))
	}
	if l.Area.Name != "" {
		lines = append(lines, l.Area.Name)
	}
	return atomEntry{Lang: l.Language, ID: here, Title: l.Title, Updated: v.h.day(l.Opened),
		Link:     atomLink{"alternate", "text/html", here},
		Category: atomCategory{string(l.Kind) + "-" + string(l.Side), row.KindWords(v.l)},
		Content:  strings.Join(lines, "\n")}
}

// day is the day of t on this board's wall, as a time for machines. The hour
// somebody wrote is nobody's business.
func (h *House) day(t time.Time) string {
	y, m, d := t.In(h.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, h.Zone).Format(time.RFC3339)
}
