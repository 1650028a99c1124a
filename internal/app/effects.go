package app

import (
	"context"

	"alongside/internal/call"
	"alongside/internal/decision"
	"alongside/internal/group"
	"alongside/internal/kit"
	"alongside/internal/party"
)

// effects are what decisions can change: one line a change, each done by the
// room whose it is, in the transaction that closes the decision.
func (h *House) effects() map[decision.Change]decision.CarryOut {
	return map[decision.Change]decision.CarryOut{
		decision.Agreements: h.putInForce,
		decision.Sign:       h.signs,
		decision.Unsign:     h.unsigns,
		decision.Tie:        h.tie,
		decision.Untie:      h.untie,
		decision.Mandate:    h.givesMandate,
		decision.Recall:     h.endsMandate,
		decision.Removal:    h.removes,
		decision.Mending:    h.mends,
		decision.Pause:      h.pausesOne,
		decision.Lift:       h.lifts,
		decision.Status:     h.carryStatus,
	}
}

func (h *House) putInForce(ctx context.Context, tx any, g party.GroupID, _ decision.ID, data []byte) error {
	return h.Groups.PutInForce(ctx, h.memory.Groups().Within(tx), g, data)
}

// signs puts the group's name under the decision's own text.
func (h *House) signs(_ context.Context, tx any, g party.GroupID, by decision.ID, data []byte) error {
	return h.Decisions.SignInForce(h.memory.Decisions().Within(tx), g, by, data)
}

func (h *House) unsigns(_ context.Context, tx any, g party.GroupID, _ decision.ID, data []byte) error {
	return h.Decisions.UnsignInForce(h.memory.Decisions().Within(tx), g, data)
}

// leftRoll takes a face that leaves its group off the rolls of what is open.
func (h *House) leftRoll(tx group.Tx, f party.FaceID) error {
	return h.Decisions.Left(h.memory.Decisions().Within(tx), f)
}

// partedFromAction lets go of what hung on a place at an action.
func (h *House) partedFromAction(tx call.Tx, m call.CommitmentID) error {
	return h.Actions.Left(h.memory.Actions().Within(tx), m)
}

// movedUp asks for what a place that came off a list still lacks.
func (h *House) movedUp(tx call.Tx, m call.Commitment) error {
	return h.Actions.MovedUp(h.memory.Actions().Within(tx), m)
}

// kitChanged tells whoever carries a call that its message reads differently.
func (h *House) kitChanged(tx kit.Tx, c call.Call) error {
	return h.Carry.SourceChanged(h.memory.Carries().Within(tx), c)
}
