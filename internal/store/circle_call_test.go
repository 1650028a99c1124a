package store_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/carry"
	"alongside/internal/circle"
	"alongside/internal/db"
	"alongside/internal/fault"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/sheet"
	"alongside/internal/space"
	"alongside/internal/when"
)

// round is a guild with a circle: Ana and Mina are in it, Sol is not, Noor is on
// trial. Omar is of another group.
type round struct {
	*guild
	other   *guild
	circles *circle.Desk
	circle  party.CircleID
}

// secret is a word that only the circle's call has.
const secret = "Xylophone"

func newRound(t *testing.T, h *House) *round {
	t.Helper()
	r := &round{guild: newGuild(t, h, "Ana", "Mina", "Sol", "Noor"), other: newGuild(t, h, "Omar")}
	calls := func(tx circle.Tx) call.Tx { return h.Store.Calls().Within(tx) }
	r.circles = &circle.Desk{Store: h.Store.Circles(), Clock: h.Clock,
		Close: func(_ context.Context, tx circle.Tx, c party.CircleID) error {
			return h.Spine.CircleEnded(calls(tx), c)
		},
		Erase: func(_ context.Context, tx circle.Tx, c party.CircleID) error {
			return h.Spine.CircleErased(calls(tx), c)
		},
		Left: func(_ context.Context, tx circle.Tx, c party.CircleID, f party.FaceID) error {
			return h.Spine.LeftCircle(calls(tx), c, f)
		}}
	r.become(t, "Noor", h.Clock.Now().Add(14*day), false)
	r.circle = r.make(t, circle.Draft{Name: "Legal"})
	return r
}

func (r *round) make(t *testing.T, d circle.Draft) party.CircleID {
	t.Helper()
	c := must[party.CircleID](t)(r.circles.Make(ctx, r.viewer(t, "Ana"), r.id, d))
	must0(t, r.circles.Add(ctx, r.viewer(t, "Ana"), r.id, c, r.faces["Mina"]))
	return c
}

func (r *round) face(name string) party.Ref { return party.OfFace(r.faces[name]) }

// draft is what Ana asks in the circle: at a place, at a time, with a way to be
// reached, so that it could stand in every list.
func (r *round) draft() call.Draft {
	at := r.Clock.Now().Add(3 * day)
	return call.Draft{Body: secret + " for the march", Group: r.id, Circle: r.circle, Area: here, Starts: at, Reach: "555 0142", Urgency: call.Today}
}

var here = place.Area{Name: "Dock Street", Cell: place.CellAt(47.6, -122.33)}

// answer lets somebody in the circle say yes.
func (r *round) answerAs(t *testing.T, name string, l call.Look) call.Commitment {
	t.Helper()
	return must[call.Commitment](t)(r.Spine.AnswerNow(ctx, r.viewer(t, name), r.face(name), call.Answer{Part: l.Parts[0].ID}))
}

// viewers are one of each who may come, by name.
func (r *round) viewers(t *testing.T) map[string]access.Viewer {
	t.Helper()
	_, guest := r.House.ask(t, call.Draft{Body: "A guest's own blanket"})
	host := r.viewer(t, "Sol")
	host.Host = true
	forged := r.viewer(t, "Noor")
	forged.Circles = []party.CircleID{r.circle}
	return map[string]access.Viewer{"a stranger": {}, "a guest": guest, "the host": {Host: true}, "a host who is a member": host, "another group's": r.other.viewer(t, "Omar"),
		"on trial": r.viewer(t, "Noor"), "on trial, forged": forged, "a member outside": r.viewer(t, "Sol"),
		"the author": r.viewer(t, "Ana"), "in the circle": r.viewer(t, "Mina")}
}

