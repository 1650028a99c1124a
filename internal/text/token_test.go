package text_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"alongside/internal/text"
)

func TestAQueryFindsTheTextThatHoldsIt(t *testing.T) {
	for _, c := range []struct{ query, document string }{
		{"heater", "Two heaters, please"},
		{"Heaters", "one oil heater"},
		{"box", "boxes of food"},
		{"groceries", "a grocery run"},
		{"camion", "dos camiones"},
		{"comida", "Comidas calientes"},
		{"niños", "ropa de niño"},
		{"난로", "보일러를 고칠 동안 쓸 난로를 구해요"},
		{"보일러", "보일러를 고칠 동안"},
		{"집", "우리 집이 추워요"},
		{"따뜻한 식사", "수요일 저녁에 따뜻한 식사를 나눠요"},
		{"毛布", "毛布が二枚必要です"},
		{"水", "飲み水"},
		{"ผ้าห่ม", "ต้องการผ้าห่มสองผืน"},
		{"مدفأة", "نحتاج المدفأة اليوم"},
		{"المدفأة", "مدفأه زيت"},
		{"٢٠٢٥", "in 2025"},
		{"KTX역", "서울 ktx역 앞"},
		{"одеяла", "нужны одеяла"},
	} {
		if !finds(c.query, c.document) {
			t.Errorf("%q does not find %q: %q against %q", c.query, c.document,
				text.QueryTokens(c.query), text.Tokens(c.document))
		}
	}
}

func TestAQueryLeavesOutWhatItDoesNotMean(t *testing.T) {
	for _, c := range []struct{ query, document string }{
		{"heat", "a heater"},
		{"care", "a car"},
		{"난방", "난로를 구해요"},
		{"heater blanket", "one heater"},
		{"毛布", "布と毛"},
	} {
		if finds(c.query, c.document) {
			t.Errorf("%q finds %q", c.query, c.document)
		}
	}
}

func TestALongQueryInAGramScriptHasPairsOnly(t *testing.T) {
	if got, want := text.QueryTokens("보일러"), []string{"보일", "일러"}; !slices.Equal(got, want) {
		t.Errorf("tokens are %q, want %q", got, want)
	}
}

func TestNothingToLookForHasNoTokens(t *testing.T) {
	for _, q := range []string{"", "  ", "?!…", "\u0301", "🙂"} {
		if got := text.QueryTokens(q); len(got) != 0 {
			t.Errorf("%q asks for %q", q, got)
		}
	}
}

func TestTokensAreBoundedWhateverIsPosted(t *testing.T) {
	long := strings.Repeat("가나다라", 20_000) + strings.Repeat("w", 100_000)
	for i := range 5_000 {
		long += " " + string(rune(0x4E00+i)) + string(rune(0x5E00+i))
	}
	if n := len(text.Tokens(long)); n > 4096 {
		t.Errorf("%d tokens", n)
	}
	if n := len(text.QueryTokens("a b c d e f g h i j k l m n o p q r s t u v w x y z")); n > 16 {
		t.Errorf("%d tokens in a query", n)
	}
}

func TestATokenNeverChangesItsNumber(t *testing.T) {
	for token, want := range map[string]int64{
		"":       5472609002491880229,
		"heater": 3316299369258733712,
		"난로":     5041247657991460944,
	} {
		if got := text.Hash(token); got != want || got < 0 {
			t.Errorf("%q has the number %d, want %d", token, got, want)
		}
	}
}

func FuzzTokensAreShortDistinctAndFindTheirOwnText(f *testing.F) {
	for _, s := range []string{"Two heaters", "난로를 구해요", "مدفأة", "毛布 ktx역", "\xff", "ก่ก่", "̀가̀"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tokens := text.Tokens(s)
		seen := map[string]bool{}
		for _, token := range tokens {
			if token == "" || seen[token] || utf8.RuneCountInString(token) > 40 {
				t.Errorf("%q gives the token %q", s, token)
			}
			seen[token] = true
		}
		if len(tokens) == 4096 || utf8.RuneCountInString(s) > 200 {
			return
		}
		for _, q := range text.QueryTokens(s) {
			if !seen[q] {
				t.Errorf("%q asks for %q, which it does not hold: %q", s, q, tokens)
			}
		}
	})
}

func finds(query, document string) bool {
	held := text.Tokens(document)
	for _, q := range text.QueryTokens(query) {
		if !slices.Contains(held, q) {
			return false
		}
	}
	return true
}

func BenchmarkTokens(b *testing.B) {
	for name, s := range map[string]string{
		"english": strings.Repeat("Two heaters and hot meals while the boiler is out. ", 6),
		"korean":  strings.Repeat("보일러를 고칠 동안 쓸 난로 2대와 따뜻한 식사. ", 6),
		"arabic":  strings.Repeat("مدفأتان ووجبات ساخنة ريثما يُصلَح السخّان. ", 6),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				text.Tokens(s)
			}
		})
	}
}
