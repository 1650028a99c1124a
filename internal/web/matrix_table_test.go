package web_test

import "net/http"

// The access matrix: what every route answers to everybody. A route without a
// row fails the test, and so does a row without a route. Whoever adds a route
// adds its row here; a pattern may have several rows, for several subjects.
//
// In an address, {public} is the asker's call on the board, {own} the call of
// the person with an account, {inside} the call that a group's member made for
// the group alone; {promise} is the helper's answer to the public call and
// {signedpromise} the one of the neighbour to {own}; {link} is the private link
// of whoever asks (an invented one for those who have none), with {proof} that
// they have said it is them.

// row is one request and its answer for each role.
type row struct {
	at   string
	form string // of a POST, as a query
	want [roles]int
}

// The roles, in the order of the answers.
const (
	stranger  = iota
	asker     // a guest, the author of the public call
	helper    // another guest, who has answered it
	neighbour // signed in, in no group
	owner     // signed in: the author of {own}
	insider   // signed in, a member of the group
	keeper    // signed in: looks after the board
	newcomer  // signed in: a member of the group, on trial
	roles
)

var roleNames = [roles]string{"a stranger", "the asker", "the helper", "a neighbour", "the owner", "the insider", "the keeper", "the newcomer"}

const (
	ok       = http.StatusOK
	notYours = http.StatusForbidden
	on       = http.StatusSeeOther
	signIn   = http.StatusUnauthorized
	noSuch   = http.StatusNotFound
	mistakes = http.StatusUnprocessableEntity
)

// all answers everybody alike.
func all(n int) (w [roles]int) {
	for i := range w {
		w[i] = n
	}
	return w
}

// signed answers n to whoever has an account, and sends the others to sign in.
func signed(n int) [roles]int { return [roles]int{signIn, signIn, signIn, n, n, n, n, n} }

// guests answers the two guests, each by their own link; nobody else has one.
func guests(a, h int) [roles]int {
	return [roles]int{noSuch, a, h, noSuch, noSuch, noSuch, noSuch, noSuch}
}

// ownerOnly answers n to the owner; to others who are signed in it is not there.
func ownerOnly(n int) [roles]int {
	return [roles]int{signIn, signIn, signIn, noSuch, n, noSuch, noSuch, noSuch}
}

// insideOnly answers n to the group's members, and is not there for others, the
// keeper of the board included.
func insideOnly(n int) [roles]int {
	return [roles]int{noSuch, noSuch, noSuch, noSuch, noSuch, n, noSuch, n}
}

// memberOnly is insideOnly for pages that ask strangers to sign in first.
func memberOnly(n int) [roles]int {
	return [roles]int{signIn, signIn, signIn, noSuch, noSuch, n, noSuch, n}
}

// trustedOnly is memberOnly for what waits until a newcomer's trial is over.
func trustedOnly(n int) [roles]int {
	return [roles]int{signIn, signIn, signIn, noSuch, noSuch, n, noSuch, notYours}
}

// mandated is memberOnly for what takes a mandate that neither member holds.
func mandated() [roles]int {
	return [roles]int{signIn, signIn, signIn, noSuch, noSuch, notYours, noSuch, notYours}
}

