// Package party is who stands on one side of a promise: a face, a guest, or a
// group.
//
// The law: a guest is a real party from the first day, never a special case;
// and nothing here leads from one face of a person to another.
package party

import (
	"time"

	"alongside/internal/id"
)

// Kind is how a party is known.
type Kind string

const (
	KindFace  Kind = "face"  // a person as known in one group, or on the board
	KindGuest Kind = "guest" // someone with a private link and a four-word code
	KindGroup Kind = "group" // a group, acting through a mandate
)

// Ref points at one party. Its zero value is nobody.
type Ref struct {
	Kind Kind
	ID   int64
}

// Nobody reports whether the reference points at no one.
func (r Ref) Nobody() bool { return r.ID == 0 }

// FaceID, GuestID and GroupID are the ids of the three kinds.
type (
	FaceID    = id.Of[Face]
	GuestID   = id.Of[Guest]
	GroupID   = id.Of[group]
	AccountID = id.Of[account]
)

type (
	group   struct{}
	account struct{}
)

// OfFace, OfGuest and OfGroup make references.
func OfFace(f FaceID) Ref   { return Ref{KindFace, int64(f)} }
func OfGuest(g GuestID) Ref { return Ref{KindGuest, int64(g)} }
func OfGroup(g GroupID) Ref { return Ref{KindGroup, int64(g)} }

// Face is how one account is known in one group (or on the board itself, where
// Group is zero). Name is what the person chose, at most 60 letters.
type Face struct {
	ID      FaceID
	Account AccountID
	Group   GroupID
	Name    string
}

// Guest is someone without an account. Link and Code are SHA-256 hashes of the
// private link's secret and of the four-word code. A guest is erased at Until,
// 30 days after their last open call or promise.
type Guest struct {
	ID       GuestID
	Name     string
	Language string
	Link     []byte
	Code     []byte
	Until    time.Time
}
