// Package notice is what a person is told: that something of theirs changed.
//
// The law: a notice says that and where, never what; the words stay behind the
// door of the page it leads to.
package notice

import (
	"slices"
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
	Written    Kind = "written"     // the other side of a promise wrote something about it

	// At an action.

	PlaceFree   Kind = "place_free"   // you were on the list, and have a place now
	PlanChanged Kind = "plan_changed" // what you said yes to reads differently: read it again
	Soon        Kind = "soon"         // it is near, and there is word about it
	CalledOff   Kind = "called_off"   // one of its times will not be
	ListOver    Kind = "list_over"    // no place came free, or nobody said yes in time
	BuddyAsked  Kind = "buddy_asked"  // somebody would look after you, and you after them
	BuddyYes    Kind = "buddy_yes"    // you have a buddy
	BuddyGone   Kind = "buddy_gone"   // your buddy cannot come
	BuddyCall   Kind = "buddy_call"   // no word from your buddy yet: could you call?
	NeedsHelp   Kind = "needs_help"   // somebody at the action does
	HowAreYou   Kind = "how_are_you"  // three days on

	// From inside a group.

	Knocked        Kind = "knocked"         // somebody would like to join
	LetIn          Kind = "let_in"          // the group said yes
	NotNow         Kind = "not_now"         // the group said no
	TrialOver      Kind = "trial_over"      // what members see is open now
	WasPaused      Kind = "paused"          // not removed
	StillIn        Kind = "still_in"        // stay, or rest a while?
	Deciding       Kind = "deciding"        // a decision has opened
	AskedAgain     Kind = "asked_again"     // its text has changed
	WasDecided     Kind = "decided"         // it has closed
	LookAgain      Kind = "look_again"      // the day to look again has come
	MandateOffered Kind = "mandate_offered" // somebody asks you to take it over
	MandateEnds    Kind = "mandate_ends"    // in 14 days
	CircleJoined   Kind = "circle_joined"   // you are in it now
	TieAsked       Kind = "tie_asked"       // another group would stand with yours
	TieEnded       Kind = "tie_ended"       // by either
	GroupPromised  Kind = "group_promised"  // members fill it
	GroupMoved     Kind = "group_moved"     // something about that promise changed, or it is due
	DeskMoved      Kind = "desk_moved"      // something about what the group asks or offers
	TieStands      Kind = "tie_stands"      // both groups said yes to the same words
	SourceChanged  Kind = "source_changed"  // of a call that the group carries
	RepairAsked    Kind = "repair_asked"    // somebody would talk something over
	RepairMoved    Kind = "repair_moved"    // there is something new
	Reported       Kind = "reported"        // to whoever answers reports
	EditAsked      Kind = "edit_asked"      // the group asks you to change what you wrote
	WasHidden      Kind = "was_hidden"      // with a reason
	ToldBack       Kind = "told_back"       // what came of what you told your group
	WasRemoved     Kind = "was_removed"     // from a group, with a reason
	Appealed       Kind = "appealed"        // somebody who was removed asks to look again
	ConfirmAsked   Kind = "confirm_asked"   // somebody would take a role that needs a yes
	PlanAsked      Kind = "plan_asked"      // another group would plan something together
	AlertReported  Kind = "alert_reported"  // to whoever looks into alerts
	AlertAsked     Kind = "alert_asked"     // could you come?
	AlertChanged   Kind = "alert_changed"   // to whoever was asked: it is otherwise, or over
)

// Kinds are all of them, for tables and tests.
var Kinds = []Kind{Answered, Offered, Agreed, Declined, HandedBack, LetGo, StillFine,
	Lapsed, Passed, Happened, Kept, CallClosed, CallEdited, LetOn, TurnedAway, CameBack, Written,
	PlaceFree, PlanChanged, Soon, CalledOff, ListOver, BuddyAsked, BuddyYes, BuddyGone, BuddyCall, NeedsHelp, HowAreYou,
	Knocked, LetIn, NotNow, TrialOver, WasPaused, StillIn, Deciding, AskedAgain, WasDecided, LookAgain, MandateOffered, MandateEnds, CircleJoined, TieAsked, TieEnded, GroupPromised, GroupMoved, DeskMoved, TieStands, SourceChanged, RepairAsked, RepairMoved, Reported, EditAsked, WasHidden,
	ToldBack, WasRemoved, Appealed, ConfirmAsked, PlanAsked, AlertReported, AlertAsked, AlertChanged}

// inside are the kinds that come from inside a group.
var inside = Kinds[slices.Index(Kinds, Knocked):]

// Inside reports whether a notice of this kind is about something inside a
// group and not about a call.
func (k Kind) Inside() bool { return slices.Contains(inside, k) }

// atAction are the kinds about a place at an action.
var atAction = Kinds[slices.Index(Kinds, PlaceFree) : slices.Index(Kinds, HowAreYou)+1]

// AtAction reports whether a notice of this kind is about an action.
func (k Kind) AtAction() bool { return slices.Contains(atAction, k) }

// Urgent reports whether a notice of this kind waits for no quiet hours, and for
// no other news: somebody may need somebody now. Whoever is asked to come chose
// the hours for just that, and hears at once when it turns out otherwise.
func (k Kind) Urgent() bool {
	return k == NeedsHelp || k == BuddyCall || k == AlertAsked || k == AlertChanged
}

// ID names a notice.
type ID = id.Of[Notice]

// Notice tells one party about one call, and one commitment if it is about one.
// From inside a group it is about that group and one thing in it: Call is the
// group's number then, and Commitment the thing's.
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
	CallClosed: true, CallEdited: true, HandedBack: true, Lapsed: true, GroupMoved: true, DeskMoved: true, Written: true,
	PlaceFree: true, PlanChanged: true, Soon: true, CalledOff: true, ListOver: true, BuddyAsked: true, BuddyYes: true, BuddyGone: true, BuddyCall: true, NeedsHelp: true, HowAreYou: true, AlertReported: true, AlertAsked: true, AlertChanged: true}

// Promised reports whether a notice of this kind is about a promise.
func (k Kind) Promised() bool { return promised[k] }