var matrix = map[string][]row{
	// The board, to read.
	"GET /{$}":                     {{at: "/", want: all(ok)}},
	"GET /aid":                     {{at: "/aid", want: all(ok)}},
	"GET /know-how":                {{at: "/know-how", want: all(ok)}},
	"GET /new":                     {{at: "/new", want: all(ok)}},
	"GET /calendar":                {{at: "/calendar", want: all(ok)}},
	"GET /calendar/{year}/{month}": {{at: "/calendar/2026/05", want: all(ok)}},
	"GET /calendar.ics":            {{at: "/calendar.ics", want: all(ok)}},
	"GET /map":                     {{at: "/map", want: all(ok)}},
	"GET /search":                  {{at: "/search?q=blankets", want: all(ok)}},
	"GET /near":                    {{at: "/near?near=Leeds", want: all(ok)}},
	"GET /record":                  {{at: "/record", want: all(ok)}},
	"GET /record/{year}/{month}":   {{at: "/record/2026/05", want: all(ok)}},
	"GET /feed.xml":                {{at: "/feed.xml", want: all(ok)}},
	"GET /aid/feed.xml":            {{at: "/aid/feed.xml", want: all(ok)}},
	"GET /know-how/feed.xml":       {{at: "/know-how/feed.xml", want: all(ok)}},
	"GET /poster":                  {{at: "/poster", want: all(ok)}},
	"GET /board/print":             {{at: "/board/print", want: all(ok)}},

	// A call.
	"GET /c/{call}": {{at: "/c/{public}", want: all(ok)}, {at: "/c/{inside}", want: insideOnly(ok)},
		{at: "/c/{public}.json", want: all(ok)}, {at: "/c/{inside}.json", want: insideOnly(ok)}},
	"POST /c/{call}": {{at: "/c/{public}", form: "part={part}", want: all(on)},
		{at: "/c/{own}", form: "part={ownpart}", want: [roles]int{on, on, on, on, mistakes, on, on, on}},
		{at: "/c/{inside}", form: "part={insidepart}", want: [roles]int{noSuch, noSuch, noSuch, noSuch, noSuch, mistakes, noSuch, on}}},
	"GET /c/{call}/slip":    {{at: "/c/{public}/slip", want: all(ok)}, {at: "/c/{inside}/slip", want: insideOnly(ok)}},
	"GET /c/{call}/share":   {{at: "/c/{public}/share", want: all(ok)}, {at: "/c/{inside}/share", want: insideOnly(ok)}},
	"GET /c/{call}/report":  {{at: "/c/{public}/report", want: all(ok)}, {at: "/c/{inside}/report", want: insideOnly(ok)}},
	"POST /c/{call}/report": {{at: "/c/{public}/report", want: all(mistakes)}, {at: "/c/{inside}/report", want: insideOnly(mistakes)}},

	// Asking.
	"GET /ask":    {{at: "/ask", want: all(ok)}},
	"POST /ask":   {{at: "/ask", form: "step=what", want: all(mistakes)}},
	"GET /offer":  {{at: "/offer", want: all(ok)}},
	"POST /offer": {{at: "/offer", form: "step=what", want: all(mistakes)}},

	// A private page.
	"GET /code":                        {{at: "/code", want: all(ok)}},
	"GET /mine":                        {{at: "/mine", want: all(ok)}},
	"POST /mine":                       {{at: "/mine", form: "link={link}", want: guests(on, on)}, {at: "/mine", form: "code=no+such+four+words", want: all(mistakes)}},
	"GET /mine/{link}":                 {{at: "/mine/{link}?d={proof}", want: guests(ok, ok)}},
	"POST /mine/{link}":                {{at: "/mine/{link}", want: guests(on, on)}},
	"GET /mine/{link}/p/{promise}":     {{at: "/mine/{link}/p/{promise}?d={proof}", want: guests(on, ok)}, {at: "/mine/{link}/p/{signedpromise}?d={proof}", want: guests(noSuch, noSuch)}},
	"POST /mine/{link}/p/{promise}":    {{at: "/mine/{link}/p/{promise}", form: "do=back", want: guests(noSuch, on)}, {at: "/mine/{link}/p/{promise}", form: "do=release", want: guests(on, noSuch)}, {at: "/mine/{link}/p/{signedpromise}", form: "do=kept", want: guests(noSuch, noSuch)}},
	"POST /mine/{link}/keep":           {{at: "/mine/{link}/keep", want: guests(signIn, signIn)}},
	"GET /mine/{link}/erase":           {{at: "/mine/{link}/erase?d={proof}", want: guests(ok, ok)}},
	"POST /mine/{link}/erase":          {{at: "/mine/{link}/erase", want: guests(ok, ok)}},
	"GET /mine/{link}/slip":            {{at: "/mine/{link}/slip?d={proof}", want: guests(ok, ok)}},
	"GET /mine/{link}/notices":         {{at: "/mine/{link}/notices?d={proof}", want: guests(ok, ok)}},
	"POST /mine/{link}/notices":        {{at: "/mine/{link}/notices", form: "from=21:00&to=08:00", want: guests(on, on)}},
	"GET /mine/{link}/c/{call}/edit":   {{at: "/mine/{link}/c/{public}/edit?d={proof}", want: guests(ok, noSuch)}, {at: "/mine/{link}/c/{own}/edit?d={proof}", want: guests(noSuch, noSuch)}},
	"POST /mine/{link}/c/{call}/edit":  {{at: "/mine/{link}/c/{public}/edit", form: "title=A&text=B", want: guests(on, noSuch)}},
	"GET /mine/{link}/c/{call}/close":  {{at: "/mine/{link}/c/{public}/close?d={proof}", want: guests(ok, noSuch)}},
	"POST /mine/{link}/c/{call}/close": {{at: "/mine/{link}/c/{public}/close", form: "why=withdrawn", want: guests(on, noSuch)}},
	"POST /forget":                     {{at: "/forget", want: all(on)}},
	"GET /handed/{link}":               {{at: "/handed/invented", want: all(noSuch)}},
	"POST /handed/{link}":              {{at: "/handed/invented", want: all(noSuch)}},
	"GET /told/yes/{token}":            {{at: "/told/yes/invented", want: all(noSuch)}},
	"POST /told/yes/{token}":           {{at: "/told/yes/invented", want: all(noSuch)}},
	"GET /told/stop/{token}":           {{at: "/told/stop/invented", want: all(noSuch)}},
	"POST /told/stop/{token}":          {{at: "/told/stop/invented", want: all(noSuch)}},

	// Coming in.
	"GET /sign-in":              {{at: "/sign-in", want: [roles]int{ok, ok, ok, on, on, on, on, on}}},
	"POST /sign-in":             {{at: "/sign-in", form: "key=invented", want: all(mistakes)}},
	"POST /sign-in/passkey":     {{at: "/sign-in/passkey", want: all(ok)}},
	"GET /sign-in/new":          {{at: "/sign-in/new", want: [roles]int{ok, ok, ok, on, on, on, on, on}}},
	"POST /sign-in/new":         {{at: "/sign-in/new", form: "draw=words+code", want: all(ok)}, {at: "/sign-in/new", want: all(mistakes)}},
	"POST /sign-in/new/passkey": {{at: "/sign-in/new/passkey", want: all(ok)}},
	"POST /sign-out":            {{at: "/sign-out", want: all(on)}},
	"GET /lost":                 {{at: "/lost", want: all(ok)}},
	"GET /words/{lang}":         {{at: "/words/ko", want: all(ok)}, {at: "/words/xx", want: all(noSuch)}},
	"GET /setup":                {{at: "/setup", want: all(on)}, {at: "/setup?invented", want: all(http.StatusGone)}},
	"POST /setup":               {{at: "/setup", form: "link=invented&board=Mine&name=Me", want: [roles]int{410, 410, 410, 410, 410, 410, on, 410}}},

	// An account.
	"GET /you":                 {{at: "/you", want: signed(ok)}},
	"GET /you/p/{promise}":     {{at: "/you/p/{signedpromise}", want: [roles]int{signIn, signIn, signIn, ok, on, noSuch, noSuch, noSuch}}, {at: "/you/p/{promise}", want: signed(noSuch)}},
	"POST /you/p/{promise}":    {{at: "/you/p/{signedpromise}", form: "do=back", want: [roles]int{signIn, signIn, signIn, on, noSuch, noSuch, noSuch, noSuch}}, {at: "/you/p/{signedpromise}", form: "do=release", want: ownerOnly(on)}},
	"GET /you/c/{call}/edit":   {{at: "/you/c/{own}/edit", want: ownerOnly(ok)}, {at: "/you/c/{public}/edit", want: signed(noSuch)}},
	"POST /you/c/{call}/edit":  {{at: "/you/c/{own}/edit", form: "title=A&text=B", want: ownerOnly(on)}},
	"GET /you/c/{call}/close":  {{at: "/you/c/{own}/close", want: ownerOnly(ok)}, {at: "/you/c/{inside}/close", want: [roles]int{signIn, signIn, signIn, noSuch, noSuch, ok, noSuch, noSuch}}},
	"POST /you/c/{call}/close": {{at: "/you/c/{own}/close", form: "why=withdrawn", want: ownerOnly(on)}},
	"GET /you/name":            {{at: "/you/name", want: signed(ok)}},
	"POST /you/name":           {{at: "/you/name", form: "name=Other&language=ko", want: signed(on)}},
	"GET /you/keys":            {{at: "/you/keys", want: signed(ok)}},
	"POST /you/keys":           {{at: "/you/keys", form: "draw=words", want: signed(ok)}},
	"POST /you/keys/passkey":   {{at: "/you/keys/passkey", want: signed(ok)}},
	"GET /you/keys/{key}":      {{at: "/you/keys/{ownkey}", want: ownerOnly(ok)}},
	"POST /you/keys/{key}":     {{at: "/you/keys/{ownkey}", form: "label=old+phone", want: ownerOnly(on)}},
	"GET /you/devices":         {{at: "/you/devices", want: signed(ok)}},
	"POST /you/devices":        {{at: "/you/devices", form: "all=yes", want: signed(on)}, {at: "/you/devices", form: "others=yes", want: signed(on)}},
	"GET /you/leave":           {{at: "/you/leave", want: signed(ok)}},
	"POST /you/leave":          {{at: "/you/leave", want: signed(ok)}},
	"GET /you/notices":         {{at: "/you/notices", want: signed(ok)}},
	"POST /you/notices":        {{at: "/you/notices", form: "from=21:00&to=08:00", want: signed(on)}},

	// Groups. Nobody but members comes in, the keeper of the board included.
	"GET /groups":                    {{at: "/groups", want: all(ok)}},
	"GET /g/{slug}":                  {{at: "/g/{group}", want: all(ok)}, {at: "/g/invented", want: all(noSuch)}},
	"GET /g/{slug}/agreements":       {{at: "/g/{group}/agreements", want: all(ok)}},
	"GET /g/{slug}/report":           {{at: "/g/{group}/report", want: all(ok)}},
	"POST /g/{slug}/report":          {{at: "/g/{group}/report", want: all(mistakes)}},
	"GET /groups/new":                {{at: "/groups/new", want: all(ok)}},
	"POST /groups/new":               {{at: "/groups/new", want: signed(mistakes)}},
	"GET /g/{slug}/invite":           {{at: "/g/{group}/invite", want: trustedOnly(ok)}},
	"POST /g/{slug}/invite":          {{at: "/g/{group}/invite", want: trustedOnly(ok)}},
	"GET /g/{slug}/leave":            {{at: "/g/{group}/leave", want: memberOnly(ok)}},
	"POST /g/{slug}/leave":           {{at: "/g/{group}/leave", want: memberOnly(on)}},
	"GET /g/{slug}/settings":         {{at: "/g/{group}/settings", want: trustedOnly(ok)}},
	"POST /g/{slug}/settings":        {{at: "/g/{group}/settings", want: trustedOnly(mistakes)}},
	"GET /g/{slug}/agreements/edit":  {{at: "/g/{group}/agreements/edit", want: trustedOnly(ok)}},
	"POST /g/{slug}/agreements/edit": {{at: "/g/{group}/agreements/edit", want: trustedOnly(mistakes)}},
	"GET /g/{slug}/places":           {{at: "/g/{group}/places", want: trustedOnly(ok)}},
	"POST /g/{slug}/places":          {{at: "/g/{group}/places", want: trustedOnly(mistakes)}},
	"GET /g/{slug}/waiting":          {{at: "/g/{group}/waiting", want: trustedOnly(ok)}},
	"POST /g/{slug}/waiting":         {{at: "/g/{group}/waiting", want: trustedOnly(noSuch)}},
	"GET /g/{slug}/log":              {{at: "/g/{group}/log", want: trustedOnly(ok)}},

	// A group's sheets. Bundles are named by ids that nobody can guess.
	"GET /g/{slug}/import":                       {{at: "/g/{group}/import", want: trustedOnly(ok)}},
	"POST /g/{slug}/import":                      {{at: "/g/{group}/import", want: trustedOnly(mistakes)}},
	"GET /g/{slug}/import/columns":               {{at: "/g/{group}/import/columns", want: trustedOnly(http.StatusGone)}},
	"GET /g/{slug}/import/preview":               {{at: "/g/{group}/import/preview", want: signed(on)}},
	"POST /g/{slug}/import/preview":              {{at: "/g/{group}/import/preview", want: trustedOnly(http.StatusGone)}},
	"POST /g/{slug}/import/bring":                {{at: "/g/{group}/import/bring", want: trustedOnly(http.StatusGone)}},
	"GET /g/{slug}/import/{bundle}":              {{at: "/g/{group}/import/7k2p9m3q7k2p9", want: trustedOnly(noSuch)}},
	"POST /g/{slug}/import/{bundle}/undo":        {{at: "/g/{group}/import/7k2p9m3q7k2p9/undo", want: trustedOnly(noSuch)}},
	"GET /g/{slug}/import/{bundle}/left-out.csv": {{at: "/g/{group}/import/7k2p9m3q7k2p9/left-out.csv", want: trustedOnly(noSuch)}},
	"GET /g/{slug}/tray":                         {{at: "/g/{group}/tray", want: trustedOnly(ok)}},
	"POST /g/{slug}/tray":                        {{at: "/g/{group}/tray", want: trustedOnly(noSuch)}},
	"GET /g/{slug}/asks.csv":                     {{at: "/g/{group}/asks.csv", want: trustedOnly(ok)}},
	"GET /g/{slug}/offers.csv":                   {{at: "/g/{group}/offers.csv", want: trustedOnly(ok)}},

	// Looking after the board.
	"GET /host-log":   {{at: "/host-log", want: all(ok)}},
	"GET /care/board": {{at: "/care/board", want: [roles]int{signIn, signIn, signIn, noSuch, noSuch, noSuch, ok, noSuch}}},
	"GET /care/hosts": {{at: "/care/hosts", want: [roles]int{signIn, signIn, signIn, noSuch, noSuch, noSuch, ok, noSuch}}},
	"POST /care/hosts": {{at: "/care/hosts", want: [roles]int{signIn, signIn, signIn, noSuch, noSuch, noSuch, ok, noSuch}},
		{at: "/care/hosts", form: "do=on", want: [roles]int{signIn, signIn, signIn, noSuch, noSuch, noSuch, on, noSuch}},
		{at: "/care/hosts", form: "do=down", want: [roles]int{signIn, signIn, signIn, noSuch, noSuch, noSuch, ok, noSuch}}},
	"GET /host":        {{at: "/host?7k2p9m3q7k2p97k2p9m3q7", want: signed(ok)}},
	"POST /host":       {{at: "/host", form: "link=7k2p9m3q7k2p97k2p9m3q7", want: signed(http.StatusGone)}},
	"POST /care/board": {{at: "/care/board", want: [roles]int{signIn, signIn, signIn, noSuch, noSuch, noSuch, noSuch, noSuch}}},

	// About the board, and for machines.
	"GET /keep":                           {{at: "/keep", want: all(ok)}},
	"GET /accessibility":                  {{at: "/accessibility", want: all(ok)}},
	"GET /source":                         {{at: "/source", want: all(ok)}},
	"GET /source/alongside-source.tar.gz": {{at: "/source/alongside-source.tar.gz", want: all(noSuch)}},
	"GET /api":                            {{at: "/api", want: all(ok)}},
	"GET /openapi.json":                   {{at: "/openapi.json", want: all(ok)}},
	"GET /up":                             {{at: "/up", want: all(ok)}},
	"GET /a/{file}":                       {{at: "/a/invented.css", want: all(noSuch)}},
	"GET /robots.txt":                     {{at: "/robots.txt", want: all(ok)}},
	"GET /favicon.ico":                    {{at: "/favicon.ico", want: all(ok)}},
	"GET /sw.js":                          {{at: "/sw.js", want: all(ok)}},
	"GET /app.webmanifest":                {{at: "/app.webmanifest", want: all(ok)}},
	"GET /offline":                        {{at: "/offline", want: all(ok)}},
	"/":                                   {{at: "/no/such/page", want: all(noSuch)}},
}
