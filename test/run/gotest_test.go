package main

import (
	"strings"
	"testing"
)

func TestLeavesAreCountedAndFailuresToldOnce(t *testing.T) {
	const events = `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestA/one"}
{"Action":"run","Package":"p","Test":"TestA/two"}
{"Action":"output","Package":"p","Test":"TestA/two","Output":"two is wrong\n"}
{"Action":"pass","Package":"p","Test":"TestA/one"}
{"Action":"fail","Package":"p","Test":"TestA/two"}
{"Action":"output","Package":"p","Test":"TestA","Output":"A fails\n"}
{"Action":"fail","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestB"}
{"Action":"pass","Package":"p","Test":"TestB"}
{"Action":"run","Package":"p","Test":"TestC"}
{"Action":"skip","Package":"p","Test":"TestC"}
{"Action":"fail","Package":"p"}
{"Action":"output","Package":"q","Output":"panic before any test\n"}
{"Action":"fail","Package":"q"}
`
	c := newCounter()
	if err := c.read(strings.NewReader(events)); err != nil {
		t.Fatal(err)
	}
	sum, failures := c.sum()
	if want := (tally{passed: 2, failed: 2, skipped: 1}); sum != want {
		t.Errorf("counted %v, want %v", sum, want)
	}
	if strings.Count(failures, "two is wrong") != 1 || !strings.Contains(failures, "panic before any test") || strings.Contains(failures, "A fails") {
		t.Errorf("told\n%s", failures)
	}
}

func TestNothingThatTwoStreamsWriteIsLost(t *testing.T) {
	h := &house{}
	const script = `for i in 1 2 3 4 5 6 7 8 9; do echo out $i; echo err $i >&2; done; exit 3`
	out, err := h.output(t.Context(), "sh", "-c", script)
	if err == nil || strings.Count(out, "out") != 9 || strings.Count(err.Error(), "\nerr ") != 9 || strings.Contains(out, "err") {
		t.Errorf("heard %q and %v", out, err)
	}
}

func TestJourneysAreCountedAmongWhatTheyPrint(t *testing.T) {
	sum, failures := readJourneys("hello\n" + `{"journey":"Ask","result":"pass"}
{"journey":"Answer","result":"fail","error":"6 taps"}
{"journey":"Later","result":"skip"}
`)
	if want := (tally{1, 1, 1}); sum != want || !strings.Contains(failures, "6 taps") {
		t.Errorf("counted %v, told %q", sum, failures)
	}
}

func TestTheClosingLineIsOneThatMachinesRead(t *testing.T) {
	for want, sum := range map[string]tally{
		"3 passed, 0 failed":            {passed: 3},
		"3 passed, 1 failed, 2 skipped": {3, 1, 2},
	} {
		if sum.String() != want {
			t.Errorf("%q, want %q", sum, want)
		}
	}
}
