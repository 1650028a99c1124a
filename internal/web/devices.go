package web

import (
	"net/http"

	"alongside/internal/account"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/view"
)

// The ways into an account, and the browsers in which it is open.

func (h *House) keys(v *visit) error { return h.showKeys(v, http.StatusOK, nil) }

func (h *House) showKeys(v *visit, status int, bad []view.Problem) error {
	ks, err := h.Accounts.Keyholes(v.r.Context(), v.person.Session)
	if err != nil {
		return err
	}
	p := view.KeyholesPage{Frame: v.frame(v.l.T("account.keyholes"), view.NavYou), Remove: v.in("/you/keys"),
		Drawing: v.drawing("/you/keys", "/you/keys/passkey")}
	p.Scripts, p.Problems = []string{signInScript}, bad
	if v.r.URL.Query().Get("done") == "keys" {
		p.Done = v.l.T("account.keys_changed")
	}
	for _, k := range ks {
		row := view.Keyhole{ID: k.ID.String(), Name: v.keyName(k), Since: v.l.T("account.since", "day", v.l.DayYear(k.Made))}
		switch {
		case k.Kind == account.KindCode:
			row.Fixed = v.l.T("account.code_stays")
		case len(ks) <= 2:
			row.Fixed = v.l.T("account.last_but_code")
		}
		if k.Kind == account.KindPasskey {
			row.Rename = v.in("/you/keys/" + k.ID.String())
		}
		p.List = append(p.List, row)
	}
	return v.render(status, view.Keyholes(p))
}

func (v *visit) keyName(k account.Keyhole) string {
	switch {
	case k.Label != "":
		return k.Label
	case k.Kind == account.KindPasskey:
		return v.l.T("account.passkey")
	case k.Kind == account.KindWords:
		return v.l.T("account.six_words")
	}
	return v.l.T("account.printed_code")
}

// changeKeys takes one away, draws new ones for a browser without a script, or
// puts new ones in place.
func (h *House) changeKeys(v *visit) error {
	keys := v.newKeys()
	change := account.Change{Code: keys.Code, Words: keys.Words, Passkey: keys.Passkey}
	if typed := v.r.PostFormValue("remove"); typed != "" {
		k, err := id.Parse[account.Keyhole](typed)
		if err != nil {
			return fault.New("web.keys", fault.NotFound, "")
		}
		change = account.Change{Drop: []account.KeyholeID{k}}
	} else if bad := v.notedProblem(keys); v.r.PostFormValue("draw") != "" || len(bad) > 0 {
		p := v.keysPage("/you/keys", nil)
		p.Added = true
		status := http.StatusOK
		if v.r.PostFormValue("draw") == "" {
			p.Problems, status = bad, http.StatusUnprocessableEntity
		}
		return v.render(status, view.NewKeys(p))
	}
	err := h.Accounts.Change(v.r.Context(), v.person.Session, change)
	if bad := v.keyProblems(err); len(bad) > 0 {
		return h.showKeys(v, http.StatusUnprocessableEntity, bad)
	}
	if err != nil {
		return err
	}
	return v.to("/you/keys?" + queryOf("done", "keys"))
}

func (h *House) askOneMorePasskey(v *visit) error {
	a, err := h.Accounts.AskNewPasskey(v.r.Context(), v.person.Session)
	return v.ceremony(a, err)
}

// ownKey is the keyhole that the address names.
func (h *House) ownKey(v *visit) (account.Keyhole, error) {
	which, err := id.Parse[account.Keyhole](v.r.PathValue("key"))
	if err == nil {
		ks, err := h.Accounts.Keyholes(v.r.Context(), v.person.Session)
		if err != nil {
			return account.Keyhole{}, err
		}
		for _, k := range ks {
			if k.ID == which {
				return k, nil
			}
		}
	}
	return account.Keyhole{}, fault.New("web.key", fault.NotFound, "")
}

func (h *House) keyForm(v *visit) error {
	k, err := h.ownKey(v)
	if err != nil {
		return err
	}
	p := view.FormPage{Frame: v.frame(v.l.T("account.rename"), view.NavYou), Action: v.in("/you/keys/" + k.ID.String()), Key: freshKey(),
		Fields: []view.Input{{Name: "label", Label: v.l.T("account.device_name"), Value: k.Label, Max: 40, Optional: true}},
		Button: v.l.T("account.save"), Back: v.in("/you/keys")}
	return v.render(http.StatusOK, view.Form(p))
}

func (h *House) renameKey(v *visit) error {
	k, err := h.ownKey(v)
	if err != nil {
		return err
	}
	if err := h.Accounts.Rename(v.r.Context(), v.person.Session, k.ID, v.r.PostFormValue("label")); err != nil {
		return err
	}
	return v.to("/you/keys")
}

func (h *House) devices(v *visit) error {
	all, err := h.Accounts.Sessions(v.r.Context(), v.person.Session)
	if err != nil {
		return err
	}
	p := view.SessionsPage{Frame: v.frame(v.l.T("account.sessions"), view.NavYou), Action: v.in("/you/devices")}
	if v.r.URL.Query().Get("done") == "ended" {
		p.Done = v.l.T("account.ended")
	}
	for _, s := range all {
		row := view.Session{ID: s.ID.String(), Name: or(s.Label, v.deviceName(s.Device)), Here: s.ID == v.person.Session.ID,
			Since: v.l.T("account.since", "day", v.l.DayYear(s.Begun))}
		if !s.Seen.Equal(s.Begun) {
			row.Seen = v.l.T("account.last_seen", "day", v.l.DayYear(s.Seen))
		}
		p.List = append(p.List, row)
	}
	return v.render(http.StatusOK, view.Sessions(p))
}

func (v *visit) deviceName(d account.Device) string {
	switch d {
	case account.DevicePhone:
		return v.l.T("account.phone")
	case account.DeviceComputer:
		return v.l.T("account.computer")
	}
	return v.l.T("account.some_device")
}

// endDevices ends one sign-in, all others, or all.
func (h *House) endDevices(v *visit) error {
	ctx, mine, form := v.r.Context(), v.person.Session, v.r.PostFormValue
	switch {
	case form("all") != "":
		if err := h.Accounts.EndAll(ctx, mine); err != nil {
			return err
		}
		v.forget()
		return v.to("/sign-in")
	case form("others") != "":
		if err := h.Accounts.EndOthers(ctx, mine); err != nil {
			return err
		}
	default:
		which, err := id.Parse[account.Session](form("end"))
		if err != nil {
			return fault.New("web.devices", fault.NotFound, "")
		}
		if err := h.Accounts.End(ctx, mine, which); err != nil {
			return err
		}
	}
	return v.to("/you/devices?" + queryOf("done", "ended"))
}
