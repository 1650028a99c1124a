package account

import (
	"context"
	"strings"
	"unicode/utf8"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/party"
)

// Board is the group of the face that a person wears on the board itself.
const Board party.GroupID = 0

const faceLetters = 60

// FaceName tidies the name of a face, or says what is wrong with it.
func FaceName(typed string) (string, error) {
	name := strings.Join(strings.Fields(typed), " ")
	var form fault.Form
	form.Check(name != "" && utf8.ValidString(name), "name", "account.name_missing")
	form.Check(utf8.RuneCountInString(name) <= faceLetters, "name", "account.name_long", "n", faceLetters)
	return name, form.Err("account.face_name")
}

// Wear gives the account a face in a group, or on the Board, or changes the
// name of the one it wears there. The id stays as it was.
func (d *Desk) Wear(ctx context.Context, s Session, group party.GroupID, name string) (party.Face, error) {
	name, err := FaceName(name)
	if err != nil {
		return party.Face{}, err
	}
	var f party.Face
	err = d.store.Update(ctx, func(tx Tx) (err error) {
		f, err = wear(tx, s.Account, group, name)
		return err
	})
	return f, fault.Wrap("account.wear", err)
}

func wear(tx Tx, who party.AccountID, group party.GroupID, name string) (party.Face, error) {
	f, worn, err := tx.FaceIn(who, group)
	if err != nil {
		return f, err
	}
	if !worn {
		f = party.Face{ID: id.New[party.Face](), Account: who, Group: group}
	}
	f.Name = name
	return f, tx.PutFace(f)
}

// FaceIn is the face the session's account wears in a group, or on the Board.
func (d *Desk) FaceIn(ctx context.Context, s Session, group party.GroupID) (party.Face, bool, error) {
	var f party.Face
	var worn bool
	err := d.store.View(ctx, func(tx Tx) (err error) {
		f, worn, err = tx.FaceIn(s.Account, group)
		return err
	})
	return f, worn, fault.Wrap("account.face", err)
}

// Faces are all faces of the session's own account. Show them to nobody but
// their owner, and never two of them on a page that others can open.
func (d *Desk) Faces(ctx context.Context, s Session) ([]party.Face, error) {
	var fs []party.Face
	err := d.store.View(ctx, func(tx Tx) (err error) {
		fs, err = tx.FacesOf(s.Account)
		return err
	})
	return fs, fault.Wrap("account.faces", err)
}

// Delete erases the account and everything that hangs on it. Where its faces
// stood, others read that someone left. It cannot be undone.
func (d *Desk) Delete(ctx context.Context, s Session) error {
	const op = "account.delete"
	if err := d.needFresh(op, s); err != nil {
		return err
	}
	err := d.store.Update(ctx, func(tx Tx) error {
		faces, err := tx.FacesOf(s.Account)
		if err != nil {
			return err
		}
		for _, f := range faces {
			if d.left == nil {
				break
			}
			if err := d.left(ctx, tx, f); err != nil {
				return err
			}
		}
		return tx.DeleteAccount(s.Account)
	})
	return fault.Wrap(op, err)
}

func (d *Desk) needFresh(op string, s Session) error {
	if s.Fresh(d.clock.Now()) {
		return nil
	}
	return fault.New(op, fault.Fresh, "account.prove_again")
}
