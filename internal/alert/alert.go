// Package alert is a neighbourhood that warns itself: what is seen is told to
// few, looked into, and only then told to those who said that they want to be
// asked.
//
// The law: nothing is broadcast that was not confirmed under a mandate; who
// confirms is never alone with it; whoever was told is told when it turns out
// otherwise; a place is an area and never a door; nobody is asked who did not
// say yes to this kind, this far, at this hour and this often; and 72 hours
// after the end neither the words nor who was asked can be found.
package alert

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/text"
	"alongside/internal/when"
)

// The ids of the nouns.
type (
	ID     = id.Of[Alert]
	KindID = id.Of[Kind]
)

// Limits, in letters where nothing else is said.
const (
	NameMost   = 60
	DoMost     = 600
	WordsMost  = 300
	AreaMost   = 60
	KindsMost  = 20 // of a group
	EnoughMost = 50 // people
	HoursMost  = 24 // that a confirmed alert runs
	WeekMost   = 14 // times a week that somebody may be asked

	// NewMost is how many reports by people on trial, paused or unknown may wait
	// at a time in a group: a flood of false ones drowns nobody.
	NewMost = 5
	// OpenMost bounds what may wait in all.
	OpenMost = 30
)

// Kind is one thing that a group warns of, in its own words.
type Kind struct {
	ID     KindID
	Group  party.GroupID
	Name   string
	Do     string // what to do, a few lines
	Enough int    // how many people should come
	Hours  int    // how long it runs once it is confirmed
}

// Doors are what a group opens to strangers. Its zero value opens nothing.
type Doors struct {
	Group  party.GroupID
	Report bool // they may report
	Read   bool // they may read what is confirmed and runs
}

// State is where an alert stands.
type State string

const (
	Reported  State = "reported"
	Checking  State = "checking"
	Confirmed State = "confirmed"
	Cleared   State = "cleared" // it was not so
	Unknown   State = "unknown" // nobody could find out
	StoodDown State = "stood_down"
	Expired   State = "expired" // it ended by itself
)

// Waits reports whether nobody has found out yet.
func (s State) Waits() bool { return s == Reported || s == Checking }

// Runs reports whether it is not over.
func (s State) Runs() bool { return s.Waits() || s == Confirmed }

// Alert is one thing that happens, or is said to. What it takes from its kind
// is its own, so that a kind can change or go.
type Alert struct {
	ID     ID
	Group  party.GroupID
	Kind   KindID
	Name   string
	Do     string
	Enough int
	Hours  int
	Area   place.Area
	Words  string // what is broadcast; empty until it is confirmed, and once it is over
	State  State
	New    bool         // every report of it came from somebody new or unknown
	Hand   party.FaceID // who looks into it
	Made   time.Time
	Told   time.Time // when it was confirmed; zero: never
	Until  time.Time // when it ends by itself
	Due    time.Time // when something is to be done about it; zero: nothing
	Ended  time.Time
}

// See is who may read an alert: whoever looks into them, whoever was asked, and
// while it is confirmed and runs its group, or everybody when the group opened
// that door.
func See(a Alert, d Doors, member, verifier, asked bool) bool {
	switch {
	case verifier:
		return true
	case a.Told.IsZero():
		return false
	case asked:
		return member
	}
	return a.State == Confirmed && (member || d.Read)
}

// Report is what one person said. Who it was is a mark that tells whether the
// same one says it again, and nothing else.
type Report struct {
	Alert ID
	Mark  []byte
	Words string // erased once the alert is over
	New   bool   // by somebody on trial, paused or unknown
	Made  time.Time
}

// Step is one act about an alert.
type Step struct {
	Alert ID
	N     int
	State State        // in which it left it
	Face  party.FaceID // who did it; 0: it happened by itself, or they have left
	Name  string       // filled in when read
	At    time.Time
}

// Answer is what somebody who was asked said. There is no reason beside it.
type Answer string

const (
	Silent Answer = ""
	Coming Answer = "coming"
	NotNow Answer = "not_now"
)

