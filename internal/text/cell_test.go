package text_test

import (
	"testing"

	"alongside/internal/text"
)

func TestNoCellIsAFormula(t *testing.T) {
	for s, want := range map[string]string{
		"=1+1":               "'=1+1",
		" =cmd|' /C calc'!A": "' =cmd|' /C calc'!A",
		"+44 20 7946 0018":   "'+44 20 7946 0018",
		"-2+3":               "'-2+3",
		"-5":                 "-5",
		"-12.50":             "-12.50",
		"@SUM(A1)":           "'@SUM(A1)",
		"\t=1":               "'\t=1",
		"＝1+1":               "'＝1+1",
		"2 heaters":          "2 heaters",
		"a=b":                "a=b",
		"'=1":                "''=1",
		"":                   "",
	} {
		if got := text.Cell(s); got != want {
			t.Errorf("%q becomes %q, want %q", s, got, want)
		}
	}
}

func FuzzACellComesBackAsItWent(f *testing.F) {
	for _, s := range []string{"=1", "'=1", "''x", "-5", "'-5", " +"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := text.FromCell(text.Cell(s)); got != s {
			t.Errorf("%q comes back as %q", s, got)
		}
	})
}
