package demo

import (
	"context"
	"fmt"

	"alongside/internal/party"
)

// findRooms notes where Ana finds in her group what a visitor is to see.
func (p *player) findRooms(ctx context.Context) error {
	me, err := p.member(eastfield, ana)
	if err != nil {
		return err
	}
	v, err := p.viewer(ctx, me)
	if err != nil {
		return err
	}
	at := "/g/" + eastfield
	p.guide.Rooms = Rooms{Group: at, Decision: at + "/decisions/" + p.made.shown.String(), Repair: at + "/repairs/" + p.made.repair.String()}
	m, holds := v.Holds(me.group, party.Promise)
	ties, err := p.ties.Ties(ctx, v, me.group)
	if err == nil && (!holds || len(ties) != 1) {
		err = fmt.Errorf("%s holds no task, or there is no tie", ana)
	}
	if err != nil {
		return err
	}
	p.guide.Rooms.Mandate = at + "/mandates/" + m.ID.String()
	p.guide.Rooms.Tie = at + "/ties/" + ties[0].ID.String()
	return nil
}
