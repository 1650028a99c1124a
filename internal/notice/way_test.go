package notice

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"alongside/internal/when"
)

func TestOnlyAPlainAddressIsTaken(t *testing.T) {
	for typed, ok := range map[string]bool{
		"mina@example.org": true, " mina+board@example.org ": true, "미나@example.org": true,
		"": false, "mina": false, "Mina <mina@example.org>": false, "a@b, c@d": false, "a@b\nBcc: c@d": false,
		`"a b"@example.org`: false, strings.Repeat("a", 250) + "@example.org": false,
	} {
		if _, err := mailAddress(typed); (err == nil) != ok {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

const keys = `"keys":{"p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4","auth":"BTBZMqHH6r4Tts7J_aSIgg"}`

func TestABrowserIsReachedOverHTTPSAlone(t *testing.T) {
	for endpoint, ok := range map[string]bool{
		"https://push.example/x": true, "https://push.example:443/x": true,
		"http://push.example/x": false, "https://push.example:8443/x": false, "https://me:pw@push.example/x": false,
		"https:///x": false, "": false, "https://push.example/" + strings.Repeat("x", endpointMost): false,
	} {
		if _, err := subscription(`{"endpoint":"` + endpoint + `",` + keys + `}`); (err == nil) != ok {
			t.Errorf("%.40q: %v", endpoint, err)
		}
	}
	for _, sent := range []string{"", "{}", "null", `{"endpoint":"https://push.example/x"}`,
		`{"endpoint":"https://push.example/x","keys":{"p256dh":"AAAA","auth":"BTBZMqHH6r4Tts7J_aSIgg"}}`,
		`{"endpoint":"https://push.example/x","keys":{"p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4","auth":"x"}}`} {
		if _, err := subscription(sent); err == nil {
			t.Errorf("%.60q passes for a browser", sent)
		}
	}
}

func TestASealedAddressOpensOnlyAsItsOwnWay(t *testing.T) {
	key, err := NewKey([]byte(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	one, two := Way{ID: 1, Kind: Mail}, Way{ID: 2, Kind: Mail}
	key.close(&one, "Mina@example.org")
	key.close(&two, "mina@example.org")
	if string(one.Mark) != string(two.Mark) {
		t.Error("the same address has two marks")
	}
	if got, err := key.open(one); err != nil || got != "Mina@example.org" {
		t.Errorf("%q %v", got, err)
	}
	two.Sealed = one.Sealed
	if _, err := key.open(two); err == nil {
		t.Error("one way's address opens as another's")
	}
	if s := fmt.Sprintf("%v %+v %#v", key, key, key); s != "[sealed] [sealed] [sealed]" {
		t.Errorf("a key prints: %s", s)
	}
	if _, err := NewKey([]byte("short")); err == nil {
		t.Error("a short key was taken")
	}
}

func TestWhenAMessageMayArrive(t *testing.T) {
	night := time.Date(2026, 5, 4, 22, 0, 0, 0, time.UTC)
	morning := time.Date(2026, 5, 5, 8, 0, 0, 0, time.UTC)
	seoul := time.Date(2026, 5, 4, 23, 0, 0, 0, time.UTC) // 08:00 there
	for _, c := range []struct {
		name  string
		s     Settings
		kind  Kind
		about time.Time
		at    time.Time
		comes bool
	}{
		{"by day it would come at once; at night it waits", Usual(), Answered, time.Time{}, morning, true},
		{"what is about today comes at night", Usual(), Answered, night.Add(time.Hour), night, true},
		{"tomorrow is not today", Usual(), Answered, night.Add(3 * time.Hour), morning, true},
		{"no quiet hours", Settings{}, Answered, time.Time{}, night, true},
		{"today only holds back what can wait", Settings{TodayOnly: true}, Answered, time.Time{}, time.Time{}, false},
		{"today only never holds back a promise", Settings{TodayOnly: true}, StillFine, time.Time{}, night, true},
		{"who is asked to come chose the hours for it", Settings{TodayOnly: true, Quiet: when.Night}, AlertAsked, time.Time{}, night, true},
		{"a correction comes at once", Usual(), AlertChanged, time.Time{}, night, true},
		{"who looks into alerts keeps their quiet hours", Settings{TodayOnly: true, Quiet: when.Night}, AlertReported, time.Time{}, morning, true},
		{"the quiet of somebody elsewhere", Settings{Quiet: when.Night, Zone: "Asia/Seoul"}, Kept, time.Time{}, seoul, true},
		{"a zone that nobody knows is the board's", Settings{Quiet: when.Night, Zone: "Nowhere"}, Kept, time.Time{}, morning, true},
	} {
		at, comes := c.s.wants(Waiting{Notice: Notice{Kind: c.kind}, About: c.about}, night, time.UTC)
		if comes != c.comes || !at.Equal(c.at) {
			t.Errorf("%s: %v %v", c.name, at, comes)
		}
	}
}

func FuzzSubscription(f *testing.F) {
	f.Add(`{"endpoint":"https://push.example/x",` + keys + `}`)
	f.Fuzz(func(t *testing.T, sent string) {
		s, err := subscription(sent)
		if err != nil {
			return
		}
		if again, err := subscription(s.text()); err != nil || again.Endpoint != s.Endpoint {
			t.Errorf("%q does not come back: %v", sent, err)
		}
	})
}
