// Package circle is a compartment of a group: some of its members, what they
// write to each other, and what they ask among themselves.
//
// The law: who is not in a circle cannot tell that it is there; nobody but a
// member of it lets anybody in; and when its purpose is over, all of it goes.
package circle

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/text"
	"alongside/internal/when"
)

// Everyone is the circle that every member of a group is in, those on trial
// too. It is not made and never ends.
const Everyone party.CircleID = 0

// Circle is one compartment of a group.
type Circle struct {
	ID    party.CircleID
	Group party.GroupID
	Name  string // at most 80 letters
	About string // what it is for, at most 1,000 letters
	Since time.Time
	Ends  time.Time // when its purpose is over; zero: not known
}

// Over reports whether the circle has ended.
func (c Circle) Over(now time.Time) bool { return !c.Ends.IsZero() && !now.Before(c.Ends) }

// Post is something that was written to a circle.
type Post struct {
	ID     id.Of[Post]
	Circle party.CircleID
	Group  party.GroupID
	Face   party.FaceID
	Name   string // theirs, filled in when read; empty for someone who left
	Made   time.Time
	Body   string // at most 6,000 letters
	Hidden bool   // by those who answer what is told; its author alone reads it
}

// Limits of circles.
const (
	NameMost  = 80
	AboutMost = 1000
	PostMost  = 6000
	most      = 50 // circles of one group, and people or posts on one page
)

// Store keeps circles. Both doors are all or nothing; see package db.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Rows are what says who is in a circle.
type Rows interface {
	group.Rows
	Circle(party.CircleID) (Circle, bool, error)
	InCircle(party.CircleID, party.FaceID) (bool, error)
}

// Tx is what this room needs inside one transaction.
type Tx interface {
	Rows
	Members(g party.GroupID, after group.Member, most int) ([]group.Member, error)
	MemberNamed(g party.GroupID, name string) (group.Member, bool, error)
	AddCircle(Circle) error
	SaveCircle(Circle) error // its end
	CountCircles(party.GroupID) (int, error)
	CirclesOf(party.FaceID) ([]Circle, error) // that they are in, by name
	PutIn(party.CircleID, party.FaceID) error
	TakeOut(party.CircleID, party.FaceID) error
	TakeOutOfAll(party.FaceID) error
	PeopleIn(c party.CircleID, after group.Member, most int) ([]group.Member, error) // by name, then face
	AddPost(Post) error
	// Posts are what somebody reads there, newest first: of what is hidden, only
	// what they wrote.
	Posts(g party.GroupID, c party.CircleID, reader party.FaceID, before Post, most int) ([]Post, error)
	Post(id.Of[Post]) (Post, bool, error)
	DropPost(id.Of[Post], party.FaceID) (bool, error) // its author's alone
	Lines(g party.GroupID, c party.CircleID, before int64, most int) ([]group.Line, error)
	EndedBefore(t time.Time, most int) ([]party.CircleID, error)
	EraseCircle(party.CircleID) error // with its people, its posts and its log, and what was told of them
	Done(key []byte) (ref int64, done bool, err error)
	SetDone(key []byte, ref int64, at time.Time) error
	Tell(notice.Notice) error
}

// Desk is where circles are made, joined and left.
type Desk struct {
	Store Store
	Clock when.Clock
	// Close ends what a circle asks, and Erase erases it, inside the transaction
	// in which the circle ends or is erased.
	Close, Erase func(context.Context, Tx, party.CircleID) error
	// Left takes somebody out of what they asked and promised in a circle that
	// they leave.
	Left func(context.Context, Tx, party.CircleID, party.FaceID) error
}

func (d *Desk) today() time.Time { return d.Clock.Now().UTC().Truncate(24 * time.Hour) }

// once runs act unless the same face did it under the same key.
func (d *Desk) once(tx Tx, name string, who party.FaceID, key string, act func() (int64, error)) (int64, error) {
	ref, _, err := group.Once(tx, d.Clock.Now(), "circle."+name, who, key, act)
	return ref, err
}

