package web

import (
	"strings"

	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/kit"
	"alongside/internal/view"
)

// Message kits: for everybody to read, and for a call's steward to write.
var kitRoutes = []route{
	{pattern: "GET /kits/{name}", do: (*House).kit, shared: true},
	{pattern: "GET /c/{call}/kit", guard: member, do: (*House).kitForm, private: true},
	{pattern: "POST /c/{call}/kit", guard: member, do: (*House).kitWrite, private: true},
}

func (h *House) kit(v *visit) error {
	l, err := h.Kits.At(v.r.Context(), v.viewer, v.r.PathValue("name"))
	if err != nil {
		return err
	}
	v.about(int64(l.Kit.Call))
	p, err := v.kitPage(l)
	if err != nil {
		return err
	}
	return v.render(200, view.Kit(p))
}

func (v *visit) kitPage(l kit.Look) (p view.KitPage, err error) {
	here := "/c/" + l.Call.ID.String()
	p = view.KitPage{Frame: v.frame(l.Call.Title, view.NavBoard), Up: view.Link{Text: v.l.T("kit.call"), Href: v.in(here)}, Over: l.Over(v.now),
		Until: v.l.T("kit.until", "day", v.l.DayYear(v.local(l.Until()))), Picture: l.Picture}
	if !l.Changed.IsZero() {
		p.Changed = v.l.T("kit.changed_words", "day", v.l.DayYear(l.Changed))
		if l.What == kit.Facts {
			p.Changed = v.l.T("kit.changed_facts", "day", v.l.DayYear(l.Changed))
		}
	}
	if p.Facts, err = v.kitFacts(l); err != nil {
		return p, err
	}
	for _, line := range strings.Split(l.Avoid, "\n") {
		if line != "" {
			p.Avoid = append(p.Avoid, line)
		}
	}
	p.Texts = v.kitTexts(l)
	if v.signed {
		if _, err := v.h.Kits.Mine(v.r.Context(), v.viewer, l.Call.ID); err == nil {
			p.Edit = v.in(here + "/kit")
		}
	}
	return p, nil
}

// kitFacts are the call's own, as they are now, with what its steward adds.
func (v *visit) kitFacts(l kit.Look) (all []view.Pair, err error) {
	add := func(term, says string) {
		if says != "" {
			all = append(all, view.Pair{Term: term, Says: says})
		}
	}
	add(v.l.T("kit.what"), l.Call.Title)
	through, err := v.h.Spine.ThroughOf(v.r.Context(), l.Call)
	if err != nil {
		return nil, err
	}
	add(v.l.T("call.asked_by"), or(through, v.l.T("call.a_neighbour")))
	add(v.l.T("call.when"), v.kitWhen(l))
	add(v.l.T("call.where"), l.Call.Area.Name)
	row := v.row(call.Listed{Call: l.Call})
	add(v.l.T("kit.wanted"), row.Still)
	add(v.l.T("kit.contact"), l.Contact)
	return all, nil
}

func (v *visit) kitWhen(l kit.Look) string {
	if !l.Call.Next.IsZero() {
		return v.l.DayClock(v.local(l.Call.Next))
	}
	return v.l.T("call.until", "day", v.l.Near(v.local(l.Call.Closes), v.local(v.now)))
}

// kitTexts are what was written, and in the reader's own language a short one
// made of the facts where nobody wrote any.
func (v *visit) kitTexts(l kit.Look) (all []view.KitText) {
	own := false
	for _, r := range l.Renderings {
		own = own || r.Language == v.l.Tag()
		all = append(all, v.kitText(l, r, ""))
	}
	if !own && !l.Over(v.now) {
		words := strings.Join(kept(l.Call.Title+".", v.kitWhen(l)+".", l.Call.Area.Name), " ")
		all = append(all, v.kitText(l, kit.Rendering{Channel: kit.Chat, Language: v.l.Tag(), Words: words}, v.l.T("kit.made")))
	}
	return all
}

