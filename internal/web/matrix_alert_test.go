package web_test

import (
	"context"
	"maps"
	"testing"

	"alongside/internal/alert"
	"alongside/internal/group"
	"alongside/internal/mandate"
	"alongside/internal/party"
	"alongside/internal/place"
)

func init() {
	nobody := "/g/{group}/alerts/7k2p9m3q7k2p9"
	maps.Copy(matrix, map[string][]row{
		// The insider looks into alerts. {alertruns} is confirmed, {alertwaits} is not;
		// the group has opened neither of its doors.
		"GET /g/{slug}/alerts":      {{at: "/g/{group}/alerts", want: insideOnly(ok)}, {at: "/g/invented/alerts", want: all(noSuch)}},
		"GET /g/{slug}/alerts/new":  {{at: "/g/{group}/alerts/new", want: insideOnly(ok)}},
		"POST /g/{slug}/alerts/new": {{at: "/g/{group}/alerts/new", form: "place=", want: insideOnly(mistakes)}, {at: "/g/{group}/alerts/new", form: "kind={alertkind}&place=Mill", want: insideOnly(ok)}},
		"GET /g/{slug}/alerts/mine": {{at: "/g/{group}/alerts/mine", want: trustedOnly(ok)}},
		"POST /g/{slug}/alerts/mine": {{at: "/g/{group}/alerts/mine", form: "from=09:00&to=21:00&zone=UTC&place=Mill&days=1&most=2&kinds={alertkind}", want: trustedOnly(on)},
			{at: "/g/{group}/alerts/mine", form: "from=09:00&to=21:00&zone=UTC", want: trustedOnly(mistakes)}, {at: "/g/{group}/alerts/mine", form: "do=off", want: memberOnly(on)}},
		"GET /g/{slug}/alerts/kinds": {{at: "/g/{group}/alerts/kinds", want: trustedOnly(ok)}},
		"GET /g/{slug}/alerts/kinds/{kind}": {{at: "/g/{group}/alerts/kinds/new", want: trustedOnly(ok)}, {at: "/g/{group}/alerts/kinds/{alertkind}", want: trustedOnly(ok)},
			{at: "/g/{group}/alerts/kinds/7k2p9m3q7k2p9", want: trustedOnly(noSuch)}},
		"POST /g/{slug}/alerts/kinds/{kind}": {{at: "/g/{group}/alerts/kinds/new", form: "name=Fire&enough=3&hours=2", want: trustedOnly(on)},
			{at: "/g/{group}/alerts/kinds/new", want: trustedOnly(mistakes)}, {at: "/g/{group}/alerts/kinds/{alertkind}", form: "do=drop", want: trustedOnly(on)}},
		"GET /g/{slug}/alerts/doors":  {{at: "/g/{group}/alerts/doors", want: trustedOnly(ok)}},
		"POST /g/{slug}/alerts/doors": {{at: "/g/{group}/alerts/doors", form: "read=yes", want: trustedOnly(on)}},
		"GET /g/{slug}/alerts/{alert}": {{at: "/g/{group}/alerts/{alertruns}", want: insideOnly(ok)},
			{at: "/g/{group}/alerts/{alertwaits}", want: [roles]int{noSuch, noSuch, noSuch, noSuch, noSuch, ok, noSuch, noSuch}}, {at: nobody, want: all(noSuch)}},
		"POST /g/{slug}/alerts/{alert}": {{at: "/g/{group}/alerts/{alertruns}", form: "do=coming", want: trustedOnly(on)},
			{at: "/g/{group}/alerts/{alertwaits}", form: "do=check", want: trustedOnly(on)},
			{at: "/g/{group}/alerts/{alertruns}", form: "do=stand", want: trustedOnly(on)},
			{at: "/g/{group}/alerts/{alertwaits}", form: "do=confirm&words=", want: trustedOnly(mistakes)},
			{at: nobody, form: "do=check", want: memberOnly(noSuch)}},
	})
}

// mustAlert lets the insider look into alerts, and has one run and one wait.
func (s *scene) mustAlert(t *testing.T, g group.Group, face party.FaceID) {
	t.Helper()
	ctx, desk := context.Background(), s.house.Alerts
	given := mandate.Given{Scope: party.Verify, Words: "Alerts", Holders: []party.FaceID{face}, Days: 90}
	err := s.house.Mandates.Store.Update(ctx, func(tx mandate.Tx) error {
		return s.house.Mandates.InForce(ctx, tx, g.ID, 7, given.Data())
	})
	if err != nil {
		t.Fatal(err)
	}
	_, finds := acting(s.enter(t, s.cookies[insider]))
	_, reports := acting(s.enter(t, s.cookies[newcomer]))
	if err := desk.SetKind(ctx, finds, alert.Kind{Group: g.ID, Name: "Men at the door", Enough: 2, Hours: 3}); err != nil {
		t.Fatal(err)
	}
	w, err := desk.Ways(ctx, finds, g.ID)
	if err != nil {
		t.Fatal(err)
	}
	s.subject["alertkind"] = w.Kinds[0].ID.String()
	for name, at := range map[string]string{"alertruns": "Dock Street", "alertwaits": "Canal Square"} {
		if err := desk.Report(ctx, reports, g.ID, alert.Seen{Key: name, Kind: w.Kinds[0].ID, Area: place.Area{Name: at}}); err != nil {
			t.Fatal(err)
		}
	}
	_, all, err := desk.List(ctx, finds, g.ID)
	for _, a := range all {
		if a.Area.Name == "Dock Street" {
			s.subject["alertruns"] = a.ID.String()
			err = desk.Find(ctx, finds, g.ID, a.ID, alert.Finding{Do: alert.Confirm, Words: "Three men with crowbars."})
		} else {
			s.subject["alertwaits"] = a.ID.String()
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}
