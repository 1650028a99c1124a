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
	"os/exec"
	"os/signal"
	"strings"
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
	_, err := exec.LookPath("gcc")
	h := &house{detector: err == nil}
	defer h.close()
	return walk(ctx, []stage{
		{"install what is missing", h.install, true},
		{"format", h.format, false},
		{"generated files are current", h.generated, false},
		{"build", h.build, true},
		{"vet", h.vet, false},
		{"staticcheck", h.staticcheck, false},
		{"start PostgreSQL", h.postgres, true},
		{"tests on SQLite and PostgreSQL, with the race detector", h.race, false},
		{"tests without it, and the house laws", h.units, false},
		{"stories against the real binary", h.stories, false},
		{"calendars, as other programs read them", h.calendars, false},
		{"browser journeys", h.browser, false},
		{"fuzz", h.fuzz, false},
	})
}

// walk runs the stages in order and reports whether all went well.
func walk(ctx context.Context, stages []stage) bool {
	var sum tally
	began := time.Now()
	for _, s := range stages {
		if ctx.Err() != nil {
			break
		}
		start := time.Now()
		t, err := s.run(ctx)
		if err != nil && t.failed == 0 {
			t.failed = 1
		}
		sum.add(t)
		report(s.name, t, err, time.Since(start))
		if err != nil && s.must {
			break
		}
	}
	if ctx.Err() != nil {
		fmt.Println("stopped before the end")
		sum.failed++
	}
	fmt.Printf("\nin %s\n%s\n", time.Since(began).Round(100*time.Millisecond), sum)
	return sum.failed == 0
}

func report(name string, t tally, err error, took time.Duration) {
	mark, count := "ok    ", ""
	if err != nil {
		mark = "FAILED"
	}
	if t.passed > 0 {
		count = "  " + t.String()
	}
	fmt.Printf("%s %7.1f s  %s%s\n", mark, took.Seconds(), name, count)
	if err != nil {
		fmt.Println(indent(err.Error()))
	}
}

func indent(s string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(s, "\n"), "\n", "\n    ")
}
