package web_test

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"alongside/internal/app"
	"alongside/internal/db"
	"alongside/internal/web"
	"alongside/internal/when"
	"alongside/test/blank"
)

// board is a whole house on a real database, with a clock that stands.
type board struct {
	t     *testing.T
	house *app.House
	clock *when.Set
	host  app.Keys // of whoever looks after the board
}

const origin = "https://eastfield.example"

// The clock stands on Monday 4 May 2026, 10:00 in New York.
var monday = time.Date(2026, 5, 4, 14, 0, 0, 0, time.UTC)

func newBoard(t *testing.T) *board {
	t.Helper()
	zone, err := when.Zone("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	clock := when.At(monday)
	h, err := app.Open(context.Background(), app.Config{Database: db.Config{Dir: blank.SQLite(t)}, Clock: clock,
		Web: web.Settings{Name: "Eastfield", Origin: origin, Zone: zone}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Stop() })
	keys, err := h.SetUp(context.Background(), app.First{Board: "Eastfield", Keeper: "Ada", Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	return &board{t, h, clock, keys}
}

// answer is what came back, with the words a person would read.
type answer struct {
	*httptest.ResponseRecorder
	words string
}

var tags = regexp.MustCompile(`(?s)<script.*?</script>|<[^>]*>`)

func (b *board) do(method, path, language string, form url.Values) answer {
	b.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	r.Header.Set("Accept-Language", language)
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	b.house.Web.ServeHTTP(w, r)
	words := html.UnescapeString(strings.Join(strings.Fields(tags.ReplaceAllString(w.Body.String(), " ")), " "))
	return answer{w, words}
}

func (b *board) open(path string) answer { return b.do("GET", path, "en", nil) }

// ask puts something on the board and gives its id and its private link.
func (b *board) ask(path, language, text string, more ...string) (call, link string) {
	b.t.Helper()
	b.clock.Move(time.Second) // the newest is the newest
	form := url.Values{"step": {"check"}, "text": {text}, "kind": {"aid"}, "urgency": {"any"}, "key": {text}}
	for i := 0; i+1 < len(more); i += 2 {
		form.Add(more[i], more[i+1])
		if more[i] == "kind" || more[i] == "urgency" {
			form.Set(more[i], more[i+1])
		}
	}
	a := b.do("POST", path, language, form)
	id := regexp.MustCompile(`/c/([0-9a-z]{8})`).FindStringSubmatch(a.Body.String())
	private := regexp.MustCompile(`/mine/([^/"?#]+)/slip`).FindStringSubmatch(a.Body.String())
	if a.Code != 200 || id == nil || private == nil {
		b.t.Fatalf("asking %q: %d %s", text, a.Code, a.words)
	}
	return id[1], private[1]
}

func (a answer) sees(t *testing.T, all ...string) {
	t.Helper()
	for _, s := range all {
		if !strings.Contains(a.words, s) {
			t.Errorf("nobody reads %q in: %.1500s", s, a.words)
		}
	}
}

func (a answer) misses(t *testing.T, all ...string) {
	t.Helper()
	for _, s := range all {
		if strings.Contains(a.Body.String(), s) {
			t.Errorf("%q stands on the page", s)
		}
	}
}

func TestASearchFindsEveryScriptByItsOwnWords(t *testing.T) {
	b := newBoard(t)
	b.ask("/ask", "ko", "난로를 빌려 주세요")
	b.ask("/ask", "ar", "أحتاج إلى مدفأة")
	b.ask("/offer", "es", "Sopa para cuatro")
	b.ask("/ask", "en", "A lift to the clinic")
	for _, c := range []struct{ query, found string }{
		{"난로", "난로를 빌려 주세요"}, {"مدفأة", "أحتاج إلى مدفأة"}, {"sopa", "Sopa para cuatro"}, {"CLINIC", "A lift to the clinic"},
	} {
		a := b.open("/search?" + url.Values{"q": {c.query}}.Encode())
		a.sees(t, "with “"+c.query+"”", c.found)
		if strings.Count(a.words, "No answer yet.") != 1 {
			t.Errorf("%q finds other things too: %s", c.query, a.words)
		}
	}
}

func TestASearchWithoutAnythingFoundShowsTwoWaysOn(t *testing.T) {
	b := newBoard(t)
	a := b.open("/search?q=zzz")
	a.sees(t, "Nothing found.", "Ask for help", "See the whole board")
	b.open("/search?near=Nowhereville").sees(t, "We do not know “Nowhereville”.")
}

func TestFiltersByKindSideAndPlaceHoldTogether(t *testing.T) {
	b := newBoard(t)
	b.ask("/ask", "en", "Groceries in Dearborn", "place", "Dearborn, MI")
	b.ask("/offer", "en", "Soup in Dearborn", "place", "Dearborn, MI")
	b.ask("/offer", "en", "Bike lessons in Dearborn", "place", "Dearborn, MI", "kind", "knowhow")
	b.ask("/offer", "en", "Soup in Seattle", "place", "Seattle, WA")
	a := b.open("/search?near=Dearborn,+MI&kind=aid&side=offer")
	a.sees(t, "Aid · Offering · near Dearborn, MI", "Soup in Dearborn")
	a.misses(t, "Groceries in", "Bike lessons", "Seattle")
	words := b.open("/search?near=Dearborn,+MI&q=soup")
	words.sees(t, "near Dearborn, MI · with “soup”", "Soup in Dearborn")
	words.misses(t, "Soup in Seattle")
}

func TestTheCalendarListsOnlyWhatIsPublicDayByDay(t *testing.T) {
	b := newBoard(t)
	b.ask("/ask", "en", "Carry boxes upstairs", "urgency", "day", "date", "2026-05-09", "time", "10:00")
	b.ask("/ask", "en", "Go with me to court", "urgency", "day", "date", "2026-06-30")
	b.ask("/ask", "en", "In three months", "urgency", "day", "date", "2026-08-03", "time", "09:30")
	a := b.open("/calendar")
	a.sees(t, "Saturday 9 May 2026", "10:00", "Carry boxes upstairs", "Tuesday 30 June 2026", "Go with me to court")
	a.misses(t, "In three months", "23:59")
	b.open("/calendar/2026/08").sees(t, "August 2026", "Monday 3 August 2026", "09:30", "In three months")
	if got := b.open("/calendar/2026/13").Code; got != 404 {
		t.Errorf("the thirteenth month answers %d", got)
	}
}

func readCalendar(t *testing.T, a answer) []ical.Event {
	t.Helper()
	if a.Code != 200 || a.Header().Get("Content-Type") != "text/calendar; charset=utf-8" {
		t.Fatalf("%d %s", a.Code, a.Header().Get("Content-Type"))
	}
	for _, line := range strings.Split(a.Body.String(), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	c, err := ical.NewDecoder(strings.NewReader(a.Body.String())).Decode()
	if err != nil {
		t.Fatal(err)
	}
	return c.Events()
}

func TestACalendarReadsBackAsItWasMeant(t *testing.T) {
	b := newBoard(t)
	title := "이사를 도와주세요; 상자 열 개, 책상 하나, 그리고 아주 무거운 냉장고가 있어요"
	id, _ := b.ask("/ask", "ko", title, "urgency", "day", "date", "2026-05-09", "time", "10:00", "place", "Dearborn, MI")
	day, _ := b.ask("/ask", "en", "Some time that day", "urgency", "day", "date", "2026-05-10")
	whole := readCalendar(t, b.open("/calendar.ics"))
	if len(whole) != 2 {
		t.Fatalf("%d events", len(whole))
	}
	one := readCalendar(t, b.open("/c/"+id+".ics"))[0]
	starts, err := one.DateTimeStart(time.UTC)
	if err != nil || !starts.Equal(time.Date(2026, 5, 9, 14, 0, 0, 0, time.UTC)) {
		t.Errorf("starts at %v (%v), want 10:00 in New York", starts, err)
	}
	summary, _ := one.Props.Text(ical.PropSummary)
	place, _ := one.Props.Text(ical.PropLocation)
	if summary != title || place != "Dearborn, MI" {
		t.Errorf("summary %q, location %q", summary, place)
	}
	if was := whole[0].Props.Get(ical.PropUID).Value; was == "" || was != one.Props.Get(ical.PropUID).Value {
		t.Errorf("the same event has two names: %q", was)
	}
	all := readCalendar(t, b.open("/c/"+day+".ics"))[0].Props.Get(ical.PropDateTimeStart)
	if all.Value != "20260510" || all.Params.Get("VALUE") != "DATE" {
		t.Errorf("a day without an hour is %v", all)
	}
	timeless, _ := b.ask("/ask", "en", "No time at all")
	if got := b.open("/c/" + timeless + ".ics").Code; got != 404 {
		t.Errorf("a call without a time gives a calendar: %d", got)
	}
}

func TestAFeedHoldsWhatIsOpenAndNothingPrivate(t *testing.T) {
	b := newBoard(t)
	id, link := b.ask("/ask", "en", "Milk & bread <today>", "reach", "555 0142", "name", "Sol", "exact", "7 Mill Lane")
	b.ask("/offer", "es", "Clases de costura", "kind", "knowhow")
	a := b.open("/feed.xml")
	var f struct {
		Updated string `xml:"updated"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(a.Body.Bytes(), &f); err != nil {
		t.Fatal(err)
	}
	if len(f.Entries) != 2 || f.Entries[1].ID != origin+"/c/"+id || f.Entries[1].Title != "Milk & bread <today>" {
		t.Errorf("%+v", f.Entries)
	}
	if f.Entries[0].Updated != "2026-05-04T00:00:00-04:00" {
		t.Errorf("the hour of writing is told: %s", f.Entries[0].Updated)
	}
	a.misses(t, "555 0142", "Sol", "Mill Lane", link)
	b.open("/aid/feed.xml").misses(t, "costura")
}

func TestTheJSONOfACallHasTheDescribedNamesAndNothingPrivate(t *testing.T) {
	b := newBoard(t)
	id, link := b.ask("/ask", "en", "Three things", "part", "Milk", "count", "2", "part", "Bread", "count", "1", "part", "Rice", "count", "1",
		"reach", "555 0142", "name", "Sol", "exact", "7 Mill Lane", "speaks", "en")
	a := b.open("/c/" + id + ".json")
	var got map[string]any
	var described struct {
		Components struct {
			Schemas map[string]struct {
				Required   []string       `json:"required"`
				Properties map[string]any `json:"properties"`
			} `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(a.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.open("/openapi.json").Body.Bytes(), &described); err != nil {
		t.Fatal(err)
	}
	same := func(what string, got map[string]any) {
		t.Helper()
		schema := described.Components.Schemas[what]
		for name := range got {
			if schema.Properties[name] == nil {
				t.Errorf("%s.%s is not described", what, name)
			}
		}
		for _, name := range schema.Required {
			if _, ok := got[name]; !ok {
				t.Errorf("%s.%s is described and not there", what, name)
			}
		}
	}
	same("Call", got)
	parts := got["parts"].([]any)
	same("Part", parts[0].(map[string]any))
	if len(parts) != 3 || parts[0].(map[string]any)["left"] != 2.0 || got["url"] != origin+"/c/"+id || got["opened"] != "2026-05-04" {
		t.Errorf("%v", got)
	}
	a.misses(t, "555 0142", "Sol", "Mill Lane", link)
	missing := b.open("/c/zzzzzzzz.json")
	var mistake map[string]any
	if err := json.Unmarshal(missing.Body.Bytes(), &mistake); err != nil || missing.Code != 404 || mistake["error"] != "not_found" {
		t.Errorf("%d %s", missing.Code, missing.Body)
	}
	same("Error", mistake)
}

func TestWordsToShareHoldThePublicLinkOnly(t *testing.T) {
	b := newBoard(t)
	id, link := b.ask("/ask", "en", "Groceries for two", "place", "Dearborn, MI", "reach", "555 0142", "part", "Shopping", "part", "Carrying")
	for language, words := range map[string][]string{
		"en": {"Aid, asking: Groceries for two", "Still needed: Shopping and Carrying"}, "es": {"Ayuda, pedido: Groceries for two"},
		"ko": {"도움 요청: Groceries for two"}, "ar": {"عون، طلب: \u2068Groceries for two\u2069"},
	} {
		a := b.do("GET", "/c/"+id+"/share", language, nil)
		a.sees(t, append(words, origin+"/c/"+id)...)
		a.misses(t, link, "555 0142", "og:image", "og:title")
	}
}

func TestOnlyTheSlipOfTheOneWhoAskedHoldsTheirWords(t *testing.T) {
	b := newBoard(t)
	id, link := b.ask("/ask", "en", "Groceries for two", "reach", "555 0142")
	public := b.open("/c/" + id + "/slip")
	public.sees(t, "Groceries for two", origin+"/c/"+id)
	public.misses(t, "Your four words", link, "555 0142")
	stranger := b.open("/mine/" + link + "/slip")
	stranger.sees(t, "Is this your page?")
	stranger.misses(t, "Your four words")
	known := b.do("POST", "/mine/"+link, "en", url.Values{"are": {"yes"}}).Header().Get("Location")
	own := b.open("/mine/" + link + "/slip?" + known[strings.Index(known, "d="):])
	own.sees(t, "Your four words. Keep them to yourself.", "eastfield.example/code")
	own.misses(t, origin+"/mine")
	if c := own.Header().Get("Cache-Control"); c != "no-store" {
		t.Errorf("a private slip may be kept: %q", c)
	}
}

func TestAPosterSpeaksEveryLanguageAndLeadsToItsOwn(t *testing.T) {
	b := newBoard(t)
	a := b.open("/ko/poster")
	a.sees(t, "필요한 것이 있나요?", "Need something?", "¿Necesitas algo?", "هل تحتاج إلى شيء؟", "eastfield.example/ask")
	if first := strings.Index(a.words, "필요한"); first > strings.Index(a.words, "Need something?") {
		t.Error("the Korean poster does not begin in Korean")
	}
}

func TestAReportReachesTheTrayAndNamesNobody(t *testing.T) {
	b := newBoard(t)
	id, _ := b.ask("/ask", "en", "Call me on 555 0142")
	b.open("/c/"+id+"/report").sees(t, "What is not right?", "Call me on 555 0142")
	empty := b.do("POST", "/c/"+id+"/report", "en", url.Values{"text": {"look"}, "key": {"r"}})
	if empty.sees(t, "Choose what fits best."); empty.Code != 422 {
		t.Errorf("a report without a reason answers %d", empty.Code)
	}
	for range 2 { // sent twice, told once
		b.do("POST", "/c/"+id+"/report", "en", url.Values{"reason": {"private"}, "text": {"a telephone"}, "key": {"r1"}}).sees(t, "Thank you for telling us")
	}
	waiting, err := b.house.Care.Waiting(context.Background())
	if err != nil || len(waiting) != 1 || waiting[0].Text != "a telephone" || !waiting[0].Made.Equal(time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)) {
		t.Fatalf("%+v %v", waiting, err)
	}
	b.clock.Move(when.ReportsFor + 25*time.Hour)
	if err := b.house.Care.Sweep(context.Background()); err != nil {
		t.Fatal(err)
	}
	if waiting, _ := b.house.Care.Waiting(context.Background()); len(waiting) != 0 {
		t.Error("a report outlives its month")
	}
}

func TestTheKeepPageSaysWhatTheClockDoes(t *testing.T) {
	b := newBoard(t)
	b.open("/keep").sees(t, "A place held by “I can” 15 minutes", "7 days after it is kept", "30 days after it closes")
}

func TestTheSourceIsOfferedAsTheHostChose(t *testing.T) {
	b := newBoard(t)
	b.open("/source").sees(t, "Ask whoever keeps this board", "GeoNames", "AGPL-3.0-or-later")
	b.house.Web.Source = "https://code.example/alongside"
	page := b.do("GET", "/es/source", "es", nil)
	if !strings.Contains(page.Body.String(), `href="https://code.example/alongside"`) {
		t.Error("the address of the source is not on the page")
	}
	file := t.TempDir() + "/source.tar.gz"
	if err := os.WriteFile(file, []byte("archive"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.house.Web.Source = file
	if a := b.open("/source/alongside-source.tar.gz"); a.Code != 200 || a.Body.String() != "archive" {
		t.Errorf("%d %s", a.Code, a.Body)
	}
}

func TestSearchEnginesReadTheFrontPageAlone(t *testing.T) {
	b := newBoard(t)
	id, _ := b.ask("/ask", "en", "A warm coat")
	for path, hidden := range map[string]bool{"/": false, "/ko/": false, "/c/" + id: true, "/search": true, "/record": true} {
		if got := strings.Contains(b.open(path).Body.String(), `content="noindex"`); got != hidden {
			t.Errorf("%s: noindex is %t", path, got)
		}
	}
	robots := b.open("/robots.txt").Body.String()
	if !strings.Contains(robots, "Allow: /$\n") || !strings.HasSuffix(robots, "Disallow: /\n") {
		t.Error(robots)
	}
}

func TestEveryPageToReadSaysEverythingInEveryLanguage(t *testing.T) {
	b := newBoard(t)
	id, _ := b.ask("/ask", "en", "Carry boxes", "urgency", "day", "date", "2026-05-09", "time", "10:00", "place", "Dearborn, MI")
	for _, language := range []string{"en", "es", "ko", "ar"} {
		for _, path := range []string{"/search?q=boxes", "/near?near=Dearborn", "/calendar", "/map", "/record", "/keep", "/accessibility",
			"/source", "/api", "/offline", "/code", "/poster", "/board/print", "/c/" + id + "/share", "/c/" + id + "/slip", "/c/" + id + "/report"} {
			a := b.open("/" + language + path)
			if a.Code != http.StatusOK || strings.Contains(a.Body.String(), "⟦") || !strings.Contains(a.Body.String(), `<html lang="`+language+`"`) {
				t.Errorf("/%s%s: %d", language, path, a.Code)
			}
		}
	}
}

var leads = regexp.MustCompile(` (?:href|action|formaction)="(/[^"]*)"`)

func TestAPageInALanguageLeadsOnInThatLanguage(t *testing.T) {
	b := newBoard(t)
	for _, path := range []string{"/ko", "/ko/ask", "/ko/offer", "/ko/groups", "/ko/record", "/ko/keep", "/ko/sign-in", "/ko/mine"} {
		for _, m := range leads.FindAllStringSubmatch(b.do("GET", path, "en", nil).Body.String(), -1) {
			if strings.HasPrefix(m[1], "/a/") || regexp.MustCompile(`^/(en|es|ar)(/|$)`).MatchString(m[1]) {
				continue // a file, or the choice of another language
			}
			if !strings.HasPrefix(m[1]+"/", "/ko/") || strings.HasPrefix(m[1], "/ko/ko") {
				t.Errorf("%s leads to %s", path, m[1])
			}
		}
	}
	form := url.Values{"step": {"what"}, "text": {"담요"}, "kind": {"aid"}}
	b.do("POST", "/ko/ask", "en", form).sees(t, "언제, 어디인가요?")
}
