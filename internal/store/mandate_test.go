package store_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/mandate"
	"alongside/internal/party"
)

// guild is a group with members, all through their trial but the newcomer.
type guild struct {
	*House
	id       party.GroupID
	hall     *group.Desk
	desk     *mandate.Desk
	faces    map[string]party.FaceID
	accounts map[string]party.AccountID
}

func newGuild(t *testing.T, h *House, names ...string) *guild {
	t.Helper()
	u := &guild{House: h, faces: map[string]party.FaceID{}, accounts: map[string]party.AccountID{}}
	u.hall = &group.Desk{Store: h.Store.Groups(), Clock: h.Clock, Seed: h.Spine.Seed}
	u.desk = &mandate.Desk{Store: h.Store.Mandates(), Clock: h.Clock}
	for i, name := range names {
		u.accounts[name] = party.AccountID(id.New[guild]())
		if i == 0 {
			g, face, err := u.hall.Found(ctx, u.accounts[name], group.Draft{Key: id.New[guild]().String(),
				Card: group.Card{Name: "Eastfield Tenants", About: "We rent here."}, Agreements: "We are kind.", FaceName: name})
			if err != nil {
				t.Fatal(err)
			}
			u.id, u.faces[name] = g.ID, face.ID
			continue
		}
		u.faces[name] = id.New[party.Face]()
		u.add(t, name, time.Time{})
	}
	return u
}