func missing() error { return fault.New("circle.missing", fault.NotFound, "") }

// inside is Within at this moment.
func (d *Desk) inside(tx Tx, v access.Viewer, g party.GroupID, which party.CircleID) (Circle, group.Member, error) {
	return Within(tx, v, g, which, d.Clock.Now())
}

// Within opens a circle to somebody who is in it, as their session says and as
// the rows do. To everybody else, other members of the group included, it is
// not there, and neither is one that has ended.
func Within(tx Rows, v access.Viewer, g party.GroupID, which party.CircleID, now time.Time) (Circle, group.Member, error) {
	_, me, err := group.Within(tx, v, g)
	if err != nil {
		return Circle{}, me, err
	}
	if which == Everyone {
		return Circle{Group: g}, me, nil
	}
	c, there, err := tx.Circle(which)
	if err != nil {
		return c, me, err
	}
	if !there || c.Group != g || c.Over(now) || !v.Shares(which) || !v.Trusted(g) || !me.Through(now) {
		return Circle{}, me, missing()
	}
	in, err := tx.InCircle(which, me.Face)
	if err == nil && !in {
		err = missing()
	}
	return c, me, err
}

// act does something in a circle, all of it or nothing.
func (d *Desk) act(ctx context.Context, op string, v access.Viewer, g party.GroupID, which party.CircleID, do func(Tx, Circle, group.Member) error) error {
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		c, me, err := d.inside(tx, v, g, which)
		if err != nil {
			return err
		}
		return do(tx, c, me)
	}))
}

// Draft is a circle that somebody makes.
type Draft struct {
	Key   string
	Name  string
	About string
	Ends  time.Time
}

func tidy(f *fault.Form, name string, s *string, most int, clean func(string, int) (string, error)) {
	tidied, err := clean(*s, most)
	if err != nil {
		f.Add(name, "fault.too_long", "most", most)
		return
	}
	*s = tidied
}

// Make makes a circle. Who makes it is in it.
func (d *Desk) Make(ctx context.Context, v access.Viewer, g party.GroupID, dr Draft) (made party.CircleID, err error) {
	const op = "circle.make"
	now := d.Clock.Now()
	var f fault.Form
	tidy(&f, "name", &dr.Name, NameMost, text.Clean)
	f.Check(dr.Name != "", "name", "circle.say_name")
	tidy(&f, "about", &dr.About, AboutMost, text.CleanLines)
	f.Check(dr.Ends.IsZero() || dr.Ends.After(now), "ends", "ask.day_is_past")
	if err := f.Err(op); err != nil {
		return 0, err
	}
	err = d.Store.Update(ctx, func(tx Tx) error {
		found, me, err := group.Trusted(tx, v, g, now)
		if err != nil {
			return err
		}
		ref, err := d.once(tx, "make", me.Face, dr.Key, func() (int64, error) {
			n, err := tx.CountCircles(g)
			switch {
			case err != nil:
				return 0, err
			case !found.Here():
				return 0, fault.New(op, fault.Stale, "decision.group_closed")
			case n >= most:
				return 0, fault.New(op, fault.Limited, "circle.too_many")
			}
			c := Circle{ID: party.CircleID(id.New[Circle]()), Group: g, Name: dr.Name, About: dr.About, Since: d.today(), Ends: dr.Ends}
			if err := tx.AddCircle(c); err != nil {
				return 0, err
			}
			return int64(c.ID), tx.PutIn(c.ID, me.Face)
		})
		made = party.CircleID(ref)
		return err
	})
	return made, fault.Wrap(op, err)
}

