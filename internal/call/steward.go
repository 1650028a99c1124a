package call

import (
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
)

// Steward refuses everybody but who speaks for a call, by the rows: its author;
// or where a group is, whoever holds its task to plan an action, or to host the
// desk for everything else.
func Steward(tx group.Mandates, v access.Viewer, c Call, now time.Time) error {
	if v.Is(c.Author) {
		return nil
	}
	if c.Author.Kind != party.KindGroup || c.Circle != 0 {
		return fault.New("call.steward", fault.NotFound, "")
	}
	as := party.Intake
	if c.Kind == Action {
		as = party.Plan
	}
	_, _, err := group.Under(tx, v, party.GroupID(c.Author.ID), as, now)
	return err
}
