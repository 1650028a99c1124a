// Package when is time as people keep it: a clock that can be replaced, days
// in the reader's zone, quiet hours.
//
// The law: nothing in this house calls time.Now but System; every clock is
// handed in.
package when

import (
	"sync"
	"time"
)

// Clock tells the time.
type Clock interface{ Now() time.Time }

// System is the machine's own clock, to the millisecond, in UTC.
type System struct{}

func (System) Now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// Set is a clock that stands where it was put. It serves tests and the demo,
// and is safe for concurrent use.
type Set struct {
	mu sync.Mutex
	at time.Time
}

// At is a clock that stands at t.
func At(t time.Time) *Set { return &Set{at: t.UTC().Truncate(time.Millisecond)} }

func (s *Set) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at
}

// Move turns the clock by d, which may be negative: clocks jump.
func (s *Set) Move(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = s.at.Add(d)
}
