package app

import (
	"context"

	"alongside/internal/circle"
	"alongside/internal/party"
)

// How a circle and what it asks go together: in one transaction.

func (h *House) circleEnded(_ context.Context, tx circle.Tx, c party.CircleID) error {
	return h.Spine.CircleEnded(h.memory.Calls().Within(tx), c)
}

func (h *House) circleErased(_ context.Context, tx circle.Tx, c party.CircleID) error {
	return h.Spine.CircleErased(h.memory.Calls().Within(tx), c)
}

func (h *House) leftCircle(_ context.Context, tx circle.Tx, c party.CircleID, f party.FaceID) error {
	return h.Spine.LeftCircle(h.memory.Calls().Within(tx), c, f)
}
