package job

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestTryingStopsAfterAFewDays(t *testing.T) {
	var whole time.Duration
	for i, p := range pauses {
		if i > 0 && p < pauses[i-1] {
			t.Errorf("pause %d is shorter than the one before", i)
		}
		whole += p
	}
	if whole > 4*24*time.Hour || whole < 2*24*time.Hour {
		t.Errorf("tries for %v", whole)
	}
}

func TestForGoodIsSeenThroughOtherErrors(t *testing.T) {
	cause := errors.New("no such address")
	err := fmt.Errorf("sending: %w", ForGood(cause))
	if !IsForGood(err) || !errors.Is(err, cause) {
		t.Errorf("lost: %v", err)
	}
	if IsForGood(cause) || ForGood(nil) != nil {
		t.Error("what can be mended passes for what cannot")
	}
}
