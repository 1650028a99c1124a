package alert

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/party"
	"alongside/internal/place"
	"alongside/internal/when"
)

// Watch is what one member said yes to: which kinds, how far from where, at
// which hours, how often. Nobody else reads it. Without one nobody is asked.
type Watch struct {
	Face  party.FaceID
	Group party.GroupID
	Kinds []KindID
	Area  place.Area
	KM    int        // how far from there at most; 0: however far
	Days  Days       // on which
	Hours when.Quiet // from, to: the whole day when both are the same
	Zone  string
	Most  int // times a week
	// Asked is the day on which they were asked last, and Times how often in that
	// week: fairness needs no history.
	Asked when.Day
	Times int
}

// Days is a set of weekdays: bit 0 is Sunday.
type Days int

// Has reports whether the set has a weekday.
func (d Days) Has(w time.Weekday) bool { return d&(1<<w) != 0 }

// AllDays is the whole week.
const AllDays Days = 1<<7 - 1

// Watches are what members said yes to.
type Watches interface {
	WatchOf(party.FaceID) (Watch, bool, error)
	SaveWatch(Watch) error
	DropWatch(party.FaceID) error
	// Watching are the members of a group who said yes to a kind, are past their
	// trial, take part, and were not asked about this alert.
	Watching(a Alert, now time.Time) ([]Watch, error)
}

// distance is how far an alert is from where somebody is, as coarse as its
// cells; a place of the same name is here.
func (w Watch) distance(a place.Area) int {
	if strings.EqualFold(w.Area.Name, a.Name) {
		return 0
	}
	return place.RoundKM(place.Distance(w.Area.Cell, a.Cell))
}

// Wants reports whether somebody wants to be asked about something here and now.
func (w Watch) Wants(a place.Area, now time.Time) bool {
	zone, err := when.Zone(w.Zone)
	if err != nil {
		return false
	}
	return (w.KM == 0 || w.distance(a) <= w.KM) && w.awake(now, zone) && w.times(when.DayOf(now, zone)) < w.Most
}

// awake reports whether it is one of their hours. Those that run over midnight
// belong to the day on which they began.
func (w Watch) awake(now time.Time, zone *time.Location) bool {
	day, at := when.DayOf(now, zone), when.TimeOf(now, zone)
	if w.Hours.From > w.Hours.To && at < w.Hours.To {
		day = day.Add(-1)
	}
	return w.Days.Has(day.Weekday()) && (w.Hours.From == w.Hours.To || w.Hours.At(now, zone))
}

// times is how often they were asked in this week, which begins on Monday.
func (w Watch) times(today when.Day) int {
	if monday(w.Asked) != monday(today) {
		return 0
	}
	return w.Times
}

func monday(d when.Day) when.Day { return d.Add(-(int(d.Weekday()) + 6) % 7) }

// asked counts one time more.
func (w Watch) asked(now time.Time) Watch {
	zone, _ := when.Zone(w.Zone) // Wants has read it
	today := when.DayOf(now, zone)
	w.Times, w.Asked = w.times(today)+1, today
	return w
}

// Next are those who are asked now: the nearest first, and among those who are
// as near whoever was not asked for longest.
func Next(all []Watch, a place.Area, now time.Time, most int) []Watch {
	all = slices.DeleteFunc(slices.Clone(all), func(w Watch) bool { return !w.Wants(a, now) })
	slices.SortFunc(all, func(x, y Watch) int {
		return cmp.Or(cmp.Compare(x.distance(a), y.distance(a)), cmp.Compare(x.Asked, y.Asked), cmp.Compare(x.Face, y.Face))
	})
	return all[:min(len(all), most)]
}

// Mine is what the viewer said yes to; without a yes what a form begins with.
func (d *Desk) Mine(ctx context.Context, v access.Viewer, g party.GroupID) (w Watch, on bool, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		of, me, err := group.Trusted(tx, v, g, d.Clock.Now())
		if err != nil {
			return err
		}
		if w, on, err = tx.WatchOf(me.Face); err == nil && !on {
			w = Watch{Face: me.Face, Group: g, Area: of.Area, KM: 5, Days: AllDays, Hours: when.Quiet{From: when.HM(9, 0), To: when.HM(21, 0)}, Most: 2}
		}
		return err
	})
	return w, on, fault.Wrap("alert.mine", err)
}

// SetMine keeps what the viewer said yes to.
func (d *Desk) SetMine(ctx context.Context, v access.Viewer, w Watch) error {
	const op = "alert.set_mine"
	var f fault.Form
	w.Area.Name = line(&f, "place", w.Area.Name, AreaMost, true)
	f.Check(w.Days&AllDays != 0, "days", "alert.choose_days")
	f.Check(w.Most >= 1 && w.Most <= WeekMost, "most", "group.number_between", "least", 1, "most", WeekMost)
	_, err := when.Zone(w.Zone)
	f.Check(err == nil, "zone", "notice.zone_form")
	return fault.Wrap(op, d.Store.Update(ctx, func(tx Tx) error {
		_, me, err := group.Trusted(tx, v, w.Group, d.Clock.Now())
		if err != nil {
			return err
		}
		all, err := tx.KindsOf(w.Group)
		if err != nil {
			return err
		}
		w.Kinds = slices.DeleteFunc(w.Kinds, func(k KindID) bool { return !slices.ContainsFunc(all, func(o Kind) bool { return o.ID == k }) })
		f.Check(len(w.Kinds) > 0, "kinds", "alert.choose_kinds")
		if err := f.Err(op); err != nil {
			return err
		}
		old, _, err := tx.WatchOf(me.Face)
		w.Face, w.Asked, w.Times = me.Face, old.Asked, old.Times // saying yes anew does not begin the week anew
		if err != nil {
			return err
		}
		return tx.SaveWatch(w)
	}))
}

// DropMine takes the viewer's yes back, and all that was kept with it.
func (d *Desk) DropMine(ctx context.Context, v access.Viewer, g party.GroupID) error {
	return fault.Wrap("alert.drop_mine", d.Store.Update(ctx, func(tx Tx) error {
		_, me, err := group.Within(tx, v, g)
		if err != nil {
			return err
		}
		return tx.DropWatch(me.Face)
	}))
}
