package web

import (
	"net/url"
	"slices"
	"strings"

	"alongside/internal/group"
	"alongside/internal/place"
	"alongside/internal/view"
)

var foundingRoutes = []route{
	{pattern: "GET /groups/new", do: (*House).foundStart, private: true},
	{pattern: "POST /groups/new", guard: member, do: (*House).foundStep, private: true},
}

// founding is what somebody has typed so far to start a group. It travels with
// the four pages: nothing is stored before the last one.
type founding struct {
	v    *visit
	f    url.Values
	step string
}

const (
	foundName  = "name"
	foundWhat  = "what"
	foundAgree = "agree"
	foundCheck = "check"
)

var foundSteps = []string{foundName, foundWhat, foundAgree, foundCheck}

// foundFields are the fields that each page asks for; the others are carried.
var foundFields = map[string][]string{
	foundName:  {"name"},
	foundWhat:  {"what", "place"},
	foundAgree: {"agreements"},
}

// foundStart is the first page; somebody without an account makes one first,
// and comes back.
func (h *House) foundStart(v *visit) error {
	a := &founding{v: v, f: url.Values{}}
	if v.signed {
		return a.show(foundName, nil, 200)
	}
	p := view.FoundPage{Frame: v.frame(v.l.T("group.found"), view.NavGroups), Back: v.in("/groups")}
	p.New, p.SignIn = v.accountFirst("/groups/new")
	return v.render(200, view.Found(p))
}

// accountFirst is where to make an account or sign in, and come back.
func (v *visit) accountFirst(back string) (make, signIn string) {
	to := "?" + queryOf("to", back)
	return v.in("/sign-in/new") + to, v.in("/sign-in") + to
}

func (h *House) foundStep(v *visit) error {
	if err := v.r.ParseForm(); err != nil {
		return err
	}
	a := &founding{v: v, f: v.r.PostForm, step: v.r.PostForm.Get("step")}
	if !slices.Contains(foundSteps, a.step) {
		a.step = foundName
	}
	if to := a.f.Get("change"); slices.Contains(foundSteps, to) {
		return a.show(to, nil, 200)
	}
	d := a.draft()
	err := d.Check()
	if bad := a.problemsOn(a.step, err); len(bad) > 0 {
		return a.show(a.step, bad, 422)
	}
	if a.step != foundCheck {
		return a.show(foundSteps[slices.Index(foundSteps, a.step)+1], nil, 200)
	}
	for _, step := range foundSteps {
		if bad := a.problemsOn(step, err); len(bad) > 0 {
			return a.show(step, bad, 422)
		}
	}
	return a.found(d)
}

// problemsOn are the mistakes in fields that one page asks for.
func (a *founding) problemsOn(step string, err error) (here []view.Problem) {
	for _, p := range a.v.problems(err) {
		if slices.Contains(foundFields[step], p.Field) {
			here = append(here, p)
		}
	}
	return here
}

func (a *founding) draft() group.Draft {
	d := group.Draft{Key: string(a.v.formKey()), Card: group.Card{Name: a.f.Get("name"), About: a.f.Get("what"),
		Language: a.v.l.Tag(), Area: placeOf(a.f.Get("place"))}}
	if t := group.Template(a.f.Get("agreements")); slices.Contains(group.Templates, t) {
		d.Agreements = t.Text(a.v.l)
	}
	return d
}

// placeOf is a typed place: the gazetteer's, or the words as they are.
func placeOf(typed string) place.Area {
	typed = strings.TrimSpace(typed)
	if a, ok := nearOf(typed); ok {
		return a
	}
	return place.Area{Name: typed}
}

func (a *founding) show(step string, bad []view.Problem, status int) error {
	v := a.v
	p := view.FoundPage{Frame: v.frame(v.l.T("group.found"), view.NavGroups), Action: v.in("/groups/new"), Back: v.in("/groups"),
		Step: slices.Index(foundSteps, step) + 1, Carry: a.carry(step), Name: a.f.Get("name"), About: a.f.Get("what"), Area: a.f.Get("place")}
	p.Problems, p.Question = bad, true
	switch step {
	case foundName:
		p.Title = v.l.T("group.found_title")
	case foundWhat:
		p.Title = v.l.T("group.what_title")
		if !a.f.Has("place") {
			p.Area = v.h.Area()
		}
	case foundAgree:
		p.Title = v.l.T("group.agree_title")
		on := or(a.f.Get("agreements"), string(group.KitchenTable))
		for _, t := range group.Templates {
			first, _, _ := strings.Cut(t.Text(v.l), "\n")
			p.Templates = append(p.Templates, view.Option{Value: string(t), Label: t.Title(v.l), Detail: first, On: on == string(t)})
		}
	case foundCheck:
		p.Title, p.Key = v.l.T("ask.check"), or(a.f.Get("key"), freshKey())
		a.check(&p)
	}
	return v.render(status, view.Found(p))
}

// check lists every answer before anything is stored.
func (a *founding) check(p *view.FoundPage) {
	v, d := a.v, a.draft()
	p.Text = d.Agreements
	p.Rows = []view.CheckRow{
		{Label: v.l.T("group.name"), Value: d.Name, Change: foundName},
		{Label: v.l.T("group.what"), Value: d.About, Change: foundWhat},
		{Label: v.l.T("ask.row_where"), Value: or(d.Area.Name, v.l.T("ask.area_any")), Change: foundWhat},
		{Label: v.l.T("group.agreements"), Value: group.Template(a.f.Get("agreements")).Title(v.l), Change: foundAgree},
	}
}

func (a *founding) carry(step string) []view.Hidden {
	all := []view.Hidden{{Name: "step", Value: step}}
	for _, s := range foundSteps {
		for _, name := range foundFields[s] {
			if s != step && a.f.Has(name) {
				all = append(all, view.Hidden{Name: name, Value: a.f.Get(name)})
			}
		}
	}
	if key := a.f.Get("key"); key != "" && step != foundCheck {
		all = append(all, view.Hidden{Name: "key", Value: key})
	}
	return all
}

// found starts the group and shows its first link at once: a group of one is
// only a plan.
func (a *founding) found(d group.Draft) error {
	v := a.v
	ctx := v.r.Context()
	g, _, err := v.h.Groups.Found(ctx, v.person.Session.Account, d)
	if bad := v.problems(err); len(bad) > 0 {
		return a.show(foundName, bad, 422)
	}
	if err != nil {
		return err
	}
	if v.viewer, err = v.h.Groups.Viewer(ctx, v.person.Session.Account, v.person.Host); err != nil {
		return err
	}
	p, err := v.h.invitePage(v, g)
	if err != nil {
		return err
	}
	p.Done = v.l.T("group.done_founded")
	if err := v.makeLink(&p, g.ID, d.Key); err != nil {
		return err
	}
	return v.render(200, view.Invite(p))
}
