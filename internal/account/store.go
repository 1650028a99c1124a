package account

import (
	"context"
	"time"

	"alongside/internal/party"
)

// Store is the memory this room needs. View never writes; Update happens whole
// or not at all, and may run fn more than once.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is one transaction. A Put inserts the row, or replaces the one with the
// same id. A look-up that finds nothing answers false, not an error.
type Tx interface {
	Accounts
	Keyholes
	Sessions
	Faces
	Hosts
}

// Accounts are the accounts themselves and what is kept once for the board.
type Accounts interface {
	PutAccount(Account) error

	// DeleteAccount erases the account with its keyholes, its sessions and its
	// ceremonies. Its faces keep their ids, because promises point at them,
	// and lose account and name; its host mandates lose the account.
	DeleteAccount(party.AccountID) error

	// Salt keeps fresh when the board has no salt yet, and answers the one kept.
	Salt(fresh []byte) ([]byte, error)

	// SweepAccess erases what has run out.
	SweepAccess(Expiry) error
}

// Expiry says what has run out: ceremonies that end at or before Ceremonies;
// sessions last seen before Seen or begun before Begun. In those that stay, a
// proof given before Proved is forgotten (set to the zero time).
type Expiry struct {
	Ceremonies, Seen, Begun, Proved time.Time
}

// Keyholes are the ways in. Lookup is unique over the whole board.
type Keyholes interface {
	PutKeyhole(Keyhole) error
	KeyholeBy(lookup []byte) (Keyhole, bool, error)
	KeyholesOf(party.AccountID) ([]Keyhole, error) // in any order
	DeleteKeyhole(KeyholeID) error

	PutCeremony(Ceremony) error
	// TakeCeremony erases the ceremony and answers what it was.
	TakeCeremony(hash []byte) (Ceremony, bool, error)
}

// Sessions are the browsers that are signed in.
type Sessions interface {
	PutSession(Session) error
	// SessionBy also fills in the Language of the account.
	SessionBy(hash []byte) (Session, bool, error)
	SessionsOf(party.AccountID) ([]Session, error) // in any order
	DeleteSession(SessionID) error
}

// Faces are the names people go by. One account has at most one face in a
// group, and one on the board itself (group zero).
type Faces interface {
	PutFace(party.Face) error
	FaceIn(party.AccountID, party.GroupID) (party.Face, bool, error)
	FaceBy(party.FaceID) (party.Face, bool, error)
	FacesOf(party.AccountID) ([]party.Face, error) // in any order
	// Standings is where each face stands in its group at a moment.
	Standings(who party.AccountID, now time.Time) ([]party.Standing, error)
}

// Hosts are the mandates to look after the board, those that ended included.
type Hosts interface {
	PutHost(HostMandate) error
	HostMandates() ([]HostMandate, error) // in any order

	// PutAbout keeps what the board says of itself; About is empty before.
	PutAbout(About) error
	About() (About, error)
}
