package web_test

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/account"
	"alongside/internal/action"
	"alongside/internal/call"
	"alongside/internal/id"
	"alongside/internal/recur"
	"alongside/internal/web"
	"alongside/internal/when"
)

// onScene is the matrix's scene: an action is about to begin.
func onScene(t *testing.T) *scene {
	t.Helper()
	b := newBoard(t)
	first, err := b.house.Accounts.SignIn(context.Background(), account.Attempt{Proof: account.Proof{Typed: id.SecretFrom(b.host.Code.Reveal())}})
	if err != nil {
		t.Fatal(err)
	}
	return newScene(t, b, first.Session, 0)
}

// as sends a form in a role.
func (s *scene) as(role int, path string, form url.Values) answer {
	r := httptest.NewRequest("POST", origin+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "en")
	if !s.cookies[role].Empty() {
		r.Header.Set("Cookie", "__Host-alongside="+s.cookies[role].Reveal())
	}
	w := httptest.NewRecorder()
	s.house.Web.ServeHTTP(w, r)
	return answer{w, tags.ReplaceAllString(w.Body.String(), " ")}
}

// asks is what a program at an address gets, with what it accepts.
func (s *scene) asks(ctx context.Context, path, address, accept string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", origin+path, nil).WithContext(ctx)
	r.RemoteAddr = address + ":4000"
	r.Header.Set("Accept", accept)
	r.Header.Set("Accept-Language", "en")
	w := httptest.NewRecorder()
	s.house.Web.ServeHTTP(w, r)
	return w
}

func TestWordThatIsRefusedComesBackOnThePageOfItsTime(t *testing.T) {
	s := onScene(t)
	ctx := context.Background()
	_, plans := acting(s.enter(t, s.cookies[insider]))
	which, err := id.Parse[call.Call](s.subject["action"])
	if err != nil {
		t.Fatal(err)
	}
	c := call.ID(which)
	rule, _ := recur.Parse("FREQ=DAILY;COUNT=3")
	soon := s.clock.Now()
	series := recur.Series{Rule: rule, Start: when.DayOf(soon, utc), At: when.TimeOf(soon, utc) + 60, Minutes: 60, Zone: utc}
	if _, err := s.house.Actions.SetTime(ctx, plans, c, action.Placing{When: series}); err != nil {
		t.Fatal(err)
	}
	l, err := s.house.Actions.Look(ctx, access.Viewer{}, c, 0)
	if err != nil || len(l.Times) != 3 {
		t.Fatal(len(l.Times), err)
	}
	for _, form := range []url.Values{
		{"time": {l.Times[2].ID.String()}, "waited": {"60000"}},
		{"time": {l.Times[2].ID.String()}, "at": {strconv.FormatInt(s.clock.Now().UnixMilli(), 10)}},
	} {
		a := s.as(insider, "/c/"+c.String()+"/live", form)
		if day := l.Times[2].Starts.Format("2 January"); a.Code != 422 || !strings.Contains(a.words, day) {
			t.Errorf("%v: %d, and the page is not that of %s: %.600s", form, a.Code, day, strings.Join(strings.Fields(a.words), " "))
		}
	}
}

func TestWhatWaitedOnAPhoneIsSaidWhenItWasPressed(t *testing.T) {
	s := onScene(t)
	s.clock.Move(70 * time.Minute)
	place := "/mine/" + s.links[helper].Reveal() + "/at/" + s.subject["place"]
	for _, form := range []url.Values{
		{"do": {"safe"}, "key": {"b"}},
		{"do": {"help"}, "key": {"a"}, "waited": {"1800000"}}, // half an hour before they were home
		{"do": {"here"}, "key": {"c"}, "waited": {"999999999999999999"}},
	} {
		if a := s.as(helper, place, form); a.Code != 303 {
			t.Fatalf("%v: %d", form, a.Code)
		}
	}
	page := s.home(place)
	if !strings.Contains(page.words, "You are home safe.") {
		t.Errorf("what waited undid what came after it: %.800s", page.words)
	}
	s.clock.Move(time.Minute)
	for _, ms := range []string{"-999999999", "word", "0"} { // a clock that was set back, or none
		if a := s.as(helper, place, url.Values{"do": {"help"}, "key": {ms}, "waited": {ms}}); a.Code != 303 {
			t.Fatalf("%s: %d", ms, a.Code)
		}
		if page := s.home(place); strings.Contains(page.words, "You are home safe.") {
			t.Errorf("waited %q: it was not heard", ms)
		}
		s.as(helper, place, url.Values{"do": {"safe"}, "key": {ms + "safe"}})
		s.clock.Move(time.Minute)
	}
}

// home opens a private page as its owner.
func (s *scene) home(place string) answer {
	return s.do("GET", place+"?d="+s.house.Web.Proof(s.links[helper], s.clock.Now()), "en", nil)
}

func TestOneHallLeavesLinesForOthersAndIsToldWhenToComeAgain(t *testing.T) {
	s := onScene(t)
	s.house.Web.Lines(3, 2)
	path := "/c/" + s.subject["action"] + "/live/word?at=" + s.subject["time"]
	ctx, hangUp := context.WithCancel(context.Background())
	defer hangUp()
	const stream = "text/event-stream"
	open := func(address string) {
		t.Helper()
		before := s.house.Web.Open()
		go s.asks(ctx, path, address, stream)
		for range 500 {
			if s.house.Web.Open() > before {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatalf("%s has no line", address)
	}
	refused := func(address string) {
		t.Helper()
		soon, enough := context.WithTimeout(context.Background(), 5*time.Second) // who is let in by mistake stays
		defer enough()
		w := s.asks(soon, path, address, stream)
		if w.Code != 503 || w.Header().Get("Retry-After") == "" || w.Body.Len() > 1000 {
			t.Errorf("%s: %d, come again in %q, %d bytes", address, w.Code, w.Header().Get("Retry-After"), w.Body.Len())
		}
	}
	open("192.0.2.1")
	open("192.0.2.1")
	refused("192.0.2.1")
	open("192.0.2.2")
	refused("192.0.2.3")
	var word struct {
		Clock string            `json:"c"`
		Rows  []json.RawMessage `json:"rows"`
	}
	w := s.asks(context.Background(), path, "192.0.2.1", "application/json") // who has no line asks now and then
	if err := json.Unmarshal(w.Body.Bytes(), &word); w.Code != 200 || err != nil || word.Clock == "" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v %s", w.Code, err, w.Body)
	}
	hangUp()
	for range 500 {
		if s.house.Web.Open() == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d lines are held of those who went", s.house.Web.Open())
}

func TestAHallOfPeopleHasLinesAndNoAddressHasAll(t *testing.T) {
	if all, each := web.LinesMost(); each < 500 || each > all/2 {
		t.Errorf("%d of %d", each, all)
	}
}
