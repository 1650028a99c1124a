package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"alongside/internal/access"
	"alongside/internal/decision"
	"alongside/internal/group"
	"alongside/internal/mandate"
	"alongside/internal/party"
	"alongside/internal/tie"
	"alongside/internal/when"
)

// day is the day of a moment, as a date field sends it.
func (p *player) day(m moment) time.Time {
	t, _ := when.Local(p.today.Add(m.day), 0, time.UTC)
	return t
}

// carrying is a change with what the decision carries for it.
func carrying(c decision.Change, data any) (decision.Effect, error) {
	b, err := json.Marshal(data)
	return decision.Effect{Change: c, Data: b}, err
}

// task is a mandate for some members of a group, by their names.
type task struct {
	scope   party.Scope
	words   string
	holders []string
	shadow  string
	days    int
	note    string
}

// gives is the effect of a decision that gives somebody a task.
func gives(t task) effect {
	return func(_ context.Context, p *player, _ access.Viewer, me *member) (decision.Effect, error) {
		g := mandate.Given{Scope: t.scope, Words: t.words, Days: t.days, Note: t.note}
		for _, name := range t.holders {
			m, err := p.member(me.slug, name)
			if err != nil {
				return decision.Effect{}, err
			}
			g.Holders = append(g.Holders, m.face)
		}
		if t.shadow != "" {
			m, err := p.member(me.slug, t.shadow)
			if err != nil {
				return decision.Effect{}, err
			}
			g.Shadow = m.face
		}
		return carrying(decision.Mandate, g)
	}
}

// adds is the effect of a decision that adds a line to the agreements.
func adds(line string, review moment) effect {
	return func(ctx context.Context, p *player, v access.Viewer, me *member) (decision.Effect, error) {
		l, err := p.groups.Look(ctx, v, me.slug)
		if err != nil {
			return decision.Effect{}, err
		}
		return carrying(decision.Agreements, group.Rewriting{Version: l.Agreements.Version, Text: l.Agreements.Text + "\n" + line,
			Rules: l.Agreements.Rules, Review: p.day(review)})
	}
}

// standsWith is the effect of a decision to stand with the group at an address.
func standsWith(slug string, w tie.Words) effect {
	return func(ctx context.Context, p *player, v access.Viewer, me *member) (decision.Effect, error) {
		proposal, _, err := p.ties.Propose(ctx, v, me.group, slug, w)
		if err != nil {
			return decision.Effect{}, err
		}
		return carrying(decision.Tie, proposal)
	}
}

// signs is the effect of a decision to sign a text, as the group at an address
// has signed one before, if any.
func signs(with string) effect {
	return func(ctx context.Context, p *player, v access.Viewer, _ *member) (decision.Effect, error) {
		if with == "" {
			return carrying(decision.Sign, decision.Signing{})
		}
		l, err := p.groups.Look(ctx, v, with)
		if err != nil {
			return decision.Effect{}, err
		}
		all, err := p.decisions.SignedBy(ctx, l.Group.ID)
		if err == nil && len(all) == 0 {
			err = fmt.Errorf("%s has signed nothing", with)
		}
		if err != nil {
			return decision.Effect{}, err
		}
		return carrying(decision.Sign, decision.Signing{With: all[0].Decision})
	}
}