func (u *guild) add(t *testing.T, name string, trial time.Time) {
	t.Helper()
	err := u.hall.Store.Update(ctx, func(tx group.Tx) error {
		err := tx.PutFace(party.Face{ID: u.faces[name], Account: u.accounts[name], Group: u.id, Name: name})
		if err != nil {
			return err
		}
		return tx.AddMember(group.Member{Face: u.faces[name], Group: u.id, Since: u.Clock.Now(), Trial: trial})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// become changes how a member stands: on trial until a time, or paused.
func (u *guild) become(t *testing.T, name string, trial time.Time, paused bool) {
	t.Helper()
	err := u.hall.Store.Update(ctx, func(tx group.Tx) error {
		m, _, err := tx.Member(u.faces[name])
		if err != nil {
			return err
		}
		m.Trial, m.Paused = trial, paused
		return tx.SaveMember(m)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (u *guild) viewer(t *testing.T, name string) access.Viewer {
	t.Helper()
	return must[access.Viewer](t)(u.hall.Viewer(ctx, u.accounts[name], false))
}

// give lets a decision that closes give a mandate.
func (u *guild) give(t *testing.T, g mandate.Given, holders ...string) (party.MandateID, error) {
	t.Helper()
	if g.Words == "" {
		g.Words = "The letters to the owner."
	}
	for _, name := range holders {
		g.Holders = append(g.Holders, u.faces[name])
	}
	err := u.desk.Store.Update(ctx, func(tx mandate.Tx) error { return u.desk.InForce(ctx, tx, u.id, 7, g.Data()) })
	if err != nil {
		return 0, err
	}
	var newest mandate.Mandate
	err = u.desk.Store.View(ctx, func(tx mandate.Tx) error {
		all, err := tx.MandatesOf(u.id, 50)
		newest = slices.MaxFunc(all, func(a, b mandate.Mandate) int { return a.Begins.Compare(b.Begins) })
		return err
	})
	return newest.ID, err
}

func (u *guild) mustGive(t *testing.T, g mandate.Given, holders ...string) party.MandateID {
	t.Helper()
	return must[party.MandateID](t)(u.give(t, g, holders...))
}

// may asks whether somebody may act for the group, as every room asks whose act
// takes a mandate: of the viewer, and of the rows.
func (u *guild) may(t *testing.T, v access.Viewer, s party.Scope) (may bool) {
	t.Helper()
	if _, holds := v.Holds(u.id, s); !holds {
		return false
	}
	err := u.Store.Calls().View(ctx, func(tx call.Tx) error {
		for _, p := range v.Parties {
			_, holds, err := tx.HoldsNow(party.FaceID(p.ID), u.id, s, u.Clock.Now())
			if err != nil {
				return err
			}
			may = may || holds
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return may
}

// mayNot wants that somebody may not.
func (u *guild) mayNot(t *testing.T, who string, v access.Viewer, s party.Scope) {
	t.Helper()
	if u.may(t, v, s) {
		t.Errorf("%s may %s", who, s)
	}
}

func (u *guild) look(t *testing.T, name string, m party.MandateID) mandate.Held {
	t.Helper()
	return must[mandate.Held](t)(u.desk.Look(ctx, u.viewer(t, name), u.id, m))
}

func mandateWants(t *testing.T, kind fault.Kind, err error) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("got %v, want %v", err, kind)
	}
}

func TestAMandateOpensItsOwnScopeToItsHoldersUntilItsEnd(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := newGuild(t, h, "Ana", "Mina", "Sol")
		m := u.mustGive(t, mandate.Given{Scope: party.Sign, Days: 30, Note: "The pen is in the drawer.", Shadow: u.faces["Sol"]}, "Ana", "Mina")
		early := u.viewer(t, "Ana") // a page that stays open
		for _, s := range party.Scopes {
			if may := u.may(t, early, s); may != (s == party.Sign) {
				t.Errorf("the mandate to sign opens %s: %t", s, may)
			}
		}
		u.mayNot(t, "a shadow", u.viewer(t, "Sol"), party.Sign)
		u.mayNot(t, "the host", access.Viewer{Host: true}, party.Sign)
		forged := early
		forged.Mandates = []party.Mandate{{ID: m, Group: u.id, Scope: party.Speak}}
		u.mayNot(t, "a page that claims another scope", forged, party.Speak)
		forged = u.viewer(t, "Sol")
		forged.Mandates = early.Mandates
		u.mayNot(t, "a page that claims another's", forged, party.Sign)
		h.Clock.Move(30*day - time.Second)
		if !u.may(t, early, party.Sign) {
			t.Error("it has ended before its end")
		}
		h.Clock.Move(time.Second)
		u.mayNot(t, "a page that stayed open beyond its end", early, party.Sign)
		if v := u.viewer(t, "Ana"); len(v.Mandates) != 0 {
			t.Errorf("after its end: %+v", v.Mandates)
		}
		if l := u.look(t, "Mina", m); l.Now || l.Me != "" || l.Note != "" {
			t.Errorf("an ended mandate reads %+v", l)
		}
	})
}

func TestWhoIsOnTrialOrPausedHoldsNoMandate(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := newGuild(t, h, "Ana", "Mina", "Noor")
		u.become(t, "Noor", h.Clock.Now().Add(14*day), false)
		_, err := u.give(t, mandate.Given{Scope: party.Sign, Days: 30}, "Noor")
		mandateWants(t, fault.Stale, err)
		m := u.mustGive(t, mandate.Given{Scope: party.Sign, Days: 30, Shadow: u.faces["Noor"]}, "Ana")
		if l := u.look(t, "Mina", m); !slices.Equal(l.Names(), []string{"Ana"}) || len(l.Beside()) != 0 {
			t.Errorf("given to %v beside %v", l.Names(), l.Beside())
		}
		early := u.viewer(t, "Ana")
		u.become(t, "Ana", time.Time{}, true)
		for _, v := range []access.Viewer{early, u.viewer(t, "Ana")} {
			u.mayNot(t, "whoever is paused", v, party.Sign)
			mandateWants(t, fault.NotYours, u.desk.Ask(ctx, v, u.id, m, u.faces["Mina"]))
			mandateWants(t, fault.NotYours, u.desk.Write(ctx, v, u.id, m, "Mine."))
		}
		if l := u.look(t, "Ana", m); l.Me != "" || l.Note != "" {
			t.Errorf("whoever is paused stands as %+v", l)
		}
		u.become(t, "Ana", time.Time{}, false)
		if !u.may(t, early, party.Sign) {
			t.Error("it stays away when the pause is over")
		}
	})
}

func TestARecalledMandateEndsAtOnce(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := newGuild(t, h, "Ana", "Mina")
		other := newGuild(t, h, "Omar")
		m := u.mustGive(t, mandate.Given{Scope: party.Speak, Days: 365}, "Ana")
		if err := u.desk.Ask(ctx, u.viewer(t, "Ana"), u.id, m, u.faces["Mina"]); err != nil {
			t.Fatal(err)
		}
		early, asked := u.viewer(t, "Ana"), u.viewer(t, "Mina")
		recall := func(g party.GroupID) error {
			return u.desk.Store.Update(ctx, func(tx mandate.Tx) error {
				return u.desk.RecallInForce(ctx, tx, g, 8, mandate.Recall{Mandate: m}.Data())
			})
		}
		mandateWants(t, fault.Stale, recall(other.id))
		h.Clock.Move(time.Minute)
		if err := recall(u.id); err != nil {
			t.Fatal(err)
		}
		u.mayNot(t, "whoever held what was recalled", early, party.Speak)
		mandateWants(t, fault.Stale, u.desk.Ask(ctx, early, u.id, m, u.faces["Mina"]))
		mandateWants(t, fault.Stale, u.desk.Accept(ctx, asked, u.id, m))
		mandateWants(t, fault.Stale, recall(u.id))
		if l := u.look(t, "Mina", m); l.Now || l.Offer != 0 {
			t.Errorf("a recalled mandate reads %+v", l)
		}
	})
}

func TestAHandOverMovesTheMandateAndItsNoteWithTheYes(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := newGuild(t, h, "Ana", "Mina", "Sol")
		m := u.mustGive(t, mandate.Given{Scope: party.Reports, Days: 90, Note: "Look each Monday.", Shadow: u.faces["Mina"]}, "Ana")
		ana, mina := u.viewer(t, "Ana"), u.viewer(t, "Mina")
		if l := u.look(t, "Mina", m); l.Note != "Look each Monday." || l.Me != mandate.Shadows {
			t.Errorf("the shadow reads %+v", l)
		}
		if l := u.look(t, "Sol", m); l.Note != "" {
			t.Errorf("somebody beside it reads the note: %q", l.Note)
		}
		mandateWants(t, fault.Stale, u.desk.Accept(ctx, mina, u.id, m))
		mandateWants(t, fault.NotYours, u.desk.Ask(ctx, mina, u.id, m, u.faces["Sol"]))
		for range 2 {
			if err := u.desk.Ask(ctx, ana, u.id, m, u.faces["Mina"]); err != nil {
				t.Fatal(err)
			}
		}
		if n := h.notices(t, "mandate_offered"); n != 1 {
			t.Errorf("asked with %d notices", n)
		}
		u.mayNot(t, "whoever is asked", mina, party.Reports)
		if err := u.desk.Decline(ctx, mina, u.id, m); err != nil {
			t.Fatal(err)
		}
		if l := u.look(t, "Mina", m); l.Me != mandate.Shadows || l.Offer != 0 {
			t.Errorf("after a no the shadow is %+v", l)
		}
		if err := errors.Join(u.desk.Ask(ctx, ana, u.id, m, u.faces["Mina"]), u.desk.Accept(ctx, mina, u.id, m), u.desk.Accept(ctx, mina, u.id, m)); err != nil {
			t.Fatal(err)
		}
		u.mayNot(t, "whoever handed it over", ana, party.Reports)
		if !u.may(t, u.viewer(t, "Mina"), party.Reports) {
			t.Error("the new holder may not")
		}
		if l := u.look(t, "Mina", m); !slices.Equal(l.Names(), []string{"Mina"}) || l.Note != "Look each Monday." || len(l.Beside()) != 0 {
			t.Errorf("handed over: %+v", l)
		}
		if l := u.look(t, "Ana", m); l.Note != "" || l.Me != "" {
			t.Errorf("the old holder still reads %+v", l)
		}
	})
}

