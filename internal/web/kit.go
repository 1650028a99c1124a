package web

import (
	"slices"
	"strings"

	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/kit"
	"alongside/internal/text"
	"alongside/internal/view"
)

// Message kits, for everybody to read and for a call's steward to write.
var kitRoutes = []route{
	{pattern: "GET /kits/{name}", do: (*House).kit, shared: true},
	{pattern: "GET /c/{call}/kit", guard: member, do: (*House).kitForm, private: true},
	{pattern: "POST /c/{call}/kit", guard: member, do: (*House).kitWrite, private: true},
	{pattern: "GET /mine/{link}/c/{call}/kit", guard: guest, do: (*House).kitForm, private: true},
	{pattern: "POST /mine/{link}/c/{call}/kit", guard: guest, do: (*House).kitWrite, private: true},
}

// kit is one kit: its page, or with .json what machines read of it.
func (h *House) kit(v *visit) error {
	name, form, dot := strings.Cut(v.r.PathValue("name"), ".")
	l, err := h.Kits.At(v.r.Context(), v.viewer, name)
	v.about(int64(l.Kit.Call))
	if fault.Is(err, fault.NotFound) && l.Kit.Call != 0 {
		return h.gone(v, l.Kit.Call, err)
	}
	if err != nil {
		return err
	}
	switch {
	case dot && form == "json":
		return h.kitJSON(v, l)
	case dot:
		return h.missing(v)
	}
	now, err := v.kitNow(l.Call.ID)
	if err != nil {
		return err
	}
	if home, moved, err := h.homeOfCall(v, now.Look); err != nil || moved {
		return v.orMoved(err, now.GroupName, home)
	}
	return v.render(200, view.Kit(v.kitPage(l, now)))
}

func (v *visit) kitPage(l kit.Look, now kitNow) view.KitPage {
	here := v.in("/c/" + l.Call.ID.String())
	p := view.KitPage{Frame: v.frame(l.Call.Title, view.NavBoard), Up: view.Link{Text: v.l.T("kit.call"), Href: here}, Over: l.Over(v.now),
		Until: v.l.T("kit.until", "day", v.l.DayYear(v.local(l.Until()))), Changed: v.kitChanged(l.Kit), Facts: now.facts, Picture: l.Picture}
	if l.Contact != "" {
		p.Facts = append(p.Facts, view.Pair{Term: v.l.T("kit.contact"), Says: l.Contact})
	}
	p.Link = v.h.Origin + "/c/" + l.Call.ID.String()
	p.Path = "/kits/" + l.Slug
	p.Avoid = kept(strings.Split(l.Avoid, "\n")...)
	if v.signed && l.Call.Stands() {
		if _, err := v.h.Kits.Mine(v.r.Context(), v.viewer, l.Call.ID); err == nil {
			p.Edit = here + "/kit"
		}
	}
	for _, r := range v.kitOrder(l.Renderings) {
		t := v.kitText(l, r)
		if p.Edit != "" {
			t.Edit, t.Warns = p.Edit+"?"+queryOf("of", renderingKey(r)), v.kitWarns(r.Words, now)
		}
		p.Texts = append(p.Texts, t)
	}
	own := slices.ContainsFunc(l.Renderings, func(r kit.Rendering) bool { return r.Language == v.l.Tag() })
	if !own && !p.Over {
		t := v.kitText(l, kit.Rendering{Channel: kit.Chat, Length: kit.Short, Language: v.l.Tag(), Words: now.words()})
		t.Made = v.l.T("kit.made")
		p.Texts = slices.Insert(p.Texts, 0, t)
	}
	return p
}

// kitChanged says on which day what changed last.
func (v *visit) kitChanged(k kit.Kit) string {
	day := v.l.DayYear(k.Changed)
	switch k.What {
	case kit.Asked:
		return v.l.T("kit.changed_call", "day", day)
	case kit.Facts:
		return v.l.T("kit.changed_facts", "day", day)
	}
	return v.l.T("kit.changed_words", "day", day)
}

