package kit

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// limits in letters, of what fits a channel and of what a length means. A text
// message's depends on its letters.
var (
	limits  = map[Channel]int{Poster: 80, Chat: 600, Post: 300, Aloud: 400, Letter: WordsMost, Press: WordsMost}
	lengths = map[Length]int{Line: 100, Short: 300, Long: WordsMost}
)

// Measure is how long a message is, in the letters of its channel, and how long
// it should be at most. One text message holds 160 letters of its default
// alphabet, of which a few count twice, or 70 in UCS-2, where an emoji counts
// twice (3GPP TS 23.038).
func Measure(c Channel, n Length, words string) (long, most int) {
	long, most = utf8.RuneCountInString(words), limits[c]
	if c == SMS {
		if long, most = septets(words), 160; long < 0 {
			long, most = len(utf16.Encode([]rune(words))), 70
		}
	}
	return long, min(most, lengths[n])
}

// septets counts a text message in the default alphabet, or says -1 where it
// has other letters.
func septets(words string) (n int) {
	for _, r := range words {
		switch {
		case strings.ContainsRune("^{}\\[~]|€", r):
			n += 2
		case r == '`' || r > unicode.MaxASCII && !strings.ContainsRune("£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉÄÖÑÜ§¿äöñüà¡¤", r):
			return -1
		default:
			n++
		}
	}
	return n
}
