package web_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/emersion/go-ical"

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

// read asks for a calendar and reads it with somebody else's program.
func (b *board) readICS(t *testing.T, path string) (*ical.Calendar, string) {
	t.Helper()
	w := httptest.NewRecorder()
	b.house.Web.ServeHTTP(w, httptest.NewRequest("GET", origin+path, nil))
	if w.Code != 200 {
		t.Fatalf("%s: %d", path, w.Code)
	}
	text := w.Body.String()
	c, err := ical.NewDecoder(strings.NewReader(text)).Decode()
	if err != nil {
		t.Fatalf("%s: %v\n%s", path, err, text)
	}
	return c, text
}

func TestCalendarsCarryWhatIsLeftOutMovedAndCalledOffUnderNamesThatStay(t *testing.T) {
	b := newBoard(t)
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	who := party.AccountID(id.New[account.Account]())
	g, face, err := b.house.Groups.Found(ctx, who, group.Draft{Key: "g", Card: group.Card{Name: "Eastfield Tenants", About: "We rent."}, Agreements: "Kind.", FaceName: "Mina"})
	must(err)
	given := mandate.Given{Scope: party.Plan, Words: "Walks", Holders: []party.FaceID{face.ID}, Days: 90}
	must(b.house.Mandates.Store.Update(ctx, func(tx mandate.Tx) error { return b.house.Mandates.InForce(ctx, tx, g.ID, 7, given.Data()) }))
	v, err := b.house.Groups.Viewer(ctx, who, false)
	must(err)
	zone, err := when.Zone("America/New_York")
	must(err)
	c, err := b.house.Actions.Begin(ctx, v, g.ID, action.Draft{Key: "a", Template: action.Vigil, Title: "A vigil, each week", Language: "en", Zone: zone})
	must(err)
	rule, err := recur.Parse("FREQ=WEEKLY;COUNT=6")
	must(err)
	start := when.DayOf(b.clock.Now(), zone).Add(3)
	s := recur.Series{Rule: rule, Start: start, At: when.HM(18, 0), Minutes: 60, Zone: zone, Left: []when.Day{start.Add(7)}}
	_, err = b.house.Actions.SetTime(ctx, v, c, action.Placing{When: s})
	must(err)
	must(b.house.Actions.SetLevels(ctx, v, c, []action.Levelling{{On: true, Level: action.Level{Risk: action.Lower, Meet: "The gate", Happens: "We stand."}}}))
	must(b.house.Actions.Open(ctx, v, c, call.OnBoard))
	here := "/c/" + c.String() + ".ics"
	_, before := b.readICS(t, here)
	l, err := b.house.Actions.Look(ctx, access.Viewer{}, c, 0)
	must(err)
	must(b.house.Actions.MoveOne(ctx, v, c, l.Times[1].ID, start.Add(15), when.HM(19, 0)))
	must(b.house.Actions.CallOff(ctx, v, c, l.Times[2].ID))
	for _, path := range []string{here, "/calendar.ics", "/g/" + g.Slug + "/calendar.ics"} {
		cal, text := b.readICS(t, path)
		if strings.Count(text, "BEGIN:VTIMEZONE") != 1 || !strings.Contains(text, "TZID:America/New_York") || !strings.Contains(text, "EXDATE;TZID=America/New_York:") {
			t.Errorf("%s lacks its zone or what is left out:\n%s", path, text)
		}
		moved, off, uids := 0, 0, map[string]bool{}
		for _, e := range cal.Events() {
			uid, _ := e.Props.Text(ical.PropUID)
			uids[uid] = true
			if e.Props.Get(ical.PropRecurrenceID) == nil {
				continue
			}
			if status, _ := e.Props.Text(ical.PropStatus); status == "CANCELLED" {
				off++
			} else {
				moved++
			}
		}
		if moved != 1 || off != 1 || len(uids) != 1 {
			t.Errorf("%s: %d moved, %d called off, under %d names", path, moved, off, len(uids))
		}
	}
	uid := func(text string) string {
		_, rest, _ := strings.Cut(text, "UID:")
		line, _, _ := strings.Cut(rest, "\r\n")
		return line
	}
	if _, after := b.readICS(t, here); uid(before) != uid(after) || uid(after) == "" {
		t.Error("its name changed")
	}
}
