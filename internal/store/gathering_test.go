package store_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"alongside/internal/access"
	"alongside/internal/account"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
)

// gathering is people on one board, and what they were told.
type gathering struct {
	*House
	desk *group.Desk
	told []string
	n    int
}

func gather(h *House) *gathering {
	g := &gathering{House: h}
	g.desk = &group.Desk{Store: h.Store.Groups(), Clock: h.Clock, Seed: []byte("0123456789abcdef0123456789abcdef"),
		Tell: func(_ context.Context, tx group.Tx, to party.FaceID, n group.News, _ party.GroupID) error {
			f, _, err := tx.FaceBy(to)
			g.told = append(g.told, f.Name+" "+string(n))
			return err
		}}
	return g
}

// heard is what people were told since it was last asked.
func (g *gathering) heard() string {
	slices.Sort(g.told)
	s := strings.Join(g.told, ", ")
	g.told = nil
	return s
}

func (g *gathering) account(t *testing.T) party.AccountID {
	t.Helper()
	g.n++
	who := id.New[account.Account]()
	return party.AccountID(who)
}

func (g *gathering) viewer(t *testing.T, who party.AccountID) access.Viewer {
	t.Helper()
	return must[access.Viewer](t)(g.desk.Viewer(ctx, who, false))
}

func (g *gathering) look(t *testing.T, who party.AccountID, in group.Group) group.Look {
	t.Helper()
	return must[group.Look](t)(g.desk.Look(ctx, g.viewer(t, who), in.Slug))
}

func (g *gathering) face(t *testing.T, who party.AccountID, in group.Group) party.FaceID {
	t.Helper()
	var f party.Face
	err := g.desk.Store.View(ctx, func(tx group.Tx) (err error) {
		f, _, err = tx.FaceIn(who, in.ID)
		return err
	})
	if err != nil || f.ID == 0 {
		t.Fatal("no face", err)
	}
	return f.ID
}

// found makes a group of so many founders, with these rules.
func (g *gathering) found(t *testing.T, rules group.Rules, names ...string) (group.Group, []party.AccountID) {
	t.Helper()
	first := g.account(t)
	in, _, err := g.desk.Found(ctx, first, group.Draft{Card: group.Card{Name: "Dock Street", About: "Meals."}, Agreements: "We ask first.", FaceName: names[0]})
	if err != nil {
		t.Fatal(err)
	}
	all := []party.AccountID{first}
	for _, name := range names[1:] {
		who, err := g.join(t, in, first, name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, who)
	}
	if rules.Door != "" {
		setRules(t, g, in, rules)
	}
	g.heard()
	return must[group.Look](t)(g.desk.Look(ctx, access.Viewer{}, in.Slug)).Group, all
}

// join comes into an open group by a fresh invitation.
func (g *gathering) join(t *testing.T, in group.Group, by party.AccountID, name string) (party.AccountID, error) {
	t.Helper()
	_, link, err := g.desk.Invite(ctx, g.viewer(t, by), in.ID, "")
	if err != nil {
		return 0, err
	}
	who := g.account(t)
	_, _, err = g.desk.Join(ctx, who, group.Joining{Link: link, Read: in.Agreed, Name: name})
	return who, err
}

// knock asks to come in, by a fresh invitation.
func (g *gathering) knock(t *testing.T, in group.Group, by party.AccountID, name string, answers ...string) party.AccountID {
	t.Helper()
	_, link, err := g.desk.Invite(ctx, g.viewer(t, by), in.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	who := g.account(t)
	k := group.Knocking{Joining: group.Joining{Link: link, Read: in.Agreed, Name: name}, Answers: answers}
	for range 2 { // a page may be sent twice
		_, inside, err := g.desk.Knock(ctx, who, k)
		if err != nil || inside {
			t.Fatalf("knocking: in %v, %v", inside, err)
		}
	}
	return who
}

// meets shows and scans both ways; in says whether the newcomer is in by that.
func (g *gathering) meets(t *testing.T, in group.Group, member, newcomer party.AccountID) (bool, error) {
	t.Helper()
	step := must[group.Doorstep](t)(g.desk.Doorstep(ctx, g.viewer(t, newcomer), in.Slug))
	v, f := g.viewer(t, member), g.face(t, newcomer, in)
	if err := g.desk.Vouch(ctx, v, in.ID, f, step.Code.String()); err != nil {
		return false, err
	}
	m, err := g.desk.Meeting(ctx, v, in.ID, f)
	if err != nil {
		return false, err
	}
	return g.desk.Meet(ctx, g.viewer(t, newcomer), in.ID, m.Mine.String())
}

func fine(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t *testing.T, kind fault.Kind, err error) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("got %v, want %v", err, kind)
	}
}

func vouched(n int) group.Rules {
	r := group.Usual
	r.Door, r.Vouches = group.Vouched, n
	return r
}

func (g *gathering) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	if err := g.DB.View(ctx, func(tx *db.Tx) error { return tx.Row(query, args, &n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

// setRules puts rules in force as a decision would.
func setRules(t *testing.T, g *gathering, in group.Group, r group.Rules) {
	t.Helper()
	err := g.desk.Store.Update(ctx, func(tx group.Tx) error {
		now, _, err := tx.Group(in.ID)
		if err != nil {
			return err
		}
		now.Agreed++
		if err := tx.AddAgreements(group.Agreements{Group: in.ID, Version: now.Agreed, Text: "We ask first.", Since: g.Clock.Now(), Rules: r}); err != nil {
			return err
		}
		return tx.SaveGroup(now)
	})
	if err != nil {
		t.Fatal(err)
	}
}
