package web

import (
	"net/http"
	"slices"
	"strings"

	"alongside/internal/account"
	"alongside/internal/view"
	"alongside/internal/words"
)

// The fields of a form that brings new keys: as a browser derived them, and as
// the server drew them for a browser without a script.
var keyFields = []string{"words_key", "code_key", "ceremony", "credential"}

// newKeys are the keys that a form brings.
type newKeys struct {
	Words, Code account.Proof
	Passkey     account.Answer
}

func (v *visit) newKeys() newKeys {
	return newKeys{v.proof("words_key", "words"), v.proof("code_key", "code"), v.passkey()}
}

func (k newKeys) none() bool { return k.Words.Empty() && k.Code.Empty() && k.Passkey.Empty() }

// drawing is what the browser needs to draw keys for a form.
func (v *visit) drawing(action, passkey string) view.Drawing {
	d := view.Drawing{Action: v.in(action), Salt: v.h.Accounts.Salt(), Words: "/words/" + v.wordsLanguage()}
	if v.h.Accounts.Passkeys() {
		d.Passkey = v.in(passkey)
	}
	return d
}

func (v *visit) wordsLanguage() string {
	if slices.Contains(words.Languages(), v.l.Tag()) {
		return v.l.Tag()
	}
	return "en"
}

// keysPage shows what the server drew, or shows again what was drawn before.
func (v *visit) keysPage(action string, carry []view.Hidden) view.NewKeysPage {
	p := view.NewKeysPage{Frame: v.frame(v.l.T("account.keys_title"), view.NavYou), Action: v.in(action), Carry: carry, Key: freshKey(),
		Words: v.r.PostFormValue("words"), Code: v.r.PostFormValue("code"), Name: v.r.PostFormValue("name")}
	draw := strings.Fields(v.r.PostFormValue("draw"))
	if slices.Contains(draw, "words") {
		p.Words = words.Key(v.wordsLanguage()).Reveal()
	}
	if slices.Contains(draw, "code") || slices.Contains(draw, "passkey") {
		p.Code = account.NewCode().Reveal()
	}
	if len(draw) == 0 {
		p.Carry = append(p.Carry, v.carried(keyFields...)...)
	}
	p.Private = true
	return p
}

// carried are the fields that a form brought and the next one brings again.
func (v *visit) carried(names ...string) (all []view.Hidden) {
	for _, name := range names {
		if value := v.r.PostFormValue(name); value != "" {
			all = append(all, view.Hidden{Name: name, Value: value})
		}
	}
	return all
}

// notedProblem makes sure that somebody who was shown words or a code has
// written them down.
func (v *visit) notedProblem(k newKeys) []view.Problem {
	if v.r.PostFormValue("noted") == "yes" || k.Words.Empty() && k.Code.Empty() {
		return nil
	}
	return []view.Problem{{Field: "noted", Text: v.l.T("account.note_first")}}
}

func (h *House) newAccountForm(v *visit) error {
	back := local(v.r.URL.Query().Get("to"))
	if v.signed {
		return v.to(or(back, "/you"))
	}
	return v.render(http.StatusOK, view.NewAccount(v.newAccountPage(back)))
}

func (v *visit) newAccountPage(back string) view.NewAccountPage {
	p := view.NewAccountPage{Frame: v.frame(v.l.T("account.new_title"), view.NavYou), Key: freshKey(),
		Drawing: v.drawing("/sign-in/new", "/sign-in/new/passkey")}
	if back != "" {
		p.Carry = []view.Hidden{{Name: "to", Value: back}}
	}
	p.Scripts, p.Private = []string{signInScript}, true
	return p
}

// newAccount draws keys for a browser without a script, and then makes the
// account.
func (h *House) newAccount(v *visit) error {
	if err := v.brake("new-account"); err != nil {
		return err
	}
	back := local(v.r.PostFormValue("to"))
	page := func(status int, bad []view.Problem) error {
		p := v.keysPage("/sign-in/new", v.carried("to"))
		p.NeedName, p.Problems = true, bad
		return v.render(status, view.NewKeys(p))
	}
	keys := v.newKeys()
	switch {
	case v.r.PostFormValue("draw") != "":
		return page(http.StatusOK, nil)
	case keys.none():
		return v.render(http.StatusUnprocessableEntity, view.NewAccount(v.newAccountPage(back)))
	}
	bad, err := h.create(v, keys, v.r.PostFormValue("name"))
	if len(bad) > 0 {
		return page(http.StatusUnprocessableEntity, bad)
	}
	if err != nil {
		return err
	}
	return v.to(or(back, "/you?"+queryOf("done", "welcome")))
}

// create makes the account, and signs it in.
func (h *House) create(v *visit, keys newKeys, name string) ([]view.Problem, error) {
	_, err := account.FaceName(name)
	if bad := append(v.problems(err), v.notedProblem(keys)...); len(bad) > 0 {
		return bad, nil
	}
	o, err := h.Accounts.Create(v.r.Context(), account.Start{Name: name, Language: v.l.Tag(),
		Code: keys.Code, Words: keys.Words, Passkey: keys.Passkey, Browser: v.browser()})
	if bad := v.keyProblems(err); len(bad) > 0 {
		return bad, nil
	}
	if err == nil {
		v.giveCookie(o)
		v.person.Session = o.Session
	}
	return nil, err
}
