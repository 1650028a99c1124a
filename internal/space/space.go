// Package space is how a group looks after the space between its members: what
// is told when something is not right, and what those who answer may do.
//
// The law: whoever is named in it never reads it and never answers it; who
// told it is nobody's to know unless they want; every act is in the log with its
// reason; nothing is done to anybody that they cannot read; and what is about a
// private circle never leaves it, the log included.
package space

import (
	"context"
	"slices"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/circle"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/text"
	"alongside/internal/when"
)

// ID names a concern.
type ID = id.Of[Concern]

// Concern is one thing that somebody told their group.
type Concern struct {
	ID      ID
	Group   party.GroupID
	Circle  party.CircleID // whose people alone may know of it; 0: the group's
	Kind    Kind
	Subject int64
	Named   party.FaceID // whom it is about
	Teller  party.FaceID // 0: it is not kept
	Reason  string
	Words   string
	Made    time.Time // the day
	Away    bool      // filled in when read: whom it is about is not there to be asked
}

// Kind is what a concern is about.
type Kind string

const (
	Call   Kind = "call"   // a call of the group alone, or of a circle
	Post   Kind = "post"   // something that was written to a circle, or to everyone
	Member Kind = "member" // a member's words or deeds
)

// Act is what those who answer may do about it.
type Act string

const (
	Keep    Act = "keep" // nothing has to be done
	AskEdit Act = "edit" // ask its author to change it, or to write it anew
	Hide    Act = "hide" // until it is shown again
	Show    Act = "show"
	PassOn  Act = "host" // to whoever looks after the board; never what is a circle's
	Talk    Act = "talk" // ask whoever told it to talk it over
)

// Tended is what was done, for the one who reads it: whose thing it was, or
// whoever told it with their name.
type Tended struct {
	ID      id.Of[Tended]
	Group   party.GroupID
	Circle  party.CircleID // as of a Concern
	Kind    Kind
	Subject int64
	Face    party.FaceID
	Act     Act
	Words   string
	Made    time.Time // the day
}

// Limits.
const (
	WordsMost  = 1000
	ReasonMost = 500
	waitMost   = 200
	// PauseMost is the longest pause, in days.
	PauseMost = 14
)

// Store keeps it. Both doors are all or nothing; see package db.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what this room needs inside one transaction. A look-up that finds
// nothing answers false, not an error.
type Tx interface {
	AddConcern(c Concern, key []byte) error // a key that is there already adds nothing
	Concern(ID) (Concern, bool, error)
	// Concerns are the group's own, or one circle's, newest first.
	Concerns(g party.GroupID, c party.CircleID, most int) ([]Concern, error)
	DropConcerns(k Kind, subject int64) error
	AddTended(Tended) error
	Tended(id.Of[Tended]) (Tended, bool, error)
	DropTended(id.Of[Tended]) error
	TendedFor(party.FaceID) ([]Tended, error) // newest first
	// HiddenIn is what is hidden in the group, or in one circle, newest first.
	HiddenIn(party.GroupID, party.CircleID) ([]Tended, error)
	HiddenFor(k Kind, subject int64) (Tended, bool, error) // why it is hidden
	SweepSpace(now time.Time) error                        // what is past its time
	LeftSpace(party.FaceID) error                          // all that leads to a face that has left
	Pauses                                                 //
	Blocks                                                 //
	Call(call.ID) (call.Call, error)                       // fault.NotFound, or no row, where there is none
	SaveCall(call.Call) error                              //
	Post(id.Of[circle.Post]) (circle.Post, bool, error)
	HidePost(p id.Of[circle.Post], hidden bool) error
	circle.Rows               //
	AddLine(group.Line) error // in the group's own log, or in the circle's
	Holders(party.GroupID, party.Scope, time.Time) ([]party.FaceID, error)
	Trusted(party.GroupID, time.Time) ([]party.FaceID, error) // those past their trial and not paused
	// TrustedIn are those in a circle who are past their trial and not paused;
	// nobody when it has ended.
	TrustedIn(party.CircleID, time.Time) ([]party.FaceID, error)
	Tell(notice.Notice) error
}

// Desk is where a group looks after its space.
type Desk struct {
	Store Store
	Clock when.Clock
	// ToHost hands something on to whoever looks after the board; Pause, Unpause
	// and Branch are the group's own. All run in the transaction they are given.
	ToHost  func(tx Tx, subject int64, words string) error
	Pause   func(context.Context, Tx, party.GroupID, party.FaceID) (bool, error)
	Unpause func(Tx, party.GroupID, party.FaceID) error
	Branch  func(Tx, party.GroupID, party.FaceID) ([]party.FaceID, error)
}

func (d *Desk) today() time.Time { return d.Clock.Now().UTC().Truncate(24 * time.Hour) }

func missing(op string) error { return fault.New(op, fault.NotFound, "") }

// within is the viewer's own membership of a group; to others its inside is
// not there, the host included.
func within(tx Tx, v access.Viewer, g party.GroupID) (group.Member, error) {
	_, me, err := group.Within(tx, v, g)
	return me, err
}

// trusted is within for those who are past their trial and not paused.
func (d *Desk) trusted(tx Tx, v access.Viewer, g party.GroupID) (group.Member, error) {
	_, me, err := group.Trusted(tx, v, g, d.Clock.Now())
	return me, err
}

// answerers are those who may answer a concern: who holds the task and is not
// named in it; where nobody does, every member past their trial who is not. What
// is a circle's only those answer who are in it.
func (d *Desk) answerers(tx Tx, c Concern) ([]party.FaceID, error) {
	now := d.Clock.Now()
	all, err := tx.Holders(c.Group, party.Reports, now)
	if err != nil {
		return nil, err
	}
	var in []party.FaceID
	if c.Circle != 0 {
		if in, err = tx.TrustedIn(c.Circle, now); err != nil {
			return nil, err
		}
		all = slices.DeleteFunc(all, func(f party.FaceID) bool { return !slices.Contains(in, f) })
	}
	if all = but(all, c.Named); len(all) > 0 {
		return all, nil
	}
	if c.Circle == 0 {
		in, err = tx.Trusted(c.Group, now)
	}
	return but(in, c.Named), err
}

func but(all []party.FaceID, who party.FaceID) []party.FaceID {
	return slices.DeleteFunc(all, func(f party.FaceID) bool { return f == who })
}

func (d *Desk) tell(tx Tx, f party.FaceID, k notice.Kind, g party.GroupID) error {
	now := d.Clock.Now()
	return tx.Tell(notice.Notice{ID: id.New[notice.Notice](), To: party.OfFace(f), Kind: k, Call: int64(g), Made: now, Due: now})
}

// words tidies what somebody wrote and notes when it is too long or missing.
func words(f *fault.Form, field, s string, most int, needed bool) string {
	clean, err := text.CleanLines(s, most)
	f.Check(err == nil, field, "fault.too_long", "most", most)
	f.Check(!needed || clean != "", field, "space.say_why")
	return clean
}
