package store_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/circle"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/mandate"
	"alongside/internal/move"
	"alongside/internal/party"
	"alongside/internal/space"
	"alongside/internal/when"
)

// told is a round whose circle Ben is in, too: Ana is named, and Mina tells.
type told struct {
	*round
	desk   *space.Desk
	passed int // how often something was handed to the host
}

func newTold(t *testing.T, h *House) *told {
	t.Helper()
	o := &told{round: newRound(t, h)}
	o.faces["Ben"], o.accounts["Ben"] = id.New[party.Face](), party.AccountID(keys.Add(1))
	o.add(t, "Ben", time.Time{})
	must0(t, o.circles.Add(ctx, o.viewer(t, "Ana"), o.id, o.circle, o.faces["Ben"]))
	groups, memory := h.Store.Groups(), h.Store.Space()
	o.desk = &space.Desk{Store: memory, Clock: h.Clock,
		ToHost: func(space.Tx, int64, string) error { o.passed++; return nil },
		Pause: func(ctx context.Context, tx space.Tx, g party.GroupID, f party.FaceID) (bool, error) {
			return o.hall.Pause(ctx, groups.Within(tx), g, f)
		},
		Unpause: func(tx space.Tx, g party.GroupID, f party.FaceID) error {
			return o.hall.Unpause(groups.Within(tx), g, f)
		},
		Branch: func(tx space.Tx, g party.GroupID, f party.FaceID) ([]party.FaceID, error) {
			return o.hall.Branch(groups.Within(tx), g, f)
		}}
	h.Spine.Tends = func(tx call.Tx, v access.Viewer, c call.Call) (bool, error) {
		return o.desk.Tends(memory.Within(tx), v, c)
	}
	h.Spine.Mended = func(tx call.Tx, c call.Call) error { return o.desk.Mended(memory.Within(tx), c) }
	return o
}

// write lets somebody write to a circle, and gives the post's id.
func (o *told) write(t *testing.T, name string, in party.CircleID, words string) id.Of[circle.Post] {
	t.Helper()
	must0(t, o.circles.Write(ctx, o.viewer(t, name), o.id, in, id.NewSecret(8).Reveal(), words))
	l := must[circle.Look](t)(o.circles.Look(ctx, o.viewer(t, name), o.id, in, circle.Post{}))
	at := slices.IndexFunc(l.Posts, func(p circle.Post) bool { return p.Body == words })
	return l.Posts[at].ID
}

func (o *told) tell(v access.Viewer, k space.Kind, subject int64, named bool) error {
	return o.desk.Tell(ctx, v, o.id, space.Telling{Key: id.NewSecret(8).Reveal(), Kind: k, Subject: subject, Reason: "harm", Words: "It names me.", Named: named})
}

func (o *told) waits(t *testing.T, name string) []space.Concern {
	t.Helper()
	all, _, err := o.desk.Waiting(ctx, o.viewer(t, name), o.id)
	must0(t, err)
	return all
}

func (o *told) hidden(t *testing.T, name string) []space.Tended {
	t.Helper()
	_, all, err := o.desk.Waiting(ctx, o.viewer(t, name), o.id)
	must0(t, err)
	return all
}

// one is what was told of, as somebody who answers finds it.
func (o *told) one(t *testing.T, name string) space.ID {
	t.Helper()
	all := o.waits(t, name)
	if len(all) == 0 {
		t.Fatalf("%s finds nothing to answer", name)
	}
	return all[0].ID
}

func (o *told) mine(t *testing.T, name string) []space.Tended {
	t.Helper()
	all, _, err := o.desk.Mine(ctx, o.viewer(t, name), o.id)
	must0(t, err)
	return all
}

// reads are the posts that somebody reads in a circle.
func (o *told) reads(t *testing.T, name string, in party.CircleID) (bodies []string) {
	t.Helper()
	for _, p := range must[circle.Look](t)(o.circles.Look(ctx, o.viewer(t, name), o.id, in, circle.Post{})).Posts {
		bodies = append(bodies, p.Body)
	}
	return bodies
}

