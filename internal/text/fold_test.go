package text_test

import (
	"testing"
	"unicode/utf8"

	"alongside/internal/text"
)

func TestTwoWritingsOfOneWordFoldAlike(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"Café", "cafe"},
		{"CAMIÓN", "camion"},
		{"niño", "NINO"},
		{"Straße", "strasse"},
		{"Łódź", "lodz"},
		{"Smørrebrød", "smorrebrod"},
		{"İstanbul", "istanbul"},
		{"ﬁre", "fire"},
		{"Ｈｅａｔｅｒ", "heater"},
		{"أحمد", "احمد"},
		{"آلة", "الة"},
		{"ٱلبيت", "البيت"},
		{"مدفأة", "مدفاه"},
		{"مستشفى", "مستشفي"},
		{"مُحَمَّد", "محمد"},
		{"مـــاء", "ماء"},
		{"١٢٣", "123"},
		{"۱۲۳", "123"},
		{"난로", "난로"},
		{"ｶﾒﾗ", "カメラ"},
		{"Σίσυφος", "σίσυφοσ"},
		{"soft\u00adware", "software"},
	} {
		if a, b := text.Fold(c.a), text.Fold(c.b); a != b {
			t.Errorf("%q folds to %q, but %q to %q", c.a, a, c.b, b)
		}
	}
}

func TestFoldingKeepsMarksThatMakeAnotherLetter(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"й", "и"}, {"が", "か"}, {"किताब", "कताब"}, {"ก่า", "กา"},
	} {
		if text.Fold(c.a) == text.Fold(c.b) {
			t.Errorf("%q and %q are two words", c.a, c.b)
		}
	}
}

func FuzzFoldingTwiceChangesNothing(f *testing.F) {
	for _, s := range []string{"Café", "أُسْرة", "난로", "ﬁ ß İ", "\xff\u0301", "가\u11a8", "ͅ", "٩\u0612\u0601", "a\u0640\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := text.Fold(s)
		if twice := text.Fold(once); twice != once {
			t.Errorf("%q folds to %q, then to %q", s, once, twice)
		}
		if !utf8.ValidString(once) {
			t.Errorf("%q folds to broken %q", s, once)
		}
	})
}
