package brake

import (
	"net/netip"
	"testing"
	"time"

	"alongside/internal/when"
)

// enters counts how many of n from an address are let in.
func enters(r *Room, addr string, n int) (leave []func()) {
	for range n {
		if out, ok := r.Enter(netip.MustParseAddr(addr)); ok {
			leave = append(leave, out)
		}
	}
	return leave
}

func TestOneAddressLeavesRoomForOthers(t *testing.T) {
	r := NewRoom(when.At(start), 5, 3)
	hall := enters(r, "2001:db8:1:1::1", 9)
	if len(hall) != 3 || len(enters(r, "2001:db8:1:1::2", 1)) != 0 {
		t.Errorf("%d of one line are in, want 3 and no more", len(hall))
	}
	if got := len(enters(r, "192.0.2.1", 9)); got != 2 {
		t.Errorf("%d of another address are in, want the 2 that there is room for", got)
	}
	hall[0]()
	if got := len(enters(r, "2001:db8:1:1::1", 9)); got != 1 {
		t.Errorf("one left, and %d came in", got)
	}
}

func TestWhoIsInIsHeldUnderAnotherNameEveryHourAndForgottenWhenTheyLeave(t *testing.T) {
	clock := when.At(start)
	r := NewRoom(clock, 9, 3)
	addr := netip.MustParseAddr("192.0.2.1")
	before := r.mark(addr, "")
	all := enters(r, "192.0.2.1", 1)
	clock.Move(time.Hour)
	all = append(all, enters(r, "192.0.2.1", 1)...)
	if r.mark(addr, "") == before {
		t.Error("the mark is the same an hour later")
	}
	for _, leave := range all {
		leave()
	}
	if len(r.busy) != 0 || r.in != 0 {
		t.Errorf("%d marks are held of those who left, %d count as in", len(r.busy), r.in)
	}
}
