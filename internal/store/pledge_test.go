package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
)

// club is a group with people in it, for what it does as a group.
type club struct {
	h  *House
	id party.GroupID
	// founder is through their trial; others join with add.
	founder person
}

// person is somebody with an account, and their face in one group.
type person struct {
	account party.AccountID
	face    party.FaceID
}

func (h *House) club(t *testing.T, name string) *club {
	t.Helper()
	account := party.AccountID(keys.Add(1))
	g, face, err := h.groupDesk().Found(ctx, account, group.Draft{Key: name, Card: group.Card{Name: name, About: name},
		Agreements: "We are kind.", FaceName: "Mina of " + name})
	if err != nil {
		t.Fatal(err)
	}
	return &club{h, g.ID, person{account, face.ID}}
}

func (h *House) groupDesk() *group.Desk {
	d := &group.Desk{Store: h.Store.Groups(), Clock: h.Clock, Seed: h.Spine.Seed}
	d.Ended = func(tx group.Tx, g party.GroupID) error { return h.Spine.ForgetGroup(h.Store.Calls().Within(tx), g) }
	return d
}

// add makes somebody a member: the zero trial is over.
func (c *club) add(t *testing.T, account party.AccountID, name string, trial time.Time) person {
	t.Helper()
	p := person{account, id.New[party.Face]()}
	err := c.h.Store.Groups().Update(ctx, func(tx group.Tx) error {
		if err := tx.PutFace(party.Face{ID: p.face, Account: account, Group: c.id, Name: name}); err != nil {
			return err
		}
		return tx.AddMember(group.Member{Face: p.face, Group: c.id, Since: c.h.Clock.Now(), Trial: trial})
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (c *club) member(t *testing.T, name string) person {
	return c.add(t, party.AccountID(keys.Add(1)), name, time.Time{})
}

// mandate lets a face act for its group until then.
func (c *club) mandate(t *testing.T, f party.FaceID, s party.Scope, until time.Time) party.MandateID {
	t.Helper()
	m := party.MandateID(id.New[party.Mandate]())
	c.h.sql(t, "INSERT INTO mandate (id, grp, scope, words, begins, ends, note, decision, reminded) VALUES ($1,$2,$3,'',$4,$5,'',0,FALSE)",
		m, c.id, s, c.h.Clock.Now(), until)
	c.h.sql(t, "INSERT INTO holder (mandate, face, part) VALUES ($1,$2,'holds')", m, f)
	return m
}

func (h *House) sql(t *testing.T, text string, args ...any) {
	t.Helper()
	err := h.DB.Update(ctx, func(tx *db.Tx) error { _, err := tx.Exec(text, args...); return err })
	if err != nil {
		t.Fatal(err)
	}
}

// viewer is what a person may act as now.
func (h *House) viewer(t *testing.T, p person) access.Viewer {
	t.Helper()
	return must[access.Viewer](t)(h.groupDesk().Viewer(ctx, p.account, false))
}

// wants asks for an error of a kind.
func wants(t *testing.T, what string, kind fault.Kind, err error) {
	t.Helper()
	if !fault.Is(err, kind) {
		t.Errorf("%s: %v, want %v", what, err, kind)
	}
}

// many asks for so many of one thing, through a group.
func (h *House) many(t *testing.T, of *club, n int64) call.Look {
	t.Helper()
	d := call.Draft{Reach: "555 0100", Parts: []call.DraftPart{{Title: "Chairs", Quantity: n}}}
	if of == nil {
		l, _ := h.ask(t, d)
		return l
	}
	d.Group = of.id
	return h.askAs(t, party.OfFace(of.founder.face), d)
}

const day = 24 * time.Hour

func TestAGroupPromisesUnderAMandateAndBothSidesSettleIt(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a, b := h.club(t, "Dock Street"), h.club(t, "Eastfield")
		sam := a.member(t, "Sam")
		until := h.Clock.Now().Add(60 * day)
		a.mandate(t, a.founder.face, party.Promise, until)
		l := h.many(t, b, 8)
		v, asker := h.viewer(t, a.founder), h.viewer(t, b.founder)

		m, err := h.Spine.Pledge(ctx, v, a.id, call.Answer{Key: "once", Part: l.Parts[0].ID, Quantity: 6})
		if err != nil || m.Party != party.OfGroup(a.id) || m.State != call.Agreed || m.Quantity != 6 {
			t.Fatalf("promised %+v, %v", m, err)
		}
		if again, err := h.Spine.Pledge(ctx, v, a.id, call.Answer{Key: "once", Part: l.Parts[0].ID, Quantity: 6}); err != nil || again.ID != m.ID {
			t.Errorf("sent twice: %v, %v", again.ID, err)
		}
		if p := h.part(t, l.Parts[0].ID, l.ID); p.Taken != 6 {
			t.Errorf("%d are taken", p.Taken)
		}
		if n := h.count(t, "SELECT count(*) FROM notice WHERE kind='group_promised' AND party=$1", sam.face); n != 1 || h.notices(t, "group_promised") != 1 {
			t.Errorf("members were told %d times", n)
		}

		public := must[call.Look](t)(h.Spine.Look(ctx, access.Viewer{}, l.ID))
		if len(public.Named) != 1 || public.Named[0].By.Name != "Dock Street" || public.Named[0].Quantity != 6 || public.Named[0].Face != 0 || !public.Named[0].Until.Equal(until) {
			t.Errorf("everybody reads %+v", public.Named)
		}
		must0(t, h.Spine.TakeOn(ctx, h.viewer(t, sam), a.id, m.ID, 2))
		must0(t, h.Spine.TakeOn(ctx, v, a.id, m.ID, 1))

		ours := must[call.Pledged](t)(h.Spine.Pledged(ctx, v, a.id, m.ID))
		if !ours.Holds || ours.Detail.Reach != "555 0100" || len(ours.Fills) != 2 || ours.Pledge.Filled != 3 || ours.Mine != 1 || ours.Who != "Mina of Dock Street" {
			t.Errorf("a holder reads %+v", ours)
		}
		plain := must[call.Pledged](t)(h.Spine.Pledged(ctx, h.viewer(t, sam), a.id, m.ID))
		if plain.Holds || plain.Detail.Reach != "" || plain.Other != "" || len(plain.Fills) != 2 || plain.Mine != 2 {
			t.Errorf("a member without a mandate reads %+v", plain)
		}
		fills := func(v access.Viewer) []call.Pledged { return must[[]call.Pledged](t)(h.Spine.Filled(ctx, v)) }
		if own := fills(h.viewer(t, sam)); len(own) != 1 || own[0].ID != m.ID || own[0].Mine != 2 || own[0].Pledge.Face != 0 || own[0].By.Name != "Dock Street" || own[0].Detail.Reach != "" {
			t.Errorf("whoever took some on finds %+v", own)
		}
		if none := fills(asker); len(none) != 0 {
			t.Errorf("the one who asked has taken on %+v", none)
		}
		theirs := must[call.Pledged](t)(h.Spine.Pledged(ctx, asker, b.id, m.ID))
		if theirs.Ours || theirs.Who != "" || theirs.Pledge.Face != 0 || len(theirs.Fills) != 2 || theirs.Fills[0].Name != "" || theirs.Detail.Reach != "" {
			t.Errorf("the other group reads %+v", theirs)
		}
		own := h.stage(t, asker, m.ID)
		if own.Voice != call.Caller || own.By.Name != "Dock Street" || len(own.Fills) != 2 || own.Fills[1].Name != "Sam" || own.Pledge.Face != 0 {
			t.Errorf("the one who asked reads %+v", own)
		}

		var met []call.Met
		h.Spine.Settled = func(_ call.Tx, m call.Met) error { met = append(met, m); return nil }
		must0(t, h.Spine.Say(ctx, v, m.ID, true))
		if n := h.count(t, "SELECT count(*) FROM notice WHERE kind='happened'"); n != 1 {
			t.Errorf("the one who asked was asked %d times", n)
		}
		must0(t, h.Spine.Say(ctx, asker, m.ID, true))
		if got := must[call.Pledged](t)(h.Spine.Pledged(ctx, v, a.id, m.ID)); got.State != call.Kept || got.Detail.Reach != "" {
			t.Errorf("settled as %s, still with %q", got.State, got.Detail.Reach)
		}
		if own := fills(h.viewer(t, sam)); len(own) != 1 || own[0].State != call.Kept || own[0].Detail.Reach != "" {
			t.Errorf("kept, and whoever took some on finds %+v", own)
		}
		if len(met) == 0 || met[len(met)-1].Asked != b.id || met[len(met)-1].Kept != a.id || met[len(met)-1].Title != "Chairs" {
			t.Errorf("to remember: %+v", met)
		}
	})
}

func must0(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestNobodyPromisesForAGroupWithoutItsMandate(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a, b := h.club(t, "Dock Street"), h.club(t, "Eastfield")
		l := h.many(t, b, 8)
		now := h.Clock.Now()
		ask := func(p person, g party.GroupID) error {
			_, err := h.Spine.Pledge(ctx, h.viewer(t, p), g, call.Answer{Part: l.Parts[0].ID, Quantity: 1})
			return err
		}
		carrier, early := a.member(t, "Ana"), a.member(t, "Eli")
		a.mandate(t, carrier.face, party.Carry, now.Add(day))
		late := a.mandate(t, early.face, party.Promise, now.Add(2*day))
		h.sql(t, "UPDATE mandate SET begins=$2 WHERE id=$1", late, now.Add(day))
		trial := a.add(t, party.AccountID(keys.Add(1)), "Noor", now.Add(14*day))
		a.mandate(t, trial.face, party.Promise, now.Add(day))
		shadow := a.member(t, "Lee")
		h.sql(t, "INSERT INTO holder (mandate, face, part) VALUES ($1,$2,'shadows')", a.mandate(t, a.founder.face, party.Promise, now.Add(day)), shadow.face)

		wants(t, "a mandate for another act", fault.NotYours, ask(carrier, a.id))
		wants(t, "a mandate that begins tomorrow", fault.NotYours, ask(early, a.id))
		wants(t, "a mandate of somebody on trial", fault.NotYours, ask(trial, a.id))
		wants(t, "whoever walks beside a holder", fault.NotYours, ask(shadow, a.id))
		wants(t, "a member of another group", fault.NotFound, ask(b.founder, a.id))
		_, err := h.Spine.Pledge(ctx, access.Viewer{Host: true}, a.id, call.Answer{Part: l.Parts[0].ID, Quantity: 1})
		wants(t, "the host", fault.NotFound, err)
		_, err = h.Spine.Pledge(ctx, h.viewer(t, a.founder), a.id, call.Answer{Part: l.Parts[0].ID, Quantity: 9})
		wants(t, "more than is wanted", fault.Invalid, err)
		_, err = h.Spine.Pledge(ctx, h.viewer(t, a.founder), a.id, call.Answer{Part: l.Parts[0].ID, Quantity: -3})
		wants(t, "less than nothing", fault.Invalid, err)

		inside := h.askAs(t, party.OfFace(b.founder.face), call.Draft{Group: b.id, Audience: call.InGroup})
		both := b.add(t, a.founder.account, "Mina", time.Time{})
		_, err = h.Spine.Pledge(ctx, h.viewer(t, both), a.id, call.Answer{Part: inside.Parts[0].ID, Quantity: 1})
		wants(t, "a call that only another group reads", fault.NotFound, err)
		if n := h.count(t, "SELECT count(*) FROM commitment"); n != 0 {
			t.Errorf("%d promises were made", n)
		}
	})
}

