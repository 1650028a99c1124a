package decision

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
)

// PageMost is how many outcomes one page of the list shows.
const PageMost = 30

// postsMost and reasonsMost bound what one page shows of each.
const (
	postsMost   = 100
	reasonsMost = 100
)

// Page is the decisions of a group: those under way, and a page of those that
// have closed.
type Page struct {
	Open   []Decision
	Closed []Outcome
	Next   Cursor
}

// List is what a group decides and has decided, for those past their trial.
func (d *Desk) List(ctx context.Context, v access.Viewer, g party.GroupID, after Cursor) (p Page, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		if _, _, err := d.trusted(tx, v, g); err != nil {
			return err
		}
		if after.ID == 0 {
			if p.Open, err = tx.Undecided(g, openMost); err != nil {
				return err
			}
		}
		p.Closed, err = tx.Outcomes(g, after, PageMost+1)
		return err
	})
	if len(p.Closed) > PageMost {
		p.Closed = p.Closed[:PageMost]
		last := p.Closed[PageMost-1]
		p.Next = Cursor{last.Closed, last.Decision}
	}
	return p, fault.Wrap("decision.list", err)
}

// Look is all that a decision's page shows to its reader.
type Look struct {
	Decision
	Proposer string // empty when they have left
	OnRoll   bool
	Spoken   bool
	Stance   Stance // the reader's own; in a secret ballot nobody knows it
	Reason   string
	Posts    []Post
	Reasons  []Reason // what people worry about, or worried about once it has closed
	Outcome  Outcome  // once it has closed
	MayEdit  bool
	MayEnd   bool // take it back
	MayJoin  bool // would be its second, or needs none
	Signed   bool // it put the group's name under its text, which stands there now
}

// Look opens a decision. One whose time has come is closed first.
func (d *Desk) Look(ctx context.Context, v access.Viewer, g party.GroupID, which ID) (l Look, err error) {
	const op = "decision.look"
	for range 2 {
		l = Look{}
		if err = d.Store.View(ctx, func(tx Tx) error { return d.look(tx, v, g, which, &l) }); err != nil {
			return l, fault.Wrap(op, err)
		}
		if l.State == Closed || d.runs(l.Decision) {
			break
		}
		if err := d.Close(ctx, which); err != nil {
			return l, fault.Wrap(op, err)
		}
	}
	return l, nil
}

func (d *Desk) look(tx Tx, v access.Viewer, g party.GroupID, which ID, l *Look) error {
	dec, me, err := d.one(tx, v, g, which)
	if err != nil {
		return err
	}
	l.Decision = dec
	if by, in, err := tx.Member(dec.By); err != nil {
		return err
	} else if in {
		l.Proposer = by.Name
	}
	if l.OnRoll, l.Spoken, err = tx.OnRoll(dec.ID, me.Face); err != nil {
		return err
	}
	if !dec.Secret && l.Spoken {
		if l.Stance, l.Reason, _, err = tx.StanceOf(dec.ID, me.Face); err != nil {
			return err
		}
	}
	if l.Posts, err = tx.Posts(dec.ID, postsMost); err != nil {
		return err
	}
	if dec.State == Closed {
		if l.Outcome, _, err = tx.Outcome(dec.ID); err != nil {
			return err
		}
		if _, l.Signed, err = tx.Signature(dec.ID); err != nil {
			return err
		}
	} else if err := d.may(tx, v, me, l); err != nil {
		return err
	}
	if dec.State == Closed && !l.OnRoll || dec.State == Open && dec.Secret {
		return nil
	}
	l.Reasons, err = tx.Reasons(dec.ID, dec.Secret, reasonsMost)
	for i := range l.Reasons {
		if dec.State == Closed {
			l.Reasons[i].Face, l.Reasons[i].Name = 0, "" // what counts then is what was said
		}
	}
	return err
}

// may says what the reader can do while it is under way.
func (d *Desk) may(tx Tx, v access.Viewer, me group.Member, l *Look) error {
	own := l.By == me.Face
	leads, err := d.leads(tx, v, me)
	if err != nil {
		return err
	}
	l.MayEnd, l.MayEdit = own, own || leads
	l.MayJoin = l.State == Called && !own
	if l.State == Called && own {
		l.MayJoin, err = d.mayCall(tx, v, me)
	}
	return err
}

// Rules are what the group decides by now, for the page that proposes.
func (d *Desk) Rules(ctx context.Context, v access.Viewer, g party.GroupID) (r group.Rules, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		found, _, err := d.trusted(tx, v, g)
		if err != nil {
			return err
		}
		a, _, err := tx.Agreements(g, found.Agreed)
		r = a.Rules
		return err
	})
	return r, fault.Wrap("decision.rules", err)
}
