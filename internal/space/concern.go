package space

import (
	"context"
	"slices"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/circle"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
)

// Waiting are the concerns of a group, and of its circles that they are in, that
// the viewer may answer, newest first; and what is hidden. What names them is not
// among them.
func (d *Desk) Waiting(ctx context.Context, v access.Viewer, g party.GroupID) (all []Concern, hidden []Tended, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		all, hidden = nil, nil
		me, err := d.trusted(tx, v, g)
		if err != nil {
			return err
		}
		for _, c := range append([]party.CircleID{circle.Everyone}, v.Circles...) {
			if err := d.waiting(tx, v, me, c, &all, &hidden); err != nil {
				return err
			}
		}
		return nil
	})
	return all, hidden, fault.Wrap("space.waiting", err)
}

// waiting adds what the viewer may answer of what is for all, or one circle's.
func (d *Desk) waiting(tx Tx, v access.Viewer, me group.Member, in party.CircleID, all *[]Concern, hidden *[]Tended) error {
	found, err := tx.Concerns(me.Group, in, waitMost)
	if err != nil {
		return err
	}
	for _, c := range found {
		may, err := d.may(tx, v, me, c)
		if err != nil {
			return err
		}
		if !may {
			continue
		}
		there, err := d.there(tx, c, c.Named)
		if err != nil {
			return err
		}
		c.Away = !there
		*all = append(*all, c)
	}
	put, err := tx.HiddenIn(me.Group, in)
	if err != nil {
		return err
	}
	for _, h := range put {
		may, err := d.may(tx, v, me, h.about())
		if err != nil {
			return err
		}
		if may {
			*hidden = append(*hidden, h)
		}
	}
	return nil
}

// about is what was tended, as a concern about it.
func (t Tended) about() Concern {
	return Concern{Group: t.Group, Circle: t.Circle, Kind: t.Kind, Subject: t.Subject, Named: t.Face}
}

// there reports whether somebody can be told of a concern: who has left the
// circle that it is about learns nothing of it any more.
func (d *Desk) there(tx Tx, c Concern, f party.FaceID) (bool, error) {
	if f == 0 || c.Circle == 0 {
		return f != 0, nil
	}
	of, there, err := tx.Circle(c.Circle)
	if err != nil || !there || of.Over(d.Clock.Now()) {
		return false, err
	}
	return tx.InCircle(c.Circle, f)
}

// Tends reports whether the viewer answers for a call that its group has hidden,
// in the transaction of whoever asks.
func (d *Desk) Tends(tx Tx, v access.Viewer, c call.Call) (bool, error) {
	_, me, err := group.Trusted(tx, v, c.Group, d.Clock.Now())
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.NotYours) {
		return false, nil
	}
	if err != nil || c.Audience == call.OnBoard {
		return false, err
	}
	return d.may(tx, v, me, Concern{Group: c.Group, Circle: c.Circle, Named: faceOf(c.Author)})
}

// Mended asks those who answer to look again at what is hidden: its author has
// changed it. It runs in the transaction that changes it.
func (d *Desk) Mended(tx Tx, c call.Call) error {
	all, err := d.answerers(tx, Concern{Group: c.Group, Circle: c.Circle, Named: faceOf(c.Author)})
	for _, f := range all {
		if err == nil {
			err = d.tell(tx, f, notice.Reported, c.Group)
		}
	}
	return err
}

// may asks the viewer and the rows: a task may have ended while a page was open.
func (d *Desk) may(tx Tx, v access.Viewer, me group.Member, c Concern) (bool, error) {
	if me.Face == c.Named || c.Circle != 0 && !v.Shares(c.Circle) {
		return false, nil
	}
	all, err := d.answerers(tx, c)
	if err != nil || !slices.Contains(all, me.Face) {
		return false, err
	}
	held, err := tx.Holders(c.Group, party.Reports, d.Clock.Now())
	if err != nil || !slices.Contains(held, me.Face) {
		return err == nil, err
	}
	_, holds := v.Holds(c.Group, party.Reports)
	return holds, nil
}

// Answer does one of the acts about a concern, with a reason that the author
// reads where something is asked of them or hidden. All that was told about the
// same thing is answered with it.
func (d *Desk) Answer(ctx context.Context, v access.Viewer, which ID, do Act, why string) error {
	const op = "space.answer"
	err := d.Store.Update(ctx, func(tx Tx) error {
		c, there, err := tx.Concern(which)
		if err != nil || !there {
			return orMissing(op, err)
		}
		me, err := d.answering(tx, v, c)
		if err != nil {
			return err
		}
		if may, err := d.may(tx, v, me, c); err != nil || !may {
			return orMissing(op, err)
		}
		var f fault.Form
		why := words(&f, "why-"+which.String(), why, ReasonMost, do != Keep)
		if err := f.Err(op); err != nil {
			return err
		}
		if err := d.do(tx, c, do, why); err != nil {
			return err
		}
		return d.answered(tx, c, me.Face, do, why)
	})
	return fault.Wrap(op, err)
}

