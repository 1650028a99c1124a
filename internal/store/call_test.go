package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/when"
)

var ctx = context.Background()

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// ask puts a call on the board and answers it with the asker.
func (h *House) ask(t *testing.T, d call.Draft) (call.Look, access.Viewer) {
	t.Helper()
	if d.Body == "" {
		d.Body = "Two heaters while the boiler is out"
	}
	d.Language = "en"
	if d.Key == "" {
		d.Key = call.Key(fmt.Sprintf("ask-%s-%d", t.Name(), keys.Add(1)))
	}
	o, err := h.Spine.Open(ctx, party.Ref{}, d)
	if err != nil {
		t.Fatal(err)
	}
	v := access.Guest(o.Keys.Guest)
	return must[call.Look](t)(h.Spine.Look(ctx, v, o.Call.ID)), v
}

var keys atomic.Int64

// hold presses "I can" as a stranger.
func (h *House) hold(p call.PartID) (call.Commitment, access.Viewer, error) {
	held, err := h.Spine.Hold(ctx, access.Viewer{}, party.Ref{}, call.Answer{Part: p, Language: "ko"})
	return held.Commitment, access.Guest(held.Keys.Guest), err
}

// answer holds a place and says how to reach the one who holds it.
func (h *House) answer(t *testing.T, p call.PartID) (call.Commitment, access.Viewer) {
	t.Helper()
	m, v, err := h.hold(p)
	if err != nil {
		t.Fatal(err)
	}
	m = must[call.Commitment](t)(h.Spine.Offer(ctx, v, m.ID, call.Reach{Name: "Ana", Reach: "ana@chat"}))
	return m, v
}

func (h *House) stage(t *testing.T, v access.Viewer, m call.CommitmentID) call.Promise {
	t.Helper()
	return must[call.Promise](t)(h.Spine.Promise(ctx, v, m))
}

func (h *House) part(t *testing.T, p call.PartID, c call.ID) call.Part {
	t.Helper()
	for _, part := range must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{}, c)).Parts {
		if part.ID == p {
			return part
		}
	}
	t.Fatal("the part is gone")
	return call.Part{}
}

func (h *House) pass(t *testing.T, d time.Duration) {
	t.Helper()
	h.Clock.Move(d)
	for {
		if more := must[bool](t)(h.Spine.Tick(ctx)); !more {
			return
		}
	}
}

func TestOfFiftyWhoPressAtOnceOneHoldsTheLastPlace(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, _ := h.ask(t, call.Draft{})
		two := h.Second(t)
		var held, kind atomic.Int64
		var wait sync.WaitGroup
		start := make(chan struct{})
		for i := range 50 {
			wait.Go(func() {
				<-start
				process := h
				if i%2 == 1 {
					process = two
				}
				_, _, err := process.hold(l.Parts[0].ID)
				switch {
				case err == nil:
					held.Add(1)
				case fault.Is(err, fault.Taken):
					kind.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		close(start)
		wait.Wait()
		if held.Load() != 1 || kind.Load() != 49 {
			t.Errorf("%d hold it and %d were told kindly, want 1 and 49", held.Load(), kind.Load())
		}
	})
}

func TestAPartNeverHoldsMoreThanItsQuantity(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, _ := h.ask(t, call.Draft{Parts: []call.DraftPart{{Title: "Beds", Quantity: 5}}})
		p := l.Parts[0].ID
		held := must[call.HeldPlace](t)(h.Spine.Hold(ctx, access.Viewer{}, party.Ref{}, call.Answer{Part: p, Quantity: 3}))
		if _, err := h.Spine.Hold(ctx, access.Viewer{}, party.Ref{}, call.Answer{Part: p, Quantity: 3}); !fault.Is(err, fault.Taken) {
			t.Errorf("three of the two that are left: %v", err)
		}
		v := access.Guest(held.Keys.Guest)
		if _, err := h.Spine.Offer(ctx, v, held.Commitment.ID, call.Reach{Reach: "x", Quantity: 6}); !fault.Is(err, fault.Taken) {
			t.Errorf("six of five: %v", err)
		}
		m := must[call.Commitment](t)(h.Spine.Offer(ctx, v, held.Commitment.ID, call.Reach{Reach: "x", Quantity: 5}))
		if got := h.part(t, p, l.ID); got.Taken != 5 || m.Quantity != 5 {
			t.Errorf("taken %d", got.Taken)
		}
	})
}

