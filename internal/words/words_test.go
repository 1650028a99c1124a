package words_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"alongside/internal/words"

	"golang.org/x/text/unicode/norm"
)

func lists(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, lang := range words.Languages() {
		text, err := os.ReadFile("lists/" + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		all[lang] = strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	}
	return all
}

func TestEveryListHasTenBitsOfWordsThatStayApartWhenFolded(t *testing.T) {
	letters := map[string][2]int{"en": {3, 8}, "es": {3, 8}, "ko": {2, 3}, "ar": {3, 8}}
	where := map[string]string{}
	for lang, list := range lists(t) {
		if len(list) != words.Size {
			t.Errorf("%s has %d words", lang, len(list))
		}
		last := ""
		for _, w := range list {
			folded := words.Normalise(w)
			if other, twice := where[folded]; twice {
				t.Errorf("%s: %s is also in %s", lang, w, other)
			}
			where[folded] = lang
			if n := utf8.RuneCountInString(folded); n < letters[lang][0] || n > letters[lang][1] || len(folded) > 24 {
				t.Errorf("%s: %s has %d letters", lang, w, n)
			}
			if strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }) || !norm.NFC.IsNormalString(w) {
				t.Errorf("%s: %q holds more than letters", lang, w)
			}
			if folded <= last {
				t.Errorf("%s: %s stands before its place", lang, w)
			}
			last = folded
		}
	}
}

func TestNoTwoWordsOfAListAreOneSlipApart(t *testing.T) {
	for lang, list := range lists(t) {
		// A slip is one letter more, less or other; in Korean, one part of a syllable.
		letters := make([][]rune, len(list))
		for i, w := range list {
			letters[i] = []rune(norm.NFD.String(words.Normalise(w)))
			for j := range i {
				if oneSlip(letters[i], letters[j]) {
					t.Errorf("%s: %s and %s are one slip apart", lang, w, list[j])
				}
			}
		}
	}
}

func oneSlip(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch len(b) - len(a) {
	case 0:
		return i == len(a) || slices.Equal(a[i+1:], b[i+1:])
	case 1:
		return slices.Equal(a[i:], b[i+1:])
	}
	return false
}

func TestNoWordIsTwoOtherWords(t *testing.T) {
	for lang, list := range lists(t) {
		folded := map[string]bool{}
		for _, w := range list {
			folded[words.Normalise(w)] = true
		}
		for w := range folded {
			for i := range w {
				if folded[w[:i]] && folded[w[i:]] {
					t.Errorf("%s: %s is %s and %s", lang, w, w[:i], w[i:])
				}
			}
		}
	}
}

func TestACodeIsFoundAgainHoweverItIsTyped(t *testing.T) {
	for _, lang := range words.Languages() {
		for _, p := range []words.Phrase{words.Code(lang), words.Key(lang)} {
			shown := p.Reveal()
			for _, typed := range []string{
				shown, strings.ToUpper(shown), "  " + strings.ReplaceAll(shown, " ", " - ") + ".\n",
				strings.ReplaceAll(shown, " ", "-"), strings.ReplaceAll(shown, " ", ""), norm.NFD.String(shown),
				strings.ReplaceAll(shown, "o", "0"), strings.ReplaceAll(shown, " ", "\u200f،"),
				strings.NewReplacer("أ", "ا", "إ", "ا", "ة", "ه", "ي", "ی", "ك", "ک", "ى", "ي", " ", " ـ").Replace(shown),
			} {
				found, in, err := words.Parse(typed)
				if err != nil || in != lang || !slices.Equal(found, p.Words()) {
					t.Errorf("%s: %q was read as %q in %q: %v", lang, typed, found, in, err)
				}
				if words.Normalise(typed) != p.Canonical() {
					t.Errorf("%s: %q is not the same as %q", lang, typed, shown)
				}
			}
		}
	}
}

func TestACodeHasFourWordsAndAKeySix(t *testing.T) {
	for _, lang := range append(words.Languages(), "fr", "") {
		if n := len(words.Code(lang).Words()); n != 4 {
			t.Errorf("%s: a code of %d words", lang, n)
		}
		if n := len(words.Key(lang).Words()); n != 6 {
			t.Errorf("%s: a key of %d words", lang, n)
		}
	}
}

func TestEveryWordIsDrawnAboutAsOften(t *testing.T) {
	drawn := map[string]int{}
	const rounds = 20000
	for range rounds {
		for _, w := range words.Code("en").Words() {
			drawn[w]++
		}
	}
	// Expected 78 each; chi-squared over 1,023 degrees stays below 1,300 but
	// for one run in a thousand million.
	expected := float64(rounds*words.CodeWords) / words.Size
	chi := float64(words.Size-len(drawn)) * expected
	for _, n := range drawn {
		d := float64(n) - expected
		chi += d * d / expected
	}
	if chi > 1300 {
		t.Errorf("chi-squared is %.0f", chi)
	}
}