// The page was open while the mandate ended or was recalled: the viewer still
// says yes, and the rows do not.
func TestAMandateThatEndsBetweenPageAndPressOpensNothing(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a := h.club(t, "Dock Street")
		l := h.many(t, nil, 8)
		holds := a.mandate(t, a.founder.face, party.Promise, h.Clock.Now().Add(40*day))
		page := h.viewer(t, a.founder)
		m := must[call.Commitment](t)(h.Spine.Pledge(ctx, page, a.id, call.Answer{Part: l.Parts[0].ID, Quantity: 1}))
		acts := map[string]func() error{
			"to promise": func() error {
				_, err := h.Spine.Pledge(ctx, page, a.id, call.Answer{Part: l.Parts[0].ID, Quantity: 1})
				return err
			},
			"to hand back":        func() error { return h.Spine.HandBack(ctx, page, m.ID) },
			"to say it was kept":  func() error { return h.Spine.Say(ctx, page, m.ID, true) },
			"to say it is fine":   func() error { return h.Spine.StillFine(ctx, page, m.ID) },
			"to say how to reach": func() error { return h.Spine.ReachGroup(ctx, page, a.id, m.ID, "555 0199") },
		}
		refused := func(why string) {
			t.Helper()
			for act, do := range acts {
				wants(t, why+", "+act, fault.NotYours, do())
			}
			p := must[call.Pledged](t)(h.Spine.Pledged(ctx, page, a.id, m.ID))
			if p.Holds || p.Detail != (call.Detail{}) || p.Other != "" {
				t.Errorf("%s: still reads %+v", why, p.Detail)
			}
		}
		h.sql(t, "UPDATE mandate SET ends=$2 WHERE id=$1", holds, h.Clock.Now())
		refused("it ended")
		h.sql(t, "UPDATE mandate SET ends=$2 WHERE id=$1", holds, h.Clock.Now().Add(day))
		h.sql(t, "UPDATE member SET paused=TRUE WHERE face=$1", a.founder.face)
		refused("its holder is paused")
		h.sql(t, "UPDATE member SET paused=FALSE WHERE face=$1", a.founder.face)
		h.sql(t, "DELETE FROM holder WHERE mandate=$1", holds)
		refused("it was recalled")
		wants(t, "a stranger", fault.NotFound, h.Spine.HandBack(ctx, access.Viewer{}, m.ID))
	})
}

