// Package storetest is one behaviour suite for the house's memory, run on
// every dialect.
//
// The law: what it asks of one engine it asks of all, and every statement of
// package store is prepared on each.
package storetest

import (
	"context"
	"testing"
	"time"

	"alongside/internal/when"
)

// start is a Thursday, so that days can be told apart at a glance.
var start = time.Date(2026, 5, 7, 9, 30, 0, 0, time.UTC)

func clock() *when.Set { return when.At(start) }

var bg = context.Background()

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