func (o *told) rows(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	must0(t, o.DB.View(ctx, func(tx *db.Tx) error { return tx.Row(query, db.Args(args...), &n) }))
	return n
}

func TestWhatIsToldOfACirclesPostStaysAmongItsPeople(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		o := newTold(t, h)
		post := o.write(t, "Ana", o.circle, "Sol stole the till.")
		lines := o.rows(t, "SELECT lines FROM grp WHERE id=$1", o.id)
		viewers := o.viewers(t)
		for name, v := range viewers {
			err, never := o.tell(v, space.Post, int64(post), false), o.tell(v, space.Post, int64(post)+1, false)
			if inside := name == "the author" || name == "in the circle"; !inside && (!fault.Is(err, fault.KindOf(never)) || fault.SayOf(err) != fault.SayOf(never)) {
				t.Errorf("%s can tell it from none: %v, %v", name, err, never)
			}
		}
		must0(t, o.DB.Update(ctx, func(tx *db.Tx) error {
			_, err := tx.Exec("DELETE FROM concern")
			if err == nil {
				_, err = tx.Exec("DELETE FROM notice")
			}
			return err
		}))
		o.mustGive(t, mandate.Given{Scope: party.Reports, Days: 30}, "Sol") // holds the task, and is not in the circle
		must0(t, o.tell(o.viewer(t, "Mina"), space.Post, int64(post), true))
		for name, want := range map[string]int{"Ana": 0, "Sol": 0, "Mina": 1, "Ben": 1} {
			if got := o.waits(t, name); len(got) != want {
				t.Errorf("%s finds %d to answer, want %d", name, len(got), want)
			}
		}
		if n := h.notices(t, "reported"); n != 2 {
			t.Errorf("%d were told of it, want Mina and Ben", n)
		}
		which := o.one(t, "Ben")
		for name, v := range viewers {
			if name == "in the circle" {
				continue
			}
			for _, do := range []space.Act{space.Keep, space.Hide} {
				err, never := o.desk.Answer(ctx, v, which, do, "Mine"), o.desk.Answer(ctx, v, which+1, do, "Mine")
				if !fault.Is(err, fault.NotFound) || fault.SayOf(err) != fault.SayOf(never) {
					t.Errorf("%s answers it: %v, %v", name, err, never)
				}
			}
			if _, err := o.desk.Written(ctx, v, o.id, post); err == nil && name != "the author" {
				t.Errorf("%s reads the post", name)
			}
		}
		forged := o.viewer(t, "Sol")
		forged.Circles = []party.CircleID{o.circle}
		mandateWants(t, fault.NotFound, o.desk.Answer(ctx, forged, which, space.Keep, ""))
		mandateWants(t, fault.NotFound, o.tell(forged, space.Post, int64(post), false))

		ben := o.viewer(t, "Ben")
		mandateWants(t, fault.NotFound, o.desk.Answer(ctx, ben, which, space.PassOn, "Too much for us.")) // no host reads a circle
		must0(t, o.desk.Answer(ctx, ben, which, space.AskEdit, "Leave the name out."))
		if all := o.mine(t, "Ana"); len(all) != 1 || all[0].Act != space.AskEdit || all[0].Kind != space.Post || all[0].Words != "Leave the name out." {
			t.Errorf("its author reads %+v", all)
		}
		if all := o.mine(t, "Mina"); len(all) != 1 || all[0].Act != space.ToldOf(space.AskEdit) {
			t.Errorf("whoever told it reads %+v", all)
		}
		must0(t, o.tell(o.viewer(t, "Mina"), space.Post, int64(post), false))
		must0(t, o.desk.Answer(ctx, ben, o.one(t, "Ben"), space.Hide, "It names a person."))
		if got := o.reads(t, "Mina", o.circle); len(got) != 0 {
			t.Errorf("others read %q", got)
		}
		if got := o.reads(t, "Ana", o.circle); len(got) != 1 {
			t.Errorf("its author reads %q", got)
		}
		if why := must[string](t)(o.desk.Why(ctx, o.viewer(t, "Ana"), o.id, space.Post, int64(post))); why != "It names a person." {
			t.Errorf("its author reads why: %q", why)
		}
		if why := must[string](t)(o.desk.Why(ctx, o.viewer(t, "Sol"), o.id, space.Post, int64(post))); why != "" {
			t.Errorf("a member outside reads why: %q", why)
		}
		_, err := o.circles.Post(ctx, o.viewer(t, "Mina"), o.id, o.circle, post)
		mandateWants(t, fault.NotFound, err)
		mandateWants(t, fault.NotFound, o.tell(o.viewer(t, "Mina"), space.Post, int64(post), false)) // there is nothing to tell of
		if p := must[circle.Post](t)(o.desk.Written(ctx, ben, o.id, post)); p.Body != "Sol stole the till." {
			t.Errorf("who answers reads %+v", p)
		}
		if len(o.hidden(t, "Sol"))+len(o.hidden(t, "Ana")) != 0 || len(o.hidden(t, "Ben")) != 1 {
			t.Error("what is hidden is found by the wrong people")
		}

		if log := must[[]group.Line](t)(o.hall.Log(ctx, o.viewer(t, "Sol"), o.id, 0)); slices.ContainsFunc(log, func(l group.Line) bool { return l.Note != "" }) {
			t.Errorf("the group's log says %+v", log)
		}
		if got := o.rows(t, "SELECT lines FROM grp WHERE id=$1", o.id); got != lines {
			t.Errorf("the group's lines were %d and are %d: the gap tells of the circle's", lines, got)
		}
		log := must[[]group.Line](t)(o.circles.Log(ctx, o.viewer(t, "Ana"), o.id, o.circle, 0))
		if len(log) != 2 || log[0].Act != group.HidPost || log[0].N != 2 || log[0].Name != "Ben" || log[1].Act != group.AskedEdit {
			t.Errorf("the circle's log says %+v", log)
		}
		for name, v := range viewers {
			_, err := o.circles.Log(ctx, v, o.id, o.circle, 0)
			_, never := o.circles.Log(ctx, v, o.id, o.circle+1, 0)
			if inside := name == "the author" || name == "in the circle"; inside != (err == nil) || !inside && fault.SayOf(err) != fault.SayOf(never) {
				t.Errorf("%s opens the circle's log: %v", name, err)
			}
		}
		again := o.hidden(t, "Ben")[0].ID
		mandateWants(t, fault.NotFound, o.desk.Again(ctx, o.viewer(t, "Sol"), again, "Mine"))
		mandateWants(t, fault.NotFound, o.desk.Again(ctx, o.viewer(t, "Ana"), again, "Mine"))
		must0(t, o.desk.Again(ctx, ben, again, "She wrote to Sol."))
		if got := o.reads(t, "Mina", o.circle); len(got) != 1 {
			t.Errorf("shown again, others read %q", got)
		}
	})
}

