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
	"alongside/internal/repair"
	"alongside/internal/when"
	"alongside/test/blank"
	"alongside/test/postgres"
)

// union is a group of three on a whole board: everybody is through.
type union struct {
	*House
	t     *testing.T
	group group.Group
	faces []party.Face
}

// onEach tells one story of a union on every database.
func onEach(t *testing.T, fn func(t *testing.T, u *union)) {
	t.Run("sqlite", func(t *testing.T) { fn(t, newUnion(t, db.Config{Dir: blank.SQLite(t)})) })
	if postgres.Wanted() {
		t.Run("postgres", func(t *testing.T) { fn(t, newUnion(t, db.Config{URL: blank.Postgres(t)})) })
	}
}

func newUnion(t *testing.T, where db.Config) *union {
	t.Helper()
	h, err := Open(t.Context(), Config{Database: where, Clock: when.At(time.Date(2026, 5, 7, 12, 0, 0, 0, time.UTC))})
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
	onEach(t, func(t *testing.T, u *union) {
		u.parts()
		if _, err := u.join(3, "Somebody else"); !fault.Is(err, fault.NotYours) {
			t.Errorf("a link brought them back: %v", err)
		}
		if _, err := u.join(4, "A newcomer"); err != nil {
			t.Errorf("nobody else comes in any more: %v", err)
		}
	})
}

// parts has the first two part from the third, by a decision.
func (u *union) parts() {
	u.t.Helper()
	gone := u.faces[2]
	data, err := u.Repairs.Removing(u.t.Context(), u.viewer(1), u.group.ID, gone.ID, "We keep what we promise.")
	if err != nil {
		u.t.Fatal(err)
	}
	u.decides(decision.Draft{Key: "removal", Title: "We part", Text: "Three promises were not kept.", Method: group.Consent,
		Effect: decision.Effect{Change: decision.Removal, Data: data}, About: gone.ID})
	if v := u.viewer(3); v.In(u.group.ID) {
		u.t.Error("the decision closed, and they are a member still")
	}
}

func TestADecidedAppealTakesARemovalBack(t *testing.T) {
	onEach(t, func(t *testing.T, u *union) {
		ctx, g := t.Context(), u.group.ID
		u.parts()
		appeals := func() []repair.Removal {
			t.Helper()
			all, err := u.Repairs.Appeals(ctx, u.viewer(1), g)
			if err != nil {
				t.Fatal(err)
			}
			return all
		}
		if len(appeals()) != 0 {
			t.Fatal("nobody has appealed yet")
		}
		if err := u.Repairs.Appeal(ctx, 3, g, "I was ill that month."); err != nil {
			t.Fatal(err)
		}
		all := appeals()
		if len(all) != 1 {
			t.Fatalf("members find %+v", all)
		}
		data, _, err := u.Repairs.Mending(ctx, u.viewer(2), g, all[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		if v := u.viewer(3); v.In(g) {
			t.Error("they asked, and are back before anybody decided")
		}
		u.decides(decision.Draft{Key: "mending", Title: "We were wrong", Text: "They were ill.", Method: group.Consent,
			Effect: decision.Effect{Change: decision.Mending, Data: data}})
		v := u.viewer(3)
		if !v.In(g) || !v.Trusted(g) || !v.Is(party.OfFace(u.faces[2].ID)) {
			t.Errorf("it was decided, and they stand as %+v", v)
		}
		if len(appeals()) != 0 {
			t.Error("it was decided, and can be decided again")
		}
		if _, err := u.Repairs.Removed(ctx, 3, g); !fault.Is(err, fault.NotFound) {
			t.Errorf("they still read that they were removed: %v", err)
		}
		if look, err := u.Groups.Look(ctx, v, u.group.Slug); err != nil || look.Me.Name != "Member 3" {
			t.Errorf("they are known as %q, %v", look.Me.Name, err)
		}
	})
}

func TestADecisionPausesAMemberAndAnotherEndsIt(t *testing.T) {
	onEach(t, func(t *testing.T, u *union) {
		g, whom := u.group.ID, u.faces[2].ID
		pause := func(key string, c decision.Change, data string) {
			u.decides(decision.Draft{Key: key, Title: key, Text: "They shouted.", Method: group.Consent,
				Effect: decision.Effect{Change: c, Data: []byte(data)}, About: whom})
		}
		named := strconv.FormatInt(int64(whom), 10)
		pause("a pause", decision.Pause, `{"face":`+named+`,"days":7,"why":"You shouted."}`)
		if v := u.viewer(3); v.Trusted(g) || !v.In(g) {
			t.Errorf("the decision closed, and they stand as %+v", v)
		}
		if _, p, err := u.Space.Mine(t.Context(), u.viewer(3), g); err != nil || p.Reason != "You shouted." {
			t.Errorf("they read %+v, %v", p, err)
		}
		pause("enough", decision.Lift, `{"face":`+named+`}`)
		if v := u.viewer(3); !v.Trusted(g) {
			t.Error("the decision closed, and the pause runs on")
		}
	})
}
