package web

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var made = time.Date(2026, 5, 7, 12, 0, 0, 0, time.UTC)

func build(body string, topic int64) func() (*page, error) {
	return func() (*page, error) { return &page{body: []byte(body), topic: topic}, nil }
}

func TestAKeptPageIsServedUntilWhatItShowsChanges(t *testing.T) {
	for _, c := range []struct {
		name    string
		topic   int64
		changed []int64
		stays   bool
	}{
		{"a call and its own change", 7, []int64{7}, false},
		{"a call and another's change", 7, []int64{8}, true},
		{"the board and any change", 0, []int64{8}, false},
		{"a call and another process", 7, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPages()
			p.make("k", made, build("old", c.topic))
			p.changed(c.changed)
			if (p.find("k", made) != nil) != c.stays {
				t.Errorf("it stays: %v", !c.stays)
			}
		})
	}
}

func TestAPageThatWasBegunBeforeAChangeIsNotKept(t *testing.T) {
	p := newPages()
	p.make("k", made, func() (*page, error) {
		p.changed([]int64{7}) // somebody writes while it is being made
		return &page{topic: 7}, nil
	})
	if p.find("k", made) != nil {
		t.Error("an old page is served")
	}
}

func TestOfManyWhoAskAtOnceOneMakesThePage(t *testing.T) {
	p := newPages()
	var makers atomic.Int64
	var wait sync.WaitGroup
	for range 50 {
		wait.Go(func() {
			p.make("k", made, func() (*page, error) {
				makers.Add(1)
				time.Sleep(time.Millisecond)
				return &page{}, nil
			})
		})
	}
	wait.Wait()
	if n := makers.Load(); n != 1 {
		t.Errorf("%d made it", n)
	}
}

func TestAPageGrowsOldWithoutAnyChange(t *testing.T) {
	p := newPages()
	p.make("k", made, build("today", 7))
	if p.find("k", made.Add(pageAge)) == nil || p.find("k", made.Add(pageAge+time.Second)) != nil {
		t.Error("its age is not kept")
	}
}

func TestKeptPagesStayWithinTheirMemory(t *testing.T) {
	p := newPages()
	for i := range 5000 {
		p.make(fmt.Sprint(i), made, build(string(make([]byte, 4000)), 7))
		p.make(fmt.Sprint("bad", i), made, func() (*page, error) { return nil, errors.New("no") })
	}
	locks := 0
	p.making.Range(func(any, any) bool { locks++; return true })
	if p.bytes > pagesMost || len(p.kept) > pagesMost/4000 || locks > len(p.kept) {
		t.Errorf("%d bytes in %d pages, %d locks", p.bytes, len(p.kept), locks)
	}
	for i := range 3 * topicsMost {
		p.changed([]int64{int64(i)})
	}
	if len(p.last) > topicsMost {
		t.Errorf("%d topics are remembered", len(p.last))
	}
}
