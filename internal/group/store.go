package group

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/id"
	"alongside/internal/party"
)

// Store keeps groups. Both doors are all or nothing; see package db.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what this room needs inside one transaction. A look-up that finds
// nothing answers false, not an error.
type Tx interface {
	Groups
	People
	Invitations
	Knocks
	Rhythm
	Papers
	Shelf
	Ledger
}

// Groups are the groups themselves.
type Groups interface {
	AddGroup(Group) error // also files its words for search
	Group(party.GroupID) (Group, bool, error)
	GroupBySlug(string) (Group, bool, error)
	SlugTaken(string) (bool, error)
	SaveGroup(Group) error // all but the slug, and where it came from
	// Find lists what the scope has, in the order of Cursor. The tokens are the
	// numbers of the query's words: a group must have them all.
	Find(s access.GroupScope, f Filter, tokens []int64) ([]Found, error)
	// EraseGroup erases a group with all that hangs on it; its faces keep their
	// ids, because promises point at them, and lose account and name.
	EraseGroup(party.GroupID) error
	// BarredBefore are the groups refused or removed at or before a day.
	BarredBefore(day time.Time, most int) ([]party.GroupID, error)
}

// People are faces and memberships.
type People interface {
	PutFace(party.Face) error
	FaceIn(party.AccountID, party.GroupID) (party.Face, bool, error)
	// Standings is where each face of an account stands in its group at a moment.
	Standings(who party.AccountID, now time.Time) ([]party.Standing, error)
	AddMember(Member) error
	Member(party.FaceID) (Member, bool, error)
	SaveMember(Member) error // all but the face, the group and since when
	DropMember(party.FaceID) error
	Members(g party.GroupID, after Member, most int) ([]Member, error) // by name, then face
	Named(g party.GroupID, name string) (bool, error)                  // whether a member goes by this name
}

// Invitations are the ways in. A hash is unique over the whole board, and a
// group has at most one standing invitation.
type Invitations interface {
	AddInvitation(Invitation) error
	InvitationBy(hash []byte) (Invitation, bool, error)
	InvitationsOf(party.GroupID) ([]Invitation, error) // soonest end first, the standing one last
	// DropInvitation is false when it was gone already: of two who use one
	// link, one is too late.
	DropInvitation(id.Of[Invitation]) (bool, error)
}

// Knocks are who would like to come in, and who let whom in.
type Knocks interface {
	FaceBy(party.FaceID) (party.Face, bool, error)
	AddKnock(Knock) error
	KnockOf(party.FaceID) (Knock, bool, error)
	Knocks(g party.GroupID, most int) ([]Knock, error) // that wait, the oldest first
	SaveKnock(Knock) error                             // its state, reason, answers, sponsor and end
	DropKnock(party.FaceID) error                      // with its vouches
	KnocksBefore(now time.Time, most int) ([]Knock, error)
	AddVouch(Vouch) error // a second of the same is no error, and changes nothing
	SaveVouch(Vouch) error
	Vouches(knock party.FaceID) ([]Vouch, error)
	DropVouches(by party.FaceID) error
	// Welcomers are who is told of a knock: whoever holds the mandate for
	// newcomers, or else members through their trial. Nobody who rests.
	Welcomers(g party.GroupID, now time.Time, most int) ([]party.FaceID, error)
	// Through is how many members are through their trial, counted up to most.
	Through(g party.GroupID, now time.Time, most int) (int, error)
	AddEdge(Edge) error
	LetInBy(g party.GroupID, sponsor party.FaceID, now time.Time) ([]party.FaceID, error)
	SweepEdges(now time.Time) error
	TrialsOver(now time.Time, most int) ([]Member, error)
}

// Rhythm is when groups and members rest.
type Rhythm interface {
	RestedUntil(now time.Time, most int) ([]party.GroupID, error) // that rest, and whose day has come
	EndMandates(g party.GroupID, now time.Time) error
	// Away are members of groups that are awake who were last seen before the
	// day, were not asked, and do not rest.
	Away(day time.Time, most int) ([]Member, error)
	// Silent are those who were asked at or before the day.
	Silent(day time.Time, most int) ([]Member, error)
}

// Papers are what a group has written down.
type Papers interface {
	AddAgreements(Agreements) error
	Agreements(g party.GroupID, version int) (Agreements, bool, error)
	AddLine(Line) error // gives it the next number of its log
	// Lines are the group's own, or one circle's, newest first; before 0: from the end.
	Lines(g party.GroupID, c party.CircleID, before int64, most int) ([]Line, error)
	AddArea(Area) error                    // a second of the same name is fault.Taken
	AreasOf(party.GroupID) ([]Area, error) // by name
	DropArea(g party.GroupID, area id.Of[Area]) error
	Barred(party.GroupID) (reason string, found bool, err error) // the host's last word about a group
}

// Shelf is a directory that came with a sheet, before and after it is shown.
type Shelf interface {
	AddGroup(Group) error
	SaveGroup(Group) error
	Group(party.GroupID) (Group, bool, error)
	SlugTaken(string) (bool, error)
	GroupByOutside(hash []byte) (Group, bool, error)
	// Publish shows every staged group of a bundle, in one statement.
	Publish(BundleID) (int64, error)
	// OfBundle are entries of a bundle that have not moved in.
	OfBundle(b BundleID, most int) ([]party.GroupID, error)
	EraseGroup(party.GroupID) error
}

// Ledger is what has been done, and what has run out.
type Ledger interface {
	Done(key []byte) (ref int64, done bool, err error)
	SetDone(key []byte, ref int64, at time.Time) error
	SweepInvitations(now time.Time) error
}
