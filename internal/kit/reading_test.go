package kit

import (
	"strings"
	"testing"
)

func TestHowHardAMessageIsToReadIsMeasuredAndOnlyEnglishIsGraded(t *testing.T) {
	for _, c := range []struct {
		words, language string
		sentence, grade int
	}{
		{"", "en", 0, 0},
		{"We walk to the hall. Come with us.", "en", 4, 0},
		{"The municipal administration unilaterally discontinued heating in every residential building, notwithstanding considerable opposition.", "en", 13, 31},
		{"우리는 함께 걸어요. 같이 가요!", "ko", 3, 0},
		{"نمشي معًا إلى القاعة؟ تعال.", "ar", 3, 0},
		{"No end of it", "es", 4, 0},
	} {
		r := Read(c.words, c.language)
		if r.Sentence != c.sentence || r.Grade != c.grade || r.Graded != (c.language == "en" && c.words != "") {
			t.Errorf("%q in %s: %+v, want %d words a sentence and grade %d", c.words, c.language, r, c.sentence, c.grade)
		}
	}
}

func TestATextMessageHoldsLessInLettersOfOtherScripts(t *testing.T) {
	for words, most := range map[string]int{"Come to the hall": 160, "¿Vienes? Ñu": 160, "Ñandú": 70, "Está": 70, "함께 가요": 70, "تعال": 70, "a{b}": 70} {
		if got := Limit(SMS, words); got != most {
			t.Errorf("%q: %d letters, want %d", words, got, most)
		}
	}
	if Limit(Poster, strings.Repeat("x", 99)) != 80 || Limit(Letter, "") != WordsMost {
		t.Error("the other channels have other limits")
	}
}
