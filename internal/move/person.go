package move

import (
	"archive/zip"
	"bufio"
	"encoding/json"
	"io"
	"time"

	"alongside/internal/call"
	"alongside/internal/locale"
)

// Person is what one person takes along: theirs alone, never how to reach
// anybody else.
type Person struct {
	Name     string      `json:"name"`
	Language string      `json:"language"`
	Day      string      `json:"day"`
	Groups   []Belonging `json:"groups"`
	Calls    []OwnCall   `json:"calls"`
	Promises []OwnWord   `json:"promises"`
}

// Belonging is one group that the person is in.
type Belonging struct {
	Group string `json:"group"`
	Name  string `json:"name"` // theirs, there
	Since string `json:"since"`
	Read  int    `json:"read"` // the version of the agreements they last read
}

// OwnCall is what the person asked or offered.
type OwnCall struct {
	Kind   call.Kind  `json:"kind"`
	Side   call.Side  `json:"side"`
	Title  string     `json:"title"`
	Words  string     `json:"words"`
	Place  string     `json:"place,omitempty"`
	State  call.State `json:"state"`
	Opened string     `json:"opened"`
	Closed string     `json:"closed,omitempty"`
	Parts  []string   `json:"parts"`
	Reach  string     `json:"reach,omitempty"` // how they said to be reached
	Spot   string     `json:"spot,omitempty"`
}

// OwnWord is one promise that the person gave or was given.
type OwnWord struct {
	Call   string     `json:"call"`
	Part   string     `json:"part"`
	Gave   bool       `json:"gave"` // otherwise it was given to them
	Stage  call.Stage `json:"stage"`
	Amount int64      `json:"amount"`
	Made   string     `json:"made"`
	Reach  string     `json:"reach,omitempty"`
}

// Of gathers a person's calls and promises.
func (p *Person) Of(m call.Mine) {
	for _, l := range m.Calls {
		c := OwnCall{l.Kind, l.Side, l.Title, l.Body, l.Area.Name, l.State, date(l.Opened), date(l.ClosedAt), nil, l.Detail.Reach, l.Detail.Spot}
		for _, part := range l.Parts {
			c.Parts = append(c.Parts, part.Title)
		}
		p.Calls = append(p.Calls, c)
	}
	for _, one := range m.Promises {
		p.Promises = append(p.Promises, OwnWord{one.Call.Title, one.Part.Title, one.Voice == call.Answerer, one.State, one.Quantity, date(one.Made), one.Own.Reach})
	}
}

// Pack writes a person's own things: a page to read, and the same for programs.
func (p *Person) Pack(w io.Writer, l *locale.Language, now time.Time) error {
	p.Day = date(now)
	archive := zip.NewWriter(w)
	f, err := archive.Create("you.json")
	if err != nil {
		return err
	}
	e := json.NewEncoder(f)
	e.SetIndent("", "  ")
	if err := e.Encode(p); err != nil {
		return err
	}
	if f, err = archive.Create("index.html"); err == nil {
		err = p.page(leaf{bufio.NewWriter(f), l}, now)
	}
	if err != nil {
		return err
	}
	return archive.Close()
}

func (p *Person) page(out leaf, now time.Time) error {
	out.begin(out.l.T("move.you_title"))
	out.small(p.Name, out.l.T("move.from_day", "day", out.l.DayYear(now)))
	out.in("h2", out.l.T("group.yours"))
	for _, g := range p.Groups {
		out.in(`h3 dir="auto"`, g.Group)
		out.small(g.Name, g.Since)
	}
	out.in("h2", out.l.T("move.you_asked"))
	for _, c := range p.Calls {
		out.in(`h3 dir="auto"`, c.Title)
		out.small(kindWords(out.l, call.Call{Kind: c.Kind, Side: c.Side}), c.Place, c.Opened)
		out.lines(c.Words)
	}
	out.in("h2", out.l.T("move.you_gave"))
	p.words(out, true)
	out.in("h2", out.l.T("move.you_got"))
	p.words(out, false)
	return out.w.Flush()
}

// words are the promises that the person gave, or was given.
func (p *Person) words(out leaf, gave bool) {
	for _, w := range p.Promises {
		if w.Gave == gave {
			out.in(`h3 dir="auto"`, w.Part)
			out.small(w.Call, w.Made)
		}
	}
}

// MemberOf notes that the person is in a group.
func (p *Person) MemberOf(group, name string, since time.Time, read int) {
	p.Groups = append(p.Groups, Belonging{group, name, date(since), read})
}
