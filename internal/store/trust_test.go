package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/when"
)

func TestTwoWhoHaveMetThemLetSomebodyIn(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		g := gather(h)
		in, us := g.found(t, vouched(2), "Ana", "Ben", "Cho")
		min := g.knock(t, in, us[0], "Min")
		if got := g.heard(); got != "Ana knocked, Ben knocked, Cho knocked" {
			t.Errorf("told: %s", got)
		}
		all, rules, err := g.desk.Newcomers(ctx, g.viewer(t, us[1]), in.ID)
		if err != nil || len(all) != 1 || all[0].Name != "Min" || all[0].Sponsor != 0 || rules.Door != group.Vouched {
			t.Fatalf("newcomers: %+v, %v", all, err)
		}
		f := all[0].Face
		if v := g.viewer(t, min); v.In(in.ID) || v.Trusted(in.ID) || len(v.Groups) > 0 {
			t.Errorf("whoever knocks acts as %+v", v)
		}
		step := must[group.Doorstep](t)(g.desk.Doorstep(ctx, g.viewer(t, min), in.Slug))
		if step.Missing != 2 || step.Knock.Sponsor != 0 {
			t.Errorf("the doorstep is %+v", step)
		}

		// One half is none, whichever: neither the member's word nor a code typed.
		refused(t, fault.Invalid, g.desk.Vouch(ctx, g.viewer(t, us[1]), in.ID, f, "aaaabbbb"))
		fine(t, g.desk.Vouch(ctx, g.viewer(t, us[1]), in.ID, f, " "+strings.ToUpper(step.Code.String()[:4])+" "+step.Code.String()[4:]))
		fine(t, g.desk.Vouch(ctx, g.viewer(t, us[2]), in.ID, f, step.Code.String()))
		if step := must[group.Doorstep](t)(g.desk.Doorstep(ctx, g.viewer(t, min), in.Slug)); step.Missing != 2 {
			t.Errorf("half a meeting counts: %d missing", step.Missing)
		}
		_, err = g.desk.Meet(ctx, g.viewer(t, min), in.ID, step.Code.String())
		refused(t, fault.Invalid, err)

		// Both halves of the same member twice are one.
		for range 2 {
			if inside, err := g.meets(t, in, us[1], min); err != nil || inside {
				t.Errorf("with one: in %v, %v", inside, err)
			}
		}
		refused(t, fault.Stale, g.desk.Admit(ctx, g.viewer(t, us[0]), in.ID, f)) // nobody alone
		if inside, err := g.meets(t, in, us[2], min); err != nil || !inside {
			t.Fatalf("with two: in %v, %v", inside, err)
		}
		if got := g.heard(); got != "Min let_in" {
			t.Errorf("told: %s", got)
		}
		me := g.look(t, min, in).Me
		if me.Face != f || !me.Trial.Equal(h.Clock.Now().Add(14*day)) || me.Through(h.Clock.Now()) || me.Read != in.Agreed {
			t.Errorf("the newcomer is %+v", me)
		}
		// The invitation's maker and the two stand for 90 days; the rest is gone.
		for query, want := range map[string]int{"SELECT count(*) FROM knock": 0, "SELECT count(*) FROM vouch": 0, "SELECT count(*) FROM edge WHERE face=$1": 3} {
			var args []any
			if strings.Contains(query, "$1") {
				args = db.Args(f)
			}
			if n := g.count(t, query, args...); n != want {
				t.Errorf("%s: %d, want %d", query, n, want)
			}
		}
		if inside, err := g.desk.Meet(ctx, g.viewer(t, min), in.ID, "aaaabbbb"); err != nil || !inside {
			t.Errorf("a press that came late: %v, %v", inside, err)
		}
		h.Clock.Move(14 * day)
		fine(t, g.desk.Sweep(ctx))
		if got := g.heard(); got != "Min trial_over" || !g.viewer(t, min).Trusted(in.ID) {
			t.Errorf("told: %s", got)
		}
		h.Clock.Move(when.EdgesFor - 14*day)
		fine(t, g.desk.Sweep(ctx))
		if n := g.count(t, "SELECT count(*) FROM edge"); n != 0 {
			t.Errorf("%d edges stand after 90 days", n)
		}
	})
}

