package group

import (
	"context"
	"encoding/json"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/when"
)

// RestMost is how long a group rests at most, before it wakes by itself.
const RestMost = 365 * 24 * time.Hour

// Status of a group's life as a decision carries it, and as members of a
// young group choose it.
const (
	DoRest  = "rest"
	DoWake  = "wake"
	DoClose = "close"
)

// Life is one step of a group's life. Until is the day on which a rest ends,
// such as "2026-12-31".
type Life struct {
	Do    string `json:"do"`
	Until string `json:"until,omitempty"`
}

// check reads the day of a rest.
func (d *Desk) check(l Life) (until time.Time, err error) {
	const op = "group.life"
	var f fault.Form
	switch l.Do {
	case DoWake, DoClose:
		return until, nil
	case DoRest:
		until, err = time.Parse(time.DateOnly, l.Until)
		f.Check(err == nil && until.After(d.today()) && until.Sub(d.today()) <= RestMost, "until", "trust.say_until")
		return until, f.Err(op)
	}
	return until, fault.New(op, fault.NotFound, "")
}

// Young reports whether members change this group's life and rules directly:
// while it forms, or when it fell asleep before it had three members. After
// that only a decision does.
func (d *Desk) young(tx Tx, g Group) (bool, error) {
	if g.Status == Forming {
		return true, nil
	}
	if g.Status != Resting {
		return false, nil
	}
	few, err := tx.Members(g.ID, Member{}, foundersMost)
	return len(few) < foundersMost, err
}

// Live lets a young group rest, wake or close. In one that is active, a
// decision does that.
func (d *Desk) Live(ctx context.Context, v access.Viewer, g party.GroupID, l Life) error {
	const op = "group.live"
	until, err := d.check(l)
	if err != nil {
		return err
	}
	return d.inside(ctx, op, v, g, func(tx Tx, found Group, me Member) error {
		young, err := d.young(tx, found)
		if err != nil {
			return err
		}
		if !young {
			return fault.New(op, fault.NotYours, "trust.by_decision")
		}
		return d.live(tx, found, l.Do, until, me.Face)
	})
}

// CheckStatus tells whether a proposal to rest, wake or close can be carried
// out, before anybody decides on it.
func (d *Desk) CheckStatus(data []byte) error {
	var l Life
	if err := json.Unmarshal(data, &l); err != nil {
		return fault.New("group.status", fault.NotFound, "")
	}
	_, err := d.check(l)
	return err
}

// StatusInForce carries out what a decision says about the group's life, in
// the transaction that closes it. Data is a Life. What the group has moved on
// from meanwhile is Stale.
func (d *Desk) StatusInForce(ctx context.Context, tx Tx, g party.GroupID, data []byte) error {
	const op = "group.status_in_force"
	var l Life
	if err := json.Unmarshal(data, &l); err != nil {
		return fault.New(op, fault.Stale, "")
	}
	until, err := d.check(l)
	if err != nil {
		return fault.New(op, fault.Stale, "trust.say_until")
	}
	found, there, err := tx.Group(g)
	if err == nil && (!there || !found.Here()) {
		err = fault.New(op, fault.Stale, "")
	}
	if err != nil {
		return err
	}
	return fault.Wrap(op, d.live(tx, found, l.Do, until, 0))
}

func (d *Desk) live(tx Tx, g Group, do string, until time.Time, by party.FaceID) error {
	switch do {
	case DoRest:
		return d.rest(tx, g, until, by)
	case DoWake:
		return d.wake(tx, g, by)
	}
	return d.close(tx, g)
}

func (d *Desk) rest(tx Tx, g Group, until time.Time, by party.FaceID) error {
	if !g.Here() || g.Status == Resting && g.Rests.Equal(until) {
		return nil
	}
	g.Status, g.Rests = Resting, until
	g.Version++
	if err := tx.SaveGroup(g); err != nil {
		return err
	}
	if by == 0 {
		return d.log(tx, g.ID, IsAtRest, 0, "")
	}
	return d.log(tx, g.ID, WentToRest, by, "")
}

func (d *Desk) wake(tx Tx, g Group, by party.FaceID) error {
	if g.Status != Resting {
		return nil
	}
	few, err := tx.Members(g.ID, Member{}, foundersMost)
	if err != nil {
		return err
	}
	g.Status, g.Rests = Forming, time.Time{}
	if len(few) >= foundersMost {
		g.Status = Active
	}
	g.Version++
	if err := tx.SaveGroup(g); err != nil {
		return err
	}
	if by == 0 {
		return d.log(tx, g.ID, IsAwake, 0, "")
	}
	return d.log(tx, g.ID, WokeUp, by, "")
}