// Add lets a member in who is past their trial, and tells them.
func (d *Desk) Add(ctx context.Context, v access.Viewer, g party.GroupID, which party.CircleID, whom party.FaceID) error {
	const op = "circle.add"
	return d.act(ctx, op, v, g, which, func(tx Tx, c Circle, _ group.Member) error {
		if c.ID == Everyone {
			return missing()
		}
		m, there, err := tx.Member(whom)
		if err != nil {
			return err
		}
		if !there || m.Group != g || !m.Through(d.Clock.Now()) {
			return fault.New(op, fault.Stale, "circle.cannot_join")
		}
		in, err := tx.InCircle(c.ID, whom)
		if err != nil || in {
			return err
		}
		if err := tx.PutIn(c.ID, whom); err != nil {
			return err
		}
		now := d.Clock.Now()
		return tx.Tell(notice.Notice{ID: id.New[notice.Notice](), To: party.OfFace(whom), Kind: notice.CircleJoined,
			Call: int64(g), Commitment: int64(c.ID), Made: now, Due: now})
	})
}

// Leave takes the viewer out of a circle. One that the last one leaves ends.
func (d *Desk) Leave(ctx context.Context, v access.Viewer, g party.GroupID, which party.CircleID) error {
	return d.act(ctx, "circle.leave", v, g, which, func(tx Tx, c Circle, me group.Member) error {
		if c.ID == Everyone {
			return missing()
		}
		if d.Left != nil {
			if err := d.Left(ctx, tx, c.ID, me.Face); err != nil {
				return err
			}
		}
		if err := tx.TakeOut(c.ID, me.Face); err != nil {
			return err
		}
		left, err := tx.PeopleIn(c.ID, group.Member{}, 1)
		if err != nil || len(left) > 0 {
			return err
		}
		return d.end(ctx, tx, c)
	})
}

// End ends a circle whose purpose is over. What it asks closes now; all that
// it wrote is erased 30 days later.
func (d *Desk) End(ctx context.Context, v access.Viewer, g party.GroupID, which party.CircleID) error {
	return d.act(ctx, "circle.end", v, g, which, func(tx Tx, c Circle, _ group.Member) error {
		if c.ID == Everyone {
			return missing()
		}
		return d.end(ctx, tx, c)
	})
}

func (d *Desk) end(ctx context.Context, tx Tx, c Circle) error {
	c.Ends = d.Clock.Now()
	if err := tx.SaveCircle(c); err != nil || d.Close == nil {
		return err
	}
	return d.Close(ctx, tx, c.ID)
}

// Write writes to a circle. Sent twice, it stands there once.
func (d *Desk) Write(ctx context.Context, v access.Viewer, g party.GroupID, which party.CircleID, key, words string) error {
	const op = "circle.write"
	var f fault.Form
	tidy(&f, "words", &words, PostMost, text.CleanLines)
	f.Check(words != "", "words", "circle.say_words")
	if err := f.Err(op); err != nil {
		return err
	}
	return d.act(ctx, op, v, g, which, func(tx Tx, c Circle, me group.Member) error {
		if me.Paused {
			return me.NotYet()
		}
		_, err := d.once(tx, "write", me.Face, key, func() (int64, error) {
			p := Post{ID: id.New[Post](), Circle: c.ID, Group: g, Face: me.Face, Made: d.Clock.Now(), Body: words}
			return int64(p.ID), tx.AddPost(p)
		})
		return err
	})
}

// TakeBack erases a post: its author may, for good.
func (d *Desk) TakeBack(ctx context.Context, v access.Viewer, g party.GroupID, which party.CircleID, p id.Of[Post]) error {
	return d.act(ctx, "circle.take_back", v, g, which, func(tx Tx, _ Circle, me group.Member) error {
		_, err := tx.DropPost(p, me.Face)
		return err
	})
}

// Forget takes a face that leaves its group out of every circle.
func (d *Desk) Forget(tx Tx, f party.FaceID) error { return tx.TakeOutOfAll(f) }

// Sweep erases circles 30 days after they ended, with all that they wrote.
func (d *Desk) Sweep(ctx context.Context) error {
	return fault.Wrap("circle.sweep", d.Store.Update(ctx, func(tx Tx) error {
		old, err := tx.EndedBefore(d.Clock.Now().Add(-when.CirclesFor), most)
		for _, c := range old {
			if err == nil && d.Erase != nil {
				err = d.Erase(ctx, tx, c)
			}
			if err == nil {
				err = tx.EraseCircle(c)
			}
		}
		return err
	}))
}
