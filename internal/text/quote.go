package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// TitleMax is the length of the longest title, in letters.
const TitleMax = 80

// Title is a title out of somebody's own words: the first line or sentence
// that says something, at most 80 letters, cut at a word.
func Title(body string) string {
	line := firstLine(body)
	end := 0
	for rest := line; ; {
		n := sentence(rest)
		end += n
		rest = line[end:]
		if rest == "" || weight(line[:end]) >= 14 {
			break
		}
	}
	title := strings.TrimSpace(line[:end])
	if s, ok := strings.CutSuffix(title, "."); ok && !strings.HasSuffix(s, ".") {
		title = s
	}
	return Excerpt(strings.TrimSuffix(title, "。"), TitleMax)
}

// firstLine is the first line with anything on it, its blanks made single.
func firstLine(s string) string {
	for line := range strings.Lines(s) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			return line
		}
	}
	return ""
}

// weight is how much a text says, roughly, in Latin letters: a Hangul syllable
// or a Han character says as much as two. A greeting stays under 14.
func weight(s string) int {
	n := 0
	for _, r := range s {
		n++
		if classOf(r) == classGram {
			n++
		}
	}
	return n
}

// sentence is the length in bytes of the first sentence of a line, with the
// blank after it.
func sentence(s string) int {
	for i, r := range s {
		next := i + utf8.RuneLen(r)
		switch r {
		case '。', '！', '？':
			return next
		case '.', '!', '?', '؟', '۔', '…':
			if next == len(s) {
				return next
			}
			if s[next] == ' ' {
				return next + 1
			}
		}
	}
	return len(s)
}

// Excerpt is s on one line, at most max letters, cut between words where there
// are any, with … where something is left out. It never cuts inside what
// people see as one letter.
func Excerpt(s string, max int) string {
	s = strings.Join(strings.Fields(s), " ")
	if max < 1 {
		return ""
	}
	if utf8.RuneCountInString(s) <= max {
		return s
	}
	head := cut(s, max-1)
	if s[len(head)] != ' ' {
		if i := strings.LastIndexByte(head, ' '); i > len(head)/2 {
			head = head[:i]
		} else {
			head = wholeLetters(head, s)
		}
	}
	return strings.TrimRightFunc(head, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:–-،؛、，", r)
	}) + "…"
}

// EndsSentence reports whether s closes with the mark of a sentence.
func EndsSentence(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, " "))
	return strings.ContainsRune(".!?…؟۔。！？", r)
}

// Opening is how s begins, at most max letters: its whole sentences where they
// say enough, so that nobody reads half of one; else an Excerpt.
func Opening(s string, max int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= max {
		return s
	}
	end := 0
	for rest := s; rest != ""; rest = s[end:] {
		next := end + sentence(rest)
		if utf8.RuneCountInString(strings.TrimSpace(s[:next])) > max {
			break
		}
		end = next
	}
	if whole := strings.TrimSpace(s[:end]); utf8.RuneCountInString(whole) >= max/4 {
		return whole
	}
	return Excerpt(s, max)
}

// wholeLetters takes from the end of head what goes on in s after it: an accent
// that would be left behind, half of a joined emoji.
func wholeLetters(head, s string) string {
	for head != "" {
		next, _ := utf8.DecodeRuneInString(s[len(head):])
		last, size := utf8.DecodeLastRuneInString(head)
		if !joins(next) && last != 0x200D {
			return head
		}
		head = head[:len(head)-size]
	}
	return head
}

// joins reports whether r belongs to the letter before it.
func joins(r rune) bool {
	return unicode.IsMark(r) || r == 0x200D || r >= 0x1F3FB && r <= 0x1F3FF
}

// Capital is s with its first letter as a capital: "today" at the head of a
// line.
func Capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 || !unicode.IsLower(r) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
