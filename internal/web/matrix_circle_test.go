package web_test

import (
	"context"
	"maps"
	"testing"

	"alongside/internal/call"
	"alongside/internal/circle"
	"alongside/internal/group"
	"alongside/internal/party"
)

// mustCircle makes a circle that the insider alone is in, and asks in it.
func (s *scene) mustCircle(t *testing.T, g group.Group, face party.FaceID) {
	t.Helper()
	_, viewer := acting(s.enter(t, s.cookies[insider]))
	made, err := s.house.Circles.Make(context.Background(), viewer, g.ID, circle.Draft{Name: "Legal"})
	if err != nil {
		t.Fatal(err)
	}
	_, viewer = acting(s.enter(t, s.cookies[insider]))
	asked := s.open(t, party.OfFace(face), call.Draft{Body: "A lawyer for Tuesday", Group: g.ID, Circle: made})
	s.subject["circle"], s.subject["asked"] = made.String(), asked.Call.ID.String()
	s.subject["askedpart"] = s.part(t, viewer, asked.Call.ID).String()
}

// theirs answers n to the one who is in the circle; for others, members of the
// group included, there is nothing.
func theirs(n int) [roles]int {
	return [roles]int{noSuch, noSuch, noSuch, noSuch, noSuch, n, noSuch, noSuch}
}

// circleOnly is theirs for pages that ask strangers to sign in first.
func circleOnly(n int) [roles]int {
	return [roles]int{signIn, signIn, signIn, noSuch, noSuch, n, noSuch, noSuch}
}

func init() {
	maps.Copy(matrix, map[string][]row{
		"GET /g/{slug}/circles":      {{at: "/g/{group}/circles", want: memberOnly(ok)}},
		"GET /g/{slug}/circles/new":  {{at: "/g/{group}/circles/new", want: trustedOnly(ok)}},
		"POST /g/{slug}/circles/new": {{at: "/g/{group}/circles/new", form: "name=Legal", want: trustedOnly(on)}},
		"GET /g/{slug}/circles/{circle}": {{at: "/g/{group}/circles/everyone", want: memberOnly(ok)}, {at: "/g/{group}/circles/{circle}", want: circleOnly(ok)},
			{at: "/g/{group}/circles/7k2p9m3q7k2p9", want: memberOnly(noSuch)}},
		"POST /g/{slug}/circles/{circle}": {{at: "/g/{group}/circles/everyone", form: "do=write&words=Hello", want: memberOnly(on)},
			{at: "/g/{group}/circles/{circle}", form: "do=write&words=Hello", want: circleOnly(on)},
			{at: "/g/{group}/circles/{circle}", form: "do=end", want: circleOnly(on)},
			{at: "/g/{group}/circles/everyone", form: "do=end", want: memberOnly(noSuch)},
			{at: "/g/{group}/circles/7k2p9m3q7k2p9", form: "do=write&words=Hello", want: memberOnly(noSuch)}},
		"GET /g/{slug}/circles/{circle}/sure": {{at: "/g/{group}/circles/{circle}/sure", want: circleOnly(ok)},
			{at: "/g/{group}/circles/7k2p9m3q7k2p9/sure", want: memberOnly(noSuch)}},
	})
	for pattern, rows := range map[string][]row{
		"GET /c/{call}":         {{at: "/c/{asked}", want: theirs(ok)}, {at: "/c/{asked}.json", want: theirs(ok)}},
		"POST /c/{call}":        {{at: "/c/{asked}", form: "part={askedpart}", want: theirs(mistakes)}}, // it is their own
		"GET /c/{call}/slip":    {{at: "/c/{asked}/slip", want: theirs(ok)}},
		"GET /c/{call}/share":   {{at: "/c/{asked}/share", want: theirs(ok)}},
		"GET /c/{call}/report":  {{at: "/c/{asked}/report", want: theirs(ok)}},
		"POST /c/{call}/report": {{at: "/c/{asked}/report", form: "reason=harm", want: theirs(mistakes)}},
		"GET /ask":              {{at: "/ask?g={group}&audience=circle.{circle}", want: all(ok)}},
		"POST /ask": {{at: "/ask", form: "step=check&text=A+lawyer&audience=circle.{circle}",
			want: [roles]int{mistakes, mistakes, mistakes, mistakes, mistakes, on, mistakes, mistakes}}},
	} {
		matrix[pattern] = append(matrix[pattern], rows...)
	}
}
