// Package job is work that is done later: filed in the same transaction as
// what made it necessary, done by whichever process comes first.
//
// The law: what was filed is done at least once, and by one process at a time;
// once it is over, what it carried is erased and only the fact is kept, for a
// week.
package job

import (
	"errors"
	"time"

	"alongside/internal/id"
)

// ID names a job.
type ID = id.Of[Job]

// Kind says who does it.
type Kind string

// Job is one piece of work.
type Job struct {
	ID      ID
	Kind    Kind
	Once    string // while one with this mark waits, another of its kind is not filed; empty for no mark
	Payload []byte // never anybody's words or address: jobs carry ids
	Due     time.Time
	Tries   int // how often it has been begun
}

// How long things are kept, and how often they are tried.
const (
	KeptFor  = 7 * 24 * time.Hour
	LeaseFor = 2 * time.Minute
)

// pauses come after the first, the second … attempt that failed. After the
// last one nobody tries again: three days are enough for a server to come back.
var pauses = []time.Duration{time.Minute, 5 * time.Minute, 20 * time.Minute, time.Hour, 4 * time.Hour, 12 * time.Hour, 24 * time.Hour, 30 * time.Hour}

// Filing is what a room needs to file a job in its own transaction.
type Filing interface {
	// File is false, and nothing changed, when one with the same kind and mark
	// waits already; if that one is due later than j, it is brought forward.
	File(j Job) (bool, error)
	// LastDone is when one of this kind and mark was last over; zero for never,
	// or for longer ago than KeptFor.
	LastDone(k Kind, once string) (time.Time, error)
}

// Tx is what the line needs.
type Tx interface {
	Filing
	// Lease takes the job that has been due longest and that nobody has, until
	// the given moment, and counts the attempt.
	Lease(now, until time.Time) (Job, bool, error)
	// Over ends a job that this attempt still holds, and erases its payload.
	Over(j Job, at time.Time) error
	// Again puts a job that this attempt still holds back into the line.
	Again(j Job, due time.Time) error
	SweepJobs(before time.Time) error
}

// forGood is an error that trying again cannot mend.
type forGood struct{ error }

func (e forGood) Unwrap() error { return e.error }

// ForGood marks an error that trying again cannot mend.
func ForGood(err error) error {
	if err == nil {
		return nil
	}
	return forGood{err}
}

// IsForGood reports whether trying again is in vain.
func IsForGood(err error) bool { return errors.As(err, new(forGood)) }