// Asked is somebody who was asked to come.
type Asked struct {
	Alert  ID
	Face   party.FaceID
	Answer Answer
}

// Store keeps alerts. Both doors are all or nothing; see package db.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what this room needs inside one transaction. A look-up that finds
// nothing answers false, not an error.
type Tx interface {
	group.Rows
	group.Marks
	group.Mandates
	Holders(party.GroupID, party.Scope, time.Time) ([]party.FaceID, error)
	Tell(notice.Notice) error
	Kinds
	Alerts
	Watches
}

// Kinds are what groups warn of, and whom they let in.
type Kinds interface {
	KindsOf(party.GroupID) ([]Kind, error) // by name
	Kind(KindID) (Kind, bool, error)
	SaveKind(Kind) error // adds one that is new
	DropKind(KindID) error
	Doors(party.GroupID) (Doors, error)
	SaveDoors(Doors) error
}

// Alerts are what is reported and what comes of it.
type Alerts interface {
	Alert(ID) (Alert, bool, error)
	SaveAlert(Alert) error                               // adds one that is new
	AlertsOf(g party.GroupID, most int) ([]Alert, error) // the newest first
	DueAlerts(now time.Time, most int) ([]ID, error)
	AddReport(Report) (bool, error)        // false: the same one said it before
	Reports(ID) ([]Report, error)          // the first first
	NewWaiting(party.GroupID) (int, error) // reports by somebody new, of what waits
	ForgetWords(ID) error                  // of its reports
	AddStep(Step) error
	Steps(ID) ([]Step, error)
	Ask(Asked) (bool, error) // false: they were asked before
	SaveAnswer(Asked) error
	AskedOf(ID) ([]Asked, error)
	EraseAlerts(endedBefore time.Time) error
	EraseAlertsOf(party.GroupID) error // as it closes
	LeftAlerts(party.FaceID) error     // all that leads to a face that has left
}

// Desk is where a group warns itself.
type Desk struct {
	Store Store
	Clock when.Clock
	Seed  []byte // 32 random bytes of this board, for marks
}

func missing(op string) error { return fault.New(op, fault.NotFound, "") }

// verifier is the viewer's face, when they hold the mandate to look into alerts.
func (d *Desk) verifier(tx Tx, v access.Viewer, g party.GroupID) (party.FaceID, error) {
	_, by, err := group.Under(tx, v, g, party.Verify, d.Clock.Now())
	return by, err
}

// verifies reports whether the viewer looks into alerts, and as whom.
func (d *Desk) verifies(tx Tx, v access.Viewer, g party.GroupID) (party.FaceID, bool, error) {
	by, err := d.verifier(tx, v, g)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.NotYours) {
		return 0, false, nil
	}
	return by, err == nil, err
}

// me is the viewer's membership; no face when they are not in the group.
func (d *Desk) me(tx Tx, v access.Viewer, g party.GroupID) (group.Group, group.Member, error) {
	of, me, err := group.Within(tx, v, g)
	if fault.Is(err, fault.NotFound) && of.ID != 0 && access.SeeGroup(v, of.Access()) {
		return of, group.Member{}, nil
	}
	return of, me, err
}

func (d *Desk) tell(tx Tx, f party.FaceID, k notice.Kind, a Alert) error {
	now := d.Clock.Now()
	return tx.Tell(notice.Notice{ID: id.New[notice.Notice](), To: party.OfFace(f), Kind: k, Call: int64(a.Group), Commitment: int64(a.ID), Made: now, Due: now})
}

// lines tidies a field of several lines and notes what is wrong with it.
func lines(f *fault.Form, field, s string, most int, needed bool) string {
	clean, err := text.CleanLines(s, most)
	f.Check(err == nil, field, "fault.too_long", "most", most)
	f.Check(!needed || clean != "", field, "alert.say_something")
	return clean
}

// line is lines for a field of one line.
func line(f *fault.Form, field, s string, most int, needed bool) string {
	clean, err := text.Clean(s, most)
	f.Check(err == nil, field, "fault.too_long", "most", most)
	f.Check(!needed || clean != "", field, "alert.say_something")
	return clean
}
