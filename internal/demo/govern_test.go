package demo

import (
	"path"
	"slices"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/account"
	"alongside/internal/alert"
	"alongside/internal/app"
	"alongside/internal/circle"
	"alongside/internal/decision"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/mandate"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/repair"
	"alongside/internal/tie"
)

// tenant is Ana, signed in with the words of the guide, in the demo's now.
type tenant struct {
	*app.House
	now    time.Time
	guide  Guide
	group  group.Group
	viewer access.Viewer
	face   party.FaceID
}

func asAna(t *testing.T) *tenant {
	t.Helper()
	a := &tenant{now: time.Date(2026, 11, 20, 19, 0, 0, 0, time.UTC)}
	a.House, a.guide = filled(t, a.now)
	o, err := a.Accounts.SignIn(t.Context(), account.Attempt{Proof: account.Proof{Typed: id.SecretFrom(a.guide.Member.Reveal())}})
	if err != nil {
		t.Fatalf("her words do not open her account: %v", err)
	}
	if a.viewer, err = a.Groups.Viewer(t.Context(), o.Session.Account, false); err != nil {
		t.Fatal(err)
	}
	l, err := a.Groups.Look(t.Context(), a.viewer, eastfield)
	if err != nil || !l.Me.Through(a.now) || l.Me.Name != ana {
		t.Fatalf("she is no member through her trial: %+v, %v", l.Me, err)
	}
	a.group, a.face = l.Group, l.Me.Face
	return a
}

// last is the id at the end of a path of the guide.
func last[T any](t *testing.T, at string) id.Of[T] {
	t.Helper()
	which, err := id.Parse[T](path.Base(at))
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	return which
}

func TestAMemberSeesHowHerGroupGovernsItself(t *testing.T) {
	a := asAna(t)
	t.Run("a decision is under way, and an earlier one has its outcome", func(t *testing.T) { seesDecisions(t, a) })
	t.Run("the agreements were adopted by a decision", func(t *testing.T) { seesAgreements(t, a) })
	t.Run("her task ends within two weeks, and she has been told", func(t *testing.T) { seesHerTask(t, a) })
	t.Run("a tie of both groups has a history both ways", func(t *testing.T) { seesTheTie(t, a) })
	t.Run("a repair ended well, and only those who sat in it know", func(t *testing.T) { seesTheRepair(t, a) })
	t.Run("an alert runs, and she is asked to come", func(t *testing.T) { seesTheAlert(t, a) })
	t.Run("a circle of three writes to each other", func(t *testing.T) { seesHerCircle(t, a) })
}

func seesDecisions(t *testing.T, a *tenant) {
	l, err := a.Decisions.Look(t.Context(), a.viewer, a.group.ID, last[decision.Decision](t, a.guide.Rooms.Decision))
	if err != nil {
		t.Fatal(err)
	}
	if left := l.Closes.Sub(a.now); l.State != decision.Open || left < 2*24*time.Hour || left > 7*24*time.Hour {
		t.Errorf("it is %s and closes in %s", l.State, left)
	}
	if !l.OnRoll || l.Spoken {
		t.Error("there is nothing left for Ana to say")
	}
	if len(l.Posts) < 2 || len(l.Reasons) != 1 || l.Reasons[0].Stance != decision.Concern {
		t.Errorf("there is no question with its answer, or no concern: %+v, %+v", l.Posts, l.Reasons)
	}
	page, err := a.Decisions.List(t.Context(), a.viewer, a.group.ID, decision.Cursor{})
	if err != nil {
		t.Fatal(err)
	}
	whole := slices.ContainsFunc(page.Closed, func(o decision.Outcome) bool {
		return o.Result == decision.Carried && o.Tasks != "" && o.Review.After(a.now) && o.Spoken() < o.Roll
	})
	if !whole {
		t.Errorf("no outcome has tasks, a day to look again and somebody who was silent: %+v", page.Closed)
	}
	for _, o := range page.Closed {
		if o.Result != decision.Carried {
			t.Errorf("%q is %s", o.Title, o.Result)
		}
	}
}

func seesAgreements(t *testing.T, a *tenant) {
	if a.group.Agreed != 2 {
		t.Fatalf("version %d is in force", a.group.Agreed)
	}
	lines, err := a.Groups.Log(t.Context(), a.viewer, a.group.ID, 0)
	if err != nil || !slices.ContainsFunc(lines, func(l group.Line) bool { return l.Act == group.AgreedAnew }) {
		t.Errorf("the log does not say that a decision did it: %+v, %v", lines, err)
	}
}

