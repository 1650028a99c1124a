package cli

import (
	"io"
	"sync"
	"time"
)

// What the log holds back at most: busy boards write a line for each of
// thousands of pages a second, and a write of its own for each costs more than
// the line.
const (
	linesLate = 100 * time.Millisecond
	linesMost = 16 << 10 // bytes
)

// lines hands on what is written to it in fewer writes, each at most a tenth
// of a second late. Flush it before the program ends.
type lines struct {
	to io.Writer

	mu    sync.Mutex
	held  []byte
	waits bool
}

// Write keeps a line for a moment. It never fails: a log that cannot be
// written stops nobody.
func (l *lines) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.held = append(l.held, line...)
	switch {
	case len(l.held) >= linesMost:
		l.hand()
	case !l.waits:
		l.waits = true
		time.AfterFunc(linesLate, l.Flush)
	}
	return len(line), nil
}

// Flush hands on what is held.
func (l *lines) Flush() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waits = false
	l.hand()
}

func (l *lines) hand() {
	if len(l.held) > 0 {
		l.to.Write(l.held)
		l.held = l.held[:0]
	}
}
