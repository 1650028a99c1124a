package group_test

import (
	"strings"
	"testing"

	"alongside/internal/group"
	"alongside/internal/locale"
	"alongside/internal/party"
)

func TestAnAddressCanBeReadInEveryScript(t *testing.T) {
	for name, want := range map[string]string{
		"Eastfield Tenants":                      "eastfield-tenants",
		"  Tía Chucha's Centro Cultural ":        "tia-chuchas-centro-cultural",
		"Abilene People’s Pantry":                "abilene-peoples-pantry",
		"한강 이웃 부엌":                               "hangang-iut-bueok",
		"مطبخ الحي":                              "mtbkh-alhi",
		"Дім для всіх":                           "dim-dlya-vsikh",
		"Αλληλεγγύη":                             "allileggyi",
		"🥕 𝙵𝙽𝙱 𝙴𝚄𝙶𝙴𝙽𝙴 🥕":                         "fnb-eugene",
		"Straße & Größe":                         "strasse-grosse",
		"518 Free Store":                         "518-free-store",
		"互助会":                                    "",
		"🌹":                                      "",
		strings.Repeat("mutual aid network ", 9): "mutual-aid-network-mutual-aid-network",
	} {
		if got := group.Slug(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}

func FuzzAnAddressIsPlainWhateverTheName(f *testing.F) {
	f.Add("Eastfield Tenants")
	f.Add("-- 한강 --")
	f.Fuzz(func(t *testing.T, name string) {
		s := group.Slug(name)
		if len(s) > 40 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" ||
			strings.Contains(s, "--") || strings.Trim(s, "-") != s {
			t.Errorf("%q becomes %q", name, s)
		}
	})
}

func TestOnlyLinksThatAPageMayShowPass(t *testing.T) {
	for typed, want := range map[string]string{
		"https://eastfield.example/a?b=c": "https://eastfield.example/a?b=c",
		" eastfield.example ":             "https://eastfield.example",
		"http://eastfield.example/":       "https://eastfield.example/",
		"HTTPS://Eastfield.example":       "https://Eastfield.example",
		"javascript:alert(1)":             "",
		"javascript://a.example/%0aalert": "",
		"data:text/html,x":                "",
		"https://me:secret@a.example":     "",
		"https://a.example:8443/":         "",
		"https://localhost/":              "",
		"https://[::1]/":                  "",
		"ftp://a.example":                 "",
		"https://a.example/ b":            "",
		"https://a.example\\@b.example":   "",
		"mailto:sol@a.example":            "",
		"":                                "",
		"#":                               "",
		"https://a.example/" + strings.Repeat("x", 300): "",
	} {
		got, ok := group.CleanLink(typed)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q became %q, %v; want %q", typed, got, ok, want)
		}
	}
}

func TestACursorComesBackFromAnAddress(t *testing.T) {
	for _, c := range []group.Cursor{{}, {Sort: "é.a", ID: 1 << 60, Square: 7}, {ID: 9}} {
		if got := group.ParseCursor(c.String()); got != c {
			t.Errorf("%v came back as %v", c, got)
		}
	}
	for _, s := range []string{"x", "1.2.3", "-1.00000001.YQ", strings.Repeat("a", 2000), "1.00000001.?"} {
		if got := group.ParseCursor(s); got != (group.Cursor{}) {
			t.Errorf("%q became %v", s, got)
		}
	}
}

func TestListsSortWithoutCaseAndMarks(t *testing.T) {
	if a, b := group.SortKey("“Éast"), group.SortKey("eaST"); a != b {
		t.Errorf("%q and %q", a, b)
	}
}

func TestAGroupIsPublicOnlyWhenItIsWholeAndNotBarred(t *testing.T) {
	for _, c := range []struct {
		g              group.Group
		public, barred bool
	}{
		{group.Group{}, false, false},
		{group.Group{ID: 1}, false, false},
		{group.Group{ID: 1, Status: group.Staged}, false, false},
		{group.Group{ID: 1, Status: group.Listed}, true, false},
		{group.Group{ID: 1, Status: group.Active}, true, false},
		{group.Group{ID: 1, Status: group.Closed}, true, false},
		{group.Group{ID: 1, Status: group.Active, Bar: group.Hidden}, false, true},
		{group.Group{ID: 1, Status: group.Staged, Bar: group.Hidden}, false, false},
	} {
		a := c.g.Access()
		if a.Public != c.public || a.Barred != c.barred || a.ID != c.g.ID {
			t.Errorf("%v %q: %+v", c.g.Status, c.g.Bar, a)
		}
	}
}

func TestEveryLineOfTheLogIsASentenceInEveryLanguage(t *testing.T) {
	for _, l := range languages(t) {
		seen := map[string]bool{}
		for _, act := range group.Acts {
			s := group.Line{Act: act, Face: party.FaceID(1), Name: "Sol", Note: "7"}.Say(l)
			if s == "" || seen[s] || strings.Contains(s, "⟦") || strings.Contains(s, "{") {
				t.Errorf("%s: %s says %q", l.Tag(), act, s)
			}
			seen[s] = true
		}
		left := group.Line{Act: group.WasFounded}.Say(l)
		if !strings.Contains(left, l.T("group.someone_who_left")) {
			t.Errorf("%s: a face that left reads as %q", l.Tag(), left)
		}
	}
}

func TestATemplateIsGoodAgreementsAsItIs(t *testing.T) {
	for _, l := range languages(t) {
		for _, tmpl := range group.Templates {
			d := group.Draft{Card: group.Card{Name: tmpl.Title(l), About: "x"}, Agreements: tmpl.Text(l)}
			if err := d.Check(); err != nil || strings.Count(d.Agreements, "\n") < 7 || d.Agreements != tmpl.Text(l) {
				t.Errorf("%s %s: %v, %q", l.Tag(), tmpl, err, d.Agreements)
			}
		}
	}
}

func languages(t *testing.T) []*locale.Language {
	t.Helper()
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.Languages()
}
