// Package tie is two groups that stand with each other: what they share, what
// is different, and what they asked of each other and kept.
//
// The law: both texts are there and both groups have decided on the same ones;
// either ends it; what two groups remember of each other is a list of days,
// never a number, and nobody else reads it.
package tie

import (
	"context"
	"encoding/json"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/text"
	"alongside/internal/when"
)

// ID names a tie.
type ID = id.Of[Tie]

// Words are the two texts of a tie, at most 500 letters each.
type Words struct {
	Share  string `json:"share"`  // what the two groups share
	Differ string `json:"differ"` // what is different between them
}

// WordsMost is how many letters each text has at most.
const WordsMost = 500

// Tie is two groups that stand with each other, did, or would like to. A is
// the one with the smaller number.
type Tie struct {
	ID    ID
	A, B  party.GroupID
	Words           // that both agreed on; empty until they did
	Since time.Time // the day; zero until they did
	Ended time.Time // the day
}

// Stands reports whether the tie stands now.
func (t Tie) Stands() bool { return !t.Since.IsZero() && t.Ended.IsZero() }

// Other is the group on the other side, 0 when g is on none.
func (t Tie) Other(g party.GroupID) party.GroupID {
	switch g {
	case t.A:
		return t.B
	case t.B:
		return t.A
	}
	return 0
}

// Yes is the last pair of texts that one of the two groups decided on.
type Yes struct {
	Tie   ID
	Group party.GroupID
	Words
	At time.Time
}

// Memory is one thing that was asked and kept between two groups.
type Memory struct {
	By, For party.GroupID // who kept it, and who had asked
	Title   string
	Asked   time.Time // the day
	Kept    time.Time // the day
}

// Group is what this room needs to know of a group.
type Group struct {
	ID         party.GroupID
	Name, Slug string
	Here       bool // it lives on this board and nothing is in its way; it may rest
}

// Store keeps ties. Both doors are all or nothing; see package db.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what this room needs inside one transaction.
type Tx interface {
	Group(party.GroupID) (Group, bool, error)
	GroupBySlug(string) (Group, bool, error)
	Tie(ID) (Tie, bool, error)
	Between(a, b party.GroupID) (Tie, bool, error) // in either order
	TiesOf(party.GroupID) ([]Tie, error)           // the newest first
	SaveTie(Tie) error
	Yeses(ID) ([]Yes, error)
	SaveYes(Yes) error
	DropYeses(ID) error
	Remember(call.CommitmentID, Memory) error // a second time changes nothing
	Memories(a, b party.GroupID, most int) ([]Memory, error)
	TellMembers(g party.GroupID, but party.FaceID, n notice.Notice) error
}

// Desk is where ties are made, looked at and ended.
type Desk struct {
	Store Store
	Clock when.Clock
}

func (d *Desk) today() time.Time { return d.Clock.Now().UTC().Truncate(24 * time.Hour) }

// Proposal is what a group decides on: to stand with another one, in these
// words. It is the data of a decision's effect.
type Proposal struct {
	Group party.GroupID `json:"group"`
	Words
}

// Ending is the data of a decision to end a tie.
type Ending struct {
	Tie ID `json:"tie"`
}

// check tidies both texts and names their mistakes by their form fields.
func (w *Words) check(f *fault.Form) {
	for _, one := range []struct {
		name string
		s    *string
	}{{"share", &w.Share}, {"differ", &w.Differ}} {
		clean, err := text.CleanLines(*one.s, WordsMost)
		if err != nil {
			f.Add(one.name, "fault.too_long", "most", WordsMost)
			continue
		}
		*one.s = clean
		f.Check(clean != "", one.name, "tie.say_both")
	}
}

// Propose makes the data of a decision to stand with the group at an address,
// or names what is wrong with it.
func (d *Desk) Propose(ctx context.Context, v access.Viewer, g party.GroupID, slug string, w Words) (p Proposal, with Group, err error) {
	const op = "tie.propose"
	if !v.In(g) {
		return p, with, fault.New(op, fault.NotFound, "group.only_members")
	}
	if !v.Trusted(g) {
		return p, with, fault.New(op, fault.NotYours, "group.not_through")
	}
	var f fault.Form
	err = d.Store.View(ctx, func(tx Tx) (err error) {
		with, _, err = tx.GroupBySlug(slug)
		return err
	})
	if err != nil {
		return p, with, fault.Wrap(op, err)
	}
	f.Check(with.Here && with.ID != g, "with", "tie.choose_group")
	w.check(&f)
	return Proposal{with.ID, w}, with, f.Err(op)
}

