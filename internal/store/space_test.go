package store_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/repair"
	"alongside/internal/space"
	"alongside/internal/when"
)

func (s *table) space() *space.Desk {
	groups := s.Store.Groups()
	return &space.Desk{Store: s.Store.Space(), Clock: s.Clock,
		ToHost: func(space.Tx, int64, string) error { return nil },
		Pause: func(ctx context.Context, tx space.Tx, g party.GroupID, f party.FaceID) (bool, error) {
			return s.groups.Pause(ctx, groups.Within(tx), g, f)
		},
		Unpause: func(tx space.Tx, g party.GroupID, f party.FaceID) error {
			return s.groups.Unpause(groups.Within(tx), g, f)
		},
		Branch: func(tx space.Tx, g party.GroupID, f party.FaceID) ([]party.FaceID, error) {
			return s.groups.Branch(groups.Within(tx), g, f)
		}}
}

// inside puts up a call that only the group reads.
func (s *table) inside(t *testing.T, g *guestAt) call.ID {
	t.Helper()
	o := must[call.Opened](t)(s.Spine.Open(ctx, party.OfFace(g.face.ID), call.Draft{Body: "Min never pays.", Language: "en", Group: s.in, Audience: call.InGroup,
		Key: call.Key(id.NewSecret(8).Reveal())}))
	return o.Call.ID
}

func TestWhoeverIsNamedNeitherReadsNorAnswersWhatWasTold(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		s := tableOf(h)
		ana, min, sol, new := s.sit(t, "Ana", 0), s.sit(t, "Min", 0), s.sit(t, "Sol", 0), s.sit(t, "New", soon)
		desk := s.space()
		post := s.inside(t, ana)
		tell := space.Telling{Key: "page", Kind: space.Call, Subject: int64(post), Reason: "harm", Words: "It names me."}
		do(t, desk.Tell(ctx, min.v(t), s.in, tell))
		do(t, desk.Tell(ctx, min.v(t), s.in, tell)) // the page sent twice
		fails(t, fault.NotFound, desk.Tell(ctx, access.Viewer{Host: true}, s.in, tell))
		waiting := func(g *guestAt) []space.Concern {
			t.Helper()
			all, _, err := desk.Waiting(ctx, g.v(t), s.in)
			do(t, err)
			return all
		}
		if n := len(waiting(ana)); n != 0 {
			t.Errorf("who is named finds %d", n)
		}
		found := waiting(sol) // nobody holds the task
		if len(found) != 1 || found[0].Teller != 0 || len(waiting(min)) != 1 {
			t.Fatalf("who is not named finds %+v", found)
		}
		which := found[0].ID
		for name, err := range map[string]error{
			"who is named": desk.Answer(ctx, ana.v(t), which, space.Keep, ""), "the host": desk.Answer(ctx, access.Viewer{Host: true}, which, space.Keep, ""),
			"where there is none": desk.Answer(ctx, sol.v(t), 42, space.Keep, "")} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s: %v", name, err)
			}
		}
		fails(t, fault.NotYours, desk.Answer(ctx, new.v(t), which, space.Keep, ""))
		ana.mandate(t, party.Reports, soon) // the only holder is named: still the others
		if len(waiting(ana)) != 0 || len(waiting(sol)) != 1 {
			t.Error("the only one who holds the task is named, and answers")
		}
		sol.mandate(t, party.Reports, 24*time.Hour)
		if len(waiting(min)) != 0 {
			t.Error("with somebody who holds the task, others answer")
		}
		open := sol.v(t)
		h.Clock.Move(24 * time.Hour)
		fails(t, fault.NotFound, func() error {
			ana.mandate(t, party.Sign, soon)
			return desk.Answer(ctx, ana.v(t), which, space.Hide, "Mine")
		}())
		min.mandate(t, party.Reports, soon)
		fails(t, fault.NotFound, desk.Answer(ctx, open, which, space.Hide, "It names a person.")) // the task has run out
		if err := desk.Answer(ctx, min.v(t), which, space.Hide, " "); len(fault.FieldsOf(err)) != 1 {
			t.Errorf("hidden without a reason: %v", err)
		}
		do(t, desk.Answer(ctx, min.v(t), which, space.Hide, "It names a person."))
		mine, _, err := desk.Mine(ctx, ana.v(t), s.in)
		do(t, err)
		if len(mine) != 1 || mine[0].Act != space.Hide || mine[0].Words != "It names a person." {
			t.Errorf("its author reads %+v", mine)
		}
		list := must[call.Page](t)(h.Spine.Board(ctx, sol.v(t), call.Filter{Group: s.in}))
		if len(list.Calls) != 0 {
			t.Error("what is hidden is in a list")
		}
		lines := must[[]group.Line](t)(s.groups.Log(ctx, sol.v(t), s.in, 0))
		if len(lines) != 1 || lines[0].Act != group.HidPost || lines[0].Face != min.face.ID || lines[0].Note != "It names a person." {
			t.Errorf("the log says %+v", lines)
		}
		do(t, desk.Again(ctx, min.v(t), mine[0].ID, "It was changed."))
		if list := must[call.Page](t)(h.Spine.Board(ctx, sol.v(t), call.Filter{Group: s.in})); len(list.Calls) != 1 {
			t.Error("what is shown again is in no list")
		}
	})
}

