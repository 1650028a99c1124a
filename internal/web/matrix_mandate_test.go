package web_test

import (
	"context"
	"maps"
	"testing"

	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/mandate"
	"alongside/internal/party"
)

func init() {
	maps.Copy(matrix, map[string][]row{
		"GET /g/{slug}/mandates":                   {{at: "/g/{group}/mandates", want: memberOnly(ok)}},
		"GET /g/{slug}/mandates/new":               {{at: "/g/{group}/mandates/new", want: trustedOnly(ok)}},
		"POST /g/{slug}/mandates/new":              {{at: "/g/{group}/mandates/new", want: trustedOnly(mistakes)}},
		"POST /g/{slug}/mandates/{mandate}/recall": {{at: "/g/{group}/mandates/{othersmandate}/recall", want: trustedOnly(ok)}},
		"GET /g/{slug}/mandates/{mandate}": {{at: "/g/{group}/mandates/{mandate}", want: memberOnly(ok)},
			{at: "/g/{group}/mandates/7k2p9m3q7k2p9", want: memberOnly(noSuch)}},
		"POST /g/{slug}/mandates/{mandate}": {{at: "/g/{group}/mandates/{mandate}", form: "do=note&note=Keys", want: trustedOnly(on)},
			{at: "/g/{group}/mandates/{othersmandate}", form: "do=note&note=Keys", want: mandated()},
			{at: "/g/{group}/mandates/{othersmandate}", form: "do=unask", want: mandated()},
			{at: "/g/{group}/mandates/{mandate}", want: memberOnly(noSuch)}},
		"GET /g/{slug}/mandates/{mandate}/down":  {{at: "/g/{group}/mandates/{mandate}/down", want: memberOnly(ok)}},
		"POST /g/{slug}/mandates/{mandate}/down": {{at: "/g/{group}/mandates/{mandate}/down", want: trustedOnly(on)}},
	})
}

// mustMandate gives the insider one mandate, and a third member another.
func (s *scene) mustMandate(t *testing.T, g group.Group, insider party.FaceID) {
	t.Helper()
	ctx := context.Background()
	third := id.New[party.Face]()
	err := s.house.Groups.Store.Update(ctx, func(tx group.Tx) error {
		if err := tx.PutFace(party.Face{ID: third, Account: party.AccountID(id.New[party.Face]()), Group: g.ID, Name: "Theo"}); err != nil {
			return err
		}
		return tx.AddMember(group.Member{Face: third, Group: g.ID, Since: s.clock.Now()})
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, holder := range map[string]party.FaceID{"mandate": insider, "othersmandate": third} {
		given := mandate.Given{Scope: party.Sign, Words: name, Holders: []party.FaceID{holder}, Days: 90}
		err := s.house.Mandates.Store.Update(ctx, func(tx mandate.Tx) error {
			if err := s.house.Mandates.InForce(ctx, tx, g.ID, 7, given.Data()); err != nil {
				return err
			}
			held, err := tx.MandatesIn(holder)
			s.subject[name] = held[0].String()
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
