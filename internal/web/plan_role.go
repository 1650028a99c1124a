package web

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/id"
	"alongside/internal/view"
)

// Each row of the page of roles is named by its role, so that an edit reaches
// that one and no other, whoever adds rows or takes them away meanwhile.

// rolesOf are the rows of one level: its roles, those that were typed for a role
// somebody else took away meanwhile, and an empty one to add.
func (p *planning) rolesOf(level action.LevelID) []action.Role {
	all := slices.Concat(p.l.RolesAt(level), p.lost[level])
	if _, there := p.l.LevelOf(level); there {
		all = append(all, action.Role{Level: level})
	}
	return all
}

// lose finds what was typed for roles that are not at their level any more.
func (p *planning) lose() {
	p.lost = map[action.LevelID][]action.Role{}
	if !p.sent {
		return
	}
	for name := range p.v.r.PostForm {
		r, ok := roleNamed(name)
		_, any := p.roleTyped(r)
		_, level := p.l.LevelOf(r.Level)
		if ok && any && (!level || r.ID != 0 && !slices.ContainsFunc(p.l.RolesAt(r.Level), func(x action.Role) bool { return x.ID == r.ID })) {
			p.lost[r.Level] = append(p.lost[r.Level], r)
		}
	}
	for _, all := range p.lost {
		slices.SortFunc(all, func(a, b action.Role) int { return cmp.Compare(a.ID, b.ID) })
	}
}

// roleNamed is the role whose row has this field, which every row has.
func roleNamed(field string) (r action.Role, ok bool) {
	row, ok := strings.CutSuffix(field, ".kind")
	level, role, _ := strings.Cut(strings.TrimPrefix(row, "role."), ".")
	l, err := id.Parse[action.Level](level)
	x, _ := id.Parse[action.Role](role) // none: a new one
	r.Level, r.ID = l, call.RoleID(x)
	return r, ok && err == nil && r.Row() == row
}

// roleLevels are the levels of the plan, and those that somebody took away while
// roles were typed for them.
func (p *planning) roleLevels() []action.Level {
	p.lose()
	all := slices.Clone(p.l.Levels)
	var gone []action.Level
	for which := range p.lost {
		if _, there := p.l.LevelOf(which); !there {
			gone = append(gone, action.Level{ID: which})
		}
	}
	slices.SortFunc(gone, func(a, b action.Level) int { return cmp.Compare(a.ID, b.ID) })
	return append(all, gone...)
}

func (p *planning) roleSets() (sets []view.PlanSet) {
	for _, x := range p.roleLevels() {
		set := view.PlanSet{Title: p.v.levelName(x), Risk: int(x.Risk)}
		if x.Risk == 0 { // it is no more
			set.Title = p.v.l.T("action.level_gone")
		}
		for _, r := range p.rolesOf(x.ID) {
			set.Lines = append(set.Lines, p.roleRow(r), p.roleMore(r))
		}
		sets = append(sets, set)
	}
	return sets
}

func (p *planning) roleRow(r action.Role) []view.PlanField {
	v, n := p.v, r.Row()
	kind := p.field(n+".kind", string(r.Kind))
	pick := view.Choice{Name: n + ".kind", Legend: v.l.T("action.role"), Problem: problemIn(p.bad, n+".kind")}
	if _, there := p.l.LevelOf(r.Level); there && slices.Contains(p.lost[r.Level], r) && pick.Problem == "" {
		pick.Problem = v.l.T("action.role_gone")
	}
	pick.Options = append(pick.Options, view.Option{Value: "", Label: v.l.T("action.role_none"), On: kind == ""})
	for _, k := range action.Kinds {
		pick.Options = append(pick.Options, view.Option{Value: string(k), Label: view.RoleWords(v.l, string(k)), On: kind == string(k)})
	}
	wanted := p.input(n+".wanted", v.l.T("action.wanted"), strconv.FormatInt(r.Wanted, 10), 0)
	wanted.Type, wanted.InputMode = "number", "numeric"
	return []view.PlanField{{Pick: &pick}, {Input: &wanted}}
}

func (p *planning) roleMore(r action.Role) []view.PlanField {
	v, n := p.v, r.Row()
	own := optional(p.input(n+".title", v.l.T("action.role_own"), r.Title, action.LineMost))
	needs := p.field(n+".needs", string(r.Needs))
	pick := view.Choice{Name: n + ".needs", Legend: v.l.T("action.needs")}
	for _, x := range []action.Needs{action.Nothing, action.Training, action.Introduction} {
		pick.Options = append(pick.Options, view.Option{Value: string(x), Label: view.NeedsWords(v.l, string(x)), On: needs == string(x)})
	}
	row := []view.PlanField{{Pick: &pick}}
	if r.Kind == "" { // a row of one's own, or a new one
		row = append([]view.PlanField{{Input: &own}}, row...)
	}
	if p.l.Plan.Template == action.Online || r.Minutes > 0 {
		minutes := optional(p.input(n+".minutes", v.l.T("action.minutes"), numberOr(r.Minutes), 0))
		minutes.Type, minutes.InputMode = "number", "numeric"
		row = append(row, view.PlanField{Input: &minutes})
	}
	return row
}

// roles reads the rows. One without a kind or words is no role.
func (p *planning) roles() (all []action.Role) {
	for _, x := range p.roleLevels() {
		for _, r := range p.rolesOf(x.ID) {
			if r, any := p.roleTyped(r); any {
				all = append(all, r)
			}
		}
	}
	return all
}

func (p *planning) roleTyped(r action.Role) (_ action.Role, any bool) {
	get := func(name string) string { return strings.TrimSpace(p.v.r.PostFormValue(r.Row() + "." + name)) }
	r.Kind, r.Title = action.Kind(get("kind")), get("title")
	if r.Title != "" { // own words say what it is
		r.Kind = ""
	}
	r.Wanted, _ = strconv.ParseInt(or(get("wanted"), "0"), 10, 64)
	r.Minutes, _ = strconv.Atoi(or(get("minutes"), "0"))
	switch needs := action.Needs(get("needs")); needs {
	case action.Training, action.Introduction:
		r.Needs = needs
	default:
		r.Needs = action.Nothing
	}
	return r, r.Kind != "" || r.Title != ""
}

// dropAdded empties the rows for new roles of what was added already: pressed
// twice, a role is there once.
func (p *planning) dropAdded() {
	form := p.v.r.PostForm
	for _, x := range p.l.Levels {
		row := action.Role{Level: x.ID}
		typed, any := p.roleTyped(row)
		if any && slices.ContainsFunc(p.l.RolesAt(x.ID), func(r action.Role) bool {
			typed.ID, typed.Call, typed.Position = r.ID, r.Call, r.Position
			return r == typed && !form.Has(r.Row()+".kind")
		}) {
			maps.DeleteFunc(form, func(name string, _ []string) bool { return strings.HasPrefix(name, row.Row()+".") })
		}
	}
}