func (v *visit) kitText(l kit.Look, r kit.Rendering, made string) view.KitText {
	name := r.Language
	if l, ok := v.h.Languages.Find(r.Language); ok {
		name = l.Name()
	}
	words := r.Words
	if !r.Channel.Spoken() {
		words += "\n" + v.h.Origin + "/c/" + l.Call.ID.String()
	}
	t := view.KitText{ID: "k-" + string(r.Channel) + "-" + r.Language, Channel: view.ChannelWords(v.l, string(r.Channel)), Language: name, Lang: r.Language, Words: words, Made: made}
	long, most := len([]rune(words)), kit.Limit(r.Channel, words)
	t.Length = v.l.T("kit.length", "n", long, "most", most)
	if t.TooLong = long > most; t.TooLong {
		t.Length = v.l.T("kit.too_long", "n", long, "most", most)
	}
	level := kit.Read(r.Words, r.Language)
	t.Reading = v.l.T("kit.sentence", "n", level.Sentence)
	if level.Graded {
		t.Reading = v.l.T("kit.grade", "n", level.Grade) + " " + t.Reading
	}
	return t
}

func (h *House) kitForm(v *visit) error {
	l, err := v.ownKit()
	if err != nil {
		return err
	}
	return v.showKitForm(l, nil, 200)
}

func (v *visit) ownKit() (kit.Look, error) {
	c, err := v.callID()
	if err != nil {
		return kit.Look{}, err
	}
	return v.h.Kits.Mine(v.r.Context(), v.viewer, c)
}

func (v *visit) showKitForm(l kit.Look, bad []view.Problem, status int) error {
	f, sent := v.r.PostForm, v.r.Method == "POST"
	field := func(name, stands string) string {
		if sent {
			return f.Get(name)
		}
		return stands
	}
	here := v.in("/c/" + l.Call.ID.String())
	p := view.FormPage{Frame: v.frame(v.l.T("kit.edit"), view.NavBoard), Action: here + "/kit", Key: freshKey(), Back: here, Button: v.l.T("action.reach_go"),
		Lines: []string{l.Call.Title, v.l.T("kit.how")}}
	p.Problems = bad
	channel, language := v.r.FormValue("channel"), or(v.r.FormValue("language"), v.l.Tag())
	channels := view.Choice{Name: "channel", Legend: v.l.T("kit.channel"), Problem: problemIn(bad, "channel")}
	for _, c := range kit.Channels {
		channels.Options = append(channels.Options, view.Option{Value: string(c), Label: view.ChannelWords(v.l, string(c)), On: channel == string(c)})
	}
	languages := view.Choice{Name: "language", Legend: v.l.T("kit.language")}
	for _, x := range v.h.Languages.Languages() {
		languages.Options = append(languages.Options, view.Option{Value: x.Tag(), Label: x.Name(), On: x.Tag() == language})
	}
	p.Picks = []view.Choice{channels, languages}
	words := ""
	for _, r := range l.Renderings {
		if string(r.Channel) == channel && r.Language == language {
			words = r.Words
		}
	}
	p.Fields = []view.Input{
		{Name: "words", Label: v.l.T("kit.words"), Hint: v.l.T("kit.words_hint"), Value: field("words", words), Rows: 4, Max: kit.WordsMost, Optional: true},
		{Name: "avoid", Label: v.l.T("kit.avoid"), Hint: v.l.T("kit.avoid_hint"), Value: field("avoid", l.Avoid), Rows: 3, Max: kit.AvoidMost, Optional: true},
		{Name: "picture", Label: v.l.T("kit.picture"), Hint: v.l.T("kit.picture_hint"), Value: field("picture", l.Picture), Rows: 2, Max: kit.PictureMost, Optional: true},
		{Name: "contact", Label: v.l.T("kit.contact"), Value: field("contact", l.Contact), Max: kit.ContactMost, Optional: true}}
	mark(p.Fields, bad)
	return v.render(status, view.Form(p))
}

func (h *House) kitWrite(v *visit) error {
	l, err := v.ownKit()
	if err != nil {
		return err
	}
	form := v.r.PostFormValue
	d := kit.Draft{Kit: kit.Kit{Avoid: form("avoid"), Contact: form("contact"), Picture: form("picture")},
		Rendering: kit.Rendering{Channel: kit.Channel(form("channel")), Language: form("language"), Words: form("words")}}
	if _, known := h.Languages.Find(d.Language); !known {
		return fault.New("web.kit_write", fault.NotFound, "")
	}
	for _, r := range l.Renderings {
		d.Renders = d.Renders || r.Channel == d.Channel && r.Language == d.Language
	}
	d.Renders = d.Renders || strings.TrimSpace(d.Words) != ""
	k, err := h.Kits.Write(v.r.Context(), v.viewer, l.Call.ID, d)
	if bad := v.problems(err); len(bad) > 0 {
		return v.showKitForm(l, bad, 422)
	}
	if err != nil {
		return err
	}
	return v.to("/kits/" + k.Slug)
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
