package call

import (
	"cmp"
	"context"
	"slices"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/party"
)

// Filled is what the viewer has taken on of promises that their groups made,
// for themselves: what is still to be done first, the soonest at the top, then
// what has no day, then what is over, until it is erased.
func (s *Spine) Filled(ctx context.Context, v access.Viewer) (all []Pledged, err error) {
	err = s.Store.View(ctx, func(tx Tx) error {
		all = nil
		for _, r := range v.Parties {
			if r.Kind != party.KindFace {
				continue
			}
			fills, err := tx.FillsBy(party.FaceID(r.ID))
			if err != nil {
				return err
			}
			for _, f := range fills[:min(len(fills), pledgedMost)] {
				p, err := s.filledBy(tx, v, f)
				if err != nil {
					return err
				}
				all = append(all, p)
			}
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b Pledged) int {
		return cmp.Or(cmp.Compare(a.later(), b.later()), a.Due.Compare(b.Due))
	})
	return all, fault.Wrap("call.filled", err)
}

// later is whether a promise has no day, or is over.
func (p Pledged) later() int {
	switch {
	case !p.State.Runs():
		return 2
	case p.Due.IsZero():
		return 1
	}
	return 0
}

func (s *Spine) filledBy(tx Tx, v access.Viewer, f Fill) (Pledged, error) {
	pledge, _, err := tx.Pledge(f.Commitment)
	if err != nil {
		return Pledged{}, err
	}
	p, err := s.pledged(tx, v, pledge.Group, f.Commitment)
	p.Mine, p.Pledge.Face = f.Quantity, 0
	return p, err
}
