package web_test

import "maps"

// Decisions are for members past their trial. A newcomer learns that they wait
// for it; of one decision nobody else can tell whether it exists.
func init() {
	maps.Copy(matrix, map[string][]row{
		"GET /g/{slug}/decisions": {{at: "/g/{group}/decisions", want: trustedOnly(ok)}},
		"GET /g/{slug}/decisions/new": {{at: "/g/{group}/decisions/new", want: trustedOnly(ok)},
			{at: "/g/{group}/decisions/new?change=idea", want: trustedOnly(ok)}},
		"POST /g/{slug}/decisions/new": {{at: "/g/{group}/decisions/new", want: trustedOnly(mistakes)},
			{at: "/g/{group}/decisions/new", form: "title=A&text=B", want: trustedOnly(on)}},
		"GET /g/{slug}/decisions/{decision}": {{at: "/g/{group}/decisions/{decision}", want: decided(ok)},
			{at: "/g/{group}/decisions/7k2p9m3q7k2p9", want: memberOnly(noSuch)}},
		"POST /g/{slug}/decisions/{decision}": {{at: "/g/{group}/decisions/{decision}", form: "do=consent&version=1", want: decided(on)},
			{at: "/g/{group}/decisions/{decision}", form: "do=ask&words=Why", want: decided(on)},
			{at: "/g/{group}/decisions/{decision}", form: "do=end", want: decided(ok)},
			{at: "/g/{group}/decisions/{decision}", form: "do=end&sure=yes", want: decided(on)},
			{at: "/g/{group}/decisions/7k2p9m3q7k2p9", form: "do=say", want: memberOnly(noSuch)}},
		"GET /g/{slug}/decisions/{decision}/edit":  {{at: "/g/{group}/decisions/{decision}/edit", want: decided(ok)}},
		"POST /g/{slug}/decisions/{decision}/edit": {{at: "/g/{group}/decisions/{decision}/edit", form: "version=1&title=A&text=B", want: decided(on)}},
		// What is not signed cannot be told from what is not there.
		"GET /g/{slug}/signed": {{at: "/g/{group}/signed", want: all(ok)}, {at: "/g/invented/signed", want: all(noSuch)}},
		"GET /g/{slug}/signed/{decision}": {{at: "/g/{group}/signed/{decision}", want: all(noSuch)},
			{at: "/g/{group}/signed/7k2p9m3q7k2p9", want: all(noSuch)}},
		"POST /g/{slug}/signed/{decision}": {{at: "/g/{group}/signed/{decision}", form: "do=off", want: signed(noSuch)},
			{at: "/g/{group}/signed/7k2p9m3q7k2p9", form: "group=1", want: signed(noSuch)}},
	})
}

// decided is memberOnly for what a newcomer cannot tell from nothing.
func decided(n int) [roles]int {
	return [roles]int{signIn, signIn, signIn, noSuch, noSuch, n, noSuch, noSuch}
}
