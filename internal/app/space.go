package app

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/care"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/space"
)

// unseat takes a face that leaves out of every talk, and forgets what was told
// about it and what it wanted to be asked, in the transaction in which it leaves.
func (h *House) unseat(tx any, f party.FaceID) error {
	if err := h.Repairs.Left(h.memory.Repairs().Within(tx), f); err != nil {
		return err
	}
	if err := h.Alerts.Left(h.memory.Alerts().Within(tx), f); err != nil {
		return err
	}
	return h.memory.Space().Within(tx).LeftSpace(f)
}

// tends says whether somebody answers for a call that its group has hidden.
func (h *House) tends(tx call.Tx, v access.Viewer, c call.Call) (bool, error) {
	return h.Space.Tends(h.memory.Space().Within(tx), v, c)
}

// mended has those who answer look again at what is hidden.
func (h *House) mended(tx call.Tx, c call.Call) error {
	return h.Space.Mended(h.memory.Space().Within(tx), c)
}

// toHost hands what a group passes on to whoever looks after the board.
func (h *House) toHost(tx space.Tx, subject int64, words string) error {
	r := care.Report{ID: id.New[care.Report](), Call: subject, Reason: care.Other, Text: words,
		Made: h.config.Clock.Now().UTC().Truncate(24 * time.Hour)}
	return h.memory.Care().Within(tx).AddReport(r, id.NewSecret(16).Hash())
}

func (h *House) pause(ctx context.Context, tx space.Tx, g party.GroupID, f party.FaceID) (bool, error) {
	return h.Groups.Pause(ctx, h.memory.Groups().Within(tx), g, f)
}

func (h *House) branch(tx space.Tx, g party.GroupID, f party.FaceID) ([]party.FaceID, error) {
	return h.Groups.Branch(h.memory.Groups().Within(tx), g, f)
}

func (h *House) unpause(tx space.Tx, g party.GroupID, f party.FaceID) error {
	return h.Groups.Unpause(h.memory.Groups().Within(tx), g, f)
}
