package app

import (
	"context"

	"alongside/internal/decision"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
)

// tellMember hands news of a group to the room that tells people, in the same
// transaction.
func (h *House) tellMember(_ context.Context, tx group.Tx, to party.FaceID, n group.News, g party.GroupID) error {
	now := h.config.Clock.Now()
	return h.memory.Calls().Within(tx).Tell(notice.Notice{ID: id.New[notice.Notice](), To: party.OfFace(to), Kind: notice.Kind(n),
		Call: int64(g), Made: now, Due: now})
}

// carryStatus carries out a decision on a group's life.
func (h *House) carryStatus(ctx context.Context, tx any, g party.GroupID, _ decision.ID, data []byte) error {
	return h.Groups.StatusInForce(ctx, h.memory.Groups().Within(tx), g, data)
}
