package notice

import (
	"time"

	"alongside/internal/fault"
	"alongside/internal/when"
)

// Settings are how somebody wants to be told outside the board. What is about
// their promises always comes.
type Settings struct {
	TodayOnly bool       // nothing else unless it is about today
	Quiet     when.Quiet // nothing then, unless it is about today
	Zone      string     // of the quiet hours; empty: the board's
}

// Usual is what everybody has who did not choose.
func Usual() Settings { return Settings{Quiet: when.Night} }

// Check names what cannot be.
func (s Settings) Check() error {
	var f fault.Form
	if s.Zone != "" {
		_, err := when.Zone(s.Zone)
		f.Check(err == nil, "zone", "notice.zone_form")
	}
	return f.Err("notice.settings")
}

// zone is where these quiet hours are.
func (s Settings) zone(board *time.Location) *time.Location {
	if z, err := when.Zone(s.Zone); err == nil {
		return z
	}
	return board
}

// isToday reports whether what a notice is about happens today, on the
// owner's own calendar.
func (s Settings) isToday(w Waiting, now time.Time, board *time.Location) bool {
	if w.Kind.Urgent() {
		return true
	}
	zone := s.zone(board)
	return !w.About.IsZero() && when.DayOf(w.About, zone) == when.DayOf(now, zone)
}

// wants reports whether a notice is carried at all, and when it may arrive.
func (s Settings) wants(w Waiting, now time.Time, board *time.Location) (time.Time, bool) {
	switch {
	case s.isToday(w, now, board):
		return now, true
	case s.TodayOnly && !w.Kind.Promised():
		return time.Time{}, false
	}
	return s.Quiet.Next(now, s.zone(board)), true
}
