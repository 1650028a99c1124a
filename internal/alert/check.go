package alert

import (
	"bytes"
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/when"
)

// Act is what whoever looks into alerts does about one.
type Act string

const (
	Check   Act = "check"   // I look into it
	Confirm Act = "confirm" // it is so: people are asked
	Clear   Act = "clear"   // it is not so, or was not
	GiveUp  Act = "give_up" // we cannot find out
	Correct Act = "correct" // it is so, in other words or elsewhere
	Stand   Act = "stand"   // nobody needs to come any more
)

// leads is from which states an act leads to which.
var leads = map[Act]struct {
	from []State
	to   State
}{
	Check:   {[]State{Reported, Checking}, Checking},
	Confirm: {[]State{Reported, Checking}, Confirmed},
	Clear:   {[]State{Reported, Checking, Confirmed}, Cleared},
	GiveUp:  {[]State{Reported, Checking}, Unknown},
	Correct: {[]State{Confirmed}, Confirmed},
	Stand:   {[]State{Confirmed}, StoodDown},
}

// Finding is an act with what it says to those who are asked, where it does.
type Finding struct {
	Do    Act
	Words string     // of Confirm and Correct
	Area  place.Area // likewise; empty: as it was
}

// Find does one of the acts about an alert, under the mandate as the rows have
// it now. Two who press at once do it once: the second is told.
func (d *Desk) Find(ctx context.Context, v access.Viewer, g party.GroupID, which ID, what Finding) error {
	const op = "alert.find"
	var f fault.Form
	says := what.Do == Confirm || what.Do == Correct
	what.Words = lines(&f, "words", what.Words, WordsMost, says)
	what.Area.Name = line(&f, "place", what.Area.Name, AreaMost, false)
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		a, there, err := tx.Alert(which)
		if err != nil || !there || a.Group != g {
			return orMissing(op, err)
		}
		by, err := d.verifier(tx, v, a.Group)
		if err != nil {
			return err
		}
		if err := may(a, what.Do, d.Clock.Now()); err != nil {
			return err
		}
		if err := f.Err(op); err != nil {
			return err
		}
		if what.Do == Confirm {
			if err := d.notAlone(tx, a, by); err != nil {
				return err
			}
		}
		return d.find(tx, a, by, what)
	}))
}

// may says no where an act comes too late.
func may(a Alert, do Act, now time.Time) error {
	const op = "alert.may"
	way, known := leads[do]
	if !known {
		return missing(op)
	}
	for _, s := range way.from {
		if s == a.State && now.Before(a.Until) {
			return nil
		}
	}
	return fault.New(op, fault.Stale, "alert.moved_on")
}

// notAlone is the rule of two: whoever confirms what they reported themselves
// needs one more member past their trial who reported it too. A group in which
// one person alone looks into alerts can live by it.
func (d *Desk) notAlone(tx Tx, a Alert, by party.FaceID) error {
	all, err := tx.Reports(a.ID)
	if err != nil {
		return err
	}
	mine := d.mark(a.ID, by, "")
	own := false
	for _, r := range all {
		switch {
		case bytes.Equal(r.Mark, mine):
			own = true
		case !r.New:
			return nil
		}
	}
	if own {
		return fault.New("alert.not_alone", fault.Stale, "alert.your_own")
	}
	return nil
}

func (d *Desk) find(tx Tx, a Alert, by party.FaceID, what Finding) error {
	if what.Do == Check && a.State == Checking && a.Hand == by {
		return nil // pressed twice
	}
	if what.Do == Correct && !changes(a, what) {
		return nil
	}
	now := d.Clock.Now()
	a.State = leads[what.Do].to
	switch what.Do {
	case Check:
		a.Hand = by
	case Confirm:
		a.Words, a.Told, a.Until, a.Due = what.Words, now, now.Add(time.Duration(a.Hours)*time.Hour), now
	case Correct:
		a.Words, a.Due = what.Words, now
	}
	if a.State == Confirmed && what.Area.Name != "" {
		a.Area = what.Area
	}
	if !a.State.Runs() {
		return d.over(tx, a, by)
	}
	if err := d.step(tx, a, by); err != nil || what.Do != Correct {
		return err
	}
	return d.correct(tx, a)
}

// changes reports whether a correction says anything else.
func changes(a Alert, what Finding) bool {
	return a.Words != what.Words || what.Area.Name != "" && !samePlace(a.Area, what.Area)
}

// step saves an alert and writes down who brought it there.
func (d *Desk) step(tx Tx, a Alert, by party.FaceID) error {
	if err := tx.SaveAlert(a); err != nil {
		return err
	}
	return tx.AddStep(Step{Alert: a.ID, State: a.State, Face: by, At: d.Clock.Now()})
}

// over ends an alert. All words about it are forgotten at once, and whoever was
// asked is told unless it ended at the hour that they know.
func (d *Desk) over(tx Tx, a Alert, by party.FaceID) error {
	a.Ended, a.Due, a.Words = d.Clock.Now(), time.Time{}, ""
	if err := d.step(tx, a, by); err != nil {
		return err
	}
	if err := tx.ForgetWords(a.ID); err != nil || a.State == Expired {
		return err
	}
	return d.correct(tx, a)
}

// correct tells everybody who was asked that it reads differently now.
func (d *Desk) correct(tx Tx, a Alert) error {
	all, err := tx.AskedOf(a.ID)
	for _, k := range all {
		if err == nil {
			err = d.tell(tx, k.Face, notice.AlertChanged, a)
		}
	}
	return err
}

// Sweep erases what ended 72 hours ago.
func (d *Desk) Sweep(ctx context.Context) error {
	return fault.Wrap("alert.sweep", d.Store.Update(ctx, func(tx Tx) error { return tx.EraseAlerts(d.Clock.Now().Add(-when.LiveFor)) }))
}

// Left forgets a face that leaves its group, in that transaction.
func (d *Desk) Left(tx Tx, f party.FaceID) error { return tx.LeftAlerts(f) }

// GroupEnded erases all alerts of a group that closes.
func (d *Desk) GroupEnded(tx Tx, g party.GroupID) error { return tx.EraseAlertsOf(g) }
