package space

import (
	"context"
	"encoding/json"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
)

// Pausing is what somebody asks who pauses a member, and what a decision carries
// to pause one or to end a pause.
type Pausing struct {
	Face   party.FaceID `json:"face"`
	Days   int          `json:"days,omitempty"`
	Why    string       `json:"why,omitempty"`    // the person reads it
	Branch bool         `json:"branch,omitempty"` // and whom they let in, and whom those did
}

// Check names by its form field what is not to be decided about a member. That
// somebody is paused, nobody learns from it.
func (d *Desk) Check(ctx context.Context, v access.Viewer, g party.GroupID, p *Pausing, lift bool) error {
	const op = "space.check_pausing"
	return fault.Wrap(op, d.Store.View(ctx, func(tx Tx) error {
		me, err := d.trusted(tx, v, g)
		if err != nil {
			return err
		}
		var f fault.Form
		m, in, err := tx.Member(p.Face)
		f.Check(in && m.Group == g && m.Face != me.Face, "whom", "repair.choose_somebody")
		if p.Why = words(&f, "why", p.Why, ReasonMost, true); !lift {
			f.Check(p.Days >= 1 && p.Days <= PauseMost, "days", "group.number_between", "least", 1, "most", PauseMost)
		}
		return orForm(op, err, &f)
	}))
}

// PauseInForce pauses a member as their group has decided, in the decision's
// transaction. Unlike who answers reports, a group may do so again within 30
// days, and may lengthen a pause.
func (d *Desk) PauseInForce(ctx context.Context, tx Tx, g party.GroupID, data []byte) error {
	const op = "space.pause_in_force"
	var p Pausing
	if err := json.Unmarshal(data, &p); err != nil || p.Days < 1 || p.Days > PauseMost {
		return fault.New(op, fault.Stale, "")
	}
	did, err := d.Pause(ctx, tx, g, p.Face)
	if err != nil {
		return err
	}
	if last, was, err := tx.PauseOf(p.Face); err != nil || !did && !(was && last.Group == g && !last.Lifted) {
		return orElse(err, fault.New(op, fault.Stale, ""))
	}
	now := d.Clock.Now()
	pause := Paused{p.Face, g, p.Why, now, now.Add(time.Duration(p.Days) * 24 * time.Hour), false}
	if err := tx.SavePause(pause); err != nil {
		return err
	}
	if err := tx.AddLine(group.Line{Group: g, Day: d.today(), Act: group.IsPaused}); err != nil || !p.Branch {
		return err
	}
	if err := d.pauseBranch(ctx, tx, pause, 0); err != nil {
		return err
	}
	return tx.AddLine(group.Line{Group: g, Day: d.today(), Act: group.AreBranch})
}

// LiftInForce ends a pause as a group has decided, in the decision's
// transaction. It is Stale when there is none.
func (d *Desk) LiftInForce(tx Tx, g party.GroupID, data []byte) error {
	const op = "space.lift_in_force"
	var p Pausing
	if err := json.Unmarshal(data, &p); err != nil {
		return fault.New(op, fault.Stale, "")
	}
	m, in, err := tx.Member(p.Face)
	if err != nil || !in || m.Group != g || !m.Paused {
		return orElse(err, fault.New(op, fault.Stale, ""))
	}
	last, was, err := tx.PauseOf(p.Face)
	switch {
	case err != nil:
		return err
	case was && !last.Lifted:
		err = d.lift(tx, last)
	default: // it came without an end of its own
		err = d.Unpause(tx, g, p.Face)
	}
	if err != nil {
		return err
	}
	return tx.AddLine(group.Line{Group: g, Day: d.today(), Act: group.IsUnpaused})
}
