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
)

// Telling is how a member says that something is not right.
type Telling struct {
	Key     string
	Kind    Kind
	Subject int64
	Reason  string // one of the caller's reasons
	Words   string
	Named   bool // say who told it to those who answer
}

// Tell hands a concern to those who answer and are not named in it. Who told it
// is kept only when they want.
func (d *Desk) Tell(ctx context.Context, v access.Viewer, g party.GroupID, t Telling) error {
	const op = "space.tell"
	var f fault.Form
	f.Check(t.Reason != "", "reason", "care.choose")
	t.Words = words(&f, "text", t.Words, WordsMost, false)
	err := d.Store.Update(ctx, func(tx Tx) error {
		me, err := within(tx, v, g)
		if err != nil {
			return err
		}
		c := Concern{ID: id.New[Concern](), Group: g, Kind: t.Kind, Subject: t.Subject, Reason: t.Reason, Words: t.Words, Made: d.today()}
		if err := d.about(tx, v, &c); err != nil {
			return err
		}
		if heard, err := d.heard(tx, c, me); err != nil || !heard {
			return orElse(err, fault.New(op, fault.Stale, "circle.nobody_else"))
		}
		if err := f.Err(op); err != nil {
			return err
		}
		if t.Named {
			c.Teller = me.Face
		}
		all, err := d.answerers(tx, c)
		if err != nil {
			return err
		}
		if err := tx.AddConcern(c, id.SecretFrom("concern "+t.Key).Hash()); err != nil {
			return err
		}
		if _, there, err := tx.Concern(c.ID); err != nil || !there {
			return err // the page was sent before
		}
		for _, f := range all {
			if err := d.tell(tx, f, notice.Reported, g); err != nil {
				return err
			}
		}
		return nil
	})
	return fault.Wrap(op, err)
}

// Heard reports whether there is anybody but the viewer who could answer what
// they would tell about something. In a circle of two there is nobody.
func (d *Desk) Heard(ctx context.Context, v access.Viewer, g party.GroupID, k Kind, subject int64) (heard bool, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		me, err := within(tx, v, g)
		if err != nil {
			return err
		}
		c := Concern{Group: g, Kind: k, Subject: subject}
		if err := d.about(tx, v, &c); err != nil {
			return err
		}
		heard, err = d.heard(tx, c, me)
		return err
	})
	return heard, fault.Wrap("space.heard", err)
}

// heard looks among all who are in a circle, not only among those who would
// answer: whoever holds the task may tell of something, and answers it before
// the eyes of others.
func (d *Desk) heard(tx Tx, c Concern, me group.Member) (bool, error) {
	if c.Circle == 0 {
		return true, nil
	}
	in, err := tx.TrustedIn(c.Circle, d.Clock.Now())
	return slices.ContainsFunc(in, func(f party.FaceID) bool { return f != me.Face && f != c.Named }), err
}

// about fills in whose thing a concern is about, and which circle alone may know
// of it. What the viewer cannot see is not there, and what is on the board
// belongs to whoever looks after the board.
func (d *Desk) about(tx Tx, v access.Viewer, c *Concern) error {
	const op = "space.about"
	switch c.Kind {
	case Call:
		found, err := d.callOf(tx, *c)
		if err == nil && !access.See(v, found.Access()) {
			err = missing(op)
		}
		if err != nil {
			return err
		}
		c.Circle, c.Named = found.Circle, faceOf(found.Author)
	case Post:
		p, there, err := tx.Post(id.Of[circle.Post](c.Subject))
		if err != nil || !there || p.Group != c.Group || p.Hidden {
			return orMissing(op, err)
		}
		c.Circle, c.Named = p.Circle, p.Face
	case Member:
		m, in, err := tx.Member(party.FaceID(c.Subject))
		if err != nil || !in || m.Group != c.Group {
			return orMissing(op, err)
		}
		c.Named = m.Face
	default:
		return missing(op)
	}
	if c.Circle == 0 {
		return nil
	}
	_, _, err := circle.Within(tx, v, c.Group, c.Circle, d.Clock.Now())
	return err
}

func orElse(err, say error) error {
	if err != nil {
		return err
	}
	return say
}

func faceOf(r party.Ref) party.FaceID {
	if r.Kind != party.KindFace {
		return 0
	}
	return party.FaceID(r.ID)
}

// callOf is the call that a concern is about. What is on the board is the
// host's.
func (d *Desk) callOf(tx Tx, c Concern) (call.Call, error) {
	found, err := tx.Call(call.ID(c.Subject))
	if err == nil && (found.Group != c.Group || found.Audience == call.OnBoard) {
		err = missing("space.call")
	}
	return found, err
}