func TestInACircleWhoHoldsTheTaskAnswersAndWithNobodyElseItIsSaid(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		o := newTold(t, h)
		asked := h.askAs(t, o.face("Ana"), o.draft())
		o.mustGive(t, mandate.Given{Scope: party.Reports, Days: 30}, "Ben")
		must0(t, o.tell(o.viewer(t, "Mina"), space.Call, int64(asked.ID), false))
		if len(o.waits(t, "Mina")) != 0 || len(o.waits(t, "Ben")) != 1 {
			t.Error("somebody in the circle holds the task, and others answer")
		}
		o.become(t, "Ben", time.Time{}, true)
		if len(o.waits(t, "Mina")) != 1 {
			t.Error("whoever holds the task is paused, and nobody answers")
		}
		o.become(t, "Ben", time.Time{}, false)
		must0(t, o.desk.Answer(ctx, o.viewer(t, "Ben"), o.one(t, "Ben"), space.Hide, "Not here."))
		if list := must[call.Page](t)(h.Spine.Board(ctx, o.viewer(t, "Mina"), call.Filter{Group: o.id, Circle: o.circle})); len(list.Calls) != 0 {
			t.Error("what is hidden is in the circle's list")
		}
		must0(t, o.desk.Again(ctx, o.viewer(t, "Ben"), o.hidden(t, "Ben")[0].ID, "It may stay."))

		must0(t, o.circles.Leave(ctx, o.viewer(t, "Ben"), o.id, o.circle))
		mina := o.viewer(t, "Mina")
		if heard := must[bool](t)(o.desk.Heard(ctx, mina, o.id, space.Call, int64(asked.ID))); heard {
			t.Error("of two, somebody else would answer")
		}
		before := o.rows(t, "SELECT count(*) FROM concern")
		if err := o.tell(mina, space.Call, int64(asked.ID), false); !fault.Is(err, fault.Stale) || fault.SayOf(err) != fault.SayOf(fault.New("", fault.Stale, "circle.nobody_else")) {
			t.Errorf("she is told: %v", err)
		}
		if o.rows(t, "SELECT count(*) FROM concern") != before {
			t.Error("it was filed, and nobody will ever answer")
		}
		everyones := o.write(t, "Ana", circle.Everyone, "The till is empty.")
		if heard := must[bool](t)(o.desk.Heard(ctx, mina, o.id, space.Post, int64(everyones))); !heard {
			t.Error("of everyone, nobody would answer")
		}
	})
}

