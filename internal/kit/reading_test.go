package kit

import (
	"slices"
	"strings"
	"testing"

	"alongside/internal/when"
)

func TestHowHardAMessageIsToReadIsMeasuredAndOnlyEnglishIsGraded(t *testing.T) {
	for _, c := range []struct {
		words, language string
		sentence, grade int
		long            int
	}{
		{"", "en", 0, 0, 0},
		{"We walk to the hall. Come with us.", "en", 4, 1, 0},
		{"The municipal administration unilaterally discontinued heating in every residential building, notwithstanding considerable opposition.", "en", 13, 31, 77},
		{"우리는 함께 걸어요. 같이 가요!", "ko", 3, 0, 0},
		{"지방자치단체는 일방적으로 중단했어요.", "ko", 3, 0, 100},
		{"نمشي معًا إلى القاعة؟ تعال.", "ar", 3, 0, 0},
		{"Walk together\nCanal Square\n\nBring water", "en", 2, 5, 17},
		{"No end of it", "es", 4, 0, 0},
		{"La administración municipal quitó la calefacción.", "es", 6, 0, 50},
	} {
		r := Read(c.words, c.language)
		if r.Sentence != c.sentence || r.Grade != c.grade || r.Long != c.long || r.Graded != (c.language == "en" && c.words != "") {
			t.Errorf("%q in %s: %+v, want %d words a sentence, grade %d and %d long in a hundred", c.words, c.language, r, c.sentence, c.grade, c.long)
		}
	}
}

func TestAMessageIsMeasuredInTheLettersOfItsChannel(t *testing.T) {
	for _, c := range []struct {
		channel Channel
		length  Length
		words   string
		n, most int
	}{
		{SMS, Short, "Come to the hall", 16, 160},
		{SMS, Short, "¿Vienes? Ñu", 11, 160},
		{SMS, Short, "{5 €}", 8, 160}, // three letters of the extension, each twice
		{SMS, Short, "Está", 4, 70},
		{SMS, Short, "함께 가요", 5, 70},
		{SMS, Short, "تعال", 4, 70},
		{SMS, Short, "Come 🙂", 7, 70}, // a pair in UTF-16
		{SMS, Line, strings.Repeat("x", 120), 120, 100},
		{Poster, Long, strings.Repeat("x", 99), 99, 80},
		{Letter, Short, "", 0, 300},
		{Press, Long, "", 0, WordsMost},
		{Chat, Long, "함께", 2, 600},
	} {
		if n, most := Measure(c.channel, c.length, c.words); n != c.n || most != c.most {
			t.Errorf("%s, %s, %.20q: %d of %d, want %d of %d", c.channel, c.length, c.words, n, most, c.n, c.most)
		}
	}
}

func TestAnHourThatIsNotTheCallsIsFound(t *testing.T) {
	four := []when.TimeOfDay{when.HM(16, 0), when.HM(18, 30)}
	for words, others := range map[string][]string{
		"We meet at 16:00 and end at 6:30 pm.":      nil,
		"At 4:00 by the clock, until 18:30":         nil, // its half of the day is not said
		"At 4 pm.":                                  nil,
		"At 4 am.":                                  {"4 am"},
		"At 5pm, not at 4 p.m.":                     {"5pm"},
		"8 May, 12 buses, 2.50 each, ages 4-16":     nil, // none of these is an hour
		"Call 555 0142 until 17:00":                 {"17:00"},
		"오후 4시에 만나요. 저녁 6시 반까지.":                    nil,
		"At 15:00 17:00 16:00":                      {"15:00", "17:00"},
		"3시간 걸어요.":                                  nil,
		"오전 4시에 만나요.":                               {"오전 4시"},
		"오후 5시 15분":                                 {"오후 5시 15분"},
		"نلتقي الساعة ٤:٠٠ مساءً":                   nil,
		"نلتقي الساعة ٥ م عند الساعة":               {"5 م"},
		"A las 16:00, o a las 17h30":                {"17h30"},
		"25:00 and 16:99 are no hours, 1000:00 too": nil,
	} {
		if got := OtherTimes(words, four); !slices.Equal(got, others) {
			t.Errorf("%q: %q, want %q", words, got, others)
		}
	}
	if got := OtherTimes("At 17:00", nil); got != nil {
		t.Errorf("where the call has no hour, %q is another", got)
	}
}
