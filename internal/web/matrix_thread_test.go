package web_test

import "maps"

func init() {
	// Both sides of a promise, and to everybody else it is not there.
	sides := [roles]int{signIn, signIn, signIn, ok, ok, noSuch, noSuch, noSuch}
	wrote := sides
	wrote[neighbour], wrote[owner] = on, on
	maps.Copy(matrix, map[string][]row{
		"GET /mine/{link}/p/{promise}/words": {{at: "/mine/{link}/p/{promise}/words?d={proof}", want: guests(ok, ok)},
			{at: "/mine/{link}/p/{signedpromise}/words?d={proof}", want: guests(noSuch, noSuch)}},
		"POST /mine/{link}/p/{promise}/words": {{at: "/mine/{link}/p/{promise}/words", form: "words=Hello", want: guests(on, on)},
			{at: "/mine/{link}/p/{promise}/words", form: "words=", want: guests(mistakes, mistakes)},
			{at: "/mine/{link}/p/{signedpromise}/words", form: "words=Hello", want: guests(noSuch, noSuch)}},
		"GET /you/p/{promise}/words": {{at: "/you/p/{signedpromise}/words", want: sides}, {at: "/you/p/{promise}/words", want: signed(noSuch)}},
		"POST /you/p/{promise}/words": {{at: "/you/p/{signedpromise}/words", form: "words=Hello", want: wrote},
			{at: "/you/p/{promise}/words", form: "words=Hello", want: signed(noSuch)}},
		"GET /g/{slug}/promises/{promise}/words": {{at: "/g/{group}/promises/{promise}/words", want: signed(noSuch)},
			{at: "/g/{group}/promises/{signedpromise}/words", want: signed(noSuch)}},
		"POST /g/{slug}/promises/{promise}/words": {{at: "/g/{group}/promises/{promise}/words", form: "words=Hello", want: signed(noSuch)}},
	})
}