// answering is the viewer's membership, when they are past their trial. What is a
// circle's is not there for whoever is outside, whatever they lack.
func (d *Desk) answering(tx Tx, v access.Viewer, c Concern) (group.Member, error) {
	if c.Circle == 0 {
		return d.trusted(tx, v, c.Group)
	}
	_, me, err := circle.Within(tx, v, c.Group, c.Circle, d.Clock.Now())
	if fault.Is(err, fault.NotFound) {
		err = missing("space.answering")
	}
	return me, err
}

func orMissing(op string, err error) error {
	if err != nil {
		return err
	}
	return missing(op)
}

func (d *Desk) do(tx Tx, c Concern, do Act, why string) error {
	const op = "space.do"
	switch {
	case do == Keep, do == Talk && c.Teller != 0:
		return nil
	case do == PassOn && c.Circle == 0 && d.ToHost != nil:
		return d.ToHost(tx, c.Subject, why)
	case do == AskEdit && c.Kind != Member:
		if there, err := d.there(tx, c, c.Named); err != nil || !there {
			return orMissing(op, err)
		}
		return d.tended(tx, c, c.Named, do, why, notice.EditAsked)
	case do == Hide && c.Kind == Post:
		p, there, err := tx.Post(id.Of[circle.Post](c.Subject))
		if err != nil || !there {
			return orMissing(op, err)
		}
		if p.Hidden {
			return fault.New(op, fault.Stale, "")
		}
		if err := tx.HidePost(p.ID, true); err != nil {
			return err
		}
		return d.tended(tx, c, c.Named, do, why, notice.WasHidden)
	case do == Hide && c.Kind == Call:
		found, err := d.callOf(tx, c)
		if err != nil {
			return err
		}
		if found.State == call.Hidden {
			return fault.New(op, fault.Stale, "")
		}
		found.State = call.Hidden
		if err := tx.SaveCall(found); err != nil {
			return err
		}
		return d.tended(tx, c, c.Named, do, why, notice.WasHidden)
	}
	return missing(op)
}

// tended writes down what was done for whom it concerns, and tells them. What is
// hidden is written down in any case: it can be shown again.
func (d *Desk) tended(tx Tx, c Concern, face party.FaceID, do Act, why string, k notice.Kind) error {
	there, err := d.there(tx, c, face)
	if err != nil || !there && do != Hide {
		return err
	}
	if err := tx.AddTended(Tended{id.New[Tended](), c.Group, c.Circle, c.Kind, c.Subject, face, do, why, d.today()}); err != nil || !there {
		return err
	}
	return d.tell(tx, face, k, c.Group)
}

// lines are how the log says what was done.
var lines = map[Act]group.Act{Keep: group.KeptTold, AskEdit: group.AskedEdit, Hide: group.HidPost, Show: group.ShowedPost,
	PassOn: group.PassedOn, Talk: group.AdvisedTalk}

// answered tells whoever told it with their name, writes the line that all
// members read, or all in the circle, and puts the concern away.
func (d *Desk) answered(tx Tx, c Concern, by party.FaceID, do Act, why string) error {
	all, err := tx.Concerns(c.Group, c.Circle, waitMost)
	if err != nil {
		return err
	}
	for _, o := range all {
		if o.Kind != c.Kind || o.Subject != c.Subject || o.Teller == 0 {
			continue
		}
		if err := d.tended(tx, c, o.Teller, ToldOf(do), why, notice.ToldBack); err != nil {
			return err
		}
	}
	if err := tx.DropConcerns(c.Kind, c.Subject); err != nil {
		return err
	}
	return tx.AddLine(group.Line{Group: c.Group, Circle: c.Circle, Day: d.today(), Act: lines[do], Face: by, Note: why})
}

// ToldOf marks what a teller reads of an act, so that it is not taken for
// something of theirs.
func ToldOf(do Act) Act { return "told_" + do }

