package web_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"alongside/internal/group"
	"alongside/internal/party"
)

func TestTheAgreementsSayOnWhichDayTheyAreLookedAtAgain(t *testing.T) {
	b := newBoard(t)
	ctx := context.Background()
	g, _, err := b.house.Groups.Found(ctx, party.AccountID(77), group.Draft{Key: "found", FaceName: "Ana", Agreements: "We ask first.",
		Card: group.Card{Name: "Dock Street", About: "Shared meals."}})
	if err != nil {
		t.Fatal(err)
	}
	at := "/g/" + g.Slug + "/agreements"
	if got := b.do("GET", at, "en", nil); strings.Contains(got.words, "look at it again") {
		t.Errorf("nobody chose a day, and it says: %s", got.words)
	}
	data, err := json.Marshal(group.Rewriting{Version: 1, Text: "We ask twice.", Rules: group.Usual, Review: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	err = b.house.Groups.Store.Update(ctx, func(tx group.Tx) error { return b.house.Groups.PutInForce(ctx, tx, g.ID, data) })
	if err != nil {
		t.Fatal(err)
	}
	if got := b.do("GET", at, "en", nil); !strings.Contains(got.words, "We look at it again on Sunday 31 January 2027") {
		t.Errorf("it does not say when: %s", got.words)
	}
	if got := b.do("GET", at+"?version=1", "en", nil); strings.Contains(got.words, "look at it again") {
		t.Errorf("what is no longer in force is looked at again: %s", got.words)
	}
}