func TestWhoAskedInPersonDoesNotSpeakForTheGroupToo(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a := h.club(t, "Dock Street")
		other := a.member(t, "Ana")
		a.mandate(t, other.face, party.Promise, h.Clock.Now().Add(day))
		a.mandate(t, a.founder.face, party.Promise, h.Clock.Now().Add(day))
		l := h.askAs(t, party.OfFace(a.founder.face), call.Draft{Parts: []call.DraftPart{{Title: "Chairs", Quantity: 8}}})
		_, err := h.Spine.Pledge(ctx, h.viewer(t, a.founder), a.id, call.Answer{Part: l.Parts[0].ID, Quantity: 1})
		wants(t, "one's own call", fault.Invalid, err)
		m := must[call.Commitment](t)(h.Spine.Pledge(ctx, h.viewer(t, other), a.id, call.Answer{Part: l.Parts[0].ID, Quantity: 1}))
		must0(t, h.Spine.Say(ctx, h.viewer(t, a.founder), m.ID, true))
		must0(t, h.Spine.Say(ctx, h.viewer(t, a.founder), m.ID, true))
		if p := h.stage(t, h.viewer(t, a.founder), m.ID); p.State != call.Due || len(p.Words) != 1 || p.Words[0].Voice != call.Caller {
			t.Errorf("one person settled it alone: %s, %+v", p.State, p.Words)
		}
	})
}

