package group

import (
	"fmt"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"alongside/internal/fault"
	"alongside/internal/place"
	"alongside/internal/text"
)

// Limits of what a group writes, in letters.
const (
	NameMost       = 120
	AboutMost      = 2000
	TopicMost      = 80
	MeetsMost      = 200
	AreaMost       = 60
	LinksMost      = 10
	AgreementsMost = 6000
	FaceMost       = 60
	speaksMost     = 12
	linkMost       = 300
)

// check tidies a card and notes its mistakes by their form fields.
func (c *Card) check(f *fault.Form) {
	tidy(f, "name", &c.Name, NameMost, text.Clean)
	f.Check(c.Name != "", "name", "group.say_name")
	tidy(f, "what", &c.About, AboutMost, text.CleanLines)
	tidy(f, "topic", &c.Topic, TopicMost, text.Clean)
	tidy(f, "meets", &c.Meets, MeetsMost, text.CleanLines)
	tidy(f, "place", &c.Area.Name, AreaMost, text.Clean)
	c.Area = coarse(c.Area)
	c.checkLanguages(f)
	c.checkLinks(f)
}

// CheckCard names what is wrong with what a group that came from elsewhere says
// of itself.
func (g Group) CheckCard() error {
	var f fault.Form
	tidied := g.Card
	tidied.Links = slices.Clone(g.Links)
	tidied.check(&f)
	f.Check(slices.Equal(tidied.Links, g.Links), "link0", "group.no_such_link", "example", "https://eastfield.example")
	return f.Err("group.check_card")
}

// coarse keeps no finer square than the board's own, and none without a name.
func coarse(a place.Area) place.Area {
	if a.Name == "" || !a.Cell.Valid() {
		a.Cell = 0
	}
	a.Cell = a.Cell.Coarse()
	return a
}

func tidy(f *fault.Form, name string, s *string, most int, clean func(string, int) (string, error)) {
	tidied, err := clean(*s, most)
	if err != nil {
		f.Add(name, "fault.too_long", "most", most)
		return
	}
	*s = tidied
}

var tag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)

func (c *Card) checkLanguages(f *fault.Form) {
	if c.Language != "" && !tag.MatchString(c.Language) {
		c.Language = ""
	}
	all := strings.Fields(c.Speaks)
	kept := all[:0]
	for _, t := range all {
		if tag.MatchString(t) {
			kept = append(kept, t)
		}
	}
	f.Check(len(kept) == len(all) && len(kept) <= speaksMost, "speaks", "group.no_such_language")
	c.Speaks = strings.Join(kept, " ")
}

func (c *Card) checkLinks(f *fault.Form) {
	kept := make([]string, 0, len(c.Links))
	for i, typed := range c.Links {
		if strings.TrimSpace(typed) == "" {
			continue
		}
		link, ok := CleanLink(typed)
		f.Check(ok, fmt.Sprintf("link%d", i), "group.no_such_link", "example", "https://eastfield.example")
		kept = append(kept, link)
	}
	f.Check(len(kept) <= LinksMost, "link0", "group.too_many_links", "most", LinksMost)
	c.Links = kept
}

// CleanLink is a link as pages may show it: https, a name with a dot in it,
// nobody's password, at most 300 letters. What is typed without https gets it.
// When it cannot be one, the text comes back as it was.
func CleanLink(typed string) (string, bool) {
	s := strings.TrimSpace(typed)
	switch {
	case len(s) >= 7 && strings.EqualFold(s[:7], "http://"):
		s = "https://" + s[7:]
	case !strings.Contains(s, "://"):
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || len(s) > linkMost || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f }) {
		return typed, false
	}
	host := u.Hostname()
	if !strings.EqualFold(u.Scheme, "https") || u.User != nil || u.Port() != "" ||
		!strings.Contains(strings.Trim(host, "."), ".") || strings.ContainsAny(host, "%:") {
		return typed, false
	}
	u.Scheme = "https"
	return u.String(), true
}

// same reports whether two cards read alike.
func (c Card) same(o Card) bool {
	links := slices.Equal(c.Links, o.Links)
	c.Links, o.Links = nil, nil
	return links && reflect.DeepEqual(c, o)
}
