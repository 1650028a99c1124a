package app

import (
	"context"

	"alongside/internal/decision"
	"alongside/internal/group"
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

// pausesOne pauses a member for a time, as a decision says.
func (h *House) pausesOne(ctx context.Context, tx any, g party.GroupID, _ decision.ID, data []byte) error {
	return h.Space.PauseInForce(ctx, h.memory.Space().Within(tx), g, data)
}

// lifts ends a pause before its time.
func (h *House) lifts(_ context.Context, tx any, g party.GroupID, _ decision.ID, data []byte) error {
	return h.Space.LiftInForce(h.memory.Space().Within(tx), g, data)
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

// parted says whether a group has parted from somebody by a decision that was
// not taken back. Only while they may appeal is it known whose face it was.
func (h *House) parted(tx group.Tx, who party.AccountID, g party.GroupID) (bool, error) {
	r, found, err := h.memory.Repairs().Within(tx).RemovedFrom(g, who)
	return found && r.Mended == 0, err
}