func TestAPageSentTwiceDoesItOnce(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		d := call.Draft{Body: "Soup", Key: "same", Language: "es"}
		one := must[call.Opened](t)(h.Spine.Open(ctx, party.Ref{}, d))
		two := must[call.Opened](t)(h.Spine.Open(ctx, party.Ref{}, d))
		if one.Call.ID != two.Call.ID || one.Keys.Link.Reveal() != two.Keys.Link.Reveal() || one.Keys.Code.Reveal() != two.Keys.Code.Reveal() {
			t.Error("sent twice, it made two calls or other keys")
		}
		l := must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{}, one.Call.ID))
		a := call.Answer{Key: "tap", Part: l.Parts[0].ID, Language: "en"}
		var wait sync.WaitGroup
		links := make([]string, 8)
		for i := range links {
			wait.Go(func() {
				held, err := h.Spine.Hold(ctx, access.Viewer{}, party.Ref{}, a)
				if err != nil {
					t.Error(err)
				}
				links[i] = held.Keys.Link.Reveal()
			})
		}
		wait.Wait()
		for _, link := range links {
			if link != links[0] || link == "" {
				t.Error("the same press opened two pages")
			}
		}
		if all := must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{}, l.ID)).Answers; len(all) != 1 {
			t.Errorf("%d answers", len(all))
		}
	})
}

func TestAHeldPlaceComesBackAfterFifteenMinutes(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, _ := h.ask(t, call.Draft{})
		m, v, err := h.hold(l.Parts[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		h.pass(t, 14*time.Minute)
		if h.part(t, m.Part, l.ID).Taken != 1 {
			t.Error("it came back too early")
		}
		h.pass(t, time.Minute)
		if h.part(t, m.Part, l.ID).Taken != 0 || h.stage(t, v, m.ID).State != call.Gone {
			t.Error("it did not come back")
		}
		if _, err := h.Spine.Offer(ctx, v, m.ID, call.Reach{Reach: "late"}); !fault.Is(err, fault.Stale) {
			t.Errorf("too late: %v", err)
		}
	})
}

func TestDetailsAreForTheTwoSidesOnlyWhileAPromiseRuns(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, asker := h.ask(t, call.Draft{Name: "Sol", Reach: "555 0142", Spot: "Flat 4", Rule: call.AskerAgrees,
			Parts: []call.DraftPart{{Title: "Heater", Quantity: 2}}})
		m, helper := h.answer(t, l.Parts[0].ID)
		if p := h.stage(t, helper, m.ID); p.State != call.Offered || p.Detail.Reach != "" || p.Other != "" {
			t.Errorf("before the yes: %+v", p)
		}
		if err := h.Spine.Agree(ctx, helper, m.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the helper agreed to their own offer: %v", err)
		}
		if err := h.Spine.Agree(ctx, asker, m.ID); err != nil {
			t.Fatal(err)
		}
		if p := h.stage(t, helper, m.ID); p.Detail.Reach != "555 0142" || p.Detail.Spot != "Flat 4" || p.Other != "Sol" {
			t.Errorf("the helper reads %+v", p.Detail)
		}
		if p := h.stage(t, asker, m.ID); p.Detail.Reach != "ana@chat" || p.Other != "Ana" {
			t.Errorf("the asker reads %+v", p.Detail)
		}
		_, other := h.answer(t, l.Parts[0].ID)
		if _, err := h.Spine.Promise(ctx, other, m.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("a third person looked: %v", err)
		}
		if err := h.Spine.HandBack(ctx, helper, m.ID); err != nil {
			t.Fatal(err)
		}
		if p := h.stage(t, asker, m.ID); p.Detail.Reach != "" || p.State != call.Returned {
			t.Errorf("after it was handed back the asker still reads %+v", p.Detail)
		}
		if h.part(t, m.Part, l.ID).Taken != 1 {
			t.Error("the place is not open again")
		}
	})
}

func TestBothSidesSayItWasKept(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, asker := h.ask(t, call.Draft{Area: place.Area{Name: "Mill Lane"}})
		m, helper := h.answer(t, l.Parts[0].ID)
		var wait sync.WaitGroup
		for _, v := range []access.Viewer{asker, helper, asker, helper} {
			wait.Go(func() {
				if err := h.Spine.Say(ctx, v, m.ID, true); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if s := h.stage(t, asker, m.ID).State; s != call.Kept {
			t.Fatalf("it is %s", s)
		}
		look := must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{}, l.ID))
		if look.State != call.Closed || look.Reason != call.Answered {
			t.Errorf("the call is %s %s", look.State, look.Reason)
		}
		if look.Entry.Title != l.Title || look.Entry.Area != "Mill Lane" {
			t.Errorf("the record says %+v", look.Entry)
		}
		if err := h.Spine.Lesson(ctx, helper, m.ID, "Bring a long cable", "en"); err != nil {
			t.Fatal(err)
		}
		list := must[[]call.Entry](t)(h.Spine.Record(ctx, access.Viewer{}, Began.AddDate(0, 0, -7), Began.AddDate(0, 0, 7), 10))
		if len(list) != 1 || list[0].Lesson != "Bring a long cable" {
			t.Errorf("the record lists %+v", list)
		}
	})
}

