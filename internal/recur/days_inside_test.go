package recur

import (
	"testing"

	"alongside/internal/when"
)

func TestTheLibraryNeverHasMoreThanEightHundredYearsToLookThrough(t *testing.T) {
	for _, first := range []string{"1900-01-01", "1999-12-31", "2000-01-01", "2026-05-08", "2028-02-29", "2399-12-31", "2400-02-29", "2999-12-31"} {
		start, err := when.ParseDay(first)
		if err != nil {
			t.Fatal(err)
		}
		late := start + cycles(start)
		_, month, day := start.Date()
		year, lateMonth, lateDay := late.Date()
		if year < 9200 || year > 9599 || month != lateMonth || day != lateDay || start.Weekday() != late.Weekday() {
			t.Errorf("%s, a %s, is counted as %s, a %s", start, start.Weekday(), late, late.Weekday())
		}
	}
}
