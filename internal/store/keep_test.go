package store_test

import (
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/when"
)

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
	column := map[string]string{"detail": "reach", "guest": "name", "call": "reason"}[table]
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
		if err := edit(call.DraftPart{ID: l.Parts[0].ID, Title: "Chairs", Quantity: 2}); !fault.Is(err, fault.Invalid) {
			t.Errorf("below what is promised: %v", err)
		}
		if err := edit(call.DraftPart{Title: "Lamp", Quantity: 1}); !fault.Is(err, fault.Invalid) {
			t.Errorf("without what is promised: %v", err)
		}
		if err := edit(call.DraftPart{ID: l.Parts[0].ID, Title: "Stools", Quantity: 3}); err != nil {
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

func TestOneSweepErasesAllThatIsPastItsTime(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, _ := h.ask(t, call.Draft{})
		err := h.DB.Update(ctx, func(tx *db.Tx) error {
			for i := range 1200 {
				_, err := tx.Exec(`INSERT INTO call SELECT $2, kind, side, title, body, language, area, cell, urgency, closest, speaks,
					author_kind, author, typist_kind, typist, grp, audience, rule, 'closed', 'expired', other, opened, closes, opened, parts,
					answered, wanted, version, bundle, outside, circle, next FROM call WHERE id = $1`, l.ID, i+1)
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		h.Clock.Move(when.CallsFor)
		if err := h.Spine.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if n := h.rows(t, "call", "expired"); n != 0 {
			t.Errorf("%d closed calls are still there", n)
		}
	})
}

func TestAPromiseOutlivesTheEndOfItsCall(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, asker := h.ask(t, call.Draft{Reach: "555 0142", Parts: []call.DraftPart{{Title: "Soup", Quantity: 2}}})
		h.pass(t, when.OpenFor-24*time.Hour)
		m, helper := h.answer(t, l.Parts[0].ID)
		reach := func() string { return h.stage(t, helper, m.ID).Detail.Reach }
		h.pass(t, 48*time.Hour)
		if look := must[call.Look](t)(h.Spine.Look(ctx, asker, l.ID)); look.State != call.Closed || look.Reason != call.Expired {
			t.Fatalf("it is %s, %s", look.State, look.Reason)
		}
		for day := 0; day < 40; day += 4 { // longer than a closed call is kept
			if p := h.stage(t, helper, m.ID); p.State != call.Agreed || reach() != "555 0142" {
				t.Fatalf("day %d: the promise is %s, the asker reached at %q", day, p.State, reach())
			}
			if err := h.Spine.StillFine(ctx, helper, m.ID); err != nil {
				t.Fatal(err)
			}
			h.pass(t, 4*24*time.Hour)
			if err := h.Spine.Sweep(ctx); err != nil {
				t.Fatal(err)
			}
		}
		for _, v := range []access.Viewer{asker, helper} {
			if err := h.Spine.Say(ctx, v, m.ID, true); err != nil {
				t.Fatal(err)
			}
		}
		if list := must[[]call.Entry](t)(h.Spine.Record(ctx, access.Viewer{}, Began, h.Clock.Now().Add(48*time.Hour), 9)); len(list) != 1 {
			t.Errorf("%d lines in the record", len(list))
		}
		h.pass(t, when.DetailsFor)
		if err := h.Spine.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if h.rows(t, "detail", "555 0142", "ana@chat") != 0 {
			t.Error("a week after it was kept the details are still there")
		}
	})
}

func TestChangingTheWordsMovesNoDay(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		l, asker := h.ask(t, call.Draft{Reach: "555 0142"})
		edit := func(d call.Draft, due time.Time) {
			t.Helper()
			d.Body, d.Language = "A marquee", "en"
			d.Parts = []call.DraftPart{{ID: l.Parts[0].ID, Title: "Tent", Quantity: 1, Starts: due}}
			if err := h.Spine.Edit(ctx, asker, l.ID, d); err != nil {
				t.Fatal(err)
			}
		}
		edit(call.Draft{Reach: "555 0142"}, time.Time{})
		look := must[call.Look](t)(h.Spine.Look(ctx, asker, l.ID))
		if !look.Parts[0].Due().IsZero() || !look.Closes.Equal(l.Closes) || look.Detail.Reach != "555 0142" {
			t.Errorf("it has a day now: %+v, closes %s, reach %q", look.Parts[0], look.Closes, look.Detail.Reach)
		}
		if other := must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{}, l.ID)); other.Detail != (call.Detail{}) {
			t.Error("a stranger reads how to reach the asker")
		}

		m, helper := h.answer(t, l.Parts[0].ID)
		friday := h.Clock.Now().Add(96 * time.Hour)
		edit(call.Draft{}, friday)
		p := h.stage(t, helper, m.ID)
		if !p.Due.Equal(friday) || !p.Nudge.Equal(friday.Add(-when.NudgeAhead)) {
			t.Errorf("the promise is due %s, asked about %s", p.Due, p.Nudge)
		}
		look = must[call.Look](t)(h.Spine.Look(ctx, asker, l.ID))
		if !look.Closes.Equal(friday) || look.Detail != (call.Detail{}) {
			t.Errorf("closes %s, reach %q", look.Closes, look.Detail.Reach)
		}
		edit(call.Draft{}, time.Time{})
		if look = must[call.Look](t)(h.Spine.Look(ctx, asker, l.ID)); !look.Closes.Equal(h.Clock.Now().Add(when.OpenFor)) {
			t.Errorf("without a day it closes %s", look.Closes)
		}
	})
}

func TestClosingReleasesEverybodyKindlyAndTellsThem(t *testing.T) {
	for _, why := range call.Reasons {
		if why == call.SentOn {
			continue // see TestWhatIsSentOnIsAnswered
		}
		t.Run(string(why), func(t *testing.T) {
			Each(t, func(t *testing.T, h *House) {
				l, asker := h.ask(t, call.Draft{})
				m, helper := h.answer(t, l.Parts[0].ID)
				var other call.ID
				if why == call.DuplicateOf {
					for _, none := range []call.ID{0, l.ID, 12345} {
						if err := h.Spine.Close(ctx, asker, l.ID, why, none); !fault.Is(err, fault.Invalid) {
							t.Errorf("the double of %d: %v", none, err)
						}
					}
					twice, v := h.ask(t, call.Draft{})
					if other = twice.ID; h.Spine.Close(ctx, v, other, call.Answered, 0) != nil {
						t.Fatal("the other one does not close")
					}
				}
				if err := h.Spine.Close(ctx, helper, l.ID, why, other); !fault.Is(err, fault.NotFound) {
					t.Errorf("somebody else closed it: %v", err)
				}
				for range 2 {
					if err := h.Spine.Close(ctx, asker, l.ID, why, other); err != nil {
						t.Fatal(err)
					}
				}
				look := must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{}, l.ID))
				if look.State != call.Closed || look.Reason != why || look.Other != other {
					t.Errorf("%s %s", look.State, look.Reason)
				}
				want := call.Released
				if why == call.Answered || why == call.Expired {
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

func TestATurnComesOnceForAllProcessesThoughNoneLivesSoLong(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		turn := func(h *House) bool {
			return must[bool](t)(h.Store.Turn(ctx, "rebuild", h.Clock.Now(), when.RebuildEvery))
		}
		for day := range 15 {
			restarted := h.Second(t)
			if got, want := turn(restarted), day == 7 || day == 14; got != want {
				t.Errorf("day %d: %v, want %v", day, got, want)
			}
			if turn(h) {
				t.Errorf("day %d: two processes took the same turn", day)
			}
			h.Clock.Move(24 * time.Hour)
		}
	})
}
