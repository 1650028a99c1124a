package app_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/app"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/web"
	"alongside/internal/when"
	"alongside/test/seized"
)

// seizure is a running board on a disk that will be taken.
type seizure struct {
	t      *testing.T
	house  *app.House
	clock  *when.Set
	disk   string // everything it writes: data, log, temporary files
	cookie string
	from   string // the address that requests come from
}

func newSeizure(t *testing.T) *seizure {
	t.Helper()
	s := &seizure{t: t, clock: when.At(time.Now()), disk: t.TempDir(), from: "127.0.0.1"}
	temp := filepath.Join(s.disk, "temp")
	if err := os.MkdirAll(temp, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", temp)
	log, err := os.Create(filepath.Join(s.disk, "log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	s.house, err = app.Open(context.Background(), app.Config{Database: db.Config{Dir: filepath.Join(s.disk, "data")}, Listen: "127.0.0.1:0",
		Clock: s.clock, Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Web: web.Settings{Name: "Eastfield", Origin: "http://127.0.0.1", Zone: time.UTC}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.house.Stop() })
	if err := s.house.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	return s
}

const userAgent = "Quartzphone/77.31 (Zinnia)"

// send sends a form, or opens a page without one, and reads the answer.
func (s *seizure) send(path string, form url.Values) (*http.Response, string) {
	s.t.Helper()
	method := "GET"
	if form != nil {
		method = "POST"
	}
	r, err := http.NewRequest(method, "http://"+s.house.Address()+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("User-Agent", userAgent)
	if s.cookie != "" {
		r.Header.Set("Cookie", "__Host-alongside="+s.cookie)
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{DisableKeepAlives: true, DialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(s.from)}}).DialContext}}
	a, err := client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return a, string(body)
}

func (s *seizure) find(text, pattern string) string {
	s.t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if m == nil {
		s.t.Fatalf("no %s in %.500s", pattern, text)
	}
	return m[1]
}

// setUp gives the board its host and gives their keys.
func (s *seizure) setUp() app.Keys {
	s.t.Helper()
	k, err := s.house.SetUp(context.Background(), app.First{Board: "Eastfield", Keeper: "Quincy Keeper", Language: "en"})
	if err != nil {
		s.t.Fatal(err)
	}
	return k
}

// ask asks as a neighbour and gives the call, the private link and the words.
func (s *seizure) ask(form url.Values) (call, link, words string) {
	s.t.Helper()
	all := url.Values{"step": {"check"}, "kind": {"aid"}, "urgency": {"any"}}
	for name, values := range form {
		all[name] = values
	}
	_, page := s.send("/ask", all)
	return s.find(page, `/c/([0-9a-z]{8})`), s.find(page, `/mine#([^"]+)"`), s.find(page, `class="code"[^>]*><bdi>([^<]+)<`)
}

// answer holds a place, says how to reach, and gives the private page and
// where the promise is.
func (s *seizure) answer(call, key, name, reach string) (link, promise string) {
	s.t.Helper()
	_, page := s.send("/c/"+call, nil)
	a, _ := s.send("/c/"+call, url.Values{"part": {s.find(page, `name="part" value="([^"]+)"`)}, "key": {key}})
	to := a.Header.Get("Location")
	link, promise = s.find(to, `^/mine/([^/]+)/`), strings.SplitN(to, "?", 2)[0]
	if a, page := s.send(promise, url.Values{"do": {"send"}, "name": {name}, "reach": {reach}}); a.StatusCode != 200 {
		s.t.Fatalf("answering: %d %.300s", a.StatusCode, page)
	}
	return link, promise
}

