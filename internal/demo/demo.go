// Package demo is an invented board: four groups, eight weeks of asking,
// answering, keeping and deciding, in four languages.
//
// The law: nothing is written past the rooms. Every row comes from an act that
// a person could have done, at a time when they could have done it, in a house
// that is wired as every other.
package demo

import (
	"context"
	"sync"
	"time"

	"alongside/internal/app"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/when"
	"alongside/internal/words"
)

// Zone is where the invented people live.
const Zone = "America/Los_Angeles"

// Guide is what a visitor of the demo is shown in the terminal. None of it
// outlives the demo.
type Guide struct {
	Asker      id.Secret    // the private link of somebody who asked
	Answerer   id.Secret    // the private link of somebody who answered
	Invitation id.Secret    // opens the door of Eastfield Tenants
	Walk       string       // an action that is on
	Member     words.Phrase // signs in Ana, who is a member there
	Rooms      Rooms
}

// Rooms are the addresses of what Ana sees in her group.
type Rooms struct {
	Group    string
	Decision string // one that is under way
	Mandate  string // one that ends soon
	Tie      string // one with a history
	Repair   string // one that ended well
}

// before is how long before now the groups were founded: a newcomer's trial,
// a task that has nearly run its time, and what came of both.
const before = 8 * 7 * 24 * time.Hour

// Fill lives through the last weeks up to now, on the empty board of a house
// that has this clock. Afterwards the clock stands at now.
func Fill(ctx context.Context, h *app.House, c *Clock) (Guide, error) {
	zone, err := when.Zone(Zone)
	if err != nil {
		return Guide{}, fault.Wrap("demo.zone", err)
	}
	p := &player{now: c.until, today: when.DayOf(c.until, zone), zone: zone, clock: c.past, swept: c.past.Now(), house: h,
		asked: map[string]call.ID{}, people: map[string]map[string]*member{}}
	member := words.Key("en")
	p.guide.Member = member
	// The words are made to be slow to try: they are worked on while the groups begin.
	p.key = sync.OnceValues(func() (id.Secret, error) {
		return h.Accounts.Derive(ctx, id.SecretFrom(member.Reveal()))
	})
	go p.key()
	err = p.inOne(ctx, func() error {
		if err := p.found(ctx); err != nil {
			return fault.Wrap("demo.found", err)
		}
		return p.play(ctx)
	})
	return p.guide, fault.Wrap("demo.fill", err)
}
