package text_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"alongside/internal/text"
)

func TestAFieldOfOneLineHoldsOnlyWhatCanBeSeen(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"  Two   heaters \n please ", "Two heaters please"},
		{"a\x00b\x07c\x7f", "abc"},
		{"a\u202Eb\u2066c\u2069", "abc"},
		{"\uFEFFMina", "Mina"},
		{"e\u0301", "é"},
		{"bad \xff byte", "bad \uFFFD byte"},
		{"\u200B\u200B\u3164\u2800", ""},
		{"\u00A0\u3000", ""},
		{"👩\u200D🚒", "👩\u200D🚒"},
		{"می\u200Cخواهم", "می\u200Cخواهم"},
		{"tag\U000E0041\U000E0042", "tag"},
		{"z" + strings.Repeat("\u0337", 50), "z" + strings.Repeat("\u0337", 6)},
		{"난로", "난로"},
	} {
		if got, err := text.Clean(c.typed, 100); got != c.want || err != nil {
			t.Errorf("%q becomes %q (%v), want %q", c.typed, got, err, c.want)
		}
	}
}

func TestAFieldOfLinesKeepsItsLines(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"\r\n\r\n one \r\ntwo\t\r\n\n\n\n three\u2028four\n ", "one\ntwo\n\n three\nfour"},
		{"a\u202Eb\nc", "ab\nc"},
		{"\n\n\u3164\n", ""},
	} {
		if got, err := text.CleanLines(c.typed, 100); got != c.want || err != nil {
			t.Errorf("%q becomes %q (%v), want %q", c.typed, got, err, c.want)
		}
	}
}

func TestATextThatIsTooLongComesBackWholeWithAnError(t *testing.T) {
	if got, err := text.Clean("난로가 필요해요", 4); !errors.Is(err, text.ErrTooLong) || got != "난로가 필요해요" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := text.Clean("난로가 ", 3); err != nil {
		t.Errorf("three letters fit three: %v", err)
	}
}

func FuzzWhatIsCleanStaysAsItIs(f *testing.F) {
	for _, s := range []string{"a\r\n\n\n b ", "\u202E", "e\u0301\u0301", "\xff\xfe", "\u3164 x", "\u0301\n\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, clean := range map[string]func(string, int) (string, error){"Clean": text.Clean, "CleanLines": text.CleanLines} {
			once, _ := clean(s, 50)
			twice, _ := clean(once, 50)
			if once != twice {
				t.Errorf("%s: %q becomes %q, then %q", name, s, once, twice)
			}
			if !utf8.ValidString(once) || strings.ContainsAny(once, "\x00\r\u202E\u2067") {
				t.Errorf("%s: %q leaves %q", name, s, once)
			}
			if name == "Clean" && strings.Contains(once, "\n") {
				t.Errorf("%q leaves a second line: %q", s, once)
			}
		}
	})
}
