package store_test

import (
	"testing"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// face is somebody with an account.
func face() (access.Viewer, party.Ref) {
	ref := party.OfFace(id.New[party.Face]())
	return access.Viewer{Parties: []party.Ref{ref}}, ref
}

func TestAGuestsThingsMoveIntoTheirAccount(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		mine, guest := h.ask(t, call.Draft{})
		other, _ := h.ask(t, call.Draft{Body: "A lift to the clinic", Rule: call.AskerAgrees})
		answer := must[call.Commitment](t)(h.Spine.AnswerNow(ctx, guest, guest.Parties[0], call.Answer{Part: other.Parts[0].ID}))
		theirs, _ := h.answer(t, mine.Parts[0].ID)

		who, ref := face()
		if err := h.Spine.Adopt(ctx, party.GuestID(guest.Parties[0].ID), ref); err != nil {
			t.Fatal(err)
		}
		m := must[call.Mine](t)(h.Spine.Mine(ctx, who))
		if len(m.Calls) != 1 || m.Calls[0].ID != mine.ID || len(m.Promises) != 2 {
			t.Fatalf("the account has %d calls and %d promises", len(m.Calls), len(m.Promises))
		}
		if err := h.Spine.HandBack(ctx, who, answer.ID); err != nil {
			t.Errorf("the promise is not theirs: %v", err)
		}
		if err := h.Spine.LetGo(ctx, who, theirs.ID); err != nil {
			t.Errorf("the answer is not to them: %v", err)
		}
		if left := must[call.Mine](t)(h.Spine.Mine(ctx, guest)); len(left.Calls)+len(left.Promises) != 0 {
			t.Errorf("the guest keeps %+v", left)
		}
		err := h.Spine.Adopt(ctx, party.GuestID(guest.Parties[0].ID), ref)
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("a guest that is no more was adopted: %v", err)
		}
	})
}

func TestNobodyStandsOnBothSidesOfAPromise(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		who, ref := face()
		mine, guest := h.ask(t, call.Draft{})
		toGuest := must[call.Commitment](t)(h.Spine.AnswerNow(ctx, who, ref, call.Answer{Part: mine.Parts[0].ID}))
		o, err := h.Spine.Open(ctx, ref, call.Draft{Body: "Soup for two", Language: "en"})
		if err != nil {
			t.Fatal(err)
		}
		look := must[call.Look](t)(h.Spine.Look(ctx, who, o.Call.ID))
		toFace := must[call.Commitment](t)(h.Spine.AnswerNow(ctx, guest, guest.Parties[0], call.Answer{Part: look.Parts[0].ID}))
		if err := h.Spine.Adopt(ctx, party.GuestID(guest.Parties[0].ID), ref); err != nil {
			t.Fatal(err)
		}
		for _, m := range must[call.Mine](t)(h.Spine.Mine(ctx, who)).Promises {
			if (m.ID == toGuest.ID || m.ID == toFace.ID) && m.State.Runs() {
				t.Errorf("a promise to oneself still runs: %s", m.State)
			}
		}
		for _, c := range []call.ID{mine.ID, o.Call.ID} {
			if p := must[call.Look](t)(h.Spine.Look(ctx, who, c)).Parts[0]; p.Taken != 0 {
				t.Errorf("a place is still taken: %d", p.Taken)
			}
		}
	})
}