func TestOfTwoWhoTakeOnePlaceOneIsTooLate(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := newGuild(t, h, "Ana", "Mina", "Sol", "Omar")
		m := u.mustGive(t, mandate.Given{Scope: party.Promise, Days: 90}, "Ana", "Omar")
		// Two rows that ask for one place, as two pages at once could leave them.
		err := u.desk.Store.Update(ctx, func(tx mandate.Tx) error {
			return errors.Join(tx.PutHolder(mandate.Holder{Mandate: m, Face: u.faces["Mina"], Part: mandate.Asked, Stead: u.faces["Ana"]}),
				tx.PutHolder(mandate.Holder{Mandate: m, Face: u.faces["Sol"], Part: mandate.Asked, Stead: u.faces["Ana"]}))
		})
		if err != nil {
			t.Fatal(err)
		}
		viewers := []access.Viewer{u.viewer(t, "Mina"), u.viewer(t, "Sol")}
		errs := make([]error, 2)
		var all sync.WaitGroup
		for i, v := range viewers {
			all.Go(func() { errs[i] = u.desk.Accept(ctx, v, u.id, m) })
		}
		all.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("both, or neither: %v", errs)
		}
		mandateWants(t, fault.Stale, errors.Join(errs...))
		if names := u.look(t, "Omar", m).Names(); len(names) != 2 || !slices.Contains(names, "Omar") || slices.Contains(names, "Ana") {
			t.Errorf("held by %v", names)
		}
		mandateWants(t, fault.Taken, askTwice(u, t))
	})
}

// askTwice lets two holders ask the same person.
func askTwice(u *guild, t *testing.T) error {
	u.Clock.Move(time.Second)
	m := u.mustGive(t, mandate.Given{Scope: party.Carry, Days: 90}, "Omar", "Sol")
	if err := u.desk.Ask(ctx, u.viewer(t, "Sol"), u.id, m, u.faces["Mina"]); err != nil {
		t.Fatal(err)
	}
	return u.desk.Ask(ctx, u.viewer(t, "Omar"), u.id, m, u.faces["Mina"])
}

