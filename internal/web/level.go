package web

import (
	"strconv"
	"strings"
	"time"

	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/id"
	"alongside/internal/view"
)

// risk is the level that the address names.
func (v *visit) risk() action.Risk {
	n, _ := strconv.Atoi(v.r.PathValue("risk"))
	return action.Risk(n)
}

// level is what somebody reads before they count at it.
func (h *House) level(v *visit) error {
	l, err := h.lookAction(v)
	if err != nil {
		return err
	}
	return h.showLevel(v, l, nil, 200)
}

func (h *House) showLevel(v *visit, l action.Look, bad []view.Problem, status int) error {
	x, there := l.Level(v.risk())
	if !there {
		return h.missing(v)
	}
	at, any := l.At(v.occurrence())
	here := v.in("/c/" + l.ID.String())
	p := view.LevelPage{Frame: v.frame(l.Title+" · "+v.levelName(x), view.NavBoard), Up: view.Link{Text: l.Title, Href: here}, Name: v.levelName(x), Risk: int(x.Risk),
		Says: v.levelSays(x), By: v.l.T("action.written", "who", v.writer(l, x), "day", v.l.DayYear(x.Written))}
	p.Problems = bad
	if !any || at.Off || at.Over(v.now) || l.State != call.Open {
		return v.render(status, view.LevelOf(p))
	}
	p.Action = here + "/level/" + strconv.Itoa(int(x.Risk))
	if v.keep == nil {
		p.Key = freshKey()
	}
	f := v.r.Form
	p.Carry = []view.Hidden{{Name: "seen", Value: strconv.FormatInt(x.Version, 10)}, {Name: "at", Value: at.ID.String()}}
	if hand := v.r.FormValue("hand"); hand != "" {
		p.Carry = append(p.Carry, view.Hidden{Name: "hand", Value: hand})
		p.By = v.l.T("action.handed")
	}
	p.Roles = view.Choice{Name: "role", Legend: v.l.T("action.join_as"), Problem: problemIn(bad, "role")}
	for i, r := range l.RolesAt(x.ID) {
		o := view.Option{Value: r.ID.String(), Label: v.roleSays(r.Says()), On: f.Get("role") == r.ID.String() || f.Get("role") == "" && i == 0}
		o.Detail = v.roleDetail(l, r)
		p.Roles.Options = append(p.Roles.Options, o)
	}
	p.Times, p.Again = v.timesChoice(l, at, f["times"]), v.againChoice(at, f.Get("again"))
	if !v.signed && v.as.Nobody() {
		p.Ask = &view.Input{Name: "name", Label: v.l.T("action.join_name"), Value: f.Get("name"), Max: call.NameMost, Optional: true, Autocomplete: "nickname", Problem: problemIn(bad, "name")}
	}
	p.Also = view.Choice{Name: "also", Many: true, Legend: v.l.T("action.buddy"), Options: []view.Option{
		{Value: "buddy", Label: v.l.T("action.join_buddy"), Detail: v.l.T("action.join_buddy_hint"), On: has(f["also"], "buddy")},
		{Value: "care", Label: v.l.T("action.join_care"), On: has(f["also"], "care")}}}
	return v.render(status, view.LevelOf(p))
}

// writer is who wrote a level's words: their name for members of their group,
// the group's for everybody else. How somebody is known there is for those there.
func (v *visit) writer(l action.Look, x action.Level) string {
	if x.By != "" && v.viewer.In(l.Group) {
		return x.By
	}
	return l.GroupName
}

func has(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}

func (v *visit) roleDetail(l action.Look, r action.Role) string {
	var lines []string
	if r.Wanted > 0 {
		left := r.Wanted
		if p, there := l.Part(r.ID); there {
			left = p.Left()
		}
		switch {
		case left == 0:
			lines = append(lines, v.l.T("action.full"))
		case r.Wanted > 1:
			lines = append(lines, view.StillWanted(v.l, view.PartRow{Of: int(r.Wanted), Left: int(left)}))
		}
	}
	if r.Minutes > 0 {
		lines = append(lines, v.l.Lasting(time.Duration(r.Minutes)*time.Minute))
	}
	if r.Needs != action.Nothing {
		lines = append(lines, view.NeedsWords(v.l, string(r.Needs)))
	}
	return strings.Join(lines, " · ")
}

