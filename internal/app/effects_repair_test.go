package app

import (
	"strconv"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/db"
	"alongside/internal/decision"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/when"
	"alongside/test/blank"
)

// union is a group of three on a whole board: everybody is through.
type union struct {
	*House
	t     *testing.T
	group group.Group
	faces []party.Face
}

func newUnion(t *testing.T) *union {
	h, err := Open(t.Context(), Config{Database: db.Config{Dir: blank.SQLite(t)}, Clock: when.At(time.Date(2026, 5, 7, 12, 0, 0, 0, time.UTC))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Stop() })
	u := &union{House: h, t: t}
	g, f, err := h.Groups.Found(t.Context(), 1, group.Draft{Card: group.Card{Name: "Dock Street", About: "Meals."},
		Agreements: "We ask first.\nWe keep what we promise.", FaceName: "Ana"})
	if err != nil {
		t.Fatal(err)
	}
	u.group, u.faces = g, append(u.faces, f)
	for n := 2; n <= 3; n++ {
		if f, err = u.join(party.AccountID(n), "Member "+strconv.Itoa(n)); err != nil {
			t.Fatal(err)
		}
		u.faces = append(u.faces, f)
	}
	return u
}

func (u *union) viewer(n int) access.Viewer {
	u.t.Helper()
	v, err := u.Groups.Viewer(u.t.Context(), party.AccountID(n), false)
	if err != nil {
		u.t.Fatal(err)
	}
	return v
}

func (u *union) link() id.Secret {
	u.t.Helper()
	_, link, err := u.Groups.Invite(u.t.Context(), u.viewer(1), u.group.ID, "")
	if err != nil {
		u.t.Fatal(err)
	}
	return link
}

func (u *union) join(who party.AccountID, name string) (party.Face, error) {
	u.t.Helper()
	_, f, err := u.Groups.Join(u.t.Context(), who, group.Joining{Link: u.link(), Read: 1, Name: name})
	return f, err
}

// decides has the first two members propose a change and consent to it.
func (u *union) decides(dr decision.Draft) {
	u.t.Helper()
	ctx, g := u.t.Context(), u.group.ID
	dec, err := u.Decisions.Propose(ctx, u.viewer(1), g, dr)
	if err == nil {
		err = u.Decisions.Second(ctx, u.viewer(2), g, dec.ID)
	}
	for n := 1; err == nil && n <= 2; n++ {
		_, err = u.Decisions.Say(ctx, u.viewer(n), g, dec.ID, decision.Say{Key: strconv.Itoa(n), Version: dec.Version, Stance: decision.Consent})
	}
	if err != nil {
		u.t.Fatal(err)
	}
}

func TestADecisionPartsFromAMemberAndNoLinkBringsThemBackBeforeAnAppealDoes(t *testing.T) {
	u := newUnion(t)
	ctx, g, gone := t.Context(), u.group.ID, u.faces[2]
	data, err := u.Repairs.Removing(ctx, u.viewer(1), g, gone.ID, "We keep what we promise.")
	if err != nil {
		t.Fatal(err)
	}
	u.decides(decision.Draft{Key: "removal", Title: "We part", Text: "Three promises were not kept.", Method: group.Consent,
		Effect: decision.Effect{Change: decision.Removal, Data: data}, About: gone.ID})
	if v := u.viewer(3); v.In(g) {
		t.Error("the decision closed, and they are a member still")
	}
	if _, err := u.join(3, "Somebody else"); !fault.Is(err, fault.NotYours) {
		t.Errorf("a link brought them back: %v", err)
	}
	if _, err := u.join(4, "A newcomer"); err != nil {
		t.Errorf("nobody else comes in any more: %v", err)
	}
}
