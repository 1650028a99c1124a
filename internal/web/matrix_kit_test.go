package web_test

import (
	"context"
	"maps"
	"testing"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/id"
	"alongside/internal/kit"
)

func init() {
	maps.Copy(matrix, map[string][]row{
		// {kit} is that of the owner's call. Everybody reads it, and only they write
		// it: the keeper of the board and those who carry it do not.
		"GET /kits/{name}": {{at: "/kits/{kit}", want: all(ok)}, {at: "/kits/{kit}.json", want: all(ok)}, {at: "/kits/{kit}.xml", want: all(noSuch)}, {at: "/kits/invented", want: all(noSuch)}},
		"GET /c/{call}/kit": {{at: "/c/{own}/kit", want: ownerOnly(ok)}, {at: "/c/{own}/kit?of=chat-short-en", want: ownerOnly(ok)}, {at: "/c/{action}/kit", want: planOnly(ok)},
			{at: "/c/{inside}/kit", want: signed(noSuch)}, {at: "/c/{public}/kit", want: signed(noSuch)}},
		"POST /c/{call}/kit": {{at: "/c/{own}/kit", form: "language=en&channel=chat&words=A", want: ownerOnly(on)}, {at: "/c/{own}/kit", form: "of=chat-short-en&words=", want: ownerOnly(on)},
			{at: "/c/{own}/kit", form: "language=en&channel=x&words=A", want: ownerOnly(mistakes)}, {at: "/c/{own}/kit", form: "language=en&channel=chat&length=x&words=A", want: ownerOnly(mistakes)},
			{at: "/c/{own}/kit", form: "useby=soon", want: ownerOnly(mistakes)}, {at: "/c/{public}/kit", form: "language=en&channel=chat&words=A", want: signed(noSuch)},
			{at: "/c/{action}/kit", form: "language=en&channel=chat&words=A", want: planOnly(on)}},
		"GET /mine/{link}/c/{call}/kit":  {{at: "/mine/{link}/c/{public}/kit?d={proof}", want: guests(ok, noSuch)}, {at: "/mine/{link}/c/{own}/kit?d={proof}", want: guests(noSuch, noSuch)}},
		"POST /mine/{link}/c/{call}/kit": {{at: "/mine/{link}/c/{public}/kit", form: "language=en&channel=chat&words=A", want: guests(on, noSuch)}, {at: "/mine/{link}/c/{own}/kit", form: "language=en&channel=chat&words=A", want: guests(noSuch, noSuch)}},
	})
}

// mustKit writes a kit for the owner's call.
func (s *scene) mustKit(t *testing.T, owner access.Viewer) {
	t.Helper()
	which, err := id.Parse[call.Call](s.subject["own"])
	if err != nil {
		t.Fatal(err)
	}
	k, err := s.house.Kits.Write(context.Background(), owner, which, kit.Draft{Rendering: kit.Rendering{Channel: kit.Chat, Language: "en", Words: "A lift, please."}, Renders: true})
	if err != nil {
		t.Fatal(err)
	}
	s.subject["kit"] = k.Slug
}
