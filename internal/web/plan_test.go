package web_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"alongside/internal/access"
	"alongside/internal/account"
	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/mandate"
	"alongside/internal/party"
	"alongside/internal/recur"
	"alongside/internal/when"
)

// planned is a walk that two planners are about to change: one at a browser.
type planned struct {
	*board
	as   id.Secret
	v    access.Viewer
	c    call.ID
	acts *action.Desk
}

func newPlanned(t *testing.T) *planned {
	t.Helper()
	p := &planned{board: newBoard(t)}
	ctx := context.Background()
	o, err := p.house.Accounts.Create(ctx, account.Start{Name: "Mina", Language: "en", Words: drawn(t.Name(), "w"), Code: drawn(t.Name(), "c")})
	p.fine(err)
	g, face, err := p.house.Groups.Found(ctx, o.Session.Account, group.Draft{Key: "g", Card: group.Card{Name: "Eastfield Tenants", About: "We rent."}, Agreements: "Kind.", FaceName: "Mina"})
	p.fine(err)
	given := mandate.Given{Scope: party.Plan, Words: "Walks", Holders: []party.FaceID{face.ID}, Days: 90}
	p.fine(p.house.Mandates.Store.Update(ctx, func(tx mandate.Tx) error { return p.house.Mandates.InForce(ctx, tx, g.ID, 7, given.Data()) }))
	p.v, err = p.house.Groups.Viewer(ctx, o.Session.Account, false)
	p.fine(err)
	p.as, p.acts = o.Secret, p.house.Actions
	p.c, err = p.acts.Begin(ctx, p.v, g.ID, action.Draft{Key: "a", Template: action.Walk, Title: "A walk", Language: "en", Zone: utc})
	p.fine(err)
	rule, err := recur.Parse("FREQ=WEEKLY;COUNT=4")
	p.fine(err)
	_, err = p.acts.SetTime(ctx, p.v, p.c, action.Placing{When: recur.Series{Rule: rule, Start: when.DayOf(p.clock.Now(), utc).Add(7), At: when.HM(16, 0), Minutes: 60, Zone: utc}})
	p.fine(err)
	p.levels("We stand.", true)
	return p
}