// sweep lets the clock move and the board do what it does every hour.
func (s *seizure) sweep(by time.Duration) {
	s.t.Helper()
	s.clock.Move(by)
	ctx := context.Background()
	for more := true; more; {
		var err error
		if more, err = s.house.Spine.Tick(ctx); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := s.house.Spine.Sweep(ctx); err != nil {
		s.t.Fatal(err)
	}
	if err := s.house.DB.Sweep(ctx, false); err != nil {
		s.t.Fatal(err)
	}
}

// holds looks for the words on the disk, in eight encodings.
func (s *seizure) holds(words ...string) []seized.Hit {
	s.t.Helper()
	hits, err := seized.Find(words, s.disk)
	if err != nil {
		s.t.Fatal(err)
	}
	return hits
}

func TestASeizedDiskGivesNoKeysAndNoAddresses(t *testing.T) {
	s := newSeizure(t)
	keys := s.setUp()
	call, link, words := s.ask(url.Values{"text": {"Marmalade for breakfast"}, "name": {"Sol Whitlock"}, "reach": {"555 0142 77"}, "key": {"page-key-of-the-asker"}})
	helper, promise := s.answer(call, "page-key-of-the-helper", "Ana Brightwater", "555 0163 88")
	s.send("/mine", url.Values{"code": {words}})
	s.send("/mine", url.Values{"link": {link}})
	a, _ := s.send("/mine", url.Values{"code": {words}})
	if a.StatusCode != 200 {
		t.Fatalf("the four words open nothing: %d", a.StatusCode)
	}
	_, over := s.send(promise, url.Values{"do": {"over"}, "sent": {"yes"}, "name": {"Omar Fennimore"}})
	handed := s.find(over, `/handed/([^"< ]+)`)
	a, page := s.send("/sign-in", url.Values{"typed": {keys.Words.Reveal()}})
	if len(a.Cookies()) == 0 {
		t.Fatalf("signing in: %d %.300s", a.StatusCode, page)
	}
	s.cookie = a.Cookies()[0].Value
	for _, path := range []string{"/you", "/you/keys", "/you/devices", "/mine/" + link, "/mine/" + helper} {
		s.send(path, nil)
	}
	s.send("/sign-in", url.Values{"typed": {keys.Code.Reveal()}})

	// It is there while it must be: else the search below would prove nothing.
	for _, planted := range []string{"Marmalade for breakfast", "555 0142 77", "Sol Whitlock"} {
		if len(s.holds(planted)) == 0 {
			t.Errorf("%q was planted and is not found", planted)
		}
	}
	secrets := []string{link, helper, handed, words, strings.ReplaceAll(words, " ", ""), strings.ReplaceAll(words, " ", "-"),
		keys.Words.Reveal(), keys.Code.Reveal(), keys.Code.Canonical(), s.cookie, "page-key-of-the-asker", "page-key-of-the-helper",
		"Quartzphone", "Zinnia"}
	for _, h := range s.holds(secrets...) {
		t.Errorf("a seized disk gives %s", h)
	}
}

func TestDetailsLeaveTheDiskAWeekAfterTheyWereKept(t *testing.T) {
	s := newSeizure(t)
	s.setUp()
	call, link, _ := s.ask(url.Values{"text": {"Marmalade for breakfast"}, "name": {"Sol Whitlock"}, "reach": {"555 0142 77"}, "exact": {"Flat 9, Juniper House"}, "key": {"one"}})
	helper, promise := s.answer(call, "two", "Ana Brightwater", "555 0163 88")
	s.send(promise+"/words", url.Values{"words": {"The bell says Quincunx"}})
	s.send(strings.Replace(promise, helper, link, 1)+"/words", url.Values{"words": {"Mind the Zeppelin"}})
	details := []string{"555 0142 77", "Flat 9, Juniper House", "555 0163 88", "The bell says Quincunx", "Mind the Zeppelin"}
	if got := len(s.holds(details...)); got < len(details) {
		t.Fatalf("only %d of what was planted is found", got)
	}
	s.send(promise, url.Values{"do": {"kept"}})
	s.send(strings.Replace(promise, helper, link, 1), url.Values{"do": {"kept"}})
	s.sweep(when.DetailsFor - time.Hour)
	if len(s.holds(details...)) < len(details) {
		t.Error("it went before its time")
	}
	s.sweep(time.Hour)
	for _, h := range s.holds(details...) {
		t.Errorf("after its time, %s", h)
	}
	s.sweep(when.OpenFor + when.CallsFor + when.GuestsFor)
	for _, h := range s.holds("Marmalade for breakfast", "Sol Whitlock", "Ana Brightwater") {
		if h.Word != "Marmalade for breakfast" { // its title stays in the record
			t.Errorf("after its time, %s", h)
		}
	}
}

func TestWhatSomebodyTakesBackLeavesTheDiskWithinSeconds(t *testing.T) {
	s := newSeizure(t)
	s.setUp()
	other, _, _ := s.ask(url.Values{"text": {"Chairs for Sunday"}, "reach": {"555 0110 22"}, "key": {"three"}})
	kept, asker, _ := s.ask(url.Values{"text": {"Carry a sofa up"}, "reach": {"555 0110 33"}, "key": {"four"}})
	_, link, _ := s.ask(url.Values{"text": {"Xylophone strings please"}, "name": {"Sol Whitlock"}, "reach": {"555 0142 77"}, "exact": {"Flat 9, Juniper House"}, "key": {"five"}})
	// The same guest has promised something, and has kept something.
	s.answerAs(link, other, "Sol Whitlock", "555 0142 66")
	promise := s.answerAs(link, kept, "Sol Whitlock", "555 0142 55")
	s.send(promise+"/words", url.Values{"words": {"The bell says Quincunx"}})
	s.send(strings.Replace(promise, link, asker, 1)+"/words", url.Values{"words": {"Mind the Zeppelin"}})
	s.send(promise, url.Values{"do": {"kept"}})
	s.send(strings.Replace(promise, link, asker, 1), url.Values{"do": {"kept"}})
	planted := []string{"Xylophone strings", "Sol Whitlock", "555 0142 77", "Flat 9, Juniper House", "555 0142 66", "555 0142 55",
		"The bell says Quincunx", "Mind the Zeppelin"}
	if len(s.holds(planted...)) < len(planted) {
		t.Fatalf("not all that was planted is found: %v", s.holds(planted...))
	}
	if a, page := s.send("/mine/"+link+"/erase", url.Values{"sure": {"yes"}}); a.StatusCode != 200 {
		t.Fatalf("taking it back: %d %.300s", a.StatusCode, page)
	}
	var hits []seized.Hit
	for until := time.Now().Add(10 * time.Second); time.Now().Before(until); time.Sleep(200 * time.Millisecond) {
		if hits = s.holds(planted...); len(hits) == 0 {
			return
		}
	}
	t.Errorf("ten seconds later: %v", hits)
}

// answerAs answers as the guest of a private link.
func (s *seizure) answerAs(link, c, name, reach string) (promise string) {
	s.t.Helper()
	ctx, spine := context.Background(), s.house.Spine
	g, err := spine.By(ctx, id.SecretFrom(link))
	if err != nil {
		s.t.Fatal(err)
	}
	which, err := id.Parse[call.Call](c)
	if err != nil {
		s.t.Fatal(err)
	}
	look, err := spine.Look(ctx, access.Guest(g.ID), which)
	if err != nil {
		s.t.Fatal(err)
	}
	held, err := spine.Hold(ctx, access.Guest(g.ID), party.OfGuest(g.ID), call.Answer{Part: look.Parts[0].ID})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := spine.Offer(ctx, access.Guest(g.ID), held.Commitment.ID, call.Reach{Name: name, Reach: reach}); err != nil {
		s.t.Fatal(err)
	}
	return "/mine/" + link + "/p/" + held.Commitment.ID.String()
}

// Requests come from many addresses, in every way that could be written down.
func TestNoAddressIsEverWrittenDown(t *testing.T) {
	s := newSeizure(t)
	keys := s.setUp()
	call, link, _ := s.ask(url.Values{"text": {"Marmalade for breakfast"}, "reach": {"555 0142 77"}, "key": {"six"}})
	var from []string
	for n := range 40 {
		s.from = "127." + []string{"83", "117", "201", "94"}[n%4] + "." + []string{"19", "214"}[n%2] + "." + strconv.Itoa(130+n)
		from = append(from, s.from)
		for path, form := range map[string]url.Values{
			"/": nil, "/nowhere": nil, "/mine/" + link: nil, "/c/" + call: nil, "/you": nil, "/c/" + call + "/report": {"reason": {"other"}, "key": {strconv.Itoa(n)}},
			"/mine":    {"code": {"four words of nobody"}},
			"/ask":     {"step": {"check"}, "text": {"Ask number " + strconv.Itoa(n)}, "kind": {"aid"}, "urgency": {"any"}, "key": {strconv.Itoa(n)}},
			"/sign-in": {"typed": {"wrong words that nobody ever drew"}},
			"/offer":   {"text": {strings.Repeat("x", 70_000)}},
		} {
			if n%10 != 0 && path == "/sign-in" {
				continue // each costs a derivation
			}
			s.send(path, form)
		}
	}
	if a, _ := s.send("/sign-in", url.Values{"typed": {keys.Words.Reveal()}}); len(a.Cookies()) == 0 {
		t.Errorf("nobody signed in: %d", a.StatusCode)
	}
	for _, h := range s.holds(from...) {
		t.Errorf("written down: %s", h)
	}
}
