// Package move is leaving with everything: a group's history as one file that
// people can read and another board can take in, the way back into it for each
// member, and where old links lead afterwards.
//
// The law: what is taken in is exactly what was given out, or nothing of it;
// nobody carries away what they may not read; and a group's links lead
// elsewhere only when two of its members say so.
package move

import (
	"context"
	"io"
	"iter"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/locale"
	"alongside/internal/party"
	"alongside/internal/when"
)

// Reach is how much of a group goes along: all of it, or without the circles
// that the taker is not in.
type Reach struct {
	Group   party.GroupID
	Circles []party.CircleID
	Whole   bool
}

// Column is one column of a table.
type Column struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// Table is one table of an export. Digest is the SHA-256 of its lines: equal
// rows have equal digests, whatever board they lie on.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
	Rows    int64    `json:"rows"`
	Digest  string   `json:"sha256"`
}

// Progress is told how many rows of how many are done.
type Progress func(done, of int64)

// Store keeps what this room needs. Both doors are all or nothing.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what this room needs inside one transaction. A look-up that finds
// nothing answers false, not an error.
type Tx interface {
	Rows
	Reading
	Homecomings
	Homes
}

// Rows are a group's rows as they leave and come.
type Rows interface {
	// Cut writes the rows of every table that travels; without into it makes
	// the digests alone.
	Cut(r Reach, into func(table string) (io.Writer, error), tell Progress) ([]Table, error)
	// Plant puts the lines of one table here. A row that is here already is
	// fault.Taken, a table that does not fit fault.Stale, a line that is none
	// fault.Invalid.
	Plant(g party.GroupID, slug string, t Table, lines iter.Seq2[[]byte, error]) error
	// Travels are the tables that have to be planted, in their order.
	Travels() []string
	// Settle makes anew what a board counts and files for itself.
	Settle(party.GroupID) error
}

// Reading is what the readable pages of an export show.
type Reading interface {
	Group(party.GroupID) (group.Group, bool, error)
	GroupBySlug(string) (group.Group, bool, error)
	SlugTaken(string) (bool, error)
	Agreements(g party.GroupID, version int) (group.Agreements, bool, error)
	Lines(g party.GroupID, c party.CircleID, before int64, most int) ([]group.Line, error)
	AddLine(group.Line) error
	Members(g party.GroupID, after group.Member, most int) ([]group.Member, error)
	Member(party.FaceID) (group.Member, bool, error)
	FaceIn(party.AccountID, party.GroupID) (party.Face, bool, error)
	Circles(Reach) ([]Circle, error)
	Decided(g party.GroupID, after Decided, most int) ([]Decided, error) // oldest first
	// Calls are those that travel, oldest first.
	Calls(r Reach, after call.Call, most int) ([]call.Call, error)
	Entries(g party.GroupID, after call.Entry, most int) ([]call.Entry, error)
}

// Circle is a circle as an export shows it.
type Circle struct {
	ID    party.CircleID
	Name  string
	About string
}

// Decided is a decision that has closed, as an export shows it: never who stood
// where.
type Decided struct {
	ID        int64
	Title     string
	Text      string // what was proposed, in its last version
	Statement string // what came of it
	Tasks     string
	Closed    time.Time
}

// Homecomings are faces that wait for their person.
type Homecomings interface {
	AddHomecoming(Homecoming) error
	HomecomingBy(hash []byte) (Homecoming, bool, error)
	// Wear gives a face that waits to an account; false when it waits no more.
	Wear(party.FaceID, party.AccountID) (bool, error)
	DropHomecoming(party.FaceID) error
	HomecomingsOver(now time.Time, most int) ([]Homecoming, error)
}

// Homecoming is one of them.
type Homecoming struct {
	Face  party.FaceID
	Group party.GroupID
	Hash  []byte
	Until time.Time
}

// Homes are where groups live now.
type Homes interface {
	Home(party.GroupID) (Home, bool, error)
	// SetHome also makes every kept page of the group and its calls anew.
	SetHome(Home) error
	DropHome(party.GroupID) error
	SweepHomes(now time.Time) error
	HomeOfCall(call.ID) (Home, bool, error) // of a call that went along
}

// Home is where a group lives now.
type Home struct {
	Group party.GroupID
	At    string       // https, an address on another board
	Face  party.FaceID // who said so first
	Since time.Time    // the day a second member said so too; zero until then
	Until time.Time    // old links lead there until then
}

// InForce reports whether old links lead there at a moment.
func (h Home) InForce(now time.Time) bool {
	return h.Group != 0 && !h.Since.IsZero() && now.Before(h.Until)
}

// LinksFor is how long a member can come back by the link in an export, and how
// long old links lead to the new home.
const LinksFor = when.MovedFor

// Desk is where groups leave and come. All fields but Forget are needed.
type Desk struct {
	Store     Store
	Clock     when.Clock
	Languages *locale.Catalogue
	Board     string // the address of this board, for the manifest; may be empty
	// Forget, when set, takes a face out of its group whose person did not come
	// back in time, in the same transaction.
	Forget func(context.Context, Tx, party.Face) error
}

func (d *Desk) today() time.Time { return d.Clock.Now().UTC().Truncate(24 * time.Hour) }

func (d *Desk) log(tx Tx, g party.GroupID, act group.Act, by party.FaceID, note string) error {
	return tx.AddLine(group.Line{Group: g, Day: d.today(), Act: act, Face: by, Note: note})
}

// trusted fetches a group of which the viewer is a member through their trial.
func (d *Desk) trusted(tx Tx, v access.Viewer, g party.GroupID) (group.Group, group.Member, error) {
	return group.Trusted(tx, v, g, d.Clock.Now())
}

// Sweep forgets who did not come back in time, and where groups went long ago.
func (d *Desk) Sweep(ctx context.Context) error {
	err := d.Store.Update(ctx, func(tx Tx) error {
		now := d.Clock.Now()
		if err := tx.SweepHomes(now); err != nil {
			return err
		}
		over, err := tx.HomecomingsOver(now, 100)
		for _, h := range over {
			if err != nil {
				return err
			}
			if err = tx.DropHomecoming(h.Face); err == nil && d.Forget != nil {
				err = d.Forget(ctx, tx, party.Face{ID: h.Face, Group: h.Group})
			}
		}
		return err
	})
	return fault.Wrap("move.sweep", err)
}
