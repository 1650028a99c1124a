package action

import (
	"context"
	"errors"
	"slices"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// Joining is somebody's yes to a level of an action.
type Joining struct {
	Key      call.Key
	Call     call.ID
	Risk     Risk
	Seen     int64 // the version of the level's words that were on the page
	Role     call.RoleID
	Times    []call.OccurrenceID // in order; none: the next one
	Again    bool                // a rhythm, counted from the first of Times:
	Every    int                 // one of Everies
	Name     string              // for a guest
	Reach    string
	Seeks    bool // a buddy
	Care     bool
	Hand     id.Secret // the link by which somebody hands their place over; empty: none
	Language string
}

// Joined is what a yes gives.
type Joined struct {
	First call.Commitment
	Keys  call.Keys // empty for somebody with an account
	Waits bool      // on the list: it was full
}

// Join gives somebody a place at a level whose words they have read, or the
// last place on its list. To read other words than those in force is
// fault.Invalid in the field "seen". Somebody who is in another role at that
// time moves.
func (d *Desk) Join(ctx context.Context, v access.Viewer, as party.Ref, j Joining) (out Joined, err error) {
	const op = "action.join"
	var f fault.Form
	tidy(&f, "name", &j.Name, call.NameMost, false)
	tidy(&f, "reach", &j.Reach, call.ReachMost, true)
	f.Check(len(j.Times) <= timesMost, "when", "action.too_many_times", "most", timesMost)
	if err := f.Err(op); err != nil {
		return out, err
	}
	if j.Key == "" && as.Nobody() { // a guest's keys are made of it
		j.Key = call.Key(id.NewSecret(16).Reveal())
	}
	return out, fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		out = Joined{}
		c, l, r, err := d.read(tx, v, j)
		if err != nil {
			return err
		}
		if !j.Hand.Empty() { // one place, and nothing that is not theirs to give
			h, again, err := d.Spine.Came(tx, j.Key)
			if err == nil && !again {
				h, err = d.takeOver(tx, v, as, c, l, r, j)
			}
			out = Joined{h.Commitment, h.Keys, false}
			return err
		}
		times, err := d.chosen(tx, c, r, j.Times)
		if err != nil {
			return err
		}
		by, fills := as, false // a transaction may run more than once
		for i, o := range times {
			fills = fills || r.Wanted > 0 && o.part.Taken+1 >= r.Wanted
			one := j
			if j.Key != "" {
				one.Key = call.Key(string(j.Key) + suffix(i))
			}
			h, err := d.joinOne(tx, v, by, c, l, r, o, one, i > 0)
			if err != nil {
				return err
			}
			if i == 0 {
				out = Joined{h.Commitment, h.Keys, h.Commitment.State == call.Queued}
				by = h.Commitment.Party
			}
		}
		if j.Again && slices.Contains(Everies, j.Every) {
			h := Habit{Call: c.ID, Role: r.ID, Level: l.ID, Party: out.First.Party, Seen: l.Version, From: times[0].Was, Every: j.Every, Language: j.Language}
			if err := d.keep(tx, h); err != nil {
				return err
			}
		}
		if !fills {
			return nil // the board reads as before
		}
		return d.counts(tx, out.First)
	}))
}

// timesMost is how many times one yes may be for.
const timesMost = 60

func suffix(i int) string {
	if i == 0 {
		return ""
	}
	return "/" + string(rune('0'+i))
}

// read makes sure that the viewer sees the action, and that the words of the
// level were read as they are now.
func (d *Desk) read(tx Tx, v access.Viewer, j Joining) (c call.Gate, l Level, r Role, err error) {
	const op = "action.read"
	c, r, l, there, err := tx.RoleAt(j.Call, j.Role)
	if err == nil && !there {
		var of call.Call
		of, err = tx.Call(j.Call)
		c = of.Gate()
	}
	if err == nil && (c.Kind != call.Action || !access.See(v, c.Access())) {
		err = fault.New(op, fault.NotFound, "")
	}
	if err != nil {
		return c, l, r, err
	}
	var f fault.Form
	f.Check(there && l.Risk == j.Risk, "role", "action.choose_role")
	f.Check(!there || j.Seen == l.Version, "seen", "action.read_again")
	return c, l, r, f.Err(op)
}

