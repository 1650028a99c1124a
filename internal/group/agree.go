package group

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/party"
	"alongside/internal/text"
)

// Rewriting is a new version of the agreements, as a decision carries it.
type Rewriting struct {
	Version int       `json:"version"` // the one in force when it was written
	Text    string    `json:"text"`
	Rules   Rules     `json:"rules"`
	Review  time.Time `json:"review,omitzero"` // the day to look at them again
}

// Check tidies a rewriting and names every mistake by its form field.
func (r *Rewriting) Check() error {
	var f fault.Form
	r.check(&f)
	return f.Err("group.check_agreements")
}

func (r *Rewriting) check(f *fault.Form) {
	tidy(f, "agreements", &r.Text, AgreementsMost, text.CleanLines)
	f.Check(r.Text != "", "agreements", "group.say_agreements")
	r.Rules.Check(f)
}

// PutInForce puts what a group has decided in force, from today, inside the
// transaction that closes the decision. It is Stale when other agreements have
// come into force since it was written.
func (d *Desk) PutInForce(_ context.Context, tx Tx, g party.GroupID, data []byte) error {
	const op = "group.put_in_force"
	var r Rewriting
	if err := json.Unmarshal(data, &r); err != nil {
		return fault.New(op, fault.Unreadable, "")
	}
	if err := r.Check(); err != nil {
		return err
	}
	found, there, err := tx.Group(g)
	if err != nil {
		return err
	}
	if !there || !found.Here() || r.Version != found.Agreed {
		return fault.New(op, fault.Stale, "")
	}
	if err := d.agree(tx, &found, r); err != nil {
		return err
	}
	return d.log(tx, g, AgreedAnew, 0, strconv.Itoa(found.Agreed))
}

// agree writes the next version down and makes it the one in force.
func (d *Desk) agree(tx Tx, g *Group, r Rewriting) error {
	g.Agreed++
	g.Version++
	a := Agreements{Group: g.ID, Version: g.Agreed, Text: r.Text, Since: d.today(), Rules: r.Rules, Review: r.Review}
	if err := tx.AddAgreements(a); err != nil {
		return err
	}
	return tx.SaveGroup(*g)
}

// Rewrite puts a new version of the agreements in force, from today, while the
// group is forming: from the third member on a decision does. Version is the
// one that the writer had before them.
func (d *Desk) Rewrite(ctx context.Context, v access.Viewer, g party.GroupID, version int, words string) error {
	const op = "group.rewrite"
	var f fault.Form
	tidy(&f, "agreements", &words, AgreementsMost, text.CleanLines)
	f.Check(words != "", "agreements", "group.say_agreements")
	if err := f.Err(op); err != nil {
		return err
	}
	return d.inside(ctx, op, v, g, func(tx Tx, found Group, me Member) error {
		if found.Status != Forming {
			return fault.New(op, fault.NotYours, "group.decide_together")
		}
		if version != found.Agreed {
			return fault.New(op, fault.Stale, "")
		}
		old, _, err := tx.Agreements(g, version)
		if err != nil {
			return err
		}
		if err := d.agree(tx, &found, Rewriting{Text: words, Rules: old.Rules, Review: old.Review}); err != nil {
			return err
		}
		me.Read = found.Agreed
		if err := tx.SaveMember(me); err != nil {
			return err
		}
		return d.log(tx, g, ChangedAgreed, me.Face, strconv.Itoa(found.Agreed))
	})
}
