package text

import "testing"

func FuzzTheFastFoldSaysWhatTheThoroughOneSays(f *testing.F) {
	for _, s := range []string{"Café niño", "أُسْرة ٣ ؟", "난로 2대", "毛布が二枚。", "٠ـ", "“ſtraße” – ŉ", "é\u0301", "각"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if fast, ok := foldPlain(s); ok && fast != foldAny(s) {
			t.Errorf("%q folds to %q at speed, %q with care", s, fast, foldAny(s))
		}
	})
}