func TestWordsThatDifferOrStaySilent(t *testing.T) {
	for _, c := range []struct {
		name  string
		asker []bool
		other []bool
		wait  time.Duration
		want  call.Stage
		taken int64
	}{
		{"a no frees the place", []bool{true}, []bool{false}, 0, call.NotKept, 0},
		{"one yes, and a week of silence", []bool{true}, nil, when.SettleFor, call.KeptBySide, 1},
		{"one yes, and not yet a week", []bool{true}, nil, when.SettleFor - time.Minute, call.Due, 1},
		{"the last word of a side stands", []bool{true, false}, nil, 0, call.NotKept, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			Each(t, func(t *testing.T, h *House) {
				l, asker := h.ask(t, call.Draft{})
				m, helper := h.answer(t, l.Parts[0].ID)
				for _, kept := range c.asker {
					if err := h.Spine.Say(ctx, asker, m.ID, kept); err != nil {
						t.Fatal(err)
					}
				}
				for _, kept := range c.other {
					if err := h.Spine.Say(ctx, helper, m.ID, kept); err != nil {
						t.Fatal(err)
					}
				}
				h.pass(t, c.wait)
				if s := h.stage(t, asker, m.ID).State; s != c.want {
					t.Errorf("it is %s, want %s", s, c.want)
				}
				if n := h.part(t, m.Part, l.ID).Taken; n != c.taken {
					t.Errorf("taken %d, want %d", n, c.taken)
				}
			})
		})
	}
}

func TestAReminderTheDayBeforeAndSilenceReleases(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		due := Began.Add(5 * 24 * time.Hour)
		l, _ := h.ask(t, call.Draft{Ends: due, Parts: []call.DraftPart{{Title: "A lift", Quantity: 2}}})
		silent, _ := h.answer(t, l.Parts[0].ID)
		fine, v := h.answer(t, l.Parts[0].ID)
		h.pass(t, 4*24*time.Hour)
		if n := h.notices(t, "still_fine"); n != 2 {
			t.Fatalf("%d were asked, want 2", n)
		}
		if err := h.Spine.StillFine(ctx, v, fine.ID); err != nil {
			t.Fatal(err)
		}
		h.pass(t, 20*time.Hour)
		if h.part(t, silent.Part, l.ID).Taken != 1 {
			t.Error("silence did not free the place")
		}
		h.pass(t, 4*time.Hour)
		if s := h.stage(t, v, fine.ID).State; s != call.Due {
			t.Errorf("the one who stayed is %s, want asked whether it happened", s)
		}
		h.pass(t, when.SettleFor)
		if s := h.stage(t, v, fine.ID).State; s != call.Unknown {
			t.Errorf("both silent: %s", s)
		}
	})
}