// Again shows what was hidden once more, with a reason.
func (d *Desk) Again(ctx context.Context, v access.Viewer, which id.Of[Tended], why string) error {
	const op = "space.again"
	err := d.Store.Update(ctx, func(tx Tx) error {
		t, there, err := tx.Tended(which)
		if err != nil || !there || t.Act != Hide {
			return orMissing(op, err)
		}
		c := t.about()
		me, err := d.answering(tx, v, c)
		if err != nil {
			return err
		}
		if may, err := d.may(tx, v, me, c); err != nil || !may {
			return orMissing(op, err)
		}
		var f fault.Form
		why := words(&f, "why-"+which.String(), why, ReasonMost, true)
		if err := f.Err(op); err != nil {
			return err
		}
		if err := d.show(tx, c); err != nil {
			return err
		}
		if err := tx.DropTended(which); err != nil {
			return err
		}
		return tx.AddLine(group.Line{Group: t.Group, Circle: t.Circle, Day: d.today(), Act: group.ShowedPost, Face: me.Face, Note: why})
	})
	return fault.Wrap(op, err)
}

func (d *Desk) show(tx Tx, c Concern) error {
	if c.Kind == Post {
		return tx.HidePost(id.Of[circle.Post](c.Subject), false)
	}
	found, err := d.callOf(tx, c)
	if err != nil || found.State != call.Hidden {
		return nil // it is gone, or shown again by other means
	}
	found.State = call.Open
	if !found.ClosedAt.IsZero() {
		found.State = call.Closed
	}
	return tx.SaveCall(found)
}

// Mine is what was done about the viewer's own things, and what was answered to
// what they told; and their pause, if there is one.
func (d *Desk) Mine(ctx context.Context, v access.Viewer, g party.GroupID) (all []Tended, p Paused, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		all, p = nil, Paused{}
		me, err := within(tx, v, g)
		if err != nil {
			return err
		}
		found, err := tx.TendedFor(me.Face)
		for _, t := range found {
			there := false
			if err == nil {
				there, err = d.there(tx, t.about(), me.Face)
			}
			if there {
				all = append(all, t)
			}
		}
		if err != nil || !me.Paused {
			return err
		}
		p, _, err = tx.PauseOf(me.Face)
		return err
	})
	return all, p, fault.Wrap("space.mine", err)
}

// Written is a post that a concern is about, or that something was done about:
// for those who read it, and hidden for its author and those who answer.
func (d *Desk) Written(ctx context.Context, v access.Viewer, g party.GroupID, post id.Of[circle.Post]) (p circle.Post, err error) {
	const op = "space.written"
	err = d.Store.View(ctx, func(tx Tx) error {
		me, err := within(tx, v, g)
		if err != nil {
			return err
		}
		found, there, err := tx.Post(post)
		if err != nil || !there || found.Group != g {
			return orMissing(op, err)
		}
		c := Concern{Group: g, Circle: found.Circle, Named: found.Face}
		opens := false
		switch {
		case found.Face == me.Face: // while they are paused, too
			opens, err = d.there(tx, c, me.Face)
		case found.Circle != 0 && !v.Shares(found.Circle):
		case found.Hidden && v.Trusted(g):
			opens, err = d.may(tx, v, me, c)
		case found.Hidden:
		default:
			_, _, err = circle.Within(tx, v, g, found.Circle, d.Clock.Now())
			opens = err == nil
		}
		if err != nil || !opens {
			return orMissing(op, err)
		}
		p = found
		return nil
	})
	return p, fault.Wrap(op, err)
}

// Why is the reason for which something inside a group is hidden, for members:
// they read it in the log. What is a circle's, its author reads and those in it.
func (d *Desk) Why(ctx context.Context, v access.Viewer, g party.GroupID, k Kind, subject int64) (why string, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		me, err := within(tx, v, g)
		if err != nil {
			return err
		}
		t, there, err := tx.HiddenFor(k, subject)
		if why = ""; there && t.Group == g && (t.Circle == 0 || t.Face == me.Face || v.Shares(t.Circle)) {
			why = t.Words
		}
		return err
	})
	return why, fault.Wrap("space.why", err)
}

// Called is the name that a member goes by, for other members.
func (d *Desk) Called(ctx context.Context, v access.Viewer, g party.GroupID, f party.FaceID) (name string, err error) {
	const op = "space.called"
	err = d.Store.View(ctx, func(tx Tx) error {
		if _, err := within(tx, v, g); err != nil {
			return err
		}
		m, in, err := tx.Member(f)
		if err == nil && !(in && m.Group == g) {
			err = missing(op)
		}
		name = m.Name
		return err
	})
	return name, fault.Wrap(op, err)
}

// Sweep ends pauses whose time is over, and erases what is past its time.
func (d *Desk) Sweep(ctx context.Context) error {
	return fault.Wrap("space.sweep", d.Store.Update(ctx, func(tx Tx) error {
		over, err := tx.PausesOver(d.Clock.Now(), waitMost)
		for _, p := range over {
			if err == nil {
				err = d.lift(tx, p)
			}
		}
		if err != nil {
			return err
		}
		return tx.SweepSpace(d.Clock.Now().Add(-when.ConcernsFor))
	}))
}
