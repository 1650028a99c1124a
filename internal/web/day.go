package web

import (
	"strings"
	"time"

	"alongside/internal/view"
	"alongside/internal/when"
)

// day is the day and hour that were chosen, and what is wrong with them: "on a
// certain day" wants one, and nothing that was typed is passed over.
func (a *asking) day() (time.Time, []view.Problem) {
	if a.f.Get("urgency") == "day" && strings.TrimSpace(a.f.Get("date")) == "" {
		return time.Time{}, []view.Problem{{Field: "date", Text: a.v.l.T("ask.day_missing")}}
	}
	return a.v.moment(a.f.Get("date"), a.f.Get("time"))
}

// moment reads a day and an hour of this board's wall; a day alone means by
// its end.
func (v *visit) moment(date, clock string) (t time.Time, bad []view.Problem) {
	date, clock = strings.TrimSpace(date), strings.TrimSpace(clock)
	at := when.HM(23, 59)
	if clock != "" {
		typed, err := when.ParseTimeOfDay(clock)
		if at = typed; err != nil {
			bad = append(bad, view.Problem{Field: "time", Text: v.l.T("ask.time_form")})
		}
	}
	if date == "" {
		return t, bad
	}
	day, err := when.ParseDay(date)
	if err != nil {
		bad = append([]view.Problem{{Field: "date", Text: v.l.T("ask.day_form")}}, bad...)
	}
	if len(bad) == 0 {
		t, _ = when.Local(day, at, v.h.Zone)
	}
	return t, bad
}

func endOfDay(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 23, 59, 0, 0, t.Location())
}