func TestAThirdGroupSeesNothingOfWhatTwoPromisedEachOther(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a, b, c := h.club(t, "Dock Street"), h.club(t, "Eastfield"), h.club(t, "Harbour")
		a.mandate(t, a.founder.face, party.Promise, h.Clock.Now().Add(day))
		l := h.many(t, b, 8)
		m := must[call.Commitment](t)(h.Spine.Pledge(ctx, h.viewer(t, a.founder), a.id, call.Answer{Part: l.Parts[0].ID, Quantity: 3}))
		third := h.viewer(t, c.founder)
		for _, g := range []party.GroupID{a.id, b.id, c.id} {
			_, err := h.Spine.Pledged(ctx, third, g, m.ID)
			wants(t, "a third group", fault.NotFound, err)
		}
		_, err := h.Spine.PledgedIn(ctx, third, a.id)
		wants(t, "a third group's list", fault.NotFound, err)
		wants(t, "a third group fills", fault.NotFound, h.Spine.TakeOn(ctx, third, a.id, m.ID, 1))
		wants(t, "the group that asked fills", fault.NotFound, h.Spine.TakeOn(ctx, h.viewer(t, b.founder), b.id, m.ID, 1))
		_, err = h.Spine.Promise(ctx, h.viewer(t, a.founder), m.ID)
		wants(t, "the page of one's own promises", fault.NotFound, err)
		if own := must[[]call.Pledged](t)(h.Spine.PledgedIn(ctx, third, c.id)); len(own) != 0 {
			t.Errorf("its own list holds %d", len(own))
		}
		for _, g := range []*club{a, b} {
			if own := must[[]call.Pledged](t)(h.Spine.PledgedIn(ctx, h.viewer(t, g.founder), g.id)); len(own) != 1 || own[0].Ours != (g == a) {
				t.Errorf("a group of the two finds %+v", own)
			}
		}
	})
}