// lists is everything that lists calls to a viewer, as the text that they would
// read. What they may not open is the empty text.
func (r *round) lists(t *testing.T) map[string]func(access.Viewer) string {
	t.Helper()
	all := map[string]func(access.Viewer) string{}
	shown := func(v any, err error) string {
		if err != nil && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.NotYours) {
			t.Error(err)
		}
		return fmt.Sprintf("%+v", v)
	}
	for name, f := range map[string]call.Filter{
		"board": {}, "of a kind": {Kind: call.Aid}, "asks": {Side: call.Ask}, "near": {Near: here.Cell}, "search": {Query: secret}, "search near": {Query: secret, Near: here.Cell},
		"group": {Group: r.id}, "search in the group": {Group: r.id, Query: secret}, "near in the group": {Group: r.id, Near: here.Cell},
		"everyone": {Group: r.id, Inside: true}, "circle": {Group: r.id, Circle: r.circle}, "circle without group": {Circle: r.circle},
		"circle of another group": {Group: r.other.id, Circle: r.circle}, "another circle": {Group: r.id, Circle: r.circle + 1},
	} {
		all[name] = func(v access.Viewer) string { return shown(r.Spine.Board(ctx, v, f)) }
	}
	now := r.Clock.Now()
	all["calendar"] = func(v access.Viewer) string {
		return shown(r.Spine.Calendar(ctx, v, now.Add(-30*day), now.Add(30*day)))
	}
	all["map"] = func(v access.Viewer) string { return shown(r.Spine.Map(ctx, v)) }
	all["record"] = func(v access.Viewer) string { return shown(r.Spine.Remember(ctx, v, call.Past{})) }
	all["record, searched"] = func(v access.Viewer) string { return shown(r.Spine.Remember(ctx, v, call.Past{Query: secret})) }
	all["waiting"] = func(v access.Viewer) string { return shown(r.Spine.Waiting(ctx, v, r.id)) }
	all["promises of the group"] = func(v access.Viewer) string { return shown(r.Spine.PledgedIn(ctx, v, r.id)) }
	all["you"] = func(v access.Viewer) string { return shown(r.Spine.Mine(ctx, v)) }
	carries := &carry.Desk{Store: r.Store.Carries(), Clock: r.Clock}
	all["carried"] = func(v access.Viewer) string { return shown(carries.All(ctx, v, r.id)) }
	notices := &notice.Desk{Store: r.Store.Notices(), Clock: r.Clock}
	all["notices"] = func(v access.Viewer) string { return shown(notices.News(ctx, v.Parties)) }
	sheets := &sheet.Desk{Store: r.Store.Sheets(), Clock: r.Clock, Word: func(_, key string) string { return key }}
	all["asks.csv"] = func(v access.Viewer) string {
		var out bytes.Buffer
		_, err := sheets.Export(ctx, v, r.id, sheet.AsAsks, "en", &out)
		return shown(out.String(), err)
	}
	for name, write := range map[string]func(access.Viewer, io.Writer) error{
		"history": func(v access.Viewer, w io.Writer) error { return mover(t, r.House).Read(ctx, v, r.id, w) },
		"export": func(v access.Viewer, w io.Writer) error {
			_, err := mover(t, r.House).Take(ctx, v, r.id, w)
			return err
		},
	} {
		all[name] = func(v access.Viewer) string {
			var out bytes.Buffer
			err := write(v, &out)
			return shown(unzipped(t, out.Bytes(), err), err)
		}
	}
	return all
}

func unzipped(t *testing.T, b []byte, err error) string {
	t.Helper()
	if err != nil {
		return ""
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	check(t, err)
	var all strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		check(t, err)
		_, err = io.Copy(&all, r)
		check(t, err)
	}
	return all.String()
}

func TestACirclesCallIsInNoListButThoseOfItsPeople(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		r := newRound(t, h)
		l := h.askAs(t, r.face("Ana"), r.draft())
		r.answerAs(t, "Mina", l)
		viewers := r.viewers(t)
		inside := []string{"the author", "in the circle"}
		lists := r.lists(t)
		both := []string{"group", "near in the group", "circle", "you", "history", "export"} // search knows the board's words alone
		check := func(list, name string, want bool) {
			t.Helper()
			text := lists[list](viewers[name])
			got := strings.Contains(text, secret) || strings.Contains(text, fmt.Sprint(int64(l.ID)))
			if got != want {
				t.Errorf("%s finds it in %q: %v", name, list, got)
			}
		}
		for list := range lists {
			for name := range viewers {
				check(list, name, slices.Contains(inside, name) && slices.Contains(both, list) || list == "notices" && name == "the author")
			}
		}
		for name, v := range viewers {
			_, err := h.Spine.Look(ctx, v, l.ID)
			listed := strings.Contains(lists["circle"](v), secret)
			if sees := err == nil; sees != slices.Contains(inside, name) || sees != listed {
				t.Errorf("%s sees it: %v, and lists it: %v", name, sees, listed)
			}
			_, never := h.Spine.Look(ctx, v, l.ID+1)
			if err != nil && (fault.KindOf(err) != fault.KindOf(never) || fault.SayOf(err) != fault.SayOf(never)) {
				t.Errorf("%s can tell it from none: %v, %v", name, err, never)
			}
		}
		must0(t, h.Spine.Say(ctx, viewers["the author"], r.promiseTo(t, l), true))
		must0(t, h.Spine.Say(ctx, viewers["in the circle"], r.promiseTo(t, l), true))
		if l := must[call.Look](t)(h.Spine.Look(ctx, viewers["in the circle"], l.ID)); !l.KeptByBoth() || l.Entry.ID != 0 {
			t.Errorf("kept: %v, in the record: %+v", l.KeptByBoth(), l.Entry)
		}
		for list := range lists {
			for name := range viewers {
				want := slices.Contains(inside, name) && (slices.Contains([]string{"you", "history", "export"}, list) || list == "notices")
				check(list, name, want)
			}
		}
	})
}

