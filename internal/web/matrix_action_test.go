package web_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/group"
	"alongside/internal/mandate"
	"alongside/internal/party"
	"alongside/internal/recur"
	"alongside/internal/when"
)

var utc = time.UTC

func init() {
	gone := [roles]int{noSuch, noSuch, noSuch, noSuch, noSuch, noSuch, noSuch, noSuch}
	maps.Copy(matrix, map[string][]row{
		// The insider plans for the group. {action} is on the board and about to
		// begin; {draft} is planned still; {place} is the helper's at it, and
		// {signedplace} the neighbour's.
		"GET /showing-up":                    {{at: "/showing-up", want: all(ok)}},
		"GET /how":                           {{at: "/how", want: all(ok)}},
		"GET /g/{slug}/calendar.ics":         {{at: "/g/{group}/calendar.ics", want: all(ok)}, {at: "/g/invented/calendar.ics", want: all(noSuch)}},
		"GET /c/{call}/level/{risk}":         {{at: "/c/{action}/level/1", want: all(ok)}, {at: "/c/{action}/level/3", want: all(noSuch)}, {at: "/c/{own}/level/1", want: all(noSuch)}, {at: "/c/{draft}/level/1", want: inGroup(ok)}},
		"POST /c/{call}/level/{risk}":        {{at: "/c/{action}/level/1", form: "seen=2&role={role}", want: all(on)}, {at: "/c/{action}/level/1", form: "seen=7&role={role}", want: all(mistakes)}, {at: "/c/{draft}/level/1", form: "seen=1", want: [roles]int{noSuch, noSuch, noSuch, noSuch, noSuch, mistakes, noSuch, noSuch}}},
		"POST /c/{call}/confirm":             {{at: "/c/{action}/confirm", form: "promise={place}&say=yes", want: [roles]int{signIn, signIn, signIn, noSuch, noSuch, on, noSuch, notYours}}, {at: "/c/{action}/confirm", form: "promise={promise}&say=yes", want: signed(noSuch)}},
		"POST /c/{call}/together/{slug}":     {{at: "/c/{action}/together/{group}", form: "do=yes", want: [roles]int{signIn, signIn, signIn, noSuch, noSuch, noSuch, noSuch, notYours}}},
		"GET /you/at/{promise}":              {{at: "/you/at/{signedplace}", want: neighbourOnly(ok)}, {at: "/you/at/{place}", want: signed(noSuch)}},
		"POST /you/at/{promise}":             {{at: "/you/at/{signedplace}", form: "do=here", want: neighbourOnly(on)}, {at: "/you/at/{place}", form: "do=safe", want: signed(noSuch)}, {at: "/you/at/{signedplace}", form: "do=invented", want: signed(noSuch)}},
		"GET /you/at/{promise}/word":         {{at: "/you/at/{place}/word", want: signed(noSuch)}},
		"GET /mine/{link}/at/{promise}":      {{at: "/mine/{link}/at/{place}?d={proof}", want: guests(noSuch, ok)}, {at: "/mine/{link}/at/{signedplace}?d={proof}", want: guests(noSuch, noSuch)}},
		"POST /mine/{link}/at/{promise}":     {{at: "/mine/{link}/at/{place}", form: "do=here", want: guests(noSuch, on)}, {at: "/mine/{link}/at/{signedplace}", form: "do=here", want: guests(noSuch, noSuch)}},
		"GET /mine/{link}/at/{promise}/word": {{at: "/mine/{link}/at/{signedplace}/word", want: guests(noSuch, noSuch)}},
		"GET /c/{call}/live":                 {{at: "/c/{action}/live", want: all(ok)}, {at: "/c/{draft}/live", want: gone}, {at: "/c/{own}/live", want: gone}},
		"GET /you/calendar":                  {{at: "/you/calendar", want: signed(ok)}},
		"POST /you/calendar":                 {{at: "/you/calendar", want: signed(ok)}, {at: "/you/calendar", form: "do=drop", want: signed(on)}},
		"GET /mine/{link}/calendar":          {{at: "/mine/{link}/calendar?d={proof}", want: guests(ok, ok)}},
		"POST /mine/{link}/calendar":         {{at: "/mine/{link}/calendar", want: guests(ok, ok)}},
		"GET /calendar/own/{token}":          {{at: "/calendar/own/inventedinvented12345.ics", want: all(noSuch)}},
		"GET /c/{call}/card":                 {{at: "/c/{action}/card", want: all(ok)}, {at: "/c/{draft}/card", want: gone}},
		"GET /c/{call}/live/word":            {{at: "/c/{draft}/live/word", want: gone}, {at: "/c/{own}/live/word", want: gone}},
		"POST /c/{call}/live":                {{at: "/c/{action}/live", form: "time={time}&phrase=wait", want: planOnly(on)}, {at: "/c/{action}/live", form: "time={time}", want: signed(mistakes)}, {at: "/c/{own}/live", form: "time={time}&phrase=wait", want: signed(noSuch)}},
		"POST /c/{call}/over":                {{at: "/c/{action}/over", form: "time={time}", want: planOnly(http.StatusConflict)}},
		"GET /g/{slug}/plan":                 {{at: "/g/{group}/plan", want: planOnly(ok)}, {at: "/g/invented/plan", want: signed(noSuch)}},
		"POST /g/{slug}/plan":                {{at: "/g/{group}/plan", form: "template=walk&title=A", want: planOnly(on)}, {at: "/g/{group}/plan", form: "template=walk", want: [roles]int{signIn, signIn, signIn, noSuch, noSuch, mistakes, noSuch, notYours}}},
		"GET /c/{call}/plan/{part}":          {{at: "/c/{draft}/plan/levels", want: draftOnly(ok)}, {at: "/c/{action}/plan/roles", want: planOnlyPublic(ok)}, {at: "/c/{own}/plan/time", want: signed(noSuch)}, {at: "/c/{draft}/plan/invented", want: signed(noSuch)}},
		"POST /c/{call}/plan/{part}":         {{at: "/c/{draft}/plan/time", form: "day=2031-05-08&from=16:00&till=18:00&zone=UTC&seen={seen}", want: draftOnly(on)}, {at: "/c/{draft}/plan/time", form: "day=2031-05-09&from=16:00&till=18:00&zone=UTC&seen=older", want: draftOnly(mistakes)}, {at: "/c/{action}/plan/time", form: "day=x", want: planOnlyPublic(mistakes)}},
		"POST /c/{call}/move":                {{at: "/c/{action}/move", form: "at={time}&to=2031-05-08&hour=16:00", want: planOnly(on)}, {at: "/c/{action}/move", form: "at={time}&to=x", want: planOnlyPublic(mistakes)}},
		"POST /c/{call}/learned":             {{at: "/c/{action}/learned", form: "lesson=A", want: planOnly(http.StatusConflict)}},
		"POST /c/{call}/off":                 {{at: "/c/{draft}/off", form: "at={time}", want: signed(noSuch)}},
		"POST /c/{call}/together":            {{at: "/c/{action}/together", form: "group=7k2p9m3q7k2p9", want: [roles]int{signIn, signIn, signIn, noSuch, noSuch, mistakes, noSuch, notYours}}},
	})
}

