package call

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
)

// Pledge is what a promise has beside itself when a group made it.
type Pledge struct {
	Commitment CommitmentID
	Call       ID
	Group      party.GroupID
	Face       party.FaceID // who said it; for the group's own members
	Until      time.Time    // the end of the mandate, as it was then
	Filled     int64        // how much of it members have taken on
}

// Fill is what one member takes on of what their group promised.
type Fill struct {
	Commitment CommitmentID
	Face       party.FaceID
	Name       string
	Quantity   int64
}

// Pledges are promises that groups made, and who fills them.
type Pledges interface {
	group.Mandates
	// ThroughNow reads from the rows whether a face is a member past its trial.
	ThroughNow(f party.FaceID, g party.GroupID, now time.Time) (bool, error)
	AddPledge(Pledge) error
	Pledge(CommitmentID) (Pledge, bool, error)
	PledgesTo(ID) ([]Pledge, error) // to one call, in the order in which they were made
	// PledgesIn are the newest promises that a group made, or others made to
	// calls that came through it.
	PledgesIn(g party.GroupID, most int) ([]CommitmentID, error)
	// Fill changes how much of a pledge is filled. It is false, and nothing
	// changed, when that would be more than was promised.
	Fill(m CommitmentID, by int64) (bool, error)
	SetFill(Fill) error // of nothing: drops it
	Fills(CommitmentID) ([]Fill, error)
	FillsBy(party.FaceID) ([]Fill, error)
	DropFills(CommitmentID) error
	Holders(g party.GroupID, s party.Scope, now time.Time) ([]party.FaceID, error)
	// TellMembers tells everybody in a group who takes part, but one.
	TellMembers(g party.GroupID, but party.FaceID, n notice.Notice) error
}

// acts is nil when the viewer may act as this party now: as themselves, or for
// a group under its mandate for what they do: to promise, or to host the desk
// where it asks. To a member without one it says so; to everybody else there is
// nothing.
func (s *Spine) acts(tx Tx, v access.Viewer, r party.Ref, as party.Scope) error {
	if v.Is(r) {
		return nil
	}
	if r.Kind != party.KindGroup {
		return fault.New("call.acts", fault.NotFound, "")
	}
	_, _, err := s.mandate(tx, v, party.GroupID(r.ID), as)
	return err
}

// mandate is the one under which the viewer acts for a group, and the face that
// holds it.
func (s *Spine) mandate(tx Tx, v access.Viewer, g party.GroupID, as party.Scope) (party.Mandate, party.FaceID, error) {
	return group.Under(tx, v, g, as, s.Clock.Now())
}

// Pledge answers a part as a group, under a mandate to promise: agreed or
// offered at once, and undone by HandBack. The group's members are told.
func (s *Spine) Pledge(ctx context.Context, v access.Viewer, g party.GroupID, a Answer) (m Commitment, err error) {
	const op = "call.pledge"
	err = s.Store.Update(ctx, func(tx Tx) error {
		mandate, by, err := s.mandate(tx, v, g, party.Promise)
		if err != nil {
			return err
		}
		var h HeldPlace
		again, err := s.once(tx, a.Key, &h)
		if m = h.Commitment; err != nil || again {
			return sameParty(err, m, g)
		}
		from, err := tx.GroupOf(g)
		if err == nil && !from.Awake {
			err = fault.New(op, fault.Stale, "ask.group_rests")
		}
		if err != nil {
			return err
		}
		var c Call
		if c, m, err = s.pledge(tx, v, g, a); err != nil {
			return err
		}
		told, err := s.offer(c, &m)
		if err != nil {
			return err
		}
		if err := tx.AddCommitment(m); err != nil {
			return err
		}
		if err := tx.AddPledge(Pledge{Commitment: m.ID, Call: c.ID, Group: g, Face: by, Until: mandate.Until}); err != nil {
			return err
		}
		if err := s.tellOffer(tx, c, m, told); err != nil {
			return err
		}
		now := s.Clock.Now()
		return tx.TellMembers(g, by, notice.Notice{Kind: notice.GroupPromised, Call: int64(g), Commitment: int64(m.ID), Made: now, Due: now})
	})
	return m, fault.Wrap(op, err)
}

// sameParty refuses a page's key that served somebody else.
func sameParty(err error, m Commitment, g party.GroupID) error {
	if err == nil && m.Party != party.OfGroup(g) {
		err = fault.New("call.pledge", fault.Stale, "call.moved_on")
	}
	return err
}

// pledge takes the place. Only calls that everybody can read are answered by
// groups: members see what their group promised.
func (s *Spine) pledge(tx Tx, v access.Viewer, g party.GroupID, a Answer) (Call, Commitment, error) {
	c, p, err := tx.CallOf(a.Part)
	switch {
	case err != nil:
		return c, Commitment{}, err
	case c.Audience != OnBoard || c.Author == party.OfGroup(g):
		return c, Commitment{}, fault.New("call.pledge", fault.NotFound, "")
	}
	var f fault.Form
	name := "q-" + p.ID.String()
	f.Check(a.Quantity >= 1 && a.Quantity <= QtyMost, name, "ask.quantity", "most", QtyMost)
	f.Check(p.IsFull() || c.State != Open || a.Quantity <= p.Left() || p.Quantity == 0, name, "call.not_so_many_left")
	if err := f.Err("call.pledge"); err != nil {
		return c, Commitment{}, err
	}
	return s.take(tx, v, party.OfGroup(g), a)
}

