package store_test

import (
	"fmt"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/circle"
	"alongside/internal/party"
	"alongside/internal/place"
)

func TestSearchFindsEveryScript(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		for _, body := range []string{"Two warm blankets for Mill Lane", "담요 두 장이 필요해요", "毛布を二枚ください", "أحتاج إلى بطّانيتين", "Necesito una manta de lactancia", "ต้องการผ้าห่ม"} {
			h.ask(t, call.Draft{Body: body})
		}
		for query, want := range map[string]string{"blanket": "Two", "BLANKETS mill": "Two", "담요": "담요", "毛布": "毛", "بطانيتين": "أ", "MANTA": "Nec", "ผ้าห่ม": "ต"} {
			page := must[call.Page](t)(h.Spine.Board(ctx, access.Viewer{}, call.Filter{Query: query}))
			if len(page.Calls) != 1 || page.Calls[0].Body[:len(want)] != want {
				t.Errorf("%s finds %d calls", query, len(page.Calls))
			}
		}
	})
}

func TestTheBoardTurnsItsPagesWithoutLosingACall(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		const all = 45
		for i := range all {
			h.ask(t, call.Draft{Body: fmt.Sprintf("Common number%d", i)})
			if i%3 == 0 {
				h.Clock.Move(time.Millisecond) // some open in the same moment
			}
		}
		for _, query := range []string{"", "common"} {
			seen := map[call.ID]bool{}
			f := call.Filter{Query: query}
			for range 10 {
				page := must[call.Page](t)(h.Spine.Board(ctx, access.Viewer{}, f))
				for _, l := range page.Calls {
					if seen[l.ID] {
						t.Fatal("a call stands on two pages")
					}
					seen[l.ID] = true
				}
				if page.Next.ID == 0 {
					break
				}
				f.After = page.Next
			}
			if len(seen) != all {
				t.Errorf("query %q: %d of %d", query, len(seen), all)
			}
		}
	})
}

func TestTheBoardOfOneKindOrSideHasAllOfItsCallsNewestFirst(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		for i := range 60 {
			h.ask(t, call.Draft{Body: fmt.Sprint("Thing ", i), Kind: call.Kinds[i%5/4], Side: call.Sides[i%3/2]})
			if i%2 == 0 {
				h.Clock.Move(time.Millisecond)
			}
		}
		for _, f := range []call.Filter{{Kind: call.Knowhow}, {Side: call.Offer}, {Side: call.Ask}, {Kind: call.Aid, Side: call.Offer}, {Side: "none"}} {
			want := 0
			for i := range 60 {
				if (f.Kind == "" || f.Kind == call.Kinds[i%5/4]) && (f.Side == "" || f.Side == call.Sides[i%3/2]) {
					want++
				}
			}
			f.Most = 7
			got, last := 0, call.Listed{}
			for range 20 {
				page := must[call.Page](t)(h.Spine.Board(ctx, access.Viewer{}, f))
				for _, l := range page.Calls {
					newer := l.Opened.After(last.Opened) || l.Opened.Equal(last.Opened) && l.ID >= last.ID
					if got > 0 && newer || f.Kind != "" && l.Kind != f.Kind || l.Side != f.Side && f.Side != "" {
						t.Errorf("%+v lists %q where it does not belong", f, l.Body)
					}
					got, last = got+1, l
				}
				if f.After = page.Next; f.After.ID == 0 {
					break
				}
			}
			if got != want {
				t.Errorf("%s %s: %d of %d", f.Kind, f.Side, got, want)
			}
		}
	})
}

func TestListsShowWhatASingleLookWouldShow(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		one, mina := h.group(t, "Eastfield Tenants")
		two, omar := h.group(t, "Harbour Kitchen")
		mine := access.Viewer{Groups: []party.GroupID{one}, Through: []party.GroupID{one}, Parties: []party.Ref{mina}}
		legal := must[party.CircleID](t)(circles(h).Make(ctx, mine, one, circle.Draft{Name: "Legal"}))
		among := []party.CircleID{legal}
		var all []call.Look
		for _, c := range []struct {
			as party.Ref
			d  call.Draft
		}{
			{party.Ref{}, call.Draft{Body: "public"}},
			{mina, call.Draft{Body: "inside", Group: one, Audience: call.InGroup}},
			{party.Ref{}, call.Draft{Body: "through", Group: one}},
			{mina, call.Draft{Body: "circle", Group: one, Circle: legal}},
			{omar, call.Draft{Body: "other", Group: two, Audience: call.InGroup}},
		} {
			all = append(all, h.askAs(t, c.as, c.d))
		}
		for _, v := range []access.Viewer{{}, {Groups: []party.GroupID{one}}, {Groups: []party.GroupID{two}}, {Groups: []party.GroupID{9}}, {Host: true},
			{Groups: []party.GroupID{one}, Through: []party.GroupID{one}}, {Groups: []party.GroupID{one}, Circles: among},
			{Groups: []party.GroupID{one}, Through: []party.GroupID{one}, Circles: among}, {Groups: []party.GroupID{two}, Through: []party.GroupID{two}, Circles: among},
			{Groups: []party.GroupID{one}, Through: []party.GroupID{one}, Circles: []party.CircleID{legal + 1}}} {
			for _, group := range []party.GroupID{0, one, two} {
				listed := map[call.ID]bool{}
				for _, l := range must[call.Page](t)(h.Spine.Board(ctx, v, call.Filter{Group: group})).Calls {
					listed[l.ID] = true
				}
				for _, l := range all {
					_, err := h.Spine.Look(ctx, v, l.ID)
					visible := err == nil && (group == 0 && l.Audience == call.OnBoard || group != 0 && l.Group == group)
					if listed[l.ID] != visible {
						t.Errorf("viewer %+v, group %d, %q: listed %v, seen %v", v, group, l.Body, listed[l.ID], visible)
					}
				}
			}
		}
	})
}

func TestWhatIsNearComesNearestFirst(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		here := place.CellAt(47.6, -122.33)
		for body, at := range map[string]place.Cell{"here": here, "close": place.CellAt(47.66, -122.33), "far": place.CellAt(45.5, -122.6)} {
			h.ask(t, call.Draft{Body: body, Area: place.Area{Name: body, Cell: at}})
		}
		page := must[call.Page](t)(h.Spine.Board(ctx, access.Viewer{}, call.Filter{Near: here}))
		if len(page.Calls) != 2 || page.Calls[0].Body != "here" || page.Calls[1].Body != "close" || page.Calls[1].KM < 3 {
			t.Errorf("near: %+v", page.Calls)
		}
	})
}
