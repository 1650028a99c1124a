package call

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/party"
)

// Named is a promise of a group as everybody reads it on the call's page: the
// group and its mandate, and nobody's name.
type Named struct {
	Pledge
	Part     PartID
	Quantity int64
	By       Through
}

// named are the promises of groups that hold their places. A group that the
// host has barred is not named.
func named(tx Tx, c ID) (all []Named, err error) {
	pledges, err := tx.PledgesTo(c)
	if err != nil {
		return nil, err
	}
	for _, p := range pledges {
		m, err := tx.Commitment(p.Commitment)
		if err != nil {
			return nil, err
		}
		g, err := tx.GroupOf(p.Group)
		if err != nil {
			return nil, err
		}
		if m.State.Holds() && m.State != Unknown && g.Shown {
			p.Face, p.Filled = 0, 0
			all = append(all, Named{p, m.Part, m.Quantity, g})
		}
	}
	return all, nil
}

// Pledged is a promise of a group as a member of one of the two groups reads it.
type Pledged struct {
	Commitment
	Pledge Pledge
	Call   Call
	Part   Part
	By     Through // the group that promised
	To     Through // the group that the call came through; of no name when it came through none
	Ours   bool    // the reader is looking from the group that promised
	Holds  bool    // and holds its mandate now
	Who    string  // who said it, for the group's own members
	Mine   int64   // what the reader has taken on
	Fills  []Fill  // with names for those past their trial in the group that promised
	Words  []Word
	Detail Detail // how to reach the caller: for a holder, while it runs
	Other  string // what the caller wants to be called, likewise
	Own    Detail // how the caller reaches the group, likewise
	Thread Thread // for whoever speaks for one of the two sides
}

// pledgedMost bounds what one page of a group's promises lists.
const pledgedMost = 50

// PledgedIn lists what a group promised, and what other groups promised to
// calls that came through it: for its members, the newest first.
func (s *Spine) PledgedIn(ctx context.Context, v access.Viewer, g party.GroupID) (all []Pledged, err error) {
	const op = "call.pledged_in"
	if !v.In(g) {
		return nil, fault.New(op, fault.NotFound, "group.only_members")
	}
	err = s.Store.View(ctx, func(tx Tx) error {
		all = nil
		ids, err := tx.PledgesIn(g, pledgedMost)
		for _, id := range ids {
			var p Pledged
			if err == nil {
				p, err = s.pledged(tx, v, g, id)
			}
			all = append(all, p)
		}
		return err
	})
	return all, fault.Wrap(op, err)
}

// Pledged opens one promise of a group, looked at from one of the two groups.
// To everybody else it is not there.
func (s *Spine) Pledged(ctx context.Context, v access.Viewer, g party.GroupID, m CommitmentID) (p Pledged, err error) {
	err = s.Store.View(ctx, func(tx Tx) error {
		if p, err = s.pledged(tx, v, g, m); err != nil {
			return err
		}
		if p.Words, err = tx.Words(m); err != nil {
			return err
		}
		if err := s.filled(tx, v, &p); err != nil {
			return err
		}
		if err := s.between(tx, v, &p); err != nil || !p.Ours {
			return err
		}
		return s.held(tx, v, &p)
	})
	return p, fault.Wrap("call.pledged", err)
}

// pledged is what members of both groups read.
func (s *Spine) pledged(tx Tx, v access.Viewer, from party.GroupID, m CommitmentID) (p Pledged, err error) {
	const op = "call.pledged"
	var found bool
	if p.Pledge, found, err = tx.Pledge(m); err != nil {
		return p, err
	}
	if !found || !v.In(from) {
		return p, fault.New(op, fault.NotFound, "")
	}
	if p.Call, err = tx.Call(p.Pledge.Call); err != nil {
		return p, err
	}
	p.Ours = p.Pledge.Group == from
	if !p.Ours && askers(p.Call) != from {
		return p, fault.New(op, fault.NotFound, "")
	}
	if p.Commitment, err = tx.Commitment(m); err != nil {
		return p, err
	}
	if p.Part, err = tx.Part(p.Commitment.Part); err != nil {
		return p, err
	}
	if p.By, err = tx.GroupOf(p.Pledge.Group); err != nil {
		return p, err
	}
	p.To, err = tx.GroupOf(askers(p.Call))
	return p, err
}

// askers is the group on the caller's side of a promise, 0 for none.
func askers(c Call) party.GroupID {
	if c.Author.Kind == party.KindGroup {
		return party.GroupID(c.Author.ID)
	}
	return c.Group
}

// filled adds who fills it. The group on the other side reads how many come,
// and no names.
func (s *Spine) filled(tx Tx, v access.Viewer, p *Pledged) (err error) {
	if p.Fills, err = tx.Fills(p.ID); err != nil {
		return err
	}
	for i, f := range p.Fills {
		if v.Is(party.OfFace(f.Face)) {
			p.Mine = f.Quantity
		}
		if !p.Ours || !v.Trusted(p.Pledge.Group) {
			p.Fills[i].Name, p.Fills[i].Face = "", 0
		}
	}
	if !p.Ours || !v.Trusted(p.Pledge.Group) {
		p.Pledge.Face = 0
		return nil
	}
	p.Who, err = tx.Name(party.OfFace(p.Pledge.Face))
	return err
}

// between adds the thread, for those who speak for one of the two sides. To the
// other members of the two groups there is none.
func (s *Spine) between(tx Tx, v access.Viewer, p *Pledged) error {
	_, _, voice, err := s.side(tx, v, p.ID)
	if fault.Is(err, fault.NotYours) || fault.Is(err, fault.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	p.Thread, err = s.thread(tx, v, p.Commitment, p.Call, voice)
	return err
}

// held adds what only a holder of the mandate reads, and only while the
// promise runs.
func (s *Spine) held(tx Tx, v access.Viewer, p *Pledged) error {
	_, _, err := s.mandate(tx, v, p.Pledge.Group, party.Promise)
	if fault.Is(err, fault.NotYours) {
		return nil
	}
	if err != nil {
		return err
	}
	p.Holds = true
	if !p.State.Runs() {
		return nil
	}
	if p.Own, err = found(tx.Detail(p.Call.ID, p.ID)); err != nil || !p.open() {
		return err
	}
	if p.Other, err = tx.Name(p.Call.Author); err != nil {
		return err
	}
	p.Detail, err = found(tx.Detail(p.Call.ID, 0))
	return err
}

// pledged adds what the one who asked reads of a group's promise: which group,
// under which mandate, and what those who come are called.
func (p *Promise) pledged(tx Tx) (err error) {
	if p.Party.Kind != party.KindGroup || p.Voice != Caller {
		return nil
	}
	if p.Pledge, _, err = tx.Pledge(p.ID); err != nil {
		return err
	}
	p.Pledge.Face = 0
	if p.By, err = tx.GroupOf(p.Pledge.Group); err != nil {
		return err
	}
	if p.open() {
		p.Fills, err = tx.Fills(p.ID)
	}
	return err
}
