package store_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/when"
)

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
		var all []call.Commitment
		err := h.Spine.Store.View(ctx, func(tx call.Tx) (err error) {
			all, err = tx.CommitmentsOf(l.ID)
			return err
		})
		if err != nil || len(all) != 1 {
			t.Errorf("%d answers: %v", len(all), err)
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

func TestACallShowsWhatIsHeldToEverybodyAndWhoseItIsToNobodyElse(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, asker := h.ask(t, call.Draft{})
		p := l.Parts[0].ID
		m, v, err := h.hold(p)
		if err != nil {
			t.Fatal(err)
		}
		see := func(who access.Viewer) call.Look { return must[call.Look](t)(h.Spine.Look(ctx, who, l.ID)) }
		stranger := see(access.Viewer{})
		if !stranger.Held[p] || len(stranger.Own) != 0 || stranger.Yours {
			t.Errorf("a stranger sees %v %v", stranger.Held, stranger.Own)
		}
		for name, look := range map[string]call.Look{"itself": see(v), "one for nobody": must[call.Look](t)(h.Spine.LookFor(ctx, v, stranger))} {
			if len(look.Own) != 1 || look.Own[0].ID != m.ID || look.Yours {
				t.Errorf("whoever holds it sees %v, by %s", look.Own, name)
			}
		}
		if look := see(asker); !look.Yours || len(look.Own) != 0 {
			t.Error("the asker does not see that it is theirs")
		}
		must[call.Commitment](t)(h.Spine.Offer(ctx, v, m.ID, call.Reach{Reach: "x"}))
		if see(access.Viewer{}).Held[p] {
			t.Error("it still seems to be held")
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