func TestAPauseEndsByItselfAndDoesNotFollowOnAnother(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		s := tableOf(h)
		ana, min := s.sit(t, "Ana", 0), s.sit(t, "Min", 0)
		desk := s.space()
		fails(t, fault.NotYours, desk.PauseMember(ctx, ana.v(t), s.in, space.Pausing{Face: min.face.ID, Days: 3, Why: "Shouting"}))
		ana.mandate(t, party.Reports, 20*24*time.Hour)
		open := ana.v(t)
		says(t, desk.PauseMember(ctx, open, s.in, space.Pausing{Face: min.face.ID, Days: 15, Why: "Shouting"}), "group.number_between")
		says(t, desk.PauseMember(ctx, open, s.in, space.Pausing{Face: min.face.ID, Days: 3, Why: ""}), "space.say_why")
		says(t, desk.PauseMember(ctx, open, s.in, space.Pausing{Face: ana.face.ID, Days: 3, Why: "Me"}), "repair.choose_somebody")
		do(t, desk.PauseMember(ctx, open, s.in, space.Pausing{Face: min.face.ID, Days: 14, Why: "Shouting at the meeting."}))
		if v := min.v(t); v.Trusted(s.in) || !v.In(s.in) {
			t.Error("who is paused stands as before, or is out")
		}
		_, p, err := desk.Mine(ctx, min.v(t), s.in)
		do(t, err)
		if p.Reason != "Shouting at the meeting." {
			t.Errorf("they read %+v", p)
		}
		s.open(t, min, ana) // and may talk it over
		h.Clock.Move(14*24*time.Hour - time.Hour)
		do(t, desk.Sweep(ctx))
		if min.v(t).Trusted(s.in) {
			t.Error("the pause ended early")
		}
		h.Clock.Move(time.Hour)
		do(t, desk.Sweep(ctx))
		if !min.v(t).Trusted(s.in) {
			t.Error("the pause does not end")
		}
		says(t, desk.PauseMember(ctx, ana.v(t), s.in, space.Pausing{Face: min.face.ID, Days: 3, Why: "Again"}), "space.paused_lately")
		h.Clock.Move(10 * 24 * time.Hour)
		fails(t, fault.NotYours, desk.PauseMember(ctx, open, s.in, space.Pausing{Face: min.face.ID, Days: 3, Why: "Again"})) // the task has run out
	})
}