func (h *House) notices(t *testing.T, kind string) (n int) {
	t.Helper()
	err := h.DB.View(ctx, func(tx *db.Tx) error {
		return tx.Row("SELECT count(*) FROM notice WHERE kind = $1", db.Args(kind), &n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAPromiseIsHandedToANamedPersonWhoAccepts(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, asker := h.ask(t, call.Draft{Reach: "555 0142"})
		m, giver := h.answer(t, l.Parts[0].ID)
		link, err := h.Spine.StartHandOver(ctx, giver, m.ID, "Omar")
		if err != nil {
			t.Fatal(err)
		}
		if s := h.stage(t, giver, m.ID).State; s != call.Agreed {
			t.Errorf("before Omar accepts it is %s", s)
		}
		held := must[call.HeldPlace](t)(h.Spine.Accept(ctx, party.Ref{}, link, "k", "ar", call.Reach{Name: "Omar", Reach: "omar@chat"}))
		taker := access.Guest(held.Keys.Guest)
		if p := h.stage(t, taker, held.Commitment.ID); p.State != call.Agreed || p.Detail.Reach != "555 0142" {
			t.Errorf("Omar has %+v", p)
		}
		if p := h.stage(t, giver, m.ID); p.State != call.Passed || p.Detail.Reach != "" {
			t.Errorf("the giver has %s and reads %q", p.State, p.Detail.Reach)
		}
		if p := h.stage(t, asker, held.Commitment.ID); p.Other != "Omar" {
			t.Errorf("the asker sees %q", p.Other)
		}
		if h.part(t, m.Part, l.ID).Taken != 1 {
			t.Error("the place was not passed but freed or doubled")
		}
		if _, err := h.Spine.Accept(ctx, party.Ref{}, link, "k2", "ar", call.Reach{Reach: "x"}); err == nil {
			t.Error("the link worked twice")
		}
	})
}

func TestClosingReleasesEverybodyKindlyAndTellsThem(t *testing.T) {
	for _, why := range call.Reasons {
		t.Run(string(why), func(t *testing.T) {
			Each(t, func(t *testing.T, h *House) {
				l, asker := h.ask(t, call.Draft{})
				m, helper := h.answer(t, l.Parts[0].ID)
				if err := h.Spine.Close(ctx, helper, l.ID, why, 0); !fault.Is(err, fault.NotFound) {
					t.Errorf("somebody else closed it: %v", err)
				}
				for range 2 {
					if err := h.Spine.Close(ctx, asker, l.ID, why, 0); err != nil {
						t.Fatal(err)
					}
				}
				look := must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{}, l.ID))
				if look.State != call.Closed || look.Reason != why {
					t.Errorf("%s %s", look.State, look.Reason)
				}
				want := call.Released
				if why == call.Answered {
					want = call.Agreed
				} else if h.notices(t, "call_closed") != 1 {
					t.Error("nobody told the helper")
				}
				if s := h.stage(t, helper, m.ID).State; s != want {
					t.Errorf("the promise is %s, want %s", s, want)
				}
				if _, _, err := h.hold(l.Parts[0].ID); !fault.Is(err, fault.Taken) {
					t.Errorf("a closed call was answered: %v", err)
				}
				if page := must[call.Page](t)(h.Spine.Board(ctx, access.Viewer{}, call.Filter{})); len(page.Calls) != 0 {
					t.Error("it is still on the board")
				}
			})
		})
	}
}

func TestTakingEverythingBackErasesEverything(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, asker := h.ask(t, call.Draft{Body: "Xylophone strings", Reach: "555 0142", Name: "Sol"})
		other, _ := h.ask(t, call.Draft{})
		h.answer(t, l.Parts[0].ID)
		held := must[call.HeldPlace](t)(h.Spine.Hold(ctx, asker, asker.Parties[0], call.Answer{Part: other.Parts[0].ID}))
		if _, err := h.Spine.Offer(ctx, asker, held.Commitment.ID, call.Reach{Reach: "555 0142"}); err != nil {
			t.Fatal(err)
		}
		if err := h.Spine.TakeEverythingBack(ctx, party.GuestID(asker.Parties[0].ID)); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Spine.Look(ctx, asker, l.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("the call is still there: %v", err)
		}
		if h.part(t, other.Parts[0].ID, other.ID).Taken != 0 {
			t.Error("the promise still holds its place")
		}
		for _, table := range []string{"detail", "guest"} {
			if rows := h.rows(t, table, "555 0142", "Sol"); rows != 0 {
				t.Errorf("%d rows of %s still hold it", rows, table)
			}
		}
		if page := must[call.Page](t)(h.Spine.Board(ctx, access.Viewer{}, call.Filter{Query: "xylophone"})); len(page.Calls) != 0 {
			t.Error("search still finds it")
		}
	})
}

func (h *House) rows(t *testing.T, table string, words ...string) (n int) {
	t.Helper()
	column := map[string]string{"detail": "reach", "guest": "name"}[table]
	for _, w := range words {
		var found int
		err := h.DB.View(ctx, func(tx *db.Tx) error {
			return tx.Row("SELECT count(*) FROM "+table+" WHERE "+column+" = $1", db.Args(w), &found)
		})
		if err != nil {
			t.Fatal(err)
		}
		n += found
	}
	return n
}