func TestWhoIsOnTrialOrPausedVouchesForNobody(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		g := gather(h)
		in, us := g.found(t, group.Rules{}, "Ana", "Ben", "Cho")
		dee, err := g.join(t, in, us[0], "Dee")
		if err != nil || g.viewer(t, dee).Trusted(in.ID) {
			t.Fatal("the fourth is not on trial", err)
		}
		setRules(t, g, in, vouched(2))
		in = g.look(t, us[0], in).Group
		min := g.knock(t, in, us[0], "Min")
		_, err = g.meets(t, in, dee, min)
		refused(t, fault.NotYours, err)
		// A page that was open before, or a forged viewer, gains nothing: the rows speak.
		forged := g.viewer(t, dee)
		forged.Through = forged.Groups
		step := must[group.Doorstep](t)(g.desk.Doorstep(ctx, g.viewer(t, min), in.Slug))
		refused(t, fault.NotYours, g.desk.Vouch(ctx, forged, in.ID, g.face(t, min, in), step.Code.String()))

		// Whoever is paused after they vouched does not count any more.
		if inside, err := g.meets(t, in, us[1], min); err != nil || inside {
			t.Fatal(inside, err)
		}
		fine(t, g.desk.Store.Update(ctx, func(tx group.Tx) error {
			_, err := g.desk.Pause(ctx, tx, in.ID, g.face(t, us[1], in))
			return err
		}))
		if inside, err := g.meets(t, in, us[2], min); err != nil || inside {
			t.Errorf("with one of two paused: in %v, %v", inside, err)
		}
		_, err = g.meets(t, in, us[1], min)
		refused(t, fault.NotYours, err)
	})
}

func TestAGroupThatAsksSaysYesOrNotNow(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		g := gather(h)
		rules := group.Usual
		rules.Door, rules.Questions, rules.Trial = group.Asked, []string{"What brings you?"}, 3
		in, us := g.found(t, rules, "Ana", "Ben", "Cho")
		_, door, err := g.desk.OpenDoor(ctx, g.viewer(t, us[0]), in.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		k := group.Knocking{Joining: group.Joining{Link: door, Read: in.Agreed, Name: "Min"}}
		eve := g.account(t)
		_, _, err = g.desk.Knock(ctx, eve, k)
		if names := fault.FieldsOf(err); len(names) != 1 || names[0].Name != "answer0" {
			t.Errorf("without an answer: %v", err)
		}
		_, _, err = g.desk.Join(ctx, eve, k.Joining) // an open door is not opened by asking for it
		refused(t, fault.Stale, err)
		k.Answers = []string{"My rent."}
		fine(t, second(g.desk.Knock(ctx, eve, k)))
		f := g.face(t, eve, in)
		refused(t, fault.Invalid, g.desk.Decline(ctx, g.viewer(t, us[1]), in.ID, f, " "))
		fine(t, g.desk.Decline(ctx, g.viewer(t, us[1]), in.ID, f, "We are full until May."))
		refused(t, fault.Gone, g.desk.Admit(ctx, g.viewer(t, us[2]), in.ID, f))
		step := must[group.Doorstep](t)(g.desk.Doorstep(ctx, g.viewer(t, eve), in.Slug))
		if step.Knock.State != group.KnockNo || step.Knock.Reason != "We are full until May." || step.Knock.Said != nil {
			t.Errorf("they read %+v", step.Knock)
		}
		g.heard()
		_, _, err = g.desk.Knock(ctx, eve, k)
		if !fault.Is(err, fault.Stale) && err != nil {
			t.Errorf("again at the same door: %v", err)
		}

		min := g.knock(t, in, us[0], "Min", "I live here.")
		g.heard()
		v := g.viewer(t, us[1])
		fine(t, g.desk.Admit(ctx, v, in.ID, g.face(t, min, in)))
		fine(t, g.desk.Admit(ctx, g.viewer(t, us[2]), in.ID, g.face(t, min, in))) // two press at once
		if got := g.heard(); got != "Min let_in" {
			t.Errorf("told: %s", got)
		}
		if me := g.look(t, min, in).Me; !me.Trial.Equal(h.Clock.Now().Add(3 * day)) {
			t.Errorf("the newcomer is %+v", me)
		}
		// Whom nobody answers is told so, and later nothing of it is left.
		late := g.knock(t, in, us[0], "Late", "Hello")
		g.heard()
		h.Clock.Move(when.KnocksFor)
		fine(t, g.desk.Sweep(ctx))
		if got := g.heard(); got != "Late not_now, Min trial_over" {
			t.Errorf("told: %s", got)
		}
		must[group.Doorstep](t)(g.desk.Doorstep(ctx, g.viewer(t, late), in.Slug))
		h.Clock.Move(when.KnocksFor)
		fine(t, g.desk.Sweep(ctx))
		if n := g.count(t, "SELECT count(*) FROM knock") + g.count(t, "SELECT count(*) FROM face WHERE name='Late'"); n != 0 {
			t.Errorf("%d rows tell who knocked", n)
		}
	})
}