func TestMembersNeverFillMoreThanTheirGroupPromised(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a := h.club(t, "Dock Street")
		a.mandate(t, a.founder.face, party.Promise, h.Clock.Now().Add(day))
		l := h.many(t, nil, 40)
		m := must[call.Commitment](t)(h.Spine.Pledge(ctx, h.viewer(t, a.founder), a.id, call.Answer{Part: l.Parts[0].ID, Quantity: 30}))
		trial := a.add(t, party.AccountID(keys.Add(1)), "Noor", h.Clock.Now().Add(day))
		wants(t, "somebody on trial", fault.NotYours, h.Spine.TakeOn(ctx, h.viewer(t, trial), a.id, m.ID, 1))
		views := make([]access.Viewer, 50)
		for i := range views {
			views[i] = h.viewer(t, a.member(t, fmt.Sprint("Member ", i)))
		}
		var wait sync.WaitGroup
		for _, v := range views {
			wait.Go(func() {
				if err := h.Spine.TakeOn(ctx, v, a.id, m.ID, 1); err != nil && !fault.Is(err, fault.Invalid) {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if n := h.count(t, "SELECT sum(quantity) FROM fill WHERE commitment=$1", m.ID); n != 30 {
			t.Errorf("%d of 30 are filled", n)
		}
		p := must[call.Pledged](t)(h.Spine.Pledged(ctx, h.viewer(t, a.founder), a.id, m.ID))
		if p.Pledge.Filled != 30 || len(p.Fills) != 30 {
			t.Errorf("the page says %d by %d", p.Pledge.Filled, len(p.Fills))
		}
		for _, v := range views {
			must0(t, h.Spine.TakeOn(ctx, v, a.id, m.ID, 0))
		}
		must0(t, h.Spine.TakeOn(ctx, views[0], a.id, m.ID, 30))
		must0(t, h.Spine.TakeOn(ctx, views[0], a.id, m.ID, 29))
		wants(t, "more than is free", fault.Invalid, h.Spine.TakeOn(ctx, views[1], a.id, m.ID, 2))
		wants(t, "less than nothing", fault.Invalid, h.Spine.TakeOn(ctx, views[1], a.id, m.ID, -1))
	})
}

func TestWhoLeavesAGroupLeavesWhatTheyTookOn(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a := h.club(t, "Dock Street")
		sam := a.member(t, "Sam")
		a.mandate(t, a.founder.face, party.Promise, h.Clock.Now().Add(day))
		l := h.many(t, nil, 8)
		m := must[call.Commitment](t)(h.Spine.Pledge(ctx, h.viewer(t, a.founder), a.id, call.Answer{Part: l.Parts[0].ID, Quantity: 6}))
		must0(t, h.Spine.TakeOn(ctx, h.viewer(t, sam), a.id, m.ID, 4))
		must0(t, h.Store.Calls().Update(ctx, func(tx call.Tx) error { return h.Spine.Forget(tx, party.OfFace(sam.face)) }))
		p := must[call.Pledged](t)(h.Spine.Pledged(ctx, h.viewer(t, a.founder), a.id, m.ID))
		if p.Pledge.Filled != 0 || len(p.Fills) != 0 {
			t.Errorf("after leaving: %+v", p.Fills)
		}

		must0(t, h.Spine.TakeOn(ctx, h.viewer(t, sam), a.id, m.ID, 4))
		must0(t, h.Spine.HandBack(ctx, h.viewer(t, a.founder), m.ID))
		if p := h.part(t, l.Parts[0].ID, l.ID); p.Taken != 0 {
			t.Errorf("%d are taken after handing back", p.Taken)
		}
		if n := h.count(t, "SELECT count(*) FROM fill"); n != 0 || h.count(t, "SELECT count(*) FROM notice WHERE kind='group_moved' AND party=$1", sam.face) != 1 {
			t.Errorf("%d still fill it, or were not told", n)
		}
	})
}

func TestAGroupThatClosesHandsBackWhatItPromised(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		a := h.club(t, "Dock Street")
		a.mandate(t, a.founder.face, party.Promise, h.Clock.Now().Add(day))
		l := h.many(t, nil, 8)
		v := h.viewer(t, a.founder)
		must[call.Commitment](t)(h.Spine.Pledge(ctx, v, a.id, call.Answer{Part: l.Parts[0].ID, Quantity: 6}))
		must0(t, h.groupDesk().Leave(ctx, v, a.id))
		if p := h.part(t, l.Parts[0].ID, l.ID); p.Taken != 0 {
			t.Errorf("%d are taken by a group that is closed", p.Taken)
		}
		if h.notices(t, "handed_back") != 1 {
			t.Error("the one who asked was not told")
		}
	})
}
