package app

import (
	"context"

	"alongside/internal/call"
	"alongside/internal/decision"
	"alongside/internal/group"
	"alongside/internal/party"
)

// How the rooms meet in which groups stand beside each other.

// groupEnded hands back what a group promised that closes now, ends its ties and
// alerts, and lets go of what it carries.
func (h *House) groupEnded(tx group.Tx, g party.GroupID) error {
	if err := h.Spine.ForgetGroup(h.memory.Calls().Within(tx), g); err != nil {
		return err
	}
	if err := h.Ties.GroupEnded(h.memory.Ties().Within(tx), g); err != nil {
		return err
	}
	if err := h.Alerts.GroupEnded(h.memory.Alerts().Within(tx), g); err != nil {
		return err
	}
	return h.Carry.GroupEnded(h.memory.Carries().Within(tx), g)
}

// remember keeps what was asked and kept between two groups.
func (h *House) remember(tx call.Tx, m call.Met) error {
	return h.Ties.Remember(h.memory.Ties().Within(tx), m)
}

// sourceChanged tells whoever carries a call that it reads differently now, and
// its message kit.
func (h *House) sourceChanged(tx call.Tx, c call.Call) error {
	if err := h.Kits.CallChanged(h.memory.Kits().Within(tx), c); err != nil {
		return err
	}
	return h.Carry.SourceChanged(h.memory.Carries().Within(tx), c)
}

func (h *House) tie(_ context.Context, tx any, g party.GroupID, _ decision.ID, data []byte) error {
	return h.Ties.InForce(h.memory.Ties().Within(tx), g, data)
}

func (h *House) untie(_ context.Context, tx any, g party.GroupID, _ decision.ID, data []byte) error {
	return h.Ties.EndInForce(h.memory.Ties().Within(tx), g, data)
}
