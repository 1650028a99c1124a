package demo

import (
	"sync/atomic"
	"time"

	"alongside/internal/when"
)

// Clock is the one of a demo's house: it is turned from act to act while the
// invented weeks are lived, and runs with the machine's when visitors come.
type Clock struct {
	past  *when.Set
	until time.Time
	runs  atomic.Bool
}

// NewClock is a clock for weeks that end now.
func NewClock(now time.Time) *Clock {
	return &Clock{past: when.At(now.Add(-before)), until: now}
}

// Now is the time on the demo's wall.
func (c *Clock) Now() time.Time {
	if c.runs.Load() {
		return when.System{}.Now()
	}
	return c.past.Now()
}

// Run lets it run, from now on.
func (c *Clock) Run() { c.runs.Store(true) }
