package store_test

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"alongside/internal/db"
	"alongside/internal/sheet"
	"alongside/internal/when"
)

// BenchmarkBring is a sheet of 100,000 rows from its bytes to the board, each
// with its words filed for search, on SQLite at full durability. Beside it
// somebody writes something small a hundred times a second: wait-ms is how long
// 99 of 100 of these took, longest-ms the one that waited for the last
// transaction.
func BenchmarkBring(b *testing.B) {
	var waits []time.Duration
	var heap uint64
	var spent time.Duration
	for b.Loop() {
		b.StopTimer()
		h := house(b, db.Config{Dir: b.TempDir()}, when.At(Began))
		d := bringer(b, h)
		e := endless(100_000)
		o := order(b, sheet.AsAsks, e, e.size())
		stop := make(chan struct{})
		var work sync.WaitGroup
		work.Go(func() { waits = append(waits, others(b, h, stop)...) })
		var now runtime.MemStats
		o.Progress = func(int64, int64) {
			runtime.ReadMemStats(&now)
			heap = max(heap, now.HeapInuse)
		}
		before := processor()
		b.StartTimer()
		if r := bring(b, d, o).Report; r.Created != 100_000 {
			b.Fatalf("%d created", r.Created)
		}
		b.StopTimer()
		spent += processor() - before
		close(stop)
		work.Wait()
		b.StartTimer()
	}
	slices.Sort(waits)
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(100_000*float64(b.N)/spent.Seconds(), "rows/cpu-s")
	b.ReportMetric(float64(waits[len(waits)*99/100].Milliseconds()), "wait-ms")
	b.ReportMetric(float64(waits[len(waits)-1].Milliseconds()), "longest-ms")
	b.ReportMetric(float64(heap>>20), "heap-MiB")
}

// processor is the time that this process has had of the processors: on a
// machine with other work it says more than the clock.
func processor() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// others writes something small again and again, and tells how long each took.
func others(b *testing.B, h *House, stop chan struct{}) (waits []time.Duration) {
	for i := 0; ; i++ {
		select {
		case <-stop:
			return waits
		case <-time.After(10 * time.Millisecond):
		}
		took := when.Stopwatch()
		if err := h.DB.Update(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO done (key, ref, made) VALUES ($1,$2,$3)", []byte{byte(i), byte(i >> 8), byte(i >> 16), byte(len(waits))}, i, i)
			return err
		}); err != nil {
			b.Error(err)
			return waits
		}
		waits = append(waits, took())
	}
}

// endless is a sheet of so many rows that is never whole in memory: each row
// is as wide as the next, so that any byte can be computed.
type endless int

const endlessHead = "id,name,phone,message,neighborhood,needed by\n"

func endlessRow(i int) string {
	return fmt.Sprintf("%08d,Person %08d,+1 555 %07d,\"We need bread and milk for the family of %08d, please.\",Eastfield %03d,2026-12-%02d\n",
		i, i, i, i, i%1000, i%28+1)
}

func (e endless) size() int64 { return int64(len(endlessHead) + int(e)*len(endlessRow(0))) }

func (e endless) ReadAt(p []byte, at int64) (n int, err error) {
	for n < len(p) {
		if at >= e.size() {
			return n, io.EOF
		}
		part, off := endlessHead, at
		if at >= int64(len(endlessHead)) {
			width := int64(len(endlessRow(0)))
			i := (at - int64(len(endlessHead))) / width
			part, off = endlessRow(int(i)), at-int64(len(endlessHead))-i*width
		}
		c := copy(p[n:], part[off:])
		n, at = n+c, at+int64(c)
	}
	return n, nil
}
