package when

import "time"

const day = 24 * time.Hour

// How long things are kept, and how long people have. This is the one table:
// the code waits by it and the page "What we keep" prints it.
const (
	HoldFor      = 15 * time.Minute // a place held by one tap, until it says how to reach them
	LeaseFor     = 6 * day          // a promise without a day of its own, until it is asked again
	NudgeAhead   = 1 * day          // the one message before a lease or a promise is due
	FreeAhead    = 4 * time.Hour    // an unanswered nudge frees the place so long before the promise is due
	OfferFor     = 7 * day          // for the asker to agree to an offer
	SentFor      = 7 * day          // for another group to answer what was sent on to it
	HandFor      = 48 * time.Hour   // for a named person to accept a hand-over
	OpenFor      = 30 * day         // a call without an end of its own
	SettleFor    = 7 * day          // one side said it happened and the other is silent
	AwayFor      = 180 * day        // a member who does not come by, until they are asked whether they stay
	AskedFor     = 30 * day         // to say so, before they are left in peace
	RepairsQuiet = 60 * day         // a repair that nobody moves, until it ends by itself
	ReportedFor  = 24 * time.Hour   // to find out about a reported alert, until it ends by itself
	WaveEvery    = 5 * time.Minute  // from asking some to come until others are asked

	DetailsFor     = 7 * day          // after kept: how to reach somebody, the exact place
	CallsFor       = 30 * day         // after closing: needs and offers
	RemovedFor     = 30 * day         // after the host refused or removed a group: its members take what is theirs
	GuestsFor      = 30 * day         // after their last open call or promise: the private link and its code
	LiveFor        = 72 * time.Hour   // after the action: updates and check-ins
	InvitationsFor = 7 * day          // after they were made
	KnocksFor      = 30 * day         // after somebody knocked at a group, or was told "not now"
	EdgesFor       = 90 * day         // after somebody came into a group: who let them in
	KeysFor        = 30 * day         // that a page was sent already
	NoticesFor     = 30 * day         // after they were made
	AddressesFor   = 2 * day          // after they were typed, while nobody said yes from there
	NotesFor       = 30 * day         // after a task of a group has ended: the note for whoever takes it over
	CirclesFor     = 30 * day         // after a circle has ended: all that it wrote
	ReportsFor     = 30 * day         // after they were made: that something is not right
	ConcernsFor    = 90 * day         // after they were made: what was told inside a group, and what came of it
	AppealFor      = 30 * day         // after a removal: to ask the group to look again, and that we know whom to tell
	AppealedFor    = 60 * day         // after an appeal: the same, until the group has decided
	RepairsFor     = 90 * day         // after they ended: what was said to mend something
	ImportsFor     = 7 * day          // after an import: what is needed to undo it
	MovedFor       = 365 * day        // after a group moved: where its links lead, and the way back for its members
	SessionsIdle   = 30 * day         // after the last visit
	SessionsFor    = 90 * day         // after signing in, however often they come
	SetupFor       = 30 * time.Minute // the one-use link that sets a board up

	SweepEvery   = time.Hour // what is due is erased for good within this time
	CopiesFor    = 30 * day  // what was copied before an upgrade
	RebuildEvery = 7 * day   // the whole file is written anew
)

// Forever marks what is never erased by the clock: statements, the library,
// the record.
const Forever time.Duration = -1

// Kept is one line of the page: what it is, what starts its clock, how long.
// What and Since are stable names; the sentences are the locale's.
type Kept struct {
	What  string
	Since string
	For   time.Duration
}

// Retention is what is kept, shortest first.
func Retention() []Kept {
	return []Kept{
		{"holds", "made", HoldFor},
		{"setup", "made", SetupFor},
		{"addresses", "made", AddressesFor},
		{"live", "ended", LiveFor},
		{"alerts", "ended", LiveFor},
		{"details", "kept", DetailsFor},
		{"invitations", "made", InvitationsFor},
		{"imports", "made", ImportsFor},
		{"calls", "closed", CallsFor},
		{"reports", "made", ReportsFor},
		{"removed", "closed", RemovedFor},
		{"notes", "ended", NotesFor},
		{"circles", "ended", CirclesFor},
		{"notices", "made", NoticesFor},
		{"guests", "last_open", GuestsFor},
		{"sessions", "last_visit", SessionsIdle},
		{"removals", "made", AppealFor},
		{"knocks", "made", KnocksFor},
		{"appeals", "made", AppealedFor},
		{"edges", "made", EdgesFor},
		{"repairs", "ended", RepairsFor},
		{"concerns", "made", ConcernsFor},
		{"statements", "", Forever},
		{"library", "", Forever},
		{"record", "", Forever},
	}
}