func second(_ group.Group, _ bool, err error) error { return err }

func TestFiveSockPuppetsThatTrustEachOtherGainNothing(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		g := gather(h)
		in, us := g.found(t, group.Rules{}, "Ana", "Ben", "Cho")
		one, err := g.join(t, in, us[0], "Sock 1")
		if err != nil {
			t.Fatal(err)
		}
		_, door, err := g.desk.OpenDoor(ctx, g.viewer(t, us[0]), in.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		socks := []party.AccountID{one}
		for i := range 4 {
			who := g.account(t)
			if _, _, err := g.desk.Join(ctx, who, group.Joining{Link: door, Read: 1, Name: fmt.Sprint("Sock ", i+2)}); err != nil {
				t.Fatal(err)
			}
			socks = append(socks, who)
		}
		setRules(t, g, in, vouched(2))
		in = g.look(t, us[0], in).Group
		six := g.knock(t, in, us[0], "Sock 6")
		for _, s := range socks {
			v := g.viewer(t, s)
			_, err := g.meets(t, in, s, six)
			refused(t, fault.NotYours, err)
			_, _, err = g.desk.Invite(ctx, v, in.ID, "")
			refused(t, fault.NotYours, err)
			refused(t, fault.NotYours, g.desk.SetRules(ctx, v, in.ID, in.Agreed, group.Usual))
			refused(t, fault.NotYours, g.desk.Rewrite(ctx, v, in.ID, in.Agreed, "We are the group now."))
			refused(t, fault.NotYours, g.desk.Live(ctx, v, in.ID, group.Life{Do: group.DoClose}))
			refused(t, fault.NotYours, g.desk.ShutDoor(ctx, v, in.ID))
		}
		if l := g.look(t, us[0], in); l.Group.Status != group.Active || l.Group.Agreed != in.Agreed {
			t.Errorf("the group is %+v", l.Group)
		}
	})
}

func TestABranchIsPausedAtOnceAndNobodyElse(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		g := gather(h)
		in, us := g.found(t, group.Rules{}, "Ana", "Ben", "Cho")
		join := func(by party.AccountID, name string) party.AccountID {
			t.Helper()
			return must[party.AccountID](t)(g.join(t, in, by, name))
		}
		old := join(us[1], "Old")
		h.Clock.Move(when.EdgesFor) // by now who let them in is nobody's business
		dee, other := join(us[1], "Dee"), join(us[0], "Other")
		h.Clock.Move(15 * day)
		eli := join(dee, "Eli")
		_, open, err := g.desk.Invite(ctx, g.viewer(t, dee), in.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		g.heard()
		ben := g.face(t, us[1], in)
		pause := func() (all []party.FaceID) {
			fine(t, g.desk.Store.Update(ctx, func(tx group.Tx) (err error) {
				branch, err := g.desk.Branch(tx, in.ID, ben)
				for _, f := range branch {
					if did, err := g.desk.Pause(ctx, tx, in.ID, f); err != nil {
						return err
					} else if did {
						all = append(all, f)
					}
				}
				return err
			}))
			return all
		}
		if all := pause(); len(all) != 2 || g.heard() != "Dee paused, Eli paused" {
			t.Errorf("paused: %v", all)
		}
		if all := pause(); len(all) != 0 {
			t.Errorf("paused twice: %v", all)
		}
		for who, want := range map[party.AccountID]bool{us[0]: true, us[1]: true, old: true, other: true, dee: false, eli: false} {
			if got := g.viewer(t, who).Trusted(in.ID); got != want {
				t.Errorf("%v is through: %v", g.look(t, who, in).Me.Name, got)
			}
		}
		_, err = g.desk.Invited(ctx, open)
		refused(t, fault.Gone, err) // the links of who is paused let nobody in
		fine(t, g.desk.Store.Update(ctx, func(tx group.Tx) error { return g.desk.Unpause(tx, in.ID, g.face(t, dee, in)) }))
		if !g.viewer(t, dee).Trusted(in.ID) {
			t.Error("a pause does not end")
		}
	})
}

