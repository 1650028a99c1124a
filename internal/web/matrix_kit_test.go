package web_test

import "maps"

func init() {
	maps.Copy(matrix, map[string][]row{
		"GET /kits/{name}":   {{at: "/kits/invented", want: all(noSuch)}},
		"GET /c/{call}/kit":  {{at: "/c/{own}/kit", want: ownerOnly(ok)}, {at: "/c/{action}/kit", want: planOnly(ok)}, {at: "/c/{inside}/kit", want: signed(noSuch)}},
		"POST /c/{call}/kit": {{at: "/c/{own}/kit", form: "language=en&channel=chat&words=A", want: ownerOnly(on)}, {at: "/c/{own}/kit", form: "language=en&channel=x&words=A", want: ownerOnly(mistakes)}, {at: "/c/{public}/kit", form: "language=en&words=", want: signed(noSuch)}},
	})
}
