// Package notice is what a person is told: that something of theirs changed.
//
// The law: a notice says that and where, never what; the words stay behind the
// door of the page it leads to.
package notice

import (
	"time"

	"alongside/internal/id"
	"alongside/internal/party"
)

// Kind is why somebody is told. It is also the end of the key of the sentence
// they read, "notice.<kind>".
type Kind string

const (
	Answered   Kind = "answered"    // somebody says they can
	Offered    Kind = "offered"     // somebody says they can; you agree first
	Agreed     Kind = "agreed"      // the asker said yes
	Declined   Kind = "declined"    // the asker found another way
	HandedBack Kind = "handed_back" // it is open again
	LetGo      Kind = "let_go"      // the caller does not need you any more
	StillFine  Kind = "still_fine"  // the day before: still fine, or hand it back?
	Lapsed     Kind = "lapsed"      // no word came, so the place is open again
	Passed     Kind = "passed"      // somebody else took it over
	Happened   Kind = "happened"    // did it happen?
	Kept       Kind = "kept"        // both sides say so
	CallClosed Kind = "call_closed" // the call you answered has closed
	CallEdited Kind = "call_edited" // the call you answered reads differently now
	LetOn      Kind = "let_on"      // a group looked at it, and it is on the board
	TurnedAway Kind = "turned_away" // a group looked at it, or did not, and it is not
	CameBack   Kind = "came_back"   // the group you sent it on to could not
)

// Kinds are all of them, for tables and tests.
var Kinds = []Kind{Answered, Offered, Agreed, Declined, HandedBack, LetGo, StillFine,
	Lapsed, Passed, Happened, Kept, CallClosed, CallEdited, LetOn, TurnedAway, CameBack}

// ID names a notice.
type ID = id.Of[Notice]

// Notice tells one party about one call, and one commitment if it is about one.
type Notice struct {
	ID         ID
	To         party.Ref
	Kind       Kind
	Call       int64
	Commitment int64
	Made       time.Time
	Due        time.Time // not carried outside the board before then
	Carried    bool
	Seen       bool
}

// promised are the kinds about something the person promised, or was promised:
// these are always carried.
var promised = map[Kind]bool{Agreed: true, Declined: true, LetGo: true, StillFine: true, Happened: true,
	CallClosed: true, CallEdited: true, HandedBack: true, Lapsed: true}

// Promised reports whether a notice of this kind is about a promise.
func (k Kind) Promised() bool { return promised[k] }