func (r *round) promiseTo(t *testing.T, l call.Look) (m call.CommitmentID) {
	t.Helper()
	must0(t, r.Spine.Store.View(ctx, func(tx call.Tx) error {
		all, err := tx.CommitmentsOf(l.ID)
		m = all[0].ID
		return err
	}))
	return m
}

func TestOnlyWhoIsInACircleAsksAndAnswersThere(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		r := newRound(t, h)
		open := func(as party.Ref, change func(*call.Draft)) error {
			d := r.draft()
			d.Language = "en"
			change(&d)
			_, err := h.Spine.Open(ctx, as, d)
			return err
		}
		asIs := func(*call.Draft) {}
		for name, err := range map[string]error{
			"a stranger":          open(party.Ref{}, asIs),
			"a member outside":    open(r.face("Sol"), asIs),
			"somebody on trial":   open(r.face("Noor"), asIs),
			"another group's":     open(party.OfFace(r.other.faces["Omar"]), asIs),
			"for another group":   open(r.face("Ana"), func(d *call.Draft) { d.Group = r.other.id }),
			"for no group":        open(r.face("Ana"), func(d *call.Draft) { d.Group = 0 }),
			"for no such circle":  open(r.face("Ana"), func(d *call.Draft) { d.Circle++ }),
			"for somebody else's": open(r.face("Ana"), func(d *call.Draft) { d.Typist, d.Consent = r.face("Ana"), true }),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Errorf("%s asks: %v", name, err)
			}
		}
		if err := open(r.face("Ana"), func(d *call.Draft) { d.Circle, d.Audience = 0, call.InCircle }); !fault.Is(err, fault.Invalid) {
			t.Errorf("for a circle that is not said: %v", err)
		}
		d := r.draft()
		d.Audience = call.OnBoard
		l := h.askAs(t, r.face("Ana"), d)
		if l.Audience != call.InCircle || l.Access().Public {
			t.Errorf("said both, it is for %s", l.Audience)
		}
		answer := call.Answer{Part: l.Parts[0].ID, Key: "page"}
		stale := r.viewer(t, "Mina") // a page that stays open
		for name, v := range r.viewers(t) {
			if name == "in the circle" || name == "the author" {
				continue
			}
			_, err := h.Spine.Hold(ctx, v, party.Ref{}, answer)
			mandateWants(t, fault.NotFound, err)
		}
		_, err := h.Spine.AnswerNow(ctx, stale, r.face("Sol"), answer)
		mandateWants(t, fault.NotFound, err)
		r.become(t, "Mina", time.Time{}, true)
		_, err = h.Spine.AnswerNow(ctx, stale, r.face("Mina"), answer)
		mandateWants(t, fault.NotFound, err)
		r.become(t, "Mina", time.Time{}, false)

		m := r.answerAs(t, "Mina", l)
		mina := r.viewer(t, "Mina")
		if p := h.stage(t, mina, m.ID); p.Detail.Reach != "555 0142" || p.CanHand {
			t.Errorf("whoever said yes reads %+v, and hands it on: %v", p.Detail, p.CanHand)
		}
		_, err = h.Spine.StartHandOver(ctx, mina, m.ID, "Sol")
		mandateWants(t, fault.Stale, err)
		mandateWants(t, fault.Invalid, h.Spine.SendOn(ctx, r.viewer(t, "Ana"), l.ID, r.other.id))
		_, err = h.Spine.Pledge(ctx, r.viewer(t, "Ana"), r.id, answer)
		mandateWants(t, fault.NotYours, err) // and with a mandate it is not on the board
		tends := &space.Desk{Store: h.Store.Space(), Clock: h.Clock}
		mandateWants(t, fault.NotFound, tends.Tell(ctx, r.viewer(t, "Sol"), r.id, space.Telling{Key: "k", Kind: space.Call, Subject: int64(l.ID), Reason: "harm"}))

		r.become(t, "Ana", time.Time{}, true)
		ana := r.viewer(t, "Ana")
		if p := h.stage(t, ana, m.ID); p.Detail.Reach != "" || p.Other != "" {
			t.Errorf("a paused author reads %+v, %q", p.Detail, p.Other)
		}
		mandateWants(t, fault.NotFound, h.Spine.Edit(ctx, ana, l.ID, call.Draft{Body: "Come to another place"}))
		must0(t, h.Spine.Close(ctx, ana, l.ID, call.Withdrawn, 0))
	})
}

