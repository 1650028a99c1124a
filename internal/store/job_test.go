package store_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"alongside/internal/job"
)

func (h *House) line(work map[job.Kind]job.Do) *job.Line {
	return &job.Line{Store: h.Store.Jobs(), Clock: h.Clock, Work: work}
}

func (h *House) file(t *testing.T, j job.Job) (filed bool) {
	t.Helper()
	err := h.Store.Jobs().Update(ctx, func(tx job.Tx) (err error) {
		filed, err = tx.File(j)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return filed
}

// drain does all that is due and tells how many jobs that were.
func drain(t *testing.T, l *job.Line) (n int) {
	t.Helper()
	for {
		did, _ := l.Next(ctx)
		if !did {
			return n
		}
		n++
	}
}

func TestAJobIsDoneOnceWhoeverServesTheLine(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		const jobs = 60
		var done sync.Map
		var twice, count atomic.Int64
		work := map[job.Kind]job.Do{"count": func(_ context.Context, j job.Job) error {
			if _, again := done.LoadOrStore(j.ID, true); again {
				twice.Add(1)
			}
			count.Add(1)
			return nil
		}}
		for range jobs {
			h.file(t, job.Job{Kind: "count", Due: Began})
		}
		second := h.Second(t)
		var wait sync.WaitGroup
		for i := range 6 {
			l := h.line(work)
			if i%2 == 0 {
				l = second.line(work)
			}
			wait.Go(func() { drain(t, l) })
		}
		wait.Wait()
		if count.Load() != jobs || twice.Load() != 0 {
			t.Errorf("%d of %d jobs were done, %d of them twice", count.Load(), jobs, twice.Load())
		}
	})
}

func TestAJobWithAMarkWaitsOnceAndTheEarlierTimeStands(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		ran := 0
		l := h.line(map[job.Kind]job.Do{"mail": func(context.Context, job.Job) error { ran++; return nil }})
		if !h.file(t, job.Job{Kind: "mail", Once: "mina", Due: Began.Add(time.Hour)}) {
			t.Error("the first was not filed")
		}
		if h.file(t, job.Job{Kind: "mail", Once: "mina", Due: Began.Add(time.Minute)}) {
			t.Error("the second was filed")
		}
		if h.file(t, job.Job{Kind: "mail", Once: "mina", Due: Began.Add(2 * time.Hour)}) {
			t.Error("the third was filed")
		}
		h.Clock.Move(time.Minute)
		if drain(t, l); ran != 1 {
			t.Errorf("ran %d times, want 1: it was to be brought forward", ran)
		}
		if !h.file(t, job.Job{Kind: "mail", Once: "mina", Due: Began}) {
			t.Error("one that is over stands in the way of the next")
		}
	})
}

func TestAFailingJobIsTriedLessAndLessAndThenNeverAgain(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		tries, last := 0, false
		l := h.line(map[job.Kind]job.Do{"mail": func(_ context.Context, j job.Job) error {
			tries, last = tries+1, j.LastTry()
			return errors.New("the server is away")
		}})
		h.file(t, job.Job{Kind: "mail", Due: Began})
		if did, err := l.Next(ctx); !did || err == nil {
			t.Fatalf("did %v, %v", did, err)
		}
		if n := drain(t, l); n != 0 {
			t.Errorf("tried again at once, %d times", n)
		}
		for range 24 * 14 {
			h.Clock.Move(time.Hour)
			drain(t, l)
		}
		if tries != 9 || !last {
			t.Errorf("%d tries in two weeks, the last one knew it: %v", tries, last)
		}
	})
}

func TestWhatCannotBeMendedIsTriedOnce(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l := h.line(map[job.Kind]job.Do{
			"gone":   func(context.Context, job.Job) error { return job.ForGood(errors.New("no such address")) },
			"broken": func(context.Context, job.Job) error { panic("oh") },
		})
		h.file(t, job.Job{Kind: "gone", Due: Began})
		h.file(t, job.Job{Kind: "unknown", Due: Began})
		h.file(t, job.Job{Kind: "broken", Due: Began})
		if n := drain(t, l); n != 3 {
			t.Errorf("%d attempts, want 3", n)
		}
		h.Clock.Move(30 * time.Minute)
		if n := drain(t, l); n != 1 {
			t.Errorf("%d attempts later, want 1: only a panic may mend itself", n)
		}
	})
}

func TestAJobWhoseProcessDiedIsTakenByAnother(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		h.file(t, job.Job{Kind: "mail", Payload: []byte("x"), Due: Began})
		var dead job.Job
		err := h.Store.Jobs().Update(ctx, func(tx job.Tx) (err error) {
			dead, _, err = tx.Lease(Began, Began.Add(job.LeaseFor))
			return err
		})
		if err != nil || dead.Tries != 1 {
			t.Fatal(dead, err)
		}
		ran := 0
		l := h.line(map[job.Kind]job.Do{"mail": func(context.Context, job.Job) error {
			ran++
			// the dead one comes back and wants to say that it is over
			return h.Store.Jobs().Update(ctx, func(tx job.Tx) error { return tx.Again(dead, Began) })
		}})
		if drain(t, l); ran != 0 {
			t.Error("taken while somebody has it")
		}
		h.Clock.Move(job.LeaseFor)
		if drain(t, l); ran != 1 {
			t.Errorf("ran %d times, want 1: who lost the lease has no say", ran)
		}
	})
}

func TestWhatAJobCarriedIsErasedWhenItIsOver(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l := h.line(map[job.Kind]job.Do{"mail": func(context.Context, job.Job) error { return nil }})
		h.file(t, job.Job{Kind: "mail", Once: "m", Payload: []byte("a way's id"), Due: Began})
		drain(t, l)
		if n := h.count(t, "SELECT count(*) FROM job WHERE payload IS NOT NULL"); n != 0 {
			t.Error("its payload stands")
		}
		if n := h.count(t, "SELECT count(*) FROM job"); n != 1 {
			t.Error("that it was done is forgotten at once")
		}
		h.Clock.Move(job.KeptFor)
		if err := l.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if n := h.count(t, "SELECT count(*) FROM job"); n != 0 {
			t.Error("that it was done is remembered for longer than a week")
		}
	})
}