func TestANewcomerReadsNoDetailOfTheirGroupsCalls(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		g := gather(h)
		in, us := g.found(t, group.Rules{}, "Ana", "Ben", "Cho")
		dee := must[party.AccountID](t)(g.join(t, in, us[0], "Dee"))
		open := func(who party.AccountID, audience call.Audience) call.PartID {
			t.Helper()
			o := must[call.Opened](t)(h.Spine.Open(ctx, party.OfFace(g.face(t, who, in)), call.Draft{Kind: call.Aid, Body: "A ladder", Language: "en",
				Group: in.ID, Audience: audience, Reach: "555 0100", Parts: []call.DraftPart{{Title: "Ladder", Quantity: 2}}}))
			return must[call.Look](t)(h.Spine.Look(ctx, g.viewer(t, who), o.Call.ID)).Parts[0].ID
		}
		answer := func(who party.AccountID, part call.PartID) call.CommitmentID {
			t.Helper()
			v, as := g.viewer(t, who), party.OfFace(g.face(t, who, in))
			c := must[call.Commitment](t)(h.Spine.AnswerNow(ctx, v, as, call.Answer{Part: part, Key: call.Key(fmt.Sprint(who, part))}))
			must[call.Commitment](t)(h.Spine.Offer(ctx, v, c.ID, call.Reach{Reach: "555 0199"}))
			return c.ID
		}
		inside, board, own := open(us[0], call.InGroup), open(us[0], call.OnBoard), open(dee, call.InGroup)
		theirs, public, members := answer(dee, inside), answer(dee, board), answer(us[1], own)
		reads := func(m call.CommitmentID) (string, bool) {
			t.Helper()
			p := must[call.Promise](t)(h.Spine.Promise(ctx, g.viewer(t, dee), m))
			return p.Other + p.Detail.Reach, p.Later
		}
		for name, m := range map[string]call.CommitmentID{"a call in the group": theirs, "their own call there": members} {
			if got, later := reads(m); got != "" || !later {
				t.Errorf("on trial they read %q of %s, later %v", got, name, later)
			}
		}
		if got, _ := reads(public); got == "" {
			t.Error("what anybody may answer is closed to them")
		}
		// The other side reads theirs, and can reach them.
		if p := must[call.Promise](t)(h.Spine.Promise(ctx, g.viewer(t, us[0]), theirs)); p.Detail.Reach != "555 0199" {
			t.Errorf("the member reads %+v", p.Detail)
		}
		_, err := h.Spine.StartHandOver(ctx, g.viewer(t, dee), theirs, "My other account")
		refused(t, fault.NotYours, err)
		h.Clock.Move(14 * day)
		if !g.viewer(t, dee).Trusted(in.ID) {
			t.Fatal("the trial does not end")
		}
	})
}

func TestWhatANewcomerPostsThroughAGroupThatLooksFirstWaits(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		g := gather(h)
		in, us := g.found(t, group.Rules{}, "Ana", "Ben", "Cho")
		dee := must[party.AccountID](t)(g.join(t, in, us[0], "Dee"))
		l := g.look(t, us[0], in)
		fine(t, g.desk.Change(ctx, g.viewer(t, us[0]), in.ID, group.Settings{Version: l.Group.Version, Card: l.Group.Card, Review: true}))
		for _, c := range []struct {
			name string
			who  party.AccountID
			on   time.Duration
			want call.State
		}{
			{"a member's", us[1], 0, call.Open},
			{"a newcomer's", dee, 0, call.Waiting},
			{"theirs after their trial", dee, 14 * 24 * time.Hour, call.Open},
		} {
			h.Clock.Move(c.on)
			o := must[call.Opened](t)(h.Spine.Open(ctx, party.OfFace(g.face(t, c.who, in)), call.Draft{Kind: call.Aid, Body: "A ladder", Language: "en",
				Group: in.ID, Parts: []call.DraftPart{{Title: "Ladder", Quantity: 1}}}))
			if o.Call.State != c.want {
				t.Errorf("%s is %s, want %s", c.name, o.Call.State, c.want)
			}
		}
	})
}
