// Package care is what people tell whoever looks after the board: that
// something on it is not right.
//
// The law: nothing here says who told it, and it is erased after a month.
package care

import (
	"context"
	"slices"
	"time"

	"alongside/internal/fault"
	"alongside/internal/id"
	"alongside/internal/text"
	"alongside/internal/when"
)

// Reason is what is not right, in the reporter's choice.
type Reason string

const (
	Private Reason = "private" // shows a name, a number, an address
	Harm    Reason = "harm"    // could hurt someone
	False   Reason = "false"   // is not true
	Selling Reason = "selling" // sells something
	Other   Reason = "other"
)

// Reasons in the order a form lists them.
var Reasons = []Reason{Private, Harm, False, Selling, Other}

// TextMost is how many letters a report holds.
const TextMost = 1000

// Report is one thing somebody told. It has no author.
type Report struct {
	ID     id.Of[Report]
	Call   int64 // what it is about
	Reason Reason
	Text   string
	Made   time.Time // the day
}

// Store keeps reports. Both doors are all or nothing; see package db.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what the desk needs inside one transaction.
type Tx interface {
	AddReport(r Report, key []byte) error // a key that is there already adds nothing
	Reports(most int) ([]Report, error)   // newest first
	DropReports(call int64) error
	SweepReports(before time.Time) error
}

// Desk takes reports and hands them to whoever looks after the board.
type Desk struct {
	Store Store
	Clock when.Clock
}

// Take files a report about a call. The key is what the page carried: a page
// sent twice is one report.
func (d *Desk) Take(ctx context.Context, call int64, why Reason, words, key string) error {
	var f fault.Form
	f.Check(slices.Contains(Reasons, why), "reason", "care.choose")
	clean, err := text.CleanLines(words, TextMost)
	f.Check(err == nil, "text", "fault.too_long", "most", TextMost)
	if err := f.Err("care.take"); err != nil {
		return err
	}
	made := d.Clock.Now().UTC().Truncate(24 * time.Hour)
	r := Report{ID: id.New[Report](), Call: call, Reason: why, Text: clean, Made: made}
	return fault.Wrap("care.take", d.Store.Update(ctx, func(tx Tx) error {
		return tx.AddReport(r, id.SecretFrom("report "+key).Hash())
	}))
}

// Waiting are the reports that nobody has looked at, newest first.
func (d *Desk) Waiting(ctx context.Context) (all []Report, err error) {
	return all, d.Store.View(ctx, func(tx Tx) (err error) {
		all, err = tx.Reports(200)
		return err
	})
}

// Settle drops the reports about a call, once somebody has looked.
func (d *Desk) Settle(ctx context.Context, call int64) error {
	return d.Store.Update(ctx, func(tx Tx) error { return tx.DropReports(call) })
}

// Sweep erases what is past its time.
func (d *Desk) Sweep(ctx context.Context) error {
	before := d.Clock.Now().Add(-when.ReportsFor)
	return d.Store.Update(ctx, func(tx Tx) error { return tx.SweepReports(before) })
}