func TestWhoCameInThroughAPausedMemberIsPausedWithThemWhenAsked(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		s := tableOf(h)
		ana, min, dee, eli, old := s.sit(t, "Ana", 0), s.sit(t, "Min", 0), s.sit(t, "Dee", 0), s.sit(t, "Eli", 0), s.sit(t, "Old", 0)
		for _, e := range []struct {
			face, sponsor party.FaceID
			until         time.Time
		}{{dee.face.ID, min.face.ID, Began.Add(time.Hour)}, {eli.face.ID, dee.face.ID, Began.Add(time.Hour)},
			{ana.face.ID, eli.face.ID, Began.Add(time.Hour)}, {old.face.ID, min.face.ID, Began}} {
			h.sql(t, "INSERT INTO edge (face, sponsor, grp, until) VALUES ($1,$2,$3,$4)", e.face, e.sponsor, s.in, e.until)
		}
		desk := s.space()
		ana.mandate(t, party.Reports, 90*24*time.Hour)
		do(t, desk.PauseMember(ctx, ana.v(t), s.in, space.Pausing{Face: eli.face.ID, Days: 1, Why: "Shouting"}))
		if !ana.v(t).Trusted(s.in) || !dee.v(t).Trusted(s.in) {
			t.Error("others are paused, and nobody asked for it")
		}
		do(t, desk.Lift(ctx, ana.v(t), s.in, eli.face.ID))
		do(t, desk.PauseMember(ctx, ana.v(t), s.in, space.Pausing{Face: min.face.ID, Days: 3, Why: "Five accounts", Branch: true}))
		for who, want := range map[*guestAt]bool{ana: true, min: false, dee: false, eli: true, old: true} { // Eli was paused today
			if who.v(t).Trusted(s.in) != want {
				t.Errorf("%s stands: %v", who.face.Name, !want)
			}
		}
		if _, p, err := desk.Mine(ctx, dee.v(t), s.in); err != nil || p.Reason != "" || p.Until.IsZero() {
			t.Errorf("Dee reads %+v, %v", p, err)
		}
		if all := must[[]space.Paused](t)(desk.Running(ctx, ana.v(t), s.in)); len(all) != 2 {
			t.Errorf("those who answer see %+v", all)
		}
		lines := must[[]group.Line](t)(s.groups.Log(ctx, old.v(t), s.in, 0))
		if lines[0].Act != group.PausedBranch || lines[0].Face != ana.face.ID || lines[0].Note != "" {
			t.Errorf("the log says %+v", lines[0])
		}
		h.Clock.Move(3 * 24 * time.Hour)
		do(t, desk.Sweep(ctx))
		if !dee.v(t).Trusted(s.in) || !min.v(t).Trusted(s.in) {
			t.Error("a pause does not end by itself")
		}

		h.sql(t, "UPDATE edge SET until=$1", h.Clock.Now().Add(time.Hour))
		data := must[[]byte](t)(json.Marshal(space.Pausing{Face: min.face.ID, Days: 5, Why: "Again", Branch: true}))
		do(t, desk.Store.Update(ctx, func(tx space.Tx) error { return desk.PauseInForce(ctx, tx, s.in, data) }))
		for _, who := range []*guestAt{min, dee, eli, old, ana} {
			if who.v(t).Trusted(s.in) {
				t.Errorf("%s stands, and the group has decided otherwise", who.face.Name)
			}
		}
	})
}

func (s *table) parting(t *testing.T) {
	t.Helper()
	groups := s.Store.Groups()
	s.desk.TakeOut = func(_ context.Context, tx repair.Tx, f party.Face) error {
		if err := s.desk.Left(tx, f.ID); err != nil {
			return err
		}
		return s.groups.Forget(groups.Within(tx), f)
	}
}

