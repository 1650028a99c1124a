package tie

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/party"
)

// Look is a tie as members of one of its two groups read it.
type Look struct {
	Tie
	With   Group // the other one
	Ours   Yes   // what the reader's group said yes to last; no time when nothing
	Theirs Yes
	Kept   []Memory // what was asked and kept between the two, the newest first
}

// Waits reports whether the other group has said yes to words that the
// reader's has not.
func (l Look) Waits() bool {
	return !l.Theirs.At.IsZero() && l.Theirs.Words != l.Ours.Words && !(l.Stands() && l.Theirs.Words == l.Words)
}

// Asked reports whether the reader's group waits for the other's yes.
func (l Look) Asked() bool {
	return !l.Ours.At.IsZero() && l.Theirs.Words != l.Ours.Words && !(l.Stands() && l.Ours.Words == l.Words)
}

// keptMost bounds how much of what two groups remember one page shows.
const keptMost = 200

// Ties are a group's own, the newest first: for its members.
func (d *Desk) Ties(ctx context.Context, v access.Viewer, g party.GroupID) (all []Look, err error) {
	const op = "tie.ties"
	if !v.In(g) {
		return nil, fault.New(op, fault.NotFound, "group.only_members")
	}
	err = d.Store.View(ctx, func(tx Tx) error {
		all = nil
		ties, err := tx.TiesOf(g)
		for _, t := range ties {
			var l Look
			if err == nil {
				l, err = look(tx, t, g)
			}
			all = append(all, l)
		}
		return err
	})
	return all, fault.Wrap(op, err)
}

// Look opens one tie, from one of its two groups. To everybody else it is not
// there.
func (d *Desk) Look(ctx context.Context, v access.Viewer, g party.GroupID, which ID) (l Look, err error) {
	const op = "tie.look"
	err = d.Store.View(ctx, func(tx Tx) error {
		t, found, err := tx.Tie(which)
		if err == nil && (!found || !v.In(g) || t.Other(g) == 0) {
			err = fault.New(op, fault.NotFound, "")
		}
		if err != nil {
			return err
		}
		if l, err = look(tx, t, g); err != nil {
			return err
		}
		l.Kept, err = tx.Memories(t.A, t.B, keptMost)
		return err
	})
	return l, fault.Wrap(op, err)
}

func look(tx Tx, t Tie, g party.GroupID) (l Look, err error) {
	l.Tie = t
	if l.With, _, err = tx.Group(t.Other(g)); err != nil {
		return l, err
	}
	all, err := tx.Yeses(t.ID)
	for _, y := range all {
		if y.Group == g {
			l.Ours = y
		} else {
			l.Theirs = y
		}
	}
	return l, err
}

// StandsWith are the groups that a group stands with: for everybody. One that
// is not here, or that the host has barred, is not named.
func (d *Desk) StandsWith(ctx context.Context, g party.GroupID) (all []Group, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		all = nil
		ties, err := tx.TiesOf(g)
		for _, t := range ties {
			if err != nil {
				return err
			}
			if !t.Stands() {
				continue
			}
			var with Group
			var found bool
			if with, found, err = tx.Group(t.Other(g)); found && with.Here {
				all = append(all, with)
			}
		}
		return err
	})
	return all, fault.Wrap("tie.stands_with", err)
}

// Named opens a group by its number, for the words of a proposal.
func (d *Desk) Named(ctx context.Context, g party.GroupID) (found Group, err error) {
	err = d.Store.View(ctx, func(tx Tx) (err error) {
		found, _, err = tx.Group(g)
		return err
	})
	return found, fault.Wrap("tie.named", err)
}