// neighbourOnly answers n to the neighbour; to others who are signed in it is not there.
func neighbourOnly(n int) [roles]int {
	return [roles]int{signIn, signIn, signIn, n, noSuch, noSuch, noSuch, noSuch}
}

// inGroup is what a group's trusted member sees while it is planned.
func inGroup(n int) [roles]int {
	return [roles]int{noSuch, noSuch, noSuch, noSuch, noSuch, n, noSuch, noSuch}
}

// planOnly answers n to whoever holds the task to plan.
func planOnly(n int) [roles]int {
	return [roles]int{signIn, signIn, signIn, noSuch, noSuch, n, noSuch, notYours}
}

// draftOnly is planOnly for what a newcomer does not see yet.
func draftOnly(n int) [roles]int {
	return [roles]int{signIn, signIn, signIn, noSuch, noSuch, n, noSuch, noSuch}
}

// planOnlyPublic is planOnly for what all can see and only some change.
func planOnlyPublic(n int) [roles]int {
	return [roles]int{signIn, signIn, signIn, notYours, notYours, n, notYours, notYours}
}

// mustAction gives the insider the task to plan, opens an action that is about
// to begin, and lets the helper and the neighbour come to it.
func (s *scene) mustAction(t *testing.T, g group.Group, insiderFace party.FaceID) {
	t.Helper()
	ctx := context.Background()
	given := mandate.Given{Scope: party.Plan, Words: "The walks", Holders: []party.FaceID{insiderFace}, Days: 90}
	err := s.house.Mandates.Store.Update(ctx, func(tx mandate.Tx) error { return s.house.Mandates.InForce(ctx, tx, g.ID, 7, given.Data()) })
	if err != nil {
		t.Fatal(err)
	}
	_, plans := acting(s.enter(t, s.cookies[insider]))
	begin := func(title string) call.ID {
		c, err := s.house.Actions.Begin(ctx, plans, g.ID, action.Draft{Key: call.Key(title + g.Slug), Template: action.Vigil, Title: title, Language: "en", Zone: utc})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	draft := begin("A walk to come")
	planned, err := s.house.Actions.Look(ctx, plans, draft, 0)
	if err != nil {
		t.Fatal(err)
	}
	s.subject["draft"], s.subject["seen"] = draft.String(), planned.Sum(action.TimePage)
	c := begin("A vigil at the gate")
	soon := s.clock.Now()
	series := recur.Series{Start: when.DayOf(soon, utc), At: when.TimeOf(soon, utc) + 60, Minutes: 60, Zone: utc}
	_, err = s.house.Actions.SetTime(ctx, plans, c, action.Placing{When: series})
	if err == nil {
		err = s.house.Actions.SetLevels(ctx, plans, c, []action.Levelling{{On: true, Level: action.Level{Risk: action.Lower, Meet: "The gate", Happens: "We stand."}}})
	}
	if err == nil {
		err = s.house.Actions.Open(ctx, plans, c, call.OnBoard)
	}
	if err != nil {
		t.Fatal(err)
	}
	l, err := s.house.Actions.Look(ctx, access.Viewer{}, c, 0)
	if err != nil {
		t.Fatal(err)
	}
	role := l.Roles[0]
	s.subject["action"], s.subject["role"], s.subject["time"] = c.String(), role.ID.String(), l.Times[0].ID.String()
	come := func(v access.Viewer, as party.Ref) string {
		j, err := s.house.Actions.Join(ctx, v, as, action.Joining{Key: call.Key(fmt.Sprint("come", as, g.Slug)), Call: c, Risk: action.Lower, Seen: l.Levels[0].Version, Role: role.ID, Language: "en"})
		if err != nil {
			t.Fatal(err)
		}
		return j.First.ID.String()
	}
	guest, err := s.house.Spine.By(ctx, s.links[helper])
	if err != nil {
		t.Fatal(err)
	}
	s.subject["place"] = come(access.Guest(guest.ID), party.OfGuest(guest.ID))
	face, viewer := acting(s.enter(t, s.cookies[neighbour]))
	s.subject["signedplace"] = come(viewer, face)
}
