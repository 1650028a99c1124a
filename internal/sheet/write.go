package sheet

import (
	"encoding/csv"
	"io"

	"alongside/internal/fault"
	"alongside/internal/text"
)

// The two columns that we add at the end. Their names are the same in every
// language, for they tell us our own sheets.
const (
	statusColumn = "alongside_status"
	keptColumn   = "alongside_kept"
)

// Writer writes a sheet in the columns it came with: UTF-8 with its mark, so
// that spreadsheets see it, and no cell that they would run as a formula.
// What Open reads from it is what was written, cell for cell. Columns that
// were refused keep their name, that the others stay in place, and are blank.
type Writer struct {
	csv   *csv.Writer
	width int
	cells []string
}

// NewWriter writes the mark and the head. Columns are the names as they came
// (File.Head, without our own two).
func NewWriter(w io.Writer, columns []string) (*Writer, error) {
	if _, err := io.WriteString(w, "\uFEFF"); err != nil {
		return nil, fault.Wrap("sheet.write", err)
	}
	out := &Writer{csv: csv.NewWriter(w), width: len(columns)}
	return out, out.Write(columns, statusColumn, keptColumn)
}

// Columns are the names a sheet came with: its head without what we added.
func Columns(head []string) []string {
	if n := len(head); n >= 2 && head[n-2] == statusColumn && head[n-1] == keptColumn {
		return head[:n-2]
	}
	return head
}

// Write writes one row: its cells as they came, the status of what became of
// it, and how often it was kept.
func (w *Writer) Write(cells []string, status, kept string) error {
	w.cells = w.cells[:0]
	for i := range w.width {
		cell := ""
		if i < len(cells) {
			cell = text.Cell(cells[i])
		}
		w.cells = append(w.cells, cell)
	}
	w.cells = append(w.cells, text.Cell(status), text.Cell(kept))
	return fault.Wrap("sheet.write", w.csv.Write(w.cells))
}

// Close writes what is left. It does not close what is written to.
func (w *Writer) Close() error {
	w.csv.Flush()
	return fault.Wrap("sheet.write", w.csv.Error())
}

// uncell takes off what text.Cell put in front.
func uncell(s string) string { return text.FromCell(s) }
