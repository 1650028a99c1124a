package group

import (
	"context"
	"time"

	"alongside/internal/access"
	"alongside/internal/fault"
	"alongside/internal/locale"
	"alongside/internal/party"
)

// Line is one thing that was done in a group, for its members to read, or in a
// circle of it, for those in the circle. Comings and goings are not in it.
type Line struct {
	Group  party.GroupID
	Circle party.CircleID // whose people alone read it; 0: the group's members
	N      int64          // counts the lines of this log: a gap would tell of another
	Day    time.Time      // the day
	Act    Act
	Face   party.FaceID // who did it; 0 for nobody of the group
	Name   string       // theirs, filled in when read; empty for someone who left
	Note   string
}

// Act is what a line says.
type Act string

const (
	WasFounded    Act = "founded"
	BecameActive  Act = "active"
	ChangedCard   Act = "card"
	ChangedAgreed Act = "agreements" // Note: the version
	ReviewOn      Act = "review_on"
	ReviewOff     Act = "review_off"
	OpenedDoor    Act = "door_open"
	ShutDoor      Act = "door_shut"
	AddedArea     Act = "area_added"   // Note: its name
	DroppedArea   Act = "area_dropped" // Note: its name
	WentToRest    Act = "rest"
	WokeUp        Act = "wake"
	IsAtRest      Act = "rest_so" // by a decision, likewise the next
	IsAwake       Act = "wake_so"
	WasClosed     Act = "closed"
	AgreedAnew    Act = "agreed"     // by a decision; Note: the version
	BroughtSheet  Act = "sheet_in"   // Note: what people called it, likewise the next
	UndidSheet    Act = "sheet_back" // and nobody's face: the group's sheet is everybody's
	TookSheet     Act = "sheet_out"
	KeptTold      Act = "told_kept" // Note: the reason, likewise all below
	AskedEdit     Act = "told_edit" // what was told stays with those who answer
	HidPost       Act = "told_hidden"
	ShowedPost    Act = "told_shown"
	PassedOn      Act = "told_host"
	AdvisedTalk   Act = "told_talk"
	PausedOne     Act = "paused" // nobody's name but who did it
	LiftedPause   Act = "pause_over"
	PausedBranch  Act = "paused_branch"    // nobody's name likewise: whom that member let in
	AreBranch     Act = "paused_branch_so" // by a decision, likewise
	IsPaused      Act = "paused_so"        // by a decision, likewise the next; the reason is the person's
	IsUnpaused    Act = "pause_over_so"
	HostHid       Act = "host_hid" // Note: the reason, likewise below
	HostShowed    Act = "host_showed"
	HostRefused   Act = "host_refused"
	HostRemoved   Act = "host_removed"
	TookAll       Act = "took_all" // somebody has all of the group in a file
	HostTookAll   Act = "host_took_all"
	SaidHome      Act = "said_home" // Note: the address, likewise the next
	MovedHome     Act = "moved_home"
	StayedHome    Act = "stayed_home"
)

// Acts are all of them.
var Acts = []Act{WasFounded, BecameActive, ChangedCard, ChangedAgreed, ReviewOn, ReviewOff, OpenedDoor, ShutDoor,
	AddedArea, DroppedArea, WentToRest, WokeUp, IsAtRest, IsAwake, WasClosed, AgreedAnew, BroughtSheet, UndidSheet, TookSheet, HostHid, HostShowed, HostRefused, HostRemoved,
	KeptTold, AskedEdit, HidPost, ShowedPost, PassedOn, AdvisedTalk, PausedOne, PausedBranch, LiftedPause, IsPaused, AreBranch, IsUnpaused,
	TookAll, HostTookAll, SaidHome, MovedHome, StayedHome}

