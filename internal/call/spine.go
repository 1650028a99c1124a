package call

import (
	"context"
	"slices"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
	"alongside/internal/words"
)

// Store keeps the spine. Both doors are all or nothing; see package db.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what the spine needs inside one transaction. A thing that is not there
// is fault.NotFound.
type Tx interface {
	Calls
	Commitments
	Guests
	Ledger
	Reading
	Pledges
	Circles
	Threads
	Voices
	Gatherings
}

// Calls are calls and their parts.
type Calls interface {
	AddCall(Call, []Part) error // also files its words for search while it is open
	Call(ID) (Call, error)
	SaveCall(Call) error      // counts its parts anew
	Parts(ID) ([]Part, error) // in their order
	Part(PartID) (Part, error)
	CallOf(PartID) (Call, Part, error)
	SavePart(Part) error // all but Taken
	AddPart(Part) error
	DropPart(PartID) error
	// Take changes how much of a part is taken. It is false, and nothing
	// changed, when that would be more than the part's quantity.
	Take(p PartID, by int64) (bool, error)
	EraseCall(ID) error // with all that hangs on it, but the record
	SaveSent(Sent) error
	SentFrom(ID) (s Sent, was bool, err error)      // by the call that was sent on
	SentAs(copied ID) (s Sent, was bool, err error) // by the copy that waits
}

// Commitments are answers and what belongs to them.
type Commitments interface {
	AddCommitment(Commitment) error
	Commitment(CommitmentID) (Commitment, error)
	CommitmentOnce(key []byte) (c Commitment, there bool, err error)
	SaveCommitment(Commitment) error
	CommitmentsOf(ID) ([]Commitment, error)
	CommitmentsIn(ID, []party.Ref) ([]Commitment, error)    // to a call, by any of these
	HeldSince(ID, time.Time) ([]PartID, error)              // parts of which a place has been held since, and still is
	Stages(ID) ([]Stage, error)                             // in which a call's commitments are, each once
	Silent(now time.Time, most int) ([]CommitmentID, error) // whose Until or Nudge has passed
	Words(CommitmentID) ([]Word, error)
	Speak(CommitmentID, Word) error // the last word of a side stands
	SetDetail(Detail) error
	Detail(ID, CommitmentID) (Detail, error)
	EraseDetail(ID, CommitmentID) error
	SetHandOver(HandOver) error
	HandOver(link []byte) (HandOver, error)
	DropHandOver(CommitmentID) error
}

// Guests are the parties without an account.
type Guests interface {
	AddGuest(party.Guest) error
	Guest(party.GuestID) (party.Guest, error)
	GuestByLink(hash []byte) (party.Guest, error)
	GuestByCode(hash []byte) (party.Guest, error)
	SaveGuest(party.Guest) error
	EraseGuest(party.GuestID) error
	Adopt(from, to party.Ref) error // calls, commitments and notices change hands
	CallsBy(party.Ref) ([]ID, error)
	CommitmentsBy(party.Ref) ([]CommitmentID, error)
}

// Ledger is what has been done, who is told, and what is remembered.
type Ledger interface {
	Done(key []byte) (ref int64, done bool, err error)
	SetDone(key []byte, ref int64, at time.Time) error
	Tell(notice.Notice) error
	Entry(ID) (Entry, bool, error)
	SaveEntry(Entry) error
	EraseEntry(ID) error
	ClosingBefore(now time.Time, most int) ([]ID, error)
	// Sweep erases what is past its time, some of it; more says that more waits.
	Sweep(now time.Time) (more bool, err error)
}

// Spine is where calls are opened, answered and kept.
type Spine struct {
	Store Store
	Clock when.Clock
	// Seed makes a guest's link and code out of a page's key, so that a page
	// sent twice shows the same link twice. It is 32 random bytes of this board.
	Seed []byte
	// Settled, when set, is told of every promise between two groups that was
	// kept, inside the same transaction.
	Settled func(Tx, Met) error
	// Changed, when set, is told of every call on the board that reads
	// differently now or has closed, likewise.
	Changed func(Tx, Call) error
	// Tends, when set, says whether the viewer answers for a call that its own
	// group has hidden, by the rows of the same transaction.
	Tends func(Tx, access.Viewer, Call) (bool, error)
	// Parted, when set, is told of every promise to an action that ends before
	// its time, likewise.
	Parted func(Tx, CommitmentID) error
	// MovedUp, when set, is told of everybody who leaves a list for a place,
	// likewise.
	MovedUp func(Tx, Commitment) error
	// Mended, when set, is told that the author of such a call has changed it.
	Mended func(Tx, Call) error
}

// who decides under which party an act is done. A stranger becomes a guest in
// the same transaction.
type who struct {
	ref  party.Ref
	Keys Keys
}

// Keys open a guest's page. They are shown once and never stored.
type Keys struct {
	Guest party.GuestID
	Link  id.Secret
	Code  words.Phrase
}

