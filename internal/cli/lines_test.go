package cli

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// counting is a log's end that counts how often it was written to.
type counting struct {
	mu     sync.Mutex
	text   bytes.Buffer
	writes int
}

func (c *counting) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.writes++
	return c.text.Write(b)
}

func (c *counting) seen() (string, int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text.String(), c.writes
}

func TestTheLogComesWholeAndInOrderATenthOfASecondLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var end counting
		l := &lines{to: &end}
		l.Write([]byte("one\n"))
		l.Write([]byte("two\n"))
		if text, _ := end.seen(); text != "" {
			t.Errorf("%q came at once", text)
		}
		time.Sleep(linesLate)
		synctest.Wait()
		if text, writes := end.seen(); text != "one\ntwo\n" || writes != 1 {
			t.Errorf("%q came in %d writes", text, writes)
		}
		l.Write([]byte("three\n"))
		l.Flush()
		if text, _ := end.seen(); text != "one\ntwo\nthree\n" {
			t.Errorf("the end flushed %q", text)
		}
	})
}

func TestAFullLogIsHandedOnBeforeItsTime(t *testing.T) {
	var end counting
	l := &lines{to: &end}
	l.Write([]byte(strings.Repeat("x", linesMost)))
	if text, _ := end.seen(); len(text) != linesMost {
		t.Errorf("%d bytes came", len(text))
	}
}