// Say is the line as a sentence.
func (n Line) Say(l *locale.Language) string {
	who := n.Name
	if who == "" {
		who = l.T("group.someone_who_left")
	}
	switch n.Act {
	case WasFounded:
		return l.T("group.log_founded", "who", who)
	case BecameActive:
		return l.T("group.log_active")
	case ChangedCard:
		return l.T("group.log_card", "who", who)
	case ChangedAgreed:
		return l.T("group.log_agreements", "who", who, "version", n.Note)
	case ReviewOn:
		return l.T("group.log_review_on", "who", who)
	case ReviewOff:
		return l.T("group.log_review_off", "who", who)
	case OpenedDoor:
		return l.T("group.log_door_open", "who", who)
	case ShutDoor:
		return l.T("group.log_door_shut", "who", who)
	case AddedArea:
		return l.T("group.log_area_added", "who", who, "place", n.Note)
	case DroppedArea:
		return l.T("group.log_area_dropped", "who", who, "place", n.Note)
	case WentToRest:
		return l.T("group.log_rest", "who", who)
	case WokeUp:
		return l.T("group.log_wake", "who", who)
	case IsAtRest:
		return l.T("group.log_rest_so")
	case IsAwake:
		return l.T("group.log_wake_so")
	case WasClosed:
		return l.T("group.log_closed")
	case AgreedAnew:
		return l.T("group.log_agreed", "version", n.Note)
	case BroughtSheet:
		return l.T("group.log_sheet_in", "name", n.Note)
	case UndidSheet:
		return l.T("group.log_sheet_back", "name", n.Note)
	case TookSheet:
		return l.T("group.log_sheet_out")
	case KeptTold:
		return l.T("space.log_kept", "who", who)
	case AskedEdit:
		return l.T("space.log_edit", "who", who, "reason", n.Note)
	case HidPost:
		return l.T("space.log_hid", "who", who, "reason", n.Note)
	case ShowedPost:
		return l.T("space.log_showed", "who", who, "reason", n.Note)
	case PassedOn:
		return l.T("space.log_host", "who", who, "reason", n.Note)
	case AdvisedTalk:
		return l.T("space.log_talk", "who", who)
	case PausedOne:
		return l.T("space.log_paused", "who", who, "reason", n.Note)
	case PausedBranch:
		return l.T("space.log_paused_branch", "who", who)
	case AreBranch:
		return l.T("space.log_paused_branch_so")
	case LiftedPause:
		return l.T("space.log_lifted", "who", who)
	case IsPaused:
		return l.T("space.log_paused_so")
	case IsUnpaused:
		return l.T("space.log_lifted_so")
	case HostHid:
		return l.T("group.log_host_hid", "reason", n.Note)
	case HostShowed:
		return l.T("group.log_host_showed", "reason", n.Note)
	case HostRefused:
		return l.T("group.log_host_refused", "reason", n.Note)
	case HostRemoved:
		return l.T("group.log_host_removed", "reason", n.Note)
	case TookAll:
		return l.T("move.log_took_all", "who", who)
	case HostTookAll:
		return l.T("move.log_host_took_all")
	case SaidHome:
		return l.T("move.log_said_home", "who", who, "address", n.Note)
	case MovedHome:
		return l.T("move.log_moved_home", "who", who, "address", n.Note)
	case StayedHome:
		return l.T("move.log_stayed_home", "who", who)
	}
	return ""
}

func (d *Desk) log(tx Tx, g party.GroupID, act Act, by party.FaceID, note string) error {
	return tx.AddLine(Line{Group: g, Day: d.today(), Act: act, Face: by, Note: note})
}

// LinesMost is how many lines one page of a log has.
const LinesMost = 50

// Log is what was done in the group, newest first, for its members: nothing of
// what was done in a circle. Before is the number of the oldest line already
// shown, or 0.
func (d *Desk) Log(ctx context.Context, v access.Viewer, g party.GroupID, before int64) (lines []Line, err error) {
	err = d.Store.View(ctx, func(tx Tx) error {
		if _, _, err := d.trusted(tx, v, g); err != nil {
			return err
		}
		lines, err = tx.Lines(g, 0, before, LinesMost)
		return err
	})
	return lines, fault.Wrap("group.log", err)
}
