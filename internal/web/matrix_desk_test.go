package web_test

import (
	"context"
	"fmt"
	"maps"
	"testing"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/group"
	"alongside/internal/mandate"
	"alongside/internal/party"
)

func init() {
	maps.Copy(matrix, map[string][]row{
		// The insider hosts the group's desk; {deskcall} is the group's own call,
		// and {deskpromise} an offer to it.
		"GET /g/{slug}/desk": {{at: "/g/{group}/desk", want: memberOnly(ok)}, {at: "/g/invented/desk", want: signed(noSuch)}},
		"POST /g/{slug}/desk/p/{promise}": {{at: "/g/{group}/desk/p/{deskpromise}", form: "do=agree", want: trustedOnly(on)},
			{at: "/g/{group}/desk/p/{deskpromise}", form: "do=back", want: signed(noSuch)},
			{at: "/g/{group}/desk/p/{signedpromise}", form: "do=kept", want: signed(noSuch)}},
		"GET /g/{slug}/desk/c/{call}/edit": {{at: "/g/{group}/desk/c/{deskcall}/edit", want: trustedOnly(ok)},
			{at: "/g/{group}/desk/c/{inside}/edit", want: signed(noSuch)}, {at: "/g/{group}/desk/c/{own}/edit", want: signed(noSuch)}},
		"POST /g/{slug}/desk/c/{call}/edit": {{at: "/g/{group}/desk/c/{deskcall}/edit", form: "title=A&text=B", want: trustedOnly(on)},
			{at: "/g/{group}/desk/c/{own}/edit", form: "title=A&text=B", want: signed(noSuch)}},
		"GET /g/{slug}/desk/c/{call}/close": {{at: "/g/{group}/desk/c/{deskcall}/close", want: trustedOnly(ok)},
			{at: "/g/{group}/desk/c/{public}/close", want: signed(noSuch)}},
		"POST /g/{slug}/desk/c/{call}/close": {{at: "/g/{group}/desk/c/{deskcall}/close", form: "why=withdrawn", want: trustedOnly(on)},
			{at: "/g/{group}/desk/c/{public}/close", form: "why=withdrawn", want: signed(noSuch)}},
	})
}

// mustDesk gives the insider the task to host the group's desk, puts a call of
// the group on the board, and lets a guest answer it.
func (s *scene) mustDesk(t *testing.T, g group.Group, insider party.FaceID) {
	t.Helper()
	ctx, spine := context.Background(), s.house.Spine
	given := mandate.Given{Scope: party.Intake, Words: "The desk", Holders: []party.FaceID{insider}, Days: 90}
	err := s.house.Mandates.Store.Update(ctx, func(tx mandate.Tx) error {
		return s.house.Mandates.InForce(ctx, tx, g.ID, 7, given.Data())
	})
	if err != nil {
		t.Fatal(err)
	}
	own := s.open(t, party.OfGroup(g.ID), call.Draft{Body: "Boxes for the stall", Group: g.ID, Rule: call.AskerAgrees})
	held, err := spine.Hold(ctx, access.Viewer{}, party.Ref{}, call.Answer{Part: s.part(t, access.Viewer{}, own.Call.ID), Key: call.Key(fmt.Sprint("desk", g.ID))})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := spine.Offer(ctx, access.Guest(held.Keys.Guest), held.Commitment.ID, call.Reach{Reach: "555 0109"}); err != nil {
		t.Fatal(err)
	}
	s.subject["deskcall"], s.subject["deskpromise"] = own.Call.ID.String(), held.Commitment.ID.String()
}
