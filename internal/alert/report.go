package alert

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/id"
	"alongside/internal/notice"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/text"
	"alongside/internal/when"
)

// Seen is what somebody reports.
type Seen struct {
	Key   string // of the page
	Kind  KindID
	Area  place.Area
	Words string
}

// Report hands what somebody saw to those who look into alerts, and to nobody
// else. The same kind at the same place joins what runs already, so that twenty
// reports wake nobody twenty times.
func (d *Desk) Report(ctx context.Context, v access.Viewer, g party.GroupID, s Seen) error {
	const op = "alert.report"
	var f fault.Form
	s.Area.Name = line(&f, "place", s.Area.Name, AreaMost, true)
	s.Words = lines(&f, "words", s.Words, WordsMost, false)
	f.Check(!slices.Contains(text.Private(s.Area.Name), text.Street), "place", "alert.no_address")
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		w, err := d.ways(tx, v, g)
		if err == nil && !w.Member && !w.Doors.Report {
			err = missing(op)
		}
		if err == nil && !w.of.Awake() {
			err = fault.New(op, fault.Stale, "ask.group_rests")
		}
		if err == nil && !w.Looked { // nobody is to wait for help that does not know
			err = fault.New(op, fault.Stale, "alert.nobody_looks")
		}
		if err != nil {
			return err
		}
		k, there, err := tx.Kind(s.Kind)
		if err != nil {
			return err
		}
		f.Check(there && k.Group == g, "kind", "alert.choose_kind")
		if err := f.Err(op); err != nil {
			return err
		}
		// A stranger has no face, so their page's key is all there is.
		_, _, err = group.Once(tx, d.Clock.Now(), op, w.me.Face, s.Key, func() (int64, error) { return d.report(tx, w.me, k, s) })
		return err
	}))
}

func (d *Desk) report(tx Tx, me group.Member, k Kind, s Seen) (int64, error) {
	now := d.Clock.Now()
	fresh := !me.Through(now)
	a, joins, err := d.same(tx, k, s.Area)
	if err != nil {
		return 0, err
	}
	if err := d.room(tx, k.Group, fresh, !joins); err != nil {
		return 0, err
	}
	if !joins {
		a = Alert{ID: id.New[Alert](), Group: k.Group, Kind: k.ID, Area: s.Area, State: Reported, Made: now, New: fresh, Until: now.Add(when.ReportedFor)}
		a.Name, a.Do, a.Enough, a.Hours, a.Due = k.Name, k.Do, k.Enough, k.Hours, a.Until
	}
	news := !joins || a.New && !fresh && a.State == Reported
	a.New = a.New && fresh
	if err := tx.SaveAlert(a); err != nil {
		return 0, err
	}
	if _, err := tx.AddReport(Report{a.ID, d.mark(a.ID, me.Face, s.Key), s.Words, fresh, now}); err != nil || !news {
		return int64(a.ID), err
	}
	return int64(a.ID), d.wake(tx, a)
}

// same is what runs of this kind at this place.
func (d *Desk) same(tx Tx, k Kind, at place.Area) (Alert, bool, error) {
	all, err := tx.AlertsOf(k.Group, listMost)
	for _, a := range all {
		if a.Kind == k.ID && a.State.Runs() && a.Until.After(d.Clock.Now()) && samePlace(a.Area, at) {
			return a, true, err
		}
	}
	return Alert{}, false, err
}

func samePlace(a, b place.Area) bool { return strings.EqualFold(a.Name, b.Name) && a.Cell == b.Cell }

// room keeps a flood from drowning those who look: however many newcomers
// report, there is room for members past their trial.
func (d *Desk) room(tx Tx, g party.GroupID, fresh, more bool) error {
	const op = "alert.room"
	if fresh {
		n, err := tx.NewWaiting(g)
		if err == nil && n >= NewMost {
			err = fault.New(op, fault.Limited, "alert.many_wait")
		}
		if err != nil {
			return err
		}
	}
	if !more {
		return nil
	}
	all, err := tx.AlertsOf(g, listMost)
	n := 0
	for _, a := range all {
		if a.State.Waits() {
			n++
		}
	}
	if err == nil && n >= OpenMost {
		err = fault.New(op, fault.Limited, "alert.many_wait")
	}
	return err
}

// mark tells whether the same one says it again. Without a face it is the
// page's.
func (d *Desk) mark(a ID, f party.FaceID, key string) []byte {
	mac := hmac.New(sha256.New, d.Seed)
	if f != 0 {
		key = ""
	}
	fmt.Fprintf(mac, "alert\x00%d\x00%d\x00%s", a, f, key)
	return mac.Sum(nil)
}

// wake tells those who look into alerts that something waits.
func (d *Desk) wake(tx Tx, a Alert) error {
	all, err := tx.Holders(a.Group, party.Verify, d.Clock.Now())
	for _, f := range all {
		if err == nil {
			err = d.tell(tx, f, notice.AlertReported, a)
		}
	}
	return err
}
