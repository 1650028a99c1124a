package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"alongside/internal/fault"
)

// headDepth is how many lines may stand above the head of the columns.
const headDepth = 10

// sampleRows is how many rows a guess may look at.
const sampleRows = 50

// Hint overrides what Open would guess. Its zero value guesses everything.
type Hint struct {
	Encoding  Encoding
	Separator rune
	HeadRow   int // the row that names the columns, counted from 1
}

// File is an opened sheet. It holds the head and a few rows; the rest is read
// anew by every walk over Rows, so a preview, the import itself and the export
// can each make theirs. It does not close what it reads from.
type File struct {
	Encoding  Encoding
	Separator rune
	Head      []string   // the names of the columns, as they stand
	Sample    [][]string // the first rows, refused columns blank
	Size      int64
	Profile   Profile // whose sheet it is, if we know it

	src     io.ReaderAt
	letters letters
	headRow int
	refused []bool
}

// Open looks at a sheet: its encoding, its separator, its head. Faults are
// Invalid (not a sheet) or TooLarge; their sentence says what to do.
func Open(src io.ReaderAt, size int64, hint Hint) (*File, error) {
	if size > MaxSize {
		return nil, tooLarge("sheet.too_large", "mb", MaxSize>>20)
	}
	if size == 0 {
		return nil, unreadable("sheet.empty")
	}
	if err := strange(src, size); err != nil {
		return nil, err
	}
	l, err := spell(src, size)
	if err != nil {
		return nil, fault.Wrap("sheet.open", err)
	}
	if hint.Encoding != "" {
		if decoders[hint.Encoding] == nil {
			return nil, unreadable("sheet.unknown_encoding", "encoding", string(hint.Encoding))
		}
		if hint.Encoding != l.encoding {
			l = letters{encoding: hint.Encoding}
		}
	}
	f := &File{Encoding: l.encoding, Separator: hint.Separator, Size: size, src: src, letters: l}
	if err := f.findHead(hint.HeadRow); err != nil {
		return nil, err
	}
	f.Profile = profileOf(f.Head)
	f.refused = make([]bool, len(f.Head))
	for i, name := range f.Head {
		f.refused[i] = RefusedColumn(name) != ""
	}
	return f, f.takeSample()
}

// raw is the decoded text from the start.
func (f *File) raw(progress func(done int64)) io.Reader {
	var r io.Reader = io.NewSectionReader(f.src, int64(f.letters.bom), f.Size-int64(f.letters.bom))
	if progress != nil {
		r = &counted{r, int64(f.letters.bom), progress}
	}
	return decode(r, f.letters)
}

type counted struct {
	io.Reader
	done int64
	tell func(int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.done += int64(n)
	c.tell(c.done)
	return n, err
}

// findHead guesses the separator and finds the row that names the columns:
// among the first lines, the one with the most names that we know.
func (f *File) findHead(wanted int) error {
	b := make([]byte, block)
	n, err := io.ReadFull(f.raw(nil), b)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && err != io.EOF {
		return fault.Wrap("sheet.open", err)
	}
	text := string(b[:n])
	if strings.TrimSpace(text) == "" {
		return unreadable("sheet.empty")
	}
	if f.Separator == 0 {
		f.Separator = divide(text)
	}
	_, skip := declared(text)
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = f.Separator, true, -1
	best := -1
	for i := 1; i <= headDepth || i <= wanted; i++ {
		record, err := r.Read()
		if err != nil {
			break
		}
		if i == 1 && skip || blank(record) {
			continue
		}
		known := familiar(record)
		if i == wanted || wanted == 0 && (best < 0 || best < 2 && known > best+1) {
			f.Head, f.headRow, best = trimHead(record), i, known
		}
	}
	switch {
	case f.Head == nil:
		return unreadable("sheet.no_head")
	case len(f.Head) > MaxColumns:
		return tooLarge("sheet.too_many_columns", "n", MaxColumns)
	}
	return nil
}

// trimHead leaves out blank names at the end, and takes off what we put in
// front of a name when we wrote the sheet.
func trimHead(record []string) []string {
	head := append([]string(nil), record...)
	for len(head) > 0 && tidy(head[len(head)-1]) == "" {
		head = head[:len(head)-1]
	}
	if len(Columns(head)) < len(head) {
		for i := range head {
			head[i] = uncell(head[i])
		}
	}
	return head
}

func (f *File) takeSample() error {
	for row, err := range f.Rows(nil) {
		if err != nil {
			return err
		}
		if row.Broken == nil {
			f.Sample = append(f.Sample, append([]string(nil), row.Cells...))
		}
		if len(f.Sample) == sampleRows || row.Number > 4*sampleRows {
			break
		}
	}
	return nil
}

// strange refuses what is not text, by its first bytes, and says what it is:
// people pick the workbook when the export lies beside it.
func strange(src io.ReaderAt, size int64) error {
	first := make([]byte, min(size, 8))
	if _, err := readFull(src, first, 0); err != nil {
		return fault.Wrap("sheet.open", err)
	}
	for _, s := range []struct{ magic, say string }{
		{"PK\x03\x04", "sheet.is_workbook"},
		{"\xD0\xCF\x11\xE0", "sheet.is_workbook"},
		{"%PDF", "sheet.not_a_sheet"},
		{"\x1F\x8B", "sheet.not_a_sheet"},
		{"\x89PNG", "sheet.not_a_sheet"},
		{"\xFF\xD8\xFF", "sheet.not_a_sheet"},
		{"GIF8", "sheet.not_a_sheet"},
		{"<!DOC", "sheet.not_a_sheet"},
		{"<html", "sheet.not_a_sheet"},
	} {
		if bytes.HasPrefix(first, []byte(s.magic)) {
			return unreadable(s.say)
		}
	}
	return nil
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}
