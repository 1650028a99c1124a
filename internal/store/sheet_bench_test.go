package store_test

import (
	"testing"

	"alongside/internal/db"
	"alongside/internal/sheet"
	"alongside/internal/when"
)

// BenchmarkBring is a sheet of 100,000 rows from its bytes to the board, each
// with its words filed for search, on SQLite at full durability.
func BenchmarkBring(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		h := house(b, db.Config{Dir: b.TempDir()}, when.At(Began))
		d := bringer(b, h)
		e := endless(100_000)
		o := order(b, sheet.AsAsks, e, e.size())
		b.StartTimer()
		if r := bring(b, d, o).Report; r.Created != 100_000 {
			b.Fatalf("%d created", r.Created)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
