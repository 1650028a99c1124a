package demo

import (
	"context"

	"alongside/internal/call"
)

// pledges is a promise of the whole group at the address in words, said by a
// member under its mandate.
func pledges(ctx context.Context, l *life, _ *somebody, s step) error {
	m, err := l.member(s.words, s.who)
	if err != nil {
		return err
	}
	v, err := l.viewer(ctx, m)
	if err != nil {
		return err
	}
	look, err := l.spine.Look(ctx, v, l.call.ID)
	if err != nil {
		return err
	}
	c, err := l.spine.Pledge(ctx, v, m.group, call.Answer{Part: look.Parts[s.part].ID, Quantity: max(1, s.quantity), Language: l.lang})
	if err != nil {
		return err
	}
	l.people[s.who] = &somebody{viewer: v, promise: c.ID, pledged: m}
	return l.spine.ReachGroup(ctx, v, m.group, c.ID, reachOf(s.who))
}

// takesOn is a member who does some of what their group promised; who said it
// stands in words.
func takesOn(ctx context.Context, l *life, _ *somebody, s step) error {
	by := l.people[s.words]
	m, err := l.member(by.pledged.slug, s.who)
	if err != nil {
		return err
	}
	v, err := l.viewer(ctx, m)
	if err != nil {
		return err
	}
	return l.spine.TakeOn(ctx, v, m.group, by.promise, s.quantity)
}
