package locale_test

import (
	"strings"
	"testing"
	"time"

	"alongside/internal/locale"
)

func load(t testing.TB) *locale.Catalogue {
	t.Helper()
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func speak(t testing.TB, tag string) *locale.Language {
	t.Helper()
	l, ok := load(t).Find(tag)
	if !ok {
		t.Fatalf("no %s", tag)
	}
	return l
}

func TestTheMenuOffersEveryLanguageInItsOwnName(t *testing.T) {
	var got []string
	for _, l := range load(t).Languages() {
		got = append(got, l.Tag()+" "+l.Name()+" "+l.Dir())
	}
	if want := "en English ltr, es Español ltr, ko 한국어 ltr, ar العربية rtl"; strings.Join(got, ", ") != want {
		t.Errorf("got %q, want %q", strings.Join(got, ", "), want)
	}
}

func TestABrowserIsAnsweredInTheLanguageItAsksFor(t *testing.T) {
	c := load(t)
	for header, want := range map[string]string{
		"ko-KR,ko;q=0.9,en;q=0.8":    "ko",
		"es-419,es;q=0.9":            "es",
		"ar-EG":                      "ar",
		"AR":                         "ar",
		"fr-CH, fr;q=0.9, es;q=0.5":  "es",
		"en;q=0.1, ko;q=0.9":         "ko",
		"de":                         "en",
		"*":                          "en",
		"":                           "en",
		";;;,,,":                     "en",
		"x-klingon":                  "en",
		strings.Repeat("a-", 90_000): "en",
		"fr," + strings.Repeat("de;q=0.5,", 90_000) + "ko": "en",
	} {
		if got := c.Match(header).Tag(); got != want {
			t.Errorf("%.60q is answered in %s, want %s", header, got, want)
		}
	}
}

func TestASentenceIsFilledWithNamesAndNumbers(t *testing.T) {
	l := speak(t, "en")
	for _, c := range []struct{ got, want string }{
		{l.T("call.through", "group", "Harbour Kitchen"), "through Harbour Kitchen"},
		{l.T("ask.question_of", "step", 1, "of", 3), "Question 1 of 3"},
		{l.N("lasting.minutes", 1), "1 minute"},
		{l.N("lasting.minutes", 1200), "1,200 minutes"},
		{l.N("call.parts_answered", 5, "done", 2), "2 of 5 parts answered."},
		{l.T("call.through"), "through ⟦group⟧"},
		{l.T("call.through", "group"), "through ⟦group⟧"},
		{l.T("call.through", "group", "{group}"), "through {group}"},
		{l.T("no.such", "a", 1), "⟦no.such⟧"},
		{l.N("no.such", 2), "⟦no.such⟧"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestArabicCountsInSixForms(t *testing.T) {
	l := speak(t, "ar")
	for n, want := range map[int]string{0: "أقل من يوم", 1: "يوم واحد", 2: "يومان", 3: "3 أيام", 10: "10 أيام",
		11: "11 يومًا", 100: "100 يوم", 103: "103 أيام", -2: "يومان"} {
		if got := l.N("lasting.days", n); got != want {
			t.Errorf("%d days are %q, want %q", n, got, want)
		}
	}
}

func TestPiecesLetAPageMarkUpWhatIsFilledIn(t *testing.T) {
	l := speak(t, "en")
	p := l.Pieces("call.left")
	if len(p) != 4 || p[0].Name != "n" || p[1].Text != " of " || p[2].Name != "of" {
		t.Errorf("pieces are %v", p)
	}
	if p := l.Pieces("view.back"); len(p) != 1 || p[0].Text != "Back" {
		t.Errorf("pieces are %v", p)
	}
	if p := l.PiecesN("lasting.minutes", 1); len(p) != 2 || p[1].Text != " minute" {
		t.Errorf("pieces are %v", p)
	}
	if p := l.Pieces("no.such"); len(p) != 1 || p[0].Text != "⟦no.such⟧" {
		t.Errorf("pieces are %v", p)
	}
}

func TestDaysHaveTheirWeekdayAndTheMonthsWord(t *testing.T) {
	at := time.Date(2025, 5, 8, 6, 5, 0, 0, time.UTC)
	for _, c := range []struct{ tag, day, year, month, clock, between, span string }{
		{"en", "Thursday 8 May", "Thursday 8 May 2025", "May 2025", "Thursday 8 May, 06:05",
			"Thursday 8 May, 06:05 to 08:05", "Thursday 8 May, 06:05 to Friday 9 May, 06:05"},
		{"es", "jueves 8 de mayo", "jueves 8 de mayo de 2025", "mayo de 2025", "jueves 8 de mayo, 06:05",
			"jueves 8 de mayo, de 06:05 a 08:05", "del jueves 8 de mayo, 06:05 al viernes 9 de mayo, 06:05"},
		{"ko", "5월 8일 목요일", "2025년 5월 8일 목요일", "2025년 5월", "5월 8일 목요일 06:05",
			"5월 8일 목요일 06:05~08:05", "5월 8일 목요일 06:05부터 5월 9일 금요일 06:05까지"},
		{"ar", "الخميس 8 مايو", "الخميس 8 مايو 2025", "مايو 2025", "الخميس 8 مايو، 06:05",
			"الخميس 8 مايو، من 06:05 إلى 08:05", "من الخميس 8 مايو، 06:05 إلى الجمعة 9 مايو، 06:05"},
	} {
		l := speak(t, c.tag)
		for _, s := range []struct{ got, want string }{
			{l.Day(at), c.day}, {l.DayYear(at), c.year}, {l.Month(at), c.month}, {l.DayClock(at), c.clock},
			{l.Between(at, at.Add(2*time.Hour)), c.between}, {l.Between(at, at.Add(24*time.Hour)), c.span},
			{l.Clock(at), "06:05"}, {l.Days(at, at.Add(time.Hour)), c.day},
		} {
			if s.got != s.want {
				t.Errorf("%s: got %q, want %q", c.tag, s.got, s.want)
			}
		}
	}
}

func TestADayIsToldFromTheReadersDay(t *testing.T) {
	l := speak(t, "en")
	seoul := time.FixedZone("Seoul", 9*60*60)
	now := time.Date(2025, 5, 8, 20, 0, 0, 0, time.UTC) // already 9 May in Seoul
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(2025, 5, 9, 8, 0, 0, 0, seoul), "today"},
		{time.Date(2025, 5, 10, 0, 0, 0, 0, seoul), "tomorrow"},
		{time.Date(2025, 5, 8, 23, 59, 0, 0, seoul), "yesterday"},
		{time.Date(2025, 5, 12, 8, 0, 0, 0, seoul), "Monday 12 May"},
		{time.Date(2026, 1, 5, 8, 0, 0, 0, seoul), "Monday 5 January 2026"},
	} {
		if got := l.Near(c.at, now); got != c.want {
			t.Errorf("%v is %q, want %q", c.at, got, c.want)
		}
	}
	if got := l.NearClock(now.Add(time.Hour), now); got != "today, 21:00" {
		t.Errorf("got %q", got)
	}
}

func TestHowLongAgoAndHowLongStill(t *testing.T) {
	l := speak(t, "en")
	now := time.Date(2025, 5, 8, 20, 0, 0, 0, time.UTC)
	for ago, want := range map[time.Duration]string{
		0: "just now", -time.Hour: "just now", time.Minute: "1 minute ago", 59 * time.Minute: "59 minutes ago",
		3 * time.Hour: "3 hours ago", 22 * time.Hour: "yesterday", 72 * time.Hour: "Monday 5 May",
	} {
		if got := l.Ago(now.Add(-ago), now); got != want {
			t.Errorf("%v ago is %q, want %q", ago, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		15 * time.Minute: "15 minutes", time.Hour: "1 hour", 61 * time.Minute: "61 minutes", 90*time.Minute + 1: "2 hours",
		24 * time.Hour: "1 day", 30 * time.Hour: "30 hours", 7 * 24 * time.Hour: "7 days", 47*time.Hour + 1: "48 hours",
		50 * time.Hour: "3 days", 0: "0 hours",
	} {
		if got := l.Lasting(d); got != want {
			t.Errorf("%v lasts %q, want %q", d, got, want)
		}
	}
}

func TestListsAreJoinedAsTheLanguageDoes(t *testing.T) {
	for _, c := range []struct {
		tag, want string
		items     []string
	}{
		{"en", "", nil},
		{"en", "a", []string{"a"}},
		{"en", "a and b", []string{"a", "b"}},
		{"en", "a, b, c and d", []string{"a", "b", "c", "d"}},
		{"es", "pan y leche", []string{"pan", "leche"}},
		{"es", "pan e higos", []string{"pan", "higos"}},
		{"es", "Ana e Inés", []string{"Ana", "Inés"}},
		{"es", "agua y hielo", []string{"agua", "hielo"}},
		{"es", "pan, leche e Iris", []string{"pan", "leche", "Iris"}},
		{"ko", "밥, 국, 김치", []string{"밥", "국", "김치"}},
		{"ar", "خبز وماء وحليب", []string{"خبز", "ماء", "حليب"}},
	} {
		if got := speak(t, c.tag).List(c.items); got != c.want {
			t.Errorf("%s: got %q, want %q", c.tag, got, c.want)
		}
	}
}

func TestNumbersAreGroupedAsTheLanguageDoes(t *testing.T) {
	for _, c := range []struct {
		tag  string
		n    int
		want string
	}{
		{"en", 999, "999"}, {"en", 1000, "1,000"}, {"en", -1234567, "-1,234,567"},
		{"es", 1500, "1500"}, {"es", 15000, "15.000"}, {"ko", 12345, "12,345"}, {"ar", 1000, "1,000"},
	} {
		if got := speak(t, c.tag).Number(c.n); got != c.want {
			t.Errorf("%s: %d is %q, want %q", c.tag, c.n, got, c.want)
		}
	}
}

func TestANameFromAnotherDirectionStandsApartInPlainText(t *testing.T) {
	for _, c := range []struct{ tag, s, want string }{
		{"en", "نور", "\u2068نور\u2069"},
		{"en", "Noor", "Noor"},
		{"en", "16:00", "16:00"},
		{"ar", "Noor", "\u2068Noor\u2069"},
		{"ar", "16:00", "\u206816:00\u2069"},
		{"ar", "نور", "نور"},
		{"ar", "", ""},
	} {
		if got := speak(t, c.tag).Isolate(c.s); got != c.want {
			t.Errorf("%s: %q stands as %q, want %q", c.tag, c.s, got, c.want)
		}
	}
}

func TestThePseudoLanguageIsLongerAndStillFilledIn(t *testing.T) {
	l := speak(t, "en")
	p := l.Pseudo()
	if got := p.T("call.through", "group", "Harbour"); !strings.HasPrefix(got, "[through Harbour~") || !strings.HasSuffix(got, "~]") {
		t.Errorf("got %q", got)
	}
	for _, key := range l.Keys() {
		if was, is := len([]rune(l.T(key))), len([]rune(p.T(key))); is*10 < was*14-20 {
			t.Errorf("%s has %d letters, only %d before", key, is, was)
		}
	}
	if l.T("view.back") != "Back" {
		t.Error("the language itself has changed")
	}
}

func TestAPlainLookupTakesNoMemory(t *testing.T) {
	l := speak(t, "ar")
	if n := testing.AllocsPerRun(100, func() { l.T("view.back") }); n > 0 {
		t.Errorf("%v allocations", n)
	}
	if n := testing.AllocsPerRun(100, func() { l.N("lasting.days", 7) }); n > 1 {
		t.Errorf("%v allocations for a number", n)
	}
	if n := testing.AllocsPerRun(100, func() { l.T("call.through", "group", "Harbour") }); n > 1 {
		t.Errorf("%v allocations for a name", n)
	}
}

func FuzzAnyAcceptLanguageHeaderFindsALanguage(f *testing.F) {
	c := load(f)
	f.Add("ko-KR,ko;q=0.9")
	f.Add("und-u-co-phonebk,*;q=nan")
	f.Fuzz(func(t *testing.T, header string) {
		if c.Match(header) == nil {
			t.Errorf("%q finds nothing", header)
		}
	})
}

func FuzzWhatIsFilledInStandsAsItIs(f *testing.F) {
	l := speak(f, "es")
	f.Add("{group}", 3)
	f.Fuzz(func(t *testing.T, name string, n int) {
		if got := l.T("call.through", "group", name); !strings.HasSuffix(got, name) {
			t.Errorf("%q is filled in as %q", name, got)
		}
		if got := l.N("lasting.days", n); !strings.HasPrefix(got, l.Number(n)) {
			t.Errorf("%d is filled in as %q", n, got)
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := locale.Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	c := load(b)
	for name, header := range map[string]string{"usual": "ko-KR,ko;q=0.9,en;q=0.8", "other": "fr-CH, fr;q=0.9, es;q=0.5"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Match(header)
			}
		})
	}
}

func BenchmarkN(b *testing.B) {
	l := speak(b, "ar")
	b.ReportAllocs()
	for b.Loop() {
		l.N("call.parts_answered", 5, "done", 2)
	}
}

func TestABoardMaySpeakOnlySomeOfTheLanguages(t *testing.T) {
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	part := c.Only([]string{"ko", "es", "ko", "tlh"})
	if n := len(part.Languages()); n != 2 || part.Default().Tag() != "ko" {
		t.Errorf("%d languages, the first %s", n, part.Default().Tag())
	}
	for header, want := range map[string]string{"es-MX,en;q=0.8": "es", "en": "ko", "ar, es;q=0.5": "es"} {
		if got := part.Match(header).Tag(); got != want {
			t.Errorf("%s is answered in %s, want %s", header, got, want)
		}
	}
	if _, found := part.Find("en"); found {
		t.Error("English was left out and is there")
	}
	if c.Only(nil) != c {
		t.Error("no choice is every language")
	}
}

func TestEveryFileIsNamedAfterItsLanguage(t *testing.T) {
	c := load(t)
	if n := len(locale.Tags()); n != len(c.Languages()) {
		t.Errorf("%d files for %d languages", n, len(c.Languages()))
	}
	for _, tag := range locale.Tags() {
		if _, ok := c.Find(tag); !ok {
			t.Errorf("%s.toml is not the file of %s", tag, tag)
		}
	}
}
