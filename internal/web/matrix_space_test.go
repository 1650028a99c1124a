package web_test

import "maps"

func init() {
	maps.Copy(matrix, map[string][]row{
		"GET /g/{slug}/reports":         {{at: "/g/{group}/reports", want: trustedOnly(ok)}},
		"POST /g/{slug}/reports":        {{at: "/g/{group}/reports", form: "item=7k2p9m3q7k2p9&do=keep", want: memberOnly(noSuch)}},
		"GET /g/{slug}/reports/mine":    {{at: "/g/{group}/reports/mine", want: memberOnly(ok)}},
		"GET /g/{slug}/reports/new":     {{at: "/g/{group}/reports/new", want: memberOnly(ok)}},
		"POST /g/{slug}/reports/new":    {{at: "/g/{group}/reports/new", want: memberOnly(mistakes)}},
		"GET /g/{slug}/reports/pause":   {{at: "/g/{group}/reports/pause", want: mandated()}},
		"POST /g/{slug}/reports/pause":  {{at: "/g/{group}/reports/pause", form: "days=3&why=Shouting", want: mandated()}},
		"GET /g/{slug}/pauses/new":      {{at: "/g/{group}/pauses/new", want: trustedOnly(ok)}},
		"POST /g/{slug}/pauses/new":     {{at: "/g/{group}/pauses/new", form: "do=pause&days=3", want: trustedOnly(mistakes)}},
		"GET /g/{slug}/blocks":          {{at: "/g/{group}/blocks", want: memberOnly(ok)}},
		"POST /g/{slug}/blocks":         {{at: "/g/{group}/blocks", want: memberOnly(mistakes)}},
		"GET /g/{slug}/removals":        {{at: "/g/{group}/removals", want: trustedOnly(ok)}},
		"POST /g/{slug}/removals":       {{at: "/g/{group}/removals", form: "item=7k2p9m3q7k2p9", want: [roles]int{signIn, signIn, signIn, noSuch, noSuch, noSuch, noSuch, notYours}}},
		"GET /g/{slug}/removals/new":    {{at: "/g/{group}/removals/new", want: trustedOnly(ok)}},
		"POST /g/{slug}/removals/new":   {{at: "/g/{group}/removals/new", want: trustedOnly(mistakes)}},
		"GET /g/{slug}/repairs/appeal":  {{at: "/g/{group}/repairs/appeal", want: signed(noSuch)}},
		"POST /g/{slug}/repairs/appeal": {{at: "/g/{group}/repairs/appeal", form: "words=Please", want: signed(noSuch)}},
	})
}