func (p *planned) fine(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// levels writes two levels, or the first alone.
func (p *planned) levels(happens string, two bool) {
	p.t.Helper()
	p.fine(p.acts.SetLevels(context.Background(), p.v, p.c, []action.Levelling{
		{On: true, Level: action.Level{Risk: action.Lower, Meet: "The gate", Happens: happens}},
		{On: two, Level: action.Level{Risk: action.Some, Meet: "The door", Happens: "We block it."}},
		{Level: action.Level{Risk: action.Higher}}}))
}

func (p *planned) look() action.Look {
	p.t.Helper()
	l, err := p.acts.Look(context.Background(), p.v, p.c, 0)
	p.fine(err)
	return l
}

// times sets where and when, whatever it changes.
func (p *planned) times(s recur.Series) {
	p.t.Helper()
	e, _ := p.acts.SetTime(context.Background(), p.v, p.c, action.Placing{When: s})
	_, err := p.acts.SetTime(context.Background(), p.v, p.c, action.Placing{When: s, Sure: e.Sum()})
	p.fine(err)
}

// send sends a form as the planner, or opens the page where there is none.
func (p *planned) send(part string, form url.Values) answer {
	method := "GET"
	if form != nil {
		method = "POST"
	}
	r := httptest.NewRequest(method, origin+"/c/"+p.c.String()+"/plan/"+part, strings.NewReader(form.Encode()))
	r.Header.Set("Cookie", "__Host-alongside="+p.as.Reveal())
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	p.house.Web.ServeHTTP(w, r)
	return answer{w, html.UnescapeString(strings.Join(strings.Fields(tags.ReplaceAllString(w.Body.String(), " ")), " "))}
}

// form is the page's own form as a browser would send it untouched.
func (p *planned) form(a answer) url.Values {
	p.t.Helper()
	doc, err := html.Parse(strings.NewReader(a.Body.String()))
	p.fine(err)
	for n := range doc.Descendants() {
		if n.Data == "form" && strings.Contains(attr(n, "action"), "/plan/") {
			return filled(n)
		}
	}
	p.t.Fatalf("no form of a plan on %s", a.words)
	return nil
}

func filled(form *html.Node) url.Values {
	v := url.Values{}
	for n := range form.Descendants() {
		name, ticks := attr(n, "name"), attr(n, "type") == "checkbox" || attr(n, "type") == "radio"
		switch {
		case n.Data == "input" && (!ticks || has(n, "checked")):
			v.Add(name, attr(n, "value"))
		case n.Data == "textarea" && n.FirstChild != nil:
			v.Add(name, n.FirstChild.Data)
		case n.Data == "textarea":
			v.Add(name, "")
		case n.Data == "option" && has(n, "selected"):
			v.Add(attr(n.Parent, "name"), attr(n, "value"))
		}
	}
	return v
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// wants sends the form and asks for this status.
func (p *planned) wants(status int, part string, form url.Values) answer {
	p.t.Helper()
	a := p.send(part, form)
	if a.Code != status {
		p.t.Fatalf("%s: %d instead of %d: %s", part, a.Code, status, a.words)
	}
	return a
}

const changed = "This page has changed since you opened it. We kept what you typed."

// opens lets the plan be open to the whole board.
func (p *planned) opens() {
	p.t.Helper()
	p.fine(p.acts.Open(context.Background(), p.v, p.c, call.OnBoard))
}

func TestAnEditOfARoleReachesThatRoleThoughAnotherWentMeanwhile(t *testing.T) {
	p := newPlanned(t)
	ctx := context.Background()
	first := p.look().Roles[0]
	rest := func() (all []action.Role) {
		for _, r := range p.look().Roles {
			if r.ID != first.ID {
				all = append(all, r)
			}
		}
		return all
	}
	form := p.form(p.send("roles", nil))
	kept := rest()[0]
	form.Set(kept.Row()+".wanted", "7")
	p.fine(p.acts.SetRoles(ctx, p.v, p.c, rest()))
	a := p.wants(422, "roles", form)
	a.sees(t, changed, "Somebody took this role away. If you send it again, it is new.", "It now says: "+fmt.Sprint(kept.Wanted))
	for _, r := range p.look().Roles {
		if r.Wanted == 7 || r.ID == first.ID {
			t.Errorf("an older page was filed: %+v", r)
		}
	}
	again := p.form(a)
	if again.Get(kept.Row()+".wanted") != "7" || again.Get(first.Row()+".kind") != string(first.Kind) {
		t.Errorf("what was typed is lost: %v", again)
	}
	again.Set(first.Row()+".kind", "")
	p.wants(303, "roles", again)
	if l := p.look(); len(l.Roles) != len(rest()) || l.RolesAt(kept.Level)[0].Wanted != 7 || l.RolesAt(kept.Level)[0].ID != kept.ID {
		t.Errorf("sent again, the roles are %+v", l.Roles)
	}
}

func TestARoleAddedMeanwhileIsNotTakenAwayByAnOlderPage(t *testing.T) {
	p := newPlanned(t)
	form := p.form(p.send("roles", nil))
	l := p.look()
	added := action.Role{Level: l.Levels[0].ID, Kind: "observer", Wanted: 3}
	p.fine(p.acts.SetRoles(context.Background(), p.v, p.c, append(l.Roles, added)))
	form.Set(l.Roles[0].Row()+".wanted", "9")
	p.wants(303, "roles", p.form(p.wants(422, "roles", form)))
	found := false
	for _, r := range p.look().Roles {
		found = found || r.Kind == "observer" && r.Wanted == 3
	}
	if !found {
		t.Error("the role that somebody added meanwhile is gone")
	}
}

func TestWaysOutThatWereTypedStayOnThePageThoughOthersTookTheirsAway(t *testing.T) {
	p := newPlanned(t)
	ctx := context.Background()
	five := action.Outside{}
	for _, to := range []string{"North", "East", "South", "West", "Over the bridge"} {
		five.Ways = append(five.Ways, action.Way{To: to})
	}
	p.fine(p.acts.SetOutside(ctx, p.v, p.c, five))
	form := p.form(p.send("out", nil))
	p.fine(p.acts.SetOutside(ctx, p.v, p.c, action.Outside{Ways: five.Ways[:1]}))
	form.Set("way.5", "By the river")
	again := p.form(p.wants(422, "out", form))
	if again.Get("way.4") != "Over the bridge" || again.Get("way.5") != "By the river" {
		t.Errorf("what was typed is lost: %v", again)
	}
	p.wants(303, "out", again)
	if n := len(p.look().Plan.Ways); n != 6 {
		t.Errorf("%d ways out stand, want 6", n)
	}
}

func TestARoleThatIsSentTwiceIsAddedOnce(t *testing.T) {
	p := newPlanned(t)
	form := p.form(p.send("roles", nil))
	before := p.look()
	fresh := action.Role{Level: before.Levels[0].ID}
	form.Set(fresh.Row()+".kind", "medic")
	form.Set(fresh.Row()+".title", "Soup") // own words say what it is
	form.Set(fresh.Row()+".wanted", "2")
	p.wants(303, "roles", form)
	p.wants(303, "roles", form)
	if n := len(p.look().Roles); n != len(before.Roles)+1 {
		t.Errorf("there are %d roles, want %d", n, len(before.Roles)+1)
	}
	form.Set(fresh.Row()+".wanted", "3") // another one
	p.wants(303, "roles", p.form(p.wants(422, "roles", form)))
	if n := len(p.look().Roles); n != len(before.Roles)+2 {
		t.Errorf("there are %d roles, want %d", n, len(before.Roles)+2)
	}
}

func TestRolesTypedForALevelThatWentAreKeptOnThePage(t *testing.T) {
	p := newPlanned(t)
	l := p.look()
	form := p.form(p.send("roles", nil))
	fresh := action.Role{Level: l.Levels[1].ID}
	form.Set(fresh.Row()+".kind", "medic")
	form.Set(fresh.Row()+".wanted", "5")
	p.levels("We stand.", false)
	a := p.wants(422, "roles", form)
	a.sees(t, changed, "This level is not there any more.")
	again := p.form(a)
	if again.Get(fresh.Row()+".kind") != "medic" || again.Get(fresh.Row()+".wanted") != "5" {
		t.Errorf("what was typed is lost: %v", again)
	}
	p.wants(422, "roles", again).sees(t, "This level is not there any more.")
	for name := range again {
		if strings.HasPrefix(name, "role."+fresh.Level.String()) && strings.HasSuffix(name, ".kind") {
			again.Set(name, "")
		}
	}
	p.wants(303, "roles", again)
}

func TestAPageOfAPlanOpenedBeforeSomebodyChangedItKeepsWhatWasTypedAndAsksAgain(t *testing.T) {
	for part, c := range map[string]struct {
		change    func(*planned)
		field     string
		typed     string
		now       string
		untouched func(action.Look) string
	}{
		"time": {func(p *planned) {
			s := p.look().Plan.When
			s.Rule, s.Start = recur.Rule{}, s.Start.Add(400)
			p.times(s)
		}, "place", "Canal Square", "It now says: Once", func(l action.Look) string { return l.Area.Name }},
		"levels": {func(p *planned) { p.levels("We sit down.", true) }, "happens.1", "We sing.", "It now says: We sit down.",
			func(l action.Look) string { return l.Levels[0].Happens }},
		"out": {func(p *planned) {
			o := action.Outside{Bring: "Water", Ways: []action.Way{{To: "Market Street"}}, Drawing: action.Drawing{Points: []action.Mark{{Spot: action.Spot{X: 10, Y: 10}, Name: "A"}}}}
			p.fine(p.acts.SetOutside(context.Background(), p.v, p.c, o))
		}, "way.0", "Canal steps", "It now says: Market Street", func(l action.Look) string { return l.Plan.Ways[0].To }},
		"open": {func(p *planned) { p.opens() }, "audience", string(call.InGroup), "It now says: Everybody on this board",
			func(l action.Look) string { return string(l.Audience) }},
	} {
		t.Run(part, func(t *testing.T) {
			p := newPlanned(t)
			form := p.form(p.send(part, nil))
			c.change(p)
			form.Set(c.field, c.typed)
			a := p.wants(422, part, form)
			a.sees(t, changed, c.now)
			if part == "out" {
				a.sees(t, "Somebody else drew this meanwhile.")
			}
			if got := c.untouched(p.look()); got == c.typed {
				t.Errorf("an older page was filed: %s", got)
			}
			again := p.form(a)
			if again.Get(c.field) != c.typed {
				t.Errorf("typed was %q, kept is %q", c.typed, again.Get(c.field))
			}
			if b := p.send(part, again); strings.Contains(b.words, changed) {
				t.Errorf("sent again: %d %s", b.Code, b.words)
			}
		})
	}
}

func TestWhatChangedMeanwhileIsNotFoldedAway(t *testing.T) {
	p := newPlanned(t)
	s := p.look().Plan.When
	s.Rule = recur.Rule{}
	p.times(s)
	a := p.send("time", nil)
	form, folded := p.form(a), `<details class="more">`
	if !strings.Contains(a.Body.String(), folded) {
		t.Fatal("nothing is folded to begin with")
	}
	s.Zone, _ = when.Zone("Asia/Seoul")
	p.times(s)
	form.Set("place", "Canal Square")
	a = p.wants(422, "time", form)
	a.sees(t, "It now says: Asia/Seoul")
	if strings.Contains(a.Body.String(), folded) {
		t.Error("nobody sees which field it is")
	}
}

func TestWhatTwoPlannersTypedAlikeIsSavedOnce(t *testing.T) {
	p := newPlanned(t)
	form := p.form(p.send("out", nil))
	form.Set("bring", "Water")
	p.wants(303, "out", form)
	p.wants(303, "out", form)
	form.Set("bring", "Salt")
	p.wants(422, "out", form).sees(t, "It now says: Water")
}

func TestAYesToAChangeOfTimeIsToWhatWasShown(t *testing.T) {
	p := newPlanned(t)
	p.opens()
	form := p.form(p.send("time", nil))
	form.Set("again", "")
	a := p.wants(422, "time", form)
	a.sees(t, "These times would go:")
	if strings.Contains(a.words, "These stay") {
		t.Fatal("nobody has said yes yet")
	}
	l := p.look()
	tick := found(t, a.Body.String(), `name="sure" value="([^"]+)"`)
	role := l.RolesAt(l.Levels[0].ID)[0]
	_, err := p.acts.Join(context.Background(), access.Viewer{}, party.Ref{}, action.Joining{Key: "sol", Call: p.c, Risk: action.Lower, Seen: l.Levels[0].Version,
		Role: role.ID, Times: []call.OccurrenceID{l.Times[2].ID}, Name: "Sol", Language: "en"})
	p.fine(err)
	form.Set("sure", tick)
	a = p.wants(422, "time", form)
	a.sees(t, "These stay, for somebody said yes:")
	if n := len(p.look().Times); n != 4 {
		t.Fatalf("it went through: %d times", n)
	}
	form.Set("sure", found(t, a.Body.String(), `name="sure" value="([^"]+)"`))
	p.wants(303, "time", form)
	if n := len(p.look().Times); n != 2 {
		t.Errorf("%d times are left", n)
	}
}

func TestAHallJoinsBehindOneAddressAndAFloodIsHeldBackWithWhatWasTyped(t *testing.T) {
	p := newPlanned(t)
	p.opens()
	l := p.look()
	at := "/c/" + p.c.String() + "/level/1"
	join := func(n int) answer {
		return p.do("POST", at, "en", url.Values{"key": {fmt.Sprint("join", n)}, "seen": {"0"}, "role": {l.RolesAt(l.Levels[0].ID)[0].ID.String()}, "name": {"Quin"}})
	}
	for n := range 400 {
		if a := join(n); a.Code != 422 {
			t.Fatalf("the yes number %d: %d %s", n, a.Code, a.words)
		}
	}
	a := join(400)
	if a.Code != 429 || !strings.Contains(a.Body.String(), `name="name" value="Quin"`) {
		t.Errorf("%d %s", a.Code, a.words)
	}
	a.sees(t, "That was a lot at once. Wait a little and try again.", "What you typed is kept on this page.")
}
