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
	Asker    id.Secret // the private link of somebody who asked
	Answerer id.Secret // the private link of somebody who answered
}

// Fill lives through the last weeks up to now, on an empty board. Afterwards
// either all of it has happened or none.
func Fill(ctx context.Context, kept *store.Store, seed []byte, now time.Time) (g Guide, err error) {
	zone, err := when.Zone(Zone)
	if err != nil {
		return g, fault.Wrap("demo.zone", err)
	}
	err = kept.Calls().Update(ctx, func(tx call.Tx) error {
		p := &player{now: now, today: when.DayOf(now, zone), zone: zone, clock: when.At(now)}
		p.spine = &call.Spine{Store: within{tx}, Clock: p.clock, Seed: seed}
		g, err = p.play(ctx, scenes)
		return err
	})
	return g, fault.Wrap("demo.fill", err)
}

// within runs the spine's acts inside one transaction that is open already:
// hundreds of acts, one commit.
type within struct{ tx call.Tx }

func (w within) View(_ context.Context, fn func(call.Tx) error) error   { return fn(w.tx) }
func (w within) Update(_ context.Context, fn func(call.Tx) error) error { return fn(w.tx) }
