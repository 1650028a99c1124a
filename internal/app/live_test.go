package app

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/account"
	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/mandate"
	"alongside/internal/party"
	"alongside/internal/recur"
	"alongside/internal/web"
	"alongside/internal/when"
	"alongside/test/blank"
	"alongside/test/postgres"
	"alongside/test/seized"
)

// process is one of the processes that keep a board.
func process(t *testing.T, c db.Config) *House {
	t.Helper()
	h, err := Open(context.Background(), Config{Database: c, Listen: "127.0.0.1:0", Web: web.Settings{Name: "Eastfield", Zone: time.UTC}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Stop() })
	return h
}

// vigil is an action that is on, with who plans it and two who come.
type vigil struct {
	call    call.ID
	at      call.OccurrenceID
	planner access.Viewer
	guests  []call.Keys
	places  []call.CommitmentID
}

// hold opens a vigil with two levels, with somebody at each.
func hold(t *testing.T, h *House) (v vigil) {
	t.Helper()
	ctx := context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	who := party.AccountID(id.New[account.Account]())
	g, face, err := h.Groups.Found(ctx, who, group.Draft{Key: "g", Card: group.Card{Name: "Eastfield Tenants", About: "We rent here."}, Agreements: "We are kind.", FaceName: "Mina"})
	must(err)
	given := mandate.Given{Scope: party.Plan, Words: "The vigils", Holders: []party.FaceID{face.ID}, Days: 30}
	must(h.Mandates.Store.Update(ctx, func(tx mandate.Tx) error { return h.Mandates.InForce(ctx, tx, g.ID, 7, given.Data()) }))
	v.planner, err = h.Groups.Viewer(ctx, who, false)
	must(err)
	v.call, err = h.Actions.Begin(ctx, v.planner, g.ID, action.Draft{Key: "a", Template: action.Walk, Title: "A vigil", Language: "en", Zone: time.UTC})
	must(err)
	soon := when.System{}.Now().Add(30 * time.Minute)
	_, err = h.Actions.SetTime(ctx, v.planner, v.call, action.Placing{When: recur.Series{Start: when.DayOf(soon, time.UTC), At: when.TimeOf(soon, time.UTC), Minutes: 90, Zone: time.UTC}})
	must(err)
	level := func(r action.Risk, meet string) action.Levelling {
		return action.Levelling{On: true, Level: action.Level{Risk: r, Meet: meet, Happens: "We stand."}}
	}
	must(h.Actions.SetLevels(ctx, v.planner, v.call, []action.Levelling{level(action.Lower, "The gate"), level(action.Some, "The door")}))
	must(h.Actions.Open(ctx, v.planner, v.call, call.OnBoard))
	l, err := h.Actions.Look(ctx, access.Viewer{}, v.call, 0)
	must(err)
	v.at = l.Times[0].ID
	for _, x := range l.Levels {
		j, err := h.Actions.Join(ctx, access.Viewer{}, party.Ref{}, action.Joining{Key: call.Key("come" + x.Meet), Call: v.call, Risk: x.Risk, Seen: x.Version,
			Role: l.RolesAt(x.ID)[0].ID, Name: "Xenia", Language: "en"})
		must(err)
		v.guests, v.places = append(v.guests, j.Keys), append(v.places, j.First.ID)
	}
	return v
}

