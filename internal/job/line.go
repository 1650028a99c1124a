package job

import (
	"context"
	"fmt"

	"alongside/internal/fault"
	"alongside/internal/when"
)

// Store keeps the line.
type Store interface {
	Update(ctx context.Context, fn func(Tx) error) error
}

// Do does one job. It may run again after it succeeded, when the process died
// before it could say so.
type Do func(ctx context.Context, j Job) error

// Line does what waits. Several may serve one store.
type Line struct {
	Store Store
	Clock when.Clock
	Work  map[Kind]Do
}

// Next does the job that has been due longest. It reports whether there was
// one; an error of the job itself is returned for the log and tried again.
func (l *Line) Next(ctx context.Context) (bool, error) {
	var j Job
	var found bool
	err := l.Store.Update(ctx, func(tx Tx) (err error) {
		now := l.Clock.Now()
		j, found, err = tx.Lease(now, now.Add(LeaseFor))
		return err
	})
	if err != nil || !found {
		return false, fault.Wrap("job.lease", err)
	}
	work, failed := l.try(ctx, j), error(nil)
	err = l.Store.Update(ctx, func(tx Tx) error {
		now := l.Clock.Now()
		if work == nil || IsForGood(work) || j.Tries > len(pauses) {
			return tx.Over(j, now)
		}
		return tx.Again(j, now.Add(pauses[j.Tries-1]))
	})
	if work != nil {
		failed = fault.Wrap("job."+string(j.Kind), work)
	}
	if err != nil {
		return true, fault.Wrap("job.over", err)
	}
	return true, failed
}

// try turns a panic into an error: one broken job must not end the line.
func (l *Line) try(ctx context.Context, j Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a job: %v", p)
		}
	}()
	do, ok := l.Work[j.Kind]
	if !ok {
		return ForGood(fmt.Errorf("nobody does jobs of kind %q", j.Kind))
	}
	ctx, cancel := context.WithTimeout(ctx, LeaseFor/2)
	defer cancel()
	return do(ctx, j)
}

// LastTry reports whether nobody tries again when this attempt fails.
func (j Job) LastTry() bool { return j.Tries > len(pauses) }

// Sweep forgets what was over a week ago.
func (l *Line) Sweep(ctx context.Context) error {
	return fault.Wrap("job.sweep", l.Store.Update(ctx, func(tx Tx) error {
		return tx.SweepJobs(l.Clock.Now().Add(-KeptFor))
	}))
}
