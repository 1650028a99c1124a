package web

import (
	"sync"
	"sync/atomic"
	"time"
)

// pages are the public pages as compressed bytes. A page is served only if it
// was made after the last change of what it shows, so whoever changed
// something never sees the old one.
type pages struct {
	gen atomic.Uint64 // grows with every change

	mu    sync.RWMutex
	kept  map[string]*page
	bytes int
	last  map[int64]uint64 // the generation in which a topic changed
	floor uint64           // every topic counts as changed then

	making sync.Map // key → *sync.Mutex: one maker a page at a time
}

// page is one public page in one language.
type page struct {
	gen   uint64
	topic int64 // 0: the whole board
	until time.Time
	body  []byte   // gzip
	tag   []string // ETag, as a header's value
	kind  []string // Content-Type, likewise

	data   any // instead of body: a page, or what it shows, for readers with a session
	weight int // what data counts for
}

// size is what a page counts for; what a call shows is guessed.
func (p *page) size() int { return len(p.body) + p.weight + 4096 }

const (
	pagesMost  = 8 << 20          // bytes of pages kept
	topicsMost = 50_000           // topics whose change is remembered one by one
	pageAge    = 30 * time.Second // words such as "today" age without any change
)

func newPages() *pages {
	return &pages{kept: map[string]*page{}, last: map[int64]uint64{}}
}

// changed is told after every commit. No topics: another process wrote.
func (p *pages) changed(topics []int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	gen := p.gen.Add(1)
	if len(topics) == 0 || len(p.last)+len(topics) > topicsMost {
		clear(p.last)
		p.floor = gen
		return
	}
	for _, t := range topics {
		p.last[t] = gen
	}
}

// find gives the kept page, if it may still be shown.
func (p *pages) find(key string, now time.Time) *page {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.findAt(key, now, p.gen.Load())
}

func (p *pages) findAt(key string, now time.Time, arrived uint64) *page {
	k := p.kept[key]
	if k == nil || now.After(k.until) || k.gen < p.need(k.topic, arrived) {
		return nil
	}
	return k
}

// need is the generation a page about topic must have been made in.
func (p *pages) need(topic int64, arrived uint64) uint64 {
	if topic == 0 {
		return arrived
	}
	return max(p.floor, p.last[topic])
}

// make gives the kept page or makes it. Of many who ask at once one makes it;
// the others take it if it was begun after they came.
func (p *pages) make(key string, now time.Time, fn func() (*page, error)) (*page, error) {
	arrived := p.gen.Load()
	lock, _ := p.making.LoadOrStore(key, new(sync.Mutex))
	mu := lock.(*sync.Mutex)
	mu.Lock()
	defer mu.Unlock()
	p.mu.RLock()
	k := p.findAt(key, now, arrived)
	p.mu.RUnlock()
	if k != nil {
		return k, nil
	}
	gen := p.gen.Load() // before anything is read
	made, err := fn()
	if err != nil {
		p.making.Delete(key)
		return nil, err
	}
	made.gen, made.until = gen, now.Add(pageAge)
	p.keep(key, made)
	return made, nil
}

func (p *pages) keep(key string, made *page) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if old := p.kept[key]; old != nil {
		p.bytes -= old.size()
	}
	p.kept[key] = made
	p.bytes += made.size()
	for k, old := range p.kept { // any order: what is wanted comes back
		if p.bytes <= pagesMost {
			break
		}
		if k == key {
			continue
		}
		p.bytes -= old.size()
		delete(p.kept, k)
		p.making.Delete(k)
	}
}