func TestWhatIsWrittenForEveryoneTheGroupAnswers(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		o := newTold(t, h)
		post := o.write(t, "Ana", circle.Everyone, "The new ones never wash up.")
		must0(t, o.tell(o.viewer(t, "Noor"), space.Post, int64(post), false)) // while on trial, too
		must0(t, o.desk.Answer(ctx, o.viewer(t, "Sol"), o.one(t, "Sol"), space.PassOn, "Too much for us."))
		if o.passed != 1 {
			t.Error("it did not reach the host")
		}
		must0(t, o.tell(o.viewer(t, "Noor"), space.Post, int64(post), false))
		must0(t, o.desk.Answer(ctx, o.viewer(t, "Sol"), o.one(t, "Sol"), space.Hide, "We welcome people."))
		log := must[[]group.Line](t)(o.hall.Log(ctx, o.viewer(t, "Mina"), o.id, 0))
		if log[0].Act != group.HidPost || log[0].Note != "We welcome people." || log[0].Circle != 0 {
			t.Errorf("the log begins with %+v", log[0])
		}
		for name, want := range map[string]int{"Ana": 1, "Mina": 0, "Noor": 0} {
			if got := o.reads(t, name, circle.Everyone); len(got) != want {
				t.Errorf("%s reads %q", name, got)
			}
		}
		must0(t, o.circles.TakeBack(ctx, o.viewer(t, "Ana"), o.id, circle.Everyone, post))
		if n := len(o.hidden(t, "Sol")); n != 0 {
			t.Errorf("its author took it back, and %d are still hidden", n)
		}
		h.Clock.Move(when.ConcernsFor)
		must0(t, o.desk.Sweep(ctx))
		if o.rows(t, "SELECT (SELECT count(*) FROM concern) + (SELECT count(*) FROM tended)") != 0 {
			t.Error("what was told is kept for longer than it should")
		}
	})
}

