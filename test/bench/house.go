package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/store"
	"alongside/internal/when"
)

// process is a server of ours or a bare one, on the first core alone.
type process struct {
	cmd     *exec.Cmd
	address string
}

// freeAddress is a loopback address that nobody listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// start runs a command on one core and waits for its first 200.
func start(binary string, args ...string) (*process, time.Duration, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, 0, err
	}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "ADDRESS", address)
	}
	cmd := exec.Command("taskset", append([]string{"-c", "0", binary}, args...)...)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "GOMEMLIMIT=")
	took := when.Stopwatch()
	if err := cmd.Start(); err != nil {
		return nil, 0, err
	}
	p := &process{cmd, address}
	for range 20_000 {
		if res, err := http.Get("http://" + address + "/up"); err == nil {
			res.Body.Close()
			if res.StatusCode == 200 {
				return p, took(), nil
			}
		}
		time.Sleep(200 * time.Microsecond)
	}
	p.stop()
	return nil, 0, fmt.Errorf("%s %v did not answer", binary, args)
}

func (p *process) stop() {
	p.cmd.Process.Signal(os.Interrupt)
	p.cmd.Wait()
}

// pss is the memory that is the process's own, in MiB.
func (p *process) pss() float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	m := regexp.MustCompile(`(?m)^Pss: +(\d+) kB`).FindSubmatch(b)
	if m == nil {
		return 0
	}
	kb, _ := strconv.ParseFloat(string(m[1]), 64)
	return kb / 1024
}

// load is what one run of wrk saw.
type load struct {
	rate float64 // requests a second
	p99  time.Duration
	bad  bool // some answers were not 2xx or 3xx
}

var (
	rateLine = regexp.MustCompile(`Requests/sec: +([\d.]+)`)
	p99Line  = regexp.MustCompile(`99% +([\d.]+)(us|ms|s|m)`)
)

// wrk asks for one page from the second core for so many seconds.
func wrk(url string, seconds, connections int, headers ...string) (load, error) {
	args := []string{"-c", "1", "wrk", "-t1", fmt.Sprintf("-c%d", connections), fmt.Sprintf("-d%ds", seconds), "--latency", "-H", "Accept-Encoding: gzip"}
	for _, h := range headers {
		args = append(args, "-H", h)
	}
	out, err := exec.Command("taskset", append(args, url)...).CombinedOutput()
	if err != nil {
		return load{}, fmt.Errorf("wrk: %w: %s", err, out)
	}
	rate, p99 := rateLine.FindSubmatch(out), p99Line.FindSubmatch(out)
	if rate == nil || p99 == nil {
		return load{}, fmt.Errorf("wrk said %s", out)
	}
	var l load
	l.rate, _ = strconv.ParseFloat(string(rate[1]), 64)
	l.p99, err = time.ParseDuration(string(p99[1]) + string(p99[2]))
	l.bad = strings.Contains(string(out), "Non-2xx")
	return l, err
}

// page fetches the compressed bytes of a page.
func page(url string) ([]byte, error) {
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept-Encoding", "gzip")
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	if res.StatusCode != 200 {
		return nil, fmt.Errorf("%s: %s", url, res.Status)
	}
	return io.ReadAll(res.Body)
}

// spine opens the same database inside this program.
func spine(dir string) (*call.Spine, *db.DB, error) {
	d, err := db.Open(context.Background(), db.Config{Dir: dir})
	if err != nil {
		return nil, nil, err
	}
	return &call.Spine{Store: store.New(d).Calls(), Clock: when.System{}, Seed: make([]byte, 32)}, d, nil
}

// build makes a program as it is released.
func build(dir, name, from string) (string, error) {
	binary := filepath.Join(dir, name)
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, from)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return binary, nil
}
