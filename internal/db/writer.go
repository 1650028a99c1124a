package db

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"alongside/internal/when"
)

// write is one Update that waits for the writer.
type write struct {
	ctx    context.Context
	fn     func(*Tx) error
	solo   func(*conn) error // runs outside any transaction
	topics []int64
	err    error
	done   chan struct{}
}

// A group is committed after so many Updates or so much work, whichever comes
// first, so that nobody waits long for others.
const (
	groupMost = 256
	groupTime = 8 * time.Millisecond
)

// On one core, groups begin no sooner than pace after one another, unless a
// crowd waits: a commit waits for the disk and has every kept page that it
// changes made anew, so many small ones would leave no time to read. A burst
// of single Updates runs unhindered first.
const (
	pace  = 10 * time.Millisecond
	crowd = 16
	burst = 64
)

func (s *sqlite) update(ctx context.Context, fn func(*Tx) error) error {
	return s.hand(&write{ctx: ctx, fn: fn, done: make(chan struct{})})
}

// alone runs fn on the write connection between two groups.
func (s *sqlite) alone(ctx context.Context, fn func(*conn) error) error {
	return s.hand(&write{ctx: ctx, solo: fn, done: make(chan struct{})})
}

func (s *sqlite) hand(w *write) error {
	select {
	case s.writes <- w:
	case <-w.ctx.Done():
		return w.ctx.Err()
	case <-s.stop:
		return errClosed
	}
	select {
	case <-w.done: // even when ctx ends: what was written was written
		return w.err
	case <-s.stopped:
		select {
		case <-w.done:
			return w.err
		default:
			return errClosed
		}
	}
}

// write owns the write connection. It takes the Updates that wait, runs them
// one after another, and acknowledges all of them with one commit.
func (s *sqlite) write(c *conn) {
	defer close(s.stopped)
	defer c.close()
	tempo := tempo{credit: burst, since: when.Stopwatch()}
	for {
		select {
		case <-s.stop:
			return
		case first := <-s.writes:
			waiting := []*write{first}
			if s.narrow {
				waiting = s.gather(first, tempo.wait())
				tempo.begin()
			}
			if len(waiting) > 0 && waiting[0].solo == nil {
				waiting = s.group(c, waiting)
			}
			for _, w := range waiting { // a solo, at the most
				w.err = w.solo(c)
				close(w.done)
			}
		}
	}
}

// tempo says how long the next group waits for others to join.
type tempo struct {
	credit int
	since  func() time.Duration // since the last group began
}

func (t *tempo) wait() time.Duration {
	passed := t.since()
	t.credit = min(burst, t.credit+int(passed/pace))
	if t.credit > 0 || passed >= pace {
		t.credit = max(0, t.credit-1)
		return 0
	}
	return pace - passed
}

func (t *tempo) begin() { t.since = when.Stopwatch() }

// gather is who waits: first, and whoever comes within the time, until they
// are a crowd. A solo is the last.
func (s *sqlite) gather(first *write, within time.Duration) (waiting []*write) {
	waiting = append(waiting, first)
	if within <= 0 || first.solo != nil {
		return waiting
	}
	over := time.NewTimer(within)
	defer over.Stop()
	for len(waiting) < crowd {
		select {
		case w := <-s.writes:
			waiting = append(waiting, w)
			if w.solo != nil {
				return waiting
			}
		case <-over.C:
			return waiting
		case <-s.stop:
			return waiting
		}
	}
	return waiting
}

// group runs those that wait and whoever comes meanwhile, and commits. A solo
// ends the group and is handed back.
func (s *sqlite) group(c *conn, waiting []*write) (solo []*write) {
	ran, solo, sound, err := s.quickly(c, waiting)
	if err == nil && !sound {
		c.exec(background, "ROLLBACK", nil)
		err = c.carefully(ran)
	}
	if err == nil {
		_, err = c.exec(background, "COMMIT", nil)
	}
	if err != nil {
		c.exec(background, "ROLLBACK", nil)
	} else {
		s.announce(ran)
	}
	for _, w := range ran {
		if w.err == nil {
			w.err = err
		}
		close(w.done)
	}
	return solo
}

var background = context.Background()

// quickly runs a group without savepoints, which cost a copy of every page.
// It is not sound when somebody failed who had written: then all of it must be
// undone.
func (s *sqlite) quickly(c *conn, waiting []*write) (ran, solo []*write, sound bool, err error) {
	sound = true
	_, err = c.exec(background, "BEGIN IMMEDIATE", nil)
	elapsed := when.Stopwatch()
	for len(waiting) > 0 || sound && len(ran) < groupMost && elapsed() < groupTime && s.another(&waiting) {
		if waiting[0].solo != nil {
			return ran, waiting, sound, err
		}
		if sound && err == nil {
			sound = c.quick(waiting[0])
		}
		ran, waiting = append(ran, waiting[0]), waiting[1:]
		if s.narrow {
			runtime.Gosched() // whoever reads would wait for all of them
		}
	}
	return ran, nil, sound, err
}

// quick runs one Update and reports whether what it left is whole. Whoever
// failed before writing anything has left nothing.
func (c *conn) quick(w *write) (sound bool) {
	if w.err = w.ctx.Err(); w.err != nil {
		return true
	}
	tx := &Tx{Dialect: SQLite, ctx: background, run: c}
	w.err = guarded(w.fn, tx)
	w.topics = tx.topics
	return !tx.trouble && (w.err == nil || !tx.wrote)
}

// carefully runs a group again, each under its own savepoint, so that the
// failure of one is its own.
func (c *conn) carefully(ran []*write) error {
	_, err := c.exec(background, "BEGIN IMMEDIATE", nil)
	for _, w := range ran {
		if err == nil {
			err = c.one(w)
		}
	}
	return err
}

// another adds whoever waits in the queue, if somebody does.
func (s *sqlite) another(to *[]*write) bool {
	select {
	case w := <-s.writes:
		*to = append(*to, w)
		return true
	default:
		return false
	}
}

// announce tells once what a whole group changed, before anybody in it gets
// their answer.
func (s *sqlite) announce(ran []*write) {
	var topics []int64
	for _, w := range ran {
		if w.err == nil {
			topics = append(topics, w.topics...)
		}
	}
	s.tell(topics)
}

// one runs one Update under a savepoint, so that its failure is its own. Only
// where the engine has ended the whole transaction by itself, as it does when
// the disk is full, is the group broken, and the reason is everybody's.
func (c *conn) one(w *write) (broken error) {
	if w.err = w.ctx.Err(); w.err != nil {
		return nil
	}
	if _, w.err = c.exec(background, "SAVEPOINT one", nil); w.err != nil {
		return w.err
	}
	tx := &Tx{Dialect: SQLite, ctx: background, run: c}
	w.err = guarded(w.fn, tx)
	w.topics = tx.topics
	if w.err != nil {
		if _, err := c.exec(background, "ROLLBACK TO one", nil); err != nil {
			return w.err
		}
	}
	if _, err := c.exec(background, "RELEASE one", nil); err != nil {
		w.err = errors.Join(w.err, err)
		return w.err
	}
	return nil
}

// guarded turns a panic into an error: one broken act must not take the
// writer, and with it everybody else's, down.
func guarded(fn func(*Tx) error, tx *Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in an update: %v", p)
		}
	}()
	return fn(tx)
}
