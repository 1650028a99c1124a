package web_test

import "maps"

func init() {
	maps.Copy(matrix, map[string][]row{
		"GET /g/{slug}/circles":      {{at: "/g/{group}/circles", want: memberOnly(ok)}},
		"GET /g/{slug}/circles/new":  {{at: "/g/{group}/circles/new", want: trustedOnly(ok)}},
		"POST /g/{slug}/circles/new": {{at: "/g/{group}/circles/new", form: "name=Legal", want: trustedOnly(on)}},
		"GET /g/{slug}/circles/{circle}": {{at: "/g/{group}/circles/everyone", want: memberOnly(ok)},
			{at: "/g/{group}/circles/7k2p9m3q7k2p9", want: memberOnly(noSuch)}},
		"POST /g/{slug}/circles/{circle}": {{at: "/g/{group}/circles/everyone", form: "do=write&words=Hello", want: memberOnly(on)},
			{at: "/g/{group}/circles/everyone", form: "do=end", want: memberOnly(noSuch)},
			{at: "/g/{group}/circles/7k2p9m3q7k2p9", form: "do=write&words=Hello", want: memberOnly(noSuch)}},
		"GET /g/{slug}/circles/{circle}/sure": {{at: "/g/{group}/circles/7k2p9m3q7k2p9/sure", want: memberOnly(noSuch)}},
	})
}
