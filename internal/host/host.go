// Package host is what whoever looks after a board may do about what others
// put on it: refuse a group, hide a group or a post, show it again, remove it.
//
// The law: every act has a reason, which those concerned read, and a line that
// everybody can read; and no act opens what is only for members, or says
// anything in somebody's name.
package host

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/call"
	"alongside/internal/fault"
	"alongside/internal/group"
	"alongside/internal/locale"
	"alongside/internal/party"
	"alongside/internal/text"
	"alongside/internal/when"
)

// Act is what a host does.
type Act string

const (
	Refuse Act = "refuse" // a group that is still forming
	Hide   Act = "hide"
	Show   Act = "show" // again, while there is something to show
	Remove Act = "remove"
)

// Kind is what is acted on.
type Kind string

const (
	Group Kind = "group"
	Call  Kind = "call"
)

// ReasonMost is how many letters a reason has at most.
const ReasonMost = 500

// Line is one act in the public log. It keeps the number of its subject, by
// which those concerned know it, and no name: what was hidden for its name must
// not be read here.
type Line struct {
	N       int64     // counts the lines, so that none can go missing unseen
	Day     time.Time // the day
	Act     Act
	Kind    Kind
	Subject int64
	Reason  string
}

// Say is what was done, as a sentence without the reason.
func (n Line) Say(l *locale.Language) string {
	switch {
	case n.Kind == Group && n.Act == Refuse:
		return l.T("host.refused_group")
	case n.Kind == Group && n.Act == Hide:
		return l.T("host.hid_group")
	case n.Kind == Group && n.Act == Show:
		return l.T("host.showed_group")
	case n.Kind == Group && n.Act == Remove:
		return l.T("host.removed_group")
	case n.Kind == Call && n.Act == Hide:
		return l.T("host.hid_call")
	case n.Kind == Call && n.Act == Show:
		return l.T("host.showed_call")
	case n.Kind == Call && n.Act == Remove:
		return l.T("host.removed_call")
	}
	return ""
}

// Store keeps the log, and what it is about. See package db.
type Store interface {
	View(ctx context.Context, fn func(Tx) error) error
	Update(ctx context.Context, fn func(Tx) error) error
}

// Tx is what this room needs inside one transaction.
type Tx interface {
	Group(party.GroupID) (group.Group, bool, error)
	SaveGroup(group.Group) error
	AddLine(group.Line) error // in the group's own log

	Call(call.ID) (call.Call, error) // fault.NotFound, or no row, where there is none
	SaveCall(call.Call) error
	EraseCall(call.ID) error

	AddHostLine(Line) error                                         // gives it the next number
	HostLines(before int64, most int) ([]Line, error)               // newest first; before 0: from the end
	HostSaid(k Kind, subject int64) (l Line, found bool, err error) // the last word about it
}

// Desk is where a host acts.
type Desk struct {
	Store Store
	Clock when.Clock
}

func (d *Desk) today() time.Time { return d.Clock.Now().UTC().Truncate(24 * time.Hour) }

// Group does an act about a group. A group that is refused or removed goes off
// the board at once and is erased after when.RemovedFor: until then its members
// take what is theirs, and a host may show it again.
func (d *Desk) Group(ctx context.Context, v access.Viewer, id party.GroupID, act Act, reason string) error {
	return d.do(ctx, v, act, Group, int64(id), &reason, func(tx Tx) error {
		g, found, err := tx.Group(id)
		if err == nil && (!found || g.Status == group.Staged) {
			err = fault.New("host.group", fault.NotFound, "")
		}
		if err != nil {
			return err
		}
		line := group.Line{Group: id, Day: d.today(), Note: reason}
		if line.Act, err = bar(&g, act); err != nil {
			return err
		}
		g.Barred = d.today()
		if g.Bar == group.NotBarred {
			g.Barred = time.Time{}
		}
		g.Version++
		if err := tx.SaveGroup(g); err != nil {
			return err
		}
		return tx.AddLine(line)
	})
}

// bar sets what an act makes of a group, and says it as the group's log does.
func bar(g *group.Group, act Act) (group.Act, error) {
	switch {
	case act == Refuse && g.Status == group.Forming && !g.Bar.Ends():
		g.Bar = group.Refused
		return group.HostRefused, nil
	case act == Hide && g.Bar == group.NotBarred:
		g.Bar = group.Hidden
		return group.HostHid, nil
	case act == Remove && g.Bar != group.Removed:
		g.Bar = group.Removed
		return group.HostRemoved, nil
	case act == Show && g.Bar != group.NotBarred:
		g.Bar = group.NotBarred
		return group.HostShowed, nil
	}
	return "", fault.New("host.bar", fault.Stale, "host.cannot")
}

// Call does an act about a post on the board. One that is removed is erased,
// with every promise in it; its author reads the reason where it stood. What
// is only for a group's members, or waits for their look, is theirs: a host
// cannot see it, so cannot act on it.
func (d *Desk) Call(ctx context.Context, v access.Viewer, id call.ID, act Act, reason string) error {
	return d.do(ctx, v, act, Call, int64(id), &reason, func(tx Tx) error {
		c, err := tx.Call(id)
		if err != nil {
			return err
		}
		if c.Audience != call.OnBoard || c.State == call.Staged || c.State == call.ToSort || c.State == call.Waiting {
			return fault.New("host.call", fault.NotFound, "")
		}
		switch {
		case act == Hide && c.State != call.Hidden:
			c.State = call.Hidden
		case act == Show && c.State == call.Hidden && !c.ClosedAt.IsZero():
			c.State = call.Closed
		case act == Show && c.State == call.Hidden:
			c.State = call.Open
		case act == Remove:
			return tx.EraseCall(id)
		default:
			return fault.New("host.call", fault.Stale, "host.cannot")
		}
		return tx.SaveCall(c)
	})
}

// do checks who acts and why, acts, and writes the public line, all in one.
func (d *Desk) do(ctx context.Context, v access.Viewer, act Act, k Kind, subject int64, reason *string, what func(Tx) error) error {
	const op = "host.act"
	if !access.Host(v) {
		return fault.New(op, fault.NotFound, "")
	}
	var f fault.Form
	clean, err := text.CleanLines(*reason, ReasonMost)
	if err != nil {
		f.Add("reason", "fault.too_long", "most", ReasonMost)
	}
	f.Check(clean != "", "reason", "host.say_reason")
	if err := f.Err(op); err != nil {
		return err
	}
	*reason = clean
	err = d.Store.Update(ctx, func(tx Tx) error {
		if err := what(tx); err != nil {
			return err
		}
		return tx.AddHostLine(Line{Day: d.today(), Act: act, Kind: k, Subject: subject, Reason: clean})
	})
	return fault.Wrap(op, err)
}

// linesMost is how many lines one page of the log has.
const linesMost = 50

// Log is what hosts did, newest first, for everybody. Before is the number of
// the oldest line already shown, or 0.
func (d *Desk) Log(ctx context.Context, before int64) (lines []Line, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		lines, err = tx.HostLines(before, linesMost)
		return err
	})
	return lines, fault.Wrap("host.log", err)
}

// Said is a host's last word about something, for the page where it stands or
// stood. Whoever asks must know the number already.
func (d *Desk) Said(ctx context.Context, k Kind, subject int64) (l Line, found bool, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		l, found, err = tx.HostSaid(k, subject)
		return err
	})
	return l, found, fault.Wrap("host.said", err)
}