// slot is a role at one time.
type slot struct {
	Occurrence
	part call.Part // the zero one until somebody comes to it
}

// chosen are the times of this action that were ticked; the next one where none
// was.
func (d *Desk) chosen(tx Tx, c call.Gate, r Role, ids []call.OccurrenceID) (times []slot, err error) {
	const op = "action.chosen"
	if len(ids) == 0 {
		next, any, err := tx.NextTime(c.ID, d.Clock.Now())
		if err == nil && !any {
			err = fault.New(op, fault.Taken, "action.over")
		}
		if err != nil {
			return nil, err
		}
		ids = []call.OccurrenceID{next.ID}
	}
	for _, which := range ids {
		s, err := slotAt(tx, r.ID, which)
		switch {
		case err != nil:
			return nil, err
		case s.Call != c.ID:
			return nil, fault.New(op, fault.NotFound, "")
		case s.Off || s.Over(d.Clock.Now()):
			return nil, fault.New(op, fault.Taken, "action.over")
		}
		times = append(times, s)
	}
	return times, nil
}

func slotAt(tx Tx, r call.RoleID, which call.OccurrenceID) (s slot, err error) {
	there := false
	if s.Occurrence, s.part, there, err = tx.TimeFor(r, which); err == nil && !there {
		s.Occurrence, err = tx.Occurrence(which)
	}
	return s, err
}

func (d *Desk) joinOne(tx Tx, v access.Viewer, as party.Ref, c call.Gate, l Level, r Role, o slot, j Joining, quiet bool) (h call.HeldPlace, err error) {
	if h, again, err := d.Spine.Came(tx, j.Key); err != nil || again {
		return h, err
	}
	part, err := d.part(tx, c, r, o)
	if err != nil {
		return h, err
	}
	before, err := d.placeOf(tx, c.ID, as, o.ID)
	if err != nil {
		return h, err
	}
	if before != nil && before.Part == part.ID {
		return call.HeldPlace{Commitment: *before}, d.readAgain(tx, before.ID, l.Version)
	}
	h, err = d.come(tx, v, as, c, l, part, o.Occurrence, j, quiet)
	if err != nil || before == nil {
		return h, err
	}
	if got := h.Commitment.State; got == call.Queued && before.State.Holds() || got == call.Offered && before.State != call.Offered { // else they would have neither
		return h, fault.New("action.join", fault.Taken, "action.keep_yours")
	}
	return h, d.Spine.Leave(tx, before.ID)
}

// come files somebody's place with its level.
func (d *Desk) come(tx Tx, v access.Viewer, as party.Ref, c call.Gate, l Level, part call.Part, o Occurrence, j Joining, quiet bool) (h call.HeldPlace, err error) {
	h, err = d.Spine.Come(tx, v, as, c, part, call.Coming{Answer: call.Answer{Key: j.Key, Part: part.ID, Quantity: 1, Language: j.Language},
		Name: j.Name, Reach: j.Reach, Quiet: quiet})
	if err != nil {
		return h, err
	}
	p := Place{Commitment: h.Commitment.ID, Call: c.ID, Occurrence: o.ID, Level: l.ID, Seen: l.Version, Care: j.Care, Seeks: j.Seeks, HomeBy: o.homeBy()}
	if err := tx.SavePlace(p); err != nil {
		return h, err
	}
	return h, d.settled(tx, h.Commitment, p)
}

// MovedUp is told of everybody who leaves a list for a place.
func (d *Desk) MovedUp(tx Tx, m call.Commitment) error {
	p, there, err := tx.Place(m.ID)
	if err != nil || !there {
		return err
	}
	return orErr(d.settled(tx, m, p), d.counts(tx, m))
}

// settled asks for what a place still lacks: somebody's yes, or a buddy.
func (d *Desk) settled(tx Tx, m call.Commitment, p Place) error {
	switch {
	case m.State == call.Offered:
		return d.askConfirm(tx, m)
	case m.State == call.Agreed && p.Seeks && p.Pair == 0:
		return d.seek(tx, p)
	}
	return nil
}

