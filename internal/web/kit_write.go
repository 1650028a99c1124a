package web

import (
	"strings"
	"time"

	"alongside/internal/fault"
	"alongside/internal/kit"
	"alongside/internal/view"
)

// kitEdit is a kit with what its steward has typed over it.
type kitEdit struct {
	v     *visit
	l     kit.Look
	now   kitNow
	of    *kit.Rendering // the one message that is changed; nil: the sheet, and perhaps a new one
	useBy time.Time
}

func (v *visit) kitEdit() (e kitEdit, err error) {
	e.v = v
	c, err := v.callID()
	if err != nil {
		return e, err
	}
	if e.l, err = v.h.Kits.Mine(v.r.Context(), v.viewer, c); err != nil {
		return e, err
	}
	if e.now, err = v.kitNow(c); err != nil {
		return e, err
	}
	for _, r := range e.l.Renderings {
		if renderingKey(r) == v.r.FormValue("of") {
			e.of = &r
		}
	}
	s, err := v.h.Carry.SourceOf(v.r.Context(), c)
	e.useBy = s.UseBy
	return e, err
}

// at is where the kit is written: on the private page of whoever has no account.
func (e kitEdit) at() string {
	at := "/c/" + e.l.Call.ID.String() + "/kit"
	if !e.v.link.Empty() {
		return e.v.base + at
	}
	return e.v.in(at)
}

func (h *House) kitForm(v *visit) error {
	if !v.link.Empty() && !v.proven() {
		return h.are(v)
	}
	e, err := v.kitEdit()
	if err != nil {
		return err
	}
	return e.show(nil, 200)
}

// field is what was typed, or what stands.
func (e kitEdit) field(name, stands string) string {
	if e.v.r.Method == "POST" {
		return e.v.r.PostFormValue(name)
	}
	return stands
}

func (e kitEdit) show(bad []view.Problem, status int) error {
	v := e.v
	p := view.FormPage{Frame: v.frame(v.l.T("kit.edit"), view.NavBoard), Action: e.at(), Key: freshKey(), Back: v.in("/c/" + e.l.Call.ID.String()),
		Button: v.l.T("action.reach_go"), Lines: []string{e.l.Call.Title}}
	if e.l.Slug != "" {
		p.Back = v.in("/kits/" + e.l.Slug)
	}
	if !v.link.Empty() {
		p.Carry = []view.Hidden{{Name: "d", Value: v.r.FormValue("d")}}
	}
	p.Problems = bad
	if v.r.URL.Query().Get("done") == "changed" {
		p.Done = v.l.T("mine.done_changed")
	}
	words := view.Input{Name: "words", Label: v.l.T("kit.words"), Hint: v.l.T("kit.words_hint"), Value: e.field("words", ""), Rows: 4, Max: kit.WordsMost, Optional: true}
	if e.of != nil {
		t := v.kitText(e.l, *e.of)
		p.Lines, p.Warns = append(p.Lines, t.Channel+" · "+t.Length+" · "+t.Language), v.kitWarns(e.of.Words, e.now)
		p.Carry = append(p.Carry, view.Hidden{Name: "of", Value: renderingKey(*e.of)})
		words.Value, words.Hint = e.field("words", e.of.Words), v.l.T("kit.words_out")
		p.Fields = []view.Input{words}
	} else {
		p.Lines = append(p.Lines, v.l.T("kit.how"))
		p.Picks, p.Fields = e.picks(bad), append([]view.Input{words}, e.sheet()...)
	}
	mark(p.Fields, bad)
	return v.render(status, view.Form(p))
}