func (v vigil) says(t *testing.T, h *House, words string, risk action.Risk) {
	t.Helper()
	err := h.Actions.Post(context.Background(), v.planner, v.call, action.Post{Key: call.Key(words), Occurrence: v.at, Words: words, Risk: risk, Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
}

// follow reads a stream, and hands on each line that is word.
func follow(t *testing.T, h *House, path string) <-chan string {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	r, err := http.NewRequestWithContext(ctx, "GET", "http://"+h.Address()+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil || a.StatusCode != 200 {
		t.Fatalf("%s: %v %v", path, a, err)
	}
	words := make(chan string, 100)
	go func() {
		defer a.Body.Close()
		defer close(words)
		for lines := bufio.NewScanner(a.Body); lines.Scan(); {
			if data, found := strings.CutPrefix(lines.Text(), "data: "); found {
				words <- data
			}
		}
	}()
	return words
}

// waits waits until the stream says something.
func waits(t *testing.T, words <-chan string, what string) {
	t.Helper()
	for deadline := time.After(10 * time.Second); ; {
		select {
		case w := <-words:
			if strings.Contains(w, what) {
				return
			}
		case <-deadline:
			t.Fatalf("%q did not come", what)
		}
	}
}

func TestTwoProcessesOnOnePostgreSQLShowTheSameWord(t *testing.T) {
	postgres.Need(t)
	c := db.Config{URL: blank.Postgres(t)}
	here, there := process(t, c), process(t, c)
	if _, err := here.SetUp(context.Background(), First{Board: "Eastfield", Keeper: "Ada", Language: "en"}); err != nil {
		t.Fatal(err)
	}
	for _, h := range []*House{here, there} {
		if err := h.Start(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	v := hold(t, here)
	words := follow(t, there, "/c/"+v.call.String()+"/live/word?at="+v.at.String())
	v.says(t, here, "We turn at Canal Street", 0)
	waits(t, words, "We turn at Canal Street")
}

func TestNobodyLearnsWhoIsAtWhichLevelFromAnyPageFeedOrStream(t *testing.T) {
	h := process(t, db.Config{Dir: blank.SQLite(t)})
	if _, err := h.SetUp(context.Background(), First{Board: "Eastfield", Keeper: "Ada", Language: "en"}); err != nil {
		t.Fatal(err)
	}
	if err := h.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	v := hold(t, h)
	here := "/c/" + v.call.String()
	all := follow(t, h, here+"/live/word?at="+v.at.String())
	atDoor := follow(t, h, "/mine/"+v.guests[1].Link.Reveal()+"/at/"+v.places[1].String()+"/word")
	v.says(t, h, "For the door alone", action.Some)
	v.says(t, h, "For everybody", 0)
	waits(t, atDoor, "For the door alone")
	for waiting := true; waiting; {
		select {
		case w := <-all:
			if strings.Contains(w, "For the door alone") {
				t.Error("a stranger's stream carries word for one level")
			}
			waiting = !strings.Contains(w, "For everybody")
		case <-time.After(10 * time.Second):
			t.Fatal("no word came")
		}
	}
	other := v.places[0].String()
	for _, path := range []string{here, here + ".json", here + ".ics", here + "/live", here + "/level/1", here + "/level/2", here + "/card", "/calendar", "/calendar.ics",
		"/showing-up", "/feed.xml", "/g/eastfield-tenants", "/g/eastfield-tenants/calendar.ics", "/mine/" + v.guests[1].Link.Reveal() + "/at/" + v.places[1].String()} {
		a, err := http.Get("http://" + h.Address() + path)
		if err != nil {
			t.Fatal(err)
		}
		page, _ := io.ReadAll(a.Body)
		a.Body.Close()
		for _, secret := range []string{"Xenia", "Mina", other, "For the door alone"} {
			if strings.Contains(string(page), secret) && !strings.HasPrefix(path, "/mine/") {
				t.Errorf("%s tells %q", path, secret)
			}
		}
		if strings.HasPrefix(path, "/mine/") && strings.Contains(string(page), other) {
			t.Errorf("%s tells of somebody else's place", path)
		}
	}
}

func TestThreeDaysAfterAnActionTheDiskHoldsNothingOfItsWordAndItsPeople(t *testing.T) {
	ctx, dir := context.Background(), blank.SQLite(t)
	clock := when.At(when.System{}.Now())
	h, err := Open(ctx, Config{Database: db.Config{Dir: dir}, Listen: "127.0.0.1:0", Clock: clock, Web: web.Settings{Name: "Eastfield", Zone: time.UTC}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Stop() })
	if _, err := h.SetUp(ctx, First{Board: "Eastfield", Keeper: "Ada", Language: "en"}); err != nil {
		t.Fatal(err)
	}
	v := hold(t, h)
	words := []string{"Quinquereme turns left", "xylophone 555 0142"}
	v.says(t, h, words[0], action.Some)
	guest := access.Guest(v.guests[0].Guest)
	for _, err := range []error{h.Actions.SayReach(ctx, guest, v.places[0], words[1]), h.Actions.Code(ctx, guest, v.places[0]), h.Actions.Say(ctx, guest, v.places[0], action.Saying{Said: action.Here, Key: "k"})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	look := func() []seized.Hit {
		t.Helper()
		hits, err := seized.Find(words, dir)
		if err != nil {
			t.Fatal(err)
		}
		return hits
	}
	if len(look()) < 2 {
		t.Fatal("the control: while it is on, the disk holds none of it")
	}
	clock.Move(3*time.Hour + 12*time.Hour)
	h.due(ctx)
	clock.Move(when.LiveFor + time.Minute)
	h.due(ctx)
	h.sweep(ctx)
	if hits := look(); len(hits) > 0 {
		t.Errorf("three days on the disk still holds %v", hits)
	}
	for _, table := range []string{"place", "live"} {
		var n int
		if err := h.DB.View(ctx, func(tx *db.Tx) error { return tx.Row("SELECT count(*) FROM "+table, nil, &n) }); err != nil || n > 0 {
			t.Errorf("%d rows of %s, %v", n, table, err)
		}
	}
}