// TakeOn lets a member take on some of what their group promised, never more
// than it did. Said again, the new number stands; none gives it back.
func (s *Spine) TakeOn(ctx context.Context, v access.Viewer, g party.GroupID, which CommitmentID, quantity int64) error {
	const op = "call.take_on"
	return fault.Wrap(op, s.Store.Update(ctx, func(tx Tx) error {
		face, err := s.member(tx, v, g)
		if err != nil {
			return err
		}
		p, found, err := tx.Pledge(which)
		if err == nil && (!found || p.Group != g) {
			err = fault.New(op, fault.NotFound, "")
		}
		if err != nil {
			return err
		}
		c, err := tx.Commitment(which)
		if err == nil && !c.State.Runs() {
			err = fault.New(op, fault.Stale, "call.moved_on")
		}
		if err != nil {
			return err
		}
		return s.refill(tx, c, face, quantity)
	}))
}

// refill sets what one face takes on.
func (s *Spine) refill(tx Tx, c Commitment, face party.FaceID, quantity int64) error {
	var f fault.Form
	f.Check(quantity >= 0 && quantity <= QtyMost, "count", "ask.quantity", "most", QtyMost)
	if err := f.Err("call.refill"); err != nil {
		return err
	}
	all, err := tx.Fills(c.ID)
	if err != nil {
		return err
	}
	had := int64(0)
	for _, one := range all {
		if one.Face == face {
			had = one.Quantity
		}
	}
	ok, err := tx.Fill(c.ID, quantity-had)
	if err != nil {
		return err
	}
	f.Check(ok, "count", "call.not_so_many_left")
	if err := f.Err("call.refill"); err != nil {
		return err
	}
	return tx.SetFill(Fill{Commitment: c.ID, Face: face, Quantity: quantity})
}

// member is the face under which the viewer is a member of a group past their
// trial. To newcomers it says that this waits; to strangers nothing is there.
func (s *Spine) member(tx Tx, v access.Viewer, g party.GroupID) (party.FaceID, error) {
	if !v.In(g) {
		return 0, fault.New("call.member", fault.NotFound, "")
	}
	for _, p := range v.Parties {
		if p.Kind != party.KindFace || !v.Trusted(g) {
			continue
		}
		through, err := tx.ThroughNow(party.FaceID(p.ID), g, s.Clock.Now())
		if err != nil || through {
			return party.FaceID(p.ID), err
		}
	}
	return 0, fault.New("call.member", fault.NotYours, "group.not_through")
}

// tellGroup tells whoever answers for a promise of a group: the holders of the
// mandate, and all who fill it. Where it is only for the holders and there are
// none, those who fill it read it instead.
func tellGroup(tx Tx, g party.GroupID, m CommitmentID, all bool, now time.Time) error {
	told, err := tx.Holders(g, party.Promise, now)
	if err != nil {
		return err
	}
	if all || len(told) == 0 {
		fills, err := tx.Fills(m)
		if err != nil {
			return err
		}
		for _, f := range fills {
			told = append(told, f.Face)
		}
	}
	done := map[party.FaceID]bool{}
	for _, f := range told {
		if done[f] {
			continue
		}
		done[f] = true
		if err := tx.Tell(notice.Notice{ID: id.New[notice.Notice](), To: party.OfFace(f), Kind: notice.GroupMoved,
			Call: int64(g), Commitment: int64(m), Made: now, Due: now}); err != nil {
			return err
		}
	}
	return nil
}

// loosen lets go of who fills a promise that has ended, having told them.
func loosen(tx Tx, c Commitment, told party.Ref, now time.Time) error {
	if c.Party.Kind != party.KindGroup {
		return nil
	}
	if told != c.Party {
		if err := tellGroup(tx, party.GroupID(c.Party.ID), c.ID, true, now); err != nil {
			return err
		}
	}
	return tx.DropFills(c.ID)
}

// unfill gives back what a face had taken on of its group's promises.
func unfill(tx Tx, r party.Ref) error {
	if r.Kind != party.KindFace {
		return nil
	}
	fills, err := tx.FillsBy(party.FaceID(r.ID))
	for _, f := range fills {
		if err == nil {
			_, err = tx.Fill(f.Commitment, -f.Quantity)
		}
		if f.Quantity = 0; err == nil {
			err = tx.SetFill(f)
		}
	}
	return err
}

// ReachGroup says how the other side reaches a group about its promise.
func (s *Spine) ReachGroup(ctx context.Context, v access.Viewer, g party.GroupID, which CommitmentID, reach string) error {
	const op = "call.reach_group"
	var f fault.Form
	tidy(&f, "reach", &reach, ReachMost, true)
	if err := f.Err(op); err != nil {
		return err
	}
	return fault.Wrap(op, s.Store.Update(ctx, func(tx Tx) error {
		c, err := s.answered(tx, v, which)
		switch {
		case err != nil:
			return err
		case c.Party != party.OfGroup(g):
			return fault.New(op, fault.NotFound, "")
		case !c.State.Runs():
			return fault.New(op, fault.Stale, "call.moved_on")
		case reach == "":
			return tx.EraseDetail(c.Call, c.ID)
		}
		return tx.SetDetail(Detail{Call: c.Call, Commitment: c.ID, Reach: reach})
	}))
}
