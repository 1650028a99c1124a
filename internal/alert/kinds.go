package alert

import (
	"context"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
)

// Ways is what a group warns of and whom it lets in, as far as the viewer may
// know.
type Ways struct {
	Kinds    []Kind
	Doors    Doors
	Member   bool
	Verifier bool
	Looked   bool // somebody looks into what is reported

	of group.Group
	me group.Member
}

// Ways tells what the viewer may do here. To a stranger a group that opened no
// door has no alerts.
func (d *Desk) Ways(ctx context.Context, v access.Viewer, g party.GroupID) (w Ways, err error) {
	const op = "alert.ways"
	err = d.Store.View(ctx, func(tx Tx) error {
		w, err = d.ways(tx, v, g)
		if err == nil && !w.Member && !w.Doors.Read && !w.Doors.Report {
			err = missing(op)
		}
		return err
	})
	return w, fault.Wrap(op, err)
}

func (d *Desk) ways(tx Tx, v access.Viewer, g party.GroupID) (w Ways, err error) {
	if w.of, w.me, err = d.me(tx, v, g); err != nil {
		return w, err
	}
	w.Member = w.me.Face != 0
	if w.Doors, err = tx.Doors(g); err != nil {
		return w, err
	}
	if w.Kinds, err = tx.KindsOf(g); err != nil {
		return w, err
	}
	all, err := tx.Holders(g, party.Verify, d.Clock.Now())
	if err != nil {
		return w, err
	}
	w.Looked = len(all) > 0
	_, w.Verifier, err = d.verifies(tx, v, g)
	return w, err
}

// SetKind lets whoever looks into alerts say what the group warns of: they know
// what they can find out. One without an id is new.
func (d *Desk) SetKind(ctx context.Context, v access.Viewer, k Kind) error {
	const op = "alert.set_kind"
	var f fault.Form
	k.Name = line(&f, "name", k.Name, NameMost, true)
	k.Do = lines(&f, "do_lines", k.Do, DoMost, false)
	f.Check(k.Enough >= 1 && k.Enough <= EnoughMost, "enough", "group.number_between", "least", 1, "most", EnoughMost)
	f.Check(k.Hours >= 1 && k.Hours <= HoursMost, "hours", "group.number_between", "least", 1, "most", HoursMost)
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		if _, err := d.verifier(tx, v, k.Group); err != nil {
			return err
		}
		all, err := tx.KindsOf(k.Group)
		if err != nil {
			return err
		}
		if k.ID == 0 {
			if len(all) >= KindsMost {
				return fault.New(op, fault.Limited, "alert.kinds_most")
			}
			for _, o := range all {
				f.Check(o.Name != k.Name, "name", "alert.kind_taken")
			}
			k.ID = id.New[Kind]()
		} else if old, there, err := tx.Kind(k.ID); err != nil || !there || old.Group != k.Group {
			return orMissing(op, err)
		}
		if err := f.Err(op); err != nil {
			return err
		}
		return tx.SaveKind(k)
	}))
}

func orMissing(op string, err error) error {
	if err != nil {
		return err
	}
	return missing(op)
}

// DropKind takes a kind away. What runs of it goes on.
func (d *Desk) DropKind(ctx context.Context, v access.Viewer, g party.GroupID, which KindID) error {
	const op = "alert.drop_kind"
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		if _, err := d.verifier(tx, v, g); err != nil {
			return err
		}
		if k, there, err := tx.Kind(which); err != nil || !there || k.Group != g {
			return orMissing(op, err)
		}
		return tx.DropKind(which)
	}))
}

// SetDoors opens to strangers, or closes, what the group shows and hears.
func (d *Desk) SetDoors(ctx context.Context, v access.Viewer, doors Doors) error {
	return fault.Wrap("alert.set_doors", d.Store.Update(ctx, func(tx Tx) error {
		if _, err := d.verifier(tx, v, doors.Group); err != nil {
			return err
		}
		return tx.SaveDoors(doors)
	}))
}
