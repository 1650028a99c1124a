package app

import (
	"slices"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/db"
	"alongside/internal/group"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
	"alongside/test/blank"
)

func TestADecisionPutsTheGroupToRestInItsOwnTransaction(t *testing.T) {
	clock := when.At(time.Date(2026, 5, 7, 12, 0, 0, 0, time.UTC))
	h, err := Open(t.Context(), Config{Database: db.Config{Dir: blank.SQLite(t)}, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer h.Stop()
	g, face, err := h.Groups.Found(t.Context(), party.AccountID(7), group.Draft{Card: group.Card{Name: "Dock Street", About: "Meals."}, Agreements: "We ask first.", FaceName: "Ana"})
	if err != nil {
		t.Fatal(err)
	}
	err = h.Groups.Store.Update(t.Context(), func(tx group.Tx) error {
		if err := h.tellMember(t.Context(), tx, face.ID, group.TrialOver, g.ID); err != nil {
			return err
		}
		return h.carryStatus(t.Context(), tx, g.ID, 0, []byte(`{"do":"rest","until":"2026-06-01"}`))
	})
	if err != nil {
		t.Fatal(err)
	}
	l, err := h.Groups.Look(t.Context(), access.Viewer{}, g.Slug)
	if err != nil || l.Group.Status != group.Resting || l.Group.Rests.Format(time.DateOnly) != "2026-06-01" {
		t.Errorf("it is %+v, %v", l.Group, err)
	}
	news, err := h.Notices.News(t.Context(), []party.Ref{party.OfFace(face.ID)})
	if err != nil || len(news) != 1 || news[0].Kind != notice.TrialOver || news[0].Call != int64(g.ID) {
		t.Errorf("told: %+v, %v", news, err)
	}
}

func TestAllNewsOfAGroupIsAKindOfNotice(t *testing.T) {
	for _, n := range group.AllNews {
		if k := notice.Kind(n); !slices.Contains(notice.Kinds, k) || !k.Inside() {
			t.Errorf("%s is no notice from inside a group", n)
		}
	}
}