func (v *visit) levelSays(x action.Level) (all []view.Pair) {
	for _, p := range []view.Pair{{Term: v.l.T("action.meet"), Says: x.Meet}, {Term: v.l.T("action.happens"), Says: x.Happens},
		{Term: v.l.T("action.leave"), Says: x.Leave}, {Term: v.l.T("action.training"), Says: x.Training}} {
		if p.Says != "" {
			all = append(all, p)
		}
	}
	return all
}

// timesShown is how many times a form lists to tick.
const timesShown = 12

func (v *visit) timesChoice(l action.Look, at action.Occurrence, ticked []string) view.Choice {
	c := view.Choice{Name: "times", Many: true, Legend: v.l.T("action.join_times")}
	for _, o := range l.Times {
		if o.Off || o.Over(v.now) || len(c.Options) == timesShown {
			continue
		}
		on := has(ticked, o.ID.String()) || ticked == nil && o.ID == at.ID
		c.Options = append(c.Options, view.Option{Value: o.ID.String(), Label: v.l.NearClock(o.Starts.In(v.zoneOf()), v.now.In(v.zoneOf())), On: on})
	}
	return c
}

// againChoice is how often somebody may come, counted from the page's time.
func (v *visit) againChoice(at action.Occurrence, typed string) view.Choice {
	day := v.l.Weekday(at.Was.Weekday())
	c := view.Choice{Name: "again", Legend: v.l.T("action.join_often")}
	for _, o := range []view.Option{{Value: "", Label: v.l.T("action.join_ticked")}, {Value: "0", Label: v.l.T("action.join_each")},
		{Value: "7", Label: v.l.T("action.join_weekly", "day", day)}, {Value: "14", Label: v.l.T("action.join_second", "day", day)}} {
		o.On = o.Value == typed
		c.Options = append(c.Options, o)
	}
	return c
}

// joinLevel is a yes to a level that was read.
func (h *House) joinLevel(v *visit) error {
	l, err := h.lookAction(v)
	if err != nil {
		return err
	}
	if err := v.brake("join"); err != nil {
		return err
	}
	role, _ := id.Parse[action.Role](v.r.PostFormValue("role"))
	seen, _ := strconv.ParseInt(v.r.PostFormValue("seen"), 10, 64)
	j := action.Joining{Key: v.formKey(), Call: l.ID, Risk: v.risk(), Seen: seen, Role: call.RoleID(role), Name: v.r.PostFormValue("name"),
		Seeks: has(v.r.PostForm["also"], "buddy"), Care: has(v.r.PostForm["also"], "care"), Language: v.l.Tag()}
	for _, s := range v.r.PostForm["times"] {
		if o, err := id.Parse[action.Occurrence](s); err == nil {
			j.Times = append(j.Times, call.OccurrenceID(o))
		}
	}
	if at := v.occurrence(); at != 0 && len(j.Times) == 0 {
		j.Times = []call.OccurrenceID{at}
	}
	if again := v.r.PostFormValue("again"); again != "" {
		j.Again = true
		j.Every, _ = strconv.Atoi(again)
	}
	j.Hand = id.SecretFrom(v.r.PostFormValue("hand"))
	as := v.as
	if v.signed && l.Audience != call.OnBoard {
		as = v.wearing(l.Group)
	}
	done, err := h.Actions.Join(v.r.Context(), v.viewer, as, j)
	if bad := v.problems(err); len(bad) > 0 {
		return h.showLevel(v, l, bad, 422)
	}
	if err != nil {
		return err
	}
	if done.Keys.Link.Empty() {
		return v.to(v.placePath(done.First.ID) + "?" + queryOf("done", "joined"))
	}
	v.link, v.base = done.Keys.Link, "/mine/"+done.Keys.Link.Reveal()
	return v.to(v.placePath(done.First.ID) + "?" + queryOf("done", "joined", "d", h.proof(done.Keys.Link, v.now)))
}

// placePath is the page of one's own place.
func (v *visit) placePath(m call.CommitmentID) string {
	base := v.base
	if base == "" {
		base = "/you"
	}
	return base + "/at/" + m.String()
}
