package group

import (
	"context"

	"alongside/internal/party"
)

// News is why the group's room has somebody told. Its text is a kind of
// notice; app hands it on.
type News string

// What this room tells people.
const (
	Knocked   News = "knocked"
	LetIn     News = "let_in"
	NotNow    News = "not_now"
	TrialOver News = "trial_over"
	WasPaused News = "paused"
	StillIn   News = "still_in"
)

// AllNews are all of them.
var AllNews = []News{Knocked, LetIn, NotNow, TrialOver, WasPaused, StillIn}

func (d *Desk) tell(ctx context.Context, tx Tx, to party.FaceID, n News, g party.GroupID) error {
	if d.Tell == nil {
		return nil
	}
	return d.Tell(ctx, tx, to, n, g)
}
