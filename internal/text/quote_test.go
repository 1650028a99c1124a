package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"alongside/internal/text"
)

func TestATitleIsSomebodysOwnFirstWords(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"Two heaters while the boiler is out. We live on the third floor.", "Two heaters while the boiler is out"},
		{"Hi. I need a lift to the clinic. On Monday.", "Hi. I need a lift to the clinic"},
		{"\n\n Warm coat, age 6\nBlue if you have it", "Warm coat, age 6"},
		{"How do you run a laundry rota without an app? We tried twice.", "How do you run a laundry rota without an app?"},
		{"We need 2.5 litres of milk for the night. Thanks", "We need 2.5 litres of milk for the night"},
		{"안녕하세요. 난로가 필요해요. 방이 추워요.", "안녕하세요. 난로가 필요해요"},
		{"毛布が二枚必要です。子どもがいます。", "毛布が二枚必要です"},
		{"هل من مدفأة لهذه الليلة؟ البيت بارد.", "هل من مدفأة لهذه الليلة؟"},
		{"Wait...", "Wait..."},
		{"", ""},
		{strings.Repeat("word ", 30), strings.TrimSpace(strings.Repeat("word ", 16)) + "…"},
	} {
		if got := text.Title(c.body); got != c.want {
			t.Errorf("the title of %q is %q, want %q", c.body, got, c.want)
		}
	}
}

func TestAnExcerptEndsAtAWordAndNeverInsideALetter(t *testing.T) {
	for _, c := range []struct {
		s    string
		max  int
		want string
	}{
		{"one two three", 20, "one two three"},
		{"one two three", 9, "one two…"},
		{"one two, three", 9, "one two…"},
		{"one\n two", 20, "one two"},
		{"보일러를고칠동안쓸난로", 6, "보일러를고…"},
		{"ab" + "e\u0323\u0302" + "cd", 4, "ab…"},
		{"ab👩\u200D🚒cd", 4, "ab…"},
		{"anything", 0, ""},
	} {
		got := text.Excerpt(c.s, c.max)
		if got != c.want || utf8.RuneCountInString(got) > c.max {
			t.Errorf("%q in %d letters is %q, want %q", c.s, c.max, got, c.want)
		}
	}
}

func TestAnOpeningEndsWithItsSentenceWhereThatSaysEnough(t *testing.T) {
	for _, c := range []struct {
		s    string
		max  int
		want string
	}{
		{"We share tools.", 40, "We share tools."},
		{"We share tools. We meet on the first Monday in the yard.", 40, "We share tools."},
		{"We share. We mend. We meet on the first Monday in the yard.", 30, "We share. We mend."},
		{"Hi. We meet on the first Monday in the yard behind the old school.", 40, "Hi. We meet on the first Monday in the…"},
		{"We meet on the first Monday in the yard behind the old school.", 40, "We meet on the first Monday in the yard…"},
		{"우리는 도구를 나눠요. 매달 첫 월요일에 마당에서 만나요.", 20, "우리는 도구를 나눠요."},
		{"نتقاسم الأدوات. هل تأتون؟ نلتقي في أول يوم إثنين من كل شهر.", 30, "نتقاسم الأدوات. هل تأتون؟"},
		{"道具を分け合います。毎月の第一月曜日に会います。", 15, "道具を分け合います。"},
		{"", 10, ""},
	} {
		if got := text.Opening(c.s, c.max); got != c.want || utf8.RuneCountInString(got) > c.max {
			t.Errorf("%q in %d letters opens as %q, want %q", c.s, c.max, got, c.want)
		}
	}
}

func TestASentenceIsKnownByItsEnd(t *testing.T) {
	for s, want := range map[string]bool{"Agreed.": true, "Agreed": false, "합의했어요.": true, "هل تأتون؟": true, "会います。": true, "": false, "2.5": false, "Wait… ": true} {
		if got := text.EndsSentence(s); got != want {
			t.Errorf("%q ends a sentence: %t", s, got)
		}
	}
}

func TestALineBeginsWithACapital(t *testing.T) {
	for s, want := range map[string]string{"today": "Today", "élan": "Élan", "오늘": "오늘", "اليوم": "اليوم", "": "", "5 days": "5 days"} {
		if got := text.Capital(s); got != want {
			t.Errorf("%q becomes %q, want %q", s, got, want)
		}
	}
}

func FuzzQuotesAreNeverLongerThanAsked(f *testing.F) {
	f.Add("Hi. I need a lift", 9)
	f.Add("👩\u200D🚒👩\u200D🚒", 2)
	f.Add("\xff\u0301 x", 1)
	f.Fuzz(func(t *testing.T, s string, max int) {
		if n := utf8.RuneCountInString(text.Excerpt(s, max)); n > 0 && n > max {
			t.Errorf("%d letters of %q, at most %d wanted", n, s, max)
		}
		if n := utf8.RuneCountInString(text.Title(s)); n > text.TitleMax {
			t.Errorf("a title of %d letters from %q", n, s)
		}
		if n := utf8.RuneCountInString(text.Opening(s, max)); n > 0 && n > max {
			t.Errorf("an opening of %d letters of %q, at most %d wanted", n, s, max)
		}
	})
}
