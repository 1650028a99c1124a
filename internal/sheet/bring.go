package sheet

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/party"
	"alongside/internal/text"
	"alongside/internal/when"
)

// batch is how many rows one transaction takes: the writer is everybody's, and
// nobody should wait for it longer than they notice.
const batch = 128

// Begin opens a bundle. One sheet of a group comes in at a time: while another
// shows signs of life it is fault.Taken; one that does not is given up.
func (d *Desk) Begin(ctx context.Context, v access.Viewer, o Order) (b Bundle, err error) {
	const op = "sheet.begin"
	if err := may(v, o.Group, o.Mapping.As); err != nil {
		return b, err
	}
	if err := o.Mapping.Check(); err != nil {
		return b, err
	}
	now := d.Clock.Now()
	b = Bundle{ID: BundleID(id.New[Bundle]()), Group: owner(o.Group, o.Mapping.As), As: o.Mapping.As, Name: text.Excerpt(o.Name, 80),
		Language: o.Language, State: Staging, Started: now, Beat: now, Total: o.File.Size, Columns: o.Mapping.Columns}
	if err := d.GiveUp(ctx); err != nil {
		return b, err
	}
	err = d.Store.Update(ctx, func(tx Tx) error { return tx.AddBundle(b) })
	if fault.Is(err, fault.Taken) {
		err = fault.New(op, fault.Taken, "sheet.one_at_a_time")
	}
	return b, fault.Wrap(op, err)
}

// Bring brings a sheet in under its bundle: all of it or nothing. What has been
// written when it breaks off is never seen, and is erased.
func (d *Desk) Bring(ctx context.Context, b Bundle, o Order) (Bundle, error) {
	w := &bringing{desk: d, bundle: &b, calls: callLadder(), parts: partLadder()}
	plan := d.plan(&o)
	plan.Progress = func(done, of int64) {
		w.done = done
		if o.Progress != nil {
			o.Progress(done, of)
		}
	}
	err := w.all(ctx, plan)
	if err == nil {
		err = d.publish(ctx, &b)
	}
	if err != nil {
		return d.fail(context.WithoutCancel(ctx), b, err), fault.Wrap("sheet.bring", err)
	}
	return b, fault.Wrap("sheet.bring", d.settle(ctx))
}

// bringing is one import on its way.
type bringing struct {
	desk    *Desk
	bundle  *Bundle
	rows    []Entry
	changes []Change
	calls   *ladder
	parts   *ladder
	index   index
	done    int64
}

func (w *bringing) all(ctx context.Context, p *Plan) error {
	now := w.desk.Clock.Now()
	for line, err := range p.Lines(ctx, &w.bundle.Report) {
		if err != nil {
			return err
		}
		w.take(line, now)
		if len(w.rows)+len(w.changes) >= batch {
			if err := w.write(ctx); err != nil {
				return err
			}
		}
	}
	if err := w.write(ctx); err != nil {
		return err
	}
	return w.flush(ctx)
}

func (w *bringing) take(l *Line, now time.Time) {
	var e Entry
	switch {
	case l.Outcome != Created && l.Outcome != ToSort && l.Outcome != Updated:
		return
	case l.Group != nil:
		e = listing(l, w.bundle)
	case l.Call != nil:
		e = w.desk.row(l, w.bundle, now)
	}
	if l.Outcome != Updated {
		w.rows = append(w.rows, e)
		return
	}
	if thing, err := id.Parse[call.Call](l.Here); err == nil {
		w.changes = append(w.changes, Change{Bundle: w.bundle.ID, Thing: thing, Entry: e})
	}
}