func TestWhatIsPastItsTimeIsErased(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, asker := h.ask(t, call.Draft{Reach: "555 0142", Name: "Sol"})
		m, helper := h.answer(t, l.Parts[0].ID)
		for _, v := range []access.Viewer{asker, helper} {
			if err := h.Spine.Say(ctx, v, m.ID, true); err != nil {
				t.Fatal(err)
			}
		}
		sweep := func(after time.Duration) {
			h.pass(t, after)
			if err := h.Spine.Sweep(ctx); err != nil {
				t.Fatal(err)
			}
		}
		sweep(when.DetailsFor - time.Minute)
		if h.rows(t, "detail", "555 0142", "ana@chat") != 2 {
			t.Error("the details went too early")
		}
		sweep(time.Minute)
		if h.rows(t, "detail", "555 0142", "ana@chat") != 0 {
			t.Error("the details stayed")
		}
		sweep(when.CallsFor - when.DetailsFor)
		if _, err := h.Spine.Look(ctx, access.Viewer{}, l.ID); !fault.Is(err, fault.Gone) {
			t.Errorf("the call after its time: %v", err)
		}
		sweep(when.OpenFor + when.GuestsFor)
		if h.rows(t, "guest", "Sol", "Ana") != 0 {
			t.Error("the guests stayed")
		}
		if list := must[[]call.Entry](t)(h.Spine.Record(ctx, access.Viewer{}, Began.AddDate(0, 0, -1), Began.AddDate(1, 0, 0), 9)); len(list) != 1 {
			t.Error("the record did not stay")
		}
	})
}

func TestEditingKeepsWhatPeoplePromised(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, asker := h.ask(t, call.Draft{Parts: []call.DraftPart{{Title: "Chairs", Quantity: 4}, {Title: "Table", Quantity: 1}}})
		held := must[call.HeldPlace](t)(h.Spine.Hold(ctx, access.Viewer{}, party.Ref{}, call.Answer{Part: l.Parts[0].ID, Quantity: 3}))
		if _, err := h.Spine.Offer(ctx, access.Guest(held.Keys.Guest), held.Commitment.ID, call.Reach{Reach: "x"}); err != nil {
			t.Fatal(err)
		}
		edit := func(parts ...call.DraftPart) error {
			return h.Spine.Edit(ctx, asker, l.ID, call.Draft{Body: "A marquee", Language: "en", Parts: parts})
		}
		if err := edit(call.DraftPart{Title: "Chairs", Quantity: 2}); !fault.Is(err, fault.Invalid) {
			t.Errorf("below what is promised: %v", err)
		}
		if err := edit(call.DraftPart{Title: "Stools", Quantity: 3}); err != nil {
			t.Fatal(err)
		}
		look := must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{}, l.ID))
		if len(look.Parts) != 1 || look.Parts[0].Title != "Stools" || look.Parts[0].Taken != 3 || look.Full != 1 {
			t.Errorf("now it is %+v, %d full", look.Parts, look.Full)
		}
		if h.notices(t, "call_edited") != 1 {
			t.Error("whoever promised was not told")
		}
		for query, want := range map[string]int{"marquee": 1, "heaters": 0} {
			if page := must[call.Page](t)(h.Spine.Board(ctx, access.Viewer{}, call.Filter{Query: query})); len(page.Calls) != want {
				t.Errorf("search for %s finds %d", query, len(page.Calls))
			}
		}
	})
}

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

func TestListsShowWhatASingleLookWouldShow(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		var all []call.Look
		for _, d := range []call.Draft{{Body: "public"}, {Body: "inside", Group: 7, Audience: call.InGroup}, {Body: "through", Group: 7}, {Body: "other", Group: 8, Audience: call.InGroup}} {
			l, _ := h.ask(t, d)
			all = append(all, l)
		}
		for _, v := range []access.Viewer{{}, {Groups: []party.GroupID{7}}, {Groups: []party.GroupID{8}}, {Groups: []party.GroupID{9}}, {Host: true}} {
			for _, group := range []party.GroupID{0, 7, 8} {
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

func TestNobodyAnswersTheirOwnCall(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, asker := h.ask(t, call.Draft{})
		_, err := h.Spine.Hold(ctx, asker, asker.Parties[0], call.Answer{Part: l.Parts[0].ID})
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("got %v", err)
		}
		if h.part(t, l.Parts[0].ID, l.ID).Taken != 0 {
			t.Error("and the place is taken")
		}
	})
}

func TestAFailureInTheMiddleLeavesNothing(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, _ := h.ask(t, call.Draft{})
		boom := errors.New("boom")
		err := h.Store.Calls().Update(ctx, func(tx call.Tx) error {
			if _, err := tx.Take(l.Parts[0].ID, 1); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) || h.part(t, l.Parts[0].ID, l.ID).Taken != 0 {
			t.Errorf("%v, and the place is taken", err)
		}
	})
}
