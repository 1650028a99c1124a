package web

import (
	"encoding/json"
	"net/http"
	"strings"

	"alongside/internal/account"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/view"
	"alongside/internal/words"
)

var signInRoutes = []route{
	{pattern: "GET /sign-in", do: (*House).signInForm, private: true},
	{pattern: "POST /sign-in", do: (*House).signIn, private: true},
	{pattern: "POST /sign-in/passkey", do: (*House).askPasskey, private: true},
	{pattern: "GET /sign-in/new", do: (*House).newAccountForm, private: true},
	{pattern: "POST /sign-in/new", do: (*House).newAccount, private: true},
	{pattern: "POST /sign-in/new/passkey", do: (*House).askNewPasskey, private: true, early: true},
	{pattern: "POST /sign-out", do: (*House).signOut, private: true},
	{pattern: "GET /lost", do: (*House).lost, shared: true},
	{pattern: "GET /words/{lang}", do: (*House).wordList, early: true, blind: true},
}

const signInScript = "signin.js"

// signInPage asks for a key, and leads back afterwards.
func (v *visit) signInPage(back string) view.SignInPage {
	p := view.SignInPage{Frame: v.frame(v.l.T("account.sign_in_title"), view.NavYou), Action: v.in("/sign-in"),
		Salt: v.h.Accounts.Salt(), New: v.in("/sign-in/new"), Code: v.in("/mine"), Fresh: v.signed}
	if p.Fresh {
		p.Title = v.l.T("account.fresh_title")
	}
	if back != "" {
		p.Carry = []view.Hidden{{Name: "to", Value: back}}
		p.New += "?" + queryOf("to", back)
	}
	if v.h.Accounts.Passkeys() {
		p.Passkey = v.in("/sign-in/passkey")
	}
	p.Scripts, p.NoIndex, p.Private = []string{signInScript}, true, true
	return p
}

func (h *House) signInForm(v *visit) error {
	back := local(v.r.URL.Query().Get("to"))
	if v.signed {
		return v.to(or(back, "/you"))
	}
	return v.render(http.StatusOK, view.SignIn(v.signInPage(back)))
}

// signIn opens a session, or makes the one that is there fresh again.
func (h *House) signIn(v *visit) error {
	if err := v.brake("sign-in"); err != nil {
		return err
	}
	back := local(v.r.PostFormValue("to"))
	err := h.present(v)
	if bad := v.keyProblems(err); len(bad) > 0 {
		p := v.signInPage(back)
		p.Problems = bad
		return v.render(http.StatusUnprocessableEntity, view.SignIn(p))
	}
	if err != nil {
		return err
	}
	return v.to(or(back, "/you"))
}

// present hands what the visitor showed to the desk.
func (h *House) present(v *visit) error {
	ctx, a := v.r.Context(), account.Attempt{Proof: v.proof("key", "typed"), Passkey: v.passkey(), Browser: v.browser()}
	if v.signed {
		s, err := h.Accounts.Prove(ctx, v.person.Session, a)
		v.person.Session = s
		return err
	}
	o, err := h.Accounts.SignIn(ctx, a)
	if err == nil {
		v.giveCookie(o)
	}
	return err
}

// proof is a sign-in key that the browser derived, or what was typed.
func (v *visit) proof(key, typed string) account.Proof {
	return account.Proof{Key: id.SecretFrom(v.r.PostFormValue(key)), Typed: id.SecretFrom(v.r.PostFormValue(typed))}
}

// passkey is the answer of the person's device.
func (v *visit) passkey() account.Answer {
	return account.Answer{Ceremony: id.SecretFrom(v.r.PostFormValue("ceremony")), Credential: []byte(v.r.PostFormValue("credential"))}
}

func (v *visit) browser() account.Browser {
	return account.Browser{Device: account.DeviceOf(v.r.UserAgent())}
}

// keyProblems is problems, where a passkey that failed is a mistake too.
func (v *visit) keyProblems(err error) []view.Problem {
	bad := v.problems(err)
	if len(bad) == 0 && (fault.Is(err, fault.Invalid) || fault.Is(err, fault.Gone) || fault.Is(err, fault.Taken)) {
		bad = []view.Problem{{Field: "typed", Text: v.l.T(fault.SayOf(err))}}
	}
	return bad
}

func (h *House) askPasskey(v *visit) error {
	if err := v.brake("sign-in"); err != nil {
		return err
	}
	a, err := h.Accounts.AskPasskey(v.r.Context())
	return v.ceremony(a, err)
}

func (h *House) askNewPasskey(v *visit) error {
	if err := v.brake("new-account"); err != nil {
		return err
	}
	a, err := h.Accounts.AskNewPasskey(v.r.Context(), account.Session{})
	return v.ceremony(a, err)
}

// ceremony answers a script with what it hands to the person's device.
func (v *visit) ceremony(a account.Asking, err error) error {
	if err != nil {
		return err
	}
	body, err := json.Marshal(struct {
		Ceremony string          `json:"ceremony"`
		Options  json.RawMessage `json:"options"`
	}{a.Ceremony.Reveal(), a.Options})
	if err != nil {
		return err
	}
	return v.answer(http.StatusOK, "application/json", body)
}

// signOut ends this session and lets the browser forget the board.
func (h *House) signOut(v *visit) error {
	if v.signed {
		if err := h.Accounts.End(v.r.Context(), v.person.Session, v.person.Session.ID); err != nil {
			return err
		}
	}
	v.forget()
	return v.to("/")
}

func (h *House) lost(v *visit) error {
	p := view.LostPage{Frame: v.frame(v.l.T("account.lost_title"), view.NavYou), SignIn: v.in("/sign-in"), Code: v.in("/mine")}
	return v.render(http.StatusOK, view.Lost(p))
}

// wordList is what the browser draws six words from, so that the server never
// sees them.
func (h *House) wordList(v *visit) error {
	list := words.List(v.r.PathValue("lang"))
	if list == nil {
		return fault.New("web.words", fault.NotFound, "")
	}
	return v.answer(http.StatusOK, "text/plain; charset=utf-8", []byte(strings.Join(list, "\n")))
}