// guest finds or makes the guest of a page's key.
func (s *Spine) guest(tx Tx, key Key, name, language string, now time.Time) (who, error) {
	link := s.derive(key)
	g, err := tx.GuestByLink(link.Hash())
	if fault.Is(err, fault.NotFound) {
		g = party.Guest{ID: id.New[party.Guest](), Name: name, Language: language,
			Link: link.Hash(), Code: CodeHash(s.CodeOf(link, language).Reveal()), Until: now.Add(when.OpenFor + when.GuestsFor)}
		err = tx.AddGuest(g)
	}
	if err != nil {
		return who{}, err
	}
	return who{party.OfGuest(g.ID), Keys{g.ID, link, s.CodeOf(link, g.Language)}}, nil
}

// stay keeps a guest's keys good for as long as their things run.
func stay(tx Tx, r party.Ref, until time.Time) error {
	if r.Kind != party.KindGuest {
		return nil
	}
	g, err := tx.Guest(party.GuestID(r.ID))
	if err != nil || !g.Until.Before(until.Add(when.GuestsFor)) {
		return err
	}
	g.Until = until.Add(when.GuestsFor)
	return tx.SaveGuest(g)
}

// By finds the guest of a private link.
func (s *Spine) By(ctx context.Context, link id.Secret) (g party.Guest, err error) {
	return g, s.Store.View(ctx, func(tx Tx) (err error) {
		g, err = tx.GuestByLink(link.Hash())
		return err
	})
}

// ByCode finds the guest of a four-word code, however it was typed.
func (s *Spine) ByCode(ctx context.Context, typed string) (g party.Guest, err error) {
	return g, s.Store.View(ctx, func(tx Tx) (err error) {
		g, err = tx.GuestByCode(CodeHash(typed))
		return err
	})
}

// tell files a notice in the same transaction.
func tell(tx Tx, to party.Ref, kind notice.Kind, c ID, m CommitmentID, now time.Time) error {
	if to.Nobody() {
		return nil
	}
	if to.Kind == party.KindGroup {
		if asked, err := asks(tx, to, m); err != nil {
			return err
		} else if asked {
			return tellDesk(tx, party.GroupID(to.ID), now)
		}
		return tellGroup(tx, party.GroupID(to.ID), m, kind != notice.StillFine, now)
	}
	return tx.Tell(notice.Notice{ID: id.New[notice.Notice](), To: to, Kind: kind,
		Call: int64(c), Commitment: int64(m), Made: now, Due: now})
}

// seen fetches a call that the viewer may see.
func seen(tx Tx, v access.Viewer, c ID) (Call, error) {
	found, err := tx.Call(c)
	if err == nil && !access.See(v, found.Access()) {
		err = fault.New("call.see", fault.NotFound, "")
	}
	return found, err
}

// opened is seen for a call's own page: what is hidden opens to whoever promised
// something in it, and to those who answer for it, as far as they could read it
// were it not hidden.
func (s *Spine) opened(tx Tx, v access.Viewer, which ID) (Call, error) {
	c, err := tx.Call(which)
	if err != nil || access.See(v, c.Access()) {
		return c, err
	}
	opens := false
	if c.State == Hidden && access.Would(v, c.Access()) {
		if opens, err = s.concerned(tx, v, c); err != nil {
			return c, err
		}
	}
	if !opens {
		err = fault.New("call.opened", fault.NotFound, "")
	}
	return c, err
}

// concerned reports whether what is hidden still concerns the viewer.
func (s *Spine) concerned(tx Tx, v access.Viewer, c Call) (bool, error) {
	if len(v.Parties) > 0 {
		made, err := tx.CommitmentsIn(c.ID, v.Parties)
		if err != nil || slices.ContainsFunc(made, func(m Commitment) bool { return m.State.Holds() }) {
			return err == nil, err
		}
	}
	if s.Tends == nil || c.Audience == OnBoard {
		return false, nil
	}
	return s.Tends(tx, v, c)
}

// Guest finds a guest by id.
func (s *Spine) Guest(ctx context.Context, id party.GuestID) (g party.Guest, err error) {
	return g, s.Store.View(ctx, func(tx Tx) (err error) {
		g, err = tx.Guest(id)
		return err
	})
}

// Ping reports whether the store answers.
func (s *Spine) Ping(ctx context.Context) error {
	return s.Store.View(ctx, func(tx Tx) error {
		_, err := tx.ClosingBefore(time.UnixMilli(0), 1)
		return err
	})
}

// changed tells that a call reads differently now.
func (s *Spine) changed(tx Tx, c Call) error {
	if s.Changed == nil || c.Audience != OnBoard {
		return nil
	}
	return s.Changed(tx, c)
}

// Reads tells the same of a call that another room has changed, where that
// changed what carriers pass on: its words, its place, or when it is.
func (s *Spine) Reads(tx Tx, was, now Call) error {
	same := was.Title == now.Title && was.Body == now.Body && was.Closest == now.Closest && was.Area == now.Area && was.Next.Equal(now.Next)
	if same || was.State != Open || now.State != Open {
		return nil
	}
	return s.changed(tx, now)
}
