package app

import (
	"context"

	"alongside/internal/decision"
	"alongside/internal/group"
	"alongside/internal/party"
)

func (h *House) givesMandate(ctx context.Context, tx any, g party.GroupID, by decision.ID, data []byte) error {
	return h.Mandates.InForce(ctx, h.memory.Mandates().Within(tx), g, int64(by), data)
}

func (h *House) endsMandate(ctx context.Context, tx any, g party.GroupID, by decision.ID, data []byte) error {
	return h.Mandates.RecallInForce(ctx, h.memory.Mandates().Within(tx), g, int64(by), data)
}

// leftTasks takes a face that leaves its group out of what it held there.
func (h *House) leftTasks(tx group.Tx, f party.FaceID) error {
	if err := h.Circles.Forget(h.memory.Circles().Within(tx), f); err != nil {
		return err
	}
	return h.Mandates.Forget(h.memory.Mandates().Within(tx), f)
}
