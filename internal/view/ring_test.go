package view

import (
	"bytes"
	"strings"
	"testing"

	"alongside/internal/place"
)

func TestTheRingShowsWhatWasAnswered(t *testing.T) {
	for _, c := range []struct{ done, of, want int }{
		{0, 5, 0}, {2, 5, 40}, {5, 5, 100}, {7, 5, 100}, {1, 0, 0}, {-1, 3, 0}, {1, 3, 33}, {999, 1000, 99},
	} {
		if got := Answered(c.done, c.of); got != c.want {
			t.Errorf("%d of %d answered is %d, want %d", c.done, c.of, got, c.want)
		}
	}
}

func drawnRing(t *testing.T, r Ring) string {
	t.Helper()
	return string(written(t, func(into *writing, _ Piece) { ring(into, nil, r) }))
}

func TestTheRingOfAnOpenCallHasTwoHalves(t *testing.T) {
	html := drawnRing(t, Ring{Kind: Aid, Share: 40})
	if !strings.Contains(html, `stroke-dasharray="40 100"`) {
		t.Error("the answered share is not drawn:", html)
	}
	if strings.Contains(html, wholeRing) {
		t.Error("an open ring is closed:", html)
	}
}

func TestOnlyAKeptRingIsClosedWithATick(t *testing.T) {
	for state, want := range map[RingState]bool{RingOpen: false, RingKept: true, RingClosed: false, RingExpired: false} {
		html := drawnRing(t, Ring{Kind: Aid, State: state})
		if got := strings.Contains(html, wholeRing) && strings.Contains(html, string(iconTick)); got != want {
			t.Errorf("state %d: closed with a tick %v, want %v", state, got, want)
		}
	}
}

func TestAQRCodeHoldsEveryBlackModuleOnce(t *testing.T) {
	path, side := qrPath("https://eastfield.example/c/7k2p9xyz")
	if side < 21 || !strings.HasPrefix(path, "M0 0h7v1h-7z") {
		t.Fatal("the finder is not where a camera looks:", side, path[:min(len(path), 40)])
	}
	if again, _ := qrPath("https://eastfield.example/c/7k2p9xyz"); again != path {
		t.Error("the same words give two codes")
	}
	if long, _ := qrPath(string(bytes.Repeat([]byte("x"), 5000))); long != "" {
		t.Error("a text longer than a code can hold gives a code")
	}
}

func TestAreasOnTheMapDoNotCoverEachOther(t *testing.T) {
	spots := []Spot{{Name: "a", Cell: place.CellAt(1, 1)}, {Name: "b", Cell: place.CellAt(1, 1)}, {Name: "c", Cell: place.CellAt(1.05, 1)}, {Name: "d", Cell: place.CellAt(2, 3)}, {Name: "San Leandro, CA", Cell: place.CellAt(1, .99)}}
	list := layOut(spots)
	for i, a := range list {
		if half := a.nameWide() / 2; a.x < half || a.x > mapWide-half || a.y < 29 || a.y > mapHigh-44 {
			t.Errorf("the rim cuts %s: %.0f %.0f", a.Name, a.x, a.y)
		}
		for _, b := range list[i+1:] {
			if (a.x-b.x)*(a.x-b.x)+(a.y-b.y)*(a.y-b.y) < 60*60 {
				t.Errorf("%s and %s cover each other", a.Name, b.Name)
			}
		}
	}
	if list[3].y >= list[0].y || list[3].x <= list[0].x {
		t.Error("north is not up, or east is not to the right")
	}
	if len(layOut(nil)) != 0 || len(layOut(spots[:1])) != 1 {
		t.Error("an empty map or a map of one area fails")
	}
}

func TestPartsThatCanBeAnsweredStandFirst(t *testing.T) {
	p := CallPage{Parts: []PartRow{{ID: "a", State: PartTaken}, {ID: "b"}, {ID: "c", State: PartHeld}, {ID: "d", State: PartMine}}}
	order := ""
	for _, part := range p.openFirst() {
		order += part.ID
	}
	if order != "bdac" || p.Parts[0].ID != "a" {
		t.Error(order)
	}
}
