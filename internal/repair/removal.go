package repair

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
)

// RemovalID names a removal.
type RemovalID = id.Of[Removal]

// Removal is that a group has parted from a member, by a decision. Account is
// whose face it was: kept only while they may appeal, for nothing else.
type Removal struct {
	ID       RemovalID
	Group    party.GroupID
	Face     party.FaceID
	Account  party.AccountID
	Name     string
	Broke    string // the words of the agreements
	Edition  int    // of the agreements
	Decision int64
	Made     time.Time
	Until    time.Time // it is erased then
	Appealed time.Time // once
	Appeal   string
	Mended   int64 // the decision that took it back
}

// AppealMost is how many letters an appeal has at most.
const AppealMost = 2000

// Partings are removals.
type Partings interface {
	SaveRemoval(Removal) error
	Removal(RemovalID) (Removal, bool, error)
	RemovedFrom(g party.GroupID, who party.AccountID) (Removal, bool, error) // the newest
	Removals(party.GroupID) ([]Removal, error)                               // newest first
	EraseRemovals(now time.Time) error                                       // whose time is over
	// PutBack makes it the account's face again, and a member.
	PutBack(f party.Face, since time.Time) error
	Owner(party.FaceID) (party.Face, bool, error)
	FaceIn(party.AccountID, party.GroupID) (party.Face, bool, error)
	Agreements(g party.GroupID, version int) (group.Agreements, bool, error)
	Trusted(party.GroupID, time.Time) ([]party.FaceID, error) // those past their trial and not paused
}

// removing is what a decision to remove carries; mending, one to take it back.
type removing struct {
	Face    party.FaceID `json:"face"`
	Broke   string       `json:"broke"`
	Edition int          `json:"edition"`
}

type mending struct {
	Removal RemovalID `json:"removal"`
}

// Removing is the effect of a decision to remove a member, for the reason that
// a line of the agreements in force was broken. It must be one of theirs.
func (d *Desk) Removing(ctx context.Context, v access.Viewer, g party.GroupID, whom party.FaceID, broke string) (data []byte, err error) {
	const op = "repair.removing"
	err = d.Store.View(ctx, func(tx Tx) error {
		me, err := within(tx, v, g)
		if err != nil {
			return err
		}
		var f fault.Form
		m, err := d.chosen(tx, g, whom, "", "whom", &f)
		if err != nil {
			return err
		}
		f.Check(m.Face != me.Face || m.Face == 0, "whom", "repair.not_yourself")
		found, _, err := tx.Group(g)
		if err != nil {
			return err
		}
		a, there, err := tx.Agreements(g, found.Agreed)
		if err != nil {
			return err
		}
		f.Check(there && isLine(a.Text, broke), "broke", "repair.choose_line")
		if err := f.Err(op); err != nil {
			return err
		}
		data, err = json.Marshal(removing{m.Face, strings.TrimSpace(broke), a.Version})
		return err
	})
	return data, fault.Wrap(op, err)
}

// Lines are the agreements one by one, to choose from.
func Lines(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

func isLine(text, line string) bool {
	line = strings.TrimSpace(line)
	for _, l := range Lines(text) {
		if line != "" && l == line {
			return true
		}
	}
	return false
}

// RemovalInForce carries a decision to remove somebody out, in its transaction.
// Who has left meanwhile is gone already.
func (d *Desk) RemovalInForce(ctx context.Context, tx Tx, g party.GroupID, by int64, data []byte) error {
	const op = "repair.removal"
	var r removing
	if err := json.Unmarshal(data, &r); err != nil {
		return fault.New(op, fault.Stale, "")
	}
	m, in, err := tx.Member(r.Face)
	if err != nil {
		return err
	}
	f, worn, err := tx.Owner(r.Face)
	if err != nil {
		return err
	}
	a, there, err := tx.Agreements(g, r.Edition)
	switch {
	case err != nil:
		return err
	case !in || m.Group != g || !worn || !there || !isLine(a.Text, r.Broke):
		return fault.New(op, fault.Stale, "")
	}
	out := Removal{ID: id.New[Removal](), Group: g, Face: f.ID, Account: f.Account, Name: f.Name, Broke: r.Broke, Edition: r.Edition,
		Decision: by, Made: d.today(), Until: d.today().Add(when.AppealFor)}
	if err := d.TakeOut(ctx, tx, party.Face{ID: f.ID, Group: g}); err != nil {
		return err
	}
	if err := tx.SaveRemoval(out); err != nil {
		return err
	}
	return d.tellRemoved(tx, out)
}

// tellRemoved tells the person by their face on the board: they have no other
// left there.
func (d *Desk) tellRemoved(tx Tx, r Removal) error {
	f, worn, err := tx.FaceIn(r.Account, 0)
	if err != nil || !worn {
		return err
	}
	now := d.Clock.Now()
	return tx.Tell(notice.Notice{ID: id.New[notice.Notice](), To: party.OfFace(f.ID), Kind: notice.WasRemoved,
		Call: int64(r.Group), Commitment: int64(r.ID), Made: now, Due: now})
}

// Removed is why the account was removed from a group, for themselves and while
// they may appeal. To everybody else it is not there.
func (d *Desk) Removed(ctx context.Context, who party.AccountID, g party.GroupID) (r Removal, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		r, err = d.removed(tx, who, g)
		return err
	})
	return r, fault.Wrap("repair.removed", err)
}

