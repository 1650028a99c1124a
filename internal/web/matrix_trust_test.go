package web_test

import (
	"maps"
	"net/http"
)

// Coming in, the rules of a group, and its rests. The group of the scene is
// open and forming, with one member through and one on trial; nobody knocks.
func init() {
	maps.Copy(matrix, map[string][]row{
		"GET /join/{secret}":  {{at: "/join/{invitation}", want: all(ok)}, {at: "/join/invented", want: all(http.StatusGone)}},
		"POST /join/{secret}": {{at: "/join/{invitation}", form: "read=1&you=Guest", want: signed(on)}, {at: "/join/invented", want: signed(http.StatusGone)}},
		// Whoever does not knock has no such page, unless they are in.
		"GET /g/{slug}/knock":              {{at: "/g/{group}/knock", want: memberOnly(on)}},
		"POST /g/{slug}/knock":             {{at: "/g/{group}/knock", form: "code=aaaabbbb", want: memberOnly(on)}},
		"GET /g/{slug}/newcomers":          {{at: "/g/{group}/newcomers", want: trustedOnly(ok)}},
		"GET /g/{slug}/newcomers/{knock}":  {{at: "/g/{group}/newcomers/7k2p9m3q7k2p9", want: trustedOnly(http.StatusGone)}},
		"POST /g/{slug}/newcomers/{knock}": {{at: "/g/{group}/newcomers/7k2p9m3q7k2p9", form: "do=yes", want: trustedOnly(http.StatusGone)}, {at: "/g/{group}/newcomers/7k2p9m3q7k2p9", form: "code=aaaabbbb", want: trustedOnly(http.StatusGone)}},
		"GET /g/{slug}/rules":              {{at: "/g/{group}/rules", want: trustedOnly(ok)}},
		"POST /g/{slug}/rules":             {{at: "/g/{group}/rules", want: trustedOnly(mistakes)}},
		"GET /g/{slug}/rest":               {{at: "/g/{group}/rest", want: trustedOnly(ok)}},
		"POST /g/{slug}/rest":              {{at: "/g/{group}/rest", form: "do=rest&until=nonsense", want: trustedOnly(mistakes)}, {at: "/g/{group}/rest", form: "do=close", want: trustedOnly(on)}},
		"GET /g/{slug}/close":              {{at: "/g/{group}/close", want: trustedOnly(ok)}},
		"POST /g/{slug}/me":                {{at: "/g/{group}/me", form: "do=rest", want: memberOnly(on)}},
	})
}
