package web_test

import (
	"maps"
	"net/http"
)

func init() {
	maps.Copy(matrix, map[string][]row{
		// Ties and what is carried: the scene's members hold no mandate, and the
		// group stands with nobody.
		"GET /g/{slug}/ties":        {{at: "/g/{group}/ties", want: memberOnly(ok)}, {at: "/g/invented/ties", want: signed(noSuch)}},
		"GET /g/{slug}/ties/new":    {{at: "/g/{group}/ties/new", want: trustedOnly(ok)}},
		"POST /g/{slug}/ties/new":   {{at: "/g/{group}/ties/new", form: "share=A&differ=", want: trustedOnly(mistakes)}},
		"GET /g/{slug}/ties/{tie}":  {{at: "/g/{group}/ties/7k2p9m3q7k2p9", want: signed(noSuch)}},
		"POST /g/{slug}/ties/{tie}": {{at: "/g/{group}/ties/7k2p9m3q7k2p9", form: "do=end", want: signed(noSuch)}},

		"GET /g/{slug}/carried":         {{at: "/g/{group}/carried", want: memberOnly(ok)}, {at: "/g/invented/carried", want: signed(noSuch)}},
		"POST /g/{slug}/carried":        {{at: "/g/{group}/carried", form: "call={public}", want: mandated()}, {at: "/g/{group}/carried", form: "call={inside}", want: mandated()}},
		"GET /g/{slug}/carried/new":     {{at: "/g/{group}/carried/new?call={public}", want: mandated()}},
		"GET /g/{slug}/carried/{call}":  {{at: "/g/{group}/carried/{public}", want: signed(noSuch)}, {at: "/g/{group}/carried/{inside}", want: signed(noSuch)}},
		"POST /g/{slug}/carried/{call}": {{at: "/g/{group}/carried/{public}", form: "do=drop", want: signed(http.StatusNotFound)}},
	})
}
