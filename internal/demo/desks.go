package demo

import (
	"context"

	"alongside/internal/account"
	"alongside/internal/action"
	"alongside/internal/alert"
	"alongside/internal/call"
	"alongside/internal/carry"
	"alongside/internal/circle"
	"alongside/internal/decision"
	"alongside/internal/group"
	"alongside/internal/kit"
	"alongside/internal/mandate"
	"alongside/internal/notice"
	"alongside/internal/repair"
	"alongside/internal/store"
	"alongside/internal/tie"
)

// desks are those of the house, with whatever it has wired between them. That
// of accounts is a second one on the same rows: nobody leaves in a demo.
type desks struct {
	accounts  *account.Desk
	spine     call.Spine
	groups    group.Desk
	decisions decision.Desk
	mandates  mandate.Desk
	circles   circle.Desk
	ties      tie.Desk
	carry     carry.Desk
	actions   action.Desk
	kits      kit.Desk
	repairs   repair.Desk
	notices   notice.Desk
	alerts    alert.Desk
}

// inOne runs all that a player does in one transaction: hundreds of acts, one
// commit.
func (p *player) inOne(ctx context.Context, play func() error) error {
	h, kept, guide := p.house, store.New(p.house.DB), p.guide
	return kept.Calls().Update(ctx, func(tx call.Tx) error {
		p.guide = guide
		accounts, err := account.Open(ctx, account.Config{Store: within[account.Tx]{kept.Accounts().Within(tx)}, Clock: p.clock})
		if err != nil {
			return err
		}
		p.desks = desks{accounts, *h.Spine, *h.Groups, *h.Decisions, *h.Mandates, *h.Circles, *h.Ties, *h.Carry, *h.Actions, *h.Kits, *h.Repairs, *h.Notices, *h.Alerts}
		p.spine.Store = within[call.Tx]{tx}
		p.groups.Store = within[group.Tx]{kept.Groups().Within(tx)}
		p.decisions.Store = within[decision.Tx]{kept.Decisions().Within(tx)}
		p.mandates.Store = within[mandate.Tx]{kept.Mandates().Within(tx)}
		p.circles.Store = within[circle.Tx]{kept.Circles().Within(tx)}
		p.ties.Store = within[tie.Tx]{kept.Ties().Within(tx)}
		p.carry.Store = within[carry.Tx]{kept.Carries().Within(tx)}
		p.actions.Store = within[action.Tx]{kept.Actions().Within(tx)}
		p.actions.Spine = &p.spine
		p.kits.Store = within[kit.Tx]{kept.Kits().Within(tx)}
		p.repairs.Store = within[repair.Tx]{kept.Repairs().Within(tx)}
		p.alerts.Store = within[alert.Tx]{kept.Alerts().Within(tx)}
		p.notices.Store = within[notice.Tx]{kept.Notices().Within(tx)}
		return play()
	})
}

// within runs a room's acts inside a transaction that is open already. An act
// that fails undoes the whole demo.
type within[T any] struct{ tx T }

func (w within[T]) View(_ context.Context, fn func(T) error) error   { return fn(w.tx) }
func (w within[T]) Update(_ context.Context, fn func(T) error) error { return fn(w.tx) }

// due does what has come due by itself, as a house that runs does.
func (p *player) due(ctx context.Context) error {
	for _, tick := range []func(context.Context) (bool, error){p.spine.Tick, p.decisions.Tick, p.actions.Tick, p.alerts.Tick} {
		for more := true; more; {
			var err error
			if more, err = tick(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// sweep ends trials, and reminds of tasks and talks whose day has come.
func (p *player) sweep(ctx context.Context) error {
	for _, sweep := range []func(context.Context) error{p.groups.Sweep, p.mandates.Sweep, p.repairs.Sweep} {
		if err := sweep(ctx); err != nil {
			return err
		}
	}
	return nil
}
