package brake

import (
	"net/netip"
	"sync"

	"alongside/internal/when"
)

// Room bounds how much stays open at once: for one address, and for everybody
// together. It is safe for concurrent use.
type Room struct {
	clock     when.Clock
	all, each int

	mu sync.Mutex
	veil
	in   int
	busy map[mark]int
}

// NewRoom makes a room for so many in all, and so many of one address.
func NewRoom(clock when.Clock, all, each int) *Room {
	r := &Room{clock: clock, all: all, each: each, busy: map[mark]int{}}
	r.freshen(clock.Now())
	return r
}

// Enter lets one more in, who calls leave once when they go; or reports that
// there is no place. With each new key, an address that has some in already may
// have as many again: nothing tells any more whose those were.
func (r *Room) Enter(addr netip.Addr) (leave func(), ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now := r.clock.Now(); r.worn(now) {
		r.freshen(now)
	}
	m := r.mark(addr, "")
	if r.in >= r.all || r.busy[m] >= r.each {
		return nil, false
	}
	r.in++
	r.busy[m]++
	return func() { r.leave(m) }, true
}

func (r *Room) leave(m mark) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.in--
	if r.busy[m]--; r.busy[m] <= 0 {
		delete(r.busy, m)
	}
}

// In is how many are in.
func (r *Room) In() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.in
}
