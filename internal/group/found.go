package group

import (
	"context"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/text"
)

// foundersMost is how many make a group more than a plan: with the third
// member it is active.
const foundersMost = 3

// Draft is what somebody fills in to found a group. Two fields are typed, the
// name and what the group does; the rest is chosen, or comes later.
type Draft struct {
	Key string // what the page carries, so that it may be sent twice
	Card
	Agreements string // a template, changed or as it is
	FaceName   string // what the group calls the founder; empty: as on the board
}

// Check tidies a draft and names every mistake by its form field.
func (dr *Draft) Check() error {
	var f fault.Form
	dr.Card.check(&f)
	f.Check(dr.About != "", "what", "group.say_what")
	tidy(&f, "agreements", &dr.Agreements, AgreementsMost, text.CleanLines)
	f.Check(dr.Agreements != "", "agreements", "group.say_agreements")
	tidy(&f, "you", &dr.FaceName, FaceMost, text.Clean)
	return f.Err("group.check")
}

// Found begins a group, with its founder as the first of equals. The same key
// founds one group, however often it is sent.
func (d *Desk) Found(ctx context.Context, who party.AccountID, dr Draft) (g Group, f party.Face, err error) {
	const op = "group.found"
	if who == 0 {
		return g, f, fault.New(op, fault.SignIn, "")
	}
	if err := dr.Check(); err != nil {
		return g, f, err
	}
	err = d.Store.Update(ctx, func(tx Tx) error {
		ref, again, err := d.once(tx, "found", of(int64(who), dr.Key), func() (int64, error) {
			g, f, err = d.begin(tx, who, dr)
			return int64(g.ID), err
		})
		if err != nil || !again {
			return err
		}
		if g, _, err = tx.Group(party.GroupID(ref)); err != nil {
			return err
		}
		f, _, err = tx.FaceIn(who, g.ID)
		return err
	})
	return g, f, fault.Wrap(op, err)
}

func (d *Desk) begin(tx Tx, who party.AccountID, dr Draft) (Group, party.Face, error) {
	g := Group{ID: party.GroupID(id.New[Group]()), Card: dr.Card, Status: Forming, Agreed: 1, Version: 1}
	var err error
	if dr.FaceName, err = d.boardName(tx, who, dr.FaceName); err != nil {
		return g, party.Face{}, err
	}
	if g.Slug, err = address(tx, g.Card); err != nil {
		return g, party.Face{}, err
	}
	if err := tx.AddGroup(g); err != nil {
		return g, party.Face{}, err
	}
	if err := tx.AddAgreements(Agreements{Group: g.ID, Version: 1, Text: dr.Agreements, Since: d.today()}); err != nil {
		return g, party.Face{}, err
	}
	f, err := d.enter(tx, who, g, Usual, dr.FaceName)
	if err != nil {
		return g, f, err
	}
	return g, f, d.log(tx, g.ID, WasFounded, f.ID, "")
}

// boardName is the name a person typed for a face, or the one on the board.
func (d *Desk) boardName(tx Tx, who party.AccountID, typed string) (string, error) {
	if typed != "" {
		return typed, nil
	}
	f, worn, err := tx.FaceIn(who, 0)
	if err == nil && (!worn || f.Name == "") {
		var form fault.Form
		form.Add("you", "group.say_your_name")
		err = form.Err("group.name")
	}
	return f.Name, err
}

// enter makes a face and its membership.
func (d *Desk) enter(tx Tx, who party.AccountID, g Group, r Rules, name string) (party.Face, error) {
	f, worn, err := tx.FaceIn(who, g.ID)
	if err != nil {
		return f, err
	}
	if !worn {
		f = party.Face{ID: id.New[party.Face](), Account: who, Group: g.ID}
	}
	f.Name = name
	if err := tx.PutFace(f); err != nil {
		return f, err
	}
	// An older knock of theirs is answered by this.
	if err := tx.DropKnock(f.ID); err != nil {
		return f, err
	}
	return f, tx.AddMember(d.newcomer(g, r, f.ID, g.Agreed))
}
