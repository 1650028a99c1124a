// Package brake slows down whoever asks too often, without remembering who
// that was.
//
// The law: an address is only ever held as an HMAC under a key that lives one
// hour in memory and nowhere else; what is not known by name is refused; and
// the memory used is bounded.
package brake

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"alongside/internal/when"
)

// Rule says how much of one thing is allowed. A neighbourhood may share one
// address, so Burst wants to be generous.
type Rule struct {
	Burst int           // at once, from one address
	Every time.Duration // and then one more each
	All   int           // at once, from everybody together; 0 leaves it open
	Each  time.Duration // and then one more each, for everybody together
}

const mostBusy = 1 << 16 // addresses × things held at most: about 10 MB

// Limiter is a set of brakes, one for each thing that has a rule. It is safe
// for concurrent use.
type Limiter struct {
	clock when.Clock
	rules map[string]Rule

	mu sync.Mutex
	veil
	swept time.Time
	busy  map[mark]*rate.Limiter
	all   map[string]*rate.Limiter
}

// New makes the brakes for these rules, by the name of the thing.
func New(clock when.Clock, rules map[string]Rule) *Limiter {
	l := &Limiter{clock: clock, rules: rules, all: map[string]*rate.Limiter{}}
	for what, r := range rules {
		if r.All > 0 {
			l.all[what] = rate.NewLimiter(rate.Every(r.Each), r.All)
		}
	}
	l.freshen(clock.Now())
	l.busy = map[mark]*rate.Limiter{}
	return l
}

// Allow tells whether this address may do this thing once more now, and counts
// it. What one address was refused is not counted for everybody.
func (l *Limiter) Allow(addr netip.Addr, what string) bool {
	rule, known := l.rules[what]
	if !known {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock.Now()
	if l.worn(now) {
		l.freshen(now)
		l.busy = map[mark]*rate.Limiter{} // all that was held under the old key
	}
	if own := l.own(addr, what, rule, now); own == nil || !own.AllowN(now, 1) {
		return false
	}
	all := l.all[what]
	return all == nil || all.AllowN(now, 1)
}

// own is the bucket of one address for one thing, or nil when there are more
// addresses than we hold: then we are under attack and newcomers wait.
func (l *Limiter) own(addr netip.Addr, what string, rule Rule, now time.Time) *rate.Limiter {
	m := l.mark(addr, what)
	b, held := l.busy[m]
	if held {
		return b
	}
	if len(l.busy) >= mostBusy && !l.forget(now) {
		return nil
	}
	b = rate.NewLimiter(rate.Every(rule.Every), rule.Burst)
	l.busy[m] = b
	return b
}

// forget drops the buckets that are full again, as if they had never been. It
// looks at most once a second, so that a crowd of addresses costs little.
func (l *Limiter) forget(now time.Time) bool {
	if now.Sub(l.swept).Abs() < time.Second {
		return false
	}
	l.swept = now
	for m, b := range l.busy {
		if b.TokensAt(now) >= float64(b.Burst()) {
			delete(l.busy, m)
		}
	}
	return len(l.busy) < mostBusy
}
