package locale

import (
	"golang.org/x/text/unicode/bidi"
)

const (
	firstStrongIsolate = "\u2068"
	popIsolate         = "\u2069"
)

// Isolate keeps a name, a time or a number of another direction from mixing
// with the sentence around it, in plain text such as a message for a chat. A
// page uses <bdi> instead. Text that runs the language's own way is returned
// as it is, so that nobody copies marks they cannot see.
func (l *Language) Isolate(s string) string {
	if s == "" || l.runsAlong(s) {
		return s
	}
	return firstStrongIsolate + s + popIsolate
}

// runsAlong reports whether nothing in s can turn the direction of l. In a
// language from right to left digits already can: 16:00 would read 00:16.
func (l *Language) runsAlong(s string) bool {
	for i := 0; i < len(s); {
		p, size := bidi.LookupString(s[i:])
		if size == 0 {
			return false
		}
		i += size
		switch p.Class() {
		case bidi.R, bidi.AL, bidi.AN:
			if !l.rtl {
				return false
			}
		case bidi.L, bidi.EN:
			if l.rtl {
				return false
			}
		}
	}
	return true
}
