package store

import (
	"fmt"
	"strings"

	"alongside/internal/sheet"
)

// rowsAtOnce is how many short rows one statement takes.
const rowsAtOnce = 16

// many is an insert of rowsAtOnce rows, one of a single row.
var (
	onePosting, manyPostings = values("posting (token, opened, call)", 3, 1), values("posting (token, opened, call)", 3, rowsAtOnce)
	oneMark, manyMarks       = values("mark (hash, thing)", 2, 1), values("mark (hash, thing)", 2, rowsAtOnce)
)

func values(into string, columns, rows int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + into + " VALUES ")
	for i := range rows * columns {
		switch {
		case i == 0:
			b.WriteByte('(')
		case i%columns == 0:
			b.WriteString("),(")
		default:
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	b.WriteByte(')')
	return b.String()
}

// inRows runs one or many for every row; two texts, whatever the number.
func (t desk) inRows(n int, one, many string, args func(i int) []any) error {
	for i := 0; i < n; {
		step, query := 1, one
		if n-i >= rowsAtOnce {
			step, query = rowsAtOnce, many
		}
		var all []any
		for k := range step {
			all = append(all, args(i+k)...)
		}
		if _, err := t.Exec(query, all...); err != nil {
			return err
		}
		i += step
	}
	return nil
}

func (t desk) AddWords(all []sheet.Word) error {
	return t.inRows(len(all), onePosting, manyPostings, func(i int) []any { return []any{all[i].Token, all[i].Opened, all[i].Call} })
}

func (t desk) AddMarks(all []sheet.Mark) error {
	return t.inRows(len(all), oneMark, manyMarks, func(i int) []any { return []any{all[i].Hash, all[i].Thing} })
}

// eraseMarks takes a thing's hashes out by way of its line.
const eraseMarks = `DELETE FROM mark WHERE thing=$1 AND hash IN (SELECT own FROM line WHERE thing=$1 UNION ALL SELECT look FROM line WHERE thing=$1
	UNION ALL SELECT page FROM line WHERE thing=$1 UNION ALL SELECT who FROM line WHERE thing=$1)`