func (d *Desk) removed(tx Tx, who party.AccountID, g party.GroupID) (Removal, error) {
	if who == 0 {
		return Removal{}, missing("repair.removed")
	}
	r, there, err := tx.RemovedFrom(g, who)
	if err == nil && !(there && r.Mended == 0 && d.Clock.Now().Before(r.Until)) {
		err = missing("repair.removed")
	}
	return r, err
}

// Appeal asks the group once to look again. Its members read it, and decide.
func (d *Desk) Appeal(ctx context.Context, who party.AccountID, g party.GroupID, words string) error {
	const op = "repair.appeal"
	var f fault.Form
	words = lines(&f, "words", words, AppealMost)
	f.Check(words != "", "words", "repair.say_words")
	err := d.Store.Update(ctx, func(tx Tx) error {
		r, err := d.removed(tx, who, g)
		if err != nil {
			return err
		}
		if !r.Appealed.IsZero() {
			return fault.New(op, fault.Gone, "repair.appealed_once")
		}
		if err := f.Err(op); err != nil {
			return err
		}
		r.Appeal, r.Appealed, r.Until = words, d.today(), d.today().Add(when.AppealedFor)
		if err := tx.SaveRemoval(r); err != nil {
			return err
		}
		return d.tellCallers(tx, g)
	})
	return fault.Wrap(op, err)
}

// tellCallers tells those who may call a decision about it; where nobody holds
// that task, everybody who is past their trial.
func (d *Desk) tellCallers(tx Tx, g party.GroupID) error {
	now := d.Clock.Now()
	faces, err := tx.Holders(g, party.Decide, now)
	if err == nil && len(faces) == 0 {
		faces, err = tx.Trusted(g, now)
	}
	for _, f := range faces {
		if err == nil {
			err = tx.Tell(notice.Notice{ID: id.New[notice.Notice](), To: party.OfFace(f), Kind: notice.Appealed,
				Call: int64(g), Made: now, Due: now})
		}
	}
	return err
}

// Appeals are the removals of a group that those removed ask it to look at
// again, for members who are past their trial.
func (d *Desk) Appeals(ctx context.Context, v access.Viewer, g party.GroupID) (all []Removal, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		all = nil
		if err := d.trusted(tx, v, g); err != nil {
			return err
		}
		found, err := tx.Removals(g)
		for _, r := range found {
			if !r.Appealed.IsZero() && r.Mended == 0 && d.Clock.Now().Before(r.Until) {
				r.Account = 0
				all = append(all, r)
			}
		}
		return err
	})
	return all, fault.Wrap("repair.appeals", err)
}

// trusted lets those in who are past their trial and not paused.
func (d *Desk) trusted(tx Tx, v access.Viewer, g party.GroupID) error {
	_, _, err := group.Trusted(tx, v, g, d.Clock.Now())
	return err
}

// Mending is the effect of a decision to take a removal back. Only what was
// appealed can be.
func (d *Desk) Mending(ctx context.Context, v access.Viewer, g party.GroupID, which RemovalID) (data []byte, r Removal, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		if err := d.trusted(tx, v, g); err != nil {
			return err
		}
		if r, err = d.mendable(tx, g, which); err != nil {
			return err
		}
		r.Account = 0
		data, err = json.Marshal(mending{which})
		return err
	})
	return data, r, fault.Wrap("repair.mending", err)
}

func (d *Desk) mendable(tx Tx, g party.GroupID, which RemovalID) (Removal, error) {
	r, there, err := tx.Removal(which)
	switch {
	case err != nil:
	case !there || r.Group != g:
		err = missing("repair.mendable")
	case r.Appealed.IsZero() || r.Mended != 0 || !d.Clock.Now().Before(r.Until):
		err = fault.New("repair.mendable", fault.Stale, "")
	}
	return r, err
}

// MendingInForce carries a decision to take a removal back out, in its
// transaction: the person is a member again, under the same face.
func (d *Desk) MendingInForce(ctx context.Context, tx Tx, g party.GroupID, by int64, data []byte) error {
	const op = "repair.mend"
	var m mending
	if err := json.Unmarshal(data, &m); err != nil {
		return fault.New(op, fault.Stale, "")
	}
	r, err := d.mendable(tx, g, m.Removal)
	if fault.Is(err, fault.NotFound) {
		err = fault.New(op, fault.Stale, "")
	}
	if err != nil {
		return err
	}
	if _, again, err := tx.FaceIn(r.Account, g); err != nil || again {
		return orStale(op, err) // they have come back by another way
	}
	name := r.Name
	if _, taken, err := tx.Called(g, name); err != nil {
		return err
	} else if taken {
		name += " 2"
	}
	r.Mended = by
	if err := tx.SaveRemoval(r); err != nil {
		return err
	}
	if err := tx.PutBack(party.Face{ID: r.Face, Account: r.Account, Group: g, Name: name}, d.today()); err != nil {
		return err
	}
	now := d.Clock.Now()
	return tx.Tell(notice.Notice{ID: id.New[notice.Notice](), To: party.OfFace(r.Face), Kind: notice.LetIn, Call: int64(g), Made: now, Due: now})
}

func orStale(op string, err error) error {
	if err != nil {
		return err
	}
	return fault.New(op, fault.Stale, "")
}
