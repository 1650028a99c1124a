package web_test

import (
	"context"
	"maps"
	"net/http"
	"testing"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/circle"
	"alongside/internal/group"
	"alongside/internal/host"
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
	s.subject["post"], s.subject["circlepost"] = s.mustWrite(t, viewer, g, circle.Everyone), s.mustWrite(t, viewer, g, made)
	s.mustHide(t, viewer, g, face)
}

// mustWrite writes to a circle, and gives the post.
func (s *scene) mustWrite(t *testing.T, v access.Viewer, g group.Group, in party.CircleID) string {
	t.Helper()
	err := s.house.Circles.Write(context.Background(), v, g.ID, in, in.String(), "We meet on Tuesday.")
	if err != nil {
		t.Fatal(err)
	}
	l, err := s.house.Circles.Look(context.Background(), v, g.ID, in, circle.Post{})
	if err != nil {
		t.Fatal(err)
	}
	return l.Posts[0].ID.String()
}

// mustHide puts up calls that are hidden: one of the insider's and one of the
// newcomer's for the group alone, and one that the host has hidden.
func (s *scene) mustHide(t *testing.T, v access.Viewer, g group.Group, face party.FaceID) {
	t.Helper()
	ctx := context.Background()
	newcomer, _ := s.enter(t, s.cookies[newcomer]).Face(g.ID)
	for name, by := range map[string]party.FaceID{"hidden": face, "theirhidden": newcomer.ID} {
		c := s.open(t, party.OfFace(by), call.Draft{Body: "The key of the cellar", Group: g.ID, Audience: call.InGroup}).Call
		s.subject[name], s.subject[name+"part"] = c.ID.String(), s.part(t, access.Viewer{Parties: []party.Ref{party.OfFace(by)}}, c.ID).String()
		err := s.house.Spine.Store.Update(ctx, func(tx call.Tx) error {
			c.State = call.Hidden
			return tx.SaveCall(c)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	barred := s.open(t, party.OfFace(face), call.Draft{Body: "A number of somebody's", Group: g.ID})
	if err := s.house.Host.Call(ctx, access.Viewer{Host: true}, barred.Call.ID, host.Hide, "It shows a number."); err != nil {
		t.Fatal(err)
	}
	s.subject["barred"] = barred.Call.ID.String()
}

// theirs answers n to the one who is in the circle; for others, members of the
// group included, there is nothing.
func theirs(n int) [roles]int {
	return [roles]int{noSuch, noSuch, noSuch, noSuch, noSuch, n, noSuch, noSuch}
}

// removed answers n to the insider; for others a host's word stands there.
func removed(n int) (w [roles]int) {
	w = all(http.StatusGone)
	w[insider] = n
	return w
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
		"GET /g/{slug}/circles/{circle}/log": {{at: "/g/{group}/circles/{circle}/log", want: circleOnly(ok)},
			{at: "/g/{group}/circles/everyone/log", want: memberOnly(noSuch)}, {at: "/g/{group}/circles/7k2p9m3q7k2p9/log", want: memberOnly(noSuch)}},
		"GET /g/{slug}/circles/{circle}/posts/{post}/report": {{at: "/g/{group}/circles/everyone/posts/{post}/report", want: memberOnly(ok)},
			{at: "/g/{group}/circles/{circle}/posts/{circlepost}/report", want: circleOnly(ok)}, // and says that nobody else would answer
			{at: "/g/{group}/circles/everyone/posts/{circlepost}/report", want: memberOnly(noSuch)},
			{at: "/g/{group}/circles/{circle}/posts/{post}/report", want: memberOnly(noSuch)},
			{at: "/g/{group}/circles/everyone/posts/7k2p9m3q7k2p9/report", want: memberOnly(noSuch)},
			{at: "/g/{group}/circles/7k2p9m3q7k2p9/posts/{circlepost}/report", want: memberOnly(noSuch)}},
		"POST /g/{slug}/circles/{circle}/posts/{post}/report": {{at: "/g/{group}/circles/everyone/posts/{post}/report", form: "reason=harm", want: memberOnly(ok)},
			{at: "/g/{group}/circles/everyone/posts/{post}/report", want: memberOnly(mistakes)},
			{at: "/g/{group}/circles/{circle}/posts/{circlepost}/report", form: "reason=harm", want: circleOnly(mistakes)}, // there is nobody else
			{at: "/g/{group}/circles/everyone/posts/{circlepost}/report", form: "reason=harm", want: memberOnly(noSuch)},
			{at: "/g/{group}/circles/7k2p9m3q7k2p9/posts/{circlepost}/report", form: "reason=harm", want: memberOnly(noSuch)}},
		"GET /g/{slug}/circles/{circle}/sure": {{at: "/g/{group}/circles/{circle}/sure", want: circleOnly(ok)},
			{at: "/g/{group}/circles/7k2p9m3q7k2p9/sure", want: memberOnly(noSuch)}},
	})
	for pattern, rows := range map[string][]row{
		"GET /c/{call}": {{at: "/c/{asked}", want: theirs(ok)}, {at: "/c/{asked}.json", want: theirs(ok)},
			{at: "/c/{hidden}", want: theirs(ok)}, {at: "/c/{hidden}.json", want: all(noSuch)}, {at: "/c/{hidden}.ics", want: all(noSuch)},
			{at: "/c/{theirhidden}", want: insideOnly(ok)}, // the insider answers, the newcomer wrote it
			{at: "/c/{barred}", want: removed(ok)}, {at: "/c/{barred}.json", want: removed(noSuch)}},
		"POST /c/{call}": {{at: "/c/{asked}", form: "part={askedpart}", want: theirs(mistakes)}, // it is their own
			{at: "/c/{hidden}", form: "part={hiddenpart}", want: theirs(http.StatusConflict)},
			{at: "/c/{theirhidden}", form: "part={theirhiddenpart}", want: [roles]int{noSuch, noSuch, noSuch, noSuch, noSuch, noSuch, noSuch, http.StatusConflict}}},
		"GET /c/{call}/slip":       {{at: "/c/{asked}/slip", want: theirs(ok)}, {at: "/c/{hidden}/slip", want: theirs(ok)}, {at: "/c/{barred}/slip", want: theirs(ok)}},
		"GET /c/{call}/share":      {{at: "/c/{asked}/share", want: theirs(ok)}, {at: "/c/{hidden}/share", want: theirs(ok)}, {at: "/c/{barred}/share", want: theirs(ok)}},
		"GET /c/{call}/report":     {{at: "/c/{asked}/report", want: theirs(ok)}, {at: "/c/{hidden}/report", want: theirs(ok)}},
		"POST /c/{call}/report":    {{at: "/c/{asked}/report", form: "reason=harm", want: theirs(mistakes)}, {at: "/c/{theirhidden}/report", form: "reason=harm", want: [roles]int{noSuch, noSuch, noSuch, noSuch, noSuch, noSuch, noSuch, ok}}},
		"GET /you/c/{call}/edit":   {{at: "/you/c/{hidden}/edit", want: [roles]int{signIn, signIn, signIn, noSuch, noSuch, ok, noSuch, noSuch}}},
		"POST /you/c/{call}/edit":  {{at: "/you/c/{hidden}/edit", form: "title=A&text=B", want: [roles]int{signIn, signIn, signIn, noSuch, noSuch, on, noSuch, noSuch}}},
		"POST /you/c/{call}/close": {{at: "/you/c/{hidden}/close", form: "why=withdrawn", want: [roles]int{signIn, signIn, signIn, noSuch, noSuch, on, noSuch, noSuch}}},
		"GET /ask":                 {{at: "/ask?g={group}&audience=circle.{circle}", want: all(ok)}},
		"POST /ask": {{at: "/ask", form: "step=check&text=A+lawyer&audience=circle.{circle}",
			want: [roles]int{mistakes, mistakes, mistakes, mistakes, mistakes, on, mistakes, mistakes}}},
	} {
		matrix[pattern] = append(matrix[pattern], rows...)
	}
}
