// Package demo is an invented board: four groups, a few weeks of asking,
// answering and keeping, in four languages.
//
// The law: nothing is written past the rooms. Every row comes from an act that
// a person could have done, at a time when they could have done it.
package demo

import (
	"context"
	"time"

	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/store"
	"alongside/internal/when"
)

// Zone is where the invented people live.
const Zone = "America/Los_Angeles"

// Guide is what a visitor of the demo is shown in the terminal. None of it
// outlives the demo.
type Guide struct {
	Asker      id.Secret // the private link of somebody who asked
	Answerer   id.Secret // the private link of somebody who answered
	Invitation id.Secret // opens the door of Eastfield Tenants
}

// before is how long before now the groups were founded.
const before = 21 * 24 * time.Hour

// Fill lives through the last weeks up to now, on an empty board.
func Fill(ctx context.Context, kept *store.Store, seed []byte, now time.Time) (Guide, error) {
	zone, err := when.Zone(Zone)
	if err != nil {
		return Guide{}, fault.Wrap("demo.zone", err)
	}
	p := &player{now: now, today: when.DayOf(now, zone), zone: zone, clock: when.At(now.Add(-before)), asked: map[string]call.ID{}}
	p.spine = &call.Spine{Clock: p.clock, Seed: seed}
	if p.members, err = p.found(ctx, kept); err != nil {
		return Guide{}, fault.Wrap("demo.found", err)
	}
	guide := p.guide
	err = kept.Calls().Update(ctx, func(tx call.Tx) error {
		p.spine.Store, p.guide = within{tx}, guide
		return p.play(ctx, scenes)
	})
	return p.guide, fault.Wrap("demo.fill", err)
}

// within runs the spine's acts inside one transaction that is open already:
// hundreds of acts, one commit.
type within struct{ tx call.Tx }

func (w within) View(_ context.Context, fn func(call.Tx) error) error   { return fn(w.tx) }
func (w within) Update(_ context.Context, fn func(call.Tx) error) error { return fn(w.tx) }
