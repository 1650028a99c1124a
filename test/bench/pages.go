package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"
)

// median of a few figures.
func median[T ~float64 | ~int64](all []T) T {
	s := slices.Clone(all)
	slices.Sort(s)
	return s[len(s)/2]
}

var callLink = regexp.MustCompile(`/c/[0-9a-z]{8,13}`)

// pagesAgainstBare loads the board and a call page, turn about with a bare
// server that sends the same bytes.
func (b *bench) pagesAgainstBare() error {
	_, d, err := spine(b.small) // a folder from before an upgrade is brought up to date first
	if err != nil {
		return err
	}
	d.Close()
	house, _, err := start(b.binary, "serve", "--data", b.small, "--listen", "ADDRESS")
	if err != nil {
		return err
	}
	defer house.stop()
	time.Sleep(5 * time.Second) // idle is after starting, and before the first page
	idle := house.pss()
	plain, err := plainPage("http://" + house.address + "/")
	if err != nil {
		return err
	}
	for _, c := range []struct{ name, path string }{{"board", "/"}, {"call page", callLink.FindString(plain)}} {
		if err := b.turnAbout(house, c.name, c.path); err != nil {
			return err
		}
	}
	b.row("memory, idle (PSS)", fmt.Sprintf("%.1f MiB", idle), "≤ 25 MiB", idle <= 25)
	busy := house.pss()
	b.row("memory, under load (PSS)", fmt.Sprintf("%.1f MiB", busy), "≤ 60 MiB", busy <= 60)
	return nil
}

func (b *bench) turnAbout(house *process, name, path string) error {
	url := "http://" + house.address + path
	bytes, err := page(url)
	if err != nil {
		return err
	}
	file := filepath.Join(b.dir, "bare.gz")
	if err := os.WriteFile(file, bytes, 0o600); err != nil {
		return err
	}
	other, _, err := start(b.self, "-bare", "ADDRESS", "-file", file)
	if err != nil {
		return err
	}
	defer other.stop()
	var ratios, rates, bares, p99s []float64
	for range b.rounds {
		ours, err := wrk(url, b.seconds, 32)
		if err != nil {
			return err
		}
		theirs, err := wrk("http://"+other.address+path, b.seconds, 32)
		if err != nil {
			return err
		}
		if ours.bad || theirs.bad {
			return fmt.Errorf("%s: some answers were errors", name)
		}
		ratios = append(ratios, ours.rate/theirs.rate)
		rates, bares = append(rates, ours.rate), append(bares, theirs.rate)
		p99s = append(p99s, ours.p99.Seconds()*1000)
	}
	ratio, p99 := median(ratios), median(p99s)
	b.row(name+", 10,000 open calls, one core", fmt.Sprintf("%.0f %% of bare (%.0f of %.0f pages/s)", 100*ratio, median(rates), median(bares)), "≥ 70 %", ratio >= 0.7)
	b.row(name+", p99 under load", fmt.Sprintf("%.1f ms", p99), "≤ 20 ms", p99 <= 20)
	return nil
}
