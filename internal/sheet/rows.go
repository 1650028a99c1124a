package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"strings"

	"alongside/internal/fault"
)

// Row is one row of a sheet. Number is what a spreadsheet shows beside it: the
// head counts, and so do blank rows. Cells has exactly one cell a column, those
// of refused columns blank; the slice is used again for the next row, its
// strings are not. A row that cannot be trusted has Broken set, and no cells
// to read.
type Row struct {
	Number int
	Cells  []string
	Broken *Note
	Blank  bool
}

// Rows walks over the rows under the head. Progress hears how many bytes of
// File.Size have been read. It stops at the first fault; one that the sheet
// itself causes names the row.
func (f *File) Rows(progress func(done int64)) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		w := f.walk(progress)
		for {
			row, err := w.next()
			if err == io.EOF {
				return
			}
			if !yield(row, err) || err != nil {
				return
			}
		}
	}
}

// walker reads rows one by one.
type walker struct {
	file    *File
	tape    *tape
	csv     *csv.Reader
	cells   []string
	row     int // the number of the last row, blank lines counted
	line    int // the line on which the next row should start
	records int // rows with something in them, the head and what is above it too
	count   int // rows under the head that are not blank
}

func (f *File) walk(progress func(int64)) *walker {
	w := &walker{file: f, tape: &tape{src: f.raw(progress)}, cells: make([]string, len(f.Head)), line: 1}
	w.csv = csv.NewReader(bufio.NewReaderSize(w.tape, block))
	w.csv.Comma, w.csv.FieldsPerRecord, w.csv.ReuseRecord = f.Separator, -1, true
	return w
}

// next is the next row under the head, or io.EOF.
func (w *walker) next() (Row, error) {
	for {
		start := w.csv.InputOffset()
		w.tape.mark(start)
		record, err := w.csv.Read()
		if err == io.EOF {
			return Row{}, io.EOF
		}
		var broken *csv.ParseError
		if err != nil && !errors.As(err, &broken) {
			return Row{}, w.failed(err)
		}
		w.step(record, broken)
		if broken != nil {
			if record, err = w.mend(start, broken); err != nil {
				return Row{}, err
			}
		}
		if w.records <= w.file.headRow {
			continue
		}
		row := w.shape(record)
		if !row.Blank {
			w.count++
		}
		if w.count > MaxRows {
			return Row{}, tooLarge("sheet.too_many_rows", "n", MaxRows)
		}
		return row, nil
	}
}

// step keeps the row number true across blank lines and quoted lines.
func (w *walker) step(record []string, broken *csv.ParseError) {
	w.records++
	start, end := w.line, w.line
	switch {
	case broken != nil:
		start, end = broken.StartLine, broken.Line
	case len(record) > 0:
		start, _ = w.csv.FieldPos(0)
		last := len(record) - 1
		end, _ = w.csv.FieldPos(last)
		end += strings.Count(record[last], "\n")
	}
	w.row += 1 + max(0, start-w.line)
	w.line = end + 1
}

// mend reads a row with stray quotes once more, leniently. It is taken when it
// is one line and fills the columns exactly; else it is left out. A quote that
// swallowed several lines is a fault: we could not say how many rows are in it.
func (w *walker) mend(start int64, broken *csv.ParseError) ([]string, error) {
	raw := w.tape.since(start, w.csv.InputOffset())
	r := csv.NewReader(bytes.NewReader(raw))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = w.file.Separator, true, -1
	record, err := r.Read()
	if err == nil {
		if _, more := r.Read(); more == io.EOF && broken.Line == broken.StartLine &&
			(len(record) == len(w.file.Head) || w.records <= w.file.headRow) {
			return record, nil
		}
	}
	if broken.Line != broken.StartLine {
		return nil, unreadable("sheet.open_quote", "row", w.row)
	}
	return nil, nil
}

// shape makes a row of exactly one cell a column.
func (w *walker) shape(record []string) Row {
	row := Row{Number: w.row, Cells: w.cells}
	width := len(w.cells)
	clear(w.cells)
	switch {
	case record == nil:
		row.Broken = &Note{Say: "sheet.out_quote"}
		return row
	case len(record) > width && !blank(record[width:]):
		row.Broken = &Note{Say: "sheet.out_cells", Args: []any{"n", len(record), "columns", width}}
		return row
	}
	row.Blank = true
	for i := range min(width, len(record)) {
		cell := record[i]
		if len(cell) > MaxCell {
			clear(w.cells)
			row.Broken = &Note{Column: tidy(w.file.Head[i]), Say: "sheet.out_long_cell"}
			return row
		}
		if w.file.refused[i] {
			row.Blank = row.Blank && strings.TrimSpace(cell) == ""
			continue
		}
		if row.Blank && strings.TrimSpace(cell) != "" {
			row.Blank = false
		}
		w.cells[i] = cell
	}
	if w.file.Profile == ProfileOwn {
		for i, c := range w.cells {
			w.cells[i] = uncell(c)
		}
	}
	return row
}

func (w *walker) failed(err error) error {
	if errors.Is(err, errLongRecord) {
		return unreadable("sheet.open_quote", "row", w.row+1)
	}
	return fault.Wrap("sheet.read", err)
}

var errLongRecord = errors.New("a row is longer than we read")

// tape keeps the text of the row at hand, so that it can be read again, and
// stops a row that does not end.
type tape struct {
	src   io.Reader
	kept  []byte
	from  int64 // the offset of kept[0]
	limit int64 // no byte is read beyond it
}

func (t *tape) Read(p []byte) (int, error) {
	at := t.from + int64(len(t.kept))
	if at >= t.limit {
		return 0, errLongRecord
	}
	n, err := t.src.Read(p[:min(int64(len(p)), t.limit-at)])
	t.kept = append(t.kept, p[:n]...)
	return n, err
}

// mark says that a row starts at this offset: what is before it may go.
func (t *tape) mark(offset int64) {
	t.limit = offset + maxRecord
	if offset-t.from > 4*block {
		n := copy(t.kept, t.kept[offset-t.from:])
		t.kept, t.from = t.kept[:n], offset
	}
}

func (t *tape) since(start, end int64) []byte {
	return t.kept[start-t.from : end-t.from]
}