func TestARemovalIsForWordsThatWereBrokenAndIsAppealedOnce(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		s := tableOf(h)
		s.parting(t)
		ana, min, new := s.sit(t, "Ana", 0), s.sit(t, "Min", 0), s.sit(t, "New", 2*soon)
		says(t, erred(s.desk.Removing(ctx, ana.v(t), s.in, min.face.ID, "We hit")), "repair.choose_line")
		says(t, erred(s.desk.Removing(ctx, ana.v(t), s.in, ana.face.ID, "We hit nobody.")), "repair.not_yourself")
		data := must[[]byte](t)(s.desk.Removing(ctx, ana.v(t), s.in, min.face.ID, "We hit nobody."))
		carry := func(data []byte) error {
			return s.desk.Store.Update(ctx, func(tx repair.Tx) error { return s.desk.RemovalInForce(ctx, tx, s.in, 7, data) })
		}
		fails(t, fault.Stale, carry([]byte(`{"face":1}`)))
		forged, _ := json.Marshal(map[string]any{"face": min.face.ID, "broke": "We like nobody.", "edition": 1})
		fails(t, fault.Stale, carry(forged))
		fails(t, fault.NotFound, erred(s.desk.Removed(ctx, min.face.Account, s.in)))
		do(t, carry(data))
		fails(t, fault.Stale, carry(data)) // they are out already
		if min.v(t).In(s.in) {
			t.Error("they are still in")
		}
		r := must[repair.Removal](t)(s.desk.Removed(ctx, min.face.Account, s.in))
		if r.Broke != "We hit nobody." || r.Decision != 7 {
			t.Errorf("they read %+v", r)
		}
		fails(t, fault.NotFound, erred(s.desk.Removed(ctx, ana.face.Account, s.in)))
		fails(t, fault.NotFound, s.desk.Appeal(ctx, ana.face.Account, s.in, "Me too"))
		mend := func(by int64, data []byte) error {
			return s.desk.Store.Update(ctx, func(tx repair.Tx) error { return s.desk.MendingInForce(ctx, tx, s.in, by, data) })
		}
		mending, _ := json.Marshal(map[string]any{"removal": r.ID})
		fails(t, fault.Stale, mend(8, mending)) // nobody appealed
		h.Clock.Move(29 * 24 * time.Hour)
		do(t, s.desk.Appeal(ctx, min.face.Account, s.in, "I was pushed first."))
		fails(t, fault.Gone, s.desk.Appeal(ctx, min.face.Account, s.in, "Once more."))
		fails(t, fault.NotYours, erred(s.desk.Appeals(ctx, new.v(t), s.in)))
		all := must[[]repair.Removal](t)(s.desk.Appeals(ctx, ana.v(t), s.in))
		if len(all) != 1 || all[0].Appeal != "I was pushed first." || all[0].Account != 0 {
			t.Errorf("members read %+v", all)
		}
		do(t, mend(8, mending))
		fails(t, fault.Stale, mend(9, mending))
		if v := min.v(t); !v.In(s.in) || !v.Is(party.OfFace(min.face.ID)) {
			t.Errorf("they are back as %+v", v)
		}
		h.Clock.Move(when.AppealedFor)
		do(t, s.desk.Sweep(ctx))
		s.nothingLeft(t, "removal")
	})
}

func TestAfterThirtyDaysNothingLeadsFromWhoWasRemovedToTheirAccount(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		s := tableOf(h)
		s.parting(t)
		ana, min := s.sit(t, "Ana", 0), s.sit(t, "Min", 0)
		data := must[[]byte](t)(s.desk.Removing(ctx, ana.v(t), s.in, min.face.ID, "We listen first."))
		do(t, s.desk.Store.Update(ctx, func(tx repair.Tx) error { return s.desk.RemovalInForce(ctx, tx, s.in, 7, data) }))
		h.Clock.Move(when.AppealFor)
		fails(t, fault.NotFound, s.desk.Appeal(ctx, min.face.Account, s.in, "Too late")) // before anything swept
		do(t, s.desk.Sweep(ctx))
		s.nothingLeft(t, "removal")
		var n int
		do(t, h.DB.View(ctx, func(tx *db.Tx) error {
			return tx.Row("SELECT count(*) FROM face WHERE account=$1", db.Args(min.face.Account), &n)
		}))
		if n != 0 {
			t.Error("a face still leads to the account")
		}
	})
}
