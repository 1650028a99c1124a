package alert

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/when"
)

// listMost is more than a group ever has at a time; what runs comes first.
const listMost = 200

// Look is one alert as the viewer may read it.
type Look struct {
	Alert
	Member   bool
	Verifier bool
	Answer   Answer
	Asked    bool
	Coming   int  // how many said that they can come
	May      bool // answer it
	// What only whoever looks into alerts reads.
	Reports []Report
	News    int // reports of somebody new or unknown
	Steps   []Step
	HandOf  string // who looks into it
	Mine    bool   // it is the viewer
	Own     bool   // they reported it themselves, and nobody else whom the group knows did
	Heard   int    // how many were asked so far
}

// Look opens one alert. To whoever may not read it, it is not there.
func (d *Desk) Look(ctx context.Context, v access.Viewer, g party.GroupID, which ID) (l Look, err error) {
	const op = "alert.look"
	err = d.Store.View(ctx, func(tx Tx) error {
		w, err := d.ways(tx, v, g)
		if err != nil {
			return err
		}
		a, there, err := tx.Alert(which)
		if err != nil || !there || a.Group != g {
			return orMissing(op, err)
		}
		l, err = d.look(tx, w, a)
		if err == nil && !See(a, w.Doors, w.Member, w.Verifier, l.Asked) {
			err = missing(op)
		}
		if err != nil || !w.Verifier {
			return err
		}
		return d.inside(tx, v, &l)
	})
	return l, fault.Wrap(op, err)
}

func (d *Desk) look(tx Tx, w Ways, a Alert) (Look, error) {
	l := Look{Alert: a, Member: w.Member, Verifier: w.Verifier}
	asked, err := tx.AskedOf(a.ID)
	if err != nil {
		return l, err
	}
	l.Heard = len(asked)
	for _, k := range asked {
		if k.Answer == Coming {
			l.Coming++
		}
		if k.Face == w.me.Face && w.Member {
			l.Asked, l.Answer = true, k.Answer
		}
	}
	now := d.Clock.Now()
	l.May = w.me.Through(now) && a.State == Confirmed && now.Before(a.Until)
	return l, nil
}

// inside adds what only whoever looks into alerts reads.
func (d *Desk) inside(tx Tx, v access.Viewer, l *Look) (err error) {
	if l.Reports, err = tx.Reports(l.ID); err != nil {
		return err
	}
	if l.Steps, err = tx.Steps(l.ID); err != nil {
		return err
	}
	for _, r := range l.Reports {
		if r.New {
			l.News++
		}
	}
	by, err := d.verifier(tx, v, l.Group)
	if err != nil {
		return err
	}
	l.Mine = l.Hand == by
	l.Own = fault.Is(d.notAlone(tx, l.Alert, by), fault.Stale)
	if m, in, err := tx.Member(l.Hand); err != nil || in {
		l.HandOf = m.Name
		return err
	}
	return nil
}

// List are the alerts that the viewer may read, those that run first.
func (d *Desk) List(ctx context.Context, v access.Viewer, g party.GroupID) (w Ways, all []Look, err error) {
	const op = "alert.list"
	err = d.Store.View(ctx, func(tx Tx) error {
		all = nil
		if w, err = d.ways(tx, v, g); err != nil {
			return err
		}
		if !w.Member && !w.Doors.Read && !w.Doors.Report {
			return missing(op)
		}
		found, err := tx.AlertsOf(g, listMost)
		if err != nil {
			return err
		}
		for _, a := range found {
			l, err := d.look(tx, w, a)
			if err != nil {
				return err
			}
			if See(a, w.Doors, w.Member, w.Verifier, l.Asked) {
				all = append(all, l)
			}
		}
		return nil
	})
	return w, all, fault.Wrap(op, err)
}

// Say is the answer of a member: one press, no reason. Whoever was not asked may
// come as well. When somebody cannot after all, others are asked at once.
func (d *Desk) Say(ctx context.Context, v access.Viewer, g party.GroupID, which ID, says Answer) error {
	const op = "alert.say"
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		a, there, err := tx.Alert(which)
		if err != nil || !there || a.Group != g || says != Coming && says != NotNow {
			return orMissing(op, err)
		}
		_, me, err := group.Trusted(tx, v, g, d.Clock.Now())
		switch {
		case err != nil:
			return err
		case a.Told.IsZero():
			return missing(op)
		case a.State != Confirmed || !d.Clock.Now().Before(a.Until):
			return fault.New(op, fault.Stale, "alert.moved_on")
		}
		fresh, err := tx.Ask(Asked{Alert: a.ID, Face: me.Face, Answer: says})
		if err == nil && !fresh {
			err = tx.SaveAnswer(Asked{Alert: a.ID, Face: me.Face, Answer: says})
		}
		if err != nil || says == Coming {
			return err
		}
		if lacking, err := d.lacking(tx, a); err != nil || lacking == 0 || a.Due.Before(a.Until) {
			return err
		}
		a.Due = d.Clock.Now() // it was enough, and is not any more
		return tx.SaveAlert(a)
	}))
}

// lacking is how many people more should come.
func (d *Desk) lacking(tx Tx, a Alert) (int, error) {
	all, err := tx.AskedOf(a.ID)
	n := a.Enough
	for _, k := range all {
		if k.Answer == Coming {
			n--
		}
	}
	return max(n, 0), err
}

// atOnce bounds what one tick looks at.
const atOnce = 50

// Tick asks the next people, and ends what has run its time. It says whether
// more waits.
func (d *Desk) Tick(ctx context.Context) (more bool, err error) {
	var due []ID
	err = d.Store.View(ctx, func(tx Tx) error {
		due, err = tx.DueAlerts(d.Clock.Now(), atOnce)
		return err
	})
	for _, which := range due {
		if err == nil {
			err = d.Store.Update(ctx, func(tx Tx) error { return d.tick(tx, which) })
		}
	}
	return len(due) == atOnce, fault.Wrap("alert.tick", err)
}

// tick reads the alert again: another process may have been here.
func (d *Desk) tick(tx Tx, which ID) error {
	now := d.Clock.Now()
	a, there, err := tx.Alert(which)
	if err != nil || !there || a.Due.IsZero() || a.Due.After(now) {
		return err
	}
	if !now.Before(a.Until) {
		a.State = Expired
		return d.over(tx, a, 0)
	}
	if err := d.wave(tx, &a, now); err != nil {
		return err
	}
	return tx.SaveAlert(a)
}

// wave asks twice as many as are lacking and comes again in a few minutes. When
// nobody is left it still comes again: somebody's hours may begin.
func (d *Desk) wave(tx Tx, a *Alert, now time.Time) error {
	lacking, err := d.lacking(tx, *a)
	if err != nil || lacking == 0 {
		a.Due = a.Until
		return err
	}
	all, err := tx.Watching(*a, now)
	if err != nil {
		return err
	}
	for _, w := range Next(all, a.Area, now, 2*lacking) {
		if err := d.ask(tx, *a, w, now); err != nil {
			return err
		}
	}
	a.Due = now.Add(when.WaveEvery)
	if a.Due.After(a.Until) {
		a.Due = a.Until
	}
	return nil
}

// ask asks one person, once.
func (d *Desk) ask(tx Tx, a Alert, w Watch, now time.Time) error {
	fresh, err := tx.Ask(Asked{Alert: a.ID, Face: w.Face})
	if err != nil || !fresh {
		return err
	}
	if err := tx.SaveWatch(w.asked(now)); err != nil {
		return err
	}
	return d.tell(tx, w.Face, notice.AlertAsked, a)
}