// write stages the rows at hand.
func (w *bringing) write(ctx context.Context) error {
	err := w.stage(ctx, func(tx Tx) error {
		for i := range w.rows {
			if err := w.name(tx, &w.rows[i]); err != nil {
				return err
			}
		}
		if err := tx.AddEntries(w.rows); err != nil {
			return err
		}
		for _, c := range w.changes {
			if err := tx.AddChange(c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, e := range w.rows {
		w.index.add(e)
	}
	w.rows, w.changes = w.rows[:0], w.changes[:0]
	if w.index.full() {
		err = w.flush(ctx)
	}
	return err
}

// stage writes under the bundle. It stops when the bundle was given up.
func (w *bringing) stage(ctx context.Context, fn func(Tx) error) error {
	return w.desk.Store.Update(ctx, func(tx Tx) error {
		alive, err := tx.Beat(w.bundle.ID, w.desk.Clock.Now(), w.done)
		if err == nil && !alive {
			err = fault.New("sheet.stage", fault.Stale, "sheet.given_up")
		}
		if err != nil {
			return err
		}
		return fn(tx)
	})
}

// publish shows the whole bundle in one transaction.
func (d *Desk) publish(ctx context.Context, b *Bundle) error {
	out, twins := b.Report.LeftOutRows, b.Report.TwinRows
	for len(out)+len(twins) > 0 { // before the bundle is shown, in pieces
		o, t := out[:min(len(out), batch)], twins[:min(len(twins), batch)]
		out, twins = out[len(o):], twins[len(t):]
		if err := d.Store.Update(ctx, func(tx Tx) error { return tx.AddLeftOut(b.ID, o, t) }); err != nil {
			return err
		}
	}
	now := d.Clock.Now()
	return d.Store.Update(ctx, func(tx Tx) error {
		alive, err := tx.Beat(b.ID, now, b.Total)
		if err != nil {
			return err
		}
		if !alive {
			return fault.New("sheet.publish", fault.Stale, "sheet.given_up")
		}
		b.State, b.Beat, b.Finished, b.Done = Shown, now, now, b.Total
		if err := tx.SaveBundle(*b); err != nil {
			return err
		}
		if err := tx.Publish(b.ID); err != nil {
			return err
		}
		return d.log(tx, b.Group, group.BroughtSheet, b.Name)
	})
}

// fail closes a bundle of which nothing is seen, and erases what it wrote.
func (d *Desk) fail(ctx context.Context, b Bundle, cause error) Bundle {
	b.State, b.Why, b.Finished = Failed, fault.SayOf(cause), d.Clock.Now()
	if d.Store.Update(ctx, func(tx Tx) error { return tx.SaveBundle(b) }) == nil {
		d.clear(ctx) // else the next start finds it
	}
	return b
}

// GiveUp closes the bundles whose bringer shows no sign of life.
func (d *Desk) GiveUp(ctx context.Context) error {
	now := d.Clock.Now()
	err := d.some(ctx, func(tx Tx, write bool) (int, error) {
		silent, err := tx.Silent(now.Add(-lease))
		for _, b := range silent {
			if err == nil && write {
				b.State, b.Why, b.Finished = Failed, "sheet.given_up", now
				err = tx.SaveBundle(b)
			}
		}
		return len(silent), err
	})
	if err == nil {
		err = d.clear(ctx)
	}
	return fault.Wrap("sheet.give_up", err)
}

// clear erases what nobody sees any more, a little at a time.
func (d *Desk) clear(ctx context.Context) error {
	return d.some(ctx, func(tx Tx, write bool) (int, error) {
		calls, groups, err := tx.Leftover(batch)
		n := max(len(calls), len(groups))
		if !write {
			return n, err
		}
		for _, c := range calls {
			if err == nil {
				err = tx.EraseCall(c)
			}
		}
		for _, g := range groups {
			if err == nil {
				err = tx.Shelf().EraseGroup(g)
			}
		}
		return n, err
	})
}

// some runs fn, which does up to a batch and tells how much there was, until
// there was less. It only writes once it has seen that there is something: this
// runs every few seconds, mostly for nothing.
func (d *Desk) some(ctx context.Context, fn func(tx Tx, write bool) (int, error)) error {
	n := 0
	err := d.Store.View(ctx, func(tx Tx) (err error) {
		n, err = fn(tx, false)
		return err
	})
	for more := n > 0; more && err == nil; more = n >= batch {
		err = d.Store.Update(ctx, func(tx Tx) (err error) {
			n, err = fn(tx, true)
			return err
		})
	}
	return err
}

// log tells a group's members; the board's own directory has none.
func (d *Desk) log(tx Tx, g party.GroupID, act group.Act, note string) error {
	if g == 0 {
		return nil
	}
	return tx.AddLine(group.Line{Group: g, Day: d.Clock.Now().UTC().Truncate(24 * time.Hour), Act: act, Note: note})
}

// Tick gives up what broke off, and finishes what was begun.
func (d *Desk) Tick(ctx context.Context) error {
	if err := d.GiveUp(ctx); err != nil {
		return err
	}
	return fault.Wrap("sheet.tick", d.settle(ctx))
}

// Sweep erases what is past its time.
func (d *Desk) Sweep(ctx context.Context) error {
	now := d.Clock.Now()
	return fault.Wrap("sheet.sweep", d.Store.Update(ctx, func(tx Tx) error {
		old, err := tx.UploadsUntil(now)
		for _, u := range old {
			if err == nil {
				err = tx.EraseUpload(u)
			}
		}
		if err != nil {
			return err
		}
		return tx.Forget(now.Add(-when.ImportsFor))
	}))
}
