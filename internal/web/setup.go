package web

import (
	"net/http"

	"alongside/internal/account"
	"alongside/internal/id"
	"alongside/internal/place"
	"alongside/internal/view"
)

// SetUpPath is where a board is set up; the link in the log adds its secret.
const SetUpPath = "/setup"

// SetUpLink is the whole link for the log.
func (s Settings) SetUpLink(secret id.Secret) string {
	return s.Origin + SetUpPath + "?" + secret.Reveal()
}

var setupRoutes = []route{
	{pattern: "GET /setup", do: (*House).setUpForm, private: true, early: true},
	{pattern: "POST /setup", do: (*House).setUp, private: true, early: true},
}

// orSetUp leads every page to the one that says that the board is not set up.
func (v *visit) orSetUp(err error) error {
	if err != nil {
		return err
	}
	return v.to(SetUpPath)
}

// setUpForm asks three things of whoever holds the link. To others it says
// where the link is, and nothing more.
func (h *House) setUpForm(v *visit) error {
	link := id.SecretFrom(v.r.URL.RawQuery)
	if err := v.brake("set-up"); err != nil {
		return err
	}
	if !h.Accounts.SetupOpens(link) {
		return h.setUpLocked(v, link)
	}
	a, err := h.Accounts.About(v.r.Context())
	if err != nil {
		return err
	}
	return v.render(http.StatusOK, view.Setup(v.setUpPage(link, or(h.Settings.Name, a.Name), or(h.Settings.Area, a.Area), "", nil)))
}

func (h *House) setUpLocked(v *visit, link id.Secret) error {
	ok, err := h.ready(v.r.Context())
	if err != nil {
		return err
	}
	if ok && link.Empty() {
		return v.to("/")
	}
	status := http.StatusOK
	if !link.Empty() {
		status = http.StatusGone
	}
	p := view.SetupPage{Frame: v.setUpFrame(), Locked: true}
	p.Title = v.l.T("setup.locked_title")
	return v.render(status, view.Setup(p))
}

func (v *visit) setUpFrame() view.Frame {
	f := v.frame(v.l.T("setup.title"), view.NavNone)
	f.Question, f.Private = true, true
	return f
}

func (v *visit) setUpPage(link id.Secret, name, area, keeper string, bad []view.Problem) view.SetupPage {
	p := view.SetupPage{Frame: v.setUpFrame(), Action: v.in(SetUpPath), Carry: []view.Hidden{{Name: "link", Value: link.Reveal()}},
		Name: name, Area: area, Keeper: keeper}
	p.Problems = bad
	if area != "" {
		for _, found := range place.Find(area, 5) {
			p.Areas = append(p.Areas, found.Label())
		}
	}
	return p
}

// setUp takes the three answers, then new keys, and then makes the account
// that looks after the board. Whoever is signed in already needs no keys.
func (h *House) setUp(v *visit) error {
	if err := v.brake("set-up"); err != nil {
		return err
	}
	link, form := id.SecretFrom(v.r.PostFormValue("link")), v.r.PostFormValue
	if !h.Accounts.SetupOpens(link) {
		return h.setUpAgain(v, link)
	}
	a := account.About{Name: form("board"), Area: form("area")}
	_, err := account.FaceName(form("name"))
	if bad := append(v.problems(a.Check()), v.problems(err)...); len(bad) > 0 {
		return v.render(http.StatusUnprocessableEntity, view.Setup(v.setUpPage(link, form("board"), form("area"), form("name"), bad)))
	}
	if !v.signed {
		if done, err := h.firstAccount(v); err != nil || !done {
			return err
		}
	}
	if _, err := h.Accounts.BecomeHost(v.r.Context(), v.person.Session, link, a); err != nil {
		return err
	}
	return v.to("/you?" + queryOf("done", "set-up"))
}

// setUpAgain is for the last form sent twice: whoever has become host by it
// goes on, and for everybody else the link has ended.
func (h *House) setUpAgain(v *visit, link id.Secret) error {
	if keys := v.newKeys(); !keys.none() && !v.signed {
		o, err := h.Accounts.SignIn(v.r.Context(), account.Attempt{Proof: keys.Code, Browser: v.browser()})
		if err == nil {
			v.giveCookie(o)
			return v.to("/you")
		}
	}
	if v.signed && v.person.Host {
		return v.to("/you")
	}
	return h.setUpLocked(v, link)
}

// firstAccount asks for new keys, and is done when they have made an account.
func (h *House) firstAccount(v *visit) (done bool, err error) {
	carry := v.carried("link", "board", "area", "name")
	keys := v.newKeys()
	if v.r.PostFormValue("draw") == "" && keys.none() {
		p := v.newAccountPage("")
		p.Frame, p.Carry, p.Name, p.First = v.setUpFrame(), carry, "-", true
		p.Scripts = []string{signInScript}
		p.Drawing = v.drawing(SetUpPath, "/sign-in/new/passkey")
		return false, v.render(http.StatusOK, view.NewAccount(p))
	}
	var bad []view.Problem
	if v.r.PostFormValue("draw") == "" {
		if bad, err = h.create(v, keys, v.r.PostFormValue("name")); err != nil || len(bad) == 0 {
			return err == nil, err
		}
	}
	p := v.keysPage(SetUpPath, carry)
	p.Problems = bad
	status := http.StatusOK
	if len(bad) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return false, v.render(status, view.NewKeys(p))
}
