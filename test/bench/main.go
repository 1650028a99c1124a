// Bench measures the house against baselines in the same run and writes
// doc/benchmarks.md. It talks only to this machine, and stops by itself.
package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"alongside/internal/db"
)

// bench is one run.
type bench struct {
	dir, self         string
	binary, hello     string
	small, middle     string // databases of 10,000 and 20,000 calls
	written           string // of 10,000 calls, for one run: what is written into it falls due later
	answered, million string // of 10,000 and 1,000,000 calls, each with five commitments
	shared            string
	rounds, seconds   int
	rows              []row
}

type row struct {
	what, got, reach string
	met              bool
}

// row notes a figure and prints it.
func (b *bench) row(what, got, reach string, met bool) {
	b.rows = append(b.rows, row{what, got, reach, met})
	mark := "reached"
	switch {
	case !met:
		mark = "not reached"
	case reach == "":
		mark = "" // told beside another
	}
	fmt.Printf("%-60s %-55s %-12s %s\n", what, got, reach, mark)
}

// unlimited makes every part take as many as come, so that answering never
// ends.
func unlimited(tx *db.Tx) error {
	_, err := tx.Exec("UPDATE part SET quantity = 0")
	return err
}

func main() {
	dir := flag.String("dir", filepath.Join(os.TempDir(), "alongside-bench"), "folder for the databases; kept, so that a second run is quicker")
	shared := flag.String("shared", "../shared", "where the real input lies")
	only := flag.String("only", "", "run only the steps whose name holds this")
	skip := flag.String("skip", "", "leave out the steps whose name holds this; the page says so")
	rounds := flag.Int("rounds", 5, "how often each pair is measured")
	seconds := flag.Int("seconds", 3, "how long each measurement lasts")
	bareAt := flag.String("bare", "", "serve -file and nothing else at this address")
	file := flag.String("file", "", "the bytes that the bare server sends")
	flag.Parse()
	if *bareAt != "" {
		exit(bare(*bareAt, *file))
	}
	b := &bench{dir: *dir, shared: *shared, rounds: *rounds, seconds: *seconds}
	exit(b.run(*only, *skip))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func (b *bench) run(only, skip string) error {
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		return err
	}
	var err error
	if b.self, err = os.Executable(); err != nil {
		return err
	}
	if b.binary, err = build(b.dir, "alongside", "alongside/cmd/alongside"); err != nil {
		return err
	}
	if b.hello, err = build(b.dir, "hello", "alongside/test/bench/hello"); err != nil {
		return err
	}
	b.small, b.middle = filepath.Join(b.dir, "10k"), filepath.Join(b.dir, "20k")
	b.written = filepath.Join(b.dir, "written")
	b.answered, b.million = filepath.Join(b.dir, "10k5"), filepath.Join(b.dir, "1m5")
	for _, s := range []struct {
		name    string
		calls   map[string]int
		answers int
		run     func() error
	}{
		{"pages", map[string]int{b.small: 10_000}, 0, b.pagesAgainstBare},
		{"writing", map[string]int{b.written: 10_000}, 0, b.whileWriting},
		{"signed", map[string]int{b.small: 10_000}, 0, b.signedIn},
		{"import", nil, 0, b.imports},
		{"start", map[string]int{b.small: 10_000}, 0, b.coldStart},
		{"search", map[string]int{b.middle: 20_000}, 0, b.search},
		{"answers", nil, 0, b.answers},
		{"decide", nil, 0, b.decides},
		{"actions", nil, 0, b.showingUp},
		{"scale", map[string]int{b.answered: 10_000, b.million: 1_000_000}, 5, b.scale},
	} {
		if !strings.Contains(s.name, only) {
			continue
		}
		if skip != "" && strings.Contains(s.name, skip) {
			b.row("the step “"+s.name+"”", "left out of this run", "", false)
			continue
		}
		for dir, calls := range s.calls {
			if err := fill(dir, b.shared, calls, s.answers); err != nil {
				return err
			}
		}
		if err := s.run(); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	if only != "" {
		return nil
	}
	return os.WriteFile("doc/benchmarks.md", b.page(), 0o644)
}

// page is the table as it stands in doc.
func (b *bench) page() []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "# Benchmarks\n\nMade by `make bench` on %s, %d cores, %s. Figures of one run on a shared machine: the ratios say more than the rates.\n\n",
		time.Now().UTC().Format("2 January 2006"), runtime.NumCPU(), runtime.Version())
	fmt.Fprintln(&out, "| What | Measured | Reach | |\n|---|---|---|---|")
	for _, r := range b.rows {
		mark := "reached"
		switch {
		case !r.met:
			mark = "**not reached**"
		case r.reach == "":
			mark = ""
		}
		fmt.Fprintf(&out, "| %s | %s | %s | %s |\n", r.what, r.got, r.reach, mark)
	}
	if notes, err := os.ReadFile("doc/benchmarks-notes.md"); err == nil {
		out.WriteString("\n")
		out.Write(notes)
	}
	return out.Bytes()
}

// bare serves the same compressed bytes with nothing around them: as fast as
// Go's own server can be.
func bare(listen, file string) error {
	var body []byte
	if file != "" {
		var err error
		if body, err = os.ReadFile(file); err != nil {
			return err
		}
	}
	err := http.ListenAndServe(listen, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		if body != nil {
			h.Set("Content-Encoding", "gzip")
		}
		w.Write(body)
	}))
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// coldStart times the first 200 after starting, against a server that does
// nothing.
func (b *bench) coldStart() error {
	var ratios, ours, hello []float64
	for range 4 * b.rounds {
		p, took, err := start(b.binary, "serve", "--data", b.small, "--listen", "ADDRESS")
		if err != nil {
			return err
		}
		p.stop()
		q, other, err := start(b.hello, "ADDRESS")
		if err != nil {
			return err
		}
		q.stop()
		ratios = append(ratios, took.Seconds()/other.Seconds())
		ours, hello = append(ours, took.Seconds()*1000), append(hello, other.Seconds()*1000)
	}
	r := median(ratios)
	b.row("cold start to the first 200", fmt.Sprintf("%.1f× a hello world (%.0f against %.0f ms)", r, median(ours), median(hello)), "≤ 4×", r <= 4)
	return nil
}

func plainPage(url string) (string, error) {
	zipped, err := page(url)
	if err != nil {
		return "", err
	}
	r, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return "", err
	}
	plain, err := io.ReadAll(r)
	return string(plain), err
}