func TestWhoHasLeftACircleLearnsNothingOfItAnyMore(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		o := newTold(t, h)
		first, second := o.write(t, "Ana", o.circle, "One"), o.write(t, "Ana", o.circle, "Two")
		must0(t, o.tell(o.viewer(t, "Mina"), space.Post, int64(first), true))
		must0(t, o.desk.Answer(ctx, o.viewer(t, "Ben"), o.one(t, "Ben"), space.Hide, "Not here."))
		must0(t, o.tell(o.viewer(t, "Mina"), space.Post, int64(second), true))
		o.become(t, "Ana", time.Time{}, true)
		if all := o.mine(t, "Ana"); len(all) != 1 {
			t.Errorf("while she is paused she reads %+v", all)
		}
		o.become(t, "Ana", time.Time{}, false)
		must0(t, o.circles.Leave(ctx, o.viewer(t, "Ana"), o.id, o.circle))
		must0(t, o.circles.Add(ctx, o.viewer(t, "Ben"), o.id, o.circle, o.faces["Sol"]))
		must0(t, o.circles.Leave(ctx, o.viewer(t, "Mina"), o.id, o.circle))
		notices := o.rows(t, "SELECT count(*) FROM notice")
		waits := o.waits(t, "Ben")
		if len(waits) != 1 || !waits[0].Away {
			t.Fatalf("who answers finds %+v", waits)
		}
		mandateWants(t, fault.NotFound, o.desk.Answer(ctx, o.viewer(t, "Ben"), waits[0].ID, space.AskEdit, "Please"))
		must0(t, o.desk.Answer(ctx, o.viewer(t, "Ben"), waits[0].ID, space.Hide, "Nor this."))
		if len(o.mine(t, "Ana"))+len(o.mine(t, "Mina")) != 0 || o.rows(t, "SELECT count(*) FROM notice") != notices {
			t.Error("who has left is told of it")
		}
		if got := o.reads(t, "Sol", o.circle); len(got) != 0 {
			t.Errorf("others read %q", got)
		}
		if n := len(o.hidden(t, "Sol")); n != 2 {
			t.Errorf("%d can be shown again, want 2", n)
		}
		must0(t, o.circles.End(ctx, o.viewer(t, "Ben"), o.id, o.circle))
		if len(o.hidden(t, "Ben")) != 0 {
			t.Error("a circle that has ended is answered for")
		}
		h.Clock.Move(when.CirclesFor)
		must0(t, o.circles.Sweep(ctx))
		if n := o.rows(t, `SELECT (SELECT count(*) FROM concern WHERE circle=$1) + (SELECT count(*) FROM tended WHERE circle=$1)
			+ (SELECT count(*) FROM grpline WHERE circle=$1) + (SELECT count(*) FROM circlepost WHERE circle=$1)`, o.circle); n != 0 {
			t.Errorf("%d rows are left of a circle that is erased", n)
		}
	})
}

func TestWhatIsHiddenLeavesWithTheWholeGroupAlone(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		o := newTold(t, h)
		posts := map[string]party.CircleID{"Hidden among us": o.circle, "Hidden from all": circle.Everyone}
		for words, in := range posts {
			must0(t, o.tell(o.viewer(t, "Mina"), space.Post, int64(o.write(t, "Ana", in, words)), false))
			must0(t, o.desk.Answer(ctx, o.viewer(t, "Ben"), o.one(t, "Ben"), space.Hide, "Why "+words))
		}
		in := call.Draft{Body: "Hidden key of the shed", Group: o.id, Audience: call.InGroup}
		must0(t, o.tell(o.viewer(t, "Mina"), space.Call, int64(h.askAs(t, o.face("Ana"), in).ID), false))
		must0(t, o.desk.Answer(ctx, o.viewer(t, "Ben"), o.one(t, "Ben"), space.Hide, "Why the key"))
		take := func(name string) string {
			var out bytes.Buffer
			_, err := mover(t, h).Take(ctx, o.viewer(t, name), o.id, &out)
			return unzipped(t, out.Bytes(), err)
		}
		for _, name := range []string{"Ana", "Ben", "Sol"} {
			text, inside := take(name), name != "Sol"
			for word, want := range map[string]bool{"Hidden among us": inside, "Hidden from all": true, "Hidden key": false} {
				// The reason stands in the log, for those who read that log; the words nowhere.
				if got := strings.Contains(text, "Why "+word); word != "Hidden key" && got != want {
					t.Errorf("%s takes why %q along: %v", name, word, got)
				}
				if strings.Contains(strings.ReplaceAll(text, "Why "+word, ""), word) {
					t.Errorf("%s takes %q along", name, word)
				}
			}
		}
		var out bytes.Buffer
		_, err := mover(t, h).Export(ctx, o.id, &out, nil)
		check(t, err)
		there := house(t, db.Config{Dir: t.TempDir()}, h.Clock)
		_, err = mover(t, there).Import(ctx, parcel(t, out.Bytes()), move.Arrival{})
		check(t, err)
		var n int
		must0(t, there.DB.View(ctx, func(tx *db.Tx) error {
			return tx.Row("SELECT count(*) FROM tended JOIN circlepost ON circlepost.id = tended.subject AND circlepost.hidden", nil, &n)
		}))
		if n != 2 {
			t.Errorf("with the whole group %d posts came hidden, with why", n)
		}
	})
}

