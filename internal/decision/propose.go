package decision

import (
	"context"
	"encoding/json"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/text"
)

// openMost bounds what a group has under way at once.
const openMost = 100

func tidy(f *fault.Form, name string, s *string, most int, clean func(string, int) (string, error)) {
	tidied, err := clean(*s, most)
	if err != nil {
		f.Add(name, "fault.too_long", "most", most)
		return
	}
	*s = tidied
}

// check tidies what somebody wrote and names every mistake by its form field.
func (dr *Draft) check(f *fault.Form, today time.Time) {
	tidy(f, "title", &dr.Title, TitleMost, text.Clean)
	f.Check(dr.Title != "", "title", "decision.say_title")
	tidy(f, "text", &dr.Text, TextMost, text.CleanLines)
	f.Check(dr.Text != "" || dr.Effect.Change == Agreements, "text", "decision.say_text")
	tidy(f, "tasks", &dr.Tasks, TasksMost, text.CleanLines)
	f.Check(dr.Review.IsZero() || dr.Review.After(today) && dr.Review.Before(today.AddDate(3, 0, 0)), "review", "decision.no_such_day")
}

// Propose lays a decision before the group. With the mandate to decide, and
// for whoever is the only one through their trial, it opens at once; otherwise
// it waits until another member would like to decide it, too.
func (d *Desk) Propose(ctx context.Context, v access.Viewer, g party.GroupID, dr Draft) (dec Decision, err error) {
	const op = "decision.propose"
	var f fault.Form
	dr.check(&f, d.today())
	if err := f.Err(op); err != nil {
		return dec, err
	}
	if dr.Effect.Change != "" && (d.Effects[dr.Effect.Change] == nil || len(dr.Effect.Data) > dataMost || !json.Valid(dr.Effect.Data)) {
		return dec, fault.New(op, fault.Unreadable, "")
	}
	err = d.Store.Update(ctx, func(tx Tx) error {
		found, me, err := d.trusted(tx, v, g)
		if err != nil {
			return err
		}
		ref, again, err := d.once(tx, "propose", me.Face, dr.Key, func() (int64, error) {
			dec, err = d.propose(tx, v, found, me, dr)
			return int64(dec.ID), err
		})
		if err == nil && again {
			dec, _, err = tx.Decision(ID(ref))
		}
		return err
	})
	return dec, fault.Wrap(op, err)
}

func (d *Desk) propose(tx Tx, v access.Viewer, g group.Group, me group.Member, dr Draft) (Decision, error) {
	const op = "decision.propose"
	now := d.Clock.Now()
	agreed, _, err := tx.Agreements(g.ID, g.Agreed)
	if err != nil {
		return Decision{}, err
	}
	rules := agreed.Rules
	if dr.Method == "" {
		dr.Method = rules.Methods[0]
	}
	var f fault.Form
	f.Check(rules.Allows(dr.Method), "method", "decision.not_so")
	f.Check(dr.Method != group.Temperature || dr.Effect.Change == "", "method", "decision.not_so")
	if err := f.Err(op); err != nil {
		return Decision{}, err
	}
	if !g.Here() {
		return Decision{}, fault.New(op, fault.Stale, "decision.group_closed")
	}
	if n, err := tx.CountOpen(g.ID, openMost); err != nil || n >= openMost {
		return Decision{}, orElse(err, fault.New(op, fault.Limited, "decision.too_many"))
	}
	if dr.About != 0 {
		if m, in, err := tx.Member(dr.About); err != nil || !in || m.Group != g.ID {
			return Decision{}, orElse(err, fault.New(op, fault.Stale, "decision.they_left"))
		}
	}
	dec := Decision{Draft: dr, ID: id.New[Decision](), Group: g.ID, By: me.Face, State: Called, Version: 1,
		Secret: rules.Secret, Quorum: rules.Quorum, Made: now, Closes: now.Add(CalledFor)}
	if err := tx.AddDecision(dec); err != nil {
		return dec, err
	}
	alone, err := d.mayCall(tx, v, me)
	if err != nil || !alone {
		return dec, err
	}
	return dec, d.begin(tx, &dec, rules)
}

// orElse is err, or what is to be said when there is none.
func orElse(err, say error) error {
	if err != nil {
		return err
	}
	return say
}

// mayCall reports whether somebody needs no second to open a decision.
func (d *Desk) mayCall(tx Tx, v access.Viewer, me group.Member) (bool, error) {
	if leads, err := d.leads(tx, v, me); err != nil || leads {
		return leads, err
	}
	n, err := tx.CountThrough(me.Group, d.Clock.Now(), 2)
	return n == 1, err
}

// begin opens a decision: the roll is frozen now, and by the rules of now.
func (d *Desk) begin(tx Tx, dec *Decision, rules group.Rules) error {
	const op = "decision.begin"
	now := d.Clock.Now()
	if !rules.Allows(dec.Method) {
		return fault.New(op, fault.Stale, "decision.not_so")
	}
	dec.State, dec.Opened, dec.Closes = Open, now, d.ends(rules)
	dec.Secret, dec.Quorum = rules.Secret, rules.Quorum
	n, err := tx.Freeze(dec.ID, dec.Group, dec.About, now)
	if err != nil || n == 0 {
		return orElse(err, fault.New(op, fault.Stale, "decision.nobody_on_roll"))
	}
	if err := tx.SaveDecision(*dec); err != nil {
		return err
	}
	return tx.TellRoll(dec.ID, dec.Group, notice.Deciding, dec.By, now)
}

// Second is another member's yes to decide what was called. It opens the
// decision, and gives both the mandate to decide for a week.
func (d *Desk) Second(ctx context.Context, v access.Viewer, g party.GroupID, which ID) error {
	const op = "decision.second"
	err := d.Store.Update(ctx, func(tx Tx) error {
		dec, me, err := d.one(tx, v, g, which)
		if err != nil || dec.State == Open {
			return err
		}
		now := d.Clock.Now()
		if dec.State != Called || !now.Before(dec.Closes) {
			return fault.New(op, fault.Stale, "decision.over")
		}
		found, _, err := tx.Group(g)
		if err != nil {
			return err
		}
		agreed, _, err := tx.Agreements(g, found.Agreed)
		if err != nil {
			return err
		}
		if dec.By == me.Face {
			alone, err := d.mayCall(tx, v, me) // they were given the mandate since
			if err != nil || !alone {
				return orElse(err, fault.New(op, fault.NotYours, "decision.needs_another"))
			}
			return d.begin(tx, &dec, agreed.Rules)
		}
		caller, in, err := tx.Member(dec.By)
		if err != nil || !in || !caller.Through(now) {
			return orElse(err, fault.New(op, fault.Stale, "decision.they_left"))
		}
		if err := d.begin(tx, &dec, agreed.Rules); err != nil {
			return err
		}
		if leads, err := d.leads(tx, v, me); err != nil || leads {
			return err
		}
		week := party.Mandate{ID: party.MandateID(id.New[Decision]()), Group: g, Scope: party.Decide, Until: now.Add(MandateFor)}
		return tx.AddWeek(week, now, dec.By, me.Face)
	})
	return fault.Wrap(op, err)
}
