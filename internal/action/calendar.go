package action

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/party"
)

// Date is one time of an action, as a calendar's page lists it.
type Date struct {
	call.Listed
	At Occurrence
}

// Calendars are what calendars read of actions. Lists hold only what the scope
// has.
type Calendars interface {
	Dates(s access.Scope, g party.GroupID, from, to time.Time, each, most int) ([]Date, error) // at most each of one action
	Feeds(s access.Scope, g party.GroupID, from time.Time, most int) ([]call.Listed, error)
}

// What one page and one calendar hold.
const (
	datesMost = 500
	datesEach = 8 // of one action
	feedsMost = 200
)

// Calendar lists the times of actions between two moments that the viewer may
// see; of one group, or of all. Of a rhythm it has the first few, so that what
// comes daily hides nothing else.
func (d *Desk) Calendar(ctx context.Context, v access.Viewer, g party.GroupID, from, to time.Time) (all []Date, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		all, err = tx.Dates(access.Calls(v), g, from, to, datesEach, datesMost)
		return err
	})
	return all, fault.Wrap("action.calendar", err)
}

// Feeds are the actions that a calendar subscribes to, whole.
func (d *Desk) Feeds(ctx context.Context, v access.Viewer, g party.GroupID, from time.Time) (all []Feed, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		all = nil
		found, err := tx.Feeds(access.Calls(v), g, from, feedsMost)
		for _, l := range found {
			f := Feed{Listed: l}
			if err == nil {
				f.Plan, err = tx.Plan(l.ID)
			}
			if err == nil {
				f.Times, err = tx.Occurrences(l.ID, time.UnixMilli(0), timesAll)
			}
			all = append(all, f)
		}
		return err
	})
	return all, fault.Wrap("action.feeds", err)
}

// FeedOf is one action for a calendar.
func (d *Desk) FeedOf(ctx context.Context, v access.Viewer, which call.ID) (f Feed, err error) {
	const op = "action.feed_of"
	err = d.Store.View(ctx, func(tx Tx) error {
		f = Feed{}
		if f.Call, err = tx.Call(which); err == nil && (f.Kind != call.Action || !access.See(v, f.Access())) {
			err = fault.New(op, fault.NotFound, "")
		}
		if err == nil {
			f.Plan, err = tx.Plan(which)
		}
		if err == nil {
			f.Times, err = tx.Occurrences(which, time.UnixMilli(0), timesAll)
		}
		return err
	})
	return f, fault.Wrap(op, err)
}
