package view

import "testing"

func TestAPartSaysHowManyInTheWordsOfItsSide(t *testing.T) {
	en := languages(t)[0]
	for _, c := range []struct {
		part  PartRow
		offer bool
		want  string
	}{
		{PartRow{Left: 12, Of: 12}, false, "12 wanted"},
		{PartRow{Left: 5, Of: 12}, false, "5 of 12 still wanted"},
		{PartRow{Left: 12, Of: 12}, true, "12 offered"},
		{PartRow{Left: 5, Of: 12}, true, "5 of 12 left"},
		{PartRow{Left: 1, Of: 1}, false, ""}, // its name says it
		{PartRow{Left: 0, Of: 12}, false, ""},
		{PartRow{}, true, ""}, // without an end
	} {
		if got := left(en, c.part, c.offer); got != c.want {
			t.Errorf("%+v, offered %t: %q, want %q", c.part, c.offer, got, c.want)
		}
	}
}
