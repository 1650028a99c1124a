package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"alongside/internal/when"
)

// bar shows on a terminal how far long work has come. Anywhere else it is
// silent.
type bar struct {
	out  io.Writer // nil: silent
	what string
	took func() time.Duration
	last time.Duration
}

// Progress is a bar for work called what. Close it before anything else is
// written.
func (w *World) Progress(what string) *bar {
	b := &bar{what: what, took: when.Stopwatch(), last: -time.Hour}
	if !w.JSON && isTerminal(w.Err) {
		b.out = w.Err
	}
	return b
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

const (
	barWidth = 30
	barEvery = 80 * time.Millisecond
)

// Show draws how much is done. of is 0 where nobody knows.
func (b *bar) Show(done, of int64) {
	if b.out == nil || b.took()-b.last < barEvery && done < of {
		return
	}
	b.last = b.took()
	if of <= 0 {
		fmt.Fprintf(b.out, "\r\x1b[K%s  %d", b.what, done)
		return
	}
	full := int(min(done, of) * barWidth / of)
	fmt.Fprintf(b.out, "\r\x1b[K%s  %s%s  %d %%", b.what, strings.Repeat("█", full),
		strings.Repeat("░", barWidth-full), min(done, of)*100/of)
}

// Close takes the bar away.
func (b *bar) Close() {
	if b.out != nil {
		fmt.Fprint(b.out, "\r\x1b[K")
	}
}
