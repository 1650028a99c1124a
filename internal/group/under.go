package group

import (
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/party"
)

// Mandates are what it takes to ask whether somebody acts for a group, in the
// rooms that stand on this one.
type Mandates interface {
	// HoldsNow reads from the rows whether a face holds a mandate in a group at
	// this moment. A face that is on trial or paused holds none.
	HoldsNow(f party.FaceID, g party.GroupID, s party.Scope, now time.Time) (party.Mandate, bool, error)
}

// needs says which mandate is missing.
var needs = map[party.Scope]string{party.Promise: "pledge.needs_mandate", party.Intake: "desk.needs_mandate", party.Carry: "carry.needs_mandate",
	party.Plan: "action.needs_plan", party.Live: "action.needs_live", party.Confirm: "action.needs_confirm",
	party.Verify: "alert.needs_verify"}

// Under is the mandate for just this scope under which the viewer acts for a
// group, and the face that holds it, for rooms above. The viewer is asked and
// so are the rows: a page may have been open while it ended or was recalled. To
// a member without one it says so; to everybody else there is nothing.
func Under(tx Mandates, v access.Viewer, g party.GroupID, s party.Scope, now time.Time) (m party.Mandate, by party.FaceID, err error) {
	const op = "group.under"
	if !v.In(g) {
		return m, 0, fault.New(op, fault.NotFound, "")
	}
	if _, holds := v.Holds(g, s); holds {
		for _, p := range v.Parties {
			if p.Kind != party.KindFace {
				continue
			}
			by = party.FaceID(p.ID)
			if m, holds, err = tx.HoldsNow(by, g, s, now); err != nil || holds {
				return m, by, err
			}
		}
	}
	return m, 0, fault.New(op, fault.NotYours, needs[s])
}
