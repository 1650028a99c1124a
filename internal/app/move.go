package app

import (
	"context"

	"alongside/internal/locale"
	"alongside/internal/move"
	"alongside/internal/party"
	"alongside/internal/store"
	"alongside/internal/when"
)

// moving makes the room in which groups leave and come.
func (h *House) moving(kept *store.Store, words *locale.Catalogue) *move.Desk {
	return &move.Desk{Store: kept.Move(), Clock: h.config.Clock, Languages: words, Board: h.config.Web.Origin, Forget: h.lost}
}

// lost is told of each face that came along with its group and whose person
// did not come back within the year.
func (h *House) lost(ctx context.Context, tx move.Tx, f party.Face) error {
	in := h.memory.Groups().Within(tx)
	if err := h.leftGroup(ctx, in, f.ID); err != nil {
		return err
	}
	return h.Groups.Forget(in, f)
}

// movers is the same desk for a command, on a board that may run or not.
func movers(kept *store.Store, words *locale.Catalogue, board string) *move.Desk {
	return &move.Desk{Store: kept.Move(), Clock: when.System{}, Languages: words, Board: board}
}