// homeBy is when somebody at this time should be home, or zero where the plan
// does not ask.
func (o Occurrence) homeBy() time.Time {
	if o.Homes == 0 {
		return time.Time{}
	}
	return o.Ends.Add(time.Duration(o.Homes) * time.Minute)
}

// part is what a role is at one time; made when the first one comes to it.
func (d *Desk) part(tx Tx, c call.Gate, r Role, o slot) (call.Part, error) {
	if o.part.ID != 0 {
		return o.part, nil
	}
	p := call.Part{ID: call.PartID(id.New[call.Part]()), Call: c.ID, Position: r.Position, Title: r.Says(), Quantity: r.Wanted,
		Starts: o.Starts, Ends: o.Ends, Role: r.ID, Occurrence: o.ID, Asks: r.Needs != Nothing}
	return p, tx.AddPart(p)
}

// placeOf is the commitment that somebody has at one time, if it runs.
func (d *Desk) placeOf(tx Tx, c call.ID, as party.Ref, o call.OccurrenceID) (*call.Commitment, error) {
	if as.Nobody() {
		return nil, nil
	}
	m, there, err := call.PlaceAt(tx, c, as, o)
	if err != nil || !there {
		return nil, err
	}
	return &m, nil
}

func (d *Desk) readAgain(tx Tx, m call.CommitmentID, version int64) error {
	p, there, err := tx.Place(m)
	if err != nil || !there || p.Seen == version {
		return err
	}
	p.Seen = version
	return tx.SavePlace(p)
}

// mine fetches one's own place. Nobody else's opens.
func (d *Desk) mine(tx Tx, v access.Viewer, which call.CommitmentID) (m call.Commitment, p Place, err error) {
	const op = "action.mine"
	if m, err = tx.Commitment(which); err != nil {
		return m, p, err
	}
	p, there, err := tx.Place(which)
	if err == nil && (!there || !v.Is(m.Party)) {
		err = fault.New(op, fault.NotFound, "")
	}
	return m, p, err
}

// ReadAgain says that somebody has read the new words of their level.
func (d *Desk) ReadAgain(ctx context.Context, v access.Viewer, which call.CommitmentID, seen int64) error {
	const op = "action.read_again"
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		m, p, err := d.mine(tx, v, which)
		if err != nil {
			return err
		}
		levels, err := tx.Levels(p.Call)
		for _, l := range levels {
			if err == nil && l.ID == p.Level {
				var f fault.Form
				f.Check(l.Version == seen, "seen", "action.read_again")
				if err = f.Err(op); err == nil {
					p.Seen = seen
					err = errors.Join(tx.SavePlace(p), d.readHabit(tx, m, seen))
				}
			}
		}
		return err
	}))
}

// HandBack gives one's place back, in one tap and without a reason: the list
// moves up at once, and a buddy is told.
func (d *Desk) HandBack(ctx context.Context, v access.Viewer, which call.CommitmentID) error {
	const op = "action.hand_back"
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		m, err := tx.Commitment(which)
		if err != nil {
			return err
		}
		if !v.Is(m.Party) {
			return fault.New(op, fault.NotFound, "")
		}
		if !m.State.Runs() {
			return nil
		}
		return d.Spine.Leave(tx, which)
	}))
}

// Left lets go of what a place had beside its commitment, in the transaction in
// which that ended, however it did.
func (d *Desk) Left(tx Tx, m call.CommitmentID) error {
	p, there, err := tx.Place(m)
	if err != nil || !there {
		return err
	}
	if err := d.vacate(tx, p); err != nil {
		return err
	}
	one, err := tx.Commitment(m)
	if err != nil {
		return err
	}
	return d.counts(tx, one)
}

// counts has the board say anew who is still wanted, where somebody came to a
// place or left one that not everybody can have.
func (d *Desk) counts(tx Tx, m call.Commitment) error {
	part, err := tx.Part(m.Part)
	if err != nil || part.Quantity == 0 {
		return err
	}
	c, err := tx.Call(m.Call)
	if err != nil || !c.Stands() {
		return err
	}
	return d.rewant(tx, &c)
}

// vacate takes away what a place has beside its commitment; a buddy is told.
func (d *Desk) vacate(tx Tx, p Place) error {
	if err := tx.DropPlace(p.Commitment); err != nil {
		return err
	}
	return d.unpair(tx, p)
}