// kitOrder puts the reader's language first, and then the shorter.
func (v *visit) kitOrder(all []kit.Rendering) []kit.Rendering {
	rank := func(r kit.Rendering) int {
		n := slices.Index(kit.Channels, r.Channel)*len(kit.Lengths) + slices.Index(kit.Lengths, r.Length)
		if r.Language != v.l.Tag() {
			n += 1000
		}
		return n
	}
	slices.SortStableFunc(all, func(a, b kit.Rendering) int { return rank(a) - rank(b) })
	return all
}

// renderingKey names a rendering in an address and in the page.
func renderingKey(r kit.Rendering) string {
	return string(r.Channel) + "-" + string(r.Length) + "-" + r.Language
}

// kitWords is a message as it is copied: what is read ends with the way home.
func (v *visit) kitWords(r kit.Rendering, c call.ID) string {
	if r.Channel.Spoken() {
		return r.Words
	}
	return r.Words + "\n" + v.h.Origin + "/c/" + c.String()
}

func (v *visit) kitText(l kit.Look, r kit.Rendering) view.KitText {
	name := r.Language
	if l, ok := v.h.Languages.Find(r.Language); ok {
		name = l.Name()
	}
	t := view.KitText{ID: "k-" + renderingKey(r), Channel: view.ChannelWords(v.l, string(r.Channel)), Length: view.LengthWords(v.l, string(r.Length)),
		Language: name, Lang: r.Language, Words: v.kitWords(r, l.Call.ID)}
	long, most := kit.Measure(r.Channel, r.Length, t.Words)
	t.Fits = v.l.T("kit.length", "n", long, "most", most)
	if t.TooLong = long > most; t.TooLong {
		t.Fits = v.l.T("kit.too_long", "n", long, "most", most)
	}
	switch level := kit.Read(r.Words, r.Language); {
	case level.Graded:
		t.Reading = v.l.T("kit.sentence", "n", level.Sentence) + " " + v.l.T("kit.grade", "n", level.Grade)
	case level.Sentence > 0:
		t.Reading = v.l.T("kit.sentence", "n", level.Sentence) + " " + v.l.T("kit.long_words", "n", level.Long)
	}
	if !r.Changed.IsZero() {
		t.Changed = v.l.T("carry.changed", "day", v.l.DayYear(r.Changed))
	}
	return t
}

// kitWarns are what a steward should look at once more: what leads to one
// person's door, and hours that are not the call's.
func (v *visit) kitWarns(words string, now kitNow) (all []string) {
	for _, kind := range text.Private(words) {
		all = append(all, warning(v, kind))
	}
	if others := kit.OtherTimes(words, now.hours); len(others) > 0 {
		all = append(all, v.l.T("kit.other_time", "times", v.l.List(others)))
	}
	return all
}

// kitWay leads to a call's message kit: to read it, or for its steward to make
// one.
func (v *visit) kitWay(c call.Call, address string, steward bool) (link view.Link) {
	switch {
	case c.Audience != call.OnBoard || c.State == call.Hidden:
	case address != "":
		link = view.Link{Text: v.l.T("kit.title"), Href: v.in("/kits/" + address)}
	case steward && c.State == call.Open:
		link = view.Link{Text: v.l.T("kit.make"), Href: v.in("/c/" + c.ID.String() + "/kit")}
	}
	return link
}

// kitMine leads the one who asked from their own page to writing the kit.
func (v *visit) kitMine(l call.Look, proof string) (link view.Link) {
	if l.Audience != call.OnBoard || l.State != call.Open {
		return link
	}
	link = view.Link{Text: v.l.T("kit.make"), Href: v.in("/c/" + l.ID.String() + "/kit")}
	if l.Kit != "" {
		link.Text = v.l.T("kit.edit")
	}
	if !v.link.Empty() {
		link.Href = v.base + "/c/" + l.ID.String() + "/kit" + proof
	}
	return link
}