func TestWhatACircleAsksClosesWithItAndGoesWithIt(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		r := newRound(t, h)
		state := func(l call.Look) (c call.Call) {
			t.Helper()
			must0(t, h.Spine.Store.View(ctx, func(tx call.Tx) (err error) {
				c, err = tx.Call(l.ID)
				return err
			}))
			return c
		}
		l := h.askAs(t, r.face("Ana"), r.draft())
		m := r.answerAs(t, "Mina", l)
		must0(t, r.circles.End(ctx, r.viewer(t, "Mina"), r.id, r.circle))
		if c := state(l); c.State != call.Closed || c.Reason != call.NoLongerWanted {
			t.Errorf("when the circle ends its call is %s, %s", c.State, c.Reason)
		}
		if p := h.stage(t, r.viewer(t, "Mina"), m.ID); p.State != call.Released || p.Detail.Reach != "" {
			t.Errorf("the promise is %s, with %+v", p.State, p.Detail)
		}
		if _, err := h.Spine.Look(ctx, r.viewer(t, "Mina"), l.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("whoever was in it still reads it: %v", err)
		}

		dated := r.make(t, circle.Draft{Name: "March", Ends: h.Clock.Now().Add(7 * day)})
		d := r.draft()
		d.Circle, d.Starts = dated, h.Clock.Now().Add(20*day)
		ends := h.askAs(t, r.face("Ana"), d)
		h.pass(t, 7*day-time.Second)
		if c := state(ends); c.State != call.Open {
			t.Errorf("before the circle's day its call is %s", c.State)
		}
		h.pass(t, time.Second)
		if c := state(ends); c.State != call.Closed || c.Reason != call.NoLongerWanted {
			t.Errorf("on the circle's day its call is %s, %s", c.State, c.Reason)
		}

		rows := func() (n int) {
			must0(t, h.DB.View(ctx, func(tx *db.Tx) error {
				return tx.Row(`SELECT (SELECT count(*) FROM call WHERE circle=$1) + (SELECT count(*) FROM part WHERE call=$2) + (SELECT count(*) FROM commitment WHERE call=$2) +
					(SELECT count(*) FROM detail WHERE call=$2) + (SELECT count(*) FROM posting WHERE call=$2) + (SELECT count(*) FROM notice WHERE call=$2)`, db.Args(r.circle, l.ID), &n)
			}))
			return n
		}
		h.Clock.Move(when.CirclesFor - 7*day - time.Second)
		must0(t, r.circles.Sweep(ctx))
		if rows() == 0 {
			t.Error("erased too soon")
		}
		h.Clock.Move(time.Second)
		must0(t, r.circles.Sweep(ctx))
		if n := rows(); n != 0 {
			t.Errorf("%d rows are left of a circle that is erased", n)
		}
	})
}

func TestWhoeverLeavesACircleTakesAlongWhatIsTheirs(t *testing.T) {
	Each(t, func(t *testing.T, h *House) {
		r := newRound(t, h)
		minas, anas := h.askAs(t, r.face("Mina"), r.draft()), h.askAs(t, r.face("Ana"), r.draft())
		other := r.draft()
		other.Circle, other.Audience = 0, call.InGroup
		kept := h.askAs(t, r.face("Mina"), other)
		m := r.answerAs(t, "Mina", anas)
		must0(t, r.circles.Leave(ctx, r.viewer(t, "Mina"), r.id, r.circle))
		mina, ana := r.viewer(t, "Mina"), r.viewer(t, "Ana")
		for _, v := range []access.Viewer{mina, ana} {
			if _, err := h.Spine.Look(ctx, v, minas.ID); !fault.Is(err, fault.NotFound) {
				t.Errorf("what she asked is still there: %v", err)
			}
		}
		if p := h.stage(t, ana, m.ID); p.State != call.Returned {
			t.Errorf("what she promised is %s", p.State)
		}
		if _, err := h.Spine.Look(ctx, ana, kept.ID); err != nil {
			t.Errorf("what she asked everyone is gone: %v", err)
		}
		if l := must[call.Look](t)(h.Spine.Look(ctx, ana, anas.ID)); l.Parts[0].Taken != 0 {
			t.Error("the place is not open again")
		}
	})
}