func TestADecisionPausesAndEndsAPause(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		o := newTold(t, h)
		ana, min := o.viewer(t, "Ana"), o.faces["Mina"]
		inForce := func(data string, lift bool) error {
			return o.desk.Store.Update(ctx, func(tx space.Tx) error {
				if lift {
					return o.desk.LiftInForce(tx, o.id, []byte(data))
				}
				return o.desk.PauseInForce(ctx, tx, o.id, []byte(data))
			})
		}
		say := func(p space.Pausing, lift bool) error { return o.desk.Check(ctx, ana, o.id, &p, lift) }
		says(t, say(space.Pausing{Face: min, Days: 15, Why: "Shouting"}, false), "group.number_between")
		says(t, say(space.Pausing{Face: min, Days: 3}, false), "space.say_why")
		says(t, say(space.Pausing{Face: o.faces["Ana"], Days: 3, Why: "Me"}, false), "repair.choose_somebody")
		says(t, say(space.Pausing{Face: o.other.faces["Omar"], Days: 3, Why: "Him"}, false), "repair.choose_somebody")
		must0(t, say(space.Pausing{Face: min, Why: "She is sorry."}, true)) // nobody learns whether she is paused
		mandateWants(t, fault.NotYours, o.desk.Check(ctx, o.viewer(t, "Noor"), o.id, &space.Pausing{Face: min, Days: 3, Why: "No"}, false))
		pause := fmt.Sprintf(`{"face":%d,"days":5,"why":"Shouting"}`, min)
		lift := fmt.Sprintf(`{"face":%d}`, min)
		mandateWants(t, fault.Stale, inForce(lift, true))
		mandateWants(t, fault.Stale, inForce(fmt.Sprintf(`{"face":%d,"days":5}`, o.other.faces["Omar"]), false))
		mandateWants(t, fault.Stale, inForce(fmt.Sprintf(`{"face":%d,"days":15}`, min), false))
		must0(t, inForce(pause, false))
		if o.viewer(t, "Mina").Trusted(o.id) {
			t.Error("the decision closed, and nothing is paused")
		}
		if _, p, err := o.desk.Mine(ctx, o.viewer(t, "Mina"), o.id); err != nil || p.Reason != "Shouting" {
			t.Errorf("she reads %+v, %v", p, err)
		}
		h.Clock.Move(4 * day)
		must0(t, inForce(pause, false)) // and longer
		h.Clock.Move(4 * day)
		must0(t, o.desk.Sweep(ctx))
		if o.viewer(t, "Mina").Trusted(o.id) {
			t.Error("the second decision counted for nothing")
		}
		must0(t, inForce(lift, true))
		mandateWants(t, fault.Stale, inForce(lift, true))
		if !o.viewer(t, "Mina").Trusted(o.id) {
			t.Error("the decision closed, and the pause runs on")
		}
		var acts []group.Act
		for _, l := range must[[]group.Line](t)(o.hall.Log(ctx, ana, o.id, 0)) {
			acts = append(acts, l.Act)
		}
		if !slices.Equal(acts[:3], []group.Act{group.IsUnpaused, group.IsPaused, group.IsPaused}) {
			t.Errorf("the log says %v", acts)
		}
		o.become(t, "Ben", time.Time{}, true) // without an end of its own
		must0(t, inForce(fmt.Sprintf(`{"face":%d}`, o.faces["Ben"]), true))
		if !o.viewer(t, "Ben").Trusted(o.id) {
			t.Error("a pause without an end cannot be ended")
		}
	})
}
