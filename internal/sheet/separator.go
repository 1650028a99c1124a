package sheet

import (
	"encoding/csv"
	"strings"
)

// separators that sheets use, the likelier first: it wins a draw.
var separators = []rune{',', ';', '\t', '|'}

// divide guesses the separator from the first lines of a sheet: the one that
// cuts them into equally many cells, with a head that we know.
func divide(sample string) rune {
	if sep, ok := declared(sample); ok {
		return sep
	}
	best, top := separators[0], 0.0
	for _, sep := range separators {
		if score := evenness(sample, sep); score > top {
			best, top = sep, score
		}
	}
	return best
}

// declared reads the line "sep=;" that Excel puts before everything else.
func declared(sample string) (rune, bool) {
	line, _, _ := strings.Cut(sample, "\n")
	line = strings.TrimSuffix(line, "\r")
	if len(line) == 5 && strings.EqualFold(line[:4], "sep=") && strings.ContainsRune(",;\t|", rune(line[4])) {
		return rune(line[4]), true
	}
	return 0, false
}

// evenness is how well sep divides the sample: the share of rows that have the
// usual width, squared, times that width, and more for names we know.
func evenness(sample string, sep rune) float64 {
	r := csv.NewReader(strings.NewReader(sample))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = sep, true, -1
	widths := map[int]int{}
	rows, known := 0, 0
	for rows < 30 {
		record, err := r.Read()
		if err != nil {
			break
		}
		if rows < headDepth {
			known = max(known, familiar(record))
		}
		widths[len(record)]++
		rows++
	}
	width, often := 1, 0
	for w, n := range widths {
		if n > often || n == often && w > width {
			width, often = w, n
		}
	}
	if rows == 0 || width == 1 {
		return 0
	}
	share := float64(often) / float64(rows)
	return share*share*float64(min(width-1, 12)) + 2*float64(known)
}
