package brake

import (
	"encoding/binary"
	"net/netip"
	"testing"
	"time"

	"alongside/internal/when"
)

var (
	start = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	rules = map[string]Rule{
		"code":  {Burst: 3, Every: time.Minute, All: 5, Each: time.Minute},
		"asked": {Burst: 2, Every: time.Minute},
	}
)

// tries counts how many of n tries from an address pass.
func tries(l *Limiter, addr, what string, n int) (passed int) {
	for range n {
		if l.Allow(netip.MustParseAddr(addr), what) {
			passed++
		}
	}
	return passed
}

func TestOneAddressIsSlowedAndAnotherIsNot(t *testing.T) {
	l := New(when.At(start), rules)
	if got := tries(l, "192.0.2.1", "asked", 9); got != 2 {
		t.Errorf("the first address passed %d times, want 2", got)
	}
	if got := tries(l, "192.0.2.2", "asked", 9); got != 2 {
		t.Errorf("the second address passed %d times, want 2", got)
	}
	if got := tries(l, "192.0.2.1", "code", 9); got != 3 {
		t.Errorf("another thing passed %d times, want 3", got)
	}
}

func TestATryComesBackWithTime(t *testing.T) {
	clock := when.At(start)
	l := New(clock, rules)
	tries(l, "192.0.2.1", "asked", 2)
	clock.Move(time.Minute)
	if got := tries(l, "192.0.2.1", "asked", 9); got != 1 {
		t.Errorf("passed %d times a minute later, want 1", got)
	}
}

func TestEverybodyTogetherHasOneCap(t *testing.T) {
	l := New(when.At(start), rules)
	got := tries(l, "192.0.2.1", "code", 3) + tries(l, "192.0.2.2", "code", 3) + tries(l, "192.0.2.3", "code", 3)
	if got != 5 {
		t.Errorf("%d tries passed from three addresses, want 5", got)
	}
}

func TestWhatHasNoRuleIsRefused(t *testing.T) {
	if tries(New(when.At(start), rules), "192.0.2.1", "unheard of", 1) != 0 {
		t.Error("a thing without a rule passed")
	}
}

func TestAnAddressIsHeldUnderAnotherNameEveryHour(t *testing.T) {
	clock := when.At(start)
	l := New(clock, rules)
	addr := netip.MustParseAddr("192.0.2.1")
	l.Allow(addr, "asked")
	before := l.mark(addr, "asked")
	clock.Move(59 * time.Minute)
	l.Allow(addr, "asked")
	if l.mark(addr, "asked") != before {
		t.Error("the mark changed within the hour")
	}
	clock.Move(time.Minute)
	l.Allow(addr, "asked")
	if l.mark(addr, "asked") == before {
		t.Error("the mark is the same an hour later")
	}
	if _, held := l.busy[before]; held {
		t.Error("what was held under the old key is still there")
	}
}

func TestOneLineInIPv6IsOneAddress(t *testing.T) {
	l := New(when.At(start), rules)
	tries(l, "2001:db8:1:1::1", "asked", 2)
	if tries(l, "2001:db8:1:1:ffff::2", "asked", 1) != 0 {
		t.Error("another address of the same line passed")
	}
	if tries(l, "2001:db8:1:2::1", "asked", 1) != 1 {
		t.Error("another line was refused")
	}
	tries(l, "192.0.2.1", "asked", 2)
	if tries(l, "::ffff:192.0.2.1", "asked", 1) != 0 {
		t.Error("the same address passed in its other form")
	}
}

func TestTheMemoryIsBounded(t *testing.T) {
	clock := when.At(start)
	l := New(clock, rules)
	var b [4]byte
	for i := range mostBusy + 100 {
		binary.BigEndian.PutUint32(b[:], uint32(i))
		l.Allow(netip.AddrFrom4(b), "asked")
	}
	if len(l.busy) != mostBusy {
		t.Errorf("%d buckets are held, want %d", len(l.busy), mostBusy)
	}
	clock.Move(2 * time.Minute) // all are full again: they make room
	if tries(l, "192.0.2.1", "asked", 1) != 1 {
		t.Error("a newcomer is refused although the rest went quiet")
	}
}
