package web_test

import "maps"

func init() {
	maps.Copy(matrix, map[string][]row{
		"GET /g/{slug}/leave/take":  {{at: "/g/{group}/leave/take", want: trustedOnly(ok)}, {at: "/g/invented/leave/take", want: signed(noSuch)}},
		"POST /g/{slug}/leave/take": {{at: "/g/{group}/leave/take", form: "do=move", want: trustedOnly(ok)}, {at: "/g/{group}/leave/take", form: "do=read", want: trustedOnly(ok)}, {at: "/g/{group}/leave/take", want: trustedOnly(noSuch)}},
		"GET /g/{slug}/moved":       {{at: "/g/{group}/moved", want: trustedOnly(ok)}, {at: "/g/invented/moved", want: signed(noSuch)}},
		"POST /g/{slug}/moved":      {{at: "/g/{group}/moved", form: "do=say&address=javascript:x", want: trustedOnly(mistakes)}, {at: "/g/{group}/moved", form: "do=stay", want: trustedOnly(on)}},
		"GET /back/{secret}":        {{at: "/back/invented", want: all(410)}},
		"POST /back/{secret}":       {{at: "/back/invented", want: signed(410)}},
		"GET /you/take":             {{at: "/you/take", want: signed(ok)}},
		"POST /you/take":            {{at: "/you/take", want: signed(ok)}},
	})
}
