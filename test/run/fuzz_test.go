package main

import (
	"errors"
	"testing"
)

func TestOnlyAFuzzerThatRanOutOfTimeIsAskedAgain(t *testing.T) {
	for said, want := range map[string]bool{
		"--- FAIL: FuzzOpen (6.36s)\n    context deadline exceeded\nFAIL\nexit status 1\n":                                                                                              true,
		"--- FAIL: FuzzOpen (0.02s)\n    --- FAIL: FuzzOpen (0.00s)\n        open_test.go:9: wrong\n    \n    Failing input written to testdata/fuzz/FuzzOpen/582528ddfad69eb5\nFAIL\n": false,
		"--- FAIL: FuzzOpen (6.36s)\n    --- FAIL: FuzzOpen (0.00s)\n        open_test.go:9: context deadline exceeded\nFAIL\n":                                                         false,
	} {
		if got := ranOut(errors.New(said)); got != want {
			t.Errorf("%q: %v, want %v", said, got, want)
		}
	}
}
