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
)

// What a group asks and offers in its own name. Whoever holds its mandate to
// host an intake desk does for it what a person does for what is theirs.

// Voiced is that a group asked in its own name, as everybody reads it: the group
// and its mandate, and nobody's name. Who typed it in is kept nowhere.
type Voiced struct {
	By    Through
	Until time.Time // the end of the mandate, as it was then; zero: it came with a sheet
}

// Voices are the calls that groups are the authors of.
type Voices interface {
	AddVoice(c ID, until time.Time) error
	Voice(ID) (until time.Time, was bool, err error)
	// OwnOf are a group's own calls that are open or wait, the newest first.
	OwnOf(g party.GroupID, after Cursor, most int) ([]Cursor, error)
	// OwedTo are those of its calls that closed last and to which a promise
	// still runs.
	OwedTo(g party.GroupID, most int) ([]ID, error)
}

// OpenAs puts a draft on the board in a group's own name, under its mandate to
// host an intake desk. The group is the one that the draft goes through, and no
// circle reads it: a circle's calls are its people's.
func (s *Spine) OpenAs(ctx context.Context, v access.Viewer, g party.GroupID, d Draft) (c Call, err error) {
	const op = "call.open_as"
	now := s.Clock.Now()
	d.Typist = party.Ref{}
	if err := d.ready(now); err != nil {
		return c, err
	}
	return c, fault.Wrap(op, s.Store.Update(ctx, func(tx Tx) error {
		m, by, err := s.mandate(tx, v, g, party.Intake)
		if err != nil {
			return err
		}
		if d.Group != g || d.Circle != 0 {
			return fault.New(op, fault.NotFound, "")
		}
		if c, err = s.open(tx, party.OfGroup(g), party.OfFace(by), d, now); err != nil {
			return err
		}
		if c.Author != party.OfGroup(g) { // the page's key has served before, in another name
			return fault.New(op, fault.Stale, "call.moved_on")
		}
		return tx.AddVoice(c.ID, m.Until)
	}))
}

// voiced is the voice of a call, of no group where a person asks.
func voiced(tx Tx, c Call) (v Voiced, err error) {
	if c.Author.Kind != party.KindGroup {
		return v, nil
	}
	if v.Until, _, err = tx.Voice(c.ID); err == nil {
		v.By, err = tx.GroupOf(party.GroupID(c.Author.ID))
	}
	return v, err
}

// voiceAgain lets a copy of a call say as whose it came.
func voiceAgain(tx Tx, from, copied ID) error {
	until, was, err := tx.Voice(from)
	if err != nil || !was {
		return err
	}
	return tx.AddVoice(copied, until)
}

// hosts reports whether the viewer hosts a group's desk now, as the rows say.
func (s *Spine) hosts(tx Tx, v access.Viewer, g party.GroupID) (bool, error) {
	_, _, err := s.mandate(tx, v, g, party.Intake)
	if fault.Is(err, fault.NotYours) {
		return false, nil
	}
	return err == nil, err
}

// deskMost is how many calls one page of a desk shows: a sheet may bring thousands.
const deskMost = 20

// Desk is what a group asks and offers itself, with the answers to it, for
// whoever hosts its desk: what is open, the newest first, and on the first page
// what has closed while somebody is still expected.
func (s *Spine) Desk(ctx context.Context, v access.Viewer, g party.GroupID, after Cursor) (m Mine, next Cursor, err error) {
	err = s.Store.View(ctx, func(tx Tx) error {
		m, next = Mine{}, Cursor{}
		if _, _, err := s.mandate(tx, v, g, party.Intake); err != nil {
			return err
		}
		found, err := tx.OwnOf(g, after, deskMost+1)
		if err != nil {
			return err
		}
		if len(found) > deskMost {
			found = found[:deskMost]
			next = found[deskMost-1]
		}
		var all []ID
		for _, c := range found {
			all = append(all, c.ID)
		}
		if after == (Cursor{}) {
			owed, err := tx.OwedTo(g, deskMost)
			if err != nil {
				return err
			}
			all = append(all, owed...)
		}
		for _, c := range all {
			if err := m.call(tx, v, c); err != nil {
				return err
			}
		}
		m.Promises = slices.DeleteFunc(m.Promises, func(p Promise) bool { return answersFor(v, p.Party) })
		return nil
	})
	return m, next, fault.Wrap("call.desk", err)
}

// answersFor reports whether the viewer stands on a promise's other side: they
// made it, or speak for the group that did. It has its place on that side's page.
func answersFor(v access.Viewer, r party.Ref) bool {
	_, speaks := v.Holds(party.GroupID(r.ID), party.Promise)
	return v.Is(r) || r.Kind == party.KindGroup && speaks
}

// asks reports whether a group stands on the caller's side of a promise, or is
// told of a call itself.
func asks(tx Tx, g party.Ref, m CommitmentID) (bool, error) {
	if m == 0 {
		return true, nil
	}
	c, err := tx.Commitment(m)
	return c.Party != g, err
}

// tellDesk tells those who host a group's desk that something of its own moved.
func tellDesk(tx Tx, g party.GroupID, now time.Time) error {
	told, err := tx.Holders(g, party.Intake, now)
	for _, f := range told {
		if err == nil {
			err = tx.Tell(notice.Notice{ID: id.New[notice.Notice](), To: party.OfFace(f), Kind: notice.DeskMoved,
				Call: int64(g), Made: now, Due: now})
		}
	}
	return err
}