func TestWhatIsNoPhraseIsRefusedWithoutRepeatingIt(t *testing.T) {
	for typed, want := range map[string]error{
		"": words.ErrEmpty, " - ": words.ErrEmpty, "acorn": words.ErrUnknown, "acorn acorn": words.ErrCount,
		"acorn acorn acorn xyzzy": words.ErrUnknown, "acorn acorn acorn acorn acorn": words.ErrCount,
		"acorn acorn acorn 가게": words.ErrUnknown, strings.Repeat("a", 1<<20): words.ErrUnknown,
	} {
		found, lang, err := words.Parse(typed)
		if err != want || found != nil || lang != "" {
			t.Errorf("%.40q gave %q, %q, %v; want %v", typed, found, lang, err, want)
		}
	}
}

func TestSecretsNeverPrintThemselves(t *testing.T) {
	p, c := words.Code("en"), words.NewPrinted()
	js, err := json.Marshal([]any{p, c})
	if err != nil {
		t.Fatal(err)
	}
	hidden := struct {
		p words.Phrase
		c words.Printed
	}{p, c} // fmt calls no String on such fields
	out := string(js) + fmt.Sprintf("%v %+v %#v %s %q %v %+v %#v %s %v %+v %#v", p, p, p, p, p, c, c, c, c, hidden, hidden, hidden)
	for _, secret := range append(p.Words(), c.Canonical(), c.Reveal()) {
		if strings.Contains(out, secret) {
			t.Errorf("%q stands in %q", secret, out)
		}
	}
}

func TestThePrintedCodeForgivesHandwriting(t *testing.T) {
	c := words.NewPrinted()
	shown := c.Reveal()
	var groups []int
	for g := range strings.SplitSeq(shown, "-") {
		groups = append(groups, len(g))
	}
	if !slices.Equal(groups, []int{5, 5, 5, 5, 6}) {
		t.Errorf("groups of %v", groups)
	}
	for _, typed := range []string{
		shown, strings.ToLower(shown), strings.ReplaceAll(shown, "-", ""), " " + strings.ReplaceAll(shown, "-", " - ") + "\n",
		strings.NewReplacer("0", "O", "1", "l").Replace(shown), strings.NewReplacer("0", "o", "1", "I", "-", "–").Replace(shown),
	} {
		back, err := words.ParsePrinted(typed)
		if err != nil || back.Canonical() != c.Canonical() {
			t.Errorf("%q was not read back: %v", typed, err)
		}
	}
	for _, typed := range []string{"", shown[1:], shown + "0", "U" + shown[1:], strings.Repeat("é", 26), strings.Repeat("0", 1<<20)} {
		if _, err := words.ParsePrinted(typed); err == nil {
			t.Errorf("%.40q was read", typed)
		}
	}
}

// The browser makes the canonical form too; this table is what both must give.
func TestTheCanonicalFormIsTheOneInTheTable(t *testing.T) {
	text, err := os.ReadFile("testdata/normalise.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		typed, want, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if got := words.Normalise(typed); !ok || got != want {
			t.Errorf("%q became %q, want %q", typed, got, want)
		}
	}
}

func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"Árbol-0", "가게 가방", "أَرنَب ـ", "\xff\xfe", "İ ı ſ K"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		once := words.Normalise(typed)
		if twice := words.Normalise(once); twice != once && len(once) <= 400 {
			t.Errorf("%q became %q and then %q", typed, once, twice)
		}
		for _, r := range once {
			if !unicode.IsLetter(r) {
				t.Errorf("%q keeps %q", typed, r)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("acorn actor airplane airport")
	f.Add("가게가랑비가랑잎가로등")
	f.Add("أرنب أسد بحر بيت")
	f.Fuzz(func(t *testing.T, typed string) {
		found, lang, err := words.Parse(typed)
		if err != nil {
			return
		}
		again, in, err := words.Parse(strings.Join(found, " "))
		if err != nil || in != lang || !slices.Equal(again, found) || words.Normalise(typed) != words.Normalise(strings.Join(found, "")) {
			t.Errorf("%q: %q in %s, then %q in %s, %v", typed, found, lang, again, in, err)
		}
	})
}

func FuzzParsePrinted(f *testing.F) {
	f.Add("01234-56789-ABCDE-FGHJK-MNPQRS")
	f.Fuzz(func(t *testing.T, typed string) {
		c, err := words.ParsePrinted(typed)
		if err != nil {
			return
		}
		if back, err := words.ParsePrinted(c.Reveal()); err != nil || back.Canonical() != c.Canonical() {
			t.Errorf("%q does not come back", typed)
		}
	})
}