// InForce says a group's yes to standing with another one in these words,
// inside the transaction that closes its decision. When both groups have said
// yes to the same words, the tie stands; any other word starts again.
func (d *Desk) InForce(tx Tx, g party.GroupID, data []byte) error {
	const op = "tie.in_force"
	var p Proposal
	if err := json.Unmarshal(data, &p); err != nil {
		return fault.New(op, fault.Unreadable, "")
	}
	var f fault.Form
	p.Words.check(&f)
	if err := f.Err(op); err != nil {
		return err
	}
	with, found, err := tx.Group(p.Group)
	if err == nil && (!found || !with.Here || with.ID == g) {
		err = fault.New(op, fault.Stale, "tie.choose_group")
	}
	if err != nil {
		return err
	}
	t, found, err := tx.Between(g, p.Group)
	if err != nil {
		return err
	}
	if !found {
		t = Tie{ID: id.New[Tie](), A: min(g, p.Group), B: max(g, p.Group)}
		if err := tx.SaveTie(t); err != nil {
			return err
		}
	}
	if err := tx.SaveYes(Yes{t.ID, g, p.Words, d.Clock.Now()}); err != nil {
		return err
	}
	return d.agreed(tx, t, g, p.Words)
}

// agreed lets the tie stand when the other group's last yes was to the same
// words, and else asks it.
func (d *Desk) agreed(tx Tx, t Tie, g party.GroupID, w Words) error {
	if t.Stands() && t.Words == w {
		return nil
	}
	other := t.Other(g)
	all, err := tx.Yeses(t.ID)
	if err != nil {
		return err
	}
	for _, y := range all {
		if y.Group != other || y.Words != w {
			continue
		}
		if !t.Stands() {
			t.Since = d.today()
		}
		t.Words, t.Ended = w, time.Time{}
		if err := tx.SaveTie(t); err != nil {
			return err
		}
		if err := d.tell(tx, g, t.ID, notice.TieStands); err != nil {
			return err
		}
		return d.tell(tx, other, t.ID, notice.TieStands)
	}
	return d.tell(tx, other, t.ID, notice.TieAsked)
}

// EndInForce ends a tie by one group's decision, inside the transaction that
// closes it.
func (d *Desk) EndInForce(tx Tx, g party.GroupID, data []byte) error {
	const op = "tie.end_in_force"
	var e Ending
	if err := json.Unmarshal(data, &e); err != nil {
		return fault.New(op, fault.Unreadable, "")
	}
	t, found, err := tx.Tie(e.Tie)
	if err == nil && (!found || t.Other(g) == 0 || !t.Ended.IsZero()) {
		err = fault.New(op, fault.Stale, "")
	}
	if err != nil {
		return err
	}
	return d.end(tx, t, g)
}

// GroupEnded ends all the ties of a group that closes.
func (d *Desk) GroupEnded(tx Tx, g party.GroupID) error {
	all, err := tx.TiesOf(g)
	for _, t := range all {
		if err == nil && t.Ended.IsZero() {
			err = d.end(tx, t, g)
		}
	}
	return err
}

func (d *Desk) end(tx Tx, t Tie, by party.GroupID) error {
	t.Ended = d.today()
	if err := tx.DropYeses(t.ID); err != nil {
		return err
	}
	if err := tx.SaveTie(t); err != nil {
		return err
	}
	return d.tell(tx, t.Other(by), t.ID, notice.TieEnded)
}

func (d *Desk) tell(tx Tx, g party.GroupID, t ID, k notice.Kind) error {
	now := d.Clock.Now()
	return tx.TellMembers(g, 0, notice.Notice{Kind: k, Call: int64(g), Commitment: int64(t), Made: now, Due: now})
}

// Remember keeps what one group asked and another kept, where they stand with
// each other, inside the transaction that settles it.
func (d *Desk) Remember(tx Tx, m call.Met) error {
	t, found, err := tx.Between(m.Asked, m.Kept)
	if err != nil || !found || !t.Stands() {
		return err
	}
	return tx.Remember(m.Commitment, Memory{By: m.Kept, For: m.Asked, Title: m.Title, Asked: m.AskedOn, Kept: m.KeptOn})
}