func seesHerTask(t *testing.T, a *tenant) {
	h, err := a.Mandates.Look(t.Context(), a.viewer, a.group.ID, party.MandateID(last[mandate.Mandate](t, a.guide.Rooms.Mandate)))
	if err != nil {
		t.Fatal(err)
	}
	if left := h.Ends.Sub(a.now); left <= 0 || left > mandate.RemindAhead || h.Decision == 0 {
		t.Errorf("it ends in %s and comes of decision %d", left, h.Decision)
	}
	if h.Me != mandate.Holds || h.Note == "" || len(h.Beside()) != 1 {
		t.Errorf("she %s it, the note is %q, beside her: %v", h.Me, h.Note, h.Beside())
	}
	news, err := a.Notices.News(t.Context(), []party.Ref{party.OfFace(a.face)})
	told := slices.ContainsFunc(news, func(n notice.Notice) bool { return n.Kind == notice.MandateEnds && n.Commitment == int64(h.ID) })
	if err != nil || !told {
		t.Errorf("nobody told her, in %d notices: %v", len(news), err)
	}
}

func seesTheTie(t *testing.T, a *tenant) {
	l, err := a.Ties.Look(t.Context(), a.viewer, a.group.ID, last[tie.Tie](t, a.guide.Rooms.Tie))
	if err != nil {
		t.Fatal(err)
	}
	if !l.Stands() || l.With.Slug != harbour || l.Ours.Words != l.Theirs.Words || l.Words != l.Ours.Words {
		t.Errorf("the tie: %+v", l)
	}
	for _, by := range []party.GroupID{a.group.ID, l.With.ID} {
		kept := func(m tie.Memory) bool { return m.By == by && !m.Kept.Before(l.Since) && m.Kept.After(m.Asked) }
		if !slices.ContainsFunc(l.Kept, kept) {
			t.Errorf("nothing was kept by %d since %s: %+v", by, l.Since, l.Kept)
		}
	}
	carried, err := a.Carry.Shown(t.Context(), a.group.ID)
	if err != nil || len(carried) != 1 || carried[0].Words == "" {
		t.Errorf("it carries %+v, %v", carried, err)
	}
	promised, err := a.Spine.PledgedIn(t.Context(), a.viewer, a.group.ID)
	runs := 0
	for _, p := range promised {
		if p.State.Runs() {
			runs++
		}
	}
	if err != nil || len(promised) != 3 || runs != 1 {
		t.Errorf("%d promises as a group, %d of them run, %v", len(promised), runs, err)
	}
}

func seesTheRepair(t *testing.T, a *tenant) {
	which := last[repair.Repair](t, a.guide.Rooms.Repair)
	l, err := a.Repairs.Look(t.Context(), a.viewer, which)
	if err != nil {
		t.Fatal(err)
	}
	if l.State != repair.FollowedUp || !l.Over() || l.Text == "" || len(l.Rounds) != 1 || !l.Helped() {
		t.Errorf("the repair: %+v", l)
	}
	for _, s := range l.Seats {
		if s.Part == repair.Side && s.Went != repair.Well {
			t.Errorf("%s says it went %q", s.Name, s.Went)
		}
	}
	all, _, err := a.Groups.Members(t.Context(), a.viewer, a.group.ID, group.Member{})
	if err != nil || len(all) < 7 {
		t.Fatalf("%d members, %v", len(all), err)
	}
	other := access.Of([]party.Standing{{Face: all[slices.IndexFunc(all, func(m group.Member) bool { return m.Name == "Priya" })].Face, Group: a.group.ID, In: true, Through: true}}, false)
	if _, err := a.Repairs.Look(t.Context(), other, which); err == nil {
		t.Error("Priya reads it, too")
	}
}

func seesTheAlert(t *testing.T, a *tenant) {
	_, all, err := a.Alerts.List(t.Context(), a.viewer, a.group.ID)
	if err != nil || len(all) != 1 || all[0].State != alert.Confirmed || !all[0].Asked || all[0].Answer != alert.Silent || all[0].Coming != 1 {
		t.Errorf("she reads %+v, %v", all, err)
	}
}

func seesHerCircle(t *testing.T, a *tenant) {
	all, err := a.Circles.List(t.Context(), a.viewer, a.group.ID)
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	people, _, err := a.Circles.People(t.Context(), a.viewer, a.group.ID, all[0].ID, group.Member{})
	if err != nil || len(people) != 3 {
		t.Errorf("%d are in it, %v", len(people), err)
	}
	l, err := a.Circles.Look(t.Context(), a.viewer, a.group.ID, all[0].ID, circle.Post{})
	if err != nil || len(l.Posts) != 2 {
		t.Errorf("%d posts, %v", len(l.Posts), err)
	}
}
