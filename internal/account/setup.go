package account

import (
	"sync"
	"sync/atomic"
	"time"

	"alongside/internal/id"
	"alongside/internal/when"
)

// SetupLife is how long a set-up link opens the set-up page.
const SetupLife = 30 * time.Minute

// setup holds the one-use link by which the first host comes in. Only its hash
// is kept, and only in memory: each process prints its own link, and the
// database decides who was first.
type setup struct {
	clock when.Clock
	over  atomic.Bool // somebody has been host; never turns back

	mu    sync.Mutex
	hash  []byte
	until time.Time
}

// SetupLink is a new link secret for the log, or ok = false while the last one
// still works. It ends the one before. Ask for it only while nobody hosts.
func (d *Desk) SetupLink() (link id.Secret, until time.Time, ok bool) {
	s := &d.setup
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.Now()
	if s.hash != nil && now.Before(s.until) {
		return id.Secret{}, s.until, false
	}
	link = id.NewSecret(16)
	s.hash, s.until = link.Hash(), now.Add(SetupLife)
	return link, s.until, true
}

// SetupOpens tells whether this link still opens the set-up page. It does not
// use it up: BecomeHost does.
func (d *Desk) SetupOpens(link id.Secret) bool { return d.setup.opens(link) }

func (s *setup) opens(link id.Secret) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hash != nil && s.clock.Now().Before(s.until) && link.Matches(s.hash)
}

func (s *setup) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hash = nil
	s.over.Store(true)
}
