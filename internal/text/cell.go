package text

import "strings"

// Cell makes a text safe to stand in a CSV cell: what a sheet would run as a
// formula gets an apostrophe in front, and so does what already looks so
// escaped, that FromCell may give back exactly what went in. A plain negative number stays.
func Cell(s string) string {
	if isFormula(strings.TrimLeft(s, "'")) && !isNumber(s) {
		return "'" + s
	}
	return s
}

// FromCell takes off what Cell put in front, so that a sheet of ours comes
// back as it went.
func FromCell(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && isFormula(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return s
}

// isFormula reports whether s begins, after blanks, as sheets begin formulas;
// full-width signs count, as some sheets narrow them.
func isFormula(s string) bool {
	t := strings.TrimLeft(s, " \u00a0\u3000")
	for _, start := range [...]string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(t, start) {
			return true
		}
	}
	return false
}

func isNumber(s string) bool {
	digits, ok := strings.CutPrefix(s, "-")
	if !ok || digits == "" {
		return false
	}
	whole, part, dotted := strings.Cut(digits, ".")
	return allDigits(whole) && (!dotted || allDigits(part))
}

func allDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
