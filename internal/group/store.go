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

// Papers are what a group has written down.
type Papers interface {
	AddAgreements(Agreements) error
	Agreements(g party.GroupID, version int) (Agreements, bool, error)
	AddLine(Line) error                                            // gives it the next number
	Lines(g party.GroupID, before int64, most int) ([]Line, error) // newest first; before 0: from the end
	AddArea(Area) error                                            // a second of the same name is fault.Taken
	AreasOf(party.GroupID) ([]Area, error)                         // by name
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