// close ends a group with dignity: its links and mandates stop, nobody knocks
// any more, and what it has written stays for its members until they leave.
func (d *Desk) close(tx Tx, g Group) error {
	if g.Status == Closed {
		return nil
	}
	if d.Ended != nil {
		if err := d.Ended(tx, g.ID); err != nil {
			return err
		}
	}
	open, err := tx.InvitationsOf(g.ID)
	for _, i := range open {
		if err == nil {
			_, err = tx.DropInvitation(i.ID)
		}
	}
	if err != nil {
		return err
	}
	if err := tx.EndMandates(g.ID, d.Clock.Now()); err != nil {
		return err
	}
	knocks, err := tx.Knocks(g.ID, knocksMost)
	for _, k := range knocks {
		if err == nil {
			err = forgetKnock(tx, k)
		}
	}
	if err != nil {
		return err
	}
	g.Status, g.Rests = Closed, time.Time{}
	g.Version++
	if err := tx.SaveGroup(g); err != nil {
		return err
	}
	return d.log(tx, g.ID, WasClosed, 0, "")
}

// wakeDue wakes the groups whose rest is over.
func (d *Desk) wakeDue(tx Tx) error {
	due, err := tx.RestedUntil(d.Clock.Now(), eraseMost)
	for _, id := range due {
		var g Group
		if err == nil {
			g, _, err = tx.Group(id)
		}
		if err == nil {
			err = d.wake(tx, g, 0)
		}
	}
	return err
}

// month is how coarsely we know when a member last came by: before this day.
func month(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month()+1, 1, 0, 0, 0, 0, time.UTC)
}

// Came notes in which month a member last opened their group's page, so that
// whoever stays away for half a year can be asked. No page shows it. It writes
// once a month at most.
func (d *Desk) Came(ctx context.Context, v access.Viewer, m Member) error {
	now := month(d.today())
	if m.Face == 0 || m.Seen.Equal(now) && m.Asked.IsZero() {
		return nil
	}
	return d.mine(ctx, "group.came", v, m.Group, func(m *Member) { m.Seen, m.Asked = now, time.Time{} })
}

// LetMeRest leaves the viewer in peace: nothing from inside the group reaches
// them until they are back.
func (d *Desk) LetMeRest(ctx context.Context, v access.Viewer, g party.GroupID) error {
	return d.mine(ctx, "group.let_me_rest", v, g, func(m *Member) { m.Rests, m.Asked = d.today(), time.Time{} })
}

// Back ends the viewer's rest, or says that they stay.
func (d *Desk) Back(ctx context.Context, v access.Viewer, g party.GroupID) error {
	return d.mine(ctx, "group.back", v, g, func(m *Member) {
		m.Rests, m.Asked, m.Seen = time.Time{}, time.Time{}, month(d.today())
	})
}

// mine changes the viewer's own place, whether on trial or through.
func (d *Desk) mine(ctx context.Context, op string, v access.Viewer, g party.GroupID, change func(*Member)) error {
	err := d.Store.Update(ctx, func(tx Tx) error {
		_, me, err := within(tx, v, g)
		if err != nil {
			return err
		}
		change(&me)
		return tx.SaveMember(me)
	})
	return fault.Wrap(op, err)
}

// askAway asks those who have not come by for half a year, once; who does not
// answer within a month is left in peace.
func (d *Desk) askAway(ctx context.Context, tx Tx) error {
	today := d.today()
	away, err := tx.Away(today.Add(-when.AwayFor), eraseMost)
	for _, m := range away {
		m.Asked = today
		if err == nil {
			err = d.tell(ctx, tx, m.Face, StillIn, m.Group)
		}
		if err == nil {
			err = tx.SaveMember(m)
		}
	}
	if err != nil {
		return err
	}
	silent, err := tx.Silent(today.Add(-when.AskedFor), eraseMost)
	for _, m := range silent {
		m.Rests, m.Asked = today, time.Time{}
		if err == nil {
			err = tx.SaveMember(m)
		}
	}
	return err
}

// Mine is the viewer's own place in a group.
func (d *Desk) Mine(ctx context.Context, v access.Viewer, g party.GroupID) (me Member, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		_, me, err = within(tx, v, g)
		return err
	})
	return me, fault.Wrap("group.mine", err)
}
