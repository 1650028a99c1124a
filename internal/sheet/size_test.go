package sheet_test

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"alongside/internal/sheet"
)

// endless is a sheet of so many rows that is never whole in memory: each row
// is as wide as the next, so that any byte can be computed.
type endless struct {
	head string
	rows int
}

const rowForm = "%08d,Person %08d,+1 555 %07d,\"We need bread and milk for the family of %08d, please.\",Eastfield %03d,2024-05-%02d\n"

var rowWidth = len(fmt.Sprintf(rowForm, 0, 0, 0, 0, 0, 0))

func newEndless(rows int) endless {
	return endless{"id,name,phone,message,neighborhood,needed by\n", rows}
}

func (e endless) Size() int64 { return int64(len(e.head) + e.rows*rowWidth) }

func (e endless) ReadAt(p []byte, at int64) (int, error) {
	n := 0
	for n < len(p) {
		if at >= e.Size() {
			return n, io.EOF
		}
		part := e.head
		off := at
		if at >= int64(len(e.head)) {
			i := int(at-int64(len(e.head))) / rowWidth
			off = at - int64(len(e.head)) - int64(i*rowWidth)
			part = fmt.Sprintf(rowForm, i, i, i, i, i%1000, i%28+1)
		}
		c := copy(p[n:], part[off:])
		n, at = n+c, at+int64(c)
	}
	return n, nil
}

func TestAHundredThousandRowsAreReadInBoundedMemory(t *testing.T) {
	e := newEndless(100_000)
	f, err := sheet.Open(e, e.Size(), sheet.Hint{})
	if err != nil {
		t.Fatal(err)
	}
	p := plan(f, sheet.AsAsks)
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var r sheet.Report
	n, most := 0, uint64(0)
	for l, err := range p.Lines(context.Background(), &r) {
		if err != nil {
			t.Fatal(err)
		}
		if l.Outcome != sheet.Created {
			t.Fatalf("row %d: %s", l.Row, l.Outcome)
		}
		if n++; n%20_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}
	}
	if n != 100_000 || r.Created != n {
		t.Errorf("%d rows", n)
	}
	// What grows is a row number for each key: two keys a row here.
	if grew := int64(most) - int64(before.HeapAlloc); grew > 24<<20 {
		t.Errorf("the heap grew by %d MiB", grew>>20)
	}
}

// BenchmarkLines is decoding, mapping, drafting and keying, without a store.
func BenchmarkLines(b *testing.B) {
	e := newEndless(20_000)
	var made strings.Builder
	io.Copy(&made, io.NewSectionReader(e, 0, e.Size()))
	for _, c := range []struct {
		name string
		as   sheet.As
		open func() *sheet.File
	}{
		{"made", sheet.AsAsks, func() *sheet.File { return from(b, made.String(), sheet.Hint{}) }},
		{"directory", sheet.AsGroups, func() *sheet.File { return open(b, shared(b, "groups-organize-directory/groups.csv")) }},
		{"messages", sheet.AsAsks, func() *sheet.File { return open(b, shared(b, "requests-disaster-messages/messages.csv")) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			f := c.open()
			p := plan(f, c.as)
			rows := 0
			for b.Loop() {
				var r sheet.Report
				for _, err := range p.Lines(context.Background(), &r) {
					if err != nil {
						b.Fatal(err)
					}
				}
				rows += r.Read
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
