package web_test

import (
	"context"
	"maps"
	"testing"

	"alongside/internal/account"
	"alongside/internal/repair"
	"alongside/internal/store"
)

func init() {
	maps.Copy(matrix, map[string][]row{
		"GET /g/{slug}/repairs":      {{at: "/g/{group}/repairs", want: memberOnly(ok)}},
		"GET /g/{slug}/repairs/new":  {{at: "/g/{group}/repairs/new", want: memberOnly(ok)}},
		"POST /g/{slug}/repairs/new": {{at: "/g/{group}/repairs/new", want: memberOnly(mistakes)}},
		"GET /g/{slug}/repairs/{repair}": {{at: "/g/{group}/repairs/{repair}", want: memberOnly(ok)},
			{at: "/g/{group}/repairs/7k2p9m3q7k2p9", want: signed(noSuch)}},
		"POST /g/{slug}/repairs/{repair}": {{at: "/g/{group}/repairs/{repair}", form: "do=say", want: memberOnly(mistakes)},
			{at: "/g/{group}/repairs/{repair}", form: "do=say&words=Hello&key=k", want: memberOnly(on)},
			{at: "/g/{group}/repairs/7k2p9m3q7k2p9", form: "do=say&words=Hello", want: signed(noSuch)}},
		"GET /g/{slug}/repairs/{repair}/{step}": {{at: "/g/{group}/repairs/{repair}/help", want: memberOnly(ok)},
			{at: "/g/{group}/repairs/{repair}/back", want: signed(noSuch)}, {at: "/g/{group}/repairs/{repair}/invented", want: signed(noSuch)}},
		"POST /g/{slug}/repairs/{repair}/{step}": {{at: "/g/{group}/repairs/{repair}/help", want: memberOnly(mistakes)},
			{at: "/g/{group}/repairs/{repair}/end", want: memberOnly(on)}},
	})
}

// mustRepair opens a talk between the group's two members.
func (s *scene) mustRepair(t *testing.T, insider, newcomer account.Person) {
	t.Helper()
	desk := &repair.Desk{Store: store.New(s.house.DB).Repairs(), Clock: s.clock}
	_, viewer := acting(insider)
	other := newcomer.Faces[len(newcomer.Faces)-1]
	for _, f := range newcomer.Faces {
		if f.Group != account.Board {
			other = f
		}
	}
	which, err := desk.Open(context.Background(), viewer, other.Group, repair.Asking{Whom: other.ID, Words: "The shed was left open."})
	if err != nil {
		t.Fatal(err)
	}
	s.subject["repair"] = which.String()
}
