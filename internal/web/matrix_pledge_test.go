package web_test

import "maps"

func init() {
	maps.Copy(matrix, map[string][]row{
		// Promises of groups: the scene's members hold no mandate.
		"POST /c/{call}/as": {{at: "/c/{public}/as", form: "group={group}&part={part}", want: mandated()},
			{at: "/c/{public}/as", form: "group=invented&part={part}", want: signed(noSuch)}},
		"GET /g/{slug}/promises":            {{at: "/g/{group}/promises", want: memberOnly(ok)}, {at: "/g/invented/promises", want: signed(noSuch)}},
		"GET /g/{slug}/promises/{promise}":  {{at: "/g/{group}/promises/{promise}", want: signed(noSuch)}, {at: "/g/{group}/promises/{signedpromise}", want: signed(noSuch)}},
		"POST /g/{slug}/promises/{promise}": {{at: "/g/{group}/promises/{promise}", form: "do=fill&count=1", want: signed(noSuch)}},
	})
}
