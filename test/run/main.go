// Command run checks the whole house, stage by stage, and counts the tests.
//
//	go run ./test/run all      what `make test` does
//	go run ./test/run quick    no browser, no PostgreSQL, no network
//
// It goes on after a failure, so that one run tells everything, shows what a
// failing stage printed, ends what it started, and closes with one line:
//
//	N passed, N failed
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"alongside/test/postgres"
)

// tally counts tests. Stages that are no tests count only when they fail.
type tally struct{ passed, failed, skipped int }

func (t tally) String() string {
	s := fmt.Sprintf("%d passed, %d failed", t.passed, t.failed)
	if t.skipped > 0 {
		s += fmt.Sprintf(", %d skipped", t.skipped)
	}
	return s
}

func (t *tally) add(o tally) {
	t.passed += o.passed
	t.failed += o.failed
	t.skipped += o.skipped
}

// stage is one step of the check. Its error is shown in full.
type stage struct {
	name string
	run  func(context.Context) (tally, error)
	must bool // nothing after it makes sense when it fails
}

// ended is how a stage went.
type ended struct {
	stage
	tally
	err  error
	took time.Duration
}

func (s stage) do(ctx context.Context) ended {
	start := time.Now()
	t, err := s.run(ctx)
	if err != nil && t.failed == 0 {
		t.failed = 1
	}
	return ended{s, t, err, time.Since(start)}
}

func main() {
	which := "all"
	if len(os.Args) > 1 {
		which = os.Args[1]
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	ok := false
	switch which {
	case "all":
		ok = all(ctx)
	case "quick":
		ok = quick(ctx)
	default:
		fmt.Fprintln(os.Stderr, "usage: go run ./test/run all|quick")
	}
	if !ok {
		os.Exit(1)
	}
}

func quick(ctx context.Context) bool {
	h := &house{env: []string{postgres.Variable + "=off"}, maySkip: true}
	defer h.close()
	return walk(ctx, []stage{
		{"format", h.format, false},
		{"build", h.build, true},
		{"vet", h.vet, false},
		{"tests on SQLite, and the house laws", h.units, false},
		{"stories on SQLite", h.stories, false},
	})
}

func all(ctx context.Context) bool {
	h := &house{}
	defer h.close()
	return walk(ctx, []stage{
		{"install what is missing", h.install, true},
		{"format", h.format, false},
		{"generated files are current", h.generated, false},
		{"build", h.build, true},
		{"vet", h.vet, false},
		{"staticcheck", h.staticcheck, false},
		{"start PostgreSQL", h.postgres, true},
		{"tests on SQLite and PostgreSQL, and the house laws", h.units, false},
		{"stories against the real binary", h.stories, false},
	}, []stage{
		// A browser waits as often as it works.
		{"browser journeys", h.browser, false},
	}, []stage{
		{"race detector", h.race, false},
		{"fuzz", h.fuzz, false},
	})
}

// walk runs the stages in order, then the lanes side by side and the stages of
// each in order, and reports whether all went well.
func walk(ctx context.Context, stages []stage, lanes ...[]stage) bool {
	began := time.Now()
	sum, on := inOrder(ctx, stages)
	if on {
		var wait sync.WaitGroup
		sums := make([]tally, len(lanes))
		for i, lane := range lanes {
			wait.Go(func() { sums[i], _ = inOrder(ctx, lane) })
		}
		wait.Wait()
		for _, t := range sums {
			sum.add(t)
		}
	}
	if ctx.Err() != nil {
		fmt.Println("stopped before the end")
		sum.failed++
	}
	fmt.Printf("\nin %s\n%s\n", time.Since(began).Round(100*time.Millisecond), sum)
	return sum.failed == 0
}

// inOrder runs stages one after another and reports whether to go on.
func inOrder(ctx context.Context, stages []stage) (sum tally, on bool) {
	for _, s := range stages {
		if ctx.Err() != nil {
			return sum, false
		}
		e := s.do(ctx)
		sum.add(e.tally)
		fmt.Print(e.report())
		if e.err != nil && s.must {
			return sum, false
		}
	}
	return sum, true
}

// report is one piece, so that lanes do not write into each other's lines.
func (e ended) report() string {
	mark, count, why := "ok    ", "", ""
	if e.err != nil {
		mark, why = "FAILED", indent(e.err.Error())+"\n"
	}
	if e.passed > 0 {
		count = "  " + e.tally.String()
	}
	return fmt.Sprintf("%s %7.1f s  %s%s\n%s", mark, e.took.Seconds(), e.name, count, why)
}

func indent(s string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n    ")
}