// picks ask where a message goes, how long it is and in which language.
func (e kitEdit) picks(bad []view.Problem) []view.Choice {
	v := e.v
	channels := view.Choice{Name: "channel", Legend: v.l.T("kit.channel"), Problem: problemIn(bad, "channel")}
	for _, c := range kit.Channels {
		channels.Options = append(channels.Options, view.Option{Value: string(c), Label: view.ChannelWords(v.l, string(c)), On: or(v.r.FormValue("channel"), string(kit.Chat)) == string(c)})
	}
	lengths := view.Choice{Name: "length", Legend: v.l.T("kit.how_long"), Problem: problemIn(bad, "length")}
	for _, n := range kit.Lengths {
		lengths.Options = append(lengths.Options, view.Option{Value: string(n), Label: view.LengthWords(v.l, string(n)), On: or(v.r.FormValue("length"), string(kit.Short)) == string(n)})
	}
	languages := view.Choice{Name: "language", Legend: v.l.T("kit.language")}
	for _, x := range v.h.Languages.Languages() {
		languages.Options = append(languages.Options, view.Option{Value: x.Tag(), Label: x.Name(), On: or(v.r.FormValue("language"), v.l.Tag()) == x.Tag()})
	}
	return []view.Choice{channels, lengths, languages}
}

func (e kitEdit) sheet() []view.Input {
	v, until := e.v, ""
	if !e.useBy.IsZero() {
		until = v.local(e.useBy).Format(time.DateOnly)
	}
	return []view.Input{
		{Name: "avoid", Label: v.l.T("kit.avoid"), Hint: v.l.T("kit.avoid_hint"), Value: e.field("avoid", e.l.Avoid), Rows: 3, Max: kit.AvoidMost, Optional: true},
		{Name: "picture", Label: v.l.T("kit.picture"), Hint: v.l.T("kit.picture_hint"), Value: e.field("picture", e.l.Picture), Rows: 2, Max: kit.PictureMost, Optional: true},
		{Name: "contact", Label: v.l.T("kit.contact"), Hint: v.l.T("kit.contact_hint"), Value: e.field("contact", e.l.Contact), Max: kit.ContactMost, Optional: true},
		{Name: "useby", Label: v.l.T("carry.use_by"), Hint: v.l.T("carry.use_by_hint"), Value: e.field("useby", until), Type: "date", Optional: true}}
}

// draft is what was typed. A message goes away only on its own page, where its
// words were shown.
func (e kitEdit) draft() (d kit.Draft, err error) {
	form := e.v.r.PostFormValue
	d = kit.Draft{Kit: kit.Kit{Avoid: form("avoid"), Contact: form("contact"), Picture: form("picture")}, Sheets: e.of == nil,
		Rendering: kit.Rendering{Channel: kit.Channel(form("channel")), Length: kit.Length(or(form("length"), string(kit.Short))), Language: form("language")}}
	if e.of != nil {
		d.Rendering, d.Renders = *e.of, true
	}
	d.Words = form("words")
	d.Renders = d.Renders || strings.TrimSpace(d.Words) != ""
	if _, known := e.v.h.Languages.Find(d.Language); !known && d.Renders {
		err = fault.New("web.kit_write", fault.NotFound, "")
	}
	return d, err
}

func (h *House) kitWrite(v *visit) error {
	e, err := v.kitEdit()
	if err != nil {
		return err
	}
	d, err := e.draft()
	if err != nil {
		return err
	}
	until, bad := v.useBy()
	if len(bad) > 0 {
		return e.show(bad, 422)
	}
	k, err := h.Kits.Write(v.r.Context(), v.viewer, e.l.Call.ID, d)
	if bad := v.problems(err); len(bad) > 0 {
		return e.show(bad, 422)
	}
	if err == nil && d.Sheets && v.r.PostForm.Has("useby") {
		err = h.Carry.UseBy(v.r.Context(), v.viewer, e.l.Call.ID, until)
	}
	if err != nil {
		return err
	}
	if d.Renders && !v.link.Empty() && len(v.kitWarns(d.Words, e.now)) > 0 { // the public page does not know them
		return v.to(e.at() + "?" + queryOf("of", renderingKey(d.Rendering), "done", "changed", "d", v.r.FormValue("d")))
	}
	return v.to("/kits/" + k.Slug)
}
