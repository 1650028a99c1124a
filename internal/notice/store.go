package notice

import (
	"context"
	"time"

	"alongside/internal/job"
	"alongside/internal/party"
)

// Store keeps notices, and where people want them carried.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what this room needs inside one transaction.
type Tx interface {
	Inbox
	Outbox
	Book
	job.Filing
}

// Inbox is what a person reads on the board.
type Inbox interface {
	// Notices are those of all the parties: unseen ones first, then the newest.
	Notices(of []party.Ref, most int) ([]Notice, error)
	See(of []party.Ref) error
}

// Outbox is what waits to be carried outside.
type Outbox interface {
	AnyWay() (bool, error)                            // somebody wants to be told outside
	Ready(now time.Time, most int) ([]Waiting, error) // due, and not carried; the longest due first
	Carry(ID) error                                   // it has had its turn
	CarryAll(now time.Time, most int) (bool, error)   // so have all that are due; true when more wait
	PutOff(ID, time.Time) error                       // it becomes due then
	Owner(party.Ref) (o Owner, found bool, err error) // whose the party is
}

// Waiting is a notice that is due outside.
type Waiting struct {
	Notice
	About time.Time // when what it is about happens; zero when nobody said
}

// Book is where people want to be told, and how.
type Book interface {
	Settings(Owner) (s Settings, chosen bool, err error)
	SaveSettings(Owner, Settings) error
	Ways(Owner) ([]Way, error) // the oldest first
	Way(WayID) (w Way, found bool, err error)
	SaveWay(Way) error
	DropWay(WayID) error
}