func TestWhoeverLeavesHoldsNothingAndAMandateWithoutHoldersEnds(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := newGuild(t, h, "Ana", "Mina", "Sol")
		u.hall.Left = func(_ context.Context, tx group.Tx, f party.FaceID) error {
			return u.desk.Forget(h.Store.Mandates().Within(tx), f)
		}
		shared := u.mustGive(t, mandate.Given{Scope: party.Sign, Days: 90}, "Ana", "Mina")
		h.Clock.Move(time.Second)
		alone := u.mustGive(t, mandate.Given{Scope: party.Speak, Days: 90}, "Ana")
		for _, m := range []party.MandateID{shared, alone} {
			if err := u.desk.Ask(ctx, u.viewer(t, "Ana"), u.id, m, u.faces["Sol"]); err != nil {
				t.Fatal(err)
			}
		}
		sol := u.viewer(t, "Sol")
		h.Clock.Move(time.Second)
		if err := u.hall.Leave(ctx, u.viewer(t, "Ana"), u.id); err != nil {
			t.Fatal(err)
		}
		if l := u.look(t, "Mina", shared); !l.Now || !slices.Equal(l.Names(), []string{"Mina"}) {
			t.Errorf("shared: %+v", l)
		}
		if l := u.look(t, "Mina", alone); l.Now || len(l.Holders) != 0 {
			t.Errorf("held alone: %+v", l)
		}
		mandateWants(t, fault.Stale, u.desk.Accept(ctx, sol, u.id, shared))
		mandateWants(t, fault.Stale, u.desk.Accept(ctx, sol, u.id, alone))
		if err := u.desk.LayDown(ctx, u.viewer(t, "Mina"), u.id, shared); err != nil {
			t.Fatal(err)
		}
		if l := u.look(t, "Mina", shared); l.Now {
			t.Errorf("laid down by the last one: %+v", l)
		}
	})
}

func TestHoldersAreToldOnceFourteenDaysBefore(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := newGuild(t, h, "Ana", "Mina", "Sol")
		m := u.mustGive(t, mandate.Given{Scope: party.Sign, Days: 30, Note: "Keep it.", Shadow: u.faces["Sol"]}, "Ana", "Mina")
		u.mustGive(t, mandate.Given{Scope: party.Wire, Days: 7}, "Ana")
		for _, step := range []struct {
			pass time.Duration
			told int
		}{{0, 0}, {16*day - time.Hour, 0}, {time.Hour, 2}, {day, 2}, {13 * day, 2}} {
			h.Clock.Move(step.pass)
			if err := u.desk.Sweep(ctx); err != nil {
				t.Fatal(err)
			}
			if n := h.notices(t, "mandate_ends"); n != step.told {
				t.Errorf("after %v more: %d told, want %d", step.pass, n, step.told)
			}
			if l := u.look(t, "Mina", m); l.EndsSoon(h.Clock.Now()) != (step.told > 0 && l.Now) {
				t.Errorf("after %v more: its page says that it ends soon: %t", step.pass, l.EndsSoon(h.Clock.Now()))
			}
		}
		note := func() (note string) {
			err := u.desk.Store.View(ctx, func(tx mandate.Tx) error {
				m, _, err := tx.Mandate(m)
				note = m.Note
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return note
		}
		if note() == "" {
			t.Error("the note went with the mandate's end")
		}
		u.mustGive(t, mandate.Given{Scope: party.Sign, Days: 30}, "Sol")
		if l := u.look(t, "Sol", m); l.Note != "Keep it." {
			t.Errorf("whoever holds the next one reads %q", l.Note)
		}
		h.Clock.Move(30 * day)
		if err := u.desk.Sweep(ctx); err != nil || note() != "" {
			t.Errorf("30 days after its end the note is %q, %v", note(), err)
		}
	})
}

func TestNoMandateIsGivenThatShouldNotBe(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		u := newGuild(t, h, "Ana")
		other := newGuild(t, h, "Omar")
		for name, g := range map[string]mandate.Given{
			"for longer than a year": {Scope: party.Sign, Days: 366},
			"for no time":            {Scope: party.Sign},
			"for everything":         {Scope: "everything", Days: 30},
		} {
			_, err := u.give(t, g, "Ana")
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err := u.give(t, mandate.Given{Scope: party.Sign, Days: 30})
		mandateWants(t, fault.Invalid, err)
		_, err = u.give(t, mandate.Given{Scope: party.Sign, Days: 30, Holders: []party.FaceID{other.faces["Omar"]}})
		mandateWants(t, fault.Stale, err)
		m := u.mustGive(t, mandate.Given{Scope: party.Sign, Days: 30}, "Ana")
		_, err = u.desk.Look(ctx, other.viewer(t, "Omar"), other.id, m)
		mandateWants(t, fault.NotFound, err)
		_, err = u.desk.Look(ctx, other.viewer(t, "Omar"), u.id, m)
		mandateWants(t, fault.NotFound, err)
	})
}
