package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
)

// answersPerSecond is how much is written while pages are read.
const answersPerSecond = 500

// pinned keeps this program on some cores, as taskset says them.
func pinned(cores string) error {
	out, err := exec.Command("taskset", "-a", "-p", "-c", cores, strconv.Itoa(os.Getpid())).CombinedOutput()
	if err != nil {
		return fmt.Errorf("taskset: %w: %s", err, out)
	}
	return nil
}

// whileWriting reads pages while 500 answers a second change them. Whoever
// presses shares the second core with whoever reads: the first is the house's.
func (b *bench) whileWriting() error {
	defer os.RemoveAll(b.written)
	if err := pinned("1"); err != nil {
		return err
	}
	defer pinned(fmt.Sprintf("0-%d", runtime.NumCPU()-1))
	parts, err := b.openParts()
	if err != nil {
		return err
	}
	house, _, err := start(b.binary, "serve", "--data", b.written, "--listen", "ADDRESS")
	if err != nil {
		return err
	}
	defer house.stop()
	base := "http://" + house.address
	plain, err := plainPage(base + "/")
	if err != nil {
		return err
	}
	for _, c := range []struct{ name, path string }{{"board", "/"}, {"call page", callLink.FindString(plain)}} {
		var rates, p99s, writes []float64
		for range b.rounds {
			stop := b.press(base, parts)
			l, err := wrk(base+c.path, b.seconds, 8)
			n := stop()
			if err != nil {
				return err
			}
			if l.bad {
				return fmt.Errorf("%s: some answers were errors", c.name)
			}
			rates, p99s = append(rates, l.rate), append(p99s, l.p99.Seconds()*1000)
			writes = append(writes, float64(n)/float64(b.seconds))
		}
		rate, p99 := median(rates), median(p99s)
		b.row(fmt.Sprintf("%s while %.0f answers/s are written", c.name, median(writes)), fmt.Sprintf("%.0f pages/s", rate), "≥ 2,000", rate >= 2000)
		b.row(c.name+" meanwhile, p99", fmt.Sprintf("%.1f ms", p99), "≤ 10 ms", p99 <= 10)
	}
	return nil
}

// openParts are parts that take as many as come, so that answering never ends.
func (b *bench) openParts() ([]call.PartID, error) {
	s, d, err := spine(b.written)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	ctx := context.Background()
	if err := d.Update(ctx, unlimited); err != nil {
		return nil, err
	}
	p, err := s.Board(ctx, access.Viewer{}, call.Filter{Most: 50})
	if err != nil {
		return nil, err
	}
	var parts []call.PartID
	for _, c := range p.Calls {
		l, err := s.Look(ctx, access.Viewer{}, c.ID)
		if err != nil {
			return nil, err
		}
		parts = append(parts, l.Parts[0].ID)
	}
	return parts, nil
}

// press sends answers at an even pace until it is stopped, and counts those
// that were acknowledged.
func (b *bench) press(base string, parts []call.PartID) (stop func() int64) {
	done, wrote := make(chan struct{}), new(atomic.Int64)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	turns := make(chan int)
	var wait sync.WaitGroup
	for range 32 {
		wait.Go(func() {
			for i := range turns {
				p := parts[i%len(parts)]
				res, err := client.PostForm(base+"/c/00000001", url.Values{"part": {p.String()}})
				if err != nil {
					continue
				}
				io.Copy(io.Discard, res.Body)
				res.Body.Close()
				if res.StatusCode == http.StatusSeeOther {
					wrote.Add(1)
				}
			}
		})
	}
	go func() {
		defer close(turns)
		tick := time.NewTicker(time.Second / answersPerSecond)
		defer tick.Stop()
		for i := 0; ; i++ {
			select {
			case <-done:
				return
			case <-tick.C:
			}
			select {
			case turns <- i:
			case <-done:
				return
			}
		}
	}()
	return func() int64 {
		close(done)
		wait.Wait()
		return wrote.Load()
	}
}
