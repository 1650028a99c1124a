package when

import "time"

// Stopwatch starts to measure and returns what tells how long ago that was. It
// measures how long the machine took, never what time it is for people, and
// is not moved by a clock that is Set.
func Stopwatch() (elapsed func() time.Duration) {
	began := time.Now()
	return func() time.Duration { return time.Since(began) }
}
