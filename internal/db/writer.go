package db

import (
	"context"
	"errors"
	"fmt"
	"time"

	"alongside/internal/when"
)

// write is one Update that waits for the writer.
type write struct {
	ctx  context.Context
	fn   func(*Tx) error
	solo func(*conn) error // runs outside any transaction
	err  error
	done chan struct{}
}

// A group is committed after so many Updates or so much work, whichever comes
// first, so that nobody waits long for others.
const (
	groupMost = 256
	groupTime = 8 * time.Millisecond
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

// write owns the write connection. It takes the Updates that wait, runs each
// under its own savepoint, and acknowledges all of them with one commit.
func (s *sqlite) write(c *conn) {
	defer close(s.stopped)
	defer c.close()
	for {
		select {
		case <-s.stop:
			return
		case w := <-s.writes:
			if w.solo != nil {
				w.err = w.solo(c)
				close(w.done)
				continue
			}
			next := s.group(c, w)
			if next != nil {
				next.err = next.solo(c)
				close(next.done)
			}
		}
	}
}

// group runs first and whoever else waits, and commits. A solo that came in
// between ends the group and is handed back.
func (s *sqlite) group(c *conn, first *write) (solo *write) {
	bg := context.Background()
	if _, err := c.exec(bg, "BEGIN IMMEDIATE", nil); err != nil {
		first.err = err
		close(first.done)
		return nil
	}
	ran := []*write{first}
	broken := c.one(first)
	elapsed := when.Stopwatch()
gather:
	for broken == nil && len(ran) < groupMost && elapsed() < groupTime {
		select {
		case w := <-s.writes:
			if w.solo != nil {
				solo = w
				break gather
			}
			broken = c.one(w)
			ran = append(ran, w)
		default:
			break gather
		}
	}
	err := broken
	if err == nil {
		_, err = c.exec(bg, "COMMIT", nil)
	}
	if err != nil {
		c.exec(bg, "ROLLBACK", nil)
	}
	for _, w := range ran {
		if w.err == nil {
			w.err = err
		}
		close(w.done)
	}
	return solo
}

// one runs one Update under a savepoint, so that its failure is its own. Only
// where the engine has ended the whole transaction by itself, as it does when
// the disk is full, is the group broken, and the reason is everybody's.
func (c *conn) one(w *write) (broken error) {
	bg := context.Background()
	if w.err = w.ctx.Err(); w.err != nil {
		return nil
	}
	if _, w.err = c.exec(bg, "SAVEPOINT one", nil); w.err != nil {
		return w.err
	}
	w.err = guarded(w.fn, &Tx{Dialect: SQLite, ctx: bg, run: c})
	if w.err != nil {
		if _, err := c.exec(bg, "ROLLBACK TO one", nil); err != nil {
			return w.err
		}
	}
	if _, err := c.exec(bg, "RELEASE one", nil); err != nil {
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
