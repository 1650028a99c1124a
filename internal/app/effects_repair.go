package app

import (
	"context"

	"alongside/internal/decision"
	"alongside/internal/party"
	"alongside/internal/repair"
)

// removes parts from a member, as a decision says.
func (h *House) removes(ctx context.Context, tx any, g party.GroupID, by decision.ID, data []byte) error {
	return h.Repairs.RemovalInForce(ctx, h.memory.Repairs().Within(tx), g, int64(by), data)
}

// mends takes a removal back, on appeal.
func (h *House) mends(ctx context.Context, tx any, g party.GroupID, by decision.ID, data []byte) error {
	return h.Repairs.MendingInForce(ctx, h.memory.Repairs().Within(tx), g, int64(by), data)
}

// takeOut takes a face out of its group as if it left: what it promised is
// handed back, and where its name stood others read that someone left.
func (h *House) takeOut(ctx context.Context, tx repair.Tx, f party.Face) error {
	groups := h.memory.Groups().Within(tx)
	if err := h.leftGroup(ctx, groups, f.ID); err != nil {
		return err
	}
	return h.Groups.Forget(groups, f)
}
