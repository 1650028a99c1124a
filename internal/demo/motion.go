package demo

import (
	"context"
	"fmt"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/decision"
	"alongside/internal/party"
	"alongside/internal/repair"
)

// motion is one decision of a group: who lays it before the others, and what
// each of them says. It closes by itself.
type motion struct {
	group  string
	by     string
	at     moment
	second string // who would like to decide it, too; empty where by may open it alone
	then   moment // when they say so
	title  string
	text   string
	tasks  string
	review moment
	effect effect // nil when it changes nothing
	said   []saying
	shown  bool // it is shown to whoever tries the demo
}

// effect is what a motion would change, as the page that proposes it fills in.
type effect func(context.Context, *player, access.Viewer, *member) (decision.Effect, error)

// saying is what somebody says to a motion: a stance, with their reason for a
// concern, or words before all.
type saying struct {
	at     moment
	who    string
	stance decision.Stance // empty: words before all
	words  string
	worry  bool
}

// consent is a yes of each of them at the same time.
func consent(at moment, names ...string) (all []saying) {
	for _, name := range names {
		all = append(all, saying{at: at, who: name, stance: decision.Consent})
	}
	return all
}

// made is what a later act needs of an earlier one.
type made struct {
	circle party.CircleID
	repair repair.ID
	shown  decision.ID
	walk   call.ID
}

// decides are the events of one motion.
func (p *player) decides(m *motion) []event {
	var d decision.Decision
	list := []event{{p.time(m.at), p.as(m.group, m.by, func(ctx context.Context, v access.Viewer, me *member) (err error) {
		dr := decision.Draft{Title: m.title, Text: m.text, Tasks: m.tasks}
		if m.review != never {
			dr.Review = p.day(m.review)
		}
		if m.effect != nil {
			if dr.Effect, err = m.effect(ctx, p, v, me); err != nil {
				return err
			}
		}
		d, err = p.decisions.Propose(ctx, v, me.group, dr)
		if m.shown {
			p.made.shown = d.ID
		}
		return err
	})}}
	if m.second != "" {
		list = append(list, event{p.time(m.then), p.as(m.group, m.second, func(ctx context.Context, v access.Viewer, me *member) error {
			return p.decisions.Second(ctx, v, me.group, d.ID)
		})})
	}
	for _, s := range m.said {
		list = append(list, event{p.time(s.at), p.as(m.group, s.who, func(ctx context.Context, v access.Viewer, me *member) error {
			if s.stance == "" {
				return p.decisions.Post(ctx, v, me.group, d.ID, decision.Saying{Text: s.words, Worry: s.worry})
			}
			_, err := p.decisions.Say(ctx, v, me.group, d.ID, decision.Say{Version: d.Version, Stance: s.stance, Reason: s.words})
			return err
		})})
	}
	return list
}

// as does something as a member of a group, as they stand at that moment.
func (p *player) as(group, name string, do func(context.Context, access.Viewer, *member) error) func(context.Context) error {
	return func(ctx context.Context) error {
		m, err := p.member(group, name)
		if err != nil {
			return err
		}
		v, err := p.viewer(ctx, m)
		if err == nil {
			err = do(ctx, v, m)
		}
		if err != nil {
			return fmt.Errorf("%s, %s, %s: %w", group, name, p.clock.Now(), err)
		}
		return nil
	}
}

// turn is one act of a member inside their group that is no decision.
type turn struct {
	at    moment
	group string
	who   string
	do    act
}

type act func(context.Context, *player, access.Viewer, *member) error

// takes is the event of one turn.
func (p *player) takes(t *turn) event {
	return event{p.time(t.at), p.as(t.group, t.who, func(ctx context.Context, v access.Viewer, me *member) error {
		return t.do(ctx, p, v, me)
	})}
}
