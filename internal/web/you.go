package web

import (
	"cmp"
	"net/http"
	"slices"

	"alongside/internal/account"
	"alongside/internal/call"
	"alongside/internal/group"
	"alongside/internal/view"
)

// What an account opens. A promise and a call have the same pages here as
// behind a private link.
var youRoutes = []route{
	{pattern: "GET /you", guard: member, do: (*House).you, private: true},
	{pattern: "GET /you/p/{promise}", guard: member, do: (*House).reach, private: true},
	{pattern: "POST /you/p/{promise}", guard: member, do: (*House).promiseAct, private: true},
	{pattern: "GET /you/c/{call}/edit", guard: member, do: (*House).editForm, private: true},
	{pattern: "POST /you/c/{call}/edit", guard: member, do: (*House).edit, private: true},
	{pattern: "GET /you/c/{call}/close", guard: member, do: (*House).closeForm, private: true},
	{pattern: "POST /you/c/{call}/close", guard: member, do: (*House).close, private: true},
	{pattern: "GET /you/name", guard: member, do: (*House).nameForm, private: true},
	{pattern: "POST /you/name", guard: member, do: (*House).rename, private: true},
	{pattern: "GET /you/keys", guard: proved, do: (*House).keys, private: true},
	{pattern: "POST /you/keys", guard: proved, do: (*House).changeKeys, private: true},
	{pattern: "POST /you/keys/passkey", guard: proved, do: (*House).askOneMorePasskey, private: true},
	{pattern: "GET /you/keys/{key}", guard: proved, do: (*House).keyForm, private: true},
	{pattern: "POST /you/keys/{key}", guard: proved, do: (*House).renameKey, private: true},
	{pattern: "GET /you/devices", guard: member, do: (*House).devices, private: true},
	{pattern: "POST /you/devices", guard: member, do: (*House).endDevices, private: true},
	{pattern: "GET /you/leave", guard: proved, do: (*House).deleteForm, private: true},
	{pattern: "POST /you/leave", guard: proved, do: (*House).deleteAccount, private: true},
}

// you is the person's own page: promises by date, then their calls.
func (h *House) you(v *visit) error {
	m, err := h.Spine.Mine(v.r.Context(), v.viewer)
	if err != nil {
		return err
	}
	news, err := v.news()
	if err != nil {
		return err
	}
	byDate(m.Promises)
	mine, err := v.minePage(m)
	if err != nil {
		return err
	}
	face, _ := v.person.Face(account.Board)
	p := view.YouPage{Frame: mine.Frame, Name: face.Name, Notices: news, Told: h.canTell(), Promises: mine.Promises, Calls: mine.Calls,
		SignOut: v.in("/sign-out"), Host: v.person.Host, Key: freshKey()}
	p.Title = v.l.T("view.nav_you")
	filled, err := h.Spine.Filled(v.r.Context(), v.viewer)
	if err != nil {
		return err
	}
	for _, f := range filled {
		p.Filled = append(p.Filled, v.filledRow(f))
	}
	own, err := h.Groups.Own(v.r.Context(), v.viewer)
	if err != nil {
		return err
	}
	for _, g := range own {
		p.Groups = append(p.Groups, view.Link{Text: g.Name, Href: v.in(groupPath(g))})
	}
	return v.render(http.StatusOK, view.You(p))
}

// filledRow is what the reader has taken on of their group's promise. Its page
// is where they change it.
func (v *visit) filledRow(f call.Pledged) view.Promise {
	f.Quantity = f.Mine
	row := v.pledgeRow(group.Group{}, f)
	row.Call.Href, row.Who = v.in("/g/"+f.By.Slug+"/promises/"+f.ID.String()), f.By.Name
	return row
}

// byDate puts what is still to be done first, the soonest at the top, then
// what has no day, then what is over.
func byDate(all []call.Promise) {
	rank := func(p call.Promise) int {
		switch {
		case !p.State.Runs():
			return 2
		case p.Due.IsZero():
			return 1
		}
		return 0
	}
	slices.SortStableFunc(all, func(a, b call.Promise) int {
		if c := cmp.Compare(rank(a), rank(b)); c != 0 || rank(a) != 0 {
			return c
		}
		return a.Due.Compare(b.Due)
	})
}

func (h *House) nameForm(v *visit) error {
	face, _ := v.person.Face(account.Board)
	return v.render(http.StatusOK, view.Settings(v.namePage(face.Name, v.person.Session.Language)))
}

func (v *visit) namePage(name, language string) view.SettingsPage {
	p := view.SettingsPage{Frame: v.frame(v.l.T("account.name_language"), view.NavYou), Action: v.in("/you/name")}
	p.Inputs = []view.Input{{Name: "name", Label: v.l.T("account.face"), Hint: v.l.T("account.face_hint"), Value: name,
		Max: 60, Autocomplete: "nickname"}}
	choice := view.Choice{Name: "language", Legend: v.l.T("account.language")}
	for _, l := range v.h.Languages.Languages() {
		choice.Options = append(choice.Options, view.Option{Value: l.Tag(), Label: l.Name(), On: l.Tag() == language})
	}
	p.Choices = []view.Choice{choice}
	return p
}

// rename sets the name on the board and the language of the account.
func (h *House) rename(v *visit) error {
	name, language := v.r.PostFormValue("name"), v.r.PostFormValue("language")
	_, err := h.Accounts.Wear(v.r.Context(), v.person.Session, account.Board, name)
	if bad := v.problems(err); len(bad) > 0 {
		p := v.namePage(name, language)
		p.Problems, p.Inputs[0].Problem = bad, bad[0].Text
		return v.render(http.StatusUnprocessableEntity, view.Settings(p))
	}
	if err != nil {
		return err
	}
	if l, ok := h.Languages.Find(language); ok && l.Tag() != v.person.Session.Language {
		if err := h.Accounts.Speak(v.r.Context(), v.person.Session, l.Tag()); err != nil {
			return err
		}
		v.fixed = false // what was chosen counts, not the address it was chosen on
	}
	return v.to("/you?" + queryOf("done", "changed"))
}

// deleteForm says what deletion means.
func (h *House) deleteForm(v *visit) error {
	p := view.FormPage{Frame: v.frame(v.l.T("account.delete"), view.NavYou), Action: v.in("/you/leave"), Warn: true, Key: freshKey(),
		Lines: []string{v.l.T("account.delete_what"), v.l.T("account.delete_groups"), v.l.T("move.stays_record"), v.l.T("move.stays_copies"),
			v.l.T("mine.erased_more"), v.l.T("account.delete_never"), v.l.T("move.take_first")},
		Button: v.l.T("account.delete"), Back: v.in("/you")}
	return v.render(http.StatusOK, view.Form(p))
}

func (h *House) deleteAccount(v *visit) error {
	if err := h.Accounts.Delete(v.r.Context(), v.person.Session); err != nil {
		return err
	}
	v.forget()
	v.signed = false
	p := view.NotePage{Frame: v.frame(v.l.T("account.deleted"), view.NavNone), Lines: []string{v.l.T("mine.erased_more")}}
	return v.render(http.StatusOK, view.Note(p))
}
